//! Where the marks of a page end up: limits, clipping, merging of dashes, doubles.

use super::hidden::Hidden;
use super::path::THIN;
use super::state::State;
use crate::config::Limits;
use crate::error::Error;
use crate::model::{BBox, Fill, Glyph, Page, PageImage, Rule};
use crate::pdf::budget::exceeded;
use crate::pdf::geometry::Rect;

/// Pictures over a whole page that are looked at; a real page has one.
const MAX_COVERS: usize = 16;
/// The lightness below which an area can be told from white.
const SHADE: f32 = 0.98;
/// Pieces of a line of cells are at least so long, in points.
const PIECE: f32 = 6.0;

/// Takes the marks of one page.
#[derive(Debug)]
pub(super) struct Sink<'p> {
    pub page: &'p mut Page,
    /// The page's visible box in shown coordinates.
    pub visible: Rect,
    pub limits: Limits,
    /// Pictures that hid the text under them; each costs a pass over the glyphs.
    pub covers: usize,
    /// What of the text cannot be seen.
    pub hidden: Hidden,
}

impl Sink<'_> {
    #[inline]
    pub fn glyph(&mut self, glyph: Glyph) -> Result<(), Error> {
        if self.page.glyphs.len() >= self.limits.glyphs {
            return Err(exceeded("glyphs", self.limits.glyphs));
        }
        self.page.glyphs.push(glyph);
        Ok(())
    }

    /// Whether the middle of a box lies on the visible page.
    pub fn shows(&self, bbox: &Rect) -> bool {
        let (x, y) = bbox.center();
        self.visible.contains(x, y)
    }

    /// A thin line of the given lightness; white ones count only over a darker fill.
    pub fn rule(&mut self, r: &Rect, clip: &Rect, lightness: f32) -> Result<(), Error> {
        let r = r.intersect(clip).intersect(&self.visible);
        if r.is_empty() || (r.width() < 0.01 && r.height() < 0.01) {
            return Ok(());
        }
        if lightness > 0.98 && !self.over_shade(&r) {
            return Ok(());
        }
        let b = BBox::from(r);
        if let Some(last) = self.page.rules.last_mut() {
            let end = (last.x1, last.y1);
            if extend(last, &b) {
                let (x, y) = b.center();
                // Pieces shorter than that are dashes.
                if (b.x0 - end.0).abs() < 1.0 && b.width() >= PIECE {
                    self.seam((end.0, y))?;
                } else if (b.y0 - end.1).abs() < 1.0 && b.height() >= PIECE {
                    self.seam((x, end.1))?;
                }
                return Ok(());
            }
        }
        if self.page.rules.len() >= self.limits.rules {
            return Err(exceeded("rules", self.limits.rules));
        }
        self.page.rules.push(Rule { x0: b.x0, y0: b.y0, x1: b.x1, y1: b.y1 });
        Ok(())
    }

    fn seam(&mut self, at: (f32, f32)) -> Result<(), Error> {
        if self.page.seams.len() >= self.limits.rules {
            return Err(exceeded("rules", self.limits.rules));
        }
        self.page.seams.push(at);
        Ok(())
    }

    /// Whether a part of a white line lies over something darker: that of banded rows is seen in every second one.
    fn over_shade(&self, r: &Rect) -> bool {
        let b = BBox::from(*r);
        let enough = f32::min(3.0, 0.2 * b.width().max(b.height()));
        self.page.fills.iter().rev().take(2_000).filter(|f| f.lightness < SHADE).any(|f| {
            let wide = b.x1.min(f.bbox.x1) - b.x0.max(f.bbox.x0);
            let high = b.y1.min(f.bbox.y1) - b.y0.max(f.bbox.y0);
            wide.min(high) >= 0.0 && wide.max(high) >= enough
        })
    }

    pub fn fill(&mut self, r: &Rect, state: &State, lightness: f32) -> Result<(), Error> {
        let clip = &state.clip;
        let r = r.intersect(clip).intersect(&self.visible);
        if r.is_empty() {
            return Ok(());
        }
        // What the clip leaves of an area can be a line.
        if r.width().min(r.height()) <= THIN {
            return self.rule(&r, clip, lightness);
        }
        if self.page.fills.len() >= self.limits.rules {
            return Err(exceeded("rules", self.limits.rules));
        }
        if state.covers() {
            self.hidden.cover(self.page, &r);
        }
        self.page.fills.push(Fill { bbox: r.into(), lightness });
        Ok(())
    }

    /// An image painted over `r`; `opaque` when nothing under it shows through.
    pub fn image(&mut self, r: &Rect, clip: &Rect, object: u32, opaque: bool) -> Result<(), Error> {
        let seen = r.intersect(clip).intersect(&self.visible);
        if seen.is_empty() || seen.width() <= 0.0 || seen.height() <= 0.0 {
            return Ok(());
        }
        let (long, thin) = (seen.width().max(seen.height()), seen.width().min(seen.height()));
        if thin <= THIN && long >= 3.0 * thin {
            return self.rule(&seen, clip, 0.0);
        }
        if self.page.images.len() >= self.limits.rules {
            return Err(exceeded("rules", self.limits.rules));
        }
        self.page.images.push(PageImage { bbox: seen.into(), object });
        let area = seen.width() * seen.height();
        if opaque && self.covers < MAX_COVERS && area > 0.5 * self.visible.width() * self.visible.height() {
            self.covers += 1;
            // Text under the picture of a whole page is an OCR layer of the kind that is painted over.
            for g in &mut self.page.glyphs {
                let (x, y) = g.bbox.center();
                g.flags.invisible |= seen.contains(f64::from(x), f64::from(y));
            }
        }
        Ok(())
    }
}

/// Lengthens `last` by `next` when both are pieces of one line: touching, or dashes a small gap apart.
fn extend(last: &mut Rule, next: &BBox) -> bool {
    let (w, h) = (next.width(), next.height());
    let dash = w.max(h) < 6.0 && (last.x1 - last.x0).min(last.y1 - last.y0) < THIN as f32;
    let gap = if dash { 2.0 * w.max(h).max(1.0) } else { 0.1 };
    let near = |a0: f32, a1: f32, b0: f32, b1: f32| b0 <= a1 + gap && b1 >= a0 - gap;
    let same = |a0: f32, a1: f32, b0: f32, b1: f32| (a0 - b0).abs() < 0.1 && (a1 - b1).abs() < 0.1;
    let square = dash && (w - h).abs() < 0.3 * w.max(h);
    let last_square = dash && {
        let (lw, lh) = (last.x1 - last.x0, last.y1 - last.y0);
        (lw - lh).abs() < 0.3 * lw.max(lh)
    };
    let horizontal = (w >= h || square) && (last.is_horizontal() || last_square);
    if horizontal && same(last.y0, last.y1, next.y0, next.y1) && near(last.x0, last.x1, next.x0, next.x1) {
        last.x0 = last.x0.min(next.x0);
        last.x1 = last.x1.max(next.x1);
        return true;
    }
    let vertical = (h >= w || square) && (!last.is_horizontal() || last_square);
    if vertical && same(last.x0, last.x1, next.x0, next.x1) && near(last.y0, last.y1, next.y0, next.y1) {
        last.y0 = last.y0.min(next.y0);
        last.y1 = last.y1.max(next.y1);
        return true;
    }
    false
}

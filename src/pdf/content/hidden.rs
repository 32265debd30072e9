//! Text that is drawn and cannot be seen: as light as what lies under it, under an area painted later, or too
//! small for any eye. Editors leave such text behind (a figure whited out and typed anew, a template's marks).

use crate::model::{Fill, Glyph, Page};
use crate::pdf::geometry::Rect;

/// Text at least this light may be lost on what lies under it.
pub(super) const PALE: f32 = 0.9;
/// Two paints whose lightness differs by less look alike.
const ALIKE: f32 = 0.02;
/// Text smaller than this part of the page's longer side is not legible: 1.3 points on A4.
const LEGIBLE: f32 = 0.0015;
/// Part of a glyph, each way, that an area must hide.
const HIDDEN_SHARE: f32 = 0.7;
/// Fills and other areas that are looked at under pale text.
const MAX_UNDER: usize = 2_000;
/// Areas painted over text that are followed; each costs a pass over the glyphs.
const MAX_COVERS: usize = 256;
/// Squares of the look-up, each way.
const SQUARES: usize = 128;

/// What one page's drawing says of the visibility of its text.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Areas whose lightness is not known (shadings, shapes that are no rectangles).
    unknown: Vec<Rect>,
    /// Rows of squares in which the middle of a glyph lies, of the first `counted` glyphs.
    squares: Option<Box<[u128; SQUARES]>>,
    counted: usize,
    covers: usize,
    /// Glyphs under an area that was painted later, ascending.
    covered: Vec<u32>,
}

impl Hidden {
    /// Notes an area of unknown lightness.
    pub fn unknown(&mut self, r: Rect) {
        if self.unknown.len() < MAX_UNDER && !r.is_empty() {
            self.unknown.push(r);
        }
    }

    /// Whether text of this lightness cannot be told from what lies under it.
    pub fn blends(&self, page: &Page, bbox: &Rect, lightness: f32) -> bool {
        let (x, y) = (f64::midpoint(bbox.x0, bbox.x1), f64::midpoint(bbox.y0, bbox.y1));
        let (fx, fy) = (x as f32, y as f32);
        let within = |f: &Fill| f.bbox.x0 <= fx && fx <= f.bbox.x1 && f.bbox.y0 <= fy && fy <= f.bbox.y1;
        let under = page.fills.iter().rev().take(MAX_UNDER).find(|f| within(f)).map_or(1.0, |f| f.lightness);
        (under - lightness).abs() < ALIKE
            && self.unknown.len() < MAX_UNDER
            && page.fills.len() < MAX_UNDER
            && !self.unknown.iter().any(|r| r.contains(x, y))
            && !page.images.iter().take(MAX_UNDER).any(|i| {
                i.bbox.x0 <= fx && fx <= i.bbox.x1 && i.bbox.y0 <= fy && fy <= i.bbox.y1
            })
            // Office programs paint a colour gradient as strips so thin that they count as lines.
            && !page.rules.iter().rev().take(MAX_UNDER).any(|r| {
                r.x0 <= fx && fx <= r.x1 && r.y0 - 0.2 <= fy && fy <= r.y1 + 0.2
            })
    }

    /// Whether text of this size can be read on this page.
    pub fn legible(page: &Page, size: f32) -> bool {
        size >= LEGIBLE * page.width.max(page.height)
    }

    /// An opaque area is painted: what is under it is gone.
    pub fn cover(&mut self, page: &Page, r: &Rect) {
        if page.glyphs.is_empty() || self.covers >= MAX_COVERS {
            return;
        }
        let square = |v: f32, extent: f32| v / extent.max(1.0) * SQUARES as f32;
        let squares = self.squares.get_or_insert_with(|| Box::new([0; SQUARES]));
        for g in page.glyphs.iter().skip(self.counted) {
            let (x, y) = g.bbox.center();
            let (column, row) = (square(x, page.width) as usize, square(y, page.height) as usize);
            if let Some(bits) = squares.get_mut(row) {
                *bits |= 1_u128.checked_shl(column as u32).unwrap_or(0);
            }
        }
        self.counted = page.glyphs.len();
        let from = square(r.x0 as f32, page.width).ceil().clamp(0.0, SQUARES as f32) as u32;
        let to = square(r.x1 as f32, page.width).floor().clamp(0.0, SQUARES as f32) as u32;
        let top = square(r.y0 as f32, page.height).ceil().max(0.0) as usize;
        let bottom = square(r.y1 as f32, page.height).floor().max(0.0) as usize;
        let below = |n: u32| 1_u128.checked_shl(n).map_or(u128::MAX, |bit| bit - 1);
        let wanted = below(to) & !below(from);
        let rows = squares.get(top..bottom.min(SQUARES)).unwrap_or_default();
        if from >= to || rows.iter().all(|bits| bits & wanted == 0) {
            return;
        }
        self.covers += 1;
        let gone = (0_u32..).zip(&page.glyphs).filter(|(_, g)| is_under(g, r)).map(|(i, _)| i);
        self.covered.extend(gone);
    }

    /// Takes what is covered off the page.
    pub fn remove(mut self, page: &mut Page) {
        if self.covered.is_empty() {
            return;
        }
        self.covered.sort_unstable();
        self.covered.dedup();
        let mut covered = self.covered.iter().copied().peekable();
        let mut index = 0_u32;
        page.glyphs.retain(|_| {
            let gone = covered.next_if_eq(&index).is_some();
            index += 1;
            !gone
        });
        page.unseen += self.covered.len();
    }
}

fn is_under(g: &Glyph, r: &Rect) -> bool {
    let b = &g.bbox;
    let wide = (r.x1 as f32).min(b.x1) - (r.x0 as f32).max(b.x0);
    let high = (r.y1 as f32).min(b.y1) - (r.y0 as f32).max(b.y0);
    !g.flags.invisible && wide >= HIDDEN_SHARE * b.width() && high >= HIDDEN_SHARE * b.height()
}

//! The lines of a scanned page. Under an OCR layer the characters are text and the rules of the tables are pixels of
//! the page's picture: it is decoded, made black and white, and its long straight dark strokes are the rules.
//!
//! What cannot be decoded, or is larger than the limits allow, gives no rules; the tables are then told by alignment.

mod bitmap;
mod decode;
mod strokes;
#[cfg(test)]
mod tests;

use lopdf::{Document, Object, ObjectId};

use super::budget::Budget;
use super::geometry::Matrix;
use super::resolve::get;
use crate::error::Error;
use crate::model::{Glyph, Page, Rule};
use bitmap::Bitmap;
use strokes::Stroke;

/// An image that was painted on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Picture {
    /// The image XObject.
    pub object: ObjectId,
    /// The unit square to shown coordinates.
    pub matrix: Matrix,
}

/// Pictures of one page that are looked at: scans come whole, in strips, or as a mask over a background.
pub(super) const MOST: usize = 64;
/// Pixels of one picture: an A3 sheet at 600 dpi.
const MAX_PIXELS: usize = 80_000_000;
/// A page with more rules than this has its tables' lines drawn.
const DRAWN: usize = 8;
/// A line is at most this thick, in points.
const THICK: f64 = 4.0;
/// A line is at least this long, in heights of the page's characters; no stroke of a character is.
const LONG: f64 = 1.3;
/// A stroke this many heights long may be one of a character of a larger size.
const SHORT: f64 = 4.0;

/// Adds the rules of the page's pictures to a page whose text is an OCR layer.
pub(super) fn add_rules(
    doc: &Document,
    budget: &mut Budget,
    page: &mut Page,
    pictures: &[Picture],
) -> Result<(), Error> {
    if pictures.is_empty() || page.rules.len() > DRAWN {
        return Ok(());
    }
    let Some(size) = recognised(&page.glyphs) else { return Ok(()) };
    for picture in pictures {
        let Ok(Object::Stream(stream)) = doc.get_object(picture.object) else { continue };
        // Compressed scans paint an even colour through a mask that has the print's shape.
        let masks =
            [b"SMask".as_slice(), b"Mask"].into_iter().filter_map(|key| match get(doc, &stream.dict, key) {
                Some(Object::Stream(mask)) => Some(mask),
                _ => None,
            });
        for stream in std::iter::once(stream).chain(masks) {
            budget.check_time()?;
            // A picture that is too large costs the lines only, not the document.
            let found = decode::bitmap(doc, &mut budget.aside(), stream, MAX_PIXELS);
            let Ok(Some(bitmap)) = found else { continue };
            if !budget.pixels(bitmap.width() * bitmap.height()) {
                return Ok(());
            }
            let rules = rules(&bitmap, &picture.matrix, size);
            if page.rules.len() + rules.len() > budget.limits.rules {
                return Err(super::budget::exceeded("rules", budget.limits.rules));
            }
            page.rules.extend(rules.into_iter().filter(|r| !of_a_character(r, &page.glyphs, size)));
        }
    }
    let upright: Vec<Rule> = page.rules.iter().filter(|r| !r.is_horizontal()).copied().collect();
    let bar = |g: &Glyph| matches!(g.ch, '|' | '｜' | '¦' | '│' | '丨');
    page.glyphs.retain(|g| !(bar(g) && upright.iter().any(|rule| is_the_line(g, rule))));
    Ok(())
}

/// Whether a recognised bar is the line of a table that stands beside the text.
fn is_the_line(glyph: &Glyph, rule: &Rule) -> bool {
    crate::clock::tick();
    let b = &glyph.bbox;
    let (x, y) = (f32::midpoint(rule.x0, rule.x1), f32::midpoint(b.y0, b.y1));
    (b.x0 - glyph.size..=b.x1 + glyph.size).contains(&x) && (rule.y0..=rule.y1).contains(&y)
}

/// The rules of a bitmap that `matrix` takes from the unit square to a page with characters of this size.
fn rules(bitmap: &Bitmap, matrix: &Matrix, size: f64) -> Vec<Rule> {
    let (width, height) = (bitmap.width() as f64, bitmap.height() as f64);
    let unit = |x: f64, y: f64| matrix.apply(x / width, 1.0 - y / height);
    // Points to a pixel, along and across.
    let origin = unit(0.0, 0.0);
    let scale = |(x, y): (f64, f64)| (x - origin.0).hypot(y - origin.1);
    let (across, down) = (scale(unit(1.0, 0.0)), scale(unit(0.0, 1.0)));
    if !(across > 0.0 && down > 0.0) {
        return Vec::new();
    }
    let limits = |along: f64, thick: f64| strokes::Limits {
        run: (size / along) as usize,
        length: LONG * size / along,
        thickness: THICK / thick,
    };
    let level = strokes::find(bitmap, &limits(across, down));
    let upright = strokes::find(&bitmap.transposed(), &limits(down, across));
    let straight = |s: &Stroke| rule(unit(s.from.0, s.from.1), unit(s.to.0, s.to.1), s.thickness * down);
    let swapped = |s: &Stroke| rule(unit(s.from.1, s.from.0), unit(s.to.1, s.to.0), s.thickness * across);
    level.iter().map(straight).chain(upright.iter().map(swapped)).collect()
}

/// The middle size of the page's recognised characters; nothing when its text is no OCR layer.
fn recognised(glyphs: &[Glyph]) -> Option<f64> {
    let inked = || glyphs.iter().filter(|g| !g.ch.is_whitespace());
    let mut sizes: Vec<f32> = inked().filter(|g| g.flags.invisible && g.size > 0.0).map(|g| g.size).collect();
    if sizes.is_empty() || sizes.len() < 4 * inked().filter(|g| !g.flags.invisible).count() {
        return None;
    }
    let middle = sizes.len() / 2;
    Some(f64::from(*sizes.select_nth_unstable_by(middle, f32::total_cmp).1))
}

/// The rule of a stroke, laid straight about its middle.
fn rule(from: (f64, f64), to: (f64, f64), thickness: f64) -> Rule {
    let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
    let (long, half) = ((to.0 - from.0).hypot(to.1 - from.1) / 2.0, thickness / 2.0);
    let (dx, dy) = if (to.0 - from.0).abs() >= (to.1 - from.1).abs() { (long, half) } else { (half, long) };
    Rule {
        x0: (middle.0 - dx) as f32,
        y0: (middle.1 - dy) as f32,
        x1: (middle.0 + dx) as f32,
        y1: (middle.1 + dy) as f32,
    }
}

/// Whether a short stroke lies within one character of larger print.
fn of_a_character(rule: &Rule, glyphs: &[Glyph], size: f64) -> bool {
    let length = (rule.x1 - rule.x0).max(rule.y1 - rule.y0);
    if f64::from(length) > SHORT * size {
        return false;
    }
    crate::clock::tick();
    let (x, y) = (f32::midpoint(rule.x0, rule.x1), f32::midpoint(rule.y0, rule.y1));
    glyphs.iter().any(|g| {
        let b = &g.bbox;
        g.size > length && b.x0 <= x && x <= b.x1 && b.y0 <= y && y <= b.y1
    })
}

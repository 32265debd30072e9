//! Seals and stamps: a ring or a frame in one colour around words.

use super::path::{Path, Step, is_rectangle};
use crate::model::Seal;
use crate::pdf::geometry::Rect;

/// Seals are between 25 and 60 mm wide on paper; pages are scaled.
const SMALLEST: f64 = 50.0;
const LARGEST: f64 = 260.0;
/// Frames may be lower: one line of words.
const LOWEST: f64 = 12.0;
/// Seals that are noted on a page.
pub(super) const MOST: usize = 32;

/// The ring or the frame that a subpath is.
pub(super) fn seal(points: &[(f64, f64, Step)]) -> Option<Seal> {
    let frame = || {
        let r = Path::bounds(points);
        let fits = (SMALLEST..LARGEST).contains(&r.width()) && (LOWEST..LARGEST).contains(&r.height());
        (fits && is_rectangle(points)).then_some(r)
    };
    let (r, round) = ring(points).map(|r| (r, true)).or_else(|| frame().map(|r| (r, false)))?;
    Some(Seal { bbox: r.into(), round })
}

/// The box of a subpath that is a circle or an ellipse.
fn ring(points: &[(f64, f64, Step)]) -> Option<Rect> {
    let (first, last) = (points.first()?, points.last()?);
    let curves = points.iter().filter(|p| p.2 == Step::Curve).count();
    let r = Path::bounds(points);
    let (wide, high) = (r.width(), r.height());
    let round = curves >= 4
        && curves + 3 >= points.len()
        && (first.0 - last.0).abs().max((first.1 - last.1).abs()) < 0.05 * wide
        && (SMALLEST..LARGEST).contains(&wide)
        && (SMALLEST..LARGEST).contains(&high)
        && wide < 2.0 * high
        && high < 2.0 * wide;
    // The ends of the curves lie on the ellipse, not in the corners of its box.
    let (x, y) = (f64::midpoint(r.x0, r.x1), f64::midpoint(r.y0, r.y1));
    let off = |p: &(f64, f64, Step)| {
        let (dx, dy) = ((p.0 - x) / (wide / 2.0), (p.1 - y) / (high / 2.0));
        (dx.hypot(dy) - 1.0).abs()
    };
    (round && points.iter().all(|p| off(p) < 0.1)).then_some(r)
}

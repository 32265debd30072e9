//! A page whose text runs sideways or upside down without `/Rotate` is turned, so that everything after sees it
//! as a person who turns the sheet does; boxes are turned back at the end.

use crate::model::{BBox, Page};

/// How far a page was turned to be read, in degrees clockwise, and its size as shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Turn {
    /// 0, 90, 180 or 270.
    degrees: u16,
    width: f32,
    height: f32,
    /// Sine and cosine of the angle, counter-clockwise, by which the sheet lay askew after that; cosine 0 when it
    /// did not.
    skew: (f32, f32),
    /// Where the page begins on the upright sheet, when it is one of two.
    left: f32,
}

/// A sheet that lies askew by less than this many degrees is straight: half a point over a page's width.
const STRAIGHT: f32 = 0.04;
/// A sheet lies askew by this many degrees at most; text at a larger angle is a stamp.
const ASKEW: f32 = 1.5;

/// The right angle nearest to `angle`, as 0 to 3 quarter turns, if it is within two degrees.
pub fn quarter(angle: f32) -> Option<u8> {
    if angle == 0.0 {
        return Some(0);
    }
    let turned = angle.rem_euclid(360.0);
    let quarter = (turned / 90.0).round();
    ((turned - quarter * 90.0).abs() <= 2.0).then_some(quarter as u8 % 4)
}

impl Turn {
    /// Turns the page in place when most of its text is turned.
    pub fn upright(page: &mut Page) -> Self {
        let straight = Self { degrees: 0, width: page.width, height: page.height, ..Self::default() };
        if page.glyphs.iter().all(|g| g.angle == 0.0) {
            return straight;
        }
        let mut counts = [0_u32; 4];
        for g in &page.glyphs {
            if g.flags.faint || g.ch.is_whitespace() {
                continue;
            }
            if let Some(q) = quarter(g.angle) {
                counts[usize::from(q)] += 1;
            }
        }
        let best = (0..4).max_by_key(|&q| (counts[q], 3 - q)).unwrap_or(0);
        let mut turn = Self { degrees: 90 * best as u16, ..straight };
        if best != 0 {
            turn.apply(page);
        }
        turn.straighten(page);
        turn
    }

    /// Lays a page straight whose text as a whole stands at a small angle, as after a scan with a text layer.
    fn straighten(&mut self, page: &mut Page) {
        let off = |angle: f32| (angle + 180.0).rem_euclid(360.0) - 180.0;
        let mut angles: Vec<f32> = page
            .glyphs
            .iter()
            .step_by(5)
            .filter(|g| !g.ch.is_whitespace())
            .map(|g| off(g.angle))
            .filter(|a| a.abs() < ASKEW)
            .collect();
        let middle = angles.len() / 2;
        if angles.is_empty() {
            return;
        }
        let angle = *angles.select_nth_unstable_by(middle, f32::total_cmp).1;
        let agree = angles.iter().filter(|a| (*a - angle).abs() < STRAIGHT).count();
        if angle.abs() < STRAIGHT || agree * 4 < angles.len() * 3 {
            return;
        }
        self.skew = angle.to_radians().sin_cos();
        let (sin, cos) = self.skew;
        let about = (page.width / 2.0, page.height / 2.0);
        for g in &mut page.glyphs {
            g.bbox = carried(&g.bbox, about, sin, cos);
            g.origin = rotated(g.origin, about, sin, cos);
            if (off(g.angle) - angle).abs() < STRAIGHT {
                g.angle = 0.0;
            }
        }
        for r in &mut page.rules {
            let b = carried(&BBox { x0: r.x0, y0: r.y0, x1: r.x1, y1: r.y1 }, about, sin, cos);
            (r.x0, r.y0, r.x1, r.y1) = (b.x0, b.y0, b.x1, b.y1);
        }
        for s in &mut page.seams {
            *s = rotated(*s, about, sin, cos);
        }
        for f in &mut page.fills {
            f.bbox = carried(&f.bbox, about, sin, cos);
        }
        for i in &mut page.images {
            i.bbox = carried(&i.bbox, about, sin, cos);
        }
    }

    fn apply(self, page: &mut Page) {
        if self.degrees != 180 {
            std::mem::swap(&mut page.width, &mut page.height);
        }
        for g in &mut page.glyphs {
            g.bbox = self.forth(&g.bbox);
            g.origin = self.point(g.origin);
            g.angle = (g.angle - f32::from(self.degrees)).rem_euclid(360.0);
        }
        for r in &mut page.rules {
            let b = self.forth(&BBox { x0: r.x0, y0: r.y0, x1: r.x1, y1: r.y1 });
            (r.x0, r.y0, r.x1, r.y1) = (b.x0, b.y0, b.x1, b.y1);
        }
        for s in &mut page.seams {
            *s = self.point(*s);
        }
        for f in &mut page.fills {
            f.bbox = self.forth(&f.bbox);
        }
        for i in &mut page.images {
            i.bbox = self.forth(&i.bbox);
        }
    }

    /// The same for what lies so far from the upright sheet's left edge.
    pub fn moved(self, left: f32) -> Self {
        Self { left, ..self }
    }

    fn point(self, (x, y): (f32, f32)) -> (f32, f32) {
        match self.degrees {
            90 => (self.height - y, x),
            180 => (self.width - x, self.height - y),
            270 => (y, self.width - x),
            _ => (x, y),
        }
    }

    fn forth(self, b: &BBox) -> BBox {
        hull(self.point((b.x0, b.y0)), self.point((b.x1, b.y1)))
    }

    /// The box on the page as a reader shows it.
    pub fn back(self, b: &BBox) -> BBox {
        let point = |(x, y): (f32, f32)| match self.degrees {
            90 => (y, self.height - x),
            180 => (self.width - x, self.height - y),
            270 => (self.width - y, x),
            _ => (x, y),
        };
        let mut b = BBox { x0: b.x0 + self.left, x1: b.x1 + self.left, ..*b };
        if self.skew.1 > 0.0 {
            let about = if matches!(self.degrees, 90 | 270) {
                (self.height / 2.0, self.width / 2.0)
            } else {
                (self.width / 2.0, self.height / 2.0)
            };
            b = carried(&b, about, -self.skew.0, self.skew.1);
        }
        if self.degrees == 0 { b } else { hull(point((b.x0, b.y0)), point((b.x1, b.y1))) }
    }
}

/// A point turned clockwise about another by the angle with this sine and cosine.
fn rotated((x, y): (f32, f32), (cx, cy): (f32, f32), sin: f32, cos: f32) -> (f32, f32) {
    let (dx, dy) = (x - cx, y - cy);
    (cx + cos * dx - sin * dy, cy + sin * dx + cos * dy)
}

/// A box whose middle is turned; its sides stay as they are, since the angle is small.
fn carried(b: &BBox, about: (f32, f32), sin: f32, cos: f32) -> BBox {
    let (x, y) = b.center();
    let (tx, ty) = rotated((x, y), about, sin, cos);
    BBox { x0: b.x0 + tx - x, y0: b.y0 + ty - y, x1: b.x1 + tx - x, y1: b.y1 + ty - y }
}

fn hull(a: (f32, f32), b: (f32, f32)) -> BBox {
    BBox { x0: a.0.min(b.0), y0: a.1.min(b.1), x1: a.0.max(b.0), y1: a.1.max(b.1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Glyph;

    #[test]
    fn turns_and_turns_back() {
        for degrees in [0_u16, 90, 180, 270] {
            let bbox = BBox { x0: 10.0, y0: 20.0, x1: 30.0, y1: 25.0 };
            let glyph = Glyph {
                ch: '预',
                bbox,
                origin: (10.0, 25.0),
                size: 10.0,
                angle: f32::from(degrees),
                font: 0,
                flags: crate::model::GlyphFlags::default(),
            };
            let mut page = Page { width: 100.0, height: 200.0, glyphs: vec![glyph], ..Page::default() };
            let turn = Turn::upright(&mut page);
            assert_eq!(quarter(page.glyphs[0].angle), Some(0));
            assert_eq!(turn.back(&page.glyphs[0].bbox), bbox);
            let inside = page.glyphs[0].bbox;
            assert!(
                inside.x0 >= 0.0 && inside.x1 <= page.width && inside.y0 >= 0.0 && inside.y1 <= page.height
            );
        }
    }

    #[test]
    fn reading_direction_becomes_rightwards() {
        // Bottom to top, as a landscape table on a portrait page: the second character stands above the first.
        let glyph = |ch, y: f32| Glyph {
            ch,
            bbox: BBox { x0: 50.0, y0: y, x1: 60.0, y1: y + 10.0 },
            origin: (60.0, y + 10.0),
            size: 10.0,
            angle: 90.0,
            font: 0,
            flags: crate::model::GlyphFlags::default(),
        };
        let mut page = Page {
            width: 100.0,
            height: 200.0,
            glyphs: vec![glyph('预', 100.0), glyph('算', 90.0)],
            ..Page::default()
        };
        Turn::upright(&mut page);
        assert!(page.glyphs[0].bbox.x1 <= page.glyphs[1].bbox.x0);
        assert!((page.width - 200.0).abs() < f32::EPSILON);
    }
}

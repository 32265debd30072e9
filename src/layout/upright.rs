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
}

/// The right angle nearest to `angle`, as 0 to 3 quarter turns, if it is within two degrees.
pub fn quarter(angle: f32) -> Option<u8> {
    let turned = angle.rem_euclid(360.0);
    let quarter = (turned / 90.0).round();
    ((turned - quarter * 90.0).abs() <= 2.0).then_some(quarter as u8 % 4)
}

impl Turn {
    /// Turns the page in place when most of its text is turned.
    pub fn upright(page: &mut Page) -> Self {
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
        let turn = Self { degrees: 90 * best as u16, width: page.width, height: page.height };
        if best != 0 {
            turn.apply(page);
        }
        turn
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
        for f in &mut page.fills {
            f.bbox = self.forth(&f.bbox);
        }
        for i in &mut page.images {
            i.bbox = self.forth(&i.bbox);
        }
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
        if self.degrees == 0 { *b } else { hull(point((b.x0, b.y0)), point((b.x1, b.y1))) }
    }
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

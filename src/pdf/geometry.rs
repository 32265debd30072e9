//! Affine maps and boxes, in `f64` until a glyph or rule is emitted.

/// The PDF matrix `[a b c d e f]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

impl Matrix {
    pub const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub fn new(v: [f64; 6]) -> Self {
        Self { a: v[0], b: v[1], c: v[2], d: v[3], e: v[4], f: v[5] }
    }

    /// This map first, `outer` after it (the standard's `M × CTM`).
    #[inline]
    pub fn then(&self, outer: &Self) -> Self {
        Self {
            a: self.a * outer.a + self.b * outer.c,
            b: self.a * outer.b + self.b * outer.d,
            c: self.c * outer.a + self.d * outer.c,
            d: self.c * outer.b + self.d * outer.d,
            e: self.e * outer.a + self.f * outer.c + outer.e,
            f: self.e * outer.b + self.f * outer.d + outer.f,
        }
    }

    #[inline]
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The smallest upright box around the image of a rectangle.
    pub fn hull(&self, x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
        let mut r = Rect::EMPTY;
        for (x, y) in [(x0, y0), (x1, y0), (x1, y1), (x0, y1)] {
            let (x, y) = self.apply(x, y);
            r.add(x, y);
        }
        r
    }

    /// The map without where it moves things to.
    #[inline]
    pub fn unmoved(&self) -> Self {
        Self { e: 0.0, f: 0.0, ..*self }
    }

    /// Length of the image of a vertical unit.
    #[inline]
    pub fn vertical_scale(&self) -> f64 {
        if self.c == 0.0 { self.d.abs() } else { self.c.hypot(self.d) }
    }

    /// Mean scale, for line widths.
    pub fn mean_scale(&self) -> f64 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }

    #[inline]
    pub fn is_finite(&self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|v| v.is_finite())
    }
}

/// An upright box; empty while `x0 > x1`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

impl Rect {
    pub const EMPTY: Self =
        Self { x0: f64::INFINITY, y0: f64::INFINITY, x1: f64::NEG_INFINITY, y1: f64::NEG_INFINITY };

    #[inline]
    pub fn add(&mut self, x: f64, y: f64) {
        self.x0 = self.x0.min(x);
        self.y0 = self.y0.min(y);
        self.x1 = self.x1.max(x);
        self.y1 = self.y1.max(y);
    }

    #[inline]
    pub fn intersect(&self, o: &Self) -> Self {
        Self { x0: self.x0.max(o.x0), y0: self.y0.max(o.y0), x1: self.x1.min(o.x1), y1: self.y1.min(o.y1) }
    }

    pub fn is_empty(&self) -> bool {
        self.x0 > self.x1 || self.y0 > self.y1
    }

    #[inline]
    pub fn contains(&self, x: f64, y: f64) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }

    /// Whether all of it lies in another.
    #[inline]
    pub fn lies_in(&self, o: &Self) -> bool {
        self.x0 >= o.x0 && self.x1 <= o.x1 && self.y0 >= o.y0 && self.y1 <= o.y1
    }

    /// The middle. (`f64::midpoint` guards against overflow, at several times the cost.)
    #[inline]
    pub fn center(&self) -> (f64, f64) {
        (0.5 * (self.x0 + self.x1), 0.5 * (self.y0 + self.y1))
    }

    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }
}

impl From<Rect> for crate::model::BBox {
    fn from(r: Rect) -> Self {
        Self { x0: r.x0 as f32, y0: r.y0 as f32, x1: r.x1 as f32, y1: r.y1 as f32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn then_applies_the_inner_map_first() {
        let scale = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let shift = Matrix::new([1.0, 0.0, 0.0, 1.0, 10.0, 5.0]);
        assert_eq!(scale.then(&shift).apply(1.0, 1.0), (12.0, 7.0));
        assert_eq!(shift.then(&scale).apply(1.0, 1.0), (22.0, 12.0));
    }

    #[test]
    fn the_hull_of_a_turned_box_is_upright() {
        let quarter = Matrix::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        let r = quarter.hull(0.0, 0.0, 4.0, 1.0);
        assert_eq!((r.x0, r.y0, r.x1, r.y1), (-1.0, 0.0, 0.0, 4.0));
    }
}

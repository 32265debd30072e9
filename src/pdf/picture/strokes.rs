//! Long straight dark strokes along the rows of a bitmap: runs that are longer than any stroke of a character, those
//! of neighbouring rows chained, so that a line that lies a little askew is one too.

use super::bitmap::Bitmap;

/// What a stroke must be, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The shortest run of a row that can be part of one.
    pub run: usize,
    /// Its least length.
    pub length: f64,
    /// Its greatest mean thickness.
    pub thickness: f64,
}

/// A straight stroke, from its left to its right end, in the middle of its thickness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub from: (f64, f64),
    pub to: (f64, f64),
    pub thickness: f64,
}

/// Strokes of a bitmap at the most; a sheet has some hundreds.
const MOST: usize = 20_000;
/// Runs this many pixels apart in a row are one: specks of a scan.
const SPECK: usize = 3;
/// A sheet lies askew by at most this: the tangent of a little more than 1.5°.
const SLOPE: f64 = 0.03;

/// The strokes of a bitmap, from top to bottom.
pub(super) fn find(bitmap: &Bitmap, limits: &Limits) -> Vec<Stroke> {
    let least = limits.run.max(2 * SPECK);
    let mut open: Vec<Chain> = Vec::new();
    let mut strokes = Vec::new();
    for y in 0..bitmap.height() {
        let mut row: Vec<(usize, usize)> = Vec::new();
        let mut pending: Option<(usize, usize)> = None;
        for (from, to) in bitmap.runs(y) {
            pending = match pending {
                // A speck of light within a line; a gap between two characters' strokes has shorter ones beside it.
                Some((start, end)) if from - end <= SPECK && (end - start).min(to - from) >= least => {
                    Some((start, to))
                }
                other => {
                    row.extend(other.filter(|(a, b)| b - a >= least));
                    Some((from, to))
                }
            };
        }
        row.extend(pending.filter(|(a, b)| b - a >= least));
        for run in row {
            let mut chain = Chain::default();
            open.retain(|c| {
                let touches = c.reaches(run, y);
                if touches {
                    chain.join(c);
                }
                !touches
            });
            chain.add(run, y);
            if open.len() < MOST {
                open.push(chain);
            }
        }
        open.retain(|c| {
            let goes_on = y - c.last <= 1;
            if !goes_on && strokes.len() < MOST {
                strokes.extend(c.stroke(limits));
            }
            goes_on
        });
    }
    strokes.extend(open.iter().filter_map(|c| c.stroke(limits)));
    strokes
}

/// Runs of successive rows that touch, with the sums of a line fitted through their pixels.
#[derive(Debug, Default)]
struct Chain {
    from: usize,
    to: usize,
    /// The last row and what it reaches from and to there.
    last: usize,
    last_from: usize,
    last_to: usize,
    top: usize,
    pixels: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
}

impl Chain {
    fn reaches(&self, (from, to): (usize, usize), y: usize) -> bool {
        y - self.last <= 1 && from <= self.last_to + SPECK && self.last_from <= to + SPECK
    }

    fn add(&mut self, (from, to): (usize, usize), y: usize) {
        let n = (to - from) as f64;
        let (x, row) = (f64::midpoint(from as f64, to as f64), y as f64 + 0.5);
        let first = self.pixels == 0.0;
        self.from = if first { from } else { self.from.min(from) };
        self.to = self.to.max(to);
        self.top = if first { y } else { self.top };
        // Two runs of one row, joined over a chain above, reach as far as both.
        let same = !first && self.last == y;
        self.last_from = if same { self.last_from.min(from) } else { from };
        self.last_to = if same { self.last_to.max(to) } else { to };
        self.last = y;
        self.pixels += n;
        self.x += n * x;
        self.y += n * row;
        self.xx += n * (x * x + n * n / 12.0);
        self.xy += n * x * row;
    }

    fn join(&mut self, other: &Self) {
        if self.pixels == 0.0 {
            *self = Self { ..*other };
            return;
        }
        self.from = self.from.min(other.from);
        self.to = self.to.max(other.to);
        self.top = self.top.min(other.top);
        if other.last > self.last {
            (self.last, self.last_from, self.last_to) = (other.last, other.last_from, other.last_to);
        } else if other.last == self.last {
            self.last_from = self.last_from.min(other.last_from);
            self.last_to = self.last_to.max(other.last_to);
        }
        self.pixels += other.pixels;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
    }

    /// The stroke, if it is long, thin and straight.
    fn stroke(&self, limits: &Limits) -> Option<Stroke> {
        let length = (self.to - self.from) as f64;
        let thickness = self.pixels / length;
        if length < limits.length || thickness > limits.thickness || length < 4.0 * thickness {
            return None;
        }
        let (x, y) = (self.x / self.pixels, self.y / self.pixels);
        let spread = self.xx / self.pixels - x * x;
        let slope = if spread > 0.0 { (self.xy / self.pixels - x * y) / spread } else { 0.0 };
        // What is much higher than a line of this slope and thickness is a shape.
        let height = (self.last + 1 - self.top) as f64;
        if slope.abs() > SLOPE || height > slope.abs() * length + 2.0 * thickness + 2.0 {
            return None;
        }
        let at = |end: usize| (end as f64, y + slope * (end as f64 - x));
        Some(Stroke { from: at(self.from), to: at(self.to), thickness })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { run: 30, length: 40.0, thickness: 8.0 };

    fn found(draw: impl Fn(&mut Bitmap)) -> Vec<Stroke> {
        let mut bitmap = Bitmap::new(600, 200);
        draw(&mut bitmap);
        find(&bitmap, &LIMITS)
    }

    #[test]
    fn a_line_with_specks_and_text_upon_it_is_one() {
        let strokes = found(|b| {
            for y in 50..53 {
                b.set_run(y, 10, 300);
                b.set_run(y, 302, 590);
            }
            // Characters that touch it, and a stroke of their length.
            (20..50).for_each(|y| b.set_run(y, 100, 103));
            b.set_run(49, 120, 145);
            // Strokes of characters beside each other.
            (0..10).for_each(|i| b.set_run(90, 10 + 30 * i, 38 + 30 * i));
        });
        let [line] = strokes.as_slice() else { panic!("{strokes:?}") };
        assert!((line.from.0 - 10.0).abs() < 0.1 && (line.to.0 - 590.0).abs() < 0.1, "{line:?}");
        assert!((line.from.1 - 51.5).abs() < 0.1 && (line.thickness - 3.0).abs() < 0.1, "{line:?}");
    }

    #[test]
    fn askew_is_a_line_and_an_area_is_none() {
        let strokes = found(|b| {
            for x in 0..500 {
                let y = 20 + x / 60;
                (y..y + 2).for_each(|y| b.set(x, y));
            }
            (100..180).for_each(|y| b.set_run(y, 50, 400));
        });
        let [line] = strokes.as_slice() else { panic!("{strokes:?}") };
        let slope = (line.to.1 - line.from.1) / (line.to.0 - line.from.0);
        assert!((slope - 1.0 / 60.0).abs() < 0.002, "{line:?}");
    }

    #[test]
    fn two_lines_near_each_other_stay_two() {
        let strokes = found(|b| {
            b.set_run(20, 0, 200);
            b.set_run(23, 0, 200);
            b.set_run(23, 210, 500);
        });
        assert_eq!(strokes.len(), 3, "{strokes:?}");
    }
}

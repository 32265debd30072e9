//! Which glyphs of a page may stand in a table, and how glyphs become the text of a cell.

use crate::layout::wording::{is_blank, is_white};
use crate::model::{BBox, Glyph, Page};

/// The glyphs of a page that count: printed upright or along a side, neither white space nor watermark.
#[derive(Debug)]
pub struct Ink<'a> {
    /// All glyphs of the page.
    pub all: &'a [Glyph],
    /// Indices of those that count, in drawing order.
    pub usable: Vec<u32>,
    /// White space that is drawn as such: boxes, in drawing order.
    pub spaces: Vec<BBox>,
    /// Median font size of those that count, in points.
    pub size: f32,
}

/// One printed line of glyphs.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Indices into [`Ink::all`], left to right.
    pub glyphs: Vec<u32>,
    /// Box around them.
    pub bbox: BBox,
    /// Largest font size in it.
    pub size: f32,
}

/// Font sizes with how often each occurs: a page has a handful, one after the other in runs.
#[derive(Debug, Default)]
struct Sizes {
    counts: Vec<(f32, usize)>,
    last: usize,
}

impl Sizes {
    fn add(&mut self, size: f32) {
        let same = |(s, _): &(f32, usize)| s.to_bits() == size.to_bits();
        if !self.counts.get(self.last).is_some_and(same) {
            self.last = self.counts.iter().take(MAX_SIZES).position(same).unwrap_or(self.counts.len());
            if self.last == self.counts.len() {
                self.counts.push((size, 0));
            }
        }
        if let Some((_, n)) = self.counts.get_mut(self.last) {
            *n += 1;
        }
    }

    /// The upper one of two in the middle; 0 where there is none.
    fn median(mut self) -> f32 {
        self.counts.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut before = self.counts.iter().map(|(_, n)| n).sum::<usize>() / 2;
        for (size, n) in self.counts {
            if before < n {
                return size;
            }
            before -= n;
        }
        0.0
    }
}

/// Sizes that are looked through for one that occurred before; more are listed each time.
const MAX_SIZES: usize = 32;

/// A glyph this many times larger than the page's text is a stamp or a watermark, not a cell's text.
const HUGE: f32 = 3.0;

/// Whether a glyph is a stamp or a watermark when it is [`HUGE`].
fn may_be_huge(g: &Glyph) -> bool {
    g.flags.faint || g.size > 40.0
}

/// White-space characters of a page that are looked at.
const MAX_SPACES: usize = 5_000;

impl<'a> Ink<'a> {
    /// Chooses the glyphs that count. An invisible layer counts only where the visible text is nearly nothing
    /// (a scan with OCR); otherwise it repeats what is printed.
    pub fn of(page: &'a Page) -> Self {
        let all = page.glyphs.as_slice();
        let (mut printed, mut hidden) = (0usize, 0usize);
        // What may be too large for a cell's text; most pages have nothing of the kind.
        let mut large = false;
        let mut sizes = Sizes::default();
        let mut usable: Vec<u32> = Vec::with_capacity(all.len());
        let mut spaces = Vec::new();
        for (i, g) in (0u32..).zip(all) {
            if is_blank(g.ch) {
                if is_white(g.ch) && turn(g) == Some(0) && spaces.len() < MAX_SPACES {
                    spaces.push(g.bbox);
                }
                continue;
            }
            printed += 1;
            hidden += usize::from(g.flags.invisible);
            sizes.add(g.size);
            large |= may_be_huge(g);
            let b = &g.bbox;
            // No finite sum has a part that is not finite.
            if g.size > 0.0 && (g.size + b.x0 + b.y0 + b.x1 + b.y1).is_finite() && turn(g).is_some() {
                usable.push(i);
            }
        }
        let size = sizes.median();
        let ocr = hidden > 4 * (printed - hidden);
        if large || hidden > 0 {
            usable.retain(|&i| {
                all.get(i as usize).is_some_and(|g| {
                    let huge = g.size > HUGE * size && may_be_huge(g);
                    !huge && g.flags.invisible == ocr
                })
            });
        }
        Self { all, usable, spaces, size }
    }

    /// The glyph with this index.
    #[inline]
    pub fn glyph(&self, i: u32) -> Option<&'a Glyph> {
        self.all.get(i as usize)
    }

    /// Whether a white-space character is drawn in the gap between two glyphs of a line.
    pub fn spaced(&self, left: &BBox, right: &BBox) -> bool {
        let (y0, y1) = (left.y0.min(right.y0), left.y1.max(right.y1));
        self.spaces.iter().any(|s| {
            let (x, y) = s.center();
            x > left.x1 - 1.0 && x < right.x0 + 1.0 && y > y0 && y < y1
        })
    }

    /// Glyphs of one cell as lines, top to bottom. Small raised or lowered glyphs stay with their line.
    pub fn lines(&self, glyphs: &[u32]) -> Vec<Line> {
        if glyphs.is_empty() {
            return Vec::new();
        }
        if let Some((bbox, size)) = self.one_line(glyphs) {
            let mut line = Line { glyphs: glyphs.to_vec(), bbox, size };
            self.drop_doubles(&mut line);
            return vec![line];
        }
        let mut picked: Vec<(u32, &Glyph)> =
            glyphs.iter().filter_map(|&i| Some((i, self.glyph(i)?))).collect();
        let sideways = picked.iter().filter(|(_, g)| matches!(turn(g), Some(90 | 270))).count();
        if sideways * 2 > picked.len() {
            return turned_lines(self, &picked);
        }
        if let Some(lines) = upright_columns(&picked) {
            return lines;
        }
        picked.retain(|(_, g)| matches!(turn(g), Some(0 | 180)));
        let largest = picked.iter().map(|(_, g)| g.size).fold(0.0, f32::max);
        let base = |g: &Glyph| g.bbox.center().1;
        picked.sort_by(|(_, a), (_, b)| base(a).total_cmp(&base(b)));
        let mut lines: Vec<(f32, Line)> = Vec::new();
        let mut small: Vec<(u32, &Glyph)> = Vec::new();
        for (i, g) in picked {
            if g.size < 0.72 * largest {
                small.push((i, g));
                continue;
            }
            match lines.last_mut() {
                Some((y, line)) if base(g) - *y <= 0.5 * line.size.max(g.size) => line.add(i, g),
                _ => lines.push((base(g), Line::with(i, g))),
            }
        }
        for (i, g) in small {
            let y = base(g);
            let near = lines
                .iter_mut()
                .find(|(_, l)| y >= l.bbox.y0 - 0.1 * l.size && y <= l.bbox.y1 + 0.1 * l.size);
            match near {
                Some((_, line)) => line.add(i, g),
                None => lines.push((y, Line::with(i, g))),
            }
        }
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut lines: Vec<Line> = lines.into_iter().map(|(_, l)| l).collect();
        for line in &mut lines {
            self.order(line);
        }
        lines
    }

    /// A cell's text, and its box unless it is empty.
    pub fn cell(&self, glyphs: &[u32]) -> (String, Option<BBox>) {
        if let Some((bbox, _)) = self.one_line(glyphs) {
            let mut text = String::with_capacity(3 * glyphs.len());
            let mut last: Option<&Glyph> = None;
            for g in glyphs.iter().filter_map(|&i| self.glyph(i)) {
                if !last.is_some_and(|l| doubled(l, g)) {
                    push(&mut text, last, g);
                    last = Some(g);
                }
            }
            return (text, Some(bbox));
        }
        let lines = self.lines(glyphs);
        (self.text(&lines), lines.iter().map(|l| l.bbox).reduce(|a, b| a.union(&b)))
    }

    /// What most cells hold: glyphs of about one size on one baseline, in reading order. Gives their box and the
    /// largest size, the same as the long way would, or `None`.
    fn one_line(&self, glyphs: &[u32]) -> Option<(BBox, f32)> {
        let first = self.glyph(*glyphs.first()?)?;
        let (mut smallest, mut high, mut low) = (first.size, f32::MAX, f32::MIN);
        let (mut bbox, mut size) = (first.bbox, first.size);
        let mut left = f32::NEG_INFINITY;
        for &i in glyphs {
            let g = self.glyph(i)?;
            if g.angle != 0.0 || g.bbox.x0 <= left {
                return None;
            }
            left = g.bbox.x0;
            smallest = smallest.min(g.size);
            let y = g.bbox.center().1;
            (high, low) = (high.min(y), low.max(y));
            bbox = bbox.union(&g.bbox);
            size = size.max(g.size);
        }
        (smallest >= 0.72 * size && low - high <= 0.5 * smallest).then_some((bbox, size))
    }

    /// Orders a line by x and drops glyphs that are drawn twice at nearly one place (shadows, fake bold).
    pub fn order(&self, line: &mut Line) {
        let key = |i: u32| self.glyph(i).map_or(0.0, |g| g.bbox.x0);
        line.glyphs.sort_by(|&a, &b| key(a).total_cmp(&key(b)));
        self.drop_doubles(line);
    }

    fn drop_doubles(&self, line: &mut Line) {
        line.glyphs.dedup_by(|&mut b, &mut a| match (self.glyph(a), self.glyph(b)) {
            (Some(a), Some(b)) => doubled(a, b),
            _ => false,
        });
    }

    /// The text of lines: what is printed, white space only between Latin words.
    pub fn text(&self, lines: &[Line]) -> String {
        let mut text = String::with_capacity(3 * lines.iter().map(|l| l.glyphs.len()).sum::<usize>());
        for line in lines {
            let mut last: Option<&Glyph> = None;
            for &i in &line.glyphs {
                let Some(g) = self.glyph(i) else { continue };
                push(&mut text, last, g);
                last = Some(g);
            }
        }
        text
    }
}

impl Line {
    /// A line with one glyph.
    pub fn with(i: u32, g: &Glyph) -> Self {
        Self { glyphs: vec![i], bbox: g.bbox, size: g.size }
    }

    /// Adds a glyph, in no order.
    pub fn add(&mut self, i: u32, g: &Glyph) {
        self.glyphs.push(i);
        self.bbox = self.bbox.union(&g.bbox);
        self.size = self.size.max(g.size);
    }
}

/// Direction of a glyph in right angles; `None` for any other direction (stamps, watermarks).
#[inline]
pub fn turn(g: &Glyph) -> Option<u16> {
    if g.angle == 0.0 {
        return Some(0);
    }
    let a = g.angle.rem_euclid(360.0);
    [0.0f32, 90.0, 180.0, 270.0, 360.0]
        .iter()
        .find(|&&q| (a - q).abs() <= 1.0)
        .map(|&q| if q >= 360.0 { 0 } else { q as u16 })
}

/// Whether the next glyph of a line is the last one drawn again.
fn doubled(last: &Glyph, next: &Glyph) -> bool {
    last.ch == next.ch
        && (next.bbox.x0 - last.bbox.x0).abs() < 0.15 * last.size
        && (next.bbox.center().1 - last.bbox.center().1).abs() < 0.15 * last.size
}

/// Appends the next glyph of a line, after a space where it begins a Latin word.
fn push(text: &mut String, last: Option<&Glyph>, g: &Glyph) {
    if latin(g.ch)
        && last.is_none_or(|l| g.bbox.x0 - l.bbox.x1 > 0.18 * g.size)
        && text.chars().next_back().is_some_and(latin)
    {
        text.push(' ');
    }
    text.push(g.ch);
}

fn latin(c: char) -> bool {
    c.is_ascii_alphabetic()
}

/// Letters of a text that is written downwards are one to so many em below each other.
const DOWN: (f32, f32) = (0.8, 1.6);

/// Lines of text that is written downwards with its letters upright and perhaps its brackets turned, the next line to
/// the left. It is told by the order of drawing. One line of upright letters is read the same either way.
fn upright_columns(picked: &[(u32, &Glyph)]) -> Option<Vec<Line>> {
    if picked.len() < 4 || picked.windows(2).any(|w| w[0].0 >= w[1].0) {
        return None;
    }
    let steps = |w: &[(u32, &Glyph)]| {
        let (a, b) = (w[0].1.bbox.center(), w[1].1.bbox.center());
        let em = w[0].1.size.max(0.1);
        ((b.0 - a.0) / em, (b.1 - a.1) / em)
    };
    let down = |(dx, dy): (f32, f32)| dx.abs() < 0.2 && dy > DOWN.0 && dy < DOWN.1;
    let turned = picked.iter().filter(|(_, g)| matches!(turn(g), Some(90 | 270))).count();
    // A turned bracket stands beside the middle, and takes less room.
    let down = |s: (f32, f32)| down(s) || turned > 0 && s.0.abs() < 0.6 && s.1 > 0.2 && s.1 < DOWN.1;
    // From the foot of a line to the head of the next.
    let next = |(dx, dy): (f32, f32)| dx < -0.8 && dy < 0.2;
    let turns = picked.windows(2).filter(|w| !down(steps(w))).count();
    if turns + turned == 0
        || turns * 3 > picked.len() - 1
        || !picked.windows(2).map(steps).all(|s| down(s) || next(s))
    {
        return None;
    }
    let mut lines: Vec<Line> = Vec::new();
    for (at, (i, g)) in picked.iter().enumerate() {
        let goes_on = at > 0 && picked.get(at - 1..=at).is_some_and(|w| down(steps(w)));
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => line.add(*i, g),
            None => lines.push(Line::with(*i, g)),
        }
    }
    Some(lines)
}

/// Lines of text that runs up or down the page.
fn turned_lines(ink: &Ink, picked: &[(u32, &Glyph)]) -> Vec<Line> {
    let up = picked.iter().filter(|(_, g)| turn(g) == Some(90)).count() * 2 > picked.len();
    let mut sorted: Vec<(u32, &Glyph)> = picked.to_vec();
    let key = |g: &Glyph| if up { g.bbox.center().0 } else { -g.bbox.center().0 };
    sorted.sort_by(|(_, a), (_, b)| key(a).total_cmp(&key(b)));
    let mut lines: Vec<(f32, Line)> = Vec::new();
    for (i, g) in sorted {
        crate::clock::tick();
        match lines.last_mut() {
            Some((x, line)) if key(g) - *x <= 0.5 * g.size => line.add(i, g),
            _ => lines.push((key(g), Line::with(i, g))),
        }
    }
    let mut lines: Vec<Line> = lines.into_iter().map(|(_, l)| l).collect();
    for line in &mut lines {
        let along = |i: u32| ink.glyph(i).map_or(0.0, |g| if up { -g.bbox.y0 } else { g.bbox.y0 });
        line.glyphs.sort_by(|&a, &b| along(a).total_cmp(&along(b)));
    }
    lines
}

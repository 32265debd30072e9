//! Glyphs → printed lines → words: pieces of a line that stand apart. Only geometry and the form of figures.

use super::figure::stands_for_figure;
use super::ink::{Ink, Line};
use crate::model::BBox;

/// A piece of a line that stands apart from its neighbours.
#[derive(Debug, Clone)]
pub struct Word {
    /// Indices of its glyphs, left to right.
    pub glyphs: Vec<u32>,
    /// Box around them.
    pub bbox: BBox,
    /// Its text.
    pub text: String,
    /// Largest font size in it.
    pub size: f32,
    /// An amount, a count, a code, or a stroke that stands for nothing.
    pub figure: bool,
}

/// A printed line with its words, left to right.
#[derive(Debug, Clone)]
pub struct Row {
    /// The words.
    pub words: Vec<Word>,
    /// Box around them.
    pub bbox: BBox,
    /// Largest font size in it.
    pub size: f32,
}

/// White space wider than this many em separates words, whatever they are.
const APART: f32 = 0.85;
/// White space wider than this many em separates a figure from what is beside it.
const FIGURE_APART: f32 = 0.12;

/// See [`tight`].
const CLOSE: f32 = 0.25;

/// Lines of the given glyphs, top to bottom, words split where they stand wide apart.
pub fn rows(ink: &Ink, glyphs: &[u32]) -> Vec<Row> {
    rows_of(ink, &lines(ink, glyphs))
}

/// The same of lines that are known.
pub fn rows_of(ink: &Ink, lines: &[Line]) -> Vec<Row> {
    lines.iter().map(|l| row(ink, l, false)).filter(|r| !r.words.is_empty()).collect()
}

/// Whether a line has several words: without making them, which costs more.
pub fn is_parted(ink: &Ink, line: &Line) -> bool {
    let mut glyphs = line.glyphs.iter().filter_map(|&i| ink.glyph(i));
    let Some(first) = glyphs.next() else { return false };
    let (mut right, mut size) = (first.bbox.x1, first.size);
    glyphs.any(|g| {
        let parted = is_apart(g.bbox.x0 - right, g.size.min(size).max(0.1));
        (right, size) = (right.max(g.bbox.x1), size.max(g.size));
        parted
    })
}

fn is_apart(gap: f32, em: f32) -> bool {
    gap > APART * em
}

/// Whether [`rows`] of the given glyphs can be more than one: their middles differ by more than it lets pass.
pub fn may_be_several(ink: &Ink, glyphs: &[u32]) -> bool {
    let (mut high, mut low, mut size) = (f32::MAX, f32::MIN, f32::MAX);
    for g in glyphs.iter().filter_map(|&i| ink.glyph(i)) {
        let y = g.bbox.center().1;
        (high, low, size) = (high.min(y), low.max(y), size.min(g.size));
    }
    low - high > 0.19 * size
}

/// The outermost letters of a text that is spread over its cell stand this near to its sides, in gaps between them;
/// words in the middle of columns stand half a gap away.
const AT_SIDES: f32 = 0.34;
/// Gaps of a spaced text are alike, give or take this many em.
const EVEN: f32 = 0.35;

/// Whether a line is one text with spaces in it, in a cell over several columns: single letters, evenly, in the
/// middle of the cell, spread to its sides (分散对齐) or else not each in the middle of a column. `xs` are the lines
/// from the cell's left side to its right one.
pub fn is_spaced(row: &Row, xs: &[f32]) -> bool {
    let (Some(first), Some(last), Some(x0), Some(x1)) =
        (row.words.first(), row.words.last(), xs.first(), xs.last())
    else {
        return false;
    };
    let gaps: Vec<f32> = row.words.windows(2).map(|w| w[1].bbox.x0 - w[0].bbox.x1).collect();
    let (least, most) = gaps.iter().fold((f32::MAX, 0.0_f32), |(a, b), g| (a.min(*g), b.max(*g)));
    let (before, after) = (first.bbox.x0 - x0, x1 - last.bbox.x1);
    let in_columns = || {
        row.words.iter().all(|w| {
            let middle = w.bbox.center().0;
            let right = xs.partition_point(|x| *x <= middle);
            let sides = right.checked_sub(1).and_then(|l| Some((xs.get(l)?, xs.get(right)?)));
            sides.is_some_and(|(l, r)| (f32::midpoint(*l, *r) - middle).abs() < EVEN * row.size)
        })
    };
    !gaps.is_empty()
        && row.words.iter().all(|w| w.glyphs.len() == 1 && !w.figure)
        && most - least < EVEN * row.size
        && (before - after).abs() < EVEN * row.size
        && (before.max(after) < AT_SIDES * least || !in_columns())
}

/// The same line with figures split from what stands close beside them, as it is right inside a table.
pub fn fine(ink: &Ink, row_: &Row) -> Row {
    let mut line = Line { glyphs: Vec::new(), bbox: row_.bbox, size: row_.size };
    for w in &row_.words {
        line.glyphs.extend(&w.glyphs);
    }
    row(ink, &line, true)
}

/// Glyphs as lines, by the middle of their boxes. Unlike [`Ink::lines`] this is made for whole pages: glyphs
/// come mostly in reading order.
pub fn lines(ink: &Ink, glyphs: &[u32]) -> Vec<Line> {
    let mut sorted: Vec<(f32, u32)> = glyphs
        .iter()
        .filter_map(|&i| Some((ink.glyph(i)?, i)))
        .filter(|(g, _)| super::ink::turn(g) == Some(0))
        .map(|(g, i)| (g.bbox.center().1, i))
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines: Vec<Line> = Vec::new();
    let mut rest = sorted.as_slice();
    while let Some((&(at, first), more)) = rest.split_first() {
        crate::clock::tick();
        let Some(g) = ink.glyph(first) else { break };
        let mut line = Line { glyphs: Vec::new(), bbox: g.bbox, size: g.size };
        let mut n = 1;
        for &(y, i) in more {
            let Some(g) = ink.glyph(i) else { break };
            if y - at > 0.32 * line.size.min(g.size).max(0.6 * line.size) {
                break;
            }
            line.bbox = line.bbox.union(&g.bbox);
            line.size = line.size.max(g.size);
            n += 1;
        }
        let (these, others) = rest.split_at(n);
        line.glyphs = these.iter().map(|s| s.1).collect();
        ink.order(&mut line);
        lines.push(line);
        rest = others;
    }
    lines
}

fn row(ink: &Ink, line: &Line, fine: bool) -> Row {
    let close = if fine { tight(ink, line) } else { f32::MAX };
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<Piece> = None;
    let mut tail = Tail::default();
    for (k, &i) in line.glyphs.iter().enumerate() {
        let Some(g) = ink.glyph(i) else { continue };
        let split = open.as_ref().is_none_or(|w| {
            let gap = g.bbox.x0 - w.bbox.x1;
            let em = g.size.min(w.size).max(0.1);
            is_apart(gap, em)
                || fine
                    && gap > close * em
                    && ink
                        .glyph(w.last)
                        .is_some_and(|l| !(ink.spaced(&l.bbox, &g.bbox) || is_digit(l.ch) && is_digit(g.ch)))
                || fine
                    && (gap > FIGURE_APART * em || tail.complete())
                    && tail.is_amount()
                    && !tail.goes_on(g.ch)
                || fine && gap > FIGURE_APART * em && tail.is_text() && starts_amount(ink, &line.glyphs, i)
        });
        if split {
            if let Some(piece) = open.take() {
                words.push(piece.word(ink, line, k));
            }
            open = Some(Piece { from: k, last: i, bbox: g.bbox, size: g.size });
            tail = Tail::default();
        } else if let Some(w) = &mut open {
            w.last = i;
            w.bbox = w.bbox.union(&g.bbox);
            w.size = w.size.max(g.size);
        }
        if fine {
            tail.push(g.ch);
        }
    }
    if let Some(piece) = open {
        words.push(piece.word(ink, line, line.glyphs.len()));
    }
    Row { words, bbox: line.bbox, size: line.size }
}

/// A word while its line is read: where it begins among the line's glyphs, its last glyph, box, size.
struct Piece {
    from: usize,
    last: u32,
    bbox: BBox,
    size: f32,
}

impl Piece {
    fn word(self, ink: &Ink, line: &Line, end: usize) -> Word {
        let glyphs = line.glyphs.get(self.from..end).unwrap_or_default().to_vec();
        word(ink, Line { glyphs, bbox: self.bbox, size: self.size })
    }
}

/// White space in em that separates cells when no white-space character is drawn there: a quarter of an em, or
/// clearly more than the line's own letter spacing.
fn tight(ink: &Ink, line: &Line) -> f32 {
    let mut gaps: Vec<f32> = line
        .glyphs
        .windows(2)
        .filter_map(|w| {
            let (a, b) = (ink.glyph(*w.first()?)?, ink.glyph(*w.get(1)?)?);
            Some((b.bbox.x0 - a.bbox.x1) / b.size.max(0.1))
        })
        .collect();
    gaps.sort_unstable_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0).max(0.0);
    (2.2 * usual + 0.1).max(CLOSE)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | '-')
}

/// A word out of a piece of line.
pub fn word(ink: &Ink, line: Line) -> Word {
    let text = ink.text(std::slice::from_ref(&line));
    let figure = stands_for_figure(&text);
    Word { glyphs: line.glyphs, bbox: line.bbox, text, size: line.size, figure }
}

/// What the word so far looks like at its end.
#[derive(Debug, Default)]
struct Tail {
    chars: usize,
    digits: usize,
    other: usize,
    decimals: Option<usize>,
    /// Digits since the last comma.
    group: Option<usize>,
}

impl Tail {
    fn push(&mut self, c: char) {
        self.chars += 1;
        match c {
            '0'..='9' | '０'..='９' => {
                self.digits += 1;
                for count in [&mut self.decimals, &mut self.group].into_iter().flatten() {
                    *count += 1;
                }
            }
            '.' | '．' => self.decimals = Some(0),
            ',' | '，' => self.group = Some(0),
            '-' | '－' | '−' | '(' | ')' | '（' | '）' | '%' | '△' => {}
            _ => self.other += 1,
        }
    }

    /// Digits with a decimal point or with thousands set apart, nothing else.
    fn is_amount(&self) -> bool {
        self.other == 0 && self.digits > 0 && (self.decimals.is_some_and(|d| d > 0) || self.whole())
    }

    /// Thousands without decimals.
    fn whole(&self) -> bool {
        self.decimals.is_none() && self.group == Some(3)
    }

    fn is_text(&self) -> bool {
        self.other > 0
    }

    /// Two decimals are there: amounts in 万元 or 元 never have more; or whole thousands.
    fn complete(&self) -> bool {
        self.decimals == Some(2) || self.whole()
    }

    fn goes_on(&self, next: char) -> bool {
        // 1,234万元, 1,234人: a figure with its unit.
        let more =
            self.whole() && matches!(next, '.' | '．' | ',' | '，' | '万' | '亿' | '元' | '人' | '个' | '家');
        matches!(next, '%' | '％' | ')' | '）') || more || !self.complete() && next.is_ascii_digit()
    }
}

/// Whether an amount with a decimal point begins at this glyph.
fn starts_amount(ink: &Ink, glyphs: &[u32], from: u32) -> bool {
    let mut point = false;
    let mut digits = 0;
    let mut last: Option<f32> = None;
    for &i in glyphs.iter().skip_while(|&&i| i != from) {
        let Some(g) = ink.glyph(i) else { break };
        if last.is_some_and(|x| g.bbox.x0 - x > FIGURE_APART * g.size) {
            break;
        }
        match g.ch {
            '0'..='9' | '０'..='９' => digits += 1,
            '.' | '．' => point = true,
            ',' | '，' | '-' | '－' | '−' => {}
            _ => return false,
        }
        last = Some(g.bbox.x1);
    }
    point && digits > 1
}

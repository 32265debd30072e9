//! Glyphs → printed lines → words: pieces of a line that stand apart. Only geometry and the form of figures.

use super::ink::{Ink, Line};
use super::trim::is_figure;
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
    lines(ink, glyphs).iter().map(|l| row(ink, l, false)).filter(|r| !r.words.is_empty()).collect()
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
fn lines(ink: &Ink, glyphs: &[u32]) -> Vec<Line> {
    let mut sorted: Vec<(f32, u32)> = glyphs
        .iter()
        .filter_map(|&i| Some((ink.glyph(i)?, i)))
        .filter(|(g, _)| super::ink::turn(g) == Some(0))
        .map(|(g, i)| (g.bbox.center().1, i))
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines: Vec<(f32, Line)> = Vec::new();
    for (y, i) in sorted {
        let Some(g) = ink.glyph(i) else { continue };
        match lines.last_mut() {
            Some((at, line)) if y - *at <= 0.32 * line.size.min(g.size).max(0.6 * line.size) => {
                line.add(i, g);
            }
            _ => lines.push((y, Line::with(i, g))),
        }
    }
    let mut lines: Vec<Line> = lines.into_iter().map(|(_, l)| l).collect();
    for line in &mut lines {
        ink.order(line);
    }
    lines
}

fn row(ink: &Ink, line: &Line, fine: bool) -> Row {
    let close = if fine { tight(ink, line) } else { f32::MAX };
    let mut words: Vec<Line> = Vec::new();
    let mut tail = Tail::default();
    for &i in &line.glyphs {
        let Some(g) = ink.glyph(i) else { continue };
        let split = words.last().is_none_or(|w| {
            let gap = g.bbox.x0 - w.bbox.x1;
            let em = g.size.min(w.size).max(0.1);
            gap > APART * em
                || fine
                    && gap > close * em
                    && w.glyphs
                        .last()
                        .and_then(|&l| ink.glyph(l))
                        .is_some_and(|l| !(ink.spaced(&l.bbox, &g.bbox) || is_digit(l.ch) && is_digit(g.ch)))
                || fine
                    && (gap > FIGURE_APART * em || tail.complete())
                    && tail.is_amount()
                    && !tail.goes_on(g.ch)
                || fine && gap > FIGURE_APART * em && tail.is_text() && starts_amount(ink, &line.glyphs, i)
        });
        if split {
            words.push(Line::with(i, g));
            tail = Tail::default();
        } else if let Some(w) = words.last_mut() {
            w.add(i, g);
        }
        tail.push(g.ch);
    }
    let words = words.into_iter().map(|w| word(ink, w)).collect();
    Row { words, bbox: line.bbox, size: line.size }
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
    let figure = is_figure(&text) || matches!(text.as_str(), "-" | "—" | "－" | "--" | "——" | "–");
    Word { glyphs: line.glyphs, bbox: line.bbox, text, size: line.size, figure }
}

/// What the word so far looks like at its end.
#[derive(Debug, Default)]
struct Tail {
    chars: usize,
    digits: usize,
    other: usize,
    decimals: Option<usize>,
}

impl Tail {
    fn push(&mut self, c: char) {
        self.chars += 1;
        match c {
            '0'..='9' | '０'..='９' => {
                self.digits += 1;
                if let Some(d) = &mut self.decimals {
                    *d += 1;
                }
            }
            '.' | '．' => self.decimals = Some(0),
            ',' | '，' | '-' | '－' | '−' | '(' | ')' | '（' | '）' | '%' | '△' => {}
            _ => self.other += 1,
        }
    }

    /// Digits with a decimal point, nothing else.
    fn is_amount(&self) -> bool {
        self.other == 0 && self.digits > 0 && self.decimals.is_some_and(|d| d > 0)
    }

    fn is_text(&self) -> bool {
        self.other > 0
    }

    /// Two decimals are there: amounts in 万元 or 元 never have more.
    fn complete(&self) -> bool {
        self.decimals == Some(2)
    }

    fn goes_on(&self, next: char) -> bool {
        matches!(next, '%' | '％' | ')' | '）') || !self.complete() && next.is_ascii_digit()
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

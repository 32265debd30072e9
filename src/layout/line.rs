//! Glyphs → lines: clusters by baseline, cut where a wide gap separates two things on one baseline.

use crate::model::{BBox, Glyph};

use super::number;
use super::wording::is_blank;

/// One run of text on one baseline, as printed.
#[allow(clippy::struct_excessive_bools)] // independent facts, not a state
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The text; white space between CJK removed, one space between Latin words.
    pub text: String,
    /// Box on the upright page.
    pub bbox: BBox,
    /// Baseline.
    pub y: f32,
    /// Font size of most of it.
    pub size: f32,
    /// Most of it is bold.
    pub bold: bool,
    /// All of it is marked as an artifact (running head, page number) by the producer.
    pub artifact: bool,
    /// All of it is painted in a light colour.
    pub faint: bool,
    /// Width of what may not be parted from its first character: a number, a word, a character with its
    /// closing punctuation. Tells whether it would have fitted on the line above.
    pub head_width: f32,
    /// Nothing else stands to the left of it on its baseline.
    pub first: bool,
    /// Nothing else stands to the right of it on its baseline.
    pub last: bool,
    /// A white space glyph ends it.
    pub trailing_space: bool,
    /// Places where more than half a character is left free: byte offset of what follows and its left edge.
    pub gaps: Vec<(u32, f32)>,
}

/// Gap, in font sizes, that parts two things on one baseline (编制单位 on the left, 单位：万元 on the right).
const PART: f32 = 2.6;

/// Whether a character is set without spaces to its neighbours: Han, kana, CJK and full-width punctuation.
pub fn is_wide(c: char) -> bool {
    c >= '·'
        && matches!(c,
        '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{30FF}' | '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '●' | '■' | '□' | '◆' | '★' | '①'..='⑳' | '△' | '▲')
}

/// A character that may not begin a line.
pub fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '”'
            | '’'
            | '】'
            | '〕'
            | '」'
            | '』'
            | ','
            | '.'
            | ')'
            | ';'
            | ':'
            | '%'
            | '％'
    )
}

/// A character that may not end a line.
fn is_quote(c: char) -> bool {
    matches!(c, '”' | '’' | '“' | '‘')
}

fn opens(c: char) -> bool {
    matches!(c, '（' | '《' | '“' | '‘' | '【' | '〔' | '「' | '『' | '(')
}

/// Lines of the given glyphs, top to bottom and left to right. The glyphs must be upright.
pub fn lines(glyphs: &[Glyph], mut picked: Vec<u32>) -> Vec<Line> {
    let at = |i: u32| &glyphs[i as usize];
    picked.retain(|&i| (i as usize) < glyphs.len());
    // Stable for speed: glyphs come in runs that are in order.
    picked.sort_by(|&a, &b| {
        at(a)
            .origin
            .1
            .total_cmp(&at(b).origin.1)
            .then(at(a).origin.0.total_cmp(&at(b).origin.0))
            .then(a.cmp(&b))
    });
    let mut out = Vec::new();
    let mut start = 0;
    while start < picked.len() {
        crate::clock::tick();
        let first = at(picked[start]);
        let mut end = start + 1;
        let (mut y, mut size) = (first.origin.1, first.size);
        while end < picked.len() {
            let g = at(picked[end]);
            if g.origin.1 - y > 0.3 * size.min(g.size).max(1.0) {
                break;
            }
            // The line follows its tallest glyph, so that a small mark does not part the line in two.
            if g.size >= size {
                (y, size) = (g.origin.1, g.size);
            }
            end += 1;
        }
        let row = &mut picked[start..end];
        row.sort_by(|&a, &b| at(a).bbox.x0.total_cmp(&at(b).bbox.x0));
        part(glyphs, row, &mut out);
        start = end;
    }
    out
}

/// Cuts one baseline's glyphs into lines.
fn part(glyphs: &[Glyph], row: &[u32], out: &mut Vec<Line>) {
    let begin = out.len();
    let mut open: Option<Builder> = None;
    let mut space = false;
    for &i in row {
        let g = &glyphs[i as usize];
        if is_blank(g.ch) {
            space = true;
            continue;
        }
        if let Some(b) = &mut open {
            let gap = g.bbox.x0 - b.line.bbox.x1;
            if gap > PART * g.size.max(b.last_size).max(1.0) && !number::is_bare(&b.line.text) {
                b.line.trailing_space = space;
                out.extend(open.take().map(Builder::finish));
            }
        }
        match &mut open {
            Some(b) => b.add(g, space),
            None => open = Some(Builder::new(g)),
        }
        space = false;
    }
    if let Some(mut b) = open {
        b.line.trailing_space = space;
        out.push(b.finish());
    }
    spread(out, begin);
    let end = out.len();
    for (k, line) in out[begin..].iter_mut().enumerate() {
        crate::clock::tick();
        line.first = k == 0;
        line.last = begin + k + 1 == end;
    }
}

/// A title whose characters are spread over the line (目　　录) is one.
fn spread(out: &mut Vec<Line>, begin: usize) {
    let row = &out[begin..];
    let single = |l: &Line| l.text.chars().count() == 1 && l.text.chars().all(is_wide);
    if (2..=6).contains(&row.len()) && row.iter().all(single) {
        let rest = out.split_off(begin + 1);
        if let Some(head) = out.last_mut() {
            for line in rest {
                head.text.push_str(&line.text);
                head.bbox = head.bbox.union(&line.bbox);
            }
        }
    }
}

struct Builder {
    line: Line,
    last: char,
    last_wide: bool,
    last_size: f32,
    glyphs: u32,
    bold: u32,
    head: Head,
}

#[derive(PartialEq)]
enum Head {
    /// Still an opening bracket: the next character belongs to it.
    Opening,
    /// Inside a word or number.
    Word,
    /// A wide character: closing punctuation still belongs to it.
    Closing,
    Done,
}

impl Builder {
    fn new(g: &Glyph) -> Self {
        let mut text = String::with_capacity(96);
        text.push(g.ch);
        let line = Line {
            text,
            bbox: g.bbox,
            y: g.origin.1,
            size: g.size,
            bold: false,
            artifact: g.flags.artifact,
            faint: g.flags.faint,
            head_width: g.bbox.width(),
            first: true,
            last: true,
            trailing_space: false,
            gaps: Vec::new(),
        };
        let last_wide = is_wide(g.ch);
        let head = match g.ch {
            c if opens(c) => Head::Opening,
            _ if last_wide => Head::Closing,
            _ => Head::Word,
        };
        let bold = u32::from(g.flags.bold);
        Self { line, last: g.ch, last_wide, last_size: g.size, glyphs: 1, bold, head }
    }

    fn add(&mut self, g: &Glyph, space: bool) {
        let wide = (self.last_wide, is_wide(g.ch));
        let gap = g.bbox.x0 - self.line.bbox.x1;
        let parted = match wide {
            // 第一部分　概况: the gap is what sets the title off.
            (true, true) => {
                gap > 0.4 * g.size && self.line.text.starts_with('第') && number::is_bare(&self.line.text)
            }
            (false, false) => space && gap > -0.2 * g.size || gap > 0.3 * g.size,
            _ => space && gap > 0.05 * g.size,
        };
        let parted = parted && !(closes(g.ch) && g.ch.is_ascii_punctuation() && !wide.0);
        if parted {
            self.line.text.push(' ');
        }
        if gap > 0.7 * g.size && self.line.gaps.len() < 16 {
            self.line.gaps.push((self.line.text.len() as u32, g.bbox.x0));
        }
        self.line.text.push(g.ch);
        self.line.bbox = self.line.bbox.union(&g.bbox);
        self.line.artifact &= g.flags.artifact;
        self.line.faint &= g.flags.faint;
        if g.size > self.line.size {
            self.line.size = g.size;
            self.line.y = g.origin.1;
        }
        self.glyphs += 1;
        self.bold += u32::from(g.flags.bold);
        let still = match self.head {
            Head::Done => false,
            Head::Opening => true,
            Head::Word => !parted && !wide.1 || closes(g.ch),
            // A quotation mark clings to what follows it: no line ends between ” and a figure.
            Head::Closing => closes(g.ch) || is_quote(self.last),
        };
        if still {
            self.line.head_width = g.bbox.x1 - self.line.bbox.x0;
            if self.head == Head::Opening && !opens(g.ch) {
                self.head = if wide.1 { Head::Closing } else { Head::Word };
            } else if self.head == Head::Closing && !wide.1 && !closes(g.ch) {
                self.head = Head::Word;
            }
        } else {
            self.head = Head::Done;
        }
        (self.last, self.last_wide) = (g.ch, wide.1);
        self.last_size = g.size;
    }

    fn finish(self) -> Line {
        Line { bold: self.bold * 2 > self.glyphs, ..self.line }
    }
}

//! Marked content: replacement text, artifacts, optional content. ISO 32000-2, 14.6 and 14.9.4.

use lopdf::{Dictionary, Object};

use super::{Interpreter, Run};
use crate::model::{BBox, Glyph, Page};
use crate::pdf::fonts::{fold, is_mark};
use crate::pdf::lexer::Token;
use crate::pdf::resolve::{as_dict, get};

/// Open marks beyond this are only counted.
const MAX_OPEN: usize = 256;

#[derive(Debug, Default)]
struct Mark {
    hidden: bool,
    artifact: bool,
    /// Replacement text, and how many glyphs there were when it began.
    actual: Option<(String, usize)>,
}

/// The marks that are open.
#[derive(Debug, Default)]
pub(super) struct Marks {
    open: Vec<Mark>,
    uncounted: usize,
    hidden: usize,
    artifact: usize,
    replacing: bool,
}

impl Marks {
    /// Marks of a form that is drawn inside these.
    pub fn inherit(&self) -> Self {
        Self { hidden: self.hidden, artifact: self.artifact, replacing: self.replacing, ..Self::default() }
    }

    pub fn hidden(&self) -> bool {
        self.hidden > 0
    }

    pub fn artifact(&self) -> bool {
        self.artifact > 0
    }

    pub fn begin(&mut self, artifact: bool) {
        self.push(Mark { artifact, ..Mark::default() });
    }

    fn push(&mut self, mut mark: Mark) {
        if self.open.len() >= MAX_OPEN {
            self.uncounted += 1;
            return;
        }
        self.hidden += usize::from(mark.hidden);
        self.artifact += usize::from(mark.artifact);
        // Only the outermost replacement counts: it stands for all that is inside.
        if self.replacing {
            mark.actual = None;
        }
        self.replacing |= mark.actual.is_some();
        self.open.push(mark);
    }

    pub fn end(&mut self, page: &mut Page) {
        if self.uncounted > 0 {
            self.uncounted -= 1;
            return;
        }
        let Some(mark) = self.open.pop() else { return };
        self.hidden -= usize::from(mark.hidden);
        self.artifact -= usize::from(mark.artifact);
        if let Some((text, start)) = mark.actual {
            self.replacing = false;
            replace(page, start, &text);
        }
    }

    /// Closes what a stream left open.
    pub fn finish(&mut self, page: &mut Page) {
        self.uncounted = 0;
        while !self.open.is_empty() {
            self.end(page);
        }
    }
}

impl<'d> Interpreter<'d, '_> {
    pub(super) fn begin_marked(&mut self, operands: &[Token<'_>], run: &mut Run<'d, '_>) {
        let tag = match operands.first() {
            Some(Token::Name(n)) => *n,
            _ => b"",
        };
        let mut mark = Mark { artifact: tag == b"Artifact", ..Mark::default() };
        match operands.get(1) {
            Some(Token::Name(n)) => {
                let properties = self.resource(run.resources, b"Properties", n);
                if tag == b"OC" {
                    let reference = run
                        .resources
                        .and_then(|r| get(self.doc, r, b"Properties"))
                        .and_then(as_dict)
                        .and_then(|p| p.get(n).ok());
                    mark.hidden = reference.is_some_and(|o| !self.optional.visible(self.doc, o));
                }
                let text = properties.and_then(as_dict).and_then(|d| actual_text(self.doc, d));
                mark.actual = text.map(|t| (t, self.sink.page.glyphs.len()));
            }
            Some(Token::DictStart) => {
                let mut items = operands.iter().skip(2);
                while let Some(item) = items.next() {
                    if *item == Token::Name(b"ActualText")
                        && let Some(value) = items.next()
                    {
                        let mut bytes = Vec::new();
                        if value.string(&mut bytes) {
                            mark.actual = Some((text_string(&bytes), self.sink.page.glyphs.len()));
                        }
                    }
                }
            }
            _ => {}
        }
        run.marks.push(mark);
    }
}

fn actual_text(doc: &lopdf::Document, d: &Dictionary) -> Option<String> {
    match get(doc, d, b"ActualText")? {
        Object::String(bytes, _) => Some(text_string(bytes)),
        _ => None,
    }
}

/// A text string: UTF-16 with byte order mark, UTF-8 with its mark, or PDFDocEncoding (Latin here).
pub(super) fn text_string(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], big: bool| {
        let units = bytes.chunks_exact(2).map(|p| match p {
            [a, b] if big => u16::from(*a) << 8 | u16::from(*b),
            [a, b] => u16::from(*b) << 8 | u16::from(*a),
            _ => 0xFFFD,
        });
        char::decode_utf16(units).map(|r| r.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => wide(rest, true),
        [0xFF, 0xFE, rest @ ..] => wide(rest, false),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

/// Where a word may be broken; not printed.
const SOFT_HYPHEN: char = '\u{AD}';

/// Puts `text` in the place of the glyphs from `start` on.
fn replace(page: &mut Page, start: usize, text: &str) {
    let Some(drawn) = page.glyphs.get(start..).filter(|g| !g.is_empty()) else { return };
    let most = 16 * drawn.len() + 64;
    let chars: Vec<char> =
        text.chars().filter(|c| *c != SOFT_HYPHEN && !is_mark(*c)).map(fold).take(most).collect();
    let unmapped = drawn.iter().filter(|g| g.ch == char::REPLACEMENT_CHARACTER).count();
    let mut out: Vec<Glyph> = Vec::with_capacity(chars.len());
    if chars.len() == drawn.len() {
        out.extend(drawn.iter().zip(&chars).map(|(g, &ch)| Glyph { ch, ..*g }));
    } else if one_line(drawn) {
        let whole = drawn.iter().skip(1).fold(drawn[0].bbox, |b, g| b.union(&g.bbox));
        let step = whole.width() / chars.len().max(1) as f32;
        for (i, &ch) in chars.iter().enumerate() {
            let x0 = whole.x0 + step * i as f32;
            let bbox = BBox { x0, x1: x0 + step, ..whole };
            out.push(Glyph { ch, bbox, origin: (x0, drawn[0].origin.1), ..drawn[0] });
        }
    } else {
        // Text of several lines (a tagged paragraph): only its printed characters can be placed.
        let printed: Vec<char> = chars.iter().copied().filter(|c| !c.is_whitespace()).collect();
        if drawn.iter().filter(|g| !g.ch.is_whitespace()).count() != printed.len() {
            return;
        }
        let mut next = printed.into_iter();
        out.extend(drawn.iter().map(|g| {
            if g.ch.is_whitespace() { *g } else { Glyph { ch: next.next().unwrap_or(g.ch), ..*g } }
        }));
    }
    page.unmapped = page.unmapped.saturating_sub(unmapped);
    page.glyphs.truncate(start);
    page.glyphs.extend(out);
}

fn one_line(glyphs: &[Glyph]) -> bool {
    glyphs.first().is_some_and(|first| {
        first.angle == 0.0
            && glyphs.iter().all(|g| g.angle == 0.0 && (g.origin.1 - first.origin.1).abs() < 0.3 * first.size)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        let glyph = |(i, ch)| {
            let x = 10.0 * i as f32;
            let bbox = BBox { x0: x, y0: 0.0, x1: x + 10.0, y1: 10.0 };
            Glyph {
                ch,
                bbox,
                origin: (x, 9.0),
                size: 10.0,
                angle: 0.0,
                font: 0,
                flags: crate::model::GlyphFlags::default(),
            }
        };
        Page { glyphs: text.chars().enumerate().map(glyph).collect(), ..Page::default() }
    }

    fn text(page: &Page) -> String {
        page.glyphs.iter().map(|g| g.ch).collect()
    }

    #[test]
    fn replacement_text_one_to_one_and_spread() {
        let mut p = page("a\u{FFFD}c");
        p.unmapped = 1;
        replace(&mut p, 1, "户口");
        assert_eq!((text(&p).as_str(), p.unmapped), ("a户口", 0));
        let mut p = page("abc");
        replace(&mut p, 0, "fi");
        assert_eq!(text(&p), "fi");
        assert!((p.glyphs[1].bbox.x1 - 30.0).abs() < 0.01);
        let mut p = page("abc");
        replace(&mut p, 1, "");
        assert_eq!(text(&p), "a");
    }

    #[test]
    fn text_strings() {
        assert_eq!(text_string(&[0xFE, 0xFF, 0x62, 0x37]), "户");
        assert_eq!(text_string(&[0xEF, 0xBB, 0xBF, 0xE6, 0x88, 0xB7]), "户");
        assert_eq!(text_string(b"A"), "A");
    }
}

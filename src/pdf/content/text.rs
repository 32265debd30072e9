//! Text objects: positions and shown strings → glyphs. ISO 32000-2, 9.4.

use super::hidden::{Hidden, PALE};
use super::sink::Sink;
use super::state::State;
use super::{Interpreter, Run};
use crate::error::Error;
use crate::model::{Glyph, GlyphFlags};
use crate::pdf::fonts::{Font, Shown};
use crate::pdf::geometry::{Matrix, Rect};
use crate::pdf::lexer::Token;

/// Paint lighter than this, as seen on paper, is faint.
const FAINT: f32 = 0.6;
/// Share of a glyph's box that must lie inside the clip, in each direction, for it to count as printed.
const VISIBLE_SHARE: f64 = 0.35;

/// Text matrix and text line matrix.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextObject {
    matrix: Matrix,
    line: Matrix,
}

impl Default for TextObject {
    fn default() -> Self {
        Self { matrix: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }
}

impl TextObject {
    pub fn set(&mut self, m: Matrix) {
        if m.is_finite() {
            (self.matrix, self.line) = (m, m);
        }
    }

    /// `Td`: to the start of another line.
    pub fn next_line(&mut self, x: f64, y: f64) {
        let m = &mut self.line;
        (m.e, m.f) = (x * m.a + y * m.c + m.e, x * m.b + y * m.d + m.f);
        self.matrix = self.line;
    }

    #[inline]
    fn advance(&mut self, x: f64, y: f64) {
        let m = &mut self.matrix;
        (m.e, m.f) = (x * m.a + y * m.c + m.e, x * m.b + y * m.d + m.f);
    }
}

impl<'d> Interpreter<'d, '_> {
    pub(super) fn show_operand(
        &mut self,
        operand: Option<&Token<'_>>,
        run: &mut Run<'d, '_>,
    ) -> Result<(), Error> {
        let Some(token) = operand else { return Ok(()) };
        // Most producers that write hexadecimal show one character at a time.
        if let Some(pair) = token.two_bytes() {
            return self.show(&pair, run);
        }
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        let result = if token.string(&mut bytes) { self.show(&bytes, run) } else { Ok(()) };
        self.scratch = bytes;
        result
    }

    pub(super) fn show_array(&mut self, operands: &[Token<'_>], run: &mut Run<'d, '_>) -> Result<(), Error> {
        let vertical = run.state.font.and_then(|f| self.fonts.get(f)).is_some_and(|f| f.vertical);
        for token in operands {
            match token {
                Token::Number(v) => {
                    let shift = -v / 1000.0 * run.state.size;
                    if vertical {
                        run.text.advance(0.0, shift);
                    } else {
                        run.text.advance(shift * run.state.h_scale, 0.0);
                    }
                }
                token => self.show_operand(Some(token), run)?,
            }
        }
        Ok(())
    }

    fn show(&mut self, mut bytes: &[u8], run: &mut Run<'d, '_>) -> Result<(), Error> {
        let state = &run.state;
        // A font that is not there leaves characters that no one knows, but not silence.
        let font_index = match state.font {
            Some(index) => index,
            None => self.fonts.missing(),
        };
        let Some(font) = self.fonts.get_mut(font_index) else { return Ok(()) };
        let hidden = run.marks.hidden();
        let mut line = Line::new(state, &run.text, font, font_index, run.marks.artifact());
        if !line.to_page.is_finite() {
            return Ok(());
        }
        while !bytes.is_empty() {
            let shown = font.next(bytes, self.doc, self.budget)?;
            bytes = bytes.get(shown.length.max(1)..).unwrap_or_default();
            if !hidden {
                let bbox = line.bbox(font, &shown);
                let (x, y) = (f64::midpoint(bbox.x0, bbox.x1), f64::midpoint(bbox.y0, bbox.y1));
                if !self.sink.visible.contains(x, y) {
                    self.sink.page.outside += 1;
                } else if line.unseen(&self.sink, &bbox) {
                    self.sink.page.unseen += 1;
                } else if in_clip(&bbox, &state.clip) {
                    let mut glyph = line.glyph;
                    glyph.bbox = bbox.into();
                    glyph.origin = (line.origin.0 as f32, line.origin.1 as f32);
                    if shown.entry.is_many() {
                        for (c, part) in parts(font.many(shown.entry), &glyph) {
                            self.sink.glyph(Glyph { ch: c, ..part })?;
                        }
                    } else {
                        glyph.ch = shown.entry.char();
                        if glyph.ch == char::REPLACEMENT_CHARACTER {
                            self.sink.page.unmapped += 1;
                            font.unmapped += 1;
                        }
                        self.sink.glyph(glyph)?;
                    }
                }
            }
            line.advance(state, font, &shown);
        }
        run.text.advance(line.moved.0, line.moved.1);
        Ok(())
    }
}

/// Splits a box between the characters of a ligature.
fn parts<'a>(text: &'a str, glyph: &'a Glyph) -> impl Iterator<Item = (char, Glyph)> + 'a {
    let n = text.chars().count().max(1) as f32;
    text.chars().enumerate().map(move |(i, c)| {
        let mut part = *glyph;
        if glyph.angle == 0.0 {
            let step = glyph.bbox.width() / n;
            part.bbox.x0 = glyph.bbox.x0 + step * i as f32;
            part.bbox.x1 = part.bbox.x0 + step;
            part.origin.0 = glyph.origin.0 + step * i as f32;
        }
        (c, part)
    })
}

#[inline]
fn in_clip(bbox: &Rect, clip: &Rect) -> bool {
    if bbox.x0 >= clip.x0 && bbox.x1 <= clip.x1 && bbox.y0 >= clip.y0 && bbox.y1 <= clip.y1 {
        return true;
    }
    let seen = bbox.intersect(clip);
    seen.width() >= VISIBLE_SHARE * bbox.width() && seen.height() >= VISIBLE_SHARE * bbox.height()
}

/// One shown string: everything that stays the same from glyph to glyph, and where the next one goes.
struct Line {
    /// Glyph space (ems) to shown coordinates; its translation is not used.
    to_page: Matrix,
    /// Where the next glyph's origin is shown.
    origin: (f64, f64),
    /// Shown displacement for one unit of text space to the right and upwards.
    right: (f64, f64),
    up: (f64, f64),
    /// Displacement so far, in text space.
    moved: (f64, f64),
    glyph: Glyph,
    /// The paint's lightness where it is so light that it may be lost on the paper.
    pale: Option<f32>,
}

impl Line {
    #[inline]
    fn new(state: &State, text: &TextObject, font: &Font, font_index: u16, artifact: bool) -> Self {
        let text_to_page = text.matrix.then(&state.ctm);
        let t = &text_to_page;
        let wide = state.size * state.h_scale;
        let to_page = Matrix {
            a: wide * t.a,
            b: wide * t.b,
            c: state.size * t.c,
            d: state.size * t.d,
            e: 0.0 * t.a + state.rise * t.c + t.e,
            f: 0.0 * t.b + state.rise * t.d + t.f,
        };
        // Stroked outlines on top of the fill make a letter bold; so does a stroke of some width alone.
        let stroke_bold = matches!(state.mode, 2 | 6)
            && state.line_width * state.ctm.mean_scale() > 0.015 * to_page.vertical_scale();
        let paint = if matches!(state.mode, 1 | 5) { &state.stroke } else { &state.fill };
        let flags = GlyphFlags {
            invisible: matches!(state.mode, 3 | 7) || paint.alpha < 0.02,
            bold: font.bold || stroke_bold,
            artifact,
            faint: paint.seen() > FAINT,
        };
        let glyph = Glyph {
            ch: ' ',
            bbox: crate::model::BBox::default(),
            origin: (0.0, 0.0),
            size: to_page.vertical_scale() as f32,
            angle: angle(&to_page),
            font: font_index,
            flags,
        };
        // Filled and stroked text shows when either does.
        let lightness = match state.mode {
            2 | 6 => state.fill.seen().min(state.stroke.seen()),
            _ => paint.seen(),
        };
        Self {
            to_page,
            origin: (to_page.e, to_page.f),
            right: (text_to_page.a, text_to_page.b),
            up: (text_to_page.c, text_to_page.d),
            moved: (0.0, 0.0),
            glyph,
            pale: (lightness > PALE && !flags.invisible).then_some(lightness),
        }
    }

    /// Whether the glyph is painted and cannot be seen all the same.
    #[inline]
    fn unseen(&self, sink: &Sink<'_>, bbox: &Rect) -> bool {
        self.pale.is_some_and(|l| sink.hidden.blends(sink.page, bbox, l))
            || !self.glyph.flags.invisible && !Hidden::legible(sink.page, self.glyph.size)
    }

    /// The box of the glyph that stands at the origin.
    #[inline]
    fn bbox(&self, font: &Font, shown: &Shown) -> Rect {
        let (x, y) = self.origin;
        let m = &self.to_page;
        let w = f64::from(shown.entry.width);
        let (mut up, mut down) = (f64::from(font.ascent), f64::from(font.descent));
        let (mut x, mut y) = (x, y);
        if font.vertical {
            // The origin of a vertical glyph is at the middle of its top.
            x -= w / 2.0 * m.a + up * m.c;
            y -= w / 2.0 * m.b + up * m.d;
        }
        if m.b == 0.0 && m.c == 0.0 {
            let right = x + w * m.a;
            (up, down) = (y + up * m.d, y + down * m.d);
            return Rect { x0: x.min(right), y0: up.min(down), x1: x.max(right), y1: up.max(down) };
        }
        let m = Matrix { e: x, f: y, ..*m };
        m.hull(0.0, down, w, up)
    }

    #[inline]
    fn advance(&mut self, state: &State, font: &Font, shown: &Shown) {
        let space = state.char_space + if shown.is_space { state.word_space } else { 0.0 };
        let (tx, ty) = if font.vertical {
            (0.0, -state.size + space)
        } else {
            ((f64::from(shown.entry.width) * state.size + space) * state.h_scale, 0.0)
        };
        self.moved.0 += tx;
        self.moved.1 += ty;
        self.origin.0 += tx * self.right.0 + ty * self.up.0;
        self.origin.1 += tx * self.right.1 + ty * self.up.1;
    }
}

/// Direction of writing in degrees, counter-clockwise as seen (y runs down).
fn angle(m: &Matrix) -> f32 {
    if m.b == 0.0 && m.a >= 0.0 {
        return 0.0;
    }
    let degrees = (-m.b).atan2(m.a).to_degrees().rem_euclid(360.0);
    let quarter = (degrees / 90.0).round() * 90.0;
    if (degrees - quarter).abs() < 0.03 { (quarter % 360.0) as f32 } else { degrees as f32 }
}

//! Text objects: positions and shown strings → glyphs. ISO 32000-2, 9.4.

use super::hidden::{Hidden, PALE};
use super::sink::Sink;
use super::state::State;
use super::{Interpreter, Run};
use crate::error::Error;
use crate::model::{BBox, Glyph, GlyphFlags};
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
        let vertical = run.state.style.font.and_then(|f| self.fonts.get(f)).is_some_and(|f| f.vertical);
        for token in operands {
            match token {
                Token::Number(v) => {
                    let shift = -v / 1000.0 * run.state.style.size;
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
        let artifact = run.marks.artifact();
        let (stands, text) = (run.pen_stands, &run.text);
        run.pen.take_if(|p| !(stands || p.fits(state, text, artifact)));
        let pen = if let Some(pen) = &run.pen {
            pen
        } else {
            // A font that is not there leaves characters that no one knows, but not silence.
            let font_index = state.style.font.unwrap_or_else(|| self.fonts.missing());
            let Some(font) = self.fonts.get(font_index) else { return Ok(()) };
            run.pen.insert(Pen::new(state, text, font, font_index, artifact, &self.sink))
        };
        run.pen_stands = true;
        let Some(font) = self.fonts.get_mut(pen.glyph.font) else { return Ok(()) };
        let mut origin = pen.origin(state, &run.text);
        if !(pen.is_finite && origin.0.is_finite() && origin.1.is_finite()) {
            return Ok(());
        }
        let hidden = run.marks.hidden();
        // Displacement so far, in text space.
        let mut moved = (0.0, 0.0);
        while !bytes.is_empty() {
            let shown = font.next(bytes, self.doc, self.budget)?;
            bytes = bytes.get(shown.length.max(1)..).unwrap_or_default();
            if !hidden {
                let bbox = pen.bbox(origin, font, &shown);
                let whole = bbox.lies_in(&pen.printed);
                if !(whole || self.sink.shows(&bbox)) {
                    self.sink.page.outside += 1;
                } else if pen.unseen(&self.sink, &bbox) {
                    self.sink.page.unseen += 1;
                } else if whole
                    || in_clip(&bbox, &state.clip)
                    || ends_cell(&self.sink, pen, &bbox, &state.clip)
                {
                    let mut glyph = pen.glyph;
                    glyph.bbox = bbox.into();
                    glyph.origin = (origin.0 as f32, origin.1 as f32);
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
            let (tx, ty) = advance(state, font, &shown);
            (moved.0, moved.1) = (moved.0 + tx, moved.1 + ty);
            if bytes.is_empty() {
                break;
            }
            origin.0 += tx * pen.right.0 + ty * pen.up.0;
            origin.1 += tx * pen.right.1 + ty * pen.up.1;
        }
        run.text.advance(moved.0, moved.1);
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

/// Whether enough of a glyph that does not lie in the clip altogether can be seen.
fn in_clip(bbox: &Rect, clip: &Rect) -> bool {
    let seen = bbox.intersect(clip);
    seen.width() >= VISIBLE_SHARE * bbox.width() && seen.height() >= VISIBLE_SHARE * bbox.height()
}

/// A clip is a cell's or a column's when it is at most this part of the page's width.
const CELL: f64 = 0.6;
/// Letters of a word are at most so many em apart.
const NEXT: f32 = 0.25;

/// Whether a glyph that is cut off belongs to the end of a text that begins in a cell: spreadsheets clip what is longer
/// than its cell, and the text is whole in the file.
fn ends_cell(sink: &Sink<'_>, pen: &Pen, bbox: &Rect, clip: &Rect) -> bool {
    let (Some(last), size) = (sink.page.glyphs.last(), pen.glyph.size) else { return false };
    let box_ = BBox::from(*bbox);
    let across = bbox.intersect(&Rect { x0: f64::MIN, x1: f64::MAX, ..*clip }).height();
    pen.glyph.angle == 0.0
        && clip.width() < CELL * sink.visible.width()
        && across >= VISIBLE_SHARE * bbox.height()
        && bbox.x1 > clip.x1
        && f64::from(last.bbox.x0) > clip.x0 - 0.5 * f64::from(size)
        && last.font == pen.glyph.font
        && (last.size - size).abs() < 0.01 * size
        && (last.bbox.y1 - box_.y1).abs() < 0.05 * size
        && (box_.x0 - last.bbox.x1).abs() < NEXT * size
}

/// How strings are drawn: everything that stays the same while only positions change. Most producers show a
/// character or two at a time, so it is worked out once and kept while what it follows from is the same.
#[derive(Debug)]
pub(super) struct Pen {
    /// What it follows from.
    state: State,
    turn: Matrix,
    /// Glyph space (ems) to shown coordinates; its translation is not used.
    to_page: Matrix,
    /// Shown displacement for one unit of text space to the right and upwards.
    right: (f64, f64),
    up: (f64, f64),
    /// Font, size, direction, flags; character and place are the glyph's own.
    glyph: Glyph,
    /// The paint's lightness where it is so light that it may be lost on the paper.
    pale: Option<f32>,
    /// Painted, and too small to be read.
    tiny: bool,
    /// No number of the matrix is out of range.
    is_finite: bool,
    /// Text runs straight to the right.
    straight: bool,
    /// Top and bottom of a glyph from the baseline as shown, where it does.
    rise: (f64, f64),
    /// What of the page the clip leaves.
    printed: Rect,
}

impl Pen {
    fn new(
        state: &State,
        text: &TextObject,
        font: &Font,
        font_index: u16,
        artifact: bool,
        sink: &Sink<'_>,
    ) -> Self {
        let t = text.matrix.then(&state.ctm);
        let wide = state.style.size * state.h_scale;
        let high = state.style.size;
        let to_page = Matrix { a: wide * t.a, b: wide * t.b, c: high * t.c, d: high * t.d, e: 0.0, f: 0.0 };
        // Stroked outlines on top of the fill make a letter bold; so does a stroke of some width alone.
        let stroke_bold = matches!(state.mode, 2 | 6)
            && state.style.line_width * state.ctm.mean_scale() > 0.015 * to_page.vertical_scale();
        let paint = if matches!(state.mode, 1 | 5) { &state.style.stroke } else { &state.style.fill };
        let flags = GlyphFlags {
            invisible: matches!(state.mode, 3 | 7) || paint.alpha < 0.02,
            bold: font.bold || stroke_bold,
            artifact,
            faint: paint.seen() > FAINT,
            vivid: paint.vivid,
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
            2 | 6 => state.style.fill.seen().min(state.style.stroke.seen()),
            _ => paint.seen(),
        };
        let pale = (lightness > PALE && !flags.invisible).then_some(lightness);
        let (up, down) = (f64::from(font.ascent) * to_page.d, f64::from(font.descent) * to_page.d);
        Self {
            state: *state,
            turn: text.matrix.unmoved(),
            to_page,
            right: (t.a, t.b),
            up: (t.c, t.d),
            glyph,
            pale,
            tiny: !flags.invisible && !Hidden::legible(sink.page, glyph.size),
            is_finite: to_page.is_finite(),
            straight: !font.vertical && to_page.b == 0.0 && to_page.c == 0.0,
            rise: (up.min(down), up.max(down)),
            printed: sink.visible.intersect(&state.clip),
        }
    }

    /// Whether it is the right one for text in this state.
    fn fits(&self, state: &State, text: &TextObject, artifact: bool) -> bool {
        self.turn == text.matrix.unmoved() && self.glyph.flags.artifact == artifact && self.state == *state
    }

    /// Whether the glyph is painted and cannot be seen all the same.
    #[inline]
    fn unseen(&self, sink: &Sink<'_>, bbox: &Rect) -> bool {
        self.pale.is_some_and(|l| sink.hidden.blends(sink.page, bbox, l)) || self.tiny
    }

    /// Where a string's first glyph is shown.
    #[inline]
    fn origin(&self, state: &State, text: &TextObject) -> (f64, f64) {
        let (x, y) = state.ctm.apply(text.matrix.e, text.matrix.f);
        (state.rise * self.up.0 + x, state.rise * self.up.1 + y)
    }

    /// The box of the glyph that stands at `origin`.
    #[inline]
    fn bbox(&self, (mut x, mut y): (f64, f64), font: &Font, shown: &Shown) -> Rect {
        let m = &self.to_page;
        let w = f64::from(shown.entry.width);
        if self.straight {
            let right = x + w * m.a;
            let (x0, x1) = if right < x { (right, x) } else { (x, right) };
            return Rect { x0, y0: y + self.rise.0, x1, y1: y + self.rise.1 };
        }
        let (up, down) = (f64::from(font.ascent), f64::from(font.descent));
        if font.vertical {
            // The origin of a vertical glyph is at the middle of its top.
            x -= w / 2.0 * m.a + up * m.c;
            y -= w / 2.0 * m.b + up * m.d;
        }
        let m = Matrix { e: x, f: y, ..*m };
        m.hull(0.0, down, w, up)
    }
}

/// What a glyph moves the next one by, in text space.
#[inline]
fn advance(state: &State, font: &Font, shown: &Shown) -> (f64, f64) {
    let space = state.char_space + if shown.is_space { state.word_space } else { 0.0 };
    if font.vertical {
        (0.0, -state.style.size + space)
    } else {
        ((f64::from(shown.entry.width) * state.style.size + space) * state.h_scale, 0.0)
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

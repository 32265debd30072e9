//! The content interpreter: one pass over the bytes of a page, calling the sink with glyphs, rules, fills and
//! images. ISO 32000-2, 8 and 9.

mod annotations;
mod doubles;
mod inline_image;
mod marked;
mod op;
mod path;
mod sink;
mod state;
mod text;
mod xobject;

use lopdf::{Dictionary, Document};

use super::budget::{Budget, exceeded};
use super::fonts::Fonts;
use super::geometry::{Matrix, Rect};
use super::lexer::{Lexer, Token};
use super::optional::OptionalContent;
use super::resolve::{dict, get};
use crate::error::Error;
use crate::model::Page;
use marked::Marks;
use path::Path;
use sink::Sink;
use state::{Space, State, StateChange};
use text::TextObject;

/// Operands that are kept for one operator; a real `TJ` has some hundreds.
const MAX_OPERANDS: usize = 100_000;
/// Saved graphics states; beyond that `q` only counts.
const MAX_SAVED: usize = 512;

/// Names of one kind that are kept with what they mean; a page has some tens.
const MAX_NAMES: usize = 256;

/// What the interpreter works with on a page.
pub(super) struct Interpreter<'d, 'p> {
    doc: &'d Document,
    fonts: &'p mut Fonts,
    budget: &'p mut Budget,
    optional: &'p OptionalContent,
    sink: Sink<'p>,
    operators: usize,
    depth: usize,
    /// Bytes of the string that is being shown.
    scratch: Vec<u8>,
}

/// One content stream while it runs: a page's, or a form's.
struct Run<'d, 'c> {
    resources: Option<&'d Dictionary>,
    state: State,
    saved: Vec<State>,
    /// `q` beyond [`MAX_SAVED`].
    unsaved: usize,
    text: TextObject,
    path: Path,
    marks: Marks,
    /// Fonts, graphics states and colour spaces by the names of this stream's resources.
    font_names: Vec<(&'c [u8], u16)>,
    state_names: Vec<(&'c [u8], StateChange)>,
    space_names: Vec<(&'c [u8], Space)>,
}

/// The content of a page and where it lies.
pub(super) struct PageContent<'d, 'c> {
    pub page: &'d Dictionary,
    pub data: &'c [u8],
    pub resources: Option<&'d Dictionary>,
    /// User space to shown coordinates.
    pub base: Matrix,
    /// The page's visible box in shown coordinates.
    pub visible: Rect,
}

impl<'d, 'p> Interpreter<'d, 'p> {
    /// Interprets a page's content into `page`.
    pub fn page(
        doc: &'d Document,
        fonts: &'p mut Fonts,
        budget: &'p mut Budget,
        optional: &'p OptionalContent,
        page: &'p mut Page,
        content: &PageContent<'d, '_>,
    ) -> Result<(), Error> {
        let sink = Sink { page, visible: content.visible, limits: budget.limits, covers: 0 };
        let mut me = Self { doc, fonts, budget, optional, sink, operators: 0, depth: 0, scratch: Vec::new() };
        // Clipping to the page happens glyph by glyph, so that what lies outside can be counted.
        let everything = Rect { x0: -1e9, y0: -1e9, x1: 1e9, y1: 1e9 };
        me.run(content.data, content.resources, State::new(content.base, everything), Marks::default())?;
        me.annotations(content, everything)?;
        doubles::remove(me.sink.page);
        Ok(())
    }

    fn run<'c>(
        &mut self,
        data: &'c [u8],
        resources: Option<&'d Dictionary>,
        state: State,
        marks: Marks,
    ) -> Result<(), Error> {
        let mut run = Run {
            resources,
            state,
            saved: Vec::new(),
            unsaved: 0,
            text: TextObject::default(),
            path: Path::default(),
            marks,
            font_names: Vec::new(),
            state_names: Vec::new(),
            space_names: Vec::new(),
        };
        let mut lexer = Lexer::new(data);
        let mut operands: Vec<Token<'c>> = Vec::with_capacity(32);
        while let Some(token) = lexer.next() {
            let Token::Word(word) = token else {
                if operands.len() < MAX_OPERANDS {
                    operands.push(token);
                }
                continue;
            };
            self.operators += 1;
            if self.operators > self.budget.limits.operators {
                return Err(exceeded("operators", self.budget.limits.operators));
            }
            if self.operators.is_multiple_of(4096) {
                self.budget.check_time()?;
            }
            match word {
                b"true" | b"false" | b"null" => continue,
                b"BI" => self.inline_image(&mut lexer, &mut run)?,
                _ => self.operator(word, &operands, &mut run)?,
            }
            operands.clear();
        }
        run.marks.finish(self.sink.page);
        Ok(())
    }

    fn operator<'c>(
        &mut self,
        word: &'c [u8],
        operands: &[Token<'c>],
        run: &mut Run<'d, 'c>,
    ) -> Result<(), Error> {
        let mut numbers = [0.0f64; 6];
        let mut count = 0;
        for token in operands.iter().rev().take(6) {
            let Token::Number(v) = token else { break };
            count += 1;
            if let Some(slot) = numbers.get_mut(6 - count) {
                *slot = *v;
            }
        }
        let [_, _, n2, n3, n4, n5] = numbers;
        let has = |n: usize| count >= n;
        let ctm = run.state.ctm;
        match op::key(word) {
            // Text showing and positioning first: they are most of a page.
            op::SHOW => self.show_operand(operands.last(), run)?,
            op::SHOW_ARRAY => self.show_array(operands, run)?,
            op::NEXT_SHOW => {
                run.text.next_line(0.0, -run.state.leading);
                self.show_operand(operands.last(), run)?;
            }
            op::SPACED_SHOW => {
                if let [.., Token::Number(word_space), Token::Number(char_space), string] = operands {
                    (run.state.word_space, run.state.char_space) = (*word_space, *char_space);
                    run.text.next_line(0.0, -run.state.leading);
                    self.show_operand(Some(string), run)?;
                }
            }
            op::MOVE if has(2) => run.text.next_line(n4, n5),
            op::MOVE_LEADING if has(2) => {
                run.state.leading = -n5;
                run.text.next_line(n4, n5);
            }
            op::TEXT_MATRIX if has(6) => run.text.set(Matrix::new(numbers)),
            op::NEXT_LINE => run.text.next_line(0.0, -run.state.leading),
            op::FONT => {
                if let [.., Token::Name(name), Token::Number(size)] = operands {
                    run.state.size = *size;
                    run.state.font = self.font(name, run)?;
                }
            }
            op::BEGIN_TEXT => run.text.set(Matrix::IDENTITY),
            op::CHAR_SPACE if has(1) => run.state.char_space = n5,
            op::WORD_SPACE if has(1) => run.state.word_space = n5,
            op::SCALE if has(1) => run.state.h_scale = n5 / 100.0,
            op::LEADING if has(1) => run.state.leading = n5,
            op::RISE if has(1) => run.state.rise = n5,
            op::MODE if has(1) => run.state.mode = n5.clamp(0.0, 7.0) as u8,
            // Paths.
            op::MOVE_TO if has(2) => run.path.move_to(&ctm, n4, n5),
            op::LINE_TO if has(2) => run.path.line_to(&ctm, n4, n5),
            op::CURVE if has(6) => run.path.curve_to(&ctm, n4, n5),
            op::CURVE_V | op::CURVE_Y if has(4) => run.path.curve_to(&ctm, n4, n5),
            op::CLOSE => run.path.close(),
            op::RECTANGLE if has(4) => run.path.rectangle(&ctm, n2, n3, n4, n5),
            op::STROKE => self.paint(run, false, true)?,
            op::CLOSE_STROKE => {
                run.path.close();
                self.paint(run, false, true)?;
            }
            op::FILL | op::FILL_OLD | op::FILL_EVEN => self.paint(run, true, false)?,
            op::FILL_STROKE | op::FILL_STROKE_EVEN => self.paint(run, true, true)?,
            op::CLOSE_FILL_STROKE | op::CLOSE_FILL_STROKE_EVEN => {
                run.path.close();
                self.paint(run, true, true)?;
            }
            op::END_PATH => self.paint(run, false, false)?,
            op::CLIP | op::CLIP_EVEN => run.path.clips = true,
            // Graphics state.
            op::SAVE => {
                if run.saved.len() < MAX_SAVED {
                    run.saved.push(run.state);
                } else {
                    run.unsaved += 1;
                }
            }
            op::RESTORE => {
                if run.unsaved > 0 {
                    run.unsaved -= 1;
                } else if let Some(state) = run.saved.pop() {
                    run.state = state;
                }
            }
            op::CONCAT if has(6) => {
                let next = Matrix::new(numbers).then(&ctm);
                if next.is_finite() {
                    run.state.ctm = next;
                }
            }
            op::LINE_WIDTH if has(1) => run.state.line_width = n5,
            op::GRAPHICS_STATE => self.graphics_state(operands, run)?,
            op::XOBJECT => {
                if let Some(Token::Name(name)) = operands.last() {
                    self.xobject(name, run)?;
                }
            }
            // Marked content.
            op::BEGIN_MARKED_WITH => self.begin_marked(operands, run),
            op::BEGIN_MARKED => run.marks.begin(operands.first() == Some(&Token::Name(b"Artifact"))),
            op::END_MARKED => run.marks.end(self.sink.page),
            _ => self.colour(word, operands, run),
        }
        Ok(())
    }

    fn paint(&mut self, run: &mut Run<'d, '_>, fill: bool, stroke: bool) -> Result<(), Error> {
        let shown = !run.marks.hidden();
        run.path.paint(fill && shown, stroke && shown, &mut run.state, &mut self.sink)
    }

    fn colour<'c>(&mut self, word: &[u8], operands: &[Token<'c>], run: &mut Run<'d, 'c>) {
        let stroking = word.first().is_some_and(u8::is_ascii_uppercase);
        let paint = if stroking { &mut run.state.stroke } else { &mut run.state.fill };
        match word {
            b"g" | b"rg" | b"k" | b"G" | b"RG" | b"K" => paint.space = Space::Device,
            b"cs" | b"CS" => {
                let Some(Token::Name(name)) = operands.last() else { return };
                let known = run.space_names.iter().find(|(n, _)| n == name).map(|(_, space)| *space);
                paint.space = known.unwrap_or_else(|| {
                    let space = xobject::colour_space(self.doc, run.resources, name);
                    if run.space_names.len() < MAX_NAMES {
                        run.space_names.push((name, space));
                    }
                    space
                });
                paint.lightness = 0.0;
                return;
            }
            b"sc" | b"scn" | b"SC" | b"SCN" => {}
            _ => return,
        }
        let mut values = [0.0; 4];
        let mut n = 0;
        for token in operands {
            if let (Token::Number(v), Some(slot)) = (token, values.get_mut(n)) {
                *slot = *v;
                n += 1;
            }
        }
        if let Some(values) = values.get(..n).filter(|v| !v.is_empty()) {
            paint.set(values);
        } else if word.len() > 2 {
            // A pattern.
            paint.lightness = 0.3;
        }
    }

    fn font<'c>(&mut self, name: &'c [u8], run: &mut Run<'d, 'c>) -> Result<Option<u16>, Error> {
        if let Some((_, index)) = run.font_names.iter().find(|(n, _)| *n == name) {
            return Ok(Some(*index));
        }
        let found = self.resource(run.resources, b"Font", name).and_then(super::resolve::as_dict);
        let Some(font) = found else { return Ok(None) };
        let index = self.fonts.load(self.doc, font, self.budget)?;
        if run.font_names.len() < MAX_NAMES {
            run.font_names.push((name, index));
        }
        Ok(Some(index))
    }

    /// A named resource; names may be written with `#xx`.
    fn resource(
        &self,
        resources: Option<&'d Dictionary>,
        kind: &[u8],
        name: &[u8],
    ) -> Option<&'d lopdf::Object> {
        let of_kind = dict(self.doc, resources?, kind)?;
        if name.contains(&b'#') {
            return get(self.doc, of_kind, &unescape_name(name));
        }
        get(self.doc, of_kind, name)
    }

    fn graphics_state<'c>(&mut self, operands: &[Token<'c>], run: &mut Run<'d, 'c>) -> Result<(), Error> {
        let Some(Token::Name(name)) = operands.last() else { return Ok(()) };
        let known = run.state_names.iter().find(|(n, _)| n == name).map(|(_, change)| *change);
        let change = if let Some(change) = known {
            change
        } else {
            let change = self.state_change(name, run.resources)?;
            if run.state_names.len() < MAX_NAMES {
                run.state_names.push((name, change));
            }
            change
        };
        change.apply(&mut run.state);
        Ok(())
    }

    fn state_change(&mut self, name: &[u8], resources: Option<&'d Dictionary>) -> Result<StateChange, Error> {
        let mut change = StateChange::default();
        let Some(d) = self.resource(resources, b"ExtGState", name).and_then(super::resolve::as_dict) else {
            return Ok(change);
        };
        let number = |key: &[u8]| super::resolve::number(self.doc, d, key);
        change.line_width = number(b"LW");
        change.fill_alpha = number(b"ca").map(|a| a.clamp(0.0, 1.0) as f32);
        change.stroke_alpha = number(b"CA").map(|a| a.clamp(0.0, 1.0) as f32);
        if let Some([font, size]) = super::resolve::array(self.doc, d, b"Font")
            && let Some(font) = super::resolve::deref(self.doc, font).and_then(super::resolve::as_dict)
        {
            let size = super::resolve::as_number(self.doc, size).unwrap_or(0.0);
            change.font = Some((self.fonts.load(self.doc, font, self.budget)?, size));
        }
        Ok(change)
    }
}

/// `#xx` of a name undone.
fn unescape_name(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&b, tail)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16);
        match tail {
            [h, l, more @ ..] if b == b'#' => {
                if let (Some(h), Some(l)) = (hex(*h), hex(*l)) {
                    out.push((h * 16 + l) as u8);
                    rest = more;
                    continue;
                }
                out.push(b);
            }
            _ => out.push(b),
        }
        rest = tail;
    }
    out
}

//! The content interpreter: one pass over the bytes of a page, calling the sink with glyphs, rules, fills and
//! images. ISO 32000-2, 8 and 9.

mod again;
mod annotations;
mod doubles;
mod hidden;
mod inline_image;
mod marked;
mod op;
mod opening;
mod operators;
mod path;
mod resources;
mod seal;
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
use super::picture::{self, Picture};
use crate::error::Error;
use crate::model::Page;
use again::Again;
use hidden::Hidden;
use marked::Marks;
use opening::Opening;
use path::Path;
use resources::Names;
use sink::Sink;
use state::{Space, State, StateChange};
use text::{Pen, TextObject};

/// Operands that are kept for one operator; a real `TJ` has some hundreds.
const MAX_OPERANDS: usize = 100_000;
/// Operators between two looks at the clock.
const CHECK_EVERY: usize = 4096;
/// Saved graphics states; beyond that `q` only counts.
const MAX_SAVED: usize = 512;

/// What the interpreter works with on a page.
pub(super) struct Interpreter<'d, 'p> {
    doc: &'d Document,
    fonts: &'p mut Fonts,
    budget: &'p mut Budget,
    optional: &'p OptionalContent,
    sink: Sink<'p>,
    operators: usize,
    /// The number of operators at which limits are checked next.
    next_check: usize,
    depth: usize,
    /// Images that were painted.
    pictures: Vec<Picture>,
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
    pen: Option<Pen>,
    /// Operators only showed text and moved since the pen was asked for: it is still the right one.
    pen_stands: bool,
    path: Path,
    marks: Marks,
    opening: Opening<'c>,
    again: Again<'c>,
    /// Fonts, graphics states and colour spaces by the names of this stream's resources.
    font_names: Names<'c, u16>,
    state_names: Names<'c, StateChange>,
    space_names: Names<'c, Space>,
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
        let sink = Sink {
            page,
            visible: content.visible,
            limits: budget.limits,
            covers: 0,
            hidden: Hidden::default(),
        };
        let (operators, next_check, depth) = (0, 0, 0);
        let (pictures, scratch) = (Vec::new(), Vec::new());
        let mut me =
            Self { doc, fonts, budget, optional, sink, operators, next_check, depth, pictures, scratch };
        // Clipping to the page happens glyph by glyph, so that what lies outside can be counted.
        let everything = Rect { x0: -1e9, y0: -1e9, x1: 1e9, y1: 1e9 };
        me.run(content.data, content.resources, State::new(content.base, everything), Marks::default())?;
        me.annotations(content, everything)?;
        std::mem::take(&mut me.sink.hidden).remove(me.sink.page);
        doubles::remove(me.sink.page);
        picture::add_rules(doc, me.budget, me.sink.page, &me.pictures)
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
            pen: None,
            pen_stands: false,
            path: Path::default(),
            marks,
            opening: Opening::default(),
            again: Again::default(),
            font_names: Names::default(),
            state_names: Names::default(),
            space_names: Names::default(),
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
            if self.operators >= self.next_check {
                self.check()?;
            }
            let key = op::key(word);
            run.opening.next(key, data, lexer.offset(), &run.state.style);
            run.again.read(key, &operands, &lexer);
            match key {
                op::NONE if matches!(word, b"true" | b"false" | b"null") => continue,
                op::INLINE_IMAGE => lexer = self.inline_image(lexer.clone(), &mut run)?,
                key => self.operator(key, &operands, &mut run)?,
            }
            operands.clear();
            self.known(key, &mut lexer, &mut operands, &mut run);
        }
        run.marks.finish(self.sink.page);
        Ok(())
    }

    /// After an operator: passes over what comes next where it is known.
    #[inline]
    fn known<'c>(
        &mut self,
        mut key: u32,
        lexer: &mut Lexer<'c>,
        operands: &mut Vec<Token<'c>>,
        run: &mut Run<'d, 'c>,
    ) {
        if matches!(key, op::SHOW | op::SHOW_ARRAY) {
            if let Some(step) = run.again.step(lexer) {
                key = step.key;
                run.state.next_line(key, step.to, &mut run.text);
                self.operators += 1;
            }
        } else {
            if key == op::SAVE {
                self.open(lexer, run);
            }
            if let Some(numbers) = run.again.turn(key, lexer) {
                operands.extend(numbers.map(Token::Number));
            }
        }
        run.again.done(key, lexer);
    }

    /// After a `q`: passes over operators whose effect is known.
    fn open<'c>(&mut self, lexer: &mut Lexer<'c>, run: &mut Run<'d, 'c>) {
        let style = &mut run.state.style;
        if let Some((known, end)) = run.opening.saved(lexer.data(), lexer.offset(), style) {
            *style = known.after;
            if known.begins_text {
                run.text.set(Matrix::IDENTITY);
            }
            self.operators += known.operators;
            lexer.set_offset(end);
        }
    }

    /// The limits that are looked at now and then.
    #[cold]
    fn check(&mut self) -> Result<(), Error> {
        let most = self.budget.limits.operators;
        if self.operators > most {
            return Err(exceeded("operators", most));
        }
        self.next_check = (self.operators + CHECK_EVERY).min(most.saturating_add(1));
        self.budget.check_time()
    }
}

//! What each operator does to the state, the path and the page. ISO 32000-2, annex A.

use super::state::Space;
use super::{Interpreter, MAX_SAVED, Run, op, xobject};
use crate::error::Error;
use crate::pdf::geometry::Matrix;
use crate::pdf::lexer::Token;

/// The last `N` operands, when all of them are numbers.
#[inline]
fn last<const N: usize>(operands: &[Token<'_>]) -> Option<[f64; N]> {
    let tokens = operands.last_chunk::<N>()?;
    let mut numbers = [0.0; N];
    for (slot, token) in numbers.iter_mut().zip(tokens) {
        let Token::Number(v) = token else { return None };
        *slot = *v;
    }
    Some(numbers)
}

impl<'d> Interpreter<'d, '_> {
    /// Text showing and positioning first: they are most of a page, and leave the pen as it is.
    #[inline]
    pub(super) fn operator<'c>(
        &mut self,
        key: u32,
        operands: &[Token<'c>],
        run: &mut Run<'d, 'c>,
    ) -> Result<(), Error> {
        match key {
            op::SHOW => self.show_operand(operands.last(), run)?,
            op::MOVE | op::MOVE_LEADING => {
                if let Some(to) = last(operands) {
                    run.state.next_line(key, to, &mut run.text);
                }
            }
            op::SHOW_ARRAY => self.show_array(operands, run)?,
            op::NEXT_LINE => run.text.next_line(0.0, -run.state.leading),
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
            _ => {
                run.pen_stands = false;
                self.other_operator(key, operands, run)?;
            }
        }
        Ok(())
    }

    fn other_operator<'c>(
        &mut self,
        key: u32,
        operands: &[Token<'c>],
        run: &mut Run<'d, 'c>,
    ) -> Result<(), Error> {
        match key {
            op::BEGIN_TEXT => run.text.set(Matrix::IDENTITY),
            op::FONT => {
                if let [.., Token::Name(name), Token::Number(size)] = operands {
                    run.state.style.size = *size;
                    run.state.style.font = self.font(name, run)?;
                }
            }
            op::TEXT_MATRIX => {
                if let Some(numbers) = last(operands) {
                    run.text.set(Matrix::new(numbers));
                }
            }
            // Graphics state.
            op::SAVE => {
                if run.saved.len() < MAX_SAVED {
                    run.saved.extend_from_slice(std::slice::from_ref(&run.state));
                } else {
                    run.unsaved += 1;
                }
            }
            op::RESTORE => {
                if run.unsaved > 0 {
                    run.unsaved -= 1;
                } else if let Some(state) = run.saved.last() {
                    run.state.clone_from(state);
                    run.saved.pop();
                }
            }
            op::CONCAT => {
                if let Some(numbers) = last(operands) {
                    let next = Matrix::new(numbers).then(&run.state.ctm);
                    if next.is_finite() {
                        run.state.ctm = next;
                    }
                }
            }
            op::GRAPHICS_STATE => self.graphics_state(operands, run)?,
            op::CHAR_SPACE
            | op::WORD_SPACE
            | op::SCALE
            | op::LEADING
            | op::RISE
            | op::MODE
            | op::LINE_WIDTH => {
                if let Some([v]) = last(operands) {
                    let state = &mut run.state;
                    match key {
                        op::CHAR_SPACE => state.char_space = v,
                        op::WORD_SPACE => state.word_space = v,
                        op::SCALE => state.h_scale = v / 100.0,
                        op::LEADING => state.leading = v,
                        op::RISE => state.rise = v,
                        op::MODE => state.mode = v.clamp(0.0, 7.0) as u8,
                        _ => state.style.line_width = v,
                    }
                }
            }
            // Paths.
            op::MOVE_TO | op::LINE_TO | op::CURVE | op::CURVE_V | op::CURVE_Y | op::RECTANGLE => {
                segment(key, operands, run);
            }
            op::CLOSE => run.path.close(),
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
            op::SHADING => self.sink.hidden.unknown(run.state.clip.intersect(&self.sink.visible)),
            op::XOBJECT => {
                if let Some(Token::Name(name)) = operands.last() {
                    self.xobject(name, run)?;
                }
            }
            // Marked content.
            op::BEGIN_MARKED_WITH => self.begin_marked(operands, run),
            op::BEGIN_MARKED => run.marks.begin(operands.first() == Some(&Token::Name(b"Artifact"))),
            op::END_MARKED => run.marks.end(self.sink.page),
            op::SET_STROKE_SPACE | op::SET_FILL_SPACE => self.colour_space(key, operands, run),
            op::STROKE_GRAY
            | op::STROKE_RGB
            | op::STROKE_CMYK
            | op::FILL_GRAY
            | op::FILL_RGB
            | op::FILL_CMYK
            | op::SET_STROKE
            | op::SET_STROKE_N
            | op::SET_FILL
            | op::SET_FILL_N => {
                colour(key, operands, run);
            }
            _ => {}
        }
        Ok(())
    }

    fn paint(&mut self, run: &mut Run<'d, '_>, fill: bool, stroke: bool) -> Result<(), Error> {
        let shown = !run.marks.hidden();
        run.path.paint(fill && shown, stroke && shown, &mut run.state, &mut self.sink)
    }

    /// `cs` and `CS`.
    fn colour_space<'c>(&mut self, key: u32, operands: &[Token<'c>], run: &mut Run<'d, 'c>) {
        let Some(Token::Name(name)) = operands.last() else { return };
        let space = run.space_names.get(name).unwrap_or_else(|| {
            let space = xobject::colour_space(self.doc, run.resources, name);
            run.space_names.add(name, space);
            space
        });
        let stroking = key == op::SET_STROKE_SPACE;
        let paint = if stroking { &mut run.state.style.stroke } else { &mut run.state.style.fill };
        paint.space = space;
        paint.lightness = 0.0;
    }
}

/// Adds to the path.
fn segment(key: u32, operands: &[Token<'_>], run: &mut Run<'_, '_>) {
    let ctm = run.state.ctm;
    // The points of curves that do not end one are control points, which are not followed.
    let needed = match key {
        op::CURVE => 6,
        op::CURVE_V | op::CURVE_Y | op::RECTANGLE => 4,
        _ => 2,
    };
    let all_numbers = operands
        .len()
        .checked_sub(needed)
        .and_then(|from| operands.get(from..))
        .is_some_and(|o| o.iter().all(|t| matches!(t, Token::Number(_))));
    if !all_numbers {
        return;
    }
    if key == op::RECTANGLE {
        if let Some([x, y, w, h]) = last(operands) {
            run.path.rectangle(&ctm, x, y, w, h);
        }
    } else if let Some([x, y]) = last(operands) {
        match key {
            op::MOVE_TO => run.path.move_to(&ctm, x, y),
            op::LINE_TO => run.path.line_to(&ctm, x, y),
            _ => run.path.curve_to(&ctm, x, y),
        }
    }
}

/// The colour operators but for those that choose a space.
fn colour(key: u32, operands: &[Token<'_>], run: &mut Run<'_, '_>) {
    let stroking =
        matches!(key, op::STROKE_GRAY | op::STROKE_RGB | op::STROKE_CMYK | op::SET_STROKE | op::SET_STROKE_N);
    let paint = if stroking { &mut run.state.style.stroke } else { &mut run.state.style.fill };
    if !matches!(key, op::SET_STROKE | op::SET_STROKE_N | op::SET_FILL | op::SET_FILL_N) {
        paint.space = Space::Device;
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
    } else if matches!(key, op::SET_STROKE_N | op::SET_FILL_N) {
        // A pattern.
        paint.lightness = 0.3;
    }
}

//! Between two pieces of text most producers write the same move (`240 -0 TD`) or the same first four numbers of a
//! text matrix (`0.05 0 0 -0.05 … Tm`), time and again. Where the bytes are those of the last time, what they say is
//! known.

use super::op;
use crate::pdf::lexer::{Lexer, Token};

/// What was written last between two pieces of text.
#[derive(Debug, Default)]
pub(super) struct Again<'c> {
    step: Option<Step<'c>>,
    turn: Option<Turn<'c>>,
    /// The operator that was read last, and where it ends.
    last: (u32, usize),
}

/// A move that follows a shown string.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'c> {
    /// From the end of the operator that shows the string to one byte after its own, which ends it.
    bytes: &'c [u8],
    /// `Td` or `TD`.
    pub key: u32,
    /// Its operands.
    pub to: [f64; 2],
}

/// The operands of a text matrix but for where it moves to.
#[derive(Debug, Clone, Copy)]
struct Turn<'c> {
    /// The operator before.
    after: u32,
    /// From its end to one byte after the last number, which ends it.
    bytes: &'c [u8],
    numbers: [f64; 4],
}

impl<'c> Again<'c> {
    /// An operator with its operands was read.
    #[inline]
    pub fn read(&mut self, key: u32, operands: &[Token<'c>], lexer: &Lexer<'c>) {
        match key {
            op::MOVE | op::MOVE_LEADING if matches!(self.last.0, op::SHOW | op::SHOW_ARRAY) => {
                self.moved(key, operands, lexer);
            }
            op::TEXT_MATRIX => self.turned(operands, lexer),
            _ => {}
        }
    }

    /// An operator was carried out, and reading goes on from here.
    #[inline]
    pub fn done(&mut self, key: u32, lexer: &Lexer<'c>) {
        self.last = (key, lexer.offset());
    }

    /// After a shown string: the move that comes next, where it is the one of the last time. It is passed over.
    #[inline]
    pub fn step(&self, lexer: &mut Lexer<'c>) -> Option<&Step<'c>> {
        self.step.as_ref().filter(|step| pass(step.bytes, lexer))
    }

    /// After an operator: the first numbers of the text matrix that comes next, where they are those of the last time.
    /// They are passed over.
    #[inline]
    pub fn turn(&self, after: u32, lexer: &mut Lexer<'c>) -> Option<[f64; 4]> {
        let turn = self.turn.as_ref().filter(|turn| turn.after == after && pass(turn.bytes, lexer))?;
        Some(turn.numbers)
    }

    fn moved(&mut self, key: u32, operands: &[Token<'c>], lexer: &Lexer<'c>) {
        let bytes = lexer.data().get(self.last.1..=lexer.offset());
        self.step = match (operands, bytes) {
            ([Token::Number(x), Token::Number(y)], Some(bytes)) => Some(Step { bytes, key, to: [*x, *y] }),
            _ => None,
        };
    }

    fn turned(&mut self, operands: &[Token<'c>], lexer: &Lexer<'c>) {
        let (after, start) = self.last;
        let [Token::Number(a), Token::Number(b), Token::Number(c), Token::Number(d), _, _] = operands else {
            return;
        };
        let numbers = [*a, *b, *c, *d];
        if self.turn.is_some_and(|turn| turn.after == after && turn.numbers.iter().eq(&numbers)) {
            return;
        }
        let mut lexer = lexer.clone();
        lexer.set_offset(start);
        if (&mut lexer).take(4).eq(numbers.map(Token::Number)) {
            let bytes = lexer.data().get(start..=lexer.offset());
            self.turn = bytes.map(|bytes| Turn { after, bytes, numbers });
        }
    }
}

/// Whether these bytes come next; all but the last are passed over then.
#[inline]
fn pass(bytes: &[u8], lexer: &mut Lexer<'_>) -> bool {
    let at = lexer.offset();
    let come = lexer.data().get(at..).is_some_and(|rest| rest.starts_with(bytes));
    if come {
        lexer.set_offset(at + bytes.len() - 1);
    }
    come
}

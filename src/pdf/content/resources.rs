//! What the names in a content stream stand for. ISO 32000-2, 7.8.3.

use lopdf::Dictionary;

use super::state::StateChange;
use super::{Interpreter, Run};
use crate::error::Error;
use crate::pdf::lexer::Token;
use crate::pdf::resolve::{array, as_dict, as_number, deref, dict, get, name, number};

/// Names of one kind that are kept with what they mean; a page has some tens.
const MAX_NAMES: usize = 256;

/// Names of one kind in one stream, with what they mean.
#[derive(Debug)]
pub(super) struct Names<'c, T> {
    /// Digest, name, meaning, in the order in which they were met.
    list: Vec<(u64, &'c [u8], T)>,
}

impl<T> Default for Names<'_, T> {
    fn default() -> Self {
        Self { list: Vec::new() }
    }
}

impl<'c, T: Copy> Names<'c, T> {
    pub fn get(&self, name: &[u8]) -> Option<T> {
        let digest = digest(name);
        self.list.iter().find(|(d, n, _)| *d == digest && *n == name).map(|(_, _, meaning)| *meaning)
    }

    pub fn add(&mut self, name: &'c [u8], meaning: T) {
        if self.list.len() < MAX_NAMES {
            self.list.push((digest(name), name, meaning));
        }
    }
}

/// The last eight bytes of a name, where names of one kind differ.
fn digest(name: &[u8]) -> u64 {
    name.iter().rev().take(8).fold(0, |d, b| d << 8 | u64::from(*b))
}

impl<'d> Interpreter<'d, '_> {
    pub(super) fn font<'c>(&mut self, name: &'c [u8], run: &mut Run<'d, 'c>) -> Result<Option<u16>, Error> {
        if let Some(index) = run.font_names.get(name) {
            return Ok(Some(index));
        }
        let found = self.resource(run.resources, b"Font", name).and_then(as_dict);
        let Some(font) = found else { return Ok(None) };
        let index = self.fonts.load(self.doc, font, self.budget)?;
        run.font_names.add(name, index);
        Ok(Some(index))
    }

    /// A named resource; names may be written with `#xx`.
    pub(super) fn resource(
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

    pub(super) fn graphics_state<'c>(
        &mut self,
        operands: &[Token<'c>],
        run: &mut Run<'d, 'c>,
    ) -> Result<(), Error> {
        let Some(Token::Name(name)) = operands.last() else { return Ok(()) };
        let change = if let Some(change) = run.state_names.get(name) {
            change
        } else {
            let change = self.state_change(name, run.resources)?;
            run.state_names.add(name, change);
            change
        };
        change.apply(&mut run.state.style);
        Ok(())
    }

    fn state_change(
        &mut self,
        named: &[u8],
        resources: Option<&'d Dictionary>,
    ) -> Result<StateChange, Error> {
        let mut change = StateChange::default();
        let Some(d) = self.resource(resources, b"ExtGState", named).and_then(as_dict) else {
            return Ok(change);
        };
        let number = |key: &[u8]| number(self.doc, d, key);
        change.line_width = number(b"LW");
        change.fill_alpha = number(b"ca").map(|a| a.clamp(0.0, 1.0) as f32);
        change.stroke_alpha = number(b"CA").map(|a| a.clamp(0.0, 1.0) as f32);
        let other = |key: &[u8], plain: &[&[u8]]| {
            d.has(key).then(|| !name(self.doc, d, key).is_some_and(|n| plain.contains(&n)))
        };
        change.blends = other(b"BM", &[b"Normal", b"Compatible"]);
        change.masked = other(b"SMask", &[b"None"]);
        if let Some([font, size]) = array(self.doc, d, b"Font")
            && let Some(font) = deref(self.doc, font).and_then(as_dict)
        {
            let size = as_number(self.doc, size).unwrap_or(0.0);
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

//! Many producers open every piece of text with the same operators (`q BT 0 0 0 rg /F1 12 Tf /G0 gs`), down to
//! one character a piece. Where the bytes after a `q` are those of an earlier time and so is the style that they
//! change, what they led to is known.

use super::op;
use super::state::Style;

/// The operators after a `q` that change nothing but the style or begin a text object.
#[derive(Debug, Default)]
pub(super) struct Opening<'c> {
    known: Option<Known<'c>>,
    /// Where the operators that are being read began, and the style there.
    begun: Option<(usize, Style)>,
    /// What is known of them so far.
    end: usize,
    operators: usize,
    begins_text: bool,
}

/// What some operators, as written, do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'c> {
    bytes: &'c [u8],
    before: Style,
    /// The style after them.
    pub after: Style,
    /// How many operators they are.
    pub operators: usize,
    /// Whether `BT` is among them.
    pub begins_text: bool,
}

/// Fewer bytes are read as fast as they are compared.
const SHORTEST: usize = 8;

impl<'c> Opening<'c> {
    /// A `q` ends at `at`: what the operators after it do and where they end, when that is known. Otherwise they
    /// are followed from here.
    pub fn saved(&mut self, data: &'c [u8], at: usize, style: &Style) -> Option<(&Known<'c>, usize)> {
        let fits = |known: &&Known<'c>| {
            data.get(at..).is_some_and(|rest| rest.starts_with(known.bytes)) && known.before == *style
        };
        let known = self.known.as_ref().filter(fits);
        self.begun = known.is_none().then_some((at, *style));
        (self.end, self.operators, self.begins_text) = (at, 0, false);
        known.map(|known| (known, at + known.bytes.len()))
    }

    /// The next operator, before it is carried out; it ends at `end`.
    #[inline]
    pub fn next(&mut self, key: u32, data: &'c [u8], end: usize, style: &Style) {
        if self.begun.is_some() {
            self.follow(key, data, end, style);
        }
    }

    fn follow(&mut self, key: u32, data: &'c [u8], end: usize, style: &Style) {
        let more = data.get(end).is_some_and(u8::is_ascii_whitespace);
        if more && (styles(key) || key == op::BEGIN_TEXT) {
            (self.end, self.operators) = (end + 1, self.operators + 1);
            self.begins_text |= key == op::BEGIN_TEXT;
            return;
        }
        let Some((start, before)) = self.begun.take() else { return };
        if let Some(bytes) = data.get(start..self.end)
            && bytes.len() >= SHORTEST
            && !styles(key)
        {
            let (operators, begins_text) = (self.operators, self.begins_text);
            self.known = Some(Known { bytes, before, after: *style, operators, begins_text });
        }
    }
}

/// Whether an operator changes the style, or nothing, and nothing else.
fn styles(key: u32) -> bool {
    matches!(
        key,
        op::FONT
            | op::LINE_WIDTH
            | op::GRAPHICS_STATE
            | op::STROKE_GRAY
            | op::STROKE_RGB
            | op::STROKE_CMYK
            | op::FILL_GRAY
            | op::FILL_RGB
            | op::FILL_CMYK
            | op::LINE_CAP
            | op::LINE_JOIN
            | op::MITRE
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::content::state::State;
    use crate::pdf::geometry::{Matrix, Rect};

    #[test]
    fn the_same_operators_in_the_same_style_are_known() {
        let plain = State::new(Matrix::IDENTITY, Rect::EMPTY).style;
        let written = Style { font: Some(3), size: 12.0, ..plain };
        let data = b"q BT 0 g /F1 12 Tf 5 5 Td q BT 0 g /F1 12 Tf 9 9 Td q BT 0 g /F1 12 Tfx";
        let mut opening = Opening::default();
        assert!(opening.saved(data, 1, &plain).is_none());
        for (key, end, style) in [
            (op::BEGIN_TEXT, 4, &plain),
            (op::FILL_GRAY, 8, &plain),
            (op::FONT, 18, &plain),
            (op::MOVE, 25, &written),
        ] {
            opening.next(key, data, end, style);
        }
        let (known, end) = opening.saved(data, 27, &plain).expect("the second time");
        assert_eq!((known.after, known.operators, known.begins_text, end), (written, 3, true, 45));
        assert!(opening.saved(data, 27, &written).is_none(), "another style before");
        assert!(opening.saved(data, 53, &plain).is_none(), "another word at the end");
    }
}

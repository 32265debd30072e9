//! What a document or a file name contains cannot steer a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text with everything escaped that a terminal would obey or that would reorder the line: control
/// characters but the line feed's visible form, and the Unicode marks of direction.
pub fn safe(text: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if steers(c) {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(safe("预算 a.pdf"), "预算 a.pdf");
        assert_eq!(safe("\u{1b}[2J\r\n\u{9b}x\u{202e}fdp"), "\\u{1b}[2J\\u{d}\\u{a}\\u{9b}x\\u{202e}fdp");
    }
}

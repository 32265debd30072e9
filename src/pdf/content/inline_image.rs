//! Inline images: skipped, but for their box. Their data may hold the bytes `EI` anywhere, so that the end is
//! the first `EI` after which content goes on sensibly, not before the length that the image's size demands.

use super::{Interpreter, Run};
use crate::error::Error;
use crate::pdf::lexer::{Lexer, Token, is_space};

impl<'d> Interpreter<'d, '_> {
    /// Goes on after the image that begins at `lexer`.
    pub(super) fn inline_image<'c>(
        &mut self,
        mut lexer: Lexer<'c>,
        run: &mut Run<'d, '_>,
    ) -> Result<Lexer<'c>, Error> {
        let mut header = Header::default();
        let mut key: &[u8] = b"";
        for token in lexer.by_ref() {
            match token {
                Token::Word(b"ID") => break,
                Token::Name(n) if key.is_empty() => key = n,
                value => {
                    header.set(key, &value);
                    if !matches!(value, Token::ArrayStart | Token::DictStart) {
                        key = b"";
                    }
                }
            }
        }
        skip_data(&mut lexer, header.minimum());
        if !run.marks.hidden() {
            let opaque = !header.stencil && run.state.style.fill.alpha > 0.9;
            self.image(run, 0, opaque)?;
        }
        Ok(lexer)
    }
}

#[derive(Debug, Default)]
struct Header {
    width: f64,
    height: f64,
    bits: f64,
    components: f64,
    filtered: bool,
    stencil: bool,
}

impl Header {
    fn set(&mut self, key: &[u8], value: &Token<'_>) {
        match (key, value) {
            (b"W" | b"Width", Token::Number(v)) => self.width = *v,
            (b"H" | b"Height", Token::Number(v)) => self.height = *v,
            (b"BPC" | b"BitsPerComponent", Token::Number(v)) => self.bits = *v,
            (b"IM" | b"ImageMask", Token::Word(w)) => self.stencil = *w == b"true",
            (b"F" | b"Filter", _) => self.filtered = true,
            (b"CS" | b"ColorSpace", Token::Name(n)) => {
                self.components = match *n {
                    b"RGB" | b"DeviceRGB" => 3.0,
                    b"CMYK" | b"DeviceCMYK" => 4.0,
                    _ => 1.0,
                };
            }
            _ => {}
        }
    }

    /// Bytes that the data has at least.
    fn minimum(&self) -> usize {
        if self.filtered {
            return 0;
        }
        let bits = if self.stencil { 1.0 } else { self.bits.max(1.0) };
        let row = (self.width * self.components.max(1.0) * bits / 8.0).ceil();
        (row * self.height).clamp(0.0, 1e9) as usize
    }
}

/// Moves behind the `EI` that ends the data.
fn skip_data(lexer: &mut Lexer<'_>, minimum: usize) {
    let data = lexer.data();
    // One white-space byte separates ID from the data.
    let start = lexer.offset() + 1;
    let mut from = start.saturating_add(minimum).min(data.len());
    if !ends_at(data, from) && !ends_at(data, from + 1) && !ends_at(data, from + 2) {
        from = start;
    }
    let mut at = from;
    while let Some(rest) = data.get(at..) {
        let Some(found) = rest.windows(2).position(|w| w == b"EI") else { break };
        let ei = at + found;
        if ends_at(data, ei)
            || (ei > 0 && data.get(ei - 1).is_some_and(|b| is_space(*b)) && ends_at(data, ei))
        {
            lexer.set_offset(ei + 2);
            return;
        }
        at = ei + 1;
    }
    lexer.set_offset(data.len());
}

/// Whether `EI` stands here and what follows reads like content.
fn ends_at(data: &[u8], at: usize) -> bool {
    let Some([b'E', b'I', rest @ ..]) = data.get(at..) else { return false };
    if rest.first().is_some_and(|b| !is_space(*b)) {
        return false;
    }
    let mut words = 0;
    let mut first = true;
    for token in Lexer::new(rest.get(..256.min(rest.len())).unwrap_or_default()).take(24) {
        // No one shows text right after a picture: that is data which happens to hold a parenthesis.
        if std::mem::replace(&mut first, false)
            && matches!(token, Token::Literal(_) | Token::Hex(_) | Token::ArrayStart)
        {
            return false;
        }
        match token {
            Token::Word(w) => {
                let known = w.len() <= 3
                    && w.iter()
                        .all(|b| b.is_ascii_alphabetic() || matches!(b, b'*' | b'\'' | b'"' | b'0' | b'1'));
                if !known {
                    // Cut off by the window?
                    return words > 0;
                }
                words += 1;
            }
            Token::Name(n) if n.iter().any(|b| !b.is_ascii_graphic()) => return false,
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(content: &[u8]) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(content);
        let mut header = Header::default();
        let mut key: &[u8] = b"";
        for token in lexer.by_ref() {
            match token {
                Token::Word(b"ID") => break,
                Token::Name(n) if key.is_empty() => key = n,
                v => {
                    header.set(key, &v);
                    key = b"";
                }
            }
        }
        skip_data(&mut lexer, header.minimum());
        lexer.collect()
    }

    #[test]
    fn data_that_holds_ei_is_skipped_whole() {
        assert_eq!(rest(b"/W 4 /H 2 /BPC 8 ID ab EI cd\nEI Q"), [Token::Word(b"Q")]);
        assert_eq!(
            rest(b"/F /Fl ID \x80 EI \x81\x82\x83\x90 EI\nQ q"),
            [Token::Word(b"Q"), Token::Word(b"q")]
        );
        assert_eq!(rest(b"/W 1 /H 1 ID x"), []);
    }
}

//! One pass over content bytes (and CMap programs, which share the syntax): tokens that borrow from the bytes.
//! ISO 32000-2, 7.2 and 7.8.2.

mod number;
mod strings;
#[cfg(test)]
mod tests;

/// One token. Strings are handed out raw; [`Token::string`] undoes their escapes when someone needs them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    /// Without the slash; `#xx` still in place.
    Name(&'a [u8]),
    /// Between the parentheses, escapes in place.
    Literal(&'a [u8]),
    /// Between the angle brackets.
    Hex(&'a [u8]),
    ArrayStart,
    ArrayEnd,
    DictStart,
    DictEnd,
    /// Operators and `true`, `false`, `null`.
    Word(&'a [u8]),
}

impl Token<'_> {
    /// Appends the bytes of a string token; false for other tokens.
    #[inline]
    pub fn string(&self, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Literal(raw) => strings::unescape(raw, out),
            Self::Hex(raw) => strings::unhex(raw, out),
            _ => return false,
        }
        true
    }

    /// The bytes of a hexadecimal string of just two bytes, written without spaces.
    #[inline]
    pub fn two_bytes(&self) -> Option<[u8; 2]> {
        let Self::Hex([a, b, c, d]) = self else { return None };
        Some([strings::pair(*a, *b)?, strings::pair(*c, *d)?])
    }
}

/// Reads tokens from bytes; never fails, never goes back.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    pos: usize,
}

/// Goes on with a word.
const REGULAR: u8 = 0;
/// Goes on with a word, and may begin a number.
const NUMERIC: u8 = 1;
const SPACE: u8 = 2;
/// The delimiters, one class each but for those that mean nothing here.
const OPEN_STRING: u8 = 3;
const LESS: u8 = 4;
const GREATER: u8 = 5;
const OPEN_ARRAY: u8 = 6;
const CLOSE_ARRAY: u8 = 7;
const SLASH: u8 = 8;
const COMMENT: u8 = 9;
const STRAY: u8 = 10;

static CLASS: [u8; 256] = {
    let sets: [(&[u8], u8); 10] = [
        (b"0123456789+-.", NUMERIC),
        (b"\0\t\n\x0c\r ", SPACE),
        (b"(", OPEN_STRING),
        (b"<", LESS),
        (b">", GREATER),
        (b"[", OPEN_ARRAY),
        (b"]", CLOSE_ARRAY),
        (b"/", SLASH),
        (b"%", COMMENT),
        (b"){}", STRAY),
    ];
    let mut t = [REGULAR; 256];
    let mut k = 0;
    while k < sets.len() {
        let (bytes, class) = sets[k];
        let mut i = 0;
        while i < bytes.len() {
            t[bytes[i] as usize] = class;
            i += 1;
        }
        k += 1;
    }
    t
};

#[inline]
fn class(b: u8) -> u8 {
    CLASS[b as usize]
}

/// Whether a token goes on with this byte.
#[inline]
fn goes_on(b: u8) -> bool {
    class(b) <= NUMERIC
}

/// Whether a byte is white space in the sense of the standard.
pub(super) fn is_space(b: u8) -> bool {
    class(b) == SPACE
}

impl<'a> Lexer<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, pos: 0 }
    }

    pub fn offset(&self) -> usize {
        self.pos
    }

    pub fn set_offset(&mut self, pos: usize) {
        self.pos = pos.min(self.data.len());
    }

    pub fn data(&self) -> &'a [u8] {
        self.data
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.pos).copied()
    }

    #[inline]
    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let start = self.pos;
        let mut end = start;
        while let Some(&b) = self.data.get(end)
            && keep(b)
        {
            end += 1;
        }
        self.pos = end;
        self.data.get(start..end).unwrap_or_default()
    }

    /// A word: of one to three bytes, as operators are, as a rule.
    #[inline]
    fn word(&mut self) -> &'a [u8] {
        let Some(&[_, b, c, d]) = self.data.get(self.pos..).and_then(<[u8]>::first_chunk) else {
            return self.take_while(goes_on);
        };
        let length = match () {
            () if !goes_on(b) => 1,
            () if !goes_on(c) => 2,
            () if !goes_on(d) => 3,
            () => return self.take_while(goes_on),
        };
        let word = self.data.get(self.pos..self.pos + length).unwrap_or_default();
        self.pos += length;
        word
    }

    /// What begins like a number and is none of the usual form: `1e-5` of some generators is read.
    #[cold]
    #[inline(never)]
    fn odd_number(word: &'a [u8]) -> Token<'a> {
        let exponent = || std::str::from_utf8(word).ok()?.parse::<f64>().ok().filter(|v| v.is_finite());
        number::any(word).or_else(exponent).map_or(Token::Word(word), Token::Number)
    }
}

/// The bytes between the `(` before `start` and its `)`, and where reading goes on.
fn literal(data: &[u8], start: usize) -> (&[u8], usize) {
    let mut depth = 1usize;
    let mut at = start;
    while let Some(&b) = data.get(at) {
        at += 1;
        match b {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return (data.get(start..at - 1).unwrap_or_default(), at);
                }
            }
            _ => {}
        }
    }
    (data.get(start..).unwrap_or_default(), data.len())
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    // Half of the time that a page takes is spent here.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let mut first = *self.data.get(self.pos)?;
            while class(first) == SPACE {
                self.pos += 1;
                first = *self.data.get(self.pos)?;
            }
            match class(first) {
                NUMERIC => {
                    // Half of all numbers are one digit.
                    if let Some(&after) = self.data.get(self.pos + 1)
                        && first.is_ascii_digit()
                        && class(after) == SPACE
                    {
                        self.pos += 2;
                        return Some(Token::Number(f64::from(first - b'0')));
                    }
                    return Some(match number::plain(self.data, self.pos) {
                        Some((value, end)) => {
                            self.pos = end;
                            Token::Number(value)
                        }
                        None => Self::odd_number(self.take_while(goes_on)),
                    });
                }
                REGULAR => return Some(Token::Word(self.word())),
                OPEN_STRING => {
                    let (raw, end) = literal(self.data, self.pos + 1);
                    self.pos = end;
                    return Some(Token::Literal(raw));
                }
                LESS => {
                    self.pos += 1;
                    if self.peek() == Some(b'<') {
                        self.pos += 1;
                        return Some(Token::DictStart);
                    }
                    // Most hexadecimal strings are one character.
                    let (raw, end) = match self.data.get(self.pos..self.pos + 5) {
                        Some([raw @ .., b'>']) if !raw.contains(&b'>') => (raw, self.pos + 5),
                        _ => {
                            let raw = self.take_while(|b| b != b'>');
                            (raw, (self.pos + 1).min(self.data.len()))
                        }
                    };
                    self.pos = end;
                    return Some(Token::Hex(raw));
                }
                GREATER => {
                    self.pos += 1;
                    if self.peek() == Some(b'>') {
                        self.pos += 1;
                        return Some(Token::DictEnd);
                    }
                }
                OPEN_ARRAY => {
                    self.pos += 1;
                    return Some(Token::ArrayStart);
                }
                CLOSE_ARRAY => {
                    self.pos += 1;
                    return Some(Token::ArrayEnd);
                }
                SLASH => {
                    self.pos += 1;
                    return Some(Token::Name(self.take_while(goes_on)));
                }
                COMMENT => {
                    self.take_while(|b| b != b'\n' && b != b'\r');
                }
                _ => self.pos += 1,
            }
        }
    }
}

//! One pass over content bytes (and CMap programs, which share the syntax): tokens that borrow from the bytes.
//! ISO 32000-2, 7.2 and 7.8.2.

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
    pub fn string(&self, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Literal(raw) => unescape(raw, out),
            Self::Hex(raw) => unhex(raw, out),
            _ => return false,
        }
        true
    }
}

/// Reads tokens from bytes; never fails, never goes back.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    pos: usize,
}

const REGULAR: u8 = 0;
const SPACE: u8 = 1;
const DELIMITER: u8 = 2;

static CLASS: [u8; 256] = {
    let mut t = [REGULAR; 256];
    let mut i = 0;
    let space = b"\0\t\n\x0c\r ";
    while i < space.len() {
        t[space[i] as usize] = SPACE;
        i += 1;
    }
    let delimiters = b"()<>[]{}/%";
    i = 0;
    while i < delimiters.len() {
        t[delimiters[i] as usize] = DELIMITER;
        i += 1;
    }
    t
};

fn class(b: u8) -> u8 {
    CLASS[b as usize]
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

    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.data.get(self.pos..).unwrap_or_default();
        let n = rest.iter().position(|&b| !keep(b)).unwrap_or(rest.len());
        self.pos += n;
        rest.split_at(n).0
    }

    /// A number of the usual form, in one step; `None` (and nothing read) for anything else.
    fn plain_number(&mut self) -> Option<f64> {
        let rest = self.data.get(self.pos..)?;
        let negative = rest.first() == Some(&b'-');
        let mut mantissa: u64 = 0;
        let mut point: Option<usize> = None;
        let mut i = usize::from(negative);
        let first = i;
        while let Some(&b) = rest.get(i) {
            match b {
                b'0'..=b'9' => mantissa = mantissa * 10 + u64::from(b - b'0'),
                b'.' if point.is_none() => point = Some(i),
                _ if class(b) == REGULAR => return None,
                _ => break,
            }
            i += 1;
            if i > 16 {
                return None;
            }
        }
        let digits = i - first - usize::from(point.is_some());
        if digits == 0 {
            return None;
        }
        self.pos += i;
        let scale = point.map_or(0, |p| i - p - 1);
        let value = mantissa as f64 / POWERS.get(scale).copied().unwrap_or(1.0);
        Some(if negative { -value } else { value })
    }

    /// The bytes between `(` (already read) and its `)`.
    fn literal(&mut self) -> &'a [u8] {
        let start = self.pos;
        let mut depth = 1usize;
        while let Some(b) = self.peek() {
            self.pos += 1;
            match b {
                b'\\' => self.pos += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return self.data.get(start..self.pos - 1).unwrap_or_default();
                    }
                }
                _ => {}
            }
        }
        self.pos = self.data.len();
        self.data.get(start..).unwrap_or_default()
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let b = self.peek()?;
            match b {
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    if let Some(v) = self.plain_number() {
                        return Some(Token::Number(v));
                    }
                    let word = self.take_while(|b| class(b) == REGULAR);
                    return Some(match number(word) {
                        Some(v) => Token::Number(v),
                        None => split_number(word),
                    });
                }
                _ if class(b) == SPACE => self.pos += 1,
                b'(' => {
                    self.pos += 1;
                    return Some(Token::Literal(self.literal()));
                }
                b'<' => {
                    self.pos += 1;
                    if self.peek() == Some(b'<') {
                        self.pos += 1;
                        return Some(Token::DictStart);
                    }
                    let raw = self.take_while(|b| b != b'>');
                    self.pos = (self.pos + 1).min(self.data.len());
                    return Some(Token::Hex(raw));
                }
                b'>' => {
                    self.pos += 1;
                    if self.peek() == Some(b'>') {
                        self.pos += 1;
                        return Some(Token::DictEnd);
                    }
                }
                b'[' => {
                    self.pos += 1;
                    return Some(Token::ArrayStart);
                }
                b']' => {
                    self.pos += 1;
                    return Some(Token::ArrayEnd);
                }
                b'/' => {
                    self.pos += 1;
                    return Some(Token::Name(self.take_while(|b| class(b) == REGULAR)));
                }
                b'%' => {
                    self.take_while(|b| b != b'\n' && b != b'\r');
                }
                b')' | b'{' | b'}' => self.pos += 1,
                _ => return Some(Token::Word(self.take_while(|b| class(b) == REGULAR))),
            }
        }
    }
}

/// Numbers as producers write them: `12`, `-.5`, `4.`, and the broken `--5`, `1-2` (the rest is dropped).
fn number(word: &[u8]) -> Option<f64> {
    let mut i = 0;
    let mut negative = false;
    while let Some(sign @ (b'+' | b'-')) = word.get(i) {
        negative |= *sign == b'-';
        i += 1;
    }
    let mut mantissa: u64 = 0;
    let mut digits = 0u32;
    let mut scale = 0usize;
    let mut point = false;
    for &b in word.get(i..)? {
        match b {
            b'0'..=b'9' => {
                if digits < 18 {
                    mantissa = mantissa * 10 + u64::from(b - b'0');
                    digits += u32::from(mantissa != 0);
                    scale += usize::from(point);
                } else if !point {
                    return Some(if negative { -1e18 } else { 1e18 });
                }
            }
            b'.' if !point => point = true,
            b'-' if digits > 0 || point => break,
            _ => return None,
        }
    }
    if word.len() == i {
        return None;
    }
    let value = mantissa as f64 / POWERS.get(scale).copied().unwrap_or(1e18);
    Some(if negative { -value } else { value })
}

static POWERS: [f64; 19] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

/// A word that begins like a number but is none: `1e-5` of some generators is read, anything else is a word.
fn split_number(word: &[u8]) -> Token<'_> {
    std::str::from_utf8(word)
        .ok()
        .and_then(|s| s.parse::<f64>().ok())
        .filter(|v| v.is_finite())
        .map_or(Token::Word(word), Token::Number)
}

fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut i = 0;
    while let Some(&b) = raw.get(i) {
        i += 1;
        if b != b'\\' {
            // An unescaped line end of any kind is read as \n.
            if b == b'\r' {
                i += usize::from(raw.get(i) == Some(&b'\n'));
                out.push(b'\n');
            } else {
                out.push(b);
            }
            continue;
        }
        let Some(&e) = raw.get(i) else { return };
        i += 1;
        match e {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'0'..=b'7' => {
                let mut v = u32::from(e - b'0');
                for _ in 0..2 {
                    match raw.get(i) {
                        Some(&d @ b'0'..=b'7') => {
                            v = v * 8 + u32::from(d - b'0');
                            i += 1;
                        }
                        _ => break,
                    }
                }
                out.push((v & 0xFF) as u8);
            }
            b'\r' => i += usize::from(raw.get(i) == Some(&b'\n')),
            b'\n' => {}
            other => out.push(other),
        }
    }
}

fn unhex(raw: &[u8], out: &mut Vec<u8>) {
    let mut half: Option<u8> = None;
    for &b in raw {
        let d = match b {
            b'0'..=b'9' => b - b'0',
            b'a'..=b'f' => b - b'a' + 10,
            b'A'..=b'F' => b - b'A' + 10,
            _ => continue,
        };
        half = match half {
            None => Some(d),
            Some(h) => {
                out.push(h << 4 | d);
                None
            }
        };
    }
    if let Some(h) = half {
        out.push(h << 4);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(s: &str) -> Vec<Token<'_>> {
        Lexer::new(s.as_bytes()).collect()
    }

    #[test]
    fn tokens_of_a_text_block() {
        assert_eq!(
            tokens("BT/F1 12 Tf[(a\\)b)-20.5<0A0b>]TJ%x\nET"),
            vec![
                Token::Word(b"BT"),
                Token::Name(b"F1"),
                Token::Number(12.0),
                Token::Word(b"Tf"),
                Token::ArrayStart,
                Token::Literal(b"a\\)b"),
                Token::Number(-20.5),
                Token::Hex(b"0A0b"),
                Token::ArrayEnd,
                Token::Word(b"TJ"),
                Token::Word(b"ET"),
            ]
        );
    }

    #[test]
    fn numbers_as_producers_write_them() {
        let value = |s| match tokens(s).first() {
            Some(Token::Number(v)) => Some(*v),
            _ => None,
        };
        assert_eq!(value("-.5"), Some(-0.5));
        assert_eq!(value("4."), Some(4.0));
        assert_eq!(value("--5"), Some(-5.0));
        assert_eq!(value("+7"), Some(7.0));
        assert!(value("0.00000000000000000000000001").is_some_and(|v| v < 1e-9));
        assert_eq!(value("12-34"), Some(12.0));
        assert_eq!(value("1e-3"), Some(0.001));
        assert_eq!(value("99999999999999999999999"), Some(1e18));
    }

    #[test]
    fn strings_nest_escape_and_may_be_cut_off() {
        let bytes = |s: &str| {
            let mut out = Vec::new();
            assert!(tokens(s)[0].string(&mut out));
            out
        };
        assert_eq!(bytes("(a(b)c)"), b"a(b)c");
        assert_eq!(bytes("(\\101\\n\\\r\nx\\7)"), b"A\nx\x07");
        assert_eq!(bytes("<4 1\n4>"), b"A@");
        assert_eq!(bytes("(cut"), b"cut");
        assert_eq!(bytes("(cut\\"), b"cut");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end(data: Vec<u8>) {
            let mut out = Vec::new();
            for t in Lexer::new(&data) {
                t.string(&mut out);
            }
        }
    }
}

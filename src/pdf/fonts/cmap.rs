//! CMap programs: ToUnicode (code → text) and embedded encodings (code → CID). ISO 32000-2, 9.7.5 and 9.10.3.

use crate::pdf::lexer::{Lexer, Token};

/// Entries that a CMap may hold; a real one for GB18030 has under 32,000.
const MAX_ENTRIES: usize = 200_000;
/// Bytes of text that a CMap's multi-character mappings may hold together.
const MAX_TEXT: usize = 1 << 20;

/// Consecutive codes with consecutive destinations.
#[derive(Debug, Clone, Copy)]
struct Range {
    low: u32,
    high: u32,
    /// A CID or character of `low`, or with [`STRING`] the index of a string.
    target: u32,
}

const STRING: u32 = 0x8000_0000;

/// Codes of one length: each byte lies between those of `low` and `high`.
#[derive(Debug, Clone, Copy)]
struct Codespace {
    bytes: usize,
    low: u32,
    high: u32,
}

impl Codespace {
    fn holds(&self, code: u32) -> bool {
        (0..self.bytes).all(|i| {
            let byte = |v: u32| (v >> (8 * i)) & 0xFF;
            (byte(self.low)..=byte(self.high)).contains(&byte(code))
        })
    }
}

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) enum Text<'a> {
    One(char),
    Many(&'a str),
}

/// A parsed CMap.
#[derive(Debug, Clone, Default)]
pub(in crate::pdf) struct CMap {
    codespace: Vec<Codespace>,
    cids: Vec<Range>,
    texts: Vec<Range>,
    strings: Vec<Box<str>>,
    /// Name after which `usecmap` stood.
    pub base: Option<Vec<u8>>,
    /// `/WMode 1`.
    pub vertical: bool,
    /// More entries than any real font has; the rest was left out.
    pub truncated: bool,
}

impl CMap {
    /// Reads what can be read; a broken program gives the entries before the break.
    pub fn parse(data: &[u8]) -> Self {
        Parser { lexer: Lexer::new(data), map: Self::default(), buffer: Vec::new(), text_bytes: 0 }.run()
    }

    /// Whether there is any mapping to text.
    pub fn has_text(&self) -> bool {
        !self.texts.is_empty()
    }

    /// Whether there is any mapping to CIDs.
    pub fn has_cids(&self) -> bool {
        !self.cids.is_empty()
    }

    /// The text of a code.
    pub fn text(&self, code: u32) -> Option<Text<'_>> {
        let range = find(&self.texts, code)?;
        if range.target & STRING != 0 {
            let text = self.strings.get((range.target & !STRING) as usize)?;
            return Some(Text::Many(text));
        }
        // Codes of a range share all but their last byte; producers ignore that, and so do readers.
        char::from_u32(range.target.checked_add(code - range.low)?).map(Text::One)
    }

    /// The CID of a code.
    pub fn cid(&self, code: u32) -> Option<u32> {
        let range = find(&self.cids, code)?;
        range.target.checked_add(code - range.low)
    }

    /// Reads the next code: its value and length in bytes.
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0;
        for (i, &b) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(b);
            if self.codespace.iter().any(|c| c.bytes == i + 1 && c.holds(code)) {
                return (code, i + 1);
            }
        }
        // No range holds it: skip as many bytes as the shortest code has.
        let skip = self.codespace.iter().map(|c| c.bytes).min().unwrap_or(2).min(bytes.len()).max(1);
        (bytes.iter().take(skip).fold(0, |v, &b| v << 8 | u32::from(b)), skip)
    }

    /// Whether the program says how long codes are.
    pub fn has_codespace(&self) -> bool {
        !self.codespace.is_empty()
    }

    /// All codes with one character each, range by range, for plausibility checks: (low, high, first character).
    pub fn text_ranges(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        self.texts.iter().filter(|r| r.target & STRING == 0).map(|r| (r.low, r.high, r.target))
    }
}

fn find(ranges: &[Range], code: u32) -> Option<&Range> {
    let after = ranges.partition_point(|r| r.low <= code);
    // Ranges may overlap when a producer is careless; the later one in the file was sorted last.
    ranges.get(after.saturating_sub(4)..after)?.iter().rev().find(|r| r.high >= code)
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    map: CMap,
    buffer: Vec<u8>,
    text_bytes: usize,
}

impl Parser<'_> {
    fn run(mut self) -> CMap {
        let mut previous: Option<Token<'_>> = None;
        let mut wmode = false;
        while let Some(token) = self.lexer.next() {
            match token {
                Token::Word(b"begincodespacerange") => self.codespace(),
                Token::Word(b"begincidrange") => self.cid_ranges(true),
                Token::Word(b"begincidchar") => self.cid_ranges(false),
                Token::Word(b"beginbfrange") => self.bf(true),
                Token::Word(b"beginbfchar") => self.bf(false),
                Token::Word(b"usecmap") => {
                    if let Some(Token::Name(name)) = previous {
                        self.map.base = Some(name.to_vec());
                    }
                }
                Token::Number(v) if wmode => self.map.vertical = v > 0.5,
                _ => {}
            }
            wmode = matches!(token, Token::Name(b"WMode"));
            previous = Some(token);
        }
        self.map.cids.sort_by_key(|r| r.low);
        self.map.texts.sort_by_key(|r| r.low);
        self.map
    }

    /// A code: hexadecimal string, or an integer as some broken producers write.
    fn code(&mut self, token: Token<'_>) -> Option<(u32, usize)> {
        match token {
            Token::Number(v) if (0.0..=4_294_967_295.0).contains(&v) => Some((v as u32, 2)),
            token => {
                self.buffer.clear();
                if !token.string(&mut self.buffer) || self.buffer.len() > 4 {
                    return None;
                }
                Some((self.buffer.iter().fold(0, |v, &b| v << 8 | u32::from(b)), self.buffer.len()))
            }
        }
    }

    fn codespace(&mut self) {
        while let Some(low) = self.lexer.next() {
            if matches!(low, Token::Word(_)) {
                return;
            }
            let Some(high) = self.lexer.next() else { return };
            if let (Some((low, bytes)), Some((high, _))) = (self.code(low), self.code(high))
                && self.map.codespace.len() < 256
                && bytes > 0
            {
                self.map.codespace.push(Codespace { bytes, low, high });
            }
        }
    }

    fn cid_ranges(&mut self, ranges: bool) {
        while let Some(low) = self.lexer.next() {
            if matches!(low, Token::Word(_)) {
                return;
            }
            let high = if ranges { self.lexer.next() } else { Some(low) };
            let (Some(high), Some(cid)) = (high, self.lexer.next()) else { return };
            if let (Some((low, _)), Some((high, _)), Token::Number(cid)) =
                (self.code(low), self.code(high), cid)
                && self.room()
            {
                self.map.cids.push(Range { low, high, target: cid.clamp(0.0, 65_535.0) as u32 });
            }
        }
    }

    fn room(&mut self) -> bool {
        let room = self.map.cids.len() + self.map.texts.len() < MAX_ENTRIES;
        self.map.truncated |= !room;
        room
    }

    fn bf(&mut self, ranges: bool) {
        while let Some(low) = self.lexer.next() {
            if matches!(low, Token::Word(_)) {
                return;
            }
            let high = if ranges { self.lexer.next() } else { Some(low) };
            let (Some(high), Some(target)) = (high, self.lexer.next()) else { return };
            let codes = (self.code(low), self.code(high));
            if target == Token::ArrayStart {
                let mut code = codes.0.map(|c| c.0);
                for item in self.lexer.by_ref() {
                    if matches!(item, Token::ArrayEnd | Token::Word(_)) {
                        break;
                    }
                    if let Some(c) = code {
                        let mut bytes = std::mem::take(&mut self.buffer);
                        bytes.clear();
                        if item.string(&mut bytes) {
                            push_text(&mut self.map, &mut self.text_bytes, c, c, &bytes);
                        }
                        self.buffer = bytes;
                        code = c.checked_add(1);
                    }
                }
                continue;
            }
            if let (Some((low, _)), Some((high, _))) = codes {
                let mut bytes = std::mem::take(&mut self.buffer);
                bytes.clear();
                if target.string(&mut bytes) {
                    push_text(&mut self.map, &mut self.text_bytes, low, high, &bytes);
                }
                self.buffer = bytes;
            }
        }
    }
}

/// Adds a mapping to the UTF-16BE text in `bytes`.
fn push_text(map: &mut CMap, text_bytes: &mut usize, low: u32, high: u32, bytes: &[u8]) {
    if high < low || bytes.is_empty() {
        return;
    }
    if map.cids.len() + map.texts.len() >= MAX_ENTRIES || *text_bytes > MAX_TEXT {
        map.truncated = true;
        return;
    }
    // A single byte is what Ghostscript leaves of some entries and what others write for ASCII.
    let wide = [0, bytes[0]];
    let bytes = if bytes.len() == 1 { &wide } else { bytes };
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
    let mut chars = char::decode_utf16(units).map(|r| r.unwrap_or(char::REPLACEMENT_CHARACTER));
    let (first, second) = (chars.next(), chars.next());
    if let (Some(c), None) = (first, second) {
        map.texts.push(Range { low, high, target: c as u32 });
        return;
    }
    let mut text: String = first.into_iter().chain(second).chain(chars).collect();
    // A range to a string counts up its last character; such ranges are short.
    for code in low..=high.min(low.saturating_add(255)) {
        *text_bytes += text.len();
        let target = STRING | map.strings.len() as u32;
        map.strings.push(text.clone().into_boxed_str());
        map.texts.push(Range { low: code, high: code, target });
        if let Some(next) = text.pop().and_then(|c| char::from_u32(c as u32 + 1)) {
            text.push(next);
        } else {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_unicode_of_each_form() {
        let map = CMap::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0003> <0020> <0004> <00660069> endbfchar\n\
              2 beginbfrange <0010> <0012> <4E00> <0020> <0022> [<6237> <D840DC00> <0041>] endbfrange",
        );
        assert_eq!(map.text(3), Some(Text::One(' ')));
        assert_eq!(map.text(4), Some(Text::Many("fi")));
        assert_eq!(map.text(0x12), Some(Text::One('\u{4E02}')));
        assert_eq!(map.text(0x13), None);
        assert_eq!(map.text(0x20), Some(Text::One('户')));
        assert_eq!(map.text(0x21), Some(Text::One('\u{20000}')));
        assert_eq!(map.next_code(&[0, 3, 0]), (3, 2));
    }

    #[test]
    fn codes_of_mixed_length() {
        let map = CMap::parse(
            b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange 1 begincidrange <8140> <8142> 10 endcidrange \
              1 begincidchar <41> 5 endcidchar /WMode 1 def",
        );
        assert_eq!(map.next_code(b"A"), (0x41, 1));
        assert_eq!(map.next_code(&[0x81, 0x41]), (0x8141, 2));
        assert_eq!(map.cid(0x8142), Some(12));
        assert_eq!(map.cid(0x41), Some(5));
        assert!(map.vertical);
    }

    #[test]
    fn a_cmap_of_absurd_size_is_cut() {
        use std::fmt::Write as _;
        let mut program = String::from("1 beginbfchar ");
        for i in 0..MAX_ENTRIES + 10 {
            let _ = write!(program, "<{i:08X}> <4E00> ");
        }
        let map = CMap::parse(program.as_bytes());
        assert!(map.truncated);
    }

    proptest::proptest! {
        #[test]
        fn any_program_ends(data: Vec<u8>, code: u32) {
            let map = CMap::parse(&data);
            let _ = (map.text(code), map.cid(code), map.next_code(&code.to_be_bytes()));
        }
    }
}

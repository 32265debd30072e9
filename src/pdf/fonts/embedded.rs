//! The embedded font program as the last source of characters, read only when a code is shown that nothing else
//! explains.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::encoding::glyph_name;
use super::sfnt::{Sfnt, table};
use crate::error::Error;
use crate::pdf::budget::Budget;
use crate::pdf::resolve::name;

/// What a font program says.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    sfnt: Option<Sfnt>,
    /// Characters by glyph index, from the names of a Type 1C font.
    by_glyph: Vec<Option<char>>,
    /// Characters by code, from the built-in encoding of a Type 1 or Type 1C font.
    by_code: Option<Box<[Option<char>; 256]>>,
}

impl Embedded {
    /// Where the program of a descriptor is.
    pub fn locate(descriptor: &Dictionary) -> Option<ObjectId> {
        [&b"FontFile2"[..], b"FontFile3", b"FontFile"]
            .iter()
            .find_map(|key| descriptor.get(key).ok().and_then(|o| o.as_reference().ok()))
    }

    pub fn read(doc: &Document, id: ObjectId, budget: &mut Budget) -> Result<Self, Error> {
        let mut me = Self::default();
        let Ok(Object::Stream(stream)) = doc.get_object(id) else { return Ok(me) };
        let data = budget.inflate(doc, stream)?;
        if matches!(data.get(..4), Some([0, 1, 0, 0] | b"true" | b"OTTO" | b"ttcf")) {
            me.sfnt = Some(Sfnt::read(&data));
            if let Some(cff) = table(&data, *b"CFF ") {
                me.read_cff(cff);
            }
        } else if name(doc, &stream.dict, b"Subtype").is_some() || data.first() == Some(&1) {
            me.read_cff(&data);
        } else {
            me.by_code = Some(type1_encoding(&data));
        }
        Ok(me)
    }

    fn read_cff(&mut self, data: &[u8]) {
        let Some(cff) = ttf_parser::cff::Table::parse(data) else { return };
        let named =
            |gid: u16| cff.glyph_name(ttf_parser::GlyphId(gid)).and_then(|n| glyph_name(n.as_bytes()));
        // A name costs a walk over the charset's ranges: absurd fonts are cut off.
        let glyphs = cff.number_of_glyphs().min(8_192);
        if cff.glyph_name(ttf_parser::GlyphId(0)).is_none() {
            return;
        }
        self.by_glyph = (0..glyphs).map(named).collect();
        let mut by_code = Box::new([None; 256]);
        for (code, slot) in by_code.iter_mut().enumerate() {
            *slot = cff
                .glyph_index(code as u8)
                .filter(|gid| gid.0 != 0)
                .and_then(|gid| self.by_glyph.get(usize::from(gid.0)).copied().flatten());
        }
        self.by_code = Some(by_code);
    }

    /// The character of a glyph of a CID font.
    pub fn glyph(&self, gid: u32) -> Option<char> {
        let by_cmap = self.sfnt.as_ref().and_then(|s| s.char(gid));
        by_cmap.or_else(|| self.by_glyph.get(gid as usize).copied().flatten())
    }

    /// The character of a code of a simple font without a usable encoding.
    pub fn code(&self, code: u32) -> Option<char> {
        let by_cmap = self.sfnt.as_ref().and_then(|s| s.char(s.glyph_of_code(code)?));
        by_cmap.or_else(|| self.by_code.as_ref()?.get(code as usize).copied().flatten())
    }
}

/// The built-in encoding of a Type 1 program, in its clear-text part: `dup 65 /A put`, or StandardEncoding.
fn type1_encoding(data: &[u8]) -> Box<[Option<char>; 256]> {
    use crate::pdf::lexer::{Lexer, Token};
    let clear = data.windows(5).position(|w| w == b"eexec").unwrap_or(data.len());
    let text = data.get(..clear).unwrap_or_default();
    let mut out = Box::new([None; 256]);
    let Some(start) = text.windows(9).position(|w| w == b"/Encoding") else { return out };
    let mut tokens = Lexer::new(text.get(start + 9..).unwrap_or_default()).take(20_000).peekable();
    if tokens.peek() == Some(&Token::Word(b"StandardEncoding")) {
        return super::encoding::standard();
    }
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(b"dup") => {
                if let (Some(Token::Number(code)), Some(Token::Name(n))) = (tokens.next(), tokens.next())
                    && let Some(slot) = out.get_mut(code.clamp(0.0, 256.0) as usize)
                {
                    *slot = glyph_name(n);
                }
            }
            Token::Word(b"def" | b"readonly") => break,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_encoding_of_type_1() {
        let program = b"%!PS-AdobeFont\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n\
            dup 1 /seven put\ndup 2 /uni6237 put\nreadonly def\ncurrentfile eexec \xff\xfe";
        let map = type1_encoding(program);
        assert_eq!((map[1], map[2], map[3]), (Some('7'), Some('户'), None));
        assert_eq!(type1_encoding(b"/Encoding StandardEncoding def eexec")[65], Some('A'));
    }
}

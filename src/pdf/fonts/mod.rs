//! Fonts, decoded once a document: code → character and advance width. Every code is worked out when it is first
//! shown and kept in a table, so that showing text costs one look-up a glyph.

mod cmap;
mod embedded;
mod encoding;
mod fold;
mod names;
mod predefined;
mod read;
mod sfnt;
mod table;
mod widths;

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::budget::Budget;
use crate::error::Error;
use cmap::{CMap, Text};
use embedded::Embedded;
pub(super) use fold::{fold, is_mark};
use predefined::{Collection, Predefined};
use table::{Entry, Table};
use widths::CidWidths;

/// The document's fonts.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    by_address: HashMap<usize, u16>,
    list: Vec<Font>,
    missing: Option<u16>,
}

impl Fonts {
    /// The font of a font dictionary, read when it is first met. Dictionaries live as long as the document, so
    /// that their address identifies them.
    pub fn load(&mut self, doc: &Document, font: &Dictionary, budget: &mut Budget) -> Result<u16, Error> {
        let address = std::ptr::from_ref(font) as usize;
        if let Some(&index) = self.by_address.get(&address) {
            return Ok(index);
        }
        // 65,535 fonts and more in one document: the last one stands for the rest.
        let index = self.list.len().min(usize::from(u16::MAX)) as u16;
        if index < u16::MAX {
            self.list.push(Font::read(doc, font, budget)?);
        }
        self.by_address.insert(address, index);
        Ok(index)
    }

    /// The font that stands for one that the file does not have.
    pub fn missing(&mut self) -> u16 {
        if let Some(index) = self.missing {
            return index;
        }
        let index = self.list.len().min(usize::from(u16::MAX) - 1) as u16;
        self.list.push(Font { unit: 0.0005, ..Font::blank(b"?".to_vec()) });
        self.missing = Some(index);
        index
    }

    /// Names of fonts with characters that could not be determined, each once.
    pub fn newly_unmapped(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        for font in self.list.iter_mut().filter(|f| f.unmapped > 0 && !f.noted) {
            font.noted = true;
            names.push(
                String::from_utf8_lossy(&font.name).chars().filter(|c| !c.is_control()).take(80).collect(),
            );
        }
        names
    }

    pub fn get(&self, index: u16) -> Option<&Font> {
        self.list.get(usize::from(index))
    }

    pub fn get_mut(&mut self, index: u16) -> Option<&mut Font> {
        self.list.get_mut(usize::from(index))
    }
}

/// How bytes become codes.
#[derive(Debug)]
enum Codes {
    One,
    Predefined(Predefined),
    Mapped(Box<CMap>),
}

/// Where the width of a code comes from.
#[derive(Debug)]
enum Widths {
    Simple(Box<[f32; 256]>),
    Cid(CidWidths),
}

/// `/ToUnicode`.
#[derive(Debug)]
enum ToUnicode {
    None,
    /// `/Identity-H`: codes are UTF-16.
    Identity,
    Map(CMap),
}

/// One font.
#[allow(clippy::struct_excessive_bools)] // independent facts, not a state
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    widths: Widths,
    to_unicode: ToUnicode,
    /// Simple fonts: characters by the encoding, and whether the file declares one.
    chars: Option<encoding::Encoding>,
    declared: bool,
    /// CID fonts: the collection whose CIDs are characters.
    collection: Option<Collection>,
    name: Vec<u8>,
    /// The embedded program, and what it says once someone asked.
    program: Option<ObjectId>,
    embedded: Option<Box<Embedded>>,
    /// CID → glyph index; the identity when empty.
    gids: Vec<u8>,
    gid_map: Option<ObjectId>,
    /// Digits are narrower than a full em: a letter as wide as a Han character is none.
    narrow_digits: bool,
    table: Table,
    /// Characters shown that could not be determined, and whether that was reported.
    pub unmapped: usize,
    noted: bool,
    /// Writes top to bottom.
    pub vertical: bool,
    /// Bold by name, flag or weight.
    pub bold: bool,
    /// Over the baseline, in ems.
    pub ascent: f32,
    /// Under the baseline (negative), in ems.
    pub descent: f32,
    /// Glyph space to text space: 1/1000, or a Type 3 font's matrix.
    unit: f32,
}

/// What one code of a shown string is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// Bytes of the code.
    pub length: usize,
    /// Whether word spacing applies: the single-byte code 32.
    pub is_space: bool,
    /// Character and advance.
    pub entry: Entry,
}

impl Font {
    fn blank(base_font: Vec<u8>) -> Self {
        Self {
            codes: Codes::One,
            widths: Widths::Simple(Box::new([f32::NAN; 256])),
            to_unicode: ToUnicode::None,
            chars: None,
            declared: false,
            collection: None,
            name: base_font,
            program: None,
            embedded: None,
            gids: Vec::new(),
            gid_map: None,
            narrow_digits: false,
            table: Table::default(),
            unmapped: 0,
            noted: false,
            vertical: false,
            bold: false,
            ascent: 0.88,
            descent: -0.12,
            unit: 0.001,
        }
    }

    /// Whether ToUnicode has a digit that is clearly narrower than an em.
    fn has_narrow_digits(&self) -> bool {
        let (ToUnicode::Map(map), Widths::Cid(widths)) = (&self.to_unicode, &self.widths) else {
            return false;
        };
        let digit = map.text_ranges().find(|(_, _, first)| (0x30..=0x39).contains(first));
        digit.is_some_and(|(code, ..)| (1.0..=700.0).contains(&widths.get(self.cid(code, 2))))
    }

    fn cid(&self, code: u32, length: usize) -> u32 {
        match &self.codes {
            Codes::Mapped(map) if map.has_cids() => map.cid(code).unwrap_or(0),
            Codes::Predefined(p) => p.cid(code, length).unwrap_or(0),
            _ => code,
        }
    }

    /// The next code of `bytes` (not empty).
    #[inline]
    pub fn next(&mut self, bytes: &[u8], doc: &Document, budget: &mut Budget) -> Result<Shown, Error> {
        let (code, length) = match &self.codes {
            Codes::One => (u32::from(bytes.first().copied().unwrap_or(0)), 1),
            Codes::Predefined(p) => p.next_code(bytes),
            Codes::Mapped(map) => map.next_code(bytes),
        };
        let entry = if let Some(entry) = self.table.get(code, length) {
            entry
        } else {
            let entry = self.work_out(code, length, doc, budget)?;
            self.table.set(code, length, entry);
            entry
        };
        Ok(Shown { length, is_space: length == 1 && code == 32, entry })
    }

    /// The characters of an entry that stands for several.
    pub fn many(&self, entry: Entry) -> &str {
        self.table.many(entry)
    }

    fn work_out(
        &mut self,
        code: u32,
        length: usize,
        doc: &Document,
        budget: &mut Budget,
    ) -> Result<Entry, Error> {
        let width = match &self.widths {
            // Without a list of widths all are the default, and no CID need be known.
            Widths::Cid(w) => w.uniform().unwrap_or_else(|| w.get(self.cid(code, length))),
            Widths::Simple(w) => w.get(code as usize).copied().unwrap_or(f32::NAN),
        };
        let full = (width - 1000.0).abs() < 1.0;
        let mut text: Option<char> = None;
        match &self.to_unicode {
            ToUnicode::Map(map) => match map.text(code) {
                Some(Text::One(c)) if sensible(c) && !(full && self.narrow_digits && is_letter(c)) => {
                    text = Some(c);
                }
                Some(Text::Many(s)) if s.chars().all(sensible) => {
                    let s: String = s.chars().filter(|c| !is_mark(*c)).map(fold).collect();
                    let width = self.advance(width, s.chars().next());
                    return Ok(self.table.add_many(&s, width));
                }
                _ => {}
            },
            ToUnicode::Identity => text = char::from_u32(code).filter(|c| sensible(*c)),
            ToUnicode::None => {}
        }
        let text = match text {
            Some(c) => Some(c),
            None if self.chars.is_some() => self.simple_char(code, doc, budget)?,
            None => self.cid_char(code, length, doc, budget)?,
        };
        let text = text.filter(|c| sensible(*c)).map(fold);
        let width = self.advance(width, text);
        // A soft hyphen that has a width is printed: many fonts have one glyph for it and for the hyphen.
        let text = text.map(|c| if c == '\u{AD}' && width > 0.0 { '-' } else { c });
        if text.is_some_and(|c| is_mark(c) || c == '\u{AD}') {
            return Ok(self.table.add_many("", width));
        }
        Ok(Entry { ch: text.map_or(Entry::UNMAPPED, |c| c as u32), width })
    }

    /// A width of the file as an advance in ems; what the file leaves open is the standard font's.
    fn advance(&self, width: f32, text: Option<char>) -> f32 {
        let width = if width.is_nan() { widths::standard(&self.name, text) } else { width } * self.unit;
        if width.is_finite() { width.clamp(-100.0, 100.0) } else { 0.0 }
    }

    /// A simple font without ToUnicode: the encoding that the file declares, else the font's own.
    fn simple_char(&mut self, code: u32, doc: &Document, budget: &mut Budget) -> Result<Option<char>, Error> {
        let listed = self.chars.as_ref().and_then(|c| c.get(code as usize).copied().flatten());
        if self.declared && listed.is_some() {
            return Ok(listed);
        }
        let own = self.embedded(doc, budget)?.and_then(|e| e.code(code));
        Ok(own.or(listed))
    }

    /// A composite font without ToUnicode: the code itself, its CID, its glyph.
    fn cid_char(
        &mut self,
        code: u32,
        length: usize,
        doc: &Document,
        budget: &mut Budget,
    ) -> Result<Option<char>, Error> {
        if let Codes::Predefined(p) = &self.codes
            && let Some(c) = p.char(code, length)
        {
            return Ok(Some(c));
        }
        let cid = self.cid(code, length);
        if let Some(c) = self.collection.and_then(|c| c.char(cid)) {
            return Ok(Some(c));
        }
        if let Some(id) = self.gid_map.take()
            && let Ok(Object::Stream(s)) = doc.get_object(id)
        {
            self.gids = budget.inflate(doc, s)?;
        }
        let at = 2 * cid as usize;
        let gid = match self.gids.get(at..at + 2) {
            Some([a, b]) => u32::from(*a) << 8 | u32::from(*b),
            _ if self.gids.is_empty() => cid,
            _ => 0,
        };
        Ok(self.embedded(doc, budget)?.and_then(|e| e.glyph(gid)))
    }

    fn embedded(&mut self, doc: &Document, budget: &mut Budget) -> Result<Option<&Embedded>, Error> {
        if let Some(id) = self.program.take() {
            self.embedded = Some(Box::new(Embedded::read(doc, id, budget)?));
        }
        Ok(self.embedded.as_deref())
    }
}

/// Letters that no font draws as wide as a Han character while its digits are narrow.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (('À'..='ÿ').contains(&c) && !matches!(c, '×' | '÷'))
}

/// Whether a character can be meant: not a control character, U+FFFD or a noncharacter.
fn sensible(c: char) -> bool {
    (!c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        && c != char::REPLACEMENT_CHARACTER
        && (c as u32) & 0xFFFE != 0xFFFE
}

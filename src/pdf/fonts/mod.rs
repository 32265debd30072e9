//! Fonts, decoded once a document: code → character and advance width. Every code is worked out when it is first
//! shown and kept in a table, so that showing text costs one look-up a glyph.

mod cmap;
mod encoding;
mod fold;
mod names;
mod table;
mod widths;

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};

use super::budget::Budget;
use super::resolve::{array, dict, matrix, name, number, rect, stream};
use crate::error::Error;
use cmap::{CMap, Text};
pub(super) use fold::fold;
use table::{Entry, Table};
use widths::CidWidths;

/// The document's fonts.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    by_address: HashMap<usize, u16>,
    list: Vec<Font>,
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
    Two,
    Mapped(Box<CMap>),
}

/// Where the width of a code comes from.
#[derive(Debug)]
enum Widths {
    Simple(Box<[f32; 256]>),
    Cid(CidWidths),
}

/// One font.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    widths: Widths,
    to_unicode: Option<CMap>,
    /// Simple fonts: characters by the encoding.
    chars: Option<encoding::Encoding>,
    base_font: Vec<u8>,
    table: Table,
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
    fn read(doc: &Document, font: &Dictionary, budget: &mut Budget) -> Result<Self, Error> {
        let base_font = name(doc, font, b"BaseFont").unwrap_or_default().to_vec();
        let to_unicode = match stream(doc, font, b"ToUnicode") {
            Some(s) => Some(CMap::parse(&budget.inflate(s)?)).filter(CMap::has_text),
            None => None,
        };
        let subtype = name(doc, font, b"Subtype").unwrap_or_default();
        let mut me = Self {
            codes: Codes::One,
            widths: Widths::Simple(Box::new([f32::NAN; 256])),
            to_unicode,
            chars: None,
            base_font,
            table: Table::default(),
            vertical: false,
            bold: false,
            ascent: 0.88,
            descent: -0.12,
            unit: 0.001,
        };
        let descendant = array(doc, font, b"DescendantFonts")
            .and_then(|a| a.first())
            .and_then(|o| super::resolve::deref(doc, o))
            .and_then(super::resolve::as_dict);
        let descriptor = dict(doc, descendant.unwrap_or(font), b"FontDescriptor");
        me.describe(doc, descriptor);
        if subtype == b"Type0" || descendant.is_some() {
            me.read_composite(doc, font, descendant, budget)?;
        } else {
            let symbolic =
                descriptor.and_then(|d| number(doc, d, b"Flags")).is_some_and(|f| (f as i64) & 4 != 0);
            me.chars = Some(encoding::read(doc, font, symbolic).chars);
            me.widths = Widths::Simple(widths::simple(doc, font, descriptor));
            if subtype == b"Type3" {
                me.read_type3(doc, font);
            }
        }
        Ok(me)
    }

    /// Ascent, descent and weight from the descriptor, where they are sane.
    fn describe(&mut self, doc: &Document, descriptor: Option<&Dictionary>) {
        let lower = String::from_utf8_lossy(&self.base_font).to_ascii_lowercase();
        self.bold = ["bold", "black", "heavy", "simhei", "黑体"].iter().any(|w| lower.contains(w));
        let Some(d) = descriptor else { return };
        let em = |key: &[u8]| number(doc, d, key).unwrap_or(0.0) as f32 / 1000.0;
        let (up, down) = (em(b"Ascent"), -em(b"Descent").abs());
        if (0.5..=1.3).contains(&up) && down >= -0.6 && (0.7..=1.5).contains(&(up - down)) {
            (self.ascent, self.descent) = (up, down);
        }
        let flags = number(doc, d, b"Flags").unwrap_or(0.0) as i64;
        self.bold |= flags & (1 << 18) != 0 || em(b"FontWeight") >= 0.6;
    }

    fn read_composite(
        &mut self,
        doc: &Document,
        font: &Dictionary,
        descendant: Option<&Dictionary>,
        budget: &mut Budget,
    ) -> Result<(), Error> {
        self.codes = Codes::Two;
        match super::resolve::get(doc, font, b"Encoding") {
            Some(Object::Stream(s)) => {
                let map = CMap::parse(&budget.inflate(s)?);
                self.vertical = map.vertical;
                if map.has_codespace() || map.has_cids() {
                    self.codes = Codes::Mapped(Box::new(map));
                }
            }
            Some(Object::Name(n)) => self.vertical = n.ends_with(b"-V"),
            _ => {}
        }
        if let Some(d) = descendant {
            self.widths = Widths::Cid(CidWidths::read(doc, d));
        }
        Ok(())
    }

    fn read_type3(&mut self, doc: &Document, font: &Dictionary) {
        let m = matrix(doc, font, b"FontMatrix");
        self.unit = m.a as f32;
        if self.unit == 0.0 || font.get(b"FontMatrix").is_err() {
            self.unit = 0.001;
        }
        let height = (m.d.abs() as f32).max(f32::MIN_POSITIVE);
        if let Some(b) = rect(doc, font, b"FontBBox") {
            let (up, down) = (b.y1 as f32 * height, b.y0 as f32 * height);
            if (0.5..=1.3).contains(&up) && (-0.6..=0.0).contains(&down) {
                (self.ascent, self.descent) = (up, down);
            }
        }
    }

    /// The next code of `bytes` (not empty).
    pub fn next(&mut self, bytes: &[u8]) -> Shown {
        let (code, length) = match &self.codes {
            Codes::One => (u32::from(bytes.first().copied().unwrap_or(0)), 1),
            Codes::Two => match bytes {
                [a, b, ..] => (u32::from(*a) << 8 | u32::from(*b), 2),
                _ => (u32::from(bytes.first().copied().unwrap_or(0)), 1),
            },
            Codes::Mapped(map) => map.next_code(bytes),
        };
        let entry = match self.table.get(code, length) {
            Some(entry) => entry,
            None => {
                let entry = self.work_out(code, length);
                self.table.set(code, length, entry);
                entry
            }
        };
        Shown { length, is_space: length == 1 && code == 32, entry }
    }

    /// The characters of an entry that stands for several.
    pub fn many(&self, entry: Entry) -> &str {
        self.table.many(entry)
    }

    fn work_out(&mut self, code: u32, _length: usize) -> Entry {
        let cid = match &self.codes {
            Codes::Mapped(map) if map.has_cids() => map.cid(code).unwrap_or(0),
            _ => code,
        };
        let mut text: Option<char> = None;
        let mut many: Option<String> = None;
        match self.to_unicode.as_ref().and_then(|m| m.text(code)) {
            Some(Text::One(c)) if sensible(c) => text = Some(fold(c)),
            Some(Text::Many(s)) if s.chars().all(sensible) => many = Some(s.chars().map(fold).collect()),
            _ => {}
        }
        if text.is_none() && many.is_none() {
            text = self.chars.as_ref().and_then(|c| c.get(code as usize).copied().flatten()).map(fold);
        }
        let width = match &self.widths {
            Widths::Cid(w) => w.get(cid),
            Widths::Simple(w) => w.get(code as usize).copied().unwrap_or(f32::NAN),
        };
        let width = if width.is_nan() { widths::standard(&self.base_font, text) } else { width };
        let width = width * self.unit;
        let width = if width.is_finite() { width.clamp(-100.0, 100.0) } else { 0.0 };
        match many {
            Some(s) => self.table.add_many(&s, width),
            None => Entry { ch: text.map_or(Entry::UNMAPPED, |c| c as u32), width },
        }
    }
}

/// Whether a ToUnicode entry can be meant: not a control character, U+FFFD or a noncharacter.
fn sensible(c: char) -> bool {
    !(c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        && c != char::REPLACEMENT_CHARACTER
        && (c as u32) & 0xFFFE != 0xFFFE
}

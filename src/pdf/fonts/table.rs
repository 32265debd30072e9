//! The table of codes already worked out.

use std::collections::HashMap;

/// Character and advance of a code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pdf) struct Entry {
    /// The character, [`Entry::UNMAPPED`], or with the highest bit the index of several.
    pub ch: u32,
    /// Advance in text space, ems.
    pub width: f32,
}

const MANY: u32 = 0x8000_0000;
const UNSET: Entry = Entry { ch: u32::MAX, width: 0.0 };

impl Entry {
    /// No character is known for the code.
    pub const UNMAPPED: u32 = 0x7FFF_FFFF;

    /// Whether it stands for several characters.
    #[inline]
    pub fn is_many(self) -> bool {
        self.ch & MANY != 0
    }

    /// The one character; U+FFFD where none is known.
    #[inline]
    pub fn char(self) -> char {
        char::from_u32(self.ch).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

/// Entries by code and length: pages of 256 for codes of one and two bytes, a map for longer ones.
#[derive(Debug, Default)]
pub(super) struct Table {
    pages: Vec<Option<Box<[Entry; 256]>>>,
    long: HashMap<u32, Entry>,
    strings: Vec<Box<str>>,
}

/// Codes of more than two bytes that are kept; beyond that they are worked out anew.
const MAX_LONG: usize = 65_536;

impl Table {
    #[inline]
    fn page(code: u32, length: usize) -> Option<usize> {
        match length {
            1 => Some(0),
            2 => Some(1 + (code >> 8) as usize),
            _ => None,
        }
    }

    #[inline]
    pub fn get(&self, code: u32, length: usize) -> Option<Entry> {
        let entry = match Self::page(code, length) {
            Some(page) => *self.pages.get(page)?.as_ref()?.get((code & 0xFF) as usize)?,
            None => *self.long.get(&code)?,
        };
        (entry.ch != UNSET.ch).then_some(entry)
    }

    pub fn set(&mut self, code: u32, length: usize, entry: Entry) {
        match Self::page(code, length) {
            Some(page) if page <= 256 => {
                if self.pages.len() <= page {
                    self.pages.resize_with(page + 1, || None);
                }
                if let Some(slot) = self.pages.get_mut(page) {
                    let page = slot.get_or_insert_with(|| Box::new([UNSET; 256]));
                    if let Some(e) = page.get_mut((code & 0xFF) as usize) {
                        *e = entry;
                    }
                }
            }
            _ if self.long.len() < MAX_LONG => {
                self.long.insert(code, entry);
            }
            _ => {}
        }
    }

    /// An entry for several characters.
    pub fn add_many(&mut self, text: &str, width: f32) -> Entry {
        let index = self.strings.len().min(0x3FFF_FFFF) as u32;
        self.strings.push(text.into());
        Entry { ch: MANY | index, width }
    }

    pub fn many(&self, entry: Entry) -> &str {
        self.strings.get((entry.ch & !MANY) as usize).map_or("", |s| s)
    }
}

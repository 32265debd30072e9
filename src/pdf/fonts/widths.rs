//! Advance widths: `/Widths` of simple fonts, `/W` and `/DW` of CID fonts (ISO 32000-2, 9.7.4.3), and what the
//! standard fonts have when a file says nothing.

use lopdf::{Dictionary, Document, Object};

use crate::pdf::resolve::{array, as_number, number};

/// Single widths that a font may list.
const MAX_WIDTHS: usize = 200_000;

/// Widths of a CID font, in thousandths of an em.
#[derive(Debug, Clone)]
pub(super) struct CidWidths {
    default: f32,
    /// First CID, last CID, and either the one width or the offset in `single`.
    ranges: Vec<(u32, u32, Span)>,
    single: Vec<f32>,
}

#[derive(Debug, Clone, Copy)]
enum Span {
    Same(f32),
    Each(usize),
}

impl CidWidths {
    pub fn read(doc: &Document, font: &Dictionary) -> Self {
        let default = number(doc, font, b"DW").map_or(1000.0, |v| v as f32);
        let mut me = Self { default, ranges: Vec::new(), single: Vec::new() };
        let items = array(doc, font, b"W").unwrap_or_default();
        let mut i = 0;
        while let (Some(first), Some(second)) = (items.get(i), items.get(i + 1)) {
            let Some(first) = cid(doc, first) else {
                i += 1;
                continue;
            };
            if let Some(Object::Array(each)) = super::super::resolve::deref(doc, second) {
                let start = me.single.len();
                let room = MAX_WIDTHS.saturating_sub(start);
                me.single
                    .extend(each.iter().take(room).map(|w| as_number(doc, w).map_or(default, |v| v as f32)));
                let n = (me.single.len() - start) as u32;
                if n > 0 {
                    me.ranges.push((first, first + (n - 1), Span::Each(start)));
                }
                i += 2;
            } else {
                if let (Some(last), Some(w)) =
                    (cid(doc, second), items.get(i + 2).and_then(|w| as_number(doc, w)))
                    && me.ranges.len() < MAX_WIDTHS
                {
                    me.ranges.push((first, last, Span::Same(w as f32)));
                }
                i += 3;
            }
        }
        me.ranges.sort_by_key(|r| r.0);
        me
    }

    /// The width of every CID where the font lists none.
    pub fn uniform(&self) -> Option<f32> {
        self.ranges.is_empty().then_some(self.default)
    }

    pub fn get(&self, cid: u32) -> f32 {
        let after = self.ranges.partition_point(|r| r.0 <= cid);
        let near = self.ranges.get(after.saturating_sub(4)..after).unwrap_or_default();
        match near.iter().rev().find(|r| r.1 >= cid) {
            Some((_, _, Span::Same(w))) => *w,
            Some((first, _, Span::Each(start))) => {
                self.single.get(start + (cid - first) as usize).copied().unwrap_or(self.default)
            }
            None => self.default,
        }
    }
}

fn cid(doc: &Document, object: &Object) -> Option<u32> {
    as_number(doc, object).filter(|v| (0.0..=65_535.0).contains(v)).map(|v| v as u32)
}

/// Widths of a simple font for the codes 0 to 255, in its glyph space; NaN where the file says nothing.
pub(super) fn simple(doc: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> Box<[f32; 256]> {
    let missing = descriptor.and_then(|d| number(doc, d, b"MissingWidth")).filter(|w| *w > 0.0);
    let mut out = Box::new([missing.map_or(f32::NAN, |w| w as f32); 256]);
    let first = number(doc, font, b"FirstChar").unwrap_or(0.0).max(0.0) as usize;
    if let Some(widths) = array(doc, font, b"Widths") {
        for (slot, w) in out.iter_mut().skip(first).zip(widths) {
            if let Some(w) = as_number(doc, w) {
                *slot = w as f32;
            }
        }
    }
    out
}

/// The advance of a character in the standard font that a font's name asks for, where a file lists no widths.
pub(super) fn standard(base_font: &[u8], c: Option<char>) -> f32 {
    let name = String::from_utf8_lossy(base_font).to_ascii_lowercase();
    let ascii = c.map_or(0, |c| c as u32);
    if name.contains("courier") || name.contains("mono") {
        return 600.0;
    }
    if ascii > 0x2E7F {
        return 1000.0;
    }
    let table = if name.contains("times") || name.contains("serif") { &TIMES } else { &HELVETICA };
    ascii.checked_sub(32).and_then(|i| table.get(i as usize)).map_or(556.0, |w| f32::from(*w))
}

/// Helvetica, U+0020–007E (Adobe's metrics of the standard 14 fonts).
static HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Times-Roman, U+0020–007E.
static TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
    389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
    500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
    278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

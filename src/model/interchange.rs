//! The interchange text and its place map: all meaning is read from here, whether the text was made from a PDF
//! or given.

use std::ops::Range;

use super::disclosure::{BBox, TableLines};

/// Interchange text with the places that its maker knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Interchange {
    /// UTF-8 Markdown with tab-separated tables.
    pub text: String,
    /// Where each byte range was printed; empty for plain text inputs.
    pub places: PlaceMap,
    /// One for each table in order; empty for plain text inputs.
    pub tables: Vec<TableHint>,
}

/// Byte ranges of the text with their places, sorted by start, not overlapping.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceMap(pub Vec<PlaceSpan>);

/// One byte range and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// 1-based page.
    pub page: u32,
    /// Box on that page.
    pub bbox: BBox,
}

impl PlaceMap {
    /// The page and the united box of all spans that `range` touches on the first of their pages. Inside a span
    /// the box is cut horizontally in proportion to bytes. `None` when nothing is known.
    pub fn locate(&self, range: &Range<usize>) -> Option<(u32, BBox)> {
        let from = self.0.partition_point(|s| s.end <= range.start);
        let mut found: Option<(u32, BBox)> = None;
        for span in self.0[from..].iter().take_while(|s| s.start < range.end.max(range.start + 1)) {
            let length = (span.end - span.start).max(1) as f32;
            let at = |byte: usize| {
                let share = (byte.clamp(span.start, span.end) - span.start) as f32 / length;
                span.bbox.x0 + (span.bbox.x1 - span.bbox.x0) * share
            };
            let part = BBox { x0: at(range.start), x1: at(range.end), ..span.bbox };
            match &mut found {
                None => found = Some((span.page, part)),
                Some((page, bbox)) if *page == span.page => *bbox = bbox.union(&part),
                Some(_) => break,
            }
        }
        found
    }
}

/// What is known of one table of the text beyond its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableHint {
    /// Byte offset in the text where the table's first line begins.
    pub start: usize,
    /// Which lines show its cells.
    pub lines: TableLines,
}

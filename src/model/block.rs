//! What the layout room hands to the text room: the document as blocks in reading order.

use super::disclosure::{BBox, TableLines};

/// A piece of text with the place that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// The text, without line breaks.
    pub text: String,
    /// 1-based page.
    pub page: u32,
    /// Box of the run on that page.
    pub bbox: BBox,
}

/// One block of the document, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the document's title.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The line or lines.
        runs: Vec<TextRun>,
    },
    /// A paragraph: one run a printed line, already joined over lines and pages (the text room concatenates).
    Paragraph {
        /// The lines.
        runs: Vec<TextRun>,
    },
    /// A table, already joined over pages.
    Table(Grid),
}

/// A table as a grid of cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Number of columns.
    pub columns: usize,
    /// Number of leading rows that are header.
    pub header_rows: usize,
    /// Which lines show its cells; of a table over several pages the fewest.
    pub lines: TableLines,
    /// Rows top to bottom; each names only the cells that begin in it, left to right.
    pub rows: Vec<Vec<GridCell>>,
}

/// One cell and what it spans.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// First column, 0-based.
    pub column: usize,
    /// Columns spanned, at least 1.
    pub column_span: usize,
    /// Rows spanned, at least 1.
    pub row_span: usize,
    /// The text, white space between CJK and line breaks removed.
    pub text: String,
    /// 1-based page.
    pub page: u32,
    /// Box of the cell's text (of the cell itself when it is empty).
    pub bbox: BBox,
}

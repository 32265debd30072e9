//! One page's tables: edges → crossings → lattices → cells → grids; columns by alignment where there are no
//! lines. Every step is a function whose result can be looked at.
//!
//! The flow room calls [`find_tables`] for each upright page, joins tables over pages by
//! [`FoundTable::column_edges`], the header rows and the open sides, and makes paragraphs of the glyphs that no
//! table consumed.

use crate::model::{BBox, Grid, Page, TableLines, TextRun};

mod aligned;
mod bands;
mod baselines;
mod columns;
pub mod edges;
mod figure;
mod gaps;
mod groups;
mod header;
mod heads;
pub mod ink;
pub mod lattice;
mod overflow;
mod region;
mod relaid;
mod repair;
mod ruled;
mod seams;
mod second;
mod stamp;
mod stray;
mod tall;
mod totals;
mod trim;
mod undivided;
mod words;

#[cfg(test)]
mod tests;

pub use baselines::is_broken;
pub use figure::stands_for_figure;
pub use totals::is_label as is_total;
pub use totals::settle as settle_totals;

/// What a table was recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Lines both ways.
    Rules,
    /// Lines both ways, of which some are missing or stray.
    Damaged,
    /// Lines across only (三线表, underlined rows); columns by alignment.
    Bands,
    /// Lines down only; rows by baselines.
    Stripes,
    /// Shaded cells or rows.
    Fills,
    /// Alignment alone.
    Alignment,
}

impl Evidence {
    /// What the output says of it.
    pub fn lines(self) -> TableLines {
        match self {
            Self::Rules | Self::Fills => TableLines::Full,
            Self::Damaged => TableLines::Partial,
            Self::Bands => TableLines::Across,
            Self::Stripes => TableLines::Down,
            Self::Alignment => TableLines::None,
        }
    }
}

/// A table on one page.
#[derive(Debug, Clone)]
pub struct FoundTable {
    /// The table's area, with leading and trailing lines that stand inside its frame.
    pub bbox: BBox,
    /// The cells. Rows that hold nothing at all are left out; a page's own row numbers index `row_edges`
    /// pairwise, so `row_edges.len() == grid.rows.len()`.
    pub grid: Grid,
    /// Indices of `page.glyphs` (ascending) that are the table's: those of its cells and of `leading` and
    /// `trailing`, and white space inside `bbox`. Watermarks over the table are not among them.
    pub glyphs: Vec<u32>,
    /// Left edge of the first column, borders between columns, right edge of the last: `grid.columns + 1`
    /// values, ascending.
    pub column_edges: Vec<f32>,
    /// Top and bottom of each row of `grid.rows`.
    pub row_edges: Vec<(f32, f32)>,
    /// Whether lines show the columns; otherwise `column_edges` are guesses in the gaps between columns.
    pub ruled: bool,
    /// What it was recognised by.
    pub evidence: Evidence,
    /// Caption, unit line and the like that stand inside the frame above the header, top to bottom; parts of
    /// one line that stand apart (编制单位 left, 单位：万元 right) are separate runs, left to right.
    pub leading: Vec<TextRun>,
    /// Notes inside the frame below the body, one run a printed line.
    pub trailing: Vec<TextRun>,
    /// Whether the frame has no line at its top: the first row may continue one of the page before.
    pub open_top: bool,
    /// Whether the frame has no line at its bottom: the last row may go on on the next page.
    pub open_bottom: bool,
}

/// The page's tables, top to bottom, left to right. `page` is upright: turned pages are turned by the caller.
pub fn find_tables(page: &Page) -> Vec<FoundTable> {
    let mut ink = ink::Ink::of(page);
    let stamped = stamp::take(page, &mut ink);
    let edges = edges::find(stamped.as_ref().map_or(&page.rules, |s| &s.0), ink.size);
    let mut tables = ruled::find(page, &ink, &edges);
    tables.extend(aligned::find(page, &ink, &edges, &tables));
    if let Some((_, words)) = &stamped {
        stamp::give(page, words, &mut tables);
    }
    tables.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    tables
}

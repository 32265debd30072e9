//! A sheet too wide for the paper: spreadsheets print its right columns on pages of their own, after all pages of the
//! left ones. Both halves have the same rows at the same heights, and the right one has neither caption nor names.

use crate::model::{Grid, GridCell};

use super::flow::{Part, Piece};
use super::grid::stands_for_figure;

/// Rows of both halves stand at the same height, give or take this many points.
const LEVEL: f32 = 1.5;

/// Puts right halves to the right of their left ones.
pub fn tables(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    // Index in `out` of the last table.
    let mut last: Option<usize> = None;
    for piece in pieces {
        let Piece::Table(right) = piece else {
            out.push(piece);
            continue;
        };
        crate::clock::tick();
        if let Some(at) = last
            && let Some(Piece::Table(left)) = out.get(at)
            && let Some(Piece::Para(_)) | None = out.get(at + 1)
            && out[at + 1..].iter().all(|p| matches!(p, Piece::Para(p) if p.sheet == left.last_sheet))
            && let Some(rows) = level(left, &right)
        {
            if let Some(Piece::Table(left)) = out.get_mut(at) {
                add(&mut left.table.grid, right.table.grid, &rows);
                left.last_sheet = right.last_sheet;
            }
            continue;
        }
        last = Some(out.len());
        out.push(Piece::Table(right));
    }
    out
}

/// For each row of a right half the row of the left one at its height; `None` when it is no right half.
fn level(left: &Part, right: &Part) -> Option<Vec<usize>> {
    let (a, b) = (&left.table, &right.table);
    let follows = right.sheet == left.last_sheet + 1
        && right.last_sheet - right.sheet <= left.last_sheet - left.sheet
        && left.size == right.size;
    let (head, depth) = (a.grid.header_rows, b.grid.header_rows);
    let framed = (a.bbox.y0 - b.bbox.y0).abs() < LEVEL || left.sheet < left.last_sheet;
    if !follows || !framed || !a.ruled || !b.ruled || head < depth || depth == 0 || !b.leading.is_empty() {
        return None;
    }
    if nameless(&a.grid)
        || !nameless(&b.grid)
        || (b.grid.rows.len() == depth && (a.bbox.y1 - b.bbox.y1).abs() > LEVEL)
    {
        return None;
    }
    let (of_left, of_right) = (pages(&a.grid), pages(&b.grid));
    let shift = of_right.first()?.checked_sub(*of_left.first()?)?;
    let mut rows = Vec::with_capacity(b.grid.rows.len());
    let mut from = 0;
    for (page, (top, bottom)) in of_right.iter().zip(&b.row_edges) {
        // Blank rows are left out, and the next row begins where the last one with text ended; a header cell may be
        // as high as several rows of the left header.
        let here = |k: &usize| of_left.get(*k).is_some_and(|p| p + shift == *page);
        let begins = |k: &usize| a.row_edges.get(*k).is_some_and(|(y0, _)| (y0 - top).abs() < LEVEL);
        let ends = |k: &usize| a.row_edges.get(*k).is_some_and(|(_, y1)| (y1 - bottom).abs() < LEVEL);
        let first = (from..a.grid.rows.len()).filter(here).find(begins)?;
        let last = (first..a.grid.rows.len()).filter(here).find(ends)?;
        let at = if rows.len() < depth { first } else { last };
        from = last + 1;
        rows.push(at);
        if rows.len() == depth && from != head {
            return None;
        }
    }
    (rows.first() == Some(&0) && rows.len() == b.grid.rows.len()).then_some(rows)
}

/// Whether no column of the body names its rows: figures and blanks, and remarks in the last column.
fn nameless(grid: &Grid) -> bool {
    let cells = grid.rows.iter().skip(grid.header_rows).flatten();
    cells
        .filter(|c| c.column + 1 < grid.columns || grid.columns == 1)
        .all(|c| c.text.is_empty() || stands_for_figure(&c.text))
}

/// The page of each row.
fn pages(grid: &Grid) -> Vec<u32> {
    let mut page = grid.rows.iter().flatten().map(|c| c.page).next().unwrap_or(0);
    let rows = grid.rows.iter().map(|row| {
        page = row.first().map_or(page, |c| c.page);
        page
    });
    rows.collect()
}

/// Adds columns at the right.
fn add(left: &mut Grid, right: Grid, rows: &[usize]) {
    let by = left.columns;
    left.columns += right.columns;
    left.lines = left.lines.max(right.lines);
    let nexts = rows.iter().skip(1).copied().chain([left.rows.len()]);
    for ((row, &at), next) in right.rows.into_iter().zip(rows).zip(nexts) {
        let next = if at < left.header_rows { next.min(left.header_rows) } else { at + 1 };
        if let Some(target) = left.rows.get_mut(at) {
            target.extend(row.into_iter().map(|c| {
                let row_span = c.row_span.max(next - at);
                GridCell { column: c.column + by, row_span, ..c }
            }));
        }
    }
}

//! A table whose printer laid its columns out anew below a page's end: the rows below some row have the same columns
//! at other places (browsers do it to a row that they cut and to all that follow it).

use super::figure::is_figure;
use super::ruled::{Filled, Frame};
use super::trim::row_cells;

/// Columns of one layout at least; fewer are likelier to be two tables that touch.
const LEAST: usize = 4;

/// Gives the rows below such a change the columns of the rows above it: both are as many, hardly a border goes on,
/// the rows above begin with the header and those below with a line of figures, figures stand under figures.
pub fn settle(frame: &mut Frame) {
    let (columns, rows) = (frame.xs.len().saturating_sub(1), frame.ys.len().saturating_sub(1));
    let below = starts(frame.begun(rows.saturating_sub(1)..rows));
    let count = below.len();
    if count < LEAST || 3 * count > 2 * columns + 2 || rows < 3 {
        return;
    }
    let all = |row: &usize| starts(frame.begun(*row..*row + 1)) == below && plain(frame, *row, count);
    let run = (0..rows).rev().take_while(all).count();
    let Some(at) = rows.checked_sub(run).filter(|at| *at > 0) else { return };
    let mut above = starts(frame.begun(at - 1..at));
    let shared = above.iter().filter(|c| **c > 0 && below.contains(c)).count();
    let crossed = frame.cells.iter().any(|c| c.span.row < at && c.span.row_end > at);
    let other = frame.begun(0..at).iter().any(|c| above.binary_search(&c.span.col).is_err());
    if above.len() != count || !plain(frame, at - 1, count) || shared * 3 > count || crossed || other {
        return;
    }
    let (top, first) = (row_cells(frame, 0), frame.begun(at..at + 1));
    let figures = |row: &[Filled]| row.iter().any(|c| is_figure(&c.text));
    if top.iter().any(|c| is_figure(&c.text)) || !figures(first) || !alike(frame, at, &above, &below) {
        return;
    }
    let place = |c: usize, lower: bool| {
        let starts = if lower { &below } else { &above };
        starts.partition_point(|s| *s < c)
    };
    for cell in &mut frame.cells {
        let lower = cell.span.row >= at;
        (cell.span.col, cell.span.col_end) = (place(cell.span.col, lower), place(cell.span.col_end, lower));
    }
    above.push(columns);
    frame.xs = above.iter().filter_map(|c| frame.xs.get(*c).copied()).collect();
}

/// The columns in which the cells of one row begin.
fn starts(row: &[Filled]) -> Vec<usize> {
    let mut starts: Vec<usize> = row.iter().map(|c| c.span.col).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Whether the row has a cell of its own in each column.
fn plain(frame: &Frame, row: usize, count: usize) -> bool {
    let cells = frame.begun(row..row + 1);
    cells.len() == count && cells.iter().all(|c| c.span.row_end == row + 1)
}

/// Whether no column has a figure in a row on one side and words on the other, but for the header's rows.
fn alike(frame: &Frame, at: usize, above: &[usize], below: &[usize]) -> bool {
    let (upper, lower) = (frame.begun(1..at), frame.begun(at..frame.ys.len()));
    let clash = |(a, b): (&usize, &usize)| {
        upper.iter().any(|c| c.span.col == *a && is_figure(&c.text))
            && lower.iter().any(|c| c.span.col == *b && !c.text.is_empty() && !is_figure(&c.text))
    };
    !above.iter().zip(below).any(clash) && lower.iter().all(|c| c.span.col > 0 || !is_figure(&c.text))
}

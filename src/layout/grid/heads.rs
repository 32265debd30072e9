//! How many rows of a ruled grid are header, and two repairs of headers whose lines are not what they mean.

use super::figure::is_figure;
use super::lattice::Span;
use super::ruled::{Filled, Frame};
use super::trim::row_cells;

/// Finds the header's last row, mends the header, and gives its number of rows; 0 on a page that goes on
/// without one.
///
/// Two kinds of header are mended. An inner line runs on through a cell that should span several rows: the
/// empty piece below is joined to the cell. And the lowest words of one column group (类 款 项; 合计 基本支出
/// 项目支出) stand in one row with the first line of the body (合计 …): the row becomes two.
pub fn settle(frame: &mut Frame) -> usize {
    let rows = frame.ys.len().saturating_sub(1);
    let first = row_cells(frame, 0);
    let blank = first.iter().filter(|c| c.text.is_empty()).count();
    if rows == 0 || first.iter().any(|c| is_figure(&c.text)) || blank * 2 >= first.len() {
        return 0;
    }
    if !first.iter().any(|c| c.span.row_end - c.span.row > 1 || c.span.col_end - c.span.col > 1) {
        return usize::from(rows > 1 || first.len() > 2);
    }
    let mut row = 1;
    while row < rows {
        crate::clock::tick();
        match level(frame, row) {
            Level::Header => row += 1,
            Level::Torn => {
                join_up(frame, row);
                row += 1;
            }
            Level::Mixed => {
                split(frame, row);
                return row + 1;
            }
            Level::Body => break,
        }
    }
    row
}

/// What a row below the first is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Header,
    Torn,
    Mixed,
    Body,
}

fn level(frame: &Frame, row: usize) -> Level {
    let begins: Vec<&Filled> = frame.cells.iter().filter(|c| c.span.row == row).collect();
    if begins.is_empty() {
        return Level::Header;
    }
    let (under, others): (Vec<&Filled>, Vec<&Filled>) =
        begins.iter().partition(|c| parent(frame, c).is_some());
    if under.is_empty() || under.iter().all(|c| c.text.is_empty() || is_body_word(&c.text)) {
        return Level::Body;
    }
    let all_of = |p: &Filled| {
        under
            .iter()
            .filter(|c| c.span.col >= p.span.col && c.span.col_end <= p.span.col_end)
            .all(|c| !c.text.is_empty() && !is_body_word(&c.text))
    };
    let parents: Vec<&Filled> = under.iter().filter_map(|c| parent(frame, c)).collect();
    if parents.iter().all(|p| all_of(p)) {
        if others.is_empty() {
            return Level::Header;
        }
        if others.iter().all(|c| c.text.is_empty()) {
            return Level::Torn;
        }
        let body = |c: &&&Filled| c.text.is_empty() || is_body_word(&c.text);
        return if others.iter().any(|c| body(&c)) { Level::Mixed } else { Level::Header };
    }
    // 类 款 项 beside a first line of the body that fills the other groups.
    let header_words = |p: &Filled| {
        under
            .iter()
            .filter(|c| c.span.col >= p.span.col && c.span.col_end <= p.span.col_end)
            .all(|c| matches!(c.text.as_str(), "类" | "款" | "项" | "目"))
    };
    if parents.iter().any(|p| header_words(p)) { Level::Mixed } else { Level::Body }
}

/// The header cell right above that spans more columns than one.
fn parent<'a>(frame: &'a Frame, cell: &Filled) -> Option<&'a Filled> {
    frame.cells.iter().find(|p| {
        p.span.row_end == cell.span.row
            && p.span.col <= cell.span.col
            && cell.span.col_end <= p.span.col_end
            && p.span.col_end - p.span.col > 1
            && !p.text.is_empty()
    })
}

/// A figure, or a word that begins a line of sums.
fn is_body_word(text: &str) -> bool {
    is_figure(text)
        || matches!(text, "总计" | "栏次" | "收入总计" | "支出总计" | "本年收入合计" | "本年支出合计")
}

/// Joins the empty pieces of `row` to the cells above them.
fn join_up(frame: &mut Frame, row: usize) {
    let empty: Vec<(usize, usize, usize)> = frame
        .cells
        .iter()
        .filter(|c| c.span.row == row && c.text.is_empty())
        .map(|c| (c.span.col, c.span.col_end, c.span.row_end))
        .collect();
    for (col, col_end, row_end) in empty {
        let above = frame
            .cells
            .iter_mut()
            .find(|c| c.span.row_end == row && (c.span.col, c.span.col_end) == (col, col_end));
        if let Some(above) = above {
            above.span.row_end = row_end;
            frame.cells.retain(|c| !(c.span.row == row && c.span.col == col && c.text.is_empty()));
        }
    }
}

/// Makes two rows of one: the words below column groups stay in the header, the rest begins the body.
fn split(frame: &mut Frame, row: usize) {
    let head: Vec<bool> = frame
        .cells
        .iter()
        .map(|c| {
            c.span.row == row && !c.text.is_empty() && !is_body_word(&c.text) && parent(frame, c).is_some()
        })
        .collect();
    let parents: Vec<Span> = frame
        .cells
        .iter()
        .zip(&head)
        .filter(|(_, head)| **head)
        .filter_map(|(c, _)| parent(frame, c).map(|p| p.span))
        .collect();
    let (Some(&top), Some(&bottom)) = (frame.ys.get(row), frame.ys.get(row + 1)) else { return };
    frame.ys.insert(row + 1, f32::midpoint(top, bottom));
    let mut below: Vec<Filled> = Vec::new();
    for (cell, head) in frame.cells.iter_mut().zip(head) {
        let mut rest = Filled { text: String::new(), glyphs: Vec::new(), ..cell.clone() };
        let s = &mut cell.span;
        if head {
            (rest.span.row, rest.span.row_end) = (row + 1, s.row_end + 1);
            s.row_end = row + 1;
            below.push(rest);
        } else if s.row >= row {
            s.row += 1;
            s.row_end += 1;
        } else if s.row_end > row || s.row_end == row && !parents.contains(s) {
            s.row_end += 1;
        }
    }
    frame.cells.append(&mut below);
    frame.cells.sort_by_key(|c| (c.span.row, c.span.col));
}

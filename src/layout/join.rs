//! Tables over pages: a continuation with its header repeated, partly repeated or absent; a row that a page end
//! splits or doubles; a lone total with other columns. What only looks like a continuation stays apart.

mod headed;
mod header;
mod torn;

use crate::model::{Grid, GridCell, TableLines};

use super::columns;
use super::flow::{Para, Part, Piece};
use super::grid::{FoundTable, settle_totals};
use super::wording::{ends, strip_continued};
use header::{own_header, repeated_header};
use torn::{doubled, split};

/// Joins each table with the one that continues it; drops the captions that a continuation repeats.
pub fn tables(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    // Index in `out` of the table that may still go on, and what stood over it.
    let mut open: Option<(usize, Vec<String>)> = None;
    for piece in pieces {
        crate::clock::tick();
        let part = match piece {
            Piece::Para(para) => {
                out.push(Piece::Para(para));
                continue;
            }
            Piece::Table(part) => part,
        };
        if is_empty(&part.table.grid) {
            continue;
        }
        if let Some((at, over)) = &open {
            let between = &out[at + 1..];
            let adjacent = between.is_empty();
            if let (Some(Piece::Table(before)), true) = (out.get(*at), between_allows(between, over, &part))
                && let Some(plan) = plan(before, &part, !between.is_empty())
            {
                let at = *at;
                out.truncate(at + 1);
                if let Some(Piece::Table(before)) = out.get_mut(at) {
                    append(before, part, &plan);
                }
                continue;
            }
            if let (Some(Piece::Table(before)), true) = (out.get_mut(*at), adjacent)
                && follows(before, &part)
                && let Some(borders) = headed::cut(before, &part)
            {
                complete(before, part, &borders);
                continue;
            }
        }
        let over = over(&out, &part);
        out.push(Piece::Table(part));
        open = Some((out.len() - 1, over));
    }
    for piece in &mut out {
        if let Piece::Table(part) = piece
            && matches!(part.table.grid.lines, TableLines::Across | TableLines::None)
        {
            settle_totals(&mut part.table.grid);
        }
    }
    out
}

fn is_empty(grid: &Grid) -> bool {
    grid.rows.iter().flatten().all(|c| c.text.trim().is_empty())
}

/// Captions and unit lines directly over a table on its page, white space and marks of continuation removed.
fn over(out: &[Piece], part: &Part) -> Vec<String> {
    let mut found = Vec::new();
    for piece in out.iter().rev().take(6) {
        let Piece::Para(para) = piece else { break };
        if para.sheet != part.sheet || para.text.chars().count() > 60 || ends(&para.text) {
            break;
        }
        found.push(plain(&para.text));
    }
    found
}

fn plain(text: &str) -> String {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    strip_continued(&compact)
}

/// Whether what stands between two tables lets the second be a continuation: nothing, or on the second's page
/// what stood over the first.
fn between_allows(between: &[Piece], over: &[String], part: &Part) -> bool {
    between.iter().all(|piece| match piece {
        Piece::Table(_) => false,
        Piece::Para(para) => {
            if para.sheet != part.sheet {
                return false;
            }
            let text = plain(&para.text);
            over.contains(&text)
                || text.is_empty()
                || text == "续表"
                || over.iter().any(|o| is_continued(para) && !text.is_empty() && o.contains(&text))
        }
    })
}

fn is_continued(para: &Para) -> bool {
    para.text.contains('续') && para.text.chars().count() <= 60
}

/// How a continuation is taken over.
struct Plan {
    /// Rows of the continuation that repeat the header.
    skip: usize,
    /// For each column of the continuation its column in the table.
    map: Vec<usize>,
    /// The first body row repeats the last row: it was cut by the page's edge and drawn on both pages.
    doubled: bool,
    /// The first body row goes on with the last row's cells.
    split: bool,
}

fn plan(before: &Part, part: &Part, captioned: bool) -> Option<Plan> {
    let apart = part.sheet.checked_sub(before.last_sheet)?;
    if apart == 0 || apart > 1 {
        return None;
    }
    let (head, grid) = (&before.table.grid, &part.table.grid);
    let skip = repeated_header(head, grid);
    if skip == 0 {
        // Another header, or a caption of its own inside the frame: another table.
        if !captioned && !part.table.leading.is_empty() || own_header(head, grid) {
            return None;
        }
    }
    // A table's end stands at the foot of its page and its continuation at the head of the next.
    if (skip == 0 || head.header_rows == 0) && !follows(before, part) {
        return None;
    }
    let map = columns::map(&before.table, before.size.0, &part.table, part.size.0, skip > 0)?;
    let doubled = doubled(before, part, skip, &map);
    let split = !doubled && split(before, part, skip, &map, apart);
    Some(Plan { skip, map, doubled, split })
}

/// Whether one part stands at the foot of its page and the other at the head of the next.
fn follows(before: &Part, part: &Part) -> bool {
    let (room_below, room_above) = (before.size.1 - before.table.bbox.y1, part.table.bbox.y0);
    part.sheet == before.last_sheet + 1
        && room_below <= 0.4 * before.size.1
        && room_above <= 0.35 * part.size.1
}

/// Puts the upper rows of a header over the table that they belong to; what stood above them is its own.
fn complete(before: &mut Part, part: Part, borders: &[usize]) {
    let upper = std::mem::take(&mut before.table.grid);
    let mut edges = std::mem::take(&mut before.table.row_edges);
    edges.resize(upper.rows.len(), (0.0, 0.0));
    let leading = std::mem::take(&mut before.table.leading);
    let open_top = before.table.open_top;
    let Part { mut table, last_sheet, size, .. } = part;
    headed::put_on(upper, &mut table.grid, borders);
    edges.append(&mut table.row_edges);
    (before.last_sheet, before.size) = (last_sheet, size);
    before.table = FoundTable { leading, open_top, row_edges: edges, ..table };
}

/// Takes the continuation's rows over.
fn append(before: &mut Part, part: Part, plan: &Plan) {
    let Part { table, last_sheet, size, .. } = part;
    let grid = table.grid;
    let depth = grid.rows.len();
    let target = &mut before.table.grid;
    target.lines = target.lines.max(grid.lines);
    let mut rows = grid.rows.into_iter().skip(plan.skip);
    if plan.doubled {
        rows.next();
    } else if plan.split
        && let Some(rest) = rows.next()
        && let Some(last) = target.rows.last_mut()
    {
        for cell in rest.into_iter().filter(|c| !c.text.is_empty()) {
            let column = plan.map.get(cell.column).copied().unwrap_or(cell.column);
            match last.iter_mut().find(|c| c.column == column) {
                Some(head) => head.text.push_str(&cell.text),
                None => last.push(GridCell { column, ..cell }),
            }
        }
        last.sort_by_key(|c| c.column);
    }
    for row in rows {
        let mut moved: Vec<GridCell> = row
            .into_iter()
            .map(|c| {
                let column = plan.map.get(c.column).copied().unwrap_or(c.column);
                GridCell {
                    column,
                    column_span: c.column_span.min(target.columns - column.min(target.columns - 1)).max(1),
                    ..c
                }
            })
            .collect();
        moved.sort_by_key(|c| c.column);
        target.rows.push(moved);
    }
    let from = depth.saturating_sub(table.row_edges.len().min(depth));
    before.table.row_edges.extend(table.row_edges.into_iter().skip(plan.skip + from));
    before.table.row_edges.resize(target.rows.len(), (0.0, 0.0));
    before.table.bbox = table.bbox;
    before.table.open_bottom = table.open_bottom;
    before.table.trailing = table.trailing;
    (before.last_sheet, before.size) = (last_sheet, size);
    // The columns' places are those of the last page, if it has them all: the next page is nearest to it.
    if table.column_edges.len() == before.table.column_edges.len() {
        before.table.column_edges = table.column_edges;
    }
}

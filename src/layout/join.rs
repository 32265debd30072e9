//! Tables over pages: a continuation with its header repeated, partly repeated or absent; a row that a page end
//! splits or doubles; a lone total with other columns. What only looks like a continuation stays apart.

use crate::model::{Grid, GridCell, TableLines};

use super::columns;
use super::flow::{Para, Part, Piece};
use super::grid::{is_broken, is_total, settle_totals, stands_for_figure};
use super::number;
use super::wording::{ends, strip_continued};

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
        // A table's end stands at the foot of its page and its continuation at the head of the next.
        let (room_below, room_above) = (before.size.1 - before.table.bbox.y1, part.table.bbox.y0);
        if room_below > 0.4 * before.size.1 || room_above > 0.35 * part.size.1 {
            return None;
        }
    }
    let map = columns::map(&before.table, before.size.0, &part.table, part.size.0, skip > 0)?;
    let doubled = doubled(before, part, skip, &map);
    let split = !doubled && split(before, part, skip, &map, apart);
    Some(Plan { skip, map, doubled, split })
}

fn row_texts(grid: &Grid, row: usize) -> Vec<&str> {
    grid.rows[row].iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect()
}

/// How many leading rows of `grid` repeat rows of `head`'s header: all of it, its first rows or its last.
fn repeated_header(head: &Grid, grid: &Grid) -> usize {
    let depth = head.header_rows.min(head.rows.len());
    if depth == 0 {
        return 0;
    }
    let full: Vec<Vec<&str>> = (0..depth).map(|r| row_texts(head, r)).collect();
    let again = (0..depth)
        .map(|from| {
            let mut n = 0;
            while from + n < depth
                && n < grid.rows.len()
                && !full[from + n].is_empty()
                && same_header(&row_texts(grid, n), &full[from + n])
            {
                n += 1;
            }
            // Rows that continue inside the header only count when they reach its end.
            if from + n == depth || from == 0 { n } else { 0 }
        })
        .max()
        .unwrap_or(0)
        .max(reflowed_header(&full, grid));
    if again != depth {
        return again;
    }
    // Rows of a header may have been taken for the body's on both pages, or be painted once more.
    let more = (depth..grid.rows.len()).take_while(|&r| {
        let texts = row_texts(grid, r);
        let same = || head.rows.get(r).is_some_and(|_| row_texts(head, r) == texts);
        texts.len() >= 2 && !texts.iter().any(|t| stands_for_figure(t)) && (full.contains(&texts) || same())
    });
    again + more.count()
}

/// Whether a header row is the one before; a few of its cells may be cut off where the repeated one is lower.
fn same_header(again: &[&str], first: &[&str]) -> bool {
    let cut = again.iter().zip(first).filter(|(a, f)| a != f).count();
    again.len() == first.len()
        && cut * 2 <= first.len()
        && again.iter().zip(first).all(|(a, f)| a == f || a.chars().count() >= 2 && f.starts_with(a))
}

/// A repeated header whose rows fell otherwise (another merge, another height): the same words in the same order.
fn reflowed_header(full: &[Vec<&str>], grid: &Grid) -> usize {
    let mut want: Vec<&str> = full.iter().flatten().copied().collect();
    want.sort_unstable();
    if want.len() < 2 {
        return 0;
    }
    let mut have: Vec<&str> = Vec::new();
    for row in 0..grid.rows.len().min(full.len() + 2) {
        have.extend(row_texts(grid, row));
        let mut sorted = have.clone();
        sorted.sort_unstable();
        if sorted == want {
            return row + 1;
        }
    }
    0
}

/// Whether the first row is a header of its own: words in most columns, no figure or code, none of them known.
fn own_header(head: &Grid, grid: &Grid) -> bool {
    if grid.header_rows == 0 {
        return false;
    }
    let Some(first) = grid.rows.first() else { return false };
    let words: Vec<&GridCell> = first.iter().filter(|c| !c.text.is_empty()).collect();
    let spanned: usize = words.iter().map(|c| c.column_span).sum();
    let figures = words.iter().any(|c| stands_for_figure(&c.text));
    let body_text =
        head.rows.iter().skip(head.header_rows).flatten().any(|c| words.iter().any(|w| w.text == c.text));
    words.len() >= 2 && spanned * 10 >= grid.columns * 7 && !figures && !body_text
}

fn last_row(grid: &Grid) -> Option<usize> {
    (grid.rows.len() > grid.header_rows).then(|| grid.rows.len() - 1)
}

/// Texts of a row by column of the table.
fn by_column(row: &[GridCell], map: Option<&[usize]>, columns: usize) -> Vec<String> {
    let mut out = vec![String::new(); columns];
    for cell in row {
        let column = map.map_or(Some(cell.column), |m| m.get(cell.column).copied());
        if let Some(slot) = column.and_then(|c| out.get_mut(c)) {
            slot.push_str(&cell.text);
        }
    }
    out
}

/// Whether the row at the page's end and the first of the next are one that the page's edge cut through: the same
/// text, and at least one of them lower than the other rows.
fn doubled(before: &Part, part: &Part, skip: usize, map: &[usize]) -> bool {
    let (a, b) = (&before.table, &part.table);
    // Who repeats headers lays rows out whole; and without lines nothing shows that a row was cut.
    if skip > 0 || !a.ruled || !b.ruled {
        return false;
    }
    let Some(last) = last_row(&a.grid) else { return false };
    let Some(first) = b.grid.rows.get(skip) else { return false };
    let above = by_column(&a.grid.rows[last], None, a.grid.columns);
    if above.iter().filter(|t| !t.is_empty()).count() < 2
        || above != by_column(first, Some(map), a.grid.columns)
    {
        return false;
    }
    let height = |edges: &[(f32, f32)], row: usize| edges.get(row).map_or(0.0, |(y0, y1)| y1 - y0);
    let mut usual: Vec<f32> = (a.grid.header_rows..last).map(|r| height(&a.row_edges, r)).collect();
    usual.extend((skip + 1..b.grid.rows.len()).map(|r| height(&b.row_edges, r)));
    if usual.is_empty() {
        return a.open_bottom || b.open_top;
    }
    let mid = usual.len() / 2;
    let usual = *usual.select_nth_unstable_by(mid, f32::total_cmp).1;
    let cut = |h: f32| h < 0.9 * usual;
    cut(height(&a.row_edges, last)) || cut(height(&b.row_edges, skip)) || a.open_bottom || b.open_top
}

/// Whether the first row goes on with the last row's cells: its other cells are empty, and where it has text the
/// row above breaks off in the middle.
fn split(before: &Part, part: &Part, skip: usize, map: &[usize], apart: usize) -> bool {
    let (a, b) = (&before.table, &part.table);
    let Some(last) = last_row(&a.grid).filter(|_| apart == 1) else { return false };
    let Some(first) = b.grid.rows.get(skip) else { return false };
    let above = by_column(&a.grid.rows[last], None, a.grid.columns);
    let below = by_column(first, Some(map), a.grid.columns);
    let filled: Vec<usize> = (0..below.len()).filter(|&c| !below[c].is_empty()).collect();
    // 1,583. at the page's end and 84 on the next, 320 and .75: the page cut through a row of wrapped figures.
    let amount = |c: &usize| {
        is_broken(&above[*c], &below[*c]) && (above[*c].contains([',', '.']) || below[*c].starts_with('.'))
    };
    let names =
        |c: &usize| !above[*c].is_empty() && !stands_for_figure(&above[*c]) && !stands_for_figure(&below[*c]);
    if filled.iter().any(amount) && filled.iter().all(|c| is_broken(&above[*c], &below[*c]) || names(c)) {
        return true;
    }
    if complete_each_other(before, part, skip, map) {
        return true;
    }
    if filled.is_empty() || filled.len() * 2 > above.iter().filter(|t| !t.is_empty()).count() + 1 {
        return false;
    }
    // The row's first cell is what makes a row; a row with nothing but text in later columns is a rest.
    let key_missing =
        below.first().is_some_and(String::is_empty) && above.first().is_some_and(|t| !t.is_empty());
    let single = filled.len() == 1 && above.iter().filter(|t| !t.is_empty()).count() > 1;
    // Where all other rows have a figure, names alone are a rest, though there are several.
    let rest = figures_in_every_row(before, part, skip);
    // Several names without a figure may be a row whose figure is missing: their cells must leave no room.
    let room = if single { 3.5 } else { 1.5 };
    let single = single || rest && above.iter().any(|t| stands_for_figure(t));
    filled.iter().all(|&c| {
        let long = above[c].chars().count() >= 6 || single && rest;
        let long = long && fills_cell(a, last, c, room);
        // 十九、…, then 二十、…: the next line of a list, however full the one before is.
        let rank = |text: &str| number::leading(text).map(|(rank, _)| rank);
        let next = rank(&below[c]).is_some() && rank(&below[c]) == rank(&above[c]);
        names(&c) && long && (key_missing || single && !next && !ends(&above[c]))
    })
}

/// Whether the row at the page's end and the first of the next have each what the other lacks of the columns that
/// every other row fills: the page's end parted the cells of one row.
fn complete_each_other(before: &Part, part: &Part, skip: usize, map: &[usize]) -> bool {
    let (a, b) = (&before.table.grid, &part.table.grid);
    let body = a.rows.len().min(a.header_rows)..a.rows.len().saturating_sub(1);
    let filled = |row: &[GridCell], map| -> Vec<bool> {
        by_column(row, map, a.columns).iter().map(|t| !t.is_empty()).collect()
    };
    let (Some(last), Some(first)) = (a.rows.last(), b.rows.get(skip)) else { return false };
    let (above, below) = (filled(last, None), filled(first, Some(map)));
    if above.iter().zip(&below).any(|(a, b)| *a && *b) {
        return false;
    }
    // A total's label stands over several columns; a row without figures may be the header's.
    let own = |row: &&Vec<GridCell>| {
        row.iter().any(|c| stands_for_figure(&c.text)) && !row.iter().any(|c| is_total(&c.text))
    };
    let others = (a.rows.get(body).unwrap_or_default().iter().filter(own).map(|r| filled(r, None)))
        .chain(b.rows.iter().skip(skip + 1).filter(own).map(|r| filled(r, Some(map))));
    let (mut rows, mut always) = (0, vec![true; a.columns]);
    for row in others {
        rows += 1;
        always.iter_mut().zip(row).for_each(|(all, here)| *all &= here);
    }
    let has = |row: &[bool]| always.iter().zip(row).filter(|(all, here)| **all && **here).count();
    let all = always.iter().filter(|all| **all).count();
    rows >= 3 && has(&above) > 0 && has(&below) > 0 && has(&above) + has(&below) == all
}

/// Whether each row of a table has a figure, the first of its continuation left out: a name alone is no row there.
fn figures_in_every_row(before: &Part, part: &Part, skip: usize) -> bool {
    let (a, b) = (&before.table.grid, &part.table.grid);
    let rows: Vec<&Vec<GridCell>> =
        a.rows.iter().skip(a.header_rows).chain(b.rows.iter().skip(skip + 1)).collect();
    rows.len() >= 3 && rows.iter().all(|row| row.iter().any(|c| stands_for_figure(&c.text)))
}

/// Whether a cell's text reaches the right edge of its column, so that it may have been broken there.
/// One line of text leaves `room` em at most.
fn fills_cell(table: &super::grid::FoundTable, row: usize, column: usize, room: f32) -> bool {
    let Some(cell) = table.grid.rows[row].iter().find(|c| c.column == column) else { return false };
    let edges = &table.column_edges;
    let (Some(x0), Some(x1)) = (edges.get(column), edges.get(column + cell.column_span)) else { return true };
    let cell_width = (x1 - x0).max(1.0);
    // One line of text is as high as its characters are wide: it breaks only where the next word had no room.
    let ems: f32 = cell.text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
    let em = cell.bbox.width() / ems.max(1.0);
    if cell.bbox.height() < 1.6 * em {
        return cell_width - cell.bbox.width() < room * em;
    }
    // In a narrow column two letters and the space beside them may leave no room for a third.
    let em = (cell.bbox.width() * cell.bbox.height() / (1.4 * ems.max(1.0))).sqrt();
    // One letter a line: there was never room for two.
    let letters = cell.bbox.width() < 1.2 * em;
    cell.bbox.width() > 0.6 * cell_width || cell_width - cell.bbox.width() < 2.0 * em || letters
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

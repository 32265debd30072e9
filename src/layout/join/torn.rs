//! A row that the page's end cuts through: drawn on both pages, or parted between them.

use crate::layout::flow::Part;
use crate::layout::grid::{FoundTable, is_broken, is_total, stands_for_figure};
use crate::layout::number;
use crate::layout::wording::ends;
use crate::model::{Grid, GridCell};

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
pub fn doubled(before: &Part, part: &Part, skip: usize, map: &[usize]) -> bool {
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
pub fn split(before: &Part, part: &Part, skip: usize, map: &[usize], apart: usize) -> bool {
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
    if complete_each_other(before, part, skip, map) || lacks_its_end(a, last, (&above, &below), &filled) {
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

/// Whether the last name of a list lacks what its neighbours end with, and the first text of the next page has it:
/// 二十三、其他支出, then 二十四、抗疫特别国 and 债安排的支出. No figure stands beside such names in an empty form.
fn lacks_its_end(
    table: &FoundTable,
    last: usize,
    (above, below): (&[String], &[String]),
    filled: &[usize],
) -> bool {
    let &[column] = filled else { return false };
    let (name, rest) = (above[column].as_str(), below[column].as_str());
    let listed = |text: &str| number::leading(text).map(|(rank, _)| rank);
    let Some(rank) = listed(name).filter(|_| listed(rest).is_none() && !is_total(rest)) else { return false };
    let neighbour = |row: usize| {
        let of_column = |c: &&GridCell| c.column == column;
        let cell =
            table.grid.rows.get(row).filter(|_| row >= table.grid.header_rows)?.iter().find(of_column)?;
        (listed(&cell.text) == Some(rank)).then(|| cell.text.chars().next_back()).flatten()
    };
    let ends: Vec<Option<char>> = (1..=3).map(|k| neighbour(last.checked_sub(k)?)).collect();
    let Some(&Some(end)) = ends.first() else { return false };
    ends.iter().all(|e| *e == Some(end))
        && !name.ends_with(end)
        && rest.ends_with(end)
        && fills_cell(table, last, column, 3.5)
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
fn fills_cell(table: &FoundTable, row: usize, column: usize, room: f32) -> bool {
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

//! Which column of a table a continuation's column is, by its place and by what stands in it.

use super::grid::{FoundTable, is_total, stands_for_figure};

/// For each column of `part` its column in `table`, or `None` when they cannot be brought together. Widths are
/// those of the pages: a table that goes on over a landscape page may be wider there.
pub fn map(
    table: &FoundTable,
    width: f32,
    part: &FoundTable,
    part_width: f32,
    same_header: bool,
) -> Option<Vec<usize>> {
    let (n, m) = (table.grid.columns, part.grid.columns);
    if n == m {
        let fits = same_header
            || aligned(&table.column_edges, &part.column_edges, width, part_width)
            || alike(table, part);
        return fits.then(|| (0..n).collect());
    }
    if m < n { by_place(table, part).or_else(|| by_content(table, part)) } else { None }
}

/// Whether both have their borders at the same shares of their widths.
fn aligned(a: &[f32], b: &[f32], width: f32, part_width: f32) -> bool {
    let (Some(a0), Some(a1), Some(b0), Some(b1)) = (a.first(), a.last(), b.first(), b.last()) else {
        return false;
    };
    let (wa, wb) = ((a1 - a0).max(1.0), (b1 - b0).max(1.0));
    let shares = a.iter().zip(b).all(|(x, y)| ((x - a0) / wa - (y - b0) / wb).abs() < 0.04);
    // Without a header in common a different width is another table, unless the page is another.
    shares && ((wa - wb).abs() < 0.06 * wa || (width - part_width).abs() > 20.0)
}

/// For each column how many of its body cells hold figures and how many other text; a total's label is of no kind where
/// it stands among codes.
fn kinds(t: &FoundTable, totals: bool) -> Vec<(usize, usize)> {
    let mut counts = vec![(0_usize, 0_usize); t.grid.columns];
    for cell in t.grid.rows.iter().skip(t.grid.header_rows.min(t.grid.rows.len())).flatten() {
        let counted = !cell.text.is_empty() && (totals || !is_total(&cell.text));
        if let Some(slot) = counts.get_mut(cell.column).filter(|_| counted) {
            if stands_for_figure(&cell.text) { slot.0 += 1 } else { slot.1 += 1 }
        }
    }
    counts
}

/// Places the columns of a continuation where either page lacks the lines between columns, so that only the columns
/// that hold something are seen: each belongs to the column of the table that its texts stand in the middle of,
/// figures under figures.
fn by_content(table: &FoundTable, part: &FoundTable) -> Option<Vec<usize>> {
    if table.ruled && part.ruled {
        return None;
    }
    let (above, below) = (kinds(table, false), kinds(part, false));
    let mut map = Vec::with_capacity(part.grid.columns);
    for (column, kind) in below.iter().enumerate() {
        let texts = || part.grid.rows.iter().flatten().filter(|c| c.column == column && !c.text.is_empty());
        // A total's label stands in the middle of several columns.
        let own = texts().filter(|c| !is_total(&c.text)).map(|c| c.bbox).reduce(|a, b| a.union(&b));
        let extent = own.or_else(|| texts().map(|c| c.bbox).reduce(|a, b| a.union(&b)));
        let from = map.last().map_or(0, |m: &usize| m + 1);
        // An empty column of a page with lines takes the next place.
        let Some(middle) = extent.map(|e| e.center().0) else {
            map.push(from);
            continue;
        };
        let found = (from..table.grid.columns).find(|&c| {
            let edges = (table.column_edges.get(c), table.column_edges.get(c + 1));
            matches!(edges, (Some(x0), Some(x1)) if (*x0..=*x1).contains(&middle))
        })?;
        let over = above.get(found)?;
        if over.0 + over.1 > 0 && kind.0 + kind.1 > 0 && (over.0 > over.1) != (kind.0 > kind.1) {
            return None;
        }
        map.push(found);
    }
    (map.len() >= 2 && map.iter().all(|c| *c < table.grid.columns)).then_some(map)
}

/// Whether the columns hold the same sort of thing: figures where the other has figures.
fn alike(a: &FoundTable, b: &FoundTable) -> bool {
    let (a, b) = (kinds(a, true), kinds(b, true));
    let mut shared = 0;
    for (x, y) in a.iter().zip(&b) {
        if x.0 + x.1 == 0 || y.0 + y.1 == 0 {
            continue;
        }
        if (x.0 > x.1) != (y.0 > y.1) {
            return false;
        }
        shared += 1;
    }
    shared >= 2
}

/// Places each column of a continuation with fewer columns (a total whose label runs over the code columns) by
/// its borders, which must all be borders of the table.
fn by_place(table: &FoundTable, part: &FoundTable) -> Option<Vec<usize>> {
    let (a, b) = (&table.column_edges, &part.column_edges);
    let width = a.last()? - a.first()?;
    let near = (0.012 * width).max(3.0);
    let columns = table.grid.columns;
    let mut map = Vec::with_capacity(part.grid.columns);
    let mut from = 0;
    for x in b {
        let found =
            a.iter().enumerate().skip(from).min_by(|p, q| (p.1 - x).abs().total_cmp(&(q.1 - x).abs()))?;
        let loose = if part.ruled && table.ruled { near } else { 2.0 * near };
        if (found.1 - x).abs() > loose {
            return None;
        }
        map.push(found.0);
        from = found.0 + 1;
    }
    map.pop();
    (map.len() == part.grid.columns && map.iter().all(|c| *c < columns)).then_some(map)
}

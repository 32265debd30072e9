//! A header that the end of a page cuts in two: its upper rows stand alone at the foot of one page, its lower rows
//! and the body at the head of the next.

use crate::layout::flow::Part;
use crate::layout::grid::{is_total, stands_for_figure};
use crate::model::{Grid, GridCell};

/// Rows of a header that may stand alone at a page's foot.
const MAX_ROWS: usize = 3;
/// Borders of both parts stand below each other within this distance, in points.
const NEAR: f32 = 3.0;

/// For each border between columns of the upper part its place among those of the lower one, when `part` goes on inside
/// the header that `before` begins: no row but words above, borders that all go on below, and words of the lower part
/// only under cells over several columns.
pub fn cut(before: &Part, part: &Part) -> Option<Vec<usize>> {
    let (upper, lower) = (&before.table, &part.table);
    let word = |c: &&GridCell| !c.text.is_empty();
    let words = || upper.grid.rows.iter().flatten().filter(word);
    let own = |c: &GridCell| stands_for_figure(&c.text) || is_total(&c.text) && c.column == 0;
    if !lower.ruled
        || upper.grid.rows.len() > MAX_ROWS
        || lower.grid.columns <= upper.grid.columns
        || words().count() < 2
        || words().any(own)
        || !lower.leading.is_empty()
    {
        return None;
    }
    let edges = &lower.column_edges;
    let border = |x: f32| edges.iter().position(|edge| (edge - x).abs() < NEAR);
    let mut borders = Vec::with_capacity(upper.column_edges.len());
    if upper.ruled {
        for x in &upper.column_edges {
            borders.push(border(*x)?);
        }
    } else {
        // Cells of one row are too few for a frame: each word stands in the middle of its own.
        let [row] = upper.grid.rows.as_slice() else { return None };
        borders.push(0);
        for cell in row.iter().filter(word) {
            let left = edges.get(*borders.last()?)?;
            borders.push(border(2.0 * cell.bbox.center().0 - left)?);
        }
    }
    let rising = borders.windows(2).all(|w| matches!(w, [a, b] if a < b));
    let whole = borders.first() == Some(&0)
        && borders.last() == Some(&lower.grid.columns)
        && borders.len() == upper.grid.columns + 1;
    let first: Vec<&GridCell> = lower.grid.rows.first()?.iter().filter(word).collect();
    // A cell over one column ends above, or goes on empty; each word stands under a cell over several.
    let under_several = first.iter().all(|c| {
        borders.windows(2).any(|w| matches!(w, [a, b] if b - a > 1 && (*a..*b).contains(&c.column)))
    });
    let named = first.len() >= 2 && !first.iter().any(|c| stands_for_figure(&c.text)) && under_several;
    (rising && whole && named).then_some(borders)
}

/// The lower part with the rows of the upper one above its own.
pub fn put_on(upper: Grid, lower: &mut Grid, borders: &[usize]) {
    let place = |border: usize| borders.get(border).copied().unwrap_or(lower.columns);
    let mut rows: Vec<Vec<GridCell>> = upper.rows;
    for cell in rows.iter_mut().flatten() {
        let (from, to) = (place(cell.column), place(cell.column + cell.column_span));
        (cell.column, cell.column_span) = (from, to.saturating_sub(from).max(1));
    }
    lower.header_rows = rows.len() + lower.header_rows.max(1);
    rows.append(&mut lower.rows);
    lower.rows = rows;
}

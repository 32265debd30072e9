//! Labels of totals in tables without lines: centred over the code and name columns that their cell spans, they
//! seem to stand in one of those.

use super::columns::{self, Column};
use super::header::Node;
use super::words::Word;
use crate::model::{BBox, Grid};

/// Moves the label of a total to the first of the columns that its cell spans. `heads` are the leaves of the
/// header, one a column, or empty when the header is not known.
pub fn lead(columns: &[Column], tree: &[Node], heads: &[BBox], cells: &mut [Vec<Vec<Word>>]) {
    let named = heads.len() == columns.len();
    let mut groups: Vec<(usize, usize, f32)> = Vec::new();
    let mut first = 0;
    for node in tree.iter().filter(|_| named) {
        let leaves = node.leaves();
        if leaves > 1 {
            groups.push((first, first + leaves, node.block.bbox.center().0));
        }
        first += leaves;
    }
    // Where the names of a column begin, and whether a column holds nothing but codes.
    let mut names = vec![f32::MAX; columns.len()];
    let mut ends = vec![f32::MIN; columns.len()];
    let mut codes = vec![true; columns.len()];
    for row in cells.iter() {
        for (column, word) in row.iter().enumerate().filter_map(|(c, words)| Some((c, words.first()?))) {
            if is_label(&word.text) {
                continue;
            }
            if let Some(left) = names.get_mut(column) {
                *left = left.min(word.bbox.x0);
            }
            if let Some(right) = ends.get_mut(column) {
                *right = right.max(word.bbox.x1);
            }
            if let Some(code) = codes.get_mut(column) {
                *code &= word.text.len() <= 7 && word.text.bytes().all(|b| b.is_ascii_digit());
            }
        }
    }
    for row in cells.iter_mut() {
        for column in 1..row.len() {
            let Some([word]) = row.get(column).map(Vec::as_slice) else { continue };
            if !is_label(&word.text) {
                continue;
            }
            let centre = word.bbox.center().0;
            let empty = |from: usize| row.get(from..column).is_some_and(|r| r.iter().all(Vec::is_empty));
            let group = groups.iter().find(|g| g.0 < column && column < g.1 && empty(g.0));
            let start = if let Some(&(from, _, middle)) = group {
                let own = heads.get(column).map_or(f32::MAX, |h| h.center().0);
                ((centre - middle).abs() < (centre - own).abs()).then_some(from)
            } else {
                let code = |c: usize| codes.get(c).copied().unwrap_or(false);
                let from = (0..column).rev().take_while(|&c| code(c) && empty(c)).last();
                let left = names.get(column).copied().unwrap_or(f32::MAX);
                // Codes and header words stand in the middle of their cells, names at the left edge: that gives the
                // middle of both cells together.
                let both = from.filter(|f| named && f + 1 == column).and_then(|from| {
                    let (code, name) = (heads.get(from)?.center().0, heads.get(column)?.center().0);
                    let middle = code + name - left;
                    Some((centre - middle).abs() < 0.8 * (centre - name).abs())
                });
                // Where no header shows the cells: the middle of a column of names lies to the right of what stands in
                // the middle of codes and names together.
                let right = ends.get(column).copied().unwrap_or(f32::MIN);
                let before = !named && centre < f32::midpoint(left, right) - 0.6 * word.size;
                from.filter(|_| word.bbox.x0 < left - 0.6 * word.size || both == Some(true) || before)
            };
            if let Some(start) = start {
                row.swap(start, column);
            }
        }
    }
}

/// The same for a table that was joined over pages, whose header only its first page shows: the label goes to the
/// first column of the header cell whose middle it is nearer to than to that of its own column.
pub fn settle(grid: &mut Grid) {
    let depth = grid.header_rows.min(grid.rows.len());
    let (header, body) = grid.rows.split_at_mut(depth);
    let spanning = |column: usize| {
        let over = |c: &&crate::model::GridCell| {
            c.column < column && column < c.column + c.column_span && !c.text.is_empty()
        };
        header.iter().flatten().find(over).map(|c| (c.column, c.bbox.center().0))
    };
    let own = |column: usize| {
        let leaf =
            |c: &&crate::model::GridCell| c.column == column && c.column_span == 1 && !c.text.is_empty();
        header.iter().flatten().filter(leaf).last().map(|c| c.bbox.center().0)
    };
    for row in body {
        let Some(label) = row.iter_mut().find(|c| !c.text.is_empty()) else { continue };
        if label.column == 0 || !is_label(&label.text) {
            continue;
        }
        let (Some((first, whole)), Some(own)) = (spanning(label.column), own(label.column)) else { continue };
        let middle = label.bbox.center().0;
        if (middle - whole).abs() < (middle - own).abs() {
            let column = std::mem::replace(&mut label.column, first);
            // What stood there is empty, and takes the place that the label leaves.
            if let Some(empty) = row.iter_mut().find(|c| c.column == first && c.text.is_empty()) {
                empty.column = column;
            }
            row.sort_by_key(|c| c.column);
        }
    }
}

fn is_label(text: &str) -> bool {
    columns::is_sum(text) || text.chars().count() <= 8 && text.ends_with("合计")
}

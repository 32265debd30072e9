//! The header of a table whose columns the seams show: its cells as the lines across close them, and its words divided
//! over them.

use super::{NEAR, Seams};
use crate::layout::grid::words::{Row, Word};
use crate::model::BBox;

/// What a header cell without a word costs among cells that have one, in points off their middle.
const EMPTY: f32 = 12.0;

/// A header cell by its place in the grid of the header's lines.
#[derive(Debug, Clone)]
pub struct Head {
    /// First column, one past the last.
    pub columns: (usize, usize),
    /// First row, one past the last.
    pub rows: (usize, usize),
    /// Its words.
    pub words: Vec<Word>,
}

/// The cells of a header that ends at `bottom`, and the number of its rows. `walls` are lines across: y, left, right.
pub fn header(seams: &Seams, above: &[Row], walls: &[(f32, f32, f32)], bottom: f32) -> (Vec<Head>, usize) {
    let top = above.first().map_or(bottom, |r| r.bbox.center().1);
    let mut ys: Vec<f32> = walls.iter().map(|w| w.0).filter(|y| *y > top && *y < bottom - NEAR).collect();
    ys.sort_unstable_by(f32::total_cmp);
    ys.dedup_by(|b, a| *b - *a < 2.0 * NEAR);
    let depth = ys.len() + 1;
    let columns = seams.xs.len() - 1;
    // Whether a line closes the cell of a column below a row.
    let closed = |column: usize, row: usize| {
        let (Some(y), Some(x0), Some(x1)) = (ys.get(row), seams.xs.get(column), seams.xs.get(column + 1))
        else {
            return true;
        };
        let cover: f32 = walls
            .iter()
            .filter(|w| (w.0 - y).abs() < 2.0 * NEAR)
            .map(|w| (w.2.min(*x1) - w.1.max(*x0)).max(0.0))
            .sum();
        cover > 0.6 * (x1 - x0)
    };
    let words: Vec<Word> = above.iter().flat_map(|r| &r.words).cloned().collect();
    let row_of = |w: &Word| ys.partition_point(|y| *y < w.bbox.center().1);
    let mut heads: Vec<Head> = Vec::new();
    for row in 0..depth {
        let mut column = 0;
        while column < columns {
            crate::clock::tick();
            let begins = |c: usize| row == 0 || closed(c, row - 1);
            let end_of = |c: usize| (row..depth).find(|&r| closed(c, r)).map_or(depth, |r| r + 1);
            if !begins(column) {
                column += 1;
                continue;
            }
            let end = end_of(column);
            let mut to = column + 1;
            while to < columns && begins(to) && end_of(to) == end {
                to += 1;
            }
            let inside = |w: &&Word| {
                (row..end).contains(&row_of(w)) && (column..to).contains(&seams.column(w.bbox.center().0))
            };
            let own: Vec<Word> = words.iter().filter(inside).cloned().collect();
            for ((from, until), words) in spans(seams, (column, to), own, end == depth) {
                heads.push(Head { columns: (from, until), rows: (row, end), words });
            }
            column = to;
        }
    }
    (heads, depth)
}

/// Boxes of the words over each column at the bottom of a header; none where a column has no word of its own.
pub fn leaves(heads: &[Head], depth: usize) -> Vec<BBox> {
    let mut lowest: Vec<&Head> =
        heads.iter().filter(|h| h.rows.1 == depth && h.columns.1 == h.columns.0 + 1).collect();
    lowest.sort_by_key(|h| h.columns.0);
    let boxes = lowest.iter().map(|h| h.words.iter().map(|w| w.bbox).reduce(|a, b| a.union(&b)));
    boxes.collect::<Option<Vec<BBox>>>().unwrap_or_default()
}

/// Divides columns whose header cells are of one height among the words in them. At the bottom of the header each
/// column has its own cell, unless a word runs over several; above, the cells are those in whose middle, or at whose
/// left, the words stand.
fn spans(
    seams: &Seams,
    (from, to): (usize, usize),
    words: Vec<Word>,
    lowest: bool,
) -> Vec<((usize, usize), Vec<Word>)> {
    let x = |c: usize| seams.xs.get(c).copied().unwrap_or(0.0);
    let mut blocks: Vec<(BBox, Vec<Word>)> = Vec::new();
    let mut sorted = words;
    sorted.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    for w in sorted {
        match blocks.last_mut() {
            Some((bbox, list)) if w.bbox.x0 < bbox.x1 - 0.2 * w.size => {
                *bbox = bbox.union(&w.bbox);
                list.push(w);
            }
            _ => blocks.push((w.bbox, vec![w])),
        }
    }
    let mut cells: Vec<((usize, usize), Vec<Word>)> = if lowest {
        (from..to).map(|c| ((c, c + 1), Vec::new())).collect()
    } else {
        divide(&blocks.iter().map(|b| b.0).collect::<Vec<_>>(), (from, to), &x)
            .into_iter()
            .map(|span| (span, Vec::new()))
            .collect()
    };
    for (bbox, words) in blocks {
        let reach = 0.6 * words.first().map_or(0.0, |w| w.size);
        let first =
            cells.iter().position(|(s, _)| bbox.center().0 < x(s.1)).unwrap_or(cells.len().saturating_sub(1));
        let over = |s: (usize, usize)| bbox.x0 < x(s.1) - reach && bbox.x1 > x(s.0) + reach;
        let low = cells.iter().take(first).position(|(s, w)| w.is_empty() && over(*s)).unwrap_or(first);
        let high = cells.iter().skip(first + 1).take_while(|(s, _)| over(*s)).count() + first;
        let Some(end) = cells.get(high).map(|c| c.0.1) else { continue };
        cells.drain(low + 1..=high);
        if let Some(cell) = cells.get_mut(low) {
            cell.0.1 = end;
            cell.1.extend(words);
        }
    }
    for (_, words) in &mut cells {
        words.sort_by(|a, b| {
            let (ya, yb) = (a.bbox.center().1, b.bbox.center().1);
            let level = (ya - yb).abs() < 0.3 * a.size.max(b.size);
            if level { a.bbox.x0.total_cmp(&b.bbox.x0) } else { ya.total_cmp(&yb) }
        });
    }
    cells
}

/// The cheapest division of columns into one cell for each block, and empty ones.
fn divide(blocks: &[BBox], (from, to): (usize, usize), x: &dyn Fn(usize) -> f32) -> Vec<(usize, usize)> {
    let (count, columns) = (blocks.len(), to - from);
    if count == 0 || count > columns {
        return vec![(from, to)];
    }
    let cost = |b: &BBox, first: usize, end: usize, centred: bool| {
        let (x0, x1) = (x(from + first), x(from + end));
        let out = (x0 - b.x0).max(b.x1 - x1).max(0.0);
        10.0 * out + if centred { (b.center().0 - f32::midpoint(x0, x1)).abs() } else { (b.x0 - x0).abs() }
    };
    // From each column the cheapest way to have passed so many blocks, and where the last cell began; columns between
    // cells are cells without a word.
    let run = |centred: bool| {
        let mut best = vec![vec![(f32::INFINITY, 0_usize, true); columns + 1]; count + 1];
        best[0][0] = (0.0, 0, true);
        for end in 0..=columns {
            for passed in 0..=count {
                let mut least = best[passed][end];
                if end > 0 && best[passed][end - 1].0 + EMPTY < least.0 {
                    least = (best[passed][end - 1].0 + EMPTY, end - 1, true);
                }
                if let Some(last) = passed.checked_sub(1) {
                    for (first, before) in best[last].iter().enumerate().take(end) {
                        let sum = before.0 + cost(&blocks[last], first, end, centred);
                        if sum < least.0 {
                            least = (sum, first, false);
                        }
                    }
                }
                best[passed][end] = least;
            }
        }
        let mut spans = Vec::new();
        let (mut passed, mut end) = (count, columns);
        while end > 0 {
            let (_, first, empty) = best[passed][end];
            spans.push((from + first, from + end));
            passed -= usize::from(!empty && passed > 0);
            end = first.min(end - 1);
        }
        spans.reverse();
        (best[count][columns].0, spans)
    };
    let (centred, left) = (run(true), run(false));
    if centred.0 <= left.0 { centred.1 } else { left.1 }
}

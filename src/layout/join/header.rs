//! The header at the top of a continuation: repeated, partly repeated, or one of its own.

use crate::layout::grid::stands_for_figure;
use crate::model::{Grid, GridCell};

fn row_texts(grid: &Grid, row: usize) -> Vec<&str> {
    grid.rows[row].iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect()
}

/// How many leading rows of `grid` repeat rows of `head`'s header: all of it, its first rows or its last.
pub fn repeated_header(head: &Grid, grid: &Grid) -> usize {
    let depth = head.header_rows.min(head.rows.len());
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
    // Rows of a header, or all of it, may have been taken for the body's on both pages, or be painted once more.
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
pub fn own_header(head: &Grid, grid: &Grid) -> bool {
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

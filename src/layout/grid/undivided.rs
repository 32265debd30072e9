//! Body columns that only the header's lines divide.

use super::figure::is_figure;
use super::ink::Ink;
use super::lattice::Span;
use super::ruled::{Filled, Frame, filled};
use super::totals::{is_of_group, is_sum};
use super::words;

/// Divides body cells where the header's lowest cells are divided and no body row has a line: a column line
/// that was drawn through the header only. Says whether the body had no column line at all.
pub fn columns(ink: &Ink, frame: &mut Frame, header: usize) -> bool {
    let count = frame.xs.len().saturating_sub(1);
    if header == 0 || header + 1 >= frame.ys.len() {
        return false;
    }
    let mut divided = false;
    let bare = count > 2
        && frame.begun(header..usize::MAX).iter().all(|c| c.span.col == 0 && c.span.col_end == count);
    for line in 1..count {
        let names = frame.begun(0..header);
        let named = |c: &Filled| c.span.row_end >= header && !c.text.is_empty();
        let begins = names.iter().any(|c| named(c) && c.span.col == line);
        let ends = names.iter().any(|c| named(c) && c.span.col_end == line);
        let drawn = || frame.begun(header..usize::MAX).iter().any(|c| c.span.col == line);
        if !begins || !ends || drawn() {
            continue;
        }
        let Some(&x) = frame.xs.get(line) else { continue };
        // Text on both sides within one cell shows that it is two; without that it is a merged cell.
        let both = frame.cells.iter().any(|c| {
            c.span.row >= header
                && c.span.col < line
                && c.span.col_end > line
                && words::rows(ink, &c.glyphs).iter().map(|r| words::fine(ink, r)).any(|r| {
                    let sides = frame.xs.get(c.span.col..=c.span.col_end).unwrap_or_default();
                    !words::is_spaced(&r, sides)
                        && r.words.iter().any(|w| w.bbox.x1 <= x + 1.0)
                        && r.words.iter().any(|w| w.bbox.x0 >= x - 1.0)
                })
        });
        if !(both || bare && divided) {
            continue;
        }
        divided = true;
        let mut cells: Vec<Filled> = Vec::with_capacity(frame.cells.len() + 8);
        for c in std::mem::take(&mut frame.cells) {
            let outside = c.span.row < header || c.span.col >= line || c.span.col_end <= line;
            if outside || is_total_over(frame, &c) {
                cells.push(c);
                continue;
            }
            let (mut left, mut right) = (Vec::new(), Vec::new());
            for row in words::rows(ink, &c.glyphs) {
                for w in words::fine(ink, &row).words {
                    if w.bbox.center().0 < x { left.extend(w.glyphs) } else { right.extend(w.glyphs) }
                }
            }
            let l = Span { col_end: line, ..c.span };
            let r = Span { col: line, ..c.span };
            cells.push(filled(ink, &frame.xs, &frame.ys, l, left));
            cells.push(filled(ink, &frame.xs, &frame.ys, r, right));
        }
        frame.cells = cells;
    }
    frame.cells.sort_by_key(|c| (c.span.row, c.span.col));
    bare && divided
}

/// Whether a cell over several columns holds nothing but the label of a total, in its middle: 合计 over code and name.
fn is_total_over(frame: &Frame, cell: &Filled) -> bool {
    let sides = frame.xs.get(cell.span.col).zip(frame.xs.get(cell.span.col_end));
    let em = cell.bbox.height();
    is_sum(&cell.text)
        && sides.is_some_and(|(left, right)| {
            (f32::midpoint(*left, *right) - cell.bbox.center().0).abs() < 0.5 * em
        })
}

/// A figure in a cell over several columns that stands in one of them, not in the middle of all, is that column's: the
/// lines beside it are missing. A merged cell holds words.
pub fn figures(ink: &Ink, frame: &mut Frame, header: usize) -> bool {
    let mut cells: Vec<Filled> = Vec::with_capacity(frame.cells.len());
    let mut moved = false;
    for c in std::mem::take(&mut frame.cells) {
        let (from, to) = (c.span.col, c.span.col_end);
        let home = (c.span.row >= header && header > 0 && to > from + 1 && is_figure(&c.text))
            .then(|| {
                let em = c.bbox.height();
                let middle = f32::midpoint(*frame.xs.get(from)?, *frame.xs.get(to)?);
                let column = (from..to).find(|&k| {
                    let sides = frame.xs.get(k).zip(frame.xs.get(k + 1));
                    sides.is_some_and(|(l, r)| *l - 1.0 < c.bbox.x0 && c.bbox.x1 < *r + 1.0)
                })?;
                ((middle - c.bbox.center().0).abs() > 0.5 * em).then_some(column)
            })
            .flatten();
        let Some(home) = home else {
            cells.push(c);
            continue;
        };
        moved = true;
        for col in from..to {
            let span = Span { col, col_end: col + 1, ..c.span };
            let glyphs = if col == home { c.glyphs.clone() } else { Vec::new() };
            cells.push(filled(ink, &frame.xs, &frame.ys, span, glyphs));
        }
    }
    frame.cells = cells;
    moved
}

/// Moves the label of a total that is centred over code and name columns to the first of them; `header` rows of
/// the frame say which columns belong together.
pub fn lead(ink: &Ink, frame: &mut Frame, header: usize) {
    let middle = |frame: &Frame, from: usize, to: usize| {
        let (left, right) = (frame.xs.get(from).copied(), frame.xs.get(to).copied());
        left.zip(right).map_or(0.0, |(a, b)| f32::midpoint(a, b))
    };
    let groups: Vec<Span> =
        frame.begun(0..1).iter().map(|c| c.span).filter(|s| s.col_end - s.col > 1).collect();
    for at in 0..frame.cells.len() {
        let Some(label) = frame.cells.get(at).filter(|c| c.span.row >= header && is_sum(&c.text)) else {
            continue;
        };
        let (span, centre) = (label.span, label.bbox.center().0);
        let Some(group) = groups.iter().find(|g| g.col < span.col && span.col < g.col_end) else { continue };
        let own = middle(frame, span.col, span.col_end);
        if !is_of_group(centre, middle(frame, group.col, group.col_end), own) {
            continue;
        }
        let of_row = |c: &Filled| c.span.row == span.row && c.span.col >= group.col && c.span.col < span.col;
        if frame.cells.iter().any(|c| of_row(c) && !c.text.is_empty()) {
            continue;
        }
        let Some(first) = frame.cells.iter().position(|c| of_row(c) && c.span.col == group.col) else {
            continue;
        };
        let (to, glyphs) = (frame.cells[first].span, std::mem::take(&mut frame.cells[at].glyphs));
        frame.cells[first] = filled(ink, &frame.xs, &frame.ys, to, glyphs);
        frame.cells[at] = filled(ink, &frame.xs, &frame.ys, span, Vec::new());
    }
}

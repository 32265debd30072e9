//! Ruled grids with lines left out: a header without column lines.

use super::columns::Column;
use super::header::{self, Node};
use super::ink::Ink;
use super::lattice::Span;
use super::ruled::{Filled, Frame, filled, place};
use super::trim::is_unit_line;
use super::words::{self, Row};

/// Reads a header that has no column lines of its own: its words become cells over the body's columns. Gives
/// the number of header rows, or `None` (and leaves the frame alone) when the header is divided as it should be.
pub fn header_words(ink: &Ink, frame: &mut Frame) -> Option<usize> {
    let columns = frame.xs.len().checked_sub(1)?;
    let rows = frame.ys.len().checked_sub(1)?;
    // The first row that the body's column lines divide.
    let of_row = |row: usize| frame.cells.iter().filter(move |c| c.span.row <= row && row < c.span.row_end);
    let first = (0..rows.min(6)).find(|&r| of_row(r).count() * 5 >= columns * 4)?;
    if first == 0 || of_row(0).count() > 2 && of_row(0).count() * 2 > columns {
        return None;
    }
    let mut glyphs: Vec<u32> = Vec::new();
    for c in frame.cells.iter().filter(|c| c.span.row < first) {
        glyphs.extend(&c.glyphs);
    }
    let lines: Vec<Row> = words::rows(ink, &glyphs).iter().map(|r| words::fine(ink, r)).collect();
    // Words over different columns in one cell: otherwise the cell is a title or a group.
    let crowded =
        frame.cells.iter().filter(|c| c.span.row < first && c.span.col_end - c.span.col > 1).any(|c| {
            let sides = frame.xs.get(c.span.col..=c.span.col_end).unwrap_or_default();
            words::rows(ink, &c.glyphs)
                .iter()
                .map(|r| words::fine(ink, r))
                .filter(|r| !words::is_spaced(r, sides))
                .any(|r| distinct(&frame.xs, &r) >= 2)
        });
    if !crowded || lines.iter().any(|r| r.words.iter().any(|w| w.figure)) {
        return None;
    }
    let walls: Vec<(f32, f32, f32)> = Vec::new();
    let depth = put_header(ink, frame, &lines, &walls, first, &glyphs)?;
    Some(depth)
}

/// Takes the header that stands above a frame without any line around it.
pub fn header_above(ink: &Ink, frame: &mut Frame, free: &[u32]) -> Option<usize> {
    let (left, right, top) = (*frame.xs.first()?, *frame.xs.last()?, *frame.ys.first()?);
    let near: Vec<u32> = free
        .iter()
        .copied()
        .filter(|&i| {
            ink.glyph(i).is_some_and(|g| {
                let (x, y) = g.bbox.center();
                x > left && x < right && y < top && y > top - 12.0 * ink.size
            })
        })
        .collect();
    let mut lines: Vec<Row> = words::rows(ink, &near).iter().map(|r| words::fine(ink, r)).collect();
    let mut from = lines.len();
    let mut below = top;
    while let Some(row) = from.checked_sub(1).and_then(|i| lines.get(i)) {
        let stop = below - row.bbox.y1 > 1.3 * row.size
            || row.words.iter().any(|w| is_unit_line(&w.text) || w.figure)
            || row.words.len() == 1
                && (row.size > 1.15 * ink.size || super::trim::is_caption(&row.words.first()?.text));
        if stop {
            break;
        }
        below = row.bbox.y0;
        from -= 1;
    }
    let lines = lines.split_off(from);
    let columns = frame.xs.len().checked_sub(1)?;
    if !lines.iter().any(|r| distinct(&frame.xs, r) * 5 >= columns * 3 && distinct(&frame.xs, r) >= 2) {
        return None;
    }
    let glyphs: Vec<u32> = lines.iter().flat_map(|r| &r.words).flat_map(|w| &w.glyphs).copied().collect();
    frame.ys.insert(0, below - 2.0);
    for c in &mut frame.cells {
        c.span.row += 1;
        c.span.row_end += 1;
    }
    let depth = put_header(ink, frame, &lines, &[], 1, &glyphs);
    if depth.is_none() {
        frame.ys.remove(0);
        for c in &mut frame.cells {
            c.span.row -= 1;
            c.span.row_end -= 1;
        }
    }
    depth
}

/// How many columns the words of a line stand over.
fn distinct(xs: &[f32], row: &Row) -> usize {
    let mut over: Vec<usize> = row.words.iter().filter_map(|w| place(xs, w.bbox.center().0)).collect();
    over.dedup();
    over.len()
}

/// Replaces the first `rows` rows of the frame by the header tree of these lines.
fn put_header(
    ink: &Ink,
    frame: &mut Frame,
    lines: &[Row],
    walls: &[(f32, f32, f32)],
    rows: usize,
    glyphs: &[u32],
) -> Option<usize> {
    let columns = frame.xs.len().checked_sub(1)?;
    let islands: Vec<Column> = frame
        .xs
        .windows(2)
        .filter_map(|w| Some(Column { x0: *w.first()? + 1.0, x1: *w.get(1)? - 1.0 }))
        .collect();
    let tree = header::tree(header::blocks(lines, walls), &islands, walls, None);
    let mut leaves = Vec::new();
    for node in &tree {
        node.collect_leaves(&mut leaves);
    }
    let mut seats: Vec<usize> = leaves.iter().filter_map(|b| place(&frame.xs, b.bbox.center().0)).collect();
    if leaves.len() == columns {
        seats = (0..columns).collect();
    }
    let ordered = seats.windows(2).all(|w| matches!(w, [a, b] if a < b));
    if leaves.len() < 2 || seats.len() != leaves.len() || !ordered {
        return None;
    }
    let depth = tree.iter().map(Node::depth).max()?;
    let (top, bottom) = (*frame.ys.first()?, *frame.ys.get(rows)?);
    let mut ys: Vec<f32> = (0..depth).map(|l| top + (bottom - top) * l as f32 / depth as f32).collect();
    ys.extend(frame.ys.get(rows..)?);
    frame.cells.retain(|c| c.span.row >= rows);
    for c in &mut frame.cells {
        c.span.row = c.span.row - rows + depth;
        c.span.row_end = c.span.row_end - rows + depth;
    }
    frame.ys = ys;
    let mut seat = seats.iter().copied();
    let mut cells: Vec<Filled> = Vec::new();
    for node in &tree {
        seat_node(ink, frame, node, 0, depth, &mut seat, &mut cells);
    }
    for col in (0..columns).filter(|c| !seats.contains(c)) {
        let covered =
            cells.iter().any(|c| c.span.col <= col && col < c.span.col_end && c.span.row_end == depth);
        if !covered {
            let row = cells
                .iter()
                .filter(|c| c.span.col <= col && col < c.span.col_end)
                .map(|c| c.span.row_end)
                .max()
                .unwrap_or(0);
            let span = Span { row, col, row_end: depth, col_end: col + 1 };
            cells.push(filled(ink, &frame.xs, &frame.ys, span, Vec::new()));
        }
    }
    // What no header cell took is not lost.
    let held: Vec<u32> = cells.iter().flat_map(|c| &c.glyphs).copied().collect();
    if held.len() < glyphs.len() {
        return Some(depth).filter(|_| {
            frame.cells.extend(cells);
            frame.cells.sort_by_key(|c| (c.span.row, c.span.col));
            true
        });
    }
    frame.cells.extend(cells);
    frame.cells.sort_by_key(|c| (c.span.row, c.span.col));
    Some(depth)
}

fn seat_node(
    ink: &Ink,
    frame: &Frame,
    node: &Node,
    level: usize,
    depth: usize,
    seat: &mut impl Iterator<Item = usize>,
    cells: &mut Vec<Filled>,
) -> Option<(usize, usize)> {
    let at = cells.len();
    let glyphs: Vec<u32> = node.block.words.iter().flat_map(|w| &w.glyphs).copied().collect();
    let mut span = Span { row: level, col: 0, row_end: level + 1, col_end: 0 };
    let reach = if node.children.is_empty() {
        span.row_end = depth;
        let s = seat.next()?;
        (s, s + 1)
    } else {
        cells.push(filled(ink, &frame.xs, &frame.ys, span, Vec::new()));
        let mut reach: Option<(usize, usize)> = None;
        for child in &node.children {
            let r = seat_node(ink, frame, child, level + 1, depth, seat, cells)?;
            reach = Some(reach.map_or(r, |(a, b)| (a.min(r.0), b.max(r.1))));
        }
        cells.remove(at);
        reach?
    };
    (span.col, span.col_end) = reach;
    cells.insert(at, filled(ink, &frame.xs, &frame.ys, span, glyphs));
    Some(reach)
}

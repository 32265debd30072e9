//! The body of a table without lines: words → columns and rows.

use super::head::is_listed;
use super::lined::is_wrapped;
use crate::layout::grid::bands;
use crate::layout::grid::columns::{self, Column};
use crate::layout::grid::words::{Row, Word};

/// Top and bottom of each row, and for each row the words of each column.
pub type Body = (Vec<(f32, f32)>, Vec<Vec<Vec<Word>>>);

/// Gives the words of the body to rows and columns.
pub fn body(columns: &[Column], lines: Vec<Row>, full: &[f32]) -> Body {
    let mut words: Vec<(usize, Word)> = Vec::new();
    for line in lines {
        crate::clock::tick();
        words.extend(line.words.into_iter().map(|w| (columns::of(columns, &w.bbox), w)));
    }
    rows_of(columns, &words, full)
}

/// Gives words whose column is known to rows. `full` are the ys of lines drawn across the whole table.
pub fn rows_of(columns: &[Column], words: &[(usize, Word)], full: &[f32]) -> Body {
    let n = columns.len();
    let mut figures = vec![(0usize, 0usize); n];
    for (c, w) in words {
        if let Some(f) = figures.get_mut(*c) {
            f.0 += usize::from(w.figure);
            f.1 += 1;
        }
    }
    let numeric: Vec<bool> = figures.iter().map(|&(f, all)| f * 2 > all).collect();
    let is_numeric = |c: usize| numeric.get(c).copied().unwrap_or(false);
    let mut rows: Vec<(f32, f32)> = Vec::new();
    let mut cells: Vec<Vec<Vec<Word>>> = Vec::new();
    let mut from = 0;
    let dense = full.len() > 4;
    let mut stops: Vec<f32> = full.to_vec();
    stops.push(f32::MAX);
    for stop in stops {
        let to = from
            + words.get(from..).map_or(0, |w| w.iter().take_while(|(_, w)| w.bbox.center().1 < stop).count());
        let part = words.get(from..to).unwrap_or_default();
        from = to;
        if part.is_empty() {
            continue;
        }
        let mut anchors: Vec<f32> = Vec::new();
        for (_, w) in part.iter().filter(|(c, w)| w.figure && is_numeric(*c)) {
            let y = w.bbox.center().1;
            if anchors.last().is_none_or(|&a| y - a > 0.4 * w.size) {
                anchors.push(y);
            }
        }
        if dense && (anchors.len() <= 1 || is_wrapped(part.iter().map(|(_, w)| w))) {
            push_row(n, part.iter(), &mut rows, &mut cells);
            continue;
        }
        let ids = row_ids(columns, part, &anchors, &is_numeric);
        let mut order: Vec<(f32, usize)> = Vec::new();
        for (id, (_, w)) in ids.iter().zip(part) {
            if !order.iter().any(|o| o.1 == *id) {
                let y = anchors.get(*id).copied().unwrap_or_else(|| w.bbox.center().1);
                order.push((y, *id));
            }
        }
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, id) in order {
            let of_row = ids.iter().zip(part).filter(|(i, _)| **i == id).map(|(_, w)| w);
            push_row(n, of_row, &mut rows, &mut cells);
        }
    }
    (rows, cells)
}

fn push_row<'a>(
    columns: usize,
    words: impl Iterator<Item = &'a (usize, Word)>,
    rows: &mut Vec<(f32, f32)>,
    cells: &mut Vec<Vec<Vec<Word>>>,
) {
    let mut row = vec![Vec::new(); columns];
    let mut span = (f32::MAX, f32::MIN);
    for (c, w) in words {
        span = (span.0.min(w.bbox.y0), span.1.max(w.bbox.y1));
        if let Some(cell) = row.get_mut(*c) {
            cell.push(w.clone());
        }
    }
    rows.push(span);
    cells.push(row);
}

/// The usual distance of rows, by those that are rows for certain: with a figure, or numbered 一、二、三.
fn pitch(words: &[(usize, Word)], anchors: &[f32]) -> f32 {
    let listed = words.iter().filter(|(_, w)| is_listed(&w.text)).map(|(_, w)| w.bbox.center().1);
    let mut rows: Vec<f32> = anchors.iter().copied().chain(listed).collect();
    rows.sort_unstable_by(f32::total_cmp);
    let em = words.first().map_or(10.0, |(_, w)| w.size);
    let mut gaps: Vec<f32> = rows.windows(2).filter_map(|w| Some(w.get(1)? - w.first()?)).collect();
    gaps.retain(|gap| *gap > 0.5 * em);
    gaps.sort_unstable_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(f32::MAX)
}

/// For each word the id of its row: figures go by their own line, texts by how they stand against the figures.
fn row_ids(
    columns: &[Column],
    words: &[(usize, Word)],
    anchors: &[f32],
    is_numeric: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let nearest = |y: f32| {
        (0..anchors.len())
            .min_by(|&a, &b| {
                let d = |i: usize| anchors.get(i).map_or(f32::MAX, |v| (v - y).abs());
                d(a).total_cmp(&d(b))
            })
            .unwrap_or(0)
    };
    let pitch = pitch(words, anchors);
    let mut ids = vec![usize::MAX; words.len()];
    // Rows without a figure, found by several columns: their middle and their number.
    let mut own: Vec<(f32, f32, usize)> = Vec::new();
    for (column, extent) in columns.iter().enumerate() {
        let members = (0..words.len()).filter(|&i| words.get(i).is_some_and(|(c, _)| *c == column));
        let (figures, texts): (Vec<usize>, Vec<usize>) =
            members.partition(|&i| is_numeric(column) && words.get(i).is_some_and(|(_, w)| w.figure));
        for i in figures {
            if let (Some((_, w)), Some(id)) = (words.get(i), ids.get_mut(i)) {
                *id = nearest(w.bbox.center().1);
            }
        }
        let mut lines: Vec<bands::Line> = Vec::new();
        let mut line_of: Vec<(usize, usize)> = Vec::new();
        for i in texts {
            let Some((_, w)) = words.get(i) else { continue };
            let y = w.bbox.center().1;
            let dots = w.text.chars().all(|c| c == '…');
            let full = dots || w.bbox.x1 > extent.x1 - 1.6 * w.size;
            match lines.last_mut() {
                Some(l) if y - l.y < 0.4 * w.size => l.full |= full,
                _ => lines.push(bands::Line {
                    y,
                    size: w.size,
                    full,
                    begins: is_listed(&w.text) || w.text.ends_with("合计") || w.text.ends_with("总计"),
                }),
            }
            line_of.push((i, lines.len() - 1));
        }
        let rows = bands::attach(anchors, &lines, pitch);
        let mut renumbered: Vec<(usize, usize)> = Vec::new();
        for (k, row) in rows.iter().enumerate() {
            if *row >= anchors.len() && !renumbered.iter().any(|r| r.0 == *row) {
                let of_row = || rows.iter().zip(&lines).filter(|(r, _)| *r == row).map(|(_, l)| l.y);
                let (top, bottom) = (of_row().fold(f32::MAX, f32::min), of_row().fold(f32::MIN, f32::max));
                let em = lines.get(k).map_or(10.0, |l| l.size);
                let same = own.iter().find(|o| top < o.1 + 0.5 * em && bottom > o.0 - 0.5 * em).map(|o| o.2);
                let id = same.unwrap_or_else(|| {
                    let id = anchors.len() + own.len();
                    own.push((top, bottom, id));
                    id
                });
                renumbered.push((*row, id));
            }
        }
        for (i, line) in line_of {
            let row = rows.get(line).copied().unwrap_or(0);
            let id = renumbered.iter().find(|r| r.0 == row).map_or(row, |r| r.1);
            if let Some(slot) = ids.get_mut(i) {
                *slot = id;
            }
        }
    }
    ids
}

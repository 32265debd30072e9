//! Lines inside a table that are none of it: strokes through figures, lines that begin and end nowhere.

use std::ops::Range;

use super::edges::{Edge, Edges};
use super::figure::is_figure_char;
use super::ink::Ink;
use super::lattice::Lattice;
use super::ruled::Place;
use crate::model::BBox;

/// A line that ends so near another one touches it, in points.
const TOUCH: f32 = 4.5;
/// Pieces of one line differ by so much, in points.
const SAME: f32 = 1.5;
/// A stroke through a text runs between these shares of its height.
const THROUGH: Range<f32> = 0.25..0.75;
/// Lines of one table that are looked at, at most.
const MAX_LINES: usize = 2_000;

/// Takes them out of the lines of one table.
pub fn take_out(ink: &Ink, group: &mut Edges) {
    if group.horizontal.len() < 3 || group.vertical.len() < 3 {
        return;
    }
    let down = strays(ink, &group.vertical, &group.horizontal, false);
    let across = strays(ink, &group.horizontal, &group.vertical, true);
    let keep = |lines: &mut Vec<Edge>, strays: &[usize]| {
        let mut i = 0;
        lines.retain(|_| {
            i += 1;
            strays.binary_search(&(i - 1)).is_err()
        });
    };
    keep(&mut group.vertical, &down);
    keep(&mut group.horizontal, &across);
}

/// Indices of the stray ones of `lines`, ascending.
fn strays(ink: &Ink, lines: &[Edge], others: &[Edge], across: bool) -> Vec<usize> {
    if lines.len() > MAX_LINES || others.len() > MAX_LINES {
        return Vec::new();
    }
    let longest = lines.iter().map(Edge::len).fold(0.0, f32::max);
    let touches = |e: &Edge, end: f32| {
        let near = |o: &&Edge| (o.at - end).abs() <= TOUCH && o.lo <= e.at + TOUCH && o.hi >= e.at - TOUCH;
        others.iter().any(|o| near(&o))
    };
    let stray = |i: usize, e: &Edge| {
        crate::clock::tick();
        if e.len() > 0.5 * longest {
            return false;
        }
        let ends = usize::from(touches(e, e.lo)) + usize::from(touches(e, e.hi));
        if across && strikes(ink, e, ends == 2) {
            return true;
        }
        // Another piece of the same line, or one that is as long over or beside it, says that it is one of a grid.
        let fellow = lines.iter().enumerate().any(|(k, o)| {
            let ends = (o.lo - e.lo).abs() <= TOUCH && (o.hi - e.hi).abs() <= TOUCH;
            k != i && ((o.at - e.at).abs() <= SAME || ends)
        });
        !fellow && (ends == 0 || ends == 1 && cuts(ink, e, across))
    };
    (0..lines.len()).filter(|&i| lines.get(i).is_some_and(|e| stray(i, e))).collect()
}

/// Whether a line across runs through texts over most of its length: they are struck out. A line between two others
/// may run through a text that is higher than its row, but not through `figures`.
fn strikes(ink: &Ink, e: &Edge, figures: bool) -> bool {
    let through = |b: &BBox| THROUGH.contains(&((e.at - b.y0) / b.height().max(0.1)));
    let width = |b: &BBox| (b.x1.min(e.hi) - b.x0.max(e.lo)).max(0.0);
    let glyphs = ink.usable.iter().filter_map(|&i| ink.glyph(i));
    let struck = glyphs.filter(|g| (!figures || is_figure_char(g.ch)) && through(&g.bbox));
    struck.map(|g| width(&g.bbox)).sum::<f32>() > 0.5 * e.len()
}

/// Whether a line runs through the middle of a character.
fn cuts(ink: &Ink, e: &Edge, across: bool) -> bool {
    ink.usable.iter().filter_map(|&i| ink.glyph(i)).any(|g| {
        let b = &g.bbox;
        let (low, high, from, to) = if across { (b.y0, b.y1, b.x0, b.x1) } else { (b.x0, b.x1, b.y0, b.y1) };
        THROUGH.contains(&((e.at - low) / (high - low).max(0.1))) && from.max(e.lo) < to.min(e.hi)
    })
}

/// Rows below which a table has too few to tell a stray line from one of its own.
const FEW: usize = 5;

/// Takes away what is drawn in a few rows (or columns) of the body only, and parts nothing there: one side is empty.
/// Says whether it did.
pub fn erase(ink: &Ink, lattice: &mut Lattice) -> bool {
    let (rows, columns) = (lattice.rows(), lattice.columns());
    if rows < FEW {
        return false;
    }
    let mut erased = false;
    let mut held: Option<Vec<bool>> = None;
    for col in 1..columns {
        let drawn = || (0..rows).filter(|&r| lattice.wall_left(r, col));
        // The header has every column.
        if drawn().next().is_none_or(|r| r < 2) {
            continue;
        }
        let few = drawn().take(4).count();
        if few > 3 || few * 4 > rows {
            continue;
        }
        let held = held.get_or_insert_with(|| filled(ink, lattice));
        let side = |r: usize, mut cols: Range<usize>| cols.any(|c| held.get(r * columns + c) == Some(&true));
        let both = drawn().any(|r| {
            let from = (0..col).rev().find(|&c| lattice.wall_left(r, c)).unwrap_or(0);
            let to = (col + 1..columns).find(|&c| lattice.wall_left(r, c)).unwrap_or(columns);
            side(r, from..col) && side(r, col..to)
        });
        if !both {
            lattice.erase_down(0..rows, col);
            erased = true;
        }
    }
    for row in 2..rows {
        let drawn = || (0..columns).filter(|&c| lattice.wall_above(row, c));
        let count = drawn().count();
        if count == 0 || count * 2 > columns {
            continue;
        }
        let held = held.get_or_insert_with(|| filled(ink, lattice));
        let at = |r: usize, c: usize| held.get(r * columns + c) == Some(&true);
        let (above, below) = (|c: usize| at(row - 1, c), |c: usize| at(row, c));
        if drawn().all(|c| !(above(c) && below(c))) && drawn().any(|c| above(c) || below(c)) {
            lattice.erase_across(row, 0..columns);
            erased = true;
        }
    }
    erased
}

/// For each elementary cell: does anything stand in it?
fn filled(ink: &Ink, lattice: &Lattice) -> Vec<bool> {
    let columns = lattice.columns();
    let mut held = vec![false; columns * lattice.rows()];
    let (mut column, mut row) = (Place::of(&lattice.xs), Place::of(&lattice.ys));
    for g in ink.usable.iter().filter_map(|&i| ink.glyph(i)) {
        let (x, y) = g.bbox.center();
        if let (Some(c), Some(r)) = (column.find(x), row.find(y))
            && let Some(slot) = held.get_mut(r * columns + c)
        {
            *slot = true;
        }
    }
    held
}

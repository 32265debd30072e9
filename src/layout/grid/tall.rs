//! Text that is higher than its cell: spreadsheets print a wrapped header over the lines above and below a row
//! that was left too low. The lines of one cell are drawn one after the other, so they stay together.

use super::ink::Ink;
use super::lattice::Span;
use crate::model::{BBox, Glyph};

/// One drawn line of text: places in [`Ink::usable`], box, size.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    from: usize,
    to: usize,
    bbox: BBox,
    size: f32,
}

/// A line across is said to cut a line of text when it runs within this many em of its middle.
const CUT: f32 = 0.36;
/// A block of text stands in the middle of its cell, give or take this many em.
const CENTRED: f32 = 0.35;

/// Lines at the same height of their rows, give or take this many em.
const LEVEL: f32 = 0.04;

/// Corrects `homes` (the cell of each of [`Ink::usable`]) for blocks of text that lines across cut through.
pub fn settle(ink: &Ink, xs: &[f32], ys: &[f32], spans: &[Span], homes: &mut [u32]) {
    let mut from = 0;
    let mut block: Vec<Drawn> = Vec::new();
    while from < homes.len() {
        let line = drawn(ink, from, homes.len());
        let goes_on = block.last().is_some_and(|last| below(last, &line));
        if !goes_on {
            unite(ink, xs, ys, spans, homes, &block);
            block.clear();
        }
        from = line.to;
        block.push(line);
    }
    unite(ink, xs, ys, spans, homes, &block);
}

fn glyph<'a>(ink: &Ink<'a>, k: usize) -> Option<&'a Glyph> {
    ink.usable.get(k).and_then(|&i| ink.glyph(i))
}

/// The glyphs from `from` on that are drawn one after the other on one baseline without a wide gap.
fn drawn(ink: &Ink, from: usize, end: usize) -> Drawn {
    let Some(first) = glyph(ink, from) else {
        return Drawn { from, to: from + 1, bbox: BBox::default(), size: 0.0 };
    };
    let mut line = Drawn { from, to: from + 1, bbox: first.bbox, size: first.size };
    while line.to < end {
        let Some(g) = glyph(ink, line.to) else { break };
        let em = line.size.max(0.1);
        let on = (g.size - first.size).abs() < 0.05 * em
            && (g.origin.1 - first.origin.1).abs() < 0.1 * em
            && g.bbox.x0 > line.bbox.x1 - 0.2 * em
            && g.bbox.x0 < line.bbox.x1 + 1.1 * em;
        if !on {
            break;
        }
        line.bbox = line.bbox.union(&g.bbox);
        line.to += 1;
    }
    line
}

/// Whether a line is the next of the same text.
fn below(last: &Drawn, next: &Drawn) -> bool {
    let em = last.size.max(0.1);
    let step = next.bbox.center().1 - last.bbox.center().1;
    let shared = last.bbox.x1.min(next.bbox.x1) - last.bbox.x0.max(next.bbox.x0);
    (last.size - next.size).abs() < 0.05 * em
        && step > 0.9 * em
        && step < 1.7 * em
        && shared > 0.8 * last.bbox.width().min(next.bbox.width())
}

/// Gives a block to the one cell in whose middle it stands, when it lies in several of which lines cut it.
fn unite(ink: &Ink, xs: &[f32], ys: &[f32], spans: &[Span], homes: &mut [u32], block: &[Drawn]) {
    let (Some(first), Some(last)) = (block.first(), block.last()) else { return };
    let Some(part) = homes.get(first.from..last.to) else { return };
    if block.len() < 2 || part.iter().all(|h| Some(h) == part.first()) {
        return;
    }
    let rows = |s: &Span| Some((*ys.get(s.row)?, *ys.get(s.row_end)?));
    let columns = |s: &Span| Some((*xs.get(s.col)?, *xs.get(s.col_end)?));
    let em = first.size.max(0.1);
    let cut = |l: &Drawn| {
        let y = l.bbox.center().1;
        homes
            .get(l.from)
            .and_then(|&h| rows(spans.get(h as usize)?))
            .is_some_and(|(top, bottom)| (y - top).abs() < CUT * em || (y - bottom).abs() < CUT * em)
    };
    if !block.iter().any(cut) {
        return;
    }
    let whole = block.iter().map(|l| l.bbox).fold(first.bbox, |a, b| a.union(&b));
    let (centre, middle) = whole.center();
    // Figures below each other are rows, however low these are.
    let figure = |l: &Drawn| (l.from..l.to).all(|k| glyph(ink, k).is_some_and(|g| g.ch.is_ascii()));
    if block.iter().all(figure) {
        return;
    }
    // Every line at the same height of a row of its own: rows too low for their text, not text too high for its row.
    let heights: Vec<(usize, f32)> = (block.iter())
        .filter_map(|l| {
            let span = spans.get(*homes.get(l.from)? as usize)?;
            let single = homes.get(l.from..l.to)?.iter().all(|h| Some(h) == homes.get(l.from));
            Some((span.row, l.bbox.center().1 - rows(span).filter(|_| single)?.0))
        })
        .collect();
    if heights.len() == block.len()
        && heights.windows(2).all(|w| w[0].0 < w[1].0 && (w[0].1 - w[1].1).abs() < LEVEL * em)
    {
        return;
    }
    // The cell in which the block's middle lies, whether or not one of its lines does.
    let home = spans.iter().position(|s| {
        let (Some((top, bottom)), Some((left, right))) = (rows(s), columns(s)) else { return false };
        let holds =
            centre > left && centre < right && whole.x0 > left - 0.6 * em && whole.x1 < right + 0.6 * em;
        holds && (f32::midpoint(top, bottom) - middle).abs() < CENTRED * em
    });
    if let Some(home) = home {
        for slot in homes.get_mut(first.from..last.to).unwrap_or_default() {
            *slot = home as u32;
        }
    }
}

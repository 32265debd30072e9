//! Rules → edges: pieces of one line (dashes, one side a cell, thin rectangles) become one edge.

use crate::model::Rule;

/// A straight line parallel to an axis: `at` is its y when it is horizontal, its x when it is vertical.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Where the line stands on the other axis.
    pub at: f32,
    /// Where it begins.
    pub lo: f32,
    /// Where it ends.
    pub hi: f32,
}

impl Edge {
    /// Length in points.
    pub fn len(&self) -> f32 {
        self.hi - self.lo
    }
}

/// All lines of a page, each list sorted by `at`, then `lo`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edges {
    /// Left to right.
    pub horizontal: Vec<Edge>,
    /// Top to bottom.
    pub vertical: Vec<Edge>,
}

/// Shorter lines are no side of a cell (ticks, boxes to be ticked, pieces of outlined characters).
const MIN_EDGE: f32 = 4.0;
/// Pieces of one line stand within this distance of each other.
const SAME_LINE: f32 = 0.8;
/// A dot or a square corner of a dotted line belongs to either direction.
const DOT: f32 = 2.5;

/// Dashes are shorter than this many em, and so are the gaps between them: a row's height is more.
const DASH: f32 = 1.3;
/// See [`DASH`].
const DASH_GAP: f32 = 0.8;

/// The page's lines. `size` is that of its text, in points: it tells dashes from the sides of low rows.
pub fn find(rules: &[Rule], size: f32) -> Edges {
    let mut horizontal = Vec::with_capacity(rules.len() / 2);
    let mut vertical = Vec::with_capacity(rules.len() / 2);
    for r in rules {
        let (w, h) = (r.x1 - r.x0, r.y1 - r.y0);
        if !(w.is_finite() && h.is_finite() && r.x0.is_finite() && r.y0.is_finite()) {
            continue;
        }
        let dot = w <= DOT && h <= DOT;
        if r.is_horizontal() || dot {
            horizontal.push(Edge { at: f32::midpoint(r.y0, r.y1), lo: r.x0, hi: r.x1 });
        }
        if !r.is_horizontal() || dot {
            vertical.push(Edge { at: f32::midpoint(r.x0, r.x1), lo: r.y0, hi: r.y1 });
        }
    }
    Edges { horizontal: merge(horizontal, size), vertical: merge(vertical, size) }
}

/// Joins pieces that lie on one line and touch, or follow each other like dashes.
fn merge(mut pieces: Vec<Edge>, size: f32) -> Vec<Edge> {
    pieces.sort_unstable_by(|a, b| a.at.total_cmp(&b.at).then(a.lo.total_cmp(&b.lo)));
    let mut merged = Vec::new();
    let mut rest = pieces.as_mut_slice();
    while let Some(first) = rest.first() {
        crate::clock::tick();
        let start = first.at;
        let mut last = start;
        let mut n = 0;
        for e in rest.iter() {
            if e.at - last > SAME_LINE || e.at - start > 2.0 * SAME_LINE {
                break;
            }
            last = e.at;
            n += 1;
        }
        let (line, tail) = rest.split_at_mut(n);
        line.sort_unstable_by(|a, b| a.lo.total_cmp(&b.lo));
        join_line(line, size, &mut merged);
        rest = tail;
    }
    merged.sort_unstable_by(|a, b| a.at.total_cmp(&b.at).then(a.lo.total_cmp(&b.lo)));
    merged
}

/// Joins the pieces of one line, which are sorted by where they begin.
fn join_line(line: &[Edge], size: f32, out: &mut Vec<Edge>) {
    let (longest, widest) = (12.0_f32.min(DASH * size), 8.0_f32.min(DASH_GAP * size).max(1.0));
    let mut current: Option<(Edge, f32)> = None;
    for piece in line {
        if let Some((edge, last)) = &mut current {
            let gap = piece.lo - edge.hi;
            let dashes = *last <= longest
                && piece.len() <= longest
                && gap <= (2.0 * last.max(piece.len())).clamp(1.0, widest);
            if gap <= 2.0 || dashes {
                if piece.len() > edge.len() {
                    edge.at = piece.at;
                }
                edge.hi = edge.hi.max(piece.hi);
                *last = piece.len();
                continue;
            }
            if edge.len() >= MIN_EDGE {
                out.push(*edge);
            }
        }
        current = Some((*piece, piece.len()));
    }
    if let Some((edge, _)) = current
        && edge.len() >= MIN_EDGE
    {
        out.push(edge);
    }
}

//! Text that is wider than its cell: glyphs drawn in one go stay together although a line cuts through them,
//! and amounts that touch each other across a line are told apart by their two decimals.

use super::ink::Ink;
use crate::model::Glyph;

/// Corrects `homes` (the cell of each of [`Ink::usable`], by the glyph's centre) for runs that lie over column
/// lines `xs`.
pub fn settle(ink: &Ink, xs: &[f32], homes: &mut [u32]) {
    let mut from = 0;
    while from < homes.len() {
        let mut to = from + 1;
        while to < homes.len() && follows(ink, to) {
            to += 1;
        }
        let mixed = homes.get(from..to).is_some_and(|h| h.windows(2).any(|w| w.first() != w.get(1)));
        if mixed {
            for (a, b) in tokens(ink, from, to) {
                unite(ink, xs, homes, a, b);
            }
        }
        from = to;
    }
}

fn glyph<'a>(ink: &Ink<'a>, k: usize) -> Option<&'a Glyph> {
    ink.usable.get(k).and_then(|&i| ink.glyph(i))
}

/// Whether a glyph continues the one drawn before it, without a gap.
fn follows(ink: &Ink, k: usize) -> bool {
    let (Some(a), Some(b)) = (k.checked_sub(1).and_then(|p| glyph(ink, p)), glyph(ink, k)) else {
        return false;
    };
    let drawn_next = ink.usable.get(k).zip(ink.usable.get(k - 1)).is_some_and(|(b, a)| b - a == 1);
    let em = a.size.min(b.size);
    drawn_next
        && (a.size - b.size).abs() < 0.1 * em
        && (a.origin.1 - b.origin.1).abs() < 0.1 * em
        && (b.bbox.x0 - a.bbox.x1).abs() < 0.12 * em
}

/// Pieces of a run that may belong to different cells: amounts with two decimals stand for themselves, all else
/// stays together.
fn tokens(ink: &Ink, from: usize, to: usize) -> Vec<(usize, usize)> {
    let ch = |k: usize| glyph(ink, k).map_or(' ', |g| g.ch);
    let figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '−');
    let mut out = Vec::new();
    let mut start = from;
    let mut k = from;
    while k < to {
        // An amount begins at a digit or a sign after something that is no part of a figure.
        let fresh = k == start || !figure(ch(k - 1));
        if fresh
            && (ch(k).is_ascii_digit() || ch(k) == '-')
            && let Some(end) = amount_end(&ch, k, to)
        {
            if start < k {
                out.push((start, k));
            }
            out.push((k, end));
            start = end;
            k = end;
            continue;
        }
        k += 1;
    }
    if start < to {
        out.push((start, to));
    }
    out
}

/// Where an amount ends that begins at `k` and shows its end: by two decimals, or because another one follows
/// that its thousands cannot take in. `None` when it does not.
fn amount_end(ch: &dyn Fn(usize) -> char, k: usize, to: usize) -> Option<usize> {
    let mut i = k;
    if ch(i) == '-' {
        i += 1;
    }
    let first = i;
    let (mut groups, mut digits) = (0, 0);
    while i < to && (ch(i).is_ascii_digit() || ch(i) == ',') {
        // A fourth digit after a comma, a digit after a leading zero: the next amount.
        if ch(i) != ',' && (groups > 0 && digits == 3 || i == first + 1 && ch(first) == '0') {
            return Some(i);
        }
        (groups, digits) = if ch(i) == ',' { (groups + 1, 0) } else { (groups, digits + 1) };
        i += 1;
    }
    if i == first || i + 2 >= to || ch(i) != '.' {
        return None;
    }
    (ch(i + 1).is_ascii_digit() && ch(i + 2).is_ascii_digit()).then_some(i + 3)
}

/// Gives a piece that lies in several cells to one of them, when it is one text that a line cuts through.
fn unite(ink: &Ink, xs: &[f32], homes: &mut [u32], from: usize, to: usize) {
    let Some(part) = homes.get(from..to) else { return };
    let Some(&first) = part.first() else { return };
    if part.iter().all(|&h| h == first) {
        return;
    }
    let figure = (from..to).all(|k| {
        glyph(ink, k).is_some_and(|g| g.ch.is_ascii_digit() || matches!(g.ch, ',' | '.' | '-' | '−' | '%'))
    });
    let cut = || {
        (from + 1..to).filter(|&k| homes.get(k) != homes.get(k - 1)).any(|k| {
            let (Some(a), Some(b)) = (glyph(ink, k - 1), glyph(ink, k)) else { return false };
            let i = xs.partition_point(|&x| x <= a.bbox.center().0);
            let Some(&x) = xs.get(i) else { return false };
            let depth = 0.12 * a.size;
            x < a.bbox.x1 - depth || x > b.bbox.x0 + depth
        })
    };
    if !figure && !cut() {
        return;
    }
    let home = if figure {
        homes.get(usize::midpoint(from, to)).copied().unwrap_or(first)
    } else {
        // The cell that holds most of it; of two that hold the same, the left one: text runs over to the right.
        let mut best = (0usize, first);
        for &h in part {
            let n = part.iter().filter(|&&o| o == h).count();
            if n > best.0 {
                best = (n, h);
            }
        }
        best.1
    };
    for slot in homes.get_mut(from..to).unwrap_or_default() {
        *slot = home;
    }
}

//! Columns of a table without lines: the header's lowest words, and the islands of text in the body.

use std::cmp::Ordering;

use super::totals::is_label;
use super::words::{Row, Word};
use crate::model::BBox;

/// A column: where its words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Left.
    pub x0: f32,
    /// Right.
    pub x1: f32,
}

impl Column {
    fn of(b: &BBox) -> Self {
        Self { x0: b.x0, x1: b.x1 }
    }

    fn join(&mut self, o: Self) {
        self.x0 = self.x0.min(o.x0);
        self.x1 = self.x1.max(o.x1);
    }

    /// How far two columns overlap; negative is the distance between them.
    pub fn overlap(self, o: Self) -> f32 {
        self.x1.min(o.x1) - self.x0.max(o.x0)
    }
}

/// Intervals of x that the words cover, left to right: words of one column overlap, columns never do.
pub fn islands<'a>(words: impl Iterator<Item = &'a Word>) -> Vec<Column> {
    let mut spans: Vec<Column> = words.map(|w| Column::of(&w.bbox)).collect();
    spans.sort_unstable_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut out: Vec<Column> = Vec::new();
    for s in spans {
        match out.last_mut() {
            Some(last) if s.x0 < last.x1 - 0.2 => last.join(s),
            _ => out.push(s),
        }
    }
    out
}

/// The columns under the given header words: each island of the body goes to the word over it, or, when there
/// is none (a short right-aligned figure under a centred word), to the nearest word that has no island yet and
/// is not beyond one that has. Without header words the islands are the columns.
pub fn find(heads: &[BBox], body: &[Row]) -> Vec<Column> {
    let all = || body.iter().flat_map(|r| &r.words);
    let keep_sums = body.len() < 4;
    let mut islands = islands(all().filter(|w| keep_sums || !is_label(&w.text)));
    // On a page whose rows are empty at their left, the total's label alone shows a column there.
    let first = islands.first().map_or(f32::MAX, |i| i.x0);
    let lone = all().filter(|w| w.bbox.x1 < first - 0.5 * w.size).map(|w| Column::of(&w.bbox));
    if let Some(lone) = lone.reduce(|mut a, b| {
        a.join(b);
        a
    }) {
        islands.insert(0, lone);
    }
    if heads.len() < 2 || heads.len() > MAX_HEADS {
        return islands;
    }
    let leaves: Vec<Column> = heads.iter().map(Column::of).collect();
    let mut columns = leaves.clone();
    let over: Vec<Vec<usize>> = islands
        .iter()
        .map(|i| (0..leaves.len()).filter(|&c| leaves.get(c).is_some_and(|l| l.overlap(*i) > 0.0)).collect())
        .collect();
    let homes = homes(&islands, &leaves, &over, body);
    for ((island, over), home) in islands.iter().zip(&over).zip(homes) {
        if over.len() < 2
            && let Some(column) = columns.get_mut(home)
        {
            column.join(*island);
        }
    }
    columns
}

/// More header words than this are no columns.
const MAX_HEADS: usize = 100;

/// The column of each island: that of the header word over it, else the nearest, one that has no island yet rather than
/// one that has; from left to right.
fn homes(islands: &[Column], leaves: &[Column], over: &[Vec<usize>], body: &[Row]) -> Vec<usize> {
    let (n, m) = (leaves.len(), islands.len());
    // For each island and column: the least cost up to there, and the column of the island before.
    let mut best: Vec<Vec<(f32, usize)>> = Vec::with_capacity(m);
    for (k, (island, names)) in islands.iter().zip(over).enumerate() {
        crate::clock::tick();
        let mut row = vec![(f32::INFINITY, 0); n];
        let before = k.checked_sub(1).and_then(|p| Some((best.get(p)?, *islands.get(p)?, over.get(p)?)));
        let full = before.is_some_and(|(_, other, _)| beside(other, *island, body));
        for (c, slot) in row.iter_mut().enumerate() {
            crate::clock::tick();
            if !(names.is_empty() || names.last() == Some(&c)) {
                continue;
            }
            let away = |i: &Column, names: &[usize]| match leaves.get(c) {
                Some(leaf) if names.is_empty() => -leaf.overlap(*i),
                _ => 0.0,
            };
            let own = away(island, names);
            let Some((costs, other, others)) = before else {
                *slot = (own, 0);
                continue;
            };
            let shared = match (names.is_empty(), others.is_empty()) {
                (false, false) => 0.0,
                _ if full => FULL,
                _ => SHARED + 2.0 * own.max(away(&other, others)),
            };
            let first = names.first().copied().unwrap_or(c);
            for (b, (cost, _)) in costs.iter().enumerate() {
                let step = match b.cmp(&first) {
                    Ordering::Less => 0.0,
                    Ordering::Equal => shared,
                    Ordering::Greater => 2.0 * FULL,
                };
                if cost + own + step < slot.0 {
                    *slot = (cost + own + step, b);
                }
            }
        }
        best.push(row);
    }
    let last = best.last().into_iter().flatten().enumerate();
    let mut at = last.min_by(|a, b| a.1.0.total_cmp(&b.1.0)).map_or(0, |(c, _)| c);
    let mut homes = vec![0; m];
    for (slot, row) in homes.iter_mut().zip(&best).rev() {
        *slot = at;
        at = row.get(at).map_or(0, |b| b.1);
    }
    homes
}

/// What it costs that two islands are of one column.
const SHARED: f32 = 20.0;
/// What it costs that a cell would hold two texts that stand side by side.
const FULL: f32 = 1_000.0;

/// Whether words of the second island mostly stand on lines with words of the first.
fn beside(first: Column, second: Column, body: &[Row]) -> bool {
    let on = |r: &&Row, i: Column| r.words.iter().any(|w| Column::of(&w.bbox).overlap(i) > 0.0);
    let lines = || body.iter().filter(|r| on(r, second));
    lines().filter(|r| on(r, first)).count() * 2 > lines().count()
}

/// The column of a word: the one that it overlaps most, else the nearest.
pub fn of(columns: &[Column], word: &BBox) -> usize {
    let w = Column::of(word);
    (0..columns.len())
        .max_by(|&a, &b| {
            let o = |c: usize| columns.get(c).map_or(f32::MIN, |k| k.overlap(w));
            o(a).total_cmp(&o(b)).then(b.cmp(&a))
        })
        .unwrap_or(0)
}

/// Borders between columns, in the middle of the gaps, with the outer edges.
pub fn edges(columns: &[Column]) -> Vec<f32> {
    let mut out: Vec<f32> = columns.first().map(|c| c.x0 - 1.0).into_iter().collect();
    out.extend(columns.windows(2).filter_map(|w| Some(f32::midpoint(w.first()?.x1, w.get(1)?.x0))));
    out.extend(columns.last().map(|c| c.x1 + 1.0));
    for i in 1..out.len() {
        let before = out.get(i - 1).copied().unwrap_or(0.0);
        if let Some(e) = out.get_mut(i) {
            *e = e.max(before + 0.1);
        }
    }
    out
}

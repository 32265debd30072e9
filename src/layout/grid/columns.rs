//! Columns of a table without lines: the header's lowest words, and the islands of text in the body.

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
    if heads.len() < 2 {
        return islands;
    }
    let leaves: Vec<Column> = heads.iter().map(Column::of).collect();
    let mut columns = leaves.clone();
    let over: Vec<Vec<usize>> = islands
        .iter()
        .map(|i| (0..leaves.len()).filter(|&c| leaves.get(c).is_some_and(|l| l.overlap(*i) > 0.0)).collect())
        .collect();
    // Which islands stand in each column.
    let mut taken: Vec<Vec<Column>> = vec![Vec::new(); leaves.len()];
    for (island, over) in islands.iter().zip(&over) {
        for &c in over {
            if let Some(t) = taken.get_mut(c) {
                t.push(*island);
            }
        }
        if let [one] = over.as_slice()
            && let Some(column) = columns.get_mut(*one)
        {
            column.join(*island);
        }
    }
    for (k, (island, o)) in islands.iter().zip(&over).enumerate() {
        if !o.is_empty() {
            continue;
        }
        let low = over.iter().take(k).rev().find_map(|o| o.last()).map_or(0, |&c| c);
        let high = over.iter().skip(k + 1).find_map(|o| o.first()).map_or(leaves.len(), |&c| c + 1);
        let best = (low..high.max(low + 1))
            .filter_map(|c| {
                let others = taken.get(c)?;
                let away = -leaves.get(c)?.overlap(*island);
                // What stands beside it on a line is another column's, whatever is nearer.
                let beside = others.iter().any(|other| are_beside(*island, *other, body));
                Some((beside, if others.is_empty() { away } else { 3.0 * away + 20.0 }, c))
            })
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        if let Some((_, _, c)) = best {
            if let Some(t) = taken.get_mut(c) {
                t.push(*island);
            }
            if let Some(column) = columns.get_mut(c) {
                column.join(*island);
            }
        }
    }
    columns
}

/// Whether words of both islands stand on one line.
fn are_beside(one: Column, other: Column, body: &[Row]) -> bool {
    let within =
        |row: &Row, island: Column| row.words.iter().any(|w| Column::of(&w.bbox).overlap(island) > 0.0);
    body.iter().any(|row| within(row, one) && within(row, other))
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

//! The header of a table without lines: words stacked over columns → a tree of header cells.
//!
//! A header cell covers whole columns, so cells of one level never overlap; a cell over several columns is
//! centred over them (or begins with the first of them); a cell over several levels is centred between them
//! (or stands on the first). Which words belong under which follows from that alone.

use super::columns::Column;
use super::words::{Row, Word};
use crate::model::BBox;

/// Words of one header cell: several lines when it is wrapped.
#[derive(Debug, Clone)]
pub struct Block {
    /// The words, top to bottom.
    pub words: Vec<Word>,
    /// Box around them.
    pub bbox: BBox,
    /// Font size.
    pub size: f32,
}

/// A header cell and the cells below it.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its words; `None` for a column without a header word.
    pub block: Block,
    /// The cells that it spans; none for a column.
    pub children: Vec<Node>,
}

impl Node {
    /// Columns below this cell.
    pub fn leaves(&self) -> usize {
        if self.children.is_empty() { 1 } else { self.children.iter().map(Self::leaves).sum() }
    }

    /// Levels from this cell down.
    pub fn depth(&self) -> usize {
        1 + self.children.iter().map(Self::depth).max().unwrap_or(0)
    }

    /// The cells of the lowest level, left to right.
    pub fn collect_leaves<'a>(&'a self, out: &mut Vec<&'a Block>) {
        if self.children.is_empty() {
            out.push(&self.block);
        }
        for c in &self.children {
            c.collect_leaves(out);
        }
    }
}

/// Words that a typesetter spreads over the width of a cell.
const SPREAD: &[&str] = &[
    "合计", "小计", "总计", "项目", "收入", "支出", "科目", "金额", "备注", "名称", "编码", "序号", "单位",
    "共计", "数量",
];

/// Joins the words of header lines into cells: spread words (`合  计`), then wrapped lines. `walls` are the ys
/// of lines drawn across the header: no cell's text runs over one that lies over it.
pub fn blocks(rows: &[Row], walls: &[(f32, f32, f32)]) -> Vec<Block> {
    let lines: Vec<Vec<Word>> = rows.iter().map(|r| unspread(&r.words)).collect();
    let leading = leading(&lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in &lines {
        let mut next: Vec<usize> = Vec::new();
        let fits: Vec<Vec<usize>> = line
            .iter()
            .map(|w| open.iter().copied().filter(|&b| under(blocks.get(b), w, walls, leading)).collect())
            .collect();
        let shared = |b: usize| fits.iter().filter(|f| f.contains(&b)).count();
        let wraps: Vec<Option<usize>> = fits
            .iter()
            .map(|f| match f.as_slice() {
                [one] if shared(*one) == 1 => Some(*one),
                _ => None,
            })
            .collect();
        for (word, wrap) in line.iter().zip(wraps) {
            if let Some((i, b)) = wrap.and_then(|i| Some((i, blocks.get_mut(i)?))) {
                b.words.push(word.clone());
                b.bbox = b.bbox.union(&word.bbox);
                next.push(i);
            } else {
                next.push(blocks.len());
                blocks.push(Block { words: vec![word.clone()], bbox: word.bbox, size: word.size });
            }
        }
        // A cell of three lines stays open beside one of a single line: lines may alternate in height.
        let low = line.iter().map(|w| w.bbox.y0).fold(f32::MAX, f32::min);
        next.extend(open.iter().filter(|&&b| blocks.get(b).is_some_and(|k| k.bbox.y1 > low)));
        next.sort_unstable();
        next.dedup();
        open = next;
    }
    split_parents(blocks)
}

/// `合` and `计` that stand apart are one word.
fn unspread(words: &[Word]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for w in words {
        if let Some(last) = out.last_mut()
            && w.bbox.x0 - last.bbox.x1 < 4.5 * w.size
            && SPREAD.iter().any(|s| {
                let whole = format!("{}{}", last.text, w.text);
                *s == whole && last.text.chars().count() == 1
            })
        {
            last.text.push_str(&w.text);
            last.glyphs.extend(&w.glyphs);
            last.bbox = last.bbox.union(&w.bbox);
            continue;
        }
        out.push(w.clone());
    }
    out
}

/// Lines of one header cell stand at most this many em below each other.
const LEADING: f32 = 1.75;

/// The distance of lines inside cells, in em: the smallest at which words stand below each other. A cell stands
/// farther below the one that it belongs to than its own lines are apart.
fn leading(lines: &[Vec<Word>]) -> f32 {
    let mut least = LEADING;
    for (i, line) in lines.iter().enumerate() {
        for w in line {
            let above = lines.get(..i).unwrap_or_default().iter().rev().take(3).flatten();
            for a in above.filter(|a| a.bbox.x1.min(w.bbox.x1) > a.bbox.x0.max(w.bbox.x0)) {
                let pitch = (w.bbox.center().1 - a.bbox.center().1) / a.size.min(w.size).max(0.1);
                if pitch > 0.85 {
                    least = least.min(pitch);
                }
            }
        }
    }
    (1.1 * least + 0.05).min(LEADING)
}

/// Whether a word stands closely under a block, as the next line of its text would.
fn under(block: Option<&Block>, w: &Word, walls: &[(f32, f32, f32)], leading: f32) -> bool {
    let Some(b) = block else { return false };
    let em = b.size.min(w.size);
    let Some(last) = b.words.last() else { return false };
    let pitch = w.bbox.center().1 - last.bbox.center().1;
    let overlap = w.bbox.x1.min(b.bbox.x1) - w.bbox.x0.max(b.bbox.x0);
    let (mid, _) = w.bbox.center();
    let wall = walls
        .iter()
        .any(|&(y, x0, x1)| y > b.bbox.center().1 && y < w.bbox.center().1 && mid > x0 && mid < x1);
    !wall
        && (b.size - w.size).abs() < 0.12 * em
        && pitch > 0.6 * em
        && pitch <= leading * em
        && overlap > 0.45 * w.bbox.width().min(b.bbox.width())
}

/// Takes blocks apart again whose last line is a level of its own: beside it, on its very line, stand words
/// with nothing above and nothing below, which a wrapped cell never has at its end.
fn split_parents(blocks: Vec<Block>) -> Vec<Block> {
    let singles: Vec<(f32, BBox)> =
        blocks.iter().filter(|b| b.words.len() == 1).map(|b| (b.bbox.center().1, b.bbox)).collect();
    let mut out = Vec::new();
    for b in blocks {
        let split = match b.words.as_slice() {
            [.., last] if b.words.len() == 2 => singles.iter().any(|(y, s)| {
                let beside = (s.x0 - b.bbox.x1).min(b.bbox.x0 - s.x1).abs() < 6.0 * b.size
                    || (s.x0 - b.bbox.x1).abs().min((b.bbox.x0 - s.x1).abs()) < 6.0 * b.size;
                (y - last.bbox.center().1).abs() < 0.1 * b.size && beside
            }),
            _ => false,
        };
        if split {
            out.extend(b.words.iter().map(|w| Block { words: vec![w.clone()], bbox: w.bbox, size: w.size }));
        } else {
            out.push(b);
        }
    }
    out
}

/// The header tree over these blocks, left to right. `underlines` are partial lines drawn below a cell that
/// spans columns (y, x0, x1): they say how far it reaches.
pub fn tree(
    blocks: Vec<Block>,
    islands: &[Column],
    underlines: &[(f32, f32, f32)],
    depth: usize,
) -> Vec<Node> {
    let mut blocks = blocks;
    blocks.sort_by(|a, b| mid(a).total_cmp(&mid(b)));
    let Some(top) = blocks.iter().min_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0)).map(|b| b.bbox) else {
        return Vec::new();
    };
    if depth == 0 || blocks.len() > MAX_BLOCKS {
        return blocks.into_iter().map(|block| Node { block, children: Vec::new() }).collect();
    }
    // On the first level stands what overlaps its height and has nothing above it.
    let (heads, units): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(|b| {
        let overlap = b.bbox.y1.min(top.y1) - b.bbox.y0.max(top.y0);
        overlap > 0.4 * top.height().min(b.bbox.height()) || b.bbox.y0 < top.y1 - 0.35 * b.size
    });
    if units.is_empty() {
        return heads.into_iter().map(|block| Node { block, children: Vec::new() }).collect();
    }
    let ranges = assign(&heads, &units, islands, underlines);
    let mut nodes: Vec<Node> = Vec::new();
    let mut taken = vec![false; units.len()];
    for (block, (from, to)) in heads.into_iter().zip(ranges) {
        let below: Vec<Block> = units.get(from..to).unwrap_or_default().to_vec();
        for t in taken.get_mut(from..to).unwrap_or_default() {
            *t = true;
        }
        let children =
            if below.is_empty() { Vec::new() } else { tree(below, islands, underlines, depth - 1) };
        nodes.push(Node { block, children });
    }
    let free: Vec<Block> = units.into_iter().zip(taken).filter(|(_, t)| !t).map(|(b, _)| b).collect();
    if !free.is_empty() {
        nodes.extend(tree(free, islands, underlines, depth - 1));
    }
    nodes.sort_by(|a, b| mid(&a.block).total_cmp(&mid(&b.block)));
    nodes
}

/// More header words than this are no header.
const MAX_BLOCKS: usize = 80;

fn mid(b: &Block) -> f32 {
    b.bbox.center().0
}

/// For each head the range of units below it. Dynamic programming over heads and units, both left to right:
/// a head with units pays for being off their middle; a unit without a head pays for not standing half-way down
/// the header, where a cell over all levels stands.
fn assign(
    heads: &[Block],
    units: &[Block],
    islands: &[Column],
    underlines: &[(f32, f32, f32)],
) -> Vec<(usize, usize)> {
    let em = heads.first().map_or(10.0, |b| b.size).max(1.0);
    let top = heads.iter().map(|b| b.bbox.y0).fold(f32::MAX, f32::min);
    let bottom = units.iter().map(|b| b.bbox.y1).fold(f32::MIN, f32::max);
    let half = f32::midpoint(top, bottom);
    let single = |u: &Block| {
        let below = units.iter().any(|v| v.bbox.y0 > u.bbox.y1 - 0.2 * em && overlap(u, v) > 0.0);
        let above = heads.iter().any(|h| overlap(u, h) > 0.3 * u.bbox.width().min(h.bbox.width()));
        let off = (u.bbox.center().1 - half).abs() / em;
        if above {
            1e4
        } else if below {
            6.0 + off
        } else if off > 0.6 {
            3.0 + off
        } else {
            off
        }
    };
    let reach = |h: &Block| {
        underlines
            .iter()
            .filter(|(y, x0, x1)| {
                *y > h.bbox.center().1 && *y < h.bbox.y1 + 1.5 * em && *x0 < mid(h) && mid(h) < *x1
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
    };
    // A column is wider than its header word: what stands below in the body shows how wide.
    let wide: Vec<Column> = units
        .iter()
        .map(|u| {
            let own = Column { x0: u.bbox.x0, x1: u.bbox.x1 };
            islands.iter().filter(|i| i.overlap(own) > 0.0).fold(own, |w, i| {
                let shared =
                    units.iter().filter(|o| i.overlap(Column { x0: o.bbox.x0, x1: o.bbox.x1 }) > 0.0);
                if shared.count() > 1 { w } else { Column { x0: w.x0.min(i.x0), x1: w.x1.max(i.x1) } }
            })
        })
        .collect();
    let price = |i: usize, from: usize, to: usize| -> f32 {
        let (Some(h), Some(range)) = (heads.get(i), units.get(from..to)) else { return f32::INFINITY };
        let (Some(first), Some(last)) = (range.first(), range.last()) else {
            return if reach(h).is_some_and(|r| units.iter().any(|u| mid(u) > r.1 && mid(u) < r.2)) {
                20.0
            } else {
                0.0
            };
        };
        let (x0, x1) = range
            .iter()
            .fold((first.bbox.x0, last.bbox.x1), |(a, b), u| (a.min(u.bbox.x0), b.max(u.bbox.x1)));
        let foreign = heads.iter().enumerate().any(|(k, o)| k != i && mid(o) > x0 && mid(o) < x1);
        if foreign || range.iter().any(|u| u.bbox.y0 < h.bbox.y1 - 0.35 * em) {
            return f32::INFINITY;
        }
        let drawn = reach(h).map_or(0.0, |&(_, a, b)| {
            let inside = |u: &Block| mid(u) > a && mid(u) < b;
            let wrong = range.iter().filter(|u| !inside(u)).count()
                + units.iter().enumerate().filter(|(k, u)| (*k < from || *k >= to) && inside(u)).count();
            30.0 * wrong as f32
        });
        // Words are narrower than their cells: the middle of the outer words is a second witness.
        let cell = wide.get(from).zip(wide.get(to - 1)).map_or(mid(h), |(a, b)| f32::midpoint(a.x0, b.x1));
        let middle = (mid(h) - f32::midpoint(x0, x1))
            .abs()
            .min((mid(h) - f32::midpoint(mid(first), mid(last))).abs())
            .min((mid(h) - cell).abs());
        let left = (h.bbox.x0 - first.bbox.x0).abs();
        // Cells over all levels do not belong below a head beside them.
        let lone_like =
            0.8 * range.iter().filter(|u| (u.bbox.center().1 - half).abs() < 0.35 * em).count() as f32;
        let one = if to - from == 1 { 3.0 } else { 0.0 };
        (middle / em - 0.5).max(0.0).min(left / em + 1.0) + one + lone_like + drawn
    };
    let (n, m) = (heads.len(), units.len());
    let width = m + 1;
    let mut best = vec![f32::INFINITY; (n + 1) * width];
    let mut back = vec![(0usize, 0usize); (n + 1) * width];
    let lone: Vec<f32> = units.iter().map(single).collect();
    // Cost of leaving the first k units without a head.
    let mut sum = vec![0.0f32; width];
    for k in 0..m {
        let s = sum.get(k).copied().unwrap_or(0.0) + lone.get(k).copied().unwrap_or(0.0);
        if let Some(slot) = sum.get_mut(k + 1) {
            *slot = s;
        }
    }
    let skip = |a: usize, b: usize| sum.get(b).copied().unwrap_or(0.0) - sum.get(a).copied().unwrap_or(0.0);
    if let Some(b) = best.get_mut(0) {
        *b = 0.0;
    }
    for i in 0..n {
        for done in 0..=m {
            let base = best.get(i * width + done).copied().unwrap_or(f32::INFINITY);
            if !base.is_finite() {
                continue;
            }
            for from in done..=m {
                let skipped = base + skip(done, from);
                for to in from..=m {
                    if to == from && from != done {
                        continue;
                    }
                    let cost = skipped + price(i, from, to);
                    if let Some(slot) = best.get_mut((i + 1) * width + to)
                        && cost < *slot
                    {
                        *slot = cost;
                        if let Some(b) = back.get_mut((i + 1) * width + to) {
                            *b = (done, from);
                        }
                    }
                }
            }
        }
    }
    let last = (0..=m)
        .min_by(|&a, &b| {
            let total = |k: usize| best.get(n * width + k).copied().unwrap_or(f32::INFINITY) + skip(k, m);
            total(a).total_cmp(&total(b))
        })
        .unwrap_or(0);
    let mut ranges = vec![(0, 0); n];
    let mut to = last;
    for i in (0..n).rev() {
        let (done, from) = back.get((i + 1) * width + to).copied().unwrap_or((0, 0));
        if let Some(slot) = ranges.get_mut(i) {
            *slot = (from, to);
        }
        to = done;
    }
    ranges
}

fn overlap(a: &Block, b: &Block) -> f32 {
    a.bbox.x1.min(b.bbox.x1) - a.bbox.x0.max(b.bbox.x0)
}

//! Blocks of a header → the tree of its cells, the cheapest of all by how words stand.
//!
//! The cells below one cell are neighbours, and a cell's middle lies among theirs: a cell and all below it are a
//! run of the blocks in the order of their middles, and its own block is the highest of the run. So the tree is
//! found by dynamic programming over runs.

use std::collections::HashMap;

use super::pairs::Pairs;
use super::{Block, Node, wide};
use crate::layout::grid::columns::Column;

/// More header words than this are no header.
pub const MAX_BLOCKS: usize = 80;
/// Blocks of runs that are looked at; a header of 40 columns needs some ten thousand.
const MAX_WORK: usize = 1_000_000;

/// What it costs, in em, that a cell has but one cell below it.
const ONLY_CHILD: f32 = 8.0;
/// The same when that cell stands right below and spans several itself.
const RENAMED: f32 = 1.5;
/// What it costs that words of neighbouring cells stand over each other.
const CROSSED: f32 = 40.0;

/// The header tree over these blocks, left to right. `islands` are columns of words in the body; `underlines`
/// are partial lines drawn below a cell that spans columns (y, x0, x1): they say how far it reaches. `bottom` is where
/// the header ends for cells whose words are not on its last line, when that line is the body's too.
pub fn tree(
    blocks: Vec<Block>,
    islands: &[Column],
    underlines: &[(f32, f32, f32)],
    bottom: Option<f32>,
) -> Vec<Node> {
    let mut blocks = blocks;
    blocks.sort_by(|a, b| mid(a).total_cmp(&mid(b)));
    let flat = |blocks: Vec<Block>| {
        blocks.into_iter().map(|block| Node { block, children: Vec::new() }).collect::<Vec<_>>()
    };
    if blocks.len() > MAX_BLOCKS {
        return flat(blocks);
    }
    let n = blocks.len();
    let top = blocks.iter().map(|b| b.bbox.y0).fold(f32::MAX, f32::min);
    let mut best: Option<(f32, Vec<Node>)> = None;
    let mut search = Search::new(&blocks, islands, underlines);
    search.bottom = bottom.map_or(search.bottom, |y| search.upper_bottom(top, y));
    search.pairs = Pairs::new(&blocks, &search.rank, search.em, search.bottom);
    for (align, price) in [(Align::Middle, 0.0), (Align::Top, 0.5), (Align::Bottom, 1.0)] {
        search.align = align;
        search.groups.clear();
        let cost = price + search.group((0, n, 0), top);
        if best.as_ref().map_or(cost.is_finite(), |b| cost < b.0) {
            best = Some((cost, search.nodes((0, n, 0), top)));
        }
        if search.work >= MAX_WORK || cost < 1.5 {
            break;
        }
    }
    best.map_or_else(|| flat(blocks.clone()), |b| b.1)
}

/// How the texts of a header stand in cells over several of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// In the middle.
    Middle,
    /// At the top.
    Top,
    /// At the bottom.
    Bottom,
}

/// The middle of a block, from side to side.
pub fn mid(b: &Block) -> f32 {
    b.bbox.center().0
}

/// Which blocks a group holds: those from the first to before the second that are no higher than the rank.
pub type Run = (usize, usize, usize);

/// The search over runs of blocks.
pub struct Search<'a> {
    /// The blocks by their middles.
    pub blocks: &'a [Block],
    /// Lines drawn under cells: y, left, right.
    pub underlines: &'a [(f32, f32, f32)],
    /// See [`Align`].
    pub align: Align,
    /// Largest font size.
    pub em: f32,
    /// The header's last line.
    pub bottom: f32,
    /// What the blocks are to each other.
    pub pairs: Pairs,
    /// Distance of the header's rows.
    pitch: f32,
    /// The smallest gap between words that stand over each other: that between rows.
    gap: f32,
    /// Place of each block from top to bottom.
    rank: Vec<usize>,
    /// How far the column of each block reaches: wider than its word, as the body shows.
    pub wide: Vec<Column>,
    groups: HashMap<(Run, u32), Group>,
    work: usize,
}

/// The cheapest way to divide a run into trees that stand beside each other.
struct Group {
    cost: f32,
    /// Where each tree begins, and where the last ends.
    cuts: Vec<usize>,
    /// Whether it is a single tree.
    single: bool,
}

impl<'a> Search<'a> {
    fn new(blocks: &'a [Block], islands: &[Column], underlines: &'a [(f32, f32, f32)]) -> Self {
        let mut order: Vec<usize> = (0..blocks.len()).collect();
        let top = |i: &usize| blocks.get(*i).map_or(0.0, |b| b.bbox.y0);
        order.sort_by(|a, b| top(a).total_cmp(&top(b)));
        let mut rank = vec![0; blocks.len()];
        for (r, i) in order.into_iter().enumerate() {
            if let Some(slot) = rank.get_mut(i) {
                *slot = r;
            }
        }
        let gap = blocks.iter().flat_map(|b| {
            let under = |o: &&Block| {
                o.bbox.y0 >= b.bbox.y1 - 0.35 * b.size && wide::own(o).overlap(wide::own(b)) > 0.0
            };
            blocks.iter().filter(under).map(|o| o.bbox.y0 - b.bbox.y1)
        });
        let em = blocks.iter().map(|b| b.size).fold(0.0, f32::max).max(1.0);
        let gap = gap.reduce(f32::min).unwrap_or(0.8 * em).min(3.0 * em);
        let line = blocks.iter().map(|b| b.bbox.height()).fold(f32::MAX, f32::min);
        Self {
            pitch: line + gap,
            gap,
            blocks,
            underlines,
            align: Align::Middle,
            em,
            bottom: blocks.iter().map(|b| b.bbox.y1).fold(f32::MIN, f32::max),
            pairs: Pairs::default(),
            rank,
            wide: wide::columns(blocks, islands),
            groups: HashMap::new(),
            work: 0,
        }
    }

    /// Where the cells end that stand above the header's last line, when that line is the body's too: most of them
    /// go through the header's rows, their words in the middle.
    fn upper_bottom(&self, top: f32, last: f32) -> f32 {
        let under = |b: &Block, o: &Block| {
            o.bbox.y0 > b.bbox.center().1 && o.bbox.x0 < b.bbox.x1 && o.bbox.x1 > b.bbox.x0
        };
        let leaves = self.blocks.iter().filter(|b| !self.blocks.iter().any(|o| under(b, o)));
        let mut ends: Vec<f32> =
            leaves.map(|b| b.bbox.center().1).filter(|y| *y < last).map(|y| 2.0 * y - top).collect();
        ends.sort_unstable_by(f32::total_cmp);
        ends.get(ends.len() / 2).map_or(last, |y| y.min(last))
    }

    /// The blocks of a run, left to right.
    pub fn members(&self, (from, to, rank): Run) -> impl DoubleEndedIterator<Item = (usize, &'a Block)> + '_ {
        (from..to)
            .filter(move |&i| self.rank.get(i).is_some_and(|&r| r >= rank))
            .filter_map(|i| Some((i, self.blocks.get(i)?)))
    }

    /// The highest block of a run.
    fn root(&self, run: Run) -> Option<(usize, &'a Block)> {
        self.members(run).min_by_key(|(i, _)| self.rank.get(*i).copied().unwrap_or(usize::MAX))
    }

    /// Divides a run into trees that stand beside each other in cells that begin at `top`; gives the cost.
    fn group(&mut self, run: Run, top: f32) -> f32 {
        if let Some(known) = self.groups.get(&(run, top.to_bits())) {
            return known.cost;
        }
        let (from, to, rank) = run;
        let at: Vec<usize> = self.members(run).map(|(i, _)| i).collect();
        let m = at.len();
        let start = |k: usize| at.get(k).copied().unwrap_or(to);
        // Up to each member: the cost, the number of trees, where the last one began.
        let mut best: Vec<(f32, usize, usize)> = vec![(f32::INFINITY, 0, 0); m + 1];
        if let Some(b) = best.first_mut() {
            b.0 = 0.0;
        }
        for first in 0..m {
            let Some(&(base, trees, _)) = best.get(first) else { break };
            let reach =
                self.members((from, start(first), rank)).map(|(_, b)| b.bbox.x1).fold(f32::MIN, f32::max);
            for last in first..m {
                self.work += last + 1 - first;
                if self.work >= MAX_WORK {
                    return f32::INFINITY;
                }
                let run = (start(first), start(last) + 1, rank);
                let mut cost = base + self.cell(run, top);
                if !cost.is_finite() {
                    continue;
                }
                let left = self.members(run).map(|(_, b)| b.bbox.x0).fold(f32::MAX, f32::min);
                if reach - left > 0.3 * self.em {
                    cost += CROSSED;
                }
                if let Some(slot) = best.get_mut(last + 1)
                    && cost < slot.0
                {
                    *slot = (cost, trees + 1, first);
                }
            }
        }
        let (cost, trees, _) = best.get(m).copied().unwrap_or((f32::INFINITY, 0, 0));
        let mut cuts = vec![to];
        let mut k = m;
        while k > 0 {
            k = best.get(k).map_or(0, |b| b.2.min(k - 1));
            cuts.push(start(k));
        }
        cuts.reverse();
        self.groups.insert((run, top.to_bits()), Group { cost, cuts, single: trees == 1 });
        cost
    }

    /// What it costs that the run is one cell with all below it, in a group that begins at `top`.
    fn cell(&mut self, run: Run, top: f32) -> f32 {
        let Some((root, head)) = self.root(run) else { return f32::INFINITY };
        let below = self.rank_below(root);
        let run = (run.0, run.1, below);
        let Some(under) = self.members(run).map(|(_, b)| b.bbox.y0).reduce(f32::min) else {
            return self.leaf(head, top) + self.drawn(head, root, run);
        };
        if under < head.bbox.y1 - 0.35 * self.em {
            return f32::INFINITY;
        }
        let inner_top = self.inner_top(head, top, under);
        let inner = self.group(run, inner_top);
        let only = self.groups.get(&(run, inner_top.to_bits())).is_some_and(|g| g.single);
        // 功能分类 over 科目编码 over 类 款 项: the same group, named in two rows.
        let same = |(i, child): (usize, &Block)| {
            (mid(child) - mid(head)).abs() < 0.25 * self.em
                && self.members((run.0, run.1, self.rank_below(i))).count() > 1
        };
        let only_child = match only {
            true if self.root(run).is_some_and(same) => RENAMED,
            true => ONLY_CHILD,
            false => 0.0,
        };
        let off = match self.align {
            Align::Middle => head.bbox.center().1 - (f32::midpoint(top, under) - 0.5 * self.gap),
            Align::Top => head.bbox.y0 - top,
            Align::Bottom => under - self.gap - head.bbox.y1,
        };
        let off = off.abs() / self.em;
        let raised = if off < 0.3 { 0.0 } else { 0.7 * off };
        inner
            + self.middle(head, run)
            + self.drawn(head, root, run)
            + self.torn(root, run)
            + raised
            + only_child
    }

    /// The rank of the first block that is lower than this one.
    fn rank_below(&self, block: usize) -> usize {
        self.rank.get(block).copied().unwrap_or(0) + 1
    }

    /// Where the cells below one begin. Rows go through the whole header: below a cell of the first row that is
    /// the second row, whatever stands there.
    fn inner_top(&self, head: &Block, top: f32, under: f32) -> f32 {
        // At the top of their cells, the words themselves show where these begin.
        if self.align == Align::Top || (head.bbox.y0 - top).abs() > 0.3 * self.em {
            return under;
        }
        // Half a row down stand cells over two rows.
        let row = head.bbox.y0 + 0.75 * self.pitch;
        let next =
            self.blocks.iter().map(|b| b.bbox.y0).filter(|&y| y > row.max(head.bbox.y1 - 0.2 * self.em));
        next.fold(under, f32::min)
    }

    /// The trees of a group that was divided.
    fn nodes(&self, run: Run, top: f32) -> Vec<Node> {
        let Some(group) = self.groups.get(&(run, top.to_bits())) else { return Vec::new() };
        let runs = group.cuts.windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?, run.2)));
        runs.filter_map(|tree| {
            let (root, block) = self.root(tree)?;
            // Trees were cut at members; the same run ends after its last one.
            let inner = (tree.0, self.members(tree).next_back()?.0 + 1, self.rank.get(root)? + 1);
            let under = self.members(inner).map(|(_, b)| b.bbox.y0).reduce(f32::min);
            let children = under.map_or_else(Vec::new, |u| self.nodes(inner, self.inner_top(block, top, u)));
            Some(Node { block: block.clone(), children })
        })
        .collect()
    }
}

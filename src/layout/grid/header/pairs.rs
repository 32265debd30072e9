//! What any two words of a header are to each other, as sets of bits: the search asks millions of times.

use super::Block;
use super::tree::{MAX_BLOCKS, Run};

/// Middles of words of one line differ by at most this many em.
const SAME_LINE: f32 = 0.1;

/// A set of blocks: one bit each.
pub type Set = u128;
const _: () = assert!(MAX_BLOCKS <= Set::BITS as usize);

/// Relations of blocks.
#[derive(Debug, Default)]
pub struct Pairs {
    /// For each block those in cells of its height: of one line, and with their next words on one line.
    pub alike: Vec<Set>,
    /// For each block those that stand higher, wherever.
    pub higher: Vec<Set>,
    /// For each rank the blocks of that rank and lower ones.
    ranks: Vec<Set>,
}

impl Pairs {
    /// The relations of these blocks, whose places from top to bottom are `rank`; the header ends at `bottom`.
    pub fn new(blocks: &[Block], rank: &[usize], em: f32, bottom: f32) -> Self {
        let feet: Vec<f32> = blocks.iter().map(|b| foot(b, blocks, em, bottom)).collect();
        let near = |a: f32, b: f32| (a - b).abs() < SAME_LINE * em;
        let alike = blocks.iter().zip(&feet).map(|(b, foot)| {
            let same = |(o, other): (&Block, &f32)| {
                near(o.bbox.center().1, b.bbox.center().1) && near(*other, *foot)
            };
            set(blocks.iter().zip(&feet).map(same))
        });
        let higher = blocks.iter().map(|b| set(blocks.iter().map(|o| o.bbox.y1 < b.bbox.y0 + 0.3 * em)));
        let ranks = (0..=blocks.len()).map(|r| set(rank.iter().map(|k| *k >= r)));
        Self { alike: alike.collect(), higher: higher.collect(), ranks: ranks.collect() }
    }

    /// The blocks of a run.
    pub fn members(&self, (from, to, rank): Run) -> Set {
        let before =
            |i: usize| u32::try_from(i).ok().and_then(|i| Set::MAX.checked_shl(i)).map_or(Set::MAX, |s| !s);
        self.ranks.get(rank).map_or(0, |lower| lower & before(to) & !before(from))
    }
}

/// The set of a single block.
pub fn one(block: usize) -> Set {
    u32::try_from(block).ok().and_then(|i| Set::from(1_u8).checked_shl(i)).unwrap_or(0)
}

fn set(bits: impl Iterator<Item = bool>) -> Set {
    bits.enumerate().filter(|(_, b)| *b).fold(0, |set, (i, _)| set | one(i))
}

/// Where the nearest word below this one begins, or the header ends.
fn foot(b: &Block, blocks: &[Block], em: f32, bottom: f32) -> f32 {
    let below = blocks
        .iter()
        .filter(|o| o.bbox.y0 > b.bbox.y1 - 0.35 * em && o.bbox.x0 < b.bbox.x1 && o.bbox.x1 > b.bbox.x0);
    below.map(|o| o.bbox.y0).fold(bottom, f32::min)
}

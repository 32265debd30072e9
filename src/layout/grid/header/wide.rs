//! How far the column of a header word reaches: wider than the word, as the body shows.

use super::Block;
use crate::layout::grid::columns::Column;

/// Where a block's words stand.
pub fn own(b: &Block) -> Column {
    Column { x0: b.bbox.x0, x1: b.bbox.x1 }
}

fn is_above(b: &Block, o: &Block) -> bool {
    o.bbox.y0 > b.bbox.y1 - 0.3 * b.size
}

/// For each block its own extent with that of the body's columns that it alone names. Only words of the lowest level
/// name a column; of several over one column those do that have none of the others below them.
pub fn columns(blocks: &[Block], islands: &[Column]) -> Vec<Column> {
    let below = |b: &Block, o: &Block| is_above(b, o) && own(o).overlap(own(b)) > 0.0;
    let lowest: Vec<&Block> = blocks.iter().filter(|b| !blocks.iter().any(|o| below(b, o))).collect();
    let names = |i: &Column| {
        let over: Vec<&Block> = lowest.iter().copied().filter(|b| i.overlap(own(b)) > 0.0).collect();
        let last = |b: &&Block| !over.iter().any(|o| is_above(b, o));
        over.iter().copied().filter(last).map(own).collect::<Vec<Column>>()
    };
    let named: Vec<(Column, Vec<Column>)> = islands.iter().map(|i| (*i, names(i))).collect();
    let reach = |b: &Block| {
        let over = named.iter().filter(|(_, names)| *names == [own(b)]);
        over.fold(own(b), |w, (i, _)| Column { x0: w.x0.min(i.x0), x1: w.x1.max(i.x1) })
    };
    blocks.iter().map(reach).collect()
}

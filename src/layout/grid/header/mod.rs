//! The header of a table without lines: words stacked over columns → a tree of header cells.
//!
//! A header cell covers whole columns, so cells of one level never overlap; a cell over several columns is
//! centred over them (or begins with the first of them); a cell over several levels is centred between them
//! (or stands on the first). Which words belong under which follows from that alone.

mod blocks;
mod cost;
mod pairs;
#[cfg(test)]
mod tests;
mod tree;
mod wide;

pub use blocks::{Block, blocks, is_level, levels};
pub use tree::tree;

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

//! Writes the interchange text, with its place map and what the grids know of their headers.

use crate::model::{Block, Interchange};

/// The interchange text of a laid-out document.
pub fn write(_blocks: &[Block]) -> Interchange {
    Interchange::default()
}

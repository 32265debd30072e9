//! The nouns. Stages do not import each other; they meet here.
//!
//! * [`page`]: what the PDF room hands to the layout room (glyphs, rules).
//! * [`block`]: what the layout room hands to the text room (headings, paragraphs, grids).
//! * [`interchange`]: the text that all meaning is read from, with its place map.
//! * [`disclosure`]: the typed document, which is also the JSON output.

pub mod block;
pub mod concept;
pub mod disclosure;
pub mod interchange;
pub mod page;

pub use block::{Block, Grid, GridCell, TextRun};
pub use disclosure::*;
pub use interchange::{Interchange, PlaceMap, PlaceSpan, TableHint};
pub use page::{Fill, Glyph, GlyphFlags, Page, PageImage, Rule, Seal};

//! Glyphs and rules → lines, paragraphs, grids: edges → crossings → cells → tables → joined over pages.

pub mod grid;

use crate::error::Error;
use crate::model::{Block, Diagnostic, Page, TextLayer};

/// Takes the pages one after the other and gives the document's blocks at the end. Keeps of a page only its
/// lines and grids, never its glyphs.
#[derive(Debug, Default)]
pub struct Layout {}

/// The document's blocks in reading order, and what the layout noticed.
#[derive(Debug)]
pub struct LaidOut {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// What the text was read from.
    pub text_layer: TextLayer,
    /// What was noticed (scanned pages, watermarks removed, a table that could not be made sense of).
    pub diagnostics: Vec<Diagnostic>,
}

impl Layout {
    /// Takes the next page.
    pub fn push(&mut self, _page: &Page) {}

    /// Joins over pages and gives the document.
    ///
    /// # Errors
    /// `no_text_layer` for a scan, `unreadable_text` when the characters are not the printed ones.
    pub fn finish(self) -> Result<LaidOut, Error> {
        Ok(LaidOut { blocks: Vec::new(), text_layer: TextLayer::None, diagnostics: Vec::new() })
    }
}

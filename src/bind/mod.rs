//! Interchange text → typed disclosure: sections, tables with concepts and hierarchy, claims.
//!
//! The text is cut into blocks ([`yusuan_parsers::table`]); [`table`] takes what belongs to tables (caption, unit
//! line, header, body, notes), [`outline`] the rest as sections with their paragraphs, [`frame`] says whose document
//! of which year it is, [`claims`] reads the figures of the narrative.

pub mod claims;
mod frame;
mod outline;
pub mod paragraph;
mod table;

pub use paragraph::Paragraph;

use yusuan_parsers::table::{Block, blocks};

use crate::model::{Disclosure, Interchange, SCHEMA, Source};
use crate::vocabulary::Vocabulary;

/// What a block was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Running text and headings.
    Narrative,
    /// An entry of the contents.
    Contents,
    /// Part of a table: its caption, unit line, rows or notes.
    Table,
}

/// The text with its blocks and what each was taken for.
struct Reading<'a> {
    interchange: &'a Interchange,
    vocabulary: &'a Vocabulary,
    blocks: Vec<Block>,
    uses: Vec<Use>,
}

impl<'a> Reading<'a> {
    fn new(interchange: &'a Interchange, vocabulary: &'a Vocabulary) -> Self {
        let mut blocks = blocks(&interchange.text);
        // A text made by another program may hold the numbers of its pages, between the parts of tables and sentences.
        blocks.retain(|b| match b {
            Block::Paragraph { range } => {
                let text = interchange.text.get(range.clone()).unwrap_or_default();
                !matches!(yusuan_parsers::page::number(text), Some((_, true)))
            }
            _ => true,
        });
        let uses = vec![Use::Narrative; blocks.len()];
        Self { interchange, vocabulary, blocks, uses }
    }

    /// The text of a heading or paragraph; nothing for a table.
    fn text(&self, index: usize) -> &'a str {
        match self.blocks.get(index) {
            Some(Block::Heading { range, .. } | Block::Paragraph { range }) => {
                self.interchange.text.get(range.clone()).unwrap_or_default()
            }
            _ => "",
        }
    }
}

/// Reads the meaning of a document from its interchange text alone. `checks` and `rules` stay empty.
pub fn bind(interchange: &Interchange, source: Source, vocabulary: &Vocabulary) -> Disclosure {
    let mut reading = Reading::new(interchange, vocabulary);
    outline::mark_contents(&mut reading);
    let found = table::find(&mut reading);
    let outline = outline::read(&reading);
    let frame = frame::read(&reading, &outline, &found);
    let tables = table::bind(&reading, found, frame.year, frame.kind);
    let setting =
        claims::Setting { unit: frame.unit.name.as_deref(), year: frame.year, kind: frame.kind, vocabulary };
    let claims = claims::read(&outline.paragraphs, &outline.sections, &interchange.places, &setting);
    Disclosure {
        schema: SCHEMA.to_owned(),
        source,
        unit: frame.unit,
        fiscal_year: frame.year,
        kind: frame.kind,
        sections: outline.sections,
        tables,
        claims,
        checks: Vec::new(),
        checked: Vec::new(),
        rules: Vec::new(),
        diagnostics: Vec::new(),
    }
}

//! What a caller may set; everything that changes a result is here.

use std::sync::Arc;

use crate::vocabulary::Vocabulary;

/// Bounds that a file cannot raise. Reaching one ends that document with `limit_exceeded` and the limit's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an input file.
    pub file_bytes: u64,
    /// Pages of a document.
    pub pages: usize,
    /// Decompressed bytes of one stream.
    pub stream_bytes: usize,
    /// Decompressed bytes of all streams of a document together.
    pub document_bytes: usize,
    /// Decompressed bytes of all object streams of a document, which are parsed when it is opened.
    pub load_bytes: usize,
    /// Indirect objects of a document.
    pub objects: usize,
    /// Content operators of a page, forms included.
    pub operators: usize,
    /// Glyphs of a page.
    pub glyphs: usize,
    /// Rules (line segments) of a page.
    pub rules: usize,
    /// Bytes of a document's interchange text; characters of all its pages.
    pub text_bytes: usize,
    /// Cells of all tables of a document, empty ones too.
    pub cells: usize,
    /// Figures that a narrative states.
    pub claims: usize,
    /// Depth of nested forms and of nested objects.
    pub nesting: usize,
    /// Milliseconds of wall time for a document.
    pub millis: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            pages: 5_000,
            stream_bytes: 32 << 20,
            document_bytes: 256 << 20,
            load_bytes: 256 << 20,
            objects: 1_000_000,
            operators: 5_000_000,
            glyphs: 500_000,
            rules: 500_000,
            text_bytes: 32 << 20,
            cells: 1_000_000,
            claims: 100_000,
            nesting: 24,
            millis: 60_000,
        }
    }
}

/// Settings for reading a document; [`Config::default`] is what the program uses without options.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Bounds that a file cannot raise.
    pub limits: Limits,
    /// Passwords to try on encrypted files, after the empty one.
    pub passwords: Vec<String>,
    /// Names, codes, titles, concepts.
    pub vocabulary: Arc<Vocabulary>,
    /// Which rules run.
    pub rules: crate::reconcile::Selection,
    /// Put passing checks into the output too (`--all-checks`).
    pub all_checks: bool,
}

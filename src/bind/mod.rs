//! Interchange text → typed disclosure: sections, tables with concepts and hierarchy, claims.

pub mod paragraph;

pub use paragraph::Paragraph;

use crate::model::{Disclosure, DocumentKind, Interchange, SCHEMA, Source, Unit};
use crate::vocabulary::Vocabulary;

/// Reads the meaning of a document from its interchange text alone. `checks` and `rules` stay empty.
pub fn bind(_text: &Interchange, source: Source, _vocabulary: &Vocabulary) -> Disclosure {
    Disclosure {
        schema: SCHEMA.to_owned(),
        source,
        unit: Unit { name: None, level: None },
        fiscal_year: None,
        kind: DocumentKind::Other,
        sections: Vec::new(),
        tables: Vec::new(),
        claims: Vec::new(),
        checks: Vec::new(),
        rules: Vec::new(),
        diagnostics: Vec::new(),
    }
}

//! Pages of a document that could not be read: scans among its pages, damage. What is missing may stand on them, and
//! a table that runs into them is not whole.

use std::collections::BTreeSet;

use crate::model::{Disclosure, Table};

/// The pages of which not everything was read.
#[derive(Debug, Default)]
pub struct Unread {
    /// What the reading said of it; a picture as the cover is no loss.
    pub why: Option<String>,
    pages: BTreeSet<u32>,
}

impl Unread {
    /// What the diagnostics of a document say, and the pages from which nothing is in it.
    pub fn of(document: &Disclosure) -> Self {
        let mut told = document.diagnostics.iter().filter(|d| d.tells_loss()).peekable();
        if told.peek().is_none() {
            return Self::default();
        }
        let sections = document.sections.iter().flat_map(|s| &s.pages);
        let read: BTreeSet<u32> =
            sections.chain(document.tables.iter().flat_map(|t| &t.pages)).copied().collect();
        let mut pages: BTreeSet<u32> =
            (2..=document.source.pages.unwrap_or(0)).filter(|p| !read.contains(p)).collect();
        let mut why = None;
        for diagnostic in told {
            let torn = diagnostic.tells_torn_page();
            pages.extend(diagnostic.page.filter(|_| torn));
            if diagnostic.page.is_none() || torn || !pages.is_empty() {
                why.get_or_insert_with(|| diagnostic.message.clone());
            }
        }
        Self { why, pages }
    }

    /// Why a table may lack rows, where it stands on or beside such a page.
    pub fn refusal(&self, table: &Table) -> Option<String> {
        let (first, last) = (*table.pages.first()?, *table.pages.last()?);
        let near = self.pages.range(first.saturating_sub(1)..=last + 1).next()?;
        Some(format!("表旁的第{near}页没有读全，表内可能缺行"))
    }
}

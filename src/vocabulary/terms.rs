//! Words of the templates: titles of tables, headers of columns, names of lines and of sections.

use std::collections::{HashMap, HashSet};

use crate::model::{SectionRole, TableKind};

use super::fold::fold;
use super::load::parted;
use super::parts::Parts;
use super::quick::Quick;

/// A side of a two-sided table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// 收入.
    Revenue,
    /// 支出.
    Expenditure,
    /// Neither: a table of one side.
    Single,
}

/// A pattern of a header path with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnRule {
    /// Folded elements; the last is the path's last, the others stand above it in this order.
    pub path: Vec<String>,
    /// Kinds of table that it holds in; empty for all.
    pub kinds: Vec<TableKind>,
    /// What it means.
    pub concept: String,
}

/// All that templates say: later entries win over earlier ones of the same length.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    /// Folded cores of titles.
    titles: Parts<TableKind>,
    /// Patterns of header paths by their last element, in the order of the files.
    columns: HashMap<String, Vec<ColumnRule>, Quick>,
    /// What a folded name of a line means: as revenue, as expenditure, and on a side of its own.
    lines: HashMap<String, [Option<String>; 3], Quick>,
    /// Folded names of sections and their roles.
    sections: Parts<SectionRole>,
    /// Folded words that stand in headers and nowhere else.
    pub headers: HashSet<String, Quick>,
    /// Folded phrases of the narrative and what they mean.
    pub claims: HashMap<String, String, Quick>,
    /// Folded header words that say whose phase a column is: `budget`, `adjusted` or `final`.
    pub phases: HashMap<String, String, Quick>,
    /// Folded classifiers, which count things.
    pub counters: HashSet<String, Quick>,
    /// Parts of header words that stand over names of lines.
    pub labels: Vec<String>,
    /// How headings end that have neither a mark nor a number.
    pub headings: Vec<String>,
}

impl Terms {
    pub(super) fn add_title(&mut self, core: String, kind: TableKind) {
        self.titles.add(core, kind);
    }

    pub(super) fn add_column(&mut self, rule: ColumnRule) {
        if let Some(last) = rule.path.last() {
            self.columns.entry(last.clone()).or_default().push(rule);
        }
    }

    pub(super) fn add_line(&mut self, side: Side, name: String, concept: &str) {
        let [revenue, expenditure, single] = self.lines.entry(name).or_default();
        if side != Side::Expenditure {
            *revenue = Some(concept.to_owned());
        }
        if side != Side::Revenue {
            *expenditure = Some(concept.to_owned());
        }
        if side == Side::Single {
            *single = Some(concept.to_owned());
        }
    }

    pub(super) fn add_section(&mut self, name: String, role: SectionRole) {
        self.sections.add(name, role);
    }

    /// How many titles and patterns of columns there are.
    #[cfg(test)]
    pub(super) fn size(&self) -> (usize, usize) {
        (self.titles.count, self.columns.values().map(Vec::len).sum())
    }

    /// The kind that the longest known title contained in `title` has, and that title's length in characters.
    pub(super) fn title(&self, folded: &str) -> Option<(TableKind, usize)> {
        self.titles.longest(folded)
    }

    /// What a column means, by its folded header path.
    pub(super) fn column(&self, path: &[impl AsRef<str>], kind: TableKind) -> Option<(&str, usize)> {
        let (last, above) = path.split_last()?;
        let mut best: Option<(&str, usize)> = None;
        for rule in self.columns.get(last.as_ref())? {
            if !(rule.kinds.is_empty() || rule.kinds.contains(&kind)) {
                continue;
            }
            let mut above = above.iter();
            let fits = rule.path[..rule.path.len() - 1].iter().all(|word| above.any(|p| p.as_ref() == word));
            let weight = rule.path.len() * 2 + usize::from(!rule.kinds.is_empty());
            if fits && best.is_none_or(|(_, w)| weight >= w) {
                best = Some((&rule.concept, weight));
            }
        }
        best
    }

    /// What a line that is no subject means.
    pub(super) fn line(&self, side: Side, folded: &str) -> Option<&str> {
        let [revenue, expenditure, single] = self.lines.get(folded)?;
        match side {
            Side::Revenue => revenue.as_deref(),
            Side::Expenditure => expenditure.as_deref(),
            Side::Single => single.as_deref(),
        }
    }

    /// The role of the section whose title holds the longest known name.
    pub(super) fn section(&self, folded: &str) -> Option<SectionRole> {
        self.sections.longest(folded).map(|(role, _)| role)
    }
}

/// A kind of table by its name in the contract.
pub(super) fn kind(word: &str) -> Option<TableKind> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// A role of a section by its name in the contract.
pub(super) fn role(word: &str) -> Option<SectionRole> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// `甲|乙` → folded names.
pub(super) fn words(cell: &str) -> impl Iterator<Item = String> + '_ {
    parted(cell, b'|').map(fold).filter(|w| !w.is_empty())
}

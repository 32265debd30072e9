//! Words of the templates: titles of tables, headers of columns, names of lines and of sections.

use std::collections::HashMap;

use crate::model::TableKind;

use super::fold::fold;

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

/// All that templates say, in the order of the files: later entries win over earlier ones of the same length.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    /// Folded cores of titles.
    pub titles: Vec<(String, TableKind)>,
    /// Patterns of header paths.
    pub columns: Vec<ColumnRule>,
    /// Folded names of lines.
    pub lines: Vec<(Side, String, String)>,
    /// Folded names of sections and their roles.
    pub sections: Vec<(String, String)>,
    /// Folded words that stand in headers and nowhere else.
    pub headers: Vec<String>,
    /// Folded phrases of the narrative and what they mean.
    pub claims: HashMap<String, String>,
}

impl Terms {
    /// The kind that the longest known title contained in `title` has, and that title's length in characters.
    pub(super) fn title(&self, folded: &str) -> Option<(TableKind, usize)> {
        self.titles
            .iter()
            .filter(|(core, _)| folded.contains(core.as_str()))
            .map(|(core, kind)| (*kind, core.chars().count()))
            .reduce(|best, next| if next.1 >= best.1 { next } else { best })
    }

    /// What a column means, by its folded header path.
    pub(super) fn column(&self, path: &[String], kind: TableKind) -> Option<(&str, usize)> {
        let last = path.last()?;
        let mut best: Option<(&str, usize)> = None;
        for rule in &self.columns {
            if rule.path.last() != Some(last) || !(rule.kinds.is_empty() || rule.kinds.contains(&kind)) {
                continue;
            }
            let mut above = path[..path.len() - 1].iter();
            let fits = rule.path[..rule.path.len() - 1].iter().all(|word| above.any(|p| p == word));
            let weight = rule.path.len() * 2 + usize::from(!rule.kinds.is_empty());
            if fits && best.is_none_or(|(_, w)| weight >= w) {
                best = Some((&rule.concept, weight));
            }
        }
        best
    }

    /// What a line that is no subject means.
    pub(super) fn line(&self, side: Side, folded: &str) -> Option<&str> {
        self.lines
            .iter()
            .rev()
            .find(|(s, name, _)| (*s == side || *s == Side::Single) && name == folded)
            .map(|(_, _, concept)| concept.as_str())
    }

    /// The role of the section whose title holds the longest known name.
    pub(super) fn section(&self, folded: &str) -> Option<&str> {
        self.sections
            .iter()
            .filter(|(name, _)| folded.contains(name.as_str()))
            .max_by_key(|(name, _)| name.len())
            .map(|(_, role)| role.as_str())
    }
}

/// A kind of table by its name in the contract.
pub(super) fn kind(word: &str) -> Option<TableKind> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// `甲|乙` → folded names.
pub(super) fn words(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split('|').map(fold).filter(|w| !w.is_empty())
}

//! Figures of another document that a document states again: last year's column of a budget, the 年初预算 of an
//! account, an account's opening balance. Each is linked to the fact that it repeats.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Column, Disclosure, DocumentKind, Item, ItemRole, Table, TableKind, concept};
use crate::vocabulary::fold::fold;

/// How a figure belongs to another document of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// 上年预算数: of an earlier year's budget.
    PriorBudget,
    /// 上年决算数, 上年执行数: of an earlier year's final account.
    PriorFinal,
    /// 年初预算, in an account: of the same year's budget.
    InitialBudget,
    /// 年初结转和结余: the closing balance of last year's final account.
    PriorClosing,
}

impl Relation {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::PriorBudget => "prior_budget",
            Self::PriorFinal => "prior_final",
            Self::InitialBudget => "initial_budget",
            Self::PriorClosing => "prior_closing",
        }
    }

    fn kind(self) -> DocumentKind {
        match self {
            Self::PriorBudget | Self::InitialBudget => DocumentKind::Budget,
            Self::PriorFinal | Self::PriorClosing => DocumentKind::FinalAccount,
        }
    }
}

/// A figure of another document: which one, and under which concepts it may stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The relation.
    pub relation: Relation,
    year: i32,
    line: Option<&'static str>,
    concepts: Vec<String>,
}

/// What a column (and its line) says of another document, if anything.
pub fn stated(document: &Disclosure, item: &Item, column: &Column) -> Option<Stated> {
    let year = document.fiscal_year?;
    let known = column.concept.as_deref()?;
    let path = fold(&column.path.join("/"));
    let account = document.kind == DocumentKind::FinalAccount;
    let plain = |relation, year, concepts: Vec<String>| Some(Stated { relation, year, line: None, concepts });
    if let Some(now) = known.strip_prefix("prior.") {
        let relation =
            match (["决算", "执行"].iter().any(|w| path.contains(w)), path.contains("预算"), account) {
                (true, ..) | (false, false, true) => Relation::PriorFinal,
                (false, true, false) => Relation::PriorBudget,
                // 上年数 does not say which.
                _ => return None,
            };
        let named = years(&path).find(|y| *y < year);
        return plain(relation, named.unwrap_or(year - 1), vec![now.to_owned(), format!("{now}.final")]);
    }
    if !account {
        return None;
    }
    if let Some(planned) = known.strip_suffix(".budget") {
        return plain(Relation::InitialBudget, year, vec![planned.to_owned()]);
    }
    if path.contains("年初预算") {
        return plain(Relation::InitialBudget, year, vec![known.to_owned()]);
    }
    if known == concept::OPENING_BALANCE {
        return plain(Relation::PriorClosing, year - 1, vec![concept::CLOSING_BALANCE.to_owned()]);
    }
    let amount = [concept::REVENUE_AMOUNT, concept::TOTAL].contains(&known);
    (amount && item.concept.as_deref() == Some(concept::LINE_REVENUE_CARRYOVER)).then(|| Stated {
        relation: Relation::PriorClosing,
        year: year - 1,
        line: Some(concept::LINE_EXPENDITURE_CARRYOVER),
        concepts: [concept::EXPENDITURE_AMOUNT, concept::EXPENDITURE_TOTAL, concept::TOTAL]
            .map(str::to_owned)
            .into(),
    })
}

/// The years that a text names: four digits before 年.
fn years(text: &str) -> impl Iterator<Item = i32> + '_ {
    text.match_indices('年').filter_map(|(at, _)| text.get(at.checked_sub(4)?..at)?.parse().ok())
}

/// What makes two facts of different documents the same figure: table, line, column.
type Key = (TableKind, String, String);

/// The facts of a document; none where two have one key.
type Facts = HashMap<Key, Option<String>>;

/// The facts of a unit's documents that later ones may repeat.
#[derive(Debug, Default)]
pub struct Index {
    /// By year and whether it is a final account; none where two documents claim the place.
    documents: BTreeMap<(i32, bool), Option<Facts>>,
}

impl Index {
    /// Adds a document's facts. Two documents of one year and kind decide nothing.
    pub fn add(&mut self, document: &Disclosure, id: &str) {
        let Some(place) = document.fiscal_year.and_then(|y| place(y, document.kind)) else { return };
        if let Some(taken) = self.documents.get_mut(&place) {
            *taken = None;
            return;
        }
        let mut facts = Facts::new();
        for table in &document.tables {
            let lines = Lines::of(table);
            for item in &table.items {
                for &column in &item.value_columns {
                    let Some(known) = table.columns.get(column).and_then(|c| c.concept.clone()) else {
                        continue;
                    };
                    let fact = format!("{id}/{}/r{}/c{column}", table.id, item.row);
                    let key = (table.kind, lines.word(item), known);
                    facts.entry(key).and_modify(|seen| *seen = None).or_insert(Some(fact));
                }
            }
        }
        self.documents.insert(place, Some(facts));
    }

    /// The fact that a figure repeats, if its document is here and has just one such fact.
    pub fn find(&self, lines: &Lines<'_>, item: &Item, stated: &Stated) -> Option<&str> {
        let facts = self.documents.get(&place(stated.year, stated.relation.kind())?)?.as_ref()?;
        let line = stated.line.map_or_else(|| lines.word(item), str::to_owned);
        let key = |concept: &String| (lines.table.kind, line.clone(), concept.clone());
        stated.concepts.iter().find_map(|concept| facts.get(&key(concept))?.as_deref())
    }
}

fn place(year: i32, kind: DocumentKind) -> Option<(i32, bool)> {
    match kind {
        DocumentKind::Budget => Some((year, false)),
        DocumentKind::FinalAccount => Some((year, true)),
        DocumentKind::Other => None,
    }
}

/// A table's lines, in the words that all documents of a unit share.
#[derive(Debug)]
pub struct Lines<'a> {
    table: &'a Table,
    /// Lines and totals of each side.
    sides: BTreeMap<u8, (usize, usize)>,
}

impl<'a> Lines<'a> {
    /// Counts them.
    pub fn of(table: &'a Table) -> Self {
        let mut sides: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
        for item in &table.items {
            let (lines, totals) = sides.entry(item.side).or_default();
            *lines += 1;
            *totals += usize::from(item.role == ItemRole::Total);
        }
        Self { table, sides }
    }

    /// What a line is: its code, its concept, else its name. The only line of a table, and its only total, are
    /// called 合计, or by the unit's name, or not at all.
    fn word(&self, item: &Item) -> String {
        if let Some(known) = item.code.as_ref().or(item.concept.as_ref()) {
            return known.clone();
        }
        match self.sides.get(&item.side) {
            Some((1, _)) => "total".to_owned(),
            Some((_, 1)) if item.role == ItemRole::Total => "total".to_owned(),
            _ => fold(&item.name),
        }
    }
}

//! What the rules read: the disclosure with its indexes.

use std::cell::OnceCell;

use super::figure::{Reading, Ref};
use super::marks::cell_name;
use super::needles::Searched;
use super::prose;
use super::rules::x212_titles::{self, Entry};
use super::targets::{self, Target};
use super::trust;
use super::unread::Unread;
use super::view::{TableView, half};
use crate::clock::tick;
use crate::model::{Claim, Disclosure, DocumentKind, Evidence, Measure, TableKind};

/// One disclosure, indexed. Made once for all rules.
#[derive(Debug)]
pub struct Context<'a> {
    /// The disclosure.
    pub document: &'a Disclosure,
    views: Vec<TableView<'a>>,
    claims_by_code: OnceCell<Vec<(&'a str, usize)>>,
    claims_by_concept: OnceCell<Vec<(&'a str, usize)>>,
    targets: OnceCell<Vec<OnceCell<Option<Target>>>>,
    entries: OnceCell<Vec<Entry<'a>>>,
    passages: OnceCell<Searched<'a>>,
    unread: Unread,
}

impl<'a> Context<'a> {
    /// Indexes a disclosure.
    pub fn new(document: &'a Disclosure) -> Self {
        let mut context = Self::indexed(document);
        for (table, why) in trust::guesses_that_fail(document) {
            if let Some(view) = context.views.get_mut(table) {
                view.refused.get_or_insert(why);
            }
        }
        context.unread = Unread::of(document);
        for view in &mut context.views {
            view.refused = view.refused.take().or_else(|| context.unread.refusal(view.table));
        }
        context
    }
    /// The indexes alone; tables that were read by alignment are not yet judged.
    pub(super) fn indexed(document: &'a Disclosure) -> Self {
        let views =
            document.tables.iter().enumerate().map(|(index, table)| TableView::new(table, index)).collect();
        Self {
            document,
            views,
            claims_by_code: OnceCell::new(),
            claims_by_concept: OnceCell::new(),
            targets: OnceCell::new(),
            entries: OnceCell::new(),
            passages: OnceCell::new(),
            unread: Unread::default(),
        }
    }
    /// Whether the document is a budget.
    pub fn is_budget(&self) -> bool {
        self.document.kind == DocumentKind::Budget
    }
    /// Whether the document is a final account.
    pub fn is_account(&self) -> bool {
        self.document.kind == DocumentKind::FinalAccount
    }
    /// The fiscal year.
    pub fn year(&self) -> Option<i32> {
        self.document.fiscal_year
    }
    /// Why what the document seems to lack may only not have been read, if so.
    pub fn unread(&self) -> Option<&str> {
        self.unread.why.as_deref()
    }
    /// Every table, in document order.
    pub fn tables(&self) -> &[TableView<'a>] {
        &self.views
    }
    /// The tables that rules about figures may use: those that are not refused.
    pub fn sound_tables(&self) -> impl Iterator<Item = &TableView<'a>> {
        self.views.iter().filter(|v| v.refused.is_none())
    }
    /// The table with this index.
    pub fn view(&self, index: usize) -> Option<&TableView<'a>> {
        self.views.get(index)
    }
    /// The tables of a kind.
    pub fn of_kind(&self, kind: TableKind) -> impl Iterator<Item = &TableView<'a>> {
        self.views.iter().filter(move |v| v.table.kind == kind)
    }
    /// The table of a kind: the first that has figures, else the first.
    pub fn table(&self, kind: TableKind) -> Option<&TableView<'a>> {
        self.of_kind(kind).find(|v| v.has_figures).or_else(|| self.of_kind(kind).next())
    }
    /// Claims about a subject, by its official code, in document order.
    pub fn claims_of_code(&self, code: &str) -> impl Iterator<Item = (usize, &'a Claim)> {
        let index = self.claims_by_code.get_or_init(|| self.index_claims(|c| c.code.as_deref()));
        self.find_claims(index, code)
    }
    /// Claims with a concept, in document order.
    pub fn claims_of_concept(&self, concept: &str) -> impl Iterator<Item = (usize, &'a Claim)> {
        let index = self.claims_by_concept.get_or_init(|| self.index_claims(|c| c.concept.as_deref()));
        self.find_claims(index, concept)
    }
    /// The claim with this id (`c7`).
    pub fn claim_by_id(&self, id: &str) -> Option<(usize, &'a Claim)> {
        let number: usize = id.strip_prefix('c')?.parse().ok()?;
        let near = number.checked_sub(1)?;
        match self.document.claims.get(near) {
            Some(claim) if claim.id == id => Some((near, claim)),
            _ => self.document.claims.iter().enumerate().find(|(_, c)| c.id == id),
        }
    }
    /// The figure of a claim, whatever its measure.
    pub fn claim(&self, index: usize) -> Reading {
        tick();
        let Some(claim) = self.document.claims.get(index) else { return Reading::Absent };
        let value = match claim.measure {
            Measure::Amount | Measure::ChangeAmount | Measure::Threshold => claim.yuan,
            Measure::ChangePercent
            | Measure::SharePercent
            | Measure::CompletionPercent
            | Measure::Percent => claim.percent,
            Measure::Count => claim.count,
        };
        let at = Ref::Claim(index);
        match value {
            Some(value) => Reading::Amount(value, half(claim.ulp), at),
            None => Reading::Unread(at),
        }
    }
    /// What the tables say for a claim; `None` when they do not speak of it.
    pub fn target(&self, claim: usize) -> Option<&Target> {
        let claims = &self.document.claims;
        let targets = self.targets.get_or_init(|| claims.iter().map(|_| OnceCell::new()).collect());
        let found = targets.get(claim)?.get_or_init(|| targets::target(self, claims.get(claim)?));
        found.as_ref()
    }
    /// The tables that the contents or a list of tables name.
    pub fn entries(&self) -> &[Entry<'a>] {
        self.entries.get_or_init(|| x212_titles::entries(self))
    }
    /// The passages of the narrative, searched for what the rules about wording look for.
    pub(super) fn searched(&self) -> &Searched<'a> {
        self.passages.get_or_init(|| Searched::new(prose::split(self.document)))
    }
    /// The cell, row and column counted from zero.
    pub fn cell(&self, table: usize, row: usize, column: usize) -> Reading {
        self.views.get(table).map_or(Reading::Absent, |v| v.read(row, column))
    }
    /// What the output says of a place.
    pub fn evidence(&self, at: Ref) -> Evidence {
        tick();
        let empty = || Evidence { reference: String::new(), page: None, bbox: None, text: String::new() };
        match at {
            Ref::Table(t) => self.views.get(t).map_or_else(empty, |v| Evidence {
                reference: v.table.id.clone(),
                page: v.table.pages.first().copied(),
                bbox: None,
                text: v.table.title.clone(),
            }),
            Ref::Cell(t, r, c) => self.document.tables.get(t).map_or_else(empty, |table| {
                let cell = table.rows.get(r).and_then(|row| row.cells.get(c));
                Evidence {
                    reference: cell_name(&table.id, r, c),
                    page: cell.and_then(|cell| cell.page),
                    bbox: cell.and_then(|cell| cell.bbox),
                    text: cell.map_or_else(String::new, |cell| cell.text.clone()),
                }
            }),
            Ref::Claim(c) => self.document.claims.get(c).map_or_else(empty, |claim| Evidence {
                reference: claim.id.clone(),
                page: claim.page,
                bbox: claim.bbox,
                text: claim.text.clone(),
            }),
            Ref::Section(s) => self.document.sections.get(s).map_or_else(empty, |section| Evidence {
                reference: format!("s{s}"),
                page: section.pages.first().copied(),
                bbox: None,
                text: section.title.clone(),
            }),
        }
    }

    fn index_claims(&self, key: impl Fn(&'a Claim) -> Option<&'a str>) -> Vec<(&'a str, usize)> {
        let claims = self.document.claims.iter().enumerate();
        let mut index: Vec<(&str, usize)> = claims.filter_map(|(i, c)| key(c).map(|k| (k, i))).collect();
        index.sort_unstable();
        index
    }
    fn find_claims<'s>(
        &'s self,
        index: &'s [(&'a str, usize)],
        key: &str,
    ) -> impl Iterator<Item = (usize, &'a Claim)> + use<'a, 's> {
        let document = self.document;
        let from = index.partition_point(|(k, _)| *k < key);
        let length = index.get(from..).map_or(0, |rest| rest.partition_point(|(k, _)| *k <= key));
        index.iter().skip(from).take(length).filter_map(move |&(_, i)| document.claims.get(i).map(|c| (i, c)))
    }
}

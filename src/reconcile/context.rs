//! What the rules read: the disclosure with its indexes.

use std::cell::OnceCell;

use rust_decimal::Decimal;

use super::figure::{Reading, Ref, Sum};
use super::trust;
use crate::clock::tick;
use crate::model::concept;
use crate::model::{
    CellValue, Claim, Disclosure, DocumentKind, Evidence, Item, ItemRole, Level, Measure, Table, TableKind,
    TableLines,
};

/// One disclosure, indexed. Made once for all rules.
#[derive(Debug)]
pub struct Context<'a> {
    /// The disclosure.
    pub document: &'a Disclosure,
    views: Vec<TableView<'a>>,
    claims_by_code: OnceCell<Vec<(&'a str, usize)>>,
    claims_by_concept: OnceCell<Vec<(&'a str, usize)>>,
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
        context
    }
    /// The indexes alone; tables that were read by alignment are not yet judged.
    pub(super) fn indexed(document: &'a Disclosure) -> Self {
        let views =
            document.tables.iter().enumerate().map(|(index, table)| TableView::new(table, index)).collect();
        Self { document, views, claims_by_code: OnceCell::new(), claims_by_concept: OnceCell::new() }
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
    /// The cell, row and column counted from zero.
    pub fn cell(&self, table: usize, row: usize, column: usize) -> Reading {
        self.views.get(table).map_or(Reading::Absent, |v| v.read(row, column))
    }
    /// How the output names a figure: `t5/r3/c1`, `c7`; none for what is no figure.
    pub fn reference(&self, at: Ref) -> Option<String> {
        match at {
            Ref::Cell(t, r, c) => self.document.tables.get(t).map(|table| format!("{}/r{r}/c{c}", table.id)),
            Ref::Claim(c) => self.document.claims.get(c).map(|claim| claim.id.clone()),
            Ref::Table(_) | Ref::Section(_) => None,
        }
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
                    reference: format!("{}/r{r}/c{c}", table.id),
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

/// Half a unit of the last printed digit.
fn half(ulp: Option<Decimal>) -> Decimal {
    ulp.unwrap_or_default() * Decimal::new(5, 1)
}

/// One table, indexed.
#[derive(Debug)]
pub struct TableView<'a> {
    /// The table.
    pub table: &'a Table,
    /// Its index in the disclosure.
    pub index: usize,
    /// Some amount other than zero is printed in it.
    pub has_figures: bool,
    /// Why no rule may rely on its figures (`T108`).
    pub refused: Option<String>,
    children: Vec<Vec<usize>>,
    codes: Vec<(&'a str, usize)>,
}

impl<'a> TableView<'a> {
    fn new(table: &'a Table, index: usize) -> Self {
        let mut children = vec![Vec::new(); table.items.len()];
        let mut codes = Vec::new();
        for (i, item) in table.items.iter().enumerate() {
            if let Some(list) = item.parent.filter(|&p| p != i).and_then(|p| children.get_mut(p)) {
                list.push(i);
            }
            if let Some(code) = &item.code {
                codes.push((code.as_str(), i));
            }
        }
        codes.sort_unstable();
        let mut view = Self { table, index, has_figures: false, refused: None, children, codes };
        view.has_figures = table
            .items
            .iter()
            .enumerate()
            .any(|(i, item)| item.value_columns.iter().any(|&c| view.value(i, c).is_nonzero()));
        view.refused = trust::refusal(&view);
        view
    }
    /// Whether there is a place for amounts at all.
    pub fn any_amount_column(&self) -> bool {
        self.table.columns.iter().any(|c| {
            c.concept
                .as_deref()
                .is_some_and(|c| !c.starts_with("code") && !c.ends_with("name") && c != "ordinal")
        })
    }
    /// Whether a zero or a nil is printed.
    pub fn has_zero(&self) -> bool {
        let items = self.table.items.iter().enumerate();
        items
            .flat_map(|(i, item)| item.value_columns.iter().map(move |&c| (i, c)))
            .any(|(i, c)| self.value(i, c).is_printed())
    }
    /// The items.
    pub fn items(&self) -> &'a [Item] {
        &self.table.items
    }
    /// The item.
    pub fn item(&self, item: usize) -> Option<&'a Item> {
        self.table.items.get(item)
    }
    /// Items directly below an item.
    pub fn children(&self, item: usize) -> &[usize] {
        self.children.get(item).map_or(&[], Vec::as_slice)
    }
    /// Items that no item contains and that are no totals, of one side.
    pub fn top_level(&self, side: u8) -> impl Iterator<Item = usize> {
        self.table.items.iter().enumerate().filter_map(move |(i, item)| {
            let top = item.parent.is_none() && !matches!(item.role, ItemRole::Total | ItemRole::OfWhich);
            (item.side == side && top).then_some(i)
        })
    }
    /// The 合计 of a table by subject: the only total of the side without a meaning of its own.
    pub fn total(&self, side: u8) -> Option<usize> {
        tick();
        let mut totals = self.table.items.iter().enumerate().filter(|(_, item)| {
            item.side == side
                && item.role == ItemRole::Total
                && item.concept.as_deref().is_none_or(|c| matches!(c, "total" | concept::THREE_PUBLIC_TOTAL))
        });
        let first = totals.next()?.0;
        totals.next().is_none().then_some(first)
    }
    /// Whether its columns, or its rows too, were told by alignment because no lines show them.
    pub fn guessed(&self) -> bool {
        !matches!(self.table.lines, None | Some(TableLines::Full))
    }
    /// What the 合计 is more than the lines that it is the sum of; `None` where there is no such row or column.
    pub fn gap(&self) -> Option<Sum> {
        let (total, column) = (self.total(0)?, self.column("total")?);
        let whole = self.value(total, column).figure()?;
        let parts = self.sum(self.top_level(0), column);
        Some(whole.minus(&parts))
    }
    /// The only item with a concept.
    pub fn line(&self, concept: &str) -> Option<usize> {
        tick();
        let mut found =
            self.table.items.iter().enumerate().filter(|(_, i)| i.concept.as_deref() == Some(concept));
        let first = found.next()?.0;
        found.next().is_none().then_some(first)
    }
    /// The only item with an official code.
    pub fn by_code(&self, code: &str) -> Option<usize> {
        let from = self.codes.partition_point(|(c, _)| *c < code);
        let mut found = self.codes.iter().skip(from).take_while(|(c, _)| *c == code);
        let first = found.next()?.1;
        found.next().is_none().then_some(first)
    }
    /// Whether some item has the code.
    pub fn has_code(&self, code: &str) -> bool {
        self.codes.binary_search_by(|(c, _)| (*c).cmp(code)).is_ok()
    }
    /// The only item with the names of another's path, from the outermost level inwards.
    pub fn by_path(&self, path: &[&str]) -> Option<usize> {
        tick();
        let (last, _) = path.split_last()?;
        let mut found = (0..self.table.items.len()).filter(|&i| {
            self.table.items.get(i).is_some_and(|item| item.name == *last) && self.path(i) == path
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
    /// Names from the outermost item inwards.
    pub fn path(&self, item: usize) -> Vec<&'a str> {
        tick();
        let mut names = Vec::new();
        let mut next = Some(item);
        while let Some(current) = next.and_then(|i| self.table.items.get(i)) {
            names.push(current.name.as_str());
            next = current.parent;
            if names.len() > 6 {
                break;
            }
        }
        names.reverse();
        names
    }
    /// The item that stands for the same subject as `item` of `other`: by code, else by the path of names.
    pub fn counterpart(&self, other: &TableView<'_>, item: usize) -> Option<usize> {
        let theirs = other.item(item)?;
        if let Some(code) = &theirs.code
            && let Some(found) = self.by_code(code)
        {
            return Some(found).filter(|&f| self.item(f).is_some_and(|i| i.scheme == theirs.scheme));
        }
        self.by_path(&other.path(item))
    }
    /// The only column with a concept.
    pub fn column(&self, concept: &str) -> Option<usize> {
        tick();
        let mut found =
            self.table.columns.iter().enumerate().filter(|(_, c)| c.concept.as_deref() == Some(concept));
        let first = found.next()?.0;
        found.next().is_none().then_some(first)
    }
    /// What a column means.
    pub fn concept(&self, column: usize) -> Option<&'a str> {
        self.table.columns.get(column).and_then(|c| c.concept.as_deref())
    }
    /// The cell of an item in a column.
    pub fn value(&self, item: usize, column: usize) -> Reading {
        self.table.items.get(item).map_or(Reading::Absent, |i| self.read(i.row, column))
    }
    /// The only amount of an item in a one-amount side; the total column where there are several.
    pub fn amount(&self, item: usize) -> Reading {
        let Some(found) = self.table.items.get(item) else { return Reading::Absent };
        match found.value_columns.as_slice() {
            [only] => self.read(found.row, *only),
            several => several
                .iter()
                .find(|&&c| {
                    matches!(
                        self.concept(c),
                        Some("total" | "expenditure.total" | "revenue.amount" | "expenditure.amount")
                    )
                })
                .map_or(Reading::Absent, |&c| self.read(found.row, c)),
        }
    }
    /// The cell of an item in the column with a concept.
    pub fn value_of(&self, item: usize, concept: &str) -> Reading {
        self.column(concept).map_or(Reading::Absent, |c| self.value(item, c))
    }
    /// A printed cell.
    pub fn read(&self, row: usize, column: usize) -> Reading {
        tick();
        let Some(cell) = self.table.rows.get(row).and_then(|r| r.cells.get(column)) else {
            return Reading::Absent;
        };
        let at = Ref::Cell(self.index, row, column);
        match (cell.value, cell.yuan) {
            (CellValue::Amount, Some(yuan)) => Reading::Amount(yuan, half(cell.ulp), at),
            (CellValue::Amount | CellValue::Unread, _) => Reading::Unread(at),
            (CellValue::Nil, _) => Reading::Nil(at),
            (CellValue::Blank, _) => Reading::Blank(at),
            (CellValue::Code | CellValue::Label | CellValue::Number, _) => Reading::Absent,
        }
    }
    /// The figure of an item in a column; a blank is zero where the row's own sum says so (its printed parts add up
    /// to its printed total, or another amount of the row is printed and nothing is missing).
    pub fn confirmed(&self, item: usize, column: usize) -> Option<Sum> {
        match self.value(item, column) {
            Reading::Blank(at) => {
                let found = self.table.items.get(item)?;
                let total = found.value_columns.iter().copied().find(|&c| {
                    c != column && matches!(self.concept(c), Some("total" | "expenditure.total"))
                })?;
                let whole = self.value(item, total).figure()?;
                let parts = Sum::of(
                    found
                        .value_columns
                        .iter()
                        .filter(|&&c| c != total && self.is_part(c))
                        .map(|&c| self.value(item, c)),
                );
                let adds_up = (whole.value - parts.value).abs() <= whole.slack + parts.slack;
                let known = parts.unread.is_none();
                (adds_up && known).then(|| Sum { refs: vec![at], ..Sum::default() })
            }
            reading => reading.figure(),
        }
    }
    /// Whether a column is a part of a row's total, at the level that is nearest to the leaves.
    fn is_part(&self, column: usize) -> bool {
        let Some(concept) = self.concept(column) else { return true };
        let split = |whole: &str| {
            concept == whole
                && self
                    .table
                    .columns
                    .iter()
                    .filter_map(|c| c.concept.as_deref())
                    .any(|c| c.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.')))
        };
        concept != "total" && !split("basic") && !split("project")
    }
    /// Sum of the items in a column, blanks as zero.
    pub fn sum(&self, items: impl IntoIterator<Item = usize>, column: usize) -> Sum {
        Sum::of(items.into_iter().map(|i| self.value(i, column)))
    }
    /// Whether the item is a subject (类, 款, 项).
    pub fn is_subject(&self, item: usize) -> bool {
        self.item(item).is_some_and(|i| matches!(i.level, Some(Level::Class | Level::Division | Level::Item)))
    }
}

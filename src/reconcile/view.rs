//! One table with its indexes: what the rules ask of it.

use rust_decimal::Decimal;

use super::figure::{Reading, Ref, Sum};
use super::trust;
use crate::clock::tick;
use crate::model::{CellValue, Item, ItemRole, Level, Table, TableLines, concept};

/// Half a unit of the last printed digit.
pub(super) fn half(ulp: Option<Decimal>) -> Decimal {
    let ulp = ulp.unwrap_or_default();
    // As the product by 0.5, without its cost: it is asked for each cell that a rule reads.
    let parts = ulp.unpack();
    match parts.lo.checked_mul(5) {
        Some(five) if parts.mid == 0 && parts.hi == 0 && parts.scale < Decimal::MAX_SCALE => {
            Decimal::from_parts(five, 0, 0, parts.negative, parts.scale + 1)
        }
        _ => ulp * Decimal::new(5, 1),
    }
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
    /// The items by the item that they stand directly below, and where those of each item begin.
    children: (Vec<usize>, Vec<usize>),
    codes: Vec<(&'a str, usize)>,
}

/// The items in the order of the item that they stand directly below, and where those of each item begin.
fn below(items: &[Item]) -> (Vec<usize>, Vec<usize>) {
    let parent = |i: usize| items.get(i).and_then(|item| item.parent).filter(|&p| p != i && p < items.len());
    let mut begins = vec![0; items.len() + 1];
    for p in (0..items.len()).filter_map(parent) {
        if let Some(count) = begins.get_mut(p + 1) {
            *count += 1;
        }
    }
    for i in 1..begins.len() {
        begins[i] += begins[i - 1];
    }
    let mut next = begins.clone();
    let mut lists = vec![0; begins.last().copied().unwrap_or_default()];
    for (i, p) in (0..items.len()).filter_map(|i| Some((i, parent(i)?))) {
        if let Some(place) = next.get_mut(p) {
            lists[*place] = i;
            *place += 1;
        }
    }
    (lists, begins)
}

impl<'a> TableView<'a> {
    pub(super) fn new(table: &'a Table, index: usize) -> Self {
        let items = table.items.iter().enumerate();
        let mut codes: Vec<(&str, usize)> = Vec::with_capacity(table.items.len());
        codes.extend(items.filter_map(|(i, item)| Some((item.code.as_deref()?, i))));
        codes.sort_unstable();
        let mut view =
            Self { table, index, has_figures: false, refused: None, children: below(&table.items), codes };
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
        let (lists, begins) = &self.children;
        let range = begins.get(item).zip(begins.get(item + 1));
        range.and_then(|(from, to)| lists.get(*from..*to)).unwrap_or_default()
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
    #[inline]
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
                (adds_up && known).then(|| Sum::nil(at))
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

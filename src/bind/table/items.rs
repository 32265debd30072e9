//! The lines of each side: names, codes, levels, the part each plays in sums.

use rust_decimal::Decimal;

use super::columns;
use super::header::is_total;
use crate::clock::tick;
use crate::model::{CellValue, Item, ItemRole, Level, Table, TableKind};
use crate::vocabulary::{Side, Vocabulary};

mod line;
mod names;
mod subjects;

use line::line;
pub(super) use line::plain;
use subjects::subjects;

/// One line of one side before its place in the hierarchy is known.
#[derive(Debug, Clone)]
struct Line {
    row: usize,
    name_column: Option<usize>,
    /// Without number and 其中：.
    name: String,
    /// Level of the printed number (2 一、, 3 （一）, 4 1.), 0 without one.
    rank: u8,
    of_which: bool,
    code: Option<String>,
}

/// Fills a table's items, and its rows' codes and levels.
pub(super) fn read(table: &mut Table, vocabulary: &Vocabulary, year: Option<i32>) {
    columns::totals(&mut table.columns);
    let sides = table.columns.iter().map(|c| c.side).max().unwrap_or(0);
    for side in 0..=sides {
        let mut items = side_items(table, side, vocabulary, year);
        let offset = table.items.len();
        for item in &mut items {
            item.parent = item.parent.map(|p| p + offset);
        }
        table.items.append(&mut items);
    }
    reach_over(table);
    let mut firsts: Vec<Option<usize>> = vec![None; table.rows.len()];
    for (index, item) in table.items.iter().enumerate().rev() {
        if let Some(first) = firsts.get_mut(item.row) {
            *first = Some(index);
        }
    }
    for (index, first) in firsts.into_iter().enumerate() {
        tick();
        let Some(item) = first.and_then(|i| table.items.get(i)) else { continue };
        let parent = item.parent.and_then(|p| table.items.get(p)).map(|p| p.row);
        let row = &mut table.rows[index];
        row.level = item.level;
        row.code.clone_from(&item.code);
        row.code_source = item.code_source;
        row.name.clone_from(&item.name);
        row.parent = parent;
    }
}

/// 公用经费合计 may print its figure in the last of the blocks that it closes, where no name stands.
fn reach_over(table: &mut Table) {
    for index in 0..table.items.len() {
        tick();
        let item = &table.items[index];
        let cells = &table.rows[item.row].cells;
        let blank = |column: &usize| cells.get(*column).is_none_or(|c| c.value == CellValue::Blank);
        if item.role != ItemRole::Total || !item.value_columns.iter().all(blank) {
            continue;
        }
        let next = item.side + 1;
        if table.items.iter().any(|i| i.row == item.row && i.side == next) {
            continue;
        }
        let figures: Vec<usize> = (0..cells.len())
            .filter(|c| table.columns[*c].side == next && cells[*c].value == CellValue::Amount)
            .collect();
        if !figures.is_empty() {
            table.items[index].value_columns = figures;
        }
    }
}

fn side_items(table: &Table, side: u8, vocabulary: &Vocabulary, year: Option<i32>) -> Vec<Item> {
    let of_side = |c: &&(usize, Option<&str>)| table.columns[c.0].side == side;
    let columns: Vec<(usize, Option<&str>)> =
        table.columns.iter().enumerate().map(|(i, c)| (i, c.concept.as_deref())).collect();
    let codes: Vec<usize> = columns
        .iter()
        .filter(of_side)
        .filter(|(_, c)| c.is_some_and(|c| c == "code" || c.starts_with("code.")))
        .map(|(i, _)| *i)
        .collect();
    let mut names: Vec<usize> = columns
        .iter()
        .filter(of_side)
        .filter(|(_, c)| c.is_some_and(|c| c.ends_with("name")))
        .map(|(i, _)| *i)
        .collect();
    // 项目名称 names the line where 单位名称 stands beside it.
    names.sort_by_key(|i| matches!(columns[*i].1, Some("unit_name")));
    let values: Vec<usize> = columns
        .iter()
        .filter(of_side)
        .filter(|(i, c)| {
            !codes.contains(i)
                && !names.contains(i)
                && !c.is_some_and(|c| {
                    matches!(
                        c,
                        "line_number"
                            | "note"
                            | "performance_goal"
                            | "ordinal"
                            | "quantity"
                            | "unit_code"
                            | "project_code"
                            | "measure_unit"
                            | "change.percent"
                    )
                })
                && (c.is_some() || holds_amounts(table, *i))
        })
        .map(|(i, _)| *i)
        .collect();
    let lines: Vec<Line> =
        (0..table.rows.len()).filter_map(|row| line(table, row, &codes, &names, &values)).collect();
    let places = Places { table, side, values: &values };
    let revenue = side == 0 && two_sided(table.kind)
        || table.columns.iter().any(|c| c.side == side && c.concept.as_deref() == Some("revenue.name"));
    if revenue {
        return sourced(&lines, &places, vocabulary, Side::Revenue);
    }
    subjects(&lines, &places, vocabulary, year)
}

fn two_sided(kind: TableKind) -> bool {
    matches!(kind, TableKind::RevenueExpenditureSummary | TableKind::FiscalAppropriationSummary)
}

fn holds_amounts(table: &Table, column: usize) -> bool {
    table.rows.iter().filter_map(|r| r.cells.get(column)).any(|c| c.value == CellValue::Amount)
}

/// What all lines of a side share.
struct Places<'a> {
    table: &'a Table,
    side: u8,
    values: &'a [usize],
}

impl Places<'_> {
    fn item(&self, line: &Line) -> Item {
        Item {
            row: line.row,
            side: self.side,
            name_column: line.name_column,
            name: line.name.clone(),
            level: Some(Level::Line),
            role: ItemRole::Leaf,
            code: None,
            code_source: None,
            scheme: None,
            concept: None,
            parent: None,
            value_columns: self.values.to_vec(),
        }
    }

    /// The figures of a row, blank as nothing.
    fn figures(&self, row: usize) -> impl Iterator<Item = Option<Decimal>> {
        self.values.iter().map(move |c| self.table.rows[row].cells.get(*c).and_then(|c| c.yuan))
    }

    /// Whether the children's figures add up to the parent's in every column, within half a unit of each.
    fn adds_up(&self, parent: usize, children: &[usize]) -> bool {
        tick();
        self.values.iter().all(|column| {
            let cell = |row: usize| self.table.rows[row].cells.get(*column);
            let whole = cell(parent).and_then(|c| c.yuan).unwrap_or_default();
            let sum: Decimal = children.iter().filter_map(|r| cell(*r)).filter_map(|c| c.yuan).sum();
            let slack: Decimal = children
                .iter()
                .chain([&parent])
                .filter_map(|r| cell(*r))
                .filter_map(|c| c.ulp)
                .map(|u| u / Decimal::TWO)
                .sum();
            (whole - sum).abs() <= slack
        })
    }
}

/// Sources of revenue, and other lines that are no subjects.
fn sourced(lines: &[Line], places: &Places<'_>, vocabulary: &Vocabulary, side: Side) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut carryover: Option<usize> = None;
    for line in lines {
        tick();
        let mut item = places.item(line);
        let concept = vocabulary.line(side, &line.name).map(str::to_owned);
        let total = concept.as_deref().is_some_and(is_total_concept) || is_total(&line.name);
        if total {
            item.level = Some(Level::Total);
            item.role = ItemRole::Total;
            carryover = None;
        }
        item.concept = concept;
        let part = item.concept.as_deref().and_then(fund);
        match (carryover, part) {
            (Some(block), Some(part)) => {
                item.concept = Some(format!("revenue.carryover.{part}"));
                item.parent = Some(block);
            }
            (None, Some(_)) => {
                // The funds are parts of 财政拨款收入 where it is a line above them.
                item.parent =
                    items.iter().rposition(|i| i.concept.as_deref() == Some("revenue.fiscal_appropriation"));
            }
            _ if line.of_which || line.rank > 2 => {
                let above = |other: &Line| other.rank < line.rank || line.of_which && line.rank == 0;
                item.parent = lines[..items.len()]
                    .iter()
                    .rposition(|l| above(l) && !l.of_which)
                    .filter(|p| items[*p].role != ItemRole::Total);
            }
            _ => {}
        }
        if item.concept.as_deref() == Some("revenue.carryover") {
            carryover = Some(items.len());
        }
        items.push(item);
    }
    settle(&mut items, places);
    items
}

fn is_total_concept(concept: &str) -> bool {
    concept.ends_with("current_total") || concept.ends_with("grand_total")
}

/// The fund of a line of appropriation.
fn fund(concept: &str) -> Option<&str> {
    let part = concept.strip_prefix("revenue.")?;
    matches!(part, "general_public" | "government_fund" | "state_capital").then_some(part)
}

/// Parents become subtotals where their children add up to them; else the children are shown for information.
fn settle(items: &mut [Item], places: &Places<'_>) {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for (index, item) in items.iter().enumerate() {
        if let Some(children) = item.parent.and_then(|p| below.get_mut(p)) {
            children.push(index);
        }
    }
    for (parent, children) in below.into_iter().enumerate() {
        tick();
        let lines_only = children.iter().all(|c| items[*c].level == Some(Level::Line));
        if children.is_empty() || items[parent].role == ItemRole::Total || !lines_only {
            continue;
        }
        let rows: Vec<usize> = children.iter().map(|c| items[*c].row).collect();
        let some = rows.iter().any(|r| places.figures(*r).any(|f| f.is_some()));
        if some && items[parent].code.is_none() && places.figures(items[parent].row).all(|f| f.is_none()) {
            // A heading: it has no figure that its lines could be parts of, or that anything could be compared with.
            let above = items[parent].parent;
            items[parent].concept = None;
            for child in children {
                items[child].parent = above;
            }
            continue;
        }
        if places.adds_up(items[parent].row, &rows) || !some && items[parent].code.is_some() {
            items[parent].role = ItemRole::Subtotal;
        } else {
            for child in children {
                items[child].role = ItemRole::OfWhich;
            }
        }
    }
}

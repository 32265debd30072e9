//! The lines of each side: names, codes, levels, the part each plays in sums.

use rust_decimal::Decimal;
use yusuan_parsers::section;

use super::columns;
use super::header::is_total;
use crate::model::{CellValue, CodeSource, Item, ItemRole, Level, Scheme, Table, TableKind};
use crate::vocabulary::fold::fold;
use crate::vocabulary::{Side, Vocabulary, level_of};

mod names;

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
    for index in 0..table.rows.len() {
        let Some(item) = table.items.iter().find(|i| i.row == index) else { continue };
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

fn line(table: &Table, row: usize, codes: &[usize], names: &[usize], values: &[usize]) -> Option<Line> {
    let cells = &table.rows[row].cells;
    let text = |column: usize| cells.get(column).map_or("", |c| c.text.as_str());
    let filled = |columns: &[usize]| columns.iter().copied().find(|c| !text(*c).is_empty());
    let mut name_column = filled(names);
    let mut name = name_column.map_or("", text);
    let mut code = code(codes.iter().map(|c| (table.columns[*c].concept.as_deref().unwrap_or(""), text(*c))));
    if name.is_empty()
        && let Some(column) =
            codes.iter().copied().find(|c| !text(*c).is_empty() && digits(text(*c)).is_none())
    {
        // 合计 printed in the code's column, or code and name in one cell.
        name_column = Some(column);
        name = text(column);
    }
    if code.is_none()
        && let Some((found, rest)) = leading_code(name)
    {
        code = Some(found);
        name = rest;
    }
    if name.is_empty() && code.is_none() && values.iter().all(|c| text(*c).is_empty()) {
        return None;
    }
    if name.is_empty() && code.is_none() && !names.is_empty() && table.columns.iter().any(|c| c.side > 0) {
        return None;
    }
    let (rank, of_which, name) = plain(name);
    Some(Line { row, name_column, name, rank, of_which, code })
}

/// The name without its number and 其中：, the number's rank, and whether it is a part shown for information.
fn plain(printed: &str) -> (u8, bool, String) {
    let mut rest = printed;
    let mut rank = 0;
    let mut of_which = false;
    for _ in 0..3 {
        if let Some(after) = ["其中：", "其中:", "其中"].iter().find_map(|m| rest.strip_prefix(m)) {
            of_which = true;
            rest = after;
        } else if let Ok((number, after)) = section::number(rest)
            && !after.is_empty()
        {
            rank = number.level;
            rest = after;
        } else {
            break;
        }
    }
    (rank, of_which, rest.to_owned())
}

fn digits(text: &str) -> Option<String> {
    let folded = fold(text);
    let inner = folded.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']'));
    (!inner.is_empty() && inner.len() <= 9 && inner.bytes().all(|b| b.is_ascii_digit()))
        .then(|| inner.to_owned())
}

/// A code from the columns of one row: cumulative (201, 20106, 2010601), split (201, 06, 1), or joined in one.
fn code<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut whole = String::new();
    for (concept, text) in cells {
        let Some(part) = digits(text) else { continue };
        if whole.is_empty() {
            if part.len() < 3 && concept != "code" {
                return None;
            }
            whole = part;
        } else if part.len() > 2 && part.starts_with(&whole) {
            whole = part;
        } else if part.len() <= 2 {
            // A spreadsheet has eaten the leading zero.
            if part.len() == 1 {
                whole.push('0');
            }
            whole.push_str(&part);
        }
    }
    matches!(whole.len(), 3 | 5 | 7).then_some(whole)
}

/// `2010101行政运行`, `[301]工资福利支出`, `301-工资福利支出`.
fn leading_code(name: &str) -> Option<(String, &str)> {
    let inner = name.trim_start_matches(['[', '(', '（', '【']);
    let length = inner.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(length, 3 | 5 | 7) || !inner.starts_with(['2', '3', '5']) {
        return None;
    }
    let rest = inner[length..].trim_start_matches([']', ')', '）', '】', '-', '—', '_', ' ', '\u{3000}']);
    let word = rest.chars().next().is_some_and(|c| !c.is_ascii() && !"年月日元个万，、".contains(c));
    word.then(|| (inner[..length].to_owned(), rest))
}

/// Sources of revenue, and other lines that are no subjects.
fn sourced(lines: &[Line], places: &Places<'_>, vocabulary: &Vocabulary, side: Side) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut carryover: Option<usize> = None;
    for line in lines {
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
    for parent in 0..items.len() {
        let children: Vec<usize> = (0..items.len()).filter(|i| items[*i].parent == Some(parent)).collect();
        let lines_only = children.iter().all(|c| items[*c].level == Some(Level::Line));
        if children.is_empty() || items[parent].role == ItemRole::Total || !lines_only {
            continue;
        }
        let rows: Vec<usize> = children.iter().map(|c| items[*c].row).collect();
        let some = rows.iter().any(|r| places.figures(*r).any(|f| f.is_some()));
        if places.adds_up(items[parent].row, &rows) || !some && items[parent].code.is_some() {
            items[parent].role = ItemRole::Subtotal;
        } else {
            for child in children {
                items[child].role = ItemRole::OfWhich;
            }
        }
    }
}

/// Subjects by code or by name, with the totals and other lines between them.
fn subjects(lines: &[Line], places: &Places<'_>, vocabulary: &Vocabulary, year: Option<i32>) -> Vec<Item> {
    let scheme = scheme(lines, places, vocabulary);
    let coded = lines.iter().any(|l| l.code.is_some());
    let single = !two_sided(places.table.kind);
    let mut items: Vec<Item> = Vec::with_capacity(lines.len());
    let mut named: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut item = places.item(line);
        let side = if single { Side::Single } else { Side::Expenditure };
        let concept = vocabulary.line(side, &line.name).map(str::to_owned);
        if let Some(code) = line.code.clone().filter(|_| scheme.is_some()) {
            item.level = Some(level_of(&code));
            item.scheme = scheme;
            item.code = Some(code);
            item.code_source = Some(CodeSource::Printed);
        } else if is_total(&line.name) || concept.as_deref().is_some_and(is_total_concept) {
            item.level = Some(Level::Total);
            item.role = ItemRole::Total;
            item.concept = concept;
        } else if fold(&line.name).ends_with("合计") && line.name.chars().count() < 12 {
            // 人员经费合计 closes a block.
            item.level = Some(Level::Total);
            item.role = ItemRole::Total;
            item.concept = concept;
        } else if !line.name.chars().any(char::is_alphanumeric) || line.name == "无" {
            item.level = None;
        } else if let (Some(scheme), true) = (scheme, coded)
            && vocabulary.candidates(scheme, &line.name).is_empty()
        {
            item.concept = concept;
            if sums_up(lines, index, places) {
                item.role = ItemRole::Subtotal;
            }
        } else if scheme.is_some() && !(concept.is_some() && two_sided(places.table.kind)) {
            named.push(index);
        } else {
            item.concept = concept;
        }
        items.push(item);
    }
    if let Some(scheme) = scheme {
        let wanted: Vec<names::Named<'_>> = named
            .iter()
            .map(|i| names::Named { name: &lines[*i].name, figure: main_figure(places, lines[*i].row) })
            .collect();
        let only_classes = two_sided(places.table.kind);
        let resolved = names::resolve(&wanted, scheme, vocabulary, year, only_classes);
        for (index, found) in named.iter().zip(resolved) {
            let item = &mut items[*index];
            if let Some(level) = found.level {
                item.level = Some(level);
            }
            if let Some(code) = found.code {
                item.scheme = Some(scheme);
                item.code = Some(code);
                item.code_source = Some(CodeSource::Inferred);
            }
            if item.code.is_none() && found.level.is_none() {
                let side = if single { Side::Single } else { Side::Expenditure };
                item.concept = vocabulary.line(side, &item.name).map(str::to_owned);
            }
        }
    }
    nest(&mut items, lines, places);
    items
}

/// Whether an uncoded line (a unit among its subjects) is the sum of the deepest lines up to the next such line.
fn sums_up(lines: &[Line], index: usize, places: &Places<'_>) -> bool {
    let below: Vec<&Line> = lines[index + 1..].iter().take_while(|l| l.code.is_some()).collect();
    let leaves: Vec<usize> = below
        .iter()
        .filter(|l| {
            let code = l.code.as_deref().unwrap_or_default();
            !below
                .iter()
                .any(|o| o.code.as_deref().is_some_and(|o| o.len() > code.len() && o.starts_with(code)))
        })
        .map(|l| l.row)
        .collect();
    !leaves.is_empty() && places.adds_up(lines[index].row, &leaves)
}

/// The figure that decides between readings of a name: the first that the row has in its leading column.
fn main_figure(places: &Places<'_>, row: usize) -> Option<Decimal> {
    places.figures(row).next().flatten()
}

/// Parents by code, by level, by 其中.
fn nest(items: &mut [Item], lines: &[Line], places: &Places<'_>) {
    let mut open: [Option<usize>; 3] = [None; 3];
    // The unit whose subjects follow.
    let mut unit: Option<usize> = None;
    for index in 0..items.len() {
        if items[index].code.is_none() {
            let heads = items[index].role == ItemRole::Subtotal && items[index].level == Some(Level::Line);
            unit = heads.then_some(index);
        }
        let depth = match items[index].level {
            Some(Level::Class) => 0,
            Some(Level::Division) => 1,
            Some(Level::Item) => 2,
            Some(Level::Total) | None => continue,
            Some(Level::Line) => {
                let rank = lines[index].rank;
                let above = |i: &usize| {
                    items[*i].role != ItemRole::Total
                        && items[*i].level == Some(Level::Line)
                        && (lines[*i].rank < rank || lines[index].of_which && !lines[*i].of_which)
                };
                if lines[index].of_which || rank > 0 {
                    items[index].parent = (0..index).rev().find(above);
                }
                continue;
            }
        };
        let parent = open[..depth]
            .iter()
            .rev()
            .flatten()
            .next()
            .copied()
            .or(unit.filter(|_| items[index].code_source == Some(CodeSource::Printed)));
        items[index].parent = parent
            .filter(|p| match (&items[*p].code, &items[index].code) {
                (Some(parent), Some(child)) => child.starts_with(parent.as_str()),
                _ => true,
            })
            .or(unit);
        if lines[index].of_which {
            items[index].role = ItemRole::OfWhich;
            continue;
        }
        if let Some(parent) = items[index].parent {
            items[parent].role = ItemRole::Subtotal;
        }
        open[depth] = Some(index);
        for deeper in &mut open[depth + 1..] {
            *deeper = None;
        }
    }
    settle(items, places);
    // A lone row of figures is its table's total.
    if let [item] = items
        && item.name.is_empty()
        && places.figures(item.row).any(|f| f.is_some())
    {
        item.role = ItemRole::Total;
    }
}

/// Which classification the lines belong to.
fn scheme(lines: &[Line], places: &Places<'_>, vocabulary: &Vocabulary) -> Option<Scheme> {
    let mut counts = [0_usize; 3];
    for line in lines {
        match line.code.as_deref().and_then(|c| c.bytes().next()) {
            Some(b'2') => counts[0] += 1,
            Some(b'3') => counts[1] += 1,
            Some(b'5') => counts[2] += 1,
            _ => {}
        }
    }
    let schemes = [Scheme::Functional, Scheme::Economic, Scheme::GovernmentEconomic];
    let most = |counts: [usize; 3]| {
        let index = (0..3).rev().max_by_key(|i| counts[*i])?;
        (counts[index] > 0).then(|| schemes[index])
    };
    if let Some(found) = most(counts) {
        return Some(found);
    }
    if matches!(
        places.table.kind,
        TableKind::ThreePublicExpenses
            | TableKind::ProjectExpenditure
            | TableKind::ProjectPerformance
            | TableKind::GovernmentProcurement
    ) {
        return None;
    }
    let mut names = 0;
    for line in lines.iter().filter(|l| !is_total(&l.name) && !l.name.is_empty()).take(60) {
        names += 1;
        for (count, scheme) in counts.iter_mut().zip(schemes) {
            *count += usize::from(!vocabulary.candidates(scheme, &line.name).is_empty());
        }
    }
    let best = most([counts[0], counts[1], counts[2]])?;
    let hits = counts.iter().copied().max().unwrap_or(0);
    (hits * 2 >= names).then_some(best)
}

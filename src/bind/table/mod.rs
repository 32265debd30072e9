//! Tables: found in the text with what stands around them, then typed.
//!
//! [`find`] joins the parts of a table, reads caption, unit line and notes and infers the header; [`bind`] gives
//! columns their concepts, cells their values, lines their codes and places.

mod caption;
mod cells;
mod columns;
mod header;
mod items;

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use yusuan_parsers::table::Block;
use yusuan_parsers::unit::Unit;

use super::{Reading, Use};
use crate::clock;
use crate::model::{DocumentKind, Row, Table, TableKind, TableLines};
use crate::vocabulary::fold::{bare, same};

/// One cell: its text without white space, and its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawCell {
    pub text: String,
    pub range: Range<usize>,
}

/// A table as found: the grid cut into header and body, with what stands around it.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub title: String,
    pub number: String,
    pub unit: Option<Unit>,
    pub unit_name: Option<String>,
    pub notes: Vec<String>,
    pub kind: TableKind,
    pub lines: Option<TableLines>,
    pub header: Vec<Vec<RawCell>>,
    pub paths: Vec<Vec<String>>,
    pub body: Vec<Vec<RawCell>>,
}

/// Finds the tables, and marks the blocks that belong to them.
pub(super) fn find(reading: &mut Reading<'_>) -> Vec<Found> {
    caption::untab(reading);
    let mut tables: Vec<Found> = Vec::new();
    let mut cells = 0;
    let mut index = 0;
    // Where the caption of the next table may begin: after the last table and its notes.
    let mut floor = 0;
    while index < reading.blocks.len() {
        clock::tick();
        if reading.uses[index] != Use::Narrative || !matches!(reading.blocks[index], Block::Table { .. }) {
            index += 1;
            continue;
        }
        let mut grid = raw(reading, index);
        reading.uses[index] = Use::Table;
        let mut last = index;
        while let Some(Block::Table { .. }) = reading.blocks.get(last + 1) {
            let next = raw(reading, last + 1);
            if !header::goes_on(&grid, &next, reading.vocabulary) {
                break;
            }
            grid.extend(next);
            last += 1;
            reading.uses[last] = Use::Table;
        }
        header::mend(&mut grid, reading.vocabulary);
        grid.retain(|row| row.iter().any(|c| !c.text.is_empty()));
        cells += grid.iter().map(Vec::len).sum::<usize>();
        clock::at_most("cells", |l| l.cells, cells);
        let mut found = Found { lines: lines(reading, index..=last), ..Found::default() };
        let inside = caption::inside(&mut grid, reading.vocabulary);
        caption::above(reading, floor, index, &inside, &mut found);
        found.notes.extend(inside.notes);
        let after = caption::notes(reading, last + 1, &mut found);
        header::split(grid, reading.vocabulary, &mut found);
        found.kind = kind(reading, &found);
        floor = after;
        index = after.max(last + 1);
        match tables.last_mut() {
            Some(previous) if continues(previous, &found) => {
                previous.body.append(&mut found.body);
                previous.lines = previous.lines.max(found.lines);
                previous.notes.append(&mut found.notes);
            }
            _ => tables.push(found),
        }
    }
    tables
}

/// Whether a table is the rest of the one before it, whose caption a page repeats.
fn continues(previous: &Found, next: &Found) -> bool {
    !next.title.is_empty()
        && same(&previous.title, &next.title)
        && previous.paths == next.paths
        && previous.notes.is_empty()
}

/// The fewest lines of a table's parts.
fn lines(reading: &Reading<'_>, parts: RangeInclusive<usize>) -> Option<TableLines> {
    let grids = &reading.interchange.tables;
    let hint = |part: usize| {
        let start = reading.blocks.get(part)?.range().start;
        let at = grids.binary_search_by_key(&start, |g| g.start).ok()?;
        grids.get(at).map(|g| g.lines)
    };
    parts.filter_map(hint).max()
}

fn raw(reading: &Reading<'_>, index: usize) -> Vec<Vec<RawCell>> {
    let Some(Block::Table { rows }) = reading.blocks.get(index) else { return Vec::new() };
    let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    clock::at_most("cells", |l| l.cells, width.saturating_mul(rows.len()));
    let text = &reading.interchange.text;
    let cell = |range: &Range<usize>| RawCell {
        text: bare(text.get(range.clone()).unwrap_or_default()),
        range: range.clone(),
    };
    rows.iter()
        .map(|row| {
            let mut cells: Vec<RawCell> = row.cells.iter().map(cell).collect();
            cells.resize(width, RawCell { text: String::new(), range: row.range.end..row.range.end });
            cells
        })
        .filter(|cells| cells.iter().any(|c| !c.text.is_empty()))
        .collect()
}

/// The kind by title and, where the title says nothing or too much, by header.
fn kind(reading: &Reading<'_>, found: &Found) -> TableKind {
    let kind = reading.vocabulary.title_kind(&found.title).unwrap_or(TableKind::Other);
    let column =
        |concept: &str| found.paths.iter().any(|p| reading.vocabulary.column(p, kind) == Some(concept));
    match kind {
        // A list of projects with their goals is a performance table whatever it is called; a form with
        // labels and values (申报表, 自评表) is no table of figures.
        TableKind::ProjectExpenditure if column("performance_goal") => TableKind::ProjectPerformance,
        TableKind::ProjectPerformance if !(column("total") && found.paths.len() < 12) => TableKind::Other,
        TableKind::Other => columns::kind_by_header(reading.vocabulary, &found.paths),
        kind => kind,
    }
}

/// Types the tables. `year` decides between names of the same code, `kind` between the plan's and the outcome's
/// columns.
pub(super) fn bind(
    reading: &Reading<'_>,
    found: Vec<Found>,
    year: Option<i32>,
    document: DocumentKind,
) -> Vec<Table> {
    let mut tables = Vec::with_capacity(found.len());
    for (index, found) in found.into_iter().enumerate() {
        tables.push(typed(reading, found, index as u32 + 1, year, document));
    }
    cells::infer_units(&mut tables, reading.vocabulary);
    for table in &mut tables {
        items::read(table, reading.vocabulary, year);
    }
    tables
}

fn typed(
    reading: &Reading<'_>,
    mut found: Found,
    ordinal: u32,
    year: Option<i32>,
    document: DocumentKind,
) -> Table {
    let mut pages = BTreeSet::new();
    // A table without a header, or a continuation wider than its header, still has a column for each cell.
    let width = found.body.iter().map(Vec::len).max().unwrap_or(0).max(found.paths.len());
    found.paths.resize(width, Vec::new());
    clock::at_most("cells", |l| l.cells, width.saturating_mul(found.body.len()));
    for row in &mut found.body {
        clock::tick();
        let end = row.last().map_or(0, |c| c.range.end);
        row.resize(width, RawCell { text: String::new(), range: end..end });
    }
    let mut columns = columns::read(reading.vocabulary, &found, year);
    columns::part_phases(reading.vocabulary, &mut columns, document);
    let roles = columns::roles(&columns, &found.body);
    let rows: Vec<Row> = found
        .body
        .iter()
        .map(|row| {
            let cells = row
                .iter()
                .enumerate()
                .map(|(c, cell)| {
                    let place = if cell.range.is_empty() {
                        None
                    } else {
                        reading.interchange.places.locate(&cell.range)
                    };
                    pages.extend(place.map(|(page, _)| page));
                    cells::typed(cell, roles[c], place)
                })
                .collect();
            Row { level: None, code: None, code_source: None, name: String::new(), parent: None, cells }
        })
        .collect();
    for cell in found.header.iter().flatten().filter(|c| !c.range.is_empty()) {
        pages.extend(reading.interchange.places.locate(&cell.range).map(|(page, _)| page));
    }
    let mut table = Table {
        id: format!("t{ordinal}"),
        ordinal,
        kind: found.kind,
        title: found.title,
        number: found.number,
        amount_unit: found.unit.map(|u| u.as_str().to_owned()),
        unit_name: found.unit_name,
        pages: pages.into_iter().collect(),
        lines: found.lines,
        columns,
        rows,
        items: Vec::new(),
        notes: found.notes,
    };
    cells::value_amounts(&mut table, reading.vocabulary);
    table
}

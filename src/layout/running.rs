//! Running heads, footers, page numbers, print dates: what stands at the same place on page after page, from the
//! edge inwards. A heading or a table's caption is never taken for one.

use std::collections::HashMap;

use super::line::Line;
use super::sheet::{Item, Sheet};
use crate::model::GridCell;

/// Share of the page's height at its top and bottom where running text stands.
const ZONE: f32 = 0.14;
/// Rows looked at from each edge.
const ROWS: usize = 4;

/// One row of lines at an edge of a page.
struct Row {
    sheet: usize,
    /// Indices of the sheet's items.
    items: Vec<usize>,
    bottom: bool,
    parts: Vec<Part>,
}

/// One line of a row.
struct Part {
    /// Distance of the baseline from its edge.
    distance: f32,
    /// The text with every number as one `#`.
    key: String,
    number: Option<(u32, bool)>,
    artifact: bool,
    small: bool,
    guarded: bool,
}

/// Removes running text from all sheets; gives how many lines went.
pub fn remove(sheets: &mut [Sheet], body: f32) -> usize {
    let rows: Vec<Row> = (0..sheets.len()).flat_map(|s| edge_rows(sheets, s, body)).collect();
    let counts = repeats(&rows);
    let offsets = offsets(&rows, sheets);
    let pages = sheets.iter().filter(|s| !s.items.is_empty()).count();
    let mut gone: Vec<Vec<usize>> = vec![Vec::new(); sheets.len()];
    let mut peeled = [[true, true]].repeat(sheets.len());
    let mut removed = remove_rows(sheets, &counts);
    for row in &rows {
        crate::clock::tick();
        let open = &mut peeled[row.sheet][usize::from(row.bottom)];
        if !*open {
            continue;
        }
        *open = row.parts.iter().all(|part| {
            let seen = seen(&counts, &part.key, row.bottom, part.distance);
            let enough = if part.guarded {
                seen >= 4 && seen * 10 > pages * 6
            } else {
                seen >= 3 && seen * 10 >= pages * 3 || pages < 7 && seen >= 2 && seen * 3 >= pages * 2
            };
            let numbered = part.number.is_some_and(|(n, dressed)| {
                dressed
                    || offsets.get(&offset(n, sheets[row.sheet].number)).is_some_and(|c| *c >= 2)
                    || pages == 1 && n == 1 && row.bottom
            });
            // A bare number is a page number or it is none: at one place on every page there may stand a total.
            let repeated = enough && part.small && part.number.is_none();
            numbered || repeated || part.artifact && part.small && !part.guarded
        });
        if *open {
            removed += row.items.len();
            gone[row.sheet].extend(&row.items);
        }
    }
    for (sheet, gone) in sheets.iter_mut().zip(&gone) {
        let mut at = 0;
        sheet.items.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    removed + remove_faint(sheets)
}

fn offset(number: u32, page: u32) -> i64 {
    i64::from(number) - i64::from(page)
}

/// How often each difference between printed number and page occurs among bare numbers: a page number keeps it
/// from page to page, a figure does not.
fn offsets(rows: &[Row], sheets: &[Sheet]) -> HashMap<i64, usize> {
    let mut counts = HashMap::new();
    for row in rows {
        for (n, _) in row.parts.iter().filter_map(|p| p.number) {
            *counts.entry(offset(n, sheets[row.sheet].number)).or_default() += 1;
        }
    }
    counts
}

/// Sheets on which each text stands at each distance (in steps of 4 points) from its edge.
type Repeats<'a> = HashMap<(&'a str, bool, i32), Vec<usize>>;

fn repeats(rows: &[Row]) -> Repeats<'_> {
    let mut counts: Repeats<'_> = HashMap::new();
    for row in rows {
        for part in &row.parts {
            let list = counts.entry((&part.key, row.bottom, step(part.distance))).or_default();
            if list.last() != Some(&row.sheet) {
                list.push(row.sheet);
            }
        }
    }
    counts
}

fn step(distance: f32) -> i32 {
    (distance / 4.0).round() as i32
}

/// Pages on which the same text stands within 6 points or so of the same place.
fn seen(counts: &Repeats<'_>, key: &str, bottom: bool, distance: f32) -> usize {
    let at = step(distance);
    (at - 1..=at + 1).filter_map(|s| counts.get(&(key, bottom, s))).map(Vec::len).sum()
}

/// The outermost rows at both edges of a sheet, from the edge inwards, as far as the zone goes.
fn edge_rows(sheets: &[Sheet], at: usize, body: f32) -> Vec<Row> {
    let sheet = &sheets[at];
    let mut out = Vec::new();
    for bottom in [false, true] {
        let mut order: Vec<usize> = (0..sheet.items.len()).collect();
        let edge = |i: usize| {
            let b = sheet.items[i].bbox();
            if bottom { sheet.height - b.y1 } else { b.y0 }
        };
        order.sort_by(|&a, &b| edge(a).total_cmp(&edge(b)));
        let line = |k: usize| order.get(k).and_then(|&i| sheet.items[i].line().map(|l| (i, l)));
        let mut k = 0;
        for _ in 0..ROWS {
            let Some((_, first)) = line(k) else { break };
            let mut row = Row { sheet: at, items: Vec::new(), bottom, parts: Vec::new() };
            while let Some((i, l)) = line(k).filter(|(_, l)| (l.y - first.y).abs() <= 0.5 * first.size) {
                let distance = if bottom { sheet.height - l.y } else { l.y };
                if distance > sheet.height * ZONE {
                    push_row(&mut out, row);
                    row = Row { sheet: at, items: Vec::new(), bottom, parts: Vec::new() };
                    k = order.len();
                    break;
                }
                row.items.push(i);
                row.parts.push(part(l, bottom, distance, body));
                k += 1;
            }
            push_row(&mut out, row);
        }
    }
    out
}

fn push_row(out: &mut Vec<Row>, row: Row) {
    if !row.items.is_empty() {
        out.push(row);
    }
}

fn part(line: &Line, bottom: bool, distance: f32, body: f32) -> Part {
    Part {
        distance,
        key: key(&line.text),
        number: yusuan_parsers::page::number(&line.text),
        artifact: line.artifact,
        small: line.size <= 1.15 * body,
        guarded: is_guarded(&line.text, bottom),
    }
}

/// A text with every number as one `#`.
fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            key.push(c);
        } else if !key.ends_with('#') {
            key.push('#');
        }
    }
    key
}

/// A footer of two parts below a caption, or below the last row of a table without lines, was taken for a row: where
/// all parts of the last row stand at the same place on other pages, it goes.
fn remove_rows(sheets: &mut [Sheet], counts: &Repeats<'_>) -> usize {
    let mut removed = 0;
    for sheet in sheets {
        let height = sheet.height;
        let footer = |cells: &[GridCell]| {
            let mut parts = cells.iter().filter(|c| !c.text.is_empty()).peekable();
            parts.peek().is_some()
                && parts.all(|c| {
                    let distance = height - c.bbox.y1;
                    distance < height * ZONE && seen(counts, &key(&c.text), true, distance) >= 3
                })
        };
        let Some(Item::Table(table)) =
            sheet.items.last_mut().filter(|i| matches!(i, Item::Table(t) if !t.ruled))
        else {
            continue;
        };
        if !table.grid.rows.last().is_some_and(|row| footer(row)) {
            continue;
        }
        crate::clock::tick();
        table.grid.rows.pop();
        table.row_edges.pop();
        table.grid.header_rows = table.grid.header_rows.min(table.grid.rows.len());
        removed += 1;
        if table.grid.rows.is_empty() {
            sheet.items.pop();
        }
    }
    removed
}

/// Captions and unit lines stand at the same place on every page of tables; they are the tables'.
fn is_guarded(text: &str, bottom: bool) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = text.trim_end_matches(['）', ')', '续', '（', '(']);
    bare.ends_with('表')
        || !bottom
            && ["单位：", "单位:", "部门：", "部门:", "名称：", "名称:"].iter().any(|w| text.contains(w))
        || ["表", "附表", "附件", "注", "说明", "合计"].iter().any(|w| text.starts_with(w))
        || super::number::leading(&text).is_some()
}

/// A faint line at the same place on three pages or more is a watermark, wherever it stands.
fn remove_faint(sheets: &mut [Sheet]) -> usize {
    let place = |l: &Line| (l.text.clone(), step(l.bbox.x0), step(l.y));
    let mut counts: HashMap<(String, i32, i32), usize> = HashMap::new();
    for line in sheets.iter().flat_map(|s| &s.items).filter_map(Item::line).filter(|l| l.faint) {
        *counts.entry(place(line)).or_default() += 1;
    }
    if counts.values().all(|c| *c < 3) {
        return 0;
    }
    let mut removed = 0;
    for sheet in sheets {
        let before = sheet.items.len();
        sheet
            .items
            .retain(|i| !i.line().is_some_and(|l| l.faint && counts.get(&place(l)).is_some_and(|c| *c >= 3)));
        removed += before - sheet.items.len();
    }
    removed
}

//! Running heads, footers, page numbers, print dates: what stands at the same place on page after page, from the
//! edge inwards. A heading or a table's caption is never taken for one.

use std::collections::HashMap;

use super::line::Line;
use super::number::page_number;
use super::sheet::{Item, Sheet};

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
    /// Distance of the baseline from its edge.
    distance: f32,
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
    let mut removed = 0;
    for row in &rows {
        let open = &mut peeled[row.sheet][usize::from(row.bottom)];
        if !*open {
            continue;
        }
        let seen = near(&counts, row);
        let repeated = row.small
            && if row.guarded {
                seen >= 4 && seen * 10 > pages * 6
            } else {
                seen >= 3 && seen * 10 >= pages * 3 || pages < 7 && seen >= 2 && seen * 3 >= pages * 2
            };
        let numbered = row.number.is_some_and(|(n, dressed)| {
            dressed
                || offsets.get(&offset(n, sheets[row.sheet].number)).is_some_and(|c| *c >= 2)
                || pages == 1 && n == 1 && row.bottom
        });
        *open = numbered || repeated || row.artifact && row.small && !row.guarded;
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
        if let Some((n, _)) = row.number {
            *counts.entry(offset(n, sheets[row.sheet].number)).or_default() += 1;
        }
    }
    counts
}

type Repeats<'a> = HashMap<(&'a str, bool, i32), Vec<usize>>;

/// Sheets on which each text stands at each distance (in steps of 4 points) from its edge.
fn repeats(rows: &[Row]) -> Repeats<'_> {
    let mut counts: Repeats<'_> = HashMap::new();
    for row in rows {
        let list = counts.entry((&row.key, row.bottom, step(row.distance))).or_default();
        if list.last() != Some(&row.sheet) {
            list.push(row.sheet);
        }
    }
    counts
}

fn step(distance: f32) -> i32 {
    (distance / 4.0).round() as i32
}

fn near(counts: &Repeats<'_>, row: &Row) -> usize {
    let at = step(row.distance);
    (at - 1..=at + 1).filter_map(|s| counts.get(&(row.key.as_str(), row.bottom, s))).map(Vec::len).sum()
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
        let mut depth = 0;
        let mut k = 0;
        while depth < ROWS && k < order.len() {
            let Item::Line(first) = &sheet.items[order[k]] else { break };
            let distance = if bottom { sheet.height - first.y } else { first.y };
            if distance > sheet.height * ZONE {
                break;
            }
            let mut items = vec![order[k]];
            k += 1;
            while let Some(Item::Line(line)) = order.get(k).map(|&i| &sheet.items[i]) {
                if (line.y - first.y).abs() > 0.5 * first.size {
                    break;
                }
                items.push(order[k]);
                k += 1;
            }
            items.sort_by(|&a, &b| sheet.items[a].bbox().x0.total_cmp(&sheet.items[b].bbox().x0));
            out.push(row(sheet, at, items, bottom, distance, body));
            depth += 1;
        }
    }
    out
}

fn row(sheet: &Sheet, at: usize, items: Vec<usize>, bottom: bool, distance: f32, body: f32) -> Row {
    let lines =
        || items.iter().filter_map(|&i| if let Item::Line(l) = &sheet.items[i] { Some(l) } else { None });
    let key = lines().flat_map(|l| l.text.chars()).filter(|c| !c.is_whitespace());
    let key: String = key.map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    let texts: Vec<&str> = lines().map(|l| l.text.as_str()).collect();
    let guarded = texts.iter().any(|t| is_guarded(t, bottom));
    Row {
        sheet: at,
        number: if let [one] = texts[..] { page_number(one) } else { None },
        artifact: lines().all(|l| l.artifact),
        small: lines().all(|l| l.size <= 1.15 * body),
        bottom,
        distance,
        key,
        guarded,
        items,
    }
}

/// Captions and unit lines stand at the same place on every page of tables; they are the tables'.
fn is_guarded(text: &str, bottom: bool) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = text.trim_end_matches(['）', ')', '续', '（', '(']);
    bare.ends_with('表')
        || ["单位：", "单位:", "部门：", "部门:", "名称：", "名称:", "日期：", "日期:"]
            .iter()
            .any(|w| text.contains(w))
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

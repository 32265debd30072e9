//! The contents: which blocks are their entries, and what they list.

use std::collections::BTreeSet;

use yusuan_parsers::{section, table::Block};

use super::super::{Reading, Use};
use crate::vocabulary::fold::folding;

/// Marks the entries of the contents: what follows 目录 until a heading comes for the second time.
pub(in crate::bind) fn mark_contents(reading: &mut Reading<'_>) {
    let Some(start) = (0..reading.blocks.len().min(80)).find(|i| {
        let text = reading.text(*i);
        text.len() < 40 && matches!(&*folding(text), "目录" | "目次")
    }) else {
        mark_pages(reading);
        return;
    };
    reading.uses[start] = Use::Contents;
    let mut seen = BTreeSet::new();
    let mut marked_entries = false;
    for index in start + 1..reading.blocks.len() {
        let entry = match &reading.blocks[index] {
            Block::Table { rows } => {
                if !rows.iter().all(|r| is_entry(&r.cells(&reading.interchange.text))) {
                    break;
                }
                for row in rows {
                    let text = reading.interchange.text.get(row.range.clone()).unwrap_or_default();
                    seen.insert(entry_title(text));
                }
                reading.uses[index] = Use::Contents;
                continue;
            }
            Block::Heading { .. } if !seen.is_empty() && !marked_entries => break,
            Block::Heading { range, .. } | Block::Paragraph { range } => {
                reading.interchange.text.get(range.clone()).unwrap_or_default()
            }
        };
        let long = entry.chars().filter(|c| !matches!(c, '.' | '…' | '·' | ' ' | '-' | '_')).count() > 64;
        let title = entry_title(entry);
        if long || entry.ends_with(['。', '；', '：']) || !seen.insert(title) {
            break;
        }
        marked_entries |= matches!(reading.blocks[index], Block::Heading { .. });
        reading.uses[index] = Use::Contents;
    }
}

/// Contents without a heading: tables whose every line is a title and a page.
fn mark_pages(reading: &mut Reading<'_>) {
    for index in 0..reading.blocks.len().min(40) {
        if let Block::Table { rows } = &reading.blocks[index]
            && rows.len() > 3
            && rows.iter().all(|r| is_entry(&r.cells(&reading.interchange.text)))
        {
            reading.uses[index] = Use::Contents;
        }
    }
}

/// A title and, in the last cell, a page: `(1)`, `- 3 -`, `…… 12`.
fn is_entry(cells: &[&str]) -> bool {
    let mut filled = cells.iter().filter(|c| !c.is_empty());
    let (Some(title), Some(page), None) = (filled.next(), filled.next_back(), filled.next()) else {
        return cells.iter().filter(|c| !c.is_empty()).count() == 1 && cells[0].ends_with(['.', '…', '·']);
    };
    let page = page.trim_matches(|c: char| !c.is_ascii_digit());
    !page.is_empty()
        && page.len() <= 3
        && page.bytes().all(|b| b.is_ascii_digit())
        && title.chars().count() > 2
        && !yusuan_parsers::table::is_figure(title)
}

/// An entry without leaders and page number.
fn entry_title(text: &str) -> String {
    folding(text)
        .trim_end_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '(' | ')' | '.' | '…' | '·' | '-' | '_')
        })
        .to_owned()
}

/// The titles in the contents, folded, without their numbers and pages.
pub(super) fn listed(reading: &Reading<'_>) -> BTreeSet<String> {
    let entries = (0..reading.blocks.len()).filter(|i| reading.uses[*i] == Use::Contents);
    let lines = entries.flat_map(|i| {
        reading
            .interchange
            .text
            .get(reading.blocks[i].range())
            .unwrap_or_default()
            .lines()
            .collect::<Vec<_>>()
    });
    lines.map(|l| entry_title(section::number(l).map_or(l, |(_, rest)| rest))).collect()
}

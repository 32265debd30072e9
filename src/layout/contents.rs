//! Contents pages: entries with dot leaders, tabs and page numbers, which are neither headings nor tables.

use yusuan_parsers::is_han;

use crate::model::TextRun;

use super::flow::{Para, Piece};
use super::grid::FoundTable;
use super::number;
use super::wording::ends;

/// Whether the text is the contents' own heading.
pub fn is_title(text: &str) -> bool {
    ["目录", "目次", "目錄", "CONTENTS", "Contents"]
        .iter()
        .any(|title| text.chars().filter(|c| !c.is_whitespace()).eq(title.chars()))
}

fn is_leader(c: char) -> bool {
    matches!(c, '.' | '…' | '·' | '．' | '‥' | '⋯' | '・' | '•' | '_' | '-' | '—' | '━' | '─')
}

/// Splits `一、概况……3` into its title and its page number, if there are leaders.
fn leaders(text: &str) -> Option<(&str, &str)> {
    let mut start = None;
    let mut dots = 0;
    for (at, c) in text.char_indices() {
        // Most characters are letters.
        let han = is_han(c);
        if !han && is_leader(c) {
            start.get_or_insert(at);
            dots += if matches!(c, '…' | '⋯') { 3 } else { 1 };
        } else if !han && c.is_whitespace() {
        } else if dots >= 4 {
            let rest = &text[at..];
            let page: String = rest
                .chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '（' | '）'))
                .collect();
            let short =
                page.chars().count() <= 4 && page.chars().all(|c| c.is_numeric() || "IVXivx".contains(c));
            return short.then(|| (text[..start.unwrap_or(at)].trim_end(), rest.trim()));
        } else {
            (start, dots) = (None, 0);
        }
    }
    (dots >= 4).then(|| (text[..start.unwrap_or(0)].trim_end(), ""))
}

/// Whether a line has the dot leaders of a contents entry.
pub fn is_led(text: &str) -> bool {
    text.contains(is_leader) && leaders(text).is_some()
}

/// Whether a paragraph can be an entry: short, no sentence.
fn entry_like(text: &str) -> bool {
    leaders(text).is_some() || (!ends(text) && text.chars().count() <= 60 && !text.contains(['。', '；']))
}

/// Finds the contents' entries, brings their leaders to one form, and joins a page number that stands apart.
/// Gives for each piece whether it is an entry.
pub fn mark(pieces: &mut Vec<Piece>) -> Vec<bool> {
    join_numbers(pieces);
    let mut entries = vec![false; pieces.len()];
    let mut inside: Option<usize> = None;
    for at in 0..pieces.len() {
        let Piece::Para(para) = &pieces[at] else {
            inside = None;
            continue;
        };
        if is_title(&para.text) {
            inside = Some(para.sheet);
            continue;
        }
        let led = leaders(&para.text).is_some();
        if led {
            entries[at] = true;
            inside = inside.map(|_| para.sheet);
        } else if let Some(sheet) = inside {
            let goes_on = entry_like(&para.text)
                && (para.sheet == sheet
                    || (para.sheet == sheet + 1 && all_entries(&pieces[at..], para.sheet)));
            entries[at] = goes_on;
            inside = goes_on.then_some(para.sheet);
        }
    }
    for (piece, _) in pieces.iter_mut().zip(&entries).filter(|(_, e)| **e) {
        if let Piece::Para(para) = piece {
            tidy(para);
        }
    }
    entries
}

/// Whether everything on the page is an entry of the contents that go on from the page before.
fn all_entries(pieces: &[Piece], sheet: usize) -> bool {
    let mut numbered = 0;
    let mut all = 0;
    for piece in pieces {
        match piece {
            Piece::Para(p) if p.sheet == sheet => {
                if !entry_like(&p.text) {
                    return false;
                }
                all += 1;
                numbered += usize::from(number::leading(&p.text).is_some());
            }
            Piece::Table(t) if t.sheet == sheet => return false,
            _ => break,
        }
    }
    all >= 2 && numbered * 10 >= all * 8
}

/// Up to four digits, in brackets or not.
fn is_number(text: &str) -> bool {
    let mut digits = text.chars().filter(|c| !matches!(c, '(' | ')' | '（' | '）' | ' '));
    let few = digits.by_ref().take(4).try_fold(0, |n, c| c.is_ascii_digit().then_some(n + 1));
    few.is_some_and(|n| n > 0) && digits.next().is_none()
}

/// A page number at the right end of the line, far from its title, comes as a paragraph of its own.
fn join_numbers(pieces: &mut Vec<Piece>) {
    let mut at = 1;
    while at < pieces.len() {
        let joined = match (&pieces[at - 1], &pieces[at]) {
            (Piece::Para(title), Piece::Para(page)) if is_number(&page.text) && entry_like(&title.text) => {
                title.runs.last().zip(page.runs.first()).is_some_and(|(a, b)| {
                    a.page == b.page
                        && (a.bbox.center().1 - b.bbox.center().1).abs() < 0.5 * page.size
                        && b.bbox.x0 > a.bbox.x1
                })
            }
            _ => false,
        };
        if joined && let Piece::Para(page) = pieces.remove(at) {
            if let Piece::Para(title) = &mut pieces[at - 1] {
                if let Some(last) = title.runs.last_mut() {
                    last.text.push_str(" …… ");
                }
                title.text.push_str(" …… ");
                title.text.push_str(&page.text);
                title.runs.extend(page.runs);
            }
        } else {
            at += 1;
        }
    }
}

/// Leaders become ` …… `, whatever they were made of.
fn tidy(para: &mut Para) {
    for run in &mut para.runs {
        if run.text.ends_with(" …… ") {
            continue;
        }
        if let Some((title, page)) = leaders(&run.text) {
            run.text = if page.is_empty() { title.to_owned() } else { format!("{title} …… {page}") };
        }
    }
    para.runs.retain(|r| !r.text.is_empty());
    para.text = para.runs.iter().map(|r| r.text.as_str()).collect();
}

/// The entries of a contents page that was drawn in a frame and so looks like a table.
pub fn framed(table: &FoundTable) -> Option<Vec<TextRun>> {
    if table.grid.columns > 3 || table.grid.rows.len() < 3 {
        return None;
    }
    let mut runs = Vec::new();
    let (mut entries, mut last) = (0, 0);
    for row in &table.grid.rows {
        let mut cells = row.iter().filter(|c| !c.text.is_empty());
        let first = cells.next()?;
        let mut text = first.text.clone();
        let mut bbox = first.bbox;
        let mut page = None;
        for cell in cells {
            let number =
                cell.text.trim_matches(['(', ')', '（', '）', ' ']).parse::<u32>().ok().filter(|n| *n < 1000);
            text.push_str(if number.is_some() { " …… " } else { " " });
            text.push_str(&cell.text);
            bbox = bbox.union(&cell.bbox);
            page = number;
        }
        let led = leaders(&text).is_some();
        let numbered = number::leading(&text).is_some() || super::wording::caption_like(&text);
        if page.is_some_and(|p| p < last) {
            return None;
        }
        last = page.unwrap_or(last);
        entries += usize::from(led || (numbered && page.is_some()));
        runs.push(TextRun { text, page: first.page, bbox });
    }
    (entries * 10 >= table.grid.rows.len() * 6).then_some(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_part_title_and_page() {
        assert_eq!(leaders("一、概况……………3"), Some(("一、概况", "3")));
        assert_eq!(leaders("一、概况 ........ (12)"), Some(("一、概况", "(12)")));
        assert_eq!(leaders("一、概况………………"), Some(("一、概况", "")));
        assert_eq!(leaders("占XX%……（不涉及的不列）"), None);
        assert_eq!(leaders("1.5.2.3 版"), None);
    }
}

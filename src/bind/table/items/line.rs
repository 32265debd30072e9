//! A printed row as a line of one side: its name without number and 其中：, its code however it is printed.

use yusuan_parsers::section;

use super::Line;
use crate::model::Table;
use crate::vocabulary::fold::folding;

pub(super) fn line(
    table: &Table,
    row: usize,
    codes: &[usize],
    names: &[usize],
    values: &[usize],
) -> Option<Line> {
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
    Some(Line { row, name_column, name: name.to_owned(), rank, of_which, code })
}

/// The name without its number and 其中：, the number's rank, and whether it is a part shown for information.
pub(in super::super) fn plain(printed: &str) -> (u8, bool, &str) {
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
    (rank, of_which, rest)
}

fn digits(text: &str) -> Option<String> {
    let folded = folding(text);
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

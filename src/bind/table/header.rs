//! Where the header ends, and its paths: inferred from the text alone.
//!
//! A merged header cell leaves the cells to its right and below it empty; so a row belongs to the header as long as
//! it divides a cell that spans several columns, and the body begins with the first amount, code or 合计.

use yusuan_parsers::table::is_figure;

use super::{Found, RawCell};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::{folding, same};

/// Header rows beyond this number are body.
const DEPTH: usize = 8;

/// Whether the table block `next` is the rest of `grid`, which a blank line cut off.
pub(super) fn goes_on(grid: &[Vec<RawCell>], next: &[Vec<RawCell>], vocabulary: &Vocabulary) -> bool {
    let (Some(top), Some(first)) = (grid.first(), next.first()) else { return next.is_empty() };
    if top.len() != first.len() {
        return false;
    }
    if alike(top, first) {
        return true;
    }
    let filled: Vec<&RawCell> = first.iter().filter(|c| !c.text.is_empty()).collect();
    let header = filled.len() > 1 && filled.iter().all(|c| vocabulary.is_header_word(&c.text));
    !header
}

/// A page's end may cut a row in two: the second part holds the tail of a name and nothing else of its side. It
/// goes back where the whole is a known name and neither part is.
pub(super) fn mend(grid: &mut [Vec<RawCell>], vocabulary: &Vocabulary) {
    for index in 1..grid.len() {
        let (head, tail) = grid.split_at_mut(index);
        let (Some(above), Some(row)) = (head.last_mut(), tail.first_mut()) else { continue };
        for column in 0..row.len().min(above.len()) {
            let part = &row[column].text;
            let beside = row.get(column + 1).is_none_or(|c| c.text.is_empty())
                && (column == 0 || row[column - 1].text.is_empty());
            if part.is_empty() || !beside || part.chars().count() > 6 || above[column].text.is_empty() {
                continue;
            }
            if is_figure(part) || vocabulary.knows_line(part) || is_total(part) {
                continue;
            }
            let whole = format!("{}{part}", above[column].text);
            let plain = |text: &str| {
                yusuan_parsers::section::number(text).map_or(text.to_owned(), |(_, rest)| rest.to_owned())
            };
            if vocabulary.knows_line(&plain(&whole)) && !vocabulary.knows_line(&plain(&above[column].text)) {
                above[column].text = whole;
                row[column] = RawCell::default();
            }
        }
    }
}

fn alike(a: &[RawCell], b: &[RawCell]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(&a.text, &b.text))
}

/// Cuts the grid into header and body, drops repeated headers, and reads the paths.
pub(super) fn split(mut grid: Vec<Vec<RawCell>>, vocabulary: &Vocabulary, found: &mut Found) {
    let mut owners: Vec<Vec<usize>> = Vec::new();
    let mut rows = 0;
    while rows < grid.len() && rows < DEPTH {
        if !is_header(&grid[rows], rows, owners.last(), vocabulary) {
            break;
        }
        let mut next = owned(&grid[rows], owners.last(), rows);
        widen(&grid[..=rows], &mut next);
        owners.push(next);
        rows += 1;
    }
    let mut body = grid.split_off(rows);
    found.header = grid;
    if let Some(extra) = mixed(&mut body, owners.last(), rows, vocabulary) {
        let next = owned(&extra, owners.last(), rows);
        owners.push(next);
        found.header.push(extra);
    }
    drop_repeated(&found.header, &mut body);
    found.paths = paths(&found.header, &owners);
    found.body = body;
}

/// 栏次 stands once under code and name: it is one cell up to the first number. A 行次 column has none of its own.
fn widen(rows: &[Vec<RawCell>], owners: &mut [usize]) {
    let Some((row, above)) = rows.split_last() else { return };
    let says = |cell: &RawCell, word: &str| folding(&cell.text) == word;
    let mut open = false;
    for (c, cell) in row.iter().enumerate().take(owners.len()) {
        let numbered = || above.iter().filter_map(|r| r.get(c)).any(|h| says(h, "行次"));
        if !cell.text.is_empty() {
            open = says(cell, "栏次");
        } else if open && c > 0 && !numbered() {
            owners[c] = owners[c - 1];
        } else {
            open = false;
        }
    }
}

/// Which header cell each column of a row belongs to. Cells are numbered by row and column.
fn owned(row: &[RawCell], above: Option<&Vec<usize>>, index: usize) -> Vec<usize> {
    let width = row.len();
    let mut owners = Vec::with_capacity(width);
    for (column, cell) in row.iter().enumerate() {
        let new = index * width + column;
        let left: Option<usize> = owners.last().copied();
        let owner = match above {
            _ if !cell.text.is_empty() => new,
            None => left.unwrap_or(new),
            Some(above) => {
                let same_parent = column > 0 && above[column] == above[column - 1];
                match left {
                    Some(left) if left >= index * width && same_parent => left,
                    _ => above[column],
                }
            }
        };
        owners.push(owner);
    }
    owners
}

fn is_header(row: &[RawCell], index: usize, above: Option<&Vec<usize>>, vocabulary: &Vocabulary) -> bool {
    let filled: Vec<(usize, &str)> = row
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.text.is_empty())
        .map(|(i, c)| (i, c.text.as_str()))
        .collect();
    let Some((first_column, first)) = filled.first().copied() else { return false };
    if index > 0 && is_ordinals(&filled) {
        return true;
    }
    if filled.iter().any(|(_, t)| is_figure(t) || is_dots(t)) {
        return false;
    }
    let Some(above) = above else { return true };
    if is_total(first) && filled.len() == 1 {
        return false;
    }
    if yusuan_parsers::section::number(first).is_ok() {
        return false;
    }
    let spans = |column: usize| above.iter().filter(|o| **o == above[column]).count() > 1;
    let words = filled.iter().filter(|(_, t)| vocabulary.is_header_word(t)).count();
    if words == filled.len() && words > 2 {
        return true;
    }
    if !filled.iter().all(|(column, _)| spans(*column)) {
        return false;
    }
    // A name merged over the columns of a code looks like a header that divides it.
    words > 0 || filled.len() > 1 || !(first_column == 0 && vocabulary.knows_line(first))
}

/// 合计, 总计 and their like.
pub(super) fn is_total(text: &str) -> bool {
    matches!(
        &*folding(text),
        "合计"
            | "总计"
            | "总合计"
            | "合计:"
            | "支出合计"
            | "收入合计"
            | "本年收入合计"
            | "本年支出合计"
            | "小计"
            | "共计"
            | "预算合计"
            | "金额合计"
            | "单位合计"
            | "总合计(元)"
            | "收入总计"
            | "支出总计"
    )
}

fn is_dots(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '…' | '.' | '·' | '。'))
}

/// 栏次 1 2 3 …, 甲 乙 1 2, ** ** 1 2: the row that numbers the columns.
fn is_ordinals(filled: &[(usize, &str)]) -> bool {
    let mut last = 0_u32;
    let mut numbers = 0;
    for (_, text) in filled {
        let folded = folding(text);
        if matches!(
            &*folded,
            "栏次" | "行次" | "" | "甲" | "乙" | "丙" | "丁" | "戊" | "类" | "款" | "项" | "科目名称"
        ) {
            continue;
        }
        // 1=2+3 and 2+3 number a column by its sum.
        let lead: String = folded.chars().take_while(char::is_ascii_digit).collect();
        let rest = &folded[lead.len()..];
        if lead.is_empty()
            || lead.len() > 2
            || !rest.chars().all(|c| c.is_ascii_digit() || "=+-()".contains(c))
        {
            return false;
        }
        let Ok(number) = lead.parse::<u32>() else { return false };
        if number != last + 1 && numbers > 0 || number > 40 {
            return false;
        }
        last = number;
        numbers += 1;
    }
    numbers > 1 || numbers == 1 && last == 1 && filled.iter().any(|(_, t)| folding(t) == "栏次")
}

/// Producers print the last header row of some columns beside the 合计 row of the others: the words under a
/// spanning cell are header, the rest of the row is body.
fn mixed(
    body: &mut [Vec<RawCell>],
    above: Option<&Vec<usize>>,
    rows: usize,
    vocabulary: &Vocabulary,
) -> Option<Vec<RawCell>> {
    let (row, above) = (body.first_mut()?, above?);
    if rows == 0 || !row.iter().find(|c| !c.text.is_empty()).is_some_and(|c| is_total(&c.text)) {
        return None;
    }
    let words: Vec<usize> = (1..row.len())
        .filter(|c| {
            let text = &row[*c].text;
            !text.is_empty()
                && !is_figure(text)
                && (vocabulary.is_header_word(text) || is_total(text))
                && above.iter().filter(|o| **o == above[*c]).count() > 1
        })
        .collect();
    if words.len() < 2 {
        return None;
    }
    let mut extra: Vec<RawCell> = row.iter().map(|_| RawCell::default()).collect();
    for column in words {
        extra[column] = std::mem::take(&mut row[column]);
    }
    Some(extra)
}

/// Leaves out the header rows that a continuation page repeats.
fn drop_repeated(header: &[Vec<RawCell>], body: &mut Vec<Vec<RawCell>>) {
    if header.is_empty() {
        return;
    }
    let mut keep = vec![true; body.len()];
    for (index, row) in body.iter().enumerate() {
        let wordy = row.iter().filter(|c| !c.text.is_empty()).count() > 1 || row.len() == 1;
        let repeats = header.iter().any(|h| alike(h, row));
        let beside = index > 0 && !keep[index - 1]
            || body.get(index + 1).is_some_and(|next| header.iter().any(|h| alike(h, next)));
        keep[index] = !(repeats && (wordy || beside));
    }
    let mut at = 0;
    body.retain(|_| {
        at += 1;
        keep[at - 1]
    });
}

/// The header of each column from top to bottom, equal neighbours collapsed.
fn paths(header: &[Vec<RawCell>], owners: &[Vec<usize>]) -> Vec<Vec<String>> {
    let width = header.first().map_or(0, Vec::len);
    (0..width)
        .map(|column| {
            let mut path: Vec<String> = Vec::new();
            for row in owners {
                let owner = row[column];
                let text = header
                    .get(owner / width)
                    .and_then(|r| r.get(owner % width))
                    .map_or("", |c| c.text.as_str());
                if !text.is_empty() && path.last().is_none_or(|last| last != text) {
                    path.push(text.to_owned());
                }
            }
            path
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Vec<Vec<RawCell>> {
        text.lines()
            .map(|l| l.split('|').map(|c| RawCell { text: c.trim().to_owned(), range: 0..0 }).collect())
            .collect()
    }

    fn read(text: &str) -> (Vec<String>, usize) {
        let mut found = Found::default();
        split(grid(text), &Vocabulary::default(), &mut found);
        (found.paths.iter().map(|p| p.join("/")).collect(), found.body.len())
    }

    #[test]
    fn spans_to_the_right_and_down() {
        let (paths, body) =
            read("科目|合计|本年收入||上年结转|\n||小计|一般公共预算|小计|单位资金\n合计|1.00|1.00|1.00||");
        assert_eq!(
            paths,
            ["科目", "合计", "本年收入/小计", "本年收入/一般公共预算", "上年结转/小计", "上年结转/单位资金"]
        );
        assert_eq!(body, 1);
    }

    #[test]
    fn three_levels_and_an_empty_body() {
        let (paths, body) =
            read("项目||||支出预算||\n科目编码|||科目名称|合计|基本支出|项目支出\n类|款|项||||\n合计||||||");
        assert_eq!(paths[..4], ["项目/科目编码/类", "项目/科目编码/款", "项目/科目编码/项", "项目/科目名称"]);
        assert_eq!(paths[5], "支出预算/基本支出");
        assert_eq!(body, 1);
    }

    #[test]
    fn budget_and_final_pairs_without_rows() {
        let (paths, body) = read(
            "“三公”经费||||||\n合计||出国费||公务用车||\n||||小计||购置费\n预算数|决算数|预算数|决算数|预算数|决算数|预算数",
        );
        assert_eq!(paths[0], "“三公”经费/合计/预算数");
        assert_eq!(paths[3], "“三公”经费/出国费/决算数");
        assert_eq!(paths[5], "“三公”经费/公务用车/小计/决算数");
        assert_eq!(body, 0);
    }

    #[test]
    fn words_of_the_header_beside_the_total() {
        let mut found = Found::default();
        let text = "项目||年初结转|本年支出|||年末结转\n科目编码|科目名称|||||\n合计|||合计|基本支出|项目支出|\n221|住房保障支出||1.00||1.00|";
        split(grid(text), &Vocabulary::default(), &mut found);
        assert_eq!(found.paths[3], ["本年支出", "合计"]);
        assert_eq!(found.paths[0], ["项目", "科目编码"]);
        let first: Vec<&str> = found.body[0].iter().map(|c| c.text.as_str()).collect();
        assert_eq!(first, ["合计", "", "", "", "", "", ""]);
        assert_eq!(found.body.len(), 2);
    }

    #[test]
    fn ordinals_are_header() {
        let (paths, body) =
            read("项目|行次|金额|项目|行次|金额\n栏次||1|栏次||2\n一、财政拨款收入|1|5.00|一、外交支出|33|");
        assert_eq!(paths[2], "金额/1");
        assert_eq!(body, 1);
        assert_eq!(paths[1], "行次");
        let (paths, body) =
            read("项目||支出|\n科目编码|科目名称|合计|基本支出\n栏次||1|2\n201|一般公共服务支出|1.00|1.00");
        assert_eq!(paths, ["项目/科目编码/栏次", "项目/科目名称/栏次", "支出/合计/1", "支出/基本支出/2"]);
        assert_eq!(body, 1);
        let (_, body) = read("科目编码|科目名称|合计|基本支出\n**|**|1|2\n201|一般公共服务支出|1.00|1.00");
        assert_eq!(body, 1);
    }

    #[test]
    fn a_repeated_header_is_left_out() {
        let (_, body) = read("科目|合计\n甲|1.00\n科目|合计\n乙|2.00");
        assert_eq!(body, 2);
    }

    #[test]
    fn names_alone_are_body() {
        let (paths, body) = read(
            "收入||支出|\n项目|决算数|项目|决算数\n一、财政拨款||一、外交支出|\n二、其他收入||二、国防支出|",
        );
        assert_eq!(paths[1], "收入/决算数");
        assert_eq!(body, 2);
    }
}

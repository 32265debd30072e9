//! What is changed: figures, rows, columns and names.

use super::Mutant;
use super::wording::{short_code, wording};

/// Whether a cell holds an amount other than zero.
pub fn is_figure(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-'));
    digits && cell.contains(['.', ',']) && cell.chars().any(|c| ('1'..='9').contains(&c))
}

/// The figure with its first digit other than zero changed.
pub fn changed(figure: &str) -> String {
    let mut done = false;
    figure
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(d) if d > 0 && !done => {
                done = true;
                char::from_digit(d % 9 + 1, 10).unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}

/// Byte ranges of the numbers in a paragraph that `unit` follows.
fn numbers(line: &str, units: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for unit in units {
        for (at, _) in line.match_indices(unit) {
            let head = line[..at].trim_end();
            let start = head
                .rfind(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
                .map_or(0, |i| i + head[i..].chars().next().map_or(0, char::len_utf8));
            if start < head.len() && head[start..].chars().any(|c| ('1'..='9').contains(&c)) {
                found.push((start, head.len()));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The lines of a sample and its mutants.
pub struct Maker<'a> {
    pub sample: usize,
    pub lines: Vec<&'a str>,
    pub out: Vec<Mutant>,
}

impl Maker<'_> {
    pub fn with_line(&mut self, kind: &'static str, at: usize, line: Option<&str>) {
        let mut text = String::new();
        for (i, old) in self.lines.iter().enumerate() {
            match line {
                _ if i != at => text.extend([*old, "\n"]),
                Some(new) => text.extend([new, "\n"]),
                None => {}
            }
        }
        let what = format!("{} → {}", self.lines[at], line.unwrap_or("（删）"));
        self.out.push(Mutant { kind, sample: self.sample, text, what });
    }
    pub fn with_text(&mut self, kind: &'static str, text: String, what: &str) {
        self.out.push(Mutant { kind, sample: self.sample, text, what: what.to_owned() });
    }
}

/// Line ranges of the tables.
fn tables(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.contains('\t')) {
        match found.last_mut() {
            Some((_, end)) if *end == i => *end = i + 1,
            _ => found.push((i, i + 1)),
        }
        debug_assert!(line.contains('\t'));
    }
    found.into_iter().filter(|(a, b)| b - a >= 3).collect()
}

/// Every mutant of a sample.
pub fn mutants(sample: usize, text: &str) -> Vec<Mutant> {
    let mut maker = Maker { sample, lines: text.lines().collect(), out: Vec::new() };
    let lines = maker.lines.clone();
    for (at, line) in lines.iter().enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > 1 {
            for (c, cell) in cells.iter().enumerate().filter(|(_, c)| is_figure(c)) {
                let mut new: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
                new[c] = changed(cell);
                maker.with_line("表格数字首位改一位", at, Some(&new.join("\t")));
            }
            if cells.iter().any(|c| is_figure(c)) {
                maker.with_line("删去一行", at, None);
                short_code(&mut maker, at, &cells);
                let name = cells.iter().position(|c| {
                    let named = c.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
                    named >= 3 && !c.contains("计") && !c.contains("结")
                });
                if let Some(c) = name {
                    let mut new: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
                    new[c] = renamed(cells[c]);
                    maker.with_line("科目改名", at, Some(&new.join("\t")));
                }
            }
            continue;
        }
        for (kind, units) in
            [("说明金额首位改一位", &["万元", "亿元"][..]), ("说明百分比首位改一位", &["%"][..])]
        {
            for (start, end) in numbers(line, units) {
                let new = format!("{}{}{}", &line[..start], changed(&line[start..end]), &line[end..]);
                maker.with_line(kind, at, Some(&new));
            }
        }
        for (start, end) in numbers(line, &["万元"]) {
            let unit = line[end..].find("万元").map_or(end, |i| end + i);
            let new = format!("{}{}", &line[..unit], &line[unit + "万".len()..]);
            debug_assert!(start < end);
            maker.with_line("万元改元", at, Some(&new));
        }
        for (from, to) in [("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长")]
        {
            for (i, _) in line.match_indices(from) {
                let tail = line[i + from.len()..].trim_start();
                if tail.starts_with(|c: char| c.is_ascii_digit()) {
                    let new = format!("{}{to}{}", &line[..i], &line[i + from.len()..]);
                    maker.with_line("增加改减少", at, Some(&new));
                }
            }
        }
        wording(&mut maker, at, line);
    }
    for (from, to) in tables(&lines) {
        columns(&mut maker, from, to);
        filled_in(&mut maker, from, to);
        let rest: Vec<&str> = lines[..from].iter().chain(&lines[to..]).copied().collect();
        let mut rest = rest;
        // The caption goes with its table.
        if let Some(caption) = (0..from).rev().take(6).find(|&i| lines[i].trim_end().ends_with('表')) {
            rest.remove(caption);
        }
        maker.with_text("删去一张表", rest.join("\n"), lines[from]);
    }
    maker.out
}

/// Figures in the 合计 row of a table that says below that it is empty.
fn filled_in(maker: &mut Maker<'_>, from: usize, to: usize) {
    let after = maker.lines[to..].iter().take(3).any(|l| l.contains("无数据") || l.contains("为空表"));
    let row = (from..to).rev().find(|&i| maker.lines[i].contains('计'));
    if let (Some(row), true) =
        (row, after && !maker.lines[from..to].iter().any(|l| l.split('\t').any(is_figure)))
    {
        let cells = maker.lines[row].split('\t').enumerate();
        let new: Vec<&str> =
            cells.map(|(c, cell)| if c > 0 && cell.is_empty() { "3.00" } else { cell }).collect();
        maker.with_line("空表填数", row, Some(&new.join("\t")));
    }
}

/// Another name for a row.
fn renamed(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = letters.iter().rposition(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).unwrap_or(0);
    letters.insert(at.saturating_sub(1), '新');
    letters.into_iter().collect()
}

/// Swaps the values of two columns, and moves one column's values down by a row.
fn columns(maker: &mut Maker<'_>, from: usize, to: usize) {
    let lines = maker.lines.clone();
    let rows: Vec<Vec<&str>> = lines[from..to].iter().map(|l| l.split('\t').collect()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let body = rows.iter().position(|r| r.iter().any(|c| is_figure(c))).unwrap_or(rows.len());
    let filled = |c: usize| rows.iter().skip(body).filter(|r| r.get(c).is_some_and(|x| is_figure(x))).count();
    let amounts: Vec<usize> = (0..width).filter(|&c| filled(c) > 0).collect();
    let rebuilt = |edit: &dyn Fn(usize, &mut Vec<String>)| {
        let mut text: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
        for (i, row) in rows.iter().enumerate().skip(body) {
            let mut new: Vec<String> = row.iter().map(|c| (*c).to_owned()).collect();
            new.resize(width, String::new());
            edit(i, &mut new);
            text[from + i] = new.join("\t");
        }
        text.join("\n")
    };
    for (n, &a) in amounts.iter().enumerate() {
        for &b in &amounts[n + 1..] {
            let differ = rows.iter().skip(body).any(|r| r.get(a) != r.get(b));
            if differ {
                let text = rebuilt(&|_, row| row.swap(a, b));
                maker.with_text("两列数值互换", text, &format!("{} 列{a}、{b}", lines[from]));
            }
        }
        if filled(a) >= 8 {
            let text = rebuilt(&|i, row| {
                let above = if i > body { rows[i - 1].get(a).copied().unwrap_or_default() } else { "" };
                above.clone_into(&mut row[a]);
            });
            maker.with_text("一列下移一行", text, &format!("{} 列{a}", lines[from]));
        }
    }
}

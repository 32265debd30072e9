//! Mutants of clean documents: one figure, row, column, name or word is changed, and some rule must notice.
//!
//! `cargo test --test mutation` tries a share of all mutants. With `YUSUAN_MUTATION=all` it tries every one and
//! writes `docs/mutation.md`: which rule caught which kind.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rayon::prelude::*;
use yusuan::model::{Check, Disclosure, Status};
use yusuan::pipeline::Media;
use yusuan::{Config, reconcile};

/// Clean documents, one of each template.
const SAMPLES: &[&str] = &["unit-budget", "department-budget", "final-account"];

/// A changed document.
struct Mutant {
    kind: &'static str,
    sample: usize,
    text: String,
    what: String,
}

/// The kinds whose changed place must be noticed, and the share that must be: the aim is 0.98 for all; what is
/// lower is what was reached, and only rises. The share that a plain run tries is too small to be held to it.
const DEMANDED: &[(&str, f64)] = &[
    ("表格数字首位改一位", 0.98),
    ("说明金额首位改一位", 0.98),
    ("说明百分比首位改一位", 0.98),
    ("删去一行", 0.94),
    ("两列数值互换", 0.97),
    ("科目改名", 0.96),
    ("增加改减少", 0.98),
    ("万元改元", 0.98),
];

fn sample(name: &str) -> String {
    let path = format!("{}/samples/text/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a sample")
}

fn read(text: &str) -> Disclosure {
    let config = Config { all_checks: true, ..Config::default() };
    yusuan::read(text.as_bytes(), "mutant.txt", Media::Text, &config).expect("text")
}

fn fails(document: &Disclosure) -> BTreeSet<(String, String)> {
    let failed = document.checks.iter().filter(|c| c.status == Status::Fail);
    failed.map(|c| (c.rule.clone(), c.message.clone())).collect()
}

/// Rules that fail in `mutant` and did not in `clean`: those that speak, and those whose difference was united.
fn caught(clean: &BTreeSet<(String, String)>, mutant: &Disclosure) -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    for (rule, message) in fails(mutant).difference(clean) {
        rules.insert(rule.clone());
        if let Some((_, others)) = message.rsplit_once("同一差额另见：") {
            rules.extend(others.split('、').map(str::to_owned));
        }
    }
    let refused = |c: &Check| c.rule == "T108" && c.status == Status::Insufficient;
    if mutant.checks.iter().any(refused) {
        rules.insert("T108".to_owned());
    }
    rules
}

/// What a change touched: references of the cells and claims that read otherwise; `None` when the shape changed.
fn touched(clean: &Disclosure, mutant: &Disclosure) -> Option<Vec<String>> {
    let mut out = Vec::new();
    if clean.tables.len() != mutant.tables.len() || clean.claims.len() != mutant.claims.len() {
        return None;
    }
    for (a, b) in clean.tables.iter().zip(&mutant.tables) {
        if a.rows.len() != b.rows.len() {
            return None;
        }
        for (r, (x, y)) in a.rows.iter().zip(&b.rows).enumerate() {
            let cells = x.cells.iter().zip(&y.cells).enumerate();
            out.extend(
                cells.filter(|(_, (p, q))| p.text != q.text).map(|(c, _)| format!("{}/r{r}/c{c}", a.id)),
            );
        }
    }
    let claims = clean.claims.iter().zip(&mutant.claims);
    out.extend(
        claims.filter(|(a, b)| a.text != b.text || a.direction != b.direction).map(|(a, _)| a.id.clone()),
    );
    Some(out)
}

/// Whether some rule of the clean document compares one of these places.
fn carried(clean: &Disclosure, places: &[String]) -> bool {
    // An upper bound or a word of direction does not fix a figure: only equalities count.
    let bound = |rule: &str| matches!(rule, "T105" | "X208" | "S405" | "S407" | "S409" | "X210");
    let judged = clean.checks.iter().filter(|c| c.status == Status::Pass && !bound(&c.rule));
    judged.flat_map(|c| &c.evidence).any(|e| places.contains(&e.reference))
}

/// Whether one of these places is the name of a subject with a code.
fn named(clean: &Disclosure, places: &[String]) -> bool {
    let mut items = clean.tables.iter().flat_map(|t| t.items.iter().map(move |i| (t, i)));
    items.any(|(table, item)| {
        let column = item.name_column.unwrap_or_default();
        item.code.is_some() && places.contains(&format!("{}/r{}/c{column}", table.id, item.row))
    })
}

fn is_figure(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-'));
    digits && cell.contains(['.', ',']) && cell.chars().any(|c| ('1'..='9').contains(&c))
}

/// The figure with its first digit other than zero changed.
fn changed(figure: &str) -> String {
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

struct Maker<'a> {
    sample: usize,
    lines: Vec<&'a str>,
    out: Vec<Mutant>,
}

impl Maker<'_> {
    fn with_line(&mut self, kind: &'static str, at: usize, line: Option<&str>) {
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
    fn with_text(&mut self, kind: &'static str, text: String, what: &str) {
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

fn mutants(sample: usize, text: &str) -> Vec<Mutant> {
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

/// Slips of the kinds that the rules about structure and wording speak of.
fn wording(maker: &mut Maker<'_>, at: usize, line: &str) {
    let mut edit = |kind, new: String| {
        if new != line {
            maker.with_line(kind, at, Some(&new));
        }
    };
    let long = line.chars().count() > 30;
    if long && line.ends_with('。') {
        edit("句号重复", format!("{line}。"));
        let sentence = line.split_inclusive(['。', '；']).next().unwrap_or("");
        if sentence.chars().count() > 20 {
            edit("整句重复", format!("{sentence}{line}"));
        }
    }
    if long && line.contains('“') && line.contains('”') && !line.contains('"') {
        edit("漏左引号", line.replacen('“', "", 1));
    }
    if line.starts_with('注') || line.starts_with("说明：") {
        edit("删去空表说明", String::new());
    }
    for year in ["2023年", "2024年", "2025年", "2026年"] {
        if line.starts_with('#') && line.contains(year) && !line.contains('表') {
            edit("标题年度改一年", line.replacen(year, "2019年", 1));
        }
        if line.contains(&format!("截至{year}")) {
            edit("截止日期改一年", line.replacen(&format!("截至{year}"), "截至2019年", 1));
        }
    }
    if long && line.contains("局") {
        edit("单位名称改占位符", line.replacen('局', "XX局", 1));
    }
    if line.contains("详见表") {
        edit("引用表号改大", line.replacen("详见表", "详见表9", 1));
    }
    if long && line.contains("区级预算主管部门") {
        edit("级次改别级", line.replacen("区级预算主管部门", "市级预算主管部门", 1));
    }
    if long && line.contains("占") && line.matches('%').count() >= 2 {
        edit("漏百分号", line.replacen('%', "", 1));
    }
    if line.trim_start_matches('#').trim().starts_with('表') && line.trim_end().ends_with("总表") {
        edit("表名改一字", line.replacen("总表", "汇总表", 1));
    }
}

#[test]
fn every_mutant_is_noticed() {
    let all = std::env::var("YUSUAN_MUTATION").is_ok_and(|v| v == "all");
    let texts: Vec<String> = SAMPLES.iter().map(|s| sample(s)).collect();
    let clean: Vec<Disclosure> = texts.iter().map(|t| read(t)).collect();
    for document in &clean {
        let serious = document
            .checks
            .iter()
            .find(|c| c.status == Status::Fail && c.severity != yusuan::model::Severity::Info);
        assert!(serious.is_none(), "a clean sample has a finding: {serious:#?}");
    }
    let before: Vec<BTreeSet<(String, String)>> = clean.iter().map(fails).collect();
    let mut work: Vec<Mutant> = texts.iter().enumerate().flat_map(|(i, t)| mutants(i, t)).collect();
    if !all {
        let mut seen: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        let totals = work.iter().fold(BTreeMap::new(), |mut t: BTreeMap<(&str, usize), usize>, m| {
            *t.entry((m.kind, m.sample)).or_default() += 1;
            t
        });
        work.retain(|m| {
            let n = seen.entry((m.kind, m.sample)).or_default();
            *n += 1;
            let step = totals.get(&(m.kind, m.sample)).map_or(1, |t| t / 4 + 1);
            (*n).is_multiple_of(step)
        });
    }
    let results: Vec<(&Mutant, BTreeSet<String>, bool)> = work
        .par_iter()
        .map(|m| {
            let document = read(&m.text);
            let rules = caught(&before[m.sample], &document);
            let places = touched(&clean[m.sample], &document);
            let judged = places.as_ref().is_none_or(|p| match m.kind {
                "科目改名" => named(&clean[m.sample], p),
                _ => carried(&clean[m.sample], p),
            });
            (m, rules, judged)
        })
        .collect();
    let mut kinds: Vec<&str> = Vec::new();
    for (m, _, _) in &results {
        if !kinds.contains(&m.kind) {
            kinds.push(m.kind);
        }
    }
    let mut report = String::new();
    let mut poor = Vec::new();
    for kind in &kinds {
        let of: Vec<_> = results.iter().filter(|(m, _, _)| m.kind == *kind).collect();
        let judged: Vec<_> = of.iter().filter(|(_, _, j)| *j).collect();
        let found = judged.iter().filter(|(_, rules, _)| !rules.is_empty()).count();
        let rate = found as f64 / judged.len().max(1) as f64;
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for rule in of.iter().flat_map(|(_, rules, _)| rules) {
            *by_rule.entry(rule).or_default() += 1;
        }
        let mut by_rule: Vec<(&str, usize)> = by_rule.into_iter().collect();
        by_rule.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let rules: Vec<String> = by_rule.iter().map(|(r, n)| format!("{r} {n}")).collect();
        let _ = writeln!(
            report,
            "| {kind} | {} | {} | {found} | {:.1}% | {} |",
            of.len(),
            judged.len(),
            rate * 100.0,
            rules.join(" · ")
        );
        if let Some((_, least)) = DEMANDED.iter().find(|(k, _)| k == kind)
            && rate < if all { *least } else { *least - 0.25 }
        {
            poor.push(format!("{kind}: {found}/{}", judged.len()));
        }
    }
    let fired: BTreeSet<&str> =
        results.iter().flat_map(|(_, rules, _)| rules.iter().map(String::as_str)).collect();
    let silent: Vec<&str> = reconcile::RULES.iter().map(|r| r.id).filter(|id| !fired.contains(id)).collect();
    println!("{report}\nnever fired: {}", silent.join(" "));
    for (m, rules, judged) in &results {
        if rules.is_empty() && DEMANDED.iter().any(|(k, _)| *k == m.kind) {
            println!(
                "missed{} {} {}: {}",
                if *judged { "" } else { " (not compared)" },
                SAMPLES[m.sample],
                m.kind,
                m.what
            );
        }
    }
    if all {
        publish(&report, results.len(), &silent);
    }
    assert!(poor.is_empty(), "too few noticed: {poor:?}");
}

fn publish(report: &str, count: usize, silent: &[&str]) {
    let page = format!(
        "# Mutants\n\nMade by `YUSUAN_MUTATION=all cargo test --release --test mutation`: {count} mutants of the clean samples \
         ({}), each with one change. *Compared* are the mutants whose changed figure some rule of the clean document \
         compares (a change that alters the shape of a table always counts); *noticed* those of them in which a rule \
         fails that did not fail before. The last column says how many mutants of the kind each rule noticed, the \
         rules that a finding unites with its own included.\n\n\
         | change | mutants | compared | noticed | share | by rule |\n| --- | --: | --: | --: | --: | --- |\n{report}\n\
         Rules that no mutant reaches, because the samples have nothing that they speak of (their own examples in \
         `docs/rules` make them fire): {}.\n",
        SAMPLES.join(", "),
        if silent.is_empty() { "none".to_owned() } else { silent.join(", ") },
    );
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mutation.md"), page).expect("docs/mutation.md");
}

//! The templates: facts in, document out.

mod account;
mod account_tables;
mod hangzhou;
mod hangzhou_tables;
mod shanghai;
mod shanghai_tables;

use crate::catalogue::name;
use crate::document::{Align, Document, Head, Table, mark};
use crate::facts::{Facts, Line, Shape};
use crate::money::{Money, WAN_CENT, percent};
use crate::rng::Rng;

/// A template by name.
pub fn build(template: &str, seed: u64, lines: usize) -> Option<Document> {
    Some(match template {
        "hangzhou" => hangzhou::build(seed, lines),
        "shanghai" => shanghai::build(seed, lines),
        "account" => account::build(seed, lines),
        _ => return None,
    })
}

/// Documents of one department that speak of each other: the budget and the final account of two years, with the
/// name that each is called by. All figures of one that another repeats agree, except the last account's 预算数 of
/// 公务接待费, which is not what that budget says.
pub fn series(seed: u64, lines: usize) -> Vec<(String, Document)> {
    let shape = Shape {
        salt: "series/facts",
        step: WAN_CENT,
        district: true,
        housing: true,
        lines,
        rich: true,
        carried: false,
    };
    let mut rng = Rng::new(seed, "series");
    let mut facts = Facts::invent(seed, shape);
    facts.year = 2024;
    let mut documents = Vec::new();
    let mut before: Option<[Facts; 2]> = None;
    for _ in 0..2 {
        let budget = facts.clone();
        let mut account = budget.varied(&mut rng, WAN_CENT);
        account.three_planned = budget.three;
        for (line, planned) in account.lines.iter_mut().zip(&budget.lines) {
            line.planned = planned.fiscal();
        }
        if let Some([_, last]) = &before {
            account.follow(last);
            account.three_planned.reception += Money(50 * WAN_CENT);
        }
        documents.push((format!("budget-{}", budget.year), shanghai::of(&budget, seed)));
        documents.push((format!("account-{}", account.year), account::of(&account, seed)));
        facts = account.varied(&mut rng, WAN_CENT);
        facts.year += 1;
        facts.follow(&budget);
        before = Some([budget, account]);
    }
    documents
}

/// All templates.
pub const ALL: &[&str] = &["hangzhou", "shanghai", "account"];

/// How a document prints its figures.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Thousands separators in tables.
    pub grouped: bool,
    /// Thousands separators in the text.
    pub text_grouped: bool,
    /// A nil cell.
    pub nil: &'static str,
    /// A blank between figure and unit in the text.
    pub spaced: bool,
}

impl Style {
    /// A cell in 万元.
    pub fn wan(&self, m: Money) -> String {
        if m.is_zero() { self.nil.to_owned() } else { m.wan(self.grouped) }
    }

    /// A marked amount of the text in 万元, unit included.
    pub fn amount(&self, tag: &str, m: Money) -> String {
        let text = if m.is_zero() { "0".to_owned() } else { m.wan(self.text_grouped) };
        let blank = if self.spaced { " " } else { "" };
        format!("{blank}{}{blank}万元", mark(&format!("amount/{tag}"), &text))
    }

    /// 占x%.
    #[allow(clippy::unused_self)] // reads like its sisters
    pub fn share(&self, tag: &str, part: Money, whole: Money) -> String {
        let text = percent(part, whole).unwrap_or_default();
        let text = if text == "100.00" { "100".to_owned() } else { text };
        format!("占{}%", mark(&format!("share/{tag}"), &text))
    }

    /// `增加x万元，增长y%`, `减少…，下降…`, or `flat`.
    pub fn change(&self, tag: &str, now: Money, before: Money, flat: &str) -> String {
        let by = now - before;
        if by.wan_cents() == 0 {
            return flat.to_owned();
        }
        let (verb, rate) = if by.0 > 0 { ("增加", "增长") } else { ("减少", "下降") };
        let blank = if self.spaced { " " } else { "" };
        let amount = mark(&format!("change/{tag}"), &by.abs().wan(self.text_grouped));
        let verb = mark(&format!("verb/{tag}"), verb);
        match percent(by.abs(), before) {
            Some(p) => {
                format!("{verb}{blank}{amount}{blank}万元，{rate}{}%", mark(&format!("percent/{tag}"), &p))
            }
            None => format!("{verb}{blank}{amount}{blank}万元"),
        }
    }
}

/// One row of a table by function.
#[derive(Debug, Clone)]
pub struct Node {
    /// 3, 5 or 7 digits.
    pub code: String,
    /// Official name.
    pub name: &'static str,
    /// The figures of the row.
    pub figures: Vec<Money>,
}

/// 类, 款 and 项 rows over lines (sorted by code), each figure summed upward.
pub fn tree(lines: &[&Line], figures: &[&dyn Fn(&Line) -> Money]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for line in lines {
        for cut in [3, 5, 7] {
            let code = &line.code[..cut];
            if nodes.iter().any(|n| n.code == code) {
                continue;
            }
            let figures = figures
                .iter()
                .map(|f| lines.iter().filter(|l| l.code.starts_with(code)).map(|l| f(l)).sum())
                .collect();
            nodes.push(Node { code: code.to_owned(), name: name(code), figures });
        }
    }
    nodes
}

/// Sums of the figures over all lines.
pub fn totals(lines: &[&Line], figures: &[&dyn Fn(&Line) -> Money]) -> Vec<Money> {
    figures.iter().map(|f| lines.iter().map(|l| f(l)).sum()).collect()
}

/// The 类 of some lines with the sum of a figure, in order.
pub fn classes(lines: &[&Line], figure: impl Fn(&Line) -> Money) -> Vec<(String, &'static str, Money)> {
    let mut list: Vec<(String, &'static str, Money)> = Vec::new();
    for line in lines {
        match list.iter_mut().find(|(c, _, _)| *c == line.code[..3]) {
            Some(found) => found.2 += figure(line),
            None => list.push((line.code[..3].to_owned(), name(&line.code[..3]), figure(line))),
        }
    }
    list
}

/// A header given as rows of `(columns, rows, text)`; a cell goes to the first free column of its row.
pub fn header(columns: usize, rows: &[&[(usize, usize, &str)]]) -> (Vec<Head>, usize) {
    let mut taken = vec![vec![false; columns]; rows.len()];
    let mut head = Vec::new();
    for (r, cells) in rows.iter().enumerate() {
        for (across, down, text) in *cells {
            let Some(c) = taken[r].iter().position(|t| !t) else { continue };
            for row in taken.iter_mut().skip(r).take(*down) {
                for cell in row.iter_mut().skip(c).take(*across) {
                    *cell = true;
                }
            }
            head.push(Head { at: (r, c, *down, *across), text: (*text).to_owned() });
        }
    }
    (head, rows.len())
}

/// A table without rows, names left and figures right.
pub fn frame(
    kind: &'static str,
    title: &str,
    widths: &[u32],
    align: &str,
    rows: &[&[(usize, usize, &str)]],
) -> Table {
    let (head, head_rows) = header(widths.len(), rows);
    Table {
        kind,
        caption: title.to_owned(),
        title: title.to_owned(),
        left: String::new(),
        unit: Some("万元"),
        unit_label: "单位",
        head,
        head_rows,
        rows: Vec::new(),
        merged: Vec::new(),
        blank_rows: 0,
        notes: Vec::new(),
        align: align
            .chars()
            .map(|c| match c {
                'l' => Align::Left,
                'c' => Align::Center,
                _ => Align::Right,
            })
            .collect(),
        widths: widths.to_vec(),
        landscape: false,
        statutory: true,
    }
}

/// 一、二、三 … up to 99.
pub fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (n / 10 % 10, n % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

//! Whether a table's figures may be relied on: a table that contradicts itself almost everywhere was misread or
//! misprinted, and no finding may be built on it. Of a table whose cells no lines show, one contradiction is enough:
//! that its columns or rows were guessed wrongly is likelier than that it was printed so.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::context::Context;
use super::figure::{Reading, Ref, Sum};
use super::findings::Findings;
use super::rule::{Body, Rule};
use super::rules::RULES;
use super::view::TableView;
use crate::model::{CellValue, Disclosure, ItemRole, Severity, Status, TableKind, TableLines};

/// Sums over subjects that a table must fail before it is refused.
const FEWEST: usize = 4;

/// Why a table is refused, if it is.
pub fn refusal(view: &TableView<'_>) -> Option<String> {
    if let Some(text) = run_together(view) {
        return Some(format!("有几行的数字连成一格（{}），疑为误读", super::say::excerpt(text, 20)));
    }
    if !view.has_figures {
        return None;
    }
    if nameless(view) {
        return Some("多半的金额所在行没有名称，疑为误读".to_owned());
    }
    let (mut held, mut broken) = (0_usize, 0_usize);
    for (i, item) in view.items().iter().enumerate() {
        let is_part = |c: &usize| view.item(*c).is_some_and(|c| c.role != ItemRole::OfWhich);
        let parts = || view.children(i).iter().copied().filter(is_part);
        if parts().next().is_none() {
            continue;
        }
        let agrees = item.value_columns.iter().all(|&column| {
            let Reading::Amount(whole, half, _) = view.value(i, column) else { return true };
            let sum: Sum = view.sum(parts(), column);
            sum.printed == 0 || (whole - sum.value).abs() <= half + sum.slack
        });
        if agrees {
            held += 1;
        } else {
            broken += 1;
        }
    }
    let small = smaller_than_a_part(view);
    if broken >= FEWEST && broken * 2 >= held || small.is_some() && broken >= 2 && broken * 4 >= held {
        let mut why = format!("表内{}处上下级之和有{broken}处不平，疑为错位或误读", held + broken);
        if let Some((total, part)) = small {
            why = format!("合计 {total} 小于其最大组成 {part}，且{why}");
        }
        return Some(why);
    }
    None
}

/// The tables that were read by alignment and fail an identity of their own (`T1…`), each with why it is refused.
pub fn guesses_that_fail(document: &Disclosure) -> BTreeMap<usize, String> {
    if document.tables.iter().all(|t| matches!(t.lines, None | Some(TableLines::Full))) {
        return BTreeMap::new();
    }
    let mut failed: BTreeMap<usize, usize> = BTreeMap::new();
    let context = &Context::indexed(document);
    let own: Vec<&'static Rule> = RULES.iter().copied().filter(|r| r.id.starts_with("T1")).collect();
    let Some(first) = own.first() else { return BTreeMap::new() };
    let mut findings = Findings::new(Some(context), first, false);
    for rule in &own {
        findings.next(rule);
        if let Body::One(check) = rule.check {
            check(context, &mut findings);
        }
    }
    let outcomes = findings.into_outcomes();
    let blamed =
        outcomes.iter().filter(|o| o.check.status == Status::Fail && o.check.severity != Severity::Info);
    for outcome in blamed {
        if let Some(Ref::Cell(table, ..) | Ref::Table(table)) = outcome.refs.first()
            && context.view(*table).is_some_and(TableView::guessed)
        {
            *failed.entry(*table).or_default() += 1;
        }
    }
    let why = |table: usize, times: usize| {
        let lines = context.view(table).and_then(|v| v.table.lines);
        if lines == Some(TableLines::Partial) {
            return format!("表的框线不全或有多余的线，而表内有{times}处不平，疑为误读");
        }
        let how = match lines {
            Some(TableLines::Across) => "只有横线",
            Some(TableLines::Down) => "只有竖线",
            _ => "没有框线",
        };
        format!("表{how}，行列按对齐推定，而表内有{times}处不平，疑为误读")
    };
    failed.into_iter().map(|(table, times)| (table, why(table, times))).collect()
}

/// A cell in which the amounts of several rows stand: `430.1551.14`. Dates (2024.10.15) have fewer digits between.
fn run_together<'a>(view: &TableView<'a>) -> Option<&'a str> {
    // What was read as an amount is one.
    let read = |value| matches!(value, CellValue::Amount | CellValue::Nil | CellValue::Blank);
    let cells =
        view.table.rows.iter().flat_map(|r| &r.cells).filter(|c| !read(c.value)).map(|c| c.text.as_str());
    let heads = view.table.columns.iter().flat_map(|c| &c.path).map(String::as_str);
    let dotted = |text: &&str| memchr::memchr_iter(b'.', text.as_bytes()).nth(1).is_some();
    cells.chain(heads).filter(dotted).find(|text| {
        let mut runs = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
        runs.any(|run| {
            let between = run.split('.').count().saturating_sub(2);
            between > 0 && run.split('.').skip(1).take(between).all(|digits| digits.len() >= 3)
        })
    })
}

/// Whether most amounts of a table by subject stand in rows without a name: names and amounts fell apart.
fn nameless(view: &TableView<'_>) -> bool {
    use TableKind as K;
    let by_subject = matches!(
        view.table.kind,
        K::RevenueSummary
            | K::ExpenditureSummary
            | K::GeneralPublicExpenditure
            | K::GeneralPublicBasicExpenditure
            | K::GovernmentFundExpenditure
            | K::StateCapitalExpenditure
    );
    let filled = |i: usize, columns: &[usize]| columns.iter().any(|&c| view.value(i, c).is_nonzero());
    let (mut named, mut bare) = (0_usize, 0_usize);
    for (i, item) in view.items().iter().enumerate().filter(|(i, item)| filled(*i, &item.value_columns)) {
        let known = !item.name.is_empty() || view.item(i).is_some_and(|i| i.code.is_some());
        *(if known { &mut named } else { &mut bare }) += 1;
    }
    by_subject && bare > named
}

/// The 合计 and its largest part, where the total is the smaller.
fn smaller_than_a_part(view: &TableView<'_>) -> Option<(Decimal, Decimal)> {
    let total = view.total(0)?;
    for &column in &view.item(total)?.value_columns {
        let Reading::Amount(whole, half, _) = view.value(total, column) else { continue };
        for part in view.top_level(0) {
            if let Reading::Amount(yuan, slack, _) = view.value(part, column)
                && yuan > whole + half + slack
                && whole >= Decimal::ZERO
            {
                return Some((whole, yuan));
            }
        }
    }
    None
}

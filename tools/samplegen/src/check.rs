//! Tests over many seeds: what is printed adds up.

use crate::document::{Document, Table};
use crate::template;

fn cents(cell: &str) -> Option<i64> {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || cell.chars().any(|c| !c.is_ascii_digit() && !",.".contains(c)) {
        return None;
    }
    let scale = if cell.contains('.') { 1 } else { 100 };
    digits.parse::<i64>().ok().map(|v| v * scale)
}

fn documents() -> impl Iterator<Item = Document> {
    template::ALL
        .iter()
        .flat_map(|t| (0..60).filter_map(|seed| template::build(t, seed, 10 + seed as usize % 20)))
}

/// The total row of a coded table is the sum of its 类 rows.
fn total_is_sum(t: &Table, first: usize) {
    let is_total = |r: &Vec<String>| r[0] == "合计";
    let class = |r: &Vec<String>| {
        r[0].len() == 3 && r[1..first].iter().take(if first > 3 { 2 } else { 0 }).all(String::is_empty)
    };
    let Some(total) = t.rows.iter().find(|r| is_total(r)) else { return };
    for column in first..t.columns() {
        let sum: i64 = t.rows.iter().filter(|r| class(r)).filter_map(|r| cents(&r[column])).sum();
        assert_eq!(cents(&total[column]).unwrap_or(0), sum, "{} column {column}", t.title);
    }
}

#[test]
fn coded_tables_add_up() {
    for d in documents().filter(|d| d.template != "hangzhou") {
        let first = if d.template == "shanghai" { 4 } else { 2 };
        for t in d.tables() {
            if matches!(t.kind, "revenue_summary" | "expenditure_summary" | "general_public_expenditure") {
                total_is_sum(t, first);
            }
        }
    }
}

#[test]
fn two_sides_balance_and_tables_agree() {
    for d in documents() {
        let summary =
            d.tables().find(|t| t.kind == "revenue_expenditure_summary").expect("in every template");
        let last = summary.rows.last().expect("not empty");
        assert_eq!(last[1], last[3], "{} {}", d.template, d.unit);
        let general = d.tables().find(|t| t.kind == "general_public_expenditure").expect("in every template");
        let basic =
            d.tables().find(|t| t.kind == "general_public_basic_expenditure").expect("in every template");
        let total = |t: &Table| t.rows.iter().find(|r| r[0] == "合计").cloned().unwrap_or_default();
        let of_general = match d.template {
            "hangzhou" => total(general)[2].clone(),
            "shanghai" => total(general)[5].clone(),
            _ => continue,
        };
        let of_basic =
            if d.template == "hangzhou" { total(basic)[1].clone() } else { total(basic)[3].clone() };
        assert_eq!(of_general, of_basic, "{}", d.unit);
    }
}

#[test]
fn nothing_is_negative_and_rows_are_full() {
    for d in documents() {
        for t in d.tables() {
            for row in &t.rows {
                assert_eq!(row.len(), t.columns(), "{}", t.title);
                assert!(row.iter().all(|c| !c.starts_with('-')), "{}: {row:?}", t.title);
            }
        }
    }
}

#[test]
fn every_contradiction_finds_a_place() {
    for kind in crate::plant::KINDS {
        let planted =
            documents().filter_map(|mut d| crate::plant::plant(&mut d, kind, 5).then_some(d)).count();
        assert!(planted >= 60, "{kind}: only {planted} of 180");
    }
}

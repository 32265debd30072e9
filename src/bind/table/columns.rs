//! What columns mean: concepts from their header paths, sides of two-sided tables, what their cells hold.

use yusuan_parsers::table::is_figure;

use super::super::frame::first_year;
use super::{Found, RawCell};
use crate::model::{Column, DocumentKind, TableKind};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::folding;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Codes, or a part of them.
    Code,
    /// Names and other text.
    Label,
    /// Money.
    Amount,
    /// Numbers that are no money.
    Number,
}

/// The phase that a header word names, whatever year stands before it.
fn phase<'v>(vocabulary: &'v Vocabulary, word: &str) -> Option<&'v str> {
    vocabulary.phase(strip(&folding(word)))
}

/// Whether some part of a header path, whatever stands below it (预算数, 决算数), names this concept.
fn names(vocabulary: &Vocabulary, path: &[String], concept: &str) -> bool {
    path.iter().any(|word| {
        vocabulary.column(std::slice::from_ref(word), TableKind::ThreePublicExpenses) == Some(concept)
    })
}

/// The kind of a table whose title says nothing.
pub(super) fn kind_by_header(vocabulary: &Vocabulary, paths: &[Vec<String>]) -> TableKind {
    let named = |concept: &str| paths.iter().any(|p| names(vocabulary, p, concept));
    if named("three_public.abroad") && named("three_public.reception") {
        return TableKind::ThreePublicExpenses;
    }
    let labels = paths.iter().filter(|p| vocabulary.column(p, TableKind::Other) == Some("name")).count();
    let top = |word: &str| paths.iter().any(|p| p.len() > 1 && folding(&p[0]).contains(word));
    if labels > 1 && top("收入") && top("支出") {
        return if paths.iter().any(|p| p.first().is_some_and(|w| folding(w).contains("财政拨款"))) {
            TableKind::FiscalAppropriationSummary
        } else {
            TableKind::RevenueExpenditureSummary
        };
    }
    TableKind::Other
}

/// The columns with concepts and sides.
pub(super) fn read(vocabulary: &Vocabulary, found: &Found, year: Option<i32>) -> Vec<Column> {
    let mut kind = found.kind;
    let plain: Vec<Vec<String>> = found.paths.iter().map(|p| without_ordinals(p)).collect();
    if kind == TableKind::ThreePublicExpenses
        && !plain.iter().any(|p| names(vocabulary, p, "three_public.abroad"))
    {
        // “三公” down the rows: the lines say what the figures are of.
        kind = TableKind::Other;
    }
    let mut concepts: Vec<Option<String>> =
        plain.iter().map(|p| concept(vocabulary, p, kind, &plain, year)).collect();
    let two_sided =
        matches!(kind, TableKind::RevenueExpenditureSummary | TableKind::FiscalAppropriationSummary);
    if two_sided {
        name_blocks(vocabulary, &mut concepts, &plain, &found.body);
    }
    let sides = sides(&concepts, &plain);
    if two_sided {
        for (index, concept) in concepts.iter_mut().enumerate() {
            if let Some(known) = concept {
                let revenue = is_revenue(&plain, &sides, index);
                *concept = Some(of_side(known, revenue));
            }
        }
    }
    found
        .paths
        .iter()
        .zip(concepts)
        .zip(sides)
        .map(|((path, concept), side)| Column { path: path.clone(), concept, side })
        .collect()
}

/// In a summary, a column of words that stands before amounts names their lines, whatever its header calls them
/// (支出功能分类科目（按大类）, 部门经济科目).
fn name_blocks(
    vocabulary: &Vocabulary,
    concepts: &mut [Option<String>],
    paths: &[Vec<String>],
    body: &[Vec<RawCell>],
) {
    let amounts = |c: Option<&Option<String>>| {
        c.and_then(Option::as_deref).is_some_and(|c| !is_label(c) && !matches!(c, "line_number" | "note"))
    };
    for index in 0..concepts.len() {
        if concepts[index].is_none()
            && paths[index].last().is_some_and(|w| vocabulary.is_label(&folding(w)))
            && amounts(concepts.get(index + 1))
            && by_cells(index, body) == Role::Label
        {
            concepts[index] = Some("name".to_owned());
        }
    }
}

/// Where one side has the same figure of several phases side by side (年初预算数 | 全年预算数 | 决算数), the plain
/// concept is the document's own phase; `initial.`, `adjusted.` and `prior.` go before the others'.
pub(super) fn part_phases(vocabulary: &Vocabulary, columns: &mut [Column], document: DocumentKind) {
    let of = |column: &Column| column.path.iter().rev().find_map(|word| phase(vocabulary, word));
    let found: Vec<_> = columns.iter().map(|c| (c.side, c.concept.clone(), of(c))).collect();
    for (column, (side, concept, own)) in columns.iter_mut().zip(&found) {
        let (Some(concept), Some(own)) = (concept, own) else { continue };
        let prefix = match (document, *own) {
            (DocumentKind::FinalAccount, "budget") => "initial.",
            (DocumentKind::FinalAccount | DocumentKind::Budget, "adjusted") => "adjusted.",
            (DocumentKind::Budget, "final") => "prior.",
            _ => continue,
        };
        let beside = |(s, c, p): &(u8, Option<String>, Option<&str>)| {
            s == side && c.as_ref() == Some(concept) && p.is_some_and(|p| p != *own)
        };
        if found.iter().any(beside) {
            column.concept = Some(format!("{prefix}{concept}"));
        }
    }
}

/// A path without the parts of a 栏次 row.
fn without_ordinals(path: &[String]) -> Vec<String> {
    let kept: Vec<String> = path
        .iter()
        .enumerate()
        .filter(|(i, p)| {
            let folded = folding(p);
            *i == 0
                || !(folded.is_empty()
                    || matches!(&*folded, "栏次" | "甲" | "乙" | "丙" | "丁")
                    || folded.chars().all(|c| c.is_ascii_digit() || "=+-()".contains(c)))
        })
        .map(|(_, p)| p.clone())
        .collect();
    kept
}

fn concept(
    vocabulary: &Vocabulary,
    path: &[String],
    kind: TableKind,
    all: &[Vec<String>],
    year: Option<i32>,
) -> Option<String> {
    path.last()?;
    if kind == TableKind::ThreePublicExpenses && path.len() > 1 {
        // 合计/决算数 and 决算数/合计 are the same column.
        let of = |p: &[String]| p.iter().find_map(|word| phase(vocabulary, word));
        let mut phases = all.iter().filter_map(|p| of(p));
        let first = phases.next();
        let both = phases.any(|p| Some(p) != first);
        if let (Some(phase_word), true) = (of(path), both) {
            let rest: Vec<String> = path.iter().filter(|p| phase(vocabulary, p).is_none()).cloned().collect();
            let base = vocabulary.column(&rest, kind)?;
            return Some(if base.starts_with("three_public") {
                format!("{base}.{phase_word}")
            } else {
                base.to_owned()
            });
        }
        if phase(vocabulary, &path[path.len() - 1]).is_some()
            && let Some(base) = vocabulary.column(&path[..path.len() - 1], kind)
            && base != "three_public.total"
        {
            return Some(in_year(base, path, year));
        }
    }
    let mut known = vocabulary.column(path, kind)?;
    let (last, above) = path.split_last()?;
    if kind == TableKind::ThreePublicExpenses {
        // 合计 beside “三公”经费/小计 holds more than “三公”: 会议费, 培训费.
        let said = |p: &[String]| p.iter().any(|w| folding(w).contains("三公"));
        if known == "three_public.total" && !said(path) && all.iter().any(|p| p.len() > 1 && said(p)) {
            known = "total";
        }
    } else if known == "total"
        && matches!(&*folding(last), "小计" | "合计")
        && let Some(whole) = vocabulary.column(above, kind)
        && !is_label(whole)
    {
        // 一般公共预算拨款/小计 is 一般公共预算拨款.
        known = whole;
    }
    Some(in_year(known, path, year))
}

/// The figures of an earlier year are not this year's: `prior.` before the concept.
fn in_year(known: &str, path: &[String], year: Option<i32>) -> String {
    let stated = path.iter().rev().find_map(|p| first_year(&folding(p)));
    match (stated, year) {
        (Some(stated), Some(year))
            if stated < year && !known.starts_with("change") && !known.starts_with("prior") =>
        {
            format!("prior.{known}")
        }
        _ => known.to_owned(),
    }
}

/// A word without its year.
fn strip(word: &str) -> &str {
    word.split_once('年').map_or(word, |(head, tail)| {
        if head.chars().all(|c| c.is_ascii_digit()) && !head.is_empty() {
            tail.strip_prefix('度').unwrap_or(tail)
        } else {
            word
        }
    })
}

/// Whether a concept names lines: a new side begins where one follows an amount.
pub(super) fn is_label(concept: &str) -> bool {
    concept == "code"
        || concept.starts_with("code.")
        || concept.ends_with("name")
        || matches!(concept, "unit_code" | "project_code" | "ordinal" | "procurement.item")
}

fn sides(concepts: &[Option<String>], paths: &[Vec<String>]) -> Vec<u8> {
    let mut side = 0_u8;
    let mut amounts = false;
    let mut before: Option<usize> = None;
    let mut out = Vec::with_capacity(concepts.len());
    for (index, concept) in concepts.iter().enumerate() {
        match concept.as_deref() {
            Some(c) if is_label(c) => {
                // 备注, 绩效目标 and a second 单位名称 after the amounts open no side.
                let repeats = before.is_some_and(|b| {
                    let (a, b) = (concepts[b].as_deref(), concept.as_deref());
                    a == b || paths[index].first() != paths[before.unwrap_or(0)].first()
                });
                if amounts && repeats && side < 7 && !c.starts_with("unit") && !c.starts_with("project") {
                    side += 1;
                    before = Some(index);
                } else if before.is_none() {
                    before = Some(index);
                }
                amounts = false;
            }
            Some("line_number" | "note" | "performance_goal") => {}
            _ => amounts = true,
        }
        out.push(side);
    }
    out
}

fn is_revenue(paths: &[Vec<String>], sides: &[u8], index: usize) -> bool {
    let path = &paths[index];
    let says = |word: &str| path.iter().any(|p| p.contains(word));
    match (says("收入"), says("支出")) {
        (true, false) => true,
        (false, true) => false,
        _ => sides.get(index) == Some(&0),
    }
}

/// The concept of one side of 收支总表.
fn of_side(concept: &str, revenue: bool) -> String {
    let part = concept.strip_prefix("current_year_revenue.");
    let (prefix, bare) =
        match ["prior.", "adjusted.", "initial."].iter().find_map(|p| concept.strip_prefix(p)) {
            Some(rest) => (&concept[..concept.len() - rest.len()], rest),
            None => ("", concept),
        };
    match (revenue, bare) {
        (true, "name") => "revenue.name".to_owned(),
        (true, "total") => format!("{prefix}revenue.amount"),
        (false, "name") => "expenditure.name".to_owned(),
        (false, "total") => format!("{prefix}expenditure.amount"),
        (false, _) => match part {
            Some(part) => format!("expenditure.{part}"),
            None if matches!(bare, "basic" | "project" | "basic.personnel" | "basic.public") => {
                format!("{prefix}expenditure.{bare}")
            }
            None => concept.to_owned(),
        },
        (true, _) => concept.to_owned(),
    }
}

/// What each column holds: by concept, and where there is none by its cells.
pub(super) fn roles(columns: &[Column], body: &[Vec<RawCell>]) -> Vec<Role> {
    let mut roles: Vec<Role> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| match column.concept.as_deref() {
            Some("code" | "code.class" | "code.division" | "code.item" | "unit_code" | "project_code") => {
                Role::Code
            }
            Some(c)
                if is_label(c) && c != "ordinal"
                    || matches!(c, "performance_goal" | "note" | "measure_unit") =>
            {
                Role::Label
            }
            Some("line_number" | "ordinal" | "quantity" | "change.percent") => Role::Number,
            Some(_) => Role::Amount,
            None => by_cells(index, body),
        })
        .collect();
    // Without a header that says so, the first column names the lines.
    if let (Some(first), Some(None)) = (roles.first_mut(), columns.first().map(|c| c.concept.as_deref()))
        && *first == Role::Number
    {
        *first = Role::Code;
    }
    roles
}

fn by_cells(index: usize, body: &[Vec<RawCell>]) -> Role {
    let texts: Vec<&str> =
        body.iter().filter_map(|r| r.get(index)).map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
    let figures = texts.iter().filter(|t| is_figure(t)).count();
    if texts.is_empty() || figures * 2 <= texts.len() {
        return Role::Label;
    }
    if texts.iter().any(|t| t.contains('.') || t.contains(',')) { Role::Amount } else { Role::Number }
}

/// The columns that hold expenditure split by fund have a total of their own.
pub(super) fn totals(columns: &mut [Column]) {
    let split = columns.iter().any(|c| {
        c.concept.as_deref().is_some_and(|c| {
            c.starts_with("expenditure.")
                && !matches!(c, "expenditure.name" | "expenditure.amount" | "expenditure.total")
        })
    });
    if split {
        for column in columns {
            if column.concept.as_deref() == Some("expenditure.amount") {
                column.concept = Some("expenditure.total".to_owned());
            }
        }
    }
}

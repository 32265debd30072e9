//! What is asked of a mutant: whether the clean document says the changed thing more than once.
//!
//! See `docs/mutation.md` for the definition in words.

use std::collections::BTreeSet;

use yusuan::model::{Check, Disclosure, ItemRole, Status, Table};

/// Failures of a document: rule and message.
pub fn fails(document: &Disclosure) -> BTreeSet<(String, String)> {
    failures(&document.checks)
}

/// The failures among outcomes: rule and message.
pub fn failures(checks: &[Check]) -> BTreeSet<(String, String)> {
    let failed = checks.iter().filter(|c| c.status == Status::Fail);
    failed.map(|c| (c.rule.clone(), c.message.clone())).collect()
}

/// Rules that fail in `mutant` and did not in `clean`: those that speak, and those whose difference was united.
pub fn new_failures(clean: &BTreeSet<(String, String)>, mutant: &[Check]) -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    for (rule, message) in failures(mutant).difference(clean) {
        rules.insert(rule.clone());
        if let Some((_, others)) = message.rsplit_once("同一差额另见：") {
            rules.extend(others.split('、').map(str::to_owned));
        }
    }
    let refused = |c: &Check| c.rule == "T108" && c.status == Status::Insufficient;
    if mutant.iter().any(refused) {
        rules.insert("T108".to_owned());
    }
    rules
}

/// Whether a mutant counts: the clean document says the changed thing in two places that a rule compares.
pub fn judged(kind: &str, clean: &Disclosure, mutant: &Disclosure) -> bool {
    match kind {
        "删去一行" => removed_row(clean, mutant).is_none_or(|(t, r)| {
            !redundant(&clean.tables[t], r) && carried(clean, &cells(&clean.tables[t], r))
        }),
        "科目改名" => touched(clean, mutant).is_none_or(|places| named_twice(clean, &places)),
        _ => touched(clean, mutant).is_none_or(|places| carried(clean, &places)),
    }
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

/// Whether some rule of the clean document holds two figures equal of which one stands in these places.
fn carried(clean: &Disclosure, places: &[String]) -> bool {
    // An upper bound or a word of direction does not fix a figure.
    let bound = |c: &Check| {
        let apart = c.difference.zip(c.allowed).is_some_and(|(d, a)| d.abs() > a);
        apart || matches!(c.rule.as_str(), "T105" | "X208" | "S405" | "S407" | "S409" | "X210")
    };
    let equal = clean.checks.iter().filter(|c| c.status == Status::Pass && !bound(c));
    equal.flat_map(|c| &c.evidence).any(|e| places.contains(&e.reference))
}

fn cells(table: &Table, row: usize) -> Vec<String> {
    (0..table.columns.len()).map(|c| format!("{}/r{row}/c{c}", table.id)).collect()
}

/// The row that is missing in the mutant, where nothing else of the tables' shape differs.
fn removed_row(clean: &Disclosure, mutant: &Disclosure) -> Option<(usize, usize)> {
    if clean.tables.len() != mutant.tables.len() {
        return None;
    }
    let pairs = || clean.tables.iter().zip(&mutant.tables).enumerate();
    let mut shorter = pairs().filter(|(_, (a, b))| a.rows.len() != b.rows.len());
    let (t, (a, b)) = shorter.next()?;
    if shorter.next().is_some() || a.rows.len() != b.rows.len() + 1 {
        return None;
    }
    let text = |table: &Table, r: usize| {
        table.rows.get(r).map(|r| r.cells.iter().map(|c| c.text.clone()).collect::<Vec<_>>())
    };
    (0..a.rows.len()).find(|&r| text(a, r) != text(b, r)).map(|r| (t, r))
}

/// Whether what remains of a table says all that a row said: each of its lines is the only part of a whole, or the
/// whole of an only part, with the same figures.
fn redundant(table: &Table, row: usize) -> bool {
    let figures = |i: usize| -> Vec<&str> {
        let item = &table.items[i];
        item.value_columns.iter().map(|&c| table.rows[item.row].cells[c].text.as_str()).collect()
    };
    let filled = |i: usize| figures(i).iter().any(|f| f.contains(|c: char| ('1'..='9').contains(&c)));
    let parts = |of: Option<usize>, side: u8| -> Vec<usize> {
        let part = |i: &usize| {
            let item = &table.items[*i];
            item.parent == of
                && item.side == side
                && !matches!(item.role, ItemRole::Total | ItemRole::OfWhich)
        };
        (0..table.items.len()).filter(part).collect()
    };
    let total = |side: u8| {
        (0..table.items.len())
            .find(|&i| table.items[i].side == side && table.items[i].role == ItemRole::Total)
    };
    let alone = |whole: Option<usize>, list: &[usize]| matches!((whole, list), (Some(whole), [only]) if figures(whole) == figures(*only));
    let twin = |i: usize| {
        let item = &table.items[i];
        let above = item.parent.or_else(|| total(item.side));
        let below =
            if item.role == ItemRole::Total { parts(None, item.side) } else { parts(Some(i), item.side) };
        alone(Some(i), &below) || item.role != ItemRole::Total && alone(above, &parts(item.parent, item.side))
    };
    let mut lines = (0..table.items.len()).filter(|&i| table.items[i].row == row && filled(i)).peekable();
    lines.peek().is_some() && lines.all(twin)
}

/// Whether one of these places is the name of a subject with a code that another table or a sentence names too.
fn named_twice(clean: &Disclosure, places: &[String]) -> bool {
    let items = || clean.tables.iter().flat_map(|t| t.items.iter().map(move |i| (t, i)));
    let mut renamed = items().filter(|(table, item)| {
        let column = item.name_column.unwrap_or_default();
        item.code.is_some() && places.contains(&format!("{}/r{}/c{column}", table.id, item.row))
    });
    renamed.any(|(table, item)| {
        let again = items().any(|(t, i)| t.id != table.id && i.code == item.code && i.name == item.name);
        again || clean.claims.iter().any(|c| c.subject.last() == Some(&item.name))
    })
}

//! Contradictions: one figure or word of a consistent document is changed, and truth says which.

use crate::document::{Document, Finding, plain};
use crate::rng::Rng;

/// What may be planted.
pub const KINDS: &[&str] = &[
    "table-sum",
    "cross-table",
    "narrative-table",
    "percent",
    "share",
    "direction",
    "name",
    "unit-slip",
    "three-public",
];

/// Plants one contradiction; `false` when the document has no place for it.
pub fn plant(d: &mut Document, kind: &str, seed: u64) -> bool {
    let mut rng = Rng::new(seed, kind);
    let finding = match kind {
        "table-sum" => table_sum(d, &mut rng),
        "cross-table" => cross_table(d),
        "narrative-table" => narrative(d, &mut rng, "amount/item/", "narrative_table"),
        "three-public" => narrative(d, &mut rng, "amount/reception", "narrative_table"),
        "percent" => narrative(d, &mut rng, "percent/", "narrative_arith"),
        "share" => narrative(d, &mut rng, "share/", "narrative_arith"),
        "direction" => direction(d),
        "name" => name(d),
        "unit-slip" => unit_slip(d),
        _ => None,
    };
    finding.map(|f| d.findings.push(f)).is_some()
}

/// A figure with one digit changed, so that the difference is no rounding: the first digit of more than one.
fn other(text: &str, rng: &mut Rng) -> String {
    let mut done = false;
    let by = rng.range(1, 4) as u32;
    text.chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) if !done => {
                done = true;
                let new = if digit == 0 {
                    by
                } else if digit + by > 9 {
                    digit - by.min(digit - 1).max(1)
                } else {
                    digit + by
                };
                char::from_digit(new, 10).unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}

fn figure(cell: &str) -> bool {
    cell.len() > 3
        && cell.chars().any(|c| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || ",.".contains(c))
}

/// A leaf's figure in the 支出总表: its 款 and every total above no longer fit.
fn table_sum(d: &mut Document, rng: &mut Rng) -> Option<Finding> {
    let table = d.tables_mut().find(|t| t.kind == "expenditure_summary")?;
    let column = table.columns()
        - table.align.iter().rev().take_while(|a| **a == crate::document::Align::Right).count();
    let last = table.rows.len().checked_sub(2)?;
    let row = (1..=last).rev().find(|r| figure(&table.rows[*r][column]))?;
    let old = table.rows[row][column].clone();
    let new = other(&old, rng);
    table.rows[row][column].clone_from(&new);
    let name =
        table.rows[row].iter().find(|c| !c.is_empty() && !figure(c) && c.parse::<u64>().is_err())?.clone();
    Some(Finding {
        kind: "table_arith",
        place: format!("{} {name}", table.title),
        stated: new,
        expected: old,
        detail: format!("{name}一行的合计与其分项及上级科目不符"),
    })
}

/// Two 类 of the 财政拨款收支总表 change places: every sum of that table still holds.
fn cross_table(d: &mut Document) -> Option<Finding> {
    let table = d.tables_mut().find(|t| t.kind == "fiscal_appropriation_summary")?;
    let filled: Vec<usize> = (0..table.rows.len())
        .filter(|r| table.rows[*r][2].ends_with("支出") && figure(&table.rows[*r][3]))
        .collect();
    let (a, b) = (*filled.first()?, *filled.get(1)?);
    let (first, second) = (table.rows[a][3..].to_vec(), table.rows[b][3..].to_vec());
    if first[0] == second[0] {
        return None;
    }
    table.rows[a].splice(3.., second.clone());
    table.rows[b].splice(3.., first.clone());
    Some(Finding {
        kind: "cross_table",
        place: format!("{} {}", table.title, table.rows[a][2]),
        stated: second[0].clone(),
        expected: first[0].clone(),
        detail: format!("与一般公共预算支出表的{}不符（与{}互换）", table.rows[a][2], table.rows[b][2]),
    })
}

/// The marks of a paragraph: start, end, tag, text.
fn marks(text: &str) -> Vec<(usize, usize, String, String)> {
    text.match_indices('⟦')
        .filter_map(|(at, _)| {
            let inner_start = at + '⟦'.len_utf8();
            let inner = text[inner_start..].split('⟧').next()?;
            let (tag, shown) = inner.split_once('|')?;
            Some((at, inner_start + inner.len() + '⟧'.len_utf8(), tag.to_owned(), shown.to_owned()))
        })
        .collect()
}

fn narrative(d: &mut Document, rng: &mut Rng, tag: &str, kind: &'static str) -> Option<Finding> {
    let mut places: Vec<(usize, usize, usize, String)> = Vec::new();
    for (p, text) in d.paragraphs_mut().enumerate() {
        for (start, end, found, shown) in marks(text) {
            if found.starts_with(tag) && figure(&shown) {
                places.push((p, start, end, shown));
            }
        }
    }
    let (p, start, end, old) = if places.is_empty() { return None } else { rng.pick(&places).clone() };
    let new = other(&old, rng);
    let yuan = d.template == "shanghai";
    let text = d.paragraphs_mut().nth(p)?;
    let before = plain(text);
    let mark = text[start..end].replace(&format!("|{old}⟧"), &format!("|{new}⟧"));
    text.replace_range(start..end, &mark);
    let (stated, expected) = match kind {
        "narrative_arith" => (format!("{new}%"), format!("{old}%")),
        // Where the tables are in 元, the consistent figure is not printed in this form anywhere.
        _ if yuan => (new, String::new()),
        _ => (new, old),
    };
    Some(Finding { kind, place: before.chars().take(40).collect(), stated, expected, detail: before })
}

fn direction(d: &mut Document) -> Option<Finding> {
    let text = d.paragraphs_mut().find(|t| t.contains("⟦verb/item") || t.contains("⟦verb/general"))?;
    let before = plain(text);
    let (from, to) = if text.contains("|增加⟧") { ("增加", "减少") } else { ("减少", "增加") };
    *text = text.replacen(&format!("|{from}⟧"), &format!("|{to}⟧"), 1);
    let stated = plain(text);
    Some(Finding {
        kind: "narrative_self",
        place: before.chars().take(40).collect(),
        stated,
        expected: before,
        detail: format!("{from}写成{to}"),
    })
}

fn name(d: &mut Document) -> Option<Finding> {
    let (old, new) = ("社会保障和就业支出（类）", "社会保障与就业补助支出（类）");
    let text = d.paragraphs_mut().filter(|t| t.contains(old) && t.contains("（项）")).last()?;
    let place = plain(text).chars().take(40).collect();
    *text = text.replacen(old, new, 1);
    Some(Finding {
        kind: "name_mismatch",
        place,
        stated: new.trim_end_matches("（类）").into(),
        expected: old.trim_end_matches("（类）").into(),
        detail: "类级科目名称与表不一致".into(),
    })
}

fn unit_slip(d: &mut Document) -> Option<Finding> {
    let text = d.paragraphs_mut().filter(|t| t.contains("⟦amount/item/")).last()?;
    let before = plain(text);
    let (_, end, _, shown) = marks(text).into_iter().find(|m| m.2.starts_with("amount/item/"))?;
    let at = end + text[end..].find("万元")?;
    text.replace_range(at..at + "万".len(), "");
    Some(Finding {
        kind: "narrative_table",
        place: before.chars().take(40).collect(),
        stated: format!("{shown}元"),
        expected: format!("{shown}万元"),
        detail: before,
    })
}

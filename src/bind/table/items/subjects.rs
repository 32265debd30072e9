//! Subjects by code or by name, with the totals, units and other lines between them, and how they nest.

use rust_decimal::Decimal;

use super::super::header::is_total;
use super::{Line, Places, is_total_concept, names, settle, two_sided};
use crate::model::{CodeSource, Column, Item, ItemRole, Level, Scheme, TableKind, concept};
use crate::vocabulary::fold::folding;
use crate::vocabulary::{Side, Vocabulary, level_of};

/// Subjects by code or by name, with the totals and other lines between them.
pub(super) fn subjects(
    lines: &[Line],
    places: &Places<'_>,
    vocabulary: &Vocabulary,
    year: Option<i32>,
) -> Vec<Item> {
    let scheme = scheme(lines, places, vocabulary);
    let coded = lines.iter().any(|l| l.code.is_some());
    let single = !two_sided(places.table.kind);
    let across = |c: &Column| c.concept.as_deref().is_some_and(|c| c.starts_with("three_public."));
    let three_public =
        places.table.kind == TableKind::ThreePublicExpenses && !places.table.columns.iter().any(across);
    let mut items: Vec<Item> = Vec::with_capacity(lines.len());
    let mut named: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut item = places.item(line);
        let side = if single { Side::Single } else { Side::Expenditure };
        let concept = vocabulary.line(side, &line.name).map(str::to_owned);
        if let Some(code) = line.code.clone().filter(|_| scheme.is_some()) {
            item.level = Some(level_of(&code));
            item.scheme = scheme;
            item.code = Some(code);
            item.code_source = Some(CodeSource::Printed);
        } else if (is_total(&line.name) || concept.as_deref().is_some_and(is_total_concept))
            && !within(lines, index)
        {
            item.level = Some(Level::Total);
            item.role = ItemRole::Total;
            item.concept = concept.or_else(|| three_public.then(|| concept::THREE_PUBLIC_TOTAL.to_owned()));
        } else if three_public && is_total(&line.name) {
            item.concept = Some(concept::THREE_PUBLIC_TOTAL.to_owned());
        } else if folding(&line.name).ends_with("合计")
            && line.name.chars().count() < 12
            && !within(lines, index)
        {
            // 人员经费合计 closes a block.
            item.level = Some(Level::Total);
            item.role = ItemRole::Total;
            item.concept = concept;
        } else if !line.name.chars().any(char::is_alphanumeric) || line.name == "无" {
            item.level = None;
        } else if let (Some(scheme), true) = (scheme, coded)
            && vocabulary.candidates(scheme, &line.name).is_empty()
        {
            item.concept = concept;
            if sums_up(lines, index, places) {
                item.role = ItemRole::Subtotal;
            }
        } else if scheme.is_some() && !(concept.is_some() && two_sided(places.table.kind)) {
            named.push(index);
        } else {
            item.concept = concept;
        }
        items.push(item);
    }
    if let Some(scheme) = scheme {
        let wanted: Vec<names::Named<'_>> = named
            .iter()
            .map(|i| names::Named { name: &lines[*i].name, figure: main_figure(places, lines[*i].row) })
            .collect();
        let only_classes = two_sided(places.table.kind);
        let resolved = names::resolve(&wanted, scheme, vocabulary, year, only_classes);
        for (index, found) in named.iter().zip(resolved) {
            let item = &mut items[*index];
            if let Some(level) = found.level {
                item.level = Some(level);
            }
            if let Some(code) = found.code {
                item.scheme = Some(scheme);
                item.code = Some(code);
                item.code_source = Some(CodeSource::Inferred);
            }
            if item.code.is_none() && found.level.is_none() {
                let side = if single { Side::Single } else { Side::Expenditure };
                item.concept = vocabulary.line(side, &item.name).map(str::to_owned);
            }
        }
    }
    let totals = |items: &[Item]| {
        items.iter().filter(|i| i.concept.as_deref() == Some(concept::THREE_PUBLIC_TOTAL)).count()
    };
    if three_public && totals(&items) > 1 {
        // “三公”经费小计 has its own line: 合计 holds 会议费, 培训费 or 机关运行经费 too.
        for item in items.iter_mut().filter(|i| is_total(&i.name)) {
            item.concept = None;
        }
    }
    nest(&mut items, lines, places);
    items
}

/// Whether an uncoded line (a unit among its subjects) is the sum of the deepest lines up to the next such line.
fn sums_up(lines: &[Line], index: usize, places: &Places<'_>) -> bool {
    let below: Vec<&Line> = lines[index + 1..].iter().take_while(|l| l.code.is_some()).collect();
    let leaves: Vec<usize> = below
        .iter()
        .filter(|l| {
            let code = l.code.as_deref().unwrap_or_default();
            !below
                .iter()
                .any(|o| o.code.as_deref().is_some_and(|o| o.len() > code.len() && o.starts_with(code)))
        })
        .map(|l| l.row)
        .collect();
    !leaves.is_empty() && places.adds_up(lines[index].row, &leaves)
}

/// The figure that decides between readings of a name: the first that the row has in its leading column.
fn main_figure(places: &Places<'_>, row: usize) -> Option<Decimal> {
    places.figures(row).next().flatten()
}

/// Parents by code, by level, by 其中.
fn nest(items: &mut [Item], lines: &[Line], places: &Places<'_>) {
    let mut open: [Option<usize>; 3] = [None; 3];
    // The unit whose subjects follow.
    let mut unit: Option<usize> = None;
    for index in 0..items.len() {
        if items[index].code.is_none() {
            let heads = items[index].role == ItemRole::Subtotal && items[index].level == Some(Level::Line);
            unit = heads.then_some(index);
        }
        let depth = match items[index].level {
            Some(Level::Class) => 0,
            Some(Level::Division) => 1,
            Some(Level::Item) => 2,
            Some(Level::Total) | None => continue,
            Some(Level::Line) => {
                let rank = lines[index].rank;
                let above = |i: &usize| {
                    let other = &lines[*i];
                    items[*i].role != ItemRole::Total
                        && items[*i].level == Some(Level::Line)
                        && (other.rank < rank && !(other.of_which && other.rank == 0)
                            || lines[index].of_which && !other.of_which)
                };
                if let Some(whole) = whole_of(items, index).or_else(|| unit_of(items, index, places)) {
                    items[index].parent = Some(whole);
                } else if lines[index].of_which || rank > 0 {
                    items[index].parent = (0..index).rev().find(above);
                }
                continue;
            }
        };
        let parent = open[..depth]
            .iter()
            .rev()
            .flatten()
            .next()
            .copied()
            .or(unit.filter(|_| items[index].code_source == Some(CodeSource::Printed)));
        items[index].parent = parent
            .filter(|p| match (&items[*p].code, &items[index].code) {
                (Some(parent), Some(child)) => child.starts_with(parent.as_str()),
                _ => true,
            })
            .or(unit);
        if lines[index].of_which {
            items[index].role = ItemRole::OfWhich;
            continue;
        }
        if let Some(parent) = items[index].parent {
            items[parent].role = ItemRole::Subtotal;
        }
        open[depth] = Some(index);
        for deeper in &mut open[depth + 1..] {
            *deeper = None;
        }
    }
    settle(items, places);
    // A lone row of figures is its table's total.
    if let [item] = items
        && item.name.is_empty()
        && places.figures(item.row).any(|f| f.is_some())
    {
        item.role = ItemRole::Total;
    }
}

/// Whether a numbered line stands below another: （一）支出合计 under 一、 is the total of its part alone.
fn within(lines: &[Line], index: usize) -> bool {
    let rank = lines[index].rank;
    lines[..index].iter().any(|l| l.rank > 0 && l.rank < rank)
}

/// The line above that a line is a part of by what the two mean: 公务用车购置费 of 公务用车购置及运行费, numbered or
/// not.
fn whole_of(items: &[Item], index: usize) -> Option<usize> {
    let (whole, _) = items[index].concept.as_deref()?.rsplit_once('.')?;
    let found = |i: &Item| i.concept.as_deref() == Some(whole) && i.role != ItemRole::Total;
    if whole != concept::THREE_PUBLIC_VEHICLE {
        return None;
    }
    items[..index].iter().rposition(found)
}

/// The department above whose code a unit's code begins with: 103 above 103001.
fn unit_of(items: &[Item], index: usize, places: &Places<'_>) -> Option<usize> {
    let column = places.table.columns.iter().position(|c| c.concept.as_deref() == Some("unit_code"))?;
    let code = |item: &Item| places.table.rows[item.row].cells.get(column).map_or("", |c| c.text.as_str());
    let own = code(&items[index]);
    items[..index].iter().rposition(|above| {
        let other = code(above);
        !other.is_empty()
            && own.len() > other.len()
            && own.starts_with(other)
            && above.role != ItemRole::Total
    })
}

/// Which classification the lines belong to.
fn scheme(lines: &[Line], places: &Places<'_>, vocabulary: &Vocabulary) -> Option<Scheme> {
    let mut counts = [0_usize; 3];
    for line in lines {
        match line.code.as_deref().and_then(|c| c.bytes().next()) {
            Some(b'2') => counts[0] += 1,
            Some(b'3') => counts[1] += 1,
            Some(b'5') => counts[2] += 1,
            _ => {}
        }
    }
    let schemes = [Scheme::Functional, Scheme::Economic, Scheme::GovernmentEconomic];
    let most = |counts: [usize; 3]| {
        let index = (0..3).rev().max_by_key(|i| counts[*i])?;
        (counts[index] > 0).then(|| schemes[index])
    };
    if let Some(found) = most(counts) {
        return Some(found);
    }
    if matches!(
        places.table.kind,
        TableKind::ThreePublicExpenses
            | TableKind::ProjectExpenditure
            | TableKind::ProjectPerformance
            | TableKind::GovernmentProcurement
    ) {
        return None;
    }
    let mut names = 0;
    for line in lines.iter().filter(|l| !is_total(&l.name) && !l.name.is_empty()).take(60) {
        names += 1;
        for (count, scheme) in counts.iter_mut().zip(schemes) {
            *count += usize::from(!vocabulary.candidates(scheme, &line.name).is_empty());
        }
    }
    let best = most([counts[0], counts[1], counts[2]])?;
    let hits = counts.iter().copied().max().unwrap_or(0);
    (hits * 2 >= names).then_some(best)
}

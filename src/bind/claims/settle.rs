//! Where the words alone leave two readings, the figures decide: sums of parts, changes and their percentages.

use rust_decimal::Decimal;

use super::walk::{id, number};
use crate::model::{Claim, Measure};

/// Settles the lists and changes of a document's claims.
pub(super) fn settle(claims: &mut [Claim], year: Option<i32>) {
    nothing(claims);
    parted(
        claims,
        year,
        "three_public.vehicle",
        &["three_public.vehicle.purchase", "three_public.vehicle.operation"],
    );
    parted(
        claims,
        year,
        "three_public.reception",
        &["three_public.reception.domestic", "three_public.reception.foreign"],
    );
    parted(claims, year, "procurement", &["procurement.goods", "procurement.works", "procurement.services"]);
    let mut items: Vec<(u32, usize)> = (0..claims.len())
        .filter_map(|i| {
            let claim = claims.get(i)?;
            Some((claim.group.filter(|_| claim.measure == Measure::Amount)?, i))
        })
        .collect();
    items.sort_unstable();
    for items in items.chunk_by(|a, b| a.0 == b.0) {
        list(claims, items);
    }
    for index in 1..claims.len() {
        shared_change(claims, index);
    }
}

/// Figures that agree within half a unit of each term's last printed digit.
fn agree(whole: &Claim, parts: &[&Claim]) -> bool {
    let (Some(yuan), Some(ulp)) = (whole.yuan, whole.ulp) else { return false };
    let sum: Decimal = parts.iter().filter_map(|c| c.yuan).sum();
    let slack: Decimal = parts.iter().filter_map(|c| c.ulp).chain([ulp]).map(|u| u / Decimal::TWO).sum();
    (yuan - sum).abs() <= slack
}

/// How far before its part 公务用车购置及运行费 may stand, in claims.
const NEAR: usize = 48;

/// `0万元` among figures with decimals is nothing, not something below 5,000 元: whoever writes 5,249.78 would have
/// written 0.32. Its precision is then that of the figures around it.
fn nothing(claims: &mut [Claim]) {
    let unit = |c: &Claim| c.yuan.is_some() && c.text.ends_with("万元");
    let figures = || claims.iter().filter(|c| unit(c) && c.yuan.is_some_and(|y| !y.is_zero()));
    let cent = |c: &&Claim| c.ulp.is_some_and(|u| u <= Decimal::ONE_HUNDRED);
    if figures().filter(cent).count() * 2 <= figures().count() {
        return;
    }
    for claim in claims.iter_mut().filter(|c| unit(c) && c.yuan.is_some_and(|y| y.is_zero())) {
        claim.ulp = claim.ulp.map(|u| u.min(Decimal::ONE_HUNDRED));
    }
}

/// 公务用车购置费 and 运行费 are parts of the 公务用车购置及运行费 stated before them, wherever their 其中 stands; likewise what
/// 公务接待费 and 政府采购 divide into.
fn parted(claims: &mut [Claim], year: Option<i32>, of: &str, parts: &[&str]) {
    let is = |c: &Claim, concept: &str| c.measure == Measure::Amount && c.concept.as_deref() == Some(concept);
    let part = |c: &Claim| parts.iter().any(|p| is(c, p));
    let topic = of.split('.').next().unwrap_or(of);
    let mut groups = claims.iter().filter_map(|c| c.group).max().unwrap_or(0);
    for index in 0..claims.len() {
        let (before, rest) = claims.split_at_mut(index);
        let Some(claim) = rest.first_mut().filter(|c| part(c)) else { continue };
        let from = index.saturating_sub(NEAR);
        let near = before.get(from..).unwrap_or_default().iter().rposition(|c| {
            c.measure == Measure::Amount
                && c.phase == claim.phase
                && c.concept.as_deref().is_some_and(|c| c.starts_with(topic))
                && !part(c)
        });
        let Some(whole) = near.map(|i| i + from).filter(|i| {
            before.get(*i).is_some_and(|c| {
                is(c, of) && c.section == claim.section && c.year.or(year) == claim.year.or(year)
            })
        }) else {
            continue;
        };
        let base = id(whole);
        if claim.base.as_ref() == Some(&base) {
            continue;
        }
        let sibling = before.iter().skip(whole).rev().find(|c| part(c) && c.base.as_ref() == Some(&base));
        let group = sibling.and_then(|c| c.group).unwrap_or_else(|| {
            groups += 1;
            groups
        });
        claim.base = Some(base);
        claim.group = Some(group);
    }
}

/// A list whose parts do not add up to the whole that its place gives it, but to the whole of that, is a list of
/// the latter; and one that lacks what reads as a change (支持商销稳增长 30 万元) has it as an item.
fn list(claims: &mut [Claim], items: &[(u32, usize)]) {
    let (Some(&(group, first)), Some(&(_, last))) = (items.first(), items.last()) else { return };
    let bases: Vec<Option<&String>> =
        items.iter().filter_map(|(_, i)| claims.get(*i)).map(|c| c.base.as_ref()).collect();
    let Some(Some(base)) = bases.first().copied() else { return };
    if items.len() < 2 || bases.iter().any(|b| *b != Some(base)) {
        return;
    }
    let at = |id: &String| number(id).and_then(|i| claims.get(i));
    let Some(whole) = at(base) else { return };
    let parts: Vec<&Claim> = items.iter().filter_map(|(_, i)| claims.get(*i)).collect();
    if agree(whole, &parts) {
        return;
    }
    let named = |c: &Claim| {
        c.measure == Measure::ChangeAmount
            && c.wording.is_none()
            && c.yuan.is_some()
            && c.baseline.is_none()
            && c.of.is_none()
            && c.concept.is_none()
            && c.code.is_none()
            && !c.subject.is_empty()
    };
    let more: Vec<usize> = (first..=last + 1).filter(|i| claims.get(*i).is_some_and(named)).collect();
    let all: Vec<&Claim> = more.iter().filter_map(|i| claims.get(*i)).chain(parts.iter().copied()).collect();
    if !more.is_empty() && agree(whole, &all) {
        let (base, phase) = (base.clone(), whole.phase);
        for index in more {
            let Some(claim) = claims.get_mut(index) else { continue };
            claim.measure = Measure::Amount;
            claim.direction = None;
            claim.base = Some(base.clone());
            claim.phase = phase;
            claim.group = Some(group);
            whole_name(claim);
        }
        return;
    }
    let upper = whole.base.clone().filter(|b| {
        at(b).is_some_and(|u| u.measure == Measure::Amount && u.phase == whole.phase && agree(u, &parts))
    });
    if let Some(upper) = upper {
        let base = base.clone();
        let listed = |c: &&mut Claim| c.group == Some(group) && c.base.as_ref() == Some(&base);
        for claim in claims.iter_mut().skip(first).take(last + 2 - first).filter(listed) {
            claim.base = Some(upper.clone());
        }
    }
}

/// The name up to its figure: 支持商销稳增长, of which the reading had cut the word of direction.
fn whole_name(claim: &mut Claim) {
    let Some(name) = claim.subject.last_mut() else { return };
    let Some(rest) = claim.sentence.find(name.as_str()).and_then(|at| claim.sentence.get(at..)) else {
        return;
    };
    let end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    if let Some(longer) = rest.get(..end).map(str::trim).filter(|l| l.len() > name.len()) {
        longer.clone_into(name);
    }
}

/// 其中 A 100 万元，B 200 万元，比上年增加 50 万元，增长 20%: whose change it is, the percentage tells.
fn shared_change(claims: &mut [Claim], index: usize) {
    let (Some(change), Some(percent)) = (claims.get(index - 1), claims.get(index)) else { return };
    let pair = change.measure == Measure::ChangeAmount
        && percent.measure == Measure::ChangePercent
        && change.of.is_some()
        && change.of == percent.of
        && change.base.is_none()
        && percent.base.is_none()
        && change.direction == percent.direction;
    let at = |id: Option<&String>| id.and_then(|id| number(id)).and_then(|i| claims.get(i));
    let (true, Some(item)) = (pair, at(change.of.as_ref())) else { return };
    // 3.公务用车购置及运行维护费：安排预算 9 万元，比上年增加 1 万元: an item in a sentence of its own has its own change.
    let beside = claims.iter().take(index).rev().take(NEAR).any(|c| {
        c.measure == Measure::Amount
            && c.id != item.id
            && c.group == item.group
            && c.sentence == item.sentence
    });
    if !beside {
        return;
    }
    let Some(whole) = at(item.base.as_ref()).filter(|_| item.group.is_some()) else { return };
    let (Some(by), Some(stated)) = (change.yuan, percent.percent) else { return };
    let signed = if change.direction == Some(crate::model::Direction::Decrease) { -by } else { by };
    let fits = |c: &Claim| {
        let base = c.yuan.and_then(|y| y.checked_sub(signed)).filter(|b| *b > Decimal::ZERO);
        let share = base.and_then(|b| (by * Decimal::ONE_HUNDRED).checked_div(b));
        share.is_some_and(|s| (s - stated).abs() <= Decimal::new(1, 1))
    };
    if fits(item) || !fits(whole) {
        return;
    }
    let (of, names, code, concept) =
        (item.base.clone(), whole.subject.clone(), whole.code.clone(), whole.concept.clone());
    for claim in claims.iter_mut().skip(index - 1).take(2) {
        claim.of.clone_from(&of);
        claim.subject.clone_from(&names);
        claim.code.clone_from(&code);
        claim.concept.clone_from(&concept);
        claim.group = None;
    }
}

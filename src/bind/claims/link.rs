//! Ties changes whose amount stands in another sentence to it.

use super::Setting;
use super::walk::id;
use crate::clock::tick;
use crate::model::{Claim, DocumentKind, Measure, Phase};

/// 公务接待费支出决算增加 0.40 万元: the amount that changed stands elsewhere. It is found by concept or code among the
/// amounts of the document's own year, and only where they all say the same.
pub(super) fn changes(claims: &mut [Claim], setting: &Setting<'_>) {
    let phase = match setting.kind {
        DocumentKind::Budget => Phase::Budget,
        DocumentKind::FinalAccount => Phase::Final,
        DocumentKind::Other => return,
    };
    let amounts: Vec<usize> = (0..claims.len())
        .filter(|i| {
            claims.get(*i).is_some_and(|c| {
                c.measure == Measure::Amount
                    && c.yuan.is_some()
                    && c.phase == Some(phase)
                    && (c.year.is_none() || c.year == setting.year)
                    && (c.concept.is_some() || c.code.is_some())
            })
        })
        .collect();
    for index in 0..claims.len() {
        tick();
        let Some(claim) = claims.get(index) else { break };
        let lone =
            matches!(claim.measure, Measure::ChangeAmount | Measure::ChangePercent) && claim.of.is_none();
        if !lone || (claim.concept.is_none() && claim.code.is_none()) {
            continue;
        }
        let fits =
            |i: &&usize| claims.get(**i).is_some_and(|c| c.concept == claim.concept && c.code == claim.code);
        let mut found = amounts.iter().filter(fits).filter_map(|i| claims.get(*i).map(|c| (*i, c.yuan)));
        let Some((first, yuan)) = found.next() else { continue };
        if found.all(|(_, y)| y == yuan)
            && let Some(claim) = claims.get_mut(index)
        {
            claim.of = Some(id(first));
        }
    }
}

/// 2022年度“三公”经费预算较2021年度增加 1.68 万元 in accounts of 2019: the amounts of 2019 didn't change so.
pub(super) fn other_years(claims: &mut [Claim], setting: &Setting<'_>) {
    let Some(year) = setting.year else { return };
    let own = format!("{year}年");
    let others = [1, 2, 3].map(|more| format!("{}年", year + more));
    for claim in claims.iter_mut().filter(|c| c.of.is_some()) {
        let change = matches!(claim.measure, Measure::ChangeAmount | Measure::ChangePercent);
        if change && !claim.sentence.contains(&own) && others.iter().any(|y| claim.sentence.contains(y)) {
            (claim.of, claim.base) = (None, None);
        }
    }
}

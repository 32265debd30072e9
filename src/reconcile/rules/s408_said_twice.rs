//! `S408`: see [`RULE`].

use std::collections::BTreeMap;

use crate::model::{Claim, Phase, Severity};
use crate::reconcile::narrative::{self, scope};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 同一指标、同一年度、同一口径（预算或决算）在说明中说了两次，应相等。科目和收支总数只在同一节内比较，“三公”经费、机关运行经费、政府采购在全文比较。
    S408 "同一指标两次所说的数相等" Error One(check),
    example: "
        @预算
        ## 五、一般公共预算支出情况说明

        - 1. 教育支出（类）普通教育（款）小学教育（项）30.00万元。2025年预算安排30.00万元，比2024年预算执行数增加1.00%。
        + 1. 教育支出（类）普通教育（款）小学教育（项）30.00万元。2025年预算安排32.00万元，比2024年预算执行数增加1.00%。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    type Key<'a> = (Option<Phase2>, &'a str, Vec<&'a str>, usize, u8);
    let mut said: BTreeMap<Key<'_>, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in narrative::amounts(context) {
        let phase = claim.phase.map(Phase2::from);
        let concept = claim.concept.as_deref().unwrap_or("");
        let everywhere = concept.starts_with("three_public.")
            || concept == "agency_operating"
            || ["procurement", "procurement.goods", "procurement.works", "procurement.services"].contains(&concept);
        let path = claim.subject.iter().map(String::as_str).collect::<Vec<_>>();
        let key = if everywhere {
            (phase, concept, Vec::new(), 0, 0)
        } else if ["revenue.", "expenditure.", "balance.", "fiscal."].iter().any(|w| concept.starts_with(w)) {
            (phase, concept, Vec::new(), claim.section + 1, scope(context, claim) as u8)
        } else if concept.is_empty() && path.len() > 1 {
            (phase, "", path, claim.section + 1, 0)
        } else {
            continue;
        };
        said.entry(key).or_default().push((index, claim));
    }
    let mut groups: Vec<Vec<(usize, &Claim)>> = said.into_values().filter(|v| v.len() > 1).collect();
    groups.sort_by_key(|g| g.first().map(|(i, _)| *i));
    for group in groups {
        let Some((first, claim)) = group.first().copied() else { continue };
        let one = narrative::sum(context, first);
        let other = group.iter().find(|(i, _)| narrative::differ(&one, &narrative::sum(context, *i)));
        let refs = narrative::refs(&group.iter().map(|(i, _)| *i).collect::<Vec<_>>());
        let Some((second, again)) = other else {
            // One figure printed twice to the same digit has no rounding between the two.
            let twice = group.iter().find(|(_, c)| c.yuan != claim.yuan && c.ulp == claim.ulp);
            if let Some((second, again)) = twice {
                let refs = [Ref::Claim(first), Ref::Claim(*second)];
                let place = say::place(context, Ref::Claim(first));
                let said = format!(
                    "{place}：“{}”一处印作 {}，一处印作 {}，尾数不同",
                    claim.subject.join("—"),
                    claim.text,
                    again.text
                );
                findings.fail_as(Severity::Info, said, &refs);
                continue;
            }
            findings.pass(&refs, || format!("“{}”各处相同", claim.subject.join("—")));
            continue;
        };
        let mut refs: Vec<Ref> = vec![Ref::Claim(first), Ref::Claim(*second)];
        let mut table = String::new();
        if let Some(Ok((figure, _))) = context.target(first)
            && let [at @ Ref::Cell(..)] = figure.refs.as_slice()
        {
            refs.push(*at);
            table = format!("；{}为 {}", say::place(context, *at), say::printed(context, *at));
        }
        let sum = narrative::sum(context, *second);
        let message = format!(
            "{}：“{}”先说 {}，又说 {}{table}。原文：{} …… {}",
            say::place(context, Ref::Claim(first)),
            claim.subject.join("—"),
            claim.text,
            again.text,
            say::excerpt(&claim.sentence, 60),
            say::excerpt(&again.sentence, 60)
        );
        findings.fail_with(message, &refs, one.value, sum.value, one.slack + sum.slack);
    }
}

/// [`Phase`] in an order that keys can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase2 {
    Budget,
    AdjustedBudget,
    Final,
}

impl From<Phase> for Phase2 {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Budget => Self::Budget,
            Phase::AdjustedBudget => Self::AdjustedBudget,
            Phase::Final => Self::Final,
        }
    }
}

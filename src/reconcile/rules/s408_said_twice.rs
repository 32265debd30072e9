//! `S408`: see [`RULE`].

use crate::model::{Claim, Measure, Phase, Severity};
use crate::reconcile::narrative::{self, scope};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 同一指标、同一年度、同一口径（预算或决算）在说明中说了两次，应相等。科目和收支总数只在同一节内比较，“三公”经费、机关运行经费、政府采购在全文比较；设备单价的限额（100万元以上）在全文相同。
    S408 "同一指标两次所说的数相等" Error One(check),
    example: "
        @预算
        ## 五、一般公共预算支出情况说明

        - 1. 教育支出（类）普通教育（款）小学教育（项）30.00万元。2025年预算安排30.00万元，比2024年预算执行数增加1.00%。
        + 1. 教育支出（类）普通教育（款）小学教育（项）30.00万元。2025年预算安排32.00万元，比2024年预算执行数增加1.00%。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    type Key<'a> = (Option<Phase2>, &'a str, &'a [String], usize, u8);
    limits(context, findings);
    let mut said: Vec<(Key<'_>, (usize, &Claim))> = Vec::with_capacity(context.document.claims.len());
    for (index, claim) in narrative::amounts(context) {
        let phase = claim.phase.map(Phase2::from);
        let concept = claim.concept.as_deref().unwrap_or("");
        let everywhere = concept.starts_with("three_public.")
            || concept == "agency_operating"
            || ["procurement", "procurement.goods", "procurement.works", "procurement.services"].contains(&concept);
        let path = claim.subject.as_slice();
        let key = if everywhere {
            (phase, concept, &[][..], 0, 0)
        } else if ["revenue.", "expenditure.", "balance.", "fiscal."].iter().any(|w| concept.starts_with(w)) {
            (phase, concept, &[][..], claim.section + 1, scope(context, claim) as u8)
        } else if concept.is_empty() && path.len() > 1 {
            (phase, "", path, claim.section + 1, 0)
        } else {
            continue;
        };
        said.push((key, (index, claim)));
    }
    said.sort_by_key(|(key, _)| *key);
    let mut groups: Vec<&[(Key<'_>, (usize, &Claim))]> =
        said.chunk_by(|(a, _), (b, _)| a == b).filter(|group| group.len() > 1).collect();
    groups.sort_by_key(|group| group.first().map(|(_, (index, _))| *index));
    for group in groups {
        let group: Vec<(usize, &Claim)> = group.iter().map(|(_, claim)| *claim).collect();
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

/// 单价 100 万元（含）以上设备 0 台 …… 购置单价 100 万元（含）以上设备: one limit in one document.
fn limits(context: &Context<'_>, findings: &mut Findings<'_>) {
    let claims = &context.document.claims;
    let mut seen: Vec<(&str, usize, &Claim)> = Vec::new();
    for (index, claim) in claims.iter().enumerate().filter(|(_, c)| c.measure == Measure::Threshold && c.yuan.is_some()) {
        let Some((_, behind)) = narrative::around(claim) else { continue };
        let Some(what) = behind.split(|c: char| "，。；、,;".contains(c) || c.is_ascii_digit()).next().map(str::trim) else { continue };
        if !what.contains("设备") {
            continue;
        }
        let Some((_, first, one)) = seen.iter().find(|(w, ..)| *w == what).copied() else {
            seen.push((what, index, claim));
            continue;
        };
        let refs = [Ref::Claim(first), Ref::Claim(index)];
        if one.yuan == claim.yuan {
            findings.pass(&refs, || "限额相同".to_owned());
        } else if one.sentence != claim.sentence {
            let message = format!(
                "{}：“{what}”的限额先说 {}，又说 {}。原文：{}",
                say::place(context, refs[1]),
                one.text,
                claim.text,
                say::excerpt(&claim.sentence, 80)
            );
            findings.fail_as(Severity::Warning, message, &refs);
        }
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

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    #[test]
    fn one_limit_in_one_document() {
        let text = |limit: &str| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 十、国有资产占有使用情况\n\n截至2024年8月31日，单价100万元（含）以上设备（不含车辆）0台。\n\n\
                 2025年预算安排购置单价{limit}（含）以上设备（不含车辆）0台。\n"
            )
        };
        assert_eq!((failed(&text("100万元")), failed(&text("100元"))), (vec![], vec!["S408".to_owned()]));
    }
}

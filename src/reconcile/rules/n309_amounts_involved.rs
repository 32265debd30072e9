//! `N309`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::findings::Relation;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, narrative};

rule! {
    /// 预算中编报绩效目标的项目所涉及的资金，不应大于支出总表的项目支出；说明称全部项目均实行绩效目标管理的，应当相等（说的是财政拨款的，与财政拨款项目表的合计相等）。决算不比较：那里说的是预算金额。
    N309 "绩效目标涉及的资金 ≤ 项目支出" Error One(check),
    example: "
        @预算
        ## 十、预算绩效情况说明

        - 2025年编报绩效目标的项目2个，涉及项目预算资金10.00万元。
        + 2025年编报绩效目标的项目2个，涉及项目预算资金100.00万元。

        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        205|教育支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.is_budget() {
        return;
    }
    let view = context.table(TableKind::ExpenditureSummary).filter(|v| v.has_figures && v.refused.is_none());
    let Some(projects) = view.and_then(|v| v.value_of(v.total(0)?, concept::PROJECT).figure()) else { return };
    let listed = context
        .table(TableKind::ProjectPerformance)
        .filter(|v| v.has_figures && v.refused.is_none() && v.table.title.contains("财政拨款"))
        .and_then(|v| v.value_of(v.total(0)?, concept::TOTAL).figure());
    for (index, claim) in narrative::amounts(context) {
        if claim.concept.as_deref() != Some(concept::PERFORMANCE) {
            continue;
        }
        let all = ["均实行", "全部实行", "均编报", "全部编报", "全部纳入", "全覆盖"].iter().any(|w| claim.sentence.contains(w));
        // 涉及当年财政拨款…: the unit's own money for projects is not in it.
        let appropriated = claim.sentence.contains("财政拨款");
        let relation = if all && !appropriated { Relation::Equal } else { Relation::AtMost };
        if all && appropriated && let Some(listed) = &listed {
            findings.equal(&narrative::sum(context, index), listed, "绩效目标涉及的资金", "财政拨款项目支出表合计");
        }
        findings.compare(&narrative::sum(context, index), relation, &projects, "绩效目标涉及的资金", "支出总表项目支出");
    }
}

//! `X206`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary;
use crate::reconcile::{Context, Findings, Relation, TableView};

rule! {
    /// 一般公共预算支出是全部支出的一部分：每个科目不大于支出总表的同一科目。一般公共预算是唯一的资金来源
    /// （没有基金、国资、事业、其他收入，也没有结转）时，两表逐行逐列相等。
    X206 "支出总表 ≥ 一般公共预算支出表；唯一来源时相等" Error One(check),
    passing: "
        @预算
        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|25.00|20.00|5.00
        |合计|25.00|20.00|5.00
    ",
    failing: "
        @预算
        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|25.00|5.00
        |合计|30.00|25.00|5.00
    ",
}

const COLUMNS: &[&str] =
    &[concept::TOTAL, concept::BASIC, concept::BASIC_PERSONNEL, concept::BASIC_PUBLIC, concept::PROJECT];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(all) = context.table(TableKind::ExpenditureSummary) else { return };
    let Some(part) = context.table(TableKind::GeneralPublicExpenditure) else { return };
    if findings.refuse(&[all, part]) || !(all.has_figures && part.has_figures) {
        return;
    }
    let sole = sole_source(context, all, part);
    lacking(all, part, sole, findings);
    let relation = if sole { Relation::Equal } else { Relation::AtMost };
    for (i, item) in part.items().iter().enumerate() {
        let other = if part.total(0) == Some(i) { all.total(0) } else { all.counterpart(part, i) };
        let Some(other) = other else {
            if part.is_subject(i)
                && item.code.is_some()
                && let Some(column) = part.column(concept::TOTAL)
                && part.value(i, column).is_nonzero()
                && let (Some(figure), Some(at)) = (part.value(i, column).figure(), part.value(i, column).at())
            {
                findings.missing(&figure, at, all);
            }
            continue;
        };
        for concept in COLUMNS {
            let (Some(a), Some(b)) = (part.column(concept), all.column(concept)) else { continue };
            if !part.value(i, a).is_printed() && !all.value(other, b).is_printed() {
                continue;
            }
            if let (Some(left), Some(right)) = (part.confirmed(i, a), all.confirmed(other, b)) {
                findings.compare(&left, relation, &right, "一般公共预算支出表", "支出总表");
            }
        }
    }
}

/// Subjects of the whole that the part must have: all when there is no other money; else one at least below
/// each 类 and 款 that the part has.
fn lacking(all: &TableView<'_>, part: &TableView<'_>, sole: bool, findings: &mut Findings<'_>) {
    let (Some(column), Some(own)) = (all.column(concept::TOTAL), part.column(concept::TOTAL)) else { return };
    for (i, item) in all.items().iter().enumerate().filter(|(i, item)| all.is_subject(*i) && item.code.is_some()) {
        let reading = all.value(i, column);
        if !reading.is_nonzero() || part.counterpart(all, i).is_some() {
            continue;
        }
        let parent = item.parent.and_then(|p| part.counterpart(all, p));
        let childless = parent.is_some_and(|p| part.children(p).is_empty() && part.value(p, own).is_nonzero());
        if (sole || childless)
            && let (Some(figure), Some(at)) = (reading.figure(), reading.at())
        {
            findings.missing(&figure, at, part);
        }
    }
}

fn sole_source(context: &Context<'_>, all: &TableView<'_>, part: &TableView<'_>) -> bool {
    let stated = context.table(TableKind::RevenueExpenditureSummary).and_then(summary::only_general_public);
    let equal = || {
        let total = |v: &TableView<'_>| v.value_of(v.total(0)?, concept::TOTAL).figure();
        total(all).zip(total(part)).is_some_and(|(a, b)| (a.value - b.value).abs() <= a.slack + b.slack)
    };
    stated == Some(true) || equal()
}

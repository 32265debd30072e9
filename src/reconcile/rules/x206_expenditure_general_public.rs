//! `X206`: see [`RULE`].

use rust_decimal::Decimal;

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::summary;
use crate::reconcile::{Context, Findings, Ref, Relation, Sum, TableView};

rule! {
    /// 一般公共预算支出是全部支出的一部分：每个科目不大于支出总表的同一科目。一般公共预算是唯一的资金来源
    /// （没有基金、国资、事业、其他收入，也没有结转）时，两表逐行逐列相等。
    /// 资金全部来自财政拨款、几张资金表的合计加起来就是支出总表合计的，每个科目也应等于各资金表之和。
    X206 "支出总表 ≥ 一般公共预算支出表；唯一来源时相等" Error One(check),
    example: "
        @预算
        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        - 201|一般公共服务支出|25.00|20.00|5.00
        + 201|一般公共服务支出|30.00|25.00|5.00
        - |合计|25.00|20.00|5.00
        + |合计|30.00|25.00|5.00
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
    if !sole {
        together(context, all, findings);
    }
    let relation = if sole { Relation::Equal } else { Relation::AtMost };
    let both: Vec<(usize, usize)> =
        COLUMNS.iter().filter_map(|concept| part.column(concept).zip(all.column(concept))).collect();
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
        for &(a, b) in &both {
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

/// Where appropriation is the only money of the year, each subject of the whole is the sum of what the tables of the
/// three funds have for it. Asked only where their totals say so themselves.
fn together(context: &Context<'_>, all: &TableView<'_>, findings: &mut Findings<'_>) {
    let funds: Vec<&TableView<'_>> =
        [TableKind::GeneralPublicExpenditure, TableKind::GovernmentFundExpenditure, TableKind::StateCapitalExpenditure]
            .into_iter()
            .filter_map(|kind| context.table(kind))
            .filter(|v| v.has_figures)
            .collect();
    if funds.len() < 2 || funds.iter().any(|v| v.refused.is_some()) {
        return;
    }
    let (Some(column), Some(columns)) =
        (all.column(concept::TOTAL), funds.iter().map(|v| v.column(concept::TOTAL)).collect::<Option<Vec<usize>>>())
    else {
        return;
    };
    let total = |v: &TableView<'_>, c: usize| v.value(v.total(0)?, c).figure();
    let parts: Option<Vec<Sum>> = funds.iter().zip(&columns).map(|(v, &c)| total(v, c)).collect();
    let (Some(whole), Some(parts)) = (total(all, column), parts) else { return };
    let sum = parts.iter().fold(Sum::default(), Sum::plus);
    if (whole.value - sum.value).abs() > whole.slack + sum.slack {
        return;
    }
    for i in (0..all.items().len()).filter(|&i| all.is_subject(i)) {
        let Some(left) = all.value(i, column).figure() else { continue };
        let parts = funds.iter().zip(&columns).filter_map(|(v, &c)| Some(v.value(v.counterpart(all, i)?, c)));
        let right = Sum::of(parts);
        if right.printed > 0 {
            findings.equal(&left, &right, "支出总表", "各资金支出表之和");
        } else if all.value(i, column).is_nonzero()
            && funds.iter().all(|v| v.gap().is_none_or(|g| explains(&g, &left)))
        {
            let nothing = Sum { refs: funds.iter().map(|v| Ref::Table(v.index)).collect(), ..Sum::default() };
            findings.equal(&left, &nothing, "支出总表该科目", "各资金支出表中都没有这一科目，作");
        }
    }
}

/// Whether a table adds up, or fails to by just this figure.
fn explains(gap: &Sum, figure: &Sum) -> bool {
    let near = |value: Decimal| (gap.value - value).abs() <= gap.slack + figure.slack;
    near(Decimal::ZERO) || near(figure.value)
}

fn sole_source(context: &Context<'_>, all: &TableView<'_>, part: &TableView<'_>) -> bool {
    let stated = context.table(TableKind::RevenueExpenditureSummary).and_then(summary::only_general_public);
    let equal = || {
        let total = |v: &TableView<'_>| v.value_of(v.total(0)?, concept::TOTAL).figure();
        total(all).zip(total(part)).is_some_and(|(a, b)| (a.value - b.value).abs() <= a.slack + b.slack)
    };
    stated == Some(true) || equal()
}

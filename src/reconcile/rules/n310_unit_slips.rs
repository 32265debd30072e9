//! `N310`: see [`RULE`].

use crate::model::{Claim, TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Sum, narrative};

rule! {
    /// 同一指标在说明与表中数字相同而相差一万倍，是元与万元写错。只报这一条，不再报金额不符。
    N310 "元与万元没有写错" Error One(check),
    example: "
        @预算
        ## 一、收支预算总体情况说明

        - 2025年收支总预算30.25万元。
        + 2025年收支总预算30.25元。

        表1：2025年单位收支预算总表

        单位：元

        项目|预算数|项目|预算数
        财政拨款收入|302,500.00|教育支出|302,500.00
        本年收入合计|302,500.00|本年支出合计|302,500.00
        收入总计|302,500.00|支出总计|302,500.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in narrative::amounts(context) {
        let Some((figure, what)) = target(context, index, claim) else { continue };
        let stated = narrative::sum(context, index);
        if narrative::slipped(&stated, &figure) {
            findings.equal(&stated, &figure, "说明所说金额（疑元、万元有误）", what);
        } else {
            findings.pass(&stated.refs, || "单位相符".to_owned());
        }
    }
}

/// What a claim is a figure of; for the money of projects with goals all 项目支出, though it may be a part of it:
/// the same digits under another unit are no part.
fn target(context: &Context<'_>, index: usize, claim: &Claim) -> Option<(Sum, &'static str)> {
    if claim.concept.as_deref() != Some(concept::PERFORMANCE) {
        return context.target(index)?.clone().ok();
    }
    let view = context.table(TableKind::ExpenditureSummary).filter(|v| v.refused.is_none() && context.is_budget())?;
    Some((view.value_of(view.total(0)?, concept::PROJECT).figure()?, "支出总表项目支出"))
}

//! `N302`: see [`RULE`].

use crate::model::Claim;
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 说明所说的收入总计、支出总计、本年合计、各项收入、财政拨款收支总计、一般公共预算支出等总数，应与各总表的同一行相等。“收入预算”未说明是
    /// 总计还是本年合计而两者不同时，不作判断。
    N302 "说明中收支、拨款的总数 = 表中总数" Error One(check),
    example: "
        @预算
        ## 一、收支预算总体情况说明

        - 2025年收支总预算30.00万元。
        + 2025年收支总预算33.00万元。

        表1：2025年单位收支预算总表

        单位：万元

        项目|预算数|项目|预算数
        财政拨款收入|30.00|教育支出|30.00
        本年收入合计|30.00|本年支出合计|30.00
        收入总计|30.00|支出总计|30.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let totals = |c: &Claim| {
        let concept = c.concept.as_deref().unwrap_or("");
        ["revenue.", "expenditure.", "balance.", "fiscal."].iter().any(|w| concept.starts_with(w))
    };
    compare(context, findings, totals);
}

/// Compares the claims that `of` picks with what the tables say for them. A table that contradicts most of what
/// is said of it was misread or is misprinted: then one outcome says so, and no cascade.
pub(super) fn compare(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    of: impl Fn(&Claim) -> bool,
) {
    let mut pairs = Vec::new();
    let mut unknown: Vec<(usize, String)> = Vec::new();
    for (index, _) in narrative::amounts(context).filter(|(_, c)| of(c)) {
        match context.target(index) {
            Some(Ok((figure, what))) => pairs.push((index, narrative::sum(context, index), figure, what)),
            Some(Err(why)) => unknown.push((index, why.clone())),
            None => {}
        }
    }
    let wrong = pairs.iter().filter(|(_, a, b, _)| narrative::differ(a, b)).count();
    if wrong >= 5 && wrong * 2 > pairs.len() {
        let refs: Vec<Ref> = pairs.iter().take(3).map(|(i, ..)| Ref::Claim(*i)).collect();
        let why = format!("{}处金额中{wrong}处与表不符，疑表格错位或读取有误，不逐一判断", pairs.len());
        findings.insufficient(why, &refs);
        return;
    }
    for (index, stated, figure, what) in pairs {
        let apart = narrative::differ(&stated, figure);
        // A slip of unit is N310's, a figure that the narrative itself says twice is S408's.
        if apart && (narrative::slipped(&stated, figure) || narrative::said_twice(context, index, figure)) {
            continue;
        }
        if !apart && (stated.value - figure.value).abs() > stated.slack + figure.slack {
            // Cut off to whole units, not rounded.
            findings.pass(&stated.refs, || "以整万元截断显示".to_owned());
            continue;
        }
        findings.equal(&stated, figure, "说明所说金额", what);
    }
    // One outcome for each reason, however many figures it concerns.
    while let Some((_, why)) = unknown.first().cloned() {
        let (same, rest): (Vec<_>, Vec<_>) = unknown.into_iter().partition(|(_, w)| *w == why);
        unknown = rest;
        let refs: Vec<Ref> = same.iter().map(|(i, _)| Ref::Claim(*i)).collect();
        findings.insufficient(why, &refs);
    }
}

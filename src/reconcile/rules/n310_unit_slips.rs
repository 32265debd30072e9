//! `N310`: see [`RULE`].

use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, narrative};

rule! {
    /// 同一指标在说明与表中数字相同而相差一万倍，是元与万元写错。只报这一条，不再报金额不符。
    N310 "元与万元没有写错" Error One(check),
    passing: "
        @预算
        ## 一、收支预算总体情况说明

        2025年收支总预算30.25万元。

        表1：2025年单位收支预算总表

        单位：元

        项目|预算数|项目|预算数
        财政拨款收入|302,500.00|教育支出|302,500.00
        本年收入合计|302,500.00|本年支出合计|302,500.00
        收入总计|302,500.00|支出总计|302,500.00
    ",
    failing: "
        @预算
        ## 一、收支预算总体情况说明

        2025年收支总预算30.25元。

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
        let Some(Ok((figure, what))) = narrative::target(context, claim) else { continue };
        let stated = narrative::sum(context, index);
        if narrative::slipped(&stated, &figure) {
            findings.equal(&stated, &figure, "说明所说金额（疑元、万元有误）", what);
        } else {
            findings.pass(&stated.refs, || "单位相符".to_owned());
        }
    }
}

//! `X203`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 预算的收入总表与支出总表都按科目列示、合计又相等时，每个科目的收入安排等于它的支出安排。
    /// 决算不适用：收入与支出之差进入结转结余。
    X203 "收入总表 = 支出总表（逐科目）" Error One(check),
    example: "
        @预算
        表2：2025年单位收入预算总表

        单位：万元

        科目编码|科目名称|合计|财政拨款收入|其他收入
        - 201|一般公共服务支出|30.00|30.00|
        + 201|一般公共服务支出|29.00|29.00|
        - 208|社会保障和就业支出|6.00|6.00|
        + 208|社会保障和就业支出|7.00|7.00|
        |合计|36.00|36.00|

        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        208|社会保障和就业支出|6.00|6.00|
        |合计|36.00|26.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.is_budget() {
        return;
    }
    let Some(revenue) = context.table(TableKind::RevenueSummary) else { return };
    let Some(expenditure) = context.table(TableKind::ExpenditureSummary) else { return };
    if findings.refuse(&[revenue, expenditure]) {
        return;
    }
    let (Some(left), Some(right)) = (revenue.column(concept::TOTAL), expenditure.column(concept::TOTAL)) else {
        return;
    };
    let totals = (revenue.total(0), expenditure.total(0));
    let (Some(a), Some(b)) = totals else { return };
    let (Some(a), Some(b)) = (revenue.value(a, left).figure(), expenditure.value(b, right).figure()) else { return };
    if (a.value - b.value).abs() > a.slack + b.slack {
        findings.insufficient("收入总表与支出总表合计不等，无从逐科目核对", &a.plus(&b).refs);
        return;
    }
    findings.by_subject(revenue, left, expenditure, right, "收入总表", "支出总表");
}

//! `N305`: see [`RULE`].

use super::n302_totals::compare;
use crate::model::Claim;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 说明所说的“三公”经费总额和各项（出国、接待、用车购置、用车运行），应与“三公”经费表相等；决算的年初预算与表中预算数比较。表中空白而说明有
    /// 金额的，也是不符。
    N305 "说明中的“三公”经费 = “三公”经费表" Error One(check),
    example: "
        @预算
        ## 七、“三公”经费情况说明

        - 2025年“三公”经费预算数为7.00万元，其中：因公出国（境）费2.00万元；公务接待费1.00万元；公务用车购置及运行费4.00万元。
        + 2025年“三公”经费预算数为7.00万元，其中：因公出国（境）费2.00万元；公务接待费1.50万元；公务用车购置及运行费4.00万元。

        表7：2025年单位一般公共预算“三公”经费预算表

        单位：万元

        合计|因公出国（境）费|公务接待费|公务用车购置及运行费|||机关运行经费
        |||小计|购置费|运行费|
        7.00|2.00|1.00|4.00||4.00|30.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let item = |c: &Claim| c.concept.as_deref().is_some_and(|c| c.starts_with("three_public."));
    compare(context, findings, item);
}

//! `N306`: see [`RULE`].

use super::n302_totals::compare;
use crate::model::{Claim, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 说明所说的机关运行经费，应与“三公”经费和机关运行经费表相等。它不等于公用经费：有事业单位的部门，公用经费还包括事业单位的。
    N306 "说明中的机关运行经费 = 表中机关运行经费" Error One(check),
    example: "
        @预算
        ## 八、机关运行经费情况说明

        - 2025年机关运行经费预算为30.00万元。
        + 2025年机关运行经费预算为31.00万元。

        表7：2025年单位一般公共预算“三公”经费预算表

        单位：万元

        合计|因公出国（境）费|公务接待费|公务用车购置及运行费|||机关运行经费
        |||小计|购置费|运行费|
        7.00|2.00|1.00|4.00||4.00|30.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let item = |c: &Claim| c.concept.as_deref() == Some(concept::AGENCY_OPERATING);
    compare(context, findings, item);
}

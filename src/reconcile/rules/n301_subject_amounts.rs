//! `N301`: see [`RULE`].

use super::n302_totals::compare;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 说明对某一科目（类、款、项的路径，或其编码）所说的金额，应与支出表中该科目的金额相等。说明以万元、表以元为单位时，按各自的显示精度
    /// 比较。按科目而不按数值配对：表中有几处可能时不作判断。
    N301 "说明中科目的金额 = 表中该科目" Error One(check),
    example: "
        @预算
        ## 五、一般公共预算支出情况说明

        - 1. 教育支出（类）普通教育（款）小学教育（项）30.00万元，主要用于日常运转。
        + 1. 教育支出（类）普通教育（款）小学教育（项）31.00万元，主要用于日常运转。

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        205|教育支出|30.00|20.00|10.00
        20502|普通教育|30.00|20.00|10.00
        2050202|小学教育|30.00|20.00|10.00
        |合计|30.00|20.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    compare(context, findings, |c| c.concept.is_none() && c.subject.len() > 1);
}

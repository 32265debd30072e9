//! `N304`: see [`RULE`].

use super::n302_totals::compare;
use crate::model::Claim;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 说明所说的基本支出、项目支出、人员经费、公用经费，应与支出表、基本支出表的合计相等。所说的是全部支出还是一般公共预算支出，由其总额或标题决定；
    /// 决定不了的不比较。
    N304 "说明中的基本、项目、人员、公用支出 = 表中合计" Error One(check),
    example: "
        @预算
        ## 六、一般公共预算基本支出情况说明

        - 2025年一般公共预算基本支出20.00万元，其中：人员经费15.00万元；公用经费5.00万元。
        + 2025年一般公共预算基本支出20.00万元，其中：人员经费14.00万元；公用经费5.00万元。

        表6：2025年单位一般公共预算基本支出预算表

        单位：万元

        科目编码|科目名称|合计|人员经费|公用经费
        301|工资福利支出|15.00|15.00|
        302|商品和服务支出|5.00||5.00
        |合计|20.00|15.00|5.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let split = |c: &Claim| {
        let concept = c.concept.as_deref().unwrap_or("");
        concept.starts_with("basic") || concept == "project" || concept.starts_with("general_public.")
    };
    compare(context, findings, split);
}

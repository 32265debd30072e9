//! `T108`: see [`RULE`].

use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 合计小于其最大组成，且表内上下级之和多处不平的表，多半是错位、漏印或误读，不能据以判断任何一侧。
    /// 这样的表不作为依据：结果为“依据不足”，与它有关的各条规则也不再下结论，而不是逐条报错。
    /// 只有合计一格与其余不符的，仍由 T101 报出。
    T108 "表内自相矛盾之处过多的，不作依据" Error One(check),
    example: "
        @预算
        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        - 201|一般公共服务支出|30.00|20.00|10.00
        - |合计|30.00|20.00|10.00
        + 201|一般公共服务支出|6.00|6.00|
        + 20126|档案事务|30.00|20.00|10.00
        + 2012601|行政运行|31.00|20.00|11.00
        + 2012604|档案馆|20.00|20.00|
        + 208|社会保障和就业支出|10.00||10.00
        + 20805|行政事业单位养老支出|5.00|5.00|
        + 2080505|机关事业单位基本养老保险缴费支出|3.00|3.00|
        + 2080506|机关事业单位职业年金缴费支出|9.00|9.00|
        + |合计|2.00|2.00|
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.tables().iter().filter(|v| v.has_figures) {
        match &view.refused {
            Some(why) => findings.insufficient(
                format!("表{}《{}》{why}；据此表的各项核对不下结论，请对照原件", view.table.ordinal, view.table.title),
                &[Ref::Table(view.index)],
            ),
            None => findings.pass(&[Ref::Table(view.index)], || format!("表{}可作依据", view.table.ordinal)),
        }
    }
}

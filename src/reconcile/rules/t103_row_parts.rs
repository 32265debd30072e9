//! `T103`: see [`RULE`].

use crate::model::concept;
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Sum};

rule! {
    /// 表头说一列是另几列之和的，每一行都应成立：合计 = 基本支出 + 项目支出（+ 经营、上缴上级、对附属单位补助），
    /// 小计 = 各组成，基本支出 = 人员经费 + 公用经费，公务用车 = 购置费 + 运行费，“三公”合计 = 出国 + 用车 + 接待。
    T103 "行内合计 = 表头所示各组成之和" Error One(check),
    passing: "
        @预算
        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00
    ",
    failing: "
        @预算
        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|10.00|10.00
        |合计|30.00|10.00|10.00
    ",
}

/// A column and the columns that make it up.
const WHOLES: &[(&str, &[&str])] = &[
    (
        concept::TOTAL,
        &[concept::BASIC, concept::PROJECT, concept::OPERATING, concept::UPWARD, concept::SUBSIDY],
    ),
    (concept::BASIC, &[concept::BASIC_PERSONNEL, concept::BASIC_PUBLIC]),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.sound_tables().filter(|v| v.has_figures) {
        for (whole, parts) in WHOLES {
            let Some(column) = view.column(whole) else { continue };
            let parts: Vec<usize> = parts.iter().filter_map(|p| view.column(p)).collect();
            if parts.len() < 2 {
                continue;
            }
            for i in 0..view.items().len() {
                let sum = Sum::of(parts.iter().map(|&c| view.value(i, c)));
                if let Some(whole) = view.value(i, column).figure() {
                    findings.equal(&whole, &sum, "合计", "各组成之和");
                }
            }
        }
    }
}

//! `X207`: see [`RULE`].

use crate::model::{Level, Scheme, TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, Sum, TableView};

rule! {
    /// 一般公共预算支出表的基本支出，由基本支出表按经济分类展开：合计、人员经费、公用经费应分别相等。
    X207 "一般公共预算支出表的基本支出 = 基本支出表合计（人员、公用）" Error One(check),
    example: "
        @预算
        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00

        表6：2025年单位一般公共预算基本支出预算表

        单位：万元

        科目编码|科目名称|合计|人员经费|公用经费
        301|工资福利支出|15.00|15.00|
        - 302|商品和服务支出|5.00||5.00
        + 302|商品和服务支出|4.00||4.00
        - |合计|20.00|15.00|5.00
        + |合计|19.00|15.00|4.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(whole) = context.table(TableKind::GeneralPublicExpenditure) else { return };
    let Some(detail) = context.table(TableKind::GeneralPublicBasicExpenditure) else { return };
    if findings.refuse(&[whole, detail]) || !(whole.has_figures && detail.has_figures) {
        return;
    }
    let Some(total) = whole.total(0) else {
        findings.insufficient("一般公共预算支出表没有可辨认的合计行", &[Ref::Table(whole.index)]);
        return;
    };
    let people = part(detail, concept::BASIC_PERSONNEL);
    let running = part(detail, concept::BASIC_PUBLIC);
    let all = total_of(detail).or_else(|| Some(people.clone()?.plus(&running.clone()?)));
    let split = || {
        let people = whole.value_of(total, concept::BASIC_PERSONNEL).figure()?;
        Some(people.plus(&whole.value_of(total, concept::BASIC_PUBLIC).figure()?))
    };
    if let (Some(left), Some(right)) = (whole.value_of(total, concept::BASIC).figure().or_else(split), all) {
        findings.equal(&left, &right, "一般公共预算支出表基本支出", "基本支出表合计");
    }
    for (concept, right) in [(concept::BASIC_PERSONNEL, people), (concept::BASIC_PUBLIC, running)] {
        if let (Some(left), Some(right)) = (whole.value_of(total, concept).figure(), right) {
            findings.equal(&left, &right, "一般公共预算支出表", "基本支出表");
        }
    }
}

/// 人员经费 or 公用经费 of the basic-expenditure table: a line of its own, or a column of its total row.
pub(in crate::reconcile) fn part(detail: &TableView<'_>, concept: &str) -> Option<Sum> {
    match detail.line(concept) {
        Some(line) => detail.amount(line).figure(),
        None => detail.value_of(detail.total(0)?, concept).figure(),
    }
}

/// The total of the basic-expenditure table: its total row, or the sum of its economic classes.
pub(in crate::reconcile) fn total_of(detail: &TableView<'_>) -> Option<Sum> {
    if let Some(total) = detail.total(0) {
        return detail.amount(total).figure().or_else(|| detail.value_of(total, concept::BASIC).figure());
    }
    let both = detail.line(concept::BASIC_PERSONNEL).is_some() && detail.line(concept::BASIC_PUBLIC).is_some();
    let class = |i: &usize| {
        detail.item(*i).is_some_and(|i| i.level == Some(Level::Class) && i.scheme == Some(Scheme::Economic))
    };
    let sum = Sum::of((0..detail.items().len()).filter(class).map(|i| detail.amount(i)));
    (!both && sum.printed > 0).then_some(sum)
}

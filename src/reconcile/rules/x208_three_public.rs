//! `X208`: see [`RULE`].

use crate::model::{TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Reading, Relation, Sum, TableView};

rule! {
    /// 基本支出表中的因公出国（境）费用（30212）、公务接待费（30217）、公务用车运行维护费（30231）、公务用车购置
    /// （31013）只是财政拨款“三公”经费的一部分（另有项目支出安排的），不应大于“三公”经费表的同一项。
    /// 决算比决算数。基本支出表的空白不作比较；“三公”表的空白，只在该表自身的合计证明它为零时才作零看。
    X208 "基本支出表的三公项目 ≤ “三公”经费表的同一项" Error One(check),
    example: "
        @预算
        表6：2025年单位一般公共预算基本支出预算表

        单位：万元

        科目编码|科目名称|合计|人员经费|公用经费
        302|商品和服务支出|5.00||5.00
        30217|公务接待费|5.00||5.00
        |合计|5.00||5.00

        表7：2025年单位一般公共预算“三公”经费预算表

        单位：万元

        合计|因公出国（境）费|公务接待费|公务用车购置及运行费||
        |||小计|购置费|运行费
        - 6.00||6.00|||
        + 3.00||3.00|||
    ",
}

const ITEMS: &[(&str, &str)] = &[
    ("30212", concept::THREE_PUBLIC_ABROAD),
    ("30217", concept::THREE_PUBLIC_RECEPTION),
    ("30231", concept::THREE_PUBLIC_VEHICLE_OPERATION),
    ("31013", concept::THREE_PUBLIC_VEHICLE_PURCHASE),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(basic) = context.table(TableKind::GeneralPublicBasicExpenditure) else { return };
    let Some(three) = context.table(TableKind::ThreePublicExpenses) else { return };
    if findings.refuse(&[basic, three]) {
        return;
    }
    for (code, concept) in ITEMS {
        let Some(item) = basic.by_code(code) else { continue };
        let Some(left) = basic.amount(item).figure().filter(|f| f.printed > 0) else { continue };
        if let Some(right) = three_public(three, concept) {
            findings.compare(&left, Relation::AtMost, &right, "基本支出表", "“三公”经费表");
        }
    }
}

/// The figure of a concept in the “三公” table: of its total row, else of its only row.
pub(in crate::reconcile) fn three_public(view: &TableView<'_>, concept: &str) -> Option<Sum> {
    let outcome = format!("{concept}.final");
    let by_column = view.column(&outcome).or_else(|| view.column(concept));
    let Some(column) = by_column else {
        return view.line(concept).and_then(|line| view.amount(line).figure());
    };
    let row = view.total(0).or_else(|| (view.items().len() == 1).then_some(0))?;
    match view.value(row, column) {
        Reading::Blank(at) => {
            let suffix = if view.column(&outcome).is_some() { ".final" } else { "" };
            let named = |name: &str| view.column(&format!("{name}{suffix}"));
            let total = view.value(row, named(concept::THREE_PUBLIC_TOTAL)?).figure()?;
            let cars = named(concept::THREE_PUBLIC_VEHICLE).map(|c| view.value(row, c));
            let parts = [concept::THREE_PUBLIC_ABROAD, concept::THREE_PUBLIC_RECEPTION];
            let mut sum = Sum::of(parts.iter().filter_map(|p| named(p)).map(|c| view.value(row, c)));
            sum.add(cars?);
            let adds_up = (total.value - sum.value).abs() <= total.slack + sum.slack && sum.unread.is_none();
            adds_up.then(|| Sum::nil(at))
        }
        reading => reading.figure(),
    }
}

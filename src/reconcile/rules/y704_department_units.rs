//! `Y704`: see [`RULE`].

use crate::model::{Disclosure, Status, TableKind, UnitLevel};
use crate::reconcile::across::{self, Shelf, Side};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Sum};

rule! {
    /// 部门预算（决算）是本级与所属单位的汇总：所属单位的文件齐全时，部门总计等于各单位总计之和。是否齐全看部门文件
    /// 自己说的单位家数；家数不明或不齐，只记“依据不足”。单位之间有往来收支的会抵销，所以只作警告。
    Y704 "部门总计 = 所属各单位总计之和" Warning Across(check),
    example: "
        @预算 2025
        # 示例市档案局2025年度部门预算

        # 一、部门机构设置

        示例市档案局部门预算包括1家预算单位：示例市档案服务中心。

        表1：2025年部门收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        - 一、财政拨款收入|30.00|一、一般公共服务支出|30.00
        + 一、财政拨款收入|33.00|一、一般公共服务支出|33.00
        - 收入总计|30.00|支出总计|30.00
        + 收入总计|33.00|支出总计|33.00

        @预算 2025
        表1：2025年单位收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        一、财政拨款收入|30.00|一、一般公共服务支出|30.00
        收入总计|30.00|支出总计|30.00
    ",
}

fn check(documents: &[&Disclosure], findings: &mut Findings<'_>) {
    let shelf = Shelf::new(documents);
    for book in shelf.books().filter(|b| b.document.unit.level == Some(UnitLevel::Department)) {
        let units = shelf.units(book.year(), book.document.kind);
        let mine: Vec<&Context<'_>> = units.into_iter().filter(|u| mentions(book, u)).collect();
        if mine.is_empty() {
            continue;
        }
        let path = &book.document.source.path;
        match count(book) {
            Some(count) if count == mine.len() => {}
            Some(count) => {
                let message = format!("{path}：说有{count}家预算单位，给出的文件有{}家，不齐", mine.len());
                findings.put(Status::Insufficient, message, Vec::new(), None);
                continue;
            }
            None => {
                findings.put(Status::Insufficient, format!("{path}：没有说明预算单位家数"), Vec::new(), None);
                continue;
            }
        }
        let Some(whole) = across::total(book, TableKind::RevenueExpenditureSummary) else { continue };
        let parts: Option<Vec<Sum>> = mine.iter().map(|u| across::total(u, TableKind::RevenueExpenditureSummary)).collect();
        let Some(parts) = parts else { continue };
        let sum = parts.iter().fold(Sum::default(), super::super::figure::Sum::plus);
        let Some(first) = mine.first() else { continue };
        let left = Side { book, sum: whole, is: "部门总计".to_owned() };
        across::compare(findings, &left, &Side { book: first, sum, is: format!("所属{}家单位总计之和", mine.len()) });
    }
}

/// Whether the department's text names the unit.
fn mentions(book: &Context<'_>, unit: &Context<'_>) -> bool {
    let name = unit.document.unit.name.as_deref().unwrap_or_default();
    !name.is_empty() && book.document.sections.iter().any(|s| s.text.contains(name) || s.title.contains(name))
}

/// How many units the department says it has: `包括3家预算单位`.
fn count(book: &Context<'_>) -> Option<usize> {
    let mut said = book.document.sections.iter().flat_map(|s| {
        ["家预算单位", "个预算单位", "家单位", "个单位"].into_iter().filter_map(move |word| {
            let head = s.text.get(..s.text.find(word)?)?.trim_end();
            let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            head.get(head.len() - digits..)?.parse().ok()
        })
    });
    said.next()
}

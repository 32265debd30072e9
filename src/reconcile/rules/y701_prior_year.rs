//! `Y701`: see [`RULE`].

use crate::model::{Baseline, Direction, Disclosure, DocumentKind, Measure};
use crate::reconcile::across::{self, Shelf, Side};
use crate::reconcile::rule::rule;
use crate::reconcile::{Findings, Sum};

rule! {
    /// “比上年预算数增加 x 万元”说出了上年的数：本年数减去增加额，应等于上年文件中的同一项目。上年预算数比上年的预算，
    /// 上年执行数、决算数比上年的决算。只说“比上年”的，没有说明是哪一个数，不作比较。
    Y701 "说明中的上年数 = 上年文件" Error Across(check),
    example: "
        @预算 2024
        表1：2024年单位收支预算总表

        单位：万元

        收入||支出|
        项目|预算数|项目|预算数
        - 一、财政拨款收入|30.00|一、一般公共服务支出|30.00
        + 一、财政拨款收入|31.00|一、一般公共服务支出|31.00
        - 收入总计|30.00|支出总计|30.00
        + 收入总计|31.00|支出总计|31.00

        @预算 2025
        # 一、收支预算情况的总体说明

        示例市档案服务中心2025年收支总预算36.00万元，比上年预算数增加6.00万元，增长20.00%。
    ",
}

fn check(documents: &[&Disclosure], findings: &mut Findings<'_>) {
    let shelf = Shelf::new(documents);
    for book in shelf.books() {
        let Some(year) = book.year() else { continue };
        for (i, claim) in book.document.claims.iter().enumerate() {
            if claim.measure != Measure::ChangeAmount {
                continue;
            }
            let kind = match claim.baseline {
                Some(Baseline::PriorBudget) => DocumentKind::Budget,
                Some(Baseline::PriorActual) => DocumentKind::FinalAccount,
                _ => continue,
            };
            let Some(last) = shelf.sibling(book, year - 1, kind) else { continue };
            let Some((now, current)) = claim.of.as_deref().and_then(|id| book.claim_by_id(id)) else { continue };
            let (Some(now), Some(change)) = (book.claim(now).figure(), book.claim(i).figure()) else { continue };
            let base: Sum = match claim.direction {
                Some(Direction::Increase) => now.minus(&change),
                Some(Direction::Decrease) => now.plus(&change),
                Some(Direction::Flat) => now,
                None => continue,
            };
            let Some(printed) = across::stated(last, current.code.as_deref(), current.concept.as_deref()) else { continue };
            let left = Side { book, sum: base, is: format!("{year}年说明所指的上年数") };
            let right = Side { book: last, sum: printed, is: format!("{}年文件", year - 1) };
            across::compare(findings, &left, &right);
        }
    }
}

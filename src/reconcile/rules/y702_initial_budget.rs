//! `Y702`: see [`RULE`].

use crate::model::{Disclosure, DocumentKind, Measure, Phase, TableKind, concept};
use crate::reconcile::across::{self, Shelf, Side};
use crate::reconcile::rule::rule;
use crate::reconcile::Findings;

rule! {
    /// 决算说明里的年初预算、“三公”经费决算表里的预算数，来自同一年的预算文件，应当相等。
    Y702 "决算的年初预算 = 同年预算文件" Error Across(check),
    example: "
        @预算 2024
        表7：2024年单位一般公共预算“三公”经费预算表

        单位：万元

        合计|因公出国（境）费|公务接待费|公务用车购置及运行费||
        |||小计|购置费|运行费
        6.00||6.00|||

        @决算 2024
        财政拨款“三公”经费支出决算表

        单位：万元

        合计||因公出国（境）费||公务接待费||公务用车购置及运行费||||||
        |||||||小计||购置费||运行费|
        预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
        - 6.00|4.00|||6.00|4.00||||||
        + 7.00|4.00|||7.00|4.00||||||
    ",
}

fn check(documents: &[&Disclosure], findings: &mut Findings<'_>) {
    let shelf = Shelf::new(documents);
    for book in shelf.books().filter(|b| b.is_account()) {
        let Some(year) = book.year() else { continue };
        let Some(plan) = shelf.sibling(book, year, DocumentKind::Budget) else { continue };
        for (i, claim) in book.document.claims.iter().enumerate() {
            let initial = claim.measure == Measure::Amount && claim.phase == Some(Phase::Budget) && claim.code.is_some();
            if !initial {
                continue;
            }
            if let (Some(left), Some(right)) = (book.claim(i).figure(), across::stated(plan, claim.code.as_deref(), None)) {
                let left = Side { book, sum: left, is: format!("{year}年决算说明的年初预算") };
                across::compare(findings, &left, &Side { book: plan, sum: right, is: format!("{year}年预算") });
            }
        }
        let Some(view) = book.table(TableKind::ThreePublicExpenses) else { continue };
        let row = view.total(0).or_else(|| (view.items().len() == 1).then_some(0));
        for concept in [
            concept::THREE_PUBLIC_TOTAL,
            concept::THREE_PUBLIC_ABROAD,
            concept::THREE_PUBLIC_RECEPTION,
            concept::THREE_PUBLIC_VEHICLE,
            concept::THREE_PUBLIC_VEHICLE_PURCHASE,
            concept::THREE_PUBLIC_VEHICLE_OPERATION,
        ] {
            let left = row.and_then(|r| view.value_of(r, &format!("{concept}.budget")).figure());
            if let (Some(left), Some(right)) = (left, across::stated(plan, None, Some(concept))) {
                let left = Side { book, sum: left, is: format!("{year}年“三公”决算表的预算数") };
                across::compare(findings, &left, &Side { book: plan, sum: right, is: format!("{year}年预算") });
            }
        }
    }
}

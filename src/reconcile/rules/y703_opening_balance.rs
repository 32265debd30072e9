//! `Y703`: see [`RULE`].

use crate::model::{Disclosure, DocumentKind, TableKind, concept};
use crate::reconcile::across::{self, Shelf, Side};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Sum};

rule! {
    /// 本年决算的年初结转和结余，就是上年决算的年末结转和结余。
    Y703 "年初结转和结余 = 上年年末结转和结余" Warning Across(check),
    example: "
        @决算 2023
        收入支出决算总表

        单位：万元

        收入||支出|
        项目|决算数|项目|决算数
        一、一般公共预算财政拨款收入|30.00|一、一般公共服务支出|28.00
        本年收入合计|30.00|本年支出合计|28.00
        年初结转和结余||年末结转和结余|2.00
        总计|30.00|总计|30.00

        @决算 2024
        收入支出决算总表

        单位：万元

        收入||支出|
        项目|决算数|项目|决算数
        - 一、一般公共预算财政拨款收入|30.00|一、一般公共服务支出|32.00
        + 一、一般公共预算财政拨款收入|30.00|一、一般公共服务支出|33.00
        - 本年收入合计|30.00|本年支出合计|32.00
        + 本年收入合计|30.00|本年支出合计|33.00
        - 年初结转和结余|2.00|年末结转和结余|
        + 年初结转和结余|3.00|年末结转和结余|
        - 总计|32.00|总计|32.00
        + 总计|33.00|总计|33.00
    ",
}

fn check(documents: &[&Disclosure], findings: &mut Findings<'_>) {
    let shelf = Shelf::new(documents);
    for book in shelf.books().filter(|b| b.is_account()) {
        let Some(year) = book.year() else { continue };
        let Some(last) = shelf.sibling(book, year - 1, DocumentKind::FinalAccount) else { continue };
        for kind in [TableKind::RevenueExpenditureSummary, TableKind::FiscalAppropriationSummary] {
            let opening = line(book, kind, concept::LINE_REVENUE_CARRYOVER);
            let closing = line(last, kind, concept::LINE_EXPENDITURE_CARRYOVER);
            if let (Some(left), Some(right)) = (opening, closing) {
                let left = Side { book, sum: left, is: format!("{year}年年初结转和结余") };
                across::compare(findings, &left, &Side { book: last, sum: right, is: format!("{}年年末结转和结余", year - 1) });
            }
        }
    }
}

fn line(book: &Context<'_>, kind: TableKind, concept: &str) -> Option<Sum> {
    let view = book.table(kind).filter(|v| v.refused.is_none())?;
    view.amount(view.line(concept)?).figure()
}

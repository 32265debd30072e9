//! Which figure of which table a claim speaks of, by its meaning alone.

use super::context::Context;
use super::figure::{Reading, Ref, Sum};
use super::narrative::linked;
use super::view::TableView;
use crate::clock::tick;
use crate::model::{Claim, Level, Phase, Scheme, TableKind, concept};

/// Whose money a claim speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All revenue and expenditure.
    All,
    /// 财政拨款.
    Fiscal,
    /// 一般公共预算.
    GeneralPublic,
    /// 政府性基金预算.
    GovernmentFund,
    /// 国有资本经营预算.
    StateCapital,
    /// The narrative does not say.
    Unknown,
}

/// What a claim is compared with: a figure of a table, or why there is none.
pub type Target = Result<(Sum, &'static str), String>;

/// Whose money a claim speaks of: said by the whole that it is a part of, or by its section's headings.
pub fn scope(context: &Context<'_>, claim: &Claim) -> Scope {
    tick();
    let mut at = Some(claim);
    for _ in 0..4 {
        let Some(whole) = at else { break };
        let own = whole.concept.as_deref().unwrap_or("");
        if own.contains("general_public") {
            return Scope::GeneralPublic;
        } else if own.contains("government_fund") {
            return Scope::GovernmentFund;
        } else if own.contains("state_capital") {
            return Scope::StateCapital;
        } else if own.contains("fiscal") {
            return Scope::Fiscal;
        } else if own.ends_with(".budget") || own.ends_with("current_total") || own.ends_with("grand_total") {
            return Scope::All;
        }
        at = linked(context, whole.base.as_deref()).map(|(_, c)| c);
    }
    let mut section = context.document.sections.get(claim.section);
    for _ in 0..4 {
        let Some(s) = section else { break };
        let title = s.title.as_str();
        let says = |words: &[&str]| words.iter().any(|w| title.contains(w));
        if says(&["一般公共预算"]) {
            return Scope::GeneralPublic;
        } else if says(&["政府性基金"]) {
            return Scope::GovernmentFund;
        } else if says(&["国有资本经营"]) {
            return Scope::StateCapital;
        } else if says(&["财政拨款"]) && !title.contains("三公") {
            return Scope::Fiscal;
        } else if says(&["收入预算", "支出预算情况", "支出决算情况", "收入决算", "收支预算", "收入支出决算"])
        {
            return Scope::All;
        }
        section = s.parent.and_then(|p| context.document.sections.get(p));
    }
    Scope::Unknown
}

/// Whether a claim is of the phase that the document's tables hold: plans in a budget, outcomes in accounts.
pub fn of_the_tables(context: &Context<'_>, claim: &Claim) -> bool {
    match claim.phase {
        Some(Phase::Final) => context.is_account(),
        Some(Phase::Budget) => context.is_budget(),
        _ => false,
    }
}

/// The figure of the tables for a subject by its code, or by its path of names: 类, 款, 项.
pub fn subject(context: &Context<'_>, claim: &Claim) -> Option<Target> {
    if !of_the_tables(context, claim) || claim.concept.is_some() || claim.subject.is_empty() {
        return None;
    }
    let code = claim.code.as_deref();
    if code.is_none() && claim.subject.len() < 2 {
        return None;
    }
    let kinds: &[TableKind] = match scope(context, claim) {
        Scope::All => &[TableKind::ExpenditureSummary],
        Scope::GeneralPublic => &[TableKind::GeneralPublicExpenditure],
        Scope::GovernmentFund => &[TableKind::GovernmentFundExpenditure],
        Scope::StateCapital => &[TableKind::StateCapitalExpenditure],
        Scope::Fiscal | Scope::Unknown => &[
            TableKind::GeneralPublicExpenditure,
            TableKind::GovernmentFundExpenditure,
            TableKind::StateCapitalExpenditure,
        ],
    };
    let mut found: Option<(Sum, &'static str)> = None;
    let mut seen = None;
    for kind in kinds {
        let Some(view) = context.table(*kind).filter(|v| v.has_figures) else { continue };
        if let Some(why) = &view.refused {
            return Some(Err(format!("表{}不作依据：{why}", view.table.ordinal)));
        }
        seen = Some(view.index);
        let Some(item) = item_of(view, claim) else { continue };
        let reading = match view.value_of(item, concept::TOTAL) {
            Reading::Absent => match view.value_of(item, concept::CURRENT_EXPENDITURE) {
                Reading::Absent => view.amount(item),
                reading => reading,
            },
            reading => reading,
        };
        if matches!(reading, Reading::Absent) {
            continue;
        }
        if found.is_some() {
            return Some(Err("几张表都有这一科目，说明没有说是哪一项资金".to_owned()));
        }
        found = Some((Sum::of([reading]), "表中该科目"));
    }
    match found {
        Some(target) => Some(Ok(target)),
        None => seen.map(|_| Err("表中没有可以对上的科目".to_owned())),
    }
}

fn item_of(view: &TableView<'_>, claim: &Claim) -> Option<usize> {
    if let Some(code) = claim.code.as_deref() {
        let item = view
            .by_code(code)
            .filter(|&i| view.item(i).is_some_and(|i| i.scheme.is_none_or(|s| s == Scheme::Functional)));
        if item.is_some() {
            return item;
        }
    }
    let path: Vec<&str> = claim.subject.iter().map(String::as_str).collect();
    view.by_path(&path)
}

/// The figure of the tables for a total: 收入总计, 本年支出合计, 财政拨款收入 …
pub fn total(context: &Context<'_>, claim: &Claim) -> Option<Target> {
    use TableKind as K;
    let name = claim.concept.as_deref()?;
    if !of_the_tables(context, claim) {
        return None;
    }
    let line = |kind: K, lines: &[&str]| -> Option<Target> {
        let view = context.table(kind).filter(|v| v.has_figures)?;
        if let Some(why) = &view.refused {
            return Some(Err(format!("表{}不作依据：{why}", view.table.ordinal)));
        }
        let mut found: Vec<Sum> =
            lines.iter().filter_map(|l| view.line(l)).filter_map(|i| view.amount(i).figure()).collect();
        let first = found.pop()?;
        if found.iter().any(|s| s.value != first.value) {
            return Some(Err("表中总计与本年合计不同，说明没有说是哪一个".to_owned()));
        }
        Some(Ok((first, "表中该行")))
    };
    let sum_of = |kind: K, columns: &[&str]| -> Option<Target> {
        let view = context.table(kind).filter(|v| v.has_figures)?;
        if let Some(why) = &view.refused {
            return Some(Err(format!("表{}不作依据：{why}", view.table.ordinal)));
        }
        let total = view.total(0)?;
        let figure = columns.iter().find_map(|c| view.value_of(total, c).figure())?;
        Some(Ok((figure, "表中合计")))
    };
    let summary = K::RevenueExpenditureSummary;
    let fiscal = K::FiscalAppropriationSummary;
    match name {
        "balance.grand_total" | "revenue.grand_total" => line(summary, &["revenue.grand_total"]),
        "expenditure.grand_total" => line(summary, &["expenditure.grand_total"]),
        "revenue.budget" => line(summary, &["revenue.grand_total", "revenue.current_total"]),
        "expenditure.budget" => line(summary, &["expenditure.grand_total", "expenditure.current_total"]),
        "revenue.current_total" => line(summary, &["revenue.current_total"])
            .or_else(|| sum_of(K::RevenueSummary, &["current_year_revenue.subtotal", "total"])),
        "expenditure.current_total" => line(summary, &["expenditure.current_total"])
            .or_else(|| sum_of(K::ExpenditureSummary, &["total"])),
        "fiscal.grand_total" => line(fiscal, &["revenue.grand_total"]),
        "revenue.fiscal_appropriation" => line(summary, &["revenue.fiscal_appropriation"])
            .or_else(|| sum_of(K::RevenueSummary, &[concept::CURRENT_FISCAL])),
        // What is carried over is no appropriation of the year: then 财政拨款支出 may or may not hold it.
        "expenditure.fiscal_appropriation" if context.is_budget() && !carried(context, fiscal) => {
            line(fiscal, &["expenditure.grand_total", "expenditure.current_total"])
        }
        "expenditure.general_public" => sum_of(K::GeneralPublicExpenditure, &["total"]),
        "expenditure.government_fund" => {
            sum_of(K::GovernmentFundExpenditure, &["total", concept::CURRENT_EXPENDITURE])
        }
        "expenditure.state_capital" => {
            sum_of(K::StateCapitalExpenditure, &["total", concept::CURRENT_EXPENDITURE])
        }
        _ if name.starts_with("revenue.") => {
            let whole = linked(context, claim.base.as_deref()).and_then(|(_, c)| c.concept.as_deref());
            let kind = if whole.is_some_and(|w| w.starts_with("fiscal")) { fiscal } else { summary };
            line(kind, &[name])
        }
        _ => None,
    }
}

/// Whether a summary has money carried over, from the year before or to the next.
fn carried(context: &Context<'_>, kind: TableKind) -> bool {
    let Some(view) = context.table(kind) else { return false };
    let lines = ["revenue.carryover", "expenditure.carryover"];
    lines.iter().filter_map(|l| view.line(l)).any(|i| {
        !matches!(view.amount(i), Reading::Nil(_) | Reading::Blank(_))
            && !view.amount(i).figure().is_some_and(|f| f.value.is_zero())
    })
}

/// The figure of the tables for 基本支出, 项目支出, 人员经费, 公用经费.
pub fn split(context: &Context<'_>, claim: &Claim) -> Option<Target> {
    use TableKind as K;
    let name = claim.concept.as_deref()?;
    if !of_the_tables(context, claim) {
        return None;
    }
    let view = |kind: K| context.table(kind).filter(|v| v.has_figures && v.refused.is_none());
    let column = |kind: K, columns: &[&str]| {
        let view = view(kind)?;
        let total = view.total(0)?;
        let figure = columns.iter().find_map(|c| view.value_of(total, c).figure())?;
        Some(Ok((figure, "表中合计")))
    };
    let scope = scope(context, claim);
    let part = |of: &str| -> Option<Target> {
        match scope {
            Scope::GeneralPublic => {
                let detail = view(K::GeneralPublicBasicExpenditure)?;
                let figure = super::rules::x207_basic_expenditure::part(detail, of)?;
                Some(Ok((figure, "基本支出表")))
            }
            Scope::All => column(K::ExpenditureSummary, &[of]),
            _ => None,
        }
    };
    match name {
        "general_public.basic" => {
            let detail = view(K::GeneralPublicBasicExpenditure);
            detail
                .and_then(super::rules::x207_basic_expenditure::total_of)
                .map(|figure| Ok((figure, "基本支出表合计")))
                .or_else(|| column(K::GeneralPublicExpenditure, &[concept::BASIC]))
        }
        "general_public.project" => column(K::GeneralPublicExpenditure, &[concept::PROJECT]),
        "basic" | "project" => match scope {
            Scope::All => column(K::ExpenditureSummary, &[name]),
            Scope::GeneralPublic => column(K::GeneralPublicExpenditure, &[name]),
            _ => None,
        },
        "basic.personnel" => part(concept::BASIC_PERSONNEL),
        "basic.public" => part(concept::BASIC_PUBLIC),
        _ => None,
    }
}

/// The figure of the 三公 table for an item of it, or for 机关运行经费.
pub fn three_public(context: &Context<'_>, claim: &Claim) -> Option<Target> {
    let name = claim.concept.as_deref()?;
    let view = context.table(TableKind::ThreePublicExpenses)?;
    if let Some(why) = &view.refused {
        return Some(Err(format!("表{}不作依据：{why}", view.table.ordinal)));
    }
    let phase = match (context.is_account(), claim.phase) {
        (true, Some(Phase::Final)) => ".final",
        (true, Some(Phase::Budget)) => ".budget",
        (false, Some(Phase::Budget)) => "",
        _ => return None,
    };
    if view.table.rows.is_empty() {
        // An empty row is left out of the table: its columns are there, and nothing is printed in them.
        view.column(&format!("{name}{phase}"))?;
        view.table.amount_unit.as_ref()?;
        return Some(Ok((Sum::nil(Ref::Table(view.index)), "表中该项（空白），作")));
    }
    if let Some(line) = view.line(name) {
        let planned = context.is_account() && claim.phase == Some(Phase::Budget);
        let reading = if planned { view.value_of(line, concept::INITIAL_TOTAL) } else { view.amount(line) };
        if let Some(figure) = reading.figure() {
            return Some(Ok((figure, "表中该项")));
        }
        if let (Reading::Blank(at), Some(_)) = (reading, &view.table.amount_unit) {
            // The line is there, its cell is blank: nothing is printed.
            return Some(Ok((Sum::nil(at), "表中该项（空白），作")));
        }
    }
    let column = view.column(&format!("{name}{phase}"))?;
    let rows = 0..view.table.rows.len();
    let printed: Vec<Reading> = rows
        .clone()
        .map(|row| view.read(row, column))
        .filter(|r| matches!(r, Reading::Amount(..) | Reading::Nil(_) | Reading::Unread(_)))
        .collect();
    match printed.as_slice() {
        [one] => Some(Ok((Sum::of([*one]), "表中该项"))),
        [] => {
            // The row is there, its cell is blank: nothing is printed.
            let blank = rows.map(|row| view.read(row, column)).find(|r| matches!(r, Reading::Blank(_)))?;
            let at = blank.at()?;
            view.table.amount_unit.as_ref()?;
            Some(Ok((Sum::nil(at), "表中该项")))
        }
        _ => {
            let total = view.table.rows.iter().position(|r| r.level == Some(Level::Total))?;
            Some(Ok((Sum::of([view.read(total, column)]), "表中该项")))
        }
    }
}

/// What the tables say for a claim, whichever rule it belongs to.
pub fn target(context: &Context<'_>, claim: &Claim) -> Option<Target> {
    match claim.concept.as_deref() {
        None => subject(context, claim),
        Some(c) if c.starts_with("three_public.") || c == concept::AGENCY_OPERATING => {
            three_public(context, claim)
        }
        Some(c) if c.starts_with("basic") || c == "project" || c.starts_with("general_public.") => {
            split(context, claim)
        }
        Some(_) => total(context, claim),
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::failed;

    #[test]
    fn appropriated_expenditure_is_the_total_of_its_summary() {
        let text = |stated: &str| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 二、预算编制说明\n\n2025年支出预算30.00万元，其中：财政拨款支出预算{stated}万元。\n\n\
                 表4：2025年单位财政拨款收支预算总表\n\n单位：万元\n\n项目\t预算数\t项目\t预算数\n\
                 一般公共预算资金\t28.50\t教育支出\t28.50\n收入总计\t28.50\t支出总计\t28.50\n"
            )
        };
        assert_eq!((failed(&text("28.50")), failed(&text("28.60"))), (vec![], vec!["N302".to_owned()]));
    }
}

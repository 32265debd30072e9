//! `S409`: see [`RULE`].

use std::collections::BTreeMap;

use crate::model::{Baseline, Claim, Measure, Phase};
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 比较的年度应早于本年度（2026年预算不与2026年预算相比）；同一节里收支总数的比较应用同一口径（都比上年预算，或都比上年执行数），否则同一个总额有两个增减额。
    S409 "比较的年度和口径一致" Warning One(check),
    example: "
        @预算
        ## 二、预算编制说明

        - 财政拨款收入预算30.00万元，比2024年预算增加2.00万元。
        + 财政拨款收入预算30.00万元，比2025年预算增加2.00万元。
    ",
}

/// Totals whose changes a section compares with one base.
const TOTALS: &[&str] = &[
    "revenue.budget",
    "revenue.fiscal_appropriation",
    "expenditure.budget",
    "expenditure.fiscal_appropriation",
    "expenditure.general_public",
    "expenditure.government_fund",
    "expenditure.state_capital",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let changes = || {
        let prior = |c: &Claim| {
            matches!(c.baseline, Some(Baseline::PriorBudget | Baseline::PriorActual | Baseline::Prior))
        };
        let measures = [Measure::ChangeAmount, Measure::ChangePercent];
        let claims = context.document.claims.iter().enumerate();
        claims.filter(move |(_, c)| measures.contains(&c.measure) && prior(c))
    };
    let (mut wrong, mut same) = (Vec::new(), Vec::new());
    for (index, claim) in changes() {
        match (claim.base_year, context.year()) {
            // 2022年度较2021年度增加, in a document of 2019, is said of another year.
            (Some(base), Some(year)) if base >= year && (base + 1..base + 3).any(|y| claim.sentence.contains(&format!("{y}年"))) => {}
            (Some(base), Some(year)) if base >= year => wrong.push((index, base)),
            (Some(base), Some(year)) if itself(context, index, base) || planned(context, index, (base, year)) || twice(context, index) || throughout(context, index, base) => same.push(index),
            (Some(_), Some(_)) => findings.pass(&[Ref::Claim(index)], || "比较年度早于本年度".to_owned()),
            _ => {}
        }
    }
    if let Some(first) = same.first().copied() {
        let sentence = context.document.claims.get(first).map_or("", |c| c.sentence.as_str());
        let message = format!(
            "{}：所说的年度与所比的年度相同。原文：{}",
            say::place(context, Ref::Claim(first)),
            say::excerpt(sentence, 100)
        );
        findings.fail(message, &narrative::refs(&same));
    }
    if let (Some((first, base)), Some(year)) = (wrong.first().copied(), context.year()) {
        let refs = narrative::refs(&wrong.iter().map(|(i, _)| *i).collect::<Vec<_>>());
        let mut said: Vec<(&str, usize)> = Vec::new();
        for (index, _) in &wrong {
            let clause = clause(context, *index);
            match said.iter_mut().find(|(c, _)| *c == clause) {
                Some((_, times)) => *times += 1,
                None => said.push((clause, 1)),
            }
        }
        let said: Vec<String> = said.iter().map(|(c, times)| format!("{c}（{times}处）")).collect();
        let message = format!(
            "{}：{year}年度的数与{base}年的数相比：{}。原文：{}",
            say::place(context, Ref::Claim(first)),
            said.join("；"),
            say::excerpt(context.document.claims.get(first).map_or("", |c| &c.sentence), 100)
        );
        findings.fail(message, &refs);
    }
    mixed(context, findings, changes());
}

/// Whether the sentence states its subject's amount for the year that it compares with, just before the change and for
/// no other year: 2023年收入 9 万元，与2023年相比增加….
fn itself(context: &Context<'_>, index: usize, base: i32) -> bool {
    let claims = &context.document.claims;
    let Some(change) = claims.get(index) else { return false };
    let near = claims.iter().take(index).rev().take_while(|c| c.section == change.section && c.subject == change.subject);
    let mut amounts = near.filter(|c| c.measure == Measure::Amount && c.yuan.is_some());
    // 今年比2023年增加: the change is of a year whose amount stands elsewhere.
    let other = || {
        let own = context.year().map(|y| y.to_string()).unwrap_or_default();
        ["今年", "本年", "当年", "本期", own.as_str()].iter().any(|w| change.sentence.contains(w))
    };
    amounts.next().is_some_and(|c| c.year == Some(base)) && amounts.next().is_none() && change.of.is_none() && !other()
}

/// 2025年当年预算执行数为 59 万元，2025年预算安排 114 万元，比2025年预算执行数增加…, in a budget of 2026.
fn planned(context: &Context<'_>, index: usize, (base, year): (i32, i32)) -> bool {
    let Some(change) = context.document.claims.get(index) else { return false };
    if !context.is_budget() || change.baseline != Some(Baseline::PriorActual) || change.sentence.contains(&format!("{year}年")) {
        return false;
    }
    let mut amounts = narrative::before(context, index).filter(|c| c.measure == Measure::Amount && c.yuan.is_some() && c.subject == change.subject);
    let plan = amounts.next().is_some_and(|c| c.phase == Some(Phase::Budget) && c.year == Some(base));
    plan && change.sentence.contains(&format!("{base}年预算安排")) && amounts.all(|c| c.phase == Some(Phase::Final) && c.year == Some(base))
}

/// 2023年度“三公”经费决算数比2023年度增加 4 万元.
fn twice(context: &Context<'_>, index: usize) -> bool {
    let clause = clause(context, index);
    let years: Vec<(usize, i32)> = crate::reconcile::prose::years(clause).collect();
    let [(first, one), (second, other)] = years.as_slice() else { return false };
    let (Some(head), Some(tail)) = (clause.get(first + 4..*second), clause.get(second + 4..)) else { return false };
    let compared = head.trim_end().ends_with(['比', '较', '与']);
    one == other && compared && !["预算", "决算", "执行", "年初", "调整", "底", "月"].iter().any(|w| tail.contains(w))
}

/// 2025年，某局收入预算 x 万元，…比2025年预算增加 y 万元: a statement of one year's plan against the same plan.
fn throughout(context: &Context<'_>, index: usize, base: i32) -> bool {
    let Some(change) = context.document.claims.get(index) else { return false };
    let sentence = change.sentence.as_str();
    let mut years = crate::reconcile::prose::years(sentence);
    let begins = years.next().is_some_and(|(at, y)| at == 0 && y == base);
    let other = ["执行", "完成", "实际", "调整", "决算", "追加"].iter().any(|w| sentence.contains(w));
    let mut rest = years.peekable();
    context.is_budget() && begins && !other && rest.peek().is_some() && rest.all(|(_, y)| y == base)
}

/// Section and the year compared with.
type Compared = (usize, Option<i32>);

/// Totals of one section measured against different figures of the same year.
fn mixed<'a>(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    changes: impl Iterator<Item = (usize, &'a Claim)>,
) {
    let mut sections: BTreeMap<Compared, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in changes {
        let total = claim.concept.as_deref().is_some_and(|c| TOTALS.contains(&c));
        if total && matches!(claim.baseline, Some(Baseline::PriorBudget | Baseline::PriorActual)) {
            sections.entry((claim.section, claim.base_year)).or_default().push((index, claim));
        }
    }
    for claims in sections.values() {
        let of = |baseline| claims.iter().filter(move |(_, c)| c.baseline == Some(baseline)).map(|(i, _)| *i);
        let (Some(budget), Some(actual)) = (of(Baseline::PriorBudget).next(), of(Baseline::PriorActual).next()) else {
            continue;
        };
        let all: Vec<usize> = claims.iter().map(|(i, _)| *i).collect();
        let said: Vec<&str> = all.iter().map(|i| text(context, *i)).collect();
        let message = format!(
            "{}：收支总数的比较口径不一，有的比上年预算（{}），有的比上年执行数（{}）；各处为：{}",
            say::place(context, Ref::Claim(budget)),
            text(context, budget),
            text(context, actual),
            said.join("、")
        );
        findings.fail(message, &narrative::refs(&all));
    }
}

/// The clause that states a change.
fn clause<'a>(context: &Context<'a>, index: usize) -> &'a str {
    let Some(claim) = context.document.claims.get(index) else { return "" };
    let mut clauses = claim.sentence.split(['，', ';', '；', '。', '：']);
    clauses.find(|c| c.contains(claim.text.as_str())).unwrap_or(&claim.text)
}

fn text<'a>(context: &Context<'a>, index: usize) -> &'a str {
    context.document.claims.get(index).map_or("", |c| c.text.as_str())
}

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    #[test]
    fn a_year_compared_with_itself() {
        let budget = |year: i32| {
            failed(&format!(
                "# 江边市档案馆2026年单位预算\n\n## 四、单位预算编制说明\n\n1、教育支出（类）普通教育（款）小学教育（项）11.00万元。主要用于：教学。\
                 2025年当年预算执行数为10.00万元，{year}年预算安排11.00万元，比2025年预算执行数增加10.00%。\n"
            ))
        };
        assert_eq!((budget(2026), budget(2025)), (vec![], vec!["S409".to_owned()]));
        let whole = |year: i32| {
            failed(&format!(
                "# 江边市档案馆2026年单位预算\n\n## 四、单位预算编制说明\n\n{year}年，江边市档案馆收入预算80.00万元，其中：财政拨款收入80.00万元，\
                 比2025年预算增加5.70万元。\n"
            ))
        };
        assert_eq!((whole(2026), whole(2025)), (vec![], vec!["S409".to_owned()]));
        let account = |year: i32, what: &str| {
            failed(&format!(
                "# 江边市档案馆2024年度单位决算\n\n## 七、“三公”经费支出决算情况说明\n\n{year}年度“三公”经费支出决算数比{what}减少1.00万元。\n"
            ))
        };
        assert!(account(2024, "2023年度").is_empty() && account(2024, "2024年度预算数").is_empty());
        assert_eq!(account(2023, "2023年度"), ["S409"]);
    }
}

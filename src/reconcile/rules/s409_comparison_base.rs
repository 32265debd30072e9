//! `S409`: see [`RULE`].

use std::collections::BTreeMap;

use crate::model::{Baseline, Claim, Measure};
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
            (Some(base), Some(_)) if itself(context, index, base) => same.push(index),
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
    let own = context.year().map(|y| y.to_string()).unwrap_or_default();
    let other = ["今年", "本年", "当年", "本期", own.as_str()].iter().any(|w| change.sentence.contains(w));
    amounts.next().is_some_and(|c| c.year == Some(base)) && amounts.next().is_none() && !other && change.of.is_none()
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

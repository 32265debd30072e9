//! `S404`: see [`RULE`].

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use smallvec::smallvec;

use crate::model::{Baseline, Claim, Measure, Severity, Wording};
use crate::reconcile::compositions::THREE_PUBLIC;
use crate::reconcile::figure::Sum;
use crate::reconcile::narrative::{self, half, signed};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 增减额 = 本年数 − 基数（两者都列出时），“持平”的两数相等；预算收支相抵，同额的收入与支出比同一上年预算的增减额也相同；“三公”经费三项、财政拨款三项（一般公共预算、政府性基金、国有资本经营）的增减额之和 = 总额的增减额。三项没有都说明增减的不比较。
    S404 "增减额 = 本年数 − 基数；各项增减额之和 = 总增减额" Error One(check),
    example: "
        @预算
        ## 二、支出预算情况说明

        - 公务接待费2025年预算数8.00万元，比2024年预算数10.00万元减少2.00万元。
        + 公务接待费2025年预算数8.00万元，比2024年预算数10.00万元减少3.00万元。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let changes = || {
        context.document.claims.iter().enumerate().filter(|(_, c)| {
            c.measure == Measure::ChangeAmount
                && (c.wording.is_none() && c.yuan.is_some() || c.wording == Some(Wording::Flat))
        })
    };
    for (index, claim) in changes() {
        let (Some((current, of)), Some((base, before))) = (
            narrative::linked(context, claim.of.as_deref()),
            narrative::linked(context, claim.base.as_deref()),
        ) else {
            continue;
        };
        if of.yuan.is_none() || before.yuan.is_none() || narrative::doubtful(context, current) {
            continue;
        }
        let computed = narrative::sum(context, current).minus(&narrative::sum(context, base));
        if claim.wording == Some(Wording::Flat) {
            level(context, findings, index, (of, current), (before, base));
            continue;
        }
        findings.equal(&side(index, claim), &computed, "所说增减额", "本年数 − 基数");
    }
    let mut lists: BTreeMap<u32, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (index, claim) in changes() {
        if let Some(group) = claim.group {
            lists.entry(group).or_default().push((index, claim));
        }
    }
    for items in lists.values() {
        for (whole, parts) in THREE_PUBLIC.into_iter().chain(APPROPRIATED) {
            together(findings, items, changes(), whole, parts);
        }
    }
    if context.is_budget() {
        balanced(context, findings, &changes().collect::<Vec<_>>());
    }
}

/// 年初预算为 4.84 万元，支出决算为 4.48 万元。决算数与预算数持平.
fn level(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    index: usize,
    (of, now): (&Claim, usize),
    (before, base): (&Claim, usize),
) {
    let claims = &context.document.claims;
    let said = claims.get(index).map_or("", |c| c.text.as_str());
    let (Some(one), Some(other)) = (of.yuan, before.yuan) else { return };
    let refs = [Ref::Claim(index), Ref::Claim(now), Ref::Claim(base)];
    if !narrative::differ(&narrative::sum(context, now), &narrative::sum(context, base)) {
        findings.pass(&refs, || "“持平”的两数相同".to_owned());
        return;
    }
    // 基本持平 allows a little, and many leave out 基本.
    let near = (one - other).abs() * Decimal::from(NEARLY) <= one.abs().max(other.abs());
    let loose = ["基本", "大致", "大体", "略"].iter().any(|w| said.contains(w));
    let message = format!(
        "{}：称“{}”，而 {} 与 {} 不相等",
        say::place(context, Ref::Claim(index)),
        say::excerpt(said, 24),
        of.text,
        before.text
    );
    if near || loose {
        findings.fail_as(Severity::Info, message, &refs);
    } else {
        findings.fail_as(Severity::Warning, message, &refs);
    }
}

/// Two figures nearer than a part of so many are 持平 to many writers.
const NEARLY: u32 = 50;

/// What is in the unit's money, by fund.
const APPROPRIATED: [(&str, &[&str]); 2] = [
    (
        "expenditure.fiscal_appropriation",
        &["expenditure.general_public", "expenditure.government_fund", "expenditure.state_capital"],
    ),
    ("revenue.fiscal_appropriation", &["revenue.general_public", "revenue.government_fund", "revenue.state_capital"]),
];

/// Income and expenditure that balance in every budget: where they are the same this year and are compared with the
/// same plan, they change by the same amount.
const BALANCED: [(&[&str], &[&str]); 2] = [
    (&["revenue.fiscal_appropriation"], &["expenditure.fiscal_appropriation"]),
    (&["revenue.budget", "revenue.grand_total"], &["expenditure.budget", "expenditure.grand_total"]),
];

/// 收入预算 x 万元，比上年预算增加 y 万元 …… 支出预算 x 万元，比上年预算增加 z 万元.
fn balanced(context: &Context<'_>, findings: &mut Findings<'_>, changes: &[(usize, &Claim)]) {
    // Where money is carried over, what came in and what is spent need not change alike.
    let carried = |concept: &Option<String>| concept.as_deref().is_some_and(|c| c.contains("carryover"));
    let tables = context.document.tables.iter();
    let templates = tables.flat_map(|t| t.columns.iter().map(|c| &c.concept).chain(t.items.iter().map(|i| &i.concept)));
    if templates.chain(context.document.claims.iter().map(|c| &c.concept)).any(carried) {
        return;
    }
    for (income, spending) in BALANCED {
        let of = |names: &[&str]| {
            let mut found = changes.iter().filter(|(_, c)| {
                c.wording.is_none()
                    && c.baseline == Some(Baseline::PriorBudget)
                    && c.concept.as_deref().is_some_and(|k| names.contains(&k))
            });
            let first = found.next()?;
            found.next().is_none().then_some(*first)
        };
        let (Some((came, more)), Some((went, spent))) = (of(income), of(spending)) else { continue };
        let amounts = [more, spent].map(|c| narrative::linked(context, c.of.as_deref()).filter(|(_, c)| c.yuan.is_some()));
        let [Some((now, revenue)), Some((then, expenditure))] = amounts else { continue };
        let direct = |c: &Claim, names: &[&str]| c.concept.as_deref().is_some_and(|k| names.contains(&k));
        let same = more.section == spent.section
            && more.base_year == spent.base_year
            && revenue.yuan == expenditure.yuan
            && direct(revenue, income)
            && direct(expenditure, spending)
            && !narrative::doubtful(context, now)
            && !narrative::doubtful(context, then)
            // Opposite words are the rule of directions' to tell.
            && (signed(more).is_some_and(|v| v.is_sign_negative()) == signed(spent).is_some_and(|v| v.is_sign_negative()));
        if same {
            findings.equal(&side(came, more), &side(went, spent), "收入预算的增减额", "同额支出预算的增减额");
        }
    }
}

fn together<'a>(
    findings: &mut Findings<'_>,
    items: &[(usize, &Claim)],
    mut changes: impl Iterator<Item = (usize, &'a Claim)>,
    whole: &str,
    wanted: &[&str],
) {
    let of = |name: &str| {
        let mut found = items.iter().filter(|(_, c)| c.concept.as_deref() == Some(name));
        let first = found.next()?;
        found.next().is_none().then_some(*first)
    };
    let parts: Vec<(usize, &Claim)> = wanted.iter().copied().filter_map(of).collect();
    let Some((_, first)) = parts.first() else { return };
    let same = |c: &Claim| c.baseline == first.baseline && c.base_year == first.base_year;
    if parts.len() != wanted.len() || !parts.iter().all(|(_, c)| same(c)) {
        return;
    }
    let total =
        changes.find(|(_, c)| c.concept.as_deref() == Some(whole) && c.section == first.section && same(c));
    let Some((index, total)) = total else { return };
    let mut sum = Sum::default();
    for (i, part) in &parts {
        sum = sum.plus(&side(*i, part));
    }
    let name = total.subject.last().map_or("总额", String::as_str);
    findings.equal(&side(index, total), &sum, &format!("{name}的增减额"), "各项增减额之和");
}

/// A change with its sign, as a side of an identity.
fn side(index: usize, claim: &Claim) -> Sum {
    let value = signed(claim).unwrap_or_default();
    Sum { value, slack: half(claim), refs: smallvec![Ref::Claim(index)], printed: 1, ..Sum::default() }
}

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    #[test]
    fn level_figures_are_the_same() {
        let text = |plan: &str, words: &str| {
            format!(
                "# 江边市档案馆2024年度单位决算\n\n## 五、支出决算情况说明\n\n1、教育支出（类）普通教育（款）小学教育（项）。\
                 年初预算为{plan}万元，支出决算为8.20万元。决算数与预算数{words}。\n"
            )
        };
        assert!(failed(&text("8.20", "持平")).is_empty() && failed(&text("7.20", "基本持平")).is_empty());
        assert_eq!((failed(&text("2.80", "持平")), failed(&text("8.19", "持平"))), (vec!["S404".to_owned()], vec![]));
    }

    #[test]
    fn income_and_spending_change_alike() {
        let text = |more: &str| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 四、单位预算编制说明\n\n2025年，江边市档案馆收入预算80.00万元，\
                 其中：财政拨款收入80.00万元，比2024年预算增加5.70万元。\n\n支出预算80.00万元，其中：财政拨款支出预算80.00万元，\
                 比2024年预算增加{more}万元。\n"
            )
        };
        assert_eq!((failed(&text("5.70")), failed(&text("7.50"))), (vec![], vec!["S404".to_owned()]));
        let carried = format!("{}\n上年结转0万元。\n", text("7.50"));
        assert!(failed(&carried).is_empty(), "last year's may have been carried over");
    }

    #[test]
    fn an_item_of_its_own_has_its_own_change() {
        let text = |more: &str| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 七、“三公”经费预算情况说明\n\n2025年“三公”经费预算16.90万元，其中：\n\n\
                 1.因公出国（境）费用：安排预算0万元，与上年预算持平。\n\n2.公务接待费：安排预算7.40万元，与上年预算持平。\n\n\
                 3.公务用车购置及运行维护费：安排预算9.50万元，比上年预算增加{more}万元，增长15.43%。\n"
            )
        };
        // 2.27 万元 are 15.5 % of the whole's base, by chance.
        assert_eq!((failed(&text("1.27")), failed(&text("2.27"))), (vec![], vec!["S403".to_owned()]));
    }
}

//! `S413`: see [`RULE`].

use rust_decimal::Decimal;

use crate::model::{Claim, Measure, Phase, concept};
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// “三公”费用为零的，没有团组、批次、人次、购置车辆；有公务接待费、购置费的，批次、购置数不会是零（出国随别的单位组团的除外）。
    /// 费用由别处承担的不比较。
    S413 "“三公”有费用的有次数，没有费用的没有" Warning One(check),
    example: "
        @决算
        ## 七、“三公”经费支出决算情况说明

        - 3、公务接待费支出1.20万元。全年国内公务接待3批次、20人次。
        + 3、公务接待费支出0.00万元。全年国内公务接待3批次、20人次。
    ",
}

const DOMESTIC: &str = "three_public.reception.domestic";
const FOREIGN: &str = "three_public.reception.foreign";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in context.document.claims.iter().enumerate() {
        let own = claim.year.is_none() || claim.year == context.year();
        let Some((things, costs)) = narrative::count(claim).filter(|_| own).zip(cost(context, index)) else { continue };
        let Some((at, amount, certain)) = amount(context, index, costs) else { continue };
        // 0万元 beside figures in whole 万元 may be a little.
        let little = amount.ulp.is_none_or(|u| u > Decimal::ONE_HUNDRED);
        let (nothing, none) = (amount.yuan.is_some_and(|y| y.is_zero()), things.is_zero());
        // Who travels with another unit's group has none of his own.
        let may = none && (!certain || costs == concept::THREE_PUBLIC_ABROAD || people(claim));
        if nothing && little || elsewhen(context, index) {
            continue;
        }
        if nothing == none || may || claim.sentence.contains("承担") {
            findings.pass(&[], || "有费用的都有次数".to_owned());
            continue;
        }
        let message = format!(
            "{}：费用为 {}，而所说的个数是 {}。原文：{}",
            say::place(context, Ref::Claim(index)),
            amount.text,
            claim.text,
            say::excerpt(&claim.sentence, 80)
        );
        findings.fail(message, &[Ref::Claim(at), Ref::Claim(index)]);
    }
}

/// Whether the last money before a count is of another year: 2024年公务接待费 0.50 万元，接待 3 批次.
fn elsewhen(context: &Context<'_>, index: usize) -> bool {
    let money = narrative::before(context, index).filter(|c| c.measure == Measure::Amount).find_map(|c| c.year);
    money.is_some_and(|y| Some(y) != context.year())
}

fn people(claim: &Claim) -> bool {
    matches!(claim.classifier.as_deref(), Some("人次" | "人"))
}

/// What the things that a claim counts cost; those who came are counted behind their visits.
fn cost(context: &Context<'_>, index: usize) -> Option<&'static str> {
    let claims = &context.document.claims;
    let claim = claims.get(index)?;
    if !people(claim) {
        return what(claim);
    }
    let before = claims.get(index.checked_sub(1)?)?;
    let beside = before.section == claim.section && before.sentence == claim.sentence && before.year == claim.year;
    what(before).filter(|_| beside)
}

fn what(claim: &Claim) -> Option<&'static str> {
    let said = claim.subject.last().map_or("", String::as_str);
    let unit = claim.classifier.as_deref().unwrap_or("");
    let car = || claim.sentence.contains(&format!("{}公务用车", claim.text));
    if said.ends_with("团组") && said.contains("出国") {
        Some(concept::THREE_PUBLIC_ABROAD)
    } else if said.contains("接待") && (unit.starts_with('批') || said.ends_with("批次")) {
        let foreign = ["外宾", "外事", "境外", "国外", "国(境)外"].iter().any(|w| said.contains(w));
        Some(if foreign {
            FOREIGN
        } else if said.contains("国内") {
            DOMESTIC
        } else {
            concept::THREE_PUBLIC_RECEPTION
        })
    } else if unit == "辆" && (said.ends_with("公务用车购置") || said.ends_with("购置公务用车") || said.ends_with("购置") && car()) {
        Some(concept::THREE_PUBLIC_VEHICLE_PURCHASE)
    } else {
        None
    }
}

/// The money that was spent on the things of a count, and whether it was spent on nothing else.
fn amount<'a>(context: &Context<'a>, index: usize, costs: &str) -> Option<(usize, &'a Claim, bool)> {
    let claim = context.document.claims.get(index)?;
    let phase = if context.is_account() { Phase::Final } else { Phase::Budget };
    let near: Vec<(usize, &Claim)> = narrative::amounts(context)
        .filter(|(_, c)| c.section == claim.section && c.phase == Some(phase) && c.concept.as_deref().is_some_and(|k| k.starts_with("three_public.")))
        .collect();
    let is = |c: &Claim, concept: &str| c.concept.as_deref() == Some(concept);
    let of = |concept: &str| {
        let mut all = near.iter().filter(|(_, c)| is(c, concept));
        let first = all.next()?;
        let zero = |c: &Claim| c.yuan.is_some_and(|y| y.is_zero());
        all.all(|(_, c)| zero(c) == zero(first.1)).then_some(*first)
    };
    let sorted = near.iter().any(|(_, c)| is(c, FOREIGN) || is(c, DOMESTIC));
    if costs == concept::THREE_PUBLIC_RECEPTION && sorted {
        // 国（境）外公务接待支出 0 万元，接待 0 批次: those of the figure before them.
        let (at, c) = near.iter().rfind(|(i, c)| *i < index && c.sentence == claim.sentence)?;
        return [FOREIGN, DOMESTIC].iter().any(|k| is(c, k)).then_some((*at, *c, true));
    }
    if let Some((at, c)) = of(costs) {
        return Some((at, c, true));
    }
    // The whole of the receptions: nothing means none of either kind.
    let (at, c) = [FOREIGN, DOMESTIC].contains(&costs).then(|| of(concept::THREE_PUBLIC_RECEPTION))??;
    let text = context.document.sections.get(claim.section).map_or("", |s| s.text.as_str());
    let domestic = costs == DOMESTIC && !["外宾", "外事", "境外", "国外", "境）外", "境)外"].iter().any(|w| text.contains(w));
    Some((at, c, domestic))
}

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    fn account(words: &str) -> bool {
        let text = format!("# 江边市档案馆2024年度单位决算\n\n## 七、“三公”经费支出决算情况说明\n\n{words}\n");
        failed(&text).contains(&"S413".to_owned())
    }

    #[test]
    fn what_costs_nothing_did_not_take_place() {
        let visits = |cost: &str, n: u32| account(&format!("3、公务接待费支出{cost}万元。全年国内公务接待{n}批次、{n}人次。"));
        assert_eq!([visits("0.00", 0), visits("1.20", 3), visits("0.00", 3), visits("1.20", 0)], [false, false, true, true]);
        let groups = |cost: &str, n: u32| account(&format!("1、因公出国（境）费支出{cost}万元。全年安排因公出国（境）团组{n}个、累计2人次。"));
        assert_eq!([groups("5.00", 1), groups("5.00", 0), groups("0.00", 1)], [false, false, true]);
    }

    #[test]
    fn visits_of_another_year() {
        assert!(!account("2024年公务接待费支出0万元，2023年公务接待费支出0.50万元，国内公务接待3批次；减少0.50万元。"));
    }

    #[test]
    fn visits_of_each_kind() {
        let text = |domestic: &str, foreign: u32| {
            account(&format!(
                "公务接待费支出决算为12.00万元。其中：国内公务接待支出{domestic}万元，接待95批次，1,020人次；国（境）外公务接待支出0万元，接待{foreign}批次，{foreign}人次。"
            ))
        };
        assert_eq!([text("12.00", 0), text("12.00", 2), text("0", 0)], [false, true, true]);
    }
}

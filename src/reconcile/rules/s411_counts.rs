//! `S411`: see [`RULE`].

use rust_decimal::Decimal;

use crate::model::{Claim, Measure};
use crate::reconcile::listing::items;
use crate::reconcile::narrative::{around, count};
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 编报绩效目标、绩效跟踪、绩效自评的项目金额相同而个数不同的，个数有误（个数相同而金额不同的不算：自评可以按决算数）。
    /// 接待的人次不会少于批次，出国的人次不会少于团组。说明内设机构若干个并逐一列出的，个数应与所列的相等。
    S411 "所说的个数互相不矛盾" Warning One(check),
    example: "
        @决算
        ## 八、预算绩效情况说明

        - 编报绩效目标的2025年度项目9个，涉及预算金额205.05万元；绩效自评的2025年度项目9个，涉及预算金额205.05万元。
        + 编报绩效目标的2025年度项目9个，涉及预算金额205.05万元；绩效自评的2025年度项目6个，涉及预算金额205.05万元。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    projects(context, findings);
    people(context, findings);
    offices(context, findings);
}

/// 编报绩效目标的项目 9 个，涉及预算金额 2205.05 万元；绩效自评的项目 9 个，涉及预算金额 2205.05 万元.
fn projects(context: &Context<'_>, findings: &mut Findings<'_>) {
    let claims = &context.document.claims;
    let mut stated: Vec<(usize, Decimal, usize)> = Vec::new();
    for (index, (a, b)) in claims.iter().zip(claims.iter().skip(1)).enumerate() {
        let performance = a.concept.as_deref().is_some_and(|c| c.starts_with("performance"));
        if let (true, Some(n), true) = (performance && a.concept == b.concept, count(a), b.yuan.is_some_and(|y| !y.is_zero()))
            && b.measure == Measure::Amount
        {
            stated.push((index, n, index + 1));
        }
    }
    for (k, (index, n, amount)) in stated.iter().enumerate() {
        let same = |&&(other, _, sum): &&(usize, Decimal, usize)| {
            claims.get(other).zip(claims.get(*index)).is_some_and(|(a, b)| a.section == b.section && a.concept != b.concept)
                && claims.get(sum).zip(claims.get(*amount)).is_some_and(|(a, b)| a.yuan == b.yuan)
        };
        let Some((other, m, sum)) = stated.iter().take(k).find(same) else { continue };
        let refs = [Ref::Claim(*other), Ref::Claim(*index), Ref::Claim(*sum), Ref::Claim(*amount)];
        let printed = |i: usize| say::printed(context, Ref::Claim(i));
        let message = format!(
            "{}：涉及金额同为 {}，项目个数先说 {}，又说 {}。原文：{}",
            say::place(context, Ref::Claim(*other)),
            printed(*sum),
            printed(*other),
            printed(*index),
            claims.get(*index).map_or_else(String::new, |c| say::excerpt(&c.sentence, 80))
        );
        equal(findings, &refs, (*m, *n), &message);
    }
}

fn equal(findings: &mut Findings<'_>, refs: &[Ref], (a, b): (Decimal, Decimal), message: &str) {
    if a == b {
        // The money beside the numbers is only what they are compared by.
        findings.pass(refs.get(..refs.len().min(2)).unwrap_or(refs), || "个数相同".to_owned());
    } else {
        findings.fail_with(message.to_owned(), refs, a, b, Decimal::ZERO);
    }
}

fn unit(claim: &Claim) -> &str {
    claim.classifier.as_deref().unwrap_or_default()
}

/// 国内公务接待 16 批次、112 人次; 出国团组 1 个、累计 4 人次.
fn people(context: &Context<'_>, findings: &mut Findings<'_>) {
    let claims = &context.document.claims;
    for (index, (a, b)) in claims.iter().zip(claims.iter().skip(1)).enumerate() {
        if !["人次", "人"].contains(&unit(b)) {
            continue;
        }
        let (Some(groups), Some(persons)) = (count(a), count(b)) else { continue };
        let says = |word: &str| a.subject.last().is_some_and(|s| s.contains(word));
        let visits = unit(a).contains('批') || unit(a) == "个" && says("团组");
        // Who travels with another unit's group has none of his own.
        let visits = visits && !(unit(a) == "个" && groups.is_zero());
        let near = a.section == b.section && a.sentence == b.sentence && a.year == b.year;
        if !near || !visits {
            continue;
        }
        let refs = [Ref::Claim(index), Ref::Claim(index + 1)];
        if persons >= groups && (groups.is_zero() == persons.is_zero()) {
            findings.pass(&[], || "人次不少于批次".to_owned());
            continue;
        }
        let message = format!(
            "{}：{} 与 {} 矛盾：人次不会少于批次（团组）。原文：{}",
            say::place(context, Ref::Claim(index)),
            a.text,
            b.text,
            say::excerpt(&a.sentence, 80)
        );
        findings.fail_with(message, &refs, persons, groups, Decimal::ZERO);
    }
}

/// 设 9 个内设机构，包括：办公室、综合科….
fn offices(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, claim) in context.document.claims.iter().enumerate() {
        let (Some(stated), Some("个")) = (count(claim), claim.classifier.as_deref()) else { continue };
        let Some((_, behind)) = around(claim) else { continue };
        let Some(listed) = offices_in(behind).or_else(|| offices_below(context, claim, behind)) else { continue };
        let message = format!(
            "{}：说内设机构 {}，列出的是 {listed} 个。原文：{}",
            say::place(context, Ref::Claim(index)),
            claim.text,
            say::excerpt(&claim.sentence, 200)
        );
        equal(findings, &[Ref::Claim(index)], (stated, Decimal::from(listed)), &message);
    }
}

/// The offices that the paragraphs behind this one name, each with what it does.
fn offices_below(context: &Context<'_>, claim: &Claim, behind: &str) -> Option<usize> {
    let what = OFFICES.iter().find_map(|w| behind.trim_start().strip_prefix(w))?;
    what.ends_with(['：', ':']).then_some(())?;
    let text = context.document.sections.get(claim.section)?.text.as_str();
    let at = text.find(claim.sentence.as_str())? + claim.sentence.len();
    let names = items(text.get(at..)?.trim_start());
    let office = |item: &str| {
        let name = item.split(['。', '，', '：', '（', '(', '；', ' ']).next().unwrap_or(item);
        name.chars().count() <= 20 && name.ends_with(['科', '室', '处', '办', '局', '股', '组'])
    };
    (names.len() >= 2 && names.iter().all(|n| office(n))).then_some(names.len())
}

/// What the offices of an authority are called together.
const OFFICES: &[&str] = &["内设机构", "内设科室", "职能科室", "内设处室", "职能处室"];

/// How many offices a list names, when each of its items is certainly one.
fn offices_in(behind: &str) -> Option<usize> {
    let what = OFFICES.iter().find_map(|w| behind.trim_start().strip_prefix(w))?;
    let what = what.trim_start_matches(['，', ',', '：', ':']);
    let list = ["包括", "分别为", "分别是", "即", "为"].iter().find_map(|w| what.strip_prefix(w)).unwrap_or(what);
    let list = list.trim_start_matches(['：', ':']).trim_end_matches(['。', '；', ';', ' ']);
    let mut names: Vec<String> = vec![String::new()];
    let mut depth = 0_usize;
    for c in list.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '、' => names.push(String::new()),
            '，' | ',' | '；' | ';' | '。' | '：' | ':' => return None,
            _ => names.last_mut()?.push(c),
        }
    }
    let office = |name: &String| {
        let name = name.trim();
        name.chars().count() >= 2
            && name.ends_with(['科', '室', '处', '办', '局', '股', '组'])
            && !["和", "及", "以及", "另", "设", "等", "与", "其中", "挂", "加", "合署"].iter().any(|w| name.contains(w))
    };
    (names.len() >= 2 && names.iter().all(office)).then_some(names.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_lists_of_offices_are_counted() {
        assert_eq!(offices_in("内设机构，包括：办公室、综合科（法规科、信访办）、财务科。"), Some(3));
        assert_eq!(offices_in("内设机构：办公室、计划、财务科。"), None);
        assert_eq!(offices_in("内设机构，包括：办公室、综合科，另设机关党委。"), None);
        assert_eq!(offices_in("预算单位，包括：办公室、综合科"), None);
    }

    #[test]
    fn offices_in_paragraphs_of_their_own() {
        let text = |n: u32| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 二、机构设置\n\n江边市档案馆设{n}个内设机构，包括：\n\n（一）办公室。负责文秘。\n\n\
                 （二）综合科（信访办）。负责统计。\n\n（三）财务科。负责财务。\n"
            )
        };
        let found = |n| crate::reconcile::test_support::failed(&text(n));
        assert_eq!((found(3), found(5)), (vec![], vec!["S411".to_owned()]));
    }

    #[test]
    fn sums_of_projects_tell_a_wrong_number() {
        let text = "# 江边市档案馆2024年度单位决算\n\n## 八、预算绩效情况说明\n\n编报绩效目标的2024年度项目9个，涉及预算金额2205.05万元；\
                    绩效自评的2024年度项目6个，涉及预算金额2205.05万元。\n";
        assert_eq!(crate::reconcile::test_support::failed(text), ["S411"]);
    }
}

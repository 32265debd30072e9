//! `Q603`: see [`RULE`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::Severity;
use crate::reconcile::needles::{Hit, Needle};
use crate::reconcile::prose::{self, Passage, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 重复的标点（。。 ，，）和字词（的的 万元万元）、不成对的引号、固定用语里多出的字（公务车用车）和常见的同音误写
    /// （事物受理），是排版和校对的疏漏。
    Q603 "标点成对不重复，字词不重复，固定用语无误字" Warning One(check),
    example: "
        @预算
        # 一、主要职能

        - 负责辖区内档案的接收、整理。安排“档案数字化”项目。
        + 负责辖区内档案的接收、整理。。安排“档案数字化”项目。
    ",
}

const DOUBLED: &[&str] = &["。。", "，，", "；；", "、、", "：：", "，。", "。，", "、。", "；。", "。；", "，；"];
const WORDS: &[&str] = &[
    "万元万元", "进行进行", "根据根据", "按照按照", "用于用于", "包括包括", "以及以及", "通过通过", "为了为了", "增加增加",
    "减少减少", "主要是主要是", "原因是原因是",
];
/// Terms that every disclosure uses; a character of their own that is printed once too often is a slip.
const TERMS: &[&str] = &[
    "公务用车", "公务接待", "因公出国", "机关运行经费", "一般公共预算", "政府性基金", "国有资本经营", "财政拨款", "支出决算",
    "收入决算", "年初预算", "预算安排", "绩效目标", "政府采购",
];
/// Homophones that are wrong in these words.
const MISSPELT: &[&str] = &["事物受理", "事物管理局", "行政事物", "财物收支", "决算帐", "予算", "既算", "决祘"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut slips = Slips::default();
    for (passage, hits, found) in prose::with_slips(context) {
        for (start, end) in marks(passage.text, hits) {
            slip(context, &passage, start, end, &mut slips);
        }
        // A heading may break off before its quotation ends.
        let whole = |at: &usize| passage.kind != PassageKind::Heading || passage.text.get(*at..).is_some_and(|t| t.starts_with('”'));
        // Marks that look alike at both ends pair with anything.
        let quotes = found.has(Needle::Quote) && !found.has(Needle::Straight);
        if quotes && let Some(at) = unpaired(passage.text).filter(whole) {
            let end = at + '”'.len_utf8();
            slip(context, &passage, at, end, &mut slips);
        }
    }
    findings.slips(Severity::Warning, "标点或字词疏漏", slips);
}

fn slip(context: &Context<'_>, passage: &Passage<'_>, start: usize, end: usize, slips: &mut Slips) {
    let excerpt = format!("“{}”", prose::around(passage.text, start, end, 6, 8));
    slips.add(context, passage, &excerpt, &prose::around(passage.text, start, end, 40, 20));
}

/// What is looked for, in the order of the kinds of slips: words that are slips by themselves, then the beginnings
/// of terms.
pub(in crate::reconcile) fn needles() -> Vec<String> {
    let terms = TERMS.iter().map(|t| t.chars().take(KEPT).collect());
    words().map(|w| (*w).to_owned()).chain(terms).collect()
}

/// Where the slip ends whose needle stands at `start..end`, if it is one.
pub(in crate::reconcile) fn confirmed(needle: usize, text: &str, start: usize, end: usize) -> Option<usize> {
    let Some(term) = needle.checked_sub(SLIPS) else { return Some(end) };
    let term = FORMS.get(term)?;
    // What goes on in another way, or is the term as it should be, is none of its forms.
    let next = text.as_bytes().get(end + "一".len() - 1)?;
    if term.next >> (next & 63) & 1 == 0 {
        return None;
    }
    let here = text.get(start..)?;
    let form = term.forms.iter().find(|form| here.starts_with(form.as_str()))?;
    (!here.starts_with(term.whole)).then_some(start + form.len())
}

fn words() -> impl Iterator<Item = &'static &'static str> {
    DOUBLED.iter().chain(WORDS).chain(MISSPELT).chain([&PARTICLE])
}

/// How many words are slips by themselves: so many stand before the terms.
const SLIPS: usize = DOUBLED.len() + WORDS.len() + MISSPELT.len() + 1;

/// A term and its forms with a character too many.
struct Term {
    whole: &'static str,
    forms: Vec<String>,
    /// A bit for the last byte of each character that follows the [`KEPT`] ones in some form, by its lower six bits.
    next: u64,
}

static FORMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let term = |whole: &&'static str| {
        let forms = doubled_inside(whole);
        let next = |form: &String| form.chars().nth(KEPT).map_or(0, |c| 1 << (c as u32 & 63));
        Term { whole, next: forms.iter().map(next).fold(0, |all, bit| all | bit), forms }
    };
    TERMS.iter().map(term).collect()
});

/// Characters at the beginning of a term that no slip changes.
const KEPT: usize = 2;

/// 的的 is no slip in 目的的 and 的的确.
const PARTICLE: &str = "的的";

/// Byte ranges of slips, at most one of each kind.
fn marks(text: &str, hits: &[Hit]) -> Vec<(usize, usize)> {
    let mut found: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for &Hit { kind, start, end, .. } in hits {
        let (before, after) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
        let doubled = DOUBLED.get(kind).and_then(|m| m.chars().next());
        let usual = match doubled {
            // Three and more are an ellipsis.
            Some(mark) => before.ends_with(mark) || after.starts_with(mark),
            None => text.get(start..end) == Some(PARTICLE) && (before.ends_with('目') || after.starts_with('确')),
        };
        if !usual {
            found.entry(kind).or_insert((start, end));
        }
    }
    found.into_values().collect()
}

/// The forms of a term that have one of its own characters once too often inside (公务车用车).
fn doubled_inside(term: &str) -> Vec<String> {
    let letters: Vec<char> = term.chars().collect();
    let mut forms = Vec::new();
    for k in KEPT..letters.len() {
        for extra in letters.iter().skip(KEPT).filter(|c| letters.get(k) != Some(*c)) {
            let mut form: String = letters.iter().take(k).collect();
            form.push(*extra);
            form.extend(letters.iter().skip(k));
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// A quotation mark without its partner, in a paragraph that ends as a sentence does.
fn unpaired(text: &str) -> Option<usize> {
    let mut open: Option<usize> = None;
    // Both marks begin with a byte that few others have.
    for at in memchr::memchr_iter("“".as_bytes()[0], text.as_bytes()) {
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some('“') if open.is_some() => return open,
            Some('“') => open = Some(at),
            Some('”') if open.is_none() => return Some(at),
            Some('”') => open = None,
            _ => {}
        }
    }
    open.filter(|_| text.trim_end().ends_with(['。', '；', '！']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::needles::search;

    #[test]
    fn slips_are_told_from_usage() {
        let count = |text: &str| {
            let mut hits = Vec::new();
            search(0, text, &mut hits);
            marks(text, &hits).len()
        };
        assert_eq!([count("财政拨款。。"), count("如此。。。"), count("达到目的的措施")], [1, 0, 0]);
        assert_eq!([count("公务车用车运行费"), count("公务用车运行费，公务车辆")], [1, 0]);
        assert_eq!(count("一般公共预算支出决算，支出决算为"), 0);
        assert!(unpaired("“甲”、乙”").is_some() && unpaired("“甲”和“乙”。").is_none() && unpaired("“甲，").is_none());
    }
}

//! `Q603`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::prose::{self, Passage, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 重复的标点（。。 ，，）和字词（的的 万元万元）、不成对的引号、固定用语里多出的字（公务车用车）和常见的同音误写
    /// （事物受理），是排版和校对的疏漏。
    Q603 "标点成对不重复，字词不重复，固定用语无误字" Warning One(check),
    passing: "
        @预算
        # 一、主要职能

        负责辖区内档案的接收、整理。安排“档案数字化”项目。
    ",
    failing: "
        @预算
        # 一、主要职能

        负责辖区内档案的接收、整理。。安排“档案数字化”项目。
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
    for passage in prose::passages(context).filter(|p| p.kind != PassageKind::Contents) {
        for (start, end) in marks(passage.text) {
            slip(context, &passage, start, end, &mut slips);
        }
        if passage.kind != PassageKind::Heading
            && let Some(at) = unpaired(passage.text)
        {
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

/// Byte ranges of slips, at most one of each kind.
fn marks(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for mark in DOUBLED {
        // Three and more are an ellipsis.
        let single = |at: &usize| {
            let first = mark.chars().next();
            let around = [text.get(..*at).and_then(|h| h.chars().next_back()), text.get(at + mark.len()..).and_then(|t| t.chars().next())];
            !around.iter().any(|c| c.is_some() && *c == first)
        };
        found.extend(text.match_indices(mark).map(|(at, _)| at).find(single).map(|at| (at, at + mark.len())));
    }
    for word in WORDS.iter().chain(MISSPELT) {
        found.extend(text.find(word).map(|at| (at, at + word.len())));
    }
    let particle = text.match_indices("的的").find(|(at, _)| {
        !text.get(..*at).is_some_and(|h| h.ends_with('目')) && !text.get(at + 3..).is_some_and(|t| t.starts_with("的确"))
    });
    found.extend(particle.map(|(at, m)| (at, at + m.len())));
    for term in TERMS {
        found.extend(doubled_inside(text, term));
    }
    found
}

/// A term with one of its own characters printed once too often inside it (公务车用车).
fn doubled_inside(text: &str, term: &str) -> Option<(usize, usize)> {
    let letters: Vec<char> = term.chars().collect();
    let head: String = letters.iter().take(2).collect();
    text.match_indices(head.as_str()).find_map(|(at, _)| {
        let printed: Vec<char> = text.get(at..)?.chars().take(letters.len() + 1).collect();
        let extra = (2..letters.len()).any(|k| {
            printed.len() == letters.len() + 1
                && letters.get(k..).is_some_and(|rest| printed.get(k + 1..) == Some(rest))
                && letters.get(..k) == printed.get(..k)
                && printed.get(k).is_some_and(|c| letters.get(2..).is_some_and(|own| own.contains(c)))
                && printed.get(k) != letters.get(k)
        });
        extra.then(|| (at, at + printed.iter().map(|c| c.len_utf8()).sum::<usize>()))
    })
}

/// A quotation mark without its partner, in a paragraph that ends as a sentence does.
fn unpaired(text: &str) -> Option<usize> {
    // Marks that look alike at both ends pair with anything.
    if text.contains(['"', '＂', '″', '〞', '〝']) {
        return None;
    }
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match c {
            '“' if open.is_some() => return open,
            '“' => open = Some(at),
            '”' if open.is_none() => return Some(at),
            '”' => open = None,
            _ => {}
        }
    }
    open.filter(|_| text.trim_end().ends_with(['。', '；', '！']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_usage() {
        assert!(marks("财政拨款。。").len() == 1 && marks("如此。。。").is_empty() && marks("达到目的的措施").is_empty());
        assert!(!marks("公务车用车运行费").is_empty() && marks("公务用车运行费，公务车辆").is_empty());
        assert!(marks("一般公共预算支出决算，支出决算为").is_empty());
        assert!(unpaired("“甲”、乙”").is_some() && unpaired("“甲”和“乙”。").is_none() && unpaired("“甲，").is_none());
    }
}

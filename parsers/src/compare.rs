//! What a change is measured against, and which way it goes: 比2023年预算执行数, 与上年相比, 增加, 下降, 持平.

use std::ops::Range;

use crate::year;

/// Which way a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// 增加, 增长, 上升.
    Increase,
    /// 减少, 下降, 降低.
    Decrease,
    /// 持平, 一致.
    Flat,
}

/// Which figure of a year is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// 年初预算.
    InitialBudget,
    /// 全年预算, 调整预算, 预算调整数.
    AdjustedBudget,
    /// 预算, without saying which.
    Budget,
    /// 决算, 执行数.
    Actual,
}

/// The base of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The phrase, without 比 and 相比.
    pub range: Range<usize>,
    /// The year that it names.
    pub year: Option<i32>,
    /// 上年, 去年, 同期.
    pub prior: bool,
    /// Which figure of that year.
    pub series: Option<Series>,
}

/// Words of direction, longer ones first.
const DIRECTIONS: &[(&str, Direction)] = &[
    ("增长", Direction::Increase),
    ("增加", Direction::Increase),
    ("上升", Direction::Increase),
    ("提高", Direction::Increase),
    ("上涨", Direction::Increase),
    ("增多", Direction::Increase),
    ("上浮", Direction::Increase),
    ("增", Direction::Increase),
    ("减少", Direction::Decrease),
    ("下降", Direction::Decrease),
    ("降低", Direction::Decrease),
    ("压减", Direction::Decrease),
    ("缩减", Direction::Decrease),
    ("削减", Direction::Decrease),
    ("下浮", Direction::Decrease),
    ("降", Direction::Decrease),
    ("减", Direction::Decrease),
];

/// What the words of [`DIRECTIONS`] end with: most texts end with something else.
const TURNS: &str = "长加升高涨多浮增少降低减";

/// A text without the word of direction that it ends with.
fn turned(text: &str) -> Option<(&str, Direction)> {
    text.chars().next_back().filter(|c| TURNS.contains(*c))?;
    DIRECTIONS.iter().find_map(|(w, d)| Some((text.strip_suffix(w)?, *d)))
}

/// What may stand between the word of direction and the figure.
const MEASURES: &[&str] = &["幅度", "比例", "比率", "金额", "额", "率", "数", "幅", "值"];

/// Words between subject and figure that name neither.
const COPULAS: &[&str] = &[
    "分别为",
    "总共",
    "共计",
    "为",
    "是",
    "共",
    "约",
    "近",
    "达",
    "到",
    "至",
    "了",
    "仅",
    "均",
    "各",
    ":",
    "\"",
];

/// What the words of [`COPULAS`] end with.
const COPULAS_END: &str = "为共计是约近达到至了仅均各:\"";

/// `left` without the copulas at its end.
pub fn without_copula(left: &str) -> &str {
    let mut left = left;
    while left.ends_with(|c| COPULAS_END.contains(c))
        && let Some(shorter) = COPULAS.iter().find_map(|w| left.strip_suffix(w))
    {
        left = shorter;
    }
    left
}

/// `change = text direction ("额" | "率" | "幅度" | …)?`: the direction that a text ends with, and what is before it
pub fn direction_at_end(text: &str) -> Option<(&str, Direction)> {
    let bare = MEASURES.iter().find_map(|m| text.strip_suffix(m)).unwrap_or(text);
    // 较上年(减少)5万元: a form that was filled in. (增加)减少 leaves both.
    let (bare, filled) = bare.strip_suffix(')').map_or((bare, false), |b| (b, true));
    let (before, direction) = turned(bare)?;
    let before = if filled { before.strip_suffix('(')? } else { before };
    if filled && turned(before).is_some() {
        return None;
    }
    // 增加增加, 减增加: what is before the last word is not the subject's.
    let mut before = before;
    while let Some((shorter, _)) = turned(before) {
        before = shorter;
    }
    Some((before.strip_suffix('净').unwrap_or(before), direction))
}

/// `flat = "持平" | "一致" | "无变化" …`: whether a clause says that nothing changed, and what is before it
pub fn flat_at_end(clause: &str) -> Option<&str> {
    let clause = clause.trim_end_matches(['"', ')']);
    let words = [
        "基本持平",
        "保持持平",
        "持平",
        "保持一致",
        "基本一致",
        "一致",
        "相持",
        "无变化",
        "没有变化",
        "无增减变化",
        "无增减",
        "保持不变",
        "相同",
        "相等",
    ];
    let before = words.iter().find_map(|w| clause.strip_suffix(w))?;
    let before = before.strip_suffix("增加").or_else(|| before.strip_suffix("减少")).unwrap_or(before);
    Some(before.strip_suffix("预算安排").filter(|b| b.is_empty()).unwrap_or(before))
}

/// `base = subject ("比" | "较" | "与" | "和" | "同") phrase ("相比" | "比较")?`, where the phrase names a year, 上年 or a
/// figure of one. Gives the subject's range and the base, both within `text` shifted by `offset`.
pub fn base_at_end(text: &str, offset: usize) -> Option<(Range<usize>, Base)> {
    let text_end =
        ["相比较", "相比", "比较", "来说", "相较"].iter().find_map(|w| text.strip_suffix(w)).unwrap_or(text);
    for (at, c) in text_end.char_indices().rev() {
        if !matches!(c, '比' | '较' | '与' | '和' | '同') {
            continue;
        }
        let before = text_end.get(..at)?;
        let phrase = text_end.get(at + c.len_utf8()..)?;
        // 占比, 同比, 环比, 百分比; 比重, 比例, 同期; 较大.
        if c == '比'
            && ["占", "同", "环", "分", "对", "相", "预算"]
                .iter()
                .any(|w| before.ends_with(w) && *w != "预算")
        {
            if before.ends_with('同') && phrase.is_empty() {
                let head = at - '同'.len_utf8();
                let base = Base {
                    range: offset + head..offset + text_end.len(),
                    year: None,
                    prior: true,
                    series: None,
                };
                return Some((offset..offset + head, base));
            }
            continue;
        }
        // 文化和旅游局2025年度收入, 合同2025年预算: part of a name, unless 相比 or the phrase itself says otherwise.
        let joins = matches!(c, '与' | '和' | '同');
        let compares = text_end.len() < text.len() || phrase.contains("相比") || phrase.contains("比较");
        if joins && !compares && !begins_base(before, phrase) {
            continue;
        }
        let phrase_at = offset + at + c.len_utf8();
        // 与上年相比支出预算增加: what is compared stands behind.
        let inner = ["相比较", "相比", "比较"].iter().find_map(|w| Some((phrase.find(w)?, w.len())));
        if let Some((end, length)) = inner {
            let behind = phrase_at + end + length..offset + text_end.len();
            let base = base(phrase.get(..end)?, phrase_at)?;
            return Some((if behind.is_empty() { offset..offset + at } else { behind }, base));
        }
        if let Some(base) = base(phrase, phrase_at) {
            return Some((offset..offset + at, base));
        }
        if matches!(c, '比' | '较') && (phrase.starts_with('重') || phrase.starts_with('例')) {
            return None;
        }
    }
    None
}

/// Whether 与, 和 or 同 begins the base of a comparison and does not join two words.
fn begins_base(before: &str, phrase: &str) -> bool {
    let compound = ["合", "会", "共", "不", "协", "相", "连"].iter().any(|w| before.ends_with(w));
    let owner = ["本部门", "本单位", "我部门", "我单位", "我局", "本级"]
        .iter()
        .find_map(|w| phrase.strip_prefix(w))
        .unwrap_or(phrase);
    !compound
        && (owner.starts_with(|c: char| c.is_ascii_digit() || c == '二')
            || BASES.iter().any(|w| owner.starts_with(w)))
}

/// What the base of a comparison begins with.
const BASES: &[&str] =
    &["上", "去", "同期", "年初", "全年", "调整", "预算", "决算", "执行", "本年", "当年", "以前", "往年"];

/// Reads a phrase as the base of a comparison.
pub fn base(phrase: &str, offset: usize) -> Option<Base> {
    if phrase.is_empty() || phrase.chars().count() > 40 || phrase.contains(['，', ',', ';', '。']) {
        return None;
    }
    let year = year::find(phrase).map(|(_, y)| y);
    let prior = ["上年", "上一年", "去年", "同期", "以前年度", "往年"].iter().any(|w| phrase.contains(w));
    let series = series(phrase);
    let starts = || phrase.starts_with(['1', '2', '二']) || BASES.iter().any(|w| phrase.starts_with(w));
    let named = year.is_some() || prior || (series.is_some() && starts());
    named.then(|| Base { range: offset..offset + phrase.len(), year, prior, series })
}

/// Which figure of a year a phrase names.
pub fn series(phrase: &str) -> Option<Series> {
    if !phrase.contains(['算', '执', '批', '实', '完']) {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|w| phrase.contains(w));
    if has(&["年初预算", "年初部门预算", "年初批复"]) {
        Some(Series::InitialBudget)
    } else if has(&["全年预算", "调整预算", "预算调整", "调整后预算", "调整后的预算"])
    {
        Some(Series::AdjustedBudget)
    } else if has(&["执行数", "决算", "预算执行", "执行情况", "实际支出", "完成数"]) {
        Some(Series::Actual)
    } else if phrase.match_indices("预算").any(|(at, _)| {
        // 一般公共预算, 政府性基金预算, 国有资本经营预算 are names of funds.
        !phrase.get(..at).is_some_and(|b| ["公共", "基金", "经营"].iter().any(|w| b.ends_with(w)))
    }) {
        Some(Series::Budget)
    } else {
        None
    }
}

/// `outcome = "决算数"? ("大于" | "小于" | "等于" | …) budget`: 决算数小于年初预算数. The direction of outcome over plan.
pub fn outcome(clause: &str) -> Option<(Direction, Option<Series>)> {
    if !clause.contains(['于', '超']) {
        return None;
    }
    let words = [
        ("大于", Direction::Increase),
        ("高于", Direction::Increase),
        ("超过", Direction::Increase),
        ("超出", Direction::Increase),
        ("多于", Direction::Increase),
        ("小于", Direction::Decrease),
        ("低于", Direction::Decrease),
        ("少于", Direction::Decrease),
        ("等于", Direction::Flat),
    ];
    let found = words.iter().filter_map(|(w, d)| clause.find(w).map(|at| (at, *w, *d))).collect::<Vec<_>>();
    // 大于（小于）, 大小于: a template's or a typist's, it says nothing.
    let [(at, word, direction)] = found[..] else { return None };
    let after = clause.get(at + word.len()..)?;
    let before = clause.get(..at)?;
    let budget = after.find("预算")?;
    if !before.ends_with("决算数")
        && !before.ends_with("决算")
        && !before.ends_with("支出数")
        && !before.ends_with("支出")
    {
        return None;
    }
    (budget <= "2023年度一般公共".len())
        .then(|| (direction, series(after.split("的").next().unwrap_or(after))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_at_an_end_is_met() {
        for (word, direction) in DIRECTIONS {
            assert_eq!(turned(word), Some(("", *direction)));
        }
        for word in COPULAS {
            assert_eq!(without_copula(word), "");
        }
    }

    #[test]
    fn finds_bases() {
        for (text, subject, phrase, year, prior, series) in [
            ("比上年执行数", "", "上年执行数", None, true, Some(Series::Actual)),
            ("收入预算较2023年预算", "收入预算", "2023年预算", Some(2023), false, Some(Series::Budget)),
            ("与2021年度相比", "", "2021年度", Some(2021), false, None),
            (
                "公务接待费支出比年初预算",
                "公务接待费支出",
                "年初预算",
                None,
                false,
                Some(Series::InitialBudget),
            ),
            (
                "社会保障和就业支出与上年决算数相比",
                "社会保障和就业支出",
                "上年决算数",
                None,
                true,
                Some(Series::Actual),
            ),
            ("总收入同比", "总收入", "同比", None, true, None),
        ] {
            let (s, b) = base_at_end(text, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (&text[s], &text[b.range], b.year, b.prior, b.series),
                (subject, phrase, year, prior, series)
            );
        }
        for text in ["占比", "文化和旅游管理事务", "社会保障和就业支出", "比重"] {
            assert_eq!(base_at_end(text, 0), None, "{text}");
        }
    }

    #[test]
    fn finds_directions() {
        assert_eq!(direction_at_end("支出增加"), Some(("支出", Direction::Increase)));
        assert_eq!(direction_at_end("同比下降幅度"), Some(("同比", Direction::Decrease)));
        assert_eq!(direction_at_end("增加增加"), Some(("", Direction::Increase)));
        assert_eq!(direction_at_end("较上年(减少)"), Some(("较上年", Direction::Decrease)));
        assert_eq!(direction_at_end("较上年增加(减少)"), None);
        assert_eq!(direction_at_end("调减项目经费"), None);
        assert_eq!(flat_at_end("与2024年预算持平"), Some("与2024年预算"));
        assert_eq!(
            outcome("决算数小于年初预算数的主要原因"),
            Some((Direction::Decrease, Some(Series::InitialBudget)))
        );
        assert_eq!(outcome("决算数大于(小于)预算数"), None);
        assert_eq!(outcome("项目大于预算"), None);
    }
}

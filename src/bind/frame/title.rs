//! The title on a document's cover: whose budget or accounts of which year.

use crate::model::{DocumentKind, UnitLevel};
use crate::vocabulary::fold::{bare, folding};

/// What a cover's title says.
pub(super) struct Title {
    pub name: String,
    pub year: Option<i32>,
    pub level: Option<UnitLevel>,
    pub kind: DocumentKind,
}

/// The title that the cover's lines make. A printed web page has the site's own lines above it: where they would be
/// part of the name, the title is a line of its own, or begins with one.
pub(super) fn title_of(cover: &[&str], joined: &str) -> Option<Title> {
    let whole = cover_title(joined);
    if whole.as_ref().is_none_or(|t| is_name(&t.name)) {
        return whole;
    }
    let title = |text: &str| cover_title(text).filter(|t| is_name(&t.name));
    let named = |text: &str| title(text).filter(|t| is_unit(&t.name));
    let lines = || cover.iter().map(|l| bare(l));
    let line = || lines().find_map(|l| named(&l).filter(|t| t.year.is_some()));
    let rest = || (1..cover.len()).find_map(|from| named(&lines().skip(from).collect::<String>()));
    // 甲市乙区2026年区级部门预算 names a place; the unit stands elsewhere.
    let place = || lines().find_map(|l| title(&l).filter(|t| t.year.is_some() && t.level.is_some()));
    line().or_else(rest).or_else(place)
}

/// Whether nothing in a text forbids that it is a name: longer ones, ones with marks, and ones with the words of a web
/// page's navigation are none.
pub(super) fn is_name(text: &str) -> bool {
    text.chars().count() <= LONGEST_NAME
        && first_year(text).is_none()
        && !text
            .contains(['|', '｜', '>', '＞', '»', '【', '】', '：', ':', '。', '，', '；', '/', '?', '？'])
        && !["首页", "当前位置", "搜索", "登录", "关键词"].iter().any(|w| text.contains(w))
}

/// Longest name of a unit, in characters.
const LONGEST_NAME: usize = 60;

/// `甲市水务局2024年度部门预算`, `2024年甲市水务局部门决算公开`: name, year, level, kind.
fn cover_title(joined: &str) -> Option<Title> {
    let words = [
        ("部门综合预算", Some(UnitLevel::Department), DocumentKind::Budget),
        ("单位综合预算", Some(UnitLevel::Unit), DocumentKind::Budget),
        ("部门预算", Some(UnitLevel::Department), DocumentKind::Budget),
        ("单位预算", Some(UnitLevel::Unit), DocumentKind::Budget),
        ("部门决算", Some(UnitLevel::Department), DocumentKind::FinalAccount),
        ("单位决算", Some(UnitLevel::Unit), DocumentKind::FinalAccount),
        ("预算", None, DocumentKind::Budget),
        ("决算", None, DocumentKind::FinalAccount),
    ];
    let (at, word, level, kind) =
        words.iter().find_map(|(w, l, k)| joined.find(w).map(|at| (at, *w, *l, *k)))?;
    let head = &joined[..at];
    let tail = &joined[at + word.len()..];
    let (before, year, after) = match split_year(head) {
        Some((before, year, after)) => (before, Some(year), after),
        None => (head, first_year(&folding(tail)), ""),
    };
    let before = before.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '：' | ':' | '-'));
    let before = before
        .strip_prefix("附件")
        .unwrap_or(before)
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '：');
    let name = if is_unit(before) || after.is_empty() { before } else { after };
    Some(Title { name: name.to_owned(), year, level, kind })
}

/// The first `20dd年(度)` of a text: what is before, the year, what is after.
fn split_year(text: &str) -> Option<(&str, i32, &str)> {
    for (at, _) in text.match_indices('年') {
        let head = &text[..at];
        let digits: Vec<char> = head.chars().rev().take(4).collect();
        let Some(year) = number(&digits) else { continue };
        let length: usize = digits.iter().map(|c| c.len_utf8()).sum();
        let after = &text[at + '年'.len_utf8()..];
        return Some((&head[..head.len() - length], year, after.strip_prefix('度').unwrap_or(after)));
    }
    None
}

/// Four digits in reverse, half-width, full-width or Chinese, that make a year of this century.
fn number(reversed: &[char]) -> Option<i32> {
    if reversed.len() < 4 {
        return None;
    }
    let year = reversed.iter().rev().try_fold(0, |year, c| {
        let digit = match c {
            '〇' | '○' | '零' => 0,
            _ => "零一二三四五六七八九"
                .chars()
                .position(|d| d == *c)
                .map(|d| d as i32)
                .or_else(|| yusuan_parsers::amount::digit_of(*c).map(|d| d as i32))?,
        };
        Some(year * 10 + digit)
    })?;
    (2000..2100).contains(&year).then_some(year)
}

/// The first year of a text.
pub(in crate::bind) fn first_year(text: &str) -> Option<i32> {
    split_year(text).map(|(_, year, _)| year)
}

/// Whether a name is a unit's, not a place's (上海市普陀区) nor empty.
pub(super) fn is_unit(name: &str) -> bool {
    let name = name.trim_end_matches("区级").trim_end_matches("市级").trim_end_matches("县级");
    name.chars().count() > 3 && !name.ends_with(['市', '区', '县', '省', '州', '盟', '旗', '级', '关'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers() {
        for (cover, name, year, level) in [
            ("甲市水务局2024年度部门预算", "甲市水务局", Some(2024), Some(UnitLevel::Department)),
            ("2023年甲市水务局单位预算公开", "甲市水务局", Some(2023), Some(UnitLevel::Unit)),
            ("附件1：甲市水务局二〇二三年部门决算", "甲市水务局", Some(2023), Some(UnitLevel::Department)),
            ("甲市乙区2026年区级部门预算", "区级", Some(2026), Some(UnitLevel::Department)),
        ] {
            let title = cover_title(cover).unwrap();
            assert_eq!((title.name.as_str(), title.year, title.level), (name, year, level), "{cover}");
        }
        assert!(!is_unit("区级") && !is_unit("甲市乙区"));
    }

    #[test]
    fn the_lines_of_a_web_page_above_the_title_are_no_name() {
        let site = [
            "甲市人民政府 请输入关键词",
            "搜索",
            "首页 | 政务公开 | 互动交流",
            "当前位置：首页 > 信息公开 > 预决算公开",
        ];
        for title in [&["甲市水务局2024年度部门预算"][..], &["甲市水务局", "2024年度部门预算"]]
        {
            let cover: Vec<&str> = site.iter().chain(title).copied().collect();
            let joined: String = cover.iter().map(|l| bare(l)).collect();
            let found = title_of(&cover, &joined).unwrap();
            assert_eq!(
                (found.name.as_str(), found.year, found.level),
                ("甲市水务局", Some(2024), Some(UnitLevel::Department))
            );
        }
        assert_eq!(
            title_of(&["甲市", "退役军人事务局2024年部门预算"], "甲市退役军人事务局2024年部门预算")
                .unwrap()
                .name,
            "甲市退役军人事务局"
        );
    }
}

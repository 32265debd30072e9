//! Whose document of which year it is: cover, labelled lines, captions.

mod title;

use std::collections::BTreeMap;

use yusuan_parsers::table::Block;

use super::outline::Outline;
use super::table::Found;
use super::{Reading, Use};
use crate::model::{DocumentKind, SectionRole, TableKind, Unit, UnitLevel};
use crate::vocabulary::fold::{bare, folded, folding};
pub(super) use title::first_year;
use title::{Title, is_name, is_unit, title_of};

/// What the cover says.
#[derive(Debug)]
pub(super) struct Frame {
    pub unit: Unit,
    pub year: Option<i32>,
    pub kind: DocumentKind,
}

/// Labels before a unit's name, and the level that they speak of.
const LABELS: &[(&str, Option<UnitLevel>)] = &[
    ("预算主管部门", Some(UnitLevel::Department)),
    ("主管部门名称", Some(UnitLevel::Department)),
    ("部门名称", Some(UnitLevel::Department)),
    ("编制部门", None),
    ("公开部门", Some(UnitLevel::Department)),
    ("预算部门", Some(UnitLevel::Department)),
    ("预算单位", Some(UnitLevel::Unit)),
    ("单位名称", None),
    ("编制单位", None),
    ("填报单位", None),
    ("填报部门", None),
    ("公开单位", None),
    ("部门", None),
    ("单位", None),
];

/// The unit's name in a line `预算单位：…`, and its level.
pub(super) fn labelled(line: &str) -> Option<(String, Option<UnitLevel>)> {
    if !line.contains([':', '：']) {
        return None;
    }
    let folded = folding(line);
    LABELS.iter().find_map(|(label, level)| {
        let rest = folded.strip_prefix(label)?;
        let rest = rest.strip_prefix("(公章)").or(rest.strip_prefix("(盖章)")).unwrap_or(rest);
        let rest = rest.strip_prefix(':')?;
        let end = ["金额单位", "单位:", "公开", "日期", "编制日期"].iter().filter_map(|m| rest.find(m)).min();
        // A form's blank that was typed into keeps its line: 单位名称：__甲市水务局__.
        let name = rest[..end.unwrap_or(rest.len())].trim_matches('_');
        let money = ["元", "万元", "千元", "亿元", "人民币万元"].contains(&name);
        (!money && name.chars().count() > 2 && name.chars().count() < 50)
            .then(|| (printed(line, name), *level))
    })
}

/// The part of `line` whose folded form is `name`, as printed without white space; marks before it that do not
/// count belong to it.
fn printed(line: &str, name: &str) -> String {
    let line = bare(line);
    // Where each character that counts begins (with what is left out before it) and ends.
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(line.len() / 3);
    let mut text = String::with_capacity(line.len());
    let mut from = 0;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        let before = text.len();
        text.extend(folded(line.get(at..end).unwrap_or_default()));
        if text.len() > before {
            places.push((from, end));
            from = end;
        }
    }
    let part = text.find(name).and_then(|at| {
        let first = text.get(..at)?.chars().count();
        let (start, _) = places.get(first)?;
        let (_, end) = places.get((first + name.chars().count()).checked_sub(1)?)?;
        line.get(*start..*end)
    });
    part.unwrap_or(name).to_owned()
}

/// Titles of documents that are no unit's budget or accounts.
const OTHER: &[&str] = &[
    "政府工作报告",
    "草案",
    "执行情况",
    "通知",
    "办法",
    "批复",
    "公告",
    "意见",
    "方案",
    "纪要",
    "决议",
    "条例",
    "规划",
    "计划",
    "公报",
    "审计",
    "函",
    "报告",
];

pub(super) fn read(reading: &Reading<'_>, outline: &Outline, found: &[Found]) -> Frame {
    let cover = cover_lines(reading);
    let joined: String = cover.iter().map(|l| bare(l)).collect();
    let title = title_of(&cover, &joined);
    let mut level = title.as_ref().and_then(|t| t.level);
    let mut name = None;
    for line in &cover {
        if let Some((found, stated)) = labelled(line) {
            name = Some(found);
            level = level.or(stated);
            break;
        }
    }
    let from_title = title.as_ref().map(|t| t.name.as_str()).filter(|n| is_unit(n));
    let printed_name = name
        .or_else(|| from_title.map(str::to_owned))
        .or_else(|| most(found.iter().filter_map(|f| f.unit_name.clone())))
        .or_else(|| name_in_headings(outline))
        .map(|n| bare(&n));
    let name = printed_name.as_deref().map(canonical);
    let year = title
        .as_ref()
        .and_then(|t| t.year)
        .or_else(|| most(found.iter().filter_map(|f| first_year(&folding(&f.title)))))
        .or_else(|| first_year(&folding(&joined)))
        .or_else(|| most(outline.sections.iter().filter_map(|s| first_year(&folding(&s.title)))));
    let mut kinds: Vec<TableKind> = found.iter().map(|f| f.kind).filter(|k| *k != TableKind::Other).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let level = level.or_else(|| level_in_tables(found)).or_else(|| level_in_headings(outline));
    let kind = kind(title.as_ref(), &joined, &kinds, outline, found);
    if kind == DocumentKind::Other {
        return Frame { unit: Unit { name, printed_name, level: None }, year, kind };
    }
    Frame { unit: Unit { name, printed_name, level }, year, kind }
}

fn kind(
    title: Option<&Title>,
    cover: &str,
    kinds: &[TableKind],
    outline: &Outline,
    found: &[Found],
) -> DocumentKind {
    let stated = title.map(|t| t.kind);
    let foreign = OTHER.iter().any(|w| cover.contains(w)) && !cover.contains("情况说明");
    // 关于…的通知、批复: its title speaks of 部门预算 without being one.
    let about = cover.find("关于").and_then(|at| cover.get(at..)).is_some_and(|rest| {
        let title: String = rest.chars().take(80).collect();
        OTHER.iter().any(|w| title.contains(w))
    });
    if foreign && (about || title.is_none_or(|t| t.level.is_none())) && kinds.len() < 4 {
        return DocumentKind::Other;
    }
    let accounts = |text: &str| text.contains("决算");
    let budget = |text: &str| text.contains("预算");
    if kinds.is_empty() && title.is_none_or(|t| t.level.is_none()) {
        let narrative = outline
            .sections
            .iter()
            .filter(|s| (accounts(&s.title) || budget(&s.title)) && s.title.contains("说明"))
            .count();
        if narrative < 2 {
            return DocumentKind::Other;
        }
    }
    if let Some(kind) = stated {
        return kind;
    }
    let texts = || found.iter().map(|f| &f.title).chain(outline.sections.iter().map(|s| &s.title));
    let (finals, plans) =
        (texts().filter(|t| accounts(t)).count(), texts().filter(|t| budget(t) && !accounts(t)).count());
    if finals > plans {
        DocumentKind::FinalAccount
    } else if plans > 0 || !kinds.is_empty() {
        DocumentKind::Budget
    } else {
        DocumentKind::Other
    }
}

/// The lines before the contents and the first section, at most the first dozen.
fn cover_lines<'a>(reading: &Reading<'a>) -> Vec<&'a str> {
    let mut lines = Vec::new();
    for (index, block) in reading.blocks.iter().enumerate().take(24) {
        let text = reading.text(index);
        if reading.uses[index] != Use::Narrative || matches!(block, Block::Table { .. }) {
            break;
        }
        let is_date = {
            let folded = folding(text);
            folded.len() < 40
                && folded.ends_with(['月', '日'])
                && folded.starts_with(|c: char| c.is_ascii_digit() || c == '二')
        };
        if text.chars().count() > 60 || yusuan_parsers::section::number(text).is_ok() {
            break;
        }
        if lines.len() > 1 && reading.vocabulary.section_role(text).is_some_and(|r| r != SectionRole::Tables)
        {
            break;
        }
        if is_date || folding(text).starts_with("附件") && text.chars().count() < 8 {
            continue;
        }
        lines.push(text);
        if lines.len() == 12 {
            break;
        }
    }
    lines
}

/// A name without white space and without words that are none of it.
fn canonical(name: &str) -> String {
    let mut name = bare(name);
    for tail in ["（部门）", "(部门)", "（单位）", "（汇总）", "(汇总)"] {
        if let Some(head) = name.strip_suffix(tail) {
            name = head.to_owned();
        }
    }
    name
}

fn name_in_headings(outline: &Outline) -> Option<String> {
    let tails = ["主要职能", "机构设置", "概况", "单位概况", "部门概况", "基本情况", "主要职责"];
    most(outline.sections.iter().filter_map(|s| {
        let name = tails.iter().find_map(|t| s.title.strip_suffix(t))?;
        (is_unit(name) && is_name(name)).then(|| name.to_owned())
    }))
}

fn level_in_tables(found: &[Found]) -> Option<UnitLevel> {
    let count = |word| found.iter().filter(|f| f.title.contains(word)).count();
    let (departments, units) = (count("部门"), count("单位"));
    match departments.cmp(&units) {
        std::cmp::Ordering::Greater => Some(UnitLevel::Department),
        std::cmp::Ordering::Less => Some(UnitLevel::Unit),
        std::cmp::Ordering::Equal => None,
    }
}

fn level_in_headings(outline: &Outline) -> Option<UnitLevel> {
    let text = || outline.sections.iter().map(|s| s.title.as_str());
    let count = |words: [&str; 2]| text().filter(|t| words.iter().any(|w| t.contains(w))).count();
    let (departments, units) = (count(["部门预算", "部门决算"]), count(["单位预算", "单位决算"]));
    match departments.cmp(&units) {
        std::cmp::Ordering::Greater => Some(UnitLevel::Department),
        std::cmp::Ordering::Less => Some(UnitLevel::Unit),
        std::cmp::Ordering::Equal => None,
    }
}

/// The most frequent value, the first of those.
fn most<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, (usize, usize)> = BTreeMap::new();
    for (order, value) in values.enumerate() {
        counts.entry(value).or_insert((0, usize::MAX - order)).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, rank)| *rank).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_name_stands_beside_the_canonical_one() {
        let names = |text: &str| {
            let interchange =
                crate::model::Interchange { text: text.to_owned(), ..crate::model::Interchange::default() };
            let vocabulary = crate::vocabulary::Vocabulary::default();
            let reading = Reading::new(&interchange, &vocabulary);
            let unit = read(&reading, &super::super::outline::read(&reading), &[]).unit;
            (unit.name.unwrap_or_default(), unit.printed_name.unwrap_or_default())
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            names("# 2024年度部门预算\n\n预算主管部门： 甲市 水务局（汇总）\n"),
            pair("甲市水务局", "甲市水务局（汇总）")
        );
        assert_eq!(names("# 甲市水务局2024年部门决算\n"), pair("甲市水务局", "甲市水务局"));
        assert_eq!(names("各位代表：\n"), pair("", ""));
    }

    #[test]
    fn labelled_lines() {
        let name = |line| labelled(line).map(|(n, _)| n);
        assert_eq!(name("编制部门：甲市水务局 单位：元").as_deref(), Some("甲市水务局"));
        assert_eq!(name("单位名称： 甲市 总工会").as_deref(), Some("甲市总工会"));
        assert_eq!(name("部门：甲市水务局（本级）").as_deref(), Some("甲市水务局（本级）"));
        assert_eq!(name("单位名称：__甲市水务局__").as_deref(), Some("甲市水务局"));
        assert_eq!(name("单位：万元"), None);
        assert_eq!(name("编制部门： 单位：元"), None);
    }
}

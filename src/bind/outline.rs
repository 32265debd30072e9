//! Sections of the narrative: headings with and without marks, contents, glossary; paragraphs joined over pages.

mod contents;

use std::collections::BTreeSet;

use yusuan_parsers::{section, table::Block};

use super::{Paragraph, Reading, Use};
use crate::clock::tick;
use crate::model::{Section, SectionRole};
use crate::vocabulary::fold::{bare, folding};
use contents::listed;
pub(super) use contents::mark_contents;

/// The sections and, for the claims, their paragraphs.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub sections: Vec<Section>,
    pub paragraphs: Vec<Paragraph>,
}

/// Longest heading that is one without a mark, in characters.
const HEADING: usize = 40;

/// A heading taken apart.
struct Heading {
    rank: u8,
    number: String,
    title: String,
}

/// Whether a line with neither mark nor number is a heading: the contents list it, or it ends as headings do and is not
/// the end of the sentence before it.
fn unnumbered(reading: &Reading<'_>, index: usize, plain: &str, listed: &BTreeSet<String>) -> bool {
    let before = index.checked_sub(1).filter(|i| reading.uses[*i] == Use::Narrative);
    listed.contains(&*folding(plain))
        || reading.vocabulary.ends_heading(plain)
            && !before.is_some_and(|i| broken(reading.text(i), reading.text(index)))
}

/// The heading that a block is, if it is one.
fn heading(reading: &Reading<'_>, index: usize, listed: &BTreeSet<String>) -> Option<Heading> {
    let text = reading.text(index);
    let number = section::number(text).ok();
    match &reading.blocks[index] {
        Block::Heading { level, .. } => Some(match number {
            Some((number, rest)) => {
                Heading { rank: number.level, number: bare(number.printed), title: bare(rest) }
            }
            None => Heading { rank: level.saturating_sub(1), number: String::new(), title: bare(text) },
        }),
        Block::Paragraph { .. } => {
            let (rank, printed, rest) = match number {
                Some((number, rest)) => (number.level, bare(number.printed), rest),
                None => (1, String::new(), text),
            };
            // A mark before any bracket is no part of a reference: that spares most paragraphs the rest.
            let mark = |c: char| matches!(c, '。' | '；' | '：' | '，' | ':');
            if rest.chars().take_while(|c| !matches!(c, '（' | '(')).any(mark) {
                return None;
            }
            let title = bare(rest);
            let plain = without_reference(&title);
            if plain.is_empty() || plain.chars().count() > HEADING || plain.contains(mark) {
                return None;
            }
            let role = reading.vocabulary.section_role(plain);
            let named = match rank {
                1 if printed.is_empty() => {
                    plain.chars().count() <= 12 && role == Some(SectionRole::Glossary)
                        || unnumbered(reading, index, plain, listed)
                }
                1 | 2 => role.is_some() || plain.ends_with(['表', '明', '况']),
                _ => {
                    let ends = [
                        "情况",
                        "说明",
                        "情况说明",
                        "职能",
                        "职责",
                        "概况",
                        "解释",
                        "构成",
                        "设置",
                        "预算",
                        "决算",
                    ];
                    role.is_some() && ends.iter().any(|e| plain.ends_with(e))
                        || plain.ends_with("说明")
                        || plain.ends_with("情况")
                }
            };
            named.then_some(Heading { rank, number: printed, title })
        }
        Block::Table { .. } => None,
    }
}

/// A title without `（详见表 5）` at its end.
fn without_reference(title: &str) -> &str {
    let cut = ["（详见", "(详见", "（见", "(见"].iter().filter_map(|m| title.rfind(m)).min();
    cut.map_or(title, |at| &title[..at])
}

/// The sections in document order. The first holds what stands before the first heading.
pub(super) fn read(reading: &Reading<'_>) -> Outline {
    let mut outline = Outline::default();
    let mut stack: Vec<(u8, usize)> = Vec::new();
    let mut pages: Vec<BTreeSet<u32>> = Vec::new();
    let mut open_end: Option<usize> = None;
    let mut cover = true;
    let listed = listed(reading);
    for index in 0..reading.blocks.len() {
        tick();
        let range = reading.blocks[index].range();
        match reading.uses[index] {
            Use::Contents => {
                if outline.sections.last().is_none_or(|s| s.role != SectionRole::Contents) {
                    open(
                        &mut outline,
                        &mut pages,
                        String::new(),
                        "目录".to_owned(),
                        None,
                        SectionRole::Contents,
                    );
                    stack.clear();
                    cover = false;
                }
                add_line(&mut outline, reading.interchange.text.get(range.clone()).unwrap_or_default());
                note_page(reading, &mut pages, &range);
                open_end = None;
                continue;
            }
            Use::Table => {
                if outline.sections.is_empty() {
                    open(&mut outline, &mut pages, String::new(), String::new(), None, SectionRole::Cover);
                }
                note_page(reading, &mut pages, &range);
                open_end = None;
                continue;
            }
            Use::Narrative => {}
        }
        if let Some(heading) = heading(reading, index, &listed) {
            open_end = None;
            let front = cover
                && heading.number.is_empty()
                && heading.rank <= 1
                && reading.vocabulary.section_role(&heading.title).is_none_or(|r| r == SectionRole::Tables)
                && !has_body_before_heading(reading, index);
            if front {
                if outline.sections.is_empty() {
                    open(&mut outline, &mut pages, String::new(), heading.title, None, SectionRole::Cover);
                } else {
                    add_line(&mut outline, &heading.title);
                }
                note_page(reading, &mut pages, &range);
                continue;
            }
            cover = false;
            while stack.last().is_some_and(|(rank, _)| *rank >= heading.rank) {
                stack.pop();
            }
            let parent = stack.last().map(|(_, section)| *section);
            let role = match (reading.vocabulary.section_role(&heading.title), parent) {
                (_, Some(p)) if outline.sections[p].role == SectionRole::Glossary => SectionRole::Glossary,
                (Some(role), _) => role,
                (None, Some(p)) if outline.sections[p].role == SectionRole::Tables => SectionRole::Narrative,
                (None, _) => SectionRole::Narrative,
            };
            let number = match parent {
                Some(p) => format!("{}{}", outline.sections[p].number, heading.number),
                None => heading.number,
            };
            let section = open(&mut outline, &mut pages, number, heading.title, parent, role);
            stack.push((heading.rank, section));
            note_page(reading, &mut pages, &range);
            continue;
        }
        if outline.sections.is_empty() {
            open(&mut outline, &mut pages, String::new(), String::new(), None, SectionRole::Cover);
        }
        if outline.sections.last().is_some_and(|s| s.role == SectionRole::Contents) {
            open(&mut outline, &mut pages, String::new(), String::new(), None, SectionRole::Narrative);
            stack.clear();
        }
        let text = reading.text(index);
        note_page(reading, &mut pages, &range);
        let section = outline.sections.len() - 1;
        match (open_end, outline.paragraphs.last_mut()) {
            (Some(previous), Some(paragraph)) if previous + 1 == index && broken(&paragraph.text, text) => {
                paragraph.push(text, range.start);
            }
            _ => {
                let mut paragraph = Paragraph { section, ..Paragraph::default() };
                paragraph.push(text, range.start);
                outline.paragraphs.push(paragraph);
            }
        }
        open_end = Some(index);
    }
    for paragraph in &outline.paragraphs {
        let text = &mut outline.sections[paragraph.section].text;
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&paragraph.text);
    }
    for (section, pages) in outline.sections.iter_mut().zip(pages) {
        section.pages = pages.into_iter().collect();
    }
    outline
}

/// Whether a heading at the front has running text of its own before the next heading: then it is no cover.
fn has_body_before_heading(reading: &Reading<'_>, index: usize) -> bool {
    tick();
    reading
        .blocks
        .iter()
        .enumerate()
        .skip(index + 1)
        .take_while(|(i, b)| reading.uses[*i] == Use::Narrative && matches!(b, Block::Paragraph { .. }))
        .any(|(i, _)| {
            let text = reading.text(i);
            text.ends_with('。') && text.chars().count() > 30
        })
        && !folding(reading.text(index)).ends_with("算")
}

fn open(
    outline: &mut Outline,
    pages: &mut Vec<BTreeSet<u32>>,
    number: String,
    title: String,
    parent: Option<usize>,
    role: SectionRole,
) -> usize {
    pages.push(BTreeSet::new());
    outline.sections.push(Section { number, title, parent, role, pages: Vec::new(), text: String::new() });
    outline.sections.len() - 1
}

fn add_line(outline: &mut Outline, line: &str) {
    if let Some(section) = outline.sections.last_mut() {
        if !section.text.is_empty() {
            section.text.push('\n');
        }
        section.text.push_str(line);
    }
}

fn note_page(reading: &Reading<'_>, pages: &mut [BTreeSet<u32>], range: &std::ops::Range<usize>) {
    if let (Some(pages), Some((page, _))) = (pages.last_mut(), reading.interchange.places.locate(range)) {
        pages.insert(page);
    }
}

/// Words that a page's end parts, and whose halves make no sense alone.
const PARTED: &[&str] = &[
    "预算", "决算", "支出", "收入", "增加", "减少", "增长", "下降", "万元", "经费", "补贴", "费用", "安排",
    "主要", "财政", "拨款", "项目", "资金", "人员", "单位", "部门", "公共", "服务", "管理", "事务", "社会",
    "保障", "政府", "采购", "基本", "公用", "用于", "原因", "其他", "国有", "资本", "经营", "机关", "事业",
    "情况", "工作", "养老", "保险", "医疗", "教育",
];

/// Whether `next` goes on in the middle of a sentence that `text` leaves open.
fn broken(text: &str, next: &str) -> bool {
    let (Some(last), Some(first)) = (text.chars().last(), next.chars().next()) else { return false };
    if matches!(last, '。' | '！' | '？' | '；' | '：' | ':' | ';' | '!' | '?' | '”' | '…')
        || text.chars().count() < 8
    {
        return false;
    }
    if matches!(first, '，' | '。' | '、' | '；' | '）' | ')' | '”' | '%' | '％') {
        return true;
    }
    if section::number(next).is_ok() || next.starts_with(['注', '“', '《', '其']) {
        return matches!(last, '，' | '、' | '（') && section::number(next).is_err();
    }
    if matches!(last, '，' | '、' | '（' | '(' | '“' | '《')
        || (last.is_ascii_digit() && first.is_ascii_digit())
    {
        return true;
    }
    let mut joint = String::from(last);
    joint.push(first);
    if PARTED.contains(&joint.as_str()) {
        return true;
    }
    let prose = text.contains(['，', '。', '；']) && next.contains(['，', '。', '；']);
    prose && text.chars().count() > 40
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Interchange;
    use crate::vocabulary::Vocabulary;

    fn outline(text: &str) -> Outline {
        outline_with(&Vocabulary::default(), text)
    }

    fn outline_with(vocabulary: &Vocabulary, text: &str) -> Outline {
        let interchange = Interchange { text: text.to_owned(), ..Interchange::default() };
        let mut reading = Reading::new(&interchange, vocabulary);
        mark_contents(&mut reading);
        read(&reading)
    }

    #[test]
    fn tree_with_marks_and_without() {
        let text = "# 甲市水务中心\n\n## 2024 年度单位预算\n\n## 目 录\n\n一、单位概况\t(1)\n二、名词解释\t(9)\n\n\
            ## 一、单位概况\n\n本单位是公益一类事业单位。\n\n(一) 收支预算情况的总体说明（详见表 1）\n\n\
            2024年收支总预算1.00万元，比上年执行数增加0.10万元，主要原因是在职人员增\n\n加，经费增加。\n\n\
            #### 二、名词解释\n\n1. 基本支出：指日常支出。\n";
        let found = outline(text);
        let shape: Vec<(&str, &str, Option<usize>, SectionRole)> =
            found.sections.iter().map(|s| (s.number.as_str(), s.title.as_str(), s.parent, s.role)).collect();
        assert_eq!(
            shape,
            [
                ("", "甲市水务中心", None, SectionRole::Cover),
                ("", "目录", None, SectionRole::Contents),
                ("一、", "单位概况", None, SectionRole::Narrative),
                ("一、(一)", "收支预算情况的总体说明（详见表1）", Some(2), SectionRole::Narrative),
                ("二、", "名词解释", None, SectionRole::Glossary),
            ]
        );
        assert!(found.sections[3].text.contains("在职人员增加，经费增加"));
        assert_eq!(found.paragraphs.last().unwrap().section, 4);
    }

    #[test]
    fn headings_without_mark_and_number_end_as_the_vocabulary_says() {
        let text = "# 甲市水务中心\n\n2025年部门预算编制说明\n\n收支总预算1.00万元。\n\n甲市水务中心职责简介\n\n管理水利工程。\n";
        let titles = |v: &Vocabulary| -> Vec<String> {
            outline_with(v, text).sections.into_iter().map(|s| s.title).collect()
        };
        let built_in = Vocabulary::default();
        assert_eq!(titles(&built_in), ["甲市水务中心", "2025年部门预算编制说明"]);
        let county = built_in.with_file("county.tsv", "heading\t职责简介\n").unwrap();
        assert_eq!(titles(&county), ["甲市水务中心", "2025年部门预算编制说明", "甲市水务中心职责简介"]);
    }

    #[test]
    fn what_is_joined_and_what_is_not() {
        assert!(broken("(5) 甲支出（类）乙事务（款）丙（项）预", "算为 56.00 万元，用于某事。"));
        assert!(broken("比上年增加 10.00 万元，主要用于退休人员生活补", "贴等方面的支出。"));
        assert!(!broken("财政拨款收入支出增加的主要原因是基本支出有所增加", "财政拨款支出主要内容如下："));
        assert!(!broken("1.甲市水务中心本部机关及所属各站", "2.甲市水文站"));
        assert!(!broken("安排接待费 6.00 万元。", "公务用车 0 万元。"));
    }
}

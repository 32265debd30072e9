//! `C503`: see [`RULE`].

use yusuan_parsers::is_han;

use crate::model::{Section, SectionRole, Severity};
use crate::reconcile::prose::{Passage, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};
use crate::vocabulary::fold;

rule! {
    /// 目录列出的各部分在正文都有同名的标题，先后一致。标题的写法常有出入，所以只作提示；表的题名另见 X212。
    C503 "目录与正文标题一致" Info One(check),
    example: "
        @预算
        # 目录

        一、单位主要职能

        - 二、预算编制说明
        + 二、机构设置情况
        +
        + 三、预算编制说明

        # 一、单位主要职能

        接收、整理档案。

        - # 二、预算编制说明
        + # 三、预算编制说明

        2025年收支总预算36.00万元。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let sections = &context.document.sections;
    let contents = sections.iter().enumerate().filter(|(_, s)| s.role == SectionRole::Contents);
    let mut printed: Option<Printed<'_>> = None;
    let mut slips = Slips::default();
    let mut entries = 0;
    for (of, section) in contents {
        for line in section.text.lines() {
            let entry = words(line);
            if entry.chars().count() < 4 || entry.ends_with('表') {
                continue;
            }
            entries += 1;
            let printed = printed.get_or_insert_with(|| Printed::of(sections));
            if !printed.has(&entry) {
                let passage = Passage { kind: PassageKind::Contents, of, text: line };
                slips.add(context, &passage, &format!("“{}”", line.trim()), line);
            }
        }
    }
    if let Some(why) = context.unread().filter(|_| !slips.said.is_empty()) {
        findings.insufficient(format!("目录所列的标题没有读到；{why}"), &[]);
    } else if entries > 0 {
        findings.slips(Severity::Info, "目录所列在正文没有同名标题", slips);
    }
}

/// Headings and lines outside the contents, without what [`words`] takes away. An entry is one line of a page:
/// longer lines are paragraphs, and none of them.
struct Printed<'a> {
    sections: &'a [Section],
    titles: Vec<String>,
}

impl<'a> Printed<'a> {
    fn of(sections: &'a [Section]) -> Self {
        let titles = body(sections).map(|s| words(&s.title)).collect();
        Self { sections, titles }
    }
    fn has(&self, entry: &String) -> bool {
        let within = |title: &String| title.contains(entry) || title.chars().count() >= 4 && entry.contains(title);
        // A heading settles most entries; of the many lines only those with its characters are looked at.
        let mut han = entry.chars().filter(|c| is_han(*c));
        let ends = [han.next(), han.next_back()];
        let alike = |line: &&str| line.len() <= LONGEST && ends.iter().flatten().all(|c| line.contains(*c));
        let mut lines = body(self.sections).flat_map(|s| s.text.lines()).filter(alike);
        self.titles.contains(entry) || self.titles.iter().any(within) || lines.any(|line| words(line) == *entry)
    }
}

/// The sections that the contents speak of.
fn body(sections: &[Section]) -> impl Iterator<Item = &Section> {
    sections.iter().filter(|s| s.role != SectionRole::Contents)
}

/// Bytes of a line that may be an entry of the contents.
const LONGEST: usize = 400;

/// A heading without number, page and punctuation.
fn words(line: &str) -> String {
    let folded = fold::folding(line);
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '(' | ')'));
    let number =
        |c: char| matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let part = bare.strip_prefix('第').and_then(|rest| rest.trim_start_matches(number).strip_prefix("部分"));
    let bare = part.unwrap_or(bare).trim_start_matches(|c: char| number(c) || matches!(c, '、' | '.' | '．' | '(' | ')'));
    let owned = |mut text, owner| {
        while let Some(rest) = str::strip_prefix(text, owner) {
            text = rest;
        }
        text
    };
    let bare = owned(owned(bare, "部门"), "单位");
    let mut words = String::with_capacity(bare.len());
    let mark = |c: char| !(is_han(c) || c.is_alphanumeric());
    let mut add = |part: &str| part.split(mark).for_each(|run| words.push_str(run));
    // Looking for words takes longer to begin than most headings are long.
    if bare.contains('的') { bare.split("的情况").for_each(add) } else { add(bare) }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn numbers_pages_and_owners_do_not_count() {
        assert_eq!(words("一、部门主要职能 ……………… 3"), "主要职能");
        assert_eq!(words("第二部分 单位预算表"), words("部门预算表"));
        assert_eq!(words("（三）支出预算的情况说明"), "支出预算说明");
    }
}

//! The narrative as passages, for the rules about structure and wording.

use super::context::Context;
use super::needles::{Found, Hit, Needle};
use crate::model::{Disclosure, Evidence, SectionRole};

/// A heading, a paragraph, a note under a table, or a title of one.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// What it is.
    pub kind: PassageKind,
    /// Index of its section, or of its table.
    pub of: usize,
    /// What is printed.
    pub text: &'a str,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A heading.
    Heading,
    /// A paragraph of the narrative.
    Paragraph,
    /// A paragraph of the glossary.
    Glossary,
    /// A line of the contents.
    Contents,
    /// A paragraph of the cover.
    Cover,
    /// A note under a table.
    Note,
    /// A table's title.
    Title,
}

/// Every passage, sections first, then tables.
pub fn passages<'c, 'a>(context: &'c Context<'a>) -> impl Iterator<Item = Passage<'a>> + use<'c, 'a> {
    context.searched().all().map(|(passage, _)| passage)
}

/// The passages that have something that a rule looks for; contents are none of them.
pub(super) fn with<'c, 'a>(
    context: &'c Context<'a>,
    needle: Needle,
) -> impl Iterator<Item = Passage<'a>> + use<'c, 'a> {
    context.searched().with(needle)
}

/// The passages with slips or quotation marks, each with its slips and what it has.
pub(super) fn with_slips<'c, 'a>(
    context: &'c Context<'a>,
) -> impl Iterator<Item = (Passage<'a>, &'c [Hit], Found)> + use<'c, 'a> {
    context.searched().slips()
}

/// The passages of a document in order.
pub(super) fn split(document: &Disclosure) -> impl Iterator<Item = Passage<'_>> {
    let sections = document.sections.iter().enumerate().flat_map(|(of, section)| {
        let kind = match section.role {
            SectionRole::Cover => PassageKind::Cover,
            SectionRole::Contents => PassageKind::Contents,
            SectionRole::Glossary => PassageKind::Glossary,
            SectionRole::Narrative | SectionRole::Tables => PassageKind::Paragraph,
        };
        let heading = Passage { kind: PassageKind::Heading, of, text: &section.title };
        let lines = section.text.lines().filter(|l| !l.trim().is_empty());
        std::iter::once(heading).chain(lines.map(move |text| Passage { kind, of, text }))
    });
    let tables = document.tables.iter().enumerate().flat_map(|(of, table)| {
        let title = Passage { kind: PassageKind::Title, of, text: &table.title };
        std::iter::once(title).chain(table.notes.iter().map(move |text| Passage {
            kind: PassageKind::Note,
            of,
            text,
        }))
    });
    sections.chain(tables)
}

impl Passage<'_> {
    /// The passage as evidence, with `text` as what is printed there.
    pub fn evidence(&self, context: &Context<'_>, text: &str) -> Evidence {
        let document = context.document;
        let (reference, pages) = match self.kind {
            PassageKind::Note | PassageKind::Title => document
                .tables
                .get(self.of)
                .map_or_else(|| (String::new(), None), |t| (t.id.clone(), t.pages.last().copied())),
            _ => (
                format!("s{}", self.of),
                document.sections.get(self.of).and_then(|s| s.pages.first().copied()),
            ),
        };
        Evidence { reference, page: pages, bbox: None, text: text.to_owned() }
    }
    /// Where it is, in words: `第5页 “三、支出决算情况说明”`.
    pub fn place(&self, context: &Context<'_>) -> String {
        let evidence = self.evidence(context, "");
        let name = match self.kind {
            PassageKind::Note | PassageKind::Title => {
                context.document.tables.get(self.of).map(|t| format!("表{}", t.ordinal))
            }
            _ => context.document.sections.get(self.of).map(|s| format!("“{}{}”", s.number, s.title)),
        };
        super::say::page(evidence.page) + &name.unwrap_or_default()
    }
}

/// Paragraphs shorter than this many characters may end without a mark.
const SENTENCE: usize = 25;

/// Why the narrative is no ground for findings, if it is none: many paragraphs break off in the middle, because
/// lines of the page were not joined, or were joined across columns. Documents as printed leave out the last mark
/// of one paragraph in twenty at most.
pub fn torn(context: &Context<'_>) -> Option<String> {
    let narrative = context.document.sections.iter().filter(|s| s.role == SectionRole::Narrative);
    let (mut all, mut open) = (0_usize, 0_usize);
    for line in narrative.flat_map(|s| s.text.lines()).map(str::trim) {
        if line.chars().nth(SENTENCE - 1).is_none() {
            continue;
        }
        all += 1;
        let closed = |c: char| "。；：！？;:.!?）)”\"、".contains(c);
        open += usize::from(!line.ends_with(closed));
    }
    (open >= 4 && open * 7 > all)
        .then(|| format!("正文{all}段中有{open}段没有句末标点，疑为换行未接好，正文的话不作依据"))
}

/// `…` and up to `before` characters before `start`, the text of `start..end`, and up to `after` behind it.
pub fn around(text: &str, start: usize, end: usize, before: usize, after: usize) -> String {
    let (head, middle, tail) =
        (text.get(..start).unwrap_or(""), text.get(start..end).unwrap_or(""), text.get(end..).unwrap_or(""));
    let from = head.char_indices().rev().take(before).last().map_or(head.len(), |(i, _)| i);
    let to = tail.char_indices().nth(after).map_or(tail.len(), |(i, _)| i);
    let mut out = String::new();
    if from > 0 {
        out.push('…');
    }
    out.push_str(head.get(from..).unwrap_or(""));
    out.push_str(middle);
    out.push_str(tail.get(..to).unwrap_or(""));
    if to < tail.len() {
        out.push('…');
    }
    out
}

/// The sentence (between 。 ； or line ends) that holds byte `at`.
pub fn sentence(text: &str, at: usize) -> &str {
    let ends = ['。', '；', '\n'];
    let start = text
        .get(..at)
        .and_then(|h| h.rfind(ends))
        .map_or(0, |i| i + text[i..].chars().next().map_or(0, char::len_utf8));
    let end = text
        .get(at..)
        .and_then(|t| t.find(ends))
        .map_or(text.len(), |i| at + i + text[at + i..].chars().next().map_or(0, char::len_utf8));
    text.get(start..end).unwrap_or(text).trim()
}

/// Years (2000–2099) that are followed by 年, with their byte offsets.
pub fn years(text: &str) -> impl Iterator<Item = (usize, i32)> + '_ {
    text.match_indices('年').filter_map(|(at, _)| {
        let head = text.get(..at)?.trim_end();
        let digits = head.get(head.len().checked_sub(4)?..)?;
        let before = head.get(..head.len() - 4)?.chars().next_back();
        let year: i32 = digits.parse().ok()?;
        ((2000..2100).contains(&year) && !before.is_some_and(|c| c.is_ascii_digit()))
            .then_some((head.len() - 4, year))
    })
}

/// Slips of one kind in a document: they are one finding, each with its place.
#[derive(Debug, Default)]
pub struct Slips {
    /// What is said of each.
    pub said: Vec<String>,
    /// Where each is.
    pub evidence: Vec<Evidence>,
}

impl Slips {
    /// Adds a slip of the passage; `excerpt` is what is said, `text` what stands there.
    pub fn add(&mut self, context: &Context<'_>, passage: &Passage<'_>, excerpt: &str, text: &str) {
        if self.evidence.len() >= 100 {
            return;
        }
        let said = format!("{} {excerpt}", passage.place(context)).trim().to_owned();
        if !self.said.contains(&said) {
            self.said.push(said);
        }
        self.evidence.push(passage.evidence(context, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_between_characters() {
        let text = "用于审计等方面的支出。。2025年安排";
        let at = text.find("。。").expect("there");
        assert_eq!(around(text, at, at + 6, 6, 5), "…等方面的支出。。2025年…");
        assert_eq!(sentence(text, 0), "用于审计等方面的支出。");
        assert_eq!(years("截至2023年12月，12024年").collect::<Vec<_>>(), [(6, 2023)]);
    }
}

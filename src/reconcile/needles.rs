//! What the rules about wording look for, told of all passages in one pass: most passages have nothing of it.

use std::ops::Range;
use std::sync::LazyLock;

use super::prose::{Passage, PassageKind};
use super::rules::{q601_residue, q603_wording};

/// Something that a rule looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needle {
    /// A doubled mark or word, a misspelt term (`Q603`).
    Slip,
    /// A quotation mark that tells where it opens and closes.
    Quote,
    /// A phrase of a template, a placeholder (`Q601`).
    Residue,
    /// 见, as in 详见表3.
    Reference,
    /// 年.
    Year,
    /// Words beside which a unit may be missing.
    Unit,
    /// （项）.
    Subject,
}

/// Which needles a passage has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found(u8);

impl Found {
    /// Whether it has one of them.
    pub fn has(self, needle: Needle) -> bool {
        self.0 & 1 << needle as u8 != 0
    }
    fn add(&mut self, needle: Needle) {
        self.0 |= 1 << needle as u8;
    }
}

/// A place where a slip of `Q603` stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The passage, in the order of the document.
    passage: usize,
    /// Which slip it is: its number in [`q603_wording::needles`].
    pub kind: usize,
    /// Byte range in the passage.
    pub start: usize,
    /// Its end.
    pub end: usize,
}

/// The passages of a document with what was found in each; contents are not searched.
#[derive(Debug, Default)]
pub struct Searched<'a> {
    passages: Vec<(Passage<'a>, Found)>,
    hits: Vec<Hit>,
}

impl<'a> Searched<'a> {
    /// Searches passages.
    pub fn new(passages: impl Iterator<Item = Passage<'a>>) -> Self {
        let mut searched = Self::default();
        for passage in passages {
            let found = match passage.kind {
                PassageKind::Contents => Found::default(),
                _ => search(searched.passages.len(), passage.text, &mut searched.hits),
            };
            searched.passages.push((passage, found));
        }
        searched
    }
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = Passage<'a>> {
        self.passages.iter().map(|(p, _)| *p)
    }
    /// Those that have something.
    pub fn with(&self, needle: Needle) -> impl Iterator<Item = Passage<'a>> {
        self.passages.iter().filter(move |(_, found)| found.has(needle)).map(|(p, _)| *p)
    }
    /// Those with slips or quotation marks, each with its slips and whether it has a quotation mark.
    pub fn slips(&self) -> impl Iterator<Item = (Passage<'a>, &[Hit], bool)> {
        let listed = self.passages.iter().enumerate();
        listed.filter(|(_, (_, f))| f.has(Needle::Slip) || f.has(Needle::Quote)).map(
            |(n, (passage, found))| {
                let from = self.hits.partition_point(|h| h.passage < n);
                let rest = self.hits.get(from..).unwrap_or_default();
                let length = rest.partition_point(|h| h.passage == n);
                (*passage, rest.get(..length).unwrap_or_default(), found.has(Needle::Quote))
            },
        )
    }
}

/// The needles of one text; slips are added to `hits` as those of passage number `passage`.
pub fn search(passage: usize, text: &str, hits: &mut Vec<Hit>) -> Found {
    let mut found = Found::default();
    let index = &*INDEX;
    for (start, c) in text.char_indices() {
        let words = index.beginning(c);
        if words.is_empty() {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        for wanted in words.iter().filter(|w| rest.starts_with(&w.word)) {
            if wanted.needle == Needle::Slip {
                let end = start + wanted.word.len();
                let Some(end) = q603_wording::confirmed(wanted.kind, text, start, end) else { continue };
                hits.push(Hit { passage, kind: wanted.kind, start, end });
            }
            found.add(wanted.needle);
        }
    }
    found
}

/// One of the words that are looked for.
#[derive(Debug)]
struct Wanted {
    word: String,
    needle: Needle,
    /// Which slip it is.
    kind: usize,
}

/// All words that are looked for, by their first characters. Made for each process, in no time, unlike an automaton.
#[derive(Debug)]
struct Index {
    /// For each character of the basic plane the number of its group; the first group is empty.
    groups: Vec<u16>,
    /// Where each group begins and ends among the words.
    ranges: Vec<Range<usize>>,
    words: Vec<Wanted>,
}

impl Index {
    fn new(mut words: Vec<(char, Wanted)>) -> Self {
        words.sort_by_key(|(first, _)| *first);
        let mut groups = vec![0; 0x1_0000];
        let mut ranges: Vec<Range<usize>> = vec![Range::default()];
        for (at, (first, _)) in words.iter().enumerate() {
            let Some(group) = groups.get_mut(*first as usize) else { continue };
            if *group == 0 {
                *group = ranges.len() as u16;
                ranges.push(at..at);
            }
            if let Some(range) = ranges.last_mut() {
                range.end = at + 1;
            }
        }
        Self { groups, ranges, words: words.into_iter().map(|(_, wanted)| wanted).collect() }
    }

    /// The words that begin with a character.
    #[inline]
    fn beginning(&self, c: char) -> &[Wanted] {
        let group = self.groups.get(c as usize).copied().unwrap_or_default();
        let range = if group == 0 { None } else { self.ranges.get(usize::from(group)) };
        range.and_then(|range| self.words.get(range.clone())).unwrap_or_default()
    }
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let plain: [(Needle, &[&str]); 5] = [
        (Needle::Quote, &["“", "”"]),
        (Needle::Reference, &["见"]),
        (Needle::Year, &["年"]),
        (Needle::Unit, &["万", "占", "增长", "下降"]),
        (Needle::Subject, &["项）", "项)"]),
    ];
    let slips = q603_wording::needles().into_iter().enumerate();
    let slips = slips.map(|(kind, word)| Wanted { word, needle: Needle::Slip, kind });
    let residue = q601_residue::needles().map(|word| Wanted { word, needle: Needle::Residue, kind: 0 });
    let plain = plain.iter().flat_map(|(needle, words)| {
        words.iter().map(|word| Wanted { word: (*word).to_owned(), needle: *needle, kind: 0 })
    });
    let all = slips.chain(residue).chain(plain);
    Index::new(all.filter_map(|wanted| Some((wanted.word.chars().next()?, wanted))).collect())
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_tells_what_a_passage_has() {
        let passage = |text| Passage { kind: PassageKind::Paragraph, of: 0, text };
        let texts = ["接收档案。", "“三公”经费详见表9。。", "2025年安排1万元。", "示例市XX局。。"];
        let searched = Searched::new(texts.into_iter().map(passage));
        let with = |n| searched.with(n).map(|p| p.text).collect::<Vec<_>>();
        assert_eq!(with(Needle::Quote), with(Needle::Reference));
        assert_eq!(with(Needle::Year), with(Needle::Unit));
        assert_eq!(with(Needle::Residue), ["示例市XX局。。"]);
        let slips: Vec<(usize, bool)> =
            searched.slips().map(|(_, hits, quotes)| (hits.len(), quotes)).collect();
        assert_eq!(slips, [(1, true), (1, false)]);
        assert!(with(Needle::Subject).is_empty() && searched.all().count() == 4);
    }
}

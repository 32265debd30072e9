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
    for (start, c) in text.char_indices().filter(|(_, c)| index.may_begin(*c)) {
        let rest = text.get(start..).unwrap_or_default();
        for wanted in index.beginning(c).iter().filter(|w| rest.starts_with(&w.word)) {
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
    /// A bit for each character of the basic plane that begins a word.
    begins: Vec<u64>,
    /// First characters, ascending, each with its words.
    groups: Vec<(char, Range<usize>)>,
    words: Vec<Wanted>,
}

impl Index {
    fn new(mut words: Vec<(char, Wanted)>) -> Self {
        words.sort_by_key(|(first, _)| *first);
        let mut begins = vec![0; 0x1_0000 / 64];
        let mut groups: Vec<(char, Range<usize>)> = Vec::new();
        for (at, (first, _)) in words.iter().enumerate() {
            if let Some(bits) = begins.get_mut(*first as usize / 64) {
                *bits |= 1 << (*first as u32 % 64);
            }
            match groups.last_mut() {
                Some((c, range)) if c == first => range.end = at + 1,
                _ => groups.push((*first, at..at + 1)),
            }
        }
        Self { begins, groups, words: words.into_iter().map(|(_, wanted)| wanted).collect() }
    }

    #[inline]
    fn may_begin(&self, c: char) -> bool {
        self.begins.get(c as usize / 64).is_some_and(|bits| bits & 1 << (c as u32 % 64) != 0)
    }

    fn beginning(&self, c: char) -> &[Wanted] {
        let at = self.groups.binary_search_by_key(&c, |(first, _)| *first).ok();
        let range = at.and_then(|at| self.groups.get(at)).map(|(_, range)| range.clone());
        range.and_then(|range| self.words.get(range)).unwrap_or_default()
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

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
    /// A phrase of a template (`Q601`).
    Phrase,
    /// What may be a placeholder (`Q601`).
    Placeholder,
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
    /// Those that have one of two things, each with whether it has the first.
    pub fn with_either(&self, needle: Needle, or: Needle) -> impl Iterator<Item = (Passage<'a>, bool)> {
        let has = move |f: Found| f.has(needle) || f.has(or);
        self.passages.iter().filter(move |(_, f)| has(*f)).map(move |(p, f)| (*p, f.has(needle)))
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
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let head = rest.first_chunk().map(|head| u64::from_le_bytes(*head));
        for wanted in words.iter().filter(|w| w.begins(head, rest)) {
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
    /// Its first eight bytes, or as many as it has, and which bits they are.
    head: (u64, u64),
    needle: Needle,
    /// Which slip it is.
    kind: usize,
}

impl Wanted {
    fn new(word: String, needle: Needle, kind: usize) -> Self {
        let padded = |byte: fn(u8) -> u8| {
            let mut padded = [0; 8];
            padded.iter_mut().zip(word.bytes()).for_each(|(p, b)| *p = byte(b));
            u64::from_le_bytes(padded)
        };
        let head = (padded(|b| b), padded(|_| u8::MAX));
        Self { word, head, needle, kind }
    }
    /// Whether `rest` begins with the word; `head` is its first eight bytes, when it has so many.
    #[inline]
    fn begins(&self, head: Option<u64>, rest: &[u8]) -> bool {
        let alike = head.is_none_or(|head| head & self.head.1 == self.head.0);
        alike && (head.is_some() && self.word.len() <= 8 || rest.starts_with(self.word.as_bytes()))
    }
}

/// All words that are looked for, by their first characters. Made for each process, in no time, unlike an automaton.
#[derive(Debug)]
struct Index {
    /// A bit for each character of the basic plane: whether some word begins with it.
    begins: Vec<u64>,
    /// For each character of the basic plane the number of its group.
    groups: Vec<u16>,
    /// Where each group begins and ends among the words.
    ranges: Vec<Range<usize>>,
    words: Vec<Wanted>,
}

impl Index {
    fn new(mut words: Vec<(char, Wanted)>) -> Self {
        words.sort_by_key(|(first, _)| *first);
        let (mut begins, mut groups) = (vec![0_u64; 0x1_0000 / 64], vec![0; 0x1_0000]);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (at, (first, _)) in words.iter().enumerate() {
            let first = *first as usize;
            let (Some(bits), Some(group)) = (begins.get_mut(first / 64), groups.get_mut(first)) else {
                continue;
            };
            if *bits >> (first % 64) & 1 == 0 {
                *bits |= 1 << (first % 64);
                *group = ranges.len() as u16;
                ranges.push(at..at);
            }
            if let Some(range) = ranges.last_mut() {
                range.end = at + 1;
            }
        }
        Self { begins, groups, ranges, words: words.into_iter().map(|(_, wanted)| wanted).collect() }
    }

    /// The words that begin with a character.
    #[inline]
    fn beginning(&self, c: char) -> &[Wanted] {
        let bits = self.begins.get(c as usize / 64).copied().unwrap_or_default();
        if bits >> (c as usize % 64) & 1 == 0 {
            return &[];
        }
        let group = self.groups.get(c as usize).and_then(|group| self.ranges.get(usize::from(*group)));
        group.and_then(|range| self.words.get(range.clone())).unwrap_or_default()
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
    let slips = slips.map(|(kind, word)| Wanted::new(word, Needle::Slip, kind));
    let residue = q601_residue::needles().map(|(word, needle)| Wanted::new(word, needle, 0));
    let plain = plain
        .iter()
        .flat_map(|(needle, words)| words.iter().map(|word| Wanted::new((*word).to_owned(), *needle, 0)));
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
        assert_eq!(with(Needle::Placeholder), ["示例市XX局。。"]);
        let slips: Vec<(usize, bool)> =
            searched.slips().map(|(_, hits, quotes)| (hits.len(), quotes)).collect();
        assert_eq!(slips, [(1, true), (1, false)]);
        assert!(with(Needle::Subject).is_empty() && searched.all().count() == 4);
    }
}

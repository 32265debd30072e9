//! What the rules about wording look for, told of all passages in one pass: most passages have nothing of it.

use std::ops::Range;
use std::sync::LazyLock;

use super::prose::{Passage, PassageKind};
use super::rules::{q601_residue, q603_wording, q604_year, q605_units};

/// Something that a rule looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needle {
    /// A doubled mark or word, a misspelt term (`Q603`).
    Slip,
    /// A quotation mark that tells where it opens and closes.
    Quote,
    /// One that looks alike at both ends.
    Straight,
    /// A phrase of a template (`Q601`).
    Phrase,
    /// What may be a placeholder (`Q601`).
    Placeholder,
    /// 见, as in 详见表3.
    Reference,
    /// 年.
    Year,
    /// Words beside which figures with units stand.
    Unit,
    /// Such a word with a figure that may lack its unit (`Q605`).
    Bare,
    /// （项）.
    Subject,
    /// What templates say of the document's own year (`Q604`).
    Own,
}

/// Which needles a passage has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found(u16);

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
    /// All of them, each with what it has.
    pub fn all(&self) -> impl Iterator<Item = (Passage<'a>, Found)> {
        self.passages.iter().copied()
    }
    /// Those that have something.
    pub fn with(&self, needle: Needle) -> impl Iterator<Item = Passage<'a>> {
        self.passages.iter().filter(move |(_, found)| found.has(needle)).map(|(p, _)| *p)
    }
    /// Those with slips or quotation marks, each with its slips and what it has.
    pub fn slips(&self) -> impl Iterator<Item = (Passage<'a>, &[Hit], Found)> {
        let listed = self.passages.iter().enumerate();
        listed.filter(|(_, (_, f))| f.has(Needle::Slip) || f.has(Needle::Quote)).map(
            |(n, (passage, found))| {
                let from = self.hits.partition_point(|h| h.passage < n);
                let rest = self.hits.get(from..).unwrap_or_default();
                let length = rest.partition_point(|h| h.passage == n);
                (*passage, rest.get(..length).unwrap_or_default(), *found)
            },
        )
    }
}

/// The needles of one text; slips are added to `hits` as those of passage number `passage`.
pub fn search(passage: usize, text: &str, hits: &mut Vec<Hit>) -> Found {
    let mut found = Found::default();
    let index = &*INDEX;
    for (start, c) in text.char_indices() {
        let Some(group) = index.beginning(c) else { continue };
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let head = rest.first_chunk().map(|head| u64::from_le_bytes(*head));
        if head.is_some_and(|head| group.next >> next(head) & 1 == 0) {
            continue;
        }
        let words = index.words.get(group.words.clone()).unwrap_or_default();
        for wanted in words.iter().filter(|w| w.begins(head, rest)) {
            if wanted.needle == Needle::Slip {
                let end = start + wanted.word.len();
                let Some(end) = q603_wording::confirmed(wanted.kind, text, start, end) else { continue };
                hits.push(Hit { passage, kind: wanted.kind, start, end });
            }
            if wanted.needle == Needle::Unit && q605_units::may_lack(rest, wanted.word.len()) {
                found.add(Needle::Bare);
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
    /// A bit for the [`next`] of texts that begin with the word; all of them where it has no second Chinese character.
    fn next(&self) -> u64 {
        let chinese = self.word.chars().take(2).filter(|c| c.len_utf8() == 3).count();
        if chinese < 2 {
            return u64::MAX;
        }
        1 << next(self.head.0)
    }
    /// Whether `rest` begins with the word; `head` is its first eight bytes, when it has so many.
    #[inline]
    fn begins(&self, head: Option<u64>, rest: &[u8]) -> bool {
        let alike = head.is_none_or(|head| head & self.head.1 == self.head.0);
        alike && (head.is_some() && self.word.len() <= 8 || rest.starts_with(self.word.as_bytes()))
    }
}

/// What tells the second character of a text that begins with a Chinese one from most others: six of its bits.
#[inline]
fn next(head: u64) -> u64 {
    head >> (5 * 8) & 63
}

/// All words that are looked for, by their first characters. Made for each process, in no time, unlike an automaton.
#[derive(Debug)]
struct Index {
    /// For each 64 characters of the basic plane which of the pages tells of them; most have the first, an empty one.
    pages_of: Vec<u16>,
    /// For 64 characters each the number of the group of words that begin with it; none have the first group.
    pages: Vec<[u16; PAGE]>,
    groups: Vec<Group>,
    words: Vec<Wanted>,
}

/// Characters that one page of an [`Index`] tells of.
const PAGE: usize = 64;

/// The words that begin with one character.
#[derive(Debug, Default)]
struct Group {
    /// A bit for each [`next`] that some of them has.
    next: u64,
    words: Range<usize>,
}

impl Index {
    fn new(mut words: Vec<(char, Wanted)>) -> Self {
        words.sort_by_key(|(first, _)| *first);
        let mut pages_of = vec![0; 0x1_0000 / PAGE];
        let (mut pages, mut groups) = (vec![[0; PAGE]], vec![Group::default()]);
        for (at, (first, wanted)) in words.iter().enumerate() {
            let place = *first as usize;
            let Some(page_of) = pages_of.get_mut(place / PAGE) else { continue };
            if *page_of == 0 {
                *page_of = pages.len() as u16;
                pages.push([0; PAGE]);
            }
            let Some(page) = pages.get_mut(usize::from(*page_of)) else { continue };
            let group = &mut page[place % PAGE];
            if *group == 0 {
                *group = groups.len() as u16;
                groups.push(Group { next: 0, words: at..at });
            }
            if let Some(group) = groups.last_mut() {
                group.next |= wanted.next();
                group.words.end = at + 1;
            }
        }
        Self { pages_of, pages, groups, words: words.into_iter().map(|(_, wanted)| wanted).collect() }
    }

    /// The words that begin with a character.
    #[inline]
    fn beginning(&self, c: char) -> Option<&Group> {
        let place = c as usize;
        let page = self.pages.get(usize::from(*self.pages_of.get(place / PAGE)?))?;
        let group = page[place % PAGE];
        if group == 0 { None } else { self.groups.get(usize::from(group)) }
    }
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let plain: [(Needle, &[&str]); 6] = [
        (Needle::Quote, &["“", "”"]),
        (Needle::Straight, &["\"", "＂", "″", "〞", "〝"]),
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
    let own = q604_year::needles().map(|word| Wanted::new(word.to_owned(), Needle::Own, 0));
    let all = slips.chain(residue).chain(own).chain(plain);
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
            searched.slips().map(|(_, hits, found)| (hits.len(), found.has(Needle::Quote))).collect();
        assert_eq!(slips, [(1, true), (1, false)]);
        assert!(with(Needle::Subject).is_empty() && searched.all().count() == 4);
    }
}

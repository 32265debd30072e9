//! What the rules about wording look for, told of all passages in one pass: most passages have nothing of it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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
    let Some((automaton, needles)) = AUTOMATON.as_ref() else { return found };
    for hit in automaton.find_overlapping_iter(text) {
        let (kind, start) = (hit.pattern().as_usize(), hit.start());
        match needles.get(kind) {
            Some(Needle::Slip) => {
                let Some(end) = q603_wording::confirmed(kind, text, start, hit.end()) else { continue };
                found.add(Needle::Slip);
                hits.push(Hit { passage, kind, start, end });
            }
            Some(&needle) => found.add(needle),
            None => {}
        }
    }
    found
}

/// The automaton and what each of its patterns is; those of `Q603` come first.
static AUTOMATON: LazyLock<Option<(AhoCorasick, Vec<Needle>)>> = LazyLock::new(|| {
    let plain: [(Needle, &[&str]); 5] = [
        (Needle::Quote, &["“", "”"]),
        (Needle::Reference, &["见"]),
        (Needle::Year, &["年"]),
        (Needle::Unit, &["万", "占", "增长", "下降"]),
        (Needle::Subject, &["项）", "项)"]),
    ];
    let mut patterns: Vec<String> = q603_wording::needles();
    let mut needles = vec![Needle::Slip; patterns.len()];
    patterns.extend(q601_residue::needles());
    needles.resize(patterns.len(), Needle::Residue);
    for (needle, words) in plain {
        patterns.extend(words.iter().map(|w| (*w).to_owned()));
        needles.resize(patterns.len(), needle);
    }
    Some((AhoCorasick::new(patterns).ok()?, needles))
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

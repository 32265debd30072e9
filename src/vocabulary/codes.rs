//! 政府收支分类科目: official codes with their names over the years, and the other names they are printed under.

use std::borrow::Cow;

use crate::model::{Level, Scheme};

use super::fold::{hash, same};
use super::load::parted;

/// How well a row of the data is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// From memory: proves nothing.
    Unverified,
    /// In a public data file of another project.
    Secondary,
    /// Seen in a published document.
    Printed,
}

/// One subject under one of its official names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Classification.
    pub scheme: Scheme,
    /// Three, five or seven digits.
    pub code: Cow<'static, str>,
    /// Official name.
    pub name: Cow<'static, str>,
    /// First year of the name, if known.
    pub from: Option<i32>,
    /// Last year of the name, if known; `Some(0)` when it is known to have ended, but not when.
    pub to: Option<i32>,
    /// How well it is known.
    pub evidence: Evidence,
}

impl Subject {
    /// 类, 款 or 项, by the length of the code.
    pub fn level(&self) -> Level {
        level_of(&self.code)
    }

    /// Whether the name was in force in `year` (unknown bounds hold it open).
    pub fn valid(&self, year: Option<i32>) -> bool {
        let Some(year) = year else { return self.to.is_none() };
        self.from.is_none_or(|from| from == 0 || from <= year) && self.to.is_none_or(|to| to >= year)
    }
}

/// Level of a code by its length.
pub fn level_of(code: &str) -> Level {
    match code.len() {
        0..=3 => Level::Class,
        4..=5 => Level::Division,
        _ => Level::Item,
    }
}

/// How a printed name stands to the official one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The official name.
    Official,
    /// The official name in other brackets, with or without 支出 or 等.
    Spelling,
    /// A short or another usual form.
    Variant,
    /// An official name that is out of date.
    Superseded,
    /// The name of another level: an error of the document (`doc_error_level`, `doc_nonstandard`).
    Error,
}

/// Another name of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Classification.
    pub scheme: Scheme,
    /// Code that is meant.
    pub code: Cow<'static, str>,
    /// The name.
    pub name: Cow<'static, str>,
    /// How it stands to the official name.
    pub kind: NameKind,
    /// How well it is known.
    pub evidence: Evidence,
}

/// A code that a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The code.
    pub code: &'a str,
    /// How the name stands to the official one.
    pub kind: NameKind,
    /// How well it is known.
    pub evidence: Evidence,
}

/// An index over subjects and aliases.
#[derive(Debug, Clone, Default)]
pub(super) struct Codes {
    /// Sorted by scheme and code, in file order within one code.
    subjects: Vec<Subject>,
    /// The [`key`] of each subject, to look for.
    keys: Vec<u64>,
    aliases: Vec<Alias>,
    /// Indices of the aliases by scheme and code, in file order within one code.
    by_code: Vec<u32>,
    /// Hash of the folded name, and index: subjects first, then aliases.
    names: Vec<(u64, u32)>,
}

const fn rank(scheme: Scheme) -> u8 {
    match scheme {
        Scheme::Functional => 0,
        Scheme::Economic => 1,
        Scheme::GovernmentEconomic => 2,
        Scheme::Revenue => 3,
    }
}

/// The first seven bytes of a code, which has no more, as a number in the order of codes; quick to compare.
pub fn order(code: &str) -> u64 {
    let bytes = code.bytes().chain(std::iter::repeat(0)).take(7);
    bytes.fold(0, |number, byte| number << 8 | u64::from(byte))
}

/// The [`order`] of a code behind that of its scheme.
fn key(scheme: Scheme, code: &str) -> u64 {
    u64::from(rank(scheme)) << 56 | order(code)
}

impl Codes {
    pub(super) fn new(mut subjects: Vec<Subject>, aliases: Vec<Alias>) -> Self {
        subjects.sort_by(|a, b| (rank(a.scheme), &a.code).cmp(&(rank(b.scheme), &b.code)));
        let keys = subjects.iter().map(|s| key(s.scheme, &s.code)).collect();
        let mut names: Vec<(u64, u32)> = subjects
            .iter()
            .map(|s| hash(&s.name))
            .chain(aliases.iter().map(|a| hash(&a.name)))
            .zip(0..)
            .collect();
        names.sort_unstable();
        let mut by_code: Vec<u32> = (0..aliases.len() as u32).collect();
        by_code.sort_by_key(|i| aliases.get(*i as usize).map(|a| (rank(a.scheme), a.code.clone())));
        Self { subjects, keys, aliases, by_code, names }
    }

    pub(super) fn into_parts(self) -> (Vec<Subject>, Vec<Alias>) {
        (self.subjects, self.aliases)
    }

    /// The official names of a code, in file order.
    pub(super) fn by_code(&self, scheme: Scheme, code: &str) -> &[Subject] {
        let wanted = key(scheme, code);
        let from = self.keys.partition_point(|k| *k < wanted);
        // Codes that are longer than a key tells of stand one after another.
        let longer = self.subjects.iter().zip(&self.keys).skip(from);
        let from = from + longer.take_while(|(s, k)| **k == wanted && s.code.as_ref() < code).count();
        let rest = self.subjects.get(from..).unwrap_or_default();
        let length = rest.iter().take_while(|s| s.scheme == scheme && s.code == code).count();
        rest.get(..length).unwrap_or_default()
    }

    /// The codes that a name stands for, in file order, official names first.
    pub(super) fn candidates(&self, scheme: Scheme, name: &str) -> Vec<Candidate<'_>> {
        let wanted = hash(name);
        let from = self.names.partition_point(|(h, _)| *h < wanted);
        self.names
            .iter()
            .skip(from)
            .take_while(|(h, _)| *h == wanted)
            .filter_map(|(_, index)| {
                let index = *index as usize;
                if let Some(s) = self.subjects.get(index) {
                    let kind = if s.to.is_some() { NameKind::Superseded } else { NameKind::Official };
                    return (s.scheme == scheme && same(&s.name, name)).then_some(Candidate {
                        code: &s.code,
                        kind,
                        evidence: s.evidence,
                    });
                }
                let a = self.aliases.get(index - self.subjects.len())?;
                (a.scheme == scheme && same(&a.name, name)).then_some(Candidate {
                    code: &a.code,
                    kind: a.kind,
                    evidence: a.evidence,
                })
            })
            .collect()
    }

    /// The aliases of a code.
    pub(super) fn aliases<'a>(&'a self, scheme: Scheme, code: &'a str) -> impl Iterator<Item = &'a Alias> {
        let key = (rank(scheme), code);
        let of = move |i: &u32| self.aliases.get(*i as usize).map(|a| (rank(a.scheme), a.code.as_ref()));
        let from = self.by_code.partition_point(|i| of(i) < Some(key));
        let found = self.by_code.get(from..).unwrap_or_default().iter();
        found.take_while(move |i| of(i) == Some(key)).filter_map(|i| self.aliases.get(*i as usize))
    }

    /// Whether a name stands for any code of the expenditure classifications.
    pub(super) fn knows(&self, name: &str) -> bool {
        let wanted = hash(name);
        let from = self.names.partition_point(|(h, _)| *h < wanted);
        self.names.iter().skip(from).take_while(|(h, _)| *h == wanted).any(|(_, index)| {
            let index = *index as usize;
            let (scheme, known) = match self.subjects.get(index) {
                Some(s) => (s.scheme, &s.name),
                None => match self.aliases.get(index - self.subjects.len()) {
                    Some(a) => (a.scheme, &a.name),
                    None => return false,
                },
            };
            scheme != Scheme::Revenue && same(known, name)
        })
    }
}

fn evidence(word: &str) -> Evidence {
    match word {
        "printed" => Evidence::Printed,
        "secondary" => Evidence::Secondary,
        _ => Evidence::Unverified,
    }
}

fn year(word: &str) -> Option<i32> {
    match word {
        "" => None,
        "?" => Some(0),
        year => year.parse().ok(),
    }
}

/// Rows of a file of subjects: code, name, parent, level, valid_from, valid_to, evidence.
pub(super) fn subjects(file: &'static str, scheme: Scheme) -> impl Iterator<Item = Subject> {
    file.lines().skip(1).filter_map(move |line| {
        let mut cells = parted(line, b'\t');
        let (code, name, _, _) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let (from, to, grade) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Subject {
            scheme,
            code: Cow::Borrowed(code),
            name: Cow::Borrowed(name),
            from: year(from),
            to: year(to),
            evidence: evidence(grade),
        })
    })
}

/// Rows of the file of aliases: alias, scope, level, parent, code, canonical_name, kind, evidence.
pub(super) fn aliases(file: &'static str) -> impl Iterator<Item = Alias> {
    file.lines().skip(1).filter_map(|line| {
        let mut cells = parted(line, b'\t');
        let (name, scope, _, _) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let (code, _, kind, grade) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(Alias {
            scheme: scheme(scope)?,
            code: Cow::Borrowed(code),
            name: Cow::Borrowed(name),
            kind: name_kind(kind),
            evidence: evidence(grade),
        })
    })
}

/// A classification by its name in the data files.
pub(super) fn scheme(word: &str) -> Option<Scheme> {
    Some(match word {
        "functional" => Scheme::Functional,
        "economic" => Scheme::Economic,
        "government_economic" => Scheme::GovernmentEconomic,
        "revenue" => Scheme::Revenue,
        _ => return None,
    })
}

/// A kind of alias by its name in the data files.
pub(super) fn name_kind(word: &str) -> NameKind {
    match word {
        "bracket_variant" | "no_支出" | "plus_支出" | "no_等" | "orthographic" => NameKind::Spelling,
        "superseded_name" => NameKind::Superseded,
        "doc_error_level" | "doc_nonstandard" => NameKind::Error,
        _ => NameKind::Variant,
    }
}

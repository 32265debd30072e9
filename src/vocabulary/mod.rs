//! Codes, concepts, table titles, section names: loads the data files, answers "what is this called?".
//!
//! The built-in data is read once a process; a [`Vocabulary`] is a handle to it and to what users added, cheap to
//! clone and to share between threads.
//!
//! ```
//! use yusuan::model::Scheme;
//! use yusuan::vocabulary::Vocabulary;
//!
//! let vocabulary = Vocabulary::default();
//! let subject = vocabulary.subject(Scheme::Functional, "2012901", Some(2023)).unwrap();
//! assert_eq!(subject.name, "行政运行");
//! ```

mod codes;
pub mod fold;
mod load;
mod parts;
mod quick;
mod terms;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use crate::model::{Scheme, SectionRole, TableKind};

pub use codes::{Alias, Candidate, Evidence, NameKind, Subject, level_of, order};
pub use load::VocabularyError;
pub use terms::Side;

use codes::Codes;
use load::Additions;
use terms::Terms;

/// The names that yusuan knows; [`Vocabulary::default`] is built in, users add files.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    extra: Option<Arc<Layer>>,
}

#[derive(Debug, Clone, Default)]
struct Layer {
    codes: Codes,
    terms: Terms,
}

static BUILT_IN: LazyLock<Layer> = LazyLock::new(|| {
    let mut additions = Additions::default();
    let files = [
        (include_str!("data/functional.tsv"), Scheme::Functional),
        (include_str!("data/economic.tsv"), Scheme::Economic),
        (include_str!("data/government_economic.tsv"), Scheme::GovernmentEconomic),
    ];
    additions.subjects.reserve(2_000);
    for (file, scheme) in files {
        additions.subjects.extend(codes::subjects(file, scheme));
    }
    additions.aliases.extend(codes::aliases(include_str!("data/aliases.tsv")));
    // A mistake in the built-in file is a test's business; the records before it stand.
    let _ = load::read("templates.tsv", TEMPLATES, &mut additions);
    Layer { codes: Codes::new(additions.subjects, additions.aliases), terms: additions.terms }
});

const TEMPLATES: &str = include_str!("data/templates.tsv");

impl Vocabulary {
    /// This vocabulary and the records of one more file, which win over what was known. `name` is for messages.
    ///
    /// # Errors
    /// A record that does not parse, with its line and what would be right; nothing of the file is added.
    pub fn with_file(&self, name: &str, text: &str) -> Result<Self, VocabularyError> {
        let layer = self.extra.as_deref().cloned().unwrap_or_default();
        let (subjects, aliases) = layer.codes.into_parts();
        let mut additions = Additions { terms: layer.terms, subjects, aliases };
        load::read(name, text, &mut additions)?;
        let codes = Codes::new(additions.subjects, additions.aliases);
        Ok(Self { extra: Some(Arc::new(Layer { codes, terms: additions.terms })) })
    }

    fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.extra.as_deref().into_iter().chain(std::iter::once(&*BUILT_IN))
    }

    /// All official names of a code, the user's first.
    pub fn subjects<'a>(&'a self, scheme: Scheme, code: &'a str) -> impl Iterator<Item = &'a Subject> {
        self.layers().flat_map(move |l| l.codes.by_code(scheme, code))
    }

    /// The subject of a code under the name that was in force in `year`; the last known name when none was.
    pub fn subject(&self, scheme: Scheme, code: &str, year: Option<i32>) -> Option<&Subject> {
        let mut last = None;
        for layer in self.layers() {
            for subject in layer.codes.by_code(scheme, code) {
                if subject.valid(year) {
                    return Some(subject);
                }
                last = last.or(Some(subject));
            }
        }
        last
    }

    /// 支出功能分类 by code.
    pub fn functional_by_code(&self, code: &str, year: Option<i32>) -> Option<&Subject> {
        self.subject(Scheme::Functional, code, year)
    }

    /// The codes that a printed name may stand for, official names and aliases, without duplicates.
    pub fn candidates(&self, scheme: Scheme, name: &str) -> Vec<Candidate<'_>> {
        let mut found: Vec<Candidate<'_>> = Vec::new();
        for layer in self.layers() {
            // The name only serves the search: what is given back borrows from the vocabulary.
            let codes: Vec<Candidate<'_>> = layer.codes.candidates(scheme, name);
            for candidate in codes {
                match found.iter_mut().find(|c| c.code == candidate.code) {
                    Some(known) if candidate.kind < known.kind => *known = candidate,
                    Some(_) => {}
                    None => found.push(candidate),
                }
            }
        }
        found.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.code.cmp(b.code)));
        found
    }

    /// How a printed name stands to a code: official, a spelling, superseded, an error of level, or unknown.
    pub fn relation(&self, scheme: Scheme, code: &str, name: &str, year: Option<i32>) -> Option<NameKind> {
        let mut best: Option<NameKind> = None;
        for subject in self.subjects(scheme, code).filter(|s| fold::same(&s.name, name)) {
            let kind = if subject.valid(year) { NameKind::Official } else { NameKind::Superseded };
            best = Some(best.map_or(kind, |b| b.min(kind)));
        }
        for alias in self.names(scheme, code).filter(|a| fold::same(&a.name, name)) {
            best = Some(best.map_or(alias.kind, |b| b.min(alias.kind)));
        }
        best
    }

    /// Whether `name` under `code` is a known error of documents: the name of another level.
    pub fn doc_error_level(&self, scheme: Scheme, code: &str, name: &str) -> bool {
        self.relation(scheme, code, name, None) == Some(NameKind::Error)
    }

    /// The other names of a code.
    pub fn names<'a>(&'a self, scheme: Scheme, code: &'a str) -> impl Iterator<Item = &'a Alias> {
        self.layers().flat_map(move |l| l.codes.aliases(scheme, code))
    }

    /// The kind of the longest known title that `title` contains; years are left out first.
    pub fn title_kind(&self, title: &str) -> Option<TableKind> {
        let plain = strip_years(fold::folding(title));
        // The funds of 政府性基金 have a table of “三公” of their own, which is not the statutory one.
        if plain.contains("三公") && !plain.contains("政府性基金") {
            // Whatever else its table holds (会议费, 机关运行经费), and whatever its title ends with (支出预算表).
            return Some(TableKind::ThreePublicExpenses);
        }
        let bare = strip_owners(&plain);
        let bare = bare.as_deref();
        self.layers()
            .flat_map(|l| [l.terms.title(&plain), bare.and_then(|b| l.terms.title(b))])
            .flatten()
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(kind, _)| kind)
    }

    /// What a column means, by its header path.
    pub fn column(&self, path: &[String], kind: TableKind) -> Option<&str> {
        let folded: Vec<Cow<'_, str>> = path.iter().map(|p| strip_years(fold::folding(p))).collect();
        let mut best: Option<(&str, usize)> = None;
        for layer in self.layers() {
            if let Some(found) = layer.terms.column(&folded, kind)
                && best.is_none_or(|(_, weight)| found.1 > weight)
            {
                best = Some(found);
            }
        }
        best.map(|(concept, _)| concept)
    }

    /// What a line that is no subject means: `name` without its number and 其中：.
    pub fn line(&self, side: Side, name: &str) -> Option<&str> {
        let folded = fold::folding(name);
        self.layers().find_map(|l| l.terms.line(side, &folded))
    }

    /// What a phrase of the narrative means, already [folded](fold::fold).
    pub fn claim(&self, folded: &str) -> Option<&str> {
        self.layers().find_map(|l| l.terms.claims.get(folded)).map(String::as_str)
    }

    /// The phase (`budget`, `adjusted`, `final`) that a folded header word names.
    pub fn phase(&self, folded: &str) -> Option<&str> {
        self.layers().find_map(|l| l.terms.phases.get(folded)).map(String::as_str)
    }

    /// Whether a folded word is a classifier: 辆, 人次.
    pub fn is_counter(&self, folded: &str) -> bool {
        self.layers().any(|l| l.terms.counters.contains(folded))
    }

    /// Whether a folded header word may stand over the names of lines: 支出功能分类科目（按大类）.
    pub fn is_label(&self, folded: &str) -> bool {
        self.layers().flat_map(|l| &l.terms.labels).any(|part| folded.contains(part.as_str()))
    }

    /// Whether `name` is a subject of any classification or a line of a summary.
    pub fn knows_line(&self, name: &str) -> bool {
        self.layers().any(|l| l.codes.knows(name))
            || [Side::Revenue, Side::Expenditure].iter().any(|s| self.line(*s, name).is_some())
    }

    /// The role of a section by its title, if the title is a known one.
    pub fn section_role(&self, title: &str) -> Option<SectionRole> {
        let folded = fold::folding(title);
        self.layers().find_map(|l| l.terms.section(&folded))
    }

    /// Whether a line with neither a mark nor a number ends as headings do: 2025年部门预算编制说明, 甲市水务局主要职能.
    pub fn ends_heading(&self, line: &str) -> bool {
        let folded = fold::folding(line);
        self.layers().flat_map(|l| &l.terms.headings).any(|end| folded.ends_with(end.as_str()))
    }

    /// Whether a word stands in headers and in no body.
    pub fn is_header_word(&self, word: &str) -> bool {
        let folded = strip_years(fold::folding(word));
        self.layers().any(|l| l.terms.headers.contains(&*folded))
    }
}

/// `2023年度` and `2023年` left out.
fn strip_years(folded: Cow<'_, str>) -> Cow<'_, str> {
    if !folded.contains('年') {
        return folded;
    }
    let mut out = String::with_capacity(folded.len());
    let mut rest: &str = &folded;
    while let Some(at) = rest.find('年') {
        let (head, tail) = rest.split_at(at);
        let tail = tail.strip_prefix('年').unwrap_or(tail);
        let year = head.len().checked_sub(4).filter(|from| {
            let digits = head.as_bytes().get(*from..).unwrap_or_default();
            digits.starts_with(b"20") && digits.iter().all(u8::is_ascii_digit)
        });
        if let Some(from) = year {
            out.push_str(head.get(..from).unwrap_or(head));
            rest = tail.strip_prefix('度').unwrap_or(tail);
        } else {
            out.push_str(head);
            out.push('年');
            rest = tail;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Words for whose table it is, which templates put in the middle of titles.
const OWNERS: &[&str] =
    &["预算单位", "部门预算", "单位预算", "部门", "单位", "本级", "市级", "区级", "县级", "省级", "(汇总)"];

/// A title without the words for whose table it is; nothing where it has none of them.
fn strip_owners(folded: &str) -> Option<String> {
    let ends = ["单位", "部门", "级", "(汇总)"];
    if !ends.iter().any(|w| folded.contains(w)) {
        return None;
    }
    let mut out: Option<String> = None;
    for word in OWNERS {
        let text = out.as_deref().unwrap_or(folded);
        if text.contains(word) {
            out = Some(text.replace(word, ""));
        }
    }
    out
}

#[cfg(test)]
mod tests;

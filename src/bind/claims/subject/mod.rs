//! What a phrase of the narrative names: a path of subjects, a concept, or something that only its words say.

mod words;

use yusuan_parsers::subject::{Level, coded, dashed, marked};

use crate::model::Scheme;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::folding;
use words::{
    GENERIC, clean, ends_owner, strip_front, tail, without_front_word, without_word_behind, without_years,
};

/// What a figure is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Names from the whole to the part.
    pub names: Vec<String>,
    /// Official code of the last name, where the path decides it.
    pub code: Option<String>,
    /// What it is when it is no subject of the classification.
    pub concept: Option<String>,
}

/// What a phrase names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing of its own: what the clause before spoke of.
    Inherit,
    /// A path of the functional classification.
    Path(Subject),
    /// A concept of the vocabulary.
    Concept(Subject),
    /// Words that the vocabulary does not know.
    Words(Subject),
}

impl Meaning {
    /// The subject, if the phrase names one.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Inherit => None,
            Self::Path(s) | Self::Concept(s) | Self::Words(s) => Some(s),
        }
    }
}

/// Resolves phrases of one document.
#[derive(Debug)]
pub struct Resolver<'a> {
    /// Names, codes, concepts.
    pub vocabulary: &'a Vocabulary,
    /// The unit's name, folded; empty when unknown.
    pub owner: String,
    /// Fiscal year, for names that changed.
    pub year: Option<i32>,
}

impl Resolver<'_> {
    /// Reads a phrase of compact text. `path` is the last path of the section: a phrase that begins at 款 or 项 hangs
    /// below it.
    pub fn resolve(&self, phrase: &str, path: &Subject) -> Meaning {
        if phrase.is_empty() {
            return Meaning::Inherit;
        }
        if let Some((levels, _)) = marked(phrase) {
            return Meaning::Path(self.path(phrase, &levels, path));
        }
        if phrase.contains(['-', '—', '>', '/'])
            && let Some(levels) = dashed(phrase)
            && levels.first().is_some_and(|l| self.class(phrase.get(l.name.clone()).unwrap_or("")).is_some())
        {
            return Meaning::Path(self.path(phrase, &levels, &Subject::default()));
        }
        let text = strip_front(phrase);
        if let Some((code, name)) = coded(text) {
            let (code, name) = (text.get(code).unwrap_or(""), text.get(name).unwrap_or(""));
            if self.vocabulary.relation(Scheme::Functional, code, name, self.year).is_some() {
                return Meaning::Path(Subject {
                    names: vec![name.to_owned()],
                    code: Some(code.to_owned()),
                    concept: None,
                });
            }
        }
        let folded = folding(text);
        let bare = tail(self.without_owner(&folded));
        if let Some(found) = self.lookup(bare) {
            return found;
        }
        // 编报绩效目标的2023年度项目: the year stands in the middle.
        if text.len() < phrase.len() {
            let whole = without_years(phrase);
            let whole = folding(&whole);
            if let Some(found) = self.lookup(tail(self.without_owner(&whole))) {
                return found;
            }
        }
        // 教育支出类科目.
        let class = ["类科目", "类级科目", "类"].iter().find_map(|w| bare.strip_suffix(w));
        if let Some((class, code)) = class.and_then(|c| Some((c, self.class(c)?))) {
            return Meaning::Path(Subject { names: vec![class.to_owned()], code: Some(code), concept: None });
        }
        let name = clean(bare);
        if name.is_empty() || GENERIC.contains(&name) {
            return Meaning::Inherit;
        }
        let name = name.trim_matches(|c: char| "，,、:.".contains(c));
        let name = name.strip_suffix(['和', '及', '与']).unwrap_or(name);
        let length = name.chars().count();
        if !(2..=40).contains(&length) {
            return Meaning::Words(Subject::default());
        }
        let code = [bare, name].into_iter().find_map(|n| self.class(n));
        Meaning::Words(Subject { names: vec![name.to_owned()], code, concept: None })
    }

    /// The code of a 类 by its name.
    fn class(&self, name: &str) -> Option<String> {
        let mut found =
            self.vocabulary.candidates(Scheme::Functional, name).into_iter().filter(|c| c.code.len() == 3);
        let first = found.next()?.code.to_owned();
        found.next().is_none().then_some(first)
    }

    fn without_owner<'t>(&self, folded: &'t str) -> &'t str {
        if self.owner.is_empty() || folded.len() < self.owner.len() {
            return folded;
        }
        folded.find(&self.owner).map_or(folded, |at| folded.get(at + self.owner.len()..).unwrap_or(folded))
    }

    /// Looks a phrase up: as it is, with less behind it, with less before it.
    fn lookup(&self, bare: &str) -> Option<Meaning> {
        let mut front = bare;
        loop {
            if let Some(meaning) = self.with_less_behind(front) {
                return Some(meaning);
            }
            match without_front_word(front) {
                Some(shorter) if !shorter.is_empty() => front = shorter,
                _ => break,
            }
        }
        // Whose figure it is may stand before: 上海市某某局收入预算.
        let mut last = ' ';
        for (at, c) in bare.char_indices() {
            if ends_owner(last)
                && (last != '的' || owns(bare.get(..at).unwrap_or("")))
                && let Some(meaning) = bare.get(at..).and_then(|b| self.exact(b)).or_else(|| {
                    let rest = bare.get(at..)?;
                    without_word_behind(rest).and_then(|r| self.exact(r))
                })
            {
                return Some(meaning);
            }
            last = c;
        }
        None
    }

    fn with_less_behind(&self, text: &str) -> Option<Meaning> {
        let mut text = text;
        for _ in 0..5 {
            if GENERIC.contains(&text) {
                return None;
            }
            if let Some(found) = self.exact(text) {
                return Some(found);
            }
            text = without_word_behind(text)?;
        }
        None
    }

    fn exact(&self, folded: &str) -> Option<Meaning> {
        let concept = self.vocabulary.claim(folded)?;
        Some(Meaning::Concept(Subject {
            names: vec![folded.to_owned()],
            code: None,
            concept: Some(concept.to_owned()),
        }))
    }

    fn path(&self, text: &str, levels: &[Level], above: &Subject) -> Subject {
        let first = levels.first().map_or(1, |l| usize::from(l.depth));
        let mut names: Vec<String> = above.names.iter().take(first.saturating_sub(1)).cloned().collect();
        if names.len() + 1 < first {
            names.clear();
        }
        // The code as far as it is known: of the levels above, then level by level.
        let mut code = match (&above.code, first) {
            (_, 1) => Some(String::new()),
            (Some(code), n) if names.len() + 1 == n => code.get(..n * 2 - 1).map(str::to_owned),
            _ => None,
        };
        for level in levels {
            let name = text.get(level.name.clone()).unwrap_or("");
            let digits = level.digits.clone().and_then(|d| text.get(d)).unwrap_or("");
            let length = usize::from(level.depth) * 2 + 1;
            code = self.descend(code.as_deref(), name, digits, length);
            names.push(name.to_owned());
        }
        Subject { names, code: code.filter(|c| !c.is_empty()), concept: None }
    }

    /// The code of a name below `above`: printed, or the only official one.
    fn descend(&self, above: Option<&str>, name: &str, digits: &str, length: usize) -> Option<String> {
        if digits.len() == length {
            return Some(digits.to_owned());
        }
        if let (Some(above), 2) = (above, digits.len())
            && above.len() + 2 == length
        {
            return Some(format!("{above}{digits}"));
        }
        let fits = |code: &str| code.len() == length && above.is_none_or(|a| code.starts_with(a));
        let found = self.vocabulary.candidates(Scheme::Functional, name);
        let mut found = found.iter().filter(|c| fits(c.code));
        let first = found.next()?;
        // Names of one 款 are unique; under an unknown parent 行政运行 is anybody's.
        found.all(|c| c.kind > first.kind || c.code == first.code).then(|| first.code.to_owned())
    }
}

/// Whether 的 at the end of `before` says whose or when: 本部门的, 财政拨款的. Any other narrows what follows:
/// 填报绩效目标的项目支出 is not 项目支出.
fn owns(before: &str) -> bool {
    let ends = ["部门", "单位", "局", "拨款", "安排", "年度", "年", "级", "区", "市", "县", "省"];
    before.strip_suffix('的').is_some_and(|b| ends.iter().any(|w| b.ends_with(w)))
}

#[cfg(test)]
mod tests;

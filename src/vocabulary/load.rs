//! The form of the data files and of `--vocabulary`: one record a line, cells parted by tabs.

use std::borrow::Cow;

use super::codes::{self, Alias, Evidence, NameKind, Subject};
use super::fold::fold;
use super::terms::{self, ColumnRule, Side, Terms};

/// What is wrong with a vocabulary file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct VocabularyError {
    /// The file's name as given.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// What one file adds.
#[derive(Debug, Default)]
pub(super) struct Additions {
    pub terms: Terms,
    pub subjects: Vec<Subject>,
    pub aliases: Vec<Alias>,
}

const RECORDS: &str =
    "title, header, label, column, phase, counter, line, claim, section, heading, subject or alias";

/// Reads a file into `into`.
pub(super) fn read(name: &str, text: &str, into: &mut Additions) -> Result<(), VocabularyError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = parted(line, b'\t').map(str::trim).collect();
        record(&cells, into).map_err(|message| VocabularyError {
            file: name.to_owned(),
            line: number + 1,
            message,
        })?;
    }
    Ok(())
}

/// The parts of a text between marks: they are short, and looking for a mark of any kind takes longer to begin than to
/// look at each byte.
pub(super) fn parted(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|b| b == mark);
        rest = end.and_then(|end| text.get(end + 1..));
        Some(end.and_then(|end| text.get(..end)).unwrap_or(text))
    })
}

fn record(cells: &[&str], into: &mut Additions) -> Result<(), String> {
    let cell = |index: usize, what: &str| match cells.get(index) {
        Some(text) if !text.is_empty() => Ok(*text),
        _ => Err(format!("`{}` wants {what} in cell {}", cells[0], index + 1)),
    };
    match cells[0] {
        "title" => {
            let word = cell(1, "a kind of table")?;
            let kind = terms::kind(word).ok_or_else(|| format!("no kind of table is called `{word}`"))?;
            for core in terms::words(cell(2, "titles parted by |")?) {
                into.terms.add_title(core, kind);
            }
        }
        "header" => into.terms.headers.extend(terms::words(cell(1, "words parted by |")?)),
        "heading" => into.terms.headings.extend(terms::words(cell(1, "ends of headings parted by |")?)),
        "label" => into.terms.labels.extend(terms::words(cell(1, "parts of words parted by |")?)),
        "counter" => into.terms.counters.extend(terms::words(cell(1, "classifiers parted by |")?)),
        "phase" => {
            let phase = cell(1, "a phase")?;
            if !matches!(phase, "budget" | "adjusted" | "final") {
                return Err(format!("the phase is budget, adjusted or final, not `{phase}`"));
            }
            let words = terms::words(cell(2, "words parted by |")?);
            into.terms.phases.extend(words.map(|w| (w, phase.to_owned())));
        }
        "column" => column(cell(1, "a concept")?, cell(2, "header paths parted by |")?, cells.get(3), into)?,
        "line" => {
            let side = match cell(1, "revenue, expenditure or any")? {
                "revenue" => Side::Revenue,
                "expenditure" => Side::Expenditure,
                "any" => Side::Single,
                other => return Err(format!("the side is revenue, expenditure or any, not `{other}`")),
            };
            let concept = cell(2, "a concept")?;
            for name in terms::words(cell(3, "names parted by |")?) {
                into.terms.add_line(side, name, concept);
            }
        }
        "claim" => {
            let concept = cell(1, "a concept")?;
            let names = terms::words(cell(2, "phrases parted by |")?);
            into.terms.claims.extend(names.map(|n| (n, concept.to_owned())));
        }
        "section" => {
            let role = cell(1, "a role")?;
            let role = terms::role(role).ok_or_else(|| {
                format!("the role is cover, contents, narrative, glossary or tables, not `{role}`")
            })?;
            for name in terms::words(cell(2, "names parted by |")?) {
                into.terms.add_section(name, role);
            }
        }
        "subject" => {
            let scheme = scheme(cell(1, "a classification")?)?;
            let code = code(cell(2, "a code")?)?;
            let year = |index: usize| match cells.get(index) {
                None | Some(&"") => Ok(None),
                Some(text) => text.parse().map(Some).map_err(|_| format!("`{text}` is no year")),
            };
            into.subjects.push(Subject {
                scheme,
                code: Cow::Owned(code.to_owned()),
                name: Cow::Owned(cell(3, "a name")?.to_owned()),
                from: year(4)?,
                to: year(5)?,
                evidence: Evidence::Printed,
            });
        }
        "alias" => {
            let scheme = scheme(cell(1, "a classification")?)?;
            let code = code(cell(2, "a code")?)?;
            let kind = cells.get(4).map_or(NameKind::Variant, |word| codes::name_kind(word));
            for name in cell(3, "names parted by |").map(|names| parted(names, b'|'))? {
                into.aliases.push(Alias {
                    scheme,
                    code: Cow::Owned(code.to_owned()),
                    name: Cow::Owned(name.trim().to_owned()),
                    kind,
                    evidence: Evidence::Printed,
                });
            }
        }
        other => return Err(format!("a record is {RECORDS}, not `{other}` (cells are parted by tabs)")),
    }
    Ok(())
}

fn column(concept: &str, paths: &str, kinds: Option<&&str>, into: &mut Additions) -> Result<(), String> {
    let kinds = kinds
        .map_or("", |k| k)
        .split(',')
        .map(str::trim)
        .filter(|k| !k.is_empty())
        .map(|k| terms::kind(k).ok_or_else(|| format!("no kind of table is called `{k}`")))
        .collect::<Result<Vec<_>, _>>()?;
    for path in parted(paths, b'|') {
        // 类/款/项 inside brackets is part of a word.
        let path: Vec<String> =
            if path.contains('(') && path.ends_with(')') && path.find('(') < path.find('/') {
                vec![fold(path)]
            } else {
                path.split('/').map(fold).filter(|w| !w.is_empty()).collect()
            };
        if !path.is_empty() {
            into.terms.add_column(ColumnRule { path, kinds: kinds.clone(), concept: concept.to_owned() });
        }
    }
    Ok(())
}

fn scheme(word: &str) -> Result<crate::model::Scheme, String> {
    codes::scheme(word).ok_or_else(|| {
        format!("the classification is functional, economic or government_economic, not `{word}`")
    })
}

fn code(word: &str) -> Result<&str, String> {
    if matches!(word.len(), 3 | 5 | 7) && word.bytes().all(|b| b.is_ascii_digit()) {
        Ok(word)
    } else {
        Err(format!("a code has 3, 5 or 7 digits, not `{word}`"))
    }
}

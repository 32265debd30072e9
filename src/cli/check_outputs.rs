//! `yusuan check out/`: the findings that the outputs of a run record, and what only several documents together
//! can tell: last year's figures, accounts against their budget, a department against its units (the Y rules).

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::export::spelled;
use super::print::note;
use crate::model::{Check, Disclosure, DocumentKind, RuleTally, Status, UnitLevel};
use crate::outputs::{Aliases, Catalogue, Head};
use crate::reconcile::{self, Body, RULES, Selection};

/// Units whose documents are read side by side; their findings are held until they are printed.
const BATCH: usize = 256;
/// The rule that compares a department with its units; the others stay within one unit.
const DEPARTMENT: &str = "Y704";

/// The outputs among the paths, and the other paths: a JSON file, a folder that `ingest` wrote (it has a run.json),
/// or one that holds JSON files and nothing that could be read as a document.
pub fn outputs(
    paths: Vec<PathBuf>,
    is_document_folder: impl Fn(&PathBuf) -> bool,
) -> (Vec<PathBuf>, Vec<PathBuf>) {
    paths.into_iter().partition(|path| {
        if path.is_dir() {
            path.join("run.json").is_file() || !is_document_folder(path) && holds_json(path)
        } else {
            path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"))
        }
    })
}

fn holds_json(folder: &PathBuf) -> bool {
    let found = Catalogue::read(std::slice::from_ref(folder), &Aliases::new());
    found.is_ok_and(|c| !c.heads.is_empty() || !c.left_out.is_empty())
}

/// What was left out and who is spelled in two ways is said on standard error; `each` gets the documents with their
/// findings, unit by unit. Gives whether every file was read.
///
/// # Errors
/// When a path cannot be read, or what `each` says.
pub fn run(
    paths: &[PathBuf],
    aliases: &Aliases,
    selection: &Selection,
    mut each: impl FnMut(&Disclosure),
) -> std::io::Result<bool> {
    let catalogue = Catalogue::read(paths, aliases)?;
    let mut whole = catalogue.left_out.is_empty();
    for (file, reason) in &catalogue.left_out {
        note(format_args!("left out: {}: {reason}", file.display()));
    }
    for (file, other) in &catalogue.doubled {
        note(format_args!("left out: {}: same bytes as {other}", file.display()));
    }
    for names in &catalogue.spellings {
        spelled(names);
    }
    let mut units: BTreeMap<(i32, bool), Vec<&Head>> = BTreeMap::new();
    for head in catalogue.heads.iter().filter(|h| h.unit.level == Some(UnitLevel::Unit)) {
        if let Some(place) = place(head.fiscal_year, head.kind) {
            units.entry(place).or_default().push(head);
        }
    }
    let all: Vec<&[Head]> = catalogue.units().collect();
    for batch in all.chunks(BATCH) {
        let checked: Vec<Unit> = batch.par_iter().map(|unit| check(unit, &units, selection)).collect();
        for unit in checked {
            for (file, reason) in &unit.left_out {
                note(format_args!("left out: {}: {reason}", file.display()));
                whole = false;
            }
            unit.documents.iter().for_each(&mut each);
        }
    }
    Ok(whole)
}

fn place(year: Option<i32>, kind: DocumentKind) -> Option<(i32, bool)> {
    Some((year?, kind == DocumentKind::FinalAccount)).filter(|_| kind != DocumentKind::Other)
}

#[derive(Default)]
struct Unit {
    documents: Vec<Disclosure>,
    left_out: Vec<(PathBuf, String)>,
}

/// The documents of one unit with all that is found of them.
fn check(heads: &[Head], units: &BTreeMap<(i32, bool), Vec<&Head>>, selection: &Selection) -> Unit {
    let mut unit = Unit::default();
    for head in heads {
        match load(head) {
            Ok(document) => unit.documents.push(document),
            Err(reason) => unit.left_out.push((head.file.clone(), reason)),
        }
    }
    // Severities and suppressions are for a document, which the outcomes get below.
    let plain =
        |select: Vec<String>, ignore: Vec<String>| Selection { select, ignore, ..Selection::default() };
    let within =
        plain(selection.select.clone(), [selection.ignore.as_slice(), &[DEPARTMENT.to_owned()]].concat());
    let mut found: Vec<Vec<Check>> = vec![Vec::new(); unit.documents.len()];
    let together: Vec<&Disclosure> = unit.documents.iter().collect();
    for check in reconcile::across(&together, &within, true).0 {
        let owner = owner(&check, &unit.documents).unwrap_or(0);
        if let Some(list) = found.get_mut(owner) {
            list.push(check);
        }
    }
    for (document, list) in unit.documents.iter().zip(&mut found) {
        if document.unit.level == Some(UnitLevel::Department) && selection.runs(DEPARTMENT) {
            let below = below(document, units);
            let together: Vec<&Disclosure> = std::iter::once(document).chain(&below).collect();
            let only = plain(vec![DEPARTMENT.to_owned()], Vec::new());
            list.extend(reconcile::across(&together, &only, true).0);
        }
    }
    for (document, list) in unit.documents.iter_mut().zip(found) {
        settle(document, list, selection);
    }
    unit
}

fn load(head: &Head) -> Result<Disclosure, String> {
    let mut document = head.load()?;
    document.unit.name.clone_from(&head.name);
    Ok(document)
}

/// The documents of the units that a department names, of its year and kind.
fn below(department: &Disclosure, units: &BTreeMap<(i32, bool), Vec<&Head>>) -> Vec<Disclosure> {
    let Some(place) = place(department.fiscal_year, department.kind) else { return Vec::new() };
    let named = |head: &&&Head| {
        let name = head.name.as_deref().unwrap_or_default();
        let said = || department.sections.iter().any(|s| s.text.contains(name) || s.title.contains(name));
        !name.is_empty() && said()
    };
    // A unit's own folder says why its file cannot be read.
    units.get(&place).into_iter().flatten().filter(named).filter_map(|head| load(head).ok()).collect()
}

/// The document that an outcome is about: the first that its evidence names.
fn owner(check: &Check, documents: &[Disclosure]) -> Option<usize> {
    let (path, _) = check.evidence.first()?.reference.rsplit_once('#')?;
    documents.iter().position(|d| d.source.path == path)
}

/// A total and its part that differ from the other document by the same amount are one finding.
fn one_cause(found: Vec<Check>) -> Vec<Check> {
    fn tables(check: &Check) -> Vec<&str> {
        check.evidence.iter().filter_map(|e| e.reference.split("/r").next()).collect()
    }
    let mut kept: Vec<Check> = Vec::new();
    for check in found {
        let same = |other: &&mut Check| {
            check.status == Status::Fail
                && other.status == Status::Fail
                && other.rule == check.rule
                && check.difference.is_some()
                && other.difference == check.difference
                && tables(other).iter().all(|t| tables(&check).contains(t))
        };
        match kept.iter_mut().find(same) {
            Some(other) => {
                let new =
                    check.evidence.into_iter().filter(|e| !other.evidence.contains(e)).collect::<Vec<_>>();
                other.evidence.extend(new);
            }
            None => kept.push(check),
        }
    }
    kept
}

/// Puts what was found among the recorded findings; keeps of the document what a report needs.
fn settle(document: &mut Disclosure, found: Vec<Check>, selection: &Selection) {
    document.sections = Vec::new();
    document.tables = Vec::new();
    document.claims = Vec::new();
    document.checked = Vec::new();
    let across = |id: &str| RULES.iter().any(|r| r.id == id && matches!(r.check, Body::Across(_)));
    document.checks.retain(|c| selection.runs(&c.rule) && !across(&c.rule));
    document.rules.retain(|t| !across(&t.id));
    let mut found: Vec<Check> = found.into_iter().filter(|c| c.status != Status::NotApplicable).collect();
    for rule in RULES.iter().filter(|r| across(r.id)) {
        let count =
            |status: Status| found.iter().filter(|c| c.rule == rule.id && c.status == status).count() as u32;
        let (pass, fail, insufficient) =
            (count(Status::Pass), count(Status::Fail), count(Status::Insufficient));
        let not_applicable = u32::from(pass + fail + insufficient == 0);
        document.rules.push(RuleTally { id: rule.id.to_owned(), pass, fail, not_applicable, insufficient });
    }
    found.retain(|c| c.status != Status::Pass);
    let mut found = one_cause(found);
    // What the run let pass already carries its reason.
    for check in document.checks.iter_mut().filter(|c| !c.message.contains("（已核，放行：")) {
        selection.apply(&document.source.path, std::slice::from_mut(check));
    }
    selection.apply(&document.source.path, &mut found);
    document.checks.append(&mut found);
}

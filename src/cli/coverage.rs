//! `yusuan coverage`: which expected units and years are missing from a folder of outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::print::{self, note, safe};
use crate::ingest::Refusal;
use crate::ingest::manifest::{self, Fields};
use crate::ingest::report::Entry;
use crate::ingest::run_json;
use crate::model::DocumentKind;

/// Arguments of `coverage`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder that `yusuan ingest -o` wrote, or its run.json
    #[arg(value_name = "OUT")]
    outputs: PathBuf,
    /// What should be there, .csv or JSON lines: unit and/or unit_id, and, where known, year and kind (budget,
    /// final_account). Without it: every unit that has a document, in every year that has one
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
}

/// A file that failed.
struct Failed {
    path: String,
    manifest: Option<Fields>,
}

/// What a document covers, or what should be covered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    unit: String,
    id: Option<String>,
    year: Option<i32>,
    kind: Option<&'static str>,
}

/// Prints a line for each that is missing: unit, id, year, kind, and why if a file for it failed.
pub fn run(args: &Args) -> Exit {
    match attempt(args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn attempt(args: &Args) -> Result<Exit, Exit> {
    let mut covered: Vec<Place> = Vec::new();
    let mut failed: Vec<Failed> = Vec::new();
    open(&args.outputs, |entry| {
        covered.extend(Some(&entry).filter(|e| e.output.is_some()).and_then(self::covered));
        if entry.error.is_some() {
            failed.push(Failed { path: entry.path, manifest: entry.manifest });
        }
    })?;
    let years: BTreeSet<i32> = covered.iter().filter_map(|p| p.year).collect();
    let expected = match &args.expected {
        Some(file) => read_expected(file, &years)?,
        None => seen(&covered, &years),
    };
    let missing: Vec<&Place> = expected.iter().filter(|e| !covered.iter().any(|c| satisfies(c, e))).collect();
    let mut out = String::from("unit\tunit_id\tyear\tkind\tfailed_file\n");
    for place in &missing {
        let file = failed.iter().find(|f| meant(f, place)).map(|f| f.path.as_str()).unwrap_or_default();
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}",
            safe(&place.unit),
            safe(place.id.as_deref().unwrap_or_default()),
            place.year.map(|y| y.to_string()).unwrap_or_default(),
            place.kind.unwrap_or_default(),
            safe(file)
        );
    }
    print::data(out.as_bytes())?;
    note(format_args!(
        "{} expected, {} covered, {} missing",
        expected.len(),
        expected.len() - missing.len(),
        missing.len()
    ));
    Ok(Exit::Success)
}

/// Reads the report of an output folder, document by document.
pub fn open(outputs: &Path, mut each: impl FnMut(Entry)) -> Result<(), Exit> {
    let file = if outputs.is_dir() { outputs.join("run.json") } else { outputs.to_owned() };
    let wrong = |why: String| {
        note(format_args!("{}: {why}: give the folder that `yusuan ingest -o` wrote", file.display()));
        Exit::Usage
    };
    let bytes = File::open(&file).map_err(|e| wrong(e.to_string()))?;
    run_json::read(BufReader::new(bytes), &mut each).map_err(|e| wrong(e.to_string()))
}

fn kind_of(kind: DocumentKind) -> Option<&'static str> {
    match kind {
        DocumentKind::Budget => Some("budget"),
        DocumentKind::FinalAccount => Some("final_account"),
        DocumentKind::Other => None,
    }
}

fn covered(entry: &Entry) -> Option<Place> {
    let kind = kind_of(entry.facts.kind?)?;
    Some(Place {
        unit: entry.facts.unit.clone().unwrap_or_default(),
        id: entry.manifest.as_ref().and_then(|m| m.get("unit_id")).cloned(),
        year: entry.facts.fiscal_year,
        kind: Some(kind),
    })
}

/// Every unit seen, in every year seen, for every kind that this unit publishes.
fn seen(covered: &[Place], years: &BTreeSet<i32>) -> Vec<Place> {
    let mut units: BTreeMap<(String, Option<String>), BTreeSet<&'static str>> = BTreeMap::new();
    for place in covered {
        units.entry((place.unit.clone(), place.id.clone())).or_default().extend(place.kind);
    }
    let mut expected = Vec::new();
    for ((unit, id), kinds) in units {
        for year in years {
            for kind in &kinds {
                let (unit, id) = (unit.clone(), id.clone());
                expected.push(Place { unit, id, year: Some(*year), kind: Some(*kind) });
            }
        }
    }
    expected
}

fn satisfies(covered: &Place, expected: &Place) -> bool {
    let same_id = expected.id.is_some() && covered.id == expected.id;
    (same_id || (!expected.unit.is_empty() && covered.unit == expected.unit))
        && (expected.year.is_none() || covered.year == expected.year)
        && (expected.kind.is_none() || covered.kind == expected.kind)
}

/// Whether a file that failed was meant to cover the place, as far as its manifest says.
fn meant(failed: &Failed, place: &Place) -> bool {
    failed.manifest.as_ref().is_some_and(|fields| {
        let same_id = place.id.is_some() && fields.get("unit_id") == place.id.as_ref();
        let same_unit = field(fields, &UNIT) == Some(place.unit.as_str());
        let year = field(fields, &YEAR).and_then(|y| y.parse::<i32>().ok());
        (same_id || same_unit) && (year.is_none() || place.year.is_none() || year == place.year)
    })
}

const UNIT: [&str; 4] = ["unit", "unit_name", "name", "单位"];
const YEAR: [&str; 3] = ["year", "fiscal_year", "年度"];
const KIND: [&str; 3] = ["kind", "document_kind", "类别"];

fn field<'a>(fields: &'a Fields, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|n| fields.get(*n)).map(|v| v.trim()).filter(|v| !v.is_empty())
}

fn read_expected(file: &Path, years: &BTreeSet<i32>) -> Result<Vec<Place>, Exit> {
    let refuse = |refusal: &Refusal| {
        note(format_args!("{refusal}"));
        Exit::Usage
    };
    let mut expected = Vec::new();
    for fields in manifest::read(file).map_err(|e| refuse(&e))? {
        let kind = match field(&fields, &KIND) {
            Some("final_account" | "决算") => Some("final_account"),
            Some("budget" | "预算") => Some("budget"),
            _ => None,
        };
        let unit = field(&fields, &UNIT).unwrap_or_default().to_owned();
        let id = field(&fields, &["unit_id"]).map(str::to_owned);
        let year = field(&fields, &YEAR).and_then(|y| y.parse().ok());
        let wanted: Vec<Option<i32>> = match year {
            Some(year) => vec![Some(year)],
            None if years.is_empty() => vec![None],
            None => years.iter().copied().map(Some).collect(),
        };
        for year in wanted {
            expected.push(Place { unit: unit.clone(), id: id.clone(), year, kind });
        }
    }
    Ok(expected)
}

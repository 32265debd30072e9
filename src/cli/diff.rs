//! `yusuan diff`: what changed between two runs: documents, and findings that came and went.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::coverage::open;
use super::exit::Exit;
use super::print::{self, safe};
use crate::emit::json;
use crate::model::{Disclosure, Status};

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The earlier run's output folder
    #[arg(value_name = "RUN_A")]
    before: PathBuf,
    /// The later run's output folder
    #[arg(value_name = "RUN_B")]
    after: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One document that differs.
#[derive(Debug, Serialize)]
struct Change {
    path: String,
    what: What,
    /// Findings that are there now and were not.
    came: Vec<Finding>,
    /// Findings that were there and are no more.
    went: Vec<Finding>,
    /// The error's code, before and after.
    error: [Option<&'static str>; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Added,
    Removed,
    /// Other bytes.
    Changed,
    /// The same bytes, read otherwise.
    ReadOtherwise,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Finding {
    rule: String,
    severity: &'static str,
    message: String,
}

/// Prints the differences.
pub fn run(args: &Args) -> Exit {
    match attempt(args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn attempt(args: &Args) -> Result<Exit, Exit> {
    let (before, after) = (documents(&args.before)?, documents(&args.after)?);
    let changes = compare(&before, &after, &folder(&args.before), &folder(&args.after));
    let bytes = if args.json { json::pretty(&changes) } else { lines(&changes).into_bytes() };
    print::data(&bytes)?;
    Ok(Exit::Success)
}

fn folder(path: &Path) -> PathBuf {
    if path.is_dir() { path.to_owned() } else { path.parent().unwrap_or(Path::new("")).to_owned() }
}

/// What a run says of a document, as far as two runs are compared.
struct Said {
    sha256: Option<String>,
    output: Option<String>,
    output_sha256: Option<String>,
    error: Option<&'static str>,
}

fn documents(run: &Path) -> Result<BTreeMap<String, Said>, Exit> {
    let mut documents = BTreeMap::new();
    open(run, |entry| {
        let said = Said {
            sha256: entry.sha256,
            output: entry.output,
            output_sha256: entry.reuse.output_sha256,
            error: entry.error.map(|e| e.code.as_str()),
        };
        // A document of this run stands before one of an earlier run.
        documents.entry(entry.path).or_insert(said);
    })?;
    Ok(documents)
}

fn compare(
    before: &BTreeMap<String, Said>,
    after: &BTreeMap<String, Said>,
    before_in: &Path,
    after_in: &Path,
) -> Vec<Change> {
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut changes = Vec::new();
    for path in paths {
        let (old, new) = (before.get(path), after.get(path));
        let what = match (old, new) {
            (None, _) => What::Added,
            (_, None) => What::Removed,
            (Some(old), Some(new)) if old.sha256 != new.sha256 => What::Changed,
            (Some(old), Some(new)) if same_output(old, new) => continue,
            _ => What::ReadOtherwise,
        };
        let (was, is) = (findings(old, before_in), findings(new, after_in));
        let code = |said: Option<&Said>| said.and_then(|s| s.error);
        changes.push(Change {
            path: path.clone(),
            what,
            came: without(&is, &was),
            went: without(&was, &is),
            error: [code(old), code(new)],
        });
    }
    changes
}

fn same_output(old: &Said, new: &Said) -> bool {
    old.output_sha256 == new.output_sha256 && old.error == new.error
}

/// The findings of a document, sorted; a document without an output has none.
fn findings(said: Option<&Said>, folder: &Path) -> Vec<Finding> {
    let read = |output: &String| -> Option<Disclosure> {
        serde_json::from_slice(&std::fs::read(folder.join(output)).ok()?).ok()
    };
    let Some(document) = said.and_then(|s| s.output.as_ref()).and_then(read) else { return Vec::new() };
    let failed = document.checks.into_iter().filter(|c| c.status == Status::Fail);
    let mut found: Vec<Finding> = failed
        .map(|c| Finding { rule: c.rule, severity: super::rules::severity(c.severity), message: c.message })
        .collect();
    found.sort();
    found
}

/// What `all` has more of than `other`.
fn without(all: &[Finding], other: &[Finding]) -> Vec<Finding> {
    let mut rest: Vec<&Finding> = other.iter().collect();
    let mut more = Vec::new();
    for finding in all {
        match rest.iter().position(|r| *r == finding) {
            Some(at) => {
                rest.swap_remove(at);
            }
            None => more.push(finding.clone()),
        }
    }
    more
}

fn lines(changes: &[Change]) -> String {
    let mut out = String::new();
    for change in changes {
        let word = match change.what {
            What::Added => "added",
            What::Removed => "removed",
            What::Changed => "changed",
            What::ReadOtherwise => "read otherwise",
        };
        let _ = writeln!(out, "{word}: {}", safe(&change.path));
        if change.error[0] != change.error[1] {
            let code = |c: Option<&'static str>| c.unwrap_or("read");
            let _ = writeln!(out, "    {} → {}", code(change.error[0]), code(change.error[1]));
        }
        for (sign, list) in [('+', &change.came), ('-', &change.went)] {
            for finding in list {
                let (rule, message) = (safe(&finding.rule), safe(&finding.message));
                let _ = writeln!(out, "  {sign} {rule} {} {message}", finding.severity);
            }
        }
    }
    let count = |what: What| changes.iter().filter(|c| c.what == what).count();
    let _ = writeln!(
        out,
        "{} added, {} removed, {} changed, {} read otherwise; findings: {} came, {} went",
        count(What::Added),
        count(What::Removed),
        count(What::Changed),
        count(What::ReadOtherwise),
        changes.iter().map(|c| c.came.len()).sum::<usize>(),
        changes.iter().map(|c| c.went.len()).sum::<usize>()
    );
    out
}

//! `yusuan check`: the findings, for a person. Writes nothing.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::exit::Exit;
use super::options::{Inputs, Reading};
use super::print::{self, note, safe};
use super::rules::severity;
use crate::error::Error;
use crate::ingest::discover::{self, Input};
use crate::ingest::reader::{Reader, Request};
use crate::ingest::{input, media};
use crate::model::{Check, Disclosure, Severity, Status};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    reading: Reading,
}

/// Reads the inputs and prints what contradicts itself.
pub fn run(args: &Args) -> Exit {
    let paths = match args.inputs.resolve() {
        Ok(paths) => paths,
        Err(exit) => return exit,
    };
    let config = match args.reading.choose() {
        Ok(chosen) => chosen.config,
        Err(exit) => return exit,
    };
    let inputs = discover::discover(&paths, None, None);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(args.inputs.jobs).build() else {
        note(format_args!("cannot start {} threads", args.inputs.jobs));
        return Exit::Usage;
    };
    let read: Vec<Result<(String, bool), Error>> = pool.install(|| {
        inputs
            .par_iter()
            .map_init(
                || Reader::new(&config, |document| (describe(&document), has_error(&document))),
                |reader, input| one(input, reader, config.limits.file_bytes),
            )
            .collect()
    });
    let mut exit = Exit::Success;
    let mut out = String::new();
    for (input, result) in inputs.iter().zip(read) {
        match result {
            Ok((text, errors)) => {
                out.push_str(&text);
                if errors {
                    exit = Exit::Unread;
                }
            }
            Err(error) => {
                note(format_args!("{}: {}: {}", input.path, error.code().as_str(), error.message()));
                exit = Exit::Unread;
            }
        }
    }
    print::data(out.as_bytes()).err().unwrap_or(exit)
}

type Findings = (String, bool);

fn one(input: &Input, reader: &mut Reader<Findings>, limit: u64) -> Result<Findings, Error> {
    let loaded = input::load(input, limit)?;
    let media = media::decide(&loaded.bytes, &input.path)?;
    reader.read(Request { bytes: loaded.bytes, path: input.path.clone(), media, manifest: None })
}

fn failed(document: &Disclosure) -> impl Iterator<Item = &Check> {
    document.checks.iter().filter(|c| c.status == Status::Fail)
}

fn has_error(document: &Disclosure) -> bool {
    failed(document).any(|c| c.severity == Severity::Error)
}

/// One document's findings: rule, message, both figures, page and place; then what was and was not checked.
fn describe(document: &Disclosure) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", safe(&document.source.path));
    for check in failed(document) {
        finding(&mut out, check);
    }
    for noticed in document.diagnostics.iter().filter(|d| d.severity != Severity::Info) {
        let page = noticed.page.map(|p| format!(" 第{p}页")).unwrap_or_default();
        let _ = writeln!(out, "  {}{page} {}", safe(&noticed.code), safe(&noticed.message));
    }
    let of =
        |wanted: fn(&crate::model::RuleTally) -> bool| document.rules.iter().filter(|r| wanted(r)).count();
    let _ = writeln!(
        out,
        "  rules: {} held, {} failed, {} without a subject here, {} could not be judged",
        of(|r| r.pass > 0 && r.fail == 0),
        of(|r| r.fail > 0),
        of(|r| r.not_applicable > 0 && r.pass + r.fail + r.insufficient == 0),
        of(|r| r.insufficient > 0 && r.pass + r.fail == 0),
    );
    out
}

fn finding(out: &mut String, check: &Check) {
    let severity = severity(check.severity);
    let _ = writeln!(out, "  {} {severity} {}", safe(&check.rule), safe(&check.message));
    if let (Some(left), Some(right)) = (check.left, check.right) {
        let _ = write!(out, "    {left} ≠ {right}");
        if let Some(difference) = check.difference {
            let _ = write!(out, "  差 {difference}");
        }
        if let Some(allowed) = check.allowed {
            let _ = write!(out, "  容差 {allowed}");
        }
        out.push('\n');
    }
    for place in &check.evidence {
        let page = place.page.map(|p| format!("第{p}页 ")).unwrap_or_default();
        let at = place.bbox.map(|b| format!(" ({:.0},{:.0})", b.x0, b.y0)).unwrap_or_default();
        let _ = writeln!(out, "    {page}{}{at} 「{}」", safe(&place.reference), safe(&place.text));
    }
}

//! Mutants of clean documents: one figure, row, column, name or word is changed, and some rule must notice.
//!
//! `cargo test --test mutation` tries a share of all mutants. With `YUSUAN_MUTATION=all` it tries every one and
//! writes `docs/mutation.md`: which rule caught which kind.

mod examples;
mod judge;
mod makers;
mod report;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use yusuan::Config;
use yusuan::model::{Disclosure, Severity, Status};
use yusuan::pipeline::Media;

use report::Tried;

/// Clean documents, one of each template.
const SAMPLES: &[&str] = &["unit-budget", "department-budget", "final-account"];

/// A changed document.
struct Mutant {
    kind: &'static str,
    sample: usize,
    text: String,
    what: String,
}

fn sample(name: &str) -> String {
    let path = format!("{}/samples/text/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a sample")
}

fn read(text: &str) -> Disclosure {
    let config = Config { all_checks: true, ..Config::default() };
    yusuan::read(text.as_bytes(), "mutant.txt", Media::Text, &config).expect("text")
}

/// A quarter of the mutants of each kind and sample, at least one.
fn share(work: &mut Vec<Mutant>) {
    let mut totals: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for m in work.iter() {
        *totals.entry((m.kind, m.sample)).or_default() += 1;
    }
    let mut seen: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    work.retain(|m| {
        let n = seen.entry((m.kind, m.sample)).or_default();
        *n += 1;
        let step = totals.get(&(m.kind, m.sample)).map_or(1, |t| t / 4 + 1);
        (*n).is_multiple_of(step)
    });
}

#[test]
fn every_mutant_is_noticed() {
    let all = std::env::var("YUSUAN_MUTATION").is_ok_and(|v| v == "all");
    let texts: Vec<String> = SAMPLES.iter().map(|s| sample(s)).collect();
    let clean: Vec<Disclosure> = texts.iter().map(|t| read(t)).collect();
    for document in &clean {
        let serious =
            document.checks.iter().find(|c| c.status == Status::Fail && c.severity != Severity::Info);
        assert!(serious.is_none(), "a clean sample has a finding: {serious:#?}");
    }
    let before: Vec<BTreeSet<(String, String)>> = clean.iter().map(judge::fails).collect();
    let mut work: Vec<Mutant> = texts.iter().enumerate().flat_map(|(i, t)| makers::mutants(i, t)).collect();
    if !all {
        share(&mut work);
    }
    let tried: Vec<Tried<'_>> = work
        .par_iter()
        .map(|m| {
            let document = read(&m.text);
            Tried {
                mutant: m,
                rules: judge::new_failures(&before[m.sample], &document.checks),
                judged: judge::judged(m.kind, &clean[m.sample], &document),
            }
        })
        .collect();
    let examples = examples::tried();
    let (page, poor) = report::write(&tried, &examples, all);
    println!("{page}");
    if all {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mutation.md");
        std::fs::write(path, page).expect("docs/mutation.md");
    }
    assert!(poor.is_empty(), "too few noticed: {poor:?}");
}

//! `docs/vocabulary.md` lists every concept of the built-in templates. `YUSUAN_UPDATE=1 cargo test --test pages`
//! writes the list.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/vocabulary.md");
const TEMPLATES: &str = include_str!("../../src/vocabulary/data/templates.tsv");
/// The list follows this line.
const MARK: &str = "<!-- written by: YUSUAN_UPDATE=1 cargo test --test pages -->\n";

/// Concept → the records that name it, with the first name of each.
fn concepts() -> BTreeMap<&'static str, Vec<String>> {
    let mut concepts: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for line in TEMPLATES.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let (["column" | "claim", concept, names, ..] | ["line", _, concept, names, ..]) = *cells.as_slice()
        else {
            continue;
        };
        let records = concepts.entry(concept).or_default();
        if !records.iter().any(|r| r.starts_with(cells[0])) {
            records.push(format!("{} {}", cells[0], names.split('|').next().unwrap_or_default()));
        }
    }
    concepts
}

#[test]
fn every_concept_is_on_the_page() {
    let mut list = String::from("\n| concept | for example |\n| --- | --- |\n");
    for (concept, records) in concepts() {
        let _ = writeln!(list, "| `{concept}` | {} |", records.join(" · "));
    }
    let page = fs::read_to_string(PAGE).expect("the page");
    let (head, written) = page.split_once(MARK).expect("the page has the mark");
    if std::env::var_os("YUSUAN_UPDATE").is_some() {
        fs::write(PAGE, format!("{head}{MARK}{list}")).expect("the page can be written");
    } else {
        assert_eq!(written, list, "run YUSUAN_UPDATE=1 cargo test --test pages");
    }
}

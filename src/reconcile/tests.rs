//! The registry is whole, and every rule's examples behave.

use std::collections::BTreeSet;

use super::rule::example_texts;
use super::*;
use crate::model::Status;
use crate::pipeline::{Media, read};

fn documents(example: &str) -> Vec<Disclosure> {
    let config = crate::Config::default();
    let texts = example_texts(example);
    let read =
        |t: &String| read(t.as_bytes(), "example.txt", Media::Text, &config).expect("an example is text");
    texts.iter().map(read).collect()
}

fn outcomes(rule: &Rule, example: &str) -> Vec<Check> {
    let documents = documents(example);
    let selection = Selection { select: vec![rule.id.to_owned()], ..Selection::default() };
    let mut checks = Vec::new();
    if let Body::Across(_) = rule.check {
        checks.extend(across(&documents.iter().collect::<Vec<_>>(), &selection, true).0);
    } else {
        for document in &documents {
            checks.extend(run(document, &selection, true).checks);
        }
    }
    checks.retain(|c| c.rule == rule.id);
    checks
}

#[test]
fn every_file_is_in_the_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/reconcile/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of rules")
        .filter_map(|f| Some(f.ok()?.file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .filter(|f| f != "mod")
        .collect();
    let listed: BTreeSet<String> = RULES.iter().map(|r| r.id.to_lowercase()).collect();
    let ids: BTreeSet<String> = files
        .iter()
        .filter(|f| f.as_bytes().get(1).is_some_and(u8::is_ascii_digit))
        .map(|f| f[..4].to_owned())
        .collect();
    assert_eq!(ids, listed, "put the name of a new rule's file in the list of rules/mod.rs");
    let order: Vec<&str> = RULES.iter().map(|r| r.id).collect();
    assert!(
        order.windows(2).all(|w| w[0].as_bytes()[1..] < w[1].as_bytes()[1..]),
        "ids in order, none twice: {order:?}"
    );
}

#[test]
fn examples_behave() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let good = outcomes(rule, rule.passing);
        if let Some(check) = good.iter().find(|c| c.status == Status::Fail && c.severity <= rule.severity) {
            wrong.push(format!("{}: passing example fails: {}", rule.id, check.message));
        } else if !good.iter().any(|c| c.status == Status::Pass) {
            wrong.push(format!("{}: passing example does not pass: {good:?}", rule.id));
        }
        let bad = outcomes(rule, rule.failing);
        // T108 exists to refuse, not to blame.
        let caught = if rule.id == "T108" { Status::Insufficient } else { Status::Fail };
        if !bad.iter().any(|c| c.status == caught) {
            wrong.push(format!("{}: failing example does not fail: {bad:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_ledger_lists_every_rule_whatever_is_selected() {
    let document = documents("@预算\n正文。").remove(0);
    let selection =
        Selection { select: vec!["T1".to_owned()], ignore: vec!["T103".to_owned()], ..Selection::default() };
    let ledger = run(&document, &selection, false).rules;
    assert_eq!(ledger.len(), RULES.len());
    assert!(ledger.iter().all(|t| t.pass + t.fail + t.not_applicable + t.insufficient > 0));
}

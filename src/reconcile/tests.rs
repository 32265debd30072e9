//! The registry is whole, and every rule's examples behave.

use std::collections::BTreeSet;

use super::rule::example_texts;
use super::*;
use crate::model::{Severity, Status, TableLines};
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

const UNEVEN: &str = "# 示例市档案服务中心\n\n## 2025年度单位预算\n\n表1：2025年单位支出预算总表\n\n单位：万元\n\n\
    科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t30.00\t20.00\t10.00\n\
    \t合计\t35.00\t25.00\t10.00\n";

fn uneven(lines: Option<TableLines>) -> Vec<Check> {
    let mut document =
        read(UNEVEN.as_bytes(), "a.txt", Media::Text, &crate::Config::default()).expect("it is text");
    document.tables[0].lines = lines;
    let serious = |c: &Check| c.severity != Severity::Info || c.status == Status::Insufficient;
    run(&document, &Selection::default(), false).checks.into_iter().filter(serious).collect()
}

#[test]
fn a_table_that_was_guessed_is_not_blamed() {
    for shown in [None, Some(TableLines::Full)] {
        let found = uneven(shown);
        assert!(found.iter().any(|c| c.rule == "T101" && c.status == Status::Fail), "{shown:?}: {found:?}");
    }
    for guessed in [TableLines::Across, TableLines::None] {
        let found = uneven(Some(guessed));
        assert!(found.iter().all(|c| c.status != Status::Fail), "{found:?}");
        let said =
            |c: &Check| c.rule == "T108" && c.status == Status::Insufficient && c.message.contains("对齐");
        assert!(found.iter().any(said), "{found:?}");
    }
}

#[test]
fn torn_paragraphs_are_no_ground() {
    let claim = "2025年收支总预算36.00万元，收支总预算40.00万元，比上年预算数增加6.00万元，增长20.00%";
    let text =
        format!("# 示例市档案服务中心\n\n## 2025年度单位预算\n\n## 一、收支预算情况说明\n\n{claim}。\n");
    let mut document =
        read(text.as_bytes(), "a.txt", Media::Text, &crate::Config::default()).expect("it is text");
    let mut outcome = |paragraph: &str| {
        document.sections[1].text = format!("{paragraph}\n").repeat(6);
        let checks = run(&document, &Selection::default(), false).checks;
        checks.into_iter().find(|c| c.rule == "S408").map(|c| c.status)
    };
    assert_eq!(outcome(&format!("{claim}。")), Some(Status::Fail));
    assert_eq!(outcome(&format!("{claim}，主")), Some(Status::Insufficient));
}

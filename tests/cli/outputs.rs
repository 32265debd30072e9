//! `check` over outputs: what only several documents together tell.

use crate::scratch::{Scratch, sample, status, stderr};

const SERIES: [&str; 4] =
    ["series-budget-2024", "series-account-2024", "series-budget-2025", "series-account-2025"];

fn outputs(s: &Scratch) {
    for name in SERIES {
        let text = std::fs::read(sample(&format!("text/{name}.txt"))).unwrap();
        s.put(format!("in/{name}.txt"), text);
    }
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out"])), 0);
}

#[test]
fn years_and_kinds_are_compared() {
    let s = Scratch::new();
    outputs(&s);
    // Each document alone is clean.
    assert_eq!(status(&s.run(["check", "in"])), 0);
    let run = s.run(["check", "out"]);
    assert_eq!(status(&run), 1, "{}", stderr(&run));
    let said = String::from_utf8(run.stdout).unwrap();
    assert_eq!(said.matches("错误 Y702").count(), 1, "the total and its part are one finding: {said}");
    let (before, after) = said.split_once("错误 Y702").unwrap();
    assert!(before.lines().last().is_some_and(|l| l.trim().is_empty()));
    let heading = before.lines().rev().find(|l| l.contains(".txt  ")).unwrap();
    assert!(
        heading.starts_with("series-account-2025.txt"),
        "grouped under the document that says it: {said}"
    );
    assert!(after.contains("series-budget-2025.txt#t9/r0/c"), "both sides are named: {after}");
    assert!(said.matches(".txt  云溪市").count() == 4, "{said}");

    // Files alone, and rules by name.
    let budgets = ["check", "out/series-budget-2024.json", "out/series-budget-2025.json"];
    assert_eq!(status(&s.run(budgets)), 0);
    assert_eq!(status(&s.run(["check", "out", "--ignore", "Y702"])), 0);
    let pair = ["check", "out/series-budget-2025.json", "out/series-account-2025.json", "--select", "Y7"];
    assert_eq!(status(&s.run(pair)), 1);
}

#[test]
fn every_form_tells_it() {
    let s = Scratch::new();
    outputs(&s);
    let run = |format: &str| {
        let run = s.run(["check", "out", "--format", format]);
        assert_eq!(status(&run), 1, "{}", stderr(&run));
        String::from_utf8(run.stdout).unwrap()
    };
    let github = run("github");
    assert!(github.contains("::error file=series-account-2025.txt,title=Y702"), "{github}");
    let json: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    let documents = json.as_array().unwrap();
    let paths: Vec<&str> = documents.iter().map(|d| d["path"].as_str().unwrap()).collect();
    assert_eq!(paths, SERIES.map(|n| format!("{n}.txt")), "unit by unit, year by year");
    let tally = |document: usize, rule: &str| {
        let rules = documents[document]["rules"].as_array().unwrap();
        let tally = rules.iter().find(|t| t["id"] == rule).unwrap();
        ["pass", "fail"].map(|k| tally[k].as_u64().unwrap())
    };
    assert!(tally(1, "Y702")[0] > 5 && tally(1, "Y702")[1] == 0);
    assert!(tally(3, "Y702")[0] > 5 && tally(3, "Y702")[1] > 0);
    assert!(tally(2, "Y701")[0] > 0, "last year's budget as stated against last year's budget");
    let sarif: serde_json::Value = serde_json::from_str(&run("sarif")).unwrap();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().iter().any(|r| r["ruleId"] == "Y702"));
}

#[test]
fn what_is_no_output_is_named() {
    let s = Scratch::new();
    s.put("in/series-budget-2024.txt", std::fs::read(sample("text/series-budget-2024.txt")).unwrap());
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out"])), 0);
    assert_eq!(status(&s.run(["check", "out"])), 0);
    s.put("out/foreign.json", "{}");
    s.put("out/old.json", "{\"schema\": \"yusuan/0\"}");
    for args in [vec!["check", "out"], vec!["export", "out", "--to", "csv", "-o", "csv"]] {
        let run = s.run(args);
        assert_eq!(status(&run), 1);
        let said = stderr(&run);
        assert!(said.contains("out/foreign.json: no output of yusuan"), "{said}");
        assert!(said.contains("out/old.json: schema yusuan/0"), "{said}");
    }
    assert_eq!(status(&s.run(["check", "out/series-budget-2024.json"])), 0);
    assert_eq!(status(&s.run(["export", "nowhere", "--to", "csv"])), 2);
    assert_eq!(status(&s.run(["export", "out", "--to", "csv", "--partition-by", "year"])), 2);
}

/// A department of one unit; `whole` is its total.
fn department(s: &Scratch, whole: &str) {
    let table = |level: &str, sum: &str| {
        format!(
            "表1：2025年{level}收支预算总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n\
             一、财政拨款收入\t{sum}\t一、一般公共服务支出\t{sum}\n收入总计\t{sum}\t支出总计\t{sum}\n"
        )
    };
    s.put(
        "in/department.txt",
        format!(
            "# 示例市档案局\n\n## 2025年度部门预算\n\n# 一、部门机构设置\n\n\
             示例市档案局部门预算包括1家预算单位：示例市档案服务中心。\n\n{}",
            table("部门", whole)
        ),
    );
    s.put(
        "in/unit.txt",
        format!("# 示例市档案服务中心\n\n## 2025年度单位预算\n\n{}", table("单位", "30.00")),
    );
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out"])), 0);
}

#[test]
fn a_department_is_compared_with_its_units() {
    let s = Scratch::new();
    department(&s, "30.00");
    let found = |s: &Scratch| {
        let run = s.run(["check", "out", "--select", "Y704", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let department =
            json.as_array().unwrap().iter().find(|d| d["path"] == "department.txt").unwrap().clone();
        let rules = department["rules"].as_array().unwrap();
        let tally = rules.iter().find(|t| t["id"] == "Y704").unwrap();
        ["pass", "fail", "insufficient"].map(|k| tally[k].as_u64().unwrap())
    };
    assert_eq!(found(&s), [1, 0, 0]);
    department(&s, "33.00");
    assert_eq!(found(&s), [0, 1, 0]);
    // Without the unit's document nothing is said of it.
    std::fs::remove_file(s.path("out/unit.json")).unwrap();
    assert_eq!(found(&s), [0, 0, 0]);
}

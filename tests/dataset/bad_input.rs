//! What is no output is named and left out; spellings are reported, never merged in silence.

use std::fs;

use yusuan::emit::dataset::{Form, Options, export};

use super::Folder;

#[test]
fn foreign_files_are_named() {
    let folder = Folder::of_samples("foreign", &["unit-budget"]);
    let whole = folder.bytes("out/unit-budget.json");
    for (name, bytes) in [
        ("foreign.json", &b"{\"a\": 1}"[..]),
        ("list.json", b"[1, 2]"),
        ("older.json", b"{\"schema\": \"yusuan/0\", \"source\": {}}"),
        ("other.json", b"{\"schema\": \"https://json-schema.org/x\", \"kind\": 3}"),
        ("cut-early.json", b"{\"schema\": \"yus"),
        ("cut-late.json", &whole[..whole.len() / 2]),
        (".yusuan-tmp-1-1", b"{"),
        ("run.json", b"{\"schema\": \"yusuan-run/1\"}"),
        (".hidden.json", b"{}"),
    ] {
        fs::write(folder.0.join("out").join(name), bytes).expect("a file");
    }
    // The same bytes once more, as a batch writes them for a copy of the document.
    fs::create_dir(folder.0.join("out/z")).expect("a folder");
    fs::write(folder.0.join("out/z/copy.json"), &whole).expect("a file");
    let report = folder.run(Form::Csv, "csv");
    assert_eq!(report.documents, 1);
    let named: Vec<_> = report
        .left_out
        .iter()
        .map(|(p, why)| {
            (
                p.file_name().unwrap_or_default().to_str().unwrap_or_default(),
                why.split(['(', ':', ',']).next().unwrap_or_default().trim(),
            )
        })
        .collect();
    assert_eq!(
        named,
        [
            (".yusuan-tmp-1-1", "left by a run that was killed or is under way"),
            ("cut-early.json", "not a whole JSON file"),
            ("cut-late.json", "not a whole JSON file"),
            ("foreign.json", "no output of yusuan"),
            ("list.json", "no output of yusuan"),
            ("older.json", "schema yusuan/0"),
            ("other.json", "no output of yusuan"),
        ]
    );
    assert_eq!(report.doubled.len(), 1);
    assert_eq!(folder.rows("csv/documents.csv").len(), 1);
}

#[test]
fn an_alias_file_decides_on_spellings() {
    let folder = Folder::new("spellings");
    for (name, unit, year) in [
        ("a", "示例市档案局“一站式”服务中心", 2024),
        ("b", "示例市档案局一站式服务中心", 2025),
        ("c", "示例市统计局", 2025),
    ] {
        folder.put(name, format!("# {unit}\n\n## {year}年度单位预算\n").as_bytes());
    }
    let report = folder.run(Form::Csv, "csv");
    assert_eq!(report.spellings, [["示例市档案局“一站式”服务中心", "示例市档案局一站式服务中心"]]);
    let units =
        |folder: &Folder| folder.rows("csv/units.csv").iter().map(|r| r["name"].clone()).collect::<Vec<_>>();
    assert_eq!(units(&folder).len(), 3, "{:?}", units(&folder));

    let aliases = [("示例市档案局一站式服务中心", "示例市档案局“一站式”服务中心")]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .into();
    let report = export(&Options { aliases, ..folder.options(Form::Csv, "csv") }).expect("written");
    assert!(report.spellings.is_empty(), "{:?}", report.spellings);
    assert_eq!(units(&folder), ["示例市档案局“一站式”服务中心", "示例市统计局"]);
    let years: Vec<_> = folder
        .rows("csv/coverage.csv")
        .iter()
        .filter(|r| r["unit_id"].contains("档案"))
        .map(|r| (r["fiscal_year"].clone(), r["missing"].clone()))
        .collect();
    assert_eq!(years.len(), 4, "two years, two kinds: {years:?}");
}

//! Whole invented documents in the templates of several places, read from text: what a researcher gets.

use std::fmt::Write as _;

use yusuan::model::{Disclosure, Severity, Status};
use yusuan::pipeline::Media;
use yusuan::{Config, read};

/// A document on one screen: sections, tables, columns with concepts, lines with codes and parts in sums.
fn outline(document: &Disclosure) -> String {
    let mut out = String::new();
    let show =
        |v: Option<serde_json::Value>| v.map_or(String::new(), |v| v.as_str().unwrap_or_default().to_owned());
    let word = |v: &dyn erased::Word| v.word();
    let _ = writeln!(
        out,
        "{} · {} · {} · {}",
        document.unit.name.as_deref().unwrap_or("?"),
        document.unit.level.as_ref().map_or("?".into(), |l| word(l)),
        document.fiscal_year.map_or("?".into(), |y| y.to_string()),
        word(&document.kind),
    );
    for s in &document.sections {
        let _ = writeln!(out, "§ {} {} [{}]", s.number, s.title, word(&s.role));
    }
    for t in &document.tables {
        let unit = t.amount_unit.as_deref().unwrap_or("?");
        let _ = writeln!(out, "\n{} {} 《{}》 {} {}", t.id, t.number, t.title, unit, word(&t.kind));
        for c in &t.columns {
            let concept = c.concept.as_deref().unwrap_or("?");
            let _ = writeln!(out, "  | {} = {concept} ({})", c.path.join("/"), c.side);
        }
        for i in &t.items {
            let values: Vec<String> = i
                .value_columns
                .iter()
                .map(|c| t.rows[i.row].cells[*c].yuan.map_or("·".into(), |y| y.to_string()))
                .collect();
            let parent = i.parent.map_or(String::new(), |p| format!(" < {}", t.items[p].name));
            let _ = writeln!(
                out,
                "  {} {} {} {} {}{parent} {}",
                show(i.level.and_then(|l| serde_json::to_value(l).ok())),
                word(&i.role),
                i.code.as_deref().unwrap_or("-"),
                i.name,
                i.concept.as_deref().unwrap_or("-"),
                values.join(" "),
            );
        }
        for n in &t.notes {
            let _ = writeln!(out, "  {n}");
        }
    }
    out
}

mod erased {
    pub trait Word {
        fn word(&self) -> String;
    }
    impl<T: serde::Serialize> Word for T {
        fn word(&self) -> String {
            serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
        }
    }
}

fn errors(document: &Disclosure) -> Vec<String> {
    blamed(document, Severity::Error)
}

/// Findings of at least a severity.
fn blamed(document: &Disclosure, least: Severity) -> Vec<String> {
    document
        .checks
        .iter()
        .filter(|c| c.status == Status::Fail && c.severity <= least)
        .map(|c| format!("{} {}", c.rule, c.message))
        .collect()
}

fn document(text: &str, config: &Config) -> Disclosure {
    read(text.as_bytes(), "document.txt", Media::Text, config).unwrap()
}

#[test]
fn central_department_budget() {
    let found = document(include_str!("templates/central-department-budget.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    insta::assert_snapshot!(outline(&found));
}

#[test]
fn accounts_with_line_numbers() {
    let found = document(include_str!("templates/accounts-with-line-numbers.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    insta::assert_snapshot!(outline(&found));
}

#[test]
fn provincial_bracketed_codes() {
    let found = document(include_str!("templates/provincial-bracketed-codes.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    insta::assert_snapshot!(outline(&found));
}

#[test]
fn southwest_units_and_subjects() {
    let found = document(include_str!("templates/southwest-units-and-subjects.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    insta::assert_snapshot!(outline(&found));
}

/// 机构运行信息表 of the national accounts: money and counts side by side in one column.
#[test]
fn operating_information() {
    let found = document(include_str!("templates/operating-information.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    let counts = found.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells);
    assert!(counts.filter(|c| matches!(c.text.as_str(), "268" | "31" | "2" | "1")).all(|c| c.yuan.is_none()));
    insta::assert_snapshot!(outline(&found));
}

/// “三公” down the rows, plan, adjusted plan and outcome in columns: the outcome is the document's own figure.
#[test]
fn three_public_down_the_rows() {
    let found = document(include_str!("templates/three-public-down-the-rows.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    let checked = found.rules.iter().find(|r| r.id == "N305").map_or(0, |r| r.pass);
    assert!(checked >= 4, "{checked} figures of the narrative found in the table");
    insta::assert_snapshot!(outline(&found));
}

/// Four blocks side by side, units under their department by code, “三公” with 会议费 and 培训费 of two years.
#[test]
fn four_blocks_and_unit_codes() {
    let found = document(include_str!("templates/four-blocks-and-unit-codes.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    insta::assert_snapshot!(outline(&found));
}

/// A budget in 元 with its narrative: last year's outcome beside the plan, “三公” with 会议费 and 培训费 down the rows.
#[test]
fn two_years_and_fees() {
    let found = document(include_str!("templates/two-years-and-fees.txt"), &Config::default());
    assert_eq!(errors(&found), Vec::<String>::new());
    let checked = |rule: &str| found.rules.iter().find(|r| r.id == rule).map_or(0, |r| r.pass);
    assert!(checked("N305") >= 4 && checked("N302") >= 2 && checked("N304") >= 3);
    insta::assert_snapshot!(outline(&found));
}

/// Consistent narratives as they are written in other provinces: much is checked, nothing is blamed.
#[test]
fn narratives_of_other_places() {
    for (text, checked) in [
        (include_str!("templates/narratives/north-comparison-with-sums.txt"), 60),
        (include_str!("templates/narratives/south-with-asset-list.txt"), 35),
        (include_str!("templates/narratives/centre-two-funds.txt"), 35),
        (include_str!("templates/narratives/east-allocations.txt"), 35),
        (include_str!("templates/narratives/west-accounts.txt"), 45),
        (include_str!("templates/narratives/accounts-with-fees.txt"), 130),
        (include_str!("templates/narratives/school-with-own-income.txt"), 120),
        (include_str!("templates/narratives/hospital-six-decimals.txt"), 45),
        (include_str!("templates/narratives/autonomous-with-carryover.txt"), 38),
        (include_str!("templates/narratives/street-rounded-percents.txt"), 70),
        (include_str!("templates/narratives/bureau-with-prior-year.txt"), 30),
    ] {
        let found = document(text, &Config::default());
        let name = found.unit.name.clone();
        assert_eq!(blamed(&found, Severity::Warning), Vec::<String>::new(), "{name:?}");
        let passed: u32 = found.rules.iter().map(|r| r.pass).sum();
        assert!(passed >= checked, "{name:?}: {passed} checks passed");
    }
}

/// A county's template that is in none of the built-in data: three blocks side by side, 会议费 and 培训费 beside
/// 三公, words of its own. A data file makes it known; no line of Rust does.
#[test]
fn a_new_template_is_data_only() {
    let text = include_str!("templates/three-blocks-and-fees.txt");
    let before = document(text, &Config::default());
    assert!(before.tables.iter().all(|t| t.columns.iter().any(|c| c.concept.is_none())));

    let mut config = Config::default();
    let file = include_str!("templates/three-blocks-and-fees.vocabulary.tsv");
    config.vocabulary = config.vocabulary.with_file("county.tsv", file).unwrap().into();
    let found = document(text, &config);
    assert!(found.tables.iter().all(|t| t.columns.iter().all(|c| c.concept.is_some())));
    assert_eq!(errors(&found), Vec::<String>::new());
    insta::assert_snapshot!(outline(&found));
}

/// A government's report and a notice about disclosures are no unit's budget: no rule blames them.
#[test]
fn other_documents_are_said_to_be_other() {
    let report = "# 关于东湖市2024年预算执行情况和2025年预算草案的报告\n\n东湖市财政局\n\n各位代表：\n\n\
        ## 一、2024年预算执行情况\n\n2024年，全市一般公共预算收入完成120.50亿元，增长3.20%。\n\n\
        ## 二、2025年预算草案\n\n2025年，全市一般公共预算收入安排125.00亿元，增长1.00%。\n";
    let notice = "# 关于做好2025年部门预算公开工作的通知\n\n各市级部门：\n\n一、公开时间\n\n\
        各部门应当在批复后20日内公开部门预算。\n\n二、公开内容\n\n包括收支总表等9张表格，金额单位为万元。\n";
    for text in [report, notice] {
        let document = yusuan::read(
            text.as_bytes(),
            "other.txt",
            yusuan::pipeline::Media::Text,
            &yusuan::Config::default(),
        )
        .expect("text");
        assert_eq!(document.kind, yusuan::model::DocumentKind::Other);
        assert!(document.checks.iter().all(|c| c.status != yusuan::model::Status::Fail));
    }
}

/// Some print a table's unit below it; where the next table's title still comes, it is nobody else's.
#[test]
fn a_unit_below_its_table() {
    let table = |title: &str, above: &str, below: &str| {
        format!("{title}\n\n{above}科目名称\t合计\n教育支出\t30.00\n合计\t30.00\n\n{below}")
    };
    let of = |text: String| {
        let text = format!("# 示例市档案局\n\n## 2025年度部门预算\n\n{text}");
        let found = read(text.as_bytes(), "a.txt", Media::Text, &Config::default()).unwrap();
        found.tables.iter().map(|t| (t.amount_unit.clone(), t.notes.len())).collect::<Vec<_>>()
    };
    let (yuan, ten) = (Some("元".to_owned()), Some("万元".to_owned()));
    let first = table("支出预算总表", "", "单位：万元\n\n注：含结转。\n\n");
    let second = table("一般公共预算支出表", "", "单位：元\n");
    assert_eq!(of(first.clone() + &second), [(ten.clone(), 1), (yuan.clone(), 0)]);
    // Above the next table it is the next one's.
    let bare = table("支出预算总表", "", "");
    let next = "单位：元\n\n科目名称\t合计\n文化支出\t1.00\n合计\t1.00\n";
    assert_eq!(of(bare + next), [(None, 0), (yuan, 0)]);
    assert_eq!(of(table("支出预算总表", "单位：万元\n\n", "单位：元\n"))[0], (ten, 0));
}

/// A title whose last character had no room beside the others, and a unit typed into a form's blank.
#[test]
fn a_title_that_ends_on_the_next_line() {
    let text = "# 示例市档案局2025年部门预算\n\n### 2025年部门国有资本经营预算支出预算\n\n表\n\n单位：__万元__\n\n\
        科目编码\t科目名称\t合计\n223\t国有资本经营预算支出\t30.00\n\t合计\t30.00\n";
    let found = read(text.as_bytes(), "a.txt", Media::Text, &Config::default()).unwrap();
    assert_eq!(found.tables[0].title, "2025年部门国有资本经营预算支出预算表");
    assert_eq!(found.tables[0].amount_unit.as_deref(), Some("万元"));
}

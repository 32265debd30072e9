//! The registry is whole, and every rule's examples behave.

use std::collections::BTreeSet;

use super::rule::{Side, example_texts};
use super::*;
use crate::model::{Diagnostic, Severity, Status, TableLines};
use crate::pipeline::{Media, read};

fn documents(example: &str) -> Vec<Disclosure> {
    disclosures(&example_texts(example))
}

fn disclosures(texts: &[String]) -> Vec<Disclosure> {
    let config = crate::Config::default();
    let read =
        |t: &String| read(t.as_bytes(), "example.txt", Media::Text, &config).expect("an example is text");
    texts.iter().map(read).collect()
}

fn outcomes(rule: &Rule, side: Side) -> Vec<Check> {
    let documents = disclosures(&rule.example(side));
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
        let good = outcomes(rule, Side::Passing);
        if let Some(check) = good.iter().find(|c| c.status == Status::Fail && c.severity <= rule.severity) {
            wrong.push(format!("{}: passing example fails: {}", rule.id, check.message));
        } else if !good.iter().any(|c| c.status == Status::Pass) {
            wrong.push(format!("{}: passing example does not pass: {good:?}", rule.id));
        }
        let bad = outcomes(rule, Side::Failing);
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
    for guessed in [TableLines::Partial, TableLines::Across, TableLines::None] {
        let found = uneven(Some(guessed));
        assert!(found.iter().all(|c| c.status != Status::Fail), "{found:?}");
        let said = |c: &Check| {
            let how = if guessed == TableLines::Partial { "框线不全" } else { "对齐" };
            c.rule == "T108" && c.status == Status::Insufficient && c.message.contains(how)
        };
        assert!(found.iter().any(said), "{found:?}");
    }
}

/// What is not there may stand on the pages that were not read, and a table beside them may lack rows.
#[test]
fn what_was_not_read_is_not_missing() {
    let contents =
        "## 目录\n\n表1 2025年单位支出预算总表\n\n表2 2025年单位收入预算总表\n\n## 预算表\n\n表1：";
    let text = UNEVEN.replacen("表1：", contents, 1);
    let told = |diagnostics: &[(&str, Option<u32>)]| {
        let mut document =
            read(text.as_bytes(), "a.txt", Media::Text, &crate::Config::default()).expect("it is text");
        document.source.pages = Some(6);
        document.tables[0].pages = vec![3];
        document.sections.iter_mut().for_each(|s| s.pages = vec![1, 2, 3, 4]);
        for (code, page) in diagnostics {
            document.diagnostics.push(Diagnostic::new(code, Severity::Warning, "第5–6页只有图像", *page));
        }
        let checks = run(&document, &Selection::default(), false).checks;
        let failed = |rule: &str| checks.iter().any(|c| c.rule == rule && c.status == Status::Fail);
        (failed("C501"), failed("T101"))
    };
    assert_eq!(told(&[]), (true, true));
    assert_eq!(told(&[(Diagnostic::HIDDEN_TEXT, Some(3))]), (true, true));
    assert_eq!(told(&[(Diagnostic::SCANNED_PAGES, Some(5))]), (false, true));
    assert_eq!(told(&[(Diagnostic::DAMAGED_PAGE, Some(4))]), (false, false));
    assert_eq!(told(&[(Diagnostic::DAMAGED, None)]), (false, true));
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

/// Income and expenditure of one appropriation, as Shanghai's departments state them: any one wrong verb is seen.
#[test]
fn one_wrong_verb_among_equal_changes_is_seen() {
    let verbs = |words: [&str; 3]| {
        let [income, expenditure, fund] = words;
        let text = format!(
            "@预算\n## 2025年部门预算编制说明\n\n2025年，示例市档案局收入预算620.00万元，其中：财政拨款收入600.00万元，\
             比2024年预算{income}20.00万元；其他收入20.00万元。\n\n支出预算620.00万元，其中：财政拨款支出预算600.00万元，\
             比2024年预算{expenditure}20.00万元。财政拨款支出预算中，一般公共预算拨款支出预算600.00万元，\
             比2024年预算{fund}20.00万元；政府性基金拨款支出预算0万元，与2024年预算持平。\n"
        );
        let document = documents(&text).remove(0);
        let checks = run(&document, &Selection::default(), false).checks;
        checks
            .into_iter()
            .filter(|c| c.status == Status::Fail && c.severity == Severity::Error)
            .map(|c| c.rule)
            .collect()
    };
    let (up, down) = ("增加", "减少");
    let found: [Vec<String>; 5] =
        [[up; 3], [down; 3], [down, up, up], [up, down, up], [up, up, down]].map(verbs);
    let one = vec!["S405".to_owned()];
    assert_eq!(found, [vec![], vec![], one.clone(), one.clone(), one]);
}

/// What a rule sees beside its own examples, and honest text near it that it must leave alone.
#[test]
fn near_misses() {
    let goals = |count: u32| {
        format!(
            "@预算\n# 一、绩效目标设置情况\n\n2025年编报绩效目标的项目{count}个，涉及项目预算资金30.00万元。\n\n\
             2025年单位项目绩效目标表\n\n单位：万元\n\n项目名称|金额|绩效目标\n档案整理|10.00|完成整理\n\
             档案数字化|15.00|完成扫描\n库房设备|5.00|完成更新\n合计|30.00|\n"
        )
    };
    let assets = |day: &str| format!("@预算\n# 一、国有资产占有情况\n\n截至{day}，本单位共有车辆2辆。\n");
    let project =
        "@预算\n# 一、项目立项依据\n\n截至2019年12月31日，一期库房已经建成，2025年续建二期。\n".to_owned();
    let district =
        "@预算\n# 一、项目立项依据\n\n截至2021年12月31日，全区共有登记车辆12万辆，需要新建停车场。\n"
            .to_owned();
    let note = |note: &str| {
        format!(
            "@预算\n表8：2025年单位政府性基金预算支出表\n\n单位：万元\n\n科目编码|科目名称|合计\n|合计|\n\n{note}\n"
        )
    };
    let said = "注：本单位没有政府性基金预算安排的支出，故本表无数据。";
    let heading = |title: &str| format!("@预算\n## （七）{title}经费情况说明\n\n接待费0万元。\n");
    for (rule, text, seen) in [
        ("N308", goals(3), false),
        ("N308", goals(5), false),
        ("N308", goals(2), true),
        ("Q604", assets("2024年8月31日"), false),
        ("Q604", assets("2023年12月31日"), false),
        ("Q604", assets("2021年12月31日"), true),
        ("Q604", project, false),
        ("Q604", district, false),
        ("Q602", note(said), false),
        ("Q602", note(&said.repeat(2)), true),
        ("Q603", heading("“三公”"), false),
        ("Q603", heading("三公”"), true),
    ] {
        let document = documents(&text).remove(0);
        let checks = run(&document, &Selection::default(), false).checks;
        let found = checks.iter().any(|c| c.rule == rule && c.status == Status::Fail);
        assert_eq!(found, seen, "{rule}: {text}\n{checks:#?}");
    }
}

/// Whether a rule fails in a document.
fn fails(rule: &str, text: &str) -> bool {
    let selection = Selection { select: vec![rule.to_owned()], ..Selection::default() };
    documents(text).iter().any(|d| run(d, &selection, false).checks.iter().any(|c| c.status == Status::Fail))
}

#[test]
fn the_funds_changes_make_the_appropriations() {
    let text = |total: &str| {
        format!(
            "@预算
            # 二、预算编制说明

            支出预算90.00万元，其中：财政拨款支出预算90.00万元，比2024年预算增加{total}万元。财政拨款支出预算中，一般公共预算拨款支出预算60.00万元，比2024年预算减少5.00万元；政府性基金拨款支出预算30.00万元，比2024年预算增加12.00万元；国有资本经营预算拨款支出预算0万元，与2024年预算持平。"
        )
    };
    assert!(!fails("S404", &text("7.00")) && fails("S404", &text("9.00")));
}

#[test]
fn what_is_reserved_is_part_of_what_is_bought() {
    let text = |medium: &str, small: &str| {
        format!(
            "@预算
            # 九、政府采购预算情况

            2025年本单位政府采购预算90.00万元，其中：政府采购货物预算30.00万元、政府采购工程预算0万元、政府采购服务预算60.00万元。

            2025年本单位面向中小企业预留政府采购项目预算金额{medium}万元，其中，预留给小型和微型企业的政府采购项目预算为{small}万元。"
        )
    };
    assert!(!fails("S406", &text("80.00", "50.00")));
    assert!(fails("S406", &text("98.00", "50.00")) && fails("S406", &text("80.00", "85.00")));
}

#[test]
fn a_year_is_not_compared_with_itself() {
    let text = |year: &str| {
        format!(
            "@决算 2024
            # 一、财政拨款收入支出决算总体情况说明

            示例市档案服务中心{year}年度财政拨款收入支出总计90.00万元。与2023年度相比，财政拨款收入支出总计增加9.00万元。"
        )
    };
    assert!(!fails("S409", &text("2024")) && fails("S409", &text("2023")));
}

#[test]
fn a_note_speaks_of_the_documents_year() {
    let text = |year: &str| {
        format!(
            "@预算
            表6：2025年单位政府性基金预算支出预算表

            单位：元

            科目编码|科目名称|合计|基本支出|项目支出
            |合计|||

            注：本单位{year}年无政府性基金预算财政拨款安排的预算，故本表为空表。"
        )
    };
    assert!(!fails("Q604", &text("2025")) && fails("Q604", &text("2024")));
}

/// Cells too small for their names print the beginnings of many; one name that ends early is another matter.
#[test]
fn names_that_their_cells_cut_off_are_the_same_names() {
    let names = [
        ("208", "社会保障和就业支出"),
        ("20805", "行政事业单位养老支出"),
        ("20808", "抚恤和优待对象安置"),
        ("20811", "残疾人就业和扶贫支出"),
    ];
    let document = |cut: usize| {
        let table = |title: &str, cut: usize| {
            let mut text = format!("{title}\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n");
            for (k, (code, name)) in names.iter().enumerate() {
                let name: String = name.chars().take(if k < cut { 5 } else { 20 }).collect();
                let amount = if k == 0 { "30.00" } else { "10.00" };
                text.extend([code, "\t", name.as_str(), "\t", amount, "\t", amount, "\t\n"]);
            }
            text + "\t合计\t30.00\t30.00\t\n\n"
        };
        format!(
            "# 示例市民政局2025年单位预算\n\n{}{}",
            table("表3：2025年单位支出预算总表", 0),
            table("表5：2025年单位一般公共预算支出预算表", cut)
        )
    };
    let blamed = |cut: usize| {
        let selection = Selection { select: vec!["X210".to_owned()], ..Selection::default() };
        let read = disclosures(&[document(cut)]);
        run(&read[0], &selection, true)
            .checks
            .iter()
            .filter(|c| c.status == Status::Fail && c.severity != Severity::Info)
            .count()
    };
    assert_eq!((blamed(0), blamed(1), blamed(4)), (0, 1, 0));
}

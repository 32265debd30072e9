//! Sentences of other cities' templates, with invented figures.

use super::*;
use crate::model::{Direction, Measure, Phase};

/// `measure subject-or-concept value [of n] [base n]` of every claim of a text: `#` begins a heading.
fn claims(kind: DocumentKind, year: i32, text: &str) -> Vec<Claim> {
    let mut sections = Vec::new();
    let mut paragraphs = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(title) = line.strip_prefix('#') {
            sections.push(Section {
                number: String::new(),
                title: title.trim().to_owned(),
                parent: None,
                role: SectionRole::Narrative,
                pages: Vec::new(),
                text: String::new(),
            });
        } else {
            let mut paragraph = Paragraph { section: sections.len() - 1, ..Paragraph::default() };
            paragraph.push(line, 0);
            paragraphs.push(paragraph);
        }
    }
    let vocabulary = Vocabulary::default();
    let setting =
        Setting { unit: Some("云州市档案馆"), year: Some(year), kind, vocabulary: &vocabulary };
    read(&paragraphs, &sections, &PlaceMap::default(), &setting)
}

fn of<'a>(all: &'a [Claim], id: Option<&String>) -> Option<&'a Claim> {
    all.iter().find(|c| Some(&c.id) == id)
}

fn named<'a>(all: &'a [Claim], text: &str) -> &'a Claim {
    all.iter().find(|c| c.text == text).unwrap_or_else(|| panic!("{text} is claimed"))
}

#[test]
fn beijing_accounts_carry_the_class_to_its_divisions() {
    let all = claims(
        DocumentKind::FinalAccount,
        2022,
        "# 一般公共预算财政拨款支出决算情况说明
         2022年度一般公共预算财政拨款支出812.40万元，主要用于以下方面（按大类）：教育支出500.10万元，占本年财政拨款支出61.56%；卫生健康支出312.30万元，占本年财政拨款支出38.44%。
         1、“教育支出”（类）2022年度决算500.10万元，比2022年年初预算增加20.10万元，增长4.19%。其中：
         “普通教育”（款）2022年度决算500.10万元，比2022年年初预算增加20.10万元，增长4.19%。",
    );
    let class = named(&all, "500.10万元");
    assert_eq!((class.code.as_deref(), class.phase), (Some("205"), Some(Phase::Final)));
    let division = all.iter().find(|c| c.subject.last().is_some_and(|s| s == "普通教育")).unwrap();
    assert_eq!(division.subject, ["教育支出", "普通教育"]);
    assert_eq!(division.code.as_deref(), Some("20502"));
    let change = all.iter().rfind(|c| c.text == "4.19%").unwrap();
    assert_eq!(change.direction, Some(Direction::Increase));
    assert_eq!(of(&all, change.of.as_ref()).map(|c| c.subject.last().unwrap().as_str()), Some("普通教育"));
}

#[test]
fn completion_may_print_its_plan_between() {
    let all = claims(
        DocumentKind::FinalAccount,
        2023,
        "# “三公”经费支出决算情况说明
         2023年度“三公”经费财政拨款支出决算为6.20万元，完成预算8.00万元的77.50%，比上年增加1.20万元，增长24.00%。其中：因公出国（境）费支出决算为0万元；公务接待费支出决算为6.20万元，占100%。",
    );
    let rate = named(&all, "77.50%");
    assert_eq!(rate.measure, Measure::CompletionPercent);
    assert_eq!(of(&all, rate.of.as_ref()).map(|c| c.text.as_str()), Some("6.20万元"));
    assert_eq!(of(&all, rate.base.as_ref()).map(|c| c.text.as_str()), Some("8.00万元"));
    let change = named(&all, "24.00%");
    assert_eq!(of(&all, change.of.as_ref()).map(|c| c.text.as_str()), Some("6.20万元"));
    assert_eq!(change.concept.as_deref(), Some("three_public.total"));
}

#[test]
fn jiangsu_budgets_number_their_items() {
    let all = claims(
        DocumentKind::Budget,
        2024,
        "# 收支预算总体情况说明
         云州市档案馆2024年度收入、支出预算总计620.00万元，与上年相比收、支预算总计各增加20.00万元，增长3.33%。
         # 支出预算情况说明
         云州市档案馆2024年支出预算620.00万元，其中：基本支出420.00万元，占67.74%；项目支出200.00万元，占32.26%；",
    );
    let basic = named(&all, "420.00万元");
    assert_eq!(basic.concept.as_deref(), Some("basic"));
    assert_eq!(of(&all, basic.base.as_ref()).and_then(|c| c.concept.as_deref()), Some("expenditure.budget"));
    let share = named(&all, "32.26%");
    assert_eq!(of(&all, share.of.as_ref()).map(|c| c.text.as_str()), Some("200.00万元"));
}

#[test]
fn reasons_and_laws_state_nothing_of_the_subject() {
    let all = claims(
        DocumentKind::Budget,
        2025,
        "# 机关运行经费
         2025年机关运行经费预算35.00万元，比上年减少5.00万元，下降12.50%，主要原因是压减会议费3.00万元，按国办发〔2013〕37号执行。
         单价50万元以上的通用设备0台（套）。",
    );
    let aside = named(&all, "3.00万元");
    assert!(aside.subject.is_empty() && aside.concept.is_none() && aside.of.is_none());
    assert_eq!(named(&all, "50万元").measure, Measure::Threshold);
    assert_eq!(named(&all, "12.50%").concept.as_deref(), Some("agency_operating"));
    assert!(all.iter().all(|c| !c.text.contains("37") && !c.text.contains("2013")));
}

#[test]
fn the_glossary_states_nothing() {
    let vocabulary = Vocabulary::default();
    let setting = Setting { unit: None, year: None, kind: DocumentKind::Budget, vocabulary: &vocabulary };
    let section = Section {
        number: String::new(),
        title: "名词解释".to_owned(),
        parent: None,
        role: SectionRole::Glossary,
        pages: Vec::new(),
        text: String::new(),
    };
    let mut paragraph = Paragraph::default();
    paragraph.push("大型设备：单价100万元以上，预算3万元。", 0);
    assert!(read(&[paragraph], &[section], &PlaceMap::default(), &setting).is_empty());
}

//! Sentences of other cities' templates, with invented figures.

use super::*;
use crate::model::{Baseline, Direction, Measure, Phase};

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
fn a_name_with_and_is_no_comparison() {
    let all = claims(
        DocumentKind::FinalAccount,
        2025,
        "# 收入支出决算总体情况说明
         云州市文化和旅游局2025年度收入支出总计910.20万元。与2024年度相比，收入支出总计增加10.20万元，增长1.13%。
         云州市住房和城乡建设局与上年相比机关运行经费增加2.00万元，增长5.00%。",
    );
    let total = named(&all, "910.20万元");
    assert_eq!(total.concept.as_deref(), Some("balance.grand_total"));
    assert_eq!((total.phase, total.year), (Some(Phase::Final), Some(2025)));
    assert_eq!(of(&all, named(&all, "10.20万元").of.as_ref()).map(|c| c.id.as_str()), Some("c1"));
    let change = named(&all, "2.00万元");
    assert_eq!(change.concept.as_deref(), Some("agency_operating"));
    assert_eq!(change.baseline, Some(Baseline::Prior));
}

#[test]
fn each_side_divides_the_same_whole() {
    let all = claims(
        DocumentKind::Budget,
        2024,
        "# 财政拨款收支预算情况说明
         2024年财政拨款收支总预算705.00元。收入包括：一般公共预算拨款700.00元、上年结转结余5.00元；支出包括：教育支出580.00元、卫生健康支出125.00元。
         2024年本部门预算收入156.00万元，其中一般公共预算拨款收入150.00万元、政府性基金拨款收入6.00万元，较上年增加12.00万元；2024年本部门预算支出158.00万元，其中一般公共预算拨款支出152.00万元、政府性基金拨款支出6.00万元，较上年增加13.00万元。",
    );
    for part in ["700.00元", "5.00元", "580.00元", "125.00元"] {
        assert_eq!(of(&all, named(&all, part).base.as_ref()).map(|c| c.text.as_str()), Some("705.00元"));
    }
    assert_eq!(named(&all, "158.00万元").group, None);
    assert_eq!(named(&all, "158.00万元").base, None);
    for (change, whole) in [("12.00万元", "156.00万元"), ("13.00万元", "158.00万元")] {
        assert_eq!(of(&all, named(&all, change).of.as_ref()).map(|c| c.text.as_str()), Some(whole));
    }
}

#[test]
fn sums_behind_parts_are_the_wholes() {
    let all = claims(
        DocumentKind::Budget,
        2025,
        "# “三公”经费预算情况说明
         2025年“三公”经费预算20.00万元。其中：公务用车购置及运行维护费15.00万元，公务接待费5.00万元，合计20.00万元。
         # 项目
         项目总预算31.00万，其中支持外贸发展11.00万，支持商销稳增长3.00万，区级支持总部经济17.00万，合计31.00万。
         设计费2.00万元，预备费4.00万元，共计6.00万元。",
    );
    let sum = all.iter().rfind(|c| c.text == "20.00万元").unwrap();
    assert_eq!((sum.concept.as_deref(), sum.group), (Some("three_public.total"), None));
    // What reads as a change is an item where the sum lacks it.
    let item = named(&all, "3.00万");
    assert_eq!((item.measure, item.direction), (Measure::Amount, None));
    assert_eq!(item.subject, ["支持商销稳增长"]);
    assert_eq!(item.group, named(&all, "17.00万").group);
    // 预备费 of a project is not the class of that name, and a sum is not its last part.
    assert_eq!(named(&all, "4.00万元").code, None);
    assert!(named(&all, "6.00万元").subject.is_empty());
}

#[test]
fn details_go_through_the_parts_of_the_whole_again() {
    let all = claims(
        DocumentKind::FinalAccount,
        2023,
        "# “三公”经费支出决算情况说明
         2023年“三公”经费财政拨款支出决算为8.48万元，较上年减少1.10万元（11.48%）。
         “三公”经费财政拨款支出决算中，公务用车购置及运行维护费支出决算5.29万元，占62.38%；公务接待费支出决算3.19万元，占37.62%。具体情况如下：
         1.公务用车购置及运行维护费支出5.20万元。
         其中：公务用车购置支出2.00万元。公务用车运行维护费支出3.20万元。
         2.公务接待费支出3.28万元。国内公务接待50批次，共计支出3.18万元。",
    );
    for part in ["5.20万元", "3.28万元"] {
        assert_eq!(of(&all, named(&all, part).base.as_ref()).map(|c| c.text.as_str()), Some("8.48万元"));
    }
    let parts = [named(&all, "2.00万元"), named(&all, "3.20万元")];
    assert!(parts.iter().all(|p| of(&all, p.base.as_ref()).is_some_and(|c| c.text == "5.20万元")));
    assert_eq!(parts[0].group, parts[1].group);
    assert!(named(&all, "3.18万元").subject.is_empty());
    let again = named(&all, "11.48%");
    assert_eq!((again.measure, again.direction), (Measure::ChangePercent, Some(Direction::Decrease)));
}

#[test]
fn a_list_has_items_of_one_nature() {
    let all = claims(
        DocumentKind::Budget,
        2024,
        "# 一般公共预算支出情况说明
         2024年一般公共预算支出300.00万元，其中：
         （1）行政运行（2120101）220.00万元；
         （2）住房公积金（2210201）80.00万元。
         工资福利支出（301）250.00万元；商品和服务支出（302）50.00万元。
         （一）教育支出类科目200.00万元，占支出总预算的66.67%。
         支出较去年减少10.00万元。
         填报绩效目标的项目支出预算30.00万元。",
    );
    assert_eq!(named(&all, "220.00万元").group, named(&all, "80.00万元").group);
    assert_ne!(named(&all, "250.00万元").group, named(&all, "80.00万元").group);
    assert_eq!(named(&all, "200.00万元").code.as_deref(), Some("205"));
    assert_eq!(named(&all, "30.00万元").concept.as_deref(), Some("performance"));
}

#[test]
fn the_percentage_tells_whose_change_it_is() {
    let all = claims(
        DocumentKind::Budget,
        2024,
        "# 支出预算情况说明
         2024年支出预算300.00万元，其中：基本支出100.00万元，项目支出200.00万元，比上年增加50.00万元，增长20.00%。
         2024年一般公共预算支出300.00万元，其中：基本支出110.00万元，项目支出190.00万元，比上年增加90.00万元，增长90.00%。",
    );
    assert_eq!(of(&all, named(&all, "20.00%").of.as_ref()).map(|c| c.text.as_str()), Some("300.00万元"));
    assert_eq!(of(&all, named(&all, "90.00%").of.as_ref()).map(|c| c.text.as_str()), Some("190.00万元"));
}

#[test]
fn parts_are_of_the_year_of_their_whole() {
    let all = claims(
        DocumentKind::Budget,
        2024,
        "# “三公”经费预算情况说明
        2024年“三公”经费预算9.00万元，其中：公务接待费4.00万元，公务用车运行费5.00万元。
        2023年“三公”经费共8.50万元，其中：公务接待费4.20万元，公务用车运行费4.30万元。
        2024年“三公”经费预算较2023年增加0.50万元，其中公务接待费较上年减少0.20万元。",
    );
    assert_eq!((named(&all, "4.20万元").year, named(&all, "4.00万元").year), (Some(2023), None));
    let change = named(&all, "0.20万元");
    assert_eq!(of(&all, change.of.as_ref()).map(|c| c.text.as_str()), Some("4.00万元"));
}

#[test]
fn an_outcome_with_an_amount_is_a_change_against_the_plan() {
    let all = claims(
        DocumentKind::FinalAccount,
        2024,
        "# 一般公共预算财政拨款支出决算情况说明
        2024年度一般公共预算财政拨款支出年初预算50.00万元，支出决算56.00万元，决算数大于预算数6.00万元。其中：
        1.教育支出40.00万元。
        2.住房保障支出较上年(减少)3.00万元，(减)幅5%。",
    );
    let change = named(&all, "6.00万元");
    assert_eq!((change.measure, change.direction), (Measure::ChangeAmount, Some(Direction::Increase)));
    assert_eq!(change.baseline, Some(Baseline::InitialBudget));
    let linked = [&change.of, &change.base].map(|id| of(&all, id.as_ref()).map(|c| c.text.as_str()));
    assert_eq!(linked, [Some("56.00万元"), Some("50.00万元")]);
    let filled = [named(&all, "3.00万元"), named(&all, "5%")];
    assert!(filled.iter().all(|c| c.direction == Some(Direction::Decrease)), "{filled:?}");
}

#[test]
fn one_unit_behind_two_figures_tells_no_subject() {
    let all = claims(
        DocumentKind::FinalAccount,
        2024,
        "# 收入支出决算总体情况说明
        2024年度收、支总计各是12.00,13.00万元。2024年本年收入合计12.00万元。",
    );
    assert!(
        all.first().is_some_and(|c| c.text == "13.00万元" && c.concept.is_none() && c.subject.is_empty())
    );
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

#[test]
fn totals_of_accounts_are_what_shares_are_of() {
    let all = claims(
        DocumentKind::FinalAccount,
        2024,
        "# 收入决算情况说明
        2024年度收入合计500.00万元。其中：财政拨款收入498.00万元，占本年收入99.60%；其他收入2.00万元，占本年收入0.40%。
        # 财政拨款收入支出决算总体情况说明
        2024年度财政拨款收入、支出决算总计498.00万元。与上年相比，收、支总计各增加29.00万元，增长6.18%。",
    );
    assert_eq!(of(&all, named(&all, "99.60%").base.as_ref()).map(|c| c.text.as_str()), Some("500.00万元"));
    assert_eq!(named(&all, "29.00万元").concept.as_deref(), Some("fiscal.grand_total"));
    let change = named(&all, "6.18%");
    assert_eq!(of(&all, change.of.as_ref()).map(|c| (c.section, c.text.as_str())), Some((1, "498.00万元")));
}

#[test]
fn nothing_is_as_exact_as_the_figures_around_it() {
    let ulp = |rest: &str| {
        let text = format!("# 三公经费预算情况说明\n2025年公务接待费{rest}，因公出国（境）费0万元。");
        claims(DocumentKind::Budget, 2025, &text).last().and_then(|c| c.ulp).map(|u| u.to_string())
    };
    assert_eq!((ulp("7.05万元").as_deref(), ulp("7万元").as_deref()), (Some("100"), Some("10000")));
}

#[test]
fn a_fund_below_its_heading_is_expenditure() {
    let all = claims(
        DocumentKind::Budget,
        2025,
        "# 一般公共预算当年拨款规模变化情况
        云州市档案馆2025年一般公共预算拨款合计80.00万元。
        # 一般公共预算当年拨款结构情况
        1.教育支出（类）20.00万元，占25.00%。",
    );
    assert_eq!(of(&all, named(&all, "25.00%").base.as_ref()).map(|c| c.text.as_str()), Some("80.00万元"));
}

#[test]
fn a_later_year_is_not_the_documents() {
    let all = claims(
        DocumentKind::FinalAccount,
        2019,
        "# “三公”经费情况说明
        2019年度“三公”经费支出22.62万元，其中公务接待费20.10万元。
        2022年度“三公”经费预算较2021年度增加1.68万元，其中公务接待较上年同期减少0.58万元，减少4.68%。",
    );
    assert!(all.iter().all(|c| c.of.is_none()), "{all:?}");
}

#[test]
fn kinds_of_procurement_are_parts_of_procurement() {
    let all = claims(
        DocumentKind::Budget,
        2023,
        "# 政府采购预算安排情况说明
        2023年政府采购预算17000元，同比增加17000元。
        按政府采购资金类型划分，一般公共预算拨款17000元，上年结转结余资金0元。
        按政府采购项目类型，分为三种类型。其中：货物类采购10000元；工程类采购0元；服务类采购7000元。",
    );
    for text in ["10000元", "7000元"] {
        assert_eq!(
            of(&all, named(&all, text).base.as_ref()).and_then(|c| c.concept.as_deref()),
            Some("procurement")
        );
    }
}

#[test]
fn a_change_that_names_its_year_is_not_of_the_part_before_it() {
    let all = claims(
        DocumentKind::FinalAccount,
        2024,
        "# “三公”经费支出决算情况说明
         2024年度“三公”经费支出决算9.00万元，其中公务接待费1.00万元。
         2023年度“三公”经费支出决算9.50万元，其中公务接待费1.00万元；2024年度比2023年度减少0.50万元，下降5.26%。",
    );
    let change = named(&all, "0.50万元");
    assert_ne!(change.concept.as_deref(), Some("three_public.reception"));
}

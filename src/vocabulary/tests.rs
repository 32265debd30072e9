use super::*;
use crate::model::TableKind as K;

#[test]
fn built_in_templates_parse() {
    let mut additions = Additions::default();
    load::read("templates.tsv", TEMPLATES, &mut additions).unwrap();
    let (titles, columns) = additions.terms.size();
    assert!(columns > 200 && titles > 100);
}

#[test]
fn the_longest_title_wins() {
    let v = Vocabulary::default();
    for (title, kind) in [
        ("2023 年市级单位收支预算总表", K::RevenueExpenditureSummary),
        ("2026年部门财务收支预算总表", K::RevenueExpenditureSummary),
        ("收入支出决算总表", K::RevenueExpenditureSummary),
        ("收入决算表", K::RevenueSummary),
        ("支出决算表", K::ExpenditureSummary),
        ("财政拨款收入支出决算总表", K::FiscalAppropriationSummary),
        ("一般公共预算财政拨款支出决算表", K::GeneralPublicExpenditure),
        ("一般公共预算财政拨款基本支出决算表", K::GeneralPublicBasicExpenditure),
        ("2025年预算单位一般公共预算基本支出部门预算经济分类预算表", K::GeneralPublicBasicExpenditure),
        ("一般公共预算“三公”经费支出表", K::ThreePublicExpenses),
        ("政府性基金预算支出表", K::GovernmentFundExpenditure),
        ("2023年市级单位国有资本经营预算支出", K::StateCapitalExpenditure),
        ("2023年市级单位财政拨款项目支出预算表", K::ProjectExpenditure),
        ("部门收支总表", K::RevenueExpenditureSummary),
        ("政府采购预算表", K::GovernmentProcurement),
        ("部门政府采购支出预算表", K::GovernmentProcurement),
        // Yunnan, Shaanxi, Sichuan, Hunan, Beijing.
        ("收入支出决算表", K::RevenueExpenditureSummary),
        ("财政拨款收入支出决算表", K::FiscalAppropriationSummary),
        ("一般公共预算财政拨款收入支出决算表", K::GeneralPublicExpenditure),
        ("财政拨款“三公”经费、行政参公单位机关运行经费情况表", K::ThreePublicExpenses),
        ("部门综合预算一般公共预算拨款“三公”经费及会议费、培训费支出预算表", K::ThreePublicExpenses),
        (
            "部门综合预算一般公共预算支出明细表（按支出功能分类科目-不含上年结转）",
            K::GeneralPublicExpenditure,
        ),
        ("部门综合预算一般公共预算支出明细表（按支出经济分类科目-不含上年结转）", K::Other),
        ("财政拨款支出预算表（部门经济分类科目）", K::Other),
        ("政府性基金预算“三公”经费支出预算表", K::Other),
        ("一般公共预算基本支出表（人员经费）（工资福利支出）（按政府预算经济分类）", K::Other),
        ("支出预算分类汇总表（按政府预算经济分类）", K::Other),
        ("政府购买服务支出预算表", K::Other),
        ("一般公共预算会议费支出预算表", K::Other),
        ("专项资金支出预算表", K::Other),
        ("上级转移支付补助项目支出预算表", K::Other),
        ("部门支出总体情况表", K::ExpenditureSummary),
        ("预算收支总表", K::RevenueExpenditureSummary),
        ("政府性基金支出预算表", K::GovernmentFundExpenditure),
        ("国有资本经营预算财政拨款收入支出决算表", K::StateCapitalExpenditure),
    ] {
        assert_eq!(v.title_kind(title), Some(kind), "{title}");
    }
    assert_eq!(v.title_kind("单位基本情况"), None);
}

#[test]
fn codes_and_names() {
    let v = Vocabulary::default();
    let codes: Vec<&str> =
        v.candidates(Scheme::Functional, "其他社会保障和就业支出").iter().map(|c| c.code).collect();
    assert_eq!(codes, ["20899", "2089999", "2089901"]); // the last until 2019
    assert_eq!(v.candidates(Scheme::Functional, "研究与开发")[0].code, "20604");
    assert_eq!(v.candidates(Scheme::Economic, "维修(护)费")[0].code, "30213");
    assert!(v.doc_error_level(Scheme::Functional, "21007", "卫生健康支出"));
    assert_eq!(v.relation(Scheme::Functional, "2012901", "行政运行", None), Some(NameKind::Official));
    assert_eq!(v.relation(Scheme::Functional, "2012901", "行政跑步", None), None);
}

#[test]
fn a_file_adds_and_overrides() {
    let file = "# a county's\ntitle\tthree_public_expenses\t两费预算表\ncolumn\tmeeting\t两费/会议\n\
                subject\tfunctional\t2019988\t新设事务\t2027\nalias\teconomic\t30101\t基薪\n";
    let v = Vocabulary::default().with_file("county.tsv", file).unwrap();
    assert_eq!(v.title_kind("2027年两费预算表"), Some(K::ThreePublicExpenses));
    let path = ["两费".to_owned(), "会议".to_owned()];
    assert_eq!(v.column(&path, K::ThreePublicExpenses), Some("meeting"));
    assert_eq!(v.functional_by_code("2019988", Some(2027)).unwrap().name, "新设事务");
    assert_eq!(v.candidates(Scheme::Economic, "基薪")[0].code, "30101");
    assert_eq!(v.title_kind("收入总表"), Some(K::RevenueSummary));
}

#[test]
fn mistakes_are_told_with_their_line() {
    for (file, message) in [
        ("title\tnonsense\t甲", "county.tsv, line 1: no kind of table is called `nonsense`"),
        (
            "# x\n\nline\tleft\ta\t甲",
            "county.tsv, line 3: the side is revenue, expenditure or any, not `left`",
        ),
        ("subject\tfunctional\t20\t甲", "county.tsv, line 1: a code has 3, 5 or 7 digits, not `20`"),
        ("column\tmeeting", "county.tsv, line 1: `column` wants header paths parted by | in cell 3"),
    ] {
        let error = Vocabulary::default().with_file("county.tsv", file).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

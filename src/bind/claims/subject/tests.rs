//! What phrases name.

use super::*;

fn read(phrase: &str) -> String {
    let vocabulary = Vocabulary::default();
    let resolver =
        Resolver { vocabulary: &vocabulary, owner: "江边市档案局".to_owned(), year: Some(2023) };
    let text = yusuan_parsers::compact::Compact::new(phrase).text;
    match resolver.resolve(&text, &Subject::default()) {
        Meaning::Inherit => "-".to_owned(),
        Meaning::Concept(s) => s.concept.unwrap_or_default(),
        Meaning::Path(s) => format!("{}={}", s.names.join("/"), s.code.unwrap_or_default()),
        Meaning::Words(s) => format!("?{}={}", s.names.join("/"), s.code.unwrap_or_default()),
    }
}

#[test]
fn phrases_mean_what_they_name() {
    for (phrase, want) in [
        ("江边市档案局收入预算", "revenue.budget"),
        ("东湖市水务局2023年度收、支总计", "balance.grand_total"),
        ("2023年收支总预算", "balance.grand_total"),
        ("本年支出合计", "expenditure.current_total"),
        ("财政拨款支出预算", "expenditure.fiscal_appropriation"),
        ("年初预算", "-"),
        ("支出决算", "-"),
        ("2022年当年预算执行数", "-"),
        ("2023年“三公”经费预算数", "three_public.total"),
        ("（一）因公出国（境）费", "three_public.abroad"),
        ("公务用车购置及运行维护费支出决算", "three_public.vehicle"),
        ("3、公务接待费支出", "three_public.reception"),
        ("其他收入", "revenue.other"),
        ("某某市水务局其他收入", "revenue.other"),
        ("2023年本部门政府采购预算", "procurement"),
        ("“教育支出（类）普通教育（款）小学教育（项）”", "教育支出/普通教育/小学教育=2050202"),
        ("“一般公共服务支出-财政事务-行政运行”科目", "一般公共服务支出/财政事务/行政运行=2010601"),
        ("公共安全支出（204类）司法（06款）行政运行（01项）", "公共安全支出/司法/行政运行=2040601"),
        ("教育支出", "?教育支出=205"),
        ("支持企业规模化发展", "?支持企业规模化发展="),
        ("2023年江边市档案局下属1家机关财政拨款的机关运行经费预算", "agency_operating"),
    ] {
        assert_eq!(read(phrase), want, "{phrase}");
    }
}

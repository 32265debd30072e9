//! A figure that a document repeats of another is linked to it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use yusuan::emit::dataset::Form;

use super::Folder;

const SERIES: [&str; 4] =
    ["series-budget-2024", "series-account-2024", "series-budget-2025", "series-account-2025"];

#[test]
fn planned_figures_of_accounts_are_those_of_the_budget() {
    let folder = Folder::of_samples("links", &SERIES);
    folder.run(Form::Csv, "csv");
    let facts = folder.rows("csv/facts.csv");
    let by_id: BTreeMap<&str, &BTreeMap<String, String>> =
        facts.iter().map(|f| (f["fact_id"].as_str(), f)).collect();
    let linked: Vec<_> = facts
        .iter()
        .filter(|f| f["refers_to"] == "initial_budget" && !f["refers_to_fact_id"].is_empty())
        .collect();
    let mut differ = Vec::new();
    for fact in &linked {
        let other = by_id[fact["refers_to_fact_id"].as_str()];
        assert_eq!((&*other["kind"], &*fact["phase"]), ("budget", "budget"));
        assert_eq!(fact["fiscal_year"], other["fiscal_year"]);
        assert_eq!(fact["concept"], format!("{}.budget", other["concept"]));
        let value = |f: &BTreeMap<String, String>| f["amount"].parse::<Decimal>().unwrap_or_default();
        if value(fact) != value(other) {
            differ.push((fact["fiscal_year"].as_str(), fact["concept"].as_str()));
        }
    }
    assert_eq!(linked.len(), 12, "six figures of 三公 in each of two years");
    // 年初结转和结余 of the second year's account is the first one's 年末结转和结余, of the first nobody's.
    for opening in facts.iter().filter(|f| f["refers_to"] == "prior_closing") {
        let other = by_id.get(opening["refers_to_fact_id"].as_str());
        assert_eq!(other.is_some(), opening["fiscal_year"] == "2025", "{opening:?}");
        assert!(other.is_none_or(|o| o["fiscal_year"] == "2024" && o["kind"] == "final_account"));
    }
    // Planted: 公务接待费, and with it 合计, of the second year.
    assert_eq!(differ, [("2025", "three_public.total.budget"), ("2025", "three_public.reception.budget")]);
}

fn budget(year: i32, header: &str, rows: &str) -> String {
    format!(
        "# 示例市档案局\n\n## {year}年度部门预算\n\n表3：{year}年部门一般公共预算支出表\n\n单位：万元\n\n\
         科目编码\t科目名称\t{header}\n{rows}"
    )
}

#[test]
fn last_years_column_is_linked_to_last_years_document() {
    let folder = Folder::new("prior");
    folder.put(
        "2024",
        budget(
            2024,
            "合计",
            "20126\t档案事务\t30.00\n2012601\t行政运行\t20.00\n2012604\t档案馆\t10.00\n合计\t\t30.00\n",
        )
        .as_bytes(),
    );
    folder.put(
        "2025",
        budget(2025, "上年预算数\t合计", "20126\t档案事务\t31.00\t33.00\n2012601\t行政运行\t20.00\t21.00\n2012602\t一般行政管理事务\t1.00\t2.00\n2012604\t档案馆\t10.00\t10.00\n合计\t\t31.00\t33.00\n").as_bytes(),
    );
    folder.run(Form::Csv, "csv");
    let facts = folder.rows("csv/facts.csv");
    let prior: Vec<_> = facts.iter().filter(|f| f["refers_to"] == "prior_budget").collect();
    assert_eq!(prior.len(), 5);
    let of = |name: &str| {
        let fact = prior.iter().find(|f| f["name"] == name).unwrap_or_else(|| panic!("{name}"));
        let other = facts.iter().find(|f| f["fact_id"] == fact["refers_to_fact_id"]);
        (fact["amount"].clone(), other.map(|o| (o["fiscal_year"].clone(), o["amount"].clone())))
    };
    let linked = |now: &str, then: &str| (now.to_owned(), Some(("2024".to_owned(), then.to_owned())));
    assert_eq!(of("行政运行"), linked("200000.00", "200000.00"));
    assert_eq!(of("合计"), linked("310000.00", "300000.00"));
    assert_eq!(of("一般行政管理事务"), ("10000.00".to_owned(), None), "last year had no such line");
    assert!(facts.iter().filter(|f| f["concept"] == "total").all(|f| f["refers_to"].is_empty()));

    // Two versions of last year's document: neither is chosen.
    folder.put(
        "2024-corrected",
        budget(
            2024,
            "合计",
            "20126\t档案事务\t31.00\n2012601\t行政运行\t21.00\n2012604\t档案馆\t10.00\n合计\t\t31.00\n",
        )
        .as_bytes(),
    );
    folder.run(Form::Csv, "again");
    let facts = folder.rows("again/facts.csv");
    assert!(facts.iter().all(|f| f["refers_to_fact_id"].is_empty()));
    assert_eq!(facts.iter().filter(|f| f["refers_to"] == "prior_budget").count(), 5);
}

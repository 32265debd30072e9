//! All forms hold the same, and the same bytes every time.

use std::fs;

use yusuan::emit::dataset::{Form, Options, Partition, export};

use super::Folder;

const SAMPLES: [&str; 5] =
    ["unit-budget", "final-account", "series-budget-2024", "series-account-2024", "series-budget-2025"];

#[test]
fn every_form_is_stable() {
    let folder = Folder::of_samples("stable", &SAMPLES);
    for (form, files) in [
        (Form::Parquet, ["facts.parquet", "claims.parquet"]),
        (Form::Csv, ["facts.csv", "documents.csv"]),
        (Form::Datapackage, ["data/facts.csv", "datapackage.json"]),
    ] {
        assert_eq!(folder.run(form, "a").documents, 5);
        folder.run(form, "b");
        for file in files {
            assert_eq!(folder.bytes(&format!("a/{file}")), folder.bytes(&format!("b/{file}")), "{file}");
        }
    }
    folder.run(Form::Sqlite, "a.sqlite");
    folder.run(Form::Sqlite, "b.sqlite");
    assert_eq!(folder.bytes("a.sqlite"), folder.bytes("b.sqlite"));
}

#[test]
fn the_database_holds_what_the_csv_holds() {
    let folder = Folder::of_samples("sqlite", &SAMPLES);
    folder.run(Form::Csv, "csv");
    folder.run(Form::Sqlite, "dataset.sqlite");
    let database = rusqlite::Connection::open(folder.0.join("dataset.sqlite")).expect("a database");
    for table in ["documents", "tables", "facts", "claims", "checks", "rules", "units", "coverage"] {
        let count: i64 = database
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
            .expect("the table is there");
        assert_eq!(count as usize, folder.rows(&format!("csv/{table}.csv")).len(), "{table}");
    }
    let one = |sql: &str| database.query_row(sql, [], |r| r.get::<_, i64>(0)).expect(sql);
    let of_table = "WHERE table_kind = 'expenditure_summary' AND concept = 'total'";
    assert_eq!(
        one(&format!("SELECT sum(amount_fen) FROM leaf_facts {of_table}")),
        one(&format!("SELECT sum(amount_fen) FROM totals {of_table}"))
    );
    assert_eq!(
        one("SELECT count(*) FROM findings"),
        one("SELECT sum(errors + warnings + infos) FROM documents")
    );
    // A foreign key of a fact to a fact is one that the database knows.
    assert_eq!(one("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert!(one("SELECT count(*) FROM facts f JOIN facts p ON p.fact_id = f.refers_to_fact_id") > 0);
}

#[test]
fn facts_in_folders_are_the_same_facts() {
    let folder = Folder::of_samples("folders", &SAMPLES);
    let options = Options {
        partition: vec![Partition::Year, Partition::Kind],
        ..folder.options(Form::Parquet, "parts")
    };
    // What an earlier export left must not be read with it.
    folder.run(Form::Parquet, "parts");
    let stale = folder.0.join("parts/facts/fiscal_year=1999/kind=budget");
    fs::create_dir_all(&stale).expect("a folder");
    fs::write(stale.join("facts.parquet"), "stale").expect("a file");
    export(&options).expect("the dataset is written");
    assert!(!folder.0.join("parts/facts.parquet").exists() && !stale.exists());

    let rows = |file: &std::path::Path| {
        use parquet::file::reader::FileReader as _;
        let file = fs::File::open(file).expect("a file");
        let reader = parquet::file::reader::SerializedFileReader::new(file).expect("Parquet");
        let meta = reader.metadata().file_metadata();
        (meta.num_rows(), meta.schema().get_fields().iter().any(|f| f.name() == "kind"))
    };
    folder.run(Form::Csv, "csv");
    let mut expected = std::collections::BTreeMap::new();
    for row in folder.rows("csv/facts.csv") {
        *expected.entry((row["fiscal_year"].clone(), row["kind"].clone())).or_insert(0) += 1;
    }
    assert!(expected.len() > 2, "{expected:?}");
    for ((year, kind), count) in &expected {
        let part = folder.0.join(format!("parts/facts/fiscal_year={year}/kind={kind}/facts.parquet"));
        assert_eq!(rows(&part), (*count, false), "{year} {kind}");
    }
    let first = folder.bytes("parts/facts/fiscal_year=2024/kind=budget/facts.parquet");
    export(&options).expect("the dataset is written");
    assert_eq!(first, folder.bytes("parts/facts/fiscal_year=2024/kind=budget/facts.parquet"));
    // And back to one file: the folders are gone.
    folder.run(Form::Parquet, "parts");
    assert!(!folder.0.join("parts/facts").exists() && folder.0.join("parts/facts.parquet").exists());
}

#[test]
fn excel_gets_its_mark_and_no_formula() {
    let folder = Folder::new("excel");
    let text = "# 示例市档案局\n\n## 2025年度部门预算\n\n表1：2025年部门支出预算总表\n\n单位：万元\n\n\
                科目编码\t科目名称\t合计\n201\t=cmd|'/C calc'!A0\t-1.00\n合计\t\t-1.00\n";
    folder.put("a", text.as_bytes());
    export(&Options { bom: true, ..folder.options(Form::Csv, "csv") }).expect("the dataset is written");
    let facts = folder.bytes("csv/facts.csv");
    assert!(facts.starts_with("\u{feff}fact_id,".as_bytes()));
    let facts = String::from_utf8(facts).expect("UTF-8");
    assert!(!facts.contains('\r') && !facts.contains(",=cmd") && facts.contains("'=cmd"), "{facts}");
    // A number keeps its sign; its printed text is text.
    let row = facts.lines().find(|l| l.contains("'=cmd")).expect("the row");
    assert!(row.contains(",-10000") && row.contains(",'-1.00,"), "{row}");
}

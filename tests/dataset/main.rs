//! The dataset forms of the samples: sums over leaves are the printed totals, forms agree, bytes are stable.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use yusuan::emit::dataset::{Form, Options, export};
use yusuan::pipeline::{self, Media};
use yusuan::{Config, emit};

/// Outputs of two clean samples, in a folder of this test's own.
fn outputs(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("yusuan-dataset-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("out")).expect("a temporary folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/text");
    for sample in ["unit-budget", "final-account"] {
        let bytes = fs::read(samples.join(format!("{sample}.txt"))).expect("the sample");
        let document = pipeline::read(&bytes, &format!("{sample}.txt"), Media::Text, &Config::default())
            .expect("a clean sample reads");
        fs::write(folder.join(format!("out/{sample}.json")), emit::json::write(&document))
            .expect("an output");
    }
    folder
}

fn run(folder: &Path, form: Form, to: &str) -> yusuan::emit::dataset::Report {
    let options = Options {
        outputs: folder.join("out"),
        form,
        destination: folder.join(to),
        bom: false,
        aliases: BTreeMap::new(),
        partition: Vec::new(),
    };
    export(&options).expect("the dataset is written")
}

fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).expect("a CSV file");
    reader.deserialize().collect::<Result<_, _>>().expect("rows of the header's width")
}

#[test]
fn leaves_sum_up_to_the_printed_total() {
    let folder = outputs("sums");
    assert_eq!(run(&folder, Form::Csv, "csv").documents, 2);
    let mut sums: BTreeMap<(String, String, String), (Decimal, Option<Decimal>)> = BTreeMap::new();
    for row in rows(&folder.join("csv/facts.csv")) {
        if row["table_kind"] != "expenditure_summary" && row["table_kind"] != "general_public_expenditure" {
            continue;
        }
        let Ok(amount) = row["amount"].parse::<Decimal>() else { continue };
        let key = (row["table_id"].clone(), row["column"].clone(), row["concept"].clone());
        let sum = sums.entry(key).or_default();
        match row["role"].as_str() {
            "leaf" => sum.0 += amount,
            "total" => sum.1 = Some(amount),
            _ => {}
        }
    }
    let checked: Vec<_> =
        sums.iter().filter_map(|(key, (leaves, total))| total.map(|t| (key, leaves, t))).collect();
    assert!(checked.len() >= 10, "only {} columns have a total", checked.len());
    for (key, leaves, total) in checked {
        assert_eq!(*leaves, total, "{key:?}");
    }
    fs::remove_dir_all(folder).expect("cleaned up");
}

#[test]
fn forms_are_stable_and_foreign_files_are_named() {
    let folder = outputs("stable");
    fs::write(folder.join("out/foreign.json"), "{\"a\": 1}").expect("a foreign file");
    fs::write(folder.join("out/older.json"), "{\"schema\": \"yusuan/0\"}").expect("an older file");
    fs::write(folder.join("out/cut.json"), "{\"schema\": \"yus").expect("a cut file");
    for form in [Form::Parquet, Form::Datapackage] {
        let report = run(&folder, form, "a");
        assert_eq!(report.documents, 2);
        let named: Vec<_> = report.left_out.iter().map(|(p, _)| p.file_name().unwrap_or_default()).collect();
        assert_eq!(named, ["cut.json", "foreign.json", "older.json"]);
        run(&folder, form, "b");
        let file = if form == Form::Parquet { "facts.parquet" } else { "data/facts.csv" };
        assert_eq!(
            fs::read(folder.join("a").join(file)).expect("written"),
            fs::read(folder.join("b").join(file)).expect("written")
        );
    }
    fs::remove_dir_all(folder).expect("cleaned up");
}

#[test]
fn the_database_holds_what_the_csv_holds() {
    let folder = outputs("sqlite");
    run(&folder, Form::Csv, "csv");
    run(&folder, Form::Sqlite, "dataset.sqlite");
    let database = rusqlite::Connection::open(folder.join("dataset.sqlite")).expect("a database");
    for table in ["documents", "tables", "facts", "claims", "checks", "rules", "units", "coverage"] {
        let count: i64 = database
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
            .expect("the table is there");
        assert_eq!(count as usize, rows(&folder.join(format!("csv/{table}.csv"))).len(), "{table}");
    }
    let fen: i64 = database
        .query_row("SELECT sum(amount_fen) FROM leaf_facts WHERE table_kind = 'expenditure_summary' AND concept = 'total'", [], |r| r.get(0))
        .expect("a sum");
    assert!(fen > 0);
    fs::remove_dir_all(folder).expect("cleaned up");
}

//! A sum over leaves of one table and concept is the printed total, or the figures are said to be inconsistent.
//!
//! Runs over the samples, and with `YUSUAN_SHARED` over the published documents there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use rust_decimal::Decimal;
use yusuan::emit::dataset::Form;
use yusuan::pipeline::{self, Media};
use yusuan::{Config, emit};

use super::{Folder, samples_folder};

/// How many columns of tables add up: exactly, within the rounding of what is printed, or not, and are then said to
/// be inconsistent.
#[derive(Debug, Default)]
struct Tally {
    exact: usize,
    rounded: usize,
    inconsistent: usize,
}

fn tally(folder: &Folder) -> Tally {
    #[derive(Default)]
    struct Column {
        leaves: Vec<(Decimal, Decimal)>,
        totals: Vec<(Decimal, Decimal)>,
        inconsistent: bool,
    }
    folder.run(Form::Csv, "csv");
    let mut columns: BTreeMap<[String; 3], Column> = BTreeMap::new();
    for row in folder.rows("csv/facts.csv") {
        let Ok(amount) = row["amount"].parse::<Decimal>() else { continue };
        if row["concept"].is_empty() {
            continue;
        }
        let unit = match row["printed_unit"].as_str() {
            "万元" => Decimal::from(10_000),
            "千元" => Decimal::from(1_000),
            "亿元" => Decimal::from(100_000_000),
            _ => Decimal::ONE,
        };
        let places = row["printed"].split_once('.').map_or(0, |(_, p)| p.len() as u32);
        let half = unit * Decimal::new(5, places + 1);
        let column = columns.entry(["table_id", "side", "concept"].map(|f| row[f].clone())).or_default();
        match row["role"].as_str() {
            "leaf" => column.leaves.push((amount, half)),
            "total" => column.totals.push((amount, half)),
            _ => {}
        }
        column.inconsistent |= row["quality"] == "inconsistent";
    }
    let mut tally = Tally::default();
    for (key, column) in columns.iter().filter(|(_, c)| !c.leaves.is_empty() && !c.totals.is_empty()) {
        let sum = |list: &[(Decimal, Decimal)]| {
            list.iter().fold((Decimal::ZERO, Decimal::ZERO), |a, b| (a.0 + b.0, a.1 + b.1))
        };
        let (leaves, slack) = sum(&column.leaves);
        let mut totals = column.totals.clone();
        totals.push(sum(&column.totals));
        let nearest = totals.iter().min_by_key(|t| (leaves - t.0).abs()).expect("there is one");
        let difference = (leaves - nearest.0).abs();
        if difference.is_zero() {
            tally.exact += 1;
        } else if difference <= slack + nearest.1 {
            tally.rounded += 1;
        } else {
            assert!(column.inconsistent, "{key:?}: leaves {leaves}, totals {:?}", column.totals);
            tally.inconsistent += 1;
        }
    }
    tally
}

#[test]
fn leaves_of_the_samples_are_the_printed_totals() {
    let clean =
        ["unit-budget", "department-budget", "final-account", "series-budget-2024", "series-account-2025"];
    let found = tally(&Folder::of_samples("sums", &clean));
    assert!(found.exact > 90, "{found:?}");
    assert_eq!((found.rounded, found.inconsistent), (0, 0), "{found:?}");
    let planted = tally(&Folder::of_samples("planted", &["contradictions", "account-contradictions"]));
    assert_eq!((planted.rounded, planted.inconsistent), (0, 1), "{planted:?}");
}

#[test]
fn leaves_of_published_documents_are_the_printed_totals() {
    let Some(shared) = std::env::var_os("YUSUAN_SHARED") else { return };
    let folder = Folder::new("shared");
    let listed = ["corpus", "texts", "seed", "variants/pdf"]
        .iter()
        .flat_map(|part| fs::read_dir(Path::new(&shared).join(part)).into_iter().flatten().flatten())
        .map(|file| file.path());
    let mut files: Vec<_> = listed.collect();
    files.sort();
    let one = |(index, path): (usize, &std::path::PathBuf)| {
        let media = match path.extension()?.to_str()? {
            "pdf" => Media::Pdf,
            "txt" => Media::Text,
            _ => return None,
        };
        let bytes = fs::read(path).expect("a file");
        // Some of the variants are there to be refused.
        let document = pipeline::read(&bytes, &path.to_string_lossy(), media, &Config::default()).ok()?;
        fs::write(folder.0.join(format!("out/{index}.json")), emit::json::write(&document)).ok()
    };
    let read = files.par_iter().enumerate().filter_map(one).count();
    assert!(read > 10, "only {read} documents under {}", Path::new(&shared).display());
    let found = tally(&folder);
    println!("{read} documents: {found:?}");
    assert!(found.exact > 20 * found.inconsistent, "{found:?}");
}

#[test]
fn the_samples_are_all_here() {
    let texts = fs::read_dir(samples_folder().join("text")).expect("samples").count();
    assert_eq!(texts, fs::read_dir(samples_folder().join("truth")).expect("truth").count());
}

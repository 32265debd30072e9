//! The coverage line of the understanding room: how much of a folder of documents got a meaning.
//!
//! ```text
//! YUSUAN_SHARED=… cargo run --release --example bind_coverage [-- --time]
//! ```
//!
//! Reads `seed`, `texts` and `corpus` below the folder that `YUSUAN_SHARED` names, and prints one line with shares:
//! rows of subjects coded, columns with a concept, tables with a kind, documents whose text form gives the same.

use std::path::{Path, PathBuf};
use std::time::Instant;

use yusuan::model::{DocumentKind, Interchange, Level, Source, TableKind};
use yusuan::pipeline::{Media, extract, read};
use yusuan::{Config, Disclosure, bind};

fn main() {
    let Some(shared) = std::env::var_os("YUSUAN_SHARED").map(PathBuf::from) else {
        println!("bind coverage: skipped (YUSUAN_SHARED is not set)");
        return;
    };
    let config = Config::default();
    let mut tally = Tally::default();
    let mut micros = Vec::new();
    for path in files(&shared) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = if std::path::Path::new(&name).extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
            let (Ok(found), Ok(document)) =
                (extract(&bytes, &config), read(&bytes, &name, Media::Pdf, &config))
            else {
                println!("{name}: not read");
                continue;
            };
            tally.add(&document, &name);
            let again = read(found.interchange.text.as_bytes(), &name, Media::Text, &config);
            let same = again.is_ok_and(|again| alike(&document, &again, &name));
            tally.round.0 += usize::from(same);
            tally.round.1 += 1;
            found.interchange
        } else {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Ok(document) = read(text.as_bytes(), &name, Media::Text, &config) {
                tally.add(&document, &name);
            }
            Interchange { text, ..Interchange::default() }
        };
        let started = Instant::now();
        for _ in 0..20 {
            std::hint::black_box(bind::bind(&text, Source::default(), &config.vocabulary));
        }
        micros.push((started.elapsed().as_micros() / 20, name));
    }
    let share =
        |(part, whole): (usize, usize)| format!("{part}/{whole} ({:.4})", part as f64 / whole.max(1) as f64);
    println!(
        "bind coverage: rows coded {} · columns with a concept {} · tables with a kind {} · same from text {}",
        share(tally.rows),
        share(tally.columns),
        share(tally.tables),
        share(tally.round),
    );
    if std::env::args().any(|a| a == "--time") {
        micros.sort();
        for (time, name) in &micros {
            println!("{time:>7} µs  {name}");
        }
    }
}

fn files(shared: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for folder in ["seed", "texts", "corpus"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else { continue };
        out.extend(
            entries
                .filter_map(Result::ok)
                .map(|e| e.path())
                .filter(|p| p.extension().is_some_and(|e| e == "pdf" || e == "txt")),
        );
    }
    out.sort();
    out
}

#[derive(Default)]
struct Tally {
    rows: (usize, usize),
    columns: (usize, usize),
    tables: (usize, usize),
    round: (usize, usize),
}

impl Tally {
    fn add(&mut self, document: &Disclosure, name: &str) {
        if document.kind == DocumentKind::Other {
            return;
        }
        for table in &document.tables {
            // Lists of units and forms have no kind of the standard, and no amounts.
            let amounts = table.rows.iter().flat_map(|r| &r.cells).any(|c| c.yuan.is_some());
            if table.kind == TableKind::Other {
                self.tables.1 += usize::from(amounts);
                continue;
            }
            self.tables.0 += 1;
            self.tables.1 += 1;
            for column in &table.columns {
                self.columns.0 += usize::from(column.concept.is_some());
                self.columns.1 += 1;
                if column.concept.is_none() {
                    println!("{name} {} {}: no concept", table.id, column.path.join("/"));
                }
            }
            for item in &table.items {
                if matches!(item.level, Some(Level::Class | Level::Division | Level::Item)) {
                    self.rows.0 += usize::from(item.code.is_some());
                    self.rows.1 += 1;
                    if item.code.is_none() {
                        println!("{name} {} {}: no code", table.id, item.name);
                    }
                }
            }
        }
    }
}

/// Whether two readings agree in all but places and pages.
fn alike(a: &Disclosure, b: &Disclosure, name: &str) -> bool {
    let plain = |d: &Disclosure| {
        let mut value =
            serde_json::to_value((&d.unit, d.fiscal_year, d.kind, &d.tables, &d.claims)).unwrap_or_default();
        strip(&mut value);
        value
    };
    let same = plain(a) == plain(b);
    if !same {
        println!("{name}: the text form reads otherwise than the PDF");
    }
    same
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        serde_json::Value::Object(fields) => {
            for place in ["page", "pages", "bbox", "lines"] {
                fields.remove(place);
            }
            fields.values_mut().for_each(strip);
        }
        _ => {}
    }
}

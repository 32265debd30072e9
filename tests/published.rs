//! What is published in `docs/` is what the types say. `YUSUAN_BLESS=1 cargo test --test published` writes it anew.
//!
//! The file of a schema version is part of its name: a change of the types without a new version fails here.

use std::fs;
use std::path::Path;

use yusuan::emit::{dataset, json};
use yusuan::model::SCHEMA;

fn same(path: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("YUSUAN_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("docs can be written");
        fs::write(&path, now).expect("docs can be written");
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == now,
        "{} is not what the types say: give a changed schema a new version, then run with YUSUAN_BLESS=1",
        path.display()
    );
}

#[test]
fn the_schema_is_published_under_its_version() {
    let schema = String::from_utf8(json::pretty(&json::schema())).expect("JSON is UTF-8");
    same(&format!("docs/schema/{}.json", SCHEMA.replace('/', "-")), &schema);
}

#[test]
fn the_data_dictionary_is_published() {
    same("docs/data-dictionary.md", &dataset::dictionary::markdown());
}

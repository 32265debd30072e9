//! The fuzzers' seeds and what they found, read once with every test run.

use std::fs;
use std::path::Path;

use yusuan::pipeline::{Media, extract, read};

/// As the fuzz targets make their files.
#[path = "../../fuzz/fuzz_targets/file.rs"]
mod file;

fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{target}");
    paths.into_iter().map(|p| (p.display().to_string(), fs::read(&p).unwrap())).collect()
}

#[test]
fn whole_files() {
    let config = file::config();
    let mut texts = Vec::new();
    for (name, bytes) in seeds("reader") {
        let result = read(&bytes, &name, Media::Pdf, &config);
        if name.contains("table-") || name.contains("streams") {
            let document = result.unwrap();
            assert_eq!(document.tables[0].items.len(), 3, "{name}");
            assert_eq!(document.claims.len(), 3, "{name}");
            texts.push(extract(&bytes, &config).unwrap().interchange.text);
        }
    }
    // One page, written plainly, compressed, and in object streams.
    assert_eq!(texts.len(), 3);
    assert!(texts.iter().all(|t| *t == texts[0]), "{texts:?}");
}

#[test]
fn parts_of_files_and_texts() {
    for (_, bytes) in seeds("content") {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        file::stream(&mut pdf, 9, "", &bytes);
        file::stream(&mut pdf, 10, "", file::MAP);
        file::frame(&mut pdf);
        assert!(file::read(&pdf) > 0);
    }
    for (_, bytes) in seeds("cmap") {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        file::stream(&mut pdf, 9, "", b"BT /F 12 Tf 50 700 Td <00010041> Tj ET");
        file::stream(&mut pdf, 10, "", &bytes);
        file::frame(&mut pdf);
        assert!(file::read(&pdf) > 0);
    }
    for (name, bytes) in seeds("interchange") {
        let result = read(&bytes, &name, Media::Text, &yusuan::Config::default());
        assert!(!name.ends_with("small.txt") || result.unwrap().claims.len() == 5, "{name}");
    }
}

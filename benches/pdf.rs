//! The PDF room by stages, over the files of the folder that `YUSUAN_SHARED` names (`corpus/*.pdf`), else over
//! the samples of this repository: `cargo bench --bench pdf`.

use std::path::PathBuf;

use yusuan::Config;
use yusuan::pdf::Pdf;

fn main() {
    divan::main();
}

fn files() -> Vec<(String, Vec<u8>)> {
    let shared = std::env::var_os("YUSUAN_SHARED").map(|p| PathBuf::from(p).join("corpus"));
    let folder = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/pdf"));
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).collect())
        .unwrap_or_default();
    paths.retain(|p| p.extension().is_some_and(|e| e == "pdf"));
    paths.sort();
    let read = |p: PathBuf| Some((p.file_stem()?.to_string_lossy().into_owned(), std::fs::read(&p).ok()?));
    paths.into_iter().filter_map(read).collect()
}

/// Opening alone: cross-references, objects, object streams, page tree.
#[divan::bench]
fn open(bencher: divan::Bencher<'_, '_>) {
    let files = files();
    let config = Config::default();
    bencher.counter(divan::counter::ItemsCount::new(files.len())).bench(|| {
        files
            .iter()
            .filter_map(|(_, bytes)| Pdf::open(bytes, &config).ok())
            .map(|p| p.page_count())
            .sum::<usize>()
    });
}

/// Opening and reading every page to glyphs, rules, fills.
#[divan::bench]
fn pages(bencher: divan::Bencher<'_, '_>) {
    let files = files();
    let config = Config::default();
    bencher.counter(divan::counter::ItemsCount::new(files.len())).bench(|| {
        let mut glyphs = 0;
        for (_, bytes) in &files {
            let Ok(mut pdf) = Pdf::open(bytes, &config) else { continue };
            for i in 0..pdf.page_count() {
                glyphs += pdf.page(i).map_or(0, |p| p.glyphs.len());
            }
        }
        glyphs
    });
}

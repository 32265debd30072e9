//! The stages of one document, over the files of the folder that `YUSUAN_SHARED` names (`corpus/*.pdf`), else over
//! the samples of this repository: `cargo bench --bench pdf`. `tables` is the
//! way from a file's bytes to its tables as interchange text, file by file; any other time is that of all files of
//! the folder together, and its items a second are documents.

use std::path::PathBuf;

use divan::{Bencher, black_box};
use yusuan::layout::Layout;
use yusuan::model::{Interchange, Page, Source};
use yusuan::pdf::Pdf;
use yusuan::{Config, Disclosure, bind as binding, pipeline, reconcile as checking, text};

fn main() {
    divan::main();
}

fn paths() -> Vec<PathBuf> {
    let shared = std::env::var_os("YUSUAN_SHARED").map(|p| PathBuf::from(p).join("corpus"));
    let folder = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/pdf"));
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).collect())
        .unwrap_or_default();
    paths.retain(|p| p.extension().is_some_and(|e| e == "pdf"));
    paths.sort();
    assert!(!paths.is_empty(), "no PDF in {}", folder.display());
    paths
}

fn files() -> Vec<Vec<u8>> {
    paths().iter().map(|p| std::fs::read(p).expect("a file of the folder")).collect()
}

fn names() -> Vec<String> {
    paths().iter().filter_map(|p| Some(p.file_stem()?.to_str()?.to_owned())).collect()
}

/// Runs `work` on all inputs a round.
fn each<T>(bencher: Bencher<'_, '_>, inputs: &[T], mut work: impl FnMut(&T)) {
    bencher.counter(divan::counter::ItemsCount::new(inputs.len())).bench_local(|| {
        for input in inputs {
            work(black_box(input));
        }
    });
}

fn glyphs(bytes: &[u8], config: &Config) -> Vec<Page> {
    let mut pdf = Pdf::open(bytes, config).expect("a sample opens");
    (0..pdf.page_count()).map(|i| pdf.page(i).expect("a sample's page is read")).collect()
}

fn interchange(bytes: &[u8], config: &Config) -> Interchange {
    pipeline::extract(bytes, config).expect("a sample has tables").interchange
}

fn bound(interchange: &Interchange, config: &Config) -> Disclosure {
    binding::bind(interchange, Source::default(), &config.vocabulary)
}

/// Opening alone: cross-references, objects, object streams, page tree.
#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    each(bencher, &files(), |bytes| {
        black_box(Pdf::open(bytes, &config).expect("a sample opens").page_count());
    });
}

/// Opening, and every page to glyphs, rules, fills.
#[divan::bench]
fn interpret(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    each(bencher, &files(), |bytes| {
        black_box(glyphs(bytes, &config));
    });
}

/// Glyphs and rules to blocks (and the copy of the pages that it consumes).
#[divan::bench]
fn layout(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    let pages: Vec<Vec<Page>> = files().iter().map(|bytes| glyphs(bytes, &config)).collect();
    each(bencher, &pages, |pages| {
        let mut layout = Layout::default();
        for page in pages {
            layout.push(page.clone());
        }
        black_box(text::write(&layout.finish().expect("a sample has text").blocks));
    });
}

/// A file's bytes to its tables, which is what other extractors do; file by file.
#[divan::bench(args = names())]
fn tables(bencher: Bencher<'_, '_>, name: &str) {
    let config = Config::default();
    let at = names().iter().position(|n| n == name).expect("one of the names");
    each(bencher, &files()[at..=at], |bytes| {
        black_box(interchange(bytes, &config));
    });
}

/// Interchange text to a typed disclosure.
#[divan::bench]
fn bind(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    let texts: Vec<Interchange> = files().iter().map(|bytes| interchange(bytes, &config)).collect();
    each(bencher, &texts, |text| {
        black_box(bound(text, &config));
    });
}

/// All identities and rules over a disclosure.
#[divan::bench]
fn reconcile(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    let documents: Vec<Disclosure> =
        files().iter().map(|bytes| bound(&interchange(bytes, &config), &config)).collect();
    each(bencher, &documents, |document| {
        black_box(checking::run(document, &config.rules, config.all_checks));
    });
}

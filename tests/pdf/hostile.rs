//! Files made to hurt: each ends quickly, with the limit that it reached or with what is harmless in it.

use std::time::{Duration, Instant};

use yusuan::{Config, Error, ErrorCode, Limits};

use crate::builder::{Builder, page, pages, pages_with, text, zip};

fn config(change: impl FnOnce(&mut Limits)) -> Config {
    let mut config = Config::default();
    change(&mut config.limits);
    config
}

#[track_caller]
fn assert_limit(result: Result<Vec<yusuan::model::Page>, Error>, name: &str) {
    let error = result.map(|p| p.len()).expect_err("a limit");
    assert_eq!(error.code(), ErrorCode::LimitExceeded, "{error}");
    assert!(error.message().contains(name), "{error}");
}

fn quickly<T>(f: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = f();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    out
}

#[test]
fn bombs_in_content_and_in_object_streams() {
    let mut b = Builder::new();
    b.helvetica();
    let bomb = b.stream("/Filter/FlateDecode", zip(&vec![b' '; 40 << 20]));
    assert_limit(quickly(|| pages(&b.file(&[bomb]))), "stream_bytes");
    let small = b.stream("/Filter/FlateDecode", zip(&vec![b' '; 1 << 20]));
    assert_limit(pages_with(&b.file(&[small; 9]), &config(|l| l.document_bytes = 8 << 20)), "document_bytes");

    let mut b = Builder::new();
    b.helvetica();
    for _ in 0..8 {
        b.stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", zip(&vec![b' '; 40 << 20]));
    }
    let c = b.stream("", "");
    assert_limit(quickly(|| pages(&b.file(&[c]))), "stream_bytes");
}

#[test]
fn forms_that_call_themselves_and_each_other() {
    let mut b = Builder::new();
    b.helvetica();
    b.stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", "/X Do /X Do");
    b.resources.push_str("/XObject<</X 5 0 R>>");
    let c = b.stream("", "/X Do");
    assert_limit(quickly(|| pages(&b.file(&[c]))), "nesting");

    // Twenty levels, each calling the next ten times: 10^20 operators if no one counts.
    let mut b = Builder::new();
    for level in 0..20 {
        let next = 5 + level;
        b.stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"),
            "/X Do ".repeat(10),
        );
    }
    b.stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "0 g");
    b.resources.push_str("/XObject<</X 4 0 R>>");
    let c = b.stream("", "/X Do");
    assert_limit(quickly(|| pages_with(&b.file(&[c]), &config(|l| l.operators = 100_000))), "operators");
}

#[test]
fn too_many_of_everything() {
    let rules = "0 0 m 9 0 l S 0 9 m 5 9 l S ".repeat(2_000);
    assert_limit(pages_with(&Builder::with_content(&rules), &config(|l| l.rules = 1_000)), "rules");
    let text = format!("BT /F 9 Tf 0 Tc 1 0 0 1 1 1 Tm 0.1 Tz ({}) Tj ET", "x".repeat(2_000));
    assert_limit(pages_with(&Builder::with_content(&text), &config(|l| l.glyphs = 1_000)), "glyphs");
    assert_limit(
        pages_with(&Builder::with_content(&"q Q ".repeat(600)), &config(|l| l.operators = 1_000)),
        "operators",
    );
    assert_limit(pages_with(&Builder::with_content("q Q"), &config(|l| l.file_bytes = 100)), "file_bytes");
    assert_limit(pages_with(&Builder::with_content("q Q"), &config(|l| l.millis = 0)), "millis");
    let mut b = Builder::new();
    b.set(2, &format!("<</Type/Pages/Kids[{}]/Count 50>>", "3 0 R ".repeat(50)));
    assert_limit(pages_with(&b.file(&[]), &config(|l| l.pages = 20)), "pages");
}

#[test]
fn object_and_cross_reference_streams_of_absurd_size() {
    let index: String = (0..200_000).map(|i| format!("{} 0 ", i + 10)).collect();
    let mut b = Builder::new();
    b.helvetica();
    for _ in 0..4 {
        let entries = format!("/Type/ObjStm/N 1/First {}/Filter/FlateDecode", index.len());
        b.stream(&entries, zip(format!("{index}1 ").as_bytes()));
    }
    assert_limit(quickly(|| pages_with(&b.file(&[]), &config(|l| l.objects = 300_000))), "objects");

    for (widths, size, zeros) in
        [("[1 0 0]", 1 << 24, 16 << 20), ("[0 0 0]", i64::MAX, 100), ("[1 2 1]", 1 << 60, 4)]
    {
        let mut b = Builder::new();
        b.helvetica();
        b.stream(
            &format!("/Type/XRef/Size {size}/W{widths}/Root 1 0 R/Filter/FlateDecode"),
            zip(&vec![0; zeros]),
        );
        let c = b.stream("", "BT /F 9 Tf 9 9 Td (x) Tj ET");
        let file = b.file(&[c]);
        let xref = file.windows(7).position(|w| w == b"5 0 obj").unwrap();
        let end = file.windows(9).rposition(|w| w == b"startxref").unwrap();
        let file = [&file[..end], format!("startxref\n{xref}\n%%EOF\n").as_bytes()].concat();
        // Whether it is repaired or refused, it ends.
        let _ = quickly(|| pages(&file));
    }
}

#[test]
fn page_trees_with_loops() {
    let mut b = Builder::new();
    b.helvetica();
    b.set(2, "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Parent 2 0 R/Count 900>>");
    let c = b.stream("", "BT /F 9 Tf 9 9 Td (x) Tj ET");
    assert_eq!(text(&page(&b.file(&[c]))), "x");
}

#[test]
fn deep_nesting_does_not_reach_the_stack() {
    let deep = format!("{}{}", "[".repeat(200_000), "<<".repeat(200_000));
    quickly(|| assert_eq!(text(&page(&Builder::with_content(&deep))), ""));
    let q = format!("{} BT /F 9 Tf 9 9 Td (x) Tj ET", "q ".repeat(300_000));
    assert_eq!(text(&page(&Builder::with_content(&q))), "x");
    let marks = format!("{} BT /F 9 Tf 9 9 Td (x) Tj ET", "/A BMC ".repeat(300_000));
    assert_eq!(text(&page(&Builder::with_content(&marks))), "x");
    let mut b = Builder::new();
    b.helvetica();
    b.object(format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    let c = b.stream("", "BT /F 9 Tf 9 9 Td (x) Tj ET");
    assert_eq!(quickly(|| text(&page(&b.file(&[c])))), "x");
}

#[test]
fn fonts_and_cmaps_of_absurd_size() {
    let mut program = String::from("1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange ");
    for i in 0..150_000u32 {
        program.push_str(&format!("<{:04x}> <ffff> <4E00> ", i % 65_536));
    }
    let mut b = Builder::new();
    let map = b.stream("/Filter/FlateDecode", zip(program.as_bytes()));
    let widths: String = "0 65535 500 ".repeat(50_000);
    let d = b.object(format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W[{widths}]>>"));
    let f = b.object(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode {map} 0 R/DescendantFonts[{d} 0 R]>>"
    ));
    b.resources = format!("/Font<</F {f} 0 R>>");
    let c = b.stream("", "BT /F 12 Tf 50 700 Td <0001000200030004> Tj ET");
    assert_eq!(quickly(|| page(&b.file(&[c])).glyphs.len()), 4);
}

#[test]
fn a_heap_of_glyphs_on_one_spot_and_pictures_over_them() {
    let glyphs: String =
        (0..40_000).map(|i| format!("1 0 0 1 300 400 Tm <{:02x}> Tj ", 33 + i % 90)).collect();
    let images = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q ".repeat(20_000);
    quickly(|| page(&Builder::with_content(&format!("BT /F 9 Tf {glyphs} ET {images}"))));
}

/// Flips, cuts and splices: whatever comes out, nothing panics and nothing hangs.
#[test]
fn mutated_files_end() {
    let mut b = Builder::new();
    b.composite("/GBK-EUC-H", "GB1", "/DW 1000/W[814 907 500]");
    let form = b.stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", "BT /F 9 Tf 9 9 Td (x) Tj ET");
    b.resources.push_str(&format!("/XObject<</X {form} 0 R>>"));
    let c =
        b.stream("/Filter/FlateDecode", zip(b"BT /F 12 Tf 50 700 Td <d4a4cbe3> Tj ET /X Do 1 1 m 9 1 l S"));
    let d = b.stream(
        "",
        "/Span <</ActualText (x)>> BDC BT /F 12 Tf 50 600 Td <d4a4cbe3> Tj ET EMC q 1 0 0 1 0 0 cm Q",
    );
    let seed = b.file(&[c, d]);
    let config = config(|l| l.millis = 5_000);
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n.max(1) as u64) as usize
    };
    for _ in 0..1_500 {
        let mut bytes = seed.clone();
        for _ in 0..=random(8) {
            let at = random(bytes.len());
            match random(5) {
                0 => bytes[at] = random(256) as u8,
                1 => bytes[at] ^= 1 << random(8),
                2 => bytes.truncate(at.max(80)),
                3 => {
                    let from = random(bytes.len());
                    let piece: Vec<u8> = bytes[from..].iter().take(random(60)).copied().collect();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    let end = (at + random(20)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
        let _ = pages_with(&bytes, &config);
    }
}

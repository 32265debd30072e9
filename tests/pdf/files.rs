//! The structure of files: object streams, hybrid tables, updates, damage, encryption, what is no PDF.

use yusuan::model::{Diagnostic, Severity};
use yusuan::pdf::Pdf;
use yusuan::{Config, ErrorCode};

use crate::builder::{Builder, page, pages, text, zip};

fn hello() -> Vec<u8> {
    Builder::with_content("BT /F 12 Tf 50 700 Td (hello) Tj ET")
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).rposition(|w| w == from).expect("the bytes to replace");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn what_is_no_pdf_says_what_it_is() {
    for (bytes, word) in [
        (&b""[..], "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"%PDF-1.7\n", "nothing after"),
        (b"PK\x03\x04 something else that is long enough to be looked at", "no PDF header"),
    ] {
        let error = Pdf::open(bytes, &Config::default()).expect_err("no PDF");
        assert_eq!(error.code(), ErrorCode::NotAPdf);
        assert!(error.message().contains(word), "{error}");
    }
}

#[test]
fn junk_around_the_file() {
    let junk = [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n".as_slice(),
        &hello(),
        b"\n<html></html>\n",
    ]
    .concat();
    assert_eq!(text(&page(&junk)), "hello");
}

#[test]
fn wrong_and_missing_tables_are_rebuilt_and_said() {
    let good = hello();
    for broken in [
        replace(&good, b"startxref\n", b"startxref\n9"),
        replace(&good, b"0000000015 00000 n", b"0000000099 00000 n"),
        good[..good.windows(5).rposition(|w| w == b"xref\n").unwrap() - 10].to_vec(),
        good[..good.windows(8).position(|w| w == b"trailer\n").unwrap()].to_vec(),
    ] {
        let mut pdf = Pdf::open(&broken, &Config::default()).expect("repaired");
        assert_eq!(text(&pdf.page(0).unwrap()), "hello");
        assert!(!pdf.diagnostics().is_empty());
    }
}

#[test]
fn streams_without_their_end_are_read_to_the_end_of_their_object() {
    let text_of = |broken: &[u8]| text(&page(broken));
    let lost = |bytes: &[u8]| replace(bytes, b"endstream\n", b"");
    assert_eq!(text_of(&lost(&hello())), "hello");
    // With a wrong length too.
    assert_eq!(text_of(&lost(&replace(&hello(), b"/Length 35", b"/Length 99"))), "hello");
}

#[test]
fn a_file_cut_off_gives_what_is_left_and_says_so() {
    let mut b = Builder::new();
    b.helvetica();
    let c = b.stream("", "BT /F 12 Tf 50 700 Td (first) Tj ET");
    b.set(2, "<</Type/Pages/Kids[3 0 R 999 0 R 6 0 R]/Count 3>>");
    b.object(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
    );
    let mut pdf = Pdf::open(&b.file(&[c]), &Config::default()).expect("two of three pages");
    let read: Vec<_> = (0..pdf.page_count()).map(|i| pdf.page(i).unwrap()).collect();
    assert!(read.iter().filter(|p| text(p) == "first").count() == 2);
    assert!(pdf.diagnostics().iter().any(|d| d.severity == Severity::Error));

    let whole = hello();
    let nothing = &whole[..whole.windows(5).position(|w| w == b"3 0 o").unwrap()];
    let nothing = [nothing, &b" ".repeat(64)].concat();
    assert_eq!(Pdf::open(&nothing, &Config::default()).expect_err("no page").code(), ErrorCode::Damaged);
}

#[test]
fn content_that_breaks_off_gives_its_beginning() {
    let mut b = Builder::new();
    b.helvetica();
    let lines: String =
        (0..500).map(|i| format!("BT /F 6 Tf 50 {} Td ({i}x) Tj ET ", 790.0 - 1.5 * f64::from(i))).collect();
    let zipped = zip(lines.as_bytes());
    let c = b.stream("/Filter/FlateDecode", &zipped[..zipped.len() * 2 / 3]);
    let mut pdf = Pdf::open(&b.file(&[c]), &Config::default()).unwrap();
    let read = text(&pdf.page(0).unwrap());
    assert!(read.starts_with("0x1x2x") && read.len() > 300);
    assert!(pdf.diagnostics().iter().any(|d| d.code == Diagnostic::DAMAGED_PAGE && d.page == Some(1)));
}

#[test]
fn objects_in_object_streams_and_an_incremental_update() {
    let mut file = hello();
    let start = file.windows(9).rposition(|w| w == b"startxref").unwrap();
    let previous: String = String::from_utf8_lossy(&file[start + 10..]).lines().next().unwrap().to_owned();
    // The update replaces the content stream, object 5.
    let at = file.len();
    file.extend_from_slice(
        b"5 0 obj\n<</Length 36>>\nstream\nBT /F 12 Tf 50 700 Td (update) Tj ET\nendstream\nendobj\n",
    );
    let xref = file.len();
    file.extend_from_slice(
        format!("xref\n5 1\n{at:010} 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev {previous}>>\nstartxref\n{xref}\n%%EOF\n")
            .as_bytes(),
    );
    assert_eq!(text(&page(&file)), "update");
}

#[test]
fn filters_in_chains_and_behind_references() {
    let content = b"BT /F 12 Tf 50 700 Td (chain) Tj ET";
    let hexed: String = zip(content).iter().map(|b| format!("{b:02x}")).collect::<String>() + ">";
    let mut b = Builder::new();
    b.helvetica();
    let name = b.object("[/ASCIIHexDecode /FlateDecode]");
    let c = b.stream(&format!("/Filter {name} 0 R"), &hexed);
    assert_eq!(text(&page(&b.file(&[c]))), "chain");
    // The short names of inline images, and the mark before the data that PostScript wants.
    let zipped = [zip(content), vec![0; 3]].concat();
    let group = |g: &[u8]| {
        let value = u32::from_be_bytes([g[0], g[1], g[2], g[3]]);
        (0..5).rev().map(|p| char::from((value / 85u32.pow(p) % 85) as u8 + b'!')).collect::<String>()
    };
    let marked = format!("<~{}~>", zipped.chunks_exact(4).map(group).collect::<String>());
    for (entries, data) in [("/Filter[/AHx/Fl]", hexed), ("/Filter[/A85/Fl]", marked)] {
        let mut b = Builder::new();
        b.helvetica();
        let c = b.stream(entries, data);
        assert_eq!(text(&page(&b.file(&[c]))), "chain");
    }
}

#[test]
fn content_that_nobody_can_decode_is_damage_and_no_scan() {
    let mut b = Builder::new();
    b.helvetica();
    let c = b.stream("/Filter/FlateDecode", [0xff; 200]);
    let config = Config::default();
    let error = yusuan::pipeline::extract(&b.file(&[c]), &config).expect_err("there is no text");
    assert_eq!(error.code(), ErrorCode::Damaged, "{error}");
    let mut b = Builder::new();
    b.helvetica();
    let c = b.stream("", "0 0 600 800 re f");
    let error = yusuan::pipeline::extract(&b.file(&[c]), &config).expect_err("there is no text");
    assert_eq!(error.code(), ErrorCode::NoTextLayer, "{error}");
}

#[test]
fn pages_nested_without_type_and_with_inherited_entries() {
    let mut b = Builder::new();
    let f = b.helvetica();
    let c = b.stream("", "BT /F 12 Tf 50 100 Td (deep) Tj ET");
    let leaf = b.object(format!("<</Parent 2 0 R/Contents {c} 0 R>>"));
    let middle = b.object(format!("<</Kids[{leaf} 0 R]>>"));
    b.set(
        2,
        &format!(
            "<</Type/Pages/Kids[{middle} 0 R 2 0 R]/Count 1/MediaBox[0 0 300 200]/Rotate 90/Resources<</Font<</F {f} 0 R>>>>>>"
        ),
    );
    let read = pages(&b.file(&[])).unwrap();
    assert_eq!(
        (read.len(), text(&read[0]).as_str(), read[0].width, read[0].height),
        (1, "deep", 200.0, 300.0)
    );
}

//! Scans with an OCR layer: the tables' lines are pixels of the page's picture.

use yusuan::model::{Page, Rule};

use crate::builder::{Builder, page, text};

/// A picture of one bit a pixel, 300 × 400, with these areas dark (x, y, width, height; from the top left).
fn picture(dark: &[(usize, usize, usize, usize)]) -> Vec<u8> {
    let mut bits = vec![0xff_u8; 38 * 400];
    for &(x0, y0, width, height) in dark {
        for y in y0..y0 + height {
            for x in x0..x0 + width {
                bits[38 * y + x / 8] &= !(0x80 >> (x % 8));
            }
        }
    }
    bits
}

/// Two lines across, two down, strokes of characters, and the dark edge of the scanner.
const SHEET: &[(usize, usize, usize, usize)] = &[
    (30, 100, 200, 1),
    (30, 200, 200, 2),
    (30, 100, 1, 102),
    (229, 100, 1, 102),
    (40, 150, 5, 1),
    (46, 150, 5, 1),
    (52, 150, 5, 1),
    (0, 0, 9, 400),
];

/// The page with the picture painted by `paint`, and text in render mode `mode`.
fn scanned(paint: &str, mode: u8, size: &str, extra: &str) -> Page {
    let text = "BT /F 12 Tf 80 500 Td (recognised text of the scan) Tj ET";
    showing(text, paint, mode, size, extra)
}

fn showing(text: &str, paint: &str, mode: u8, size: &str, extra: &str) -> Page {
    let mut b = Builder::new();
    b.helvetica();
    let image = b.stream(
        &format!("/Type/XObject/Subtype/Image{size}/BitsPerComponent 1/ColorSpace/DeviceGray"),
        picture(SHEET),
    );
    b.resources.push_str(&format!("/XObject<</I {image} 0 R>>"));
    b.page.push_str(extra);
    let c = b.stream("", format!("q {paint} cm /I Do Q {mode} Tr {text}"));
    page(&b.file(&[c]))
}

const SIZE: &str = "/Width 300/Height 400";

fn near(rules: &[Rule], wanted: &[[f32; 4]]) {
    assert_eq!(rules.len(), wanted.len(), "{rules:?}");
    for w in wanted {
        let same = |r: &&Rule| [r.x0, r.y0, r.x1, r.y1].iter().zip(w).all(|(a, b)| (a - b).abs() < 0.6);
        assert!(rules.iter().any(|r| same(&r)), "{w:?} in {rules:?}");
    }
}

#[test]
fn lines_of_the_picture_are_the_rules_of_an_ocr_page() {
    let lines = [
        [60.0, 200.0, 460.0, 202.0],
        [60.0, 400.0, 460.0, 404.0],
        [60.0, 200.0, 62.0, 404.0],
        [458.0, 200.0, 460.0, 404.0],
    ];
    near(&scanned("600 0 0 800 0 0", 3, SIZE, "").rules, &lines);
    // The same sheet lying on its side in the file and turned for the reader.
    let turned = scanned("0 800 -600 0 600 0", 3, SIZE, "/Rotate 90/MediaBox[0 0 800 600]");
    assert_eq!(turned.rules.len(), 4, "{:?}", turned.rules);
}

#[test]
fn pictures_beside_printed_text_are_pictures() {
    assert_eq!(scanned("600 0 0 800 0 0", 0, SIZE, "").rules, []);
}

#[test]
fn a_picture_that_is_too_large_or_cannot_be_read_gives_no_lines() {
    assert_eq!(scanned("600 0 0 800 0 0", 3, "/Width 100000/Height 100000", "").rules, []);
    assert_eq!(scanned("600 0 0 800 0 0", 3, "/Width 300/Height 400/Filter/JPXDecode", "").rules, []);
    assert_eq!(scanned("0 0 0 0 0 0", 3, SIZE, "").rules, []);
}

#[test]
fn lines_of_a_mask_that_ink_is_painted_through() {
    let mut b = Builder::new();
    b.helvetica();
    let mask = b.stream(
        "/Type/XObject/Subtype/Image/Width 300/Height 400/BitsPerComponent 1/ImageMask true",
        picture(SHEET),
    );
    let ink = format!(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Mask {mask} 0 R"
    );
    let ink = b.stream(&ink, [20]);
    b.resources.push_str(&format!("/XObject<</I {ink} 0 R>>"));
    let text = "3 Tr BT /F 12 Tf 80 500 Td (recognised text of the scan) Tj ET";
    let c = b.stream("", format!("q 600 0 0 800 0 0 cm /I Do Q {text}"));
    assert_eq!(page(&b.file(&[c])).rules.len(), 4);
}

#[test]
fn a_line_that_was_recognised_as_a_bar_is_no_text() {
    // The left line stands at 61, between 398 and 600 from below.
    let at = |x: u16, y: u16, s: &str| format!("BT /F 12 Tf {x} {y} Td ({s}) Tj ET ");
    let content =
        [at(62, 500, "|05"), at(200, 500, "a|b"), at(62, 700, "|c"), at(80, 450, "text of a cell")].concat();
    let p = showing(&content, "600 0 0 800 0 0", 3, SIZE, "");
    assert_eq!(text(&p), "05a|b|ctextofacell");
    let p = showing(&content, "600 0 0 800 0 0", 0, SIZE, "");
    assert!(text(&p).starts_with("|05"));
}

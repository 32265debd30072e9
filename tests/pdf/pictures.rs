//! Scans with an OCR layer: the tables' lines are pixels of the page's picture.

use yusuan::model::{Diagnostic, Page, Rule, TableLines, TextLayer};
use yusuan::pipeline::Media;
use yusuan::{Config, read};

use crate::builder::{Builder, hex, page, text};

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

/// `text` at a place from the page's bottom left, 10 points high, in a UTF-16 font.
fn at(x: usize, y: usize, text: &str) -> String {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    format!("BT /F 10 Tf {x} {y} Td {} Tj ET ", hex(&bytes))
}

#[test]
fn a_scanned_table_is_read_by_the_cells_of_its_picture() {
    let mut b = Builder::new();
    b.composite("/UniGB-UTF16-H", "GB1", "");
    // Two points a pixel: five lines across, four down; the amounts stand apart from their headers.
    let rows = [100, 115, 130, 145, 160];
    let columns = [30, 130, 190, 270];
    let across = rows.iter().map(|y| (30, *y, 241, 1));
    let down = columns.iter().map(|x| (*x, 100, 1, 61));
    let entries = "/Type/XObject/Subtype/Image/Width 300/Height 400/BitsPerComponent 1/ColorSpace/DeviceGray";
    let image = b.stream(entries, picture(&across.chain(down).collect::<Vec<_>>()));
    b.resources.push_str(&format!("/XObject<</I {image} 0 R>>"));
    let cells = [
        ["科目名称", "合计", "基本支出"],
        ["一般公共服务支出", "30.00", "20.00"],
        ["社会保障和就业支出", "6.00", ""],
        ["合计", "36.00", "20.00"],
    ];
    let mut content = "q 600 0 0 800 0 0 cm /I Do Q 3 Tr ".to_owned();
    content += &[
        at(60, 760, "示例市档案服务中心2025年度单位预算"),
        at(60, 620, "2025年单位支出预算总表"),
        at(480, 605, "单位：万元"),
    ]
    .concat();
    for (row, y) in cells.iter().zip(rows) {
        let [name, total, basic] = row;
        content +=
            &[at(66, 782 - 2 * y, name), at(270, 782 - 2 * y, total), at(486, 782 - 2 * y, basic)].concat();
    }
    let c = b.stream("", content);
    let document = read(&b.file(&[c]), "scan.pdf", Media::Pdf, &Config::default()).expect("a readable scan");
    assert_eq!(document.source.text_layer, TextLayer::Ocr);
    assert!(document.diagnostics.iter().any(|d| d.code == Diagnostic::RECOGNISED));
    let [table] = document.tables.as_slice() else { panic!("{:?}", document.tables) };
    assert_eq!(table.lines, Some(TableLines::Full));
    let header: Vec<&str> = table.columns.iter().map(|c| c.path.last().expect("a header").as_str()).collect();
    assert_eq!(header, cells[0]);
    let body: Vec<Vec<&str>> =
        table.rows.iter().map(|r| r.cells.iter().map(|c| c.text.as_str()).collect()).collect();
    assert_eq!(body, cells[1..]);
}

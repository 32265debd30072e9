//! Text operators, fonts, encodings.

use crate::builder::{Builder, hex, page, shown, text};

#[test]
fn every_operator_that_shows_text() {
    let content = "BT /F 12 Tf 14 TL 50 700 Td (one) Tj (two) ' 1 2 (three) \" T* [(fo) -200 (ur)] TJ ET";
    let p = page(&Builder::with_content(content));
    assert_eq!(text(&p), "onetwothreefour");
    let y: Vec<f32> = p.glyphs.iter().filter(|g| "otf".contains(g.ch)).map(|g| g.origin.1).collect();
    assert_eq!(y, [100.0, 114.0, 114.0, 128.0, 142.0, 142.0]);
}

#[test]
fn advances_follow_widths_spacing_and_scale() {
    // Digits of Helvetica are 556 wide; character spacing 1, word spacing 10, scale 50 %.
    let p =
        page(&Builder::with_content("BT /F 10 Tf 1 Tc 10 Tw 50 Tz 100 700 Td (1 2) Tj [-1000 (3)] TJ ET"));
    let x: Vec<f32> = p.glyphs.iter().map(|g| g.origin.0).collect();
    let one = 0.5 * (5.56 + 1.0);
    let space = 0.5 * (2.78 + 1.0 + 10.0);
    let expected = [100.0, 100.0 + one, 100.0 + one + space, 100.0 + 2.0 * one + space + 5.0];
    for (a, b) in x.iter().zip(expected) {
        assert!((a - b).abs() < 0.01, "{x:?} {expected:?}");
    }
    assert!((p.glyphs[0].bbox.width() - 2.78).abs() < 0.01);
}

#[test]
fn contents_split_inside_a_text_object_and_an_array() {
    let mut b = Builder::new();
    b.helvetica();
    let parts = ["BT /F 12 Tf 50 700 Td [(ab)", "(cd)] TJ", "(e) Tj ET"].map(|c| b.stream("", c));
    assert_eq!(text(&page(&b.file(&parts))), "abcde");
}

#[test]
fn inline_images_are_skipped_whatever_their_data_holds() {
    assert_eq!(
        shown("q BI /W 4 /H 2 /BPC 8 /CS /G ID ab EI cd\nEI Q BT /F 9 Tf 50 700 Td (after) Tj ET"),
        "after"
    );
}

#[test]
fn simple_fonts_by_encoding_differences_and_glyph_names() {
    let font = |entries: &str, content: &str| {
        let mut b = Builder::new();
        let f = b.object(format!("<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+X{entries}>>"));
        b.resources = format!("/Font<</F {f} 0 R>>");
        let c = b.stream("", format!("BT /F 12 Tf 50 700 Td {content} Tj ET"));
        text(&page(&b.file(&[c])))
    };
    assert_eq!(font("/Encoding/MacRomanEncoding", "(caf\\216 \\245)"), "café•");
    let differences = "/Encoding<</Differences[1/seven/eight.tnum/uni6237/u9884]>>";
    assert_eq!(font(differences, "<01020304>"), "78户预");
}

#[test]
fn predefined_cmaps_without_tounicode() {
    let s = "单位预算12.50（户）";
    let utf16: Vec<u8> = s.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let gbk = encoding_rs::GBK.encode(s).0.into_owned();
    let cases: [(&str, &[u8]); 10] = [
        ("GBK-EUC-H", &gbk),
        ("GBK-EUC-V", &gbk),
        ("GBKp-EUC-H", &gbk),
        ("GBK2K-H", &gbk),
        ("GB-EUC-H", &gbk),
        ("GBpc-EUC-H", &gbk),
        ("UniGB-UCS2-H", &utf16),
        ("UniGB-UTF16-H", &utf16),
        ("UniGB-UTF16-V", &utf16),
        ("UniGB-UTF8-H", s.as_bytes()),
    ];
    for (name, bytes) in cases {
        let mut b = Builder::new();
        b.composite(&format!("/{name}"), "GB1", "/DW 1000/W[814 907 500]");
        let c = b.stream("", format!("BT /F 10 Tf 300 700 Td {} Tj ET", hex(bytes)));
        let p = page(&b.file(&[c]));
        assert_eq!(text(&p), s, "{name}");
        assert_eq!(p.unmapped, 0);
        if name == "GBK-EUC-H" {
            let digit = p.glyphs.iter().find(|g| g.ch == '1').expect("a digit");
            assert!((digit.bbox.width() - 5.0).abs() < 0.01, "half-width by /W");
        }
        if name.ends_with("-V") {
            let (a, z) = (p.glyphs[0], p.glyphs[1]);
            assert!(
                a.origin.0 == z.origin.0 && (z.origin.1 - a.origin.1 - 10.0).abs() < 0.01,
                "top to bottom"
            );
        }
    }
}

#[test]
fn identity_with_adobe_gb1_is_read_through_the_collection() {
    let mut b = Builder::new();
    b.composite("/Identity-H", "GB1", "");
    // CIDs 18 and 19 are the digits 1 and 2; 4162 is 预 … whatever the number, it is a Han character.
    let c = b.stream("", "BT /F 12 Tf 50 700 Td <00120013> Tj ET");
    assert_eq!(text(&page(&b.file(&[c]))), "12");
}

#[test]
fn what_no_one_can_know_is_not_guessed() {
    let mut b = Builder::new();
    b.composite("/Identity-H", "Identity", "");
    let c = b.stream("", "BT /F 12 Tf 50 700 Td <00410042> Tj /Missing 12 Tf (ab) Tj ET");
    let p = page(&b.file(&[c]));
    assert_eq!(text(&p), "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}");
    assert_eq!(p.unmapped, 4);
}

#[test]
fn tounicode_with_radicals_ligatures_and_nonsense() {
    let mut b = Builder::new();
    let map = b.stream(
        "",
        "1 begincodespacerange <0000> <ffff> endcodespacerange 4 beginbfchar <0001> <2F3E> <0002> <00660069> \
         <0003> <0000> <0004> <FF11> endbfchar",
    );
    let d = b.object("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 1000>>");
    let f = b.object(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode {map} 0 R/DescendantFonts[{d} 0 R]>>"
    ));
    b.resources = format!("/Font<</F {f} 0 R>>");
    let c = b.stream("", "BT /F 12 Tf 50 700 Td <0001000200030004> Tj ET");
    let p = page(&b.file(&[c]));
    assert_eq!(text(&p), "户fi\u{FFFD}１");
    assert_eq!(p.glyphs[1].bbox.x1, p.glyphs[2].bbox.x0, "a ligature's letters share its box");
}

#[test]
fn a_letter_as_wide_as_a_han_character_is_a_damaged_mapping() {
    // Ghostscript leaves one byte of some entries: 位 becomes O. The width gives it away.
    let mut b = Builder::new();
    let map = b.stream("", "1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0001> <0031> <0002> <004F> endbfchar");
    let d = b.object("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 1000/W[1[500]]>>");
    let f = b.object(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode {map} 0 R/DescendantFonts[{d} 0 R]>>"
    ));
    b.resources = format!("/Font<</F {f} 0 R>>");
    let c = b.stream("", "BT /F 12 Tf 50 700 Td <00010002> Tj ET");
    assert_eq!(text(&page(&b.file(&[c]))), "1\u{FFFD}");
}

#[test]
fn type_3_with_tounicode_and_its_own_glyph_space() {
    let mut b = Builder::new();
    let map =
        b.stream("", "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <6237> endbfchar");
    let glyph = b.stream("", "1 0 0 0 1 1 d1 0 0 1 1 re f");
    let f = b.object(format!(
        "<</Type/Font/Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FontBBox[0 0 100 100]/FirstChar 65/LastChar 65/Widths[80]\
         /CharProcs<</g {glyph} 0 R>>/Encoding<</Differences[65/g]>>/ToUnicode {map} 0 R>>"
    ));
    b.resources = format!("/Font<</F {f} 0 R>>");
    let c = b.stream("", "BT /F 10 Tf 50 700 Td (AA) Tj ET");
    let p = page(&b.file(&[c]));
    assert_eq!(text(&p), "户户");
    assert!((p.glyphs[1].origin.0 - 58.0).abs() < 0.01);
}

#[test]
fn moves_and_matrices_that_are_written_again_say_the_same_again() {
    // What is passed over where the bytes repeat, and the same written so that none repeats.
    let again = "BT .5 0 0 .5 50 700 Tm (a)Tj 24 -0 TD(b)Tj 24 -0 TD(c)Tj ET \
                 BT .5 0 0 .5 90 650 Tm (d)Tj 24 -0 TD(e)Tj 24 -0 TDX(f)Tj 24 -0 TD T* (g)Tj ET \
                 BT .5 0 0 .55 90 600 Tm (h)Tj 24 -01 TD(i)Tj 24 -01 Td(j)Tj ET";
    let anew = "BT .5 0 0 .5 50 700 Tm (a)Tj 24 -0 TD(b)Tj 24. -0 TD(c)Tj ET \
                BT 0.5 0 0 .5 90 650 Tm (d)Tj +24 -0 TD(e)Tj (f)Tj 24  -0 TD T* (g)Tj ET \
                BT .50 0 0 .55 90 600 Tm (h)Tj 24.0 -1 TD(i)Tj 024 -1 Td(j)Tj ET";
    let glyphs = |content: &str| page(&Builder::with_content(&format!("BT /F 12 Tf ET {content}"))).glyphs;
    let found = glyphs(again);
    assert_eq!(found.iter().map(|g| g.ch).collect::<String>(), "abcdefghij");
    assert_eq!(found, glyphs(anew));
    let x = |at: usize| (found[at].origin.0 * 10.0).round() as i32;
    assert_eq!((x(1) - x(0), x(2) - x(1), x(4) - x(3)), (120, 120, 120));
}

//! Text that is drawn and not seen, and what readers add to a page: neither is the document's text.

use crate::builder::{Builder, page, shown, text};

fn say(s: &str) -> String {
    format!("BT /F 12 Tf 50 700 Td ({s}) Tj ET ")
}

#[test]
fn text_as_light_as_what_lies_under_it_is_not_seen() {
    for paint in ["1 g", "1 1 1 rg", "0 0 0 0 k", "0.99 g"] {
        assert_eq!(shown(&format!("{paint} {}", say("white"))), "", "{paint}");
    }
    assert_eq!(shown(&format!(".92 g 40 690 200 30 re f {}", say("same"))), "");
    let p = page(&Builder::with_content(&format!("1 g {} 0 g {}", say("white"), say("black"))));
    assert_eq!((text(&p).as_str(), p.unseen), ("black", 5));
}

#[test]
fn white_text_is_seen_on_anything_that_may_be_dark() {
    let on = |under: &str| shown(&format!("{under} 1 g {}", say("head")));
    assert_eq!(on(".2 g 40 690 200 30 re f"), "head", "a header's fill");
    assert_eq!(on(".2 g 40 690 m 240 690 l 250 720 l 60 740 l f"), "head", "a shape");
    assert_eq!(on("q 40 690 200 30 re W n /S sh Q"), "head", "a shading");
    assert_eq!(on("q 200 0 0 30 40 690 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"), "head", "a picture");
    let strips: String = (0..20).map(|i| format!("0.1 g 40 {} 200 2 re f ", 690 + 2 * i)).collect();
    assert_eq!(on(&strips), "head", "a colour gradient in strips");
    assert_eq!(shown(&format!("1 g 0 G 2 Tr {}", say("outline"))), "outline");
}

#[test]
fn text_under_an_area_painted_later_is_gone() {
    let typed_anew = format!("{} 1 g 45 695 100 16 re f 0 g {}", say("old"), say("new"));
    assert_eq!(shown(&typed_anew), "new");
    let cover = |state: &str| shown(&format!("{} {state} 1 g 45 695 100 16 re f", say("text")));
    assert_eq!(cover("q 300 300 10 10 re W n"), "text", "clipped away");
    assert_eq!(cover("45 600 m 60 800 l 200 600 l W n"), "text", "clipped to another shape");
    assert_eq!(shown(&format!("1 g 45 695 100 16 re f 0 g {}", say("text"))), "text");
    let mut b = Builder::new();
    b.helvetica();
    b.resources.push_str("/ExtGState<</M<</BM/Multiply>>/A<</ca .5>>/S<</SMask<</S/Alpha>>>>>>");
    for state in ["/M gs", "/A gs", "/S gs"] {
        let c = b.stream("", format!("{} {state} 1 1 0 rg 45 695 100 16 re f", say("marked")));
        assert_eq!(text(&page(&b.file(&[c]))), "marked", "{state}");
    }
}

#[test]
fn microscopic_text_is_not_read_whatever_the_scale() {
    assert_eq!(shown(&format!("BT /F 1 Tf 50 600 Td (note) Tj ET {}", say("text"))), "text");
    let mut b = Builder::new();
    b.helvetica();
    b.page = "/MediaBox[0 0 60 80]".to_owned();
    let c = b.stream("", "BT /F 1 Tf 5 60 Td (small) Tj ET");
    assert_eq!(text(&page(&b.file(&[c]))), "small");
}

#[test]
fn what_readers_add_is_no_text_of_the_document() {
    let mut b = Builder::new();
    let f = b.helvetica();
    let ap = b.stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F {f} 0 R>>>>"),
        "0 0 100 20 re S BT /F 12 Tf 2 5 Td (mark) Tj ET",
    );
    let mut all = String::new();
    for (n, kind) in
        ["Stamp", "FreeText", "Highlight", "Square", "Widget/FT/Sig", "FreeText/IT/FreeTextTypeWriter"]
            .iter()
            .enumerate()
    {
        let y = 100 + 50 * n;
        let a = b.object(format!(
            "<</Type/Annot/Subtype/{kind}/F 4/Rect[100 {y} 200 {}]/AP<</N {ap} 0 R>>>>",
            y + 20
        ));
        all.push_str(&format!("{a} 0 R "));
    }
    b.page = format!("/Annots[{all}]");
    let c = b.stream("", say("page"));
    let p = page(&b.file(&[c]));
    assert_eq!((text(&p).as_str(), p.rules.len(), p.remarks), ("pagemark", 4, 5), "only what is typed in");
}

#[test]
fn characters_that_print_nothing_are_dropped() {
    let mut b = Builder::new();
    let map = b.stream(
        "",
        "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 5 beginbfchar <61> <5408> <62> <200b> \
         <63> <feff> <64> <8ba1> <65> <00ad> endbfchar endcmap",
    );
    let widths = "500 0 0 500 333";
    let f = b.object(format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 97/LastChar 101/Widths[{widths}]/ToUnicode {map} 0 R>>"
    ));
    b.resources.push_str(&format!("/Font<</F {f} 0 R>>"));
    let c = b.stream("", say("abcde"));
    assert_eq!(text(&page(&b.file(&[c]))), "合计-", "a soft hyphen of some width is a hyphen");
}

#[test]
fn values_of_form_fields_that_nothing_draws_are_said_to_be_missing() {
    let field = |entries: &str| {
        let mut b = Builder::new();
        b.helvetica();
        let parent = b.object("<</FT/Tx/V(above)>>");
        let entries = entries.replace("PARENT", &format!("/Parent {parent} 0 R"));
        let widget = b.object(format!("<</Type/Annot/Subtype/Widget/Rect[50 600 150 620]{entries}>>"));
        b.page.push_str(&format!("/Annots[{widget} 0 R]"));
        let c = b.stream("", say("label"));
        page(&b.file(&[c])).unshown
    };
    assert_eq!(field("/FT/Tx/V(12.50)"), 1);
    assert_eq!(field("PARENT"), 1);
    assert_eq!(field("/FT/Tx/V()") + field("/FT/Btn/V/Off") + field("/FT/Tx/V(1)/AP<<>>"), 0);
}

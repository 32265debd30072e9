//! Marked content, layers, clipping, page boxes, rules and fills.

use crate::builder::{Builder, page, shown, text};

fn say(s: &str) -> String {
    format!("BT /F 12 Tf 50 700 Td ({s}) Tj ET ")
}

#[test]
fn replacement_text_stands_for_what_is_drawn() {
    assert_eq!(
        shown(&format!("/Span <</ActualText <FEFF62370031>>> BDC {} EMC {}", say("ab"), say("c"))),
        "户1c"
    );
    let mut b = Builder::new();
    b.helvetica();
    b.resources.push_str("/Properties<</MC0<</ActualText<FEFF6237>>>>>");
    let c = b.stream("", format!("/Span /MC0 BDC {} EMC", say("a")));
    assert_eq!(text(&page(&b.file(&[c]))), "户");
}

#[test]
fn layers_that_are_off_are_not_on_the_page() {
    let mut b = Builder::new();
    b.helvetica();
    let group = b.object("<</Type/OCG/Name(off)>>");
    let none_on = b.object(format!("<</Type/OCMD/OCGs[{group} 0 R]/P/AllOff>>"));
    let form = b.stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/OC {group} 0 R"), say("form"));
    b.resources.push_str(&format!("/Properties<</L {group} 0 R/M {none_on} 0 R>>/XObject<</X {form} 0 R>>"));
    b.catalog = format!("/OCProperties<</OCGs[{group} 0 R]/D<</OFF[{group} 0 R]>>>>");
    let c = b.stream("", format!("/OC /L BDC {} EMC /OC /M BDC {} EMC /X Do", say("off"), say("on")));
    assert_eq!(text(&page(&b.file(&[c]))), "on");
}

#[test]
fn flags_of_glyphs() {
    let content = format!(
        "/Artifact BMC {} EMC 0.8 g {} 0 g 3 Tr BT /F 9 Tf 1 0 0 1 50 600 Tm (h) Tj ET",
        say("a"),
        "BT /F 72 Tf .7 .7 -.7 .7 100 300 Tm (w) Tj ET"
    );
    let p = page(&Builder::with_content(&content));
    let [a, w, h] = p.glyphs[..] else { panic!("{:?}", p.glyphs) };
    assert!(a.flags.artifact && !a.flags.faint && !a.flags.invisible);
    assert!(w.flags.faint && (w.angle - 45.0).abs() < 0.5);
    assert!(h.flags.invisible);
}

#[test]
fn coloured_text_and_the_rings_of_seals() {
    let ring = "350 400 m 350 427.6 327.6 450 300 450 c 272.4 450 250 427.6 250 400 c \
                250 372.4 272.4 350 300 350 c 327.6 350 350 372.4 350 400 c S";
    let content = format!(
        "1 0 0 rg {} 0 1 1 0 k {} 0.3 g {} {ring} 1 0 0 RG {ring} 250 350 100 100 re S",
        say("a"),
        say("b"),
        say("c")
    );
    let p = page(&Builder::with_content(&content));
    assert_eq!(p.glyphs.iter().map(|g| g.flags.vivid).collect::<Vec<_>>(), [true, true, false]);
    let [seal, frame] = p.seals[..] else { panic!("{:?}", p.seals) };
    assert!(seal.round && !frame.round && seal.bbox == frame.bbox, "{:?}", p.seals);
    let b = seal.bbox;
    assert_eq!((b.x0, b.y0, b.x1, b.y1), (250.0, 350.0, 350.0, 450.0));
}

#[test]
fn text_drawn_twice_counts_once() {
    let bold = format!("{} BT /F 12 Tf 50.3 700 Td (b1) Tj ET", say("b1"));
    let p = page(&Builder::with_content(&bold));
    assert_eq!(text(&p), "b1");
    assert!(p.glyphs.iter().all(|g| g.flags.bold));
    assert_eq!(shown("BT /F 12 Tf 50 700 Td (1111) Tj ET"), "1111");
}

#[test]
fn clipped_and_cropped_text_is_left_out_and_counted() {
    assert_eq!(shown(&format!("q 0 0 100 100 re W n {} Q {}", say("clipped"), say("shown"))), "shown");
    // What a spreadsheet's cell cuts off at its right is in the file; what begins outside of the cell is not its text.
    let cell = |w: u32| format!("q 45 690 {w} 20 re W n {} Q", say("expenditure"));
    assert_eq!((shown(&cell(40)).as_str(), shown(&cell(3)).as_str()), ("expenditure", ""));
    let mut b = Builder::new();
    b.helvetica();
    b.page = "/CropBox[40 600 500 750]".to_owned();
    let c = b.stream("", format!("{} BT /F 12 Tf 550 790 Td (out) Tj ET", say("in")));
    let p = page(&b.file(&[c]));
    assert_eq!((text(&p).as_str(), p.outside, p.width, p.height), ("in", 3, 460.0, 150.0));
    assert_eq!(p.glyphs[0].origin, (10.0, 50.0));
}

#[test]
fn rotation_and_user_unit() {
    for (rotate, origin) in
        [(0, (100.0, 200.0)), (90, (1400.0, 100.0)), (180, (1100.0, 1400.0)), (270, (200.0, 1100.0))]
    {
        let mut b = Builder::new();
        b.helvetica();
        b.page = format!("/UserUnit 2/Rotate {rotate}");
        let c = b.stream("", say("x"));
        let p = page(&b.file(&[c]));
        let g = p.glyphs[0];
        assert_eq!(g.origin, origin, "{rotate}");
        assert_eq!((g.angle as i32 + rotate) % 360, 0, "turned text runs clockwise with the page");
        assert!((g.size - 24.0).abs() < 0.01);
    }
}

#[test]
fn forms_nest_with_their_matrices() {
    let mut b = Builder::new();
    let f = b.helvetica();
    let inner = b.stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[1 0 0 1 0 -50]", say("x"));
    let outer = b.stream(
        &format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[.5 0 0 .5 10 10]\
             /Resources<</XObject<</I {inner} 0 R>>/Font<</F {f} 0 R>>>>"
        ),
        "q 2 0 0 2 0 0 cm /I Do Q",
    );
    b.resources.push_str(&format!("/XObject<</O {outer} 0 R>>"));
    let c = b.stream("", "/O Do");
    let p = page(&b.file(&[c]));
    assert_eq!(
        p.glyphs.len(),
        0,
        "at y 660 the inner box's top at 750 is clipped by nothing, but 800/2 clips it"
    );
    let c = b.stream("", "q .5 0 0 .5 0 0 cm /I Do Q");
    b.resources.push_str(&format!("/XObject<</I {inner} 0 R>>"));
    let mut b2 = b.clone();
    b2.resources = format!("/Font<</F {f} 0 R>>/XObject<</I {inner} 0 R>>");
    assert_eq!(page(&b2.file(&[c])).glyphs[0].origin, (25.0, 475.0));
}

#[test]
fn strokes_thin_fills_dashes_and_thin_images_are_rules() {
    let dots: String = (0..40).map(|i| format!("{} 90 m {} 90 l S ", 50 + 6 * i, 53 + 6 * i)).collect();
    let content = format!(
        "1 w 50 50 m 300 50 l S 50 60 250 0.5 re f [3 3] 0 d 50 80 m 300 80 l S {dots}\
         q 250 0 0 1 50 130 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"
    );
    let p = page(&Builder::with_content(&content));
    let y: Vec<f32> = p.rules.iter().map(|r| 800.0 - f32::midpoint(r.y0, r.y1)).collect();
    assert_eq!(y, [50.0, 60.25, 80.0, 90.0, 130.5]);
    assert!(
        p.rules.iter().all(|r| r.is_horizontal() && (r.x0 - 50.0).abs() < 0.01 && r.x1 > 285.0),
        "{:?}",
        p.rules
    );
    let p = page(&Builder::with_content(
        "10 10 500 700 re S .9 g 50 100 250 20 re f 1 g 50 110 250 1 re f 0 500 9 1 re f",
    ));
    assert_eq!((p.rules.len(), p.fills.len()), (5, 1), "four sides, and white only where it is seen");
}

/// The white lines of banded rows: one down over three bands, of which the middle one is white; one on white paper.
#[test]
fn white_lines_are_seen_where_a_part_lies_over_a_shade() {
    let bands = "0.96 g 100 640 200 20 re f 1 g 100 620 200 20 re f 0.96 g 100 600 200 20 re f ";
    let lines = "1 G 0.25 w 200 600 m 200 660 l S 200 500 m 200 560 l S";
    let p = page(&Builder::with_content(&format!("{}{bands}{lines}", say("a"))));
    assert_eq!(p.rules.len(), 1, "{:?}", p.rules);
    assert!(p.rules[0].y1 - p.rules[0].y0 > 59.0, "{:?}", p.rules);
}

#[test]
fn annotations_that_are_printed_are_read() {
    let mut b = Builder::new();
    let f = b.helvetica();
    let ap = b.stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F {f} 0 R>>>>"),
        "BT /F 12 Tf 2 5 Td (field) Tj ET",
    );
    let shown = b.object(format!("<</Type/Annot/Subtype/Widget/Rect[100 100 200 120]/AP<</N {ap} 0 R>>>>"));
    let hidden =
        b.object(format!("<</Type/Annot/Subtype/Widget/F 2/Rect[100 300 200 320]/AP<</N {ap} 0 R>>>>"));
    b.page = format!("/Annots[{shown} 0 R {hidden} 0 R]");
    let c = b.stream("", say("page"));
    let p = page(&b.file(&[c]));
    assert_eq!(text(&p), "pagefield");
    assert_eq!(p.glyphs[4].origin, (102.0, 695.0));
}

//! Small files that ask for much: each must end by itself, soon, as read or as refused.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use yusuan::ingest::reader::{self, Reader, Request, Want};
use yusuan::layout::Layout;
use yusuan::model::Page;
use yusuan::pdf::Pdf;
use yusuan::pipeline::Media;
use yusuan::{Config, ErrorCode, clock};

use crate::scratch::{pdf, sample};

/// Reads a document; none when it was read, else the code. Fails on a defect or when it takes long.
fn read(bytes: Vec<u8>, media: Media) -> Option<ErrorCode> {
    let config = Config::default();
    let mut reader = Reader::new(&config, |request, config| {
        reader::document(request, config).map(|document| yusuan::emit::json::write(&document).len())
    });
    let size = bytes.len();
    let began = Instant::now();
    let result = reader.read(Request {
        bytes: bytes.into(),
        sha256: String::new(),
        path: "bomb".to_owned(),
        media,
        manifest: None,
        want: Want::Output,
    });
    // Half the limit that the program sets itself, so that a loaded machine does not fail it.
    assert!(began.elapsed() < Duration::from_secs(40), "{size} bytes took {:?}", began.elapsed());
    let code = result.map_err(|e| (e.code(), e.message().to_owned())).err();
    assert!(code.as_ref().is_none_or(|(code, _)| *code != ErrorCode::Internal), "{code:?}");
    code.map(|(code, _)| code)
}

/// A stream whose bytes unpack to `unit` so many times.
fn packed(unit: &[u8], times: usize) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..times {
        encoder.write_all(unit).unwrap();
    }
    let hex = hex(&encoder.finish().unwrap());
    format!("<</Filter[/ASCIIHexDecode/FlateDecode]/Length {}>>stream\n{hex}\nendstream", hex.len())
}

/// Replaces the page's content by object 5 (and what follows).
fn with_contents(contents: &str, more: &[&str]) -> Vec<u8> {
    let bytes = pdf("", "/XObject<</F 5 0 R>>/Font<</F 5 0 R>>", more, "");
    let text = String::from_utf8(bytes).unwrap();
    // The offsets of the table no longer hold then; readers find the objects all the same.
    text.replace("/Contents 4 0 R", &format!("/Contents {contents}")).into_bytes()
}

#[test]
fn streams_that_unpack_to_gigabytes() {
    let bomb = packed(&[b' '; 16_384], 8_000);
    assert_eq!(read(with_contents("5 0 R", &[&bomb]), Media::Pdf), Some(ErrorCode::LimitExceeded));
    let half = packed(&[b' '; 16_384], 1_600);
    let many = format!("[{}]", "5 0 R ".repeat(200));
    assert_eq!(read(with_contents(&many, &[&half]), Media::Pdf), Some(ErrorCode::LimitExceeded));
}

/// `bytes` deflated so many times over, and the names of the filters that undo it.
fn deflated(mut bytes: Vec<u8>, times: usize) -> String {
    for _ in 0..times {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&bytes).unwrap();
        bytes = encoder.finish().unwrap();
    }
    let hex = hex(&bytes);
    let filters = "/FlateDecode".repeat(times);
    format!("<</Filter[/ASCIIHexDecode{filters}]/Length {}>>stream\n{hex}\nendstream", hex.len())
}

#[test]
fn filters_within_filters() {
    // A hundred megabytes in less than a kilobyte.
    let twice = deflated(vec![b' '; 100 << 20], 2);
    assert!(twice.len() < 4_096, "{}", twice.len());
    assert_eq!(read(with_contents("5 0 R", &[&twice]), Media::Pdf), Some(ErrorCode::LimitExceeded));
    read(with_contents("5 0 R", &[&deflated(b"0 0 m 9 9 l S".to_vec(), 200)]), Media::Pdf);
}

#[test]
fn forms_that_call_themselves_or_each_other() {
    let form = |content: &str, next: usize| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {next} 0 R>>>>/Length {}>>stream\n\
             {content}\nendstream",
            content.len()
        )
    };
    let own = form("/F Do /F Do", 5);
    read(pdf("/F Do", "/XObject<</F 5 0 R>>", &[&own], ""), Media::Pdf);
    // Twenty levels, ten calls each.
    let tree: Vec<String> = (0..20).map(|i| form(&"/F Do ".repeat(10), i + 6)).collect();
    let tree: Vec<&str> = tree.iter().map(String::as_str).collect();
    read(pdf("/F Do", "/XObject<</F 5 0 R>>", &tree, ""), Media::Pdf);
}

#[test]
fn trees_and_nests_without_end() {
    let text = String::from_utf8(pdf("BT ET", "", &[], "")).unwrap();
    for (from, to) in [
        ("/Kids[3 0 R]", "/Kids[2 0 R 2 0 R 3 0 R]".to_owned()),
        ("/Kids[3 0 R]/Count 1", format!("/Kids[{}]/Count 99999999", "3 0 R ".repeat(20_000))),
        ("/Contents 4 0 R", format!("/Contents {}4 0 R{}", "[".repeat(50_000), "]".repeat(50_000))),
        ("/Resources<<>>", format!("/Resources{}1{}", "<</A".repeat(50_000), ">>".repeat(50_000))),
        ("/Parent 2 0 R", "/Parent 3 0 R".to_owned()),
        ("/Length 5", "/Length 4 0 R".to_owned()),
    ] {
        assert!(text.contains(from), "{from}");
        read(text.replace(from, &to).into_bytes(), Media::Pdf);
    }
    read(pdf(&"q ".repeat(1_000_000), "", &[], ""), Media::Pdf);
    read(pdf(&format!("BT {} Tj ET", "[<<(".repeat(200_000)), "", &[], ""), Media::Pdf);
}

#[test]
fn pages_with_a_million_marks() {
    read(pdf(&"0 0 m 100 0 l S\n".repeat(1_000_000), "", &[], ""), Media::Pdf);
    read(pdf(&"1 1 400 0.5 re f\n".repeat(1_000_000), "", &[], ""), Media::Pdf);
    let mut lattice = String::new();
    for i in 0..1_500 {
        let _ = writeln!(lattice, "{i} 0 m {i} 800 l S 0 {i} m 500 {i} l S");
    }
    read(pdf(&lattice, "", &[], ""), Media::Pdf);
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let shown = format!("BT /F 9 Tf 1 1 Td {} ET", "(1,234.56) Tj ".repeat(40_000));
    read(pdf(&shown, "/Font<</F 5 0 R>>", &[font], ""), Media::Pdf);
    let spread = (0..60_000).fold(String::from("BT /F 9 Tf "), |mut s, i| {
        let _ = write!(s, "1 0 0 1 {} {} Tm (7) Tj ", i % 593, (i * 7) % 839);
        s
    });
    read(pdf(&(spread + "ET"), "/Font<</F 5 0 R>>", &[font], ""), Media::Pdf);
}

#[test]
fn fonts_of_absurd_size() {
    let cmap = "begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange \
                2 beginbfrange <0000> <FFFF> <0000> <00000000> <FFFFFFFF> <4E00> endbfrange endcmap";
    let cmap = format!("<</Length {}>>stream\n{cmap}\nendstream", cmap.len());
    let font =
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>";
    let widths = format!("/W[0 4294967295 1 0[{}]]", "1 ".repeat(200_000));
    let inner = format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 1e38{widths}>>");
    let page = "BT /F 1e30 Tf <00010002FFFF> Tj ET";
    read(pdf(page, "/Font<</F 5 0 R>>", &[font, &cmap, &inner], ""), Media::Pdf);
    let glyph = "<</Length 6>>stream\n/F Do \nendstream";
    let type3 = "<</Type/Font/Subtype/Type3/FontMatrix[0 0 0 0 0 0]/FontBBox[0 0 0 0]/CharProcs<</a 6 0 R>>\
                 /Encoding<</Differences[-5/a 2000000000/b]>>/FirstChar -9/LastChar 2147483647/Widths[1e308]>>";
    read(pdf("BT /F 1 Tf (aaa) Tj ET", "/Font<</F 5 0 R>>", &[type3, glyph], ""), Media::Pdf);
}

#[test]
fn maps_and_tables_of_fonts_without_end() {
    let composite = |map: &str, program: &str| {
        let font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>";
        let inner = "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor 8 0 R>>";
        let descriptor = "<</Type/FontDescriptor/Flags 4/FontFile2 9 0 R>>";
        let page = "BT /F 9 Tf <000100020003> Tj ET";
        pdf(page, "/Font<</F 5 0 R>>", &[font, map, inner, descriptor, program], "")
    };
    let stream =
        |entries: &str, body: &str| format!("<<{entries}/Length {}>>stream\n{body}\nendstream", body.len());
    // A map that is built on itself, and one of a million entries.
    let own = stream("/Type/CMap/UseCMap 6 0 R", "/X usecmap begincmap endcmap");
    read(composite(&own, &stream("", "")), Media::Pdf);
    let entries = "<0001> <4E00>\n".repeat(1_000_000);
    read(
        composite(&stream("", &format!("begincmap 1000000 beginbfchar {entries} endbfchar endcmap")), &own),
        Media::Pdf,
    );
    // A font program whose tables lie everywhere, and one whose single table maps every number there is.
    let table = |tag: &str, offset: u32, length: u32| {
        format!("{}00000000{offset:08x}{length:08x}", hex(tag.as_bytes()))
    };
    let hexed = |hex: &str| stream("/Filter/ASCIIHexDecode", hex);
    let everywhere = format!("00010000ffff000000000000{}", table("cmap", 4, u32::MAX).repeat(65_535));
    read(composite(&own, &hexed(&everywhere)), Media::Pdf);
    let groups =
        "0000000100000001000300010000000c000c00000000001c00000000000000010000000000000000ffffffff00000000";
    let every = format!("000100000001000000000000{}{groups}", table("cmap", 28, 64));
    read(composite(&own, &hexed(&every)), Media::Pdf);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// Reads with a limit lowered; the limit's name when that is what ended it.
fn limit(
    change: impl FnOnce(&mut yusuan::Limits),
    bytes: impl AsRef<[u8]>,
    media: Media,
) -> Option<&'static str> {
    let mut config = Config::default();
    change(&mut config.limits);
    yusuan::read(bytes.as_ref(), "bomb", media, &config).err().and_then(|e| e.limit())
}

#[test]
fn limits_of_what_a_text_becomes_are_named() {
    // One row of many columns makes every row as wide: a few kilobytes would become gigabytes.
    let wide =
        format!("表1：收支预算总表\n\n单位：万元\n\n{}\n{}", "1\t".repeat(3_000), "1\t2\n".repeat(20_000));
    assert_eq!(limit(|_| {}, wide.into_bytes(), Media::Text), Some("cells"));
    let rows = "科目编码\t科目名称\t合计\n".to_owned() + &"2012901\t行政运行\t2.00\n".repeat(500);
    assert_eq!(limit(|l| l.cells = 1_000, rows.clone().into_bytes(), Media::Text), Some("cells"));
    assert_eq!(limit(|l| l.text_bytes = 1_000, rows.into_bytes(), Media::Text), Some("text_bytes"));
    let claims = "# 某局2025年单位预算\n\n".to_owned() + &"本年收入1.00万元，本年支出1.00万元。".repeat(200);
    assert_eq!(limit(|l| l.claims = 100, claims.into_bytes(), Media::Text), Some("claims"));
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let page = pdf("BT /F 9 Tf (1,234.56 and so on) Tj ET", "/Font<</F 5 0 R>>", &[font], "");
    assert_eq!(limit(|l| l.text_bytes = 10, page, Media::Pdf), Some("text_bytes"));
}

#[test]
fn the_time_ends_in_tables_and_in_rules_too() {
    let head = "# 某局2025年单位预算\n\n表5：一般公共预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n";
    let rows = "2012901\t行政运行\t2.00\t1.00\t1.00\n".repeat(8_000);
    let claims =
        "\n一般公共服务支出（类）行政运行（项）预算2.00万元，占100%，比上年增长100%。\n".repeat(4_000);
    let long = format!("{head}{rows}{claims}").into_bytes();
    let began = Instant::now();
    assert_eq!(limit(|l| l.millis = 300, long, Media::Text), Some("millis"));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn the_time_ends_in_the_layout_too() {
    let bytes = std::fs::read(sample("pdf/unit-budget.pdf")).unwrap();
    let mut pdf = Pdf::open(&bytes, &Config::default()).unwrap();
    let pages: Vec<Page> = (0..pdf.page_count()).map(|i| pdf.page(i).unwrap()).collect();
    let over = yusuan::Limits { millis: 0, ..yusuan::Limits::default() };
    let mut layout = Layout::default();
    let one = clock::within(&over, || {
        for page in &pages {
            layout.push(page.clone());
        }
        Ok(())
    });
    assert_eq!(one.unwrap_err().limit(), Some("millis"));
    let mut layout = Layout::default();
    for page in pages {
        layout.push(page);
    }
    assert_eq!(clock::within(&over, || layout.finish().map(drop)).unwrap_err().limit(), Some("millis"));
}

#[test]
fn object_streams_full_of_empty_arrays() {
    // An empty array takes two bytes in the file and hundreds in memory.
    let stream = packed(b"[][][][][][][][]", 100_000);
    let stream = stream.replacen("<<", "<</Type/ObjStm/N 1/First 5", 1);
    let file = |stream: &str| pdf("BT ET", "", &[stream; 4], "");
    let low = |l: &mut yusuan::Limits| l.load_bytes = 1 << 20;
    assert_eq!(limit(low, file(&stream), Media::Pdf), Some("load_bytes"));
    // The same, the type written so that it is not found at once.
    let hidden = stream.replacen("/ObjStm", "/Obj#53tm", 1);
    assert_eq!(limit(low, file(&hidden), Media::Pdf), Some("load_bytes"));
}

#[test]
fn texts_of_absurd_form() {
    let many = |unit: &str, times: usize| unit.repeat(times).into_bytes();
    for text in [
        many("\t", 2_000_000),
        many("1\t2\n", 50_000),
        many("# ", 500_000),
        many("# 一\n", 100_000),
        many("（", 500_000),
        many("9", 1_000_000),
        many("增加1.00万元，", 60_000),
        many("一般公共服务支出（类）", 60_000),
        many("、", 500_000),
        format!("表1：收支预算总表\n\n单位：万元\n\n{}", "项目\t1.00\t".repeat(100_000)).into_bytes(),
    ] {
        read(text, Media::Text);
    }
}

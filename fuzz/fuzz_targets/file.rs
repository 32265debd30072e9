//! A file of one page around the fuzzer's bytes: cross-references are left to the repair.
// Each target includes this file and needs some of it.
#![allow(dead_code)]

use yusuan::pdf::Pdf;
use yusuan::{Config, Limits};

/// A stream object.
pub fn stream(out: &mut Vec<u8>, number: u32, entries: &str, data: &[u8]) {
    out.extend_from_slice(
        format!("{number} 0 obj\n<<{entries}/Length {}>>\nstream\n", data.len()).as_bytes(),
    );
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream\nendobj\n");
}

/// A ToUnicode map for both fonts, so that what a content stream shows becomes glyphs.
pub const MAP: &[u8] = b"begincmap 2 begincodespacerange <20> <7E> <0000> <FFFF> endcodespacerange \
    2 beginbfrange <20> <7E> <0020> <0000> <FFFF> <4E00> endbfrange endcmap";

/// The file's other objects: catalog, page tree, page, and fonts `/F` (composite, ToUnicode 10 and program 11)
/// and `/G` (simple, the same).
pub fn frame(out: &mut Vec<u8>) {
    out.extend_from_slice(
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
          3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R/G 8 0 R>>>>/Contents 9 0 R>>\nendobj\n\
          5 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 10 0 R/DescendantFonts[6 0 R]>>\nendobj\n\
          6 0 obj\n<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor 7 0 R>>\nendobj\n\
          7 0 obj\n<</Type/FontDescriptor/FontFile2 11 0 R/Flags 4>>\nendobj\n\
          8 0 obj\n<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 7 0 R/ToUnicode 10 0 R>>\nendobj\n\
          trailer\n<</Size 12/Root 1 0 R>>\n",
    );
}

/// Tight limits, so that what takes long is a defect.
pub fn config() -> Config {
    let limits = Limits {
        stream_bytes: 4 << 20,
        document_bytes: 16 << 20,
        operators: 200_000,
        glyphs: 50_000,
        rules: 50_000,
        millis: 5_000,
        ..Limits::default()
    };
    Config { limits, ..Config::default() }
}

/// Reads every page under tight limits; gives the number of glyphs.
pub fn read(bytes: &[u8]) -> usize {
    let Ok(mut pdf) = Pdf::open(bytes, &config()) else { return 0 };
    (0..pdf.page_count().min(50)).filter_map(|i| pdf.page(i).ok()).map(|page| page.glyphs.len()).sum()
}

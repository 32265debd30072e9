//! Writes small PDFs.

use yusuan::model::Page;
use yusuan::pdf::Pdf;
use yusuan::{Config, Error};

/// Objects of a file under construction; object 1 is the catalog, 2 the page tree, 3 the page.
#[derive(Debug, Default, Clone)]
pub struct Builder {
    objects: Vec<Vec<u8>>,
    pub catalog: String,
    pub page: String,
    pub resources: String,
    pub trailer: String,
}

impl Builder {
    pub fn new() -> Self {
        Self { objects: vec![Vec::new(); 3], ..Self::default() }
    }

    /// Adds an object and gives its number.
    pub fn object(&mut self, body: impl AsRef<[u8]>) -> usize {
        self.objects.push(body.as_ref().to_vec());
        self.objects.len()
    }

    /// Adds a stream with these further dictionary entries.
    pub fn stream(&mut self, entries: &str, data: impl AsRef<[u8]>) -> usize {
        let data = data.as_ref();
        let mut body = format!("<<{entries}/Length {}>>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.object(body)
    }

    /// The file, its page showing the content streams of these numbers.
    pub fn file(&self, contents: &[usize]) -> Vec<u8> {
        let mut objects = self.objects.clone();
        objects[0] = format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalog).into_bytes();
        if objects[1].is_empty() {
            objects[1] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
        }
        let contents: String = contents.iter().map(|n| format!("{n} 0 R ")).collect();
        if objects[2].is_empty() {
            objects[2] = format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]{}/Resources<<{}>>/Contents[{contents}]>>",
                self.page, self.resources
            )
            .into_bytes();
        }
        let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut offsets = Vec::new();
        for (i, body) in objects.iter().enumerate() {
            offsets.push(out.len());
            out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let xref = out.len();
        out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
        for offset in &offsets {
            out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
        }
        let size = offsets.len() + 1;
        let end = format!("trailer\n<</Size {size}/Root 1 0 R{}>>\nstartxref\n{xref}\n%%EOF\n", self.trailer);
        out.extend_from_slice(end.as_bytes());
        out
    }

    /// Replaces an object.
    pub fn set(&mut self, number: usize, body: &str) {
        self.objects[number - 1] = body.as_bytes().to_vec();
    }

    /// A file whose page has Helvetica as `/F` and this content.
    pub fn with_content(content: &str) -> Vec<u8> {
        let mut b = Self::new();
        b.helvetica();
        let c = b.stream("", content);
        b.file(&[c])
    }

    /// Adds Helvetica as `/F`.
    pub fn helvetica(&mut self) -> usize {
        let f = self.object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
        self.resources.push_str(&format!("/Font<</F {f} 0 R>>"));
        f
    }

    /// Adds a composite font that is not embedded as `/F`.
    pub fn composite(&mut self, encoding: &str, ordering: &str, entries: &str) {
        let d = self.object(format!(
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})\
             /Supplement 2>>{entries}>>"
        ));
        let f = self.object(format!(
            "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding {encoding}/DescendantFonts[{d} 0 R]>>"
        ));
        self.resources.push_str(&format!("/Font<</F {f} 0 R>>"));
    }
}

/// All pages of a file.
pub fn pages(bytes: &[u8]) -> Result<Vec<Page>, Error> {
    pages_with(bytes, &Config::default())
}

/// All pages of a file under a configuration.
pub fn pages_with(bytes: &[u8], config: &Config) -> Result<Vec<Page>, Error> {
    let mut pdf = Pdf::open(bytes, config)?;
    (0..pdf.page_count()).map(|i| pdf.page(i)).collect()
}

/// The only page of a file.
pub fn page(bytes: &[u8]) -> Page {
    let mut pages = pages(bytes).expect("a readable file");
    assert_eq!(pages.len(), 1);
    pages.remove(0)
}

/// The characters of a page without white space, in drawing order.
pub fn text(page: &Page) -> String {
    page.glyphs.iter().map(|g| g.ch).filter(|c| !c.is_whitespace()).collect()
}

/// The characters that a content stream shows.
pub fn shown(content: &str) -> String {
    text(&page(&Builder::with_content(content)))
}

/// A string as a hexadecimal operand.
pub fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    format!("<{digits}>")
}

/// Zlib data.
pub fn zip(data: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut z = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    z.write_all(data).expect("writing to memory");
    z.finish().expect("writing to memory")
}

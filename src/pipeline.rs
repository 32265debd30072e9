//! The whole way of one document, on one screen.

use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::error::{Error, ErrorCode};
use crate::layout::{LaidOut, Layout};
use crate::model::{Diagnostic, Disclosure, Interchange, Source, TextLayer};
use crate::pdf::Pdf;
use crate::{bind, clock, reconcile, text};

/// What an input is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// A PDF, possibly after some junk.
    Pdf,
    /// Interchange text.
    Text,
}

/// Reads one document: PDF or interchange text in, reconciled disclosure out. `path` goes into the output as it
/// is given. The result depends on the bytes and the configuration alone.
///
/// # Errors
/// See [`ErrorCode`]; the message says what to do.
pub fn read(bytes: &[u8], path: &str, media: Media, config: &Config) -> Result<Disclosure, Error> {
    read_hashed(bytes, sha256(bytes), path, media, config)
}

/// The same for bytes whose SHA-256 (lower-case hexadecimal) is known already.
///
/// # Errors
/// As [`read`].
pub fn read_hashed(
    bytes: &[u8],
    sha256: String,
    path: &str,
    media: Media,
    config: &Config,
) -> Result<Disclosure, Error> {
    clock::within(&config.limits, || understand(bytes, sha256, path, media, config))
}

fn understand(
    bytes: &[u8],
    sha256: String,
    path: &str,
    media: Media,
    config: &Config,
) -> Result<Disclosure, Error> {
    let mut source = Source {
        path: path.to_owned(),
        sha256,
        bytes: bytes.len() as u64,
        media_type: String::new(),
        pages: None,
        text_layer: TextLayer::Plain,
        producer: None,
        manifest: None,
    };
    let (interchange, diagnostics) = match media {
        Media::Pdf => {
            let extracted = extract(bytes, config)?;
            "application/pdf".clone_into(&mut source.media_type);
            source.pages = Some(extracted.pages);
            source.text_layer = extracted.text_layer;
            source.producer = extracted.producer;
            (extracted.interchange, extracted.diagnostics)
        }
        Media::Text => {
            clock::at_most("text_bytes", |l| l.text_bytes, bytes.len());
            "text/markdown".clone_into(&mut source.media_type);
            let text = std::str::from_utf8(bytes).map_err(|e| {
                Error::new(
                    ErrorCode::UnreadableText,
                    format!("not UTF-8 at byte {}: convert the text to UTF-8", e.valid_up_to()),
                )
            })?;
            (Interchange { text: text::given(text), ..Interchange::default() }, Vec::new())
        }
    };
    let mut document = bind::bind(&interchange, source, &config.vocabulary);
    document.diagnostics.splice(0..0, diagnostics);
    let found = reconcile::run(&document, &config.rules, config.all_checks);
    document.checks = found.checks;
    document.checked = found.checked;
    document.rules = found.rules;
    Ok(document)
}

/// A PDF's interchange text and what was noticed on the way.
#[derive(Debug)]
pub struct Extracted {
    /// The text with its places.
    pub interchange: Interchange,
    /// Number of pages.
    pub pages: u32,
    /// What the text was read from.
    pub text_layer: TextLayer,
    /// The Producer entry.
    pub producer: Option<String>,
    /// Damage, hidden text, scanned pages …
    pub diagnostics: Vec<crate::model::Diagnostic>,
}

/// PDF → interchange text.
///
/// # Errors
/// See [`ErrorCode`].
pub fn extract(bytes: &[u8], config: &Config) -> Result<Extracted, Error> {
    clock::within(&config.limits, || see(bytes, config))
}

fn see(bytes: &[u8], config: &Config) -> Result<Extracted, Error> {
    let mut pdf = Pdf::open(bytes, config)?;
    let mut layout = Layout::default();
    let mut glyphs = 0;
    for index in 0..pdf.page_count() {
        let page = pdf.page(index)?;
        glyphs += page.glyphs.len();
        clock::at_most("text_bytes", |l| l.text_bytes, glyphs);
        layout.push(page);
    }
    let mut noticed = pdf.diagnostics().to_vec();
    let LaidOut { blocks, text_layer, diagnostics } = layout.finish().map_err(|e| no_scan(e, &noticed))?;
    noticed.extend(diagnostics);
    let interchange = text::write(&blocks);
    clock::at_most("text_bytes", |l| l.text_bytes, interchange.text.len());
    Ok(Extracted {
        interchange,
        pages: pdf.page_count() as u32,
        text_layer,
        producer: pdf.producer().map(str::to_owned),
        diagnostics: noticed,
    })
}

/// A file without text whose content cannot be decoded is damaged, and no OCR helps.
fn no_scan(error: Error, noticed: &[Diagnostic]) -> Error {
    let lost = noticed.iter().filter(|d| d.code == Diagnostic::DAMAGED_PAGE).count();
    if error.code() != ErrorCode::NoTextLayer || lost == 0 {
        return error;
    }
    let why = format!(
        "damaged: the content of {lost} pages cannot be decoded, and there is no text on the others; \
         download the file again from its source"
    );
    Error::new(ErrorCode::Damaged, why)
}

/// What the layout saw on each page, as SVG: gives every picture to `each` with its 1-based page.
///
/// # Errors
/// See [`ErrorCode`]; a document that [`extract`] refuses (a scan, unreadable text) is drawn all the same.
pub fn draw(bytes: &[u8], config: &Config, each: impl FnMut(u32, String)) -> Result<(), Error> {
    clock::within(&config.limits, || pictures(bytes, config, each))
}

fn pictures(bytes: &[u8], config: &Config, mut each: impl FnMut(u32, String)) -> Result<(), Error> {
    let mut pdf = Pdf::open(bytes, config)?;
    let mut layout = Layout::default();
    for index in 0..pdf.page_count() {
        layout.push(pdf.page(index)?);
    }
    let blocks = layout.finish().map(|l| l.blocks).unwrap_or_default();
    for index in 0..pdf.page_count() {
        let page = pdf.page(index)?;
        let number = page.number;
        each(number, crate::layout::debug::svg(page, &blocks));
    }
    Ok(())
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

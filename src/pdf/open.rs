//! From bytes to a document with pages: what is no PDF, what needs a password, what is damaged.

use lopdf::xref::{XrefEntry, XrefRecovery};
use lopdf::{DecompressError, Document, LoadOptions, ObjectId};

use super::budget::exceeded;
use super::pages::{self, Tree};
use super::recover;
use super::resolve::dict;
use crate::config::{Config, Limits};
use crate::error::{Error, ErrorCode};
use crate::model::{Diagnostic, Severity};

/// How far into a file the header may stand; the standard says 1,024 bytes, saved HTTP answers need more.
pub(crate) const HEADER_WITHIN: usize = 1 << 16;
/// Bytes that the smallest PDF with a page needs.
const SMALLEST: usize = 64;

/// An opened document.
pub(super) struct Opened {
    pub doc: Document,
    pub pages: Vec<ObjectId>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Opens a document; see [`super::Pdf::open`].
pub(super) fn open(bytes: &[u8], config: &Config) -> Result<Opened, Error> {
    let limits = &config.limits;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(exceeded("file_bytes", limits.file_bytes));
    }
    let header =
        memchr::memmem::find(bytes.get(..HEADER_WITHIN.min(bytes.len())).unwrap_or_default(), b"%PDF-");
    let Some(bytes) = header.and_then(|at| bytes.get(at..)).filter(|b| b.len() >= SMALLEST) else {
        return Err(Error::new(ErrorCode::NotAPdf, not_a_pdf(bytes)));
    };
    let mut diagnostics = Vec::new();
    let mut note = |code: &str, severity, message: String| {
        diagnostics.push(Diagnostic::new(code, severity, message, None));
    };
    let loaded = load_with_passwords(bytes, config, false)?;
    let mut best: Option<(Document, Tree)> = None;
    let mut unloaded = 0;
    if let Some(mut doc) = loaded {
        unloaded = missing_objects(&doc);
        let tree = pages::collect(&mut doc, limits)?;
        // A scan forgets the objects that it cannot read.
        if unloaded == 0 && matches!(doc.xref_recovery, Some(XrefRecovery::Reconstructed)) {
            unloaded = tree.pages.iter().filter(|id| !pages::is_complete(&doc, **id)).count();
        }
        best = Some((doc, tree));
    }
    let whole = best.as_ref().is_some_and(|(_, tree)| tree.missing == 0 && tree.present() > 0);
    if !whole {
        let scanned = recover::scan(bytes, |bytes| load_with_passwords(bytes, config, true), limits)?;
        if let Some((doc, tree)) = scanned
            && best.as_ref().is_none_or(|(_, old)| tree.present() > old.present())
        {
            best = Some((doc, tree));
        }
    } else if unloaded > 0
        && let Some((doc, _)) = &mut best
    {
        let found = recover::fill(doc, bytes, |bytes| load_with_passwords(bytes, config, true))?;
        if found > 0 {
            note(
                Diagnostic::REPAIRED,
                Severity::Warning,
                format!("交叉引用表缺{unloaded}个对象，扫描全文找回{found}个"),
            );
        }
    }
    let Some((doc, tree)) = best.filter(|(_, tree)| tree.present() > 0) else {
        return Err(Error::new(
            ErrorCode::Damaged,
            "damaged: no page could be recovered; download the file again from its source",
        ));
    };
    if doc.objects.len() > limits.objects {
        return Err(exceeded("objects", limits.objects));
    }
    let present = tree.present();
    let rebuilt = !whole || matches!(doc.xref_recovery, Some(XrefRecovery::Reconstructed));
    if rebuilt || unloaded > 0 {
        let lost: Vec<usize> = (1..)
            .zip(&tree.pages)
            .filter(|(_, id)| !pages::is_complete(&doc, **id))
            .map(|(n, _)| n)
            .collect();
        if 2 * lost.len() > tree.pages.len() {
            return Err(Error::new(
                ErrorCode::Damaged,
                format!(
                    "damaged: of {} pages that could be found, {} lack their fonts or their content; \
                     download the file again from its source",
                    tree.pages.len(),
                    lost.len()
                ),
            ));
        }
        if !lost.is_empty() {
            let some: Vec<String> = lost.iter().take(20).map(usize::to_string).collect();
            let more = if lost.len() > some.len() { "等" } else { "" };
            let message =
                format!("第{}{more}页缺页面、字体或内容流，共{}页不完整", some.join("、"), lost.len());
            note(Diagnostic::MISSING_PAGES, Severity::Error, message);
        }
    }
    if !whole {
        let declared = tree.count.map_or("未知".to_owned(), |c| c.to_string());
        let message = format!(
            "文件已损坏：页树声明{declared}页，扫描全文找回{present}页；其余内容可能缺失，请重新下载"
        );
        note(Diagnostic::DAMAGED, Severity::Error, message);
    } else if rebuilt && memchr::memmem::rfind(tail(bytes), b"%%EOF").is_none() {
        note(
            Diagnostic::DAMAGED,
            Severity::Error,
            format!("文件尾部缺失，已扫描全文找回{present}页，内容可能不完整，请重新下载"),
        );
    } else if doc.xref_recovery.is_some() {
        note(Diagnostic::REPAIRED, Severity::Warning, "交叉引用表有误，已修复".to_owned());
    }
    if let Some(count) = tree.count.filter(|c| whole && *c > present) {
        note(Diagnostic::MISSING_PAGES, Severity::Error, format!("页树声明{count}页，只找到{present}页"));
    }
    if is_package(&doc) {
        let message = "这是PDF文件包，所附的文件没有读取；请用阅读器把它们取出，再逐个处理".to_owned();
        note(Diagnostic::PACKAGE, Severity::Warning, message);
    }
    Ok(Opened { doc, pages: tree.pages, diagnostics })
}

/// Whether the pages are only the wrapper of files that a viewer shows in their place. ISO 32000-2, 12.3.5.
fn is_package(doc: &Document) -> bool {
    let Ok(catalog) = doc.catalog() else { return false };
    let names = dict(doc, catalog, b"Names");
    dict(doc, catalog, b"Collection").is_some() && names.is_some_and(|n| n.has(b"EmbeddedFiles"))
}

/// The end of a file, where its end mark stands.
fn tail(bytes: &[u8]) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(4096)..).unwrap_or_default()
}

/// What the bytes are instead, and what to do.
fn not_a_pdf(bytes: &[u8]) -> String {
    let head: String = bytes.iter().take(512).map(|&b| char::from(b).to_ascii_lowercase()).collect();
    let what = if bytes.is_empty() {
        "the file is empty"
    } else if head.contains("<html") || head.contains("<!doctype") {
        "this is a web page, probably an error page of the site"
    } else if head.contains("%pdf-") {
        "there is nothing after the PDF header"
    } else {
        "there is no PDF header"
    };
    format!("not a PDF: {what}; download the file again from its source")
}

/// Loads with the empty password, then with the configured ones. `None` when the structure cannot be read.
fn load_with_passwords(bytes: &[u8], config: &Config, rebuild: bool) -> Result<Option<Document>, Error> {
    let passwords = config.passwords.iter().map(|p| Some(p.as_str()));
    let mut locked = false;
    let (most, name) = object_stream_limit(bytes, &config.limits)?;
    for password in std::iter::once(None).chain(passwords) {
        match load(bytes, password, most, rebuild) {
            Ok(doc) if doc.is_encrypted() && doc.encryption_state.is_none() => locked = true,
            Ok(doc) => return Ok(Some(doc)),
            Err(lopdf::Error::InvalidPassword) => locked = true,
            Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                return Err(exceeded(name, most));
            }
            Err(lopdf::Error::Decryption(e)) => {
                return Err(Error::new(
                    ErrorCode::Encrypted,
                    format!("encrypted in a way that is not supported ({e}): save a copy without protection"),
                ));
            }
            Err(_) if locked => {}
            Err(_) => return Ok(None),
        }
    }
    let tried = if config.passwords.is_empty() { "" } else { "; none of the given passwords fits" };
    Err(Error::new(
        ErrorCode::Encrypted,
        format!("the file needs a password to be opened: give it with --password-file{tried}"),
    ))
}

fn load(bytes: &[u8], password: Option<&str>, most: usize, rebuild: bool) -> lopdf::Result<Document> {
    let options = LoadOptions {
        password: password.map(str::to_owned),
        max_decompressed_size: Some(most),
        force_reconstruct: rebuild,
        ..LoadOptions::default()
    };
    Document::load_mem_with_options(bytes, options)
}

/// What one stream may inflate to while a file is loaded, and the limit that says so: object streams are all
/// inflated and parsed then, and a parsed object may take a hundred times its bytes.
fn object_stream_limit(bytes: &[u8], limits: &Limits) -> Result<(usize, &'static str), Error> {
    let mut streams = 0usize;
    let mut objects = 0usize;
    for at in memchr::memmem::find_iter(bytes, b"/ObjStm") {
        streams += 1;
        let before = bytes.get(at.saturating_sub(1024)..at).unwrap_or_default();
        let after = bytes.get(at..(at + 1024).min(bytes.len())).unwrap_or_default();
        let start = memchr::memmem::rfind(before, b"obj").map_or(0, |o| o + 3);
        let end = memchr::memmem::find(after, b"stream").unwrap_or(after.len());
        let dict = [before.get(start..).unwrap_or_default(), after.get(..end).unwrap_or_default()];
        // The index before /First has at least four bytes for each object.
        let first = dict.iter().filter_map(|part| number_after(part, b"/First")).max().unwrap_or(0);
        objects = objects.saturating_add(first / 4);
    }
    if objects > limits.objects {
        return Err(exceeded("objects", limits.objects));
    }
    // Cross-reference streams are inflated too, and a megabyte of zeros there is a million free entries: a small
    // file has no need of much.
    let for_size = bytes.len().saturating_mul(32).max(4 << 20).min(limits.stream_bytes);
    if spelled_otherwise(bytes) {
        streams = memchr::memmem::find_iter(bytes, b"endstream").count();
    }
    let each = limits.load_bytes / streams.max(1);
    Ok(if each < for_size { (each, "load_bytes") } else { (for_size, "stream_bytes") })
}

/// Whether some name writes a letter of ObjStm as a number (`/Obj#53tm`), so that it would not be counted.
fn spelled_otherwise(bytes: &[u8]) -> bool {
    let letter = |at: usize| {
        let digits = bytes.get(at + 1..).and_then(<[u8]>::first_chunk::<2>);
        digits.is_some_and(|d| {
            matches!(&d.map(|b| b.to_ascii_uppercase()), b"4F" | b"62" | b"6A" | b"53" | b"74" | b"6D")
        })
    };
    memchr::memchr_iter(b'#', bytes).any(letter)
}

/// The largest number after a key.
fn number_after(bytes: &[u8], key: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, key)
        .filter_map(|at| {
            let rest = bytes.get(at + key.len()..)?.trim_ascii_start();
            let digits = rest.iter().take(18).take_while(|b| b.is_ascii_digit());
            Some(digits.fold(0usize, |v, b| v * 10 + usize::from(b - b'0')))
        })
        .max()
}

/// Objects that the cross-reference table names and that are not where it says.
fn missing_objects(doc: &Document) -> usize {
    if doc.encryption_state.is_some() {
        // lopdf takes the encryption dictionary out; nothing else is told apart here.
        return 0;
    }
    let entries = doc.reference_table.entries.iter();
    entries
        .filter(|(id, entry)| match entry {
            XrefEntry::Normal { generation, .. } => !doc.objects.contains_key(&(**id, *generation)),
            _ => false,
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    #[test]
    fn a_collection_with_files_is_a_package() {
        let package = |collection: bool, files: bool| {
            let mut doc = Document::new();
            let mut catalog = dictionary! { "Type" => "Catalog", "Names" => dictionary! {} };
            if collection {
                catalog.set("Collection", dictionary! { "View" => "D" });
            }
            if files {
                catalog.set("Names", dictionary! { "EmbeddedFiles" => dictionary! {} });
            }
            let root = doc.add_object(catalog);
            doc.trailer.set("Root", root);
            is_package(&doc)
        };
        assert!(package(true, true));
        // Files beside an ordinary document are its supplements.
        assert!(!package(false, true) && !package(true, false));
    }
}

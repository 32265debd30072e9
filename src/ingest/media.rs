//! What an input is, by its first bytes; the name only decides between text and "not a PDF".

use crate::error::{Error, ErrorCode};
use crate::pdf::HEADER_WITHIN;
use crate::pipeline::Media;

/// As far as the standard lets the header stand. Beyond it, up to where the reader looks for it too (saved HTTP answers,
/// mail), a file is a PDF only if nothing says that it is something else.
const HEAD: usize = 1024;

/// Decides how to read an input named `path`.
///
/// # Errors
/// `not_a_pdf` and `unsupported_format`, naming what it is instead.
pub fn decide(bytes: &[u8], path: &str) -> Result<Media, Error> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if find(head, b"%PDF-").is_some() {
        return Ok(Media::Pdf);
    }
    let extension = path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    let is_text = matches!(extension.as_str(), "txt" | "md");
    if bytes.is_empty() {
        return Err(not_a_pdf("the file is empty: fetch it again"));
    }
    if let Some(format) = known_format(head, path) {
        if format == "HTML" && extension == "pdf" {
            return Err(not_a_pdf(
                "an HTML page under the name of a PDF, as servers send for errors: fetch it again",
            ));
        }
        return Err(Error::new(
            ErrorCode::UnsupportedFormat,
            format!("{format} is not read: convert it to PDF, or give the PDF that was published"),
        ));
    }
    if is_text {
        return Ok(Media::Text);
    }
    if find(bytes.get(..HEADER_WITHIN).unwrap_or(bytes), b"%PDF-").is_some() {
        return Ok(Media::Pdf);
    }
    Err(not_a_pdf("no %PDF- header where a PDF begins: fetch it again, or rename a text to .txt"))
}

fn not_a_pdf(message: &str) -> Error {
    Error::new(ErrorCode::NotAPdf, message)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

/// The name of another format that the first bytes say.
fn known_format(head: &[u8], path: &str) -> Option<&'static str> {
    let extension = path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(match extension.as_str() {
            "xls" | "et" => "an old Excel workbook (xls)",
            "ppt" => "an old PowerPoint file (ppt)",
            _ => "an old Word document (doc)",
        });
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(if find(head, b"OFD.xml").is_some() || extension == "ofd" {
            "an OFD document (ofd)"
        } else if find(head, b"word/").is_some() || extension == "docx" {
            "a Word document (docx)"
        } else if find(head, b"xl/").is_some() || extension == "xlsx" {
            "an Excel workbook (xlsx)"
        } else if find(head, b"opendocument").is_some() {
            "an OpenDocument file"
        } else {
            "a zip archive"
        });
    }
    let magic: [(&[u8], &str); 8] = [
        (b"Rar!\x1a\x07", "a RAR archive (rar)"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive (7z)"),
        (b"\x1f\x8b", "a gzip archive (gz)"),
        (b"{\\rtf", "a rich text file (rtf)"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"\x89PNG", "a PNG picture"),
        (b"II*\0", "a TIFF picture"),
        (b"%!PS", "a PostScript file"),
    ];
    if let Some((_, name)) = magic.iter().find(|(m, _)| head.starts_with(m)) {
        return Some(name);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start = text.get(..64).unwrap_or(text).to_ascii_lowercase();
    let html: [&[u8]; 4] = [b"<!doctype html", b"<html", b"<head", b"<!--"];
    html.iter().any(|tag| start.starts_with(tag)).then_some("HTML")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_before_the_header() {
        let after = |junk: &[u8], bytes: usize| {
            [&junk.repeat(bytes / junk.len()), b"%PDF-1.7 ...".as_slice()].concat()
        };
        let is_pdf = |bytes: &[u8], path: &str| matches!(decide(bytes, path), Ok(Media::Pdf));
        assert!(is_pdf(&after(b"x", 1_000), "a.pdf") && is_pdf(&after(b"<!-- -->", 800), "a.pdf"));
        assert!(is_pdf(&after(b"Header: x\r\n", 9_000), "a.pdf"));
        assert!(!is_pdf(&after(b"x", HEADER_WITHIN), "a.pdf"));
        // What says that it is something else, or is called a text, is not searched as far.
        assert!(!is_pdf(&after(b"<html>", 9_000), "a.pdf") && !is_pdf(&after(b"PK\x03\x04", 9_000), "a.pdf"));
        assert_eq!(decide(&after(b"x", 9_000), "a.txt").unwrap(), Media::Text);
    }
}

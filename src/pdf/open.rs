//! From bytes to a document with pages: what is no PDF, what needs a password, what is damaged.

use lopdf::{Document, LoadOptions, ObjectId};

use super::pages;
use crate::config::Config;
use crate::error::{Error, ErrorCode};
use crate::model::{Diagnostic, Severity};

/// An opened document.
pub(super) struct Opened {
    pub doc: Document,
    pub pages: Vec<ObjectId>,
    pub diagnostics: Vec<Diagnostic>,
}

pub(super) fn open(bytes: &[u8], config: &Config) -> Result<Opened, Error> {
    let limits = &config.limits;
    let found = bytes.windows(5).take(1 << 20).any(|w| w == b"%PDF-");
    if !found || bytes.len() < 64 {
        return Err(Error::new(ErrorCode::NotAPdf, "not a PDF: download the file again from its source"));
    }
    let load = |password: Option<&str>| {
        let options = LoadOptions {
            password: password.map(str::to_owned),
            max_decompressed_size: Some(limits.stream_bytes),
            ..LoadOptions::default()
        };
        Document::load_mem_with_options(bytes, options)
    };
    let doc = load(None).map_err(|e| Error::new(ErrorCode::Damaged, format!("damaged: {e}")))?;
    if doc.is_encrypted() && doc.encryption_state.is_none() {
        return Err(Error::new(
            ErrorCode::Encrypted,
            "the file needs a password: give it with --password-file",
        ));
    }
    let mut diagnostics = Vec::new();
    let (pages, missing) = pages::collect(&doc, limits)?;
    if pages.is_empty() {
        return Err(Error::new(ErrorCode::Damaged, "damaged: no page could be found"));
    }
    for page in missing {
        diagnostics.push(Diagnostic {
            code: "missing_page".to_owned(),
            severity: Severity::Error,
            message: format!("第{page}页缺失"),
            page: None,
        });
    }
    Ok(Opened { doc, pages, diagnostics })
}

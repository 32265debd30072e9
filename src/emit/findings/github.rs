//! Workflow commands: `::error file=…,title=…::…`, one a finding.

use std::fmt::Write as _;

use super::{failures, page};
use crate::model::{Disclosure, Severity};

/// One document.
pub fn document(document: &Disclosure) -> String {
    let mut out = String::new();
    for check in failures(document) {
        let command = match check.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let page = page(check).map(|p| format!(" 第{p}页")).unwrap_or_default();
        let _ = writeln!(
            out,
            "::{command} file={},title={}::{}",
            property(&document.source.path),
            property(&format!("{}{page}", check.rule)),
            data(&check.message)
        );
    }
    out
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

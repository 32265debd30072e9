//! Findings for a person or for another program: text, JSON lines of a list, GitHub annotations, SARIF.
//!
//! A report is written document by document, so that a batch of any size needs the memory of one:
//! [`Format::head`], then [`Format::document`] for each, then [`Format::tail`].
//!
//! ```
//! use yusuan::emit::findings::Format;
//!
//! let format: Format = "sarif".parse().unwrap();
//! let report = format.head() + &format.tail(0);
//! assert!(report.contains("\"version\": \"2.1.0\""));
//! ```

mod github;
mod sarif;
mod text;

use crate::model::{Check, Disclosure, Severity, Status};

/// The forms of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For a person, grouped by document, severity and place.
    #[default]
    Text,
    /// A list of documents with their checks, ledger and diagnostics.
    Json,
    /// Workflow commands that GitHub shows as annotations.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

impl std::str::FromStr for Format {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "github" => Ok(Self::Github),
            "sarif" => Ok(Self::Sarif),
            other => Err(format!("the format is text, json, github or sarif, not `{other}`")),
        }
    }
}

impl Format {
    /// What stands before the first document.
    pub fn head(self) -> String {
        match self {
            Self::Text | Self::Github => String::new(),
            Self::Json => "[".to_owned(),
            Self::Sarif => sarif::head(),
        }
    }
    /// One document; `written` says how many findings or documents came before (SARIF and JSON part them by
    /// commas). Gives the text and what `written` is for the next.
    pub fn document(self, document: &Disclosure, written: usize, colour: bool) -> (String, usize) {
        match self {
            Self::Text => (text::document(document, colour), written + 1),
            Self::Github => (github::document(document), written + 1),
            Self::Json => (json(document, written), written + 1),
            Self::Sarif => sarif::document(document, written),
        }
    }
    /// What stands behind the last document.
    pub fn tail(self, written: usize) -> String {
        match self {
            Self::Text | Self::Github => String::new(),
            Self::Json if written == 0 => "]\n".to_owned(),
            Self::Json => "\n]\n".to_owned(),
            Self::Sarif => sarif::tail(),
        }
    }
}

fn json(document: &Disclosure, written: usize) -> String {
    let value = serde_json::json!({
        "path": document.source.path,
        "unit": document.unit.name,
        "fiscal_year": document.fiscal_year,
        "kind": document.kind,
        "checks": document.checks,
        "rules": document.rules,
        "diagnostics": document.diagnostics,
    });
    let comma = if written == 0 { "" } else { "," };
    format!("{comma}\n{value}")
}

/// The failures of a document, worst first, then in the order of pages, then of rules.
pub fn failures(document: &Disclosure) -> Vec<&Check> {
    let mut found: Vec<&Check> = document.checks.iter().filter(|c| c.status == Status::Fail).collect();
    found.sort_by_key(|c| (c.severity, page(c).unwrap_or(u32::MAX)));
    found
}

/// The page of a check's first place.
fn page(check: &Check) -> Option<u32> {
    check.evidence.iter().find_map(|e| e.page)
}

/// A severity in Chinese.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

#[cfg(test)]
mod tests;

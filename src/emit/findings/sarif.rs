//! SARIF 2.1.0: one run, the rules with their reasons, one result a finding.

use serde_json::{Value, json};

use super::failures;
use crate::model::{Check, Disclosure, Severity};
use crate::reconcile::RULES;

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Everything before the first result.
pub fn head() -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.name },
                "fullDescription": { "text": rule.reason.trim() },
                "defaultConfiguration": { "level": level(rule.severity) },
            })
        })
        .collect();
    let driver = json!({ "name": "yusuan", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    format!(
        "{{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\
         \"tool\": {{ \"driver\": {driver} }},\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": ["
    )
}

/// The results of one document.
pub fn document(document: &Disclosure, mut written: usize) -> (String, usize) {
    let mut out = String::new();
    for check in failures(document) {
        out.push_str(if written == 0 { "\n" } else { ",\n" });
        out.push_str(&result(document, check).to_string());
        written += 1;
    }
    (out, written)
}

/// Everything behind the last result.
pub fn tail() -> String {
    "\n]\n}]\n}\n".to_owned()
}

fn result(document: &Disclosure, check: &Check) -> Value {
    let uri = uri(&document.source.path);
    let places: Vec<Value> = check
        .evidence
        .iter()
        .take(100)
        .enumerate()
        .map(|(id, piece)| {
            let page = piece.page.map(|p| format!("第{p}页 ")).unwrap_or_default();
            json!({
                "id": id,
                "physicalLocation": { "artifactLocation": { "uri": uri } },
                "logicalLocations": [{ "fullyQualifiedName": piece.reference }],
                "message": { "text": format!("{page}{}", piece.text) },
                "properties": { "page": piece.page, "bbox": piece.bbox },
            })
        })
        .collect();
    json!({
        "ruleId": check.rule,
        "ruleIndex": RULES.iter().position(|r| r.id == check.rule),
        "level": level(check.severity),
        "message": { "text": check.message },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri } } }],
        "relatedLocations": places,
        "properties": {
            "left": check.left, "right": check.right, "difference": check.difference, "allowed": check.allowed,
        },
    })
}

/// A relative path as a URI reference: everything but letters, digits and `/.-_~` as percent bytes.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::with_capacity(path.len()), |mut out, b| {
        if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

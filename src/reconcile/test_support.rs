//! What the tests of rules share.

use crate::model::{Severity, Status};
use crate::pipeline::Media;
use crate::{Config, read};

/// The rules that find an error or a slip in an interchange text, hints left out.
pub fn failed(text: &str) -> Vec<String> {
    let found = read(text.as_bytes(), "a.txt", Media::Text, &Config::default()).unwrap();
    let serious = |c: &&crate::model::Check| {
        c.status == Status::Fail && c.severity != Severity::Info && !c.rule.starts_with('C')
    };
    found.checks.iter().filter(serious).map(|c| c.rule.clone()).collect()
}

//! What a rule is: an identity with its reason, its examples, and the check.

use super::{Context, Findings};
use crate::model::{Disclosure, Severity};

/// One rule. Its file in `rules/` holds nothing else.
#[derive(Debug)]
pub struct Rule {
    /// `T101`; never reused.
    pub id: &'static str,
    /// The identity, in Chinese.
    pub name: &'static str,
    /// How bad a failure is, unless the check says less.
    pub severity: Severity,
    /// Why it must hold, and where it need not: the rule's published page.
    pub reason: &'static str,
    /// Interchange text on which it holds, and the change that contradicts it, as the lines of a comparison: what
    /// begins with `- ` is in the passing text only, what begins with `+ ` in the failing one (see [`Rule::example`]).
    pub example: &'static str,
    /// The check.
    pub check: Body,
}

/// A check over one document, or over several.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// Reads one disclosure.
    One(fn(&Context<'_>, &mut Findings<'_>)),
    /// Reads several disclosures together.
    Across(fn(&[&Disclosure], &mut Findings<'_>)),
}

/// Declares a file's rule: the doc comment becomes the published reason.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $id:ident $name:literal $severity:ident $body:ident($check:expr),
        example: $example:expr $(,)?
    ) => {
        #[doc = concat!("`", stringify!($id), "`: ", $name)]
        pub const RULE: $crate::reconcile::Rule = $crate::reconcile::Rule {
            id: stringify!($id),
            name: $name,
            severity: $crate::model::Severity::$severity,
            reason: concat!($($doc, "\n"),+),
            example: $example,
            check: $crate::reconcile::Body::$body($check),
        };
    };
}
pub(crate) use rule;

/// Which text of a rule's example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one on which the rule holds.
    Passing,
    /// The one that contradicts it.
    Failing,
}

impl Rule {
    /// The documents of one side of the rule's example.
    pub fn example(&self, side: Side) -> Vec<String> {
        let (kept, dropped) = match side {
            Side::Passing => ('-', '+'),
            Side::Failing => ('+', '-'),
        };
        let lines: Vec<&str> = self
            .example
            .lines()
            .map(str::trim_start)
            .filter(|line| marked(line, dropped).is_none())
            .map(|line| marked(line, kept).unwrap_or(line))
            .collect();
        example_texts(&lines.join("\n"))
    }
}

/// What stands behind a line's mark, if it has this one.
fn marked(line: &str, mark: char) -> Option<&str> {
    let rest = line.strip_prefix(mark)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

/// The documents of an example. In an example `|` separates cells, and a line `@预算` or `@决算` (with a year:
/// `@决算 2023`) begins a document and stands for its cover.
pub(super) fn example_texts(example: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in example.trim().lines() {
        let line = line.trim_start();
        if let Some(cover) = line.strip_prefix('@') {
            let (kind, year) = cover.split_once(' ').unwrap_or((cover, "2025"));
            texts.push(format!("# 示例市档案服务中心\n\n## {year}年度单位{kind}\n\n"));
        } else if let Some(text) = texts.last_mut() {
            text.push_str(&line.replace('|', "\t"));
            text.push('\n');
        }
    }
    texts
}

//! `yusuan rules`: the list, or one rule's page.

use std::fmt::Write as _;

use super::exit::Exit;
use super::print::{self, note};
use crate::model::Severity;
use crate::reconcile::{RULES, Rule, rules};

/// Arguments of `rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A rule's id, or the beginning of several
    #[arg(value_name = "ID")]
    id: Option<String>,
}

/// Lists the rules, or explains one.
pub fn run(args: &Args) -> Exit {
    let wanted = args.id.as_deref().unwrap_or_default().to_ascii_uppercase();
    let text = match rules::find(&wanted) {
        Some(rule) => page(rule),
        None => RULES.iter().filter(|r| r.id.starts_with(&wanted)).fold(String::new(), |mut out, rule| {
            let _ = writeln!(out, "{}\t{}\t{}", rule.id, severity(rule.severity), rule.name);
            out
        }),
    };
    if text.is_empty() {
        note(format_args!("no rule's id begins with '{wanted}': `yusuan rules` lists them"));
        return Exit::Usage;
    }
    print::data(text.as_bytes()).err().unwrap_or(Exit::Success)
}

fn page(rule: &Rule) -> String {
    format!(
        "{} {} ({})\n\n{}\n\n例子（有“-”的行成立，换成有“+”的行就不成立）：\n{}",
        rule.id,
        rule.name,
        severity(rule.severity),
        rule.reason.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim(),
        example(rule.example)
    )
}

fn example(text: &str) -> String {
    text.trim().lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "    {}", line.trim());
        out
    })
}

/// The word for a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

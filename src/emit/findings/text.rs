//! For a person: grouped by document, severity and place; at the end what was checked and what could not be.

use std::fmt::Write as _;

use super::{failures, severity};
use crate::emit::terminal::safe;
use crate::model::{Check, Disclosure, RuleTally, Severity, Status};

/// Pieces of evidence that are shown; more are counted.
const SHOWN: usize = 6;

/// One document.
pub fn document(document: &Disclosure, colour: bool) -> String {
    let mut out = String::new();
    let paint = |code: &str, text: &str| {
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let name = document.unit.name.as_deref().unwrap_or("（单位名称不明）");
    let year = document.fiscal_year.map(|y| format!(" {y}年")).unwrap_or_default();
    let _ = writeln!(out, "{}  {}{year}", paint("1", &safe(&document.source.path)), safe(name));
    let found = failures(document);
    for check in &found {
        let code = match check.severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
        };
        let head = format!("{} {}", severity(check.severity), safe(&check.rule));
        let _ = writeln!(out, "  {} {}", paint(code, &head), safe(&check.message));
        evidence(&mut out, check);
    }
    for noticed in document.diagnostics.iter().filter(|d| d.severity != Severity::Info) {
        let page = noticed.page.map(|p| format!(" 第{p}页")).unwrap_or_default();
        let _ = writeln!(out, "  {}{page} {}", safe(&noticed.code), safe(&noticed.message));
    }
    summary(&mut out, document, &found);
    out
}

fn evidence(out: &mut String, check: &Check) {
    for piece in check.evidence.iter().take(SHOWN) {
        let page = piece.page.map(|p| format!("第{p}页 ")).unwrap_or_default();
        let text: String = safe(&piece.text).chars().take(60).collect();
        let _ = writeln!(out, "      {page}{} 「{text}」", safe(&piece.reference));
    }
    if let Some(more) = check.evidence.len().checked_sub(SHOWN).filter(|m| *m > 0) {
        let _ = writeln!(out, "      另有{more}处");
    }
}

/// What was checked, what could not be, and why.
fn summary(out: &mut String, document: &Disclosure, found: &[&Check]) {
    let count = |s: Severity| found.iter().filter(|c| c.severity == s).count();
    let rules = |wanted: fn(&RuleTally) -> bool| document.rules.iter().filter(|r| wanted(r)).count();
    let identities: u32 = document.rules.iter().map(|r| r.pass + r.fail).sum();
    let _ = writeln!(
        out,
        "  错误{} 警告{} 提示{}；核对了{identities}处，用到{}条规则（{}条全部相符），{}条不适用，{}条有依据不足之处",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
        rules(|r| r.pass + r.fail > 0),
        rules(|r| r.pass > 0 && r.fail + r.insufficient == 0),
        rules(|r| r.not_applicable > 0 && r.pass + r.fail + r.insufficient == 0),
        rules(|r| r.insufficient > 0),
    );
    let mut said: Vec<&str> = Vec::new();
    for check in document.checks.iter().filter(|c| c.status == Status::Insufficient) {
        if !said.contains(&check.message.as_str()) && said.len() < 10 {
            said.push(&check.message);
            let _ = writeln!(out, "    未能核对 {}：{}", safe(&check.rule), safe(&check.message));
        }
    }
}

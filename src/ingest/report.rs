//! `run.json`: what a run did. Times are here, and only here.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::discover::Input;
use super::manifest::Fields;
use crate::error::ErrorCode;
use crate::model::{Disclosure, DocumentKind, Severity, Status, UnitLevel};

/// The form's name and version.
pub const SCHEMA: &str = "yusuan-run/1";

/// What a run did; `run.json` has its documents too.
#[derive(Debug, Clone)]
pub struct Report {
    /// Whether this run went on where a killed one ended.
    pub resumed: bool,
    /// Sums over the documents.
    pub counts: Counts,
    /// Documents that follow an earlier version of theirs.
    pub newer_versions: usize,
    /// Outputs that `--prune` removed, their inputs gone.
    pub pruned: usize,
    /// Wall time of the run.
    pub millis: u64,
}

/// Sums over the documents of a run.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Counts {
    /// All inputs.
    pub inputs: usize,
    /// Read in this run.
    pub processed: usize,
    /// Output of an earlier run kept.
    pub unchanged: usize,
    /// Not read.
    pub failed: usize,
    /// Inputs with the same bytes as an earlier input; read once.
    #[serde(default)]
    pub duplicates: usize,
    /// Inputs that an earlier run read under another path.
    #[serde(default)]
    pub moved: usize,
    /// Findings of all documents that were read.
    pub findings: FindingCounts,
}

/// Findings (checks that failed) by rule and by severity.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FindingCounts {
    /// Rule id → number.
    pub by_rule: BTreeMap<String, u32>,
    /// By severity.
    pub by_severity: Findings,
}

/// One input.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Path relative to the folder given.
    pub path: String,
    /// SHA-256 of the bytes; null when they could not be read.
    pub sha256: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// The output, relative to the output folder; null without one.
    pub output: Option<String>,
    /// Why it failed.
    pub error: Option<Failure>,
    /// What the document is, and what was found in it.
    #[serde(flatten)]
    pub facts: Facts,
    /// The earlier input of this run with the same bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// Where the same bytes were in an earlier run, and are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// The version of this disclosure (same unit, level, year and kind) published before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// The version published after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// What the manifest says of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<Fields>,
    /// What the next run needs to know whether the output still holds.
    #[serde(default)]
    pub reuse: Reuse,
    /// Wall time.
    pub millis: u64,
}

/// What the next run needs to know whether an output still holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reuse {
    /// Under which code, vocabulary and options it was made.
    pub fingerprint: String,
    /// SHA-256 of the output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_sha256: Option<String>,
    /// Stamp of the input file (size, times, identity), when it vouches for the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Stamp of the output file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Where the input was, absolute; none when its name is not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<PathBuf>,
    /// When the input file was changed last, nanoseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<u64>,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Read in this run.
    Processed,
    /// The output of an earlier run still holds.
    Unchanged,
    /// Not read; see the error.
    Failed,
}

/// Why an input failed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Failure {
    /// Stable code.
    pub code: ErrorCode,
    /// What went wrong and what to do.
    pub message: String,
}

/// What a run says of a document that was read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Findings by severity.
    pub findings: Findings,
    /// Findings by rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, u32>,
    /// Whose disclosure it is.
    #[serde(default)]
    pub unit: Option<String>,
    /// 单位 or 部门.
    #[serde(default)]
    pub level: Option<UnitLevel>,
    /// The fiscal year.
    #[serde(default)]
    pub fiscal_year: Option<i32>,
    /// 预算 or 决算.
    #[serde(default)]
    pub kind: Option<DocumentKind>,
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Figures contradict each other.
    pub error: u32,
    /// Names, order or words contradict each other.
    pub warning: u32,
    /// Worth a look.
    pub info: u32,
}

impl Findings {
    /// Counts one finding.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }
}

impl Facts {
    /// What the run says of this document.
    pub fn of(document: &Disclosure) -> Self {
        let mut facts = Self {
            unit: document.unit.name.clone(),
            level: document.unit.level,
            fiscal_year: document.fiscal_year,
            kind: Some(document.kind),
            ..Self::default()
        };
        for check in document.checks.iter().filter(|c| c.status == Status::Fail) {
            facts.findings.count(check.severity);
            *facts.rules.entry(check.rule.clone()).or_default() += 1;
        }
        facts
    }
}

impl Entry {
    /// An input about which nothing is known yet; it counts as failed until it is read.
    pub fn new(input: &Input) -> Self {
        Self {
            path: input.path.clone(),
            sha256: None,
            outcome: Outcome::Failed,
            output: None,
            error: None,
            facts: Facts::default(),
            duplicate_of: None,
            moved_from: None,
            supersedes: None,
            superseded_by: None,
            manifest: None,
            reuse: Reuse::default(),
            millis: 0,
        }
    }
}

impl Counts {
    /// Counts a document that is done; `duplicates` are known only when all are.
    pub fn add(&mut self, entry: &Entry) {
        self.inputs += 1;
        match entry.outcome {
            Outcome::Processed => self.processed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Failed => self.failed += 1,
        }
        self.moved += usize::from(entry.moved_from.is_some());
        let sum = &mut self.findings.by_severity;
        sum.error += entry.facts.findings.error;
        sum.warning += entry.facts.findings.warning;
        sum.info += entry.facts.findings.info;
        for (rule, number) in &entry.facts.rules {
            *self.findings.by_rule.entry(rule.clone()).or_default() += number;
        }
    }
}

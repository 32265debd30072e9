//! Checks: what the rules found, with the figures that they compared.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BBox;

/// Outcome of one rule on one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The rule's id: `N301`.
    pub rule: String,
    /// The outcome.
    pub status: Status,
    /// How bad a failure is.
    pub severity: Severity,
    /// For a person, in Chinese: place, excerpt, explanation.
    pub message: String,
    /// Left side of the identity, in yuan or percent.
    #[schemars(with = "Option<String>")]
    pub left: Option<Decimal>,
    /// Right side.
    #[schemars(with = "Option<String>")]
    pub right: Option<Decimal>,
    /// Left − right.
    #[schemars(with = "Option<String>")]
    pub difference: Option<Decimal>,
    /// The display envelope: what rounding of the printed figures explains.
    #[schemars(with = "Option<String>")]
    pub allowed: Option<Decimal>,
    /// The figures that were compared.
    pub evidence: Vec<Evidence>,
}

/// Outcome of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The identity holds.
    Pass,
    /// The document contradicts itself.
    Fail,
    /// The document has nothing that the rule speaks of.
    NotApplicable,
    /// The figures could not be read or matched; the message says why.
    Insufficient,
}

/// How bad a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Figures contradict each other.
    Error,
    /// Names, order or words contradict each other.
    Warning,
    /// Worth a look.
    Info,
}

/// One figure or text that a check compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// `t5/r3/c1` (table, row, column, zero-based row and column), `t5`, `c7`, or `s3` (section).
    #[serde(rename = "ref")]
    pub reference: String,
    /// 1-based page; null for text inputs.
    pub page: Option<u32>,
    /// Box; null for text inputs.
    pub bbox: Option<BBox>,
    /// What is printed there.
    pub text: String,
}

/// How often each outcome of a rule occurred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleTally {
    /// The rule's id.
    pub id: String,
    /// Times the identity held.
    pub pass: u32,
    /// Times it failed.
    pub fail: u32,
    /// 1 when the document has nothing that the rule speaks of.
    pub not_applicable: u32,
    /// Times the figures could not be read or matched.
    pub insufficient: u32,
}

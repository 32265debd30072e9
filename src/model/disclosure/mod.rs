//! The typed document: what the JSON output holds, field for field (see the contract).

mod check;
mod claim;
mod diagnostic;
mod table;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

pub use check::{Check, Evidence, RuleTally, Severity, Status};
pub use claim::{Baseline, Claim, Direction, Measure, Phase, Wording};
pub use diagnostic::Diagnostic;
pub use table::{
    Cell, CellValue, CodeSource, Column, Item, ItemRole, Level, Row, Scheme, Table, TableKind, TableLines,
};

/// The schema's name and version, first field of every output.
pub const SCHEMA: &str = "yusuan/1";

/// A box in PDF points, origin at the top left of the page as shown; written as `[x0, y0, x1, y1]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[f32; 4]", into = "[f32; 4]")]
#[schemars(with = "[f32; 4]")]
pub struct BBox {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

impl From<[f32; 4]> for BBox {
    fn from([x0, y0, x1, y1]: [f32; 4]) -> Self {
        Self { x0, y0, x1, y1 }
    }
}

impl From<BBox> for [f32; 4] {
    fn from(b: BBox) -> Self {
        // A tenth of a point is finer than any reader needs and keeps outputs small and stable.
        [b.x0, b.y0, b.x1, b.y1].map(|v| (v * 10.0).round() / 10.0)
    }
}

impl BBox {
    /// The smallest box that holds both.
    #[must_use]
    pub fn union(&self, o: &Self) -> Self {
        // Comparisons are one instruction each; `min` and `max` also see to what is no number.
        let least = |a: f32, b: f32| if b < a { b } else { a };
        let most = |a: f32, b: f32| if b > a { b } else { a };
        Self {
            x0: least(self.x0, o.x0),
            y0: least(self.y0, o.y0),
            x1: most(self.x1, o.x1),
            y1: most(self.y1, o.y1),
        }
    }
    /// Width.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }
    /// Height.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }
    /// Centre point.
    pub fn center(&self) -> (f32, f32) {
        // `f32::midpoint` guards against overflow, at several times the cost.
        (0.5 * (self.x0 + self.x1), 0.5 * (self.y0 + self.y1))
    }
}

/// One disclosure, read and reconciled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Where it came from.
    pub source: Source,
    /// Whose disclosure it is.
    pub unit: Unit,
    /// The fiscal year that the document is about.
    pub fiscal_year: Option<i32>,
    /// Budget, final account, or no such document at all.
    pub kind: DocumentKind,
    /// The narrative, section by section, in document order.
    pub sections: Vec<Section>,
    /// The tables in document order.
    pub tables: Vec<Table>,
    /// One for each figure that the narrative states, in document order.
    pub claims: Vec<Claim>,
    /// Outcomes of the rules: all but passes (all with `--all-checks`).
    pub checks: Vec<Check>,
    /// The figures that took part in an identity that holds: `t5/r3/c1` and `c7`, in document order. What is
    /// neither here nor among the evidence of a failure was compared with nothing.
    #[schemars(with = "Vec<String>")]
    pub checked: Vec<SmolStr>,
    /// The ledger: every rule with its outcomes counted.
    pub rules: Vec<RuleTally>,
    /// What the reading itself has to say (damage, hidden text, an unread cell).
    pub diagnostics: Vec<Diagnostic>,
}

/// Provenance of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Path relative to the folder given, with `/` as separator.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// `application/pdf` or `text/markdown`.
    pub media_type: String,
    /// Pages of a PDF, null for text.
    pub pages: Option<u32>,
    /// What the text was read from.
    pub text_layer: TextLayer,
    /// The PDF's Producer entry, if any.
    pub producer: Option<String>,
    /// What the caller's manifest says of the file (URL, list title, dates …), unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<std::collections::BTreeMap<String, String>>,
}

/// What the text was read from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextLayer {
    /// Visible text of the PDF.
    Embedded,
    /// An invisible layer laid over page pictures.
    Ocr,
    /// Some pages have text, others are pictures.
    Mixed,
    /// No text.
    None,
    /// A text input.
    #[default]
    Plain,
}

/// Whose disclosure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// Canonical name: white space and the words that are none of it removed; null when the document does not say.
    pub name: Option<String>,
    /// The name as printed where it was found, the cover before all: full-width brackets, `（汇总）` and the like
    /// kept, white space removed; null when the document does not say.
    #[serde(default)]
    pub printed_name: Option<String>,
    /// 单位 or 部门; null when the document does not say.
    pub level: Option<UnitLevel>,
}

/// 单位 (one accounting unit) or 部门 (with the units below it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// 单位.
    Unit,
    /// 部门.
    Department,
}

/// 预算 or 决算.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 预算.
    Budget,
    /// 决算.
    FinalAccount,
    /// Not a unit's budget or accounts: no rule runs on it.
    Other,
}

/// One section of the narrative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Its numbers from the outermost level inwards, as printed: `二、（一）`; empty without one.
    pub number: String,
    /// Its heading without the number.
    pub title: String,
    /// Index of the section that contains it.
    pub parent: Option<usize>,
    /// What kind of section it is.
    pub role: SectionRole,
    /// 1-based pages that it touches; empty for text inputs.
    pub pages: Vec<u32>,
    /// Its paragraphs, one a line, without those of the sections below it.
    pub text: String,
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// Cover page and other front matter.
    Cover,
    /// 目录.
    Contents,
    /// Narrative about the figures or the unit.
    Narrative,
    /// 名词解释: its figures are no claims.
    Glossary,
    /// The part that holds the tables.
    Tables,
}

//! The typed document: what the JSON output holds, field for field (see the contract).

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
        Self { x0: self.x0.min(o.x0), y0: self.y0.min(o.y0), x1: self.x1.max(o.x1), y1: self.y1.max(o.y1) }
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
        (f32::midpoint(self.x0, self.x1), f32::midpoint(self.y0, self.y1))
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
    /// The ledger: every rule with its outcomes counted.
    pub rules: Vec<RuleTally>,
    /// What the reading itself has to say (damage, hidden text, an unread cell).
    pub diagnostics: Vec<Diagnostic>,
}

/// Provenance of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    Plain,
}

/// Whose disclosure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// Name as printed, white space removed; null when the document does not say.
    pub name: Option<String>,
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

/// The contract's kinds of table.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// 收支总表.
    RevenueExpenditureSummary,
    /// 收入总表.
    RevenueSummary,
    /// 支出总表.
    ExpenditureSummary,
    /// 财政拨款收支总表.
    FiscalAppropriationSummary,
    /// 一般公共预算支出表.
    GeneralPublicExpenditure,
    /// 一般公共预算基本支出表.
    GeneralPublicBasicExpenditure,
    /// “三公”经费表, with or without 机关运行经费.
    ThreePublicExpenses,
    /// 政府性基金.
    GovernmentFundExpenditure,
    /// 国有资本经营.
    StateCapitalExpenditure,
    /// 项目支出表.
    ProjectExpenditure,
    /// 项目绩效表.
    ProjectPerformance,
    /// 政府采购表.
    GovernmentProcurement,
    /// Any other.
    #[default]
    Other,
}

/// One table, joined over its pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// `t1`, `t2` … in document order.
    pub id: String,
    /// 1-based position in the document.
    pub ordinal: u32,
    /// Which statutory table it is.
    pub kind: TableKind,
    /// Title as printed, white space and the leading `表N：` removed.
    pub title: String,
    /// The caption's own number (`表 3`, `公开03表`), as printed; empty without one.
    pub number: String,
    /// 元, 千元, 万元 or 亿元 as printed for the table; null when it is not.
    pub amount_unit: Option<String>,
    /// 1-based pages; empty for text inputs.
    pub pages: Vec<u32>,
    /// Columns left to right.
    pub columns: Vec<Column>,
    /// Rows top to bottom, each with one cell for each column.
    pub rows: Vec<Row>,
    /// The subject lines of each side, typed: what the rules read.
    pub items: Vec<Item>,
    /// 注 and 说明 under the table, one a paragraph.
    pub notes: Vec<String>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Header from top to bottom.
    pub path: Vec<String>,
    /// What it means: one of [`concept`](super::concept)'s, or null when unknown.
    pub concept: Option<String>,
    /// 0 for the left (or only) side, 1 for the next.
    pub side: u8,
}

/// One printed row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Level of the row's first item: 类, 款, 项, total, item, or null.
    pub level: Option<Level>,
    /// Official code of the row's first item.
    pub code: Option<String>,
    /// How the code is known.
    pub code_source: Option<CodeSource>,
    /// Name of the row's first item.
    pub name: String,
    /// Index of the parent row.
    pub parent: Option<usize>,
    /// One cell for each column, in printed order.
    pub cells: Vec<Cell>,
}

/// Level of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Level {
    /// 类: three digits.
    #[serde(rename = "类")]
    Class,
    /// 款: five digits.
    #[serde(rename = "款")]
    Division,
    /// 项: seven digits.
    #[serde(rename = "项")]
    Item,
    /// 合计, 总计, 本年收入合计 …
    #[serde(rename = "total")]
    Total,
    /// Any other line: a source of revenue, a project, a unit.
    #[serde(rename = "item")]
    Line,
}

/// How a code is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeSource {
    /// It stands in the document.
    Printed,
    /// It follows from the name, the official tree and the sums.
    Inferred,
}

/// One printed cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// What is printed, white space and line breaks removed; empty for an empty cell.
    pub text: String,
    /// What it amounts to in yuan; null where it is no amount, blank, or its unit is unknown.
    #[schemars(with = "Option<String>")]
    pub yuan: Option<Decimal>,
    /// What kind of thing is printed.
    pub value: CellValue,
    /// Yuan that one unit of the last printed digit stands for: 100 for `28.80` in 万元.
    #[schemars(with = "Option<String>")]
    pub ulp: Option<Decimal>,
    /// 1-based page; null for text inputs.
    pub page: Option<u32>,
    /// Box of the text; null for text inputs.
    pub bbox: Option<BBox>,
}

/// What is printed in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CellValue {
    /// A number of money.
    Amount,
    /// `-`, `—`, `无`, `/` where an amount belongs: printed nil.
    Nil,
    /// Nothing.
    Blank,
    /// A code.
    Code,
    /// A name or other text.
    Label,
    /// A number that is no money (a count, a percent, an ordinal).
    Number,
    /// Something stands where an amount belongs and could not be read as one.
    Unread,
}

/// One subject line of one side of a table. In a one-sided table there is one for each row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Index of its row.
    pub row: usize,
    /// Side: 0 left, 1 next.
    pub side: u8,
    /// Column of the cell that its name stands in.
    pub name_column: Option<usize>,
    /// Name without leading numbers and 其中：.
    pub name: String,
    /// Level in the hierarchy.
    pub level: Option<Level>,
    /// What part it plays in sums.
    pub role: ItemRole,
    /// Official code.
    pub code: Option<String>,
    /// How the code is known.
    pub code_source: Option<CodeSource>,
    /// Which classification the code belongs to.
    pub scheme: Option<Scheme>,
    /// What a line that is no subject means (`revenue.general_public`, `expenditure.grand_total` …), null if unknown.
    pub concept: Option<String>,
    /// Index (in `items`) of the item that contains it.
    pub parent: Option<usize>,
    /// Columns that hold its amounts.
    pub value_columns: Vec<usize>,
}

/// What part an item plays in sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemRole {
    /// Has no items below it: the leaves sum up to the total.
    Leaf,
    /// Sum of the items below it.
    Subtotal,
    /// Total of the table or of one of its blocks.
    Total,
    /// 其中: a part shown for information, not to be added.
    OfWhich,
}

/// A classification that codes belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// 支出功能分类.
    Functional,
    /// 部门预算支出经济分类.
    Economic,
    /// 政府预算支出经济分类.
    GovernmentEconomic,
    /// 收入分类.
    Revenue,
}

/// One figure that the narrative states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// `c1`, `c2` … in document order.
    pub id: String,
    /// Index of its section.
    pub section: usize,
    /// 1-based page; null for text inputs.
    pub page: Option<u32>,
    /// Box of the figure; null for text inputs.
    pub bbox: Option<BBox>,
    /// The figure as printed, with its unit.
    pub text: String,
    /// The sentence that states it.
    pub sentence: String,
    /// What kind of figure it is.
    pub measure: Measure,
    /// What it is about, from the whole to the part.
    pub subject: Vec<String>,
    /// Official code of the subject, where the path names one.
    pub code: Option<String>,
    /// What it is about when that is no subject: `revenue.grand_total`, `three_public.reception` …
    pub concept: Option<String>,
    /// The amount in yuan.
    #[schemars(with = "Option<String>")]
    pub yuan: Option<Decimal>,
    /// Yuan (or percent points, or units counted) that one unit of the last printed digit stands for.
    #[schemars(with = "Option<String>")]
    pub ulp: Option<Decimal>,
    /// The percentage.
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
    /// The count.
    #[schemars(with = "Option<String>")]
    pub count: Option<Decimal>,
    /// The classifier of a count: 个, 辆, 人次 …
    pub classifier: Option<String>,
    /// Direction of a change.
    pub direction: Option<Direction>,
    /// What a change is measured against.
    pub baseline: Option<Baseline>,
    /// Which figure of the year it is: what was planned, or what was spent.
    pub phase: Option<Phase>,
    /// The year that the figure is of, where the sentence says.
    pub year: Option<i32>,
    /// The claim that a change or a share is computed from or belongs to (`c12`): the current amount.
    pub of: Option<String>,
    /// The claim that states the whole of a share or the base of a change.
    pub base: Option<String>,
    /// The year that a change is measured against, where the sentence names one.
    pub base_year: Option<i32>,
    /// Number of the list (其中, 包括, 主要用于以下方面 …) that the figure is an item of; its whole is `base`.
    pub group: Option<u32>,
    /// Set where words stand for the figure: then there is no value.
    pub wording: Option<Wording>,
}

/// Words that stand where a figure might.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// 与上年持平.
    Flat,
    /// 决算数小于预算数: `direction` is that of outcome over plan.
    Outcome,
    /// 没有使用政府性基金预算拨款安排的支出.
    Absent,
    /// 减少的主要原因是….
    Reason,
    /// 主要原因是…经费增加: the reason says itself what went up.
    Cause,
}

/// What kind of figure a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// An amount of money.
    Amount,
    /// A difference to a baseline, in money.
    ChangeAmount,
    /// A difference to a baseline, in percent.
    ChangePercent,
    /// A part of a whole, in percent.
    SharePercent,
    /// 完成年初预算的 p%: outcome over plan.
    CompletionPercent,
    /// Any other percentage (a score, a rate of satisfaction).
    Percent,
    /// A number of things.
    Count,
    /// 单价100万元以上: a limit, which no rule compares.
    Threshold,
}

/// Direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 增加, 增长, 上升.
    Increase,
    /// 减少, 下降, 降低.
    Decrease,
    /// 持平, 一致, 无变化.
    Flat,
}

/// What a change is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// 上年预算数.
    PriorBudget,
    /// 上年执行数, 上年决算数.
    PriorActual,
    /// 年初预算 of the same year.
    InitialBudget,
    /// 全年预算 (调整预算) of the same year.
    AdjustedBudget,
    /// 上年, without saying which figure.
    Prior,
}

/// Which figure of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 预算 (in accounts: 年初预算).
    Budget,
    /// 全年预算, 调整预算.
    AdjustedBudget,
    /// 决算, 执行数.
    Final,
}

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

/// What the reading itself has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Stable code: `hidden_text`, `damaged`, `scanned_pages` …
    pub code: String,
    /// How bad.
    pub severity: Severity,
    /// For a person.
    pub message: String,
    /// 1-based page, null when it is about the whole document.
    pub page: Option<u32>,
}

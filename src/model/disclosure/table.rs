//! Tables: kinds, columns, rows with their cells, and the typed lines of each side.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BBox;

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
    /// Unit that the caption names (`编制部门：…`), as printed; null when it names none.
    #[serde(default)]
    pub unit_name: Option<String>,
    /// 1-based pages; empty for text inputs.
    pub pages: Vec<u32>,
    /// Which printed lines show its cells; null for text inputs.
    #[serde(default)]
    pub lines: Option<TableLines>,
    /// Columns left to right.
    pub columns: Vec<Column>,
    /// Rows top to bottom, each with one cell for each column.
    pub rows: Vec<Row>,
    /// The subject lines of each side, typed: what the rules read.
    pub items: Vec<Item>,
    /// 注 and 说明 under the table, one a paragraph.
    pub notes: Vec<String>,
}

/// Which printed lines show where a table's cells end. The fewer, the more of its reading is a guess.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TableLines {
    /// Lines both ways, or shaded cells.
    #[default]
    Full,
    /// Lines both ways, of which some are missing or stray.
    Partial,
    /// Lines across only (三线表): the columns were told by alignment.
    Across,
    /// Lines down only: the rows were told by baselines.
    Down,
    /// None: rows and columns were told by alignment.
    None,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Header from top to bottom.
    pub path: Vec<String>,
    /// What it means: one of [`concept`](crate::model::concept)'s, or null when unknown.
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

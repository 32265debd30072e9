//! What the documents state: the figures of the tables and of the narrative.

use super::Type::{Category, Decimal, Integer, Text};
use super::{TableSchema, field, fiscal};

/// 事实: one figure a row.
pub const FACTS: TableSchema = TableSchema {
    name: "facts",
    zh: "每个表内数字一行；对同一表（双栏表的同一侧）同一列概念的 role = leaf 求和，即印出的合计（差不过舍入；否则 quality 为 inconsistent）",
    en: "One row a table figure. The sum of role = leaf over one table (one side of a two-sided one) and concept is the \
         printed total, as far as the printed digits go; where it is not, quality is inconsistent",
    key: &["fact_id"],
    foreign: &[
        (&["document_id"], "documents", &["document_id"]),
        (&["table_id"], "tables", &["table_id"]),
        (&["unit_id"], "units", &["unit_id"]),
        (&["refers_to_fact_id"], "facts", &["fact_id"]),
    ],
    fields: &[
        fiscal(
            field("fact_id", Text, false, "数字标识：文档标识/表/行/列", "Document/table/row/column"),
            "budget-line-id",
        ),
        field("document_id", Category, false, "文档标识", "Document"),
        field("table_id", Category, false, "表标识", "Table"),
        fiscal(
            field("unit_id", Category, true, "单位标识", "Unit"),
            "administrative-classification:generic:code",
        ),
        fiscal(
            field("unit_name", Category, true, "单位名称", "Unit's name"),
            "administrative-classification:generic:label",
        ),
        fiscal(field("fiscal_year", Integer, true, "预算（决算）年度", "Fiscal year"), "date:fiscal-year"),
        field("kind", Category, false, "文档种类：budget、final_account", "Kind of document"),
        fiscal(
            field(
                "phase",
                Category,
                true,
                "budget 预算数、final 决算数",
                "budget (planned) or final (outturn)",
            ),
            "phase:id",
        ),
        field("table_kind", Category, false, "表的种类", "Kind of table"),
        field("table_ordinal", Integer, false, "表的次序", "Ordinal of the table"),
        field("row", Integer, false, "行，从 0 起", "Row, from 0"),
        field("column", Integer, false, "列，从 0 起", "Column, from 0"),
        field("side", Integer, false, "双栏表的左（0）右（1）", "Side of a two-sided table"),
        field("name", Category, true, "科目、项目或来源的名称", "Name of the subject, project or source"),
        field("level", Category, true, "类、款、项、total、item", "Level"),
        field(
            "role",
            Category,
            false,
            "leaf 末级、subtotal 小计、total 合计、of_which 其中",
            "Part it plays in sums",
        ),
        fiscal(
            field(
                "functional_code",
                Category,
                true,
                "支出功能分类科目编码",
                "Functional classification code",
            ),
            "functional-classification:generic:code",
        ),
        fiscal(
            field("economic_code", Category, true, "支出经济分类科目编码", "Economic classification code"),
            "economic-classification:generic:code",
        ),
        field(
            "code_source",
            Category,
            true,
            "编码来历：printed 印出、inferred 推定",
            "How the code is known",
        ),
        field("line_concept", Category, true, "非科目行的含义", "What a line that is no subject means"),
        fiscal(
            field("fund", Category, true, "资金来源", "Fund that the figure belongs to"),
            "fin-source:generic:code",
        ),
        field("concept", Category, true, "列的含义", "What the column means"),
        field(
            "column_path",
            Category,
            true,
            "表头，自上而下以 / 连接",
            "Header from top to bottom, joined by /",
        ),
        fiscal(
            field("amount", Decimal, true, "金额，元；空白为 null", "Amount in yuan; null for a blank"),
            "value",
        ),
        field(
            "null_reason",
            Category,
            true,
            "金额为空的原因：blank、nil、unit_unknown、unread",
            "Why amount is null",
        ),
        field("printed", Text, true, "照印的文字；空白为 null", "Text as printed; null for a blank"),
        field("printed_unit", Category, true, "照印的金额单位", "Unit as printed"),
        field("page", Integer, true, "页", "Page"),
        field("bbox", Text, true, "位置：x0 y0 x1 y1，点，左上角为原点", "Box in points, origin top left"),
        field(
            "quality",
            Category,
            false,
            "consistent 勾稽相符、inconsistent 不符、unchecked 未核",
            "consistent: an identity holds; inconsistent: one fails, or the column's leaves are not its total; \
             unchecked",
        ),
        field(
            "refers_to",
            Category,
            true,
            "转列别的文件之数：prior_budget 上年预算、prior_final 上年决算、initial_budget 年初预算、prior_closing 上年年末结转",
            "Set where the figure repeats one of another document: of last year's budget or final account, of the \
             same year's budget, of last year's closing balance",
        ),
        field(
            "refers_to_fact_id",
            Text,
            true,
            "所转列的那个数；那份文件不在或没有这一数的为空",
            "The fact that it repeats; null when that document is not here or has no such figure",
        ),
    ],
};

/// 正文数字.
pub const CLAIMS: TableSchema = TableSchema {
    name: "claims",
    zh: "说明文字中的每个数字一行",
    en: "One row a figure that the narrative states",
    key: &["claim_id"],
    foreign: &[(&["document_id"], "documents", &["document_id"])],
    fields: &[
        field("claim_id", Text, false, "数字标识：文档标识/c序号", "Document and c + ordinal"),
        field("document_id", Category, false, "文档标识", "Document"),
        field("section", Category, true, "所在章节", "Section"),
        field("measure", Category, false, "数字的种类", "Kind of figure"),
        field("subject", Text, true, "科目路径，以 / 连接", "Subject path, joined by /"),
        field("code", Category, true, "科目编码", "Code of the subject"),
        field("concept", Category, true, "非科目数字的含义", "What it means when that is no subject"),
        field("amount", Decimal, true, "金额，元", "Amount in yuan"),
        field("percent", Decimal, true, "百分比", "Percentage"),
        field("count", Decimal, true, "数量", "Count"),
        field("classifier", Category, true, "量词", "Classifier of a count"),
        field("direction", Category, true, "增减方向", "Direction of a change"),
        field("baseline", Category, true, "比较基数", "Baseline of a change"),
        field("phase", Category, true, "budget、adjusted_budget、final", "Which figure of the year"),
        field("year", Integer, true, "数字所属年度", "Year that it is of"),
        field("printed", Text, true, "照印的文字", "Text as printed"),
        field("sentence", Text, false, "所在句子", "Sentence"),
        field("page", Integer, true, "页", "Page"),
        field("bbox", Text, true, "位置", "Box"),
        field(
            "quality",
            Category,
            false,
            "consistent 勾稽相符、inconsistent 不符、unchecked 未核",
            "consistent, inconsistent or unchecked",
        ),
    ],
};

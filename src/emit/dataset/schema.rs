//! The tables of the dataset as data: what each column is called, holds and means. Every output form and the
//! data dictionary are written from here.

/// Type of a column, the same in every form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// UTF-8 text.
    Text,
    /// UTF-8 text with few different values: dictionary-encoded where the form can.
    Category,
    /// 64-bit integer.
    Integer,
    /// Exact decimal with [`SCALE`] places: yuan, percent, counts.
    Decimal,
    /// true or false.
    Boolean,
}

/// Decimal places of every decimal column: a ten-thousandth of a yuan, finer than anything printed.
pub const SCALE: u32 = 4;
/// Total digits of a decimal column.
pub const PRECISION: u32 = 38;

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name, snake case.
    pub name: &'static str,
    /// Type.
    pub kind: Type,
    /// Whether null may stand in it.
    pub nullable: bool,
    /// What it is, in Chinese.
    pub zh: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// Column type of the Fiscal Data Package 1.0, where it has one.
    pub fiscal: Option<&'static str>,
}

/// A foreign key: these columns refer to that table's columns.
pub type ForeignKey = (&'static [&'static str], &'static str, &'static [&'static str]);

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct TableSchema {
    /// Name, snake case, plural.
    pub name: &'static str,
    /// What a row is, in Chinese.
    pub zh: &'static str,
    /// What a row is, in English.
    pub en: &'static str,
    /// Columns.
    pub fields: &'static [Field],
    /// Primary key.
    pub key: &'static [&'static str],
    /// Foreign keys.
    pub foreign: &'static [ForeignKey],
}

const fn field(name: &'static str, kind: Type, nullable: bool, zh: &'static str, en: &'static str) -> Field {
    Field { name, kind, nullable, zh, en, fiscal: None }
}

const fn fiscal(f: Field, column_type: &'static str) -> Field {
    Field { fiscal: Some(column_type), ..f }
}

use Type::{Boolean, Category, Decimal, Integer, Text};

/// 文档.
pub const DOCUMENTS: TableSchema = TableSchema {
    name: "documents",
    zh: "每份公开文档一行：来源与出处",
    en: "One row a disclosure: its provenance",
    key: &["document_id"],
    foreign: &[(&["unit_id"], "units", &["unit_id"])],
    fields: &[
        field(
            "document_id",
            Text,
            false,
            "文档标识：d 与 sha256 的前 16 位",
            "d and the first 16 digits of the SHA-256",
        ),
        field("sha256", Text, false, "文件内容的 SHA-256", "SHA-256 of the file"),
        field("path", Text, false, "输入路径", "Path of the input"),
        field("unit_id", Text, true, "单位标识", "Unit"),
        field("unit_printed_name", Text, true, "照印的单位名称", "Unit's name as printed"),
        field("fiscal_year", Integer, true, "预算（决算）年度", "Fiscal year"),
        field(
            "kind",
            Category,
            false,
            "budget 预算、final_account 决算、other 其他",
            "budget, final_account or other",
        ),
        field("media_type", Category, false, "文件格式", "Media type"),
        field("bytes", Integer, false, "文件字节数", "Size in bytes"),
        field("pages", Integer, true, "页数；文本输入为空", "Pages; null for text inputs"),
        field(
            "text_layer",
            Category,
            false,
            "文字来源：embedded、ocr、mixed、plain",
            "What the text was read from",
        ),
        field("producer", Text, true, "PDF 生成软件", "The PDF's Producer"),
        field("source_url", Text, true, "清单给出的来源网址", "Source URL, from the manifest"),
        field("list_title", Text, true, "清单给出的列表标题", "Title in the list, from the manifest"),
        field("published", Text, true, "清单给出的发布日期", "Publication date, from the manifest"),
        field("retrieved", Text, true, "清单给出的抓取日期", "Retrieval date, from the manifest"),
        field("errors", Integer, false, "错误级发现数", "Findings of severity error"),
        field("warnings", Integer, false, "警告级发现数", "Findings of severity warning"),
        field("infos", Integer, false, "提示级发现数", "Findings of severity info"),
        field("schema", Category, false, "记录的结构版本", "Schema version of the record"),
    ],
};

/// 单位.
pub const UNITS: TableSchema = TableSchema {
    name: "units",
    zh: "每个单位（部门）一行",
    en: "One row a unit or department",
    key: &["unit_id"],
    foreign: &[],
    fields: &[
        field("unit_id", Text, false, "单位标识：级别与名称", "Level and canonical name"),
        field("name", Text, false, "名称", "Name"),
        field("level", Category, true, "unit 单位、department 部门", "unit or department"),
    ],
};

/// 表.
pub const TABLES: TableSchema = TableSchema {
    name: "tables",
    zh: "每张表一行",
    en: "One row a printed table",
    key: &["table_id"],
    foreign: &[(&["document_id"], "documents", &["document_id"])],
    fields: &[
        field("table_id", Text, false, "表标识：文档标识/t序号", "Document and t + ordinal"),
        field("document_id", Text, false, "文档标识", "Document"),
        field("ordinal", Integer, false, "在文档中的次序，从 1 起", "Position in the document, from 1"),
        field("kind", Category, false, "法定表的种类", "Kind of statutory table"),
        field("title", Text, true, "表名，照印", "Title as printed"),
        field("amount_unit", Category, true, "表内金额单位，照印", "Amount unit as printed"),
        field("first_page", Integer, true, "首页", "First page"),
        field("last_page", Integer, true, "末页", "Last page"),
        field("rows", Integer, false, "行数", "Rows"),
        field("notes", Text, true, "表下说明，以换行分隔", "Notes below it, one a line"),
    ],
};

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

/// 核对结果.
pub const CHECKS: TableSchema = TableSchema {
    name: "checks",
    zh: "每个核对结果一行（相符者除外）",
    en: "One row an outcome of a rule, passes left out",
    key: &["check_id"],
    foreign: &[(&["document_id"], "documents", &["document_id"]), (&["rule"], "rules", &["rule"])],
    fields: &[
        field("check_id", Text, false, "结果标识", "Document and ordinal"),
        field("document_id", Text, false, "文档标识", "Document"),
        field("rule", Category, false, "规则编号", "Rule"),
        field(
            "status",
            Category,
            false,
            "fail 不符、not_applicable 不适用、insufficient 无从核对",
            "Outcome",
        ),
        field("severity", Category, false, "error、warning、info", "Severity"),
        field("message", Text, false, "说明", "Message"),
        field("left", Decimal, true, "左侧，元或百分点", "Left side, yuan or percent"),
        field("right", Decimal, true, "右侧", "Right side"),
        field("difference", Decimal, true, "差额", "Left minus right"),
        field("allowed", Decimal, true, "舍入所能解释的差额", "What rounding explains"),
        field("evidence", Text, true, "证据，以空格分隔的引用", "References, separated by spaces"),
        field("page", Integer, true, "首个证据所在页", "Page of the first piece of evidence"),
    ],
};

/// 规则.
pub const RULES: TableSchema = TableSchema {
    name: "rules",
    zh: "每条核对规则一行，含全库结果计数",
    en: "One row a rule, with its outcomes over all documents",
    key: &["rule"],
    foreign: &[],
    fields: &[
        field("rule", Text, false, "规则编号", "Rule"),
        field("name", Text, true, "恒等关系", "The identity"),
        field("pass", Integer, false, "相符", "Passes"),
        field("fail", Integer, false, "不符", "Failures"),
        field("not_applicable", Integer, false, "不适用的文档", "Documents it does not apply to"),
        field("insufficient", Integer, false, "无从核对", "Could not be checked"),
    ],
};

const CODE_FIELDS: &[Field] = &[
    field("code", Text, false, "科目编码", "Code"),
    field("name", Text, false, "科目名称", "Name"),
    field("parent", Text, true, "上级编码", "Parent's code"),
    field("level", Category, false, "类、款、项", "Level"),
    field("valid_from", Text, true, "起用年度；? 为不详", "First year; ? where unknown"),
    field("valid_to", Text, true, "停用年度；? 为不详", "Last year; ? where unknown"),
    field("evidence", Category, true, "printed、secondary、unverified", "Grade of evidence"),
];

/// 支出功能分类.
pub const CODES_FUNCTIONAL: TableSchema = TableSchema {
    name: "codes_functional",
    zh: "支出功能分类科目",
    en: "Functional classification",
    key: &["code", "name"],
    foreign: &[],
    fields: CODE_FIELDS,
};

/// 支出经济分类.
pub const CODES_ECONOMIC: TableSchema = TableSchema {
    name: "codes_economic",
    zh: "部门预算支出经济分类科目",
    en: "Economic classification",
    key: &["code", "name"],
    foreign: &[],
    fields: CODE_FIELDS,
};

/// 覆盖.
pub const COVERAGE: TableSchema = TableSchema {
    name: "coverage",
    zh: "每个单位、年度、种类一行：有无文档",
    en: "One row a unit, year and kind between the first and the last: whether a document is there",
    key: &["unit_id", "fiscal_year", "kind"],
    foreign: &[(&["unit_id"], "units", &["unit_id"])],
    fields: &[
        field("unit_id", Text, false, "单位标识", "Unit"),
        field("fiscal_year", Integer, false, "年度", "Fiscal year"),
        field("kind", Category, false, "种类", "Kind"),
        field("documents", Integer, false, "文档数", "Documents"),
        field("missing", Boolean, false, "是否缺失", "Whether none is there"),
    ],
};

/// All tables, those that others refer to first.
pub const ALL: &[TableSchema] =
    &[UNITS, DOCUMENTS, TABLES, FACTS, CLAIMS, RULES, CHECKS, CODES_FUNCTIONAL, CODES_ECONOMIC, COVERAGE];

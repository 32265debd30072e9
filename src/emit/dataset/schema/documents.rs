//! What was read and what could have been: documents, units, their tables, the classifications, coverage.

use super::Type::{Boolean, Category, Integer, Text};
use super::{Field, TableSchema, field};

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

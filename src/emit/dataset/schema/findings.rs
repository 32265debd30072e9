//! What the rules made of it.

use super::Type::{Category, Decimal, Integer, Text};
use super::{TableSchema, field};

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

//! The data dictionary, in Chinese and English, written from the schema.

use std::fmt::Write as _;

use super::schema::{ALL, Type};

/// The dictionary as Markdown.
pub fn markdown() -> String {
    let mut text = String::from(
        "# 数据字典 · Data dictionary\n\n本文件由数据结构生成。 Generated from the types: do not edit.\n",
    );
    for table in ALL {
        let _ = write!(text, "\n## {}\n\n{}。\n{}.\n\n", table.name, table.zh, table.en);
        let _ = write!(text, "主键 Primary key: `{}`", table.key.join("`, `"));
        for (columns, other, targets) in table.foreign {
            let _ = write!(text, " · `{}` → `{other}.{}`", columns.join("`, `"), targets.join("`, `"));
        }
        text.push_str("\n\n| 字段 Field | 类型 Type | 可空 Null | 说明 | Description | Fiscal |\n| --- | --- | --- | --- | --- | --- |\n");
        for field in table.fields {
            let kind = match field.kind {
                Type::Text | Type::Category => "text",
                Type::Integer => "integer",
                Type::Decimal => "decimal",
                Type::Boolean => "boolean",
            };
            let null = if field.nullable { "✓" } else { "" };
            let fiscal = field.fiscal.map(|f| format!("`{f}`")).unwrap_or_default();
            let _ = writeln!(
                text,
                "| `{}` | {kind} | {null} | {} | {} | {fiscal} |",
                field.name, field.zh, field.en
            );
        }
    }
    text
}

//! The blocks as JSON, for other producers (test laboratories in other languages) to draw.

use serde_json::{Value, json};

use crate::document::{Align, Block, Document, plain};

/// Writes the document.
pub fn write(d: &Document) -> String {
    let blocks: Vec<Value> = d
        .blocks
        .iter()
        .map(|b| match b {
            Block::Cover(lines) => json!({"cover": lines}),
            Block::Contents(lines) => json!({"contents": lines}),
            Block::Heading(level, text) => json!({"heading": [level, text]}),
            Block::Para(text) => json!({"para": plain(text)}),
            Block::Break => json!({"break": true}),
            Block::Table(t) => json!({"table": {
                "kind": t.kind, "caption": t.caption, "title": t.title, "left": t.left, "unit": t.unit,
                "unit_label": t.unit_label, "head_rows": t.head_rows,
                "head": t.head.iter().map(|h| json!([h.at.0, h.at.1, h.at.2, h.at.3, h.text])).collect::<Vec<_>>(),
                "rows": t.rows, "merged": t.merged, "blank_rows": t.blank_rows, "notes": t.notes,
                "align": t.align.iter().map(|a| match a { Align::Left => "l", Align::Center => "c", Align::Right => "r" })
                    .collect::<String>(),
                "widths": t.widths, "landscape": t.landscape, "statutory": t.statutory,
            }}),
        })
        .collect();
    serde_json::to_string(&json!({"unit": d.unit, "year": d.year, "template": d.template, "blocks": blocks}))
        .unwrap_or_default()
}

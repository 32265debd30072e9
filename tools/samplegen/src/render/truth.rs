//! Truth in the form that the scorer reads.

use serde_json::{Value, json};

use crate::document::{Block, Document};

/// The truth of a document: unit, year, kind, level, tables, findings, and every figure of the narrative.
pub fn write(d: &Document) -> String {
    let tables: Vec<Value> = d
        .tables()
        .filter(|t| t.statutory)
        .enumerate()
        .map(|(i, t)| {
            json!({
                "ordinal": i + 1,
                "kind": t.kind,
                "title": t.title,
                "amount_unit": t.unit,
                "columns": t.paths(),
                "rows": t.rows,
                "notes": t.notes,
            })
        })
        .collect();
    let findings: Vec<Value> = d
        .findings
        .iter()
        .map(|f| {
            json!({
                "kind": f.kind, "where": f.place, "stated": f.stated, "expected": f.expected, "detail": f.detail,
                "planted": true,
            })
        })
        .collect();
    let truth = json!({
        "unit_name": d.unit,
        "fiscal_year": d.year,
        "document_kind": d.kind,
        "level": d.level,
        "template": d.template,
        "tables": tables,
        "findings": findings,
        "figures": figures(d),
    });
    serde_json::to_string_pretty(&truth).unwrap_or_default() + "\n"
}

/// The marked figures of the narrative: what each is (`amount/item/2070101`) and what is printed.
fn figures(d: &Document) -> Vec<Value> {
    let mut list = Vec::new();
    for block in &d.blocks {
        let Block::Para(text) = block else { continue };
        for piece in text.split('⟦').skip(1) {
            let Some((tag, printed)) = piece.split('⟧').next().and_then(|m| m.split_once('|')) else {
                continue;
            };
            if !tag.starts_with("verb/") && !tag.starts_with("name/") {
                list.push(json!([tag, printed]));
            }
        }
    }
    list
}

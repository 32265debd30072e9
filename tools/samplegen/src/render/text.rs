//! Interchange text: Markdown with tab-separated tables.

use crate::document::{Block, Document, Table, plain};

/// Writes the document.
pub fn write(d: &Document) -> String {
    let mut out = String::new();
    for block in &d.blocks {
        match block {
            Block::Cover(lines) => {
                for (i, line) in lines.iter().enumerate() {
                    let mark = if line.contains('：') { "" } else { ["# ", "## "][i.min(1)] };
                    paragraph(&mut out, &format!("{mark}{line}"));
                }
            }
            Block::Contents(lines) => {
                paragraph(&mut out, "目 录");
                for (_, text, page) in lines {
                    paragraph(&mut out, &format!("{text} {} {page}", "…".repeat(12)));
                }
            }
            Block::Heading(level, text) => {
                paragraph(&mut out, &format!("{} {text}", "#".repeat(usize::from(*level) + 1)));
            }
            Block::Para(text) => paragraph(&mut out, &plain(text)),
            Block::Table(table) => write_table(&mut out, table),
            Block::Break => {}
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn paragraph(out: &mut String, text: &str) {
    out.push_str(text);
    out.push_str("\n\n");
}

fn write_table(out: &mut String, t: &Table) {
    if !t.caption.is_empty() {
        paragraph(out, &format!("### {}", t.caption));
    }
    if !t.left.is_empty() {
        paragraph(out, &t.left);
    }
    if let Some(unit) = t.unit {
        paragraph(out, &format!("{}：{unit}", t.unit_label));
    }
    let columns = t.columns();
    for row in 0..t.head_rows {
        let cells: Vec<&str> = (0..columns)
            .map(|c| t.head.iter().find(|h| (h.at.0, h.at.1) == (row, c)).map_or("", |h| h.text.as_str()))
            .collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    for row in &t.rows {
        out.push_str(&row.join("\t"));
        out.push('\n');
    }
    out.push('\n');
    for note in &t.notes {
        paragraph(out, note);
    }
}

//! Typst source.

use std::fmt::Write as _;

use crate::document::{Align, Block, Document, Table, plain};

const HEAD: &str = r#"#set document(date: none)
#set page(paper: "a4", margin: (x: 24mm, y: 26mm), numbering: "— 1 —")
#set text(font: ("WenQuanYi Zen Hei", "Noto Serif CJK SC"), size: 12pt, lang: "zh", region: "cn")
#set par(first-line-indent: (amount: 2em, all: true), leading: 0.9em)
#set table(stroke: 0.6pt + black, inset: (x: 3pt, y: 4pt))
#show table: set text(size: 9pt)
#show table: set par(first-line-indent: 0em, leading: 0.4em)
#show heading.where(level: 1): it => align(center, text(size: 16pt, it.body))
#let sheet(wide, body) = page(flipped: wide, margin: (x: 16mm, y: 18mm), body)
"#;

/// Writes the document.
pub fn write(d: &Document) -> String {
    let mut out = String::from(HEAD);
    let mut pending_break = false;
    for block in &d.blocks {
        let brk = std::mem::replace(&mut pending_break, matches!(block, Block::Break));
        if brk && !matches!(block, Block::Table(_)) {
            out.push_str("#pagebreak(weak: true)\n");
        }
        match block {
            Block::Cover(lines) => {
                let lines: Vec<String> = lines.iter().map(|l| content(l)).collect();
                let _ =
                    writeln!(out, "#v(60mm)\n#align(center, text(size: 24pt, [{}]))", lines.join(" \\\n"));
            }
            Block::Contents(lines) => {
                out.push_str("#align(center, text(size: 16pt)[目 录])\n");
                for (depth, text, page) in lines {
                    let pad = if *depth > 1 { "2em" } else { "0em" };
                    let _ = writeln!(
                        out,
                        "#block(above: 0.7em)[#set par(first-line-indent: 0em); #h({pad}){} #box(width: 1fr, repeat[.]) {page}]",
                        content(text)
                    );
                }
            }
            Block::Heading(level, text) => {
                let _ = writeln!(out, "#heading(level: {level})[{}]\n", content(text));
            }
            Block::Para(text) => {
                let _ = writeln!(out, "{}\n", content(&plain(text)));
            }
            Block::Table(t) => table(&mut out, t, brk),
            Block::Break => {}
        }
    }
    out
}

fn table(out: &mut String, t: &Table, own_page: bool) {
    if own_page {
        let _ = writeln!(out, "#sheet({})[", t.landscape);
    }
    if !t.caption.is_empty() {
        let _ = writeln!(out, "#align(center, text(size: 14pt)[{}])", content(&t.caption));
    }
    if let Some(unit) = t.unit {
        let _ = writeln!(
            out,
            "#block(width: 100%, text(size: 9pt)[#set par(first-line-indent: 0em); {} #h(1fr) {}：{unit}])",
            content(&t.left),
            t.unit_label
        );
    }
    let widths: Vec<String> = t.widths.iter().map(|w| format!("{w}fr")).collect();
    let align: Vec<&str> = t
        .align
        .iter()
        .map(|a| match a {
            Align::Left => "left + horizon",
            Align::Center => "center + horizon",
            Align::Right => "right + horizon",
        })
        .collect();
    let _ = writeln!(
        out,
        "#table(columns: ({},), align: ({},),\n table.header(",
        widths.join(", "),
        align.join(", ")
    );
    for h in &t.head {
        let (row, column, rows, columns) = h.at;
        let _ = writeln!(
            out,
            "  table.cell(x: {column}, y: {row}, rowspan: {rows}, colspan: {columns}, align: center + horizon)[{}],",
            content(&h.text)
        );
    }
    out.push_str(" ),\n");
    for (r, row) in t.rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            match t.span(r, c) {
                0 => {}
                1 => {
                    let _ = write!(out, " [{}],", content(cell));
                }
                n => {
                    let _ =
                        write!(out, " table.cell(colspan: {n}, align: center + horizon)[{}],", content(cell));
                }
            }
        }
        out.push('\n');
    }
    for _ in 0..t.blank_rows {
        let _ = writeln!(out, " {}", "[ ~ ],".repeat(t.columns()));
    }
    out.push_str(")\n");
    for note in &t.notes {
        let _ = writeln!(out, "#text(size: 9pt)[{}]\n", content(note));
    }
    if own_page {
        out.push_str("]\n");
    }
}

/// Text in which no character of Typst's markup means anything.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '#' | '*' | '_' | '`' | '$' | '<' | '>' | '@' | '=' | '-' | '+' | '/' | '[' | ']'
            | '~' | '\'' | '"' | '.' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

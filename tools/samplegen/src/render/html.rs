//! HTML for browsers and for WeasyPrint; long tables repeat their header.

use std::fmt::Write as _;

use crate::document::{Align, Block, Document, Table, plain};

const CSS: &str = "
@page { size: A4; margin: 22mm 20mm; @bottom-center { content: counter(page); font-size: 10pt } }
@page wide { size: A4 landscape; margin: 16mm 14mm }
body { font-family: 'WenQuanYi Zen Hei', 'WenQuanYi Zen Hei Sharp', sans-serif; font-size: 12pt; line-height: 1.8; margin: 0 }
.cover { text-align: center; padding-top: 60mm; font-size: 22pt; font-weight: bold }
h1 { font-size: 16pt; text-align: center; margin: 6mm 0 }
h2 { font-size: 13pt; margin: 3mm 0 }
h3 { font-size: 12pt; margin: 2mm 0 }
p { text-indent: 2em; margin: 0 }
.break { break-before: page }
.contents p { text-indent: 0; display: flex }
.contents .deep { padding-left: 2em }
.contents .dots { flex: 1; border-bottom: 1px dotted #000; margin: 0 4px 6px }
.sheet { font-size: 9pt; line-height: 1.35 }
.wide { page: wide }
.title { text-align: center; font-size: 14pt; text-indent: 0; margin-bottom: 2mm }
.over { display: flex; justify-content: space-between }
.over span { white-space: nowrap }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: 0.6pt solid #000; padding: 1.2mm 1mm; font-weight: normal; overflow-wrap: anywhere }
tr { break-inside: avoid }
td.r { text-align: right } td.c, th { text-align: center }
.note { text-indent: 0; margin-top: 1mm }
";

/// Writes the document; `css` is added to the style.
pub fn write(d: &Document, css: &str) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{}</title><style>{CSS}{css}</style></head><body>\n",
        escape(&d.unit)
    );
    let mut break_next = false;
    for block in &d.blocks {
        let class = if break_next { " break" } else { "" };
        break_next = matches!(block, Block::Break);
        match block {
            Block::Cover(lines) => {
                let lines: Vec<String> = lines.iter().map(|l| escape(l)).collect();
                let _ = writeln!(out, "<div class=\"cover{class}\">{}</div>", lines.join("<br>"));
            }
            Block::Contents(lines) => contents(&mut out, lines, class),
            Block::Heading(level, text) => {
                let _ = writeln!(out, "<h{level} class=\"{}\">{}</h{level}>", class.trim(), escape(text));
            }
            Block::Para(text) => {
                let _ = writeln!(out, "<p class=\"{}\">{}</p>", class.trim(), escape(&plain(text)));
            }
            Block::Table(t) => table(&mut out, t, class),
            Block::Break => {}
        }
    }
    out + "</body></html>\n"
}

fn contents(out: &mut String, lines: &[(u8, String, u32)], class: &str) {
    let _ = writeln!(out, "<div class=\"contents{class}\"><h1>目 录</h1>");
    for (depth, text, page) in lines {
        let deep = if *depth > 1 { " class=\"deep\"" } else { "" };
        let _ = writeln!(
            out,
            "<p{deep}><span>{}</span><span class=\"dots\"></span><span>{page}</span></p>",
            escape(text)
        );
    }
    out.push_str("</div>\n");
}

fn table(out: &mut String, t: &Table, class: &str) {
    let wide = if t.landscape { " wide" } else { "" };
    let _ = writeln!(out, "<div class=\"sheet{wide}{class}\">");
    if !t.caption.is_empty() {
        let _ = writeln!(out, "<p class=\"title\">{}</p>", escape(&t.caption));
    }
    if let Some(unit) = t.unit {
        let _ = writeln!(
            out,
            "<div class=\"over\"><span>{}</span><span>{}：{unit}</span></div>",
            escape(&t.left),
            t.unit_label
        );
    }
    let total: u32 = t.widths.iter().sum::<u32>().max(1);
    out.push_str("<table><colgroup>");
    for w in &t.widths {
        let _ = write!(out, "<col style=\"width:{:.2}%\">", f64::from(*w) * 100.0 / f64::from(total));
    }
    out.push_str("</colgroup><thead>\n");
    for row in 0..t.head_rows {
        out.push_str("<tr>");
        for h in t.head.iter().filter(|h| h.at.0 == row) {
            let _ = write!(out, "<th rowspan=\"{}\" colspan=\"{}\">{}</th>", h.at.2, h.at.3, escape(&h.text));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</thead><tbody>\n");
    for (r, row) in t.rows.iter().enumerate() {
        out.push_str("<tr>");
        for (c, cell) in row.iter().enumerate() {
            let span = t.span(r, c);
            let align = match (span, t.align.get(c)) {
                (0, _) => continue,
                (2.., _) | (_, Some(Align::Center)) => "c",
                (_, Some(Align::Right)) => "r",
                _ => "l",
            };
            let across = if span > 1 { format!(" colspan=\"{span}\"") } else { String::new() };
            let _ = write!(out, "<td class=\"{align}\"{across}>{}</td>", escape(cell));
        }
        out.push_str("</tr>\n");
    }
    for _ in 0..t.blank_rows {
        let _ = writeln!(out, "<tr>{}</tr>", "<td>&nbsp;</td>".repeat(t.columns()));
    }
    out.push_str("</tbody></table>\n");
    for note in &t.notes {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(note));
    }
    out.push_str("</div>\n");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

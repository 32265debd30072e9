//! Flat OpenDocument text, for LibreOffice Writer.

use std::fmt::Write as _;

use crate::document::{Align, Block, Document, Table, plain};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'WenQuanYi Zen Hei'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="F" style:font-name-asian="F" style:font-name-complex="F" fo:font-size="12pt" style:font-size-asian="12pt" fo:language="zh" fo:country="CN" style:language-asian="zh" style:country-asian="CN"/></style:default-style></office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.2cm" style:print-orientation="portrait"/><style:footer-style/></style:page-layout>
<style:page-layout style:name="pw"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1.6cm" style:print-orientation="landscape"/><style:footer-style/></style:page-layout>
"#;

const CELL: &str = r#"<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.04cm" style:vertical-align="middle"/></style:style>
<style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="P" style:page-layout-name="pm"><style:footer><text:p text:style-name="foot"><text:page-number/></text:p></style:footer></style:master-page><style:master-page style:name="W" style:page-layout-name="pw"><style:footer><text:p text:style-name="foot"><text:page-number/></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>
"#;

/// Paragraph styles: name, size, alignment, further properties.
const STYLES: &[(&str, u32, &str, &str)] = &[
    ("cover", 24, "center", "fo:margin-top=\"2cm\""),
    ("h1", 16, "center", "fo:margin-top=\"0.4cm\" fo:margin-bottom=\"0.3cm\""),
    ("h2", 13, "start", "fo:text-indent=\"0.9cm\""),
    ("h3", 12, "start", "fo:text-indent=\"0.9cm\""),
    ("body", 12, "start", "fo:text-indent=\"0.85cm\" fo:line-height=\"160%\""),
    ("toc", 12, "start", "fo:line-height=\"150%\""),
    ("title", 14, "center", ""),
    ("small", 9, "start", ""),
    ("l", 9, "start", ""),
    ("c", 9, "center", ""),
    ("r", 9, "end", ""),
    ("foot", 9, "center", ""),
];

/// Writes the document.
pub fn write(d: &Document) -> String {
    let mut out = String::from(HEAD);
    styles(&mut out, d);
    out.push_str(CELL);
    let mut wide = false;
    let mut page = "P";
    let mut number = 0;
    for (i, block) in d.blocks.iter().enumerate() {
        let opens = i == 0 || matches!(d.blocks[i - 1], Block::Break);
        match block {
            Block::Cover(lines) => {
                for (j, line) in lines.iter().enumerate() {
                    para(&mut out, "cover", if j == 0 && opens { page } else { "" }, line);
                }
            }
            Block::Contents(lines) => {
                para(&mut out, "h1", if opens { page } else { "" }, "目 录");
                for (depth, text, at) in lines {
                    let pad = "\u{3000}\u{3000}".repeat(usize::from(*depth - 1));
                    let used: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
                    let dots = ".".repeat(78usize.saturating_sub(used + usize::from(*depth) * 4));
                    para(&mut out, "toc", "", &format!("{pad}{text}{dots}{at}"));
                }
            }
            Block::Heading(level, text) => {
                if opens || wide {
                    (wide, page) = (false, "P");
                }
                para(
                    &mut out,
                    ["h1", "h2", "h3"][usize::from(*level).clamp(1, 3) - 1],
                    if opens { page } else { "" },
                    text,
                );
            }
            Block::Para(text) => para(&mut out, "body", if opens { page } else { "" }, &plain(text)),
            Block::Table(t) => {
                number += 1;
                (wide, page) = (t.landscape, if t.landscape { "W" } else { "P" });
                table(&mut out, t, if opens { page } else { "" }, number);
                (wide, page) = if wide { (true, "W") } else { (false, "P") };
            }
            Block::Break => page = "P",
        }
    }
    out + "</office:text></office:body></office:document>\n"
}

fn styles(out: &mut String, d: &Document) {
    for (name, size, align, more) in STYLES {
        for master in ["", "P", "W"] {
            let page = if master.is_empty() {
                String::new()
            } else {
                format!(" style:master-page-name=\"{master}\"")
            };
            let _ = writeln!(
                out,
                "<style:style style:name=\"{name}{master}\" style:family=\"paragraph\"{page}><style:paragraph-properties fo:text-align=\"{align}\" {more}/><style:text-properties fo:font-size=\"{size}pt\" style:font-size-asian=\"{size}pt\"/></style:style>"
            );
        }
    }
    for (number, t) in d.tables().enumerate() {
        let whole = if t.landscape { 26.4 } else { 16.6 };
        let total: u32 = t.widths.iter().sum::<u32>().max(1);
        let _ = writeln!(
            out,
            "<style:style style:name=\"t{}\" style:family=\"table\"><style:table-properties style:width=\"{whole}cm\" table:align=\"center\"/></style:style>",
            number + 1
        );
        for (c, w) in t.widths.iter().enumerate() {
            let width = whole * f64::from(*w) / f64::from(total);
            let _ = writeln!(
                out,
                "<style:style style:name=\"t{}c{c}\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"{width:.3}cm\"/></style:style>",
                number + 1
            );
        }
    }
}

fn para(out: &mut String, style: &str, master: &str, text: &str) {
    let _ = writeln!(out, "<text:p text:style-name=\"{style}{master}\">{}</text:p>", escape(text));
}

fn table(out: &mut String, t: &Table, master: &str, number: usize) {
    let mut first = master;
    if !t.caption.is_empty() {
        para(out, "title", first, &t.caption);
        first = "";
    }
    if let Some(unit) = t.unit {
        if !t.left.is_empty() {
            para(out, "small", first, &t.left);
        }
        para(out, "r", "", &format!("{}：{unit}", t.unit_label));
    }
    let _ = writeln!(out, "<table:table table:style-name=\"t{number}\">");
    for c in 0..t.columns() {
        let _ = write!(out, "<table:table-column table:style-name=\"t{number}c{c}\"/>");
    }
    out.push_str("<table:table-header-rows>\n");
    for r in 0..t.head_rows {
        out.push_str("<table:table-row table:style-name=\"row\">");
        for c in 0..t.columns() {
            match t.head.iter().find(|h| (h.at.0, h.at.1) == (r, c)) {
                Some(h) => cell(out, &h.text, "c", h.at.3, h.at.2),
                None => out.push_str("<table:covered-table-cell/>"),
            }
        }
        out.push_str("</table:table-row>\n");
    }
    out.push_str("</table:table-header-rows>\n");
    for (r, row) in t.rows.iter().enumerate() {
        out.push_str("<table:table-row table:style-name=\"row\">");
        for (c, text) in row.iter().enumerate() {
            let span = t.span(r, c);
            let align = match (span, t.align.get(c)) {
                (0, _) => {
                    out.push_str("<table:covered-table-cell/>");
                    continue;
                }
                (2.., _) | (_, Some(Align::Center)) => "c",
                (_, Some(Align::Right)) => "r",
                _ => "l",
            };
            cell(out, text, align, span, 1);
        }
        out.push_str("</table:table-row>\n");
    }
    for _ in 0..t.blank_rows {
        out.push_str("<table:table-row table:style-name=\"row\">");
        for _ in 0..t.columns() {
            cell(out, "", "l", 1, 1);
        }
        out.push_str("</table:table-row>\n");
    }
    out.push_str("</table:table>\n");
    for note in &t.notes {
        para(out, "small", "", note);
    }
}

fn cell(out: &mut String, text: &str, align: &str, columns: usize, rows: usize) {
    let mut span = String::new();
    if columns > 1 {
        let _ = write!(span, " table:number-columns-spanned=\"{columns}\"");
    }
    if rows > 1 {
        let _ = write!(span, " table:number-rows-spanned=\"{rows}\"");
    }
    let _ = write!(
        out,
        "<table:table-cell table:style-name=\"cell\"{span}><text:p text:style-name=\"{align}\">{}</text:p></table:table-cell>",
        escape(text)
    );
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // White space is collapsed in OpenDocument.
    text.replace("  ", " <text:s/>")
}

//! A picture of what the layout saw on a page, as SVG: glyph boxes, edges, crossings, cells, the table that each
//! belongs to, and the lines of running text.

use std::fmt::Write as _;

use crate::model::{BBox, Block, Page};

use super::grid::{self, FoundTable, edges};
use super::line;
use super::sift;
use super::upright::Turn;

/// Colours of tables, in turn.
const COLOURS: [&str; 6] = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf"];

/// The page as SVG. `blocks` is the whole document's result: it tells which of the document's tables (`t1`,
/// `t2` …) a cell went into.
pub fn svg(mut page: Page, blocks: &[Block]) -> String {
    let mut out = String::new();
    let (width, height) = (page.width, page.height);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
    );
    for fill in &page.fills {
        shape(&mut out, &fill.bbox, "fill=\"#eee\"", "");
    }
    for image in &page.images {
        shape(&mut out, &image.bbox, "fill=\"#fffbe6\" stroke=\"#cc9\"", "image");
    }
    let turn = Turn::upright(&mut page);
    let (kind, sifted) = sift::sift(&mut page);
    let edges = edges::find(&page.rules, grid::ink::Ink::of(&page).size);
    let tables = grid::find_tables(&page);
    let mut owner: Vec<Option<usize>> = vec![None; page.glyphs.len()];
    for (at, table) in tables.iter().enumerate() {
        for glyph in &table.glyphs {
            if let Some(o) = owner.get_mut(*glyph as usize) {
                *o = Some(at);
            }
        }
    }
    for (g, owner) in page.glyphs.iter().zip(&owner) {
        let colour = owner.map_or("#999", |t| COLOURS[t % COLOURS.len()]);
        let b = turn.back(&g.bbox);
        shape(&mut out, &b, &format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"0.2\""), "");
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" fill=\"{colour}\">{}</text>",
            b.x0,
            b.y1,
            (b.height() * 0.8).max(1.0),
            escape(g.ch.encode_utf8(&mut [0; 4]))
        );
    }
    for (lines, across) in [(&edges.horizontal, true), (&edges.vertical, false)] {
        for e in lines {
            let b = if across {
                BBox { x0: e.lo, y0: e.at, x1: e.hi, y1: e.at }
            } else {
                BBox { x0: e.at, y0: e.lo, x1: e.at, y1: e.hi }
            };
            let b = turn.back(&b);
            let _ = writeln!(
                out,
                "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"#e6550d\" stroke-width=\"0.4\"/>",
                b.x0, b.y0, b.x1, b.y1
            );
        }
    }
    crossings(&mut out, &edges, turn);
    let names = names(blocks, page.number);
    for (at, table) in tables.iter().enumerate() {
        draw_table(&mut out, table, COLOURS[at % COLOURS.len()], turn, &names);
    }
    let free = (0..page.glyphs.len() as u32).filter(|&i| owner[i as usize].is_none()).collect();
    for l in line::lines(&page.glyphs, free) {
        let note = format!("line y={:.1} size={:.1} head={:.1} {}", l.y, l.size, l.head_width, l.text);
        shape(
            &mut out,
            &turn.back(&l.bbox),
            "fill=\"none\" stroke=\"#393\" stroke-width=\"0.5\" stroke-dasharray=\"2 1\"",
            &note,
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"4\" y=\"8\" font-size=\"6\">page {} · {kind:?} · {} glyphs · {} rules · {} tables · watermark {} · hidden {} · outside {} · unmapped {}</text>\n</svg>",
        page.number,
        page.glyphs.len(),
        page.rules.len(),
        tables.len(),
        sifted.watermark,
        sifted.hidden,
        page.outside,
        page.unmapped
    );
    out
}

/// The document's tables that have cells on a page: name and boxes of the cells.
fn names(blocks: &[Block], page: u32) -> Vec<(String, Vec<BBox>)> {
    let tables = blocks.iter().filter_map(|b| if let Block::Table(g) = b { Some(g) } else { None });
    tables
        .enumerate()
        .map(|(k, g)| {
            let here = g.rows.iter().flatten().filter(|c| c.page == page && !c.text.is_empty());
            (format!("t{}", k + 1), here.map(|c| c.bbox).collect::<Vec<_>>())
        })
        .filter(|(_, cells)| !cells.is_empty())
        .collect()
}

fn draw_table(out: &mut String, table: &FoundTable, colour: &str, turn: Turn, names: &[(String, Vec<BBox>)]) {
    let edge = |v: &[f32], i: usize| v.get(i).or(v.last()).copied().unwrap_or(0.0);
    let whole = turn.back(&table.bbox);
    let inside = |b: &BBox| {
        let (x, y) = b.center();
        x >= whole.x0 && x <= whole.x1 && y >= whole.y0 && y <= whole.y1
    };
    let name = names.iter().find(|(_, cells)| cells.iter().any(inside)).map_or("apart", |(n, _)| n.as_str());
    for (r, row) in table.grid.rows.iter().enumerate() {
        for cell in row {
            let y0 = table.row_edges.get(r).map_or(table.bbox.y0, |e| e.0);
            let last = (r + cell.row_span).saturating_sub(1);
            let y1 = table.row_edges.get(last).or(table.row_edges.last()).map_or(table.bbox.y1, |e| e.1);
            let area = BBox {
                x0: edge(&table.column_edges, cell.column),
                y0,
                x1: edge(&table.column_edges, cell.column + cell.column_span),
                y1,
            };
            let header = if r < table.grid.header_rows { 0.18 } else { 0.06 };
            let style = format!(
                "fill=\"{colour}\" fill-opacity=\"{header}\" stroke=\"{colour}\" stroke-width=\"0.6\""
            );
            shape(out, &turn.back(&area), &style, &format!("{name} r{r} c{} {}", cell.column, cell.text));
        }
    }
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"7\" fill=\"{colour}\">{name} {:?} {}×{} header {} open {}{}</text>",
        whole.x0,
        whole.y0 - 1.0,
        table.evidence,
        table.grid.rows.len(),
        table.grid.columns,
        table.grid.header_rows,
        if table.open_top { "top " } else { "" },
        if table.open_bottom { "bottom" } else { "" }
    );
}

/// Where lines meet, within a point.
fn crossings(out: &mut String, edges: &edges::Edges, turn: Turn) {
    let mut left = 20_000_usize;
    for h in &edges.horizontal {
        for v in &edges.vertical {
            if v.at >= h.lo - 1.0 && v.at <= h.hi + 1.0 && h.at >= v.lo - 1.0 && h.at <= v.hi + 1.0 {
                let b = turn.back(&BBox { x0: v.at, y0: h.at, x1: v.at, y1: h.at });
                let _ = writeln!(
                    out,
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"0.9\" fill=\"#e6550d\"/>",
                    b.x0, b.y0
                );
                left -= 1;
                if left == 0 {
                    return;
                }
            }
        }
    }
}

fn shape(out: &mut String, b: &BBox, style: &str, note: &str) {
    let _ = write!(
        out,
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" {style}",
        b.x0,
        b.y0,
        b.width().max(0.0),
        b.height().max(0.0)
    );
    if note.is_empty() {
        out.push_str("/>\n");
    } else {
        let _ = writeln!(out, "><title>{}</title></rect>", escape(note));
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

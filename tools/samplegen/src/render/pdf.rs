//! A PDF writer of our own for load tests: one font that is not embedded (UniGB-UCS2-H, as 公文 systems do),
//! ruled tables, compressed pages. Needs no other program and writes thousands of documents a minute.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::document::{Align, Block, Document, Table, plain};

const MARGIN: f32 = 50.0;

/// Writes the document.
pub fn write(d: &Document) -> Vec<u8> {
    let mut canvas = Canvas { pages: Vec::new(), y: 0.0 };
    canvas.page(false);
    for block in &d.blocks {
        match block {
            Block::Cover(lines) => {
                canvas.y += 180.0;
                for line in lines {
                    canvas.centered(line, 24.0);
                }
            }
            Block::Contents(lines) => {
                canvas.centered("目 录", 16.0);
                for (depth, text, page) in lines {
                    let pad = f32::from(*depth - 1) * 24.0;
                    let room = canvas.width() - 2.0 * MARGIN - pad - measure(text, 12.0) - 24.0;
                    let dots = ".".repeat((room / 6.0).max(3.0) as usize);
                    canvas.line(&format!("{text}{dots}{page}"), MARGIN + pad, 12.0);
                }
            }
            Block::Heading(1, text) => canvas.centered(text, 16.0),
            Block::Heading(_, text) => canvas.line(text, MARGIN + 24.0, 12.5),
            Block::Para(text) => {
                let text = format!("\u{3000}\u{3000}{}", plain(text));
                for line in wrap(&text, canvas.width() - 2.0 * MARGIN, 12.0) {
                    canvas.line(&line, MARGIN, 12.0);
                }
            }
            Block::Table(t) => table(&mut canvas, t),
            Block::Break => canvas.page(false),
        }
    }
    assemble(&canvas.pages)
}

struct Sheet {
    wide: bool,
    content: String,
}

struct Canvas {
    pages: Vec<Sheet>,
    y: f32,
}

impl Canvas {
    fn page(&mut self, wide: bool) {
        match self.pages.last_mut() {
            Some(last) if last.content.is_empty() => last.wide = wide,
            _ => self.pages.push(Sheet { wide, content: String::new() }),
        }
        self.y = MARGIN;
    }

    fn wide(&self) -> bool {
        self.pages.last().is_some_and(|p| p.wide)
    }

    fn width(&self) -> f32 {
        if self.wide() { 842.0 } else { 595.0 }
    }

    fn height(&self) -> f32 {
        if self.wide() { 595.0 } else { 842.0 }
    }

    fn room(&self) -> f32 {
        self.height() - MARGIN - self.y
    }

    fn text(&mut self, text: &str, x: f32, baseline: f32, size: f32) {
        if text.is_empty() {
            return;
        }
        let y = self.height() - baseline;
        if let Some(sheet) = self.pages.last_mut() {
            let _ = write!(sheet.content, "BT /F1 {size} Tf {x:.2} {y:.2} Td <");
            for unit in text.encode_utf16() {
                let _ = write!(sheet.content, "{unit:04X}");
            }
            sheet.content.push_str("> Tj ET\n");
        }
    }

    fn rule(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) {
        let h = self.height();
        if let Some(sheet) = self.pages.last_mut() {
            let _ = writeln!(sheet.content, "{x0:.2} {:.2} m {x1:.2} {:.2} l S", h - y0, h - y1);
        }
    }

    fn line(&mut self, text: &str, x: f32, size: f32) {
        if self.room() < size * 1.7 {
            let wide = self.wide();
            self.page(wide);
        }
        self.text(text, x, self.y + size, size);
        self.y += size * 1.7;
    }

    fn centered(&mut self, text: &str, size: f32) {
        let x = (self.width() - measure(text, size)) / 2.0;
        self.line(text, x.max(MARGIN), size);
    }
}

/// Advance of a text: Latin half an em, the rest a whole one (the widths that the font dictionary states).
fn measure(text: &str, size: f32) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f32>() * size
}

fn wrap(text: &str, width: f32, size: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for c in text.chars() {
        let advance = if c.is_ascii() { 0.5 } else { 1.0 } * size;
        if used + advance > width && used > 0.0 {
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(last) = lines.last_mut() {
            last.push(c);
        }
        used += advance;
    }
    lines
}

const CELL: f32 = 8.0;
const PAD: f32 = 2.5;

struct Boxed<'a> {
    column: usize,
    columns: usize,
    rows: usize,
    text: &'a str,
    align: Align,
}

fn table(canvas: &mut Canvas, t: &Table) {
    if t.statutory {
        canvas.page(t.landscape);
    }
    if !t.caption.is_empty() {
        canvas.centered(&t.caption, 14.0);
    }
    if let Some(unit) = t.unit {
        let right = format!("{}：{unit}", t.unit_label);
        let x = canvas.width() - MARGIN - measure(&right, 9.0);
        canvas.text(&t.left, MARGIN, canvas.y + 9.0, 9.0);
        canvas.line(&right, x, 9.0);
    }
    let total: u32 = t.widths.iter().sum::<u32>().max(1);
    let scale = (canvas.width() - 2.0 * MARGIN) / total as f32;
    let mut edges = vec![MARGIN];
    for w in &t.widths {
        edges.push(edges.last().copied().unwrap_or(MARGIN) + *w as f32 * scale);
    }
    let head: Vec<Vec<Boxed>> = (0..t.head_rows)
        .map(|r| {
            let row = t.head.iter().filter(|h| h.at.0 == r);
            row.map(|h| Boxed {
                column: h.at.1,
                columns: h.at.3,
                rows: h.at.2,
                text: &h.text,
                align: Align::Center,
            })
            .collect()
        })
        .collect();
    draw(canvas, &head, &edges);
    let blank = vec![String::new(); t.columns()];
    let body = t.rows.iter().chain(std::iter::repeat_n(&blank, t.blank_rows));
    for (r, row) in body.enumerate() {
        let cells: Vec<Boxed> = row
            .iter()
            .enumerate()
            .map(|(c, text)| (c, text, t.span(r, c)))
            .filter(|(_, _, span)| *span > 0)
            .map(|(c, text, span)| Boxed {
                column: c,
                columns: span,
                rows: 1,
                text,
                align: if span > 1 { Align::Center } else { t.align.get(c).copied().unwrap_or(Align::Left) },
            })
            .collect();
        let rows = [cells];
        if height(&rows[0], &edges) > canvas.room() {
            let wide = canvas.wide();
            canvas.page(wide);
            draw(canvas, &head, &edges);
        }
        draw(canvas, &rows, &edges);
    }
    canvas.y += 4.0;
    for note in &t.notes {
        canvas.line(note, MARGIN, 9.0);
    }
}

fn lines_of(cell: &Boxed, edges: &[f32]) -> Vec<String> {
    let width = edges[cell.column + cell.columns] - edges[cell.column] - 2.0 * PAD;
    wrap(cell.text, width, CELL)
}

fn height(row: &[Boxed], edges: &[f32]) -> f32 {
    let lines = row.iter().filter(|c| c.rows == 1).map(|c| lines_of(c, edges).len()).max().unwrap_or(1);
    lines as f32 * CELL * 1.25 + 2.0 * PAD
}

/// Draws rows that stand together (the whole header, or one body row).
fn draw(canvas: &mut Canvas, rows: &[Vec<Boxed>], edges: &[f32]) {
    let mut tops = vec![canvas.y];
    for row in rows {
        tops.push(tops.last().copied().unwrap_or(canvas.y) + height(row, edges));
    }
    for (r, row) in rows.iter().enumerate() {
        for cell in row {
            let (x0, x1) = (edges[cell.column], edges[cell.column + cell.columns]);
            let (y0, y1) = (tops[r], tops[(r + cell.rows).min(rows.len())]);
            for (a, b, c, d) in [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)] {
                canvas.rule(a, b, c, d);
            }
            let lines = lines_of(cell, edges);
            let mut y = f32::midpoint(y0, y1) - lines.len() as f32 * CELL * 0.625;
            for line in lines {
                let free = x1 - x0 - measure(&line, CELL);
                let x = match cell.align {
                    Align::Left => x0 + PAD,
                    Align::Center => x0 + free / 2.0,
                    Align::Right => x0 + free - PAD,
                };
                canvas.text(&line, x, y + CELL, CELL);
                y += CELL * 1.25;
            }
        }
    }
    canvas.y = tops.last().copied().unwrap_or(canvas.y);
}

fn assemble(pages: &[Sheet]) -> Vec<u8> {
    let mut out: Vec<u8> = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |out: &mut Vec<u8>, body: &[u8]| {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", offsets.len()).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    };
    let kids: Vec<String> = (0..pages.len()).map(|i| format!("{} 0 R", 6 + i * 2)).collect();
    object(&mut out, b"<< /Type /Catalog /Pages 2 0 R >>");
    object(
        &mut out,
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" ")).as_bytes(),
    );
    object(
        &mut out,
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    );
    object(
        &mut out,
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] \
          /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>",
    );
    object(
        &mut out,
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
          /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>",
    );
    for (i, page) in pages.iter().enumerate() {
        let (w, h) = if page.wide { (842, 595) } else { (595, 842) };
        let body = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w} {h}] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            7 + i * 2
        );
        object(&mut out, body.as_bytes());
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        let packed = encoder.write_all(b"0.5 w\n").and_then(|()| encoder.write_all(page.content.as_bytes()));
        let packed = packed.and_then(|()| encoder.finish()).unwrap_or_default();
        let mut stream =
            format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", packed.len()).into_bytes();
        stream.extend_from_slice(&packed);
        stream.extend_from_slice(b"\nendstream");
        object(&mut out, &stream);
    }
    let start = out.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1);
    for offset in &offsets {
        let _ = write!(tail, "{offset:010} 00000 n ");
        tail.push('\n');
    }
    let _ =
        write!(tail, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1);
    out.extend_from_slice(tail.as_bytes());
    out
}

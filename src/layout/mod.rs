//! Glyphs and rules → lines, paragraphs, grids: edges → crossings → cells → tables → joined over pages.
//!
//! Page by page: [`upright`] turns what runs sideways, [`sift`] takes watermarks off, [`grid`] finds the tables,
//! [`line`] makes lines of the rest. At the end, over all pages: [`running`] heads go, [`flow`] joins lines to
//! paragraphs and [`join`] tables to tables.

mod beside;
mod columns;
mod contents;
pub mod debug;
mod drawn;
mod flow;
mod gauge;
pub mod grid;
mod halves;
mod heading;
mod imprint;
mod join;
mod line;
mod number;
mod running;
mod sheet;
mod sift;
#[cfg(test)]
mod tests;
mod upright;
mod wording;

use crate::error::{Error, ErrorCode};
use crate::model::{Block, Diagnostic, Page, Severity, TextLayer};

use sheet::Sheet;
use sift::{PageKind, Sifted};
use upright::Turn;

/// Takes the pages one after the other and gives the document's blocks at the end. Keeps of a page only its
/// lines and grids, never its glyphs.
#[derive(Debug, Default)]
pub struct Layout {
    sheets: Vec<Sheet>,
    gauge: gauge::Gauge,
    watermarked: Vec<u32>,
    hidden: Vec<u32>,
}

/// The document's blocks in reading order, and what the layout noticed.
#[derive(Debug)]
pub struct LaidOut {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// What the text was read from.
    pub text_layer: TextLayer,
    /// What was noticed (scanned pages, watermarks removed, a table that could not be made sense of).
    pub diagnostics: Vec<Diagnostic>,
}

impl Layout {
    /// Takes the next page.
    pub fn push(&mut self, mut page: Page) {
        let turn = Turn::upright(&mut page);
        let (kind, Sifted { watermark, hidden }) = sift::sift(&mut page);
        if watermark > 0 {
            self.watermarked.push(page.number);
        }
        if hidden > 0 {
            self.hidden.push(page.number);
        }
        self.gauge.page(page.number, &page.glyphs);
        for (half, from) in halves::split(page) {
            self.sheet(&half, turn.moved(from), kind);
        }
    }

    /// Keeps the lines and tables of a page.
    fn sheet(&mut self, page: &Page, turn: Turn, kind: PageKind) {
        crate::clock::tick();
        let mut tables = grid::find_tables(page);
        let mut free = vec![true; page.glyphs.len()];
        for table in &mut tables {
            for glyph in std::mem::take(&mut table.glyphs) {
                if let Some(f) = free.get_mut(glyph as usize) {
                    *f = false;
                }
            }
        }
        let picked = (0..page.glyphs.len() as u32).filter(|&i| free[i as usize]).collect();
        let lines = line::lines(&page.glyphs, picked);
        self.sheets.push(Sheet {
            number: page.number,
            width: page.width,
            height: page.height,
            turn,
            kind,
            items: sheet::in_order(lines, tables),
        });
    }

    /// Joins over pages and gives the document.
    ///
    /// # Errors
    /// `no_text_layer` for a scan, `unreadable_text` when the characters are not the printed ones.
    pub fn finish(mut self) -> Result<LaidOut, Error> {
        let mut diagnostics = Vec::new();
        let text_layer = self.text_layer(&mut diagnostics)?;
        let unreadable = self.gauge.judge(&mut diagnostics)?;
        for sheet in self.sheets.iter_mut().filter(|s| unreadable.contains(&s.number)) {
            sheet.items.clear();
        }
        let body = flow::body_size(&self.sheets);
        running::remove(&mut self.sheets, body);
        let mut pieces = beside::tables(join::tables(flow::pieces(self.sheets, body)));
        let entries = contents::mark(&mut pieces);
        let blocks = heading::blocks(pieces, &entries, body);
        Ok(LaidOut { blocks, text_layer, diagnostics })
    }

    fn text_layer(&self, diagnostics: &mut Vec<Diagnostic>) -> Result<TextLayer, Error> {
        let of =
            |kind| self.sheets.iter().filter(move |s| s.kind == kind).map(|s| s.number).collect::<Vec<u32>>();
        let (text, ocr, pictures) = (of(PageKind::Text), of(PageKind::Ocr), of(PageKind::Picture));
        if text.is_empty() && ocr.is_empty() {
            return Err(Error::new(
                ErrorCode::NoTextLayer,
                "no text in this file, its pages are pictures: run an OCR tool over it first (for example ocrmypdf -l chi_sim in.pdf out.pdf) and ingest the result",
            ));
        }
        if !pictures.is_empty() {
            diagnostics.push(Diagnostic::new(
                Diagnostic::SCANNED_PAGES,
                Severity::Warning,
                format!(
                    "第{}页只有图像，没有文字，其内容不在结果中；请先用 OCR 工具（如 ocrmypdf）处理",
                    ranges(&pictures)
                ),
                pictures.first().copied(),
            ));
        }
        if !ocr.is_empty() {
            diagnostics.push(Diagnostic::new(
                Diagnostic::RECOGNISED,
                Severity::Info,
                format!("第{}页的文字由 OCR 识别，可能与所印不同", ranges(&ocr)),
                ocr.first().copied(),
            ));
        }
        if !self.hidden.is_empty() {
            diagnostics.push(Diagnostic::new(
                Diagnostic::HIDDEN_TEXT,
                Severity::Info,
                format!("第{}页有不可见的文字，未采用", ranges(&self.hidden)),
                self.hidden.first().copied(),
            ));
        }
        if !self.watermarked.is_empty() {
            diagnostics.push(Diagnostic::new(
                Diagnostic::WATERMARK,
                Severity::Info,
                format!("第{}页的水印或印章文字已去除", ranges(&self.watermarked)),
                self.watermarked.first().copied(),
            ));
        }
        Ok(match (text.is_empty(), ocr.is_empty(), pictures.is_empty()) {
            (false, true, true) => TextLayer::Embedded,
            (true, _, _) => TextLayer::Ocr,
            _ => TextLayer::Mixed,
        })
    }
}

/// Page numbers as a reader writes them: 1–3、7.
fn ranges(pages: &[u32]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(&first) = pages.get(at) {
        let mut last = first;
        while pages.get(at + 1) == Some(&(last + 1)) {
            last += 1;
            at += 1;
        }
        if !out.is_empty() {
            out.push('、');
        }
        out.push_str(&first.to_string());
        if first != last {
            out.push('–');
            out.push_str(&last.to_string());
        }
        at += 1;
    }
    out
}

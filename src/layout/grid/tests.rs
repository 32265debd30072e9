//! Tables drawn by hand: a page as the PDF room would give it, in a few lines.

use super::{FoundTable, find_tables};
use crate::model::{BBox, Fill, Glyph, GlyphFlags, Page, Rule};

/// A page to draw on.
pub struct Sheet(pub Page);

impl Sheet {
    pub fn new() -> Self {
        Self(Page { number: 1, width: 595.0, height: 842.0, ..Page::default() })
    }

    pub fn text(self, x: f32, y: f32, text: &str) -> Self {
        self.sized(x, y, 10.0, text)
    }

    /// Text whose top left corner is at `x`, `y`; Han characters are as wide as high, others half.
    pub fn sized(mut self, x: f32, y: f32, size: f32, text: &str) -> Self {
        let mut at = x;
        for ch in text.chars() {
            let width = if ch.is_ascii() { size / 2.0 } else { size };
            self.0.glyphs.push(Glyph {
                ch,
                bbox: BBox { x0: at, y0: y, x1: at + width, y1: y + size },
                origin: (at, y + 0.88 * size),
                size,
                angle: 0.0,
                font: 0,
                flags: GlyphFlags::default(),
            });
            at += width;
        }
        self
    }

    /// Text whose right edge is at `x`.
    pub fn right(self, x: f32, y: f32, text: &str) -> Self {
        self.text(x - width(text), y, text)
    }

    /// Text whose middle is at `x`.
    pub fn middle(self, x: f32, y: f32, text: &str) -> Self {
        self.text(x - width(text) / 2.0, y, text)
    }

    pub fn rule(mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        self.0.rules.push(Rule { x0, y0, x1, y1 });
        self
    }

    pub fn fill(mut self, x0: f32, y0: f32, x1: f32, y1: f32, lightness: f32) -> Self {
        self.0.fills.push(Fill { bbox: BBox { x0, y0, x1, y1 }, lightness });
        self
    }

    /// All lines of a full grid.
    pub fn lines(mut self, xs: &[f32], ys: &[f32]) -> Self {
        let (left, right) = (xs[0], xs[xs.len() - 1]);
        let (top, bottom) = (ys[0], ys[ys.len() - 1]);
        for &y in ys {
            self = self.rule(left, y, right, y);
        }
        for &x in xs {
            self = self.rule(x, top, x, bottom);
        }
        self
    }

    pub fn tables(&self) -> Vec<FoundTable> {
        find_tables(&self.0)
    }
}

pub fn width(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum()
}

/// The grid as text: cells with their spans where they have any.
pub fn show(table: &FoundTable) -> Vec<String> {
    let cell = |c: &crate::model::GridCell| match (c.row_span, c.column_span) {
        (1, 1) => c.text.clone(),
        (r, n) => format!("{}[{r}x{n}]", c.text),
    };
    table.grid.rows.iter().map(|r| r.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn a_full_grid() {
    let t = Sheet::new()
        .lines(&[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0])
        .text(60.0, 105.0, "项目")
        .text(160.0, 105.0, "预算数")
        .text(60.0, 125.0, "收入")
        .right(245.0, 125.0, "10,325.47")
        .tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0]), ["项目|预算数", "收入|10,325.47"]);
    assert_eq!(t[0].grid.header_rows, 1);
    assert_eq!(t[0].glyphs.len(), 2 + 3 + 2 + 9);
}

#[test]
fn header_cells_span_and_a_body_cell_spans() {
    let xs = [50.0, 100.0, 200.0, 300.0];
    let mut s = Sheet::new();
    for y in [100.0, 140.0, 180.0] {
        s = s.rule(xs[0], y, xs[3], y);
    }
    s = s.rule(100.0, 120.0, 300.0, 120.0).rule(50.0, 160.0, 300.0, 160.0);
    s = s.rule(50.0, 100.0, 50.0, 180.0).rule(300.0, 100.0, 300.0, 180.0);
    s = s.rule(100.0, 100.0, 100.0, 160.0).rule(200.0, 120.0, 200.0, 180.0);
    let t = s
        .text(60.0, 115.0, "科目")
        .text(160.0, 105.0, "基本支出")
        .text(110.0, 125.0, "人员")
        .text(210.0, 125.0, "公用")
        .text(55.0, 145.0, "行政")
        .right(195.0, 145.0, "1.00")
        .text(60.0, 165.0, "合计")
        .right(295.0, 165.0, "2.00")
        .tables();
    assert_eq!(show(&t[0]), ["科目[2x1]|基本支出[1x2]", "人员|公用", "行政|1.00|", "合计[1x2]|2.00"]);
    assert_eq!(t[0].grid.header_rows, 2);
}

#[test]
fn dashes_and_doubled_lines_are_lines() {
    let mut s = Sheet::new();
    for y in [100.0, 102.2, 120.0, 140.0] {
        for i in 0..40 {
            let x = 50.0 + 5.0 * i as f32;
            s = s.rule(x, y, x + 3.0, y);
        }
    }
    for x in [50.0, 150.0, 250.0] {
        for i in 0..8 {
            let y = 100.0 + 5.0 * i as f32;
            s = s.rule(x, y, x, y + 3.0);
        }
    }
    let t = s
        .text(60.0, 106.0, "项目")
        .text(160.0, 106.0, "金额")
        .text(60.0, 126.0, "收入")
        .text(160.0, 126.0, "3.00")
        .tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0]), ["项目|金额", "收入|3.00"]);
}

#[test]
fn caption_unit_line_and_note_inside_the_frame_are_taken_out() {
    let s = Sheet::new()
        .lines(&[50.0, 250.0], &[60.0, 80.0, 100.0, 120.0, 140.0, 160.0])
        .rule(150.0, 100.0, 150.0, 140.0)
        .text(80.0, 65.0, "表1：收支预算总表")
        .text(55.0, 85.0, "编制单位：某局")
        .right(245.0, 85.0, "单位：万元")
        .text(60.0, 105.0, "项目")
        .text(160.0, 105.0, "金额")
        .text(60.0, 125.0, "收入")
        .text(160.0, 125.0, "3.00")
        .text(60.0, 145.0, "注：无");
    let t = s.tables();
    assert_eq!(show(&t[0]), ["项目|金额", "收入|3.00"]);
    let runs: Vec<&str> = t[0].leading.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(runs, ["表1：收支预算总表", "编制单位：某局", "单位：万元"]);
    assert_eq!(t[0].trailing[0].text, "注：无");
    assert_eq!(t[0].glyphs.len(), s.0.glyphs.len());
}

#[test]
fn frames_and_underlines_are_no_tables() {
    let s = Sheet::new()
        .lines(&[50.0, 250.0], &[60.0, 160.0])
        .text(60.0, 70.0, "一、单位概况")
        .text(60.0, 90.0, "二、预算情况")
        .rule(60.0, 300.0, 200.0, 300.0)
        .text(60.0, 285.0, "下划线");
    assert!(s.tables().is_empty());
}

//! Tables drawn by hand: a page as the PDF room would give it, in a few lines.

mod gaps;
mod lined;
mod lines;
mod open;
mod seams;
mod second;
mod unruled;
mod written;

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

/// Words of a row over columns with these right or left edges.
fn amounts(mut s: Sheet, y: f32, name: &str, figures: &[(f32, &str)]) -> Sheet {
    s = s.text(50.0, y, name);
    for (x, f) in figures {
        s = s.right(*x, y, f);
    }
    s
}

#[test]
fn three_lines_make_a_table() {
    let mut s = Sheet::new()
        .text(50.0, 60.0, "编制单位：某局")
        .right(450.0, 60.0, "单位：万元")
        .rule(50.0, 80.0, 450.0, 80.0)
        .rule(50.0, 124.0, 450.0, 124.0)
        .rule(50.0, 200.0, 450.0, 200.0)
        .middle(100.0, 97.0, "科目")
        .middle(215.0, 97.0, "合计")
        .middle(345.0, 86.0, "基本支出")
        .middle(290.0, 108.0, "人员经费")
        .middle(400.0, 108.0, "公用经费");
    s = amounts(s, 130.0, "行政运行", &[(245.0, "12.50"), (330.0, "10.00"), (440.0, "2.50")]);
    s = amounts(s, 150.0, "离退休", &[(245.0, "3.00"), (330.0, "3.00")]);
    s = amounts(s, 170.0, "机关服务", &[(245.0, "1.20"), (440.0, "1.20")]);
    let t = s.tables();
    assert_eq!(t.len(), 1);
    assert_eq!(
        show(&t[0]),
        [
            "科目[2x1]|合计[2x1]|基本支出[1x2]",
            "人员经费|公用经费",
            "行政运行|12.50|10.00|2.50",
            "离退休|3.00|3.00|",
            "机关服务|1.20||1.20"
        ]
    );
    assert_eq!((t[0].grid.header_rows, t[0].ruled), (2, false));
    assert_eq!(t[0].column_edges.len(), 5);
}

#[test]
fn wrapped_names_without_lines_stay_with_their_figures() {
    let mut s =
        Sheet::new().right(450.0, 60.0, "单位：元").text(60.0, 80.0, "项目名称").middle(300.0, 80.0, "金额");
    // The name has two lines, the amount stands in their middle.
    s = s.text(50.0, 110.0, "机关事业单位基本养").text(50.0, 122.0, "老保险缴费支出").right(
        320.0,
        116.0,
        "1,234,567",
    );
    s = s.text(50.0, 150.0, "住房公积金").right(320.0, 150.0, "88,000");
    s = s.text(50.0, 180.0, "购房补贴").right(320.0, 180.0, "9,000");
    let t = s.tables();
    assert_eq!(
        show(&t[0]),
        [
            "项目名称|金额",
            "机关事业单位基本养老保险缴费支出|1,234,567",
            "住房公积金|88,000",
            "购房补贴|9,000"
        ]
    );
}

#[test]
fn an_empty_table_is_known_by_its_unit_line_and_header() {
    let t = Sheet::new()
        .right(450.0, 60.0, "单位：万元")
        .text(60.0, 80.0, "功能分类科目名称")
        .text(250.0, 80.0, "合计")
        .text(400.0, 80.0, "项目支出")
        .text(60.0, 140.0, "注：本单位没有国有资本经营预算拨款安排，故本表无数据")
        .tables();
    assert_eq!(show(&t[0]), ["功能分类科目名称|合计|项目支出"]);
}

#[test]
fn running_text_and_contents_are_no_tables() {
    let s = Sheet::new()
        .text(50.0, 60.0, "二、预算情况")
        .text(250.0, 60.0, "..........")
        .text(500.0, 60.0, "3")
        .text(50.0, 80.0, "2.")
        .text(80.0, 80.0, "按支出用途分类，包括人员支出")
        .text(300.0, 80.0, "5,389.12")
        .text(355.0, 80.0, "万元，占")
        .text(420.0, 80.0, "52.19%")
        .text(50.0, 100.0, "公用经费")
        .text(120.0, 100.0, "1,389.12")
        .text(175.0, 100.0, "万元，增加");
    assert!(s.tables().is_empty());
}

#[test]
fn words_below_a_group_leave_the_first_body_row() {
    // 类 款 项 stand beside the body's first row.
    let xs = [50.0, 80.0, 110.0, 140.0, 240.0, 340.0];
    let mut s = Sheet::new().lines(&[50.0, 340.0], &[100.0, 160.0, 180.0]);
    s = s.rule(50.0, 120.0, 240.0, 120.0).rule(50.0, 140.0, 340.0, 140.0);
    s = s.rule(140.0, 120.0, 140.0, 180.0).rule(240.0, 100.0, 240.0, 180.0);
    s = s.rule(80.0, 140.0, 80.0, 180.0).rule(110.0, 140.0, 110.0, 180.0);
    let t = s
        .text(130.0, 105.0, "项目")
        .text(75.0, 125.0, "科目编码")
        .text(160.0, 125.0, "科目名称")
        .text(260.0, 115.0, "本年收入")
        .text(60.0, 145.0, "类")
        .text(90.0, 145.0, "款")
        .text(120.0, 145.0, "项")
        .text(180.0, 145.0, "合计")
        .right(335.0, 145.0, "7.00")
        .text(55.0, 165.0, "201")
        .text(145.0, 165.0, "一般公共")
        .right(335.0, 165.0, "7.00")
        .tables();
    assert_eq!(t[0].grid.columns, xs.len() - 1);
    assert_eq!(
        show(&t[0]),
        [
            "项目[1x4]|本年收入[3x1]",
            "科目编码[1x3]|科目名称[2x1]",
            "类|款|项",
            "|||合计|7.00",
            "201|||一般公共|7.00"
        ]
    );
    assert_eq!(t[0].grid.header_rows, 3);
}

#[test]
fn amounts_that_touch_or_run_over_a_line_stay_whole() {
    let t = Sheet::new()
        .lines(&[50.0, 150.0, 190.0, 230.0], &[100.0, 120.0, 140.0, 160.0])
        .text(60.0, 105.0, "项目")
        .text(155.0, 105.0, "预算")
        .text(195.0, 105.0, "决算")
        .text(60.0, 125.0, "收入")
        .text(142.0, 125.0, "12,325.47")
        .text(187.0, 125.0, "98,765.43")
        .text(60.0, 145.0, "支出")
        .right(187.0, 145.0, "1,112,325.47")
        .tables();
    assert_eq!(show(&t[0]), ["项目|预算|决算", "收入|12,325.47|98,765.43", "支出|1,112,325.47|"]);
}

#[test]
fn rows_without_lines_between_column_lines() {
    let mut s = Sheet::new().lines(&[50.0, 200.0, 300.0], &[100.0, 120.0]);
    s = s.rule(50.0, 120.0, 50.0, 180.0).rule(200.0, 120.0, 200.0, 180.0).rule(300.0, 120.0, 300.0, 180.0);
    s = s.rule(50.0, 180.0, 300.0, 180.0).text(60.0, 105.0, "项目").text(220.0, 105.0, "金额");
    s = s.text(55.0, 124.0, "行政运行").right(295.0, 124.0, "12.00");
    s = s.text(55.0, 140.0, "其中：工资");
    s = s.text(55.0, 156.0, "机关服务").right(295.0, 156.0, "3.00");
    let t = s.tables();
    assert_eq!(show(&t[0]), ["项目|金额", "行政运行|12.00", "其中：工资|", "机关服务|3.00"]);
}

#[test]
fn watermarks_and_hidden_text_stay_out() {
    let mut s = Sheet::new()
        .lines(&[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0])
        .text(60.0, 105.0, "项目")
        .text(160.0, 105.0, "金额")
        .text(60.0, 125.0, "收入")
        .text(160.0, 125.0, "3.00")
        .sized(80.0, 100.0, 72.0, "内部");
    let n = s.0.glyphs.len();
    s.0.glyphs[n - 1].angle = 40.0;
    s.0.glyphs[n - 2].flags.faint = true;
    let mut hidden = s.0.glyphs[0];
    hidden.ch = '隐';
    hidden.flags.invisible = true;
    s.0.glyphs.push(hidden);
    let t = s.tables();
    assert_eq!(show(&t[0]), ["项目|金额", "收入|3.00"]);
    assert_eq!(t[0].glyphs.len(), n - 2);
}

#[test]
fn a_drawing_of_very_many_lines_ends_soon() {
    let mut s = Sheet::new();
    for i in 0..i16::MAX {
        let (x, y) = (f32::from(i % 500), f32::from(i % 797));
        s = s.rule(x, y, x + 30.0, y).rule(x, y, x, y + 30.0);
    }
    let start = std::time::Instant::now();
    s.tables();
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn shaded_cells_without_lines() {
    let mut s = Sheet::new().right(450.0, 60.0, "单位：万元");
    for (i, y) in [78.0, 98.0, 118.0, 138.0].into_iter().enumerate() {
        for x in [45.0, 180.0, 320.0] {
            s = s.fill(x, y, x + 130.0, y + 18.0, if i == 0 { 0.8 } else { 0.95 });
        }
    }
    s = s.text(60.0, 82.0, "单位名称").middle(245.0, 82.0, "合计").middle(385.0, 82.0, "公务接待费");
    s = amounts(s, 102.0, "某局本级", &[(305.0, "2.00"), (445.0, "2.00")]);
    s = amounts(s, 122.0, "某中心", &[(305.0, "0.50")]);
    s = amounts(s, 142.0, "合计", &[(305.0, "2.50"), (445.0, "2.00")]);
    let t = s.tables();
    assert_eq!(
        show(&t[0]),
        ["单位名称|合计|公务接待费", "某局本级|2.00|2.00", "某中心|0.50|", "合计|2.50|2.00"]
    );
}

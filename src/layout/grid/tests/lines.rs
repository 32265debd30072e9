//! Lines that are not what they seem: stamps, low rows, open sides, text higher than its row.

use super::{Sheet, show};
use crate::model::{BBox, Page};

/// A grid whose sides are drawn cell by cell.
fn pieces(mut sheet: Sheet, xs: &[f32], ys: &[f32]) -> Sheet {
    for y in ys {
        for x in xs.windows(2) {
            sheet = sheet.rule(x[0], *y, x[1], *y);
        }
    }
    for x in xs {
        for y in ys.windows(2) {
            sheet = sheet.rule(*x, y[0], *x, y[1]);
        }
    }
    sheet
}

#[test]
fn text_higher_than_its_row_stays_in_it() {
    // The wrapped header is centred on a row that is one line high: its lines run over both borders.
    let t = Sheet::new()
        .lines(&[50.0, 150.0, 220.0], &[100.0, 115.0, 127.0, 142.0])
        .text(60.0, 103.0, "收入")
        .text(160.0, 103.0, "支出")
        .text(60.0, 116.0, "项目")
        .text(155.0, 109.6, "政府性基金")
        .text(165.0, 122.4, "预算")
        .text(55.0, 129.0, "合计")
        .right(215.0, 129.0, "10.00")
        .tables();
    assert_eq!(show(&t[0]), ["收入|支出", "项目|政府性基金预算", "合计|10.00"]);
}

#[test]
fn figures_below_each_other_are_rows_however_low() {
    let t = Sheet::new()
        .lines(&[50.0, 150.0, 220.0], &[100.0, 112.0, 124.0, 136.0])
        .text(60.0, 101.0, "项目")
        .text(160.0, 101.0, "金额")
        .text(55.0, 113.0, "甲")
        .text(55.0, 125.0, "乙")
        .right(215.0, 116.0, "10.00")
        .right(215.0, 128.0, "20.00")
        .tables();
    assert_eq!(show(&t[0]), ["项目|金额", "甲|10.00", "乙|20.00"]);
}

#[test]
fn a_stamp_over_a_table_is_no_part_of_it() {
    let mut sheet = pieces(Sheet::new(), &[50.0, 150.0, 250.0, 350.0], &[100.0, 120.0, 140.0, 160.0])
        .text(60.0, 105.0, "项目")
        .text(160.0, 105.0, "预算数")
        .text(260.0, 105.0, "决算数")
        .text(60.0, 125.0, "甲")
        .right(245.0, 125.0, "1.00")
        .right(345.0, 125.0, "2.00")
        .text(60.0, 145.0, "乙")
        .right(245.0, 145.0, "3.00")
        .right(345.0, 145.0, "4.00")
        .sized(212.0, 122.0, 16.0, "已审核");
    for [x0, y0, x1, y1] in [
        [205.0, 112.0, 275.0, 112.0],
        [275.0, 112.0, 275.0, 148.0],
        [205.0, 148.0, 275.0, 148.0],
        [205.0, 112.0, 205.0, 148.0],
    ] {
        sheet = sheet.rule(x0, y0, x1, y1);
    }
    let t = sheet.tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0]), ["项目|预算数|决算数", "甲|1.00|2.00", "乙|3.00|4.00"]);
    // The stamp's words are the table's, so that they are no text between tables.
    let stamp: Vec<usize> =
        (0..sheet.0.glyphs.len()).filter(|&i| "已审核".contains(sheet.0.glyphs[i].ch)).collect();
    assert!(stamp.iter().all(|&i| t[0].glyphs.contains(&(i as u32))));
}

#[test]
fn a_row_without_sides_above_the_columns_is_the_tables() {
    let t = Sheet::new()
        .rule(50.0, 80.0, 250.0, 80.0)
        .rule(50.0, 100.0, 250.0, 100.0)
        .rule(50.0, 120.0, 250.0, 120.0)
        .rule(50.0, 140.0, 250.0, 140.0)
        .rule(150.0, 100.0, 150.0, 140.0)
        .middle(150.0, 85.0, "“三公”经费")
        .text(60.0, 105.0, "预算数")
        .text(160.0, 105.0, "决算数")
        .right(145.0, 125.0, "1.00")
        .right(245.0, 125.0, "2.00")
        .tables();
    assert_eq!(show(&t[0]), ["“三公”经费[1x2]", "预算数|决算数", "1.00|2.00"]);
}

#[test]
fn sides_of_low_rows_are_no_dashes() {
    // Half-size print: rows 7 points high, sides drawn row by row; the merged 合计 has no line inside.
    let mut sheet = Sheet::new();
    for y in [100.0, 107.0, 114.0, 121.0, 128.0] {
        sheet = sheet.rule(50.0, y, 200.0, y);
    }
    for y in [100.0, 107.0, 114.0, 121.0] {
        for x in [50.0, 80.0, 140.0, 200.0] {
            if (x - 80.0_f32).abs() > 0.5 || (y - 107.0_f32).abs() > 0.5 {
                sheet = sheet.rule(x, y, x, y + 7.0);
            }
        }
    }
    let t = sheet
        .sized(60.0, 101.0, 4.5, "编码")
        .sized(100.0, 101.0, 4.5, "名称")
        .sized(160.0, 101.0, 4.5, "合计数")
        .sized(88.0, 108.0, 4.5, "合计")
        .sized(180.0, 108.0, 4.5, "3.00")
        .sized(55.0, 115.0, 4.5, "201")
        .sized(90.0, 115.0, 4.5, "甲")
        .sized(180.0, 115.0, 4.5, "1.00")
        .sized(55.0, 122.0, 4.5, "205")
        .sized(90.0, 122.0, 4.5, "乙")
        .sized(180.0, 122.0, 4.5, "2.00")
        .tables();
    assert_eq!(show(&t[0]), ["编码|名称|合计数", "合计[1x2]|3.00", "201|甲|1.00", "205|乙|2.00"]);
}

#[test]
fn a_page_that_lies_askew_is_laid_straight() {
    let straight = Sheet::new()
        .lines(&[50.0, 300.0, 550.0], &[100.0, 112.0, 124.0])
        .text(60.0, 101.0, "项目")
        .text(310.0, 101.0, "金额")
        .text(60.0, 113.0, "收入")
        .right(545.0, 113.0, "3.00");
    let (sin, cos) = 0.8_f32.to_radians().sin_cos();
    let about = (straight.0.width / 2.0, straight.0.height / 2.0);
    let carry = |b: BBox| {
        let (x, y) = b.center();
        let (dx, dy) = (x - about.0, y - about.1);
        let (tx, ty) = (about.0 + cos * dx + sin * dy - x, about.1 - sin * dx + cos * dy - y);
        BBox { x0: b.x0 + tx, y0: b.y0 + ty, x1: b.x1 + tx, y1: b.y1 + ty }
    };
    let mut page: Page = straight.0.clone();
    for g in &mut page.glyphs {
        let b = carry(g.bbox);
        g.origin = (g.origin.0 + b.x0 - g.bbox.x0, g.origin.1 + b.y0 - g.bbox.y0);
        (g.bbox, g.angle) = (b, 0.8);
    }
    for r in &mut page.rules {
        let b = carry(BBox { x0: r.x0, y0: r.y0, x1: r.x1, y1: r.y1 });
        (r.x0, r.y0, r.x1, r.y1) = (b.x0, b.y0, b.x1, b.y1);
    }
    let shown = page.glyphs[0].bbox;
    let turn = crate::layout::upright::Turn::upright(&mut page);
    assert!((page.glyphs[0].bbox.x0 - 60.0).abs() < 0.01);
    let back = turn.back(&page.glyphs[0].bbox);
    assert!((back.x0 - shown.x0).abs() < 0.01 && (back.y0 - shown.y0).abs() < 0.01);
    assert_eq!(show(&super::find_tables(&page)[0]), ["项目|金额", "收入|3.00"]);
}

/// A full grid of three columns with five rows below a header, and what else is drawn there.
fn grid() -> Sheet {
    let ys: Vec<f32> = (0..7).map(|i| 100.0 + 20.0 * i as f32).collect();
    let mut s = Sheet::new().lines(&[50.0, 200.0, 280.0, 360.0], &ys);
    s = s.text(60.0, 105.0, "项目").text(210.0, 105.0, "基本支出").text(290.0, 105.0, "项目支出");
    for (i, name) in ["教育支出", "卫生健康支出", "住房保障支出", "农林水支出", "合计"].iter().enumerate()
    {
        let y = 125.0 + 20.0 * i as f32;
        s = s.text(55.0, y, name).right(275.0, y, "12.00").right(355.0, y, "1,008.00");
    }
    s
}

#[test]
fn a_figure_that_is_struck_out_is_one_row() {
    let whole = show(&grid().tables()[0]);
    // Through a figure, also where the stroke reaches both sides of the cell, and under one.
    for (x0, y, x1) in
        [(250.0, 130.0, 276.0), (281.0, 150.0, 359.0), (314.0, 170.0, 356.0), (249.0, 175.5, 276.0)]
    {
        assert_eq!(show(&grid().rule(x0, y, x1, y).tables()[0]), whole, "{x0} {y}");
    }
}

#[test]
fn lines_that_begin_and_end_nowhere_part_nothing() {
    let whole = show(&grid().tables()[0]);
    // Down through names and beside them, across through a row, with an end on a line of the table.
    for (x0, y0, x1, y1) in [
        (70.0, 128.0, 70.0, 171.0),
        (150.0, 129.0, 150.0, 150.0),
        (120.0, 131.0, 240.0, 131.0),
        (150.0, 140.0, 150.0, 160.0),
    ] {
        assert_eq!(show(&grid().rule(x0, y0, x1, y1).tables()[0]), whole, "{x0} {y0}");
    }
}

//! Lines with holes: two texts stay two cells, a merged cell stays one.

use super::{Sheet, show};

const XS: [f32; 4] = [50.0, 200.0, 280.0, 360.0];
const YS: [f32; 6] = [100.0, 120.0, 140.0, 160.0, 180.0, 200.0];

/// A full grid; `hole` names the line (`true` for one down), which one, and between which crossings it is missing.
fn sheet(down: bool, line: usize, at: usize) -> Sheet {
    let mut s = Sheet::new();
    for (i, &y) in YS.iter().enumerate() {
        for (k, x) in XS.windows(2).enumerate() {
            if down || (line, at) != (i, k) {
                s = s.rule(x[0], y, x[1], y);
            }
        }
    }
    for (i, &x) in XS.iter().enumerate() {
        for (k, y) in YS.windows(2).enumerate() {
            if !down || (line, at) != (i, k) {
                s = s.rule(x, y[0], x, y[1]);
            }
        }
    }
    s.text(60.0, 105.0, "项目").text(210.0, 105.0, "基本支出").text(290.0, 105.0, "项目支出")
}

fn row(s: Sheet, y: f32, name: &str, basic: &str, project: &str) -> Sheet {
    s.text(55.0, y, name).right(275.0, y, basic).right(355.0, y, project)
}

fn body(s: Sheet) -> Vec<String> {
    let s = row(s, 125.0, "教育支出", "12.00", "8.00");
    let s = row(s, 145.0, "卫生健康支出", "3.50", "1.50");
    let s = row(s, 165.0, "住房保障支出", "", "6.25");
    let t = row(s, 185.0, "合计", "15.50", "15.75").tables();
    assert_eq!(t.len(), 1);
    show(&t[0])
}

const WHOLE: [&str; 5] = [
    "项目|基本支出|项目支出",
    "教育支出|12.00|8.00",
    "卫生健康支出|3.50|1.50",
    "住房保障支出||6.25",
    "合计|15.50|15.75",
];

#[test]
fn a_hole_in_a_line_parts_two_texts_all_the_same() {
    for (down, line, at, what) in [
        (true, 2, 1, "between two figures"),
        (true, 1, 2, "between a name and a figure"),
        (true, 2, 3, "before a figure alone"),
        (true, 2, 0, "between two words of the header"),
        (false, 2, 1, "between two figures in a column"),
        (false, 2, 0, "between two names"),
        (false, 4, 1, "above a figure alone"),
    ] {
        assert_eq!(body(sheet(down, line, at)), WHOLE, "{what}");
    }
}

#[test]
fn merged_cells_stay_merged() {
    // Letters of one word with spaces between them, over two columns; a text that runs over the line; a text in the
    // middle of two rows.
    let s = row(sheet(true, 1, 4), 125.0, "教育支出", "12.00", "8.00");
    let s = row(s, 145.0, "卫生健康支出", "3.50", "1.50");
    let s = row(s, 165.0, "住房保障支出", "2.00", "6.25");
    let t = s.text(120.0, 185.0, "合").text(210.0, 185.0, "计").right(355.0, 185.0, "15.75").tables();
    assert_eq!(*show(&t[0]).last().unwrap(), "合计[1x2]|15.75");

    let s = row(sheet(true, 1, 4), 125.0, "教育支出", "12.00", "8.00");
    let s = row(s, 145.0, "卫生健康支出", "3.50", "1.50");
    let t = s.text(150.0, 185.0, "没有安排这一类支出").right(355.0, 185.0, "0.00").tables();
    assert_eq!(*show(&t[0]).last().unwrap(), "没有安排这一类支出[1x2]|0.00");

    let s = row(sheet(false, 3, 0), 125.0, "教育支出", "12.00", "8.00");
    let s = s.text(55.0, 155.0, "卫生健康支出").right(275.0, 145.0, "3.50").right(275.0, 165.0, "2.00");
    let t = row(s, 185.0, "合计", "15.50", "8.00").tables();
    assert_eq!(show(&t[0])[2], "卫生健康支出[2x1]|3.50|");
}

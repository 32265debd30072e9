//! Lines across that are drawn cell by cell.

use super::{Sheet, show};

/// A line across, a piece for each column.
fn pieces(mut s: Sheet, xs: &[f32], y: f32) -> Sheet {
    for w in xs.windows(2) {
        s = s.rule(w[0], y, w[1], y + 0.5);
    }
    s
}

const XS: [f32; 6] = [60.0, 140.0, 260.0, 320.0, 380.0, 440.0];

/// 项目 over code and name, 本年支出 over three columns, a row each between the lines; amounts touch.
fn sheet() -> Sheet {
    let mut s = Sheet::new().middle(160.0, 100.0, "项目").middle(350.0, 100.0, "本年支出");
    s = pieces(s, &XS, 112.0);
    for (x, word) in
        [(100.0, "科目编码"), (200.0, "科目名称"), (290.0, "合计"), (350.0, "基本支出"), (410.0, "项目支出")]
    {
        s = s.middle(x, 125.0, word);
    }
    s = pieces(s, &XS, 137.0);
    let rows = [("205", "教育支出"), ("20502", "普通教育"), ("2050202", "小学教育")];
    for (i, (code, name)) in rows.into_iter().enumerate() {
        let y = 150.0 + 25.0 * i as f32;
        s = s.text(62.0, y, code).text(142.0, y, name);
        s = s.right(319.5, y, "1,000.00").right(379.5, y, "6,000,000.00").right(439.5, y, "400.00");
        s = pieces(s, &XS, y + 12.0);
    }
    s
}

#[test]
fn pieces_of_lines_across_are_columns() {
    let t = sheet().tables();
    assert_eq!(t.len(), 1);
    assert_eq!(
        show(&t[0]),
        [
            "项目[1x2]|本年支出[1x3]",
            "科目编码|科目名称|合计|基本支出|项目支出",
            "205|教育支出|1,000.00|6,000,000.00|400.00",
            "20502|普通教育|1,000.00|6,000,000.00|400.00",
            "2050202|小学教育|1,000.00|6,000,000.00|400.00",
        ]
    );
    assert_eq!((t[0].grid.header_rows, t[0].column_edges.len()), (2, 6));
}

#[test]
fn text_below_the_last_line_is_no_row() {
    let mut s = sheet().text(62.0, 232.0, "其他相关情况说明");
    s = s.text(62.0, 250.0, "二、预算安排情况");
    let t = s.tables();
    assert_eq!(t[0].grid.rows.len(), 5);
}

#[test]
fn a_list_without_amounts_is_a_table() {
    let xs = [60.0, 120.0, 300.0, 400.0];
    let mut s =
        Sheet::new().text(62.0, 100.0, "序号").text(122.0, 100.0, "单位名称").text(302.0, 100.0, "备注");
    s = pieces(s, &xs, 112.0);
    for (i, name) in ["教育局本级", "教师进修学校"].into_iter().enumerate() {
        let y = 125.0 + 25.0 * i as f32;
        s = pieces(s.text(62.0, y, ["1", "2"][i]).text(122.0, y, name), &xs, y + 12.0);
    }
    let t = s.tables();
    assert_eq!(show(&t[0]), ["序号|单位名称|备注", "1|教育局本级|", "2|教师进修学校|"]);
}

//! Lines with holes: two texts stay two cells, a merged cell stays one.

use super::{Sheet, show};

const XS: [f32; 4] = [50.0, 200.0, 280.0, 360.0];
const YS: [f32; 6] = [100.0, 120.0, 140.0, 160.0, 180.0, 200.0];

/// A full grid; `hole` names the line (`true` for one down), which one, and between which crossings it is missing.
fn lines(down: bool, line: usize, at: usize) -> Sheet {
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
    s
}

/// The same with the words of a header of one row.
fn sheet(down: bool, line: usize, at: usize) -> Sheet {
    lines(down, line, at).text(60.0, 105.0, "项目").text(210.0, 105.0, "基本支出").text(
        290.0,
        105.0,
        "项目支出",
    )
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

#[test]
fn a_name_below_an_empty_cell_and_names_of_several_lines_keep_their_rows() {
    // No line above 支出总计, and nothing stands above it.
    let mut s = Sheet::new().lines(&[50.0, 150.0, 230.0], &[100.0, 120.0, 140.0, 160.0]);
    for (i, &y) in [100.0, 120.0, 140.0, 160.0, 180.0].iter().enumerate() {
        for (k, x) in [230.0, 330.0, 410.0].windows(2).enumerate() {
            if (i, k) != (2, 0) {
                s = s.rule(x[0], y, x[1], y);
            }
        }
    }
    s = s.lines(&[50.0, 150.0, 230.0], &[160.0, 180.0]);
    s = s.rule(330.0, 100.0, 330.0, 180.0).rule(410.0, 100.0, 410.0, 180.0);
    s = s.text(55.0, 105.0, "项目").text(155.0, 105.0, "预算数").text(235.0, 105.0, "项目").text(
        335.0,
        105.0,
        "预算数",
    );
    s = s.text(55.0, 125.0, "财政拨款").right(225.0, 125.0, "9.00");
    s = s
        .text(55.0, 145.0, "事业收入")
        .right(225.0, 145.0, "1.00")
        .text(235.0, 145.0, "教育支出")
        .right(405.0, 145.0, "9.50");
    let t =
        s.text(55.0, 165.0, "上年结转").right(225.0, 165.0, "0.50").text(235.0, 165.0, "结转下年").tables();
    assert_eq!(
        show(&t[0])[1..],
        ["财政拨款|9.00||", "事业收入|1.00|教育支出|9.50", "上年结转|0.50|结转下年|"]
    );

    // No line between two names of two lines each: each stands around the figures of its row.
    let ys = [100.0, 130.0, 160.0, 190.0];
    let mut s = Sheet::new();
    for (i, &y) in ys.iter().enumerate() {
        s = s.rule(if i == 2 { 150.0 } else { 50.0 }, y, 250.0, y);
    }
    for x in [50.0, 150.0, 250.0] {
        s = s.rule(x, 100.0, x, 190.0);
    }
    s = s.text(55.0, 110.0, "项目").text(155.0, 110.0, "预算数");
    for (y, first, second, amount) in
        [(130.0, "社会保障和就", "业支出", "10.82"), (160.0, "行政事业单位", "养老支出", "9.64")]
    {
        s = s.text(55.0, y + 3.5, first).text(55.0, y + 16.5, second).right(245.0, y + 10.0, amount);
    }
    assert_eq!(
        show(&s.tables()[0]),
        ["项目|预算数", "社会保障和就业支出|10.82", "行政事业单位养老支出|9.64"]
    );
}

#[test]
fn lines_of_a_merged_header_cell_stay_together() {
    let s = lines(false, 1, 1).text(60.0, 105.0, "项目").text(290.0, 105.0, "本年支出");
    let s = s.text(205.0, 105.0, "年初结转和结转").text(235.0, 125.0, "余");
    let s = s.text(60.0, 125.0, "科目名称").text(290.0, 125.0, "小计");
    let s = row(s, 145.0, "教育支出", "12.00", "8.00");
    let t = row(s, 165.0, "合计", "12.00", "8.00").tables();
    assert_eq!(show(&t[0])[..2], ["项目|年初结转和结转余[2x1]|本年支出", "科目名称|小计"]);
}

#[test]
fn listed_names_in_one_cell_are_a_row_each() {
    // No line at all between the two rows, in neither of the columns.
    let mut s = Sheet::new().lines(&XS, &[100.0, 120.0, 140.0, 180.0, 200.0]);
    s = s.text(60.0, 105.0, "项目").text(210.0, 105.0, "基本支出").text(290.0, 105.0, "项目支出");
    s = row(s, 125.0, "九、卫生健康支出", "3.50", "1.50");
    s = row(s, 145.0, "十、节能环保支出", "", "");
    s = row(s, 165.0, "十一、城乡社区支出", "", "");
    let t = row(s, 185.0, "本年支出合计", "3.50", "1.50").tables();
    assert_eq!(
        show(&t[0])[1..],
        [
            "九、卫生健康支出|3.50|1.50",
            "十、节能环保支出||",
            "十一、城乡社区支出||",
            "本年支出合计|3.50|1.50"
        ]
    );
}

#[test]
fn a_header_word_does_not_run_on_into_the_first_figure() {
    let s = sheet(false, 1, 1);
    let s = row(s, 125.0, "教育支出", "12.00", "8.00");
    let s = row(s, 145.0, "卫生健康支出", "3.50", "1.50");
    let s = row(s, 165.0, "住房保障支出", "", "6.25");
    let t = row(s, 185.0, "合计", "15.50", "15.75").tables();
    assert_eq!(show(&t[0]), WHOLE);
}

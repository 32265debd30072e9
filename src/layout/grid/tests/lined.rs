//! A line drawn in one under each row, and none between columns.

use super::{Sheet, show};

/// Lines from side to side at these heights.
fn lines(mut s: Sheet, ys: &[f32]) -> Sheet {
    for y in ys {
        s = s.rule(50.0, *y, 450.0, *y);
    }
    s
}

/// A header of two levels with a wrapped word, as a word processor sets it: all at the top of their cells.
fn sheet() -> Sheet {
    lines(Sheet::new(), &[100.0, 141.0, 156.0, 171.0, 198.0, 213.0])
        .rule(50.0, 114.0, 220.0, 114.0)
        .middle(135.0, 102.0, "项目")
        .middle(270.0, 102.0, "本年支出")
        .middle(270.0, 115.0, "合计")
        .middle(345.0, 102.0, "基本支出")
        .middle(410.0, 102.0, "项目支出")
        .middle(80.0, 115.0, "科目")
        .middle(80.0, 128.0, "编码")
        .middle(170.0, 115.0, "科目名称")
        .text(52.0, 143.0, "合计")
        .right(300.0, 143.0, "30.00")
        .right(375.0, 143.0, "10.00")
        .right(445.0, 143.0, "20.00")
        .text(52.0, 158.0, "205")
        .text(140.0, 158.0, "教育支出")
        .right(300.0, 158.0, "10.00")
        .right(375.0, 158.0, "10.00")
        .text(52.0, 173.0, "2080501")
        .text(140.0, 173.0, "行政单位离退")
        .text(140.0, 185.0, "休")
        .right(300.0, 173.0, "20.00")
        .right(445.0, 173.0, "20.00")
        .text(52.0, 200.0, "2299999")
        .text(140.0, 200.0, "其他支出")
}

#[test]
fn the_lines_end_the_header_and_part_its_levels() {
    let t = sheet().tables();
    assert_eq!(t.len(), 1);
    assert_eq!(
        show(&t[0]),
        [
            "项目[1x2]|本年支出合计[2x1]|基本支出[2x1]|项目支出[2x1]",
            "科目编码|科目名称",
            "合计||30.00|10.00|20.00",
            "205|教育支出|10.00|10.00|",
            "2080501|行政单位离退休|20.00||20.00",
            "2299999|其他支出|||",
        ]
    );
    assert_eq!(t[0].grid.header_rows, 2);
}

#[test]
fn a_list_with_a_line_under_each_row_is_a_table() {
    let t = lines(Sheet::new(), &[100.0, 115.0, 130.0, 145.0])
        .middle(80.0, 102.0, "序号")
        .middle(230.0, 102.0, "单位名称")
        .middle(410.0, 102.0, "备注")
        .text(60.0, 117.0, "1")
        .text(120.0, 117.0, "汐口市教育局（本级）")
        .text(60.0, 132.0, "2")
        .text(120.0, 132.0, "汐口市第一中学")
        .text(50.0, 170.0, "第二部分")
        .tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0]), ["序号|单位名称|备注", "1|汐口市教育局（本级）|", "2|汐口市第一中学|"]);
}

#[test]
fn the_first_line_closes_the_header_of_a_list_without_figures() {
    let t = lines(Sheet::new(), &[100.0, 115.0, 130.0, 145.0, 160.0])
        .middle(100.0, 102.0, "单位名称")
        .middle(300.0, 102.0, "所在地")
        .text(60.0, 117.0, "教育局")
        .text(280.0, 117.0, "一号楼")
        .text(60.0, 132.0, "中学")
        .text(280.0, 132.0, "东湖路")
        .text(60.0, 147.0, "小学")
        .text(280.0, 147.0, "西街")
        .tables();
    assert_eq!(show(&t[0]), ["单位名称|所在地", "教育局|一号楼", "中学|东湖路", "小学|西街"]);
    assert_eq!(t[0].grid.header_rows, 1);
}

#[test]
fn lines_under_words_that_stand_anywhere_are_no_table() {
    let t = lines(Sheet::new(), &[100.0, 115.0, 130.0, 145.0])
        .text(60.0, 102.0, "填表人")
        .text(180.0, 102.0, "日期")
        .text(60.0, 117.0, "负责人")
        .text(300.0, 117.0, "盖章")
        .text(60.0, 132.0, "电话")
        .text(240.0, 132.0, "地址")
        .tables();
    assert!(t.is_empty());
}

#[test]
fn short_names_at_the_left_of_a_wide_column_stay_apart_from_their_codes() {
    let row = |s: Sheet, y: f32, code: &str, name: &str| {
        s.text(52.0, y, code).text(125.0, y, name).right(375.0, y, "10.00").right(445.0, y, "20.00")
    };
    let head = lines(Sheet::new(), &[100.0, 115.0, 130.0, 145.0, 160.0])
        .middle(85.0, 102.0, "科目编码编码")
        .middle(255.0, 102.0, "科目名称")
        .middle(345.0, 102.0, "基本支出")
        .middle(410.0, 102.0, "项目支出");
    let t = row(row(row(head, 117.0, "205", "教育"), 132.0, "20508", "进修"), 147.0, "206", "科学").tables();
    assert_eq!(
        show(&t[0]),
        [
            "科目编码编码|科目名称|基本支出|项目支出",
            "205|教育|10.00|20.00",
            "20508|进修|10.00|20.00",
            "206|科学|10.00|20.00",
        ]
    );
}

#[test]
fn figures_wrapped_between_two_lines_are_one_row() {
    let row = |s: Sheet, y: f32, name: &str, upper: &str, lower: &str| {
        s.text(52.0, y, name).text(250.0, y, upper).text(250.0, y + 12.0, lower).text(400.0, y, "0.00")
    };
    let head = lines(Sheet::new(), &[100.0, 115.0, 142.0, 169.0, 196.0])
        .middle(85.0, 102.0, "项目")
        .middle(270.0, 102.0, "基本支出")
        .middle(410.0, 102.0, "项目支出");
    let t = row(
        row(row(head, 117.0, "教育", "49,832,657.8", "4"), 144.0, "科学", "9,232,982", ".44"),
        171.0,
        "卫生",
        "64,919,20",
        "0.50",
    )
    .tables();
    assert_eq!(
        show(&t[0]),
        [
            "项目|基本支出|项目支出",
            "教育|49,832,657.84|0.00",
            "科学|9,232,982.44|0.00",
            "卫生|64,919,200.50|0.00"
        ]
    );
}

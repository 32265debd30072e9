//! Tables with lines between their columns only: rows come from baselines, the header ends above the first figure.

use super::{Sheet, show};

/// 项目 over code and name, two amounts; lines down only, under one line across.
fn down_only(total: bool) -> Sheet {
    let mut s = Sheet::new().rule(50.0, 100.0, 400.0, 100.0);
    for x in [50.0, 220.0, 310.0, 400.0] {
        s = s.rule(x, 100.0, x, if total { 220.0 } else { 200.0 });
    }
    // Between code and name no line runs through 项目, nor through the 合计 below.
    s = s.rule(110.0, 120.0, 110.0, 200.0);
    s.middle(135.0, 105.0, "项目")
        .middle(80.0, 125.0, "编码")
        .middle(165.0, 125.0, "名称")
        .middle(265.0, 115.0, "基本支出")
        .middle(355.0, 115.0, "项目支出")
        .text(60.0, 145.0, "201")
        .text(113.0, 145.0, "一般公共服务支出")
        .right(305.0, 145.0, "1.00")
        .text(60.0, 165.0, "205")
        .text(113.0, 165.0, "教育支出")
        .right(305.0, 165.0, "2.00")
        .right(395.0, 165.0, "3.00")
        .text(60.0, 185.0, "208")
        .text(113.0, 185.0, "社会保障和就业支出")
        .right(305.0, 185.0, "4.00")
}

#[test]
fn rows_come_from_baselines_between_lines_down() {
    let t = down_only(false).tables();
    assert_eq!(t.len(), 1);
    assert_eq!(
        show(&t[0]),
        [
            "项目[1x2]|基本支出[2x1]|项目支出[2x1]",
            "编码|名称",
            "201|一般公共服务支出|1.00|",
            "205|教育支出|2.00|3.00",
            "208|社会保障和就业支出|4.00|",
        ]
    );
    assert_eq!(t[0].grid.header_rows, 2);
    assert_eq!(t[0].evidence, crate::layout::grid::Evidence::Stripes);
}

#[test]
fn a_line_down_that_stops_makes_a_merged_cell() {
    let t = down_only(true).middle(135.0, 205.0, "合计").right(305.0, 205.0, "7.00").tables();
    assert_eq!(show(&t[0]).last().map(String::as_str), Some("合计[1x2]|7.00|"));
}

#[test]
fn a_header_closed_by_a_line_and_a_body_without_any() {
    // One line under the header, lines down between the columns, nothing around.
    let mut s = Sheet::new().rule(50.0, 120.0, 350.0, 120.0);
    for x in [150.0, 250.0] {
        s = s.rule(x, 100.0, x, 180.0);
    }
    let t = s
        .middle(100.0, 105.0, "项目")
        .middle(200.0, 105.0, "预算数")
        .middle(300.0, 105.0, "决算数")
        .text(55.0, 125.0, "收入")
        .right(245.0, 125.0, "1.00")
        .right(345.0, 125.0, "2.00")
        .text(55.0, 145.0, "支出")
        .right(245.0, 145.0, "3.00")
        .right(345.0, 145.0, "4.00")
        .text(55.0, 165.0, "结余")
        .right(245.0, 165.0, "5.00")
        .tables();
    assert_eq!(show(&t[0]), ["项目|预算数|决算数", "收入|1.00|2.00", "支出|3.00|4.00", "结余|5.00|"]);
}

#[test]
fn a_cell_merged_over_rows_keeps_its_rows() {
    // 单位 over three projects, wrapped names: rows have their own lines and are not divided again.
    let mut s = Sheet::new();
    for y in [100.0, 120.0, 210.0] {
        s = s.rule(50.0, y, 350.0, y);
    }
    for y in [150.0, 180.0] {
        s = s.rule(150.0, y, 350.0, y);
    }
    for x in [50.0, 150.0, 250.0, 350.0] {
        s = s.rule(x, 100.0, x, 210.0);
    }
    for (i, (name, amount)) in [("老兵", "1.00"), ("专递", "2.00"), ("训练", "3.00")].into_iter().enumerate()
    {
        let y = 123.0 + 30.0 * i as f32;
        s = s.text(155.0, y, name).text(155.0, y + 12.0, "项目经费").right(345.0, y + 6.0, amount);
    }
    let t = s
        .text(60.0, 105.0, "单位")
        .text(160.0, 105.0, "项目名称")
        .text(260.0, 105.0, "金额")
        .text(60.0, 160.0, "某局机关")
        .tables();
    assert_eq!(
        show(&t[0]),
        ["单位|项目名称|金额", "某局机关[3x1]|老兵项目经费|1.00", "专递项目经费|2.00", "训练项目经费|3.00"]
    );
}

/// Two lists side by side without any line; the left one has fewer lines with figures.
#[test]
fn listed_lines_are_rows_of_their_own_without_figures() {
    let mut s = Sheet::new().text(480.0, 80.0, "单位：万元");
    s = s.text(60.0, 100.0, "收入").text(210.0, 100.0, "决算数").text(310.0, 100.0, "支出").text(
        480.0,
        100.0,
        "决算数",
    );
    for (i, (left, a, right, b)) in [
        ("一、财政拨款", "9.00", "一、外交支出", ""),
        ("二、上级补助", "", "二、国防支出", ""),
        ("三、事业收入", "", "三、公共安全支出", ""),
        ("", "", "四、教育支出", "5.00"),
        ("", "", "五、科学技术支出", "4.00"),
        ("总计", "9.00", "总计", "9.00"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 112.5 + 12.5 * i as f32;
        s = s.text(60.0, y, left).right(250.0, y, a).text(310.0, y, right).right(520.0, y, b);
    }
    assert_eq!(
        show(&s.tables()[0]),
        [
            "收入|决算数|支出|决算数",
            "一、财政拨款|9.00|一、外交支出|",
            "二、上级补助||二、国防支出|",
            "三、事业收入||三、公共安全支出|",
            "||四、教育支出|5.00",
            "||五、科学技术支出|4.00",
            "总计|9.00|总计|9.00",
        ]
    );
}

#[test]
fn a_code_before_a_name_that_begins_with_a_measure_word_is_no_prose() {
    let mut s = Sheet::new().text(460.0, 80.0, "单位：万元");
    s = s.text(60.0, 100.0, "编码").text(110.0, 100.0, "名称").text(480.0, 100.0, "决算数");
    for (i, (code, name, amount)) in [
        ("30309", "奖励金", "1.00"),
        ("30310", "个人农业生产补贴", "2.00"),
        ("30311", "代缴社会保险费", "3.00"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 120.0 + 16.0 * i as f32;
        s = s.text(60.0, y, code).text(110.0, y, name).right(515.0, y, amount);
    }
    let t = s.tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0])[2], "30310|个人农业生产补贴|2.00");
}

#[test]
fn a_cell_over_a_wrapped_one_stands_farther_off_than_its_lines() {
    // 本年收入 right above 财政专户 / 管理资金: three lines, two cells.
    let mut s = Sheet::new().text(440.0, 70.0, "单位：万元");
    s = s.middle(300.0, 90.0, "本年收入").text(60.0, 106.0, "科目");
    for (x, name) in [(200.0, "专户预算"), (300.0, "财政专户"), (400.0, "事业单位")] {
        s = s.middle(x, 105.0, name);
    }
    for (x, name) in [(200.0, "管理收入"), (300.0, "管理资金"), (400.0, "经营收入")] {
        s = s.middle(x, 116.5, name);
    }
    for (i, name) in ["教育", "卫生", "住房"].into_iter().enumerate() {
        let y = 140.0 + 18.0 * i as f32;
        s = s.text(60.0, y, name).right(225.0, y, "10.00").right(325.0, y, "20.00").right(425.0, y, "30.00");
    }
    assert_eq!(
        show(&s.tables()[0])[..3],
        [
            "科目[2x1]|本年收入[1x3]",
            "专户预算管理收入|财政专户管理资金|事业单位经营收入",
            "教育|10.00|20.00|30.00"
        ]
    );
}

#[test]
fn a_header_of_cells_over_a_body_without_lines_in_one_frame() {
    let xs = [50.0, 110.0, 250.0, 330.0, 410.0, 490.0];
    let mut s = Sheet::new().lines(&[xs[0], xs[5]], &[100.0, 200.0]).rule(50.0, 140.0, 490.0, 140.0);
    for x in &xs[2..5] {
        s = s.rule(*x, 100.0, *x, 140.0);
    }
    s = s.rule(50.0, 120.0, 250.0, 120.0).rule(110.0, 120.0, 110.0, 140.0);
    s = s.middle(150.0, 105.0, "项目").middle(80.0, 125.0, "编码").middle(180.0, 125.0, "名称");
    for (x, name) in [(290.0, "合计"), (370.0, "基本支出"), (450.0, "项目支出")] {
        s = s.middle(x, 115.0, name);
    }
    // A total over code and name; a column with one figure only, far from the others.
    s = s.middle(150.0, 145.0, "合计").right(325.0, 145.0, "30.00").right(405.0, 145.0, "10.00");
    s = s.right(485.0, 145.0, "20.00").middle(80.0, 165.0, "205").text(115.0, 165.0, "教育支出");
    s = s.right(325.0, 165.0, "10.00").right(405.0, 165.0, "10.00");
    s = s.middle(80.0, 183.0, "206").text(115.0, 183.0, "科学技术支出").right(325.0, 183.0, "20.00");
    let t = s.right(485.0, 183.0, "20.00").tables();
    assert_eq!(t.len(), 1);
    assert_eq!(
        show(&t[0])[2..],
        ["合计||30.00|10.00|20.00", "205|教育支出|10.00|10.00|", "206|科学技术支出|20.00||20.00"]
    );
    assert_eq!(t[0].grid.lines, crate::model::TableLines::None, "its columns are a guess: it is not blamed");
}

#[test]
fn a_total_stands_below_blank_rows() {
    let t = Sheet::new()
        .text(60.0, 80.0, "单位：万元")
        .text(60.0, 100.0, "项目")
        .text(260.0, 100.0, "预算数")
        .text(60.0, 120.0, "教育支出")
        .right(300.0, 120.0, "1,210.00")
        .text(60.0, 140.0, "卫生健康支出")
        .right(300.0, 140.0, "90.50")
        // Four rows without anything in them.
        .text(60.0, 280.0, "合计")
        .right(300.0, 280.0, "1,300.50")
        .tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0]).last().unwrap(), "合计|1,300.50");
}

#[test]
fn whole_thousands_end_where_a_name_touches_them() {
    let line = |s: Sheet, y: f32, a: &str, x: &str, b: &str, z: &str| {
        s.text(60.0, y, a).right(200.0, y, x).text(200.5, y, b).right(360.0, y, z)
    };
    let s = Sheet::new().text(60.0, 80.0, "单位：元");
    let s = s.text(60.0, 100.0, "项目").text(160.0, 100.0, "预算数").text(220.0, 100.0, "项目");
    let s = s.text(320.0, 100.0, "预算数");
    let s = line(s, 120.0, "财政拨款收入", "156,211,123", "一、教育支出", "151,578,423");
    let s = line(s, 140.0, "事业收入", "2,932,700", "二、卫生支出", "7,565,400");
    let t = line(s, 160.0, "收入总计", "159,143,823", "支出总计", "159,143,823").tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0])[1], "财政拨款收入|156,211,123|一、教育支出|151,578,423");
}

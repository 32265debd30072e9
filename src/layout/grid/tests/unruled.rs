//! Tables without any line whose rows or header words were once taken for something else.

use super::{Sheet, show};

/// Two lists side by side: name, amount, name, amount.
fn sides(mut s: Sheet, y: f32, rows: &[(&str, &str, &str, &str)]) -> Sheet {
    for (i, (left, a, right, b)) in rows.iter().enumerate() {
        let y = y + 18.0 * i as f32;
        s = s.text(60.0, y, left).right(280.0, y, a).text(290.0, y, right).right(520.0, y, b);
    }
    s
}

#[test]
fn an_amount_beside_a_name_that_begins_with_a_unit_is_no_prose() {
    let rows = [
        ("一、财政拨款", "9.00", "一、教育支出", "8.50"),
        ("年初结转", "0.14", "年末结转", "0.64"),
        ("总计", "9.14", "总计", "9.14"),
    ];
    let head = Sheet::new().text(60.0, 100.0, "收入").text(250.0, 100.0, "决算数").text(300.0, 100.0, "支出");
    let t = sides(head.text(490.0, 100.0, "决算数"), 120.0, &rows).tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0])[2..], ["年初结转|0.14|年末结转|0.64", "总计|9.14|总计|9.14"]);
}

#[test]
fn a_page_that_begins_with_names_of_one_side_begins_with_rows() {
    let rows = [
        ("", "", "十六、金融支出", ""),
        ("", "", "十七、援助其他地区支出", ""),
        ("", "", "十八、自然资源海洋气象等支出", ""),
        ("", "", "十九、住房保障支出", ""),
        ("", "", "二十、粮油物资储备支出", ""),
        ("本年收入合计", "", "本年支出合计", ""),
        ("一、一般公共预算财政拨款", "", "", ""),
        ("总计", "", "总计", ""),
    ];
    // A form that is not filled in has no amount either.
    let t = sides(Sheet::new(), 80.0, &rows).tables();
    assert_eq!(t.len(), 1);
    assert_eq!(t[0].grid.header_rows, 0);
    let shown = show(&t[0]);
    assert_eq!(shown.len(), 8);
    assert_eq!((shown[0].as_str(), shown[7].as_str()), ("|十六、金融支出", "总计|总计"));
}

#[test]
fn a_list_stands_below_the_sentence_that_announces_it() {
    let mut s = Sheet::new().text(60.0, 100.0, "纳入部门决算编制范围的单位包括：");
    for (i, (n, name, note)) in [
        ("序号", "单位名称", "备注"),
        ("1", "局本级", "无"),
        ("2", "服务中心", "并入本级"),
        ("3", "档案馆", "无"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 120.0 + 20.0 * i as f32;
        s = s.text(60.0, y, n).text(140.0, y, name).text(300.0, y, note);
    }
    let t = s.tables();
    assert_eq!(show(&t[0]), ["序号|单位名称|备注", "1|局本级|无", "2|服务中心|并入本级", "3|档案馆|无"]);
}

/// A header whose lowest words stand on the line of the body's total: 项目 over 功能分类 over 类 款 项, and the name.
#[test]
fn levels_of_codes_beside_the_first_line_of_the_body() {
    let mut s = Sheet::new().text(480.0, 80.0, "单位：万元");
    s = s.middle(150.0, 100.0, "项目").middle(95.0, 117.0, "功能分类").middle(215.0, 125.5, "科目名称");
    s = s.middle(95.0, 134.0, "科目编码").middle(330.0, 117.0, "本年收入合计").middle(
        430.0,
        117.0,
        "财政拨款收入",
    );
    for (x, level) in [(70.0, "类"), (95.0, "款"), (120.0, "项")] {
        s = s.middle(x, 151.0, level);
    }
    s = s.middle(215.0, 151.0, "合计").right(360.0, 151.0, "1,946.25").right(460.0, 151.0, "1,940.05");
    for (i, (codes, name, amount)) in [
        (["201", "", ""], "一般公共服务支出", "1,112.86"),
        (["201", "06", ""], "财政事务", "1,112.86"),
        (["201", "06", "01"], "行政运行", "833.39"),
        (["205", "", ""], "教育支出", "833.39"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 168.0 + 17.0 * i as f32;
        for (x, code) in [60.0, 90.0, 115.0].into_iter().zip(codes) {
            s = s.text(x, y, code);
        }
        s = s.text(135.0, y, name).right(360.0, y, amount).right(460.0, y, amount);
    }
    let t = s.tables();
    assert_eq!(
        show(&t[0])[3..6],
        ["类|款|项", "|||合计|1,946.25|1,940.05", "201|||一般公共服务支出|1,112.86|1,112.86"]
    );
    assert_eq!(t[0].grid.header_rows, 4);
}

/// An empty form: words of two lines beside words of one and of three, and 合计 of the body on the header's last line.
#[test]
fn an_empty_form_has_the_columns_of_its_header_words() {
    let s = Sheet::new()
        .text(600.0, 80.0, "单位：万元")
        .middle(150.0, 100.0, "项目")
        .middle(300.0, 111.5, "年初结转和")
        .middle(300.0, 126.5, "结余")
        .middle(400.0, 119.0, "本年收入")
        .middle(560.0, 119.0, "本年支出")
        .middle(100.0, 124.0, "功能分类")
        .middle(200.0, 131.5, "科目名称")
        .middle(100.0, 139.0, "科目编码")
        .middle(480.0, 163.0, "合计")
        .middle(560.0, 163.0, "基本支出")
        .middle(640.0, 163.0, "项目支出")
        .middle(150.0, 163.0, "合计");
    let t = s.tables();
    assert_eq!(
        show(&t[0]),
        [
            "项目[1x2]|年初结转和结余[2x1]|本年收入[2x1]|本年支出[1x3]",
            "功能分类科目编码|科目名称|合计|基本支出|项目支出",
            "合计||||||",
        ]
    );
}

#[test]
fn dots_for_rows_that_were_left_out_are_rows() {
    let mut s = Sheet::new().text(400.0, 80.0, "单位：万元");
    s = s.text(60.0, 100.0, "科目编码").text(180.0, 100.0, "科目名称").text(400.0, 100.0, "合计");
    s = s.text(60.0, 125.0, "205").text(160.0, 125.0, "教育支出");
    s = s.text(60.0, 150.0, "20502").text(160.0, 150.0, "普通教育");
    s = s.text(60.0, 175.0, "…").text(160.0, 175.0, "…");
    // A name on two lines around its code.
    s = s.text(160.0, 193.0, "文化旅游体育与传媒").text(60.0, 200.0, "207").text(160.0, 207.0, "支出");
    assert_eq!(
        show(&s.tables()[0]),
        ["科目编码|科目名称|合计", "205|教育支出|", "20502|普通教育|", "…|…|", "207|文化旅游体育与传媒支出|"]
    );
}

/// 购置 and 运行 under one word under one word, one line each: neither of the two is the other's second line.
#[test]
fn a_longer_word_below_a_shorter_one_is_a_cell_of_its_own() {
    let mut s = Sheet::new().text(600.0, 80.0, "单位：万元").middle(350.0, 100.0, "财政拨款“三公”经费");
    s = s.middle(350.0, 115.0, "公务用车购置及运行维护费");
    s = s.middle(250.0, 138.5, "小计").middle(350.0, 132.0, "公务用车").middle(350.0, 145.0, "购置费");
    s = s.middle(450.0, 132.0, "公务用车").middle(450.0, 145.0, "运行维护费");
    s = s.right(270.0, 170.0, "3.00").right(370.0, 170.0, "1.00").right(470.0, 170.0, "2.00");
    assert_eq!(
        show(&s.tables()[0]),
        [
            "财政拨款“三公”经费[1x3]",
            "公务用车购置及运行维护费[1x3]",
            "小计|公务用车购置费|公务用车运行维护费",
            "3.00|1.00|2.00"
        ]
    );
}

#[test]
fn a_list_with_a_line_under_each_row_ends_with_its_last_line() {
    let mut s = Sheet::new().rule(50.0, 96.0, 540.0, 96.0);
    s = s.middle(90.0, 100.0, "序号").middle(300.0, 100.0, "单位名称").middle(500.0, 100.0, "备注");
    s = s.rule(50.0, 114.0, 540.0, 114.0);
    for (i, name) in ["教育局本级", "教师进修学校", "少年宫"].into_iter().enumerate() {
        let y = 118.0 + 18.0 * i as f32;
        s = s.text(52.0, y, ["1", "2", "3"][i]).text(140.0, y, name).rule(50.0, y + 14.0, 540.0, y + 14.0);
    }
    s = s.text(52.0, 180.0, "部门预算表说明");
    let t = s.tables();
    assert_eq!(t.len(), 1);
    assert_eq!(show(&t[0]), ["序号|单位名称|备注", "1|教育局本级|", "2|教师进修学校|", "3|少年宫|"]);
}

#[test]
fn short_names_at_the_left_of_a_wide_column_are_no_part_of_the_code() {
    let mut s = Sheet::new().text(480.0, 80.0, "单位：万元");
    s = s.text(50.0, 100.0, "科目编码").middle(250.0, 100.0, "科目名称").right(400.0, 100.0, "合计");
    for (i, (code, name)) in
        [("201", "一般公共服务"), ("20113", "商贸"), ("2011301", "行政运行"), ("2011302", "管理")]
            .into_iter()
            .enumerate()
    {
        let y = 120.0 + 18.0 * i as f32;
        s = s.text(50.0, y, code).text(100.0, y, name).right(400.0, y, "1,000.00");
    }
    let t = s.tables();
    assert_eq!(show(&t[0])[1..3], ["201|一般公共服务|1,000.00", "20113|商贸|1,000.00"]);
}

//! Tables that a page's end cuts.

use super::*;

/// A row that the page's end tears, in cells too narrow for their text; the repeated header is lower and cut off.
#[test]
fn torn_figures_are_one_and_a_cut_header_is_none() {
    let header: &[&str] = &["科目", "合计", "对附属单位补助支出"];
    let first = Sheet::new(1).centred(600.0, 12.0, "支出预算总表").table(
        640.0,
        &[66.0, 66.0, 120.0],
        &[header, &["教育支出", "1,320.75", ""], &["卫生健康支", "3,9", ""]],
    );
    let second = Sheet::new(2).table(
        60.0,
        &[66.0, 66.0, 120.0],
        &[&["科目", "合计", "对附属单位补助支"], &["出", "91.69", ""], &["其他支出", "0.50", ""]],
    );
    let text = written(vec![first, second]);
    assert!(text.contains("\n教育支出\t1,320.75\t\n卫生健康支出\t3,991.69\t\n其他支出\t0.50\t"), "{text}");
    assert_eq!(text.matches("科目").count(), 1, "{text}");
}

/// What is a figure on both pages stays two rows.
#[test]
fn figures_of_two_rows_are_not_put_together() {
    let first = Sheet::new(1).centred(600.0, 12.0, "支出预算总表").table(
        640.0,
        &[100.0, 60.0, 60.0],
        &[
            &["科目", "合计", "基本支出"],
            &["教育支出", "1,320.75", "1.00"],
            &["卫生健康支出", "3.00", "2.00"],
        ],
    );
    let second = Sheet::new(2).table(
        60.0,
        &[100.0, 60.0, 60.0],
        &[&["科目", "合计", "基本支出"], &["其他支出", "991.69", "0.50"], &["预备费", "0.50", "0.50"]],
    );
    let text = written(vec![first, second]);
    assert!(text.contains("\n卫生健康支出\t3.00\t2.00\n其他支出\t991.69\t0.50\n"), "{text}");
}

/// Several names of a row go on where each row has a figure and this one has none; a row of names without figures
/// stays one where others have none either.
#[test]
fn torn_names_are_one_row_where_every_row_has_a_figure() {
    let header: &[&str] = &["单位名称", "项目名称", "金额"];
    let pages = |amount: &str| {
        let first = Sheet::new(1).centred(600.0, 12.0, "项目支出预算表").table(
            640.0,
            &[54.0, 54.0, 100.0],
            &[header, &["甲市水务", "河道保洁", amount], &["甲市水务", "泵站大修", "2.00"]],
        );
        let second = Sheet::new(2).table(
            60.0,
            &[54.0, 54.0, 100.0],
            &[header, &["局", "工程", ""], &["水务中心", "河湖监测", "3.00"]],
        );
        written(vec![first, second])
    };
    let text = pages("1.00");
    assert!(text.contains("\n甲市水务局\t泵站大修工程\t2.00\n水务中心"), "{text}");
    let text = written(vec![
        Sheet::new(1).centred(600.0, 12.0, "项目支出预算表").table(
            640.0,
            &[80.0, 80.0, 100.0],
            &[header, &["甲市水务", "河道保洁", "1.00"], &["甲市水务", "泵站大修", "2.00"]],
        ),
        Sheet::new(2).table(
            60.0,
            &[80.0, 80.0, 100.0],
            &[header, &["水文站", "测流", ""], &["水文站", "巡测", "3.00"]],
        ),
    ]);
    assert!(text.contains("\n甲市水务\t泵站大修\t2.00\n水文站\t测流\t\n"), "room is left: {text}");
    let text = pages("");
    assert!(text.contains("\n甲市水务\t泵站大修\t2.00\n局\t工程\t\n"), "{text}");
}

/// The page's end leaves a row's code and figure above and its name below.
#[test]
fn parts_of_a_row_that_complete_each_other_are_one_row() {
    let header: &[&str] = &["科目编码", "科目名称", "合计"];
    let widths = [80.0, 180.0, 100.0];
    let first = Sheet::new(1).centred(600.0, 12.0, "支出预算总表").table(
        640.0,
        &widths,
        &[header, &["205", "教育支出", "3.00"], &["208", "社会保障支出", "2.00"], &["210", "", "5.00"]],
    );
    let rest: &[&[&str]] =
        &[header, &["", "卫生健康支出", ""], &["229", "其他支出", "1.00"], &["合计", "", "11.00"]];
    let text = written(vec![first, Sheet::new(2).table(60.0, &widths, rest)]);
    assert!(text.contains("\n210\t卫生健康支出\t5.00\n229"), "{text}");
}

/// A footer of two parts right below a caption is no table of one row.
#[test]
fn a_footer_below_a_caption_is_no_row() {
    let page = |n: u32| {
        let sheet = Sheet::new(n).text(70.0, 822.0, "http://www.example.com/budget.html").text(
            500.0,
            822.0,
            &format!("{n}/6"),
        );
        match n {
            3 => sheet.centred(780.0, 12.0, "2024年收入预算表").text(70.0, 800.0, "单位名称：某某局").text(
                440.0,
                800.0,
                "单位：万元",
            ),
            4 => sheet.table(
                60.0,
                &[100.0, 60.0],
                &[&["科目", "合计"], &["其他支出", "991.69"], &["预备费", "0.50"]],
            ),
            _ => sheet.text(70.0, 120.0, &format!("这一页说的是第{n}个方面的情况。")),
        }
    };
    let text = written((1..=6).map(page).collect());
    assert!(!text.contains("http"), "{text}");
    assert_eq!(text.matches('\t').count(), 3, "{text}");
}

/// A header of three rows, of which only the first was told from the body, is repeated as a whole.
#[test]
fn rows_of_a_repeated_header_are_no_rows_of_the_body() {
    let header = |rest: &[&'static [&'static str]]| {
        let rows: [&[&str]; 3] =
            [&["项目", "", "收入预算"], &["科目编码", "科目名称", "合计"], &["类", "款", ""]];
        rows.iter().chain(rest).copied().collect::<Vec<_>>()
    };
    let widths = [80.0, 180.0, 100.0];
    let first = Sheet::new(1).centred(600.0, 12.0, "收入预算总表").table(
        640.0,
        &widths,
        &header(&[&["205", "教育支出", "3.00"], &["208", "社会保障支出", "2.00"]]),
    );
    let second = Sheet::new(2).table(60.0, &widths, &header(&[&["229", "其他支出", "1.00"]]));
    let text = written(vec![first, second]);
    assert!(text.contains("\n208\t社会保障支出\t2.00\n229\t其他支出\t1.00"), "{text}");
}

/// The upper row of a header stands alone at the foot of a page, its words over several columns each.
#[test]
fn a_header_that_the_page_end_cuts_is_one() {
    let lower: &[&[&str]] =
        &[&["", "基本支出", "项目支出", "小计", "结转"], &["示例局", "1.00", "2.00", "3.00", "0.50"]];
    let text = |upper: &[(f32, &str)]| {
        // The columns below are 60 points wide, from 70 on: one alone, then two groups of two.
        let mut first = Sheet::new(1).centred(660.0, 12.0, "支出预算总表");
        for &(middle, word) in upper {
            first = first.text(middle - 6.0 * word.chars().count() as f32, 714.0, word);
        }
        for x in [70.0, 130.0, 250.0, 370.0] {
            first.page.rules.push(Rule { x0: x, y0: 700.0, x1: x + 0.5, y1: 720.0 });
        }
        for y in [700.0, 720.0] {
            first.page.rules.push(Rule { x0: 70.0, y0: y, x1: 370.0, y1: y + 0.5 });
        }
        written(vec![first, Sheet::new(2).table(60.0, &[60.0; 5], lower)])
    };
    let cut = text(&[(100.0, "单位"), (190.0, "本年支出"), (310.0, "年末情况")]);
    assert!(
        cut.contains("单位\t本年支出\t\t年末情况\t\n\t基本支出\t项目支出\t小计\t结转\n示例局\t1.00"),
        "{cut}"
    );
    // Words that stand over no columns of the table below are none of its header.
    let other = text(&[(90.0, "单位"), (200.0, "示例局")]);
    assert!(
        !other.contains("示例局\t\t\n\t基本支出") && other.contains("\n\t基本支出\t项目支出\t小计\t结转\n"),
        "{other}"
    );
}

/// A name of an empty form's list that the page's end tears; the line after the list is a row of its own.
#[test]
fn a_listed_name_goes_on_where_its_end_is_missing() {
    let header: &[&str] = &["收入", "决算数", "支出", "决算数"];
    let row = |name: &'static str| ["", "", name, ""];
    let text = |last: &'static str, next: &'static str| {
        let rows = [row("二十一、救灾支出"), row("二十二、外交支出"), row("二十三、其他支出"), row(last)];
        let mut first: Vec<&[&str]> = vec![header];
        first.extend(rows.iter().map(<[&str; 4]>::as_slice));
        let (next, total) = (row(next), ["本年收入合计", "1.00", "本年支出合计", "1.00"]);
        let widths = [120.0, 60.0, 120.0, 60.0];
        let first = Sheet::new(1).centred(600.0, 12.0, "收支决算表").table(640.0, &widths, &first);
        written(vec![first, Sheet::new(2).table(60.0, &widths, &[header, &next, &total])])
    };
    let torn = text("二十四、抗疫特别", "国债安排的支出");
    assert!(torn.contains("\t二十四、抗疫特别国债安排的支出\t"), "{torn}");
    let next = text("二十四、抗疫的支出", "年末结转和结余");
    assert!(next.contains("\t二十四、抗疫的支出\t") && next.contains("\t年末结转和结余\t"), "{next}");
}

/// An empty form has nothing but the label of its total, which the page's end may leave alone.
#[test]
fn the_lone_total_of_an_empty_form_is_its_row() {
    let widths = [100.0, 80.0, 80.0];
    let header: &[&str] = &["科目名称", "合计", "基本支出"];
    let first = Sheet::new(1).centred(700.0, 12.0, "政府性基金预算支出表").table(740.0, &widths, &[header]);
    let text = written(vec![first, Sheet::new(2).table(60.0, &widths, &[&["合计", "", ""]])]);
    assert!(text.contains("科目名称\t合计\t基本支出\n合计\t\t\n"), "{text}");
}

/// The last page shows columns of the right side alone, and totals whose labels stand in the columns of codes.
#[test]
fn a_total_label_among_codes_keeps_its_place_on_the_next_page() {
    let mut first = Sheet::new(1).centred(600.0, 12.0, "基本支出决算表");
    let xs = [74.0, 120.0, 200.0, 300.0, 346.0, 450.0];
    let write = |mut sheet: Sheet, y: f32, cells: &[&str; 6]| {
        for (x, text) in xs.iter().zip(cells).filter(|c| !c.1.is_empty()) {
            sheet = sheet.text(*x, y + 14.0, text);
        }
        sheet.page.rules.push(Rule { x0: 70.0, y0: y + 20.0, x1: 520.0, y1: y + 20.5 });
        sheet
    };
    let rows = [
        ["编码", "名称", "决算数", "编码", "名称", "决算数"],
        ["301", "工资", "10.00", "302", "商品", "20.00"],
        ["30101", "基本", "10.00", "30201", "办公费", "10.00"],
        ["30102", "津贴", "20.00", "30202", "印刷费", "10.00"],
        ["30103", "奖金", "30.00", "30203", "咨询费", "10.00"],
    ];
    first.page.rules.push(Rule { x0: 70.0, y0: 640.0, x1: 520.0, y1: 640.5 });
    for (i, row) in rows.iter().enumerate() {
        first = write(first, 640.0 + 20.0 * i as f32, row);
    }
    let mut second = Sheet::new(2);
    let rest = [
        ["", "", "", "31007", "软件", ""],
        ["", "", "", "31013", "车辆", ""],
        ["", "", "", "31019", "其他", ""],
        ["人员经费合计", "", "70.00", "公用经费合计", "", "50.00"],
    ];
    for (i, row) in rest.iter().enumerate() {
        second = write(second, 60.0 + 20.0 * i as f32, row);
    }
    let text = written(vec![first, second]);
    assert!(text.contains("\n\t\t\t31019\t其他\t\n"), "{text}");
    assert!(text.contains("\n人员经费合计\t\t70.00\t公用经费合计\t\t50.00"), "{text}");
}

/// A browser lays out a row that the page's end cuts, and all rows below it, with columns of other widths.
#[test]
fn rows_that_were_laid_out_anew_keep_their_columns() {
    let header: &[&str] = &["科目", "合计", "人员经费", "公用经费"];
    let text = |lower: &[&[&str]]| {
        let upper: &[&[&str]] =
            &[header, &["教育支出", "9.00", "4.00", "5.00"], &["其他支出", "3.00", "1.00", "2.00"]];
        let sheet = Sheet::new(1).centred(60.0, 12.0, "基本支出预算表");
        let sheet = sheet.table(100.0, &[160.0, 100.0, 100.0, 60.0], upper);
        written(vec![sheet.table(160.0, &[180.0, 60.0, 60.0, 120.0], lower)])
    };
    let one = text(&[&["住房支出", "7.00", "3.00", "4.00"], &["卫生支出", "2.00", "", "2.00"]]);
    assert!(
        one.contains("科目\t合计\t人员经费\t公用经费\n教育支出\t9.00\t4.00\t5.00\n其他支出\t3.00\t1.00\t2.00\n住房支出\t7.00\t3.00\t4.00\n卫生支出\t2.00\t\t2.00"),
        "{one}"
    );
    // A header of its own, or words under figures: another table.
    let rows: [&[&[&str]]; 2] = [
        &[&["单位名称", "接待费", "购置费", "运行费"], &["某局", "2.00", "1.00", "2.00"]],
        &[&["住房支出", "7.00", "某街道", "4.00"], &["卫生支出", "2.00", "", "2.00"]],
    ];
    for lower in rows {
        let two = text(lower);
        assert!(
            !two.contains("2.00\n住房支出\t7.00\t某街道") && !two.contains("2.00\n单位名称\t接待费\t购置费"),
            "{two}"
        );
    }
}

/// Where no header was told (its cells over several columns were not merged), what both pages begin with is one.
#[test]
fn words_that_both_pages_begin_with_are_the_header() {
    let widths = [55.0, 42.0, 55.0, 42.0, 42.0, 42.0, 42.0, 55.0, 42.0];
    let rows: [&[&str]; 2] = [
        &["科目", "合计", "本年收入", "", "", "", "", "上年结转", ""],
        &["", "", "小计", "拨款", "事业", "经营", "其他", "小计", "拨款"],
    ];
    let first = Sheet::new(1).centred(660.0, 12.0, "收入预算总表").table(700.0, &widths, &rows);
    let second = Sheet::new(2).table(
        60.0,
        &widths,
        &[rows[0], &["其他支出", "7.00", "7.00", "7.00", "", "", "", "", ""]],
    );
    let text = written(vec![first, second]);
    assert_eq!((text.matches("科目").count(), text.matches("\n其他支出\t7.00").count()), (1, 1), "{text}");
}

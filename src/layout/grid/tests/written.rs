//! How text is set in its cell: downwards, spread from side to side, with spaces, lower than its row is high.

use super::{Sheet, show};

/// A table of three columns whose header row holds one cell over all, and a row of names below it.
fn group(head: impl Fn(Sheet) -> Sheet) -> String {
    let (xs, ys) = ([50.0, 150.0, 250.0, 350.0], [100.0, 120.0, 140.0, 160.0]);
    let mut s = Sheet::new();
    for y in ys {
        s = s.rule(xs[0], y, xs[3], y);
    }
    s = s.rule(50.0, 100.0, 50.0, 160.0).rule(350.0, 100.0, 350.0, 160.0);
    s = s.rule(150.0, 120.0, 150.0, 160.0).rule(250.0, 120.0, 250.0, 160.0);
    let s =
        head(s).middle(100.0, 125.0, "项目").middle(200.0, 125.0, "合计").middle(300.0, 125.0, "基本支出");
    let s = s.text(55.0, 145.0, "教育支出").right(245.0, 145.0, "12.00").right(345.0, 145.0, "8.00");
    show(&s.tables()[0]).join("/")
}

#[test]
fn letters_spread_over_a_merged_cell_are_one_word() {
    let body = "/项目|合计|基本支出/教育支出|12.00|8.00";
    // To the sides; with wide spaces in the middle; and one to a column, which are three words.
    let spread = group(|s| s.text(53.0, 105.0, "支").text(337.0, 105.0, "出"));
    assert_eq!(spread, format!("支出[1x3]{body}"));
    let spaced = group(|s| s.text(180.0, 105.0, "支").text(210.0, 105.0, "出"));
    assert_eq!(spaced, format!("支出[1x3]{body}"));
    let three = group(|s| s.middle(100.0, 105.0, "甲").middle(200.0, 105.0, "乙").middle(300.0, 105.0, "丙"));
    assert!(!three.contains("甲乙丙"), "{three}");
}

/// Text written downwards from `x`, `y`, each line to the left of the one before.
fn down(mut s: Sheet, x: f32, y: f32, lines: &[&str]) -> Sheet {
    for (k, line) in lines.iter().enumerate() {
        for (n, c) in line.chars().enumerate() {
            s = s.text(x - 12.0 * k as f32, y + 10.5 * n as f32, &c.to_string());
        }
    }
    s
}

#[test]
fn lines_written_downwards_are_read_from_the_right() {
    let s = Sheet::new().lines(&[50.0, 150.0, 250.0], &[100.0, 160.0, 180.0]);
    let s = down(s, 100.0, 105.0, &["功能分类", "科目名称"]).text(160.0, 125.0, "预算数");
    let s = s.text(55.0, 165.0, "教育支出").right(245.0, 165.0, "12.00");
    assert_eq!(show(&s.tables()[0]), ["功能分类科目名称|预算数", "教育支出|12.00"]);
    // The same letters written across.
    let s = Sheet::new().lines(&[50.0, 150.0, 250.0], &[100.0, 160.0, 180.0]);
    let s = s.text(90.0, 105.0, "功能").text(90.0, 117.0, "分类").text(90.0, 129.0, "科目");
    let s = s.text(160.0, 125.0, "预算数").text(55.0, 165.0, "教育支出").right(245.0, 165.0, "12.00");
    assert_eq!(show(&s.tables()[0])[0], "功能分类科目|预算数");
}

#[test]
fn rows_lower_than_their_text_stay_rows() {
    let ys: Vec<f32> = std::iter::once(100.0).chain((0..8).map(|k| 120.0 + 9.0 * k as f32)).collect();
    let mut s = Sheet::new().lines(&[50.0, 150.0, 250.0], &ys);
    s = s.text(60.0, 105.0, "项目").text(160.0, 105.0, "预算数");
    let names = [
        "一、外交支出",
        "二、国防支出",
        "三、公共安全支出",
        "四、教育支出",
        "五、科学技术支出",
        "六、其他支出",
        "合计",
    ];
    for (k, name) in names.iter().enumerate() {
        s = s.text(55.0, 122.5 + 9.0 * k as f32, name);
    }
    let s = s.right(245.0, 122.5 + 27.0, "12.00").right(245.0, 122.5 + 54.0, "12.00");
    let rows = show(&s.tables()[0]);
    assert_eq!(rows.len(), 8, "{rows:?}");
    assert_eq!(rows[4], "四、教育支出|12.00");
}

/// A header cell over two rows with a text of two lines is one where its neighbour reaches over both rows, too.
#[test]
fn a_wrapped_word_over_two_rows_beside_another_such_cell() {
    let rows = |neighbour: bool| {
        let mut s = Sheet::new();
        for y in [100.0, 140.0, 160.0, 180.0] {
            s = s.rule(50.0, y, 430.0, y);
        }
        s = s.rule(50.0, 120.0, 220.0, 120.0).rule(360.0, 120.0, 430.0, 120.0);
        for x in [50.0, 220.0, 290.0, 360.0, 430.0] {
            s = s.rule(x, 100.0, x, 180.0);
        }
        s = s.rule(150.0, 120.0, 150.0, 180.0);
        s = s.middle(135.0, 105.0, "项目").middle(100.0, 125.0, "编码").middle(185.0, 125.0, "名称");
        s = s.middle(255.0, 105.0, "结转和").middle(255.0, 125.0, "结余");
        s = s.middle(395.0, 105.0, "支出").middle(395.0, 125.0, "合计");
        s = if neighbour {
            s.middle(325.0, 115.0, "本年收入")
        } else {
            s.rule(290.0, 120.0, 360.0, 120.0)
        };
        s = s.text(55.0, 145.0, "205").text(155.0, 145.0, "教育支出").right(425.0, 145.0, "12.00");
        s = s.text(55.0, 165.0, "208").text(155.0, 165.0, "社会保障").right(425.0, 165.0, "8.00");
        show(&s.tables()[0])
    };
    assert!(rows(true)[0].contains("结转和结余[2x1]"), "{:?}", rows(true));
    assert!(!rows(false)[0].contains("结转和结余"), "{:?}", rows(false));
}

//! Lines that are missing over the whole height of a table, or where they close its header.

use super::{Sheet, show};
use crate::model::TableLines;

const NAMES: [&str; 5] = ["教育支出", "卫生健康支出", "住房保障支出", "农林水支出", "合计"];
const BASIC: [&str; 5] = ["12.00", "3.50", "6.25", "1.00", "22.75"];
const PROJECT: [&str; 5] = ["8.00", "1.50", "2.00", "4.00", "15.50"];

/// Code, name and two amounts a row, with these lines down and across.
fn sheet(xs: &[f32], ys: &[f32]) -> Sheet {
    let mut s = Sheet::new().lines(xs, ys);
    s = s.text(55.0, 105.0, "科目编码").text(140.0, 105.0, "科目名称");
    s = s.middle(260.0, 105.0, "基本支出").middle(340.0, 105.0, "项目支出");
    for (i, ((name, basic), project)) in NAMES.iter().zip(BASIC).zip(PROJECT).enumerate() {
        let y = 125.0 + 20.0 * i as f32;
        if i < 4 {
            s = s.text(65.0, y, ["205", "210", "221", "213"][i]).text(105.0, y, name);
        } else {
            s = s.middle(160.0, y, name);
        }
        s = s.right(295.0, y, basic).right(375.0, y, project);
    }
    s
}

const XS: [f32; 5] = [50.0, 100.0, 220.0, 300.0, 380.0];
const YS: [f32; 7] = [100.0, 120.0, 140.0, 160.0, 180.0, 200.0, 220.0];

fn without(all: &[f32], line: usize) -> Vec<f32> {
    all.iter().enumerate().filter(|(i, _)| *i != line).map(|(_, v)| *v).collect()
}

#[test]
fn a_column_whose_line_is_missing_is_told_by_the_text() {
    let whole = show(&sheet(&XS, &YS).tables()[0]);
    assert_eq!(whole[0], "科目编码|科目名称|基本支出|项目支出");
    for line in [1, 2, 3] {
        let tables = sheet(&without(&XS, line), &YS).tables();
        assert_eq!(tables.len(), 1);
        let rows = show(&tables[0]);
        assert_eq!(rows[..5], whole[..5], "line {line}");
        assert!(rows[5].ends_with("|22.75|15.50"), "{rows:?}");
        assert_ne!(tables[0].grid.lines, TableLines::Full, "a guess is said to be one");
    }
}

#[test]
fn a_text_in_pieces_is_no_reason_to_doubt_the_lines() {
    // Letters set apart, an amount wrapped in a narrow column.
    let mut s = Sheet::new().lines(&[50.0, 200.0, 240.0, 280.0], &[100.0, 130.0, 160.0, 190.0]);
    s = s
        .text(80.0, 105.0, "项")
        .text(130.0, 105.0, "目")
        .text(205.0, 105.0, "合计")
        .text(245.0, 105.0, "基本");
    for (y, name) in [(135.0, "教育支出"), (165.0, "农林水支出")] {
        s = s
            .text(55.0, y, name)
            .text(205.0, y, "4,764.5")
            .text(205.0, y + 11.0, "3")
            .text(245.0, y, "9,164.53");
    }
    let tables = s.tables();
    assert_eq!(
        show(&tables[0]),
        ["项目|合计|基本", "教育支出|4,764.53|9,164.53", "农林水支出|4,764.53|9,164.53"]
    );
    assert_eq!(tables[0].grid.lines, TableLines::Full);
}

#[test]
fn a_space_that_is_printed_in_a_header_cell_parts_no_column() {
    let mut s = Sheet::new().lines(&[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0, 160.0, 180.0]);
    s = s.text(80.0, 105.0, "项目").text(155.0, 105.0, "国有资本  经营预算");
    for (y, name, amount) in
        [(125.0, "教育支出", "1.00"), (145.0, "农林水支出", ""), (165.0, "合计  合计", "1.00")]
    {
        s = s.text(55.0, y, name).right(245.0, y, amount);
    }
    assert_eq!(show(&s.tables()[0])[0], "项目|国有资本经营预算");
}

#[test]
fn lines_of_the_header_or_of_the_body_alone_are_a_table_with_both() {
    let whole = show(&sheet(&XS, &YS).tables()[0]);
    let headless = |s: Sheet| {
        let tables = s.tables();
        assert_eq!(tables.len(), 1);
        show(&tables[0])
    };
    for ys in [&YS[..2], &YS[1..]] {
        let rows = headless(sheet(&XS, ys));
        assert_eq!(rows[..5], whole[..5], "lines across at {ys:?}");
    }
}

#[test]
fn a_figure_beside_a_missing_line_stays_in_its_column() {
    // The line between the amounts is drawn in the header and the first row only.
    let mut s = Sheet::new().lines(&[50.0, 220.0, 380.0], &YS).rule(300.0, 100.0, 300.0, 140.0);
    s = s.text(55.0, 105.0, "科目名称").middle(260.0, 105.0, "基本支出").middle(340.0, 105.0, "项目支出");
    for (i, name) in NAMES.iter().enumerate() {
        let y = 125.0 + 20.0 * i as f32;
        s = s.text(55.0, y, name);
        s = if i == 2 { s.right(375.0, y, PROJECT[i]) } else { s.right(295.0, y, BASIC[i]) };
    }
    let tables = s.tables();
    assert_eq!(show(&tables[0])[1..4], ["教育支出|12.00|", "卫生健康支出|3.50|", "住房保障支出||2.00"]);
    assert_ne!(tables[0].grid.lines, TableLines::Full);
}

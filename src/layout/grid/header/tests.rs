use super::*;

use crate::layout::grid::words::Word;
use crate::model::BBox;

/// A header word of 10 points, its middle at `x`, in line `row` (lines are 26 points apart).
fn block(text: &str, x: f32, row: f32) -> Block {
    let half = 5.0 * text.chars().count() as f32;
    let bbox = BBox { x0: x - half, y0: 26.0 * row, x1: x + half, y1: 26.0 * row + 10.0 };
    let word = Word { glyphs: Vec::new(), bbox, text: text.to_owned(), size: 10.0, figure: false };
    Block { words: vec![word], bbox, size: 10.0 }
}

fn paths(blocks: Vec<Block>) -> Vec<String> {
    fn walk(node: &Node, above: &str, out: &mut Vec<String>) {
        let path = format!("{above}/{}", node.block.words[0].text);
        if node.children.is_empty() {
            out.push(path.clone());
        }
        for c in &node.children {
            walk(c, &path, out);
        }
    }
    let mut out = Vec::new();
    for node in tree(blocks, &[], &[], None) {
        walk(&node, "", &mut out);
    }
    out
}

#[test]
fn four_levels_whose_cells_span_rows() {
    let mut blocks = vec![block("经费", 300.0, 0.0), block("车辆购置及运行", 350.0, 1.0)];
    for (k, name) in ["合计", "出国", "小计", "购置", "运行", "接待"].iter().enumerate() {
        let x = 50.0 + 100.0 * k as f32;
        let row = if (2..5).contains(&k) { 2.0 } else { 1.5 };
        blocks.push(block(name, x, row));
        blocks.push(block("预算", x - 25.0, 3.0));
        blocks.push(block("决算", x + 25.0, 3.0));
    }
    let found = paths(blocks);
    assert_eq!(found.len(), 12);
    assert_eq!(found[2], "/经费/出国/预算");
    assert_eq!(found[5], "/经费/车辆购置及运行/小计/决算");
    assert_eq!(found[11], "/经费/接待/决算");
}

#[test]
fn cells_over_all_rows_stand_in_the_middle_at_the_top_or_at_the_bottom() {
    for row in [0.5, 0.0, 1.0] {
        let blocks = vec![
            block("编码", 30.0, row),
            block("名称", 100.0, row),
            block("支出", 250.0, 0.0),
            block("小计", 200.0, 1.0),
            block("基本", 250.0, 1.0),
            block("项目", 300.0, 1.0),
            block("备注", 370.0, row),
        ];
        assert_eq!(
            paths(blocks),
            ["/编码", "/名称", "/支出/小计", "/支出/基本", "/支出/项目", "/备注"],
            "line {row}"
        );
    }
}

#[test]
fn a_narrow_word_belongs_to_the_cell_that_covers_its_column() {
    let blocks = vec![
        block("项目", 140.0, 0.0),
        block("功能分类编码", 60.0, 1.0),
        block("类", 20.0, 2.0),
        block("款", 60.0, 2.0),
        block("项", 100.0, 2.0),
        block("名称", 190.0, 1.5),
    ];
    assert_eq!(
        paths(blocks),
        ["/项目/功能分类编码/类", "/项目/功能分类编码/款", "/项目/功能分类编码/项", "/项目/名称"]
    );
}

#[test]
fn words_of_one_line_have_the_same_above_them() {
    // The first row is low: 合计 and 接待 would stand in the middle of the whole header too.
    let mut blocks = vec![block("“三公”经费", 275.0, 0.1), block("车辆购置及运行", 325.0, 0.7)];
    for (x, name, row) in [
        (50.0, "合计", 1.2),
        (175.0, "出国", 1.2),
        (275.0, "小计", 1.5),
        (375.0, "购置", 1.5),
        (500.0, "接待", 1.2),
    ] {
        blocks.push(block(name, x, row));
        blocks.push(block("预算", x - 25.0, 2.8));
        blocks.push(block("决算", x + 25.0, 2.8));
    }
    let found = paths(blocks);
    assert_eq!(found.len(), 10);
    assert!(found.iter().all(|p| p.starts_with("/“三公”经费/")), "{found:?}");
}

#[test]
fn a_group_named_in_two_rows_is_no_wider_than_its_columns() {
    let blocks = vec![
        block("经济分类", 60.0, 0.0),
        block("科目编码", 60.0, 1.0),
        block("类", 40.0, 2.0),
        block("款", 80.0, 2.0),
        block("科目名称", 170.0, 1.0),
        block("决算数", 260.0, 1.0),
    ];
    assert_eq!(paths(blocks), ["/经济分类/科目编码/类", "/经济分类/科目编码/款", "/科目名称", "/决算数"]);
}

use proptest::prelude::*;

use super::*;
use crate::model::{BBox, GridCell, TableHint, TableLines};

fn run(text: &str) -> TextRun {
    TextRun { text: text.into(), page: 1, bbox: BBox { x0: 1.0, y0: 2.0, x1: 3.0, y1: 4.0 } }
}

fn cell(column: usize, text: &str) -> GridCell {
    GridCell { column, column_span: 1, row_span: 1, text: text.into(), page: 2, bbox: BBox::default() }
}

#[test]
fn headings_paragraphs_and_tables_have_their_places() {
    let grid = Grid {
        columns: 3,
        header_rows: 1,
        lines: TableLines::Across,
        rows: vec![
            vec![GridCell { column_span: 2, ..cell(0, "收入") }, cell(2, "预算数")],
            vec![cell(0, ""), cell(1, ""), cell(2, "")],
            vec![cell(0, "合计"), cell(2, "1.00")],
        ],
    };
    let blocks = [
        Block::Heading { level: 2, runs: vec![run("一、概况")] },
        Block::Paragraph { runs: vec![run("# 不是标题，共 2,389.52"), run("万元。")] },
        Block::Table(grid),
    ];
    let out = write(&blocks);
    assert_eq!(out.text, "## 一、概况\n\n\\# 不是标题，共 2,389.52万元。\n\n收入\t\t预算数\n合计\t\t1.00\n");
    for span in &out.places.0 {
        assert!(!out.text[span.start..span.end].contains(['\t', '\n']));
    }
    let at = out.text.find("万元").unwrap();
    assert_eq!(out.places.locate(&(at..at + 6)).unwrap().0, 1);
    let hint = TableHint { start: out.text.find("收入").unwrap(), lines: TableLines::Across };
    assert_eq!(out.tables, vec![hint]);
}

#[test]
fn empty_blocks_leave_no_trace() {
    let blocks = [
        Block::Paragraph { runs: vec![run("  ")] },
        Block::Heading { level: 1, runs: vec![run("")] },
        Block::Table(Grid { columns: 2, rows: vec![vec![cell(0, " ")]], ..Grid::default() }),
    ];
    assert_eq!(write(&blocks), Interchange::default());
}

fn any_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just('\t'),
            Just('\n'),
            Just('#'),
            Just('\\'),
            Just(' '),
            Just('万'),
            Just('1'),
            any::<char>()
        ],
        0..12,
    )
    .prop_map(|c| c.into_iter().collect())
}

/// What a text reads as after it was written: control characters are spaces, ends trimmed.
fn cleaned(text: &str) -> String {
    let mut out = String::new();
    push_clean(&mut out, text);
    out.trim().to_owned()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        texts in proptest::collection::vec(any_text(), 1..4),
        rows in proptest::collection::vec(proptest::collection::vec(any_text(), 3), 1..5),
        level in 1_u8..=6,
    ) {
        let grid = Grid {
            columns: 3,
            header_rows: 1,
            lines: TableLines::Full,
            rows: rows.iter().map(|r| r.iter().enumerate().map(|(k, t)| cell(k, t)).collect()).collect(),
        };
        let mut blocks = vec![Block::Heading { level, runs: vec![run(&texts[0])] }];
        blocks.extend(texts.iter().map(|t| Block::Paragraph { runs: vec![run(t)] }));
        blocks.push(Block::Table(grid));
        let mut want = Vec::new();
        if !cleaned(&texts[0]).is_empty() {
            want.push(Piece::Heading(level, cleaned(&texts[0])));
        }
        want.extend(texts.iter().map(|t| cleaned(t)).filter(|t| !t.is_empty()).map(Piece::Paragraph));
        let cells: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|t| cleaned(t)).collect()).collect();
        let kept = cells.into_iter().enumerate().filter(|(k, r)| *k == 0 || r.iter().any(|c| !c.is_empty()));
        let kept: Vec<Vec<String>> = kept.map(|(_, r)| r).collect();
        want.push(Piece::Table(kept));
        let out = write(&blocks);
        prop_assert_eq!(read(&out.text), want);
        let mut last = 0;
        for span in &out.places.0 {
            prop_assert!(span.start >= last && span.end > span.start && out.text.is_char_boundary(span.end));
            last = span.end;
        }
    }
}

//! Labels of totals in tables without lines: centred over the code and name columns that their cell spans, they
//! seem to stand in one of those.

use super::columns::Column;
use super::header::Node;
use super::words::Word;
use crate::model::{BBox, Grid};

/// Moves the label of a total to the first of the columns that its cell spans. `heads` are the leaves of the
/// header, one a column, or empty when the header is not known.
pub fn lead(columns: &[Column], tree: &[Node], heads: &[BBox], cells: &mut [Vec<Vec<Word>>]) {
    let named = heads.len() == columns.len();
    let mut groups: Vec<(usize, usize, f32)> = Vec::new();
    let mut first = 0;
    for node in tree.iter().filter(|_| named) {
        let leaves = node.leaves();
        if leaves > 1 {
            groups.push((first, first + leaves, node.block.bbox.center().0));
        }
        first += leaves;
    }
    // Where the names of a column begin, and whether a column holds nothing but codes.
    let mut names = vec![f32::MAX; columns.len()];
    let mut ends = vec![f32::MIN; columns.len()];
    let mut codes: Vec<Option<bool>> = vec![None; columns.len()];
    for row in cells.iter() {
        for (column, word) in row.iter().enumerate().filter_map(|(c, words)| Some((c, words.first()?))) {
            if is_label(&word.text) {
                continue;
            }
            if let Some(left) = names.get_mut(column) {
                *left = left.min(word.bbox.x0);
            }
            if let Some(right) = ends.get_mut(column) {
                *right = right.max(word.bbox.x1);
            }
            if let Some(code) = codes.get_mut(column) {
                let digits = word.text.len() <= 7 && word.text.bytes().all(|b| b.is_ascii_digit());
                *code = Some(code.unwrap_or(true) && digits);
            }
        }
    }
    for row in cells.iter_mut() {
        for column in 1..row.len() {
            let Some([word]) = row.get(column).map(Vec::as_slice) else { continue };
            if !is_label(&word.text) {
                continue;
            }
            let centre = word.bbox.center().0;
            let empty = |from: usize| row.get(from..column).is_some_and(|r| r.iter().all(Vec::is_empty));
            let group = groups.iter().find(|g| g.0 < column && column < g.1 && empty(g.0));
            let start = if let Some(&(from, _, middle)) = group {
                let own = heads.get(column).map_or(f32::MAX, |h| h.center().0);
                is_of_group(centre, middle, own).then_some(from)
            } else {
                // What is empty before the label, on a page with few rows, may be a column of codes; beyond one that
                // shows codes it is something else.
                let mut shown = false;
                let code = |c: &usize| {
                    let kind = codes.get(*c).copied().flatten();
                    shown |= kind == Some(true);
                    empty(*c) && kind.unwrap_or(!shown)
                };
                let from = (0..column).rev().take_while(code).last();
                let left = names.get(column).copied().unwrap_or(f32::MAX);
                // Codes and header words stand in the middle of their cells, names at the left edge: that gives the
                // middle of both cells together.
                let both = from.filter(|f| named && f + 1 == column).and_then(|from| {
                    let (code, name) = (heads.get(from)?.center().0, heads.get(column)?.center().0);
                    let middle = code + name - left;
                    Some((centre - middle).abs() < 0.8 * (centre - name).abs())
                });
                // Where no header shows the cells: the middle of a column of names lies to the right of what stands in
                // the middle of codes and names together.
                let right = ends.get(column).copied().unwrap_or(f32::MIN);
                let before = !named && centre < f32::midpoint(left, right) - 0.6 * word.size;
                from.filter(|_| word.bbox.x0 < left - 0.6 * word.size || both == Some(true) || before)
            };
            if let Some(start) = start {
                row.swap(start, column);
            }
        }
    }
}

/// The same for a table that was joined over pages, whose header only its first page shows: the label goes to the
/// first column of the header cell whose middle it is nearer to than to that of its own column.
pub fn settle(grid: &mut Grid) {
    let depth = grid.header_rows.min(grid.rows.len());
    let (header, body) = grid.rows.split_at_mut(depth);
    let spanning = |column: usize| {
        let over = |c: &&crate::model::GridCell| {
            c.column < column && column < c.column + c.column_span && !c.text.is_empty()
        };
        header.iter().flatten().find(over).map(|c| (c.column, c.bbox.center().0))
    };
    let own = |column: usize| {
        let leaf =
            |c: &&crate::model::GridCell| c.column == column && c.column_span == 1 && !c.text.is_empty();
        header.iter().flatten().rfind(leaf).map(|c| c.bbox.center().0)
    };
    for row in body {
        let Some(label) = row.iter_mut().find(|c| !c.text.is_empty()) else { continue };
        if label.column == 0 || !is_label(&label.text) {
            continue;
        }
        let (Some((first, whole)), Some(own)) = (spanning(label.column), own(label.column)) else { continue };
        let middle = label.bbox.center().0;
        if is_of_group(middle, whole, own) {
            let column = std::mem::replace(&mut label.column, first);
            // What stood there is empty, and takes the place that the label leaves.
            if let Some(empty) = row.iter_mut().find(|c| c.column == first && c.text.is_empty()) {
                empty.column = column;
            }
            row.sort_by_key(|c| c.column);
        }
    }
}

/// Words that stand in the middle of a cell over several columns, so that they join columns that they only cross.
pub fn is_sum(text: &str) -> bool {
    matches!(text, "合计" | "总计" | "小计" | "共计" | "收入总计" | "支出总计" | "收入合计" | "支出合计")
}

/// Whether a label whose middle is at `centre` belongs to a cell over several columns rather than to the column that it
/// stands in, by the middles of both.
pub fn is_of_group(centre: f32, group: f32, own: f32) -> bool {
    (centre - group).abs() < (centre - own).abs()
}

/// 合计 and the like, also with what is summed: 人员经费合计.
pub fn is_label(text: &str) -> bool {
    is_sum(text) || text.chars().count() <= 8 && text.ends_with("合计")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::GridCell;

    fn cell(column: usize, column_span: usize, text: &str, (x0, x1): (f32, f32)) -> GridCell {
        let bbox = BBox { x0, y0: 0.0, x1, y1: 10.0 };
        GridCell { column, column_span, row_span: 1, text: text.into(), page: 1, bbox }
    }

    /// 科目编码 and 科目名称 under 项目, and a total in the column of names whose middle is at `x`.
    fn label_at(x: f32) -> Vec<(usize, String)> {
        let mut grid = Grid { columns: 3, header_rows: 2, ..Grid::default() };
        grid.rows = vec![
            vec![cell(0, 2, "项目", (140.0, 160.0)), cell(2, 1, "合计", (330.0, 350.0))],
            vec![cell(0, 1, "科目编码", (60.0, 100.0)), cell(1, 1, "科目名称", (180.0, 220.0))],
            vec![
                cell(0, 1, "", (0.0, 0.0)),
                cell(1, 1, "合计", (x - 10.0, x + 10.0)),
                cell(2, 1, "9.00", (330.0, 350.0)),
            ],
        ];
        settle(&mut grid);
        grid.rows[2].iter().map(|c| (c.column, c.text.clone())).collect()
    }

    #[test]
    fn a_label_goes_to_the_cell_in_whose_middle_it_stands() {
        let row = |texts: [&str; 3]| texts.map(str::to_owned).into_iter().enumerate().collect::<Vec<_>>();
        assert_eq!(label_at(152.0), row(["合计", "", "9.00"]));
        assert_eq!(label_at(199.0), row(["", "合计", "9.00"]));
    }
}

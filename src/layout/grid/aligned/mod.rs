//! Tables without column lines: words of printed lines → header tree, columns, rows → grid.

use super::columns;
use super::edges::Edges;
use super::header::{self, Node};
use super::ink::{Ink, Line};
use super::region;
use super::totals;
use super::words::{self, Row, Word};
use super::{Evidence, FoundTable};
use crate::model::{BBox, Grid, GridCell, Page};

mod head;
mod rows;

pub use head::{header_lines, is_listed};
use rows::body;
pub use rows::rows_of;

/// A line drawn across: y, left, right.
pub type Wall = (f32, f32, f32);

/// Printed lines of one table without lines at most.
const MAX_LINES: usize = 1_000;
/// Words of one table without lines at most.
const MAX_WORDS: usize = 20_000;
/// Printed lines of a header at most.
const MAX_HEADER_LINES: usize = 30;

/// Tables among the glyphs that no ruled table holds.
pub fn find(page: &Page, ink: &Ink, edges: &Edges, ruled: &[FoundTable]) -> Vec<FoundTable> {
    let mut taken = vec![false; page.glyphs.len()];
    for &i in ruled.iter().flat_map(|t| &t.glyphs) {
        if let Some(t) = taken.get_mut(i as usize) {
            *t = true;
        }
    }
    let free: Vec<u32> =
        ink.usable.iter().copied().filter(|&i| !taken.get(i as usize).copied().unwrap_or(true)).collect();
    if free.len() < 6 {
        return Vec::new();
    }
    let lines = words::lines(ink, &free);
    // Running text: no line of it begins a table.
    if !lines.iter().any(|l| words::is_parted(ink, l)) {
        return Vec::new();
    }
    let walls: Vec<Wall> = edges
        .horizontal
        .iter()
        .filter(|e| !ruled.iter().any(|t| e.at >= t.bbox.y0 - 3.0 && e.at <= t.bbox.y1 + 3.0))
        .map(|e| (e.at, e.lo, e.hi))
        .collect();
    let rows = words::rows_of(ink, &lines);
    region::find(&rows, page.height)
        .into_iter()
        .filter_map(|r| table(page, ink, rows.get(r.from..r.to)?, &walls, r.announced))
        .collect()
}

/// A table out of the printed lines of a region; `None` when they turn out to be none.
pub fn table(page: &Page, ink: &Ink, rows: &[Row], walls: &[Wall], announced: bool) -> Option<FoundTable> {
    if rows.len() > MAX_LINES || rows.iter().map(|r| r.words.len()).sum::<usize>() > MAX_WORDS {
        return None;
    }
    let area = rows.iter().map(|r| r.bbox).reduce(|a, b| a.union(&b))?;
    let size = rows.iter().map(|r| r.size).fold(0.0, f32::max);
    let inner: Vec<Wall> = walls
        .iter()
        .copied()
        .filter(|&(y, x0, x1)| {
            y > area.y0 - 2.0 * size && y < area.y1 + 2.0 * size && x0 < area.x1 && x1 > area.x0
        })
        .collect();
    let full: Vec<f32> = inner
        .iter()
        .filter(|w| w.2.min(area.x1) - w.1.max(area.x0) > 0.75 * area.width())
        .map(|w| w.0)
        .collect();
    let head = header_lines(rows, &full);
    if head > MAX_HEADER_LINES {
        return None;
    }
    let mut below: Vec<Row> = rows.get(head..)?.iter().map(|r| words::fine(ink, r)).collect();
    let mut above: Vec<Row> = rows.get(..head)?.iter().map(|r| words::fine(ink, r)).collect();
    let shared = head::part(&mut above, &mut below);
    let blocks = header::blocks(&above, &inner);
    let islands = columns::islands(below.iter().flat_map(|r| &r.words));
    let partial: Vec<Wall> = inner
        .iter()
        .copied()
        .filter(|w| w.2.min(area.x1) - w.1.max(area.x0) <= 0.95 * area.width())
        .collect();
    let tree = header::tree(blocks, &islands, &partial, shared);
    let mut leaves = Vec::new();
    for node in &tree {
        node.collect_leaves(&mut leaves);
    }
    let heads: Vec<BBox> = leaves.iter().map(|b| b.bbox).collect();
    let columns = columns::find(&heads, &below);
    let named = heads.len() == columns.len() && head > 0;
    if columns.len() < 2 || below.is_empty() && !(announced && named) {
        return None;
    }
    let (bands, mut cells) = body(&columns, below, &full);
    totals::lead(&columns, &tree, &heads, &mut cells);
    let evidence = if full.len() >= 2 { Evidence::Bands } else { Evidence::Alignment };
    let mut grid = Grid { columns: columns.len(), lines: evidence.lines(), ..Grid::default() };
    let mut row_edges = Vec::new();
    if named {
        let depth = tree.iter().map(Node::depth).max().unwrap_or(0);
        grid.header_rows = depth;
        grid.rows = vec![Vec::new(); depth];
        let bottom = bands.first().map_or(area.y1, |b| b.0);
        for level in 0..depth {
            let y = |l: usize| area.y0 + (bottom - area.y0) * l as f32 / depth as f32;
            row_edges.push((y(level), y(level + 1)));
        }
        let mut column = 0;
        for node in &tree {
            place(page, ink, node, 0, depth, &mut column, &mut grid);
        }
    }
    for (band, words) in bands.iter().zip(cells) {
        row_edges.push(*band);
        grid.rows.push(
            words
                .into_iter()
                .enumerate()
                .map(|(column, words)| {
                    let empty = BBox {
                        x0: columns.get(column).map_or(area.x0, |c| c.x0),
                        y0: band.0,
                        x1: columns.get(column).map_or(area.x1, |c| c.x1),
                        y1: band.1,
                    };
                    let (text, bbox) = text(ink, &words);
                    GridCell {
                        column,
                        column_span: 1,
                        row_span: 1,
                        text,
                        page: page.number,
                        bbox: bbox.unwrap_or(empty),
                    }
                })
                .collect(),
        );
    }
    let mut glyphs: Vec<u32> = rows.iter().flat_map(|r| &r.words).flat_map(|w| &w.glyphs).copied().collect();
    let inside = |x: f32, y: f32| x >= area.x0 && x <= area.x1 && y >= area.y0 && y <= area.y1;
    glyphs.extend((0u32..).zip(&page.glyphs).filter_map(|(i, g)| {
        let (x, y) = g.bbox.center();
        (g.ch.is_whitespace() && inside(x, y)).then_some(i)
    }));
    glyphs.sort_unstable();
    glyphs.dedup();
    Some(FoundTable {
        bbox: area,
        grid,
        glyphs,
        column_edges: columns::edges(&columns),
        row_edges,
        ruled: false,
        evidence,
        leading: Vec::new(),
        trailing: Vec::new(),
        open_top: true,
        open_bottom: true,
    })
}

/// Puts a header cell and those below it into the grid.
fn place(
    page: &Page,
    ink: &Ink,
    node: &Node,
    level: usize,
    depth: usize,
    column: &mut usize,
    grid: &mut Grid,
) {
    let (text, bbox) = text(ink, &node.block.words);
    let cell = GridCell {
        column: *column,
        column_span: node.leaves(),
        row_span: if node.children.is_empty() { depth.saturating_sub(level).max(1) } else { 1 },
        text,
        page: page.number,
        bbox: bbox.unwrap_or(node.block.bbox),
    };
    if let Some(row) = grid.rows.get_mut(level) {
        row.push(cell);
    }
    if node.children.is_empty() {
        *column += 1;
    }
    for child in &node.children {
        place(page, ink, child, level + 1, depth, column, grid);
    }
}

/// Text and box of a cell's words, in printed order.
fn text(ink: &Ink, words: &[Word]) -> (String, Option<BBox>) {
    let lines: Vec<Line> =
        words.iter().map(|w| Line { glyphs: w.glyphs.clone(), bbox: w.bbox, size: w.size }).collect();
    (ink.text(&lines), words.iter().map(|w| w.bbox).reduce(|a, b| a.union(&b)))
}

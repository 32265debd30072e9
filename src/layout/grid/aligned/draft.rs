//! A table without column lines while its cells are put together.

use super::Node;
use crate::layout::grid::columns::Column;
use crate::layout::grid::ink::{Ink, Line};
use crate::layout::grid::seams::Head;
use crate::layout::grid::words::{Row, Word};
use crate::layout::grid::{Evidence, FoundTable};
use crate::model::{BBox, Grid, GridCell, Page};

/// The grid so far.
pub struct Draft<'a> {
    page: &'a Page,
    ink: &'a Ink<'a>,
    area: BBox,
    grid: Grid,
    row_edges: Vec<(f32, f32)>,
}

impl<'a> Draft<'a> {
    /// A grid without rows.
    pub fn new(page: &'a Page, ink: &'a Ink, area: BBox, columns: usize) -> Self {
        Self { page, ink, area, grid: Grid { columns, ..Grid::default() }, row_edges: Vec::new() }
    }

    /// Makes room for a header of so many rows that ends at `bottom`.
    fn open_header(&mut self, depth: usize, bottom: f32) {
        self.grid.header_rows = depth;
        self.grid.rows = vec![Vec::new(); depth];
        for level in 0..depth {
            let y = |l: usize| self.area.y0 + (bottom - self.area.y0) * l as f32 / depth as f32;
            self.row_edges.push((y(level), y(level + 1)));
        }
    }

    /// The header as a tree of cells.
    pub fn header(&mut self, tree: &[Node], bottom: f32) {
        let depth = tree.iter().map(Node::depth).max().unwrap_or(0);
        self.open_header(depth, bottom);
        let mut column = 0;
        for node in tree {
            self.place(node, 0, depth, &mut column);
        }
    }

    /// Puts a header cell and those below it into the grid.
    fn place(&mut self, node: &Node, level: usize, depth: usize, column: &mut usize) {
        let (text, bbox) = self.text(&node.block.words);
        let cell = GridCell {
            column: *column,
            column_span: node.leaves(),
            row_span: if node.children.is_empty() { depth.saturating_sub(level).max(1) } else { 1 },
            text,
            page: self.page.number,
            bbox: bbox.unwrap_or(node.block.bbox),
        };
        if let Some(row) = self.grid.rows.get_mut(level) {
            row.push(cell);
        }
        if node.children.is_empty() {
            *column += 1;
        }
        for child in &node.children {
            self.place(child, level + 1, depth, column);
        }
    }

    /// The header as cells whose place the lines show.
    pub fn drawn_header(&mut self, heads: &[Head], columns: &[Column], depth: usize, bottom: f32) {
        self.open_header(depth, bottom);
        for head in heads {
            let (from, to) = head.columns;
            let (text, bbox) = self.text(&head.words);
            let band = self.row_edges.get(head.rows.0).copied().unwrap_or((self.area.y0, bottom));
            let empty = BBox {
                x0: columns.get(from).map_or(self.area.x0, |c| c.x0),
                y0: band.0,
                x1: columns.get(to - 1).map_or(self.area.x1, |c| c.x1),
                y1: band.1,
            };
            let cell = GridCell {
                column: from,
                column_span: to - from,
                row_span: head.rows.1 - head.rows.0,
                text,
                page: self.page.number,
                bbox: bbox.unwrap_or(empty),
            };
            if let Some(row) = self.grid.rows.get_mut(head.rows.0) {
                row.push(cell);
            }
        }
    }

    /// The rows of the body.
    pub fn body(&mut self, columns: &[Column], bands: &[(f32, f32)], cells: Vec<Vec<Vec<Word>>>) {
        for (band, words) in bands.iter().zip(cells) {
            self.row_edges.push(*band);
            let row = words.into_iter().enumerate().map(|(column, words)| {
                let empty = BBox {
                    x0: columns.get(column).map_or(self.area.x0, |c| c.x0),
                    y0: band.0,
                    x1: columns.get(column).map_or(self.area.x1, |c| c.x1),
                    y1: band.1,
                };
                let (text, bbox) = self.text(&words);
                GridCell {
                    column,
                    column_span: 1,
                    row_span: 1,
                    text,
                    page: self.page.number,
                    bbox: bbox.unwrap_or(empty),
                }
            });
            let row = row.collect();
            self.grid.rows.push(row);
        }
    }

    /// The table, whose printed lines are `rows`.
    pub fn finish(mut self, rows: &[Row], column_edges: Vec<f32>, evidence: Evidence) -> FoundTable {
        let area = self.area;
        let mut glyphs: Vec<u32> =
            rows.iter().flat_map(|r| &r.words).flat_map(|w| &w.glyphs).copied().collect();
        let inside = |x: f32, y: f32| x >= area.x0 && x <= area.x1 && y >= area.y0 && y <= area.y1;
        glyphs.extend((0u32..).zip(&self.page.glyphs).filter_map(|(i, g)| {
            let (x, y) = g.bbox.center();
            (g.ch.is_whitespace() && inside(x, y)).then_some(i)
        }));
        glyphs.sort_unstable();
        glyphs.dedup();
        self.grid.lines = evidence.lines();
        FoundTable {
            bbox: area,
            grid: self.grid,
            glyphs,
            column_edges,
            row_edges: self.row_edges,
            ruled: false,
            evidence,
            leading: Vec::new(),
            trailing: Vec::new(),
            open_top: true,
            open_bottom: true,
        }
    }

    /// Text and box of a cell's words, in printed order.
    fn text(&self, words: &[Word]) -> (String, Option<BBox>) {
        let lines: Vec<Line> =
            words.iter().map(|w| Line { glyphs: w.glyphs.clone(), bbox: w.bbox, size: w.size }).collect();
        (self.ink.text(&lines), words.iter().map(|w| w.bbox).reduce(|a, b| a.union(&b)))
    }
}

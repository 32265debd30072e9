//! Lattices of lines and the glyphs in them → tables.

use std::ops::Range;

use super::edges::Edges;
use super::ink::Ink;
use super::lattice::{Lattice, Span};
use super::{
    Evidence, FoundTable, baselines, figure, gaps, groups, heads, overflow, relaid, repair, second, stray,
    tall, totals, trim, undivided,
};
use crate::model::{BBox, Grid, GridCell, Page};

/// A cell with what stands in it, before the grid is trimmed.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Rows and columns that it covers.
    pub span: Span,
    /// Indices of its glyphs.
    pub glyphs: Vec<u32>,
    /// Its text.
    pub text: String,
    /// Box of the text, or of the cell when it is empty.
    pub bbox: BBox,
}

/// A lattice with its cells filled.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Column lines.
    pub xs: Vec<f32>,
    /// Row lines.
    pub ys: Vec<f32>,
    /// The cells, by row, then column.
    pub cells: Vec<Filled>,
    /// Left, top, right, bottom: drawn?
    pub closed: [bool; 4],
    /// Rows of a header that was found outside the lines.
    pub header: Option<usize>,
}

impl Frame {
    /// The area inside the outer lines.
    pub fn area(&self) -> Option<BBox> {
        let (x0, y0, x1, y1) = (self.xs.first()?, self.ys.first()?, self.xs.last()?, self.ys.last()?);
        Some(BBox { x0: *x0, y0: *y0, x1: *x1, y1: *y1 })
    }

    /// The cells that begin in these rows.
    pub fn begun(&self, rows: Range<usize>) -> &[Filled] {
        debug_assert!(self.cells.is_sorted_by_key(|c| c.span.row));
        let at = |row| self.cells.partition_point(|c| c.span.row < row);
        self.cells.get(at(rows.start)..at(rows.end)).unwrap_or_default()
    }
}

/// Lattices of one page at most.
const MAX_FRAMES: usize = 64;

/// Tables with lines both ways.
pub fn find(page: &Page, ink: &Ink, edges: &Edges) -> Vec<FoundTable> {
    let tolerance = (0.3 * ink.size).clamp(1.2, 2.6);
    let mut frames: Vec<Frame> = Vec::new();
    let (mut doubts, mut damaged): (Vec<bool>, Vec<bool>) = (Vec::new(), Vec::new());
    let mut groups = groups::connect(edges);
    groups::adopt(&mut groups, 4.0 * ink.size);
    for mut group in groups {
        crate::clock::tick();
        stray::take_out(ink, &mut group);
        if group.horizontal.len() + group.vertical.len() < 4 {
            continue;
        }
        let Some(mut lattice) = Lattice::new(&group, tolerance) else { continue };
        // A row alone on its page is the end of a table that began on the page before.
        if lattice.columns() < 2 || lattice.rows() < 2 && lattice.columns() < 3 {
            continue;
        }
        let erased = stray::erase(ink, &mut lattice);
        let mended = gaps::mend(ink, &mut lattice);
        let mut frame = fill(ink, &lattice);
        doubts.push(second::doubtful(ink, &frame));
        relaid::settle(&mut frame);
        damaged.push(erased || mended);
        frames.push(frame);
        if frames.len() >= MAX_FRAMES {
            break;
        }
    }
    let bare = |f: &Frame| trim::row_cells(f, 0).iter().any(|c| figure::is_figure(&c.text));
    if frames.iter().any(bare) {
        let mut held = vec![false; ink.all.len()];
        for &i in frames.iter().flat_map(|f| &f.cells).flat_map(|c| &c.glyphs) {
            if let Some(held) = held.get_mut(i as usize) {
                *held = true;
            }
        }
        let is_free = |i: &u32| held.get(*i as usize) == Some(&false);
        let free: Vec<u32> = ink.usable.iter().copied().filter(is_free).collect();
        for (frame, doubt) in frames.iter_mut().zip(&mut doubts).filter(|(f, _)| bare(f)) {
            *doubt |= second::headless(ink, frame, &free);
            frame.header = repair::header_above(ink, frame, &free);
        }
    }
    let read = |((frame, doubt), damaged): ((Frame, bool), bool)| {
        let held: Vec<u32> = frame.cells.iter().flat_map(|c| &c.glyphs).copied().collect();
        let evidence = if damaged { Evidence::Damaged } else { Evidence::Rules };
        let area = frame.area();
        let table = table(page, ink, frame, evidence)?;
        let mut taken = vec![false; page.glyphs.len()];
        for &i in &table.glyphs {
            if let Some(taken) = taken.get_mut(i as usize) {
                *taken = true;
            }
        }
        let lost = held.into_iter().filter(|&i| taken.get(i as usize) != Some(&true)).collect();
        let doubt = doubt
            || table.grid.rows.len() <= table.grid.header_rows
                && area.is_some_and(|area| second::bodiless(ink, &area));
        Some(second::First { table, doubt, lost })
    };
    let tables = frames.into_iter().zip(doubts).zip(damaged).filter_map(read).collect();
    second::settle(page, ink, edges, tables)
}

/// Gives every glyph to the cell that holds its centre.
pub fn fill(ink: &Ink, lattice: &Lattice) -> Frame {
    let (cols, rows) = (lattice.columns(), lattice.rows());
    let spans = lattice.cells();
    let mut owner = vec![u32::MAX; rows * cols];
    for (i, s) in spans.iter().enumerate() {
        crate::clock::tick();
        for r in s.row..s.row_end {
            for c in s.col..s.col_end {
                if let Some(slot) = owner.get_mut(r * cols + c) {
                    *slot = i as u32;
                }
            }
        }
    }
    let (mut column, mut row) = (Place::of(&lattice.xs), Place::of(&lattice.ys));
    let mut home = |i: &u32| {
        let (x, y) = ink.glyph(*i)?.bbox.center();
        let (c, r) = (column.find(x)?, row.find(y)?);
        owner.get(r * cols + c).copied()
    };
    let mut homes: Vec<u32> = ink.usable.iter().map(|i| home(i).unwrap_or(u32::MAX)).collect();
    overflow::settle(ink, &lattice.xs, &mut homes);
    tall::settle(ink, &lattice.xs, &lattice.ys, &spans, &mut homes);
    let mut sizes = vec![0usize; spans.len()];
    for &cell in &homes {
        if let Some(size) = sizes.get_mut(cell as usize) {
            *size += 1;
        }
    }
    let mut content: Vec<Vec<u32>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (&i, &cell) in ink.usable.iter().zip(&homes) {
        if let Some(list) = content.get_mut(cell as usize) {
            list.push(i);
        }
    }
    let cells = spans
        .into_iter()
        .zip(content)
        .map(|(span, glyphs)| filled(ink, &lattice.xs, &lattice.ys, span, glyphs))
        .collect();
    Frame { xs: lattice.xs.clone(), ys: lattice.ys.clone(), cells, closed: lattice.closed, header: None }
}

/// A cell with its text.
pub fn filled(ink: &Ink, xs: &[f32], ys: &[f32], span: Span, glyphs: Vec<u32>) -> Filled {
    let (text, bbox) = ink.cell(&glyphs);
    let at = |v: &[f32], i: usize| v.get(i).copied().unwrap_or(0.0);
    let whole = BBox {
        x0: at(xs, span.col),
        y0: at(ys, span.row),
        x1: at(xs, span.col_end),
        y1: at(ys, span.row_end),
    };
    Filled { span, glyphs, text, bbox: bbox.unwrap_or(whole) }
}

/// The interval of sorted `lines` that holds `v`.
pub fn place(lines: &[f32], v: f32) -> Option<usize> {
    let i = lines.partition_point(|&l| l <= v);
    (i > 0 && i < lines.len()).then(|| i - 1)
}

/// The interval that holds a value, asked for one value after the other: the next one mostly lies in the same.
pub struct Place<'a> {
    lines: &'a [f32],
    last: usize,
}

impl<'a> Place<'a> {
    /// The intervals of sorted lines.
    pub fn of(lines: &'a [f32]) -> Self {
        Self { lines, last: 0 }
    }

    /// The interval that holds `v`; see [`place`].
    #[inline]
    pub fn find(&mut self, v: f32) -> Option<usize> {
        if let Some([low, high]) = self.lines.get(self.last..self.last + 2)
            && *low <= v
            && v < *high
        {
            return Some(self.last);
        }
        self.last = place(self.lines, v)?;
        Some(self.last)
    }
}

/// A table out of a filled frame: lines above and below the table proper taken out, rows and columns that are
/// no table's dropped. `None` when nothing is left that deserves the name.
pub fn table(page: &Page, ink: &Ink, mut frame: Frame, evidence: Evidence) -> Option<FoundTable> {
    let leading = trim::leading(page, ink, &mut frame);
    let trailing = trim::trailing(page, ink, &mut frame);
    let mut consumed = vec![false; page.glyphs.len()];
    let mut consume = |glyphs: &[u32]| {
        for &i in glyphs {
            if let Some(c) = consumed.get_mut(i as usize) {
                *c = true;
            }
        }
    };
    consume(&leading.glyphs);
    consume(&trailing.glyphs);
    let bbox = BBox {
        x0: *frame.xs.first()?,
        y0: leading.top.unwrap_or(*frame.ys.first()?),
        x1: *frame.xs.last()?,
        y1: trailing.bottom.unwrap_or(*frame.ys.last()?),
    };
    trim::compact(&mut frame);
    let opened = baselines::open_header(ink, &mut frame);
    let header_rows = match frame.header.or_else(|| repair::header_words(ink, &mut frame)) {
        Some(rows) => rows,
        None => heads::settle(&mut frame),
    };
    let bare = undivided::columns(ink, &mut frame, header_rows);
    let moved = undivided::figures(ink, &mut frame, header_rows);
    let divided = baselines::rows(ink, &mut frame, header_rows);
    let evidence = match (bare, opened || divided, moved) {
        (true, ..) => Evidence::Alignment,
        (_, true, _) => Evidence::Stripes,
        (.., true) => Evidence::Damaged,
        _ => evidence,
    };
    if bare {
        undivided::lead(ink, &mut frame, header_rows);
    }
    let (cols, rows) = (frame.xs.len().checked_sub(1)?, frame.ys.len().checked_sub(1)?);
    let texts: Vec<&str> = frame.cells.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
    // The total of an empty form may stand alone on its page, too.
    let alone = rows == 1 && cols > 2 && matches!(texts.as_slice(), [text] if totals::is_label(text));
    if cols < 2 || rows < 1 || texts.len() < 2 && !alone {
        return None;
    }
    let mut grid = Grid { columns: cols, header_rows, lines: evidence.lines(), rows: vec![Vec::new(); rows] };
    for cell in frame.cells {
        consume(&cell.glyphs);
        let s = cell.span;
        if let Some(row) = grid.rows.get_mut(s.row) {
            if row.is_empty() {
                row.reserve_exact(cols);
            }
            row.push(GridCell {
                column: s.col,
                column_span: s.col_end - s.col,
                row_span: s.row_end - s.row,
                text: cell.text,
                page: page.number,
                bbox: cell.bbox,
            });
        }
    }
    let inside = |x: f32, y: f32| x >= bbox.x0 && x <= bbox.x1 && y >= bbox.y0 && y <= bbox.y1;
    let glyphs = (0u32..).zip(&page.glyphs).zip(consumed).filter_map(|((i, g), consumed)| {
        let (x, y) = g.bbox.center();
        (consumed || g.ch.is_whitespace() && inside(x, y)).then_some(i)
    });
    Some(FoundTable {
        bbox,
        grid,
        glyphs: glyphs.collect(),
        row_edges: frame.ys.windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?))).collect(),
        column_edges: frame.xs,
        ruled: matches!(evidence, Evidence::Rules | Evidence::Damaged | Evidence::Fills | Evidence::Stripes),
        evidence,
        leading: leading.runs,
        trailing: trailing.runs,
        open_top: !frame.closed[1],
        open_bottom: !frame.closed[3],
    })
}

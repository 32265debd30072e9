//! Crossings → lattices: the lines of one drawing, snapped to one set of xs and ys, with the walls
//! that are really drawn; and from the walls the cells.

use std::ops::Range;

use super::edges::{Edge, Edges};

/// Lines of one connected drawing, snapped.
#[derive(Debug, Clone, PartialEq)]
pub struct Lattice {
    /// Column lines, left to right.
    pub xs: Vec<f32>,
    /// Row lines, top to bottom.
    pub ys: Vec<f32>,
    /// For each row line, for each column: is a line drawn there? `ys.len() * columns` entries.
    across: Vec<bool>,
    /// For each row, for each column line: is a line drawn there? `rows * xs.len()` entries.
    down: Vec<bool>,
    /// Whether the outer sides are drawn (left, top, right, bottom) over most of their length.
    pub closed: [bool; 4],
}

/// A cell: rows and columns that it covers, as half-open ranges of the lattice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// One past the last row.
    pub row_end: usize,
    /// One past the last column.
    pub col_end: usize,
}

/// Elementary cells of one lattice at most.
const MAX_CELLS: usize = 60_000;
/// Columns of one lattice at most; the widest statutory table has some twenty.
const MAX_COLUMNS: usize = 200;
/// Rows of one lattice at most.
const MAX_ROWS: usize = 2_000;

/// One value for each cluster of values that lie within `tolerance` of each other.
pub fn snap(mut values: Vec<f32>, tolerance: f32) -> Vec<f32> {
    values.sort_unstable_by(f32::total_cmp);
    let mut snapped = Vec::new();
    let mut cluster: Option<(f32, f32, f32)> = None; // first, last, most recent sum is not needed: middle of the ends
    for v in values {
        match &mut cluster {
            Some((first, last, _)) if v - *last <= tolerance && v - *first <= 2.0 * tolerance => *last = v,
            _ => {
                if let Some((first, last, _)) = cluster {
                    snapped.push(f32::midpoint(first, last));
                }
                cluster = Some((v, v, v));
            }
        }
    }
    if let Some((first, last, _)) = cluster {
        snapped.push(f32::midpoint(first, last));
    }
    snapped
}

impl Lattice {
    /// The lattice of one group of lines. `tolerance` is how far apart two drawings of one line may be.
    /// `None` when the group has no two lines each way, or far too many.
    pub fn new(group: &Edges, tolerance: f32) -> Option<Self> {
        let (h, v) = (&group.horizontal, &group.vertical);
        if h.is_empty() || v.is_empty() {
            return None;
        }
        let mut xs = snap(v.iter().map(|e| e.at).collect(), tolerance);
        let mut ys = snap(h.iter().map(|e| e.at).collect(), tolerance);
        // Ends of lines that stand away from every crossing: an open side, or a header line that was left out.
        let far = (2.0 * tolerance).max(5.0);
        xs = with_ends(xs, h, far, tolerance, |_| false);
        // A line down that stops where no line across is near for several rows: a merged cell in a table without
        // lines between its rows, or a first or last row without an outer side.
        let open = |p: f32| {
            let i = ys.partition_point(|&y| y < p);
            match (i.checked_sub(1).and_then(|k| ys.get(k)), ys.get(i)) {
                (Some(above), Some(below)) => below - above > 6.0 * far,
                _ => true,
            }
        };
        ys = with_ends(ys.clone(), v, far, tolerance, open);
        let (cols, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        let vast = cols > MAX_COLUMNS || rows > MAX_ROWS || cols.saturating_mul(rows) > MAX_CELLS;
        if cols == 0 || rows == 0 || vast {
            return None;
        }
        let across = walls(h, &ys, &xs, tolerance);
        let up = walls(v, &xs, &ys, tolerance);
        let mut down = vec![false; rows * xs.len()];
        for (line, drawn) in up.chunks(rows).enumerate() {
            for (row, &d) in drawn.iter().enumerate() {
                if let Some(slot) = down.get_mut(row * xs.len() + line) {
                    *slot = d;
                }
            }
        }
        let mostly = |drawn: usize, of: usize| drawn * 2 > of;
        let side = |line: usize| {
            mostly(
                (0..rows).filter(|r| down.get(r * xs.len() + line).copied().unwrap_or(false)).count(),
                rows,
            )
        };
        let level = |line: usize| {
            mostly((0..cols).filter(|c| across.get(line * cols + c).copied().unwrap_or(false)).count(), cols)
        };
        let closed = [side(0), level(0), side(cols), level(rows)];
        Some(Self { xs, ys, across, down, closed })
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Whether a line is drawn above this elementary cell.
    pub fn wall_above(&self, row: usize, col: usize) -> bool {
        row == 0 || row >= self.rows() || self.across.get(row * self.columns() + col).copied().unwrap_or(true)
    }

    /// Whether a line is drawn left of this elementary cell.
    pub fn wall_left(&self, row: usize, col: usize) -> bool {
        col == 0 || col >= self.columns() || self.down.get(row * self.xs.len() + col).copied().unwrap_or(true)
    }

    /// Draws the line above this elementary cell.
    pub fn draw_above(&mut self, row: usize, col: usize) {
        let columns = self.columns();
        if let Some(wall) = self.across.get_mut(row * columns + col) {
            *wall = true;
        }
    }

    /// Draws the line left of this elementary cell.
    pub fn draw_left(&mut self, row: usize, col: usize) {
        if let Some(wall) = self.down.get_mut(row * self.xs.len() + col) {
            *wall = true;
        }
    }

    /// Takes away the line left of the cells of these rows.
    pub fn erase_down(&mut self, rows: Range<usize>, col: usize) {
        for row in rows {
            if let Some(wall) = self.down.get_mut(row * self.xs.len() + col) {
                *wall = false;
            }
        }
    }

    /// Takes away the line above the cells of these columns.
    pub fn erase_across(&mut self, row: usize, columns: Range<usize>) {
        let n = self.columns();
        for col in columns {
            if let Some(wall) = self.across.get_mut(row * n + col) {
                *wall = false;
            }
        }
    }

    /// The cells, row by row. Where lines are missing so that an area is no rectangle (a header whose inner
    /// line was left out), it is cut into rectangles: row by row, at every wall, then rows of the same width
    /// without a line between them are one cell again.
    pub fn cells(&self) -> Vec<Span> {
        let (rows, cols) = (self.rows(), self.columns());
        let mut done: Vec<Span> = Vec::with_capacity(rows * cols);
        let (mut open, mut next): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
        for row in 0..rows {
            crate::clock::tick();
            let mut col = 0;
            while col < cols {
                let mut end = col + 1;
                while end < cols && !self.wall_left(row, end) {
                    end += 1;
                }
                let mut span = Span { row, col, row_end: row + 1, col_end: end };
                let free = row > 0 && (col..end).all(|c| !self.wall_above(row, c));
                if free
                    && let Some(i) = open.iter().position(|s| s.col == col && s.col_end == end)
                    && let Some(above) = open.get(i)
                {
                    span.row = above.row;
                    open.swap_remove(i);
                }
                next.push(span);
                col = end;
            }
            done.append(&mut open);
            std::mem::swap(&mut open, &mut next);
        }
        done.append(&mut open);
        done.sort_unstable();
        done
    }
}

/// Adds the ends of `lines` that lie far from every value, when at least two lines (or a third of them) agree, or
/// where one is enough.
fn with_ends(
    values: Vec<f32>,
    lines: &[Edge],
    far: f32,
    tolerance: f32,
    alone: impl Fn(f32) -> bool,
) -> Vec<f32> {
    let away = |p: f32| {
        let i = values.partition_point(|&v| v < p);
        let near = |k: usize| values.get(k).is_some_and(|v| (v - p).abs() <= far);
        !(near(i) || i > 0 && near(i - 1))
    };
    // A line that goes on after a gap does not end there.
    let broken = |e: &Edge, p: f32| {
        let goes_on = |o: &Edge| {
            o != e && (o.at - e.at).abs() <= tolerance && ((o.lo - p).abs() <= far || (o.hi - p).abs() <= far)
        };
        lines.iter().any(goes_on)
    };
    let mut ends: Vec<f32> = Vec::new();
    let mut sure: Vec<f32> = Vec::new();
    for e in lines {
        crate::clock::tick();
        for p in [e.lo, e.hi].into_iter().filter(|&p| away(p)) {
            ends.push(p);
            if alone(p) && !broken(e, p) {
                sure.push(p);
            }
        }
    }
    if ends.is_empty() {
        return values;
    }
    ends.sort_unstable_by(f32::total_cmp);
    let mut all = values.clone();
    let mut rest = ends.as_slice();
    while let Some(&first) = rest.first() {
        let n = rest.partition_point(|&v| v - first <= far);
        let one = rest.iter().take(n).any(|p| sure.contains(p));
        if n >= 2 || n * 3 >= lines.len() || one {
            all.push(f32::midpoint(first, rest.get(n - 1).copied().unwrap_or(first)));
        }
        rest = rest.get(n..).unwrap_or_default();
    }
    snap(all, tolerance)
}

/// For each line of `levels`, for each interval of `stops`: is more than half of it drawn?
fn walls(lines: &[Edge], levels: &[f32], stops: &[f32], tolerance: f32) -> Vec<bool> {
    let n = stops.len().saturating_sub(1);
    let mut covered = vec![0.0f32; levels.len() * n];
    for e in lines {
        let i = levels.partition_point(|&v| v < e.at - 2.0 * tolerance);
        let nearest = (i..levels.len())
            .take_while(|&k| levels.get(k).is_some_and(|&v| v <= e.at + 2.0 * tolerance))
            .min_by(|&a, &b| {
                let d = |k: usize| levels.get(k).map_or(f32::MAX, |v| (v - e.at).abs());
                d(a).total_cmp(&d(b))
            });
        let Some(level) = nearest else { continue };
        let first = stops.partition_point(|&s| s <= e.lo).saturating_sub(1);
        for k in first..n {
            let (Some(&a), Some(&b)) = (stops.get(k), stops.get(k + 1)) else { break };
            if a >= e.hi {
                break;
            }
            if let Some(slot) = covered.get_mut(level * n + k) {
                *slot += (e.hi.min(b) - e.lo.max(a)).max(0.0);
            }
        }
    }
    covered
        .iter()
        .enumerate()
        .map(|(i, &c)| {
            let k = i % n.max(1);
            let width = stops.get(k + 1).zip(stops.get(k)).map_or(0.0, |(b, a)| b - a);
            c > 0.5 * width
        })
        .collect()
}

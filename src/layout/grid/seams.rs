//! Lines across that are drawn cell by cell (spreadsheets, word processors and browsers do so): where their pieces
//! meet, one column ends and the next begins. A table without any line down shows its columns so all the same.

use super::columns::Column;
use super::header::is_level;
use super::ink::{Ink, Line};
use super::totals::is_label;
use super::words::{self, Row, Word};
use crate::model::{BBox, Page};

/// Pieces of one line stand at this height of each other, and meet within this distance.
const NEAR: f32 = 1.5;
/// Columns at most.
const MAX_COLUMNS: usize = 80;
/// What a header cell without a word costs among cells that have one, in points off their middle.
const EMPTY: f32 = 12.0;
/// Pieces of lines across that are looked at in one table.
const MAX_PIECES: usize = 40_000;

/// The columns of a table whose lines across are drawn cell by cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Seams {
    /// Left edge of the first column, the seams, right edge of the last.
    pub xs: Vec<f32>,
}

/// The pieces of a page's lines across.
#[derive(Debug, Default)]
pub struct Pieces {
    /// y, left, right of each, sorted.
    pieces: Vec<(f32, f32, f32)>,
    /// y and x of places where pieces meet that became one rule, sorted.
    known: Vec<(f32, f32)>,
}

impl Pieces {
    /// Those of a page.
    pub fn of(page: &Page) -> Self {
        let across = page.rules.iter().filter(|r| r.is_horizontal() && r.x1 - r.x0 > NEAR);
        let mut pieces: Vec<(f32, f32, f32)> =
            across.map(|r| (f32::midpoint(r.y0, r.y1), r.x0, r.x1)).take(MAX_PIECES).collect();
        pieces.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut known: Vec<(f32, f32)> = page.seams.iter().map(|s| (s.1, s.0)).take(MAX_PIECES).collect();
        known.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        Self { pieces, known }
    }

    /// Left end, seams, right end of the line at a height between two xs; `None` where it is drawn in one, or in
    /// dashes.
    fn line(&self, y: f32, (left, right): (f32, f32)) -> Option<Vec<f32>> {
        let line: Vec<(f32, f32)> = (near(&self.pieces, y, |p| p.0).iter())
            .filter(|p| p.1 < right && p.2 > left)
            .map(|p| (p.1, p.2))
            .take(MAX_COLUMNS * 4)
            .collect();
        let (x0, x1) = line.iter().fold((f32::MAX, f32::MIN), |(a, z), p| (a.min(p.0), z.max(p.1)));
        // A piece ends where the next begins, and none runs over the place.
        let met = line.iter().map(|p| p.0).filter(|&x| {
            line.iter().any(|p| (p.1 - x).abs() < 2.0 * NEAR)
                && !line.iter().any(|p| p.0 < x - 2.0 * NEAR && p.1 > x + 2.0 * NEAR)
        });
        let drawn = near(&self.known, y, |s| s.0).iter().map(|s| s.1);
        let mut own: Vec<f32> = met.chain(drawn).filter(|&x| x > x0 + NEAR && x < x1 - NEAR).collect();
        own.sort_unstable_by(f32::total_cmp);
        own.dedup_by(|b, a| *b - *a < NEAR);
        if own.is_empty() || own.len() >= MAX_COLUMNS {
            return None;
        }
        own.insert(0, x0);
        own.push(x1);
        Some(own)
    }

    /// The seams of the lines at `full`, which run over the whole of a table; `None` where the lines are drawn in
    /// one, or show no columns in which the words could stand.
    pub fn seams(&self, ink: &Ink, full: &[f32], area: &BBox, rows: &[Row]) -> Option<Seams> {
        // 三线表: lines above, below the header, and at the end.
        if full.len() <= 3 && full.first().zip(rows.first()).is_some_and(|(y, r)| *y < r.bbox.center().1) {
            return None;
        }
        let lines: Vec<Vec<f32>> = full.iter().filter_map(|y| self.line(*y, (area.x0, area.x1))).collect();
        if lines.is_empty() || lines.len() * 2 < full.len() {
            return None;
        }
        let mut ends: Vec<f32> =
            lines.iter().filter_map(|l| l.get(1..l.len() - 1)).flatten().copied().collect();
        ends.sort_unstable_by(f32::total_cmp);
        let left = lines.iter().filter_map(|l| l.first()).copied().reduce(f32::min)?;
        let right = lines.iter().filter_map(|l| l.last()).copied().reduce(f32::max)?;
        let mut xs: Vec<f32> = vec![left];
        for near in ends.chunk_by(|a, b| b - a < NEAR) {
            // A cell over several columns takes its seams off the line below.
            if near.len() * 4 >= lines.len() {
                xs.push(near.iter().sum::<f32>() / near.len() as f32);
            }
        }
        xs.push(right);
        let seams = Seams { xs };
        (seams.xs.len() > 2 && !crowded(full, rows) && seams.hold(ink, rows)).then_some(seams)
    }

    /// Whether lines across show the columns of these printed lines: one closes a header, one a body.
    pub fn show(&self, rows: &[Row]) -> bool {
        let Some(area) = rows.iter().map(|r| r.bbox).reduce(|a, b| a.union(&b)) else { return false };
        let reach = area.height() / rows.len() as f32;
        let mut lines: Vec<Vec<f32>> = Vec::new();
        let mut y = f32::MIN;
        for p in self.pieces.iter().filter(|p| p.0 > area.y0 - reach && p.0 < area.y1 + reach) {
            if p.0 > y + 2.0 * NEAR {
                y = p.0;
                lines.extend(self.line(y, (area.x0, area.x1)));
            }
        }
        let wide = |l: &&Vec<f32>| matches!((l.first(), l.last()), (Some(a), Some(z)) if z - a > 0.75 * area.width());
        lines.iter().filter(wide).count() >= 2
    }

    /// How many of these printed lines belong to the first table among them, where its last line across ends it: one
    /// more row at most stands below that.
    pub fn end(&self, ink: &Ink, rows: &[Row], walls: &[(f32, f32, f32)]) -> usize {
        let Some(area) = rows.iter().map(|r| r.bbox).reduce(|a, b| a.union(&b)) else { return 0 };
        let within = |w: &&(f32, f32, f32)| {
            w.0 > area.y0 && w.0 < area.y1 + area.height() && w.1 < area.x1 && w.2 > area.x0
        };
        let longest = walls.iter().filter(within).map(|w| w.2 - w.1).fold(0.0, f32::max);
        let lines: Vec<(f32, Vec<f32>)> = (walls.iter().filter(within))
            .filter(|w| w.2 - w.1 > 0.75 * longest)
            .map(|w| (w.0, self.line(w.0, (area.x0, area.x1)).unwrap_or_else(|| vec![w.1, w.2])))
            .collect();
        // A header's line may have fewer seams than the body's: cells over several columns.
        let mut known: Vec<f32> = Vec::new();
        let (mut top, mut bottom) = (f32::MIN, f32::MIN);
        for (y, line) in &lines {
            let within =
                |a: &[f32], b: &[f32]| a.iter().all(|x| b.iter().any(|k| (x - k).abs() < 2.0 * NEAR));
            if within(&known, line) {
                known.clone_from(line);
            } else if !within(line, &known) {
                break;
            }
            (top, bottom) = (bottom, *y);
        }
        // Lines between all rows: the last two have one between them.
        let last = |r: &&Row| r.bbox.center().1 > top && r.bbox.center().1 < bottom;
        let mut figures: Vec<&Row> =
            rows.iter().filter(last).filter(|r| r.words.iter().any(|w| w.figure)).collect();
        figures.dedup_by(|b, a| b.bbox.center().1 - a.bbox.center().1 < 0.6 * a.size);
        let sum = |r: &Row| r.words.len() < 3 && r.words.first().is_some_and(|w| is_label(&w.text));
        let sums = rows.iter().filter(last).any(sum);
        if known.len() < 3 || figures.len() > 1 || figures.is_empty() && !sums {
            return rows.len();
        }
        let seams = Seams { xs: known };
        let inside = rows.iter().take_while(|r| r.bbox.center().1 < bottom).count();
        let Some(mut last) = inside.checked_sub(1).and_then(|i| rows.get(i)) else { return rows.len() };
        // The table goes on without lines.
        let on = rows.get(inside..inside + 2).unwrap_or_default();
        if on.len() == 2 && on.iter().all(|r| r.words.len() > 1 && r.words.iter().any(|w| w.figure)) {
            return rows.len();
        }
        let mut end = inside;
        while let Some(row) = rows.get(end) {
            // The first row below the last line stands as near as rows do, the lines of one row nearer.
            let most = if end == inside { 1.6 } else { 0.6 };
            let several = end > inside || row.words.len() > 1;
            if row.bbox.y0 - last.bbox.y1 > most * row.size
                || !several
                || !seams.hold(ink, std::slice::from_ref(row))
            {
                break;
            }
            (last, end) = (row, end + 1);
        }
        end
    }
}

/// Whether between two lines stands more than one line of figures, more often than a wrapped one makes.
fn crowded(full: &[f32], rows: &[Row]) -> bool {
    let band = |r: &Row| full.partition_point(|y| *y < r.bbox.center().1);
    let figures: Vec<&Row> = rows.iter().filter(|r| r.words.iter().any(|w| w.figure)).collect();
    let bands = figures.chunk_by(|a, b| band(a) == band(b));
    let several = bands.clone().filter(|rows| rows.len() > 1).count();
    several * 4 > bands.count()
}

/// Those of sorted things that stand at the height `y`.
fn near<T>(all: &[T], y: f32, at: impl Fn(&T) -> f32) -> &[T] {
    let from = all.partition_point(|t| at(t) < y - NEAR);
    let to = all.partition_point(|t| at(t) <= y + NEAR);
    all.get(from..to).unwrap_or_default()
}

impl Seams {
    /// Whether the figures stand in the columns: few run over a seam, or beside another word of their column.
    fn hold(&self, ink: &Ink, rows: &[Row]) -> bool {
        let (mut all, mut over) = (0, 0);
        for row in rows {
            crate::clock::tick();
            let row = self.parted(ink, row);
            let column = |w: &Word| self.column(w.bbox.center().0);
            let text = |w: &Word| w.glyphs.len() > 1 || is_level(w);
            let beside = |w: &&[Word]| {
                column(&w[0]) == column(&w[1]) && (w[0].figure || w[1].figure || text(&w[0]) && text(&w[1]))
            };
            over += row.words.windows(2).filter(beside).count();
            for word in row.words.iter().filter(|w| w.figure) {
                let crossed =
                    |x: &f32| word.bbox.x0 < x - 0.6 * word.size && word.bbox.x1 > x + 0.6 * word.size;
                all += 1;
                over += usize::from(self.inner().iter().any(crossed));
            }
        }
        over * 10 <= all
    }

    /// The words of a line, parted where figures and seams part them.
    pub fn parted(&self, ink: &Ink, row: &Row) -> Row {
        let mut row = words::fine(ink, row);
        self.part(ink, &mut row);
        row
    }

    /// The seams alone.
    pub fn inner(&self) -> &[f32] {
        self.xs.get(1..self.xs.len().saturating_sub(1)).unwrap_or_default()
    }

    /// From where to where each column runs.
    pub fn columns(&self) -> Vec<Column> {
        self.xs.windows(2).filter_map(|w| Some(Column { x0: *w.first()?, x1: *w.get(1)? })).collect()
    }

    /// The column at `x`.
    pub fn column(&self, x: f32) -> usize {
        self.inner().partition_point(|s| *s <= x)
    }

    /// Parts the words of a line where a seam runs between two of their letters.
    fn part(&self, ink: &Ink, row: &mut Row) {
        let mut out = Vec::with_capacity(row.words.len());
        for word in std::mem::take(&mut row.words) {
            let crossed = self.inner().iter().any(|x| word.bbox.x0 < *x && *x < word.bbox.x1);
            if crossed {
                out.extend(self.parts(ink, word));
            } else {
                out.push(word);
            }
        }
        row.words = out;
    }

    fn parts(&self, ink: &Ink, word: Word) -> Vec<Word> {
        let cut = |x: &f32| {
            word.glyphs
                .iter()
                .filter_map(|&i| ink.glyph(i))
                .any(|g| g.bbox.x0 < x - 0.12 * g.size && g.bbox.x1 > x + 0.12 * g.size)
        };
        let seams: Vec<f32> = self
            .inner()
            .iter()
            .copied()
            .filter(|x| word.bbox.x0 < *x && *x < word.bbox.x1 && !cut(x))
            .collect();
        if seams.is_empty() {
            return vec![word];
        }
        let side = |i: &u32| ink.glyph(*i).map_or(0, |g| seams.partition_point(|x| *x <= g.bbox.center().0));
        let parts: Vec<Word> = word
            .glyphs
            .chunk_by(|a, b| side(a) == side(b))
            .filter_map(|glyphs| {
                let bbox =
                    glyphs.iter().filter_map(|&i| ink.glyph(i)).map(|g| g.bbox).reduce(|a, b| a.union(&b))?;
                Some(words::word(ink, Line { glyphs: glyphs.to_vec(), bbox, size: word.size }))
            })
            .collect();
        // A name in a cell over two columns runs over a seam that happens to lie between two letters.
        let gap = |w: &[Word]| w[1].bbox.x0 - w[0].bbox.x1;
        let apart = parts.windows(2).all(|w| w[0].figure || w[1].figure || gap(w) > 0.22 * word.size);
        if apart { parts } else { vec![word] }
    }
}

/// A header cell by its place in the grid of the header's lines.
#[derive(Debug, Clone)]
pub struct Head {
    /// First column, one past the last.
    pub columns: (usize, usize),
    /// First row, one past the last.
    pub rows: (usize, usize),
    /// Its words.
    pub words: Vec<Word>,
}

/// The cells of a header that ends at `bottom`, and the number of its rows. `walls` are lines across: y, left, right.
pub fn header(seams: &Seams, above: &[Row], walls: &[(f32, f32, f32)], bottom: f32) -> (Vec<Head>, usize) {
    let top = above.first().map_or(bottom, |r| r.bbox.center().1);
    let mut ys: Vec<f32> = walls.iter().map(|w| w.0).filter(|y| *y > top && *y < bottom - NEAR).collect();
    ys.sort_unstable_by(f32::total_cmp);
    ys.dedup_by(|b, a| *b - *a < 2.0 * NEAR);
    let depth = ys.len() + 1;
    let columns = seams.xs.len() - 1;
    // Whether a line closes the cell of a column below a row.
    let closed = |column: usize, row: usize| {
        let (Some(y), Some(x0), Some(x1)) = (ys.get(row), seams.xs.get(column), seams.xs.get(column + 1))
        else {
            return true;
        };
        let cover: f32 = walls
            .iter()
            .filter(|w| (w.0 - y).abs() < 2.0 * NEAR)
            .map(|w| (w.2.min(*x1) - w.1.max(*x0)).max(0.0))
            .sum();
        cover > 0.6 * (x1 - x0)
    };
    let words: Vec<Word> = above.iter().flat_map(|r| &r.words).cloned().collect();
    let row_of = |w: &Word| ys.partition_point(|y| *y < w.bbox.center().1);
    let mut heads: Vec<Head> = Vec::new();
    for row in 0..depth {
        let mut column = 0;
        while column < columns {
            crate::clock::tick();
            let begins = |c: usize| row == 0 || closed(c, row - 1);
            let end_of = |c: usize| (row..depth).find(|&r| closed(c, r)).map_or(depth, |r| r + 1);
            if !begins(column) {
                column += 1;
                continue;
            }
            let end = end_of(column);
            let mut to = column + 1;
            while to < columns && begins(to) && end_of(to) == end {
                to += 1;
            }
            let inside = |w: &&Word| {
                (row..end).contains(&row_of(w)) && (column..to).contains(&seams.column(w.bbox.center().0))
            };
            let own: Vec<Word> = words.iter().filter(inside).cloned().collect();
            for ((from, until), words) in spans(seams, (column, to), own, end == depth) {
                heads.push(Head { columns: (from, until), rows: (row, end), words });
            }
            column = to;
        }
    }
    (heads, depth)
}

/// Boxes of the words over each column at the bottom of a header; none where a column has no word of its own.
pub fn leaves(heads: &[Head], depth: usize) -> Vec<BBox> {
    let mut lowest: Vec<&Head> =
        heads.iter().filter(|h| h.rows.1 == depth && h.columns.1 == h.columns.0 + 1).collect();
    lowest.sort_by_key(|h| h.columns.0);
    let boxes = lowest.iter().map(|h| h.words.iter().map(|w| w.bbox).reduce(|a, b| a.union(&b)));
    boxes.collect::<Option<Vec<BBox>>>().unwrap_or_default()
}

/// Divides columns whose header cells are of one height among the words in them. At the bottom of the header each
/// column has its own cell, unless a word runs over several; above, the cells are those in whose middle, or at whose
/// left, the words stand.
fn spans(
    seams: &Seams,
    (from, to): (usize, usize),
    words: Vec<Word>,
    lowest: bool,
) -> Vec<((usize, usize), Vec<Word>)> {
    let x = |c: usize| seams.xs.get(c).copied().unwrap_or(0.0);
    let mut blocks: Vec<(BBox, Vec<Word>)> = Vec::new();
    let mut sorted = words;
    sorted.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    for w in sorted {
        match blocks.last_mut() {
            Some((bbox, list)) if w.bbox.x0 < bbox.x1 - 0.2 * w.size => {
                *bbox = bbox.union(&w.bbox);
                list.push(w);
            }
            _ => blocks.push((w.bbox, vec![w])),
        }
    }
    let mut cells: Vec<((usize, usize), Vec<Word>)> = if lowest {
        (from..to).map(|c| ((c, c + 1), Vec::new())).collect()
    } else {
        divide(&blocks.iter().map(|b| b.0).collect::<Vec<_>>(), (from, to), &x)
            .into_iter()
            .map(|span| (span, Vec::new()))
            .collect()
    };
    for (bbox, words) in blocks {
        let reach = 0.6 * words.first().map_or(0.0, |w| w.size);
        let first =
            cells.iter().position(|(s, _)| bbox.center().0 < x(s.1)).unwrap_or(cells.len().saturating_sub(1));
        let over = |s: (usize, usize)| bbox.x0 < x(s.1) - reach && bbox.x1 > x(s.0) + reach;
        let low = cells.iter().take(first).position(|(s, w)| w.is_empty() && over(*s)).unwrap_or(first);
        let high = cells.iter().skip(first + 1).take_while(|(s, _)| over(*s)).count() + first;
        let Some(end) = cells.get(high).map(|c| c.0.1) else { continue };
        cells.drain(low + 1..=high);
        if let Some(cell) = cells.get_mut(low) {
            cell.0.1 = end;
            cell.1.extend(words);
        }
    }
    for (_, words) in &mut cells {
        words.sort_by(|a, b| {
            let (ya, yb) = (a.bbox.center().1, b.bbox.center().1);
            let level = (ya - yb).abs() < 0.3 * a.size.max(b.size);
            if level { a.bbox.x0.total_cmp(&b.bbox.x0) } else { ya.total_cmp(&yb) }
        });
    }
    cells
}

/// The cheapest division of columns into one cell for each block, and empty ones.
fn divide(blocks: &[BBox], (from, to): (usize, usize), x: &dyn Fn(usize) -> f32) -> Vec<(usize, usize)> {
    let (count, columns) = (blocks.len(), to - from);
    if count == 0 || count > columns {
        return vec![(from, to)];
    }
    let cost = |b: &BBox, first: usize, end: usize, centred: bool| {
        let (x0, x1) = (x(from + first), x(from + end));
        let out = (x0 - b.x0).max(b.x1 - x1).max(0.0);
        10.0 * out + if centred { (b.center().0 - f32::midpoint(x0, x1)).abs() } else { (b.x0 - x0).abs() }
    };
    // From each column the cheapest way to have passed so many blocks, and where the last cell began; columns between
    // cells are cells without a word.
    let run = |centred: bool| {
        let mut best = vec![vec![(f32::INFINITY, 0_usize, true); columns + 1]; count + 1];
        best[0][0] = (0.0, 0, true);
        for end in 0..=columns {
            for passed in 0..=count {
                let mut least = best[passed][end];
                if end > 0 && best[passed][end - 1].0 + EMPTY < least.0 {
                    least = (best[passed][end - 1].0 + EMPTY, end - 1, true);
                }
                if let Some(last) = passed.checked_sub(1) {
                    for (first, before) in best[last].iter().enumerate().take(end) {
                        let sum = before.0 + cost(&blocks[last], first, end, centred);
                        if sum < least.0 {
                            least = (sum, first, false);
                        }
                    }
                }
                best[passed][end] = least;
            }
        }
        let mut spans = Vec::new();
        let (mut passed, mut end) = (count, columns);
        while end > 0 {
            let (_, first, empty) = best[passed][end];
            spans.push((from + first, from + end));
            passed -= usize::from(!empty && passed > 0);
            end = first.min(end - 1);
        }
        spans.reverse();
        (best[count][columns].0, spans)
    };
    let (centred, left) = (run(true), run(false));
    if centred.0 <= left.0 { centred.1 } else { left.1 }
}

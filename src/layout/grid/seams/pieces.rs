//! The pieces of a page's lines across, and the places where they meet.

use super::{NEAR, Seams};
use crate::layout::grid::ink::Ink;
use crate::layout::grid::region::below_last_line;
use crate::layout::grid::totals::is_label;
use crate::layout::grid::words::Row;
use crate::model::{BBox, Page};

/// Columns at most.
const MAX_COLUMNS: usize = 80;
/// Pieces of lines across that are looked at in one table.
const MAX_PIECES: usize = 40_000;

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
        let figures = |r: &Row| r.words.iter().any(|w| w.figure);
        below_last_line(rows, inside, figures, |r| seams.hold(ink, std::slice::from_ref(r)))
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

//! Tables with a line under each row, from side to side, and none between columns: their rows are what two lines hold.

use super::Wall;
use super::head::is_listed;
use crate::layout::grid::is_broken;
use crate::layout::grid::region::below_last_line;
use crate::layout::grid::totals::is_sum;
use crate::layout::grid::trim::{is_caption, is_note, is_unit_line};
use crate::layout::grid::words::{Row, Word};

/// So many lines across show that there is one under each row.
const MIN_LINES: usize = 4;
/// Rows of a header at most, where lines part them.
const MAX_LEVELS: usize = 5;

/// Lines of one table begin and end within so many em of each other.
const FLUSH: f32 = 0.5;

/// Whether a line is drawn under each row: hardly a band between two of the lines at `full` holds figures at more than
/// one height, unless they are wrapped.
pub fn is_lined(rows: &[Row], full: &[f32]) -> bool {
    if full.len() < MIN_LINES {
        return false;
    }
    let figures: Vec<&Row> = rows.iter().filter(|r| r.words.iter().any(|w| w.figure)).collect();
    let bands = figures.chunk_by(|a, b| band(full, a) == band(full, b));
    let several = |rows: &&[&Row]| match (rows.first(), rows.last()) {
        (Some(a), Some(z)) => {
            z.bbox.center().1 - a.bbox.center().1 > 0.6 * a.size
                && !is_wrapped(rows.iter().flat_map(|r| &r.words))
        }
        _ => false,
    };
    let all = bands.clone().count();
    all > 1 && bands.filter(several).count() * 8 <= all
}

/// Whether figures that stand below each other are the lines of wrapped ones, all of them: 49,832,657.8 over 4.
pub fn is_wrapped<'a>(words: impl Iterator<Item = &'a Word>) -> bool {
    let mut ends: Vec<&Word> = Vec::new();
    let mut wrapped = false;
    for w in words.filter(|w| w.figure) {
        let over = |e: &&mut &Word| e.bbox.x0 < w.bbox.x1 && e.bbox.x1 > w.bbox.x0;
        match ends.iter_mut().find(over) {
            Some(above) if !is_broken(&above.text, &w.text) => return false,
            Some(above) => {
                wrapped = true;
                *above = w;
            }
            None => ends.push(w),
        }
    }
    wrapped
}

/// The band between lines across that a printed line stands in.
fn band(full: &[f32], row: &Row) -> usize {
    full.partition_point(|y| *y < row.bbox.center().1)
}

/// How many printed lines are header where a line is drawn under each row: those of the bands above the first that is
/// a row of the body for certain. `None` where the lines don't tell.
pub fn above_rows(rows: &[Row], full: &[f32], partial: &[(f32, f32, f32)]) -> Option<usize> {
    let divided = |lines: &[Row]| {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
        partial.iter().any(|w| w.0 > first.bbox.y0 && w.0 < last.bbox.y1)
    };
    let body = |lines: &[Row]| {
        let words = || lines.iter().flat_map(|r| &r.words);
        let listed = words().next().is_some_and(|w| is_listed(&w.text) && !w.text.ends_with('表'));
        let sum =
            || words().count() <= 2 && words().next().is_some_and(|w| is_sum(&w.text) || w.text == "无");
        !divided(lines) && (words().any(|w| w.figure) || listed || sum())
    };
    let mut head = 0;
    for (n, lines) in rows.chunk_by(|a, b| band(full, a) == band(full, b)).enumerate() {
        // A line is missing below the header.
        if divided(lines) && lines.iter().flat_map(|r| &r.words).any(|w| w.figure) {
            return None;
        }
        if body(lines) {
            return Some(head);
        }
        if n == MAX_LEVELS {
            break;
        }
        head += lines.len();
    }
    None
}

/// The lines across that belong to the first table among these printed lines: one below the other, as long and as wide
/// as the words, and of one length.
fn ladder(rows: &[Row], walls: &[Wall]) -> Vec<f32> {
    let Some(area) = rows.iter().map(|r| r.bbox).reduce(|a, b| a.union(&b)) else { return Vec::new() };
    let size = rows.iter().map(|r| r.size).fold(0.0, f32::max);
    let within = |w: &&Wall| {
        w.0 > area.y0 - 2.0 * size && w.0 < area.y1 + 2.0 * size && w.1 < area.x1 && w.2 > area.x0
    };
    let wide = |w: &&Wall| w.2.min(area.x1) - w.1.max(area.x0) > 0.75 * area.width();
    let mut lines: Vec<&Wall> = walls.iter().filter(within).filter(wide).collect();
    lines.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let Some(first) = lines.first().copied() else { return Vec::new() };
    let alike = |w: &&&Wall| (w.1 - first.1).abs() < FLUSH * size && (w.2 - first.2).abs() < FLUSH * size;
    let mut ladder: Vec<f32> = Vec::new();
    for y in lines.iter().take_while(alike).map(|w| w.0) {
        crate::clock::tick();
        // What stands between two tables: their notes, captions, units.
        let top = ladder.last().copied().unwrap_or(y);
        let band = || rows.iter().filter(|r| (top..y).contains(&r.bbox.center().1));
        let text = |w: &Word| is_unit_line(&w.text) || is_caption(&w.text) || is_note(&w.text);
        let apart = |(a, b): (&Row, &Row)| b.bbox.y0 - a.bbox.y1 > a.size;
        let alone = band().all(|r| r.words.len() < 2);
        if band().flat_map(|r| &r.words).any(text) || alone && band().zip(band().skip(1)).any(apart) {
            break;
        }
        ladder.push(y);
    }
    ladder
}

/// Whether lines across show that these printed lines are a table: words that stand apart between one line and the
/// next, in one row more often than in several, and some of them under each other.
pub fn show(rows: &[Row], walls: &[Wall]) -> bool {
    let full = ladder(rows, walls);
    let (Some(top), Some(bottom)) = (full.first(), full.last()) else { return false };
    if full.len() < MIN_LINES - 1 {
        return false;
    }
    let inside: Vec<&Row> = rows.iter().filter(|r| (*top..*bottom).contains(&r.bbox.center().1)).collect();
    let bands: Vec<&[&Row]> = inside.chunk_by(|a, b| band(&full, a) == band(&full, b)).collect();
    let parted = |rows: &&&[&Row]| rows.iter().any(|r| r.words.len() > 1);
    let flush = |a: &Row, b: &Row| {
        let begins = |r: &Row, x: f32| r.words.iter().skip(1).any(|w| (w.bbox.x0 - x).abs() < FLUSH * w.size);
        a.words.iter().skip(1).any(|w| begins(b, w.bbox.x0))
    };
    let aligned = bands.windows(2).any(|w| w[0].iter().any(|a| w[1].iter().any(|b| flush(a, b))));
    bands.len() + 1 == full.len() && bands.iter().filter(parted).count() * 4 > bands.len() * 3 && aligned
}

/// How many of these printed lines belong to the first table among them, where its last line ends it: one more row at
/// most stands below that.
pub fn end(rows: &[Row], walls: &[Wall]) -> usize {
    let full = ladder(rows, walls);
    let Some(bottom) = full.last().filter(|_| full.len() >= MIN_LINES - 1) else { return rows.len() };
    let inside = rows.iter().take_while(|r| r.bbox.center().1 < *bottom).count();
    below_last_line(rows, inside, |_| true, |_| true)
}

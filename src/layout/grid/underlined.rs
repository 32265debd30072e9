//! Tables whose every row stands between two lines across that are drawn in one: the lines show where the table
//! begins and ends, and that it is one, even where no amount stands in it (a list of units).

use super::aligned::Wall;
use super::trim::{is_caption, is_note, is_unit_line};
use super::words::Row;

/// Lines of one table begin and end at the same places, within this distance.
const NEAR: f32 = 2.0;
/// Rows between two lines each that show a table.
const FEWEST: usize = 3;
/// Two lines with one row between them are at most so many em apart.
const TALL: f32 = 6.0;

/// From which to which of the printed lines `rows` a table with a line under each row reaches, the first such one.
/// What stands above its first line belongs to it only where `rows` says so; nothing below its last line does.
pub fn end(rows: &[Row], walls: &[Wall]) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (i, first) in walls.iter().enumerate() {
        crate::clock::tick();
        let alike = |w: &&Wall| (w.1 - first.1).abs() < NEAR && (w.2 - first.2).abs() < NEAR;
        if walls.iter().take(i).any(|w| alike(&w)) {
            continue;
        }
        let ys: Vec<f32> = walls.iter().filter(alike).map(|w| w.0).collect();
        let inside = |r: &&Row| r.bbox.x0 > first.1 - NEAR && r.bbox.x1 < first.2 + NEAR;
        // Bands that follow one another, with one row each; nothing that stands between two tables.
        let (mut bands, mut last) = (0, None);
        for pair in ys.windows(2) {
            let [top, bottom] = pair else { continue };
            let of_band = |r: &&Row| r.bbox.center().1 > *top && r.bbox.center().1 < *bottom;
            let within: Vec<&Row> = rows.iter().filter(of_band).collect();
            let em = within.iter().map(|r| r.size).fold(0.0, f32::max);
            let several = within.iter().any(|r| r.words.len() > 1);
            let between = |r: &&Row| {
                r.words.iter().any(|w| is_unit_line(&w.text) || is_caption(&w.text) || is_note(&w.text))
            };
            let lines = !several && within.len() > 1;
            if lines || !within.iter().all(inside) || within.iter().any(between) {
                // Text between two tables, or above the first.
                if bands >= FEWEST {
                    break;
                }
                (bands, last) = (0, None);
            } else if !within.is_empty() {
                bands += usize::from(several && bottom - top < TALL * em);
                last = Some(*bottom);
            }
        }
        if let Some(bottom) = last.filter(|_| bands >= FEWEST) {
            let end = rows.iter().take_while(|r| r.bbox.center().1 < bottom).count();
            best = Some(best.map_or(end, |b| b.min(end)));
        }
    }
    best
}

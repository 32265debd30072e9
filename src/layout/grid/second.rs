//! A second reading: where the lines of a table leave two texts in one cell, the page is read again as if the table
//! had no lines down, and the reading that holds more texts apart without tearing any is kept.

use super::baselines::is_broken;
use super::edges::Edges;
use super::figure::is_figure;
use super::ink::Ink;
use super::ruled::Frame;
use super::{FoundTable, aligned};
use crate::model::{BBox, Glyph, GridCell, Page};

/// A gap between two texts of one cell that makes it doubtful, in em.
const APART: f32 = 0.4;
/// Glyphs of one baseline differ by so many em at most.
const ON_LINE: f32 = 0.15;
/// A header without lines stands at most so many em above the body.
const NEAR: f32 = 3.0;
/// Pairs of cells that are compared at most.
const MAX_PAIRS: usize = 4_000_000;

/// A table as its lines show it.
pub struct First {
    /// The table.
    pub table: FoundTable,
    /// Whether a cell may hold the texts of two.
    pub doubt: bool,
    /// Glyphs inside the lines that found no cell.
    pub lost: Vec<u32>,
}

/// Whether words stand right above a frame that begins with figures: a header without lines, perhaps.
pub fn headless(ink: &Ink, frame: &Frame, free: &[u32]) -> bool {
    let Some(area) = frame.area() else { return false };
    let above = free.iter().filter_map(|&i| ink.glyph(i)).filter(|g| {
        let (x, y) = g.bbox.center();
        x > area.x0 && x < area.x1 && y < area.y0 && y > area.y0 - NEAR * ink.size
    });
    above.count() > 3
}

/// Whether words or figures stand right below a frame, and no note: a body without lines, perhaps.
pub fn bodiless(ink: &Ink, area: &BBox) -> bool {
    // A note may hang out to the left.
    let reach = area.x0 - NEAR * ink.size;
    let below: Vec<&Glyph> = (ink.usable.iter().filter_map(|&i| ink.glyph(i)))
        .filter(|g| {
            let (x, y) = g.bbox.center();
            x > reach && x < area.x1 && y > area.y1 && y < area.y1 + NEAR * ink.size
        })
        .collect();
    let Some(line) = below.iter().map(|g| g.origin.1).reduce(f32::min) else { return false };
    let first = (below.iter().filter(|g| g.origin.1 < line + 0.5 * g.size))
        .min_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    first.is_some_and(|g| !matches!(g.ch, '注' | '备' | '说' | '※' | '*'))
}

/// Whether a cell of the frame may hold the texts of two: pieces of a line that stand apart, each more than a letter
/// of a spaced word, or figures below each other.
pub fn doubtful(ink: &Ink, frame: &Frame) -> bool {
    frame.cells.iter().any(|c| c.glyphs.len() > 1 && apart(ink, &c.glyphs))
}

fn apart(ink: &Ink, glyphs: &[u32]) -> bool {
    // Length of the piece, whether it has a digit, where it began; the same of the piece before it on its line.
    let (mut length, mut digits) = (0_u32, 0_u32);
    let (mut before, mut level_name) = (false, false);
    let mut last: Option<(f32, f32)> = None;
    let mut figures = 0_u32;
    for g in glyphs.iter().filter_map(|&i| ink.glyph(i)) {
        let digit = g.ch.is_ascii_digit();
        if let Some((right, line)) = last {
            let gap = g.bbox.x0 - right;
            let level = (g.origin.1 - line).abs() < ON_LINE * g.size;
            if !level || !(-2.0 * g.size..APART * g.size).contains(&gap) {
                let text = length > 1 || digits > 0 || level_name;
                if before && text {
                    return true;
                }
                if !level && digits > 0 && digits == length {
                    figures += 1;
                }
                before = level && text;
                (length, digits) = (0, 0);
            }
        }
        level_name = matches!(g.ch, '类' | '款' | '项');
        length += 1;
        digits += u32::from(digit || matches!(g.ch, '.' | ','));
        last = Some((g.bbox.x1, g.origin.1));
    }
    before && (length > 1 || digits > 0 || level_name) || figures > 0 && digits == length
}

/// Whether two figures below each other are two, not one that is wrapped in a narrow cell.
fn two_figures(above: &str, below: &str) -> bool {
    let decimals = |t: &str| t.rsplit_once('.').map(|(_, d)| d.len());
    is_figure(above) && is_figure(below) && decimals(above) == decimals(below) && !is_broken(above, below)
}

/// Replaces those of the doubtful tables that a reading by alignment has better: with the lines across that are
/// there, or without any, where these lack too much to be understood.
pub fn settle(page: &Page, ink: &Ink, edges: &Edges, found: Vec<First>) -> Vec<FoundTable> {
    let doubts: Vec<(usize, Vec<u32>)> = found
        .iter()
        .enumerate()
        .filter(|(_, f)| f.doubt || !f.lost.is_empty())
        .map(|(i, f)| (i, f.lost.clone()))
        .collect();
    let mut tables: Vec<FoundTable> = found.into_iter().map(|f| f.table).collect();
    for (i, lost) in doubts {
        let first = tables.remove(i);
        let second = [edges, &Edges::default()].into_iter().find_map(|edges| {
            let mut again = aligned::find(page, ink, edges, &tables);
            again.retain(|t| overlap(&t.bbox, &first.bbox));
            let one = again.pop().filter(|_| again.is_empty())?;
            let found = lost.iter().any(|i| one.glyphs.binary_search(i).is_ok());
            better(page, ink, &first, &one, found).then_some(one)
        });
        tables.insert(i, second.unwrap_or(first));
    }
    tables
}

fn overlap(a: &BBox, b: &BBox) -> bool {
    a.y0 < b.y1 && a.y1 > b.y0 && a.x0 < b.x1 && a.x1 > b.x0
}

/// Whether the second reading is the better one: it parts what stands in one cell of the first, tears nothing, and
/// has a column for each in which the first has something.
fn better(page: &Page, ink: &Ink, first: &FoundTable, second: &FoundTable, found: bool) -> bool {
    let cells = |t: &FoundTable| t.grid.rows.iter().map(Vec::len).sum::<usize>();
    if cells(first).saturating_mul(cells(second)) > MAX_PAIRS {
        return false;
    }
    // Nothing but captions and notes inside the frame stays outside the second.
    let outside = |i: &&u32| second.glyphs.binary_search(i).is_err();
    let left = first.glyphs.iter().filter(outside).filter_map(|&i| page.glyphs.get(i as usize));
    let text: usize = first.leading.iter().chain(&first.trailing).map(|r| r.text.chars().count()).sum();
    if left.filter(|g| !g.ch.is_whitespace()).count() > text {
        return false;
    }
    let filled = |t: &FoundTable| {
        (0..t.grid.columns)
            .filter(|c| t.grid.rows.iter().flatten().any(|k| k.column == *c && !k.text.is_empty()))
            .count()
    };
    let more = second.grid.columns > filled(first);
    let (glued, torn) = (glued(ink, first, second, more), self::glued(ink, second, first, true));
    // The lines divide the header only, or the body only.
    let headed = second.grid.header_rows > 0 && second.grid.columns >= first.grid.columns;
    let depth = |t: &FoundTable| t.grid.rows.len().saturating_sub(t.grid.header_rows);
    let body = depth(first) == 0 && depth(second) > 0 && second.bbox.y1 > first.bbox.y1;
    let header = first.grid.header_rows < second.grid.header_rows && second.bbox.y0 < first.bbox.y0;
    (glued > 0 || found || headed && (body || header))
        && torn == 0
        && second.grid.columns >= filled(first)
        && second.grid.header_rows.min(1) >= first.grid.header_rows.min(1)
}

/// Cells of one reading that hold several texts of the other, which stand beside each other, or are figures. One
/// column can only be two where the other reading has `more` columns.
fn glued(ink: &Ink, whole: &FoundTable, parts: &FoundTable, more: bool) -> usize {
    let filled = |t: &FoundTable| {
        t.grid
            .rows
            .iter()
            .enumerate()
            .flat_map(|(r, row)| row.iter().map(move |c| (r, c.clone())))
            .filter(|(_, c)| !c.text.is_empty())
            .collect::<Vec<_>>()
    };
    let parts = filled(parts);
    let holds = |c: &GridCell, p: &GridCell| {
        let (x, y) = p.bbox.center();
        x >= c.bbox.x0 && x <= c.bbox.x1 && y >= c.bbox.y0 && y <= c.bbox.y1
    };
    let mut count = 0;
    for (row, cell) in filled(whole) {
        // A space that is printed between two words of a header cell says that they are one text.
        let head = row < whole.grid.header_rows;
        let spaced = |a: &GridCell, b: &GridCell| {
            head && (ink.spaced(&a.bbox, &b.bbox) || ink.spaced(&b.bbox, &a.bbox))
        };
        crate::clock::tick();
        let inside: Vec<&(usize, GridCell)> = parts.iter().filter(|(_, p)| holds(&cell, p)).collect();
        let two = inside.iter().enumerate().any(|(i, (ra, a))| {
            inside.iter().skip(i + 1).any(|(rb, b)| {
                let beside = a.column != b.column && (more || cell.column_span > 1) && !spaced(a, b);
                let below = ra != rb && two_figures(&a.text, &b.text);
                beside || below
            })
        });
        count += usize::from(two);
    }
    count
}

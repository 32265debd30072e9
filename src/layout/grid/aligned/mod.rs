//! Tables without column lines: words of printed lines → header tree, columns, rows → grid.

use super::columns;
use super::edges::Edges;
use super::header::{self, Node};
use super::ink::Ink;
use super::region;
use super::seams::{self, Pieces, Seams};
use super::totals;
use super::words::{self, Row};
use super::{Evidence, FoundTable};
use crate::model::{BBox, Page};

mod draft;
mod head;
mod lined;
mod rows;

use draft::Draft;
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
    let pieces = if walls.is_empty() { Pieces::default() } else { Pieces::of(page) };
    let mut tables = Vec::new();
    let mut from = 0;
    // A table whose last line is drawn ends there; what follows is looked at again.
    while let Some(rest) = rows.get(from..).filter(|r| !r.is_empty()) {
        let start = from;
        from = rows.len();
        let ruled = |rows: &[Row]| pieces.show(rows) || lined::show(rows, &walls);
        for region in region::find(rest, page.height, &ruled) {
            let Some(part) = rest.get(region.from..region.to) else { break };
            let mut end = pieces.end(ink, part, &walls);
            if end == part.len() && !region.announced {
                end = lined::end(part, &walls);
            }
            tables
                .extend(part.get(..end).and_then(|p| table(page, ink, p, &walls, region.announced, &pieces)));
            if end < part.len() {
                from = start + region.from + end.max(1);
                break;
            }
        }
    }
    tables
}

/// A table out of the printed lines of a region; `None` when they turn out to be none.
pub fn table(
    page: &Page,
    ink: &Ink,
    rows: &[Row],
    walls: &[Wall],
    announced: bool,
    pieces: &Pieces,
) -> Option<FoundTable> {
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
    if let Some(seams) = pieces.seams(ink, &full, &area, rows) {
        return seamed(page, ink, rows, &inner, &full, &seams);
    }
    let partial: Vec<Wall> = inner
        .iter()
        .copied()
        .filter(|w| w.2.min(area.x1) - w.1.max(area.x0) <= 0.95 * area.width())
        .collect();
    let lined = lined::is_lined(rows, &full).then(|| lined::above_rows(rows, &full, &partial)).flatten();
    let head = lined.unwrap_or_else(|| header_lines(rows, &full));
    if head > MAX_HEADER_LINES {
        return None;
    }
    let mut below: Vec<Row> = rows.get(head..)?.iter().map(|r| words::fine(ink, r)).collect();
    let mut above: Vec<Row> = rows.get(..head)?.iter().map(|r| words::fine(ink, r)).collect();
    let shared = head::part(&mut above, &mut below, lined.is_some());
    let blocks = header::blocks(&above, &inner);
    let islands = columns::islands(below.iter().flat_map(|r| &r.words));
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
    let mut draft = Draft::new(page, ink, area, columns.len());
    if named {
        draft.header(&tree, bands.first().map_or(area.y1, |b| b.0));
    }
    draft.body(&columns, &bands, cells);
    Some(draft.finish(rows, columns::edges(&columns), evidence))
}

/// A table whose columns and header cells are shown by the pieces of its lines across.
fn seamed(
    page: &Page,
    ink: &Ink,
    rows: &[Row],
    walls: &[Wall],
    full: &[f32],
    seams: &Seams,
) -> Option<FoundTable> {
    let area = rows.iter().map(|r| r.bbox).reduce(|a, b| a.union(&b))?;
    let mut above: Vec<Row> = rows.iter().map(|r| seams.parted(ink, r)).collect();
    let (head, bottom) = head::under_lines(&above, full, seams);
    let below = above.split_off(head);
    let columns = seams.columns();
    let (heads, depth) = seams::header(seams, &above, walls, bottom);
    // No line parts the header's levels, or one that its cells do not stand by: how its words stand tells them.
    let hollow = heads.iter().any(|h| h.rows.0 == 0 && h.words.is_empty());
    let partial: Vec<Wall> = walls.iter().copied().filter(|w| w.2 - w.1 <= 0.95 * area.width()).collect();
    let tree = if depth == 1 || hollow {
        header::tree(header::blocks(&above, walls), &columns, &partial, None)
    } else {
        Vec::new()
    };
    let mut leaves = Vec::new();
    for node in &tree {
        node.collect_leaves(&mut leaves);
    }
    let own = leaves.len() == columns.len()
        && leaves.iter().enumerate().all(|(i, b)| seams.column(b.bbox.center().0) == i);
    let (bands, mut cells) = body(&columns, below, full);
    let named: Vec<BBox> =
        if own { leaves.iter().map(|b| b.bbox).collect() } else { seams::leaves(&heads, depth) };
    totals::lead(&columns, if own { &tree } else { &[] }, &named, &mut cells);
    let mut draft = Draft::new(page, ink, area, columns.len());
    let top = bands.first().map_or(area.y1, |b| b.0);
    if own && head > 0 {
        draft.header(&tree, top);
    } else if head > 0 {
        draft.drawn_header(&heads, &columns, depth, top);
    }
    draft.body(&columns, &bands, cells);
    Some(draft.finish(rows, seams.xs.clone(), Evidence::Bands))
}

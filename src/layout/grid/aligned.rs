//! Tables without column lines: words of printed lines → header tree, columns, rows → grid.

use super::bands;
use super::columns::{self, Column};
use super::edges::Edges;
use super::header::{self, Node};
use super::ink::{Ink, Line};
use super::region;
use super::totals;
use super::words::{self, Row, Word};
use super::{Evidence, FoundTable};
use crate::model::{BBox, Grid, GridCell, Page};

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
    let below: Vec<Row> = rows.get(head..)?.iter().map(|r| words::fine(ink, r)).collect();
    let above: Vec<Row> = rows.get(..head)?.iter().map(|r| words::fine(ink, r)).collect();
    let blocks = header::blocks(&above, &inner);
    let islands = columns::islands(below.iter().flat_map(|r| &r.words));
    let partial: Vec<Wall> = inner
        .iter()
        .copied()
        .filter(|w| w.2.min(area.x1) - w.1.max(area.x0) <= 0.95 * area.width())
        .collect();
    let tree = header::tree(blocks, &islands, &partial);
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

/// How many printed lines are header: those above the first line with a figure, less the lines that belong to
/// the first row of the body (a name wrapped over two lines, its figures between them).
pub fn header_lines(rows: &[Row], full: &[f32]) -> usize {
    // A page that begins with a line of the body has no header; a caption may be numbered too.
    let first = rows.first().and_then(|r| r.words.first());
    if first.is_some_and(|w| is_listed(&w.text) && !w.text.ends_with('表')) {
        return 0;
    }
    let figures = |r: &Row| r.words.iter().any(|w| w.figure);
    let mut head = rows.iter().position(figures).unwrap_or(rows.len());
    if let Some(listed) =
        rows.iter().skip(1).position(|r| r.words.first().is_some_and(|w| is_listed(&w.text)))
    {
        head = head.min(listed + 1);
    }
    let sum = |r: &Row| matches!(r.words.as_slice(), [one] if columns::is_sum(&one.text) || one.text == "无");
    // A line of the body, unless further lines with several words follow: 小计 alone on its line in a header.
    let several = |r: &Row| r.words.len() > 1 && !r.words.iter().any(|w| w.figure);
    if let Some(first) = rows.iter().skip(1).position(sum)
        && !rows.get(first + 2..head).unwrap_or_default().iter().any(several)
    {
        head = head.min(first + 1);
    }
    let y = |i: usize| rows.get(i).map_or(0.0, |r| r.bbox.center().1);
    // 三线表: the second line across closes the header.
    if full.len() >= 2
        && full.len() <= 4
        && let Some(&line) =
            full.iter().filter(|&&l| head == rows.len() || l < y(head)).max_by(|a, b| a.total_cmp(b))
        && let n @ 1.. = rows.iter().filter(|r| r.bbox.center().1 < line).count()
        && n < rows.len()
    {
        return n.min(head);
    }
    let first = head;
    while head > 1 && first < rows.len() {
        let Some(line) = rows.get(head - 1) else { break };
        let wall = full.iter().any(|&l| l > y(head - 1) && l < y(head));
        let apart = y(head) - y(head - 1);
        // A wrapped name stands around its figures: as far below them as above. Half a line is not a row of its own.
        let above = y(first) - y(head - 1);
        let mirrored = rows.iter().skip(first + 1).any(|r| {
            let shared = r.bbox.x1.min(line.bbox.x1) - r.bbox.x0.max(line.bbox.x0);
            (r.bbox.center().1 - y(first) - above).abs() < 0.2 * line.size && shared > 0.0 && !figures(r)
        });
        if wall || apart > 1.25 * line.size || apart > 0.9 * line.size && !mirrored {
            break;
        }
        head -= 1;
    }
    head
}

/// `一、…`, `（一）…`: a line of the body, not of the header.
fn is_listed(text: &str) -> bool {
    let t = text.trim_start_matches(['（', '(']);
    let n = t.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    n > 0 && t.chars().nth(n).is_some_and(|c| matches!(c, '、' | '）' | ')'))
}

/// Top and bottom of each row, and for each row the words of each column.
pub type Body = (Vec<(f32, f32)>, Vec<Vec<Vec<Word>>>);

/// Gives the words of the body to rows and columns.
fn body(columns: &[Column], lines: Vec<Row>, full: &[f32]) -> Body {
    let mut words: Vec<(usize, Word)> = Vec::new();
    for line in lines {
        crate::clock::tick();
        words.extend(line.words.into_iter().map(|w| (columns::of(columns, &w.bbox), w)));
    }
    rows_of(columns, &words, full)
}

/// Gives words whose column is known to rows. `full` are the ys of lines drawn across the whole table.
pub fn rows_of(columns: &[Column], words: &[(usize, Word)], full: &[f32]) -> Body {
    let n = columns.len();
    let mut figures = vec![(0usize, 0usize); n];
    for (c, w) in words {
        if let Some(f) = figures.get_mut(*c) {
            f.0 += usize::from(w.figure);
            f.1 += 1;
        }
    }
    let numeric: Vec<bool> = figures.iter().map(|&(f, all)| f * 2 > all).collect();
    let is_numeric = |c: usize| numeric.get(c).copied().unwrap_or(false);
    let mut rows: Vec<(f32, f32)> = Vec::new();
    let mut cells: Vec<Vec<Vec<Word>>> = Vec::new();
    let mut from = 0;
    let dense = full.len() > 4;
    let mut stops: Vec<f32> = full.to_vec();
    stops.push(f32::MAX);
    for stop in stops {
        let to = from
            + words.get(from..).map_or(0, |w| w.iter().take_while(|(_, w)| w.bbox.center().1 < stop).count());
        let part = words.get(from..to).unwrap_or_default();
        from = to;
        if part.is_empty() {
            continue;
        }
        let mut anchors: Vec<f32> = Vec::new();
        for (_, w) in part.iter().filter(|(c, w)| w.figure && is_numeric(*c)) {
            let y = w.bbox.center().1;
            if anchors.last().is_none_or(|&a| y - a > 0.4 * w.size) {
                anchors.push(y);
            }
        }
        if dense && anchors.len() <= 1 {
            push_row(n, part.iter(), &mut rows, &mut cells);
            continue;
        }
        let ids = row_ids(columns, part, &anchors, &is_numeric);
        let mut order: Vec<(f32, usize)> = Vec::new();
        for (id, (_, w)) in ids.iter().zip(part) {
            if !order.iter().any(|o| o.1 == *id) {
                let y = anchors.get(*id).copied().unwrap_or_else(|| w.bbox.center().1);
                order.push((y, *id));
            }
        }
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, id) in order {
            let of_row = ids.iter().zip(part).filter(|(i, _)| **i == id).map(|(_, w)| w);
            push_row(n, of_row, &mut rows, &mut cells);
        }
    }
    (rows, cells)
}

fn push_row<'a>(
    columns: usize,
    words: impl Iterator<Item = &'a (usize, Word)>,
    rows: &mut Vec<(f32, f32)>,
    cells: &mut Vec<Vec<Vec<Word>>>,
) {
    let mut row = vec![Vec::new(); columns];
    let mut span = (f32::MAX, f32::MIN);
    for (c, w) in words {
        span = (span.0.min(w.bbox.y0), span.1.max(w.bbox.y1));
        if let Some(cell) = row.get_mut(*c) {
            cell.push(w.clone());
        }
    }
    rows.push(span);
    cells.push(row);
}

/// For each word the id of its row: figures go by their own line, texts by how they stand against the figures.
fn row_ids(
    columns: &[Column],
    words: &[(usize, Word)],
    anchors: &[f32],
    is_numeric: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let nearest = |y: f32| {
        (0..anchors.len())
            .min_by(|&a, &b| {
                let d = |i: usize| anchors.get(i).map_or(f32::MAX, |v| (v - y).abs());
                d(a).total_cmp(&d(b))
            })
            .unwrap_or(0)
    };
    let mut gaps: Vec<f32> = anchors.windows(2).filter_map(|w| Some(w.get(1)? - w.first()?)).collect();
    gaps.sort_unstable_by(f32::total_cmp);
    let pitch = gaps.get(gaps.len() / 2).copied().unwrap_or(f32::MAX);
    let mut ids = vec![usize::MAX; words.len()];
    // Rows without a figure, found by several columns: their middle and their number.
    let mut own: Vec<(f32, f32, usize)> = Vec::new();
    for (column, extent) in columns.iter().enumerate() {
        let members: Vec<usize> =
            (0..words.len()).filter(|&i| words.get(i).is_some_and(|(c, _)| *c == column)).collect();
        if is_numeric(column) {
            for i in members {
                if let (Some((_, w)), Some(id)) = (words.get(i), ids.get_mut(i)) {
                    *id = nearest(w.bbox.center().1);
                }
            }
            continue;
        }
        let mut lines: Vec<bands::Line> = Vec::new();
        let mut line_of: Vec<(usize, usize)> = Vec::new();
        for i in members {
            let Some((_, w)) = words.get(i) else { continue };
            let y = w.bbox.center().1;
            let full = w.bbox.x1 > extent.x1 - 1.6 * w.size;
            match lines.last_mut() {
                Some(l) if y - l.y < 0.4 * w.size => l.full |= full,
                _ => lines.push(bands::Line {
                    y,
                    size: w.size,
                    full,
                    begins: is_listed(&w.text) || w.text.ends_with("合计") || w.text.ends_with("总计"),
                }),
            }
            line_of.push((i, lines.len() - 1));
        }
        let rows = bands::attach(anchors, &lines, pitch);
        let mut renumbered: Vec<(usize, usize)> = Vec::new();
        for (k, row) in rows.iter().enumerate() {
            if *row >= anchors.len() && !renumbered.iter().any(|r| r.0 == *row) {
                let of_row = || rows.iter().zip(&lines).filter(|(r, _)| *r == row).map(|(_, l)| l.y);
                let (top, bottom) = (of_row().fold(f32::MAX, f32::min), of_row().fold(f32::MIN, f32::max));
                let em = lines.get(k).map_or(10.0, |l| l.size);
                let same = own.iter().find(|o| top < o.1 + 0.5 * em && bottom > o.0 - 0.5 * em).map(|o| o.2);
                let id = same.unwrap_or_else(|| {
                    let id = anchors.len() + own.len();
                    own.push((top, bottom, id));
                    id
                });
                renumbered.push((*row, id));
            }
        }
        for (i, line) in line_of {
            let row = rows.get(line).copied().unwrap_or(0);
            let id = renumbered.iter().find(|r| r.0 == row).map_or(row, |r| r.1);
            if let Some(slot) = ids.get_mut(i) {
                *slot = id;
            }
        }
    }
    ids
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

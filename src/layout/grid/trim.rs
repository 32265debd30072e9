//! What stands inside a frame but is no part of the table: caption, unit line, spacer rows, notes; and lines of
//! the lattice that no cell needs.

use super::ink::{Ink, Line};
use super::ruled::{Filled, Frame};
use crate::model::{Page, TextRun};

/// Rows taken out of a frame.
#[derive(Debug, Default)]
pub struct Outside {
    /// Their text, line by line.
    pub runs: Vec<TextRun>,
    /// Their glyphs.
    pub glyphs: Vec<u32>,
    /// Top of the first of them.
    pub top: Option<f32>,
    /// Bottom of the last of them.
    pub bottom: Option<f32>,
}

/// More rows than this above a header are not looked at.
const MAX_LEADING: usize = 6;

/// Takes the caption, unit line and spacer rows above the header out of the frame.
pub fn leading(page: &Page, ink: &Ink, frame: &mut Frame) -> Outside {
    let mut cut = 0;
    for row in 0..frame.ys.len().saturating_sub(1).min(MAX_LEADING) {
        let cells: Vec<&Filled> = row_cells(frame, row);
        if cells.iter().any(|c| c.span.row_end > row + 1 && c.span.col_end - c.span.col < columns(frame)) {
            break;
        }
        let alone = is_alone(frame, &cells);
        if cells.iter().any(|c| is_unit_line(&c.text)) || alone.is_some_and(|c| is_caption(&c.text)) {
            cut = row + 1;
        } else if alone.is_none() && cells.iter().any(|c| !c.text.is_empty()) {
            break;
        }
    }
    // A first row without a word is a spacer.
    while cut < frame.ys.len().saturating_sub(1)
        && row_cells(frame, cut)
            .iter()
            .all(|c| c.text.is_empty() && c.span.row == cut && c.span.row_end == cut + 1)
        && is_alone(frame, &row_cells(frame, cut)).is_some()
    {
        cut += 1;
    }
    if cut == 0 {
        return Outside::default();
    }
    let out = take(page, ink, frame, 0, cut);
    frame.cells.retain(|c| c.span.row >= cut);
    for c in &mut frame.cells {
        c.span.row -= cut;
        c.span.row_end -= cut;
    }
    frame.ys.drain(..cut.min(frame.ys.len()));
    frame.closed[1] = true;
    out
}

/// Takes notes and spacer rows below the body out of the frame.
pub fn trailing(page: &Page, ink: &Ink, frame: &mut Frame) -> Outside {
    let rows = frame.ys.len().saturating_sub(1);
    let mut cut = rows;
    for row in (0..rows).rev() {
        let cells = row_cells(frame, row);
        let alone = is_alone(frame, &cells);
        let note = alone.is_some_and(|c| is_note(&c.text) || c.text.contains('。'))
            || cells.iter().find(|c| !c.text.is_empty()).is_some_and(|c| is_note(&c.text))
                && cells.iter().filter(|c| !c.text.is_empty()).count() == 1;
        if note {
            cut = row;
        } else if alone.is_none_or(|c| !c.text.is_empty()) {
            break;
        }
    }
    if cut == rows || cut == 0 {
        return Outside::default();
    }
    let out = take(page, ink, frame, cut, rows);
    frame.cells.retain(|c| c.span.row < cut);
    for c in &mut frame.cells {
        c.span.row_end = c.span.row_end.min(cut);
    }
    frame.ys.truncate(cut + 1);
    frame.closed[3] = true;
    out
}

fn columns(frame: &Frame) -> usize {
    frame.xs.len().saturating_sub(1)
}

/// Cells that cover `row`.
pub fn row_cells(frame: &Frame, row: usize) -> Vec<&Filled> {
    frame.cells.iter().filter(|c| c.span.row <= row && row < c.span.row_end).collect()
}

/// The one cell that is as wide as the frame.
fn is_alone<'a>(frame: &Frame, cells: &[&'a Filled]) -> Option<&'a Filled> {
    match cells {
        [one] if one.span.col_end - one.span.col == columns(frame) => Some(one),
        _ => None,
    }
}

/// `单位：万元`, `金额单位:元`, `编制单位：…`.
pub fn is_unit_line(text: &str) -> bool {
    let rest = text.find("单位").map(|i| text[i + "单位".len()..].trim_start());
    rest.is_some_and(|r| r.starts_with(['：', ':', '︰', '∶']))
}

/// A table's title, not a header word.
pub fn is_caption(text: &str) -> bool {
    let t = text.trim_end_matches(['）', ')']);
    let t = t.strip_suffix('续').map_or(t, |t| t.trim_end_matches(['（', '(', '接', '上', '表']));
    let numbered = ["表", "附表", "附件", "公开", "附"].iter().any(|p| {
        t.strip_prefix(p).is_some_and(|r| {
            r.trim_start().starts_with(|c: char| {
                c.is_ascii_digit() || "一二三四五六七八九十０１２３４５６７８９".contains(c)
            })
        })
    });
    numbered || text.ends_with('表') || t.ends_with('表')
}

/// A note under a table.
pub fn is_note(text: &str) -> bool {
    ["注", "说明", "备注", "附注", "※", "*"].iter().any(|p| {
        text.strip_prefix(p).is_some_and(|r| {
            r.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace())
                .starts_with(['：', ':', '.', '．', '、', '1', '本'])
        })
    })
}

/// The lines of rows `from..to`, with parts that stand apart as separate runs.
fn take(page: &Page, ink: &Ink, frame: &Frame, from: usize, to: usize) -> Outside {
    let mut out =
        Outside { top: frame.ys.get(from).copied(), bottom: frame.ys.get(to).copied(), ..Outside::default() };
    for row in from..to {
        let mut glyphs: Vec<u32> = Vec::new();
        for c in frame.cells.iter().filter(|c| c.span.row == row) {
            glyphs.extend(&c.glyphs);
        }
        for line in ink.lines(&glyphs) {
            for part in parts(ink, &line) {
                out.runs.push(TextRun {
                    text: ink.text(std::slice::from_ref(&part)),
                    page: page.number,
                    bbox: part.bbox,
                });
            }
        }
        out.glyphs.append(&mut glyphs);
    }
    out
}

/// Parts of a line that stand more than two characters apart.
fn parts(ink: &Ink, line: &Line) -> Vec<Line> {
    let mut parts: Vec<Line> = Vec::new();
    for &i in &line.glyphs {
        let Some(g) = ink.glyph(i) else { continue };
        match parts.last_mut() {
            Some(p) if g.bbox.x0 - p.bbox.x1 <= 2.2 * g.size => p.add(i, g),
            _ => parts.push(Line::with(i, g)),
        }
    }
    parts
}

/// Drops rows that hold nothing, and lines of the lattice where no cell begins.
pub fn compact(frame: &mut Frame) {
    let rows = frame.ys.len().saturating_sub(1);
    let mut keep = vec![false; rows];
    for c in &frame.cells {
        if let Some(k) = keep.get_mut(c.span.row)
            && !c.text.is_empty()
        {
            *k = true;
        }
    }
    if !keep.iter().any(|&k| k) {
        return;
    }
    let rank = ranks(&keep);
    let moved = |r: usize| rank.get(r).copied().unwrap_or(r);
    frame.cells.retain_mut(|c| {
        (c.span.row, c.span.row_end) = (moved(c.span.row), moved(c.span.row_end));
        c.span.row < c.span.row_end
    });
    let mut r = 0;
    frame.ys.retain(|_| {
        r += 1;
        r == 1 || keep.get(r - 2).copied().unwrap_or(true)
    });
    let starts = |pick: fn(&Filled) -> usize, n: usize, cells: &[Filled]| {
        let mut used = vec![false; n];
        for c in cells {
            if let Some(u) = used.get_mut(pick(c)) {
                *u = true;
            }
        }
        if let Some(last) = used.last_mut() {
            *last = true;
        }
        used
    };
    let used_x = starts(|c| c.span.col, frame.xs.len(), &frame.cells);
    let used_y = starts(|c| c.span.row, frame.ys.len(), &frame.cells);
    let (rank_x, rank_y) = (ranks(&used_x), ranks(&used_y));
    let rank = |ranks: &[usize], i: usize| ranks.get(i).copied().unwrap_or(i);
    for c in &mut frame.cells {
        let s = &mut c.span;
        (s.col, s.col_end) = (rank(&rank_x, s.col), rank(&rank_x, s.col_end));
        (s.row, s.row_end) = (rank(&rank_y, s.row), rank(&rank_y, s.row_end));
    }
    drop_unused(&mut frame.xs, &used_x);
    drop_unused(&mut frame.ys, &used_y);
}

/// For each place how many before it are marked; one more than there are places.
fn ranks(marked: &[bool]) -> Vec<usize> {
    let mut n = 0;
    let counted = marked.iter().map(|&m| {
        n += usize::from(m);
        n
    });
    std::iter::once(0).chain(counted).collect()
}

fn drop_unused(lines: &mut Vec<f32>, used: &[bool]) {
    let mut i = 0;
    lines.retain(|_| {
        i += 1;
        used.get(i - 1).copied().unwrap_or(true)
    });
}

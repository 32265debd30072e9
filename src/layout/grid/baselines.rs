//! Rows of a frame that has lines between its columns only, or too few between its rows: they come from the text's
//! baselines. Where no line closes the header either, it ends above the first line of the body.

use super::aligned::{header_lines, is_listed, rows_of};
use super::columns::Column;
use super::figure::is_figure;
use super::ink::Ink;
use super::lattice::Span;
use super::ruled::{Filled, Frame, filled};
use super::words::{self, Row, Word};

/// Rows of the lattice that cells hang together over: no cell runs out of them.
fn band(frame: &Frame, from: usize) -> Option<usize> {
    if frame.begun(0..from).iter().any(|c| c.span.row_end > from) {
        return None;
    }
    let mut end = from + 1;
    loop {
        let reach = frame.begun(from..end).iter().map(|c| c.span.row_end).max()?;
        if reach <= end {
            return Some(end);
        }
        end = reach;
    }
}

/// What the cells of a band hold, by cell: its index in the frame and its printed lines.
fn lines(ink: &Ink, frame: &Frame, from: usize, to: usize) -> Vec<(usize, Vec<Row>)> {
    let before = frame.begun(0..from).len();
    let within = frame.begun(from..to).iter().enumerate();
    within.map(|(i, c)| (before + i, words::rows(ink, &c.glyphs))).collect()
}

fn text(row: &Row) -> String {
    row.words.iter().map(|w| w.text.as_str()).collect()
}

/// Parts header and body where one cell a column holds both, and divides that body into rows. Says whether it did.
pub fn open_header(ink: &Ink, frame: &mut Frame) -> bool {
    let rows = frame.ys.len().saturating_sub(1);
    let columns = frame.xs.len().saturating_sub(1);
    let mut row = 0;
    let mut named = vec![false; columns];
    while row < rows.min(MAX_HEADER_ROWS) {
        let Some(end) = band(frame, row) else { return false };
        let several = frame.begun(row..end).iter().any(|c| words::may_be_several(ink, &c.glyphs));
        if several && !named.iter().all(|&n| n) {
            let cells = lines(ink, frame, row, end);
            // A figure below a word in several columns: 合计 / 13.70.
            let mixed = cells.iter().filter(|(_, lines)| {
                lines.first().is_some_and(|l| !is_figure(&text(l)))
                    && lines.iter().skip(1).any(|l| is_figure(&text(l)))
            });
            // A list with one column of figures: every other column goes on below its first word too.
            let wanted = if row == 0 && cells.iter().all(|(_, lines)| lines.len() > 1) { 1 } else { 2 };
            if mixed.count() >= wanted {
                let cut = header_end(ink, frame, &cells);
                return cut.and_then(|y| divide(ink, frame, (row, end), Some(y), cells)).is_some();
            }
        }
        for c in frame.begun(row..end).iter().filter(|c| !c.text.is_empty()) {
            if c.span.col_end == c.span.col + 1
                && let Some(n) = named.get_mut(c.span.col)
            {
                *n = true;
            }
        }
        row = end;
    }
    false
}

/// Rows of a lattice that may be header.
const MAX_HEADER_ROWS: usize = 6;

/// The y between the header's lines and the body's in these cells.
fn header_end(ink: &Ink, frame: &Frame, cells: &[(usize, Vec<Row>)]) -> Option<f32> {
    let glyphs: Vec<u32> =
        cells.iter().filter_map(|(i, _)| frame.cells.get(*i)).flat_map(|c| &c.glyphs).copied().collect();
    let all = words::rows(ink, &glyphs);
    let head = header_lines(&all, &[]);
    let (above, below) = all.split_at_checked(head)?;
    let bottom = above.iter().map(|r| r.bbox.y1).reduce(f32::max)?;
    let top = below.iter().map(|r| r.bbox.y0).reduce(f32::min)?;
    Some(f32::midpoint(bottom, top))
}

/// Divides the body's rows that hold several lines of figures. Says whether most of its rows come from that.
pub fn rows(ink: &Ink, frame: &mut Frame, header: usize) -> bool {
    let mut made = 0;
    let mut row = header;
    while row + 1 < frame.ys.len() {
        let n = band(frame, row).and_then(|end| {
            let cells = several(ink, frame, row, end)?;
            divide(ink, frame, (row, end), None, cells)
        });
        made += n.unwrap_or(0);
        row += n.unwrap_or(1).max(1);
    }
    made * 2 > frame.ys.len().saturating_sub(1 + header)
}

/// The cells of a band, when they hold several rows.
fn several(ink: &Ink, frame: &Frame, from: usize, to: usize) -> Option<Vec<(usize, Vec<Row>)>> {
    let (top, bottom) = (*frame.ys.get(from)?, *frame.ys.get(to)?);
    if bottom - top < 2.0 * ink.size {
        return None;
    }
    if !frame.begun(from..to).iter().any(|c| words::may_be_several(ink, &c.glyphs)) {
        return None;
    }
    let cells = lines(ink, frame, from, to);
    let (mut long, mut figures, mut listed) = (0, 0, 0);
    for (_, lines) in &cells {
        let texts: Vec<String> = lines.iter().map(text).collect();
        if texts.windows(2).any(|w| matches!(w, [a, b] if is_broken(a, b))) {
            return None;
        }
        long += usize::from(texts.len() > 1);
        // 十一、…, 十二、…: a row each.
        listed += usize::from(texts.iter().filter(|t| is_listed(t)).count() > 1);
        figures += usize::from(texts.iter().filter(|t| is_figure(t)).count() > 1);
    }
    // Where cells are merged over rows, one of them may well hold two figures.
    let wanted = if to - from > 1 { 2 } else { 1 };
    (long >= 2 && figures >= wanted || listed > 0 && to == from + 1).then_some(cells)
}

/// Divides rows `from..to` of the frame: what stands above `cut` stays one row each, the rest becomes a row a
/// baseline. Gives the number of rows after, `None` when there is nothing to divide.
fn divide(
    ink: &Ink,
    frame: &mut Frame,
    (from, to): (usize, usize),
    cut: Option<f32>,
    cells: Vec<(usize, Vec<Row>)>,
) -> Option<usize> {
    let columns: Vec<Column> =
        frame.xs.windows(2).filter_map(|w| Some(Column { x0: *w.first()?, x1: *w.get(1)? })).collect();
    let mut body: Vec<(usize, Word)> = Vec::new();
    for (i, lines) in cells {
        let column = frame.cells.get(i)?.span.col;
        for word in lines.into_iter().flat_map(|l| l.words) {
            if cut.is_none_or(|y| word.bbox.center().1 > y) {
                body.push((column, word));
            }
        }
    }
    body.sort_by(|a, b| a.1.bbox.center().1.total_cmp(&b.1.bbox.center().1));
    let (bands, content) = rows_of(&columns, &body, &[]);
    if bands.is_empty() || bands.len() < 2 && cut.is_none() {
        return None;
    }
    // Rows of the lattice that reach above the cut stay as the header's.
    let head = cut.map_or(0, |y| (from..to).filter(|&r| frame.ys.get(r).is_some_and(|&top| top < y)).count());
    let mut ys: Vec<f32> = frame.ys.get(..from + head.max(1))?.to_vec();
    ys.extend(cut);
    ys.extend(bands.windows(2).filter_map(|w| Some(f32::midpoint(w.first()?.1, w.get(1)?.0))));
    ys.extend(frame.ys.get(to..)?);
    let old_ys = std::mem::replace(&mut frame.ys, ys);
    let (n, added) = (head + bands.len(), head + bands.len());
    let mut kept: Vec<Filled> = Vec::with_capacity(frame.cells.len() + added);
    let mut open: Vec<Filled> = Vec::new();
    for mut c in std::mem::take(&mut frame.cells) {
        if c.span.row_end <= from {
            kept.push(c);
        } else if c.span.row >= to {
            c.span.row = c.span.row - to + from + n;
            c.span.row_end = c.span.row_end - to + from + n;
            kept.push(c);
        } else {
            open.push(c);
        }
    }
    for c in open.iter().filter(|c| c.span.row < from + head) {
        let above = |i: &u32| ink.glyph(*i).is_some_and(|g| cut.is_some_and(|y| g.bbox.center().1 <= y));
        let glyphs = c.glyphs.iter().copied().filter(above).collect();
        let span = Span { row_end: c.span.row_end.min(from + head), ..c.span };
        kept.push(filled(ink, &frame.xs, &frame.ys, span, glyphs));
    }
    for (k, (band, content)) in bands.iter().zip(content).enumerate() {
        let middle = f32::midpoint(band.0, band.1);
        let mut content: Vec<Option<Vec<Word>>> = content.into_iter().map(Some).collect();
        for c in &open {
            let y = |r: usize| old_ys.get(r).copied().unwrap_or(f32::MAX);
            if middle < y(c.span.row) || middle >= y(c.span.row_end) {
                continue;
            }
            let span = Span { row: from + head + k, row_end: from + head + k + 1, ..c.span };
            let within = content.get_mut(span.col..span.col_end).unwrap_or_default();
            let glyphs =
                within.iter_mut().filter_map(Option::take).flatten().flat_map(|w| w.glyphs).collect();
            kept.push(filled(ink, &frame.xs, &frame.ys, span, glyphs));
        }
    }
    kept.sort_by_key(|c| (c.span.row, c.span.col));
    frame.cells = kept;
    Some(n)
}

/// Whether an amount is wrapped between two lines: `10,325.` / `47`, `1,234,5` / `67.89`, `10,325` / `.47`; or a
/// code: `2080` / `506`, which no code of its own is as long as.
pub fn is_broken(a: &str, b: &str) -> bool {
    if !is_figure(a) || !is_figure(b) {
        return false;
    }
    if a.chars().chain(b.chars()).all(|c| c.is_ascii_digit()) {
        let whole = |n: usize| matches!(n, 3 | 5 | 7);
        return a.len() > 2 && whole(a.len() + b.len()) && !(whole(a.len()) && whole(b.len()));
    }
    let group = a.rsplit(',').next().map_or(0, |g| g.chars().count());
    a.ends_with(['.', ','])
        || b.starts_with(['.', ','])
        || a.contains(',') && !a.contains('.') && group < 3
        || a.rsplit_once('.').is_some_and(|(_, d)| d.len() == 1 && b.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::is_broken;

    #[test]
    fn figures_that_go_on_in_the_next_line() {
        for (a, b) in [("10,325.", "47"), ("10,325", ".47"), ("2080", "506"), ("2101", "1"), ("20805", "06")]
        {
            assert!(is_broken(a, b), "{a} {b}");
        }
        for (a, b) in [("10.00", "20.00"), ("208", "20805"), ("301", "302"), ("01", "02"), ("12", "7")] {
            assert!(!is_broken(a, b), "{a} {b}");
        }
    }
}

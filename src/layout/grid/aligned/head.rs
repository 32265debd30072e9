//! Where the header of a table without lines ends.

use crate::layout::grid::header::{is_level, levels};
use crate::layout::grid::seams::Seams;
use crate::layout::grid::totals::is_sum;
use crate::layout::grid::words::{Row, Word};

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
    let sum = |r: &Row| matches!(r.words.as_slice(), [one] if is_sum(&one.text) || one.text == "无");
    // A line of the body, unless further lines with several words follow: 小计 alone on its line in a header.
    let several = |r: &Row| r.words.len() > 1 && !r.words.iter().any(|w| w.figure);
    if let Some(first) = rows.iter().skip(1).position(sum)
        && !rows.get(first + 2..head).unwrap_or_default().iter().any(several)
    {
        head = head.min(first + 1);
    }
    let y = |i: usize| rows.get(i).map_or(0.0, |r| r.bbox.center().1);
    // A list without figures, with a line under each row: the first one closes the header.
    if head == rows.len()
        && full.len() > 4
        && let Some(n) =
            full.iter().map(|l| rows.iter().take_while(|r| r.bbox.center().1 < *l).count()).find(|n| *n > 0)
    {
        return n;
    }
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

/// The same where lines across part header and rows, and their pieces show the columns: the number of printed lines
/// of the header, and the y of the line that closes it. It ends where each column has its word.
pub fn under_lines(rows: &[Row], full: &[f32], seams: &Seams) -> (usize, f32) {
    let columns = seams.xs.len() - 1;
    let band = |r: &Row| full.partition_point(|y| *y < r.bbox.center().1);
    let body = |r: &Row| {
        r.words.iter().any(|w| w.figure)
            || r.words.first().is_some_and(|w| is_listed(&w.text) && !w.text.ends_with('表'))
    };
    let mut named = vec![false; columns];
    let (mut head, mut end) = (0, 0);
    for band in rows.chunk_by(|a, b| band(a) == band(b)) {
        let mut own = vec![false; columns];
        let closed = full.iter().any(|y| band.last().is_some_and(|r| *y > r.bbox.center().1));
        if band.iter().any(body) || !closed {
            break;
        }
        for w in band.iter().flat_map(|r| &r.words) {
            for slot in [&mut named, &mut own] {
                if let Some(n) = slot.get_mut(seams.column(w.bbox.center().0)) {
                    *n = true;
                }
            }
        }
        end += band.len();
        if own.iter().filter(|n| **n).count() * 2 >= columns {
            head = end;
        }
        if named.iter().all(|n| *n) {
            break;
        }
    }
    let last = head.checked_sub(1).and_then(|i| rows.get(i)).map_or(f32::MIN, |r| r.bbox.center().1);
    (head, full.iter().copied().find(|y| *y > last).unwrap_or(f32::MAX))
}

/// `一、…`, `（一）…`: a line of the body, not of the header.
pub fn is_listed(text: &str) -> bool {
    let t = text.trim_start_matches(['（', '(']);
    let n = t.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    n > 0 && t.chars().nth(n).is_some_and(|c| matches!(c, '、' | '）' | ')'))
}

/// Parts the line at which header and body meet where it belongs to both: 类 款 项 beside the first line of the body,
/// or the body's 合计 beside the lowest words of a header, unless lines show where the header ends. Gives the top of
/// such a line.
pub fn part(above: &mut Vec<Row>, below: &mut Vec<Row>, lined: bool) -> Option<f32> {
    if let Some(first) = below.first_mut()
        && levels(&first.words) >= 2
        && !above.is_empty()
    {
        above.extend(take(first, is_level));
        return above.last().map(|r| r.bbox.y0);
    }
    let (last, higher) = above.split_last_mut()?;
    if !lined
        && last.words.len() > 1
        && let Some(total) = last.words.iter().find(|w| is_sum(&w.text) && sums_columns(w, higher, last))
    {
        let x = total.bbox.x0;
        let row = take(last, |w| is_sum(&w.text) && w.bbox.x0 <= x && x <= w.bbox.x0);
        below.splice(0..0, row);
        return Some(last.bbox.y0);
    }
    None
}

/// Whether a total stands in the middle of columns that have their header words already: under the word that spans
/// them, lower than theirs.
fn sums_columns(total: &Word, higher: &[Row], line: &Row) -> bool {
    let middle = total.bbox.center().0;
    let under = |w: &Word| (w.bbox.center().0 - middle).abs() < 0.4 * w.size;
    let Some(parent) = higher.iter().position(|r| r.words.iter().any(under)) else { return false };
    let between = || higher.get(parent + 1..).unwrap_or_default().iter().flat_map(|r| &r.words);
    let lowest = |w: &&Word| {
        !line.words.iter().any(|o| {
            (o.bbox.x0 - total.bbox.x0).abs() > 0.1 && o.bbox.x0 < w.bbox.x1 && o.bbox.x1 > w.bbox.x0
        })
    };
    let near = |w: &&Word| (w.bbox.center().0 - middle).abs() < 12.0 * w.size;
    let left = between().filter(lowest).filter(near).any(|w| w.bbox.x1 < middle);
    let right = between().filter(lowest).filter(near).any(|w| w.bbox.x0 > middle);
    left && right && !between().any(|w| w.bbox.x0 < middle && middle < w.bbox.x1)
}

/// The words of a line for which something holds, as a line of their own.
fn take(row: &mut Row, wanted: impl Fn(&Word) -> bool) -> Option<Row> {
    let (taken, left): (Vec<Word>, Vec<Word>) = std::mem::take(&mut row.words).into_iter().partition(wanted);
    row.words = left;
    let of = |words: &[Word]| words.iter().map(|w| w.bbox).reduce(|a, b| a.union(&b));
    row.bbox = of(&row.words).unwrap_or(row.bbox);
    Some(Row { bbox: of(&taken)?, size: row.size, words: taken })
}

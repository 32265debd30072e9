//! Where on a page a table without lines may stand: runs of printed lines whose words stand apart.

use super::trim::{is_caption, is_note, is_unit_line};
use super::words::{Row, Word};

/// A run of lines that may be a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// First line.
    pub from: usize,
    /// One past the last line.
    pub to: usize,
    /// Whether a unit line (单位：万元) stands right above: then a header alone is a table.
    pub announced: bool,
}

/// Lines with a wider gap below end a table, in em.
const MAX_GAP: f32 = 7.0;
/// The last line of a table with blank rows before it is at most that far below, in em.
const MAX_BLANK: f32 = 40.0;
/// Amounts stand under each other when their right edges or their middles are this near, in em.
const FLUSH: f32 = 0.3;
/// Lines of a table that show where its inner columns begin, at most.
const MAX_NAMED: usize = 12;
/// Lines above the first line with several words that may be header words over several columns.
const MAX_ABOVE: usize = 3;

/// Runs of lines that look like a table, or of which it is known that they are ruled as one.
pub fn find(rows: &[Row], height: f32, ruled: &dyn Fn(&[Row]) -> bool) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut i = 0;
    while let Some(row) = rows.get(i) {
        crate::clock::tick();
        if !is_tabular(row) || is_folio(row, height) {
            i += 1;
            continue;
        }
        let region = grow(rows, i, regions.last().map_or(0, |r: &Region| r.to), height);
        let lines = rows.get(region.from..region.to).unwrap_or_default();
        if region.announced || evident(lines) || ruled(lines) {
            regions.push(region);
        }
        i = region.to.max(i + 1);
    }
    regions
}

fn grow(rows: &[Row], start: usize, floor: usize, height: f32) -> Region {
    let mut from = start;
    let mut announced = false;
    let near =
        |above: &Row, below: &Row, em: f32| below.bbox.y0 - above.bbox.y1 <= em * above.size.max(below.size);
    for _ in 0..=MAX_ABOVE {
        let Some(i) = from.checked_sub(1).filter(|&i| i >= floor) else { break };
        let (Some(above), Some(row)) = (rows.get(i), rows.get(from)) else { break };
        if above.words.iter().any(|w| is_unit_line(&w.text)) {
            announced = near(above, row, 4.0);
            break;
        }
        let [word] = above.words.as_slice() else { break };
        let stop = is_caption(&word.text)
            || word.size > 1.15 * row.size
            || word.text.chars().count() > 30
            || is_folio(above, height)
            || !near(above, row, 2.6)
            || word.text.contains(['。', '，'])
            || word.text.ends_with(['：', ':']);
        if stop {
            break;
        }
        from = i;
    }
    if !announced && let Some(top) = names_above(rows, from, start, height).filter(|&i| i >= floor) {
        from = top;
    }
    let mut to = start + 1;
    let left = |a: usize, b: usize| {
        rows.get(a..b).unwrap_or_default().iter().map(|r| r.bbox.x0).fold(f32::MAX, f32::min)
    };
    let right = |a: usize, b: usize| {
        rows.get(a..b).unwrap_or_default().iter().map(|r| r.bbox.x1).fold(f32::MIN, f32::max)
    };
    while let (Some(row), Some(last)) = (rows.get(to), rows.get(to - 1)) {
        let (x0, x1) = (left(from, to), right(from, to));
        let ends = match row.words.as_slice() {
            [one] => {
                let paragraph = row.bbox.x0 < x0 + 0.12 * (x1 - x0)
                    && row.bbox.width() > 0.6 * (x1 - x0)
                    && crosses(row, rows.get(from..to).unwrap_or_default());
                is_caption(&one.text) && one.size >= last.size || is_note(&one.text) || paragraph
            }
            [first, ..] => is_note(&first.text) || is_stretched(row) && row.bbox.width() > 0.9 * (x1 - x0),
            [] => true,
        };
        let within = near(last, row, MAX_GAP)
            || near(last, row, MAX_BLANK)
                && is_total_of(row, rows.get(from..to).unwrap_or_default(), (x0, x1));
        if ends || !within || is_folio(row, height) || row.words.iter().any(|w| is_unit_line(&w.text)) {
            break;
        }
        to += 1;
    }
    Region { from, to, announced }
}

/// Whether a line runs on over the place where words of other lines begin.
fn crosses(row: &Row, above: &[Row]) -> bool {
    let begins = |w: &Word| w.bbox.x0 > row.bbox.x0 + w.size && w.bbox.x0 < row.bbox.x1 - 0.2 * w.size;
    above.iter().any(|r| r.words.iter().skip(1).any(begins))
}

/// How far up lines with nothing but a name reach that stand in an inner column of the lines from `start` on: a
/// continuation begins with rows that are filled on one side only. They reach to the head of the page.
fn names_above(rows: &[Row], from: usize, start: usize, height: f32) -> Option<usize> {
    let below = rows.get(start..).unwrap_or_default().iter().take(MAX_NAMED);
    let inner: Vec<f32> = below.flat_map(|r| r.words.iter().skip(1)).map(|w| w.bbox.x0).collect();
    let mut top = from;
    while let Some(i) = top.checked_sub(1) {
        let (Some(above), Some(row)) = (rows.get(i), rows.get(top)) else { break };
        let [name] = above.words.as_slice() else { break };
        let flush = inner.iter().any(|x| (x - name.bbox.x0).abs() < FLUSH * name.size);
        let outside = is_caption(&name.text) || is_unit_line(&name.text);
        if outside || !flush || row.bbox.y0 - above.bbox.y1 > 2.6 * above.size {
            break;
        }
        top = i;
    }
    let head = rows.get(..top).unwrap_or_default().iter().all(|r| is_folio(r, height));
    (head && top < from).then_some(top)
}

/// Whether a line is the total of the lines above: it begins with 合计 or the like, and most of its amounts, where it
/// has any, stand under theirs. Blank rows may part it from them.
fn is_total_of(row: &Row, above: &[Row], (x0, x1): (f32, f32)) -> bool {
    let Some(first) = row.words.first() else { return false };
    let amounts = || above.iter().flat_map(|r| &r.words).filter(|w| is_amount(&w.text));
    let near = |a: f32, b: f32, size: f32| (a - b).abs() < FLUSH * size;
    let own = row.words.iter().filter(|w| is_amount(&w.text));
    // Not all: a figure may touch the name that stands beside it.
    let aligned = |w: &&Word| {
        amounts()
            .any(|a| near(a.bbox.x1, w.bbox.x1, w.size) || near(a.bbox.center().0, w.bbox.center().0, w.size))
    };
    super::totals::is_sum(&first.text)
        && row.bbox.x0 > x0 - first.size
        && row.bbox.x1 < x1 + first.size
        && own.clone().filter(aligned).count() * 2 >= own.count()
}

/// Several words on one line that are no contents entry, no unit line.
fn is_tabular(row: &Row) -> bool {
    row.words.len() >= 2
        && !row.words.iter().any(|w| is_unit_line(&w.text) || is_leader(&w.text))
        && !row.words.first().is_some_and(|w| is_note(&w.text))
        && !is_prose(row)
}

/// A line of running text that is stretched to both margins, a numbered heading, or 目 录: a figure goes on with
/// its unit, a number with its list point.
fn is_prose(row: &Row) -> bool {
    let goes_on = row.words.windows(2).any(|w| matches!(w, [a, b] if goes_on(a, b)));
    let stops = row.words.iter().any(|w| w.text.starts_with(['，', '。', '；', '、', '：', '”']));
    let numbered = row.words.first().is_some_and(|w| {
        w.text.chars().count() <= 5
            && w.text.ends_with(['.', '、', '）', ')', '．'])
            && w.text.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十（）().、．".contains(c))
    });
    let whole: usize = row.words.iter().map(|w| w.text.chars().count()).sum();
    goes_on
        || stops
        || numbered && row.words.len() == 2
        || whole == 2 && row.words.len() == 2 && row.words.first().is_some_and(|w| w.text == "目")
}

/// A figure that goes on with its unit although they stand apart.
fn is_stretched(row: &Row) -> bool {
    row.words.windows(2).any(|w| matches!(w, [a, b] if goes_on(a, b) && b.bbox.x0 - a.bbox.x1 < 2.5 * b.size))
}

/// Whether a word is the unit of the figure before it. A subject's code of 3, 5 or 7 digits is no figure, and neither
/// an amount before 年末结转 nor a code before 个人农业生产补贴 has a unit there.
fn goes_on(a: &Word, b: &Word) -> bool {
    let code = matches!(a.text.len(), 3 | 5 | 7) && a.text.bytes().all(|c| c.is_ascii_digit());
    let counted = b.text.starts_with(['年', '月', '个']);
    let named = counted
        && (is_amount(&a.text) || ["年初", "年末", "年终", "个人"].iter().any(|n| b.text.starts_with(n)));
    !code
        && !named
        && a.text.ends_with(|c: char| c.is_ascii_digit() || c == '%')
        && (counted || b.text.starts_with(['万', '元', '，', '。', '；', '、', '%', '％', '（', '(']))
}

/// The dots of a table of contents.
fn is_leader(text: &str) -> bool {
    let dots = text.chars().filter(|c| matches!(c, '.' | '…' | '·' | '．' | '‥' | '。')).count();
    dots >= 4 && dots * 3 >= text.chars().count()
}

/// Page numbers: `— 11 —`, `第 3 页，共 20 页`, near the page's upper or lower edge.
fn is_folio(row: &Row, height: f32) -> bool {
    let edge = row.bbox.y0 < 0.09 * height || row.bbox.y1 > 0.88 * height;
    edge && row.words.iter().flat_map(|w| w.text.chars()).all(|c| {
        c.is_ascii_digit()
            || matches!(c, '-' | '—' | '–' | '－' | '第' | '页' | '共' | '/' | '，' | ',' | '·' | '~')
    }) && row.words.iter().map(|w| w.text.chars().count()).sum::<usize>() <= 14
        && row.words.len() <= 3
}

/// Whether lines without a unit line above are a table all the same: amounts that stand under each other.
fn evident(rows: &[Row]) -> bool {
    let amounts = |r: &Row| r.words.iter().filter(|w| is_amount(&w.text)).count();
    // 本年收入合计 beside 本年支出合计: a form that is not filled in, too.
    let sums =
        |r: &Row| r.words.iter().filter(|w| w.text.ends_with("总计") || w.text.ends_with("合计")).count();
    if rows.iter().any(|r| amounts(r) >= 2 || sums(r) >= 2) {
        return true;
    }
    let mut edges: Vec<f32> =
        rows.iter().flat_map(|r| &r.words).filter(|w| is_amount(&w.text)).map(|w| w.bbox.x1).collect();
    edges.sort_unstable_by(f32::total_cmp);
    let aligned = edges.windows(2).filter(|w| matches!(w, [a, b] if b - a < 1.5)).count();
    if aligned >= 1 {
        return true;
    }
    // A list: at least three lines of at least three words each, nothing like a contents page.
    rows.iter().filter(|r| r.words.len() >= 3).count() >= 3
}

/// An amount with decimals or with thousands set apart.
pub fn is_amount(text: &str) -> bool {
    super::figure::is_figure(text) && text.contains(['.', ',', '．', '，']) && !text.contains('%')
}

/// How many of these printed lines belong to a table whose last line across stands below `inside` of them: one more
/// row at most, whose lines fit its columns. All of them where two rows of its kind follow, since it goes on without
/// lines.
pub fn below_last_line(
    rows: &[Row],
    inside: usize,
    goes_on: impl Fn(&Row) -> bool,
    fits: impl Fn(&Row) -> bool,
) -> usize {
    let Some(mut last) = inside.checked_sub(1).and_then(|i| rows.get(i)) else { return rows.len() };
    let on = rows.get(inside..inside + 2).unwrap_or_default();
    if on.len() == 2 && on.iter().all(|r| r.words.len() > 1 && goes_on(r)) {
        return rows.len();
    }
    let mut end = inside;
    while let Some(row) = rows.get(end) {
        // The first row below the last line stands as near as rows do, the lines of one row nearer.
        let most = if end == inside { 1.6 } else { 0.6 };
        let several = end > inside || row.words.len() > 1;
        if row.bbox.y0 - last.bbox.y1 > most * row.size || !several || !fits(row) {
            break;
        }
        (last, end) = (row, end + 1);
    }
    end
}

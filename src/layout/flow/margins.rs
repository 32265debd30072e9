//! What a page's running text tells of the page: its margins, its font size, whether its paragraphs are indented.

use super::stands_out;
use crate::layout::line::{Line, closes};
use crate::layout::sheet::{Item, Sheet};

/// Left and right edge of a page's running text.
#[derive(Debug, Clone, Copy)]
pub struct Margins {
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
}

/// The font size of most of the text outside tables.
pub fn body_size(sheets: &[Sheet]) -> f32 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for line in sheets.iter().flat_map(|s| &s.items).filter_map(Item::line) {
        let key = (line.size * 4.0).round() as i32;
        match sizes.iter().position(|(k, _)| *k == key) {
            Some(at) => sizes[at].1 += line.text.len(),
            None if sizes.len() < 64 => sizes.push((key, line.text.len())),
            None => {}
        }
    }
    sizes.iter().max_by_key(|(key, n)| (*n, -key)).map_or(12.0, |(key, _)| *key as f32 / 4.0)
}

/// The extent of the lines that are long enough to be running text; headings end where their words end.
pub fn own(sheet: &Sheet, body: f32) -> Option<Margins> {
    let long: Vec<(f32, f32, f32)> = (sheet.items.iter().filter_map(Item::line))
        .filter(|l| l.bbox.width() > 0.5 * sheet.width && !stands_out(l, body))
        .map(|l| {
            // Closing punctuation may hang over the margin.
            let hang = if l.text.chars().last().is_some_and(closes) { l.size } else { 0.0 };
            (l.bbox.x0, l.bbox.x1, l.bbox.x1 - hang)
        })
        .collect();
    let mut left = long.iter().map(|l| l.0).reduce(f32::min)?;
    let most = long.iter().map(|l| l.2).reduce(f32::max)?;
    // Where many lines end at one place, that is the margin, even if a few run over it.
    let ending = |x: f32| long.iter().filter(|l| (l.1 - x).abs() < 1.5).count();
    let common =
        long.iter().map(|l| (ending(l.1), l.1)).max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
    let right = if common.0 >= 3 && common.0 * 4 >= long.len() { common.1 } else { most };
    // A page of list items that are all indented shows its margin only where one of them runs over: a line,
    // however short, that hangs out to the left under a full one.
    let mut above: Option<&Line> = None;
    for l in sheet.items.iter().filter_map(Item::line) {
        if let Some(a) = above
            && a.bbox.x1 > right - 2.5 * a.size
            && (1.2..4.0).contains(&((left - l.bbox.x0) / l.size.max(1.0)))
            && (l.size - a.size).abs() < 0.1 * a.size
            && l.y > a.y
            && l.y - a.y < 2.6 * a.size
        {
            left = l.bbox.x0;
        }
        above = Some(l);
    }
    (long.len() >= 2).then_some(Margins { left, right })
}

/// The middle of the margins of pages of the same size, for a page without running text.
pub fn usual(sheet: &Sheet, all: &[Sheet], own: &[Option<Margins>]) -> Margins {
    let same = |s: &Sheet| (s.width - sheet.width).abs() < 5.0 && (s.height - sheet.height).abs() < 5.0;
    let mut like: Vec<Margins> =
        (all.iter().zip(own)).filter(|(s, _)| same(s)).take(200).filter_map(|(_, own)| *own).collect();
    let mid = like.len() / 2;
    if like.is_empty() {
        return Margins { left: 0.1 * sheet.width, right: 0.9 * sheet.width };
    }
    let left = like.select_nth_unstable_by(mid, |a, b| a.left.total_cmp(&b.left)).1.left;
    let right = like.select_nth_unstable_by(mid, |a, b| a.right.total_cmp(&b.right)).1.right;
    Margins { left, right }
}

/// Whether paragraphs begin with an indent in this document: many lines begin two characters inside the margin.
pub fn indents(sheets: &[Sheet], margins: &[Margins]) -> bool {
    let (mut inside, mut all) = (0, 0);
    for (sheet, m) in sheets.iter().zip(margins) {
        for l in sheet
            .items
            .iter()
            .filter_map(Item::line)
            .filter(|l| l.first && l.bbox.width() > 0.5 * sheet.width)
        {
            all += 1;
            let em = (l.bbox.x0 - m.left) / l.size.max(1.0);
            inside += usize::from((1.3..2.8).contains(&em));
        }
    }
    inside * 8 > all
}

//! A stamp's frame over a table (已审核, 公开): four sides that meet each other and that the table's lines run
//! through, while none of them ends there. Its sides are no lines of the table, its words no cell's.

use super::FoundTable;
use super::ink::Ink;
use crate::model::{BBox, Page, Rule};

/// Corners of a frame miss each other by this much at most, in points: they may be rounded.
const CORNER: f32 = 4.0;
/// A line ends at another when it comes this close, in points.
const MEET: f32 = 1.5;
/// A page with more frames than this draws its cells one by one; no stamp is looked for.
const MAX_FRAMES: usize = 24;

/// Finds the frames of stamps, takes their words off the ink, and gives the page's other lines (when there is a
/// stamp) and the indices of the words' glyphs.
pub fn take(page: &Page, ink: &mut Ink) -> Option<(Vec<Rule>, Vec<u32>)> {
    let frames = frames(&page.rules);
    if frames.is_empty() || frames.len() > MAX_FRAMES {
        return None;
    }
    let stamps: Vec<(usize, BBox)> =
        frames.into_iter().filter(|(at, frame)| is_foreign(&page.rules, *at, frame)).collect();
    if stamps.is_empty() {
        return None;
    }
    let side = |k: usize| stamps.iter().any(|(at, _)| (*at..at + 4).contains(&k));
    let rules = page.rules.iter().enumerate().filter(|(k, _)| !side(*k)).map(|(_, r)| *r).collect();
    let mut words: Vec<u32> = stamps.iter().flat_map(|(_, frame)| inside(page, ink, frame)).collect();
    words.sort_unstable();
    words.dedup();
    ink.usable.retain(|i| words.binary_search(i).is_err());
    Some((rules, words))
}

/// Gives the words of stamps to the tables that they lie over, so that nobody reads them as text.
pub fn give(page: &Page, words: &[u32], tables: &mut [FoundTable]) {
    for &i in words {
        let Some(g) = page.glyphs.get(i as usize) else { continue };
        let (x, y) = g.bbox.center();
        let over = |t: &&mut FoundTable| {
            x >= t.bbox.x0 && x <= t.bbox.x1 && y >= t.bbox.y0 - g.size && y <= t.bbox.y1 + g.size
        };
        if let Some(table) = tables.iter_mut().find(over) {
            table.glyphs.push(i);
        }
    }
    if !words.is_empty() {
        for table in tables {
            table.glyphs.sort_unstable();
            table.glyphs.dedup();
        }
    }
}

/// Where four lines that are drawn one after the other are the sides of a frame: index of the first, and the frame.
fn frames(rules: &[Rule]) -> Vec<(usize, BBox)> {
    let mut found: Vec<(usize, BBox)> = Vec::new();
    let mut from = 0;
    while let Some([a, b, c, d]) = rules.get(from..from + 4) {
        match frame([a, b, c, d]) {
            Some(frame) => {
                found.push((from, frame));
                from += 4;
            }
            None => from += 1,
        }
    }
    found
}

fn frame(sides: [&Rule; 4]) -> Option<BBox> {
    let [first, second, third, fourth] = sides;
    let across = first.is_horizontal();
    if [second, fourth].iter().any(|r| r.is_horizontal() == across) || third.is_horizontal() != across {
        return None;
    }
    let (top, bottom, left, right) =
        if across { (first, third, second, fourth) } else { (second, fourth, first, third) };
    let (top, bottom) = if top.y0 <= bottom.y0 { (top, bottom) } else { (bottom, top) };
    let (left, right) = if left.x0 <= right.x0 { (left, right) } else { (right, left) };
    let f = BBox {
        x0: f32::midpoint(left.x0, left.x1),
        y0: f32::midpoint(top.y0, top.y1),
        x1: f32::midpoint(right.x0, right.x1),
        y1: f32::midpoint(bottom.y0, bottom.y1),
    };
    let near = |a: f32, b: f32| (a - b).abs() <= CORNER;
    let meets = [top, bottom].iter().all(|r| near(r.x0, f.x0) && near(r.x1, f.x1))
        && [left, right].iter().all(|r| near(r.y0, f.y0) && near(r.y1, f.y1));
    (meets && f.width() > 12.0 && f.height() > 8.0).then_some(f)
}

/// Whether other lines run through the sides of this frame, and next to none begins or ends at them.
fn is_foreign(rules: &[Rule], at: usize, f: &BBox) -> bool {
    let (mut through, mut ends) = (0, 0);
    for (k, r) in rules.iter().enumerate() {
        if (at..at + 4).contains(&k) {
            continue;
        }
        let (lo, hi, pos, sides, from, to) = if r.is_horizontal() {
            (r.x0, r.x1, f32::midpoint(r.y0, r.y1), [f.x0, f.x1], f.y0, f.y1)
        } else {
            (r.y0, r.y1, f32::midpoint(r.x0, r.x1), [f.y0, f.y1], f.x0, f.x1)
        };
        if pos < from - MEET || pos > to + MEET {
            continue;
        }
        for side in sides {
            if (lo - side).abs() <= MEET || (hi - side).abs() <= MEET {
                ends += 1;
            } else if lo < side && hi > side {
                through += 1;
            }
        }
    }
    through >= 2 && (through >= 3 * ends || is_bolder(rules, at))
}

/// Whether the four sides are drawn with a pen twice as wide as the page's other lines; such a frame around cells of
/// a table lies on lines of the table, so that nothing is lost with it.
fn is_bolder(rules: &[Rule], at: usize) -> bool {
    let pen = |r: &Rule| (r.x1 - r.x0).min(r.y1 - r.y0);
    let sides = rules.get(at..at + 4).unwrap_or_default().iter().map(pen).fold(f32::MAX, f32::min);
    let mut others: Vec<f32> =
        rules.iter().enumerate().filter(|(k, _)| !(at..at + 4).contains(k)).map(|(_, r)| pen(r)).collect();
    let middle = others.len() / 2;
    if others.is_empty() {
        return false;
    }
    sides > 1.9 * *others.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Glyphs of the stamp: runs of one font and size that lie in the frame as a whole and are not of the size of the
/// page's text; where there is none, the last one drawn that lies over other text.
fn inside(page: &Page, ink: &Ink, frame: &BBox) -> Vec<u32> {
    let held = |b: &BBox| {
        let (x, y) = b.center();
        x > frame.x0 && x < frame.x1 && y > frame.y0 && y < frame.y1
    };
    let mut found = Vec::new();
    let mut lying: Option<std::ops::Range<usize>> = None;
    let mut from = 0;
    while let Some(first) = page.glyphs.get(from) {
        let run = page.glyphs.get(from..).unwrap_or_default();
        let same = |g: &crate::model::Glyph| {
            g.font == first.font
                && (g.size - first.size).abs() < 0.02 * first.size
                && held(&g.bbox) == held(&first.bbox)
        };
        let n = run.iter().take_while(|g| same(g)).count().max(1);
        let run = run.get(..n).unwrap_or_default();
        // A run that begins or ends at the frame's edge is text that runs through it.
        let cut = |k: Option<usize>| {
            k.and_then(|k| page.glyphs.get(k)).is_some_and(|g| {
                g.font == first.font
                    && (g.size - first.size).abs() < 0.02 * first.size
                    && (g.origin.1 - first.origin.1).abs() < 0.1 * first.size
                    && !held(&g.bbox)
            })
        };
        if held(&first.bbox) && !cut(from.checked_sub(1)) && !cut(Some(from + n)) {
            let mut others = page
                .glyphs
                .iter()
                .enumerate()
                .filter(|(k, g)| (*k < from || *k >= from + n) && !g.ch.is_whitespace() && held(&g.bbox));
            if (first.size - ink.size).abs() > 0.08 * ink.size {
                found.extend((from..from + n).map(|k| k as u32));
            } else if others.any(|(_, o)| run.iter().any(|g| shared(&g.bbox, &o.bbox) > 0.25)) {
                lying = Some(from..from + n);
            }
        }
        from += n;
    }
    if found.is_empty() {
        found.extend(lying.into_iter().flatten().map(|k| k as u32));
    }
    found
}

/// Shared area as a part of the smaller box.
fn shared(a: &BBox, b: &BBox) -> f32 {
    let area = (a.x1.min(b.x1) - a.x0.max(b.x0)).max(0.0) * (a.y1.min(b.y1) - a.y0.max(b.y0)).max(0.0);
    area / (a.width() * a.height()).min(b.width() * b.height()).max(0.01)
}

//! The same text drawn twice counts once: fake bold, fill and stroke, a searchable copy over the visible text.

use crate::model::Page;

/// Side of the look-up cells in points.
const CELL: f32 = 8.0;
/// How far apart two drawings of one character may lie, in ems.
const NEAR: f32 = 0.12;
const NONE: u32 = u32::MAX;
const MAX_CELLS: usize = 1 << 18;
/// Glyphs of one cell that are compared; more stand in one place only in hostile files.
const MAX_CHAIN: usize = 64;

/// Drops glyphs that repeat an earlier one in the same place; the one that stays becomes bold, unless it only
/// stood over an invisible copy.
pub(super) fn remove(page: &mut Page) {
    let columns = (page.width / CELL).ceil().clamp(1.0, 512.0) as usize + 1;
    let rows = (page.height / CELL).ceil().clamp(1.0, 511.0) as usize + 1;
    let mut heads = vec![NONE; (columns * rows).min(MAX_CELLS)];
    let mut next: Vec<u32> = Vec::with_capacity(page.glyphs.len());
    let column = |x: f32| ((x / CELL).max(0.0) as usize).min(columns - 1);
    let row = |y: f32| ((y / CELL).max(0.0) as usize).min(rows - 1);
    let mut kept = 0usize;
    for i in 0..page.glyphs.len() {
        let Some(&glyph) = page.glyphs.get(i) else { break };
        let (x, y) = glyph.origin;
        let near = NEAR * glyph.size;
        let mut found = None;
        let reach = near.min(CELL);
        let (left, right) = (column(x - reach), column(x + reach));
        'search: for row in row(y - reach)..=row(y + reach) {
            for cell in row * columns + left..=row * columns + right {
                let mut entry = heads.get(cell).copied().unwrap_or(NONE);
                for _ in 0..MAX_CHAIN {
                    if entry == NONE {
                        break;
                    }
                    let Some(other) = page.glyphs.get(entry as usize) else { break };
                    if other.ch == glyph.ch
                        && (other.origin.0 - x).abs() <= near
                        && (other.origin.1 - y).abs() <= near
                        && (other.size - glyph.size).abs() <= 0.1 * glyph.size
                        && (other.angle - glyph.angle).abs() < 0.01
                    {
                        found = Some(entry as usize);
                        break 'search;
                    }
                    entry = next.get(entry as usize).copied().unwrap_or(NONE);
                }
            }
        }
        if let Some(other) = found.and_then(|o| page.glyphs.get_mut(o)) {
            match (other.flags.invisible, glyph.flags.invisible) {
                (true, false) => *other = glyph,
                (false, false) => {
                    other.flags.bold = true;
                    other.flags.faint &= glyph.flags.faint;
                }
                _ => {}
            }
            continue;
        }
        if kept < i
            && let Some(slot) = page.glyphs.get_mut(kept)
        {
            *slot = glyph;
        }
        let cell = row(y) * columns + column(x);
        next.push(heads.get(cell).copied().unwrap_or(NONE));
        if let Some(head) = heads.get_mut(cell) {
            *head = kept as u32;
        }
        kept += 1;
    }
    page.glyphs.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BBox, Glyph, GlyphFlags};

    fn glyph(ch: char, x: f32, invisible: bool) -> Glyph {
        let bbox = BBox { x0: x, y0: 90.0, x1: x + 10.0, y1: 100.0 };
        let flags = GlyphFlags { invisible, ..GlyphFlags::default() };
        Glyph { ch, bbox, origin: (x, 99.0), size: 10.0, angle: 0.0, font: 0, flags }
    }

    #[test]
    fn shifted_copies_go_and_neighbours_stay() {
        let glyphs = vec![
            glyph('1', 10.0, false),
            glyph('1', 15.0, false),
            glyph('1', 10.4, false),
            glyph('2', 10.0, false),
        ];
        let mut page = Page { width: 100.0, height: 100.0, glyphs, ..Page::default() };
        remove(&mut page);
        assert_eq!(page.glyphs.iter().map(|g| g.ch).collect::<String>(), "112");
        assert!(page.glyphs[0].flags.bold && !page.glyphs[1].flags.bold);
    }

    #[test]
    fn large_text_is_found_wherever_it_stands() {
        for x in 0..40 {
            let large = |flags| Glyph { size: 24.0, flags, ..glyph('区', x as f32 * 0.37 + 10.0, false) };
            let glyphs = vec![large(GlyphFlags::default()), large(GlyphFlags::default())];
            let mut page = Page { width: 100.0, height: 100.0, glyphs, ..Page::default() };
            remove(&mut page);
            assert_eq!(page.glyphs.len(), 1, "at {x}");
        }
    }

    #[test]
    fn a_visible_glyph_replaces_its_invisible_copy() {
        let glyphs = vec![glyph('a', 10.0, true), glyph('a', 10.1, false)];
        let mut page = Page { width: 100.0, height: 100.0, glyphs, ..Page::default() };
        remove(&mut page);
        assert_eq!(page.glyphs.len(), 1);
        assert!(!page.glyphs[0].flags.invisible && !page.glyphs[0].flags.bold);
    }
}

//! The same text drawn twice counts once: fake bold, fill and stroke, a searchable copy over the visible text.

use crate::model::{Glyph, Page};

/// Side in points of the squares by which glyphs are looked up.
const SQUARE: f32 = 16.0;
/// How far apart two drawings of one character may lie, in ems.
const NEAR: f32 = 0.12;
const NONE: u32 = u32::MAX;
/// Glyphs of one bucket that are compared; more stand in one place only in hostile files.
const MAX_CHAIN: usize = 64;

/// Drops glyphs that repeat an earlier one in the same place; the one that stays becomes bold, unless it only
/// stood over an invisible copy.
pub(super) fn remove(page: &mut Page) {
    let all = page.glyphs.len();
    let mut strips = Strips::of(page);
    // On most pages text does not go back over text, and nothing need be looked up.
    let Some(first) = page.glyphs.iter().position(|glyph| !strips.goes_on(glyph)) else { return };
    let mut places = Places::of(page.glyphs.get(..first).unwrap_or_default(), all);
    let mut kept = first;
    for i in first..all {
        let (before, rest) = page.glyphs.split_at_mut(i);
        let Some(glyph) = rest.first() else { break };
        if (i == first || !strips.goes_on(glyph))
            && let Some(other) = places.copy_of(glyph, before).and_then(|o| before.get_mut(o))
        {
            match (other.flags.invisible, glyph.flags.invisible) {
                (true, false) => *other = *glyph,
                (false, false) => {
                    other.flags.bold = true;
                    other.flags.faint &= glyph.flags.faint;
                    other.flags.vivid &= glyph.flags.vivid;
                }
                _ => {}
            }
            continue;
        }
        places.add(glyph);
        if let Some(slot) = before.get_mut(kept) {
            *slot = *glyph;
        }
        kept += 1;
    }
    page.glyphs.truncate(kept);
}

/// How far to the right there is text in each strip across the page.
struct Strips(Vec<f32>);

/// Height of a strip in points: copies of text of the usual sizes stand in the same or the next.
const STRIP: f32 = 4.0;
/// More than what is lost when coordinates are rounded.
const SLACK: f32 = 0.5;
/// Strips of a page at most; what is below them counts to the last.
const MAX_STRIPS: f32 = 4096.0;

impl Strips {
    fn of(page: &Page) -> Self {
        Self(vec![f32::NEG_INFINITY; (page.height / STRIP).clamp(1.0, MAX_STRIPS) as usize])
    }

    /// Takes the next glyph; whether it stands to the right of all text near its baseline, so that it repeats none.
    #[inline]
    fn goes_on(&mut self, glyph: &Glyph) -> bool {
        let (x, y) = glyph.origin;
        let near = NEAR * glyph.size;
        let own = ((y * (1.0 / STRIP)) as i32).clamp(0, self.0.len() as i32 - 1) as usize;
        let beside = self.0.get(own.saturating_sub(1)..(own + 2).min(self.0.len())).unwrap_or_default();
        let goes_on = near + SLACK < STRIP && beside.iter().all(|right| x - right > near);
        if let Some(right) = self.0.get_mut(own)
            && x > *right
        {
            *right = x;
        }
        goes_on
    }
}

/// Column or row of squares.
#[inline]
fn square(v: f32) -> i32 {
    (v * (1.0 / SQUARE)) as i32
}

/// The glyphs so far by character and square: a bucket holds one glyph or none, as a rule.
struct Places {
    /// The latest glyph of each bucket.
    heads: Vec<u32>,
    /// For each glyph the one before it in its bucket.
    before: Vec<u32>,
    /// Bits of a hash that are not used.
    shift: u32,
}

impl Places {
    /// These glyphs, with room for so many.
    fn of(glyphs: &[Glyph], room: usize) -> Self {
        let buckets = (2 * room).next_power_of_two().max(64);
        let shift = 64 - buckets.trailing_zeros();
        let mut places = Self { heads: vec![NONE; buckets], before: Vec::with_capacity(room), shift };
        for glyph in glyphs {
            places.add(glyph);
        }
        places
    }

    #[inline]
    fn bucket(&self, c: char, column: i32, row: i32) -> usize {
        let key = u64::from(c) << 32 ^ (column as u64) << 16 ^ row as u64;
        // Fibonacci hashing: the upper bits of the product depend on all bits of the key.
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    /// An earlier drawing of this glyph.
    fn copy_of(&self, glyph: &Glyph, glyphs: &[Glyph]) -> Option<usize> {
        let near = NEAR * glyph.size;
        let reach = near.min(SQUARE);
        let near_by = |v: f32| square(v - reach)..square(v + reach).saturating_add(1);
        for row in near_by(glyph.origin.1) {
            for column in near_by(glyph.origin.0) {
                let found = self.find(self.bucket(glyph.ch, column, row), glyph, near, glyphs);
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// The glyph of a bucket that this one repeats.
    #[inline]
    fn find(&self, bucket: usize, glyph: &Glyph, near: f32, glyphs: &[Glyph]) -> Option<usize> {
        let (x, y) = glyph.origin;
        let mut entry = *self.heads.get(bucket)?;
        for _ in 0..MAX_CHAIN {
            if entry == NONE {
                break;
            }
            let other = glyphs.get(entry as usize)?;
            if other.ch == glyph.ch
                && (other.origin.0 - x).abs() <= near
                && (other.origin.1 - y).abs() <= near
                && (other.size - glyph.size).abs() <= 0.1 * glyph.size
                && (other.angle - glyph.angle).abs() < 0.01
            {
                return Some(entry as usize);
            }
            entry = *self.before.get(entry as usize)?;
        }
        None
    }

    /// Takes the next glyph that stays.
    #[inline]
    fn add(&mut self, glyph: &Glyph) {
        let (x, y) = glyph.origin;
        let bucket = self.bucket(glyph.ch, square(x), square(y));
        if let Some(head) = self.heads.get_mut(bucket) {
            self.before.push(*head);
            *head = self.before.len() as u32 - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BBox, GlyphFlags};

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

//! Which glyphs of a page are text of the document: watermarks and stamps go, an OCR layer stays.

use crate::model::{BBox, Glyph, Page};

use super::drawn;
use super::imprint;
use super::upright::quarter;
use super::wording::is_white;

/// What a page's text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// Visible text.
    Text,
    /// Invisible text over a page picture.
    Ocr,
    /// A picture (or outlines of letters) and no text to speak of.
    Picture,
    /// Nothing.
    Blank,
}

/// What was left out of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sifted {
    /// Glyphs of watermarks and stamps.
    pub watermark: usize,
    /// Invisible glyphs beside visible text.
    pub hidden: usize,
}

/// Fewer glyphs than this beside a page picture are a page number or a scanner's mark.
const FEW: usize = 40;
/// Smaller text, in points, lies over no other.
const LARGE: f32 = 30.0;
/// Outlined letters need some 30 segments each.
const OUTLINES: usize = 1500;

/// Removes from the page what is no text of the document.
pub fn sift(page: &mut Page) -> (PageKind, Sifted) {
    let mut sifted = Sifted { hidden: page.unseen, ..Sifted::default() };
    let (mut visible, mut invisible) = (0_usize, 0_usize);
    // Whether there is what may be a stamp or a watermark; most pages have nothing of the kind.
    let (mut special, mut large, mut vivid) = (false, false, false);
    for g in page.glyphs.iter().filter(|g| !is_white(g.ch)) {
        if g.flags.invisible {
            invisible += 1;
        } else {
            visible += 1;
        }
        special |= g.flags.faint || g.angle != 0.0 && quarter(g.angle) != Some(0);
        large |= g.size > LARGE;
        vivid |= g.flags.vivid;
    }
    let pictured = pictured(page);
    let mut kind = PageKind::Text;
    if invisible > 0 {
        if visible < FEW && (pictured > 0.5 || visible * 4 < invisible) {
            kind = PageKind::Ocr;
            let seen: Vec<BBox> = page.glyphs.iter().filter(|g| g.flags.invisible).map(|g| g.bbox).collect();
            // What is printed over the picture and recognised from it would come twice.
            page.glyphs.retain(|g| g.flags.invisible || !seen.iter().any(|b| overlap(b, &g.bbox) > 0.5));
            even(&mut page.glyphs);
        } else {
            sifted.hidden += invisible;
            page.glyphs.retain(|g| !g.flags.invisible);
        }
    } else if visible < FEW && (pictured > 0.5 || page.path_segments > OUTLINES) {
        page.glyphs.clear();
        return (PageKind::Picture, sifted);
    } else if visible == 0 {
        return (PageKind::Blank, sifted);
    }
    let before = page.glyphs.len();
    if special {
        slanted(&mut page.glyphs);
    }
    if special || large {
        laid_over(&mut page.glyphs);
    }
    if vivid {
        imprint::remove(page);
    }
    sifted.watermark = before - page.glyphs.len();
    drawn::lines(page);
    (kind, sifted)
}

/// Recognised words of one type size differ by up to this factor: programs fit the size to each word's picture.
const FITTED: f32 = 1.2;

/// Gives recognised words of about one size the same.
fn even(glyphs: &mut [Glyph]) {
    let mut sizes: Vec<f32> = glyphs.iter().map(|g| g.size).filter(|s| s.is_finite() && *s > 0.0).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    // Smallest and middle size of each group.
    let mut groups: Vec<(f32, f32)> = Vec::new();
    let mut rest = sizes.as_slice();
    while let Some(&smallest) = rest.first() {
        let n = rest.partition_point(|&s| s <= FITTED * smallest);
        groups.push((smallest, rest.get(n / 2).copied().unwrap_or(smallest)));
        rest = rest.get(n.max(1)..).unwrap_or_default();
    }
    for g in glyphs {
        let at = groups.partition_point(|(smallest, _)| *smallest <= g.size);
        if let Some((_, middle)) = at.checked_sub(1).and_then(|k| groups.get(k)) {
            g.size = *middle;
        }
    }
}

/// Share of the page that raster images cover (the largest one, and all strips together).
fn pictured(page: &Page) -> f32 {
    let whole = BBox { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    let area = (page.width * page.height).max(1.0);
    page.images.iter().map(|i| intersection(&i.bbox, &whole) / area).sum::<f32>().min(1.0)
}

fn intersection(a: &BBox, b: &BBox) -> f32 {
    (a.x1.min(b.x1) - a.x0.max(b.x0)).max(0.0) * (a.y1.min(b.y1) - a.y0.max(b.y0)).max(0.0)
}

/// Shared area as a part of the smaller box.
pub(super) fn overlap(a: &BBox, b: &BBox) -> f32 {
    intersection(a, b) / (a.width() * a.height()).min(b.width() * b.height()).max(0.01)
}

/// Text at an angle is a stamp or watermark; letters of a round seal that happen to stand upright go with it.
fn slanted(glyphs: &mut Vec<Glyph>) {
    let mut keep = vec![true; glyphs.len()];
    let mut start = 0;
    while start < glyphs.len() {
        let (font, size) = (glyphs[start].font, glyphs[start].size);
        let mut end = start;
        let (mut odd, mut all) = (0, 0);
        while let Some(g) = glyphs.get(end).filter(|g| g.font == font && (g.size - size).abs() <= 0.02 * size)
        {
            if !g.ch.is_whitespace() {
                all += 1;
                odd += usize::from(quarter(g.angle).is_none());
            }
            end += 1;
        }
        let end = end.max(start + 1);
        for (k, g) in keep[start..end].iter_mut().zip(&glyphs[start..end]) {
            *k = odd * 2 <= all && quarter(g.angle).is_some();
        }
        start = end;
    }
    let mut keep = keep.into_iter();
    glyphs.retain(|_| keep.next().unwrap_or(true));
}

/// Faint or huge text that lies across other text is a watermark; faint text in a place of its own (white on a
/// dark header, a grey note) is not.
fn laid_over(glyphs: &mut Vec<Glyph>) {
    let inked = |g: &Glyph| !g.ch.is_whitespace();
    let median = {
        let mut sizes: Vec<f32> = glyphs.iter().filter(|g| inked(g)).map(|g| g.size).step_by(7).collect();
        let mid = sizes.len() / 2;
        if sizes.is_empty() {
            return;
        }
        *sizes.select_nth_unstable_by(mid, f32::total_cmp).1
    };
    let suspect = |g: &Glyph| g.flags.faint || (g.size > 3.0 * median && g.size > LARGE);
    let suspects = glyphs.iter().filter(|g| inked(g) && suspect(g)).count();
    let plain: Vec<BBox> = if suspects == 0 {
        return;
    } else {
        glyphs.iter().filter(|g| inked(g) && !suspect(g)).map(|g| g.bbox).collect()
    };
    if plain.len() < suspects {
        return;
    }
    let mut keep = vec![true; glyphs.len()];
    let mut start = 0;
    while start < glyphs.len() {
        if !suspect(&glyphs[start]) {
            start += 1;
            continue;
        }
        let size = glyphs[start].size;
        let mut end = start + 1;
        while glyphs.get(end).is_some_and(|g| suspect(g) && (g.size - size).abs() <= 0.02 * size) {
            end += 1;
        }
        let crossed =
            glyphs[start..end].iter().any(|g| inked(g) && plain.iter().any(|b| overlap(b, &g.bbox) > 0.25));
        keep[start..end].fill(!crossed);
        start = end;
    }
    let mut keep = keep.into_iter();
    glyphs.retain(|_| keep.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::GlyphFlags;

    #[test]
    fn recognised_words_of_about_one_size_get_the_same() {
        let glyph = |size: f32| Glyph {
            ch: '预',
            bbox: BBox { x0: 0.0, y0: 0.0, x1: size, y1: size },
            origin: (0.0, size),
            size,
            angle: 0.0,
            font: 0,
            flags: GlyphFlags { invisible: true, ..GlyphFlags::default() },
        };
        let mut glyphs: Vec<Glyph> = [11.3, 12.0, 12.8, 16.0, 11.9].map(glyph).into();
        even(&mut glyphs);
        assert_eq!(glyphs.iter().map(|g| g.size).collect::<Vec<_>>(), [12.0, 12.0, 12.0, 16.0, 12.0]);
    }
}

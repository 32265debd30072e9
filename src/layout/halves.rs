//! Two pages printed on one sheet (a booklet, 2-up, a double page scanned at once): each half is a page with
//! margins of its own, read one after the other.

use std::collections::BTreeMap;

use crate::model::{BBox, Glyph, Page};

/// A sheet of two upright pages is wider than high: 1.41 for A3 as for A4.
const WIDE: f32 = 1.2;
/// Part of the sheet's width at its middle, each way, on which nothing is printed.
const GUTTER: f32 = 0.03;
/// Chinese characters that one line of running text has at least, without a gap; cells of tables have fewer.
const LONG: usize = 18;
/// Lines of running text of which one half has at least so many.
const LINES: usize = 3;
/// White space in em that parts the cells of a line.
const APART: f32 = 1.5;

/// The sheet's pages with their distance from its left edge: two, or the sheet itself.
pub fn split(page: Page) -> Vec<(Page, f32)> {
    let middle = page.width / 2.0;
    if page.width < WIDE * page.height || !is_double(&page, middle) {
        return vec![(page, 0.0)];
    }
    let Page { number, width, height, glyphs, rules, seams, fills, images, .. } = page;
    let half = |from: f32| {
        let within = |x0: f32, x1: f32| (f32::midpoint(x0, x1) < middle) == (from == 0.0);
        let moved = |b: &BBox| BBox { x0: b.x0 - from, x1: b.x1 - from, ..*b };
        let mut out = Page { number, width: width / 2.0, height, ..Page::default() };
        for g in glyphs.iter().filter(|g| within(g.bbox.x0, g.bbox.x1)) {
            let origin = (g.origin.0 - from, g.origin.1);
            out.glyphs.push(Glyph { bbox: moved(&g.bbox), origin, ..*g });
        }
        for &r in rules.iter().filter(|r| within(r.x0, r.x1)) {
            out.rules.push(crate::model::Rule { x0: r.x0 - from, x1: r.x1 - from, ..r });
        }
        out.seams = seams.iter().filter(|s| within(s.0, s.0)).map(|s| (s.0 - from, s.1)).collect();
        for &f in fills.iter().filter(|f| within(f.bbox.x0, f.bbox.x1)) {
            out.fills.push(crate::model::Fill { bbox: moved(&f.bbox), ..f });
        }
        for &i in images.iter().filter(|i| within(i.bbox.x0, i.bbox.x1)) {
            out.images.push(crate::model::PageImage { bbox: moved(&i.bbox), ..i });
        }
        (out, from)
    };
    vec![half(0.0), half(middle)]
}

/// Whether nothing crosses the sheet's middle and one half holds running text. A table without lines may have a
/// gap there too.
fn is_double(page: &Page, middle: f32) -> bool {
    let (left, right) = (middle - GUTTER * page.width, middle + GUTTER * page.width);
    let crosses = |x0: f32, x1: f32| x0 < right && x1 > left;
    let glyphs = || page.glyphs.iter().filter(|g| !g.ch.is_whitespace());
    if page.rules.iter().any(|r| crosses(r.x0, r.x1)) || glyphs().any(|g| crosses(g.bbox.x0, g.bbox.x1)) {
        return false;
    }
    // Half and baseline → Chinese characters, the space that no glyph takes, where the last glyph ends.
    let mut lines: BTreeMap<(bool, i32), (usize, f32, f32)> = BTreeMap::new();
    for g in glyphs() {
        let side = g.bbox.x0 > middle;
        let line = lines.entry((side, g.origin.1.round() as i32)).or_insert((0, 0.0, g.bbox.x0));
        let gap = (g.bbox.x0 - line.2).abs() / g.size.max(1.0);
        *line = (line.0 + usize::from(g.ch >= '\u{2E80}'), line.1.max(gap), g.bbox.x1);
    }
    let on = |side: bool| lines.iter().filter(move |(k, _)| k.0 == side).map(|(_, line)| line);
    let runs = |side: bool| on(side).filter(|l| l.0 >= LONG && l.1 < APART).count() >= LINES;
    let framed = |side: bool| page.rules.iter().filter(|r| (r.x0 > middle) == side).count() >= 4;
    // A long text in one column of a table without lines has other columns beside it, not a page.
    let whole = |side: bool| {
        let all = on(side).count();
        all > 0 && on(side).filter(|l| l.1 >= APART).count() * 5 < all
    };
    [false, true].into_iter().any(|side| runs(side) && (runs(!side) || framed(!side) || whole(!side)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GlyphFlags, Rule};

    fn sheet(lines: &[(f32, f32, &str)]) -> Page {
        let mut page = Page { number: 1, width: 1190.0, height: 842.0, ..Page::default() };
        for (x, y, text) in lines {
            for (k, ch) in text.chars().enumerate() {
                let x = x + 12.0 * k as f32;
                let bbox = BBox { x0: x, y0: y - 10.0, x1: x + 12.0, y1: y + 2.0 };
                let flags = GlyphFlags::default();
                page.glyphs.push(Glyph { ch, bbox, origin: (x, *y), size: 12.0, angle: 0.0, font: 0, flags });
            }
        }
        page
    }

    const TEXT: &str = "本单位负责全市公园的养护和管理工作并承担相关技术指导等事项的组织实施";

    #[test]
    fn a_sheet_of_two_pages_is_two() {
        let lines: Vec<(f32, f32, &str)> =
            (0..4).flat_map(|k| [50.0, 650.0].map(|x| (x, 100.0 + 20.0 * k as f32, TEXT))).collect();
        let mut page = sheet(&lines);
        page.rules.push(Rule { x0: 650.0, x1: 1000.0, y0: 300.0, y1: 300.5 });
        let pages = split(page);
        let [(left, at), (right, from)] = &pages[..] else { panic!("{}", pages.len()) };
        assert_eq!((left.glyphs.len(), right.glyphs.len(), *at, *from), (136, 136, 0.0, 595.0));
        assert_eq!((left.rules.len(), right.rules[0].x0, right.glyphs[0].bbox.x0), (0, 55.0, 55.0));
    }

    #[test]
    fn a_wide_table_and_a_line_over_the_middle_are_one_sheet() {
        let cells: Vec<(f32, f32, &str)> = (0..20)
            .flat_map(|k| {
                [(50.0, "教育支出"), (300.0, "12.50"), (650.0, "基本支出"), (900.0, "3.20")]
                    .map(|(x, t)| (x, 100.0 + 20.0 * k as f32, t))
            })
            .collect();
        assert_eq!(split(sheet(&cells)).len(), 1);
        let mut lines: Vec<(f32, f32, &str)> =
            (0..4).map(|k| (50.0, 100.0 + 20.0 * k as f32, TEXT)).collect();
        lines.push((650.0, 100.0, TEXT));
        lines.push((500.0, 300.0, "收支总表及其有关说明"));
        assert_eq!(split(sheet(&lines)).len(), 1);
    }
}

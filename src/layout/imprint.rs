//! The words of stamps (财务专用章, 已公开): text in a colour that lies across black text and across the lines of
//! tables. Coloured text in a place of its own (a red total, a blue heading) is text.

use yusuan_parsers::is_han;

use super::sift::overlap;
use crate::clock::tick;
use crate::model::{BBox, Glyph, Page};

/// Shared part of the smaller of two boxes from which on one glyph lies across another; lines of text that are set
/// closely share less.
const ACROSS: f32 = 0.25;
/// One in this many glyphs of a stamp lies across something.
const ONE_IN: usize = 4;
/// Words of one stamp are at most this many em apart.
const NEAR: f32 = 1.5;
/// Letters of a word are less than this many em apart.
const WORD: f32 = 0.45;
/// Letters of a stamp that is told by its frame alone.
const STAMPED: usize = 8;
/// Half a frame's line, in points.
const EDGE: f32 = 3.0;
/// Glyphs and lines that are looked at for each coloured run; a page of more is no office document.
const MAX_PLAIN: usize = 8_000;

/// Takes the words of stamps off the page.
pub fn remove(page: &mut Page) {
    let inked = |g: &&Glyph| !g.ch.is_whitespace() && !g.flags.invisible;
    let vivid = page.glyphs.iter().filter(inked).filter(|g| g.flags.vivid).count();
    let plain: Vec<Glyph> = page.glyphs.iter().filter(inked).filter(|g| !g.flags.vivid).copied().collect();
    if vivid == 0 || plain.len() < 2 * vivid || plain.len() + page.rules.len() > MAX_PLAIN {
        return;
    }
    let mut gone: Vec<std::ops::Range<usize>> = Vec::new();
    let mut start = 0;
    while let Some(first) = page.glyphs.get(start) {
        let end = start + word(page.glyphs.get(start..).unwrap_or_default()).max(1);
        let run = page.glyphs.get(start..end).unwrap_or_default();
        if first.flags.vivid {
            let all = run.iter().filter(inked).count();
            let across = run.iter().filter(inked).filter(|g| lies_across(g, &plain, page)).count();
            let often = across >= all.min(2) && across * ONE_IN >= all && all > 0;
            if often || sealed(run, &plain, page) || runs_through(run, page) || framed(run, &plain, page) {
                gone.push(start..end);
            }
        }
        start = end;
    }
    let mut index = 0;
    let mut gone = gone.into_iter().peekable();
    page.glyphs.retain(|_| {
        while gone.peek().is_some_and(|r| r.end <= index) {
            gone.next();
        }
        let keep = gone.peek().is_none_or(|r| !r.contains(&index));
        index += 1;
        keep
    });
}

/// How many glyphs from the first on are words of one stamp: of one size, drawn one after the other, close together.
fn word(glyphs: &[Glyph]) -> usize {
    let Some(first) = glyphs.first() else { return 0 };
    let mut whole = first.bbox;
    let near = NEAR * first.size;
    let mut same = |g: &&Glyph| {
        let close = g.bbox.x0 < whole.x1 + near
            && g.bbox.x1 > whole.x0 - near
            && g.bbox.y0 < whole.y1 + near
            && g.bbox.y1 > whole.y0 - near;
        whole = whole.union(&g.bbox);
        close && g.flags.vivid == first.flags.vivid && (g.size - first.size).abs() <= 0.02 * first.size
    };
    glyphs.iter().take_while(|g| same(g)).count()
}

/// Whether all of a run stands in a seal's ring, or in a stamp's frame whose sides cut through other text.
fn sealed(run: &[Glyph], plain: &[Glyph], page: &Page) -> bool {
    let within = |b: &BBox, g: &Glyph| {
        let (x, y) = g.bbox.center();
        x > b.x0 && x < b.x1 && y > b.y0 && y < b.y1
    };
    let beside = |a: &Glyph, b: &Glyph| {
        let gap = (a.bbox.x0 - b.bbox.x1).max(b.bbox.x0 - a.bbox.x1);
        gap < WORD * a.size && (a.origin.1 - b.origin.1).abs() < 0.1 * a.size
    };
    let cut = |f: &BBox, g: &Glyph| {
        tick();
        within(f, g) && plain.iter().any(|o| beside(g, o) && !within(f, o))
    };
    page.seals
        .iter()
        .any(|s| run.iter().all(|g| within(&s.bbox, g)) && (s.round || plain.iter().any(|g| cut(&s.bbox, g))))
}

/// Whether a run is the few words that a coloured frame on the cover is drawn around (已公开), and no lines are there
/// but the frame's: what is framed on other pages, or has a figure in it, may be text.
fn framed(run: &[Glyph], plain: &[Glyph], page: &Page) -> bool {
    let inked: Vec<&Glyph> = run.iter().filter(|g| !g.ch.is_whitespace()).collect();
    if page.number != 1 || inked.len() > STAMPED || inked.iter().any(|g| g.ch.is_numeric()) {
        return false;
    }
    let within = |b: &BBox, g: &Glyph| {
        let (x, y) = g.bbox.center();
        x > b.x0 && x < b.x1 && y > b.y0 && y < b.y1
    };
    let of_frame = |b: &BBox| {
        let (x0, x1, y0, y1) = (b.x0 - EDGE, b.x1 + EDGE, b.y0 - EDGE, b.y1 + EDGE);
        page.rules.iter().all(|r| r.x0 >= x0 && r.x1 <= x1 && r.y0 >= y0 && r.y1 <= y1)
    };
    page.seals.iter().any(|s| {
        !s.round
            && run.iter().all(|g| within(&s.bbox, g))
            && !plain.iter().any(|g| within(&s.bbox, g))
            && of_frame(&s.bbox)
    })
}

/// Whether a line of a table stands in a gap of a word: what is written in cells keeps off their sides.
fn runs_through(run: &[Glyph], page: &Page) -> bool {
    let han = |g: &Glyph| is_han(g.ch);
    run.windows(2).any(|pair| {
        let [a, b] = pair else { return false };
        let gap = b.bbox.x0 - a.bbox.x1;
        let word = han(a) && han(b) && (a.origin.1 - b.origin.1).abs() < 0.05 * a.size;
        word && gap > -0.1 * a.size
            && gap < WORD * a.size
            && page.rules.iter().any(|r| {
                !r.is_horizontal()
                    && r.y0 <= a.bbox.y0
                    && r.y1 >= a.bbox.y1
                    && r.x0 > a.bbox.x1 - 0.2 * a.size
                    && r.x1 < b.bbox.x0 + 0.2 * a.size
            })
    })
}

/// Whether a glyph lies over one that is not its own shadow, or has a line of a table in its middle.
fn lies_across(g: &Glyph, plain: &[Glyph], page: &Page) -> bool {
    tick();
    let shadow = |p: &Glyph| p.ch == g.ch && (p.size - g.size).abs() < 0.1 * g.size;
    let over = |p: &Glyph| overlap(&p.bbox, &g.bbox) > ACROSS && !shadow(p);
    let BBox { x0, y0, x1, y1 } = g.bbox;
    let (x, y) = g.bbox.center();
    let (wide, high) = (0.25 * (x1 - x0), 0.25 * (y1 - y0));
    plain.iter().any(over)
        || page.rules.iter().any(|r| {
            let (rx, ry) = (f32::midpoint(r.x0, r.x1), f32::midpoint(r.y0, r.y1));
            if r.is_horizontal() {
                r.x0 <= x0 && r.x1 >= x1 && (ry - y).abs() < high
            } else {
                r.y0 <= y0 && r.y1 >= y1 && (rx - x).abs() < wide
            }
        })
}

//! Tables that are drawn with characters (┌─┬─┐ │ ├ ┼): the characters become the lines that they show.

use crate::model::{Page, Rule};

/// Pages with fewer such characters that run up or down have dashes or an ornament.
const FEWEST: usize = 12;
/// Thickness of a line, as part of the size.
const THICK: f32 = 0.04;
/// Pieces of a line join over gaps up to this many em.
const GAP: f32 = 0.3;
/// Lines of text whose bars are to meet stand at most this many em apart.
const PITCH: f32 = 2.2;

const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const UP: u8 = 4;
const DOWN: u8 = 8;

/// The arms of a box-drawing character; 0 for every other.
#[inline]
fn arms(c: char) -> u8 {
    if !('\u{2500}'..='\u{257f}').contains(&c) {
        return 0;
    }
    match c {
        '─' | '━' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' | '═' => LEFT | RIGHT,
        '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '║' => UP | DOWN,
        '┌'..='┏' | '╒'..='╔' | '╭' => RIGHT | DOWN,
        '┐'..='┓' | '╕'..='╗' | '╮' => LEFT | DOWN,
        '└'..='┗' | '╘'..='╚' | '╰' => RIGHT | UP,
        '┘'..='┛' | '╛'..='╝' | '╯' => LEFT | UP,
        '├'..='┣' | '╞'..='╠' => UP | DOWN | RIGHT,
        '┤'..='┫' | '╡'..='╣' => UP | DOWN | LEFT,
        '┬'..='┳' | '╤'..='╦' => LEFT | RIGHT | DOWN,
        '┴'..='┻' | '╧'..='╩' => LEFT | RIGHT | UP,
        '┼'..='╋' | '╪'..='╬' => LEFT | RIGHT | UP | DOWN,
        _ => 0,
    }
}

/// A piece of a line: where it runs, from where to where, size of its character.
type Arm = (f32, f32, f32, f32);

/// Replaces box-drawing characters by lines.
pub fn lines(page: &mut Page) {
    if page.glyphs.iter().filter(|g| arms(g.ch) & (UP | DOWN) != 0).take(FEWEST).count() < FEWEST {
        return;
    }
    let pitch = pitch(page);
    let (mut across, mut down): (Vec<Arm>, Vec<Arm>) = (Vec::new(), Vec::new());
    for g in page.glyphs.iter().filter(|g| g.angle == 0.0) {
        let arms = arms(g.ch);
        let (x, y) = g.bbox.center();
        let end = |arm: u8, there: f32, middle: f32| if arms & arm == 0 { middle } else { there };
        if arms & (LEFT | RIGHT) != 0 {
            across.push((y, end(LEFT, g.bbox.x0, x), end(RIGHT, g.bbox.x1, x), g.size));
        }
        if arms & (UP | DOWN) != 0 {
            let half = 0.5 * pitch.clamp(g.size, PITCH * g.size);
            down.push((x, end(UP, y - half, y), end(DOWN, y + half, y), g.size));
        }
    }
    page.glyphs.retain(|g| arms(g.ch) == 0 || g.angle != 0.0);
    for (y, from, to, size) in joined(across) {
        let half = 0.5 * THICK * size;
        page.rules.push(Rule { x0: from, y0: y - half, x1: to, y1: y + half });
    }
    for (x, from, to, size) in joined(down) {
        let half = 0.5 * THICK * size;
        page.rules.push(Rule { x0: x - half, y0: from, x1: x + half, y1: to });
    }
}

/// How far apart the lines of text stand that bars run through.
fn pitch(page: &Page) -> f32 {
    let bars = page.glyphs.iter().filter(|g| arms(g.ch) & (UP | DOWN) != 0);
    let mut at: Vec<(f32, f32)> = bars.map(|g| (g.bbox.center().1, g.size)).collect();
    at.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut steps: Vec<f32> =
        at.windows(2).filter_map(|w| Some(w[1].0 - w[0].0).filter(|d| *d > 0.2 * w[0].1)).collect();
    let middle = steps.len() / 2;
    if steps.is_empty() { 0.0 } else { *steps.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// Pieces of one line, put together.
fn joined(mut pieces: Vec<Arm>) -> Vec<Arm> {
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Characters of one line stand a little apart from it.
    let mut at = f32::MIN;
    for piece in &mut pieces {
        if piece.0 - at > 0.2 * piece.3 {
            at = piece.0;
        }
        piece.0 = at;
    }
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out: Vec<Arm> = Vec::new();
    for piece in pieces {
        match out.last_mut() {
            Some(last) if (last.0 - piece.0).abs() < 0.01 && piece.1 - last.2 < GAP * piece.3 => {
                last.2 = last.2.max(piece.2);
            }
            _ => out.push(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Layout;
    use crate::model::{BBox, Glyph, GlyphFlags};

    fn page(lines: &[&str]) -> Page {
        let mut page = Page { number: 1, width: 595.0, height: 842.0, ..Page::default() };
        for (i, line) in lines.iter().enumerate() {
            let (mut x, y) = (60.0, 100.0 + 10.0 * i as f32);
            for ch in line.chars() {
                let wide = if ch.is_ascii() { 5.0 } else { 10.0 };
                let bbox = BBox { x0: x, y0: y - 8.5, x1: x + wide, y1: y + 1.5 };
                let flags = GlyphFlags::default();
                page.glyphs.push(Glyph { ch, bbox, origin: (x, y), size: 10.0, angle: 0.0, font: 1, flags });
                x += wide;
            }
        }
        page
    }

    fn written(page: Page) -> String {
        let mut layout = Layout::default();
        layout.push(page);
        crate::text::write(&layout.finish().expect("there is text").blocks).text
    }

    #[test]
    fn a_table_of_characters_is_a_table() {
        let text = written(page(&[
            "支出预算总表",
            "┌───────┬─────┬───────────┐",
            "│科目名称      │合计      │其中                  │",
            "│              │          ├─────┬─────┤",
            "│              │          │基本支出  │项目支出  │",
            "├───────┼─────┼─────┼─────┤",
            "│教育支出      │     30.00│     20.00│     10.00│",
            "├───────┼─────┼─────┼─────┤",
            "│合计          │     30.00│     20.00│     10.00│",
            "└───────┴─────┴─────┴─────┘",
        ]));
        let rows: Vec<&str> = text.lines().filter(|l| l.contains('\t')).collect();
        let want = [
            "科目名称\t合计\t其中\t",
            "\t\t基本支出\t项目支出",
            "教育支出\t30.00\t20.00\t10.00",
            "合计\t30.00\t20.00\t10.00",
        ];
        assert_eq!(rows, want, "{text}");
    }

    #[test]
    fn dashes_are_dashes() {
        let text = written(page(&["本单位由三个科室组成──办公室、业务科、资料科──共二十人。"]));
        assert!(text.contains("组成──办公室"), "{text}");
    }
}

//! The words of header lines → the words of header cells.

use crate::layout::grid::words::{Row, Word};
use crate::model::BBox;

/// Words of one header cell: several lines when it is wrapped.
#[derive(Debug, Clone)]
pub struct Block {
    /// The words, top to bottom.
    pub words: Vec<Word>,
    /// Box around them.
    pub bbox: BBox,
    /// Font size.
    pub size: f32,
}

/// Words that a typesetter spreads over the width of a cell.
const SPREAD: &[&str] = &[
    "合计", "小计", "总计", "项目", "收入", "支出", "科目", "金额", "备注", "名称", "编码", "序号", "单位",
    "共计", "数量",
];

/// Joins the words of header lines into cells: spread words (`合  计`), then wrapped lines. `walls` are the ys
/// of lines drawn across the header: no cell's text runs over one that lies over it.
pub fn blocks(rows: &[Row], walls: &[(f32, f32, f32)]) -> Vec<Block> {
    let lines: Vec<Vec<Word>> = rows.iter().map(|r| unspread(&r.words)).collect();
    let leading = leading(&lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in &lines {
        let mut next: Vec<usize> = Vec::new();
        let fits: Vec<Vec<usize>> = line
            .iter()
            .map(|w| open.iter().copied().filter(|&b| under(blocks.get(b), w, walls, leading)).collect())
            .collect();
        let leveled = levels(line) > 1;
        let shared = |b: usize| fits.iter().filter(|f| f.contains(&b)).count();
        let wraps: Vec<Option<usize>> = fits
            .iter()
            .map(|f| match f.as_slice() {
                [one] if shared(*one) == 1 => Some(*one),
                _ => None,
            })
            .zip(line)
            .map(|(wrap, w)| wrap.filter(|_| !(leveled && is_level(w))))
            .collect();
        for (word, wrap) in line.iter().zip(wraps) {
            if let Some((i, b)) = wrap.and_then(|i| Some((i, blocks.get_mut(i)?))) {
                b.words.push(word.clone());
                b.bbox = b.bbox.union(&word.bbox);
                next.push(i);
            } else {
                next.push(blocks.len());
                blocks.push(Block { words: vec![word.clone()], bbox: word.bbox, size: word.size });
            }
        }
        // A cell of two lines stays open beside those of one or three: their lines alternate in height.
        let low = line.iter().map(|w| w.bbox.y0).fold(f32::MAX, f32::min);
        let may_go_on = |k: &Block| k.bbox.y1 + LEADING * k.size > low;
        next.extend(open.iter().filter(|&&b| blocks.get(b).is_some_and(may_go_on)));
        next.sort_unstable();
        next.dedup();
        open = next;
    }
    split_parents(blocks, walls)
}

/// `合` and `计` that stand apart are one word.
fn unspread(words: &[Word]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for w in words {
        if let Some(last) = out.last_mut()
            && w.bbox.x0 - last.bbox.x1 < 4.5 * w.size
            && SPREAD.iter().any(|s| {
                let whole = format!("{}{}", last.text, w.text);
                *s == whole && last.text.chars().count() == 1
            })
        {
            last.text.push_str(&w.text);
            last.glyphs.extend(&w.glyphs);
            last.bbox = last.bbox.union(&w.bbox);
            continue;
        }
        out.push(w.clone());
    }
    out
}

/// Lines of one header cell stand at most this many em below each other.
const LEADING: f32 = 1.75;

/// Rows stand farther apart than this; nearer words below a wider one are lines of wrapped cells.
const ROW: f32 = 1.4;
/// A second line that is clearly longer than the first stands as near as any two lines of the header.
const STRICT: f32 = 0.9;

/// The distance of lines inside cells, in em: the smallest at which words stand below each other. A cell stands
/// farther below the one that it belongs to than its own lines are apart.
fn leading(lines: &[Vec<Word>]) -> f32 {
    let mut least = LEADING;
    // A word over several is a row of its own: lines of one cell stand nearer than that.
    let mut row = f32::MAX;
    for (i, line) in lines.iter().enumerate() {
        for w in line {
            let above = lines.get(..i).unwrap_or_default().iter().rev().take(3).flatten();
            for a in above.filter(|a| a.bbox.x1.min(w.bbox.x1) > a.bbox.x0.max(w.bbox.x0)) {
                let pitch = (w.bbox.center().1 - a.bbox.center().1) / a.size.min(w.size).max(0.1);
                if pitch > 0.85 {
                    least = least.min(pitch);
                    let beside = |o: &&Word| {
                        o.bbox.x0 < a.bbox.x1 + 0.5 * a.size && o.bbox.x1 > a.bbox.x0 - 0.5 * a.size
                    };
                    if pitch > ROW && line.iter().filter(beside).count() > 1 {
                        row = row.min(pitch);
                    }
                }
            }
        }
    }
    (1.1 * least + 0.05).min(LEADING).min(0.98 * row)
}

/// 类 款 项: the levels of a code, each over a column of its own.
pub fn is_level(w: &Word) -> bool {
    matches!(w.text.as_str(), "类" | "款" | "项" | "目")
}

/// How many different levels of a code a line names: one alone is the end of a wrapped word (财政拨|款).
pub fn levels(words: &[Word]) -> usize {
    ["类", "款", "项", "目"].iter().filter(|l| words.iter().any(|w| w.text == **l)).count()
}

/// Whether a word stands closely under a block, as the next line of its text would.
fn under(block: Option<&Block>, w: &Word, walls: &[(f32, f32, f32)], leading: f32) -> bool {
    let Some(b) = block else { return false };
    let em = b.size.min(w.size);
    let Some(last) = b.words.last() else { return false };
    let pitch = w.bbox.center().1 - last.bbox.center().1;
    let overlap = w.bbox.x1.min(b.bbox.x1) - w.bbox.x0.max(b.bbox.x0);
    let (mid, _) = w.bbox.center();
    let wall = walls
        .iter()
        .any(|&(y, x0, x1)| y > b.bbox.center().1 && y < w.bbox.center().1 && mid > x0 && mid < x1);
    // A line is broken where the cell's width is used up: hardly before a longer one.
    let overhangs = w.bbox.width() > last.bbox.width() + 1.2 * em;
    !wall
        && (b.size - w.size).abs() < 0.12 * em
        && pitch > 0.6 * em
        && pitch <= leading * em * if overhangs { STRICT } else { 1.0 }
        && overlap > 0.45 * w.bbox.width().min(b.bbox.width())
}

/// Takes blocks apart again whose last line is a level of its own: beside it, on its very line, stand words
/// with nothing above and nothing below, which a wrapped cell never has at its end. A line drawn above such a word that
/// does not reach the cell's own lines shows that the cell goes through.
fn split_parents(blocks: Vec<Block>, walls: &[(f32, f32, f32)]) -> Vec<Block> {
    let singles: Vec<(f32, BBox)> =
        blocks.iter().filter(|b| b.words.len() == 1).map(|b| (b.bbox.center().1, b.bbox)).collect();
    let below = |s: &BBox, top: f32| {
        let (x, y) = s.center();
        walls.iter().any(|w| w.0 > top && w.0 < y && w.1 < x && w.2 > x)
    };
    let mut out = Vec::new();
    for b in blocks {
        let split = match b.words.as_slice() {
            [.., last] if b.words.len() == 2 => singles.iter().any(|(y, s)| {
                let beside = (s.x0 - b.bbox.x1).min(b.bbox.x0 - s.x1).abs() < 6.0 * b.size
                    || (s.x0 - b.bbox.x1).abs().min((b.bbox.x0 - s.x1).abs()) < 6.0 * b.size;
                (y - last.bbox.center().1).abs() < 0.1 * b.size && beside && !below(s, b.bbox.y0)
            }),
            _ => false,
        };
        if split {
            out.extend(b.words.iter().map(|w| Block { words: vec![w.clone()], bbox: w.bbox, size: w.size }));
        } else {
            out.push(b);
        }
    }
    out
}

//! Lines across that are drawn cell by cell (spreadsheets, word processors and browsers do so): where their pieces
//! meet, one column ends and the next begins. A table without any line down shows its columns so all the same.

mod header;
mod pieces;

use super::columns::Column;
use super::header::is_level;
use super::ink::{Ink, Line};
use super::words::{self, Row, Word};

pub use header::{Head, header, leaves};
pub use pieces::Pieces;

/// Pieces of one line stand at this height of each other, and meet within this distance.
const NEAR: f32 = 1.5;

/// The columns of a table whose lines across are drawn cell by cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Seams {
    /// Left edge of the first column, the seams, right edge of the last.
    pub xs: Vec<f32>,
}

impl Seams {
    /// Whether the figures stand in the columns: few run over a seam, or beside another word of their column.
    fn hold(&self, ink: &Ink, rows: &[Row]) -> bool {
        let (mut all, mut over) = (0, 0);
        for row in rows {
            crate::clock::tick();
            let row = self.parted(ink, row);
            let column = |w: &Word| self.column(w.bbox.center().0);
            let text = |w: &Word| w.glyphs.len() > 1 || is_level(w);
            let beside = |w: &&[Word]| {
                column(&w[0]) == column(&w[1]) && (w[0].figure || w[1].figure || text(&w[0]) && text(&w[1]))
            };
            over += row.words.windows(2).filter(beside).count();
            for word in row.words.iter().filter(|w| w.figure) {
                let crossed =
                    |x: &f32| word.bbox.x0 < x - 0.6 * word.size && word.bbox.x1 > x + 0.6 * word.size;
                all += 1;
                over += usize::from(self.inner().iter().any(crossed));
            }
        }
        over * 10 <= all
    }

    /// The words of a line, parted where figures and seams part them.
    pub fn parted(&self, ink: &Ink, row: &Row) -> Row {
        let mut row = words::fine(ink, row);
        self.part(ink, &mut row);
        row
    }

    /// The seams alone.
    pub fn inner(&self) -> &[f32] {
        self.xs.get(1..self.xs.len().saturating_sub(1)).unwrap_or_default()
    }

    /// From where to where each column runs.
    pub fn columns(&self) -> Vec<Column> {
        self.xs.windows(2).filter_map(|w| Some(Column { x0: *w.first()?, x1: *w.get(1)? })).collect()
    }

    /// The column at `x`.
    pub fn column(&self, x: f32) -> usize {
        self.inner().partition_point(|s| *s <= x)
    }

    /// Parts the words of a line where a seam runs between two of their letters.
    fn part(&self, ink: &Ink, row: &mut Row) {
        let mut out = Vec::with_capacity(row.words.len());
        for word in std::mem::take(&mut row.words) {
            let crossed = self.inner().iter().any(|x| word.bbox.x0 < *x && *x < word.bbox.x1);
            if crossed {
                out.extend(self.parts(ink, word));
            } else {
                out.push(word);
            }
        }
        row.words = out;
    }

    fn parts(&self, ink: &Ink, word: Word) -> Vec<Word> {
        let cut = |x: &f32| {
            word.glyphs
                .iter()
                .filter_map(|&i| ink.glyph(i))
                .any(|g| g.bbox.x0 < x - 0.12 * g.size && g.bbox.x1 > x + 0.12 * g.size)
        };
        let seams: Vec<f32> = self
            .inner()
            .iter()
            .copied()
            .filter(|x| word.bbox.x0 < *x && *x < word.bbox.x1 && !cut(x))
            .collect();
        if seams.is_empty() {
            return vec![word];
        }
        let side = |i: &u32| ink.glyph(*i).map_or(0, |g| seams.partition_point(|x| *x <= g.bbox.center().0));
        let parts: Vec<Word> = word
            .glyphs
            .chunk_by(|a, b| side(a) == side(b))
            .filter_map(|glyphs| {
                let bbox =
                    glyphs.iter().filter_map(|&i| ink.glyph(i)).map(|g| g.bbox).reduce(|a, b| a.union(&b))?;
                Some(words::word(ink, Line { glyphs: glyphs.to_vec(), bbox, size: word.size }))
            })
            .collect();
        // A name in a cell over two columns runs over a seam that happens to lie between two letters.
        let gap = |w: &[Word]| w[1].bbox.x0 - w[0].bbox.x1;
        let apart = parts.windows(2).all(|w| w[0].figure || w[1].figure || gap(w) > 0.22 * word.size);
        if apart { parts } else { vec![word] }
    }
}

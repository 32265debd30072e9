//! What it costs that a header word stands where it stands in the cell that a tree gives it.

use super::Block;
use super::pairs::one;
use super::tree::{Align, Run, Search, mid};

/// Distance from the middle, in em, beyond which more counts for little.
const FAR: f32 = 4.0;
/// What it costs that a line drawn under a cell does not span the cells below it.
const UNDERLINE: f32 = 30.0;
/// What it costs that a word of one line has a cell above it and another has none.
const TORN: f32 = 1.5;

impl Search<'_> {
    /// How far a cell over all levels is off the place where the header's texts stand in their cells.
    pub fn leaf(&self, b: &Block, top: f32) -> f32 {
        if b.bbox.center().1 > self.bottom {
            return 0.0;
        }
        let off = match self.align {
            Align::Middle => b.bbox.center().1 - f32::midpoint(top, self.bottom),
            Align::Top => b.bbox.y0 - top,
            Align::Bottom => self.bottom - b.bbox.y1,
        };
        let off = off.abs() / self.em;
        if off < 0.6 { 0.5 * off } else { 3.0 + off }
    }

    /// How far a cell is off the middle of those below it; one that begins with the first of them is not.
    pub fn middle(&self, head: &Block, run: Run) -> f32 {
        let (Some((_, left)), Some((_, right))) = (self.members(run).next(), self.members(run).next_back())
        else {
            return 0.0;
        };
        let at = mid(head);
        let extent = |f: &dyn Fn(usize, &Block) -> (f32, f32)| {
            self.members(run)
                .map(|(i, b)| f(i, b))
                .fold((f32::MAX, f32::MIN), |(a, z), (x0, x1)| (a.min(x0), z.max(x1)))
        };
        let words = extent(&|_, b| (b.bbox.x0, b.bbox.x1));
        // Words are narrower than their columns: the columns are a second witness, the outer middles a third.
        let columns = extent(&|i, b| self.wide.get(i).map_or((b.bbox.x0, b.bbox.x1), |w| (w.x0, w.x1)));
        let off = [words, columns, (mid(left), mid(right))]
            .iter()
            .map(|(a, b)| (at - f32::midpoint(*a, *b)).abs())
            .fold(f32::MAX, f32::min);
        let aligned = (head.bbox.x0 - words.0).abs();
        let off = (off / self.em - 0.5).max(0.0).min(aligned / self.em + 1.0);
        // In wide columns a word may stand anywhere.
        if off < FAR { off } else { FAR + 0.25 * (off - FAR) }
    }

    /// What a line drawn under a cell says against the cells below it.
    pub fn drawn(&self, head: &Block, root: usize, run: Run) -> f32 {
        let at = mid(head);
        let line = self
            .underlines
            .iter()
            .filter(|(y, x0, x1)| {
                *y > head.bbox.center().1 && *y < head.bbox.y1 + 1.5 * self.em && *x0 < at && at < *x1
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let Some(&(y, x0, x1)) = line else { return 0.0 };
        let wrong = self
            .blocks
            .iter()
            .enumerate()
            .filter(|(i, b)| *i != root && b.bbox.center().1 > y)
            .filter(|(i, b)| {
                let inside = mid(b) > x0 && mid(b) < x1;
                inside != ((run.0..run.1).contains(i))
            })
            .count();
        UNDERLINE * wrong as f32
    }

    /// What it costs that words of one line stand partly below this cell, partly below none: in the middle of cells
    /// of one height, they have all the same above them.
    pub fn torn(&self, root: usize, run: Run) -> f32 {
        if self.align != Align::Middle {
            return 0.0;
        }
        let members = self.pairs.members(run);
        let outside = (self.pairs.alike.iter().zip(&self.pairs.higher).enumerate())
            .filter(|(i, _)| *i != root && members & one(*i) == 0);
        let torn = outside.filter(|(_, (alike, higher))| {
            // A word of its line is inside, and above it stands none but this cell and those inside.
            *alike & members != 0 && *higher & !members & !one(root) == 0
        });
        TORN * torn.take(3).count() as f32
    }
}

//! Pieces of lines that a drawing left out: where a line runs nearly everywhere and what stands on both sides of
//! the gap was never one text, the gap is closed, so that two cells do not fall together.
//!
//! A merged cell is a gap too. It is told by its text, which runs over the line or stands in the middle of the
//! whole; what stands apart, each part on its own side, is two cells.

use super::figure::is_figure_char;
use super::ink::Ink;
use super::lattice::Lattice;
use super::ruled::Place;

/// Two texts stand at least so many em apart.
const APART: f32 = 0.5;
/// A gap between two texts is that much wider than any inside them (收 入 总 计 is one).
const WIDER: f32 = 1.5;
/// A text stands in the middle of its cell, give or take this many em; two such texts need stand apart only so many em.
const CENTRED: f32 = 0.25;
const CLOSE: f32 = 0.1;
/// Two names stand so many times as far apart as the lines of one.
const WIDER_LINES: f32 = 1.03;
/// Names of a column begin at the same place, give or take this many em.
const FLUSH: f32 = 0.3;
/// A cell is full when less than so many em of its width are left: a character and the white space at both sides.
const FULL: f32 = 2.0;
/// A text stands on the baseline of its row, give or take this many em.
const ON_LINE: f32 = 0.15;

/// What stands in an elementary cell.
#[derive(Debug, Clone, Copy)]
struct Part {
    x0: f32,
    x1: f32,
    /// Highest and lowest baseline.
    top: f32,
    bottom: f32,
    size: f32,
    glyphs: u32,
    digits: u32,
    figure: bool,
    /// Widest gap between neighbours on one line.
    inner: f32,
}

impl Part {
    /// More than a letter of a word that is printed with spaces.
    fn text(&self) -> bool {
        self.glyphs >= 2 || self.digits > 0
    }

    fn centred(&self, lattice: &Lattice, column: usize) -> bool {
        let sides = lattice.xs.get(column).zip(lattice.xs.get(column + 1));
        sides.is_some_and(|(left, right)| {
            (f32::midpoint(self.x0, self.x1) - f32::midpoint(*left, *right)).abs() < CENTRED * self.size
        })
    }

    fn number(&self) -> bool {
        self.figure && self.digits > 0
    }

    /// Whether its cell has no room for another character beside it, so that it may go on in a line below.
    fn fills(&self, lattice: &Lattice, column: usize) -> bool {
        let sides = lattice.xs.get(column).zip(lattice.xs.get(column + 1));
        sides.is_some_and(|(left, right)| right - left - (self.x1 - self.x0) < FULL * self.size)
    }

    /// Whether its lines stand around the baseline of its row, as many above as below.
    fn stands_around(&self, line: f32) -> bool {
        (f32::midpoint(self.top, self.bottom) - line).abs() < ON_LINE * self.size
    }

    fn stands_on(&self, line: f32) -> bool {
        (self.top - line).abs() < ON_LINE * self.size && (self.bottom - line).abs() < ON_LINE * self.size
    }
}

/// The parts of the rows that are looked at.
struct Parts {
    columns: usize,
    parts: Vec<Option<Part>>,
}

impl Parts {
    fn of(ink: &Ink, lattice: &Lattice, wanted: &[bool]) -> Self {
        let columns = lattice.columns();
        let mut parts: Vec<Option<Part>> = vec![None; columns * lattice.rows()];
        let (mut column, mut row) = (Place::of(&lattice.xs), Place::of(&lattice.ys));
        for g in ink.usable.iter().filter_map(|i| ink.glyph(*i)) {
            let (x, y) = g.bbox.center();
            let Some(row) = row.find(y).filter(|r| wanted.get(*r) == Some(&true)) else { continue };
            let Some(slot) = column.find(x).and_then(|c| parts.get_mut(row * columns + c)) else {
                continue;
            };
            let digit = u32::from(g.ch.is_ascii_digit());
            let part = slot.get_or_insert(Part {
                x0: g.bbox.x0,
                x1: g.bbox.x1,
                top: g.origin.1,
                bottom: g.origin.1,
                size: g.size,
                glyphs: 0,
                digits: 0,
                figure: true,
                inner: 0.0,
            });
            if part.glyphs > 0 && (g.origin.1 - part.bottom).abs() < ON_LINE * g.size {
                part.inner = part.inner.max(g.bbox.x0 - part.x1);
            }
            part.x0 = part.x0.min(g.bbox.x0);
            part.x1 = part.x1.max(g.bbox.x1);
            part.top = part.top.min(g.origin.1);
            part.bottom = part.bottom.max(g.origin.1);
            part.size = part.size.max(g.size);
            part.glyphs += 1;
            part.digits += digit;
            part.figure &= is_figure_char(g.ch);
        }
        Self { columns, parts }
    }

    fn at(&self, row: usize, column: usize) -> Option<&Part> {
        self.parts.get(row * self.columns + column)?.as_ref()
    }

    fn has_number(&self, row: usize) -> bool {
        (0..self.columns).any(|c| self.at(row, c).is_some_and(Part::number))
    }

    /// The baseline that most of a row's texts stand on, one column left out.
    fn baseline(&self, row: usize, without: usize) -> Option<f32> {
        let others: Vec<&Part> =
            (0..self.columns).filter(|c| *c != without).filter_map(|c| self.at(row, c)).collect();
        let on = |line: f32| others.iter().filter(|p| p.stands_on(line)).count();
        let best = others.iter().map(|p| p.bottom).max_by_key(|line| on(*line))?;
        (on(best) * 2 > others.len()).then_some(best)
    }
}

/// Draws what is missing of lines that are drawn over at least half of the table. Says whether it did.
pub fn mend(ink: &Ink, lattice: &mut Lattice) -> bool {
    let (rows, columns) = (lattice.rows(), lattice.columns());
    let common = |drawn: usize, of: usize| drawn * 2 >= of;
    let down: Vec<bool> = (0..columns)
        .map(|c| c > 0 && common((0..rows).filter(|r| lattice.wall_left(*r, c)).count(), rows))
        .collect();
    let across: Vec<bool> = (0..rows)
        .map(|r| r > 0 && common((0..columns).filter(|c| lattice.wall_above(r, *c)).count(), columns))
        .collect();
    let beside = |r: usize| (1..columns).any(|c| down[c] && !lattice.wall_left(r, c));
    let above = |r: usize| across[r] && (0..columns).any(|c| !lattice.wall_above(r, c));
    let near = |r: usize| r.saturating_sub(1)..(r + 2).min(rows);
    let wanted: Vec<bool> =
        (0..rows).map(|r| near(r).any(beside) || above(r) || r + 1 < rows && above(r + 1)).collect();
    let Some(last) = wanted.iter().rposition(|w| *w) else { return false };
    // What stands above tells where the header ends.
    let seen: Vec<bool> = (0..rows).map(|r| r <= last).collect();
    let mut mended = false;
    let parts = Parts::of(ink, lattice, &seen);
    for row in (0..rows).filter(|r| wanted[*r]) {
        // A row without any line between its cells is meant to have none.
        if !(1..columns).any(|c| lattice.wall_left(row, c)) {
            continue;
        }
        for column in (1..columns).filter(|c| down[*c]) {
            if !lattice.wall_left(row, column) && parted_down(&parts, lattice, row, column) {
                lattice.draw_left(row, column);
                mended = true;
            }
        }
    }
    for row in (1..rows).filter(|r| across[*r]) {
        for column in 0..columns {
            if !lattice.wall_above(row, column) && parted_across(&parts, lattice, row, column) {
                lattice.draw_above(row, column);
                mended = true;
            }
        }
    }
    mended
}

/// Whether the elementary cells left and right of a gap hold two texts.
fn parted_down(parts: &Parts, lattice: &Lattice, row: usize, column: usize) -> bool {
    let (before, after) = (
        row.checked_sub(1).is_none_or(|r| lattice.wall_left(r, column)),
        row + 1 >= lattice.rows() || lattice.wall_left(row + 1, column),
    );
    match (parts.at(row, column - 1), parts.at(row, column)) {
        (Some(left), Some(right)) => {
            let gap = right.x0 - left.x1;
            let inner = left.inner.max(right.inner);
            let size = left.size.max(right.size);
            let apart = left.text() && right.text() && gap > (APART * size).max(WIDER * inner);
            let centred = left.centred(lattice, column - 1) && right.centred(lattice, column);
            let both = left.number() && right.number() || centred;
            let own = both && gap > CLOSE * size + 2.0 * inner;
            // A header cell between merged ones has no line above or below; each text in its middle tells.
            (before || after) && (apart || own) || apart && centred
        }
        // A figure, or a name that begins where its neighbours do, keeps its column on the far side of the gap.
        (None, Some(right)) => {
            let flush = [row.checked_sub(1), Some(row + 1)].into_iter().flatten().any(|r| {
                parts.at(r, column).is_some_and(|other| {
                    other.glyphs > 2 && right.glyphs > 2 && (other.x0 - right.x0).abs() < FLUSH * right.size
                })
            });
            before
                && after
                && (right.number() || flush)
                && lattice.wall_left(row, column - 1)
                && lattice.wall_left(row, column + 1)
        }
        _ => false,
    }
}

/// Whether the same line is left out in another column too, around one text in the middle of both rows: cells of a
/// header that reach over two rows, one of them with a text of two lines.
fn merged_beside(parts: &Parts, lattice: &Lattice, row: usize, column: usize) -> bool {
    let (Some(top), Some(bottom)) = (lattice.ys.get(row - 1), lattice.ys.get(row + 1)) else { return false };
    let middle = f32::midpoint(*top, *bottom);
    // A baseline lies that far below the middle of its letters, in em.
    let centred = |p: &Part| {
        (p.top - 0.35 * p.size - middle).abs() < CENTRED * p.size && p.bottom - p.top < ON_LINE * p.size
    };
    (0..lattice.columns()).filter(|c| *c != column && !lattice.wall_above(row, *c)).any(|c| {
        match (parts.at(row - 1, c), parts.at(row, c)) {
            (Some(p), None) | (None, Some(p)) => !p.number() && centred(p),
            _ => false,
        }
    })
}

/// Whether the elementary cells above and below a gap hold two texts.
fn parted_across(parts: &Parts, lattice: &Lattice, row: usize, column: usize) -> bool {
    let own = |r: usize| lattice.wall_left(r, column) && lattice.wall_left(r, column + 1);
    if !own(row - 1) || !own(row) {
        return false;
    }
    let on_line =
        |part: &Part, row: usize| parts.baseline(row, column).is_some_and(|line| part.stands_on(line));
    // Elsewhere in this column the rows are parted.
    let alone = || {
        let lines = lattice.rows() - 1;
        let missing = (1..=lines).filter(|r| !lattice.wall_above(*r, column)).count();
        missing == 1 || missing * 5 <= lines
    };
    let around =
        |part: &Part, row: usize| parts.baseline(row, column).is_some_and(|line| part.stands_around(line));
    // The header's word over the first figure may stand rows higher, in the middle of its cell.
    let under_word = || {
        let mut above = (0..row).rev();
        let last = above.find(|&r| parts.at(r, column).is_some() || lattice.wall_above(r, column));
        last.and_then(|r| parts.at(r, column)).is_some_and(|word| word.digits == 0)
    };
    match (parts.at(row - 1, column), parts.at(row, column)) {
        (Some(upper), Some(lower)) if upper.number() && lower.number() => true,
        (_, Some(lower)) if lower.number() && on_line(lower, row) && under_word() => true,
        (Some(upper), Some(lower)) => {
            let wrapped = |p: &Part| p.bottom - p.top > ON_LINE * p.size;
            // Lines of a merged header cell stand on the baselines of the cells beside it, too.
            let header = !(0..=row).any(|r| parts.has_number(r));
            let one_text = header && upper.fills(lattice, column);
            let own_lines = !one_text && on_line(upper, row - 1) && on_line(lower, row);
            // Two names of several lines: each around its own baseline, and between them more than between lines.
            let between = lower.top - upper.bottom;
            let own_blocks = wrapped(upper)
                && wrapped(lower)
                && between > WIDER_LINES * (upper.bottom - upper.top).min(lower.bottom - lower.top)
                && around(upper, row - 1)
                && around(lower, row);
            alone() && (own_lines || own_blocks) && !merged_beside(parts, lattice, row, column)
        }
        (None, Some(lower)) => {
            // A word that a header cell ends with stands low, too: only beside figures it is a row's name.
            let named = || alone() && parts.has_number(row);
            (lower.number() || named()) && lattice.wall_above(row - 1, column) && on_line(lower, row)
        }
        _ => false,
    }
}

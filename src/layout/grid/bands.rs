//! The rows of a table without lines between them: printed lines → rows, by how a cell's lines stand against
//! the figures of its row (centred, from the top, to the bottom).

/// A line of one text column.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Middle.
    pub y: f32,
    /// Font size.
    pub size: f32,
    /// Whether it fills its column to the right edge, so that the next line may be its continuation.
    pub full: bool,
    /// Whether it begins a cell by its words: 二、外交支出, 总计.
    pub begins: bool,
}

/// How cells stand in their rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Align {
    Middle,
    Top,
    Bottom,
}

/// For each line the row that it belongs to: an anchor's index, or one of its own (index of its first line,
/// from `anchors.len()` on). `anchors` are the ys of lines with figures, ascending; lines ascend too.
pub fn attach(anchors: &[f32], lines: &[Line], pitch: f32) -> Vec<usize> {
    if anchors.len().saturating_mul(lines.len()) > MAX_STATES {
        return lines.iter().map(|l| anchors.partition_point(|&a| a < l.y - 0.5 * l.size)).collect();
    }
    [Align::Middle, Align::Top, Align::Bottom]
        .into_iter()
        .map(|align| run(anchors, lines, pitch, align))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(Vec::new, |(_, rows)| rows)
}

/// Figures times lines of one column at most; beyond, each line goes to the next figure below it.
const MAX_STATES: usize = 250_000;
/// A cell of more lines than this is not looked for.
const MAX_LINES: usize = 40;

fn run(anchors: &[f32], lines: &[Line], pitch: f32, align: Align) -> (f32, Vec<usize>) {
    let (n, m) = (anchors.len(), lines.len());
    let width = m + 1;
    // best[a][k]: the first `a` anchors are passed, the first `k` lines are given to rows.
    let mut best = vec![f32::INFINITY; (n + 1) * width];
    let mut back = vec![(0usize, false); (n + 1) * width];
    if let Some(b) = best.get_mut(0) {
        *b = 0.0;
    }
    let leading = leading(lines);
    for a in 0..=n {
        for k in 0..=m {
            crate::clock::tick();
            let Some(&base) = best.get(a * width + k) else { continue };
            if !base.is_finite() {
                continue;
            }
            // The next anchor's row has no line in this column.
            if a < n {
                relax(&mut best, &mut back, (a + 1) * width + k, base + 0.15, (k, true));
            }
            for to in k + 1..=m.min(k + MAX_LINES) {
                let Some(group) = lines.get(k..to) else { break };
                let Some(inner) = inner_cost(group, leading, pitch) else { break };
                let (Some(first), Some(last)) = (group.first(), group.last()) else { break };
                let em = first.size.max(1.0);
                if let Some(&y) = anchors.get(a) {
                    let at = match align {
                        Align::Middle => f32::midpoint(first.y, last.y),
                        Align::Top => first.y,
                        Align::Bottom => last.y,
                    };
                    let off = (at - y).abs() / em;
                    let off = if off < 0.2 { 0.0 } else { off };
                    relax(&mut best, &mut back, (a + 1) * width + to, base + inner + 2.0 * off, (k, true));
                }
                // A row of its own, without a figure; it may not stand on an anchor's line, nor jump over one.
                let before =
                    a.checked_sub(1).and_then(|i| anchors.get(i)).is_none_or(|&y| first.y > y + 0.3 * em);
                let after = anchors.get(a).is_none_or(|&y| last.y < y - 0.3 * em);
                if before && after {
                    relax(&mut best, &mut back, a * width + to, base + inner + 0.9, (k, false));
                }
            }
        }
    }
    let total = best.get(n * width + m).copied().unwrap_or(f32::INFINITY);
    let mut rows = vec![0; m];
    let (mut a, mut k) = (n, m);
    while a > 0 || k > 0 {
        let Some(&(from, anchored)) = back.get(a * width + k) else { break };
        if !anchored && from == k {
            break;
        }
        if anchored {
            a = a.saturating_sub(1);
        }
        for slot in rows.get_mut(from..k).unwrap_or_default() {
            *slot = if anchored { a } else { n + from };
        }
        k = from;
    }
    (total, rows)
}

fn relax(best: &mut [f32], back: &mut [(usize, bool)], at: usize, cost: f32, from: (usize, bool)) {
    if let (Some(b), Some(k)) = (best.get_mut(at), back.get_mut(at))
        && cost < *b
    {
        *b = cost;
        *k = from;
    }
}

/// The distance of lines inside a cell: the smallest that occurs, when it is small enough for that.
fn leading(lines: &[Line]) -> f32 {
    lines
        .windows(2)
        .filter_map(|w| match w {
            [a, b] if b.y - a.y > 0.8 * a.size && b.y - a.y < 1.85 * a.size => Some(b.y - a.y),
            _ => None,
        })
        .fold(f32::MAX, f32::min)
}

/// What it costs to take these lines for one cell; `None` when they stand too far apart for that.
fn inner_cost(group: &[Line], leading: f32, pitch: f32) -> Option<f32> {
    let mut cost = 0.0;
    for w in group.windows(2) {
        let [a, b] = w else { continue };
        if b.begins {
            return None;
        }
        let gap = b.y - a.y;
        if gap > 1.2 * leading || gap > 1.9 * a.size {
            return None;
        }
        if pitch.is_finite() && gap > 0.9 * pitch && !a.full {
            return None;
        }
        // A line that ends before its cell does is followed by nothing of its own, unless it was broken by hand.
        cost += if a.full { 0.0 } else { 1.4 };
        // Rows as close as the lines of a cell: only the figures' place can tell.
        if pitch.is_finite() && gap > 0.9 * pitch {
            cost += 1.2;
        }
    }
    Some(cost)
}

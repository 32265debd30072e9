//! Lines that hang together: the edges of one drawing, one group each.

use super::edges::{Edge, Edges};

/// How far ends of lines may miss a crossing.
const REACH: f32 = 3.0;
/// Pairs of lines that are compared at most: a page that needs more is a drawing, not a table.
const MAX_PAIRS: usize = 2_000_000;
/// Lines across that stand alone on a page and are looked at, at most.
const MAX_LONE: usize = 200;

/// Groups of lines that cross or touch each other, top to bottom.
pub fn connect(edges: &Edges) -> Vec<Edges> {
    let (h, v) = (&edges.horizontal, &edges.vertical);
    let mut parent: Vec<u32> = (0..(h.len() + v.len()) as u32).collect();
    let mut pairs = 0usize;
    for (i, a) in h.iter().enumerate() {
        crate::clock::tick();
        let from = v.partition_point(|e| e.at < a.lo - REACH);
        for (k, b) in v.iter().enumerate().skip(from) {
            if b.at > a.hi + REACH {
                break;
            }
            pairs += 1;
            if pairs > MAX_PAIRS {
                return Vec::new();
            }
            if b.lo <= a.at + REACH && b.hi >= a.at - REACH {
                unite(&mut parent, i as u32, (h.len() + k) as u32);
            }
        }
    }
    let mut groups: Vec<(u32, Edges)> = Vec::new();
    let mut slot = vec![u32::MAX; parent.len()];
    let all = h.iter().map(|e| (e, true)).chain(v.iter().map(|e| (e, false)));
    for (i, (edge, is_h)) in all.enumerate() {
        let root = find(&mut parent, i as u32);
        let Some(s) = slot.get_mut(root as usize) else { continue };
        if *s == u32::MAX {
            *s = groups.len() as u32;
            groups.push((root, Edges::default()));
        }
        if let Some((_, g)) = groups.get_mut(*s as usize) {
            if is_h { g.horizontal.push(*edge) } else { g.vertical.push(*edge) }
        }
    }
    groups.into_iter().map(|(_, g)| g).collect()
}

/// Gives lines across that touch no other line to the group that ends right below or above them and is as wide: a
/// first or last row over all columns in a table without outer sides. `reach` is the height of such a row at most.
/// Lines down that touch none across go to the group that they stand in: pieces of a column line between merged
/// cells, where no lines part the rows.
pub fn adopt(groups: &mut Vec<Edges>, reach: f32) {
    adopt_down(groups, reach / 4.0);
    let lone = |g: &Edges| g.vertical.is_empty() && g.horizontal.len() == 1;
    let mut lines: Vec<Edge> =
        groups.iter().filter(|g| lone(g)).flat_map(|g| g.horizontal.iter().copied()).take(MAX_LONE).collect();
    if lines.is_empty() || lines.len() == groups.len() {
        return;
    }
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut taken: Vec<Edge> = Vec::new();
    for group in groups.iter_mut().filter(|g| !g.vertical.is_empty() && g.horizontal.len() >= 2) {
        crate::clock::tick();
        let (Some(&first), Some(&last)) = (group.horizontal.first(), group.horizontal.last()) else {
            continue;
        };
        let wide = |e: &&Edge, side: Edge| {
            (e.lo - side.lo).abs() <= REACH && (e.hi - side.hi).abs() <= REACH && e.len() > 4.0 * reach
        };
        let above = lines.iter().rev().filter(|e| wide(e, first)).find(|e| e.at < first.at - REACH);
        let below = lines.iter().filter(|e| wide(e, last)).find(|e| e.at > last.at + REACH);
        if let Some(&e) = above.filter(|e| first.at - e.at <= reach) {
            group.horizontal.insert(0, e);
            taken.push(e);
        }
        if let Some(&e) = below.filter(|e| e.at - last.at <= reach) {
            group.horizontal.push(e);
            taken.push(e);
        }
    }
    groups.retain(|g| !(lone(g) && g.horizontal.iter().all(|e| taken.contains(e))));
}

fn adopt_down(groups: &mut Vec<Edges>, least: f32) {
    let lone: Vec<Edge> = groups
        .iter()
        .filter(|g| g.horizontal.is_empty())
        .flat_map(|g| g.vertical.iter().copied())
        .filter(|e| e.len() >= least)
        .take(MAX_LONE)
        .collect();
    if lone.is_empty() {
        return;
    }
    let mut taken: Vec<Edge> = Vec::new();
    for group in groups.iter_mut().filter(|g| !g.horizontal.is_empty() && g.vertical.len() >= 2) {
        let (left, right) = extent(&group.horizontal);
        let (top, bottom) = extent(&group.vertical);
        let open = group.horizontal.len() <= 3;
        let known: Vec<f32> = group.vertical.iter().map(|e| e.at).collect();
        let inside = |e: &&Edge| e.at > left && e.at < right && e.lo > top - REACH && e.hi < bottom + REACH;
        for e in lone.iter().filter(inside) {
            if open || known.iter().any(|at| (at - e.at).abs() < 1.5) {
                group.vertical.push(*e);
                taken.push(*e);
            }
        }
        group.vertical.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.lo.total_cmp(&b.lo)));
    }
    groups.retain(|g| !(g.horizontal.is_empty() && g.vertical.iter().all(|e| taken.contains(e))));
}

/// From where to where lines run.
fn extent(lines: &[Edge]) -> (f32, f32) {
    lines.iter().fold((f32::MAX, f32::MIN), |(lo, hi), e| (lo.min(e.lo), hi.max(e.hi)))
}

fn find(parent: &mut [u32], mut i: u32) -> u32 {
    while let Some(&p) = parent.get(i as usize) {
        if p == i {
            break;
        }
        let above = parent.get(p as usize).copied().unwrap_or(p);
        if let Some(slot) = parent.get_mut(i as usize) {
            *slot = above;
        }
        i = above;
    }
    i
}

fn unite(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (find(parent, a), find(parent, b));
    if a != b {
        // The smaller index stays the root, so that the order of groups is the order of lines.
        let (low, high) = (a.min(b), a.max(b));
        if let Some(slot) = parent.get_mut(high as usize) {
            *slot = low;
        }
    }
}

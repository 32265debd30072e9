//! What is kept of a page: its lines and tables in reading order.

use crate::model::BBox;

use super::grid::FoundTable;
use super::line::Line;
use super::sift::PageKind;
use super::upright::Turn;

/// A line or a table.
#[derive(Debug, Clone)]
pub enum Item {
    /// Text outside tables.
    Line(Line),
    /// A table of this page.
    Table(Box<FoundTable>),
}

impl Item {
    /// Where it stands.
    pub fn bbox(&self) -> &BBox {
        match self {
            Self::Line(l) => &l.bbox,
            Self::Table(t) => &t.bbox,
        }
    }

    /// The line, if it is one.
    pub fn line(&self) -> Option<&Line> {
        if let Self::Line(l) = self { Some(l) } else { None }
    }
}

/// One page's lines and tables in reading order, on the upright page.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// 1-based page.
    pub number: u32,
    /// Width of the upright page.
    pub width: f32,
    /// Height of the upright page.
    pub height: f32,
    /// How the page was turned.
    pub turn: Turn,
    /// What its text is made of.
    pub kind: PageKind,
    /// Lines and tables.
    pub items: Vec<Item>,
}

/// Lines and tables in the order in which a person reads them: from the top, and of tables that stand side by
/// side each with its caption, unit line and notes.
pub fn in_order(lines: Vec<Line>, tables: Vec<FoundTable>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(lines.len() + tables.len());
    items.extend(lines.into_iter().map(Item::Line));
    items.extend(tables.into_iter().map(|t| Item::Table(Box::new(t))));
    let top = |i: &Item| match i {
        Item::Line(l) => l.bbox.center().1,
        Item::Table(t) => t.bbox.y0,
    };
    // Lines of one baseline are already left to right; the sort keeps their order only if their tops are equal.
    let mut keyed: Vec<(f32, Item)> = items.into_iter().map(|i| (top(&i), i)).collect();
    level_baselines(&mut keyed);
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.bbox().x0.total_cmp(&b.1.bbox().x0)));
    let mut items: Vec<Item> = keyed.into_iter().map(|(_, i)| i).collect();
    side_by_side(&mut items);
    items
}

/// Gives lines of one baseline the same key: `first` and `last` of [`Line`] tell where a baseline begins.
fn level_baselines(keyed: &mut [(f32, Item)]) {
    let mut key = 0.0;
    for (k, item) in keyed.iter_mut() {
        if let Item::Line(l) = item {
            if l.first {
                key = *k;
            }
            *k = key;
        }
    }
}

/// Lines further than this many line heights from a table are not its caption.
const REACH: f32 = 12.0;

/// Puts tables that stand side by side one after the other, each with the lines above and below it that lie on
/// its side of the gap.
fn side_by_side(items: &mut Vec<Item>) {
    let mut from = 0;
    while let Some((left, right)) = next_pair(items, from) {
        let (a, b) = (*items[left].bbox(), *items[right].bbox());
        let (first, second) = if a.x0 <= b.x0 { (left, right) } else { (right, left) };
        let gap = f32::midpoint(a.x1.min(b.x1), a.x0.max(b.x0));
        let (top, bottom) = (a.y0.min(b.y0), a.y1.max(b.y1));
        let side = |i: &Item| match i {
            Item::Line(l) if l.bbox.x1 <= gap + 1.0 => Some(false),
            Item::Line(l) if l.bbox.x0 >= gap - 1.0 => Some(true),
            _ => None,
        };
        let (low, high) = (left.min(right), left.max(right));
        let mut begin = low;
        while begin > from
            && side(&items[begin - 1]).is_some()
            && top - items[begin - 1].bbox().y1 < REACH * 12.0
        {
            begin -= 1;
        }
        // Lines of one side only are a common heading's, unless they stand beside a line of the other side.
        while begin < low && !beside(items, begin, low, &side) {
            begin += 1;
        }
        let mut end = high + 1;
        while end < items.len()
            && side(&items[end]).is_some()
            && is_note(&items[end])
            && items[end].bbox().y0 - bottom < REACH * 8.0
        {
            end += 1;
        }
        let group: Vec<Item> = items.drain(begin..end).collect();
        let mut sides: [Vec<Item>; 2] = [Vec::new(), Vec::new()];
        for (k, item) in group.into_iter().enumerate() {
            let at = begin + k;
            let to = if at == first {
                false
            } else if at == second {
                true
            } else {
                item.bbox().center().0 > gap
            };
            sides[usize::from(to)].push(item);
        }
        let ordered: Vec<Item> = sides.into_iter().flatten().collect();
        let count = ordered.len();
        items.splice(begin..begin, ordered);
        from = begin + count;
    }
}

/// Whether both sides of the gap hold lines at the height of `items[at]` or below it, before the tables.
fn beside(items: &[Item], at: usize, low: usize, side: &dyn Fn(&Item) -> Option<bool>) -> bool {
    let y = items[at].bbox();
    let mine = side(&items[at]);
    items[at..low].iter().any(|i| side(i) != mine && i.bbox().y0 < y.y1 && i.bbox().y1 > y.y0)
        || items[at..low].iter().all(|i| side(i) == mine)
}

fn is_note(item: &Item) -> bool {
    item.line().is_some_and(|l| ["注", "说明", "备注"].iter().any(|w| l.text.trim_start().starts_with(w)))
}

/// The next two tables at or after `from` that overlap in height and not in width.
fn next_pair(items: &[Item], from: usize) -> Option<(usize, usize)> {
    let tables: Vec<usize> = (from..items.len()).filter(|&i| matches!(items[i], Item::Table(_))).collect();
    for (k, &i) in tables.iter().enumerate() {
        crate::clock::tick();
        for &j in &tables[k + 1..] {
            let (a, b) = (items[i].bbox(), items[j].bbox());
            let tall = a.y1.min(b.y1) - a.y0.max(b.y0);
            let wide = a.x1.min(b.x1) - a.x0.max(b.x0);
            if tall > 0.3 * a.height().min(b.height()) && wide <= 1.0 {
                return Some((i, j));
            }
        }
    }
    None
}

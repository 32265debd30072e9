//! The two-sided summaries (收支总表, 财政拨款收支总表) as totals, carry-overs and lines.

use super::figure::Sum;
use super::view::TableView;
use crate::model::{Item, ItemRole, concept};

/// One side of a two-sided summary.
#[derive(Debug, Default)]
pub struct Side {
    /// 收入总计 or 支出总计.
    pub grand: Option<usize>,
    /// 本年收入合计 or 本年支出合计.
    pub current: Option<usize>,
    /// 上年结转, 使用结余; 年终结转, 结余分配.
    pub extras: Vec<usize>,
    /// The lines of the current year that nothing contains.
    pub lines: Vec<usize>,
    /// Whether a line among them is neither a subject nor a known source.
    pub unknown: bool,
}

/// The concepts that lie between 本年合计 and 总计.
const EXTRAS: &[&str] = &[
    concept::LINE_REVENUE_CARRYOVER,
    concept::LINE_REVENUE_USED_BALANCE,
    concept::LINE_EXPENDITURE_CARRYOVER,
    concept::LINE_EXPENDITURE_DISTRIBUTION,
];

/// The revenue side of a summary.
pub fn revenue(view: &TableView<'_>) -> Side {
    side(view, concept::LINE_REVENUE_GRAND_TOTAL, concept::LINE_REVENUE_CURRENT_TOTAL, 0)
}

/// The expenditure side of a summary.
pub fn expenditure(view: &TableView<'_>) -> Side {
    side(view, concept::LINE_EXPENDITURE_GRAND_TOTAL, concept::LINE_EXPENDITURE_CURRENT_TOTAL, 1)
}

fn side(view: &TableView<'_>, grand: &str, current: &str, number: u8) -> Side {
    let mut found = Side { grand: view.line(grand), current: view.line(current), ..Side::default() };
    let Some(side) = found.grand.or(found.current).and_then(|i| view.item(i)).map(|i| i.side) else {
        return found;
    };
    debug_assert!(number <= 1);
    for (i, item) in view.items().iter().enumerate().filter(|(_, item)| item.side == side) {
        if Some(i) == found.grand || Some(i) == found.current {
            continue;
        }
        let below_current = item.parent.is_some() && item.parent == found.current;
        if !below_current && (item.parent.is_some() || item.role == ItemRole::OfWhich) {
            continue;
        }
        if is_extra(item) {
            found.extras.push(i);
        } else if item.role != ItemRole::Total {
            found.unknown |= item.concept.is_none() && item.code.is_none();
            found.lines.push(i);
        }
    }
    found
}

fn is_extra(item: &Item) -> bool {
    item.concept.as_deref().is_some_and(|c| EXTRAS.contains(&c))
}

impl Side {
    /// Value columns of the side, those of its total.
    pub fn columns<'a>(&self, view: &TableView<'a>) -> &'a [usize] {
        self.grand.or(self.current).and_then(|i| view.item(i)).map_or(&[], |i| i.value_columns.as_slice())
    }
    /// The total of the current year in a column: 本年合计, or 总计 less what was carried over.
    pub fn current_year(&self, view: &TableView<'_>, column: usize) -> Option<Sum> {
        if let Some(current) = self.current {
            return view.value(current, column).figure();
        }
        let grand = view.value(self.grand?, column).figure()?;
        Some(grand.minus(&view.sum(self.extras.iter().copied(), column)))
    }
    /// The figure of a line with a concept, in the side's first column.
    pub fn line(&self, view: &TableView<'_>, concept: &str) -> Option<Sum> {
        let item = view.line(concept)?;
        view.amount(item).figure()
    }
}

/// Whether 一般公共预算 is the only money of the year: every other source and everything carried over is nil or
/// blank. `None` when the summary is not there to say so.
pub fn only_general_public(view: &TableView<'_>) -> Option<bool> {
    let side = revenue(view);
    side.grand.or(side.current)?;
    let allowed = [
        concept::LINE_REVENUE_FISCAL,
        concept::LINE_REVENUE_GENERAL_PUBLIC,
        concept::LINE_REVENUE_CURRENT_TOTAL,
        concept::LINE_REVENUE_GRAND_TOTAL,
    ];
    let number = side.grand.or(side.current).and_then(|i| view.item(i)).map(|i| i.side);
    let general = view.line(concept::LINE_REVENUE_GENERAL_PUBLIC).is_some();
    let other = view.items().iter().enumerate().any(|(i, item)| {
        Some(item.side) == number
            && !item.concept.as_deref().is_some_and(|c| allowed.contains(&c))
            && view.amount(i).is_nonzero()
    });
    Some(general && !other)
}

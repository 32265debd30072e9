//! Whether a table's figures may be relied on: a table that contradicts itself almost everywhere was misread or
//! misprinted, and no finding may be built on it.

use rust_decimal::Decimal;

use super::context::TableView;
use super::figure::{Reading, Sum};
use crate::model::ItemRole;

/// Sums over subjects that a table must fail before it is refused.
const FEWEST: usize = 4;

/// Why a table is refused, if it is.
pub fn refusal(view: &TableView<'_>) -> Option<String> {
    if !view.has_figures {
        return None;
    }
    let (mut held, mut broken) = (0_usize, 0_usize);
    for (i, item) in view.items().iter().enumerate() {
        let parts: Vec<usize> = view
            .children(i)
            .iter()
            .copied()
            .filter(|&c| view.item(c).is_some_and(|c| c.role != ItemRole::OfWhich))
            .collect();
        if parts.is_empty() {
            continue;
        }
        let agrees = item.value_columns.iter().all(|&column| {
            let Reading::Amount(whole, half, _) = view.value(i, column) else { return true };
            let sum: Sum = view.sum(parts.iter().copied(), column);
            sum.printed == 0 || (whole - sum.value).abs() <= half + sum.slack
        });
        if agrees {
            held += 1;
        } else {
            broken += 1;
        }
    }
    let small = smaller_than_a_part(view);
    if broken >= FEWEST && broken * 2 >= held || small.is_some() && broken >= 2 && broken * 4 >= held {
        let mut why = format!("表内{}处上下级之和有{broken}处不平，疑为错位或误读", held + broken);
        if let Some((total, part)) = small {
            why = format!("合计 {total} 小于其最大组成 {part}，且{why}");
        }
        return Some(why);
    }
    None
}

/// The 合计 and its largest part, where the total is the smaller.
fn smaller_than_a_part(view: &TableView<'_>) -> Option<(Decimal, Decimal)> {
    let total = view.total(0)?;
    for &column in &view.item(total)?.value_columns {
        let Reading::Amount(whole, half, _) = view.value(total, column) else { continue };
        for part in view.top_level(0) {
            if let Reading::Amount(yuan, slack, _) = view.value(part, column)
                && yuan > whole + half + slack
                && whole >= Decimal::ZERO
            {
                return Some((whole, yuan));
            }
        }
    }
    None
}

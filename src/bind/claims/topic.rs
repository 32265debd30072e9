//! Money named by its fund alone within another topic: 一般公共预算拨款 among the sources of 政府采购 or of “三公” is a
//! part of that, not the unit's revenue.

use crate::model::{Claim, concept};

/// Topics that narratives split by fund.
const TOPICS: &[&str] = &[
    concept::PROCUREMENT,
    concept::PERFORMANCE,
    concept::VEHICLES,
    concept::EQUIPMENT,
    concept::AGENCY_OPERATING,
    concept::THREE_PUBLIC_TOTAL,
];

/// Funds and sources as the ends of concepts.
const FUNDS: &[&str] = &[
    "fiscal_appropriation",
    "general_public",
    "government_fund",
    "state_capital",
    "special_account",
    "unit_funds",
    "carryover",
    "business",
    "other",
];

/// Takes the meaning of the unit's own revenue or expenditure from figures that a topic before them in the same
/// section covers, unless they say 收入 or 支出 themselves.
pub(super) fn confine(claims: &mut [Claim]) {
    let mut open: Option<usize> = None;
    for claim in claims {
        let Some(known) = claim.concept.as_deref() else { continue };
        let within =
            |topic: &str| known.strip_prefix(topic).is_some_and(|r| r.is_empty() || r.starts_with('.'));
        if TOPICS.iter().any(|t| within(t)) || known.starts_with("three_public.") {
            open = Some(claim.section);
            continue;
        }
        let fund = ["revenue.", "expenditure."]
            .iter()
            .find_map(|side| known.strip_prefix(side))
            .is_some_and(|rest| FUNDS.contains(&rest));
        let says = claim.subject.iter().any(|s| s.contains('收') || s.contains("支出"));
        if fund && !says && open == Some(claim.section) {
            claim.concept = None;
        } else {
            open = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::Media;
    use crate::{Config, read};

    #[test]
    fn the_sources_of_procurement_are_no_revenue() {
        let text = "# 江边市档案馆2025年单位预算\n\n## 十、其他重要事项情况说明\n\n2025年政府采购预算5.00万元。按资金来源划分，\
                    一般公共预算拨款5.00万元，财政专户管理资金0万元，上年结转0万元。\n\n2025年一般公共预算拨款收入80.00万元。\n";
        let found = read(text.as_bytes(), "a.txt", Media::Text, &Config::default()).unwrap();
        let concepts: Vec<_> = found.claims.iter().map(|c| c.concept.as_deref()).collect();
        assert_eq!(concepts, [Some("procurement"), None, None, None, Some("revenue.general_public")]);
    }
}

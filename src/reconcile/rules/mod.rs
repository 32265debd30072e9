//! One rule, one file. To add a rule: write `n399_what_it_says.rs` with `rule! { … }`, and put its name in the
//! list below (a test fails if it is forgotten).

use super::Rule;

macro_rules! rules {
    ($($file:ident),* $(,)?) => {
        $(pub mod $file;)*
        /// Every rule, in the order of ids.
        pub const RULES: &[&Rule] = &[$(&$file::RULE),*];
    };
}

rules! {
    t101_total_row,
    t102_levels,
    t103_row_parts,
    t104_grand_totals,
    t105_of_which,
    t106_economic,
    t107_carryover,
    t108_unsound,
    x201_summary_revenue,
    x202_summary_expenditure,
    x203_revenue_expenditure,
    x204_appropriation_funds,
    x205_appropriation_classes,
    x206_expenditure_general_public,
    x207_basic_expenditure,
    x208_three_public,
    x209_projects,
    x210_names,
    x211_empty_funds,
    x212_titles,
    n301_subject_amounts,
    n302_totals,
    n303_compositions,
    n304_basic_and_project,
    n305_three_public,
    n306_agency_operating,
    n307_nothing_stated,
    n308_project_counts,
    n309_amounts_involved,
    n310_unit_slips,
    n311_listed_items,
    s401_shares,
    s402_shares_total,
    s403_change_percent,
    s404_changes,
    s405_directions,
    s406_parts,
    s407_zero_base,
    s408_said_twice,
    s409_comparison_base,
    s410_parts_within,
    s411_counts,
    s412_units,
    s413_paid_for,
    c501_statutory_tables,
    c502_notes,
    c503_contents,
    c504_references,
    c505_year,
    c506_code_digits,
    q601_residue,
    q602_repeated,
    q603_wording,
    q604_year,
    q605_units,
    q606_purpose,
    q607_level,
    q608_unit_name,
    q609_digits,
    y701_prior_year,
    y702_initial_budget,
    y703_opening_balance,
    y704_department_units,
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|r| r.id.eq_ignore_ascii_case(id))
}

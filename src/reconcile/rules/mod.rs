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
    t103_row_parts,
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|r| r.id.eq_ignore_ascii_case(id))
}

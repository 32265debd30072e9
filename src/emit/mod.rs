//! One file a format.

pub mod dataset;
pub mod findings;
pub mod json;
pub mod terminal;

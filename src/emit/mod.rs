//! One file a format.

pub mod dataset;
pub mod json;

//! One file a format.

pub mod json;

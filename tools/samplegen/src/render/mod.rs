//! The forms in which a document is written.

pub mod blocks;
pub mod fodt;
pub mod html;
pub mod pdf;
pub mod text;
pub mod truth;
pub mod typst;

//! Parsers for the text of Chinese budget disclosures (预算、决算公开).
//!
//! Text in, typed values out: no I/O, no clock, no globals, and no panic on any input. Each public parser is
//! a nom 8 combinator with its grammar in one line above it.

// A combinator fails where its grammar line does not fit; the line above it is the documentation of its errors.
#![allow(clippy::missing_errors_doc)]

pub mod amount;
pub mod code;
pub mod compact;
pub mod compare;
pub mod count;
pub mod error;
pub mod figure;
pub mod han;
pub mod page;
pub mod percent;
pub mod section;
pub mod sentence;
pub mod subject;
pub mod table;
pub mod title;
pub mod unit;
pub mod year;

pub use error::ParseError;
pub use han::is_han;

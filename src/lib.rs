//! yusuan (预算): budget disclosures as PDF in, reconciled data out.
//!
//! The figures flow one way: [`pdf`] → [`layout`] → [`text`] → [`bind`] (with the parsers crate and the
//! [`vocabulary`]) → [`reconcile`] → [`emit`]. The rooms meet in [`model`]; [`pipeline`] is the whole way of
//! one document on one screen, [`ingest`] the batch.

pub mod bind;
pub mod cli;
pub mod clock;
pub mod config;
pub mod emit;
pub mod error;
pub mod ingest;
pub mod layout;
pub mod model;
pub mod outputs;
pub mod pdf;
pub mod pipeline;
pub mod reconcile;
pub mod text;
pub mod vocabulary;

pub use config::{Config, Limits};
pub use error::{Error, ErrorCode};
pub use model::Disclosure;
pub use pipeline::read;

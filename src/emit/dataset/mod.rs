//! The dataset forms: a folder of outputs → tidy tables, streamed, one document in memory at a time.

pub mod csv;
pub mod datapackage;
pub mod dictionary;
mod export;
mod across;
mod links;
mod quality;
pub mod parquet;
mod rows;
pub mod schema;
pub mod sink;
pub mod sqlite;

pub use export::{Form, Options, Partition, Report, export};

//! The dataset forms: a folder of outputs → tidy tables, streamed, one document in memory at a time.

mod across;
pub mod csv;
pub mod datapackage;
pub mod dictionary;
mod export;
mod links;
pub mod parquet;
mod quality;
mod rows;
pub mod schema;
pub mod sink;
pub mod sqlite;

pub use export::{Form, Options, Partition, Report, export};

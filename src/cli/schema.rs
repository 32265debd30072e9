//! `yusuan schema`: the JSON Schema of the output.

use super::exit::Exit;
use super::print;
use crate::emit::json;

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the schema.
pub fn run(_: &Args) -> Exit {
    print::data(&json::pretty(&json::schema())).err().unwrap_or(Exit::Success)
}

//! `yusuan check`: the findings, for a person. Writes nothing.

use std::io::IsTerminal as _;

use rayon::prelude::*;

use super::exit::Exit;
use super::options::{Inputs, Reading};
use super::print::{self, note};
use crate::emit::findings::Format;
use crate::error::Error;
use crate::ingest::discover::{self, Input};
use crate::ingest::reader::{Reader, Request};
use crate::ingest::{input, media};
use crate::model::{Disclosure, Severity, Status};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    reading: Reading,
    /// Form of the report: text for a person, json, github (annotations), sarif
    #[arg(long, value_name = "FORM", default_value = "text", value_parser = str::parse::<Format>)]
    format: Format,
}

/// Reads the inputs and prints what contradicts itself.
pub fn run(args: &Args) -> Exit {
    let paths = match args.inputs.resolve() {
        Ok(paths) => paths,
        Err(exit) => return exit,
    };
    let config = match args.reading.choose() {
        Ok(chosen) => chosen.config,
        Err(exit) => return exit,
    };
    let inputs = discover::discover(&paths, None, None);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(args.inputs.jobs).build() else {
        note(format_args!("cannot start {} threads", args.inputs.jobs));
        return Exit::Usage;
    };
    let read: Vec<Result<Disclosure, Error>> = pool.install(|| {
        inputs
            .par_iter()
            .map_init(
                || Reader::new(&config, findings_only),
                |reader, input| one(input, reader, config.limits.file_bytes),
            )
            .collect()
    });
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut exit = Exit::Success;
    let (mut out, mut written) = (args.format.head(), 0);
    for (input, result) in inputs.iter().zip(read) {
        match result {
            Ok(document) => {
                let (text, now) = args.format.document(&document, written, colour);
                out.push_str(&text);
                written = now;
                if has_error(&document) {
                    exit = Exit::Unread;
                }
            }
            Err(error) => {
                note(format_args!("{}: {}: {}", input.path, error.code().as_str(), error.message()));
                exit = Exit::Unread;
            }
        }
    }
    out.push_str(&args.format.tail(written));
    print::data(out.as_bytes()).err().unwrap_or(exit)
}

/// What a report needs of a document; the rest would only fill the memory of a long run.
fn findings_only(mut document: Disclosure) -> Disclosure {
    document.sections = Vec::new();
    document.tables = Vec::new();
    document.claims = Vec::new();
    document
}

fn one(input: &Input, reader: &mut Reader<Disclosure>, limit: u64) -> Result<Disclosure, Error> {
    let loaded = input::load(input, limit)?;
    let media = media::decide(&loaded.bytes, &input.path)?;
    reader.read(Request { bytes: loaded.bytes, path: input.path.clone(), media, manifest: None })
}

fn has_error(document: &Disclosure) -> bool {
    document.checks.iter().any(|c| c.status == Status::Fail && c.severity == Severity::Error)
}

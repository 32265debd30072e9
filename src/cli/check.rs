//! `yusuan check`: the findings, for a person. Writes nothing. Of documents it reads what `ingest` would read; of the
//! outputs of a run it shows the recorded findings and runs the rules over several documents.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use rayon::prelude::*;

use super::check_outputs;
use super::exit::Exit;
use super::export::read_aliases;
use super::options::{Inputs, Reading, serve_as_worker};
use super::print::{self, note};
use crate::config::Config;
use crate::emit::findings::Format;
use crate::error::{Error, ErrorCode};
use crate::ingest::discover::{self, Input};
use crate::ingest::reader::{self, Reading as Answer, Request, Want};
use crate::ingest::readers::Readers;
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
    /// Of outputs: which spellings are one unit, lines of `printed name<TAB>canonical name`
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
}

/// Documents that are read before their findings are printed.
const AT_A_TIME: usize = 256;

/// Reads the inputs and prints what contradicts itself.
pub fn run(args: &Args) -> Exit {
    let config = match args.reading.choose() {
        Ok(chosen) => chosen.config,
        Err(exit) => return exit,
    };
    if let Some(exit) = serve_as_worker(&config) {
        return exit;
    }
    let paths = match args.inputs.resolve() {
        Ok(paths) => paths,
        Err(exit) => return exit,
    };
    let aliases = match args.aliases.as_ref().map(read_aliases).transpose() {
        Ok(aliases) => aliases.unwrap_or_default(),
        Err(message) => {
            note(format_args!("{message}"));
            return Exit::Usage;
        }
    };
    let is_document_folder =
        |p: &PathBuf| !discover::discover(std::slice::from_ref(p), None, None).is_empty();
    let (outputs, paths) = check_outputs::outputs(paths, is_document_folder);
    let inputs = discover::discover(&paths, None, None);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(args.inputs.jobs).build() else {
        note(format_args!("cannot start {} threads", args.inputs.jobs));
        return Exit::Usage;
    };
    let make = |request: &Request, config: &Config| reader::document(request, config).map(findings_only);
    let readers = Readers::new(&config, args.reading.worker(), make, received);
    let limit = config.limits.file_bytes;
    let mut printer = Printer::new(args.format);
    // So many at a time, so that memory holds the findings of no more.
    for some in inputs.chunks(AT_A_TIME) {
        let read: Vec<Result<Disclosure, Error>> =
            pool.install(|| some.par_iter().map(|input| one(input, &readers, limit)).collect());
        for (input, result) in some.iter().zip(read) {
            match result {
                Ok(document) => printer.document(&document),
                Err(error) => {
                    note(format_args!("{}: {}: {}", input.path, error.code().as_str(), error.message()));
                    printer.exit = Exit::Unread;
                }
            }
        }
    }
    if !outputs.is_empty() {
        let whole = pool.install(|| {
            check_outputs::run(&outputs, &aliases, &config.rules, |document| printer.document(document))
        });
        match whole {
            Ok(true) => {}
            Ok(false) => printer.exit = Exit::Unread,
            Err(error) => {
                note(format_args!("cannot read the outputs: {error}"));
                printer.exit = Exit::Unread;
            }
        }
    }
    printer.finish()
}

/// Prints a report as it comes.
struct Printer {
    format: Format,
    colour: bool,
    written: usize,
    exit: Exit,
    unwritten: Option<Exit>,
}

impl Printer {
    fn new(format: Format) -> Self {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let mut printer = Self { format, colour, written: 0, exit: Exit::Success, unwritten: None };
        printer.print(&format.head());
        printer
    }
    fn print(&mut self, text: &str) {
        if self.unwritten.is_none() {
            self.unwritten = print::data(text.as_bytes()).err();
        }
    }
    fn document(&mut self, document: &Disclosure) {
        let (text, written) = self.format.document(document, self.written, self.colour);
        self.print(&text);
        self.written = written;
        if has_error(document) {
            self.exit = Exit::Unread;
        }
    }
    fn finish(mut self) -> Exit {
        self.print(&self.format.tail(self.written));
        self.unwritten.unwrap_or(self.exit)
    }
}

/// What a report needs of a document; the rest would only fill the memory of a long run.
fn findings_only(mut document: Disclosure) -> Disclosure {
    document.sections = Vec::new();
    document.tables = Vec::new();
    document.claims = Vec::new();
    document
}

/// What a worker made of a document.
fn received(Answer { bytes, .. }: Answer) -> Result<Disclosure, Error> {
    let document = serde_json::from_slice(&bytes);
    let wrong = |e| Error::new(ErrorCode::Internal, format!("the worker's answer is not understood: {e}"));
    document.map(findings_only).map_err(wrong)
}

fn one(input: &Input, readers: &Readers<Disclosure>, limit: u64) -> Result<Disclosure, Error> {
    let loaded = input::load(input, limit)?;
    let media = media::decide(&loaded.bytes, &input.path)?;
    readers.read(Request {
        bytes: loaded.bytes.into(),
        sha256: loaded.sha256,
        path: input.path.clone(),
        media,
        manifest: None,
        want: Want::Output,
    })
}

fn has_error(document: &Disclosure) -> bool {
    document.checks.iter().any(|c| c.status == Status::Fail && c.severity == Severity::Error)
}

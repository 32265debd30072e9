//! `yusuan extract`: PDF → interchange text.

use std::path::PathBuf;

use super::exit::Exit;
use super::options::Reading;
use super::print::{self, note};
use crate::config::Config;
use crate::error::Error;
use crate::ingest::discover;
use crate::ingest::input;
use crate::ingest::media;
use crate::pipeline::{self, Media};

/// Arguments of `extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The PDF
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write here instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// Extracts one file.
pub fn run(args: &Args) -> Exit {
    let config = match args.reading.choose() {
        Ok(chosen) => chosen.config,
        Err(exit) => return exit,
    };
    let text = match text(args, &config) {
        Ok(text) => text,
        Err(error) => {
            note(format_args!("{}: {}: {}", args.file.display(), error.code().as_str(), error.message()));
            return Exit::Unread;
        }
    };
    match &args.output {
        None => print::data(text.as_bytes()).err().unwrap_or(Exit::Success),
        Some(path) => match std::fs::write(path, text) {
            Ok(()) => Exit::Success,
            Err(e) => {
                note(format_args!("cannot write {}: {e}", path.display()));
                Exit::Unwritten
            }
        },
    }
}

fn text(args: &Args, config: &Config) -> Result<String, Error> {
    let loaded = input::load(&discover::file(&args.file), config.limits.file_bytes)?;
    match media::decide(&loaded.bytes, &args.file.to_string_lossy())? {
        Media::Pdf => Ok(pipeline::extract(&loaded.bytes, config)?.interchange.text),
        // A text is its own interchange text.
        Media::Text => Ok(String::from_utf8_lossy(&loaded.bytes).into_owned()),
    }
}

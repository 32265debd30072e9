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
    /// Also draw each page as the layout sees it: glyph boxes, edges, crossings, cells and tables, one SVG a page
    #[arg(long, value_name = "DIR")]
    debug: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// Extracts one file.
pub fn run(args: &Args) -> Exit {
    let config = match args.reading.choose() {
        Ok(chosen) => chosen.config,
        Err(exit) => return exit,
    };
    if let Some(folder) = &args.debug
        && let Err(e) = draw(args, folder, &config)
    {
        note(format_args!("cannot write {}: {e}", folder.display()));
        return Exit::Unwritten;
    }
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

/// Draws the pages of a PDF; one that cannot be opened is reported by the extraction itself.
fn draw(args: &Args, folder: &std::path::Path, config: &Config) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let Ok(loaded) = input::load(&discover::file(&args.file), config.limits.file_bytes) else {
        return Ok(());
    };
    if !matches!(media::decide(&loaded.bytes, &args.file.to_string_lossy()), Ok(Media::Pdf)) {
        return Ok(());
    }
    let mut wrong = None;
    let drawn = pipeline::draw(&loaded.bytes, config, |page, svg| {
        if wrong.is_none() {
            wrong = std::fs::write(folder.join(format!("page-{page:04}.svg")), svg).err();
        }
    });
    match (drawn, wrong) {
        (_, Some(e)) => Err(e),
        // The extraction that follows says what is wrong with the file.
        (Ok(()) | Err(_), None) => Ok(()),
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

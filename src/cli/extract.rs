//! `yusuan extract`: PDF → interchange text.

use std::io;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::options::{Reading, serve_as_worker};
use super::print::{self, note};
use crate::config::Config;
use crate::error::Error;
use crate::ingest::discover;
use crate::ingest::input;
use crate::ingest::media;
use crate::ingest::reader::{self, Reading as Answer, Request, Want};
use crate::ingest::readers::Readers;
use crate::pipeline::Media;

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
    if let Some(exit) = serve_as_worker(&config) {
        return exit;
    }
    let readers = Readers::new(&config, args.reading.worker(), reader::answer, Ok);
    if let Some(folder) = &args.debug
        && let Err(e) = draw(args, folder, &readers, &config)
    {
        note(format_args!("cannot write {}: {e}", folder.display()));
        return Exit::Unwritten;
    }
    let text = match text(args, &readers, &config) {
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

/// Draws the pages of a PDF; what is wrong with one that cannot be opened is said by the extraction that follows.
fn draw(args: &Args, folder: &Path, readers: &Readers<Answer>, config: &Config) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let Ok((request, Media::Pdf)) = request(args, Want::Pictures, config) else { return Ok(()) };
    let Ok(drawn) = readers.read(request) else { return Ok(()) };
    let pictures: Vec<String> = serde_json::from_slice(&drawn.bytes)?;
    for (index, svg) in pictures.iter().enumerate() {
        std::fs::write(folder.join(format!("page-{:04}.svg", index + 1)), svg)?;
    }
    Ok(())
}

fn text(args: &Args, readers: &Readers<Answer>, config: &Config) -> Result<String, Error> {
    let (request, media) = request(args, Want::Text, config)?;
    let bytes = match media {
        Media::Pdf => readers.read(request)?.bytes,
        // A text is its own interchange text.
        Media::Text => request.bytes.to_vec(),
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn request(args: &Args, want: Want, config: &Config) -> Result<(Request, Media), Error> {
    let loaded = input::load(&discover::file(&args.file), config.limits.file_bytes)?;
    let path = args.file.to_string_lossy().into_owned();
    let media = media::decide(&loaded.bytes, &path)?;
    let (bytes, sha256) = (loaded.bytes.into(), loaded.sha256);
    Ok((Request { bytes, sha256, path, media, manifest: None, want }, media))
}

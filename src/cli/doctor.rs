//! `yusuan doctor`: whether this machine has what a run needs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::print;
use crate::ingest::output::OutputFolder;
use crate::model::Scheme;
use crate::reconcile::RULES;
use crate::vocabulary::Vocabulary;

/// Arguments of `doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The output folder to try
    #[arg(long, short, value_name = "DIR", default_value = "out")]
    output: PathBuf,
}

/// Optional tools that a person uses beside yusuan; it needs none of them.
const TOOLS: [(&str, &str); 4] = [
    ("pdftotext", "to compare the text of a PDF"),
    ("qpdf", "to mend a damaged PDF or take off a password"),
    ("tesseract", "to read scans before yusuan does"),
    ("libreoffice", "to turn doc, docx, xls, xlsx into PDF"),
];

/// Prints what it finds; exits 3 when the output folder cannot be written.
pub fn run(args: &Args) -> Exit {
    let mut out = String::new();
    let mut say = |ok: bool, what: &str, found: &str| {
        let _ = writeln!(out, "{} {what}: {found}", if ok { "ok  " } else { "FAIL" });
    };
    say(true, "yusuan", &format!("{} (code {})", env!("CARGO_PKG_VERSION"), env!("YUSUAN_CODE")));
    let vocabulary = Vocabulary::default();
    let known = vocabulary.subject(Scheme::Functional, "201", None).map(|s| s.name.clone());
    say(
        known.as_deref() == Some("一般公共服务支出"),
        "vocabulary",
        &format!("built in, part of the code; 201 is {}", known.as_deref().unwrap_or("unknown")),
    );
    say(!RULES.is_empty(), "rules", &format!("{}", RULES.len()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    say(true, "cores", &format!("{cores} (--jobs 0 uses all)"));
    say(true, "fonts and CMaps", "the predefined CMaps are built in; fonts are read from the documents");
    let existed = args.output.exists();
    let writable = OutputFolder::open(&args.output);
    let found = match &writable {
        Ok(_) => format!("{} can be written and locked", args.output.display()),
        Err(e) => e.to_string(),
    };
    say(writable.is_ok(), "output", &found);
    for (tool, why) in TOOLS {
        let place = find(tool);
        let found =
            place.map_or_else(|| format!("not found ({why})"), |p| format!("{} ({why})", p.display()));
        say(true, &format!("optional {tool}"), &found);
    }
    let unwritten = writable.is_err();
    drop(writable);
    if !existed {
        // Made by the trial; removed only while it is empty.
        let _ = std::fs::remove_dir(&args.output);
    }
    let printed = print::data(print::safe_lines(&out).as_bytes());
    printed.err().unwrap_or(if unwritten { Exit::Unwritten } else { Exit::Success })
}

fn find(tool: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|p| Path::is_file(p))
}

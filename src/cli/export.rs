//! `yusuan export`: the dataset forms of a folder of outputs.

use std::path::{Path, PathBuf};

use clap::Args as Arguments;

use super::exit::Exit;
use super::print;
use crate::emit::dataset::{Form, Options, Partition, export};
use crate::outputs::Aliases;

/// Write the outputs of a folder as a tidy dataset: one figure a row
#[derive(Debug, Arguments)]
pub struct Args {
    /// The folder that `yusuan ingest -o` wrote
    #[arg(value_name = "OUT")]
    outputs: PathBuf,
    /// The form
    #[arg(long, value_name = "FORM")]
    to: Form,
    /// Where to: a folder, for sqlite a file [default: beside OUT, as OUT.FORM]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// CSV with a byte order mark, so that Excel sees UTF-8
    #[arg(long)]
    bom: bool,
    /// Which spellings are one unit: lines of `printed name<TAB>canonical name`
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
    /// Parquet: facts in folders by these columns (`facts/fiscal_year=2025/kind=budget/`)
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    partition_by: Vec<Partition>,
}

pub fn run(args: &Args) -> Exit {
    let aliases = match args.aliases.as_ref().map(read_aliases).transpose() {
        Ok(aliases) => aliases.unwrap_or_default(),
        Err(message) => {
            print::note(format_args!("{message}"));
            return Exit::Usage;
        }
    };
    if !args.partition_by.is_empty() && args.to != Form::Parquet {
        print::note(format_args!("--partition-by is for --to parquet"));
        return Exit::Usage;
    }
    let destination = args.output.clone().unwrap_or_else(|| beside(&args.outputs, args.to));
    if !args.outputs.is_dir() {
        print::note(format_args!(
            "{}: no such folder; give the one that `yusuan ingest -o` wrote",
            args.outputs.display()
        ));
        return Exit::Usage;
    }
    let options = Options {
        outputs: args.outputs.clone(),
        form: args.to,
        destination: destination.clone(),
        bom: args.bom,
        aliases,
        partition: args.partition_by.clone(),
    };
    match export(&options) {
        Ok(report) => {
            for (file, reason) in &report.left_out {
                print::note(format_args!("left out: {}: {reason}", file.display()));
            }
            for (file, other) in &report.doubled {
                print::note(format_args!("left out: {}: same bytes as {other}", file.display()));
            }
            for names in &report.spellings {
                spelled(names);
            }
            print::note(format_args!("{} documents → {}", report.documents, destination.display()));
            if report.left_out.is_empty() { Exit::Success } else { Exit::Unread }
        }
        Err(error) => {
            print::note(format_args!("{}: {error}", destination.display()));
            Exit::Unwritten
        }
    }
}

/// Says that names may be one unit's.
pub fn spelled(names: &[String]) {
    print::note(format_args!(
        "one unit in several spellings, kept apart: {} (an --aliases file decides)",
        names.join(" | ")
    ));
}

/// Reads which spellings are one unit.
pub fn read_aliases(file: &PathBuf) -> Result<Aliases, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut aliases = Aliases::new();
    for (number, line) in
        text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'))
    {
        let (printed, canonical) = line.split_once('\t').ok_or_else(|| {
            format!("{}:{}: expected `printed name<TAB>canonical name`", file.display(), number + 1)
        })?;
        aliases.insert(printed.trim().to_owned(), canonical.trim().to_owned());
    }
    Ok(aliases)
}

/// `out/` → `out.csv`: beside the outputs, never among them.
fn beside(outputs: &Path, form: Form) -> PathBuf {
    let extension = match form {
        Form::Csv => "csv",
        Form::Parquet => "parquet",
        Form::Sqlite => "sqlite",
        Form::Datapackage => "datapackage",
    };
    let mut name = outputs.file_name().map_or_else(|| "out".into(), std::ffi::OsStr::to_os_string);
    name.push(".");
    name.push(extension);
    outputs.with_file_name(name)
}

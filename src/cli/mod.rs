//! The command line; one file a subcommand. Data goes to standard output, everything else to standard error.

mod check;
mod check_outputs;
mod coverage;
mod diff;
mod doctor;
mod exit;
mod export;
mod extract;
mod generate;
mod ingest;
mod options;
mod print;
mod progress;
mod rules;
mod schema;
mod settings;

use clap::{Parser, Subcommand};

use exit::Exit;

/// 预算、决算公开 → data that a researcher can trust.
#[derive(Debug, Parser)]
#[command(name = "yusuan", version, about, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    log: options::Log,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read disclosures and write one JSON file for each, and run.json
    Ingest(ingest::Args),
    /// Turn a PDF into interchange text
    Extract(extract::Args),
    /// Print the findings of documents, or of the outputs of a run with what only several of them tell
    Check(check::Args),
    /// List the reconciliation rules, or explain one
    Rules(rules::Args),
    /// Write the outputs of a folder as a tidy dataset: one figure a row
    Export(export::Args),
    /// Print the JSON Schema of the output
    Schema(schema::Args),
    /// Say which expected units and years are missing
    Coverage(coverage::Args),
    /// Compare two runs: documents, and findings that came and went
    Diff(diff::Args),
    /// See whether this machine has what a run needs
    Doctor(doctor::Args),
    /// Print a completion script for a shell
    Completions(generate::Completions),
    /// Print the man page, or write all of them
    Man(generate::Man),
}

/// Parses the arguments, runs the subcommand, and gives the exit status of the contract.
pub fn main() -> std::process::ExitCode {
    // clap prints usage errors itself and exits with 2, which is the contract's number for them.
    let cli = Cli::parse();
    cli.log.start();
    let exit = match cli.command {
        Command::Ingest(args) => ingest::run(&args, &cli.log),
        Command::Extract(args) => extract::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Coverage(args) => coverage::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Completions(args) => generate::completions(&args),
        Command::Man(args) => generate::man(&args),
    };
    exit.into()
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

//! `yusuan ingest`: the main job.

use std::path::PathBuf;

use super::exit::Exit;
use super::options::{Inputs, Log, Reading};
use super::print::note;
use crate::ingest::report::{Entry, Report};
use crate::ingest::{self, Job, Refusal, Watch};

/// Arguments of `ingest`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Output folder
    #[arg(long, short, value_name = "DIR", default_value = "out")]
    output: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

struct Lines {
    quiet: bool,
}

impl Watch for Lines {
    fn done(&self, entry: &Entry) {
        if let (false, Some(error)) = (self.quiet, &entry.error) {
            note(format_args!("{}: {}: {}", entry.path, error.code.as_str(), error.message));
        }
    }
}

/// Runs the job and sums up.
pub fn run(args: &Args, log: &Log) -> Exit {
    let paths = match args.inputs.resolve() {
        Ok(paths) => paths,
        Err(exit) => return exit,
    };
    let job = Job { paths, out: args.output.clone(), jobs: args.inputs.jobs, config: args.reading.config(), ..Job::default() };
    match ingest::run(&job, &Lines { quiet: log.quiet }) {
        Ok(report) => {
            if !log.quiet {
                summary(&report, args);
            }
            if report.counts.failed > 0 { Exit::Unread } else { Exit::Success }
        }
        Err(Refusal::Usage(message)) => {
            note(format_args!("{message}"));
            Exit::Usage
        }
        Err(Refusal::Output(message)) => {
            note(format_args!("{message}"));
            Exit::Unwritten
        }
    }
}

fn summary(report: &Report, args: &Args) {
    let c = &report.counts;
    let f = &c.findings.by_severity;
    note(format_args!(
        "{} inputs: {} processed, {} unchanged, {} failed; findings: {} error, {} warning, {} info; {:.1} s; see {}",
        c.inputs,
        c.processed,
        c.unchanged,
        c.failed,
        f.error,
        f.warning,
        f.info,
        report.millis as f64 / 1000.0,
        args.output.join("run.json").display()
    ));
}

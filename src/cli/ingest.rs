//! `yusuan ingest`: the main job.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::exit::Exit;
use super::options::{Inputs, Log, LogFormat, Reading, serve_as_worker};
use super::print::note;
use super::progress::Progress;
use crate::ingest::manifest::Manifest;
use crate::ingest::report::Report;
use crate::ingest::{self, Job, Refusal};

/// Arguments of `ingest`.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // switches of a command line
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// Output folder
    #[arg(long, short, value_name = "DIR", default_value = "out")]
    output: PathBuf,
    /// Outputs of single files mirror their paths below this folder
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Read everything again
    #[arg(long)]
    force: bool,
    /// Read again what failed before
    #[arg(long)]
    retry_failed: bool,
    /// Compare the bytes of all inputs and outputs, not their sizes and times
    #[arg(long)]
    verify: bool,
    /// Remove outputs whose input is gone
    #[arg(long)]
    prune: bool,
    /// What is known of the files (path, source URL, title, unit id, dates): JSON lines or .csv
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Read each document in a worker process with limits of its own
    #[arg(long)]
    isolate: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Runs the job and sums up.
pub fn run(args: &Args, log: &Log) -> Exit {
    match attempt(args, log) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn attempt(args: &Args, log: &Log) -> Result<Exit, Exit> {
    let chosen = args.reading.choose()?;
    if let Some(exit) = serve_as_worker(&chosen.config) {
        return Ok(exit);
    }
    let job = Job {
        paths: args.inputs.resolve()?,
        root: args.root.clone(),
        out: args.output.clone(),
        jobs: args.inputs.jobs,
        config: chosen.config,
        fingerprint: chosen.fingerprint,
        force: args.force,
        retry_failed: args.retry_failed,
        verify: args.verify,
        prune: args.prune,
        manifest: args
            .manifest
            .as_deref()
            .map(Manifest::open)
            .transpose()
            .map_err(|e| refused(&e))?
            .unwrap_or_default(),
        worker: args.reading.worker(),
        isolate: args.isolate,
    };
    let progress = Progress::new(log);
    let report = ingest::run(&job, &progress);
    progress.end();
    let report = report.map_err(|e| refused(&e))?;
    if log.log_format == LogFormat::Json {
        let c = &report.counts;
        tracing::info!(
            target: "yusuan::cli",
            inputs = c.inputs,
            processed = c.processed,
            unchanged = c.unchanged,
            failed = c.failed,
            errors = c.findings.by_severity.error,
            millis = report.millis,
            "done"
        );
    } else if !log.quiet {
        summary(&report, args);
    }
    Ok(if report.counts.failed > 0 { Exit::Unread } else { Exit::Success })
}

fn refused(refusal: &Refusal) -> Exit {
    note(format_args!("{refusal}"));
    match refusal {
        Refusal::Usage(_) => Exit::Usage,
        Refusal::Output(_) => Exit::Unwritten,
    }
}

fn summary(report: &Report, args: &Args) {
    let c = &report.counts;
    let f = &c.findings.by_severity;
    let mut more = String::new();
    for (number, what) in [
        (c.duplicates, "duplicates"),
        (c.moved, "moved"),
        (report.newer_versions, "newer versions"),
        (report.pruned, "pruned"),
    ] {
        if number > 0 {
            let _ = write!(more, ", {number} {what}");
        }
    }
    if report.resumed {
        note(format_args!("went on where a killed run ended"));
    }
    note(format_args!(
        "{} inputs: {} processed, {} unchanged, {} failed{more}; findings: {} error, {} warning, {} info; \
         {:.1} s; see {}",
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

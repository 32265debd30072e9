//! The batch: which inputs, read side by side, one JSON file each, written whole or not at all, and `run.json`.
//!
//! [`discover`] says what to read and where the result goes, [`known`] what earlier runs did, [`document`] is the
//! way of one document, [`reader`] keeps it from harming another, [`output`] is the only place that writes,
//! [`journal`] lets a killed run go on, [`report`] and [`run_json`] say what was done. What is known of many
//! documents is in the [`ledger`], so that memory does not grow with their number.

pub mod archive;
pub mod discover;
pub mod document;
pub mod input;
pub mod isolate;
pub mod journal;
pub mod known;
pub mod ledger;
pub mod manifest;
pub mod media;
pub mod names;
pub mod output;
pub mod reader;
pub mod readers;
pub mod report;
pub mod run_json;
mod slots;
pub mod versions;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use crate::config::Config;
use document::{Batch, Done};
use isolate::Isolation;
use journal::Journal;
use ledger::{Fate, Ledger, LedgerError};
use manifest::Manifest;
use output::OutputFolder;
use report::{Entry, Report};

/// What to read, where to write, and how.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // independent switches
pub struct Job {
    /// Files, folders, archives, patterns.
    pub paths: Vec<PathBuf>,
    /// Outputs of single files mirror their paths below this folder.
    pub root: Option<PathBuf>,
    /// The output folder; made when it is not there.
    pub out: PathBuf,
    /// Documents read side by side; 0 for one a core.
    pub jobs: usize,
    /// What changes results.
    pub config: Config,
    /// What else the results depend on, in any form: the text of the vocabulary files that the caller added.
    pub fingerprint: String,
    /// Read everything again.
    pub force: bool,
    /// Read again what failed before.
    pub retry_failed: bool,
    /// Compare the bytes of all inputs and outputs, not their stamps.
    pub verify: bool,
    /// Remove outputs whose input is gone.
    pub prune: bool,
    /// What the caller knows of the files.
    pub manifest: Manifest,
    /// How to start worker processes: for documents that were being read when a run was killed, and for all with
    /// `isolate`.
    pub worker: Option<Isolation>,
    /// Read every document in a worker process.
    pub isolate: bool,
}

/// Why a run did not begin or did not end.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The job contradicts itself (two inputs for one output): exit status 2.
    #[error("{0}")]
    Usage(String),
    /// The output cannot be written: exit status 3.
    #[error("{0}")]
    Output(String),
}

/// What a caller hears while the run goes on. Called from several threads.
pub trait Watch: Sync {
    /// The inputs are known.
    fn begin(&self, inputs: usize) {
        let _ = inputs;
    }
    /// One document is done.
    fn done(&self, entry: &Entry) {
        let _ = entry;
    }
}

/// Hears nothing.
impl Watch for () {}

/// Runs the job. Findings and unreadable inputs are in the report, not errors.
///
/// # Errors
/// [`Refusal::Usage`] before anything is read; [`Refusal::Output`] when the output folder or a file in it cannot
/// be written: the rest is done then, unless nothing can be written at all.
pub fn run(job: &Job, watch: &dyn Watch) -> Result<Report, Refusal> {
    let begun = Instant::now();
    let folder = OutputFolder::open(&job.out)?;
    let ledger = Ledger::open()?;
    let inputs = list(job, &folder, &ledger)?;
    known::learn(&ledger, &folder)?;
    let unwritable = |e: std::io::Error| {
        Refusal::Output(format!("the output folder {} cannot be written: {e}", job.out.display()))
    };
    let mut learned = Ok(());
    let (journal, left) = Journal::open(&folder, |entry| {
        if learned.is_ok() {
            learned = ledger.learn(&entry);
        }
    })
    .map_err(unwritable)?;
    learned?;
    if left.interrupted {
        folder.sweep();
    }
    watch.begin(inputs);
    let jobs = match job.jobs {
        0 => std::thread::available_parallelism().map_or(1, NonZero::get),
        jobs => jobs,
    };
    let batch = Batch::new(job, &folder, &ledger, &journal, left.suspects, jobs);
    // As many others may wait for the disk.
    let threads = jobs.saturating_mul(2).min(inputs);
    let unwritten = read_all(threads, &batch, watch)?;

    let archives = ledger.archives()?;
    let may_prune = job.prune && may_prune(job, inputs);
    ledger.part_with(|entry| part_with(entry, &folder, may_prune.then_some(&*archives)))?;
    let newer_versions = ledger.link()?;
    let report = Report {
        resumed: left.interrupted,
        counts: ledger.counts()?,
        newer_versions,
        pruned: ledger.count(Fate::Pruned)?,
        millis: begun.elapsed().as_millis() as u64,
    };
    folder
        .write_by(Path::new("run.json"), |file| run_json::write(&report, batch.fingerprint(), &ledger, file))
        .map_err(|e| Refusal::Output(e.to_string()))?;
    journal.close();
    match unwritten {
        Some(problem) => Err(Refusal::Output(problem)),
        None => Ok(report),
    }
}

/// Finds the inputs; gives their number.
fn list(job: &Job, folder: &OutputFolder, ledger: &Ledger) -> Result<usize, Refusal> {
    let mut added = Ok(());
    discover::each(&job.paths, job.root.as_deref(), Some(folder.path()), &mut |input| {
        if added.is_ok() {
            added = ledger.add(&input);
        }
    });
    added?;
    Ok(ledger.settle()?)
}

/// Reads the documents side by side; what has the same bytes as another waits for it. Gives the problem of an
/// output that could not be written.
fn read_all(threads: usize, batch: &Batch<'_>, watch: &dyn Watch) -> Result<Option<String>, Refusal> {
    let next = AtomicI64::new(1);
    let first = side_by_side(threads, || batch.one(next.fetch_add(1, Ordering::Relaxed)), watch)?;
    let then = side_by_side(threads, || batch.copy(), watch)?;
    Ok(first.or(then))
}

/// Does work on several threads, one document at a time for each (they differ a thousandfold in size), until there
/// is no more.
fn side_by_side(
    threads: usize,
    work: impl Fn() -> Result<Option<Done>, LedgerError> + Sync,
    watch: &dyn Watch,
) -> Result<Option<String>, Refusal> {
    let one = || -> Result<Option<String>, LedgerError> {
        let mut unwritten = None;
        while let Some(done) = work()? {
            if !done.waits {
                watch.done(&done.entry);
            }
            unwritten = unwritten.or(done.unwritten);
        }
        Ok(unwritten)
    };
    std::thread::scope(|scope| {
        let start = |_| {
            let thread = std::thread::Builder::new().name("batch".to_owned());
            thread.spawn_scoped(scope, one)
        };
        let threads: Vec<_> = (0..threads).map(start).collect();
        let mut unwritten = None;
        for thread in threads {
            let thread = thread.map_err(|e| Refusal::Usage(format!("cannot start a thread: {e}")))?;
            let problem =
                thread.join().map_err(|_| Refusal::Output("a thread of the batch ended".to_owned()))?;
            unwritten = unwritten.or(problem?);
        }
        Ok(unwritten)
    })
}

/// Whether outputs may be removed: only when all that was given is there. A folder that is not mounted must not
/// empty the output.
fn may_prune(job: &Job, inputs: usize) -> bool {
    let may = inputs > 0 && job.paths.iter().all(|p| p.exists());
    if !may {
        tracing::warn!("nothing is pruned: a path that was given is not there, or holds nothing");
    }
    may
}

/// What becomes of a document of an earlier run that is no input of this one; with the archives among the inputs
/// when outputs whose input is gone are to be removed.
fn part_with(entry: &Entry, folder: &OutputFolder, archives: Option<&[PathBuf]>) -> Result<Fate, Refusal> {
    let Some(output) = entry.output.as_deref().map(Path::new) else { return Ok(Fate::Forgotten) };
    if !folder.locate(output).is_some_and(|p| p.is_file()) {
        return Ok(Fate::Forgotten);
    }
    if archives.is_some_and(|archives| known::is_gone(entry, archives)) {
        folder.prune(output).map_err(|e| Refusal::Output(e.to_string()))?;
        return Ok(Fate::Pruned);
    }
    Ok(Fate::Stays)
}

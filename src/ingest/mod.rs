//! The batch: which inputs, read side by side, one JSON file each, written whole or not at all, and `run.json`.
//!
//! [`discover`] says what to read and where the result goes, [`known`] what earlier runs did, [`document`] is the
//! way of one document, [`reader`] keeps it from harming another, [`output`] is the only place that writes,
//! [`journal`] lets a killed run go on, [`report`] is `run.json`.

pub mod archive;
pub mod discover;
pub mod document;
pub mod input;
pub mod isolate;
pub mod journal;
pub mod known;
pub mod manifest;
pub mod media;
pub mod names;
pub mod output;
pub mod reader;
pub mod report;
mod slots;
pub mod versions;

use std::collections::HashMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;

use crate::config::Config;
use discover::{Input, Origin};
use document::{Batch, Done};
use isolate::Isolation;
use journal::Journal;
use known::Known;
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
    let mut inputs = discover::discover(&job.paths, job.root.as_deref(), Some(folder.path()));
    discover::assign_outputs(&mut inputs)?;
    let unwritable = |e: std::io::Error| {
        Refusal::Output(format!("the output folder {} cannot be written: {e}", job.out.display()))
    };
    let (journal, left) = Journal::open(&folder).map_err(unwritable)?;
    if left.interrupted {
        folder.sweep();
    }
    let known = Known::load(&folder, left.done);
    watch.begin(inputs.len());
    let jobs = match job.jobs {
        0 => std::thread::available_parallelism().map_or(1, NonZero::get),
        jobs => jobs,
    };
    let batch = Batch::new(job, &folder, &known, &journal, left.suspects, jobs);
    let done = read_all(jobs, &inputs, &batch, watch)?;
    let fingerprint = batch.into_fingerprint();

    let unwritten = done.iter().find_map(|d| d.unwritten.clone());
    let mut entries: Vec<Entry> = done.into_iter().map(|d| d.entry).collect();
    mark_duplicates(&mut entries);
    let mut earlier = known.others(&inputs, &folder);
    let pruned = if job.prune { prune(job, &inputs, &folder, &mut earlier)? } else { Vec::new() };
    versions::link(&mut entries, &mut earlier);
    let report = Report {
        resumed: left.interrupted,
        earlier,
        pruned,
        ..Report::new(entries, &fingerprint, begun.elapsed())
    };
    folder.write(Path::new("run.json"), &report.to_json()).map_err(|e| Refusal::Output(e.to_string()))?;
    journal.close();
    match unwritten {
        Some(problem) => Err(Refusal::Output(problem)),
        None => Ok(report),
    }
}

/// Reads the documents side by side, `jobs` at a time; as many others may wait for the disk. What has the same
/// bytes as another waits for it.
fn read_all(
    jobs: usize,
    inputs: &[Input],
    batch: &Batch<'_>,
    watch: &dyn Watch,
) -> Result<Vec<Done>, Refusal> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.saturating_mul(2))
        .build()
        .map_err(|e| Refusal::Usage(format!("cannot start {jobs} threads: {e}")))?;
    let tell = |done: Done| {
        if done.waits_for.is_none() {
            watch.done(&done.entry);
        }
        done
    };
    pool.install(|| {
        // One document at a time for each thread: they differ a thousandfold in size.
        let mut done: Vec<Done> = inputs
            .par_iter()
            .enumerate()
            .with_max_len(1)
            .map(|(i, input)| tell(batch.one(i, input)))
            .collect();
        let waiting: Vec<(usize, usize)> =
            done.iter().enumerate().filter_map(|(i, d)| Some((i, d.waits_for?))).collect();
        let copied: Vec<(usize, Done)> = waiting
            .par_iter()
            .with_max_len(1)
            .filter_map(|(i, of)| Some((*i, tell(batch.copy(inputs.get(*i)?, &done.get(*of)?.entry)))))
            .collect();
        for (index, copy) in copied {
            done[index] = copy;
        }
        Ok(done)
    })
}

fn mark_duplicates(entries: &mut [Entry]) {
    let mut first: HashMap<String, String> = HashMap::with_capacity(entries.len());
    for entry in entries {
        let Some(hash) = &entry.sha256 else { continue };
        match first.get(hash) {
            Some(path) => entry.duplicate_of = Some(path.clone()),
            None => {
                first.insert(hash.clone(), entry.path.clone());
            }
        }
    }
}

/// Removes outputs whose input is gone, but only when all that was given is there: a folder that is not mounted
/// must not empty the output.
fn prune(
    job: &Job,
    inputs: &[Input],
    folder: &OutputFolder,
    earlier: &mut Vec<Entry>,
) -> Result<Vec<String>, Refusal> {
    if inputs.is_empty() || !job.paths.iter().all(|p| p.exists()) {
        tracing::warn!("nothing is pruned: a path that was given is not there, or holds nothing");
        return Ok(Vec::new());
    }
    let archives: Vec<PathBuf> = inputs
        .iter()
        .filter(|i| matches!(i.origin, Origin::Entry(..)))
        .filter_map(|i| known::origin(&i.origin))
        .collect();
    let (gone, stay): (Vec<Entry>, Vec<Entry>) =
        std::mem::take(earlier).into_iter().partition(|e| known::is_gone(e, &archives));
    *earlier = stay;
    let mut pruned = Vec::new();
    for output in gone.into_iter().filter_map(|e| e.output) {
        folder.prune(Path::new(&output)).map_err(|e| Refusal::Output(e.to_string()))?;
        pruned.push(output);
    }
    Ok(pruned)
}

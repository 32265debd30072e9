//! The batch: which inputs, read side by side, one JSON file each, written whole or not at all, and `run.json`.
//!
//! [`discover`] says what to read and where the result goes, [`reader`] reads one document without letting it
//! harm another, [`output`] is the only place that writes, [`report`] is `run.json`.

pub mod discover;
pub mod input;
pub mod media;
pub mod output;
pub mod reader;
pub mod report;

use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use crate::config::Config;
use discover::Input;
use output::OutputFolder;
use reader::{Reader, Reading};
use report::{Entry, Failure, Outcome, Report};

/// What to read, where to write, and how.
#[derive(Debug, Clone)]
pub struct Job {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// The output folder; made when it is not there.
    pub out: PathBuf,
    /// Documents read side by side; 0 for one a core.
    pub jobs: usize,
    /// What changes results.
    pub config: Config,
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
/// be written.
pub fn run(job: &Job, watch: &dyn Watch) -> Result<Report, Refusal> {
    let begun = Instant::now();
    let folder = OutputFolder::open(&job.out)?;
    let inputs = discover::discover(&job.paths, Some(folder.path()));
    discover::refuse_conflicts(&inputs)?;
    watch.begin(inputs.len());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(job.jobs)
        .build()
        .map_err(|e| Refusal::Output(format!("cannot start {} threads: {e}", job.jobs)))?;
    let done: Vec<(Entry, Option<String>)> = pool.install(|| {
        inputs
            .par_iter()
            .map_init(
                || Reader::new(&job.config, |document| Reading::of(&document)),
                |reader, input| {
                    let result = one(input, reader, &folder, &job.config);
                    watch.done(&result.0);
                    result
                },
            )
            .collect()
    });
    let unwritten = done.iter().find_map(|(_, problem)| problem.clone());
    let entries = done.into_iter().map(|(entry, _)| entry).collect();
    let report = Report::new(entries, begun.elapsed());
    folder.write("run.json".as_ref(), &report.to_json()).map_err(|e| Refusal::Output(e.to_string()))?;
    match unwritten {
        Some(problem) => Err(Refusal::Output(problem)),
        None => Ok(report),
    }
}

/// Reads and writes one document; the second value says why its output could not be written.
fn one(
    input: &Input,
    reader: &mut Reader<Reading>,
    folder: &OutputFolder,
    config: &Config,
) -> (Entry, Option<String>) {
    let begun = Instant::now();
    let mut entry = Entry::new(input);
    let mut unwritten = None;
    let read = input::load(input, config.limits.file_bytes).and_then(|loaded| {
        entry.sha256 = Some(loaded.sha256);
        let media = media::decide(&loaded.bytes, &input.path)?;
        reader.read(loaded.bytes, &input.path, media)
    });
    match read {
        Ok(reading) => match folder.write(&input.output, &reading.json) {
            Ok(()) => {
                entry.outcome = Outcome::Processed;
                entry.output = Some(output::shown(&input.output));
                entry.facts = reading.facts;
            }
            Err(problem) => {
                entry.error = Some(Failure { code: crate::ErrorCode::Io, message: problem.to_string() });
                unwritten = Some(problem.to_string());
            }
        },
        Err(error) => {
            entry.error = Some(Failure { code: error.code(), message: error.message().to_owned() });
            // A failed document leaves no output, not even that of an earlier run: it would pass for this one's.
            if let Err(problem) = folder.remove(&input.output) {
                unwritten = Some(problem.to_string());
            }
        }
    }
    entry.millis = begun.elapsed().as_millis() as u64;
    (entry, unwritten)
}

//! What earlier runs did: `run.json` and, after a killed run, its journal.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::discover::{Input, Origin};
use super::input::{self, sha256};
use super::output::OutputFolder;
use super::report::{Entry, Outcome, Report};
use crate::error::ErrorCode;

/// Documents of earlier runs by path and by hash.
#[derive(Debug, Default)]
pub struct Known {
    entries: Vec<Entry>,
    by_path: HashMap<String, usize>,
    by_hash: HashMap<String, usize>,
}

impl Known {
    /// What `run.json` says, and `done` of the journal after it.
    pub fn load(folder: &OutputFolder, done: Vec<Entry>) -> Self {
        let mut known = Self::default();
        let report = folder.read(Path::new("run.json")).ok();
        let report = report.and_then(|bytes| match serde_json::from_slice::<Report>(&bytes) {
            Ok(report) => Some(report),
            Err(e) => {
                tracing::warn!(
                    "run.json of the earlier run is not understood ({e}): everything is read again"
                );
                None
            }
        });
        let (documents, earlier) = report.map(|r| (r.documents, r.earlier)).unwrap_or_default();
        for entry in earlier.into_iter().chain(documents).chain(done) {
            known.insert(entry);
        }
        for (index, entry) in known.entries.iter().enumerate() {
            if let (Some(hash), Some(_)) = (&entry.sha256, &entry.output) {
                known.by_hash.entry(hash.clone()).or_insert(index);
            }
        }
        known
    }

    fn insert(&mut self, entry: Entry) {
        if let Some(index) = self.by_path.get(&entry.path) {
            self.entries[*index] = entry;
        } else {
            self.by_path.insert(entry.path.clone(), self.entries.len());
            self.entries.push(entry);
        }
    }

    /// What is known of the input with this path.
    pub fn path(&self, path: &str) -> Option<&Entry> {
        self.by_path.get(path).and_then(|i| self.entries.get(*i))
    }

    /// A document with these bytes that has an output.
    pub fn hash(&self, sha256: &str) -> Option<&Entry> {
        self.by_hash.get(sha256).and_then(|i| self.entries.get(*i))
    }

    /// The documents that are not among these inputs, whose outputs stand, and whose place none of them takes.
    pub fn others(self, inputs: &[Input], folder: &OutputFolder) -> Vec<Entry> {
        let paths: HashSet<&str> = inputs.iter().map(|i| i.path.as_str()).collect();
        let outputs: HashSet<&Path> = inputs.iter().filter_map(|i| i.output.as_deref()).collect();
        let stands = |output: &str| {
            let output = Path::new(output);
            !outputs.contains(output) && folder.locate(output).is_some_and(|p| p.is_file())
        };
        let mut others: Vec<Entry> = self.entries;
        others.retain(|e| !paths.contains(e.path.as_str()) && e.output.as_deref().is_some_and(stands));
        others.sort_by(|a, b| a.path.cmp(&b.path));
        others
    }
}

/// Whether an entry was made under this fingerprint and may be used again at all.
pub fn current(entry: &Entry, fingerprint: &str, retry: bool, passwords: bool) -> bool {
    let remembered = match &entry.error {
        None => true,
        Some(error) => {
            !retry && error.code != ErrorCode::Io && !(passwords && error.code == ErrorCode::Encrypted)
        }
    };
    remembered && entry.reuse.fingerprint == fingerprint
}

/// Whether the output of an entry is as it was written: by its stamp, else by its hash. Gives its stamp now.
pub fn intact(entry: &Entry, folder: &OutputFolder, trust_stamps: bool) -> Option<String> {
    let path = folder.locate(Path::new(entry.output.as_deref()?))?;
    let now = input::stamp_of(&path)?;
    if trust_stamps && entry.reuse.output.as_ref() == Some(&now) {
        return Some(now);
    }
    let bytes = std::fs::read(&path).ok()?;
    (Some(sha256(&bytes)) == entry.reuse.output_sha256).then_some(now)
}

/// An entry of an earlier run as one of this run.
pub fn kept(known: &Entry) -> Entry {
    let outcome = if known.error.is_some() { Outcome::Failed } else { Outcome::Unchanged };
    Entry {
        outcome,
        duplicate_of: None,
        moved_from: None,
        supersedes: None,
        superseded_by: None,
        millis: 0,
        ..known.clone()
    }
}

/// The absolute place of an input as it is remembered, `archive.zip` for its entries; none when it is not UTF-8.
pub fn origin(origin: &Origin) -> Option<PathBuf> {
    let path = std::path::absolute(origin.file()).ok()?;
    path.to_str().is_some().then_some(path)
}

/// Whether the input of an entry is gone. An input that cannot be looked for is not.
pub fn is_gone(entry: &Entry, archives: &[PathBuf]) -> bool {
    let Some(path) = &entry.reuse.origin else { return false };
    // An archive that was among the inputs while its entry was not: the entry is gone.
    archives.contains(path) || matches!(path.try_exists(), Ok(false))
}

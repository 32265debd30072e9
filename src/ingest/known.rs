//! What earlier runs did: `run.json` and, after a killed run, its journal.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::discover::Origin;
use super::input::{self, sha256};
use super::ledger::{Ledger, LedgerError};
use super::output::OutputFolder;
use super::report::{Entry, Outcome};
use super::run_json;
use crate::error::ErrorCode;

/// Notes in the ledger what `run.json` says.
///
/// # Errors
/// [`LedgerError`]. A `run.json` that is not understood is none.
pub fn learn(ledger: &Ledger, folder: &OutputFolder) -> Result<(), LedgerError> {
    let Some(file) = folder.locate(Path::new("run.json")).and_then(|path| File::open(path).ok()) else {
        return Ok(());
    };
    let mut kept = Ok(());
    let read = run_json::read(BufReader::with_capacity(1 << 16, file), &mut |entry| {
        if kept.is_ok() {
            kept = ledger.learn(&entry);
        }
    });
    if let Err(e) = read {
        tracing::warn!("run.json of the earlier run is not understood ({e}): everything is read again");
        ledger.forget()?;
    }
    kept
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

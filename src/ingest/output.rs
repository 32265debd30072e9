//! The only place that writes: whole files or none, inside the output folder.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Refusal;

/// Temporary files are named `.yusuan-tmp-…`, in the folder of the file that they become.
const TEMPORARY: &str = ".yusuan-tmp-";

/// An output folder that was seen to be writable.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    counter: AtomicU64,
}

/// A file of the output folder could not be written or removed.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}: {source}")]
pub struct WriteError {
    path: String,
    #[source]
    source: io::Error,
}

impl OutputFolder {
    /// Makes the folder if it is not there, and proves with a file that it can be written.
    ///
    /// # Errors
    /// [`Refusal::Output`].
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let refuse = |e: io::Error| {
            Refusal::Output(format!("the output folder {} cannot be written: {e}", path.display()))
        };
        fs::create_dir_all(path).map_err(refuse)?;
        let folder = Self { path: path.to_owned(), counter: AtomicU64::new(0) };
        let probe = folder.temporary(path);
        let proof = File::create_new(&probe).and_then(|mut f| f.write_all(b"probe"));
        let removed = fs::remove_file(&probe);
        proof.and(removed).map_err(refuse)?;
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file of the folder: a temporary file beside it, synced, then renamed over it.
    ///
    /// # Errors
    /// [`WriteError`]; nothing is left of the file then but what was there before.
    pub fn write(&self, relative: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let fail = |source| WriteError { path: shown(relative), source };
        let target = self.inside(relative).map_err(fail)?;
        let parent = target.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent).map_err(fail)?;
        let temporary = self.temporary(parent);
        let written = File::create_new(&temporary)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&temporary, &target));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written.map_err(fail)
    }

    /// Removes a file of the folder, if it is there.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn remove(&self, relative: &Path) -> Result<(), WriteError> {
        let fail = |source| WriteError { path: shown(relative), source };
        match fs::remove_file(self.inside(relative).map_err(fail)?) {
            Err(e) if !matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Err(fail(e))
            }
            _ => Ok(()),
        }
    }

    fn inside(&self, relative: &Path) -> io::Result<PathBuf> {
        if relative.components().all(|c| matches!(c, Component::Normal(_))) {
            Ok(self.path.join(relative))
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leaves the output folder"))
        }
    }

    fn temporary(&self, parent: &Path) -> PathBuf {
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        parent.join(format!("{TEMPORARY}{}-{number}", std::process::id()))
    }
}

/// A relative path as it is written in reports, with `/`.
pub fn shown(relative: &Path) -> String {
    relative.iter().map(|c| c.to_string_lossy()).collect::<Vec<_>>().join("/")
}

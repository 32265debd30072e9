//! The only place that writes: whole files or none, inside the output folder, one run at a time.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Refusal, names};

/// Temporary files are named `.yusuan-tmp-…`, in the folder of the file that they become.
const TEMPORARY: &str = ".yusuan-tmp-";

/// An output folder that was seen to be writable and that no other run writes to.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    counter: AtomicU64,
    /// The system gives the lock back when the process ends, however it ends.
    _lock: File,
}

/// A file that is written but not yet in its place; the temporary file goes when it is dropped.
#[derive(Debug)]
pub struct Staged {
    file: File,
    temporary: PathBuf,
    target: PathBuf,
    shown: String,
    done: bool,
}

impl Staged {
    /// The second half of [`OutputFolder::write`]: syncs the file and puts it in its place.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn commit(mut self) -> Result<(), WriteError> {
        let placed = self.file.sync_all().and_then(|()| fs::rename(&self.temporary, &self.target));
        self.done = placed.is_ok();
        placed.map_err(|source| WriteError { path: self.shown.clone(), source })
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// A file of the output folder could not be written or removed.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}: {source}")]
pub struct WriteError {
    path: String,
    #[source]
    source: io::Error,
}

impl WriteError {
    /// Whether no other file can be written either: the disk is full, or may not be written to.
    pub fn concerns_all(&self) -> bool {
        use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        matches!(self.source.kind(), StorageFull | ReadOnlyFilesystem | QuotaExceeded)
    }
}

impl OutputFolder {
    /// Makes the folder if it is not there, locks it, and proves with a file that it can be written.
    ///
    /// # Errors
    /// [`Refusal::Output`].
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let refuse = |e: io::Error| {
            Refusal::Output(format!("the output folder {} cannot be written: {e}", path.display()))
        };
        fs::create_dir_all(path).map_err(refuse)?;
        let lock = lock_file(path).map_err(refuse)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Refusal::Output(format!(
                    "another run is writing to {}: wait for it, or give another folder",
                    path.display()
                )));
            }
            // Some network file systems know no locks; a run that cannot be guarded is better than none.
            Err(TryLockError::Error(e)) => tracing::warn!("{} cannot be locked: {e}", path.display()),
        }
        let folder = Self { path: path.to_owned(), counter: AtomicU64::new(0), _lock: lock };
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
    /// [`WriteError`]; of the file itself only what was there before is left then.
    pub fn write(&self, relative: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        self.stage(relative, bytes)?.commit()
    }

    /// The same for a file that is written piece by piece.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn write_by(
        &self,
        relative: &Path,
        write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        self.stage_by(relative, write)?.commit()
    }

    /// The first half of [`write`](Self::write): the temporary file, not yet synced.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn stage(&self, relative: &Path, bytes: &[u8]) -> Result<Staged, WriteError> {
        self.stage_by(relative, |file| file.write_all(bytes))
    }

    fn stage_by(
        &self,
        relative: &Path,
        write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<Staged, WriteError> {
        let fail = |source| WriteError { path: shown(relative), source };
        let target = self.inside(relative).map_err(fail)?;
        let parent = target.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent).map_err(fail)?;
        let temporary = self.temporary(parent);
        let file = File::create_new(&temporary).map_err(fail)?;
        let mut staged = Staged { file, temporary, target, shown: shown(relative), done: false };
        write(&mut staged.file).map_err(fail)?;
        Ok(staged)
    }

    /// Removes a file of the folder, if it is there.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn remove(&self, relative: &Path) -> Result<(), WriteError> {
        use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
        let fail = |source| WriteError { path: shown(relative), source };
        let target = self.inside(relative).map_err(fail)?;
        match fs::remove_file(&target) {
            Err(e) if !matches!(e.kind(), NotFound | NotADirectory | IsADirectory) && !target.is_dir() => {
                Err(fail(e))
            }
            _ => Ok(()),
        }
    }

    /// Removes a file and the folders that it leaves empty.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn prune(&self, relative: &Path) -> Result<(), WriteError> {
        self.remove(relative)?;
        for folder in relative.ancestors().skip(1).filter(|f| !f.as_os_str().is_empty()) {
            if fs::remove_dir(self.path.join(folder)).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// The bytes of a file of the folder.
    ///
    /// # Errors
    /// As the system says.
    pub fn read(&self, relative: &Path) -> io::Result<Vec<u8>> {
        fs::read(self.inside(relative)?)
    }

    /// Where a file of the folder is on disk; none when the path would leave the folder.
    pub fn locate(&self, relative: &Path) -> Option<PathBuf> {
        self.inside(relative).ok()
    }

    /// Removes what a killed run left half-written.
    pub fn sweep(&self) {
        sweep(&self.path, 0);
    }

    fn inside(&self, relative: &Path) -> io::Result<PathBuf> {
        let plain = relative.components().all(|c| matches!(c, Component::Normal(_)));
        if plain && relative.components().next().is_some() {
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

fn lock_file(folder: &Path) -> io::Result<File> {
    // Unix locks the folder itself, so that nothing is left lying in it.
    if cfg!(unix) {
        File::open(folder)
    } else {
        File::options().create(true).append(true).open(folder.join(".yusuan-lock"))
    }
}

fn sweep(folder: &Path, depth: usize) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < 100 => sweep(&entry.path(), depth + 1),
            Ok(kind) if kind.is_file() && names::decode(&entry.file_name()).starts_with(TEMPORARY) => {
                let _ = fs::remove_file(entry.path());
            }
            _ => {}
        }
    }
}

/// A relative path as it is written in reports, with `/`.
pub fn shown(relative: &Path) -> String {
    relative.iter().map(names::decode).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("yusuan-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        path
    }

    #[test]
    fn a_second_run_is_refused_and_nothing_is_left_behind() {
        let path = folder("lock");
        let first = OutputFolder::open(&path).unwrap();
        let second = OutputFolder::open(&path).unwrap_err();
        assert!(second.to_string().contains("another run"), "{second}");
        drop(first);
        OutputFolder::open(&path).unwrap();
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
        fs::remove_dir_all(&path).unwrap();
    }

    #[test]
    fn nothing_is_written_outside() {
        let path = folder("outside");
        let out = OutputFolder::open(&path).unwrap();
        for bad in ["../x.json", "/tmp/x.json", "a/../../x.json", ""] {
            assert!(out.write(Path::new(bad), b"x").is_err(), "{bad}");
            assert!(out.remove(Path::new(bad)).is_err(), "{bad}");
        }
        out.write(Path::new("a/b/x.json"), b"x").unwrap();
        out.write(Path::new("a/y.json"), b"y").unwrap();
        out.prune(Path::new("a/b/x.json")).unwrap();
        assert!(!path.join("a/b").exists() && path.join("a/y.json").exists());
        fs::write(path.join("a").join(format!("{TEMPORARY}1-1")), b"half").unwrap();
        out.sweep();
        assert_eq!(fs::read_dir(path.join("a")).unwrap().count(), 1);
        fs::remove_dir_all(&path).unwrap();
    }
}

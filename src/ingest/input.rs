//! Loads one input's bytes, whole and unchanged, and knows by a file's stamp whether it must be loaded at all.

use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::archive;
use super::discover::{Input, Origin};
use crate::error::{Error, ErrorCode};
pub(super) use crate::pipeline::sha256;

/// An input's bytes and their hash.
#[derive(Debug)]
pub struct Loaded {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// The file's stamp, when it can vouch for the bytes from now on.
    pub stamp: Option<String>,
}

/// A file changed this shortly before it was read may change again without another stamp, on a coarse clock.
const FRESH: Duration = Duration::from_secs(2);

/// Loads the bytes of an input of at most `limit` bytes. A file that changes while it is read is read again.
///
/// # Errors
/// `io` when it cannot be read or keeps changing, `limit_exceeded` when it is too large.
pub fn load(input: &Input, limit: u64) -> Result<Loaded, Error> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    let path = input.origin.file();
    for pause in [0, 50, 250] {
        std::thread::sleep(Duration::from_millis(pause));
        let before = regular(path)?;
        let bytes = match &input.origin {
            Origin::File(path) => whole(path, &before, limit)?,
            Origin::Entry(path, index) => archive::read(path, *index, limit)?,
        };
        let after = regular(path)?;
        let steady = stamp(&before) == stamp(&after)
            && (matches!(input.origin, Origin::Entry(..)) || bytes.len() as u64 == after.len());
        if steady {
            let settled = after.modified().ok().and_then(|m| m.elapsed().ok()).is_some_and(|age| age > FRESH);
            let sha256 = sha256(&bytes);
            return Ok(Loaded { bytes, sha256, stamp: settled.then(|| stamp(&after)) });
        }
    }
    Err(Error::new(
        ErrorCode::Io,
        "the file kept changing while it was read: run again when it is written to the end",
    ))
}

fn regular(path: &Path) -> Result<Metadata, Error> {
    let meta = fs::metadata(path).map_err(|e| unread(&e))?;
    // Opening a pipe would wait for a writer that never comes.
    if meta.is_file() {
        Ok(meta)
    } else {
        Err(Error::new(ErrorCode::Io, "not a regular file: give a file or a folder"))
    }
}

fn whole(path: &Path, meta: &Metadata, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    if meta.len() <= limit {
        bytes.reserve_exact(meta.len() as usize);
        let file = File::open(path).map_err(|e| unread(&e))?;
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| unread(&e))?;
    }
    if meta.len() > limit || bytes.len() as u64 > limit {
        return Err(Error::new(
            ErrorCode::LimitExceeded,
            format!("the file is larger than file_bytes = {limit}: raise --max-file-bytes if you trust it"),
        ));
    }
    Ok(bytes)
}

fn unread(e: &std::io::Error) -> Error {
    Error::new(ErrorCode::Io, format!("cannot be read: {e}: check its permissions and run again"))
}

/// The stamp of a file now; none when it is not there.
pub fn stamp_of(path: &Path) -> Option<String> {
    fs::metadata(path).ok().map(|meta| stamp(&meta))
}

/// Size, time of change and identity. On Unix the time of the last status change is in it, which no program can
/// set back.
fn stamp(meta: &Metadata) -> String {
    let modified = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let nanos = modified.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        format!(
            "{}:{nanos}:{}.{:09}:{}:{}",
            meta.len(),
            meta.ctime(),
            meta.ctime_nsec(),
            meta.dev(),
            meta.ino()
        )
    }
    #[cfg(not(unix))]
    format!("{}:{nanos}", meta.len())
}

/// Nanoseconds since 1970 of a file's last change, for the order of versions.
pub fn modified(path: &Path) -> Option<u64> {
    let modified = fs::metadata(path).ok()?.modified().ok()?;
    u64::try_from(modified.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}

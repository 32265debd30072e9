//! Loads one input's bytes, whole and unchanged.

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::discover::Input;
use crate::error::{Error, ErrorCode};

/// An input's bytes and their hash.
#[derive(Debug)]
pub struct Loaded {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// Loads the bytes of an input of at most `limit` bytes. A file that changes while it is read is read again.
///
/// # Errors
/// `io` when it cannot be read or keeps changing, `limit_exceeded` when it is too large.
pub fn load(input: &Input, limit: u64) -> Result<Loaded, Error> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    for _ in 0..3 {
        let (bytes, steady) = attempt(input, limit)?;
        if steady {
            let sha256 = hex(&Sha256::digest(&bytes));
            return Ok(Loaded { bytes, sha256 });
        }
    }
    Err(Error::new(
        ErrorCode::Io,
        "the file kept changing while it was read: run again when it is written to the end",
    ))
}

fn attempt(input: &Input, limit: u64) -> Result<(Vec<u8>, bool), Error> {
    let io =
        |e: std::io::Error| Error::new(ErrorCode::Io, format!("cannot be read: {e}: run again when it can"));
    // Opening a pipe would wait for a writer that never comes.
    if !std::fs::metadata(&input.origin).map_err(io)?.is_file() {
        return Err(Error::new(ErrorCode::Io, "not a regular file: give a file or a folder"));
    }
    let mut file = File::open(&input.origin).map_err(io)?;
    let before = file.metadata().map_err(io)?;
    let too_large = || {
        Error::new(
            ErrorCode::LimitExceeded,
            format!("the file is larger than file_bytes = {limit}: raise --max-file-bytes if you trust it"),
        )
    };
    if before.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(before.len() as usize);
    (&mut file).take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    let after = file.metadata().map_err(io)?;
    let steady = stamp(&before) == stamp(&after) && bytes.len() as u64 == after.len();
    Ok((bytes, steady))
}

fn stamp(meta: &Metadata) -> (u64, Option<SystemTime>) {
    (meta.len(), meta.modified().ok())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

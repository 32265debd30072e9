//! Zip archives of disclosures: which entries are read, and how, without trusting any number in them.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::names;
use crate::error::{Error, ErrorCode};

/// Entries of an archive, disclosures or not.
const ENTRIES: usize = 100_000;
/// An entry may say that it unpacks to this many times its size before it counts as a bomb. PDFs hardly shrink,
/// text shrinks about five times.
const RATIO: u64 = 200;

/// One entry that is to be read.
#[derive(Debug)]
pub struct Entry {
    /// Number in the archive.
    pub index: usize,
    /// Its folder names and its name; none when it leads outside.
    pub names: Option<Vec<String>>,
    /// What to call it when it has no usable name.
    pub shown: String,
    /// Why it must not be read.
    pub problem: Option<Error>,
}

type Archive = ZipArchive<BufReader<File>>;

/// The disclosures of an archive, sorted by name.
///
/// # Errors
/// `damaged`, `io`, `limit_exceeded`, `unsupported_format` when nothing in it is a disclosure.
pub fn disclosures(path: &Path) -> Result<Vec<Entry>, Error> {
    let mut archive = open(path)?;
    if archive.len() > ENTRIES {
        return Err(Error::new(
            ErrorCode::LimitExceeded,
            format!("the archive has {} entries, more than {ENTRIES}: unpack it first", archive.len()),
        ));
    }
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(index) else { continue };
        let name = names::decode_bytes(entry.name_raw());
        let extension = names::extension(&name);
        if entry.is_dir() || !matches!(extension.as_str(), "pdf" | "txt" | "md") {
            continue;
        }
        let inner = names::inner(&name);
        if inner.as_ref().is_some_and(|n| n.iter().any(|n| n.starts_with('.') || n == "__MACOSX")) {
            continue;
        }
        let problem = if inner.is_none() {
            Some(Error::new(ErrorCode::Damaged, "the entry's name leads outside the archive: it is not read"))
        } else if entry.encrypted() {
            Some(Error::new(ErrorCode::Encrypted, "the entry needs a password: unpack the archive first"))
        } else if entry.size() / RATIO > entry.compressed_size().max(1024) {
            Some(Error::new(
                ErrorCode::LimitExceeded,
                format!("the entry unpacks to more than {RATIO} times its size: unpack it if you trust it"),
            ))
        } else {
            None
        };
        let shown = name.rsplit(['/', '\\']).next().filter(|n| !n.is_empty()).unwrap_or("unnamed").to_owned();
        found.push(Entry { index, names: inner, shown, problem });
    }
    if found.is_empty() {
        return Err(Error::new(
            ErrorCode::UnsupportedFormat,
            "a zip archive without a .pdf, .txt or .md in it: unpack and convert what it holds",
        ));
    }
    found.sort_by(|a, b| (&a.names, &a.shown, a.index).cmp(&(&b.names, &b.shown, b.index)));
    Ok(found)
}

thread_local! {
    /// The archive that this thread read from last: listing one anew for each entry would take quadratic time.
    static LAST: RefCell<Option<(PathBuf, Archive)>> = const { RefCell::new(None) };
}

/// The bytes of one entry, at most `limit`.
///
/// # Errors
/// `damaged`, `io`, `limit_exceeded`.
pub fn read(path: &Path, index: usize, limit: u64) -> Result<Vec<u8>, Error> {
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(open, _)| open != path) {
            *last = Some((path.to_owned(), open(path)?));
        }
        let Some((_, archive)) = last else { return Err(Error::new(ErrorCode::Internal, "no archive")) };
        let result = unpack(archive, index, limit);
        if result.is_err() {
            *last = None;
        }
        result
    })
}

fn unpack(archive: &mut Archive, index: usize, limit: u64) -> Result<Vec<u8>, Error> {
    let entry = archive.by_index(index).map_err(|e| wrong(&e))?;
    let mut bytes = Vec::new();
    entry.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| {
        Error::new(ErrorCode::Damaged, format!("the entry cannot be unpacked: {e}: fetch the archive again"))
    })?;
    if bytes.len() as u64 > limit {
        return Err(Error::new(
            ErrorCode::LimitExceeded,
            format!("the entry is larger than file_bytes = {limit}: raise --max-file-bytes if you trust it"),
        ));
    }
    Ok(bytes)
}

fn open(path: &Path) -> Result<Archive, Error> {
    let file = File::open(path)
        .map_err(|e| Error::new(ErrorCode::Io, format!("cannot be opened: {e}: check its permissions")))?;
    ZipArchive::new(BufReader::new(file)).map_err(|e| wrong(&e))
}

fn wrong(e: &ZipError) -> Error {
    match e {
        ZipError::Io(e) if e.kind() != std::io::ErrorKind::UnexpectedEof => {
            Error::new(ErrorCode::Io, format!("cannot be read: {e}"))
        }
        ZipError::UnsupportedArchive(why) => {
            Error::new(ErrorCode::UnsupportedFormat, format!("the archive uses {why}: unpack it first"))
        }
        e => Error::new(ErrorCode::Damaged, format!("not a sound zip archive ({e}): fetch it again")),
    }
}

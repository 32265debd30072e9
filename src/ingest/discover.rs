//! What to read: files as they are given, folders walked in sorted order, archives opened, patterns expanded,
//! and the output that each input would write.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::{archive, names};
use crate::error::{Error, ErrorCode};

/// One input and the output that it would write.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where the bytes are.
    pub origin: Origin,
    /// Path relative to the folder given, with `/`; the name alone for a file that was given itself.
    pub path: String,
    /// The output, relative to the output folder; none for a file that is surely no disclosure and whose place
    /// another takes (`a.doc` beside `a.pdf`).
    pub output: Option<PathBuf>,
    /// Why it cannot even be opened (a path that is not there, a folder that cannot be listed).
    pub problem: Option<Error>,
}

/// Where the bytes of an input are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// The entry with this number of a zip archive.
    Entry(PathBuf, usize),
}

impl Origin {
    /// The file on disk: the archive of an entry.
    pub fn file(&self) -> &Path {
        match self {
            Self::File(path) | Self::Entry(path, _) => path,
        }
    }
}

impl Input {
    /// Whether its name says that it is no disclosure.
    pub fn is_foreign(&self) -> bool {
        let extension = names::extension(&self.path);
        FOREIGN.contains(&&*extension) || extension == "zip"
    }
}

/// Folders deeper than this are reported, not entered.
const DEPTH: usize = 100;
/// Read as disclosures when met on a walk.
const DISCLOSURES: [&str; 3] = ["pdf", "txt", "md"];
/// Met on a walk they are inputs too, so that the report names them as not read.
const FOREIGN: [&str; 14] =
    ["doc", "docx", "wps", "xls", "xlsx", "et", "ofd", "html", "htm", "mht", "rar", "7z", "rtf", "ceb"];

/// The inputs that the paths stand for, in the order given; folders are walked in sorted order, links followed.
/// With `root`, the paths of files are those below it. `avoid` is the output folder, which is never walked.
pub fn discover(paths: &[PathBuf], root: Option<&Path>, avoid: Option<&Path>) -> Vec<Input> {
    let mut found = Vec::new();
    each(paths, root, avoid, &mut |input| found.push(input));
    found
}

/// The same, one by one.
pub fn each(paths: &[PathBuf], root: Option<&Path>, avoid: Option<&Path>, found: &mut dyn FnMut(Input)) {
    let real = |path: Option<&Path>| path.and_then(|p| p.canonicalize().ok());
    let (root, avoid) = (real(root), real(avoid));
    let mut walk = Walk { found, avoid, above: Vec::new() };
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) => walk.given(path, &meta, root.as_deref()),
            Err(e) => {
                let matches = pattern(path);
                for path in &matches {
                    if let Ok(meta) = fs::metadata(path) {
                        walk.given(path, &meta, root.as_deref());
                    }
                }
                if matches.is_empty() {
                    walk.push(path, &[], &names::last(path), Some(unopened(&e)));
                }
            }
        }
    }
}

/// What a pattern (`*`, `?`, `[…]`, `**`) stands for, sorted; the shell has not expanded one that comes in a list.
fn pattern(path: &Path) -> Vec<PathBuf> {
    let Some(text) = path.to_str().filter(|t| t.contains(['*', '?', '['])) else { return Vec::new() };
    let mut found: Vec<PathBuf> = glob::glob(text).into_iter().flatten().flatten().collect();
    found.sort();
    found
}

/// A file that was given itself.
pub fn file(path: &Path) -> Input {
    let name = names::last(path);
    input(Origin::File(path.to_owned()), &[], &name, None)
}

struct Walk<'a> {
    found: &'a mut dyn FnMut(Input),
    avoid: Option<PathBuf>,
    above: Vec<PathBuf>,
}

impl Walk<'_> {
    fn given(&mut self, path: &Path, meta: &fs::Metadata, root: Option<&Path>) {
        let mut above = root.and_then(|root| names::below(path, root)).unwrap_or_default();
        if meta.is_dir() {
            return self.folder(path, &mut above);
        }
        let name = above.pop().unwrap_or_else(|| names::last(path));
        self.file(path, &above, &name);
    }

    fn file(&mut self, path: &Path, above: &[String], name: &str) {
        if names::extension(name) != "zip" {
            return self.push(path, above, name, None);
        }
        let entries = match archive::disclosures(path) {
            Ok(entries) => entries,
            Err(error) => return self.push(path, above, name, Some(error)),
        };
        // The archive's full name is the folder of its entries: `a.zip` beside `a/` must not mix with it.
        let inside: Vec<String> = above.iter().cloned().chain([name.to_owned()]).collect();
        for entry in entries {
            let mut inside = inside.clone();
            let mut parts = entry.names.unwrap_or_default();
            let last = parts.pop().unwrap_or(entry.shown);
            inside.append(&mut parts);
            (self.found)(input(Origin::Entry(path.to_owned(), entry.index), &inside, &last, entry.problem));
        }
    }

    fn push(&mut self, path: &Path, above: &[String], name: &str, problem: Option<Error>) {
        (self.found)(input(Origin::File(path.to_owned()), above, name, problem));
    }

    fn folder(&mut self, path: &Path, above: &mut Vec<String>) {
        let name = names::last(path);
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(e) => return self.push(path, above, &name, Some(unopened(&e))),
        };
        if self.above.contains(&real) || self.avoid.as_ref() == Some(&real) {
            tracing::debug!(path = %path.display(), "folder left out: a loop of links, or the output folder");
            return;
        }
        if self.above.len() >= DEPTH {
            let problem = Error::new(
                ErrorCode::LimitExceeded,
                format!("folders nested deeper than {DEPTH}: give the inner folder itself"),
            );
            return self.push(path, above, &name, Some(problem));
        }
        let mut entries = match fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(e) => return self.push(path, above, &name, Some(unopened(&e))),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        self.above.push(real);
        for entry in entries {
            self.met(&entry.path(), &entry.file_name(), above);
        }
        self.above.pop();
    }

    fn met(&mut self, path: &Path, name: &OsStr, above: &mut Vec<String>) {
        let name = names::decode(name);
        if name.starts_with('.') {
            return;
        }
        let extension = names::extension(&name);
        // A README beside the disclosures is about them, not one.
        let readme = names::stem(&name).eq_ignore_ascii_case("readme");
        let disclosure = DISCLOSURES.contains(&&*extension) && !readme;
        let wanted = disclosure || FOREIGN.contains(&&*extension) || extension == "zip";
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => {
                above.push(name);
                self.folder(path, above);
                above.pop();
            }
            Ok(_) if wanted => self.file(path, above, &name),
            Err(e) if wanted => self.push(path, above, &name, Some(unopened(&e))),
            _ => {}
        }
    }
}

fn input(origin: Origin, above: &[String], name: &str, problem: Option<Error>) -> Input {
    let mut output: PathBuf = above.iter().collect();
    output.push(format!("{}.json", names::stem(name)));
    let path = above.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("/");
    Input { origin, path, output: Some(output), problem }
}

fn unopened(e: &std::io::Error) -> Error {
    Error::new(ErrorCode::Io, format!("cannot be opened: {e}: check the path and its permissions"))
}

//! What to read: files as they are given, folders walked in sorted order, and the output that each would write.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Refusal;
use super::output::shown;
use crate::error::{Error, ErrorCode};

/// One input and the output that it would write.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where the bytes are.
    pub origin: PathBuf,
    /// Path relative to the folder given, with `/`; the name alone for a file that was given itself.
    pub path: String,
    /// The output, relative to the output folder.
    pub output: PathBuf,
    /// Why it cannot even be opened (a path that is not there, a folder that cannot be listed).
    pub problem: Option<Error>,
}

/// Folders deeper than this are reported, not entered.
const DEPTH: usize = 100;

/// The inputs that the paths stand for, in the order given; folders are walked in sorted order, links followed.
/// `avoid` is the output folder, which is never walked.
pub fn discover(paths: &[PathBuf], avoid: Option<&Path>) -> Vec<Input> {
    let avoid = avoid.and_then(|p| p.canonicalize().ok());
    let mut walk = Walk { found: Vec::new(), avoid, above: Vec::new() };
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => walk.folder(path, &mut Vec::new()),
            Ok(_) => walk.found.push(input(path, &[], None)),
            Err(e) => walk.found.push(input(path, &[], Some(io(&e)))),
        }
    }
    walk.found
}

/// A file that was given itself.
pub fn file(path: &Path) -> Input {
    input(path, &[], None)
}

struct Walk {
    found: Vec<Input>,
    avoid: Option<PathBuf>,
    above: Vec<PathBuf>,
}

impl Walk {
    fn folder(&mut self, path: &Path, names: &mut Vec<String>) {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(e) => return self.found.push(input(path, names, Some(io(&e)))),
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
            return self.found.push(input(path, names, Some(problem)));
        }
        let mut entries = match fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(e) => return self.found.push(input(path, names, Some(io(&e)))),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        self.above.push(real);
        for entry in entries {
            let path = entry.path();
            let name = name_of(&path);
            if name.starts_with('.') {
                continue;
            }
            match fs::metadata(&path) {
                Ok(meta) if meta.is_dir() => {
                    names.push(name);
                    self.folder(&path, names);
                    names.pop();
                }
                Ok(_) if is_disclosure(&path) => self.found.push(input(&path, names, None)),
                Err(e) if is_disclosure(&path) => self.found.push(input(&path, names, Some(io(&e)))),
                _ => {}
            }
        }
        self.above.pop();
    }
}

/// Whether a file met on a walk is an input, by its name. A README beside the disclosures is about them, not one.
fn is_disclosure(path: &Path) -> bool {
    let readme = path.file_stem().is_some_and(|s| s.eq_ignore_ascii_case("readme"));
    !readme
        && path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| ["pdf", "txt", "md"].iter().any(|known| e.eq_ignore_ascii_case(known)))
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| "unnamed".to_owned(), |n| n.to_string_lossy().into_owned())
}

fn input(origin: &Path, above: &[String], problem: Option<Error>) -> Input {
    let name = name_of(origin);
    let stem = Path::new(&name).file_stem().map_or(name.clone(), |s| s.to_string_lossy().into_owned());
    let mut output: PathBuf = above.iter().collect();
    output.push(format!("{stem}.json"));
    let path = above.iter().map(String::as_str).chain([name.as_str()]).collect::<Vec<_>>().join("/");
    Input { origin: origin.to_owned(), path, output, problem }
}

fn io(e: &std::io::Error) -> Error {
    Error::new(ErrorCode::Io, format!("cannot be opened: {e}: check the path and its permissions"))
}

/// Refuses a job in which two inputs would write one output, or one would overwrite `run.json`.
///
/// # Errors
/// [`Refusal::Usage`] names both inputs.
pub fn refuse_conflicts(inputs: &[Input]) -> Result<(), Refusal> {
    let mut taken: HashMap<&Path, &Input> = HashMap::with_capacity(inputs.len());
    for input in inputs {
        if input.output == Path::new("run.json") {
            return Err(Refusal::Usage(format!(
                "{} would be written to run.json, which holds the report: rename the input",
                input.origin.display()
            )));
        }
        if let Some(other) = taken.insert(&input.output, input) {
            return Err(Refusal::Usage(format!(
                "{} and {} would both be written to {}: rename one, or run them into different folders",
                other.origin.display(),
                input.origin.display(),
                shown(&input.output)
            )));
        }
    }
    Ok(())
}

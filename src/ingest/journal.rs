//! The journal of a run: what was begun and what is done, a line each, so that a killed run can go on.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::output::OutputFolder;
use super::report::Entry;

/// Its name in the output folder; the file is there only while a run goes on, or after one was killed.
const NAME: &str = ".yusuan-journal";

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Began(String),
    Done(Box<Entry>),
}

/// What a killed run left.
#[derive(Debug, Default)]
pub struct Left {
    /// Whether there was a journal at all.
    pub interrupted: bool,
    /// Paths of the documents that were being read when it ended: one of them may have ended it.
    pub suspects: HashSet<String>,
}

/// The journal of this run.
#[derive(Debug)]
pub struct Journal {
    file: Mutex<File>,
    path: PathBuf,
}

impl Journal {
    /// Opens the journal and reads what a killed run left in it: `done` hears of each document that it had done.
    ///
    /// # Errors
    /// As the system says.
    pub fn open(folder: &OutputFolder, mut done: impl FnMut(Entry)) -> io::Result<(Self, Left)> {
        let path = folder.path().join(NAME);
        let mut left = Left::default();
        if let Ok(file) = File::open(&path) {
            left.interrupted = true;
            // The last line may be torn; a torn line is a document not done.
            for line in BufReader::new(file).split(b'\n') {
                match serde_json::from_slice(&line?) {
                    Ok(Line::Began(path)) => {
                        left.suspects.insert(path);
                    }
                    Ok(Line::Done(entry)) => {
                        left.suspects.remove(&entry.path);
                        done(*entry);
                    }
                    Err(_) => {}
                }
            }
        }
        let mut file = File::options().create(true).append(true).open(&path)?;
        // Ends a torn line.
        file.write_all(b"\n")?;
        Ok((Self { file: Mutex::new(file), path }, left))
    }

    /// A document is about to be read.
    ///
    /// # Errors
    /// As the system says.
    pub fn began(&self, path: &str) -> io::Result<()> {
        self.line(&Line::Began(path.to_owned()))
    }

    /// A document is done, its output in place.
    ///
    /// # Errors
    /// As the system says.
    pub fn done(&self, entry: &Entry) -> io::Result<()> {
        self.line(&Line::Done(Box::new(entry.clone())))
    }

    fn line(&self, line: &Line) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner).write_all(&bytes)
    }

    /// The run is over and `run.json` in place.
    pub fn close(self) {
        let _ = fs::remove_file(&self.path);
    }
}

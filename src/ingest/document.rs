//! The way of one document through a batch: kept, taken over, or read; written; noted.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::discover::Input;
use super::input::{self, Loaded};
use super::journal::Journal;
use super::known;
use super::ledger::{Ledger, LedgerError};
use super::output::{OutputFolder, Staged, WriteError, shown};
use super::reader::{self, Reading, Request, Want};
use super::readers::Readers;
use super::report::{Entry, Failure, Outcome};
use super::slots::{Slot, Slots};
use super::{Job, media};
use crate::error::{Error, ErrorCode};
use crate::model::Disclosure;
use crate::pipeline::Media;

/// What all documents of a run share.
#[derive(Debug)]
pub struct Batch<'a> {
    job: &'a Job,
    folder: &'a OutputFolder,
    ledger: &'a Ledger,
    journal: &'a Journal,
    fingerprint: String,
    readers: Readers<Reading>,
    /// Nothing can be written any more.
    stop: AtomicBool,
    slots: Slots,
}

/// What became of a document.
#[derive(Debug)]
pub struct Done {
    /// Its entry in the report.
    pub entry: Entry,
    /// Why its output could not be written.
    pub unwritten: Option<String>,
    /// Whether another input reads the same bytes in this run: it is not done yet.
    pub waits: bool,
}

impl<'a> Batch<'a> {
    /// A batch that works on `jobs` documents at a time; `suspects` were being read when the last run was killed.
    pub fn new(
        job: &'a Job,
        folder: &'a OutputFolder,
        ledger: &'a Ledger,
        journal: &'a Journal,
        suspects: HashSet<String>,
        jobs: usize,
    ) -> Self {
        Self {
            job,
            folder,
            ledger,
            journal,
            fingerprint: fingerprint(job),
            readers: Readers::new(&job.config, job.worker.clone(), reader::answer, Ok)
                .apart(suspects, job.isolate),
            stop: AtomicBool::new(false),
            slots: Slots::new(jobs),
        }
    }

    /// The fingerprint of code, vocabulary and options.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Reads and writes the document with this number, or finds that nothing is to be done; none when there is no
    /// such document.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn one(&self, number: i64) -> Result<Option<Done>, LedgerError> {
        let slot = self.slots.take();
        let begun = Instant::now();
        let Some(input) = self.ledger.input(number)? else { return Ok(None) };
        let mut done = self.attempt(number, &input, slot)?;
        if !done.waits {
            done.entry.millis = begun.elapsed().as_millis() as u64;
            self.ledger.done(number, &done.entry)?;
        }
        Ok(Some(done))
    }

    fn attempt(&self, number: i64, input: &Input, slot: Slot<'_>) -> Result<Done, LedgerError> {
        let mut entry = Entry::new(input);
        if self.stop.load(Ordering::Relaxed) {
            let error = Error::new(ErrorCode::Io, "not read: the output can no longer be written");
            return Ok(self.failed(input, entry, &error));
        }
        let known = self.ledger.known(&input.path)?.filter(|k| self.may_keep(input, k));
        if let Some(known) = &known
            && let Some(kept) = self.keep_unread(input, known)?
        {
            return Ok(kept);
        }
        let loaded = match input::load(input, self.job.config.limits.file_bytes) {
            Ok(loaded) => loaded,
            Err(error) => return Ok(self.failed(input, entry, &error)),
        };
        self.note(&mut entry, input, &loaded)?;
        if let Some(kept) = known.and_then(|k| self.keep_loaded(input, &k, &entry)) {
            return Ok(kept);
        }
        let media = match media::decide(&loaded.bytes, &input.path) {
            Ok(media) if input.output.is_some() => media,
            Ok(_) => {
                let message = "its output's place is taken by another input: rename one of them";
                let error = Error::new(ErrorCode::UnsupportedFormat, message);
                return Ok(self.failed(input, entry, &error));
            }
            Err(error) => return Ok(self.failed(input, entry, &error)),
        };
        if !self.path_matters() {
            if let Some(other) = self.ledger.reads(&loaded.sha256, media == Media::Text, number)? {
                self.ledger.waits(number, other)?;
                return Ok(Done { entry, unwritten: None, waits: true });
            }
            if let Some(reading) = self.moved(input, &mut entry)? {
                return Ok(self.write(input, entry, reading, slot));
            }
        }
        Ok(self.read(input, entry, loaded, media, slot))
    }

    /// Does the next document that has the bytes of another, which is done; none when there is no more.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn copy(&self) -> Result<Option<Done>, LedgerError> {
        let slot = self.slots.take();
        let begun = Instant::now();
        let Some((number, first)) = self.ledger.next_waiting()? else { return Ok(None) };
        let (Some(input), Some(first)) = (self.ledger.input(number)?, self.ledger.outcome(first)?) else {
            return Ok(None);
        };
        let mut done = self.copied(&input, &first, slot)?;
        done.entry.millis = begun.elapsed().as_millis() as u64;
        self.ledger.done(number, &done.entry)?;
        Ok(Some(done))
    }

    fn copied(&self, input: &Input, first: &Entry, slot: Slot<'_>) -> Result<Done, LedgerError> {
        let mut entry = Entry::new(input);
        let loaded = match input::load(input, self.job.config.limits.file_bytes) {
            Ok(loaded) => loaded,
            Err(error) => return Ok(self.failed(input, entry, &error)),
        };
        self.note(&mut entry, input, &loaded)?;
        // The file may have changed since it was found to be a copy.
        if entry.sha256 == first.sha256 {
            if let Some(error) = &first.error {
                return Ok(self.failed(input, entry, &Error::new(error.code, error.message.clone())));
            }
            if let Some(reading) = self.take_over(input, &entry, first) {
                return Ok(self.write(input, entry, reading, slot));
            }
        }
        Ok(match media::decide(&loaded.bytes, &input.path) {
            Ok(media) => self.read(input, entry, loaded, media, slot),
            Err(error) => self.failed(input, entry, &error),
        })
    }

    fn read(&self, input: &Input, entry: Entry, loaded: Loaded, media: Media, slot: Slot<'_>) -> Done {
        if let Err(e) = self.journal.began(&input.path) {
            return self.unwritten(input, entry, format!("cannot write the journal: {e}"), true);
        }
        let request = Request {
            bytes: Arc::new(loaded.bytes),
            sha256: loaded.sha256,
            path: input.path.clone(),
            media,
            manifest: entry.manifest.clone(),
            want: Want::Output,
        };
        match self.readers.read(request) {
            Ok(reading) => self.write(input, entry, reading, slot),
            Err(error) => self.failed(input, entry, &error),
        }
    }

    /// Writes an output. `slot` goes to another document as soon as the bytes are with the system: the disk takes
    /// its time.
    fn write(&self, input: &Input, mut entry: Entry, reading: Reading, slot: Slot<'_>) -> Done {
        let Some(output) = &input.output else {
            return self.failed(
                input,
                entry,
                &Error::new(ErrorCode::Internal, "a document without an output"),
            );
        };
        entry.reuse.output_sha256 = Some(input::sha256(&reading.bytes));
        let staged = self.folder.stage(output, &reading.bytes);
        drop(slot);
        if let Err(e) = staged.and_then(Staged::commit) {
            let all = e.concerns_all();
            return self.unwritten(input, entry, e.to_string(), all);
        }
        entry.reuse.output = self.folder.locate(output).and_then(|p| input::stamp_of(&p));
        if entry.moved_from.is_some() || entry.outcome == Outcome::Unchanged {
            entry.outcome = Outcome::Unchanged;
        } else {
            entry.outcome = Outcome::Processed;
        }
        entry.output = Some(shown(output));
        entry.facts = reading.facts;
        self.noted(entry)
    }

    /// A document that could not be read leaves no output, not even that of an earlier run: it would pass for
    /// this one's.
    fn failed(&self, input: &Input, mut entry: Entry, error: &Error) -> Done {
        entry.error = Some(Failure { code: error.code(), message: error.message().to_owned() });
        match self.clear(input) {
            Err(e) => Done { entry, unwritten: Some(e.to_string()), waits: false },
            Ok(()) if entry.sha256.is_some() => self.noted(entry),
            Ok(()) => Done { entry, unwritten: None, waits: false },
        }
    }

    fn unwritten(&self, input: &Input, mut entry: Entry, problem: String, all: bool) -> Done {
        if all {
            self.stop.store(true, Ordering::Relaxed);
        }
        let _ = self.clear(input);
        entry.error = Some(Failure { code: ErrorCode::Io, message: problem.clone() });
        Done { entry, unwritten: Some(problem), waits: false }
    }

    fn noted(&self, entry: Entry) -> Done {
        let unwritten = self.journal.done(&entry).err().map(|e| format!("cannot write the journal: {e}"));
        Done { entry, unwritten, waits: false }
    }

    fn clear(&self, input: &Input) -> Result<(), WriteError> {
        input.output.as_ref().map_or(Ok(()), |output| self.folder.remove(output))
    }

    fn note(&self, entry: &mut Entry, input: &Input, loaded: &Loaded) -> Result<(), LedgerError> {
        entry.manifest = self.job.manifest.fields(input, Some(&loaded.sha256))?;
        entry.sha256 = Some(loaded.sha256.clone());
        entry.reuse.fingerprint.clone_from(&self.fingerprint);
        entry.reuse.input.clone_from(&loaded.stamp);
        entry.reuse.origin = known::origin(&input.origin);
        entry.reuse.modified = input::modified(input.origin.file());
        Ok(())
    }

    fn may_keep(&self, input: &Input, known: &Entry) -> bool {
        let retry = self.job.retry_failed || self.readers.suspects(&input.path);
        !self.job.force
            && input.problem.is_none()
            && known::current(known, &self.fingerprint, retry, !self.job.config.passwords.is_empty())
            && (known.output.is_none() || known.output == input.output.as_deref().map(shown))
    }

    /// Keeps an output without reading the input, when the stamps of both vouch for them.
    fn keep_unread(&self, input: &Input, known: &Entry) -> Result<Option<Done>, LedgerError> {
        let stamp = known.reuse.input.as_ref().filter(|_| !self.job.verify);
        if stamp.is_none() || stamp != input::stamp_of(input.origin.file()).as_ref() {
            return Ok(None);
        }
        let manifest = self.job.manifest.fields(input, known.sha256.as_deref())?;
        Ok((manifest == known.manifest).then(|| self.keep(input, known)).flatten())
    }

    fn keep_loaded(&self, input: &Input, known: &Entry, loaded: &Entry) -> Option<Done> {
        (known.sha256 == loaded.sha256 && known.manifest == loaded.manifest).then_some(())?;
        let mut done = self.keep(input, known)?;
        done.entry.reuse.input.clone_from(&loaded.reuse.input);
        done.entry.reuse.origin.clone_from(&loaded.reuse.origin);
        done.entry.reuse.modified = loaded.reuse.modified;
        Some(done)
    }

    fn keep(&self, input: &Input, known: &Entry) -> Option<Done> {
        let mut entry = known::kept(known);
        if known.error.is_none() {
            entry.reuse.output = Some(known::intact(known, self.folder, !self.job.verify)?);
            return Some(Done { entry, unwritten: None, waits: false });
        }
        let unwritten = self.clear(input).err().map(|e| e.to_string());
        Some(Done { entry, unwritten, waits: false })
    }

    /// The output, when an earlier run read the bytes under another path.
    fn moved(&self, input: &Input, entry: &mut Entry) -> Result<Option<Reading>, LedgerError> {
        let Some(sha256) = entry.sha256.as_deref().filter(|_| !self.job.force) else { return Ok(None) };
        let usable = |before: &Entry| {
            before.path != input.path && known::current(before, &self.fingerprint, false, false)
        };
        let Some(before) = self.ledger.same_bytes(sha256)?.filter(usable) else { return Ok(None) };
        let Some(reading) = self.take_over(input, entry, &before) else { return Ok(None) };
        if known::is_gone(&before, &[]) {
            entry.moved_from = Some(before.path.clone());
        }
        entry.outcome = Outcome::Unchanged;
        Ok(Some(reading))
    }

    /// The output of other bytes' twin, under this document's path and with its manifest's fields.
    fn take_over(&self, input: &Input, entry: &Entry, twin: &Entry) -> Option<Reading> {
        let bytes = self.folder.read(Path::new(twin.output.as_deref()?)).ok()?;
        (Some(input::sha256(&bytes)) == twin.reuse.output_sha256).then_some(())?;
        let mut document: Disclosure = serde_json::from_slice(&bytes).ok()?;
        document.source.path.clone_from(&input.path);
        document.source.manifest.clone_from(&entry.manifest);
        Some(Reading::of(&document))
    }

    /// Whether a document's path changes more of its output than the path in it: suppressions name paths.
    fn path_matters(&self) -> bool {
        !self.job.config.rules.suppressions.is_empty()
    }
}

/// What results depend on beside the input: the code with its vocabulary, and the options. Passwords are left
/// out: they open a document or do not, and a document that stayed closed is tried again when there are any.
fn fingerprint(job: &Job) -> String {
    let config = &job.config;
    let options = format!(
        "{}\0{}\0{:?}\0{:?}\0{:?}\0{}",
        env!("CARGO_PKG_VERSION"),
        env!("YUSUAN_CODE"),
        config.limits,
        config.rules,
        config.all_checks,
        job.fingerprint
    );
    input::sha256(options.as_bytes())
}

//! Reads one document so that it can harm no other: on a thread of its own with a deep stack, panics caught,
//! time limited; or in a worker process ([`super::isolate`]), where memory and the stack are limited too.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Child;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::isolate::{self, Isolation};
use super::report::Facts;
use crate::config::Config;
use crate::emit::json;
use crate::error::{Error, ErrorCode};
use crate::model::Disclosure;
use crate::pipeline::{self, Media};

/// Nested forms and objects recurse; the system reserves this much address space and uses what is touched.
pub(super) const STACK: usize = 256 << 20;

/// One document read: bytes, the output's as a rule, and what `run.json` says of it.
#[derive(Debug)]
pub struct Reading {
    /// What was wanted.
    pub bytes: Vec<u8>,
    /// What the run says of it; nothing unless the output was wanted.
    pub facts: Facts,
}

/// What is wanted of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Want {
    /// The output.
    Output,
    /// The interchange text of a PDF.
    Text,
    /// What was seen on its pages: a JSON list of SVG pictures, one a page.
    Pictures,
}

/// What a reader makes of a document.
pub type Make<T> = fn(&Request, &Config) -> Result<T, Error>;

impl Reading {
    /// The output of a document.
    pub fn of(document: &Disclosure) -> Self {
        Self { bytes: json::write(document), facts: Facts::of(document) }
    }
}

/// One document to read.
#[derive(Debug, Clone)]
pub struct Request {
    /// The input's bytes.
    pub bytes: Arc<Vec<u8>>,
    /// Their SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Its path, as it goes into the output.
    pub path: String,
    /// What it is.
    pub media: Media,
    /// What the caller's manifest says of it.
    pub manifest: Option<super::manifest::Fields>,
    /// What is wanted of it.
    pub want: Want,
}

/// Reads documents one after the other on a companion thread, and makes of each what the caller needs.
#[derive(Debug)]
pub struct Reader<T> {
    way: Way<T>,
    /// The rooms watch the clock themselves and end with a partial result or a precise message; this is the net
    /// below them.
    patience: Duration,
    companion: Option<Companion<T>>,
}

#[derive(Debug)]
enum Way<T> {
    Here(Box<Config>, Make<T>),
    Worker(Isolation),
}

/// A thread that answers requests; `child` is the process behind it.
#[derive(Debug)]
struct Companion<T> {
    requests: Sender<Request>,
    answers: Receiver<Answer<T>>,
    child: Option<Child>,
}

/// An answer, and whether the companion can be asked again.
type Answer<T> = (Result<T, Error>, bool);

impl<T> Drop for Companion<T> {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl<T: Send + 'static> Reader<T> {
    /// A reader within this process; `make` runs on the companion thread too.
    pub fn new(config: &Config, make: Make<T>) -> Self {
        let millis = config.limits.millis;
        let patience = Duration::from_millis(millis.saturating_add(millis / 4).saturating_add(100));
        Self { way: Way::Here(Box::new(config.clone()), make), patience, companion: None }
    }

    /// Reads one document.
    ///
    /// # Errors
    /// Those of [`pipeline::read`]; `internal` for a panic; `limit_exceeded` when the time is over, in which
    /// case the thread is left behind and a new one takes its place.
    pub fn read(&mut self, request: Request) -> Result<T, Error> {
        let companion = match self.companion.take() {
            Some(companion) => companion,
            None => self.way.start()?,
        };
        let gone =
            || Error::new(ErrorCode::Internal, "the reading thread ended: report this file as a defect");
        companion.requests.send(request).map_err(|_| gone())?;
        match companion.answers.recv_timeout(self.patience) {
            Ok((answer, again)) => {
                self.companion = again.then_some(companion);
                answer
            }
            Err(RecvTimeoutError::Timeout) => Err(Error::new(
                ErrorCode::LimitExceeded,
                format!(
                    "millis: not done after {} ms: raise --max-millis if you trust the file",
                    self.patience.as_millis()
                ),
            )),
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
        }
    }

    /// Whether the next document begins on a new thread or process: the last one was left behind.
    pub fn is_fresh(&self) -> bool {
        self.companion.is_none()
    }
}

impl Reader<Reading> {
    /// A reader in a worker process.
    pub fn isolated(config: &Config, isolation: &Isolation) -> Self {
        let patience = Duration::from_millis(config.limits.millis.saturating_mul(2).saturating_add(2_000));
        Self { way: Way::Worker(isolation.clone()), patience, companion: None }
    }
}

impl<T: Send + 'static> Way<T> {
    fn start(&self) -> Result<Companion<T>, Error> {
        let (requests, inbox) = channel::<Request>();
        let (outbox, answers) = channel();
        let thread = thread::Builder::new().name("document".to_owned());
        let (child, spawned) = match self {
            Self::Here(config, make) => {
                let (config, make) = (config.clone(), *make);
                let answer = move |request: Request| (guarded(|| make(&request, &config)), true);
                (None, thread.stack_size(STACK).spawn(move || serve(&inbox, &outbox, answer)))
            }
            Self::Worker(isolation) => {
                let (child, mut pipes) = isolate::start(isolation)?;
                // The worker answers with a `Reading`; no other reader has this way.
                let answer = move |request: Request| {
                    let (reading, again) = pipes.ask(&request);
                    (reading.and_then(own), again)
                };
                (Some(child), thread.spawn(move || serve(&inbox, &outbox, answer)))
            }
        };
        let companion = Companion { requests, answers, child };
        spawned.map_err(|e| Error::new(ErrorCode::Internal, format!("cannot start a thread: {e}")))?;
        Ok(companion)
    }
}

fn serve<T>(
    inbox: &Receiver<Request>,
    outbox: &Sender<Answer<T>>,
    mut answer: impl FnMut(Request) -> Answer<T>,
) {
    for request in inbox {
        if outbox.send(answer(request)).is_err() {
            break;
        }
    }
}

fn own<T: 'static>(reading: Reading) -> Result<T, Error> {
    let reading: Box<dyn Any> = Box::new(reading);
    reading
        .downcast()
        .map(|own| *own)
        .map_err(|_| Error::new(ErrorCode::Internal, "the worker gives readings only"))
}

/// What a request asks for, as bytes.
///
/// # Errors
/// Those of [`pipeline`].
pub fn answer(request: &Request, config: &Config) -> Result<Reading, Error> {
    let plain = |bytes| Reading { bytes, facts: Facts::default() };
    match request.want {
        Want::Output => Ok(Reading::of(&document(request, config)?)),
        Want::Text => Ok(plain(pipeline::extract(&request.bytes, config)?.interchange.text.into_bytes())),
        Want::Pictures => {
            let mut pictures = Vec::new();
            pipeline::draw(&request.bytes, config, |_, svg| pictures.push(svg))?;
            Ok(plain(serde_json::to_vec(&pictures).unwrap_or_default()))
        }
    }
}

/// The document itself.
///
/// # Errors
/// Those of [`pipeline::read`].
pub fn document(request: &Request, config: &Config) -> Result<Disclosure, Error> {
    let sha256 = request.sha256.clone();
    let mut document = pipeline::read_hashed(&request.bytes, sha256, &request.path, request.media, config)?;
    document.source.manifest.clone_from(&request.manifest);
    Ok(document)
}

/// A panic as an error with the code `internal`.
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = format!("a defect of yusuan ({}): report the file", reason(panic.as_ref()));
        Err(Error::new(ErrorCode::Internal, message))
    })
}

fn reason(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_internal() {
        let error = guarded::<()>(|| panic!("{} of it", "all")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Internal);
        assert!(error.message().contains("all of it"), "{error}");
    }

    #[test]
    fn the_time_ends() {
        let mut config = Config::default();
        config.limits.millis = 20;
        let mut reader = Reader::new(&config, |_, _| {
            thread::sleep(Duration::from_mins(10));
            Ok(())
        });
        let request = Request {
            bytes: b"# x\n".to_vec().into(),
            sha256: String::new(),
            path: "x.txt".to_owned(),
            media: Media::Text,
            manifest: None,
            want: Want::Output,
        };
        let error = reader.read(request).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LimitExceeded);
        assert!(reader.is_fresh());
    }
}

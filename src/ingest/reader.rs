//! Reads one document so that it can harm no other: on a thread of its own with a deep stack, panics caught,
//! time limited.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::report::Facts;
use crate::config::Config;
use crate::emit::json;
use crate::error::{Error, ErrorCode};
use crate::model::Disclosure;
use crate::pipeline::{self, Media};

/// Nested forms and objects recurse; the system reserves this much address space and uses what is touched.
const STACK: usize = 256 << 20;

/// One document read: its output's bytes and what `run.json` says of it.
#[derive(Debug)]
pub struct Reading {
    /// The output.
    pub json: Vec<u8>,
    /// What the run says of it.
    pub facts: Facts,
}

struct Request {
    bytes: Vec<u8>,
    path: String,
    media: Media,
}

impl Reading {
    /// The output of a document.
    pub fn of(document: &Disclosure) -> Self {
        Self { json: json::write(document), facts: Facts::of(document) }
    }
}

/// Reads documents one after the other on a companion thread, and makes of each what the caller needs.
#[derive(Debug)]
pub struct Reader<T> {
    config: Config,
    make: fn(Disclosure) -> T,
    companion: Option<Companion<T>>,
}

#[derive(Debug)]
struct Companion<T> {
    requests: Sender<Request>,
    answers: Receiver<Result<T, Error>>,
}

impl<T: Send + 'static> Reader<T> {
    /// A reader with these settings; `make` runs on the companion thread too.
    pub fn new(config: &Config, make: fn(Disclosure) -> T) -> Self {
        Self { config: config.clone(), make, companion: None }
    }

    /// Reads one document.
    ///
    /// # Errors
    /// Those of [`pipeline::read`]; `internal` for a panic; `limit_exceeded` when the time is over, in which
    /// case the thread is left behind and a new one takes its place.
    pub fn read(&mut self, bytes: Vec<u8>, path: &str, media: Media) -> Result<T, Error> {
        let companion = match self.companion.take() {
            Some(companion) => companion,
            None => start(self.config.clone(), self.make)?,
        };
        let gone =
            || Error::new(ErrorCode::Internal, "the reading thread ended: report this file as a defect");
        companion.requests.send(Request { bytes, path: path.to_owned(), media }).map_err(|_| gone())?;
        // The rooms watch the clock themselves and end with a partial result or a precise message; this is the
        // net below them.
        let patience = Duration::from_millis(self.config.limits.millis.saturating_mul(2));
        match companion.answers.recv_timeout(patience) {
            Ok(answer) => {
                self.companion = Some(companion);
                answer
            }
            Err(RecvTimeoutError::Timeout) => Err(Error::new(
                ErrorCode::LimitExceeded,
                format!(
                    "not done after {} ms: raise --max-millis if you trust the file",
                    patience.as_millis()
                ),
            )),
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
        }
    }
}

fn start<T: Send + 'static>(config: Config, make: fn(Disclosure) -> T) -> Result<Companion<T>, Error> {
    let (requests, inbox) = channel::<Request>();
    let (outbox, answers) = channel();
    thread::Builder::new()
        .name("document".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            for request in inbox {
                let answer = guarded(|| {
                    pipeline::read(&request.bytes, &request.path, request.media, &config).map(make)
                });
                if outbox.send(answer).is_err() {
                    break;
                }
            }
        })
        .map_err(|e| Error::new(ErrorCode::Internal, format!("cannot start a thread: {e}")))?;
    Ok(Companion { requests, answers })
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
        let mut reader = Reader::new(&config, |_| thread::sleep(Duration::from_secs(600)));
        let error = reader.read(b"# x\n".to_vec(), "x.txt", Media::Text).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LimitExceeded);
    }
}

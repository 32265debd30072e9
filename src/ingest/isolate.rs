//! The worker process: reads documents with memory, time and stack of its own, so that what a document does to
//! it ends that document only.
//!
//! The worker is the same program with the same arguments and [`VARIABLE`] set, so it has the same settings. It
//! answers on its standard output: a JSON line, then the output's bytes.

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};

use super::manifest::Fields;
use super::reader::{self, Reader, Reading, Request, STACK, Want};
use super::report::{Facts, Failure};
use crate::config::Config;
use crate::error::{Error, ErrorCode};
use crate::pipeline::Media;

/// Set in a worker's environment: its limit of memory in bytes.
pub const VARIABLE: &str = "YUSUAN_WORKER";

/// Address space that a worker takes without reading anything: the program, the main stack, thread arenas.
const BASE: u64 = 256 << 20;

/// Bytes of object streams that are parsed within the process. An object may take three hundred times its bytes.
const LOAD: usize = 3 << 20;

/// The configuration of a reader within this process, when what is too much for it can go to a worker.
pub(super) fn light(config: &Config) -> Config {
    let mut light = config.clone();
    light.limits.load_bytes = light.limits.load_bytes.min(LOAD);
    light
}

/// Whether the error is one that a worker may not meet.
pub(super) fn was_too_light(error: &Error) -> bool {
    error.limit() == Some("load_bytes")
}

/// Whether parsing the objects of a PDF may take the memory of many documents, as far as its bytes tell: large
/// files, and those full of empty arrays.
pub(super) fn is_heavy(bytes: &[u8]) -> bool {
    bytes.len() > 16 << 20 || bytes.len() > 2 << 20 && memchr::memchr_iter(b'[', bytes).nth(2 << 20).is_some()
}

/// How to start a worker.
#[derive(Debug, Clone)]
pub struct Isolation {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Bytes that a document may take.
    pub memory: u64,
}

impl Isolation {
    /// A worker that is this program with these arguments once more; none when the system does not say what
    /// program this is.
    pub fn of_this_program(memory: u64) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        Some(Self { program, args: std::env::args_os().skip(1).collect(), memory })
    }
}

#[derive(Serialize, Deserialize)]
struct Question {
    path: String,
    text: bool,
    bytes: usize,
    sha256: String,
    manifest: Option<Fields>,
    want: Want,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    result: Result<(Facts, usize), Failure>,
    /// The worker ends after this answer: a thread was left behind in it.
    last: bool,
}

/// The worker's pipes.
pub(super) struct Pipes {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    said: Arc<Mutex<String>>,
    memory: u64,
}

/// Starts a worker.
pub(super) fn start(isolation: &Isolation) -> Result<(Child, Pipes), Error> {
    let failed =
        |e: io::Error| Error::new(ErrorCode::Internal, format!("cannot start a worker process: {e}"));
    let mut child = Command::new(&isolation.program)
        .args(&isolation.args)
        .env(VARIABLE, isolation.memory.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (Some(input), Some(output), Some(complaints)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(failed(io::Error::other("no pipes")));
    };
    let said = Arc::new(Mutex::new(String::new()));
    let listen = Arc::clone(&said);
    std::thread::Builder::new()
        .name("worker's stderr".to_owned())
        .spawn(move || hear(complaints, &listen))
        .map_err(failed)?;
    let pipes = Pipes { input, output: BufReader::new(output), said, memory: isolation.memory };
    Ok((child, pipes))
}

fn hear(complaints: ChildStderr, said: &Mutex<String>) {
    for line in BufReader::new(complaints).lines().map_while(Result::ok) {
        let mut said = said.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if said.len() < 8192 {
            said.push_str(&line);
            said.push('\n');
        }
    }
}

impl Pipes {
    /// Has one document read; the second value says whether the worker can be asked again.
    pub(super) fn ask(&mut self, request: &Request) -> (Result<Reading, Error>, bool) {
        match self.exchange(request) {
            Ok((answer, last)) => (answer, !last),
            Err(broken) => (Err(self.obituary(&broken)), false),
        }
    }

    fn exchange(&mut self, request: &Request) -> io::Result<(Result<Reading, Error>, bool)> {
        let question = Question {
            path: request.path.clone(),
            text: request.media == Media::Text,
            bytes: request.bytes.len(),
            sha256: request.sha256.clone(),
            manifest: request.manifest.clone(),
            want: request.want,
        };
        let mut line = serde_json::to_vec(&question)?;
        line.push(b'\n');
        self.input.write_all(&line)?;
        self.input.write_all(&request.bytes)?;
        self.input.flush()?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let answer: Answer = serde_json::from_str(&line)?;
        let result = match answer.result {
            Err(failure) => Err(Error::new(failure.code, failure.message)),
            Ok((facts, length)) => {
                let mut bytes = vec![0; length];
                self.output.read_exact(&mut bytes)?;
                Ok(Reading { bytes, facts })
            }
        };
        Ok((result, answer.last))
    }

    /// Why the worker died, by its last words.
    fn obituary(&self, broken: &io::Error) -> Error {
        // The pipe breaks a moment before the last words arrive.
        std::thread::sleep(std::time::Duration::from_millis(50));
        let said = self.said.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if said.contains("memory allocation") {
            return Error::new(
                ErrorCode::LimitExceeded,
                format!(
                    "memory: the document needs more than {} MB: raise --max-memory if you trust the file",
                    self.memory >> 20
                ),
            );
        }
        let why =
            if said.contains("overflowed its stack") { "stack overflow" } else { "its worker process died" };
        Error::new(ErrorCode::Internal, format!("a defect of yusuan ({why}; {broken}): report the file"))
    }
}

/// The limit of memory, when this process was started as a worker.
pub fn requested() -> Option<u64> {
    std::env::var(VARIABLE).ok()?.parse().ok()
}

/// Answers on standard output until standard input ends: what a worker does.
///
/// # Errors
/// When a pipe breaks: the run has ended.
pub fn work(config: &Config, memory: u64) -> io::Result<()> {
    limit(memory);
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut reader = Reader::new(config, reader::answer);
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let question: Question = serde_json::from_str(&line)?;
        let mut bytes = vec![0; question.bytes];
        input.read_exact(&mut bytes)?;
        let media = if question.text { Media::Text } else { Media::Pdf };
        let result = reader.read(Request {
            bytes: bytes.into(),
            sha256: question.sha256,
            path: question.path,
            media,
            manifest: question.manifest,
            want: question.want,
        });
        let last = reader.is_fresh();
        let (result, bytes) = match result {
            Ok(reading) => (Ok((reading.facts, reading.bytes.len())), reading.bytes),
            Err(e) => (Err(Failure { code: e.code(), message: e.message().to_owned() }), Vec::new()),
        };
        serde_json::to_writer(&mut output, &Answer { result, last })?;
        output.write_all(b"\n")?;
        output.write_all(&bytes)?;
        output.flush()?;
        if last {
            return Ok(());
        }
    }
}

/// Lets the system refuse memory beyond the limit.
fn limit(memory: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let bytes = memory.saturating_add(STACK as u64).saturating_add(BASE);
        let maximum = getrlimit(Resource::As).maximum;
        let current = Some(maximum.map_or(bytes, |m| m.min(bytes)));
        if let Err(e) = setrlimit(Resource::As, Rlimit { current, maximum }) {
            tracing::warn!("the worker's memory cannot be limited: {e}");
        }
    }
    #[cfg(not(unix))]
    let _ = (memory, STACK, BASE);
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What the run says when the worker does this instead of answering.
    fn fate(script: &str) -> ErrorCode {
        let mut config = Config::default();
        config.limits.millis = 1;
        let args = vec!["-c".into(), script.into()];
        let mut reader =
            Reader::isolated(&config, &Isolation { program: "/bin/sh".into(), args, memory: 1 << 20 });
        let request = Request {
            bytes: vec![0; 1 << 20].into(),
            sha256: String::new(),
            path: "x.pdf".to_owned(),
            media: Media::Pdf,
            manifest: None,
            want: Want::Output,
        };
        let error = reader.read(request).unwrap_err();
        assert!(reader.is_fresh(), "the next document needs another worker");
        error.code()
    }

    #[test]
    fn what_kills_a_worker_ends_one_document() {
        assert_eq!(fate("kill -9 $$"), ErrorCode::Internal);
        assert_eq!(fate("echo 'thread main has overflowed its stack' >&2; kill -6 $$"), ErrorCode::Internal);
        assert_eq!(
            fate("echo 'memory allocation of 99 bytes failed' >&2; kill -6 $$"),
            ErrorCode::LimitExceeded
        );
        assert_eq!(fate("exec sleep 600"), ErrorCode::LimitExceeded);
        // It fills its pipe and reads no more: the time ends it.
        assert_eq!(fate("exec yes"), ErrorCode::LimitExceeded);
        assert_eq!(fate("echo no answer"), ErrorCode::Internal);
    }
}

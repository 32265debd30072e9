//! What the person sees while a batch runs: a bar with rate and time left on a terminal, a line for each failure,
//! nothing with `--quiet`.

use std::io::{IsTerminal as _, stderr};
use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::options::{Log, LogFormat};
use super::print::{note, safe};
use crate::ingest::Watch;
use crate::ingest::report::{Entry, Outcome};

/// Tells the person.
#[derive(Debug)]
pub struct Progress {
    quiet: bool,
    json: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// As the options say.
    pub fn new(log: &Log) -> Self {
        Self { quiet: log.quiet, json: log.log_format == LogFormat::Json, bar: OnceLock::new() }
    }

    /// The batch is over.
    pub fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Progress {
    fn begin(&self, inputs: usize) {
        if self.quiet || self.json || !stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(inputs as u64), ProgressDrawTarget::stderr_with_hz(10));
        let style = "{bar:30} {pos}/{len} {per_sec} {elapsed} left {eta} {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        let _ = self.bar.set(bar);
    }

    fn done(&self, entry: &Entry) {
        let found = &entry.facts.findings;
        if self.json {
            tracing::info!(
                target: "yusuan::cli",
                path = %entry.path,
                outcome = ?entry.outcome,
                code = entry.error.as_ref().map(|e| e.code.as_str()),
                message = entry.error.as_ref().map(|e| e.message.as_str()),
                errors = found.error,
                warnings = found.warning,
                millis = entry.millis,
                "document"
            );
        }
        if let Some(bar) = self.bar.get() {
            bar.set_message(safe(&entry.path).into_owned());
            bar.inc(1);
        }
        if self.quiet || self.json || entry.outcome != Outcome::Failed {
            return;
        }
        let Some(error) = &entry.error else { return };
        let line = format_args!("{}: {}: {}", entry.path, error.code.as_str(), error.message);
        match self.bar.get() {
            Some(bar) => bar.suspend(|| note(line)),
            None => note(line),
        }
    }
}

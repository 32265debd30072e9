//! Options that several subcommands share.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::exit::Exit;
use super::print::note;
use crate::config::Config;

/// How much is said, and in which form.
#[derive(Debug, Args)]
pub struct Log {
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Form of the log lines on standard error
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// Form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for a person.
    Text,
    /// One JSON object a line.
    Json,
}

impl Log {
    /// Starts logging to standard error. `YUSUAN_LOG` says how much (`debug`, `yusuan::pdf=trace` …).
    pub fn start(&self) {
        let level = if self.quiet { "error" } else { "warn" };
        let filter = EnvFilter::try_from_env("YUSUAN_LOG").unwrap_or_else(|_| EnvFilter::new(level));
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
        // A second subscriber in one process (tests) is no harm: the first stays.
        let _ = match self.log_format {
            LogFormat::Text => log.without_time().with_ansi(io::stderr().is_terminal()).try_init(),
            LogFormat::Json => log.json().try_init(),
        };
        std::panic::set_hook(Box::new(|panic| tracing::debug!("{panic}")));
    }
}

/// What to read.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Files, folders (walked in sorted order), or - for a list of paths on standard input, one a line
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Documents read side by side; 0 for one a core
    #[arg(long, short, default_value_t = 0)]
    pub jobs: usize,
}

impl Inputs {
    /// The paths, with `-` replaced by the list on standard input.
    pub fn resolve(&self) -> Result<Vec<PathBuf>, Exit> {
        let mut paths = Vec::new();
        for path in &self.paths {
            if path.as_os_str() == "-" {
                for line in io::stdin().lock().lines() {
                    let line = line.map_err(|e| {
                        note(format_args!("cannot read the list of paths: {e}"));
                        Exit::Usage
                    })?;
                    let line = line.strip_suffix('\r').unwrap_or(&line);
                    if !line.is_empty() {
                        paths.push(PathBuf::from(line));
                    }
                }
            } else {
                paths.push(path.clone());
            }
        }
        Ok(paths)
    }
}

/// What changes results.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Put passing checks into the output too
    #[arg(long)]
    pub all_checks: bool,
}

impl Reading {
    /// The configuration that these options ask for.
    pub fn config(&self) -> Config {
        Config { all_checks: self.all_checks, ..Config::default() }
    }
}

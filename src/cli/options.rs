//! Options that several subcommands share.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::exit::Exit;
use super::print::note;
use super::settings::{Settings, live};
use crate::config::Config;
use crate::ingest::isolate::{self, Isolation};
use crate::ingest::names;

/// How much is said, and in which form.
#[derive(Debug, Args)]
pub struct Log {
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Form of the lines on standard error
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
        let json = self.log_format == LogFormat::Json;
        let level = match (self.quiet, json) {
            (true, _) => "error,lopdf=off",
            (false, false) => "warn,lopdf=off",
            (false, true) => "warn,lopdf=off,yusuan::cli=info",
        };
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
    /// Files, folders (walked in sorted order), zip archives, or - for a list of paths on standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub paths: Vec<PathBuf>,
    /// Read a list of paths too, one a line or parted by NUL; - for standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Documents read side by side; 0 for one a core
    #[arg(long, short, default_value_t = 0)]
    pub jobs: usize,
}

impl Inputs {
    /// The paths, lists resolved.
    pub fn resolve(&self) -> Result<Vec<PathBuf>, Exit> {
        let mut paths = Vec::new();
        for path in &self.paths {
            if path.as_os_str() == "-" {
                paths.extend(list(path)?);
            } else {
                paths.push(path.clone());
            }
        }
        if let Some(file) = &self.files_from {
            paths.extend(list(file)?);
        }
        Ok(paths)
    }
}

fn list(file: &Path) -> Result<Vec<PathBuf>, Exit> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(file).map(|read| bytes = read)
    };
    read.map_err(|e| {
        note(format_args!("cannot read the list of paths {}: {e}", file.display()));
        Exit::Usage
    })?;
    // `find -print0` parts names by NUL, so that they may hold line feeds.
    let nul = bytes.contains(&0);
    let names = bytes.split(|b| if nul { *b == 0 } else { *b == b'\n' });
    let names = names.map(|name| if nul { name } else { name.strip_suffix(b"\r").unwrap_or(name) });
    Ok(names.filter(|name| !name.is_empty()).map(names::path_of).collect())
}

/// What changes results.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Settings in TOML: select, ignore, severity, suppress, vocabulary, limits, all_checks
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// More names, codes and titles, which win over the built-in ones (see docs/vocabulary.md)
    #[arg(long, value_name = "FILE")]
    pub vocabulary: Vec<PathBuf>,
    /// Only these rules: ids or their beginnings (T, X2, N301)
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Findings that somebody looked at and let pass: TOML with [[suppress]] entries
    #[arg(long, value_name = "FILE")]
    pub suppressions: Option<PathBuf>,
    /// Put passing checks into the output too
    #[arg(long)]
    pub all_checks: bool,
    /// Passwords to try on encrypted files, one a line
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Largest input file in bytes
    #[arg(long, value_name = "BYTES")]
    pub max_file_bytes: Option<u64>,
    /// Most pages of a document
    #[arg(long, value_name = "PAGES")]
    pub max_pages: Option<usize>,
    /// Longest time for a document in milliseconds
    #[arg(long, value_name = "MILLIS")]
    pub max_millis: Option<u64>,
    /// Memory for a document that is read in a worker process, in MB
    #[arg(long, value_name = "MB", default_value_t = 2048)]
    pub max_memory: u64,
}

/// Does a worker's work when this process was started as one: the same program with the same arguments, so that it
/// has the same settings.
pub fn serve_as_worker(config: &Config) -> Option<Exit> {
    let memory = isolate::requested()?;
    // A broken pipe means that the run has ended; there is nobody to tell.
    let _ = isolate::work(config, memory);
    Some(Exit::Success)
}

/// A configuration, and what it was made of beyond itself.
#[derive(Debug)]
pub struct Chosen {
    /// The configuration.
    pub config: Config,
    /// The text of the vocabulary files.
    pub fingerprint: String,
}

impl Reading {
    /// How to start a worker for what may take too much.
    pub fn worker(&self) -> Option<Isolation> {
        Isolation::of_this_program(self.max_memory << 20)
    }

    /// The configuration that these options ask for; they win over the file of `--config`.
    pub fn choose(&self) -> Result<Chosen, Exit> {
        self.attempt().map_err(|message| {
            note(format_args!("{message}"));
            Exit::Usage
        })
    }

    fn attempt(&self) -> Result<Chosen, String> {
        let settings = self.config.as_deref().map(Settings::open).transpose()?.unwrap_or_default();
        let mut config = Config::default();
        settings.limits.apply(&mut config.limits);
        config.limits.file_bytes = self.max_file_bytes.unwrap_or(config.limits.file_bytes);
        config.limits.pages = self.max_pages.unwrap_or(config.limits.pages);
        config.limits.millis = self.max_millis.unwrap_or(config.limits.millis);
        config.all_checks = self.all_checks || settings.all_checks;
        config.rules.select = first_of(&self.select, settings.select);
        config.rules.ignore = first_of(&self.ignore, settings.ignore);
        config.rules.severity = settings.severity;
        config.rules.suppressions = settings.suppress;
        if let Some(file) = &self.suppressions {
            config.rules.suppressions.extend(Settings::open(file)?.suppress);
        }
        // Those that are over are dropped here, so that results and their reuse do not depend on the day.
        config.rules.suppressions = live(config.rules.suppressions);
        known_rules(&config)?;
        if let Some(file) = &self.password_file {
            let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
            config.passwords = bytes.lines().map_while(Result::ok).filter(|l| !l.is_empty()).collect();
        }
        let mut fingerprint = String::new();
        let mut vocabulary = (*config.vocabulary).clone();
        for file in settings.vocabulary.iter().chain(&self.vocabulary) {
            let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
            vocabulary = vocabulary.with_file(&file.to_string_lossy(), &text).map_err(|e| e.to_string())?;
            fingerprint.push_str(&text);
            fingerprint.push('\0');
        }
        config.vocabulary = Arc::new(vocabulary);
        Ok(Chosen { config, fingerprint })
    }
}

fn first_of(option: &[String], setting: Vec<String>) -> Vec<String> {
    if option.is_empty() { setting } else { option.to_vec() }
}

/// A rule that does not exist would silently select nothing.
fn known_rules(config: &Config) -> Result<(), String> {
    let rules = &config.rules;
    let named = rules.select.iter().chain(&rules.ignore).chain(rules.severity.keys());
    let named = named.chain(rules.suppressions.iter().map(|s| &s.rule));
    for name in named {
        if name.is_empty() || !crate::reconcile::RULES.iter().any(|r| r.id.starts_with(name.as_str())) {
            return Err(format!("no rule's id begins with '{name}': see `yusuan rules`"));
        }
    }
    Ok(())
}

//! Flips, cuts and splices the samples and reads what comes out; reports crashes, hangs and memory.
//!
//! ```text
//! cargo run --example mutate -- [--rounds 10000] [--seed 1] [--keep DIR] [--megabytes 1024] samples
//! ```
//!
//! Built with the dev profile, arithmetic overflows panic too. Exits 1 if any mutant crashed, took longer than
//! ten seconds or drove the memory of the process over the limit; `--keep` writes such mutants to a folder.

mod mutation;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use mutation::{Dice, Verdict};

#[derive(Parser)]
struct Options {
    /// Mutants to read.
    #[arg(long, default_value_t = 10_000)]
    rounds: u64,
    /// First seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write mutants that do harm here.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Most memory of the process in MB (Linux).
    #[arg(long, default_value_t = 1024)]
    megabytes: u64,
    /// Folder of sound documents.
    folder: PathBuf,
}

const LIMIT: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let options = Options::parse();
    mutation::quiet_panics();
    let bases = mutation::bases(&options.folder);
    if bases.is_empty() {
        eprintln!("{}: no PDF and no text", options.folder.display());
        return ExitCode::from(2);
    }
    let mut reader = mutation::reader(LIMIT);
    let mut tally: BTreeMap<String, u64> = BTreeMap::new();
    let (mut harm, mut slowest, mut peak) = (0, Duration::ZERO, 0);
    let began = Instant::now();
    for seed in options.seed..options.seed + options.rounds {
        let (what, bytes, media) = mutation::mutant(&mut Dice::new(seed), &bases);
        if seed % 500 == 0 {
            eprintln!("{seed}: {:.0} s, peak {peak} MB, {harm} did harm", began.elapsed().as_secs_f64());
        }
        forget_peak();
        let start = Instant::now();
        let verdict = mutation::judge(&mut reader, bytes.clone(), media, LIMIT);
        slowest = slowest.max(start.elapsed());
        let memory = memory();
        peak = peak.max(memory);
        let word = match &verdict {
            Verdict::Read => "read".to_owned(),
            Verdict::Refused(code) => code.as_str().to_owned(),
            Verdict::Crash(_) => "CRASH".to_owned(),
            Verdict::Hang(_) => "HANG".to_owned(),
        };
        let bad = matches!(verdict, Verdict::Crash(_) | Verdict::Hang(_)) || memory > options.megabytes;
        *tally.entry(word).or_default() += 1;
        if bad {
            harm += 1;
            println!("seed {seed}: {what}: {verdict:?}, {memory} MB");
            if let Some(folder) = &options.keep {
                let _ = std::fs::create_dir_all(folder);
                let _ = std::fs::write(folder.join(format!("{seed}.bin")), &bytes);
            }
        }
    }
    println!("{tally:?}");
    println!(
        "{} mutants of {} documents in {:.0} s; slowest {} ms; peak memory {peak} MB; {harm} did harm",
        options.rounds,
        bases.len(),
        began.elapsed().as_secs_f64(),
        slowest.as_millis()
    );
    if harm == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Highest resident memory since the last [`forget_peak`], in MB; 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

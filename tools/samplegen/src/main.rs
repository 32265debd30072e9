//! Invents budget disclosures with consistent figures: samples, mutation tests, load tests.
//!
//! ```text
//! samplegen --template hangzhou --seed 7 --form text,html,truth --out DIR
//! samplegen --count 20000 --form pdf --out DIR            # load test
//! samplegen --seed 7 --plant table-sum --form text,truth  # one contradiction, named in truth
//! ```

// `f`acts, `s`tyle, `b`locks, `t`able and the three names of a subject stand in every function of a template.
#![allow(clippy::many_single_char_names)]

mod catalogue;
#[cfg(test)]
mod check;
mod document;
mod facts;
mod money;
mod names;
mod plant;
mod prose;
mod render;
mod rng;
mod template;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use document::Document;

#[derive(Parser)]
#[command(about = "Invents budget disclosures with consistent figures")]
struct Options {
    /// First seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of documents, seeds counting up.
    #[arg(long, default_value_t = 1)]
    count: u64,
    /// hangzhou, shanghai, account; `all` takes them in turn.
    #[arg(long, default_value = "all")]
    template: String,
    /// Forms: text, html, fodt, typst, pdf, blocks, truth.
    #[arg(long, value_delimiter = ',', default_value = "text,truth")]
    form: Vec<String>,
    /// Wanted number of subject lines.
    #[arg(long, default_value_t = 16)]
    lines: usize,
    /// Contradictions to plant: table-sum, cross-table, narrative-table, percent, share, direction, name, unit-slip,
    /// three-public.
    #[arg(long, value_delimiter = ',')]
    plant: Vec<String>,
    /// Folder to write to.
    #[arg(long, default_value = ".")]
    out: PathBuf,
    /// Instead of single documents: the budgets and final accounts of one department in two years.
    #[arg(long)]
    series: bool,
    /// File name without suffix (one document only); of a series its beginning.
    #[arg(long)]
    name: Option<String>,
    /// A style sheet to add to the HTML.
    #[arg(long)]
    css: Option<PathBuf>,
    /// Put at most this many documents into one folder (0: all into one).
    #[arg(long, default_value_t = 0)]
    per_folder: u64,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("samplegen: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(o: &Options) -> Result<(), String> {
    if let Some(unknown) = o.plant.iter().find(|p| !plant::KINDS.contains(&p.as_str())) {
        return Err(format!("unknown contradiction {unknown}; known: {}", plant::KINDS.join(", ")));
    }
    let css = match &o.css {
        Some(path) => std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?,
        None => String::new(),
    };
    if o.series {
        for (stem, document) in template::series(o.seed, o.lines) {
            let stem = o.name.as_ref().map_or(stem.clone(), |name| format!("{name}-{stem}"));
            write(o, &document, &o.out, &stem, &css)?;
        }
        return Ok(());
    }
    for i in 0..o.count {
        let seed = o.seed + i;
        let template =
            if o.template == "all" { template::ALL[(seed % 3) as usize] } else { o.template.as_str() };
        let mut d =
            template::build(template, seed, o.lines).ok_or_else(|| format!("unknown template {template}"))?;
        for kind in &o.plant {
            if !plant::plant(&mut d, kind, seed) {
                return Err(format!("seed {seed} ({template}) has no place for {kind}"));
            }
        }
        let folder = match o.per_folder {
            0 => o.out.clone(),
            n => o.out.join(format!("{:04}", i / n)),
        };
        let stem = match &o.name {
            Some(name) if o.count == 1 => name.clone(),
            _ => format!("{template}-{seed:05}"),
        };
        write(o, &d, &folder, &stem, &css)?;
    }
    Ok(())
}

fn write(o: &Options, d: &Document, folder: &Path, stem: &str, css: &str) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for form in &o.form {
        let (suffix, bytes) = match form.as_str() {
            "text" => ("txt", render::text::write(d).into_bytes()),
            "html" => ("html", render::html::write(d, css).into_bytes()),
            "fodt" => ("fodt", render::fodt::write(d).into_bytes()),
            "typst" => ("typ", render::typst::write(d).into_bytes()),
            "pdf" => ("pdf", render::pdf::write(d)),
            "blocks" => ("blocks.json", render::blocks::write(d).into_bytes()),
            "truth" => ("json", render::truth::write(d).into_bytes()),
            other => return Err(format!("unknown form {other}")),
        };
        let path = folder.join(format!("{stem}.{suffix}"));
        std::fs::write(&path, bytes).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

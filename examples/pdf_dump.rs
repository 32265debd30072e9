//! Prints what the PDF room sees of a file, one page a block: counts, or with `--text` the glyphs by lines, or
//! with `--json` everything.

use std::io::Write as _;

use yusuan::model::Page;
use yusuan::pdf::Pdf;
use yusuan::{Config, Error};

fn main() -> std::process::ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mode = arguments.iter().position(|a| a.starts_with("--")).map(|i| arguments.remove(i));
    for path in &arguments {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) => {
                eprintln!("{path}: {e}");
                return std::process::ExitCode::FAILURE;
            }
        };
        if let Err(e) = dump(&bytes, mode.as_deref()) {
            println!("ERROR {} {}", e.code().as_str(), e.message());
        }
    }
    std::process::ExitCode::SUCCESS
}

fn dump(bytes: &[u8], mode: Option<&str>) -> Result<(), Error> {
    let mut pdf = Pdf::open(bytes, &Config::default())?;
    let mut out = std::io::stdout().lock();
    for i in 0..pdf.page_count() {
        let page = pdf.page(i)?;
        let _ = match mode {
            Some("--text") => writeln!(out, "{}", text(&page)),
            Some("--chars") => {
                writeln!(
                    out,
                    "{}",
                    page.glyphs.iter().filter(|g| !g.ch.is_whitespace()).map(|g| g.ch).collect::<String>()
                )
            }
            Some("--glyphs") => page.glyphs.iter().try_for_each(|g| {
                let b = g.bbox;
                writeln!(
                    out,
                    "{} {:?} {:.2} {:.2} {:.2} {:.2} o={:.2},{:.2} s={:.2} a={} f={} {:?}",
                    page.number,
                    g.ch,
                    b.x0,
                    b.y0,
                    b.x1,
                    b.y1,
                    g.origin.0,
                    g.origin.1,
                    g.size,
                    g.angle,
                    g.font,
                    g.flags
                )
            }),
            Some("--rules") => page
                .rules
                .iter()
                .try_for_each(|r| {
                    writeln!(out, "{} {:.2} {:.2} {:.2} {:.2}", page.number, r.x0, r.y0, r.x1, r.y1)
                })
                .and_then(|()| {
                    page.fills
                        .iter()
                        .try_for_each(|f| writeln!(out, "{} fill {:?} {}", page.number, f.bbox, f.lightness))
                })
                .and_then(|()| {
                    page.images
                        .iter()
                        .try_for_each(|f| writeln!(out, "{} image {:?} {}", page.number, f.bbox, f.object))
                }),
            Some("--quiet") => Ok(()),
            _ => writeln!(
                out,
                "page {} {}x{} glyphs {} rules {} fills {} images {} outside {} unmapped {} segments {}",
                page.number,
                page.width,
                page.height,
                page.glyphs.len(),
                page.rules.len(),
                page.fills.len(),
                page.images.len(),
                page.outside,
                page.unmapped,
                page.path_segments
            ),
        };
    }
    if mode.is_none() {
        let _ = writeln!(out, "producer {:?}", pdf.producer());
        for d in pdf.diagnostics() {
            let _ = writeln!(out, "{d:?}");
        }
    }
    Ok(())
}

/// Glyphs gathered to lines by baseline, for a person's eye.
fn text(page: &Page) -> String {
    let mut glyphs = page.glyphs.clone();
    glyphs.sort_by(|a, b| {
        let key = |g: &yusuan::model::Glyph| ((g.origin.1 / 2.0).round() as i64, g.origin.0);
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let mut out = String::new();
    let mut last = f32::NAN;
    for g in glyphs {
        if !last.is_nan() && (g.origin.1 - last).abs() > 2.0 {
            out.push('\n');
        }
        last = g.origin.1;
        out.push(g.ch);
    }
    out
}

//! Shows what the grid room finds: one JSON line a table, for comparing with known truth.
//!
//! `cargo run --example grids -- FILE.pdf…`; the time that finding took goes to standard error.

use std::io::Write as _;

use yusuan::layout::grid::find_tables;
use yusuan::pdf::Pdf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = yusuan::Config::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut spent, mut pages) = (std::time::Duration::ZERO, 0);
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let mut pdf = match Pdf::open(&bytes, &config) {
            Ok(pdf) => pdf,
            Err(e) => {
                eprintln!("{path}: {e}");
                continue;
            }
        };
        for index in 0..pdf.page_count() {
            let page = pdf.page(index)?;
            let start = std::time::Instant::now();
            let tables = find_tables(&page);
            spent += start.elapsed();
            pages += 1;
            for t in tables {
                let rows: Vec<Vec<serde_json::Value>> = t
                    .grid
                    .rows
                    .iter()
                    .map(|r| {
                        r.iter()
                            .map(|c| serde_json::json!([c.column, c.column_span, c.row_span, c.text]))
                            .collect()
                    })
                    .collect();
                let line = serde_json::json!({
                    "path": path, "page": page.number, "bbox": t.bbox, "columns": t.grid.columns,
                    "header_rows": t.grid.header_rows, "rows": rows, "evidence": format!("{:?}", t.evidence),
                    "leading": t.leading.iter().map(|r| &r.text).collect::<Vec<_>>(),
                    "trailing": t.trailing.iter().map(|r| &r.text).collect::<Vec<_>>(),
                    "open": [t.open_top, t.open_bottom], "edges": t.column_edges,
                });
                writeln!(out, "{line}")?;
            }
        }
    }
    eprintln!("{pages} pages, {:.1} µs a page", spent.as_secs_f64() * 1e6 / f64::from(pages.max(1)));
    Ok(())
}

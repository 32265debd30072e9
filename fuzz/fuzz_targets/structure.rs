//! The public parsers of structure: blocks and tables, captions, section numbers.
#![no_main]

use yusuan_parsers::{section, table, title};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = (table::blocks(text), table::is_figure(text));
    for line in text.lines() {
        let _ = (title::caption(line), section::number(line));
    }
});

//! The public parsers of figures: amounts, units, percentages, counts, years, codes.
#![no_main]

use yusuan_parsers::{amount, code, count, figure, percent, unit, year};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = (amount::cell(text), amount::parse(text), amount::money(text), amount::plain(text));
    let _ = (percent::parse(text), count::parse(text), year::parse(text), year::find(text));
    let _ = (code::parse(text), code::join(&text.split('|').collect::<Vec<_>>()));
    let _ = (unit::parse(text), unit::find(text));
    for found in figure::figures(text) {
        assert!(text.get(found.range).is_some());
    }
});

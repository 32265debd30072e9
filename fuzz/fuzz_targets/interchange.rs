#![no_main]
//! Interchange text.

use libfuzzer_sys::fuzz_target;
use yusuan::pipeline::{Media, read};

fuzz_target!(|data: &[u8]| {
    let _ = read(data, "fuzz.txt", Media::Text, &yusuan::Config::default());
});

//! The whole reader on any bytes: PDF, layout, binding, rules.
#![no_main]

mod file;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = yusuan::pipeline::read(data, "fuzz.pdf", yusuan::pipeline::Media::Pdf, &file::config());
});

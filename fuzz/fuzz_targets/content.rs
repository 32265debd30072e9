//! The content lexer and interpreter.
#![no_main]

mod file;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    file::stream(&mut bytes, 9, "", data);
    file::stream(&mut bytes, 10, "", file::MAP);
    file::frame(&mut bytes);
    let _ = file::read(&bytes);
});

//! The whole reader on any bytes.
#![no_main]

mod file;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend_from_slice(data);
    file::read(&bytes);
});

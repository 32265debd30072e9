//! Embedded font programs.
#![no_main]

mod file;

const SHOW: &[u8] = b"BT /F 12 Tf 50 700 Td <0000000100020041004e00ff> Tj /G 12 Tf (\\000\\001ABC\\377) Tj ET";

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    file::stream(&mut bytes, 9, "", SHOW);
    file::stream(&mut bytes, 11, "", data);
    file::frame(&mut bytes);
    let _ = file::read(&bytes);
});

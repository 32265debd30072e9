//! Gives the program the hash of its own source: outputs made by other code are made again.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut files: Vec<PathBuf> =
        ["Cargo.toml", "Cargo.lock", "parsers/Cargo.toml"].map(PathBuf::from).into();
    for folder in ["src", "parsers/src"] {
        println!("cargo::rerun-if-changed={folder}");
        walk(Path::new(folder), &mut files);
    }
    files.sort();
    let mut hash = Hash::new();
    for file in &files {
        // A file that is not there (a packaged crate has no `parsers/`) is pinned by Cargo.lock.
        if let Ok(bytes) = fs::read(file) {
            hash.add(file.to_string_lossy().replace('\\', "/").as_bytes());
            hash.add(&bytes);
        }
    }
    for file in ["Cargo.toml", "Cargo.lock", "parsers/Cargo.toml", "build.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    println!("cargo::rustc-env=YUSUAN_CODE={:032x}", hash.0);
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// FNV-1a with 128 bits: enough against chance, and no dependency.
struct Hash(u128);

impl Hash {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

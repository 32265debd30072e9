//! A short run of `cargo run --example mutate`: no damage crashes or hangs the reader.

use std::path::Path;
use std::time::Duration;

use crate::mutation::{self, Dice, Verdict};

#[test]
fn damaged_samples_do_no_harm() {
    mutation::quiet_panics();
    let bases = mutation::bases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"));
    assert!(bases.len() >= 10);
    // A machine under load must not make it fail.
    let limit = Duration::from_mins(1);
    let mut reader = mutation::reader(limit);
    let mut read = 0;
    for seed in 0..150 {
        let (what, bytes, media) = mutation::mutant(&mut Dice::new(seed), &bases);
        match mutation::judge(&mut reader, bytes, media, limit) {
            Verdict::Read => read += 1,
            Verdict::Refused(_) => {}
            harm => panic!("seed {seed} ({what}): {harm:?}"),
        }
    }
    assert!(read > 20, "only {read} were read: the mutants reach nothing");
}

//! The dataset forms of the samples.

mod bad_input;
mod forms;
mod links;
mod sums;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use yusuan::emit::dataset::{Form, Options, Report, export};
use yusuan::pipeline::{self, Media};
use yusuan::{Config, emit};

/// A folder of a test's own, removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("yusuan-dataset-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("out")).expect("a temporary folder");
        Self(path)
    }

    /// With the outputs of samples.
    fn of_samples(name: &str, samples: &[&str]) -> Self {
        let folder = Self::new(name);
        for sample in samples {
            folder.put(
                sample,
                &fs::read(samples_folder().join(format!("text/{sample}.txt"))).expect("a sample"),
            );
        }
        folder
    }

    /// Reads a text and puts its output into `out/`.
    fn put(&self, name: &str, text: &[u8]) {
        let document = pipeline::read(text, &format!("{name}.txt"), Media::Text, &Config::default())
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        fs::write(self.0.join(format!("out/{name}.json")), emit::json::write(&document)).expect("an output");
    }

    fn options(&self, form: Form, to: &str) -> Options {
        Options {
            outputs: self.0.join("out"),
            form,
            destination: self.0.join(to),
            bom: false,
            aliases: BTreeMap::new(),
            partition: Vec::new(),
        }
    }

    fn run(&self, form: Form, to: &str) -> Report {
        export(&self.options(form, to)).expect("the dataset is written")
    }

    /// The rows of a CSV table.
    fn rows(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.0.join(file)).expect("a CSV file");
        reader.deserialize().collect::<Result<_, _>>().expect("rows of the header's width")
    }

    fn bytes(&self, file: &str) -> Vec<u8> {
        fs::read(self.0.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    }
}

fn samples_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

//! What a scraper knows of each file (URL, list title, unit id, dates): JSON lines or CSV, handed on unchanged.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::Refusal;
use super::discover::Input;

/// The fields of one file, as the manifest has them.
pub type Fields = BTreeMap<String, String>;

/// Fields that say which file is meant, in order of trust.
const KEYS: [&str; 5] = ["sha256", "path", "file", "filename", "local_path"];
/// Fields that say when a disclosure was published, then when it was fetched.
const DATES: [&str; 8] = [
    "published_date",
    "published",
    "publish_date",
    "发布日期",
    "date",
    "retrieved_date",
    "retrieved",
    "retrieved_at",
];

/// A manifest: fields by path or hash.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    entries: Vec<Fields>,
    by_key: HashMap<String, usize>,
}

impl Manifest {
    /// Reads a manifest: see [`read`].
    ///
    /// # Errors
    /// [`Refusal::Usage`] with the line.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        Self::new(read(path)?)
            .map_err(|why| Refusal::Usage(format!("the manifest {}: {why}", path.display())))
    }

    fn new(entries: Vec<Fields>) -> Result<Self, String> {
        let mut by_key = HashMap::new();
        for (index, fields) in entries.iter().enumerate() {
            let mut named = false;
            for key in KEYS {
                if let Some(value) = fields.get(key).filter(|v| !v.is_empty()) {
                    named = true;
                    // Of two lines for one file the later one holds: manifests are appended to.
                    by_key.insert(normal(value), index);
                }
            }
            if !named {
                return Err(format!(
                    "entry {} names no file: it needs one of {}",
                    index + 1,
                    KEYS.join(", ")
                ));
            }
        }
        Ok(Self { entries, by_key })
    }

    /// What is known of an input, by its hash, its path in the output, or the path it was opened by.
    pub fn fields(&self, input: &Input, sha256: Option<&str>) -> Option<&Fields> {
        if self.entries.is_empty() {
            return None;
        }
        let opened = input.origin.file().to_string_lossy();
        let keys = [sha256.map(str::to_owned), Some(normal(&input.path)), Some(normal(&opened))];
        keys.into_iter().flatten().find_map(|key| self.by_key.get(&key)).and_then(|i| self.entries.get(*i))
    }

    /// All entries, in the manifest's order.
    pub fn entries(&self) -> &[Fields] {
        &self.entries
    }
}

/// Reads a table of fields; `.csv` (with a header line) by its name, JSON lines otherwise.
///
/// # Errors
/// [`Refusal::Usage`] with the line.
pub fn read(path: &Path) -> Result<Vec<Fields>, Refusal> {
    let wrong = |why: String| Refusal::Usage(format!("{}: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|e| wrong(e.to_string()))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    if is_csv { from_csv(bytes) } else { from_lines(bytes) }.map_err(wrong)
}

/// The date that orders versions of a document, if the fields have one.
pub fn date(fields: &Fields) -> Option<&str> {
    DATES.iter().find_map(|key| fields.get(*key)).map(String::as_str).filter(|d| !d.is_empty())
}

fn normal(path: &str) -> String {
    path.strip_prefix("./").unwrap_or(path).replace('\\', "/")
}

fn from_lines(bytes: &[u8]) -> Result<Vec<Fields>, String> {
    let mut entries = Vec::new();
    for (number, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, l)| !l.trim_ascii().is_empty())
    {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(line).map_err(|e| format!("line {}: {e}", number + 1))?;
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Null => None,
            other => Some(other.to_string()),
        };
        entries.push(object.into_iter().filter_map(|(k, v)| Some((k, text(v)?))).collect());
    }
    Ok(entries)
}

fn from_csv(bytes: &[u8]) -> Result<Vec<Fields>, String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    Ok(rows.iter().map(|row| pairs(&header, row)).collect())
}

fn pairs(header: &csv::StringRecord, row: &csv::StringRecord) -> Fields {
    header.iter().zip(row).map(|(k, v)| (k.trim().to_owned(), v.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::discover;

    #[test]
    fn both_forms_say_the_same() {
        let lines = from_lines(
            "{\"path\":\"./a.pdf\",\"url\":\"https://x/a b\",\"n\":3}\n\n{\"path\":\"b.pdf\",\"url\":null}\n"
                .as_bytes(),
        );
        let lines = lines.unwrap();
        assert_eq!(lines[0]["n"], "3");
        assert_eq!(lines[1].len(), 1);
        let table = from_csv(b"path,url,n\n./a.pdf,https://x/a b,3\n").unwrap();
        assert_eq!(table[0], lines[0]);
        let manifest = Manifest::new(lines).unwrap();
        let input = discover::file(Path::new("/somewhere/a.pdf"));
        assert_eq!(manifest.fields(&input, None).unwrap()["url"], "https://x/a b");
        assert!(manifest.fields(&discover::file(Path::new("c.pdf")), None).is_none());
    }

    #[test]
    fn what_names_no_file_is_refused() {
        assert!(Manifest::new(from_lines(b"{\"url\":\"x\"}").unwrap()).is_err());
        assert!(from_lines(b"[1]").unwrap_err().starts_with("line 1"));
    }
}

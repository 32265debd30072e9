//! The file `run.json`, written and read document by document.

use std::io;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ledger::{Fate, Ledger, LedgerError};
use super::report::{Counts, Entry, Report, SCHEMA};
use crate::emit::json;

/// The fields of the file, in its order.
#[derive(Serialize)]
#[serde(rename = "Report")]
struct File<'a, D, E, P> {
    schema: &'static str,
    version: &'static str,
    /// Of code, vocabulary and options: outputs made under another are made again.
    fingerprint: &'a str,
    resumed: bool,
    counts: &'a Counts,
    millis: u64,
    /// One for each input, in input order.
    documents: D,
    /// Documents of earlier runs that were not among this run's inputs and whose outputs still stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<E>,
    /// Outputs that `--prune` removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pruned: Option<P>,
}

/// Writes the file.
///
/// # Errors
/// Those of `to` and of the ledger.
pub fn write(report: &Report, fingerprint: &str, ledger: &Ledger, to: &mut dyn io::Write) -> io::Result<()> {
    let lost = |e: LedgerError| io::Error::other(e.to_string());
    let file = File {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        fingerprint,
        resumed: report.resumed,
        counts: &report.counts,
        millis: report.millis,
        documents: ledger.documents(),
        earlier: (ledger.count(Fate::Stays).map_err(lost)? > 0).then(|| ledger.earlier()),
        pruned: (ledger.count(Fate::Pruned).map_err(lost)? > 0).then(|| ledger.pruned()),
    };
    json::stream(&file, to)
}

/// Reads the file: `each` hears of its documents, then of those of earlier runs.
///
/// # Errors
/// When it is not a whole report of this form.
pub fn read(from: impl io::Read, each: &mut dyn FnMut(Entry)) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_reader(from);
    json.deserialize_map(Fields(each))?;
    json.end()
}

struct Fields<'a>(&'a mut dyn FnMut(Entry));

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the report of a run")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut of_this_form, mut whole) = (false, false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "schema" => of_this_form = map.next_value::<String>()? == SCHEMA,
                "documents" => {
                    whole = true;
                    map.next_value_seed(Documents(self.0))?;
                }
                "earlier" => map.next_value_seed(Documents(self.0))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if of_this_form && whole {
            Ok(())
        } else {
            Err(A::Error::custom(format!("not of the form {SCHEMA}")))
        }
    }
}

struct Documents<'a>(&'a mut dyn FnMut(Entry));

impl<'de> DeserializeSeed<'de> for Documents<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Documents<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of documents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(entry) = list.next_element()? {
            (self.0)(entry);
        }
        Ok(())
    }
}

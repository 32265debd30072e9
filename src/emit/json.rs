//! The JSON of one document: keys in the types' order, a line for each row, column, claim, check, and a line feed at
//! the end.

mod layout;

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Serializer;

use crate::model::Disclosure;
use layout::Lines;

/// Most outputs fit in here.
const ROOM: usize = 1 << 19;

/// What is collected before it goes to a sink.
const CHUNK: usize = 1 << 16;

/// The output's bytes.
///
/// # Panics
/// Never: the types hold nothing that JSON cannot write.
pub fn write(document: &Disclosure) -> Vec<u8> {
    let mut buffer = Vec::with_capacity(ROOM);
    let mut serializer = Serializer::with_formatter(&mut buffer, Lines::default());
    document.serialize(&mut serializer).unwrap_or_else(|e| unreachable!("the model is plain data: {e}"));
    buffer.push(b'\n');
    buffer
}

/// Plain data in the same form, handed on piece by piece.
///
/// # Errors
/// Those of the sink, and those of the data's own reading.
pub fn stream<T: Serialize>(data: &T, sink: &mut dyn Write) -> io::Result<()> {
    let mut sink = BufWriter::with_capacity(CHUNK, sink);
    data.serialize(&mut Serializer::with_formatter(&mut sink, Lines::default()))?;
    sink.write_all(b"\n")?;
    sink.flush()
}

/// Any plain data as indented JSON with a line feed at the end.
///
/// # Panics
/// Never: the types hold nothing that JSON cannot write.
pub fn pretty<T: Serialize>(data: &T) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(data).unwrap_or_else(|e| unreachable!("the model is plain data: {e}"));
    bytes.push(b'\n');
    bytes
}

/// The JSON Schema of the output, generated from the types.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Disclosure).to_value()
}

#[cfg(test)]
mod tests {
    use crate::pipeline::Media;
    use crate::{Config, read};

    #[test]
    fn a_document_is_what_serde_json_makes_of_it() {
        let text = include_str!("../../samples/text/contradictions.txt");
        let document = read(text.as_bytes(), "contradictions.txt", Media::Text, &Config::default()).unwrap();
        let bytes = super::write(&document);
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert!(json == serde_json::to_value(&document).unwrap());
        assert!(serde_json::from_slice::<crate::Disclosure>(&bytes).unwrap() == document);
        let mut streamed = Vec::new();
        super::stream(&document, &mut streamed).unwrap();
        assert!(streamed == bytes);
        // One row a line: a difference between two outputs is a difference of lines.
        let rows = bytes.split(|b| *b == b'\n').filter(|l| l.trim_ascii().starts_with(b"{\"level\"")).count();
        assert_eq!(rows, document.tables.iter().map(|t| t.rows.len()).sum::<usize>());
    }
}

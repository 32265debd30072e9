//! The JSON of one document: keys in the types' order, a line for each row, column, claim, check, and a line feed at
//! the end.

mod writer;

use std::io;

use serde::Serialize;

use crate::model::Disclosure;
use writer::Writer;

/// Most outputs fit in here.
const ROOM: usize = 1 << 19;

/// The output's bytes.
pub fn write(document: &Disclosure) -> Vec<u8> {
    write_into(document, Vec::new())
}

/// The output's bytes, in the room of a buffer whose content is not needed any more.
///
/// # Panics
/// Never: the types hold nothing that JSON cannot write.
pub fn write_into(document: &Disclosure, mut buffer: Vec<u8>) -> Vec<u8> {
    buffer.clear();
    buffer.reserve(ROOM);
    let mut writer = Writer::new(buffer);
    document.serialize(&mut writer).unwrap_or_else(|_| unreachable!("the model is plain data"));
    writer.out.push(b'\n');
    writer.out
}

/// Plain data in the same form, handed on piece by piece.
///
/// # Errors
/// Those of the sink, and those of the data's own reading.
pub fn stream<T: Serialize>(data: &T, sink: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = Writer::to(sink);
    let written = data.serialize(&mut writer).and_then(|()| {
        writer.out.push(b'\n');
        writer.flush()
    });
    written
        .map_err(|_| writer.failed.take().unwrap_or_else(|| io::Error::other("the data cannot be written")))
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
        assert!(streamed == bytes && super::write_into(&document, b"old".to_vec()) == bytes);
        // One row a line: a difference between two outputs is a difference of lines.
        let rows = bytes.split(|b| *b == b'\n').filter(|l| l.trim_ascii().starts_with(b"{\"level\"")).count();
        assert_eq!(rows, document.tables.iter().map(|t| t.rows.len()).sum::<usize>());
    }
}

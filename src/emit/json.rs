//! The JSON of one document: keys in the types' order, two-space indent, a line feed at the end.

mod writer;

use serde::Serialize;

use crate::model::Disclosure;

/// The output's bytes.
pub fn write(document: &Disclosure) -> Vec<u8> {
    let mut writer = writer::Writer::default();
    writer.out.reserve(1 << 18);
    match document.serialize(&mut writer) {
        Ok(()) => {
            writer.out.push(b'\n');
            writer.out
        }
        // A type that the writer does not know: slower, and the same bytes.
        Err(_) => pretty(document),
    }
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
    fn a_document_is_written_as_serde_json_writes_it() {
        let text = include_str!("../../samples/text/contradictions.txt");
        let document = read(text.as_bytes(), "contradictions.txt", Media::Text, &Config::default()).unwrap();
        assert!(super::write(&document) == super::pretty(&document));
    }
}

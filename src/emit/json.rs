//! The JSON of one document: keys in the types' order, two-space indent, a line feed at the end.

use crate::model::Disclosure;

/// The output's bytes.
pub fn write(document: &Disclosure) -> Vec<u8> {
    pretty(document)
}

/// Any plain data as indented JSON with a line feed at the end.
///
/// # Panics
/// Never: the types hold nothing that JSON cannot write.
pub fn pretty<T: serde::Serialize>(data: &T) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(data).unwrap_or_else(|e| unreachable!("the model is plain data: {e}"));
    bytes.push(b'\n');
    bytes
}

/// The JSON Schema of the output, generated from the types.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Disclosure).to_value()
}

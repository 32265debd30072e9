//! The one kind of wrong that this crate knows: a text that does not parse.

/// A text that does not parse: where it went wrong, and what was wanted there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {offset}: expected {wanted}")]
pub struct ParseError {
    /// Offset in bytes from the start of the text given to the parser.
    pub offset: usize,
    /// What the grammar asked for at that place.
    pub wanted: &'static str,
}

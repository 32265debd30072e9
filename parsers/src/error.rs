//! The one kind of wrong that this crate knows: a text that does not parse.

use nom::error::{ContextError, ErrorKind, ParseError as NomParseError};

/// A text that does not parse: where it went wrong, and what was wanted there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {offset}: expected {wanted}")]
pub struct ParseError {
    /// Offset in bytes from the start of the text given to the parser.
    pub offset: usize,
    /// What the grammar asked for at that place.
    pub wanted: &'static str,
}

/// The error that the combinators pass on: what is left of the text, and what was wanted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The text from the place of the error on.
    pub rest: &'a str,
    /// What the grammar asked for.
    pub wanted: &'static str,
}

impl<'a> NomParseError<&'a str> for Wanted<'a> {
    fn from_error_kind(rest: &'a str, _: ErrorKind) -> Self {
        Self { rest, wanted: "" }
    }
    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }
    /// Of two alternatives that both fail, the one that got further speaks.
    fn or(self, other: Self) -> Self {
        if self.rest.len() < other.rest.len() { self } else { other }
    }
}

impl<'a> ContextError<&'a str> for Wanted<'a> {
    fn add_context(_: &'a str, wanted: &'static str, other: Self) -> Self {
        if other.wanted.is_empty() { Self { wanted, ..other } } else { other }
    }
}

/// What a combinator of this crate gives.
pub type Parsed<'a, T> = nom::IResult<&'a str, T, Wanted<'a>>;

/// Runs `parser` over the whole of `input`, white space around it allowed; what is left over is an error.
pub(crate) fn whole<'a, T>(
    input: &'a str,
    mut parser: impl nom::Parser<&'a str, Output = T, Error = Wanted<'a>>,
    wanted: &'static str,
) -> Result<T, ParseError> {
    let offset = |rest: &str| input.len() - rest.len();
    match parser.parse(input.trim_start()) {
        Ok((rest, value)) if rest.trim_start().is_empty() => Ok(value),
        Ok((rest, _)) => Err(ParseError { offset: offset(rest.trim_start()), wanted: "nothing more" }),
        Err(nom::Err::Error(e) | nom::Err::Failure(e)) => Err(ParseError {
            offset: offset(e.rest),
            wanted: if e.wanted.is_empty() { wanted } else { e.wanted },
        }),
        Err(nom::Err::Incomplete(_)) => Err(ParseError { offset: input.len(), wanted }),
    }
}

//! A job that cannot be done: a stable code, the file, and what to do about it.

use serde::{Deserialize, Serialize};

/// The stable code of an [`Error`]; the contract's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// The bytes are not a PDF at all (HTML, empty, header only).
    NotAPdf,
    /// A password is needed to open the file.
    Encrypted,
    /// The file's structure is broken beyond what can be recovered.
    Damaged,
    /// Pages are pictures only: a scan.
    NoTextLayer,
    /// There is a text layer, but its characters are not the printed ones.
    UnreadableText,
    /// A limit that protects the batch was reached.
    LimitExceeded,
    /// Another known format (doc, xlsx, ofd, html …), recognised by its first bytes.
    UnsupportedFormat,
    /// The file could not be read from disk.
    Io,
    /// A defect of yusuan itself, caught so that the others go on.
    Internal,
}

impl ErrorCode {
    /// The code as it is written in `run.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAPdf => "not_a_pdf",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::NoTextLayer => "no_text_layer",
            Self::UnreadableText => "unreadable_text",
            Self::LimitExceeded => "limit_exceeded",
            Self::UnsupportedFormat => "unsupported_format",
            Self::Io => "io",
            Self::Internal => "internal",
        }
    }
}

/// Why a document could not be read. Opaque but for its [`code`](Error::code) and its message.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    code: ErrorCode,
    message: String,
    limit: Option<&'static str>,
}

impl Error {
    /// An error with a stable code and a message that says what to do. The caller of the library adds the
    /// file's name: the stages do not know it.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), limit: None }
    }

    /// The error of a limit.
    pub(crate) fn exceeded(limit: &'static str, allowed: impl std::fmt::Display) -> Self {
        let message = format!("limit `{limit}` ({allowed}) reached: raise it if the file is trusted");
        Self { code: ErrorCode::LimitExceeded, message, limit: Some(limit) }
    }

    /// The limit that was reached, by its name in [`Limits`](crate::Limits).
    pub fn limit(&self) -> Option<&'static str> {
        self.limit
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// What went wrong and what to do.
    pub fn message(&self) -> &str {
        &self.message
    }
}

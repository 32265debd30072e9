//! What a document may still cost: bytes inflated, time. Every limit names itself when it is reached.

use std::time::{Duration, Instant};

use lopdf::Stream;

use crate::config::Limits;
use crate::error::{Error, ErrorCode};

/// The error of a limit.
pub(super) fn exceeded(name: &str, allowed: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorCode::LimitExceeded,
        format!("limit `{name}` ({allowed}) reached: raise it if the file is trusted"),
    )
}

/// Running totals of a document.
#[derive(Debug)]
pub(super) struct Budget {
    pub limits: Limits,
    inflated: usize,
    deadline: Instant,
}

impl Budget {
    pub fn new(limits: Limits) -> Self {
        let now = Instant::now();
        let deadline = now
            .checked_add(Duration::from_millis(limits.millis))
            .unwrap_or(now + Duration::from_secs(86_400));
        Self { limits, inflated: 0, deadline }
    }

    /// Fails when the time is up.
    pub fn check_time(&self) -> Result<(), Error> {
        if Instant::now() > self.deadline {
            return Err(exceeded("millis", self.limits.millis));
        }
        Ok(())
    }

    fn room(&self) -> usize {
        self.limits.stream_bytes.min(self.limits.document_bytes.saturating_sub(self.inflated))
    }

    fn count(&mut self, bytes: usize) {
        self.inflated = self.inflated.saturating_add(bytes);
    }

    /// The decoded bytes of a stream; what cannot be decoded is empty.
    pub fn inflate(&mut self, stream: &Stream) -> Result<Vec<u8>, Error> {
        self.check_time()?;
        match stream.get_plain_content_with_limit(self.room()) {
            Ok(data) => {
                self.count(data.len());
                Ok(data)
            }
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                if self.room() < self.limits.stream_bytes {
                    Err(exceeded("document_bytes", self.limits.document_bytes))
                } else {
                    Err(exceeded("stream_bytes", self.limits.stream_bytes))
                }
            }
            Err(_) => Ok(Vec::new()),
        }
    }
}

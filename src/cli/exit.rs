//! The exit statuses of the contract.

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All inputs processed.
    Success = 0,
    /// At least one input could not be read; of `check`: there is a finding of severity error.
    Unread = 1,
    /// Wrong usage.
    Usage = 2,
    /// The output could not be written.
    Unwritten = 3,
}

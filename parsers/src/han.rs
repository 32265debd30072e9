//! Chinese characters.

/// Whether `c` is one of the Chinese characters that documents are written in: the block CJK Unified Ideographs
/// (The Unicode Standard, U+4E00 to U+9FFF). Rarer ones stand in other blocks.
#[must_use]
#[inline]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

//! What a figure looks like in a table: digits with what may stand between and around them, or a mark for nothing.

/// An amount, a count or a code: such a cell is no header.
pub fn is_figure(text: &str) -> bool {
    text.chars().all(is_figure_char) && text.contains(|c: char| matches!(c, '0'..='9' | '０'..='９'))
}

/// A figure, or a mark that stands for one: `—`.
pub fn stands_for_figure(text: &str) -> bool {
    is_figure(text) || matches!(text, "-" | "—" | "－" | "−" | "--" | "——" | "–")
}

/// Whether a character may stand in a figure.
pub fn is_figure_char(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '.' | ',' | '-' | '．' | '，' | '－' | '−' | '—' | '+')
        || matches!(c, '(' | ')' | '（' | '）' | '%' | '％' | '△' | '▲')
}

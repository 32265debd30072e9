//! Writes the interchange text with its place map, and reads it back into blocks, which is how a test knows that
//! nothing was lost.

mod read;
#[cfg(test)]
mod tests;

use crate::model::{Block, Grid, Interchange, PlaceSpan, TableHint, TextRun};

pub use read::{Piece, read, unescape};

/// The interchange text of a laid-out document.
///
/// Headings are `#` lines, paragraphs one line each, tables consecutive lines with one tab fewer than columns; an
/// empty line stands between blocks. A paragraph that begins with `#` or `\` is written with a `\` before it; a
/// tab or line break inside a text becomes a space, so that nothing printed can be taken for structure.
pub fn write(blocks: &[Block]) -> Interchange {
    let mut out = Interchange::default();
    for block in blocks {
        match block {
            Block::Heading { level, runs } => {
                if runs.iter().all(|r| r.text.trim_matches(blank).is_empty()) {
                    continue;
                }
                separate(&mut out);
                out.text.extend(std::iter::repeat_n('#', usize::from((*level).clamp(1, 6))));
                out.text.push(' ');
                line(&mut out, runs);
            }
            Block::Paragraph { runs } => {
                let Some(first) = runs.iter().find_map(|r| r.text.trim_start_matches(blank).chars().next())
                else {
                    continue;
                };
                separate(&mut out);
                if first == '#' || first == '\\' {
                    out.text.push('\\');
                }
                line(&mut out, runs);
            }
            Block::Table(grid) => table(&mut out, grid),
        }
    }
    out
}

/// One empty line between blocks.
fn separate(out: &mut Interchange) {
    if !out.text.is_empty() {
        out.text.push('\n');
    }
}

/// Writes the runs one after the other, each with its place, and ends the line.
fn line(out: &mut Interchange, runs: &[TextRun]) {
    let mut begun = false;
    for run in runs {
        let start = out.text.len();
        push_clean(&mut out.text, if begun { &run.text } else { run.text.trim_start_matches(blank) });
        begun |= out.text.len() > start;
        if out.text.len() > start {
            out.places.0.push(PlaceSpan { start, end: out.text.len(), page: run.page, bbox: run.bbox });
        }
    }
    let end = out.text.trim_end().len();
    out.text.truncate(end);
    while out.places.0.last().is_some_and(|s| s.start >= end) {
        out.places.0.pop();
    }
    if let Some(last) = out.places.0.last_mut() {
        last.end = last.end.min(end);
    }
    out.text.push('\n');
}

/// A text as it was given, in the white space of the interchange text: no byte order mark, no-break and wide spaces as
/// spaces, nothing of no width. Tabs and line breaks stay.
pub fn given(text: &str) -> String {
    let odd = |c: char| !c.is_ascii() && (c.is_whitespace() || widthless(c));
    if !text.contains(odd) {
        return text.to_owned();
    }
    text.chars().filter(|c| !widthless(*c)).map(|c| if odd(c) { ' ' } else { c }).collect()
}

/// Zero-width space and joiners, word joiner, byte order mark, soft hyphen: word processors leave them between words.
fn widthless(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// A character that is written as a space.
fn foreign(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn blank(c: char) -> bool {
    c.is_whitespace() || foreign(c)
}

/// Appends `text` with every tab, line break and other control character as one space.
fn push_clean(out: &mut String, text: &str) {
    // The bytes with which such characters begin are in no Han character.
    let suspect = |b: u8| b < 0x20 || matches!(b, 0x7F | 0xC2 | 0xE2);
    if text.bytes().any(suspect) && text.contains(foreign) {
        out.extend(text.chars().map(|c| if foreign(c) { ' ' } else { c }));
    } else {
        out.push_str(text);
    }
}

/// Writes a table; one of a single column has no tabs to be known by and becomes paragraphs.
fn table(out: &mut Interchange, grid: &Grid) {
    if grid.columns < 2 {
        for cell in grid.rows.iter().flatten() {
            let run = TextRun { text: cell.text.clone(), page: cell.page, bbox: cell.bbox };
            out.extend_with(&Block::Paragraph { runs: vec![run] });
        }
        return;
    }
    let kept = |at: usize| {
        at < grid.header_rows || grid.rows[at].iter().any(|c| !c.text.trim_matches(blank).is_empty())
    };
    if !(0..grid.rows.len()).any(kept) {
        return;
    }
    separate(out);
    out.tables.push(TableHint { start: out.text.len(), lines: grid.lines });
    for (_, row) in grid.rows.iter().enumerate().filter(|(at, _)| kept(*at)) {
        let mut column = 0;
        for cell in row.iter().filter(|c| c.column < grid.columns) {
            while column < cell.column {
                out.text.push('\t');
                column += 1;
            }
            let start = out.text.len();
            push_clean(&mut out.text, cell.text.trim_matches(blank));
            if out.text.len() > start {
                out.places.0.push(PlaceSpan { start, end: out.text.len(), page: cell.page, bbox: cell.bbox });
            }
        }
        while column + 1 < grid.columns {
            out.text.push('\t');
            column += 1;
        }
        out.text.push('\n');
    }
}

impl Interchange {
    /// Appends one block.
    fn extend_with(&mut self, block: &Block) {
        let more = write(std::slice::from_ref(block));
        if more.text.is_empty() {
            return;
        }
        separate(self);
        let base = self.text.len();
        self.text.push_str(&more.text);
        self.places.0.extend(more.places.0.iter().map(|s| PlaceSpan {
            start: s.start + base,
            end: s.end + base,
            ..*s
        }));
    }
}

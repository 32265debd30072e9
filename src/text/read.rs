//! Interchange text → its pieces: the writer's counterpart.

/// A piece of interchange text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Heading with its level.
    Heading(u8, String),
    /// Paragraph.
    Paragraph(String),
    /// Rows of cells, all of the same length.
    Table(Vec<Vec<String>>),
}

/// Takes a paragraph line's `\` before a leading `#` or `\` away again.
pub fn unescape(line: &str) -> &str {
    match line.strip_prefix('\\') {
        Some(rest) if rest.starts_with(['#', '\\']) => rest,
        _ => line,
    }
}

/// The pieces of a text as [`write`](super::write) makes it: headings, paragraphs, tables.
pub fn read(text: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut table: Vec<Vec<String>> = Vec::new();
    for line in text.lines() {
        let cells = line.split('\t').count();
        if cells > 1 {
            if table.first().is_some_and(|row| row.len() != cells) {
                out.push(Piece::Table(std::mem::take(&mut table)));
            }
            table.push(line.split('\t').map(str::to_owned).collect());
            continue;
        }
        if !table.is_empty() {
            out.push(Piece::Table(std::mem::take(&mut table)));
        }
        let level = line.bytes().take_while(|b| *b == b'#').count();
        match line.get(level..).and_then(|rest| rest.strip_prefix(' ')) {
            Some(title) if (1..=6).contains(&level) => {
                out.push(Piece::Heading(level as u8, title.to_owned()));
            }
            _ if line.trim().is_empty() => {}
            _ => out.push(Piece::Paragraph(unescape(line).to_owned())),
        }
    }
    if !table.is_empty() {
        out.push(Piece::Table(table));
    }
    out
}

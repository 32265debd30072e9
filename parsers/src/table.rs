//! The blocks of the interchange text: headings, paragraphs, and tables as consecutive lines with tabs.
//!
//! ```
//! use yusuan_parsers::table::{blocks, Block};
//! let text = "# 部门预算\n\n单位：万元\n\n项目\t金额\n合计\t1.00\n";
//! let found = blocks(text);
//! assert!(matches!(found[0], Block::Heading { level: 1, .. }));
//! let Block::Table { rows } = &found[2] else { panic!() };
//! assert_eq!(rows[1].cells(text), ["合计", "1.00"]);
//! ```

use std::ops::Range;

use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::space0;
use nom::combinator::{opt, recognize};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// Cells of a line beyond this number are ignored.
pub const MAX_COLUMNS: usize = 512;

/// One block of the text; every range is in bytes of the text given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `#`…`######` and its text.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The text without marks and outer white space.
        range: Range<usize>,
    },
    /// One line of running text.
    Paragraph {
        /// The line without outer white space.
        range: Range<usize>,
    },
    /// Consecutive lines that hold tabs.
    Table {
        /// Lines top to bottom.
        rows: Vec<Line>,
    },
}

impl Block {
    /// The bytes that the block covers.
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Heading { range, .. } | Self::Paragraph { range } => range.clone(),
            Self::Table { rows } => {
                rows.first().map_or(0, |r| r.range.start)..rows.last().map_or(0, |r| r.range.end)
            }
        }
    }
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line without its end.
    pub range: Range<usize>,
    /// The cells, without outer white space (an empty cell keeps its place as an empty range).
    pub cells: Vec<Range<usize>>,
}

impl Line {
    /// The cells' texts.
    pub fn cells<'a>(&self, text: &'a str) -> Vec<&'a str> {
        self.cells.iter().map(|r| text.get(r.clone()).unwrap_or_default()).collect()
    }
}

/// `mark := "#"{1,6} (space+ | ¬"#")` — the level and what is left of the line.
fn mark(line: &str) -> IResult<&str, u8> {
    let (rest, marks) = take_while_m_n(1, 6, |c| c == '#').parse(line)?;
    if rest.starts_with('#') {
        return Err(nom::Err::Error(nom::error::Error::new(rest, nom::error::ErrorKind::Char)));
    }
    let (rest, _) = space0.parse(rest)?;
    Ok((rest, marks.len() as u8))
}

/// `cell := (¬tab)*`, `row := cell (tab cell)+`
fn row(line: &str, start: usize) -> Line {
    let mut cells = Vec::with_capacity(8);
    let mut at = start;
    for cell in line.split('\t').take(MAX_COLUMNS) {
        cells.push(trimmed(cell, at));
        at += cell.len() + 1;
    }
    Line { range: start..start + line.len(), cells }
}

fn trimmed(text: &str, start: usize) -> Range<usize> {
    let lead = text.len() - text.trim_start().len();
    let kept = text.trim().len();
    if kept == 0 { start..start } else { start + lead..start + lead + kept }
}

/// `text := (heading | table | paragraph | blank)*`, one line each but for tables. Code fences, rules (`---`) and
/// Markdown's pipe tables are paragraphs: the interchange form has none.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut at = 0;
    let mut adjacent = false;
    for line_with_end in text.split_inclusive('\n') {
        let start = at;
        at += line_with_end.len();
        let line = line_with_end.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            // A line of tabs alone is a row with nothing in it: the table goes on.
            adjacent = adjacent && line.contains('\t');
            continue;
        }
        let body = line.trim_start_matches(' ');
        if body.contains('\t') && !body.starts_with('#') {
            let line = row(line, start);
            match out.last_mut() {
                Some(Block::Table { rows }) if adjacent => rows.push(line),
                _ => out.push(Block::Table { rows: vec![line] }),
            }
            adjacent = true;
            continue;
        }
        adjacent = false;
        let offset = start + (line.len() - body.len());
        match mark(body) {
            Ok((rest, level)) => {
                let range = trimmed(rest, offset + body.len() - rest.len());
                if !range.is_empty() {
                    out.push(Block::Heading { level, range });
                }
            }
            Err(_) => out.push(Block::Paragraph { range: trimmed(line, start) }),
        }
    }
    out
}

/// `figure := sign? digits ("," digits)* ("." digits)? "%"?`, half- or full-width, also in brackets: whether a cell
/// holds a bare number of any kind.
pub fn is_figure(cell: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let body = |s| -> IResult<&str, &str> {
        recognize((
            take_while1(|c| digit(c) || matches!(c, ',' | '，' | ' ')),
            opt((nom::character::complete::one_of(".．"), nom::bytes::complete::take_while(digit))),
        ))
        .parse(s)
    };
    let mut signed = preceded(
        opt(nom::bytes::complete::take_while_m_n(1, 2, |c| {
            matches!(c, '-' | '－' | '−' | '—' | '–' | '+' | '△' | '▲' | '(' | '（' | '¥' | '￥')
        })),
        terminated(
            body,
            opt(nom::bytes::complete::take_while_m_n(1, 2, |c| matches!(c, '%' | '％' | ')' | '）'))),
        ),
    );
    let parsed: IResult<&str, &str> = signed.parse(cell.trim());
    matches!(parsed, Ok(("", figure)) if figure.chars().any(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_in_order() {
        let text = "# 一\n##二\n\n段落\n甲\t乙\t\n\t1\t\n\n丙\t丁\t\n结束";
        let found = blocks(text);
        assert_eq!(found.len(), 6);
        let Block::Table { rows } = &found[3] else { panic!("{found:?}") };
        assert_eq!(rows[0].cells(text), ["甲", "乙", ""]);
        assert_eq!(rows[1].cells(text), ["", "1", ""]);
        assert!(matches!(&found[4], Block::Table { rows } if rows.len() == 1));
    }

    #[test]
    fn figures() {
        for yes in ["1,149,678.00", "10325.47", "-3.1", "（2.00）", "０", "100%", "1 234.5"] {
            assert!(is_figure(yes), "{yes}");
        }
        for no in ["", "-", "—", "无", "2023年", "一", "1.2.3", "3个", "，"] {
            assert!(!is_figure(no), "{no}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics_and_ranges_hold(text in "[#\t\n 一表1，]{0,60}") {
            let mut last = 0;
            for block in blocks(&text) {
                let range = block.range();
                proptest::prop_assert!(range.start >= last && text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}

//! The document between the templates and the renderers: blocks in reading order. Figures in the narrative carry a
//! mark (`⟦tag|text⟧`) by which a contradiction is planted and counted; renderers print the text alone.

/// One header cell with what it spans.
#[derive(Debug, Clone)]
pub struct Head {
    /// Row, column, rows spanned, columns spanned.
    pub at: (usize, usize, usize, usize),
    /// What is printed.
    pub text: String,
}

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Names, long texts.
    Left,
    /// Codes.
    Center,
    /// Figures.
    Right,
}

/// A table as printed.
#[derive(Debug, Clone)]
pub struct Table {
    /// The contract's kind, to find a table by.
    pub kind: &'static str,
    /// Caption lines as printed (`表 1：`…); the first is preceded by nothing else.
    pub caption: String,
    /// The title as truth has it.
    pub title: String,
    /// Line over the table on the left (`单位名称：…`), may be empty.
    pub left: String,
    /// Unit of the amounts, `None` when not printed.
    pub unit: Option<&'static str>,
    /// Label before the unit (`单位`, `金额单位`).
    pub unit_label: &'static str,
    /// Header cells.
    pub head: Vec<Head>,
    /// Number of header rows.
    pub head_rows: usize,
    /// Body rows, one text a column.
    pub rows: Vec<Vec<String>>,
    /// Body cells that span columns: row, column, columns.
    pub merged: Vec<(usize, usize, usize)>,
    /// Blank rows that the form keeps before the last row or at the end.
    pub blank_rows: usize,
    /// Notes under the table.
    pub notes: Vec<String>,
    /// Alignment of each column.
    pub align: Vec<Align>,
    /// Relative width of each column.
    pub widths: Vec<u32>,
    /// On a landscape page.
    pub landscape: bool,
    /// Whether this is a table of the form (listed in truth) or one within the narrative.
    pub statutory: bool,
}

impl Table {
    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.widths.len()
    }

    /// Columns that a body cell spans; 0 when a merged cell to the left covers it.
    pub fn span(&self, row: usize, column: usize) -> usize {
        for (r, c, n) in &self.merged {
            if *r == row && (*c..c + n).contains(&column) {
                return if *c == column { *n } else { 0 };
            }
        }
        1
    }

    /// The header from top to bottom for each column, merged cells repeated, equal neighbours collapsed.
    pub fn paths(&self) -> Vec<Vec<String>> {
        (0..self.columns())
            .map(|column| {
                let mut path: Vec<String> = Vec::new();
                for row in 0..self.head_rows {
                    let cell = self.head.iter().find(|h| {
                        let (r, c, rs, cs) = h.at;
                        r <= row && row < r + rs && c <= column && column < c + cs
                    });
                    if let Some(cell) = cell {
                        let text: String = cell.text.chars().filter(|c| !c.is_whitespace()).collect();
                        if !text.is_empty() && path.last() != Some(&text) {
                            path.push(text);
                        }
                    }
                }
                path
            })
            .collect()
    }
}

/// A block of the document.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)] // tables are most of a document
pub enum Block {
    /// Lines of the cover, large and centred.
    Cover(Vec<String>),
    /// The contents: depth, text, page as printed.
    Contents(Vec<(u8, String, u32)>),
    /// A heading of level 1 (part), 2 or 3.
    Heading(u8, String),
    /// A paragraph, with marks.
    Para(String),
    /// A table.
    Table(Table),
    /// A new page.
    Break,
}

/// A contradiction that was planted, or a true one that the document has.
#[derive(Debug, Clone)]
pub struct Finding {
    /// `table_arith`, `cross_table`, `narrative_table`, `narrative_arith`, `name_mismatch`, …
    pub kind: &'static str,
    /// Where, in words.
    pub place: String,
    /// What is printed.
    pub stated: String,
    /// What would be consistent.
    pub expected: String,
    /// Why, in words.
    pub detail: String,
}

/// A document with its truth.
#[derive(Debug, Clone)]
pub struct Document {
    /// Full name of the unit.
    pub unit: String,
    /// The fiscal year.
    pub year: i32,
    /// `budget` or `final_account`.
    pub kind: &'static str,
    /// `unit` or `department`.
    pub level: &'static str,
    /// Which template.
    pub template: &'static str,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What was planted.
    pub findings: Vec<Finding>,
}

impl Document {
    /// The tables in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
    }

    /// The tables in order, to change.
    pub fn tables_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.blocks.iter_mut().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
    }

    /// The paragraphs in order, to change.
    pub fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.blocks.iter_mut().filter_map(|b| if let Block::Para(p) = b { Some(p) } else { None })
    }
}

/// A marked figure.
pub fn mark(tag: &str, text: &str) -> String {
    format!("⟦{tag}|{text}⟧")
}

/// The text without its marks.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('⟦') {
        out.push_str(&rest[..start]);
        let after = &rest[start + '⟦'.len_utf8()..];
        let Some(end) = after.find('⟧') else {
            return out + rest;
        };
        out.push_str(after[..end].split_once('|').map_or("", |(_, t)| t));
        rest = &after[end + '⟧'.len_utf8()..];
    }
    out + rest
}

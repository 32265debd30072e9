//! Which figures of a document took part in an identity that holds: a mark for each, since most come many times.

use smol_str::SmolStr;

use super::figure::Ref;
use crate::model::Disclosure;

/// The marks of one document.
#[derive(Debug, Default)]
pub struct Marks {
    /// For each table the number of its columns, and a mark for each cell, row by row.
    tables: Vec<(usize, Vec<bool>)>,
    claims: Vec<bool>,
}

impl Marks {
    /// No figure of the document is marked.
    pub fn new(document: &Disclosure) -> Self {
        let cells = |rows: usize, columns: usize| (columns, vec![false; rows * columns]);
        Self {
            tables: document.tables.iter().map(|t| cells(t.rows.len(), t.columns.len())).collect(),
            claims: vec![false; document.claims.len()],
        }
    }
    /// Marks the figures among these places.
    pub fn add(&mut self, places: &[Ref]) {
        for &at in places {
            let mark = match at {
                Ref::Cell(t, r, c) => self
                    .tables
                    .get_mut(t)
                    .filter(|(columns, _)| c < *columns)
                    .and_then(|(columns, marks)| marks.get_mut(r * *columns + c)),
                Ref::Claim(c) => self.claims.get_mut(c),
                Ref::Table(_) | Ref::Section(_) => None,
            };
            if let Some(mark) = mark {
                *mark = true;
            }
        }
    }
    /// How the output names the marked figures (`t5/r3/c1`, `c7`), in document order.
    pub fn names(&self, document: &Disclosure) -> Vec<SmolStr> {
        let count = |marks: &[bool]| marks.iter().filter(|m| **m).count();
        let cells: usize = self.tables.iter().map(|(_, marks)| count(marks)).sum();
        let mut names = Vec::with_capacity(cells + count(&self.claims));
        for (table, (columns, marks)) in document.tables.iter().zip(&self.tables) {
            let mut name = table.id.clone();
            for (r, row) in marks.chunks((*columns).max(1)).enumerate().filter(|(_, row)| row.contains(&true))
            {
                name.truncate(table.id.len());
                push(&mut name, "/r", r);
                let stem = name.len();
                for (c, _) in row.iter().enumerate().filter(|(_, m)| **m) {
                    name.truncate(stem);
                    push(&mut name, "/c", c);
                    names.push(SmolStr::new(&name));
                }
            }
        }
        let claims = document.claims.iter().zip(&self.claims).filter(|(_, m)| **m);
        names.extend(claims.map(|(claim, _)| SmolStr::new(&claim.id)));
        names
    }
}

/// How the output names a cell: `t5/r3/c1`.
pub(super) fn cell_name(table: &str, row: usize, column: usize) -> String {
    let mut name = table.to_owned();
    push(&mut name, "/r", row);
    push(&mut name, "/c", column);
    name
}

/// `t5/r3` of `t5`, `/r` and 3.
fn push(name: &mut String, mark: &str, number: usize) {
    name.push_str(mark);
    push_number(name, number);
}

/// Thousands of cells are named for each document, which the formatting machinery takes long for.
fn push_number(name: &mut String, number: usize) {
    if number >= 10 {
        push_number(name, number / 10);
    }
    name.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn a_cell_is_named_by_numbers() {
        assert_eq!(cell_name("t5", 0, 10), "t5/r0/c10");
        assert_eq!(cell_name("t12", 1090, 9), "t12/r1090/c9");
    }
}

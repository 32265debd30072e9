//! Where the lines of an output break, so that a person can read it and a line tool can search it: a document, a
//! report and each of a document's tables have a line for each field; a list in such a field has a line for each of
//! its objects, and what stands within such a line is compact.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// The list whose objects have a line for each field, as the document itself has.
const LAID_OUT: &[u8] = b"tables";

/// How an array or object that is being written is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A line for each field.
    Fields,
    /// A line for each object or array in it; numbers and texts beside each other.
    List,
    /// A list whose objects have a line for each field.
    Objects,
    /// Without a break.
    Compact,
}

/// An array or object that is being written.
struct Open {
    form: Form,
    /// Whether something in it has a line of its own, so that its end has one too.
    lines: bool,
}

/// The layout of the outputs, for [`serde_json::Serializer::with_formatter`].
#[derive(Default)]
pub(super) struct Lines {
    open: Vec<Open>,
    /// What is being written is the name of a field.
    naming: bool,
    /// The field that was begun last is the one of the laid-out list.
    named: bool,
}

impl Lines {
    fn form(&self) -> Form {
        self.open.last().map_or(Form::Compact, |open| open.form)
    }

    /// A new line at the current depth; what is open has lines.
    fn line<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        if let Some(open) = self.open.last_mut() {
            open.lines = true;
        }
        self.indent(out)
    }

    fn indent<W: Write + ?Sized>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        self.open.iter().try_for_each(|_| out.write_all(b"  "))
    }

    fn begin<W: Write + ?Sized>(&mut self, out: &mut W, sign: &[u8], form: Form) -> io::Result<()> {
        if matches!(self.form(), Form::List | Form::Objects) {
            self.line(out)?;
        }
        self.open.push(Open { form, lines: false });
        out.write_all(sign)
    }

    fn end<W: Write + ?Sized>(&mut self, out: &mut W, sign: &[u8]) -> io::Result<()> {
        if self.open.pop().is_some_and(|open| open.lines) {
            self.indent(out)?;
        }
        out.write_all(sign)
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        let form = match self.form() {
            Form::Fields if self.named => Form::Objects,
            Form::Fields => Form::List,
            _ => Form::Compact,
        };
        self.begin(out, b"[", form)
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        let laid_out = self.open.is_empty() || self.form() == Form::Objects;
        self.begin(out, b"{", if laid_out { Form::Fields } else { Form::Compact })
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if self.form() == Form::Fields {
            self.naming = true;
            self.line(out)?;
        }
        Ok(())
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if self.naming {
            self.named = fragment.as_bytes() == LAID_OUT;
        }
        out.write_all(fragment.as_bytes())
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.naming = false;
        out.write_all(if self.form() == Form::Fields { b": " } else { b":" })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    #[derive(Serialize)]
    struct Table {
        id: u8,
        pages: Vec<u8>,
        rows: Vec<BTreeMap<&'static str, Vec<u8>>>,
        none: Vec<u8>,
    }

    #[derive(Serialize)]
    struct Report {
        tables: Vec<Table>,
        place: Option<[f32; 2]>,
        documents: Vec<BTreeMap<&'static str, &'static str>>,
    }

    #[test]
    fn objects_of_a_list_have_a_line_each_and_tables_a_line_for_each_field() {
        let row = BTreeMap::from([("3", vec![4, 5])]);
        let table = Table { id: 0, pages: vec![1, 2], rows: vec![row.clone(), row], none: vec![] };
        let documents = vec![BTreeMap::from([("tables", "[]"), ("万", "\n")])];
        let report = Report { tables: vec![table], place: Some([0.5, 1.0]), documents };
        let lines = [
            "{",
            r#"  "tables": ["#,
            "    {",
            r#"      "id": 0,"#,
            r#"      "pages": [1,2],"#,
            r#"      "rows": ["#,
            r#"        {"3":[4,5]},"#,
            r#"        {"3":[4,5]}"#,
            "      ],",
            r#"      "none": []"#,
            "    }",
            "  ],",
            r#"  "place": [0.5,1.0],"#,
            r#"  "documents": ["#,
            r#"    {"tables":"[]","万":"\n"}"#,
            "  ]",
            "}\n",
        ];
        let mut written = Vec::new();
        crate::emit::json::stream(&report, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), lines.join("\n"));
        // A sink that takes nothing ends it, with its own error.
        let full = crate::emit::json::stream(&report, &mut &mut [0_u8; 10][..]).unwrap_err();
        assert_eq!(full.kind(), std::io::ErrorKind::WriteZero);
    }
}

//! Where the lines of an output break, so that a person can read it and a line tool can search it: a document, a
//! report and each of a document's tables have a line for each field; a list in such a field has a line for each of
//! its objects, and what stands within such a line is compact.

use std::io::{self, Write};

use serde_json::ser::CompactFormatter;

/// The list whose objects have a line for each field, as the document itself has.
const LAID_OUT: &str = "tables";

/// What is collected before it goes to a sink.
const CHUNK: usize = 1 << 16;

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

/// JSON while it is written: into memory, and from there on to a sink when there is one.
pub(super) struct Text<'s> {
    out: Vec<u8>,
    sink: Option<&'s mut dyn Write>,
    open: Vec<Open>,
    /// The field that was begun last is the one of the laid-out list.
    named: bool,
}

impl<'s> Text<'s> {
    /// A text that stays in memory, with room for so many bytes.
    pub fn with_capacity(room: usize) -> Self {
        Self { out: Vec::with_capacity(room), sink: None, open: Vec::new(), named: false }
    }

    /// A text that is handed on piece by piece.
    pub fn to(sink: &'s mut dyn Write) -> Self {
        Self { sink: Some(sink), ..Self::with_capacity(CHUNK + CHUNK / 4) }
    }

    /// Ends the text; the bytes that no sink has taken.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.out.push(b'\n');
        self.hand_on()?;
        if let Some(sink) = &mut self.sink {
            sink.flush()?;
        }
        Ok(self.out)
    }

    fn hand_on(&mut self) -> io::Result<()> {
        if let Some(sink) = &mut self.sink {
            sink.write_all(&self.out)?;
            self.out.clear();
        }
        Ok(())
    }

    fn form(&self) -> Form {
        self.open.last().map_or(Form::Compact, |open| open.form)
    }

    /// A new line at the current depth; what is open has lines.
    fn line(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.lines = true;
        }
        self.indent();
    }

    fn indent(&mut self) {
        self.out.push(b'\n');
        for _ in &self.open {
            self.out.extend_from_slice(b"  ");
        }
    }

    fn begin(&mut self, sign: u8, form: Form) {
        if matches!(self.form(), Form::List | Form::Objects) {
            self.line();
        }
        self.open.push(Open { form, lines: false });
        self.out.push(sign);
    }

    pub fn begin_array(&mut self) {
        let form = match self.form() {
            Form::Fields if self.named => Form::Objects,
            Form::Fields => Form::List,
            _ => Form::Compact,
        };
        self.begin(b'[', form);
    }

    pub fn begin_object(&mut self) {
        let laid_out = self.open.is_empty() || self.form() == Form::Objects;
        self.begin(b'{', if laid_out { Form::Fields } else { Form::Compact });
    }

    /// Ends the array or object that was begun last.
    pub fn end(&mut self, sign: u8) -> io::Result<()> {
        if self.open.pop().is_some_and(|open| open.lines) {
            self.indent();
        }
        self.out.push(sign);
        if self.out.len() >= CHUNK { self.hand_on() } else { Ok(()) }
    }

    /// What stands before an item of an array or the key of a field.
    pub fn separate(&mut self, first: bool) {
        if !first {
            self.out.push(b',');
        }
    }

    /// What stands before a field; then its key comes.
    pub fn begin_key(&mut self, first: bool) {
        self.separate(first);
        if self.form() == Form::Fields {
            self.line();
        }
    }

    /// What stands between a field's key, which begins at `from`, and its value.
    pub fn end_key(&mut self, from: usize) {
        // Numbers as keys are written as texts.
        if self.out.get(from) != Some(&b'"') {
            self.out.insert(from, b'"');
            self.out.push(b'"');
        }
        let key = self.out.get(from + 1..self.out.len() - 1);
        self.named = key == Some(LAID_OUT.as_bytes());
        self.out.extend_from_slice(if self.form() == Form::Fields { b": " } else { b":" });
    }

    /// The name of a field of a type and what stands around it. Such a name has nothing to escape.
    pub fn key(&mut self, name: &'static str, first: bool) {
        debug_assert!(is_plain(name.as_bytes()), "{name}");
        self.begin_key(first);
        self.named = name == LAID_OUT;
        self.out.reserve(name.len() + 4);
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(if self.form() == Form::Fields { b"\": " } else { b"\":" });
    }

    /// How many bytes are written and not yet handed on.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// A number or another word of JSON.
    pub fn plain(&mut self, word: &str) {
        self.out.extend_from_slice(word.as_bytes());
    }

    /// Writes what serde_json's own form of a value is.
    pub fn with(
        &mut self,
        write: impl FnOnce(&mut CompactFormatter, &mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<()> {
        write(&mut CompactFormatter, &mut self.out)
    }

    /// A text in quotation marks.
    pub fn text(&mut self, text: &str) {
        self.out.push(b'"');
        if is_plain(text.as_bytes()) {
            self.out.extend_from_slice(text.as_bytes());
        } else {
            self.escaped(text);
        }
        self.out.push(b'"');
    }

    #[cold]
    fn escaped(&mut self, text: &str) {
        for &byte in text.as_bytes() {
            let short = match byte {
                b'"' | b'\\' => byte,
                0x08 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                0x0C => b'f',
                b'\r' => b'r',
                ..0x20 => {
                    let digit = |d: u8| b"0123456789abcdef".get(usize::from(d)).copied().unwrap_or(b'0');
                    self.out.extend_from_slice(b"\\u00");
                    self.out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
                    continue;
                }
                _ => {
                    self.out.push(byte);
                    continue;
                }
            };
            self.out.extend_from_slice(&[b'\\', short]);
        }
    }
}

/// Whether a text is written as it is, as nearly all are.
fn is_plain(bytes: &[u8]) -> bool {
    let special = |b: &u8| *b < 0x20 || matches!(*b, b'"' | b'\\');
    match bytes.last_chunk::<8>() {
        None => !bytes.iter().any(special),
        Some(last) => !bytes.as_chunks::<8>().0.iter().chain([last]).any(|eight| any_special(*eight)),
    }
}

/// Whether one of eight bytes may not stand in a text as it is: a control character, `"`, `\`.
#[inline]
fn any_special(eight: [u8; 8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let bytes = u64::from_le_bytes(eight);
    // The highest bit of a byte is borrowed from only where a byte is below the limit.
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(ONES * limit) & !bytes & HIGH;
    let equal = |byte: u8| below(bytes ^ (ONES * u64::from(byte)), 1);
    below(bytes, 0x20) | equal(b'"') | equal(b'\\') != 0
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
    fn values_of_all_kinds_are_what_serde_json_makes_of_them() {
        #[derive(Serialize)]
        enum Kind {
            Unit,
            New(i8),
            Tuple(u8, char),
            Struct { a: Option<bool>, b: f64 },
        }
        #[derive(Serialize)]
        struct Wrapped((), f32, f32);
        let odd: String = (0..0x30).map(char::from).chain("\\\"/预\u{7f}算\u{2028}".chars()).collect();
        let kinds =
            vec![Kind::Unit, Kind::New(-3), Kind::Tuple(7, '"'), Kind::Struct { a: None, b: 1.0 / 3.0 }];
        let keys = BTreeMap::from([(1_u32, Wrapped((), 0.1, f32::NAN)), (20, Wrapped((), 1e20, -0.0))]);
        let value = (odd.as_str(), kinds, keys, u64::MAX, i64::MIN, "a text of more than sixteen bytes\n");
        let mut written = Vec::new();
        crate::emit::json::stream(&value, &mut written).unwrap();
        let compact: String = String::from_utf8(written).unwrap().lines().map(str::trim_start).collect();
        assert_eq!(compact, serde_json::to_string(&value).unwrap());
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

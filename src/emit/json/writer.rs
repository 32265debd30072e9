//! Writes plain data as JSON that a person can read and a line tool can search: a document, a table and a report
//! have a line for each field, their lists a line for each object, and everything within such a line is compact, byte
//! for byte what `serde_json` writes, at a third of its work: text without anything to escape goes out whole.

use std::fmt::Error;
use std::io;

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct,
    Serializer,
};

/// A line feed and the indentation of a line, as deep as the output gets.
const INDENT: &[u8; 65] = b"\n                                                                ";

/// The types that have a line for each field.
const LAID_OUT: [&str; 3] = ["Disclosure", "Table", "Report"];

/// What is collected before it goes to the sink.
const CHUNK: usize = 1 << 16;

/// Collects the output, or hands it on piece by piece.
#[derive(Default)]
pub(super) struct Writer<'s> {
    pub out: Vec<u8>,
    sink: Option<&'s mut dyn io::Write>,
    /// Why the sink takes no more.
    pub failed: Option<io::Error>,
    depth: usize,
    /// What comes next is the value of a field that has its own line: a list of lines, if it is a list.
    may_list: bool,
    /// What comes next is an element of such a list: on a line of its own, if it is an object or array.
    own_line: bool,
}

impl<'s> Writer<'s> {
    /// A writer that appends to `out`.
    pub fn new(out: Vec<u8>) -> Self {
        Self { out, ..Self::default() }
    }

    /// A writer that hands on what it writes.
    pub fn to(sink: &'s mut dyn io::Write) -> Self {
        Self { sink: Some(sink), ..Self::default() }
    }

    /// Hands on what has been collected.
    pub fn flush(&mut self) -> Result<(), Error> {
        if let Some(sink) = &mut self.sink {
            let written = sink.write_all(&self.out);
            self.out.clear();
            self.failed = written.err();
        }
        if self.failed.is_some() { Err(Error) } else { Ok(()) }
    }

    /// A new line at the current depth.
    fn line(&mut self) {
        let spaces = self.depth * 2;
        if let Some(line) = INDENT.get(..=spaces) {
            self.out.extend_from_slice(line);
        } else {
            self.out.push(b'\n');
            self.out.extend(std::iter::repeat_n(b' ', spaces));
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push(b'"');
        let bytes = text.as_bytes();
        let mut done = 0;
        let mut at = 0;
        while let Some(skip) = bytes.get(at..).and_then(next_escaped) {
            at += skip;
            let byte = bytes.get(at).copied().unwrap_or_default();
            self.out.extend_from_slice(bytes.get(done..at).unwrap_or_default());
            self.escape(byte);
            at += 1;
            done = at;
        }
        self.out.extend_from_slice(bytes.get(done..).unwrap_or_default());
        self.out.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            8 => b'b',
            9 => b't',
            10 => b'n',
            12 => b'f',
            13 => b'r',
            _ => 0,
        };
        if short == 0 {
            let hex = |n: u8| char::from_digit(u32::from(n), 16).map_or(b'0', |c| c as u8);
            self.out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]);
        } else {
            self.out.extend_from_slice(&[b'\\', short]);
        }
    }

    fn number(&mut self, mut value: u64) {
        let mut digits = [0_u8; 20];
        let mut first = digits.len();
        for place in digits.iter_mut().rev() {
            *place = b'0' + (value % 10) as u8;
            value /= 10;
            first -= 1;
            if value == 0 {
                break;
            }
        }
        self.out.extend_from_slice(digits.get(first..).unwrap_or_default());
    }

    /// Begins an array or object; what it becomes depends on where it stands.
    fn open(&mut self, signs: [u8; 2], laid_out: bool) -> Open<'_, 's> {
        let listed = std::mem::take(&mut self.own_line);
        if listed {
            self.line();
        }
        let list = std::mem::take(&mut self.may_list) && signs[0] == b'[';
        self.out.push(signs[0]);
        self.depth += 1;
        let form = if laid_out {
            Form::Fields
        } else if list {
            Form::List
        } else {
            Form::Compact
        };
        Open { writer: self, filled: false, lines: false, form, listed, close: signs[1] }
    }
}

/// Where the first byte that must be escaped stands: eight bytes at a time.
fn next_escaped(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let escaped = |b: &u8| *b < 0x20 || matches!(*b, b'"' | b'\\');
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let w = u64::from_le_bytes(*word);
        let controls = w.wrapping_sub(ONES * 0x20) & !w & HIGHS;
        let found = controls | zero(w ^ (ONES * u64::from(b'"'))) | zero(w ^ (ONES * u64::from(b'\\')));
        if found != 0
            && let Some(at) = word.iter().position(escaped)
        {
            return Some(index * 8 + at);
        }
    }
    rest.iter().position(escaped).map(|at| words.len() * 8 + at)
}

/// How an array or object is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A line for each field.
    Fields,
    /// A line for each object or array in it; numbers and texts beside each other.
    List,
    /// Without a break.
    Compact,
}

/// An array or object that is being written.
pub(super) struct Open<'a, 's> {
    writer: &'a mut Writer<'s>,
    filled: bool,
    /// Whether something in it has a line of its own.
    lines: bool,
    form: Form,
    /// Whether it has a line of its own itself: a good place to hand on what was written.
    listed: bool,
    close: u8,
}

impl Open<'_, '_> {
    fn comma(&mut self) {
        if self.filled {
            self.writer.out.push(b',');
        }
        self.filled = true;
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.comma();
        if self.form != Form::List {
            return value.serialize(&mut *self.writer);
        }
        self.writer.own_line = true;
        let written = value.serialize(&mut *self.writer);
        self.lines |= !std::mem::take(&mut self.writer.own_line);
        written
    }

    /// `key` is a name of our own types: nothing in it is escaped.
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.comma();
        let fields = self.form == Form::Fields;
        if fields {
            self.lines = true;
            self.writer.line();
        }
        let out = &mut self.writer.out;
        out.reserve(key.len() + 4);
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(if fields { b"\": " } else { b"\":" });
        self.writer.may_list = fields;
        let written = value.serialize(&mut *self.writer);
        self.writer.may_list = false;
        written
    }

    fn close(self) -> Result<(), Error> {
        self.writer.depth -= 1;
        if self.lines {
            self.writer.line();
        }
        self.writer.out.push(self.close);
        if self.listed && self.writer.sink.is_some() && self.writer.out.len() >= CHUNK {
            self.writer.flush()?;
        }
        Ok(())
    }
}

macro_rules! unsigned {
    ($($name:ident $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<(), Error> {
            self.number(u64::from(value));
            Ok(())
        })*
    };
}

macro_rules! signed {
    ($($name:ident $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<(), Error> {
            if value < 0 {
                self.out.push(b'-');
            }
            self.number(u64::from(value.unsigned_abs()));
            Ok(())
        })*
    };
}

impl<'a, 's> Serializer for &'a mut Writer<'s> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a, 's>;
    type SerializeTuple = Open<'a, 's>;
    type SerializeTupleStruct = Open<'a, 's>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Open<'a, 's>;
    type SerializeStruct = Open<'a, 's>;
    type SerializeStructVariant = Impossible<(), Error>;

    unsigned!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64);
    signed!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64);

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        // Places are tenths of a point, and a tenth is the shortest that reads back as itself.
        let tenths = (value * 10.0).round();
        if (1.0..1.0e6).contains(&tenths) && (tenths / 10.0).to_bits() == value.to_bits() {
            let tenths = tenths as u64;
            self.number(tenths / 10);
            self.out.extend_from_slice(&[b'.', b'0' + (tenths % 10) as u8]);
            return Ok(());
        }
        serde_json::to_writer(&mut self.out, &value).map_err(|_| Error)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, &value).map_err(|_| Error)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut object = self.serialize_map(Some(1))?;
        object.field(variant, value)?;
        object.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a, 's>, Error> {
        Ok(self.open(*b"[]", false))
    }

    fn serialize_tuple(self, len: usize) -> Result<Open<'a, 's>, Error> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Open<'a, 's>, Error> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a, 's>, Error> {
        Ok(self.open(*b"{}", false))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Open<'a, 's>, Error> {
        Ok(self.open(*b"{}", LAID_OUT.contains(&name)))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(Error)
    }
}

macro_rules! elements {
    ($($kind:ident $method:ident),*) => {
        $(impl $kind for Open<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        })*
    };
}

elements!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field);

impl SerializeStruct for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.field(key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.element(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.out.push(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize;

    use super::*;

    fn written<T: Serialize>(data: &T) -> String {
        let mut writer = Writer::default();
        data.serialize(&mut writer).expect("plain data");
        String::from_utf8(writer.out).expect("JSON is UTF-8")
    }

    proptest! {
        #[test]
        fn within_a_line_bytes_are_those_of_serde_json(
            texts in proptest::collection::vec("[a万\"\\\\\n\t\u{1}\u{1f}\u{7f}é\u{8}\u{c}\r ]{0,20}", 0..5),
            numbers in proptest::collection::vec(any::<i64>(), 0..4),
            places in proptest::collection::vec((-40_i32..90_000).prop_map(|n| n as f32 / 10.0), 0..4),
            floats in proptest::collection::vec(any::<f32>(), 0..3),
            flag in any::<Option<bool>>(),
        ) {
            let map: BTreeMap<String, &Vec<String>> = texts.iter().cloned().zip(std::iter::repeat(&texts)).collect();
            let data = (texts.clone(), numbers, (places, floats, flag), map, u64::MAX, "三公", [0_u8; 0]);
            prop_assert_eq!(written(&data), serde_json::to_string(&data).unwrap());
        }
    }

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
    }

    fn report(tables: u8, rows: usize) -> Report {
        let row = BTreeMap::from([("3", vec![4, 5])]);
        let table = |id| Table { id, pages: vec![1, 2], rows: vec![row.clone(); rows], none: vec![] };
        Report { tables: (0..tables).map(table).collect(), place: Some([0.5, 1.0]) }
    }

    #[test]
    fn objects_of_a_list_have_a_line_each() {
        let lines = "{\n  \"tables\": [\n    {\n      \"id\": 0,\n      \"pages\": [1,2],\n      \"rows\": [\n        \
                     {\"3\":[4,5]},\n        {\"3\":[4,5]}\n      ],\n      \"none\": []\n    }\n  ],\n  \"place\": [0.5,1.0]\n}";
        assert_eq!(written(&report(1, 2)), lines);
    }

    #[test]
    fn what_is_handed_on_in_pieces_is_the_same() {
        let many = report(100, 100);
        assert!(written(&many).len() > 3 * CHUNK);
        let mut pieces = Vec::new();
        let mut writer = Writer::to(&mut pieces);
        many.serialize(&mut writer).unwrap();
        assert!(writer.out.len() < 2 * CHUNK, "{}", writer.out.len());
        writer.flush().unwrap();
        drop(writer);
        assert!(String::from_utf8(pieces).unwrap() == written(&many));
        // A sink that takes nothing ends it.
        let mut full = &mut [0_u8; 10][..];
        let mut writer = Writer::to(&mut full);
        assert!(many.serialize(&mut writer).is_err() && writer.failed.is_some());
    }
}

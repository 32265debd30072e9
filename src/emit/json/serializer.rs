//! Plain data → [`Text`]. Names of fields and texts go straight into it, in one piece each: a document has twenty
//! thousand of them.

use std::fmt::Display;
use std::io;

use serde::ser::{self, Serialize};
use serde_json::ser::Formatter;

use super::layout::Text;

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The sink's error.
    #[error(transparent)]
    Sink(#[from] io::Error),
    /// The error of the data's own reading.
    #[error("{0}")]
    Data(String),
}

impl ser::Error for Failure {
    fn custom<T: Display>(message: T) -> Self {
        Self::Data(message.to_string())
    }
}

impl From<Failure> for io::Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Sink(error) => error,
            Failure::Data(message) => Self::new(io::ErrorKind::InvalidData, message),
        }
    }
}

type Done = Result<(), Failure>;

/// Writes one value.
pub(super) struct Value<'t, 's>(pub &'t mut Text<'s>);

/// The items of an array or the fields of an object that is being written.
pub(super) struct Items<'t, 's> {
    text: &'t mut Text<'s>,
    first: bool,
    /// How it ends, innermost first.
    ends: &'static [u8],
    /// Where the key began whose value comes next.
    key: usize,
}

impl<'t, 's> Items<'t, 's> {
    fn array(text: &'t mut Text<'s>) -> Self {
        text.begin_array();
        Self { text, first: true, ends: b"]", key: 0 }
    }

    fn object(text: &'t mut Text<'s>) -> Self {
        text.begin_object();
        Self { text, first: true, ends: b"}", key: 0 }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.text.separate(self.first);
        self.first = false;
        value.serialize(Value(self.text))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
        self.text.key(name, self.first);
        self.first = false;
        value.serialize(Value(self.text))
    }

    fn close(self) -> Done {
        for sign in self.ends {
            self.text.end(*sign)?;
        }
        Ok(())
    }
}

macro_rules! numbers {
    ($($serialize:ident($type:ty) = $write:ident;)*) => {
        $(fn $serialize(self, value: $type) -> Done {
            Ok(self.0.with(|form, out| form.$write(out, value))?)
        })*
    };
}

impl<'t, 's> ser::Serializer for Value<'t, 's> {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Items<'t, 's>;
    type SerializeTuple = Items<'t, 's>;
    type SerializeTupleStruct = Items<'t, 's>;
    type SerializeTupleVariant = Items<'t, 's>;
    type SerializeMap = Items<'t, 's>;
    type SerializeStruct = Items<'t, 's>;
    type SerializeStructVariant = Items<'t, 's>;

    numbers! {
        serialize_i8(i8) = write_i8;
        serialize_i16(i16) = write_i16;
        serialize_i32(i32) = write_i32;
        serialize_i64(i64) = write_i64;
        serialize_u8(u8) = write_u8;
        serialize_u16(u16) = write_u16;
        serialize_u32(u32) = write_u32;
        serialize_u64(u64) = write_u64;
        serialize_bool(bool) = write_bool;
    }

    fn serialize_f32(self, value: f32) -> Done {
        if value.is_finite() {
            Ok(self.0.with(|form, out| form.write_f32(out, value))?)
        } else {
            self.serialize_unit()
        }
    }

    fn serialize_f64(self, value: f64) -> Done {
        if value.is_finite() {
            Ok(self.0.with(|form, out| form.write_f64(out, value))?)
        } else {
            self.serialize_unit()
        }
    }

    fn serialize_char(self, value: char) -> Done {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Done {
        self.0.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.0.plain("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        let mut object = Items::object(self.0);
        object.field(variant, value)?;
        object.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'t, 's>, Failure> {
        Ok(Items::array(self.0))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'t, 's>, Failure> {
        Ok(Items::array(self.0))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'t, 's>, Failure> {
        Ok(Items::array(self.0))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'t, 's>, Failure> {
        self.0.begin_object();
        self.0.key(variant, true);
        Ok(Items { ends: b"]}", ..Items::array(self.0) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'t, 's>, Failure> {
        Ok(Items::object(self.0))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'t, 's>, Failure> {
        Ok(Items::object(self.0))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'t, 's>, Failure> {
        self.0.begin_object();
        self.0.key(variant, true);
        Ok(Items { ends: b"}}", ..Items::object(self.0) })
    }
}

macro_rules! items {
    ($($kind:ident::$add:ident;)*) => {
        $(impl ser::$kind for Items<'_, '_> {
            type Ok = ();
            type Error = Failure;
            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                self.item(value)
            }
            fn end(self) -> Done {
                self.close()
            }
        })*
    };
}

items! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

macro_rules! fields {
    ($($kind:ident)*) => {
        $(impl ser::$kind for Items<'_, '_> {
            type Ok = ();
            type Error = Failure;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
                self.field(name, value)
            }
            fn end(self) -> Done {
                self.close()
            }
        })*
    };
}

fields! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Items<'_, '_> {
    type Ok = ();
    type Error = Failure;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        self.text.begin_key(self.first);
        self.first = false;
        self.key = self.text.len();
        key.serialize(Value(self.text))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.text.end_key(self.key);
        value.serialize(Value(self.text))
    }

    fn end(self) -> Done {
        self.close()
    }
}

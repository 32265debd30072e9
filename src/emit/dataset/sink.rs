//! What every output form of the dataset is: it takes rows table by table, and is finished once.

use rust_decimal::Decimal;

use super::schema::TableSchema;

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// Integer.
    Integer(i64),
    /// Exact decimal.
    Decimal(Decimal),
    /// Truth.
    Boolean(bool),
}

/// An empty text is null: CSV cannot tell the two apart, so no form does.
impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Self::from(s.to_owned())
    }
}

impl From<String> for Value {
    fn from(s: String) -> Self {
        if s.is_empty() { Self::Null } else { Self::Text(s) }
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Boolean(b)
    }
}

impl From<Decimal> for Value {
    fn from(d: Decimal) -> Self {
        Self::Decimal(d)
    }
}

macro_rules! integers {
    ($($t:ty),*) => { $(impl From<$t> for Value { fn from(n: $t) -> Self { Self::Integer(i64::try_from(n).unwrap_or(i64::MAX)) } })* };
}
integers!(i32, u8, u32, u64, usize, i64);

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(o: Option<T>) -> Self {
        o.map_or(Self::Null, Into::into)
    }
}

/// Why a dataset could not be written.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// An output form.
pub trait Sink {
    /// Takes one row of a table: one value for each of its fields, in their order.
    ///
    /// # Errors
    /// When it cannot be written.
    fn row(&mut self, table: &TableSchema, row: Vec<Value>) -> Result<(), Failure>;

    /// Writes what is still held and closes the files.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(self: Box<Self>) -> Result<(), Failure>;
}

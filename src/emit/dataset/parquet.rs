//! One Parquet file a table: decimal128, dictionary-encoded text, Snappy.
//!
//! A row group holds 122,880 rows, the unit in which DuckDB reads and spreads over threads; what is held in memory
//! is one row group a table at most.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type as ParquetType;

use super::schema::{ALL, Field, PRECISION, SCALE, TableSchema, Type};
use super::sink::{Failure, Sink, Value};

/// Rows of a row group.
pub const ROW_GROUP: usize = 122_880;

/// One column's values of the row group at work.
#[derive(Debug)]
enum Buffer {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Decimal(Vec<FixedLenByteArray>),
    Boolean(Vec<bool>),
}

struct Column {
    buffer: Buffer,
    /// 1 where a value stands, 0 for null.
    levels: Vec<i16>,
}

struct TableFile {
    table: &'static TableSchema,
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
}

/// Writes one file a table into a folder.
pub struct Parquet {
    files: Vec<TableFile>,
}

impl Parquet {
    /// Opens all files.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder)?;
        let files = ALL.iter().map(|table| TableFile::create(folder, table)).collect::<Result<_, _>>()?;
        Ok(Self { files })
    }
}

/// The file of a table.
pub fn path(folder: &Path, table: &TableSchema) -> PathBuf {
    folder.join(format!("{}.parquet", table.name))
}

fn column_type(field: &Field) -> Result<ParquetType, Failure> {
    let repetition = if field.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let builder = match field.kind {
        Type::Text | Type::Category => ParquetType::primitive_type_builder(field.name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String)),
        Type::Integer => ParquetType::primitive_type_builder(field.name, Physical::INT64),
        Type::Boolean => ParquetType::primitive_type_builder(field.name, Physical::BOOLEAN),
        Type::Decimal => ParquetType::primitive_type_builder(field.name, Physical::FIXED_LEN_BYTE_ARRAY)
            .with_length(16)
            .with_precision(PRECISION as i32)
            .with_scale(SCALE as i32)
            .with_logical_type(Some(LogicalType::decimal(SCALE as i32, PRECISION as i32))),
    };
    Ok(builder.with_repetition(repetition).build()?)
}

fn column_buffer(field: &Field) -> Column {
    let buffer = match field.kind {
        Type::Text | Type::Category => Buffer::Text(Vec::new()),
        Type::Integer => Buffer::Integer(Vec::new()),
        Type::Decimal => Buffer::Decimal(Vec::new()),
        Type::Boolean => Buffer::Boolean(Vec::new()),
    };
    Column { buffer, levels: Vec::new() }
}

impl Column {
    fn push(&mut self, value: Value) -> Result<(), Failure> {
        self.levels.push(i16::from(value != Value::Null));
        match (&mut self.buffer, value) {
            (_, Value::Null) => {}
            (Buffer::Text(v), Value::Text(s)) => v.push(ByteArray::from(s.into_bytes())),
            (Buffer::Integer(v), Value::Integer(n)) => v.push(n),
            (Buffer::Boolean(v), Value::Boolean(b)) => v.push(b),
            (Buffer::Decimal(v), Value::Decimal(mut d)) => {
                d.rescale(SCALE);
                v.push(FixedLenByteArray::from(d.mantissa().to_be_bytes().to_vec()));
            }
            (_, other) => return Err(format!("a column of another type got {other:?}").into()),
        }
        Ok(())
    }
}

impl TableFile {
    fn create(folder: &Path, table: &'static TableSchema) -> Result<Self, Failure> {
        let fields =
            table.fields.iter().map(|f| column_type(f).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
        let schema = ParquetType::group_type_builder(table.name).with_fields(fields).build()?;
        // `created_by` carries no time or host: same records in, same bytes out.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_dictionary_enabled(true)
            .set_created_by("yusuan".to_owned())
            .build();
        let file = File::create(path(folder, table))?;
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
        Ok(Self { table, writer, columns: table.fields.iter().map(column_buffer).collect(), rows: 0 })
    }

    fn flush(&mut self) -> Result<(), Failure> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (field, column) in self.table.fields.iter().zip(&mut self.columns) {
            let mut writer = group.next_column()?.ok_or("fewer columns in the file than in the schema")?;
            let levels = field.nullable.then_some(column.levels.as_slice());
            match &mut column.buffer {
                Buffer::Text(v) => {
                    writer.typed::<ByteArrayType>().write_batch(v, levels, None)?;
                    v.clear();
                }
                Buffer::Integer(v) => {
                    writer.typed::<Int64Type>().write_batch(v, levels, None)?;
                    v.clear();
                }
                Buffer::Decimal(v) => {
                    writer.typed::<FixedLenByteArrayType>().write_batch(v, levels, None)?;
                    v.clear();
                }
                Buffer::Boolean(v) => {
                    writer.typed::<BoolType>().write_batch(v, levels, None)?;
                    v.clear();
                }
            }
            writer.close()?;
            column.levels.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl Sink for Parquet {
    fn row(&mut self, table: &TableSchema, row: Vec<Value>) -> Result<(), Failure> {
        let file = self.files.iter_mut().find(|f| f.table.name == table.name).ok_or("unknown table")?;
        for (column, value) in file.columns.iter_mut().zip(row) {
            column.push(value)?;
        }
        file.rows += 1;
        if file.rows == ROW_GROUP { file.flush() } else { Ok(()) }
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        for mut file in self.files {
            file.flush()?;
            file.writer.close()?;
        }
        Ok(())
    }
}

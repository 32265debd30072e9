//! One Parquet file a table: decimal128, dictionary-encoded text, Snappy.
//!
//! A row group holds 122,880 rows, the unit in which DuckDB reads and spreads over threads; what is held in memory
//! is one row group a table at most. `facts` can be in folders by year and kind instead of in one file
//! (`facts/fiscal_year=2025/kind=budget/facts.parquet`); the columns that name folders are then not in the files,
//! as readers of such folders expect, and what is held is one row group for all folders together.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriterImpl;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type as ParquetType;

use super::export::Partition;
use super::schema::{ALL, FACTS, Field, PRECISION, SCALE, TableSchema, Type};
use super::sink::{Failure, Sink, Value};

/// Rows of a row group.
pub const ROW_GROUP: usize = 122_880;
/// Values that are spelled out at a time when a row group is written.
const PART: usize = 8_192;

/// One column's values of the row group at work.
#[derive(Debug)]
enum Buffer {
    Text(Vec<ByteArray>),
    /// Each different value once, and which of them stands where.
    Category(Vec<ByteArray>, HashMap<String, u32>, Vec<u32>),
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
    fields: Vec<&'static Field>,
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
}

/// A table in folders named by some of its columns.
struct Folders {
    table: &'static TableSchema,
    folder: PathBuf,
    /// Positions of the columns that name folders.
    keys: Vec<usize>,
    files: BTreeMap<Vec<String>, TableFile>,
    rows: usize,
}

/// Folders of a table; more are no partition.
const MOST_FOLDERS: usize = 500;

/// Writes one file a table into a folder.
pub struct Parquet {
    files: Vec<(&'static str, TableFile)>,
    folders: Option<Folders>,
}

impl Parquet {
    /// Opens all files. With `partition`, facts go into folders by these columns. What an earlier export wrote for
    /// facts is removed, so that no reader meets both.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path, partition: &[Partition]) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder)?;
        remove_facts(folder)?;
        let keys: Vec<usize> = partition
            .iter()
            .filter_map(|p| {
                let name = match p {
                    Partition::Year => "fiscal_year",
                    Partition::Kind => "kind",
                };
                FACTS.fields.iter().position(|f| f.name == name)
            })
            .collect();
        let folders = (!keys.is_empty()).then(|| Folders {
            table: &FACTS,
            folder: folder.join(FACTS.name),
            keys,
            files: BTreeMap::new(),
            rows: 0,
        });
        let whole = ALL.iter().filter(|t| folders.is_none() || t.name != FACTS.name);
        let files = whole
            .map(|t| Ok((t.name, TableFile::create(&path(folder, t), t, t.fields.iter().collect())?)))
            .collect::<Result<_, Failure>>()?;
        Ok(Self { files, folders })
    }
}

/// Removes `facts.parquet` and the files of `facts/…=…/`; anything else in there is left alone.
fn remove_facts(folder: &Path) -> Result<(), Failure> {
    fn clear(folder: &Path, depth: usize) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let (name, directory) = (entry.file_name(), entry.file_type()?.is_dir());
            if directory && depth < 2 && name.to_string_lossy().contains('=') {
                clear(&entry.path(), depth + 1)?;
                // Fails where something else is in it, which stays.
                let _ = std::fs::remove_dir(entry.path());
            } else if !directory && depth > 0 && name == "facts.parquet" {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
    let file = path(folder, &FACTS);
    if file.is_file() {
        std::fs::remove_file(file)?;
    }
    let folders = folder.join(FACTS.name);
    if folders.is_dir() {
        clear(&folders, 0)?;
        let _ = std::fs::remove_dir(folders);
    }
    Ok(())
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
        Type::Text => Buffer::Text(Vec::new()),
        Type::Category => Buffer::Category(Vec::new(), HashMap::new(), Vec::new()),
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
            (Buffer::Category(dictionary, known, v), Value::Text(s)) => {
                let index = known.get(&s).copied().unwrap_or_else(|| {
                    let index = dictionary.len() as u32;
                    dictionary.push(ByteArray::from(s.as_bytes().to_vec()));
                    known.insert(s, index);
                    index
                });
                v.push(index);
            }
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
    fn create(
        file: &Path,
        table: &'static TableSchema,
        fields: Vec<&'static Field>,
    ) -> Result<Self, Failure> {
        let types = fields.iter().map(|f| column_type(f).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
        let schema = ParquetType::group_type_builder(table.name).with_fields(types).build()?;
        // `created_by` carries no time or host: same records in, same bytes out.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_dictionary_enabled(true)
            .set_created_by("yusuan".to_owned())
            .build();
        let file = File::create(file)?;
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
        let columns = fields.iter().map(|f| column_buffer(f)).collect();
        Ok(Self { fields, writer, columns, rows: 0 })
    }

    fn push(&mut self, row: impl IntoIterator<Item = Value>) -> Result<(), Failure> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.push(value)?;
        }
        self.rows += 1;
        if self.rows == ROW_GROUP { self.flush() } else { Ok(()) }
    }

    fn close(mut self) -> Result<(), Failure> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Failure> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (field, column) in self.fields.iter().zip(&mut self.columns) {
            let mut writer = group.next_column()?.ok_or("fewer columns in the file than in the schema")?;
            let levels = field.nullable.then_some(column.levels.as_slice());
            match &mut column.buffer {
                Buffer::Text(v) => {
                    writer.typed::<ByteArrayType>().write_batch(v, levels, None)?;
                    v.clear();
                }
                Buffer::Category(dictionary, known, v) => {
                    write_category(writer.typed::<ByteArrayType>(), dictionary, v, levels)?;
                    dictionary.clear();
                    known.clear();
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

/// Writes the values that the indexes stand for, a few thousand at a time.
fn write_category(
    writer: &mut ColumnWriterImpl<'_, ByteArrayType>,
    dictionary: &[ByteArray],
    indexes: &[u32],
    levels: Option<&[i16]>,
) -> Result<(), Failure> {
    let values = |indexes: &[u32]| -> Vec<ByteArray> {
        indexes.iter().filter_map(|i| dictionary.get(*i as usize).cloned()).collect()
    };
    let Some(levels) = levels else {
        for part in indexes.chunks(PART) {
            writer.write_batch(&values(part), None, None)?;
        }
        return Ok(());
    };
    let mut rest = indexes;
    for part in levels.chunks(PART) {
        let there = part.iter().filter(|l| **l == 1).count().min(rest.len());
        let (now, later) = rest.split_at(there);
        writer.write_batch(&values(now), Some(part), None)?;
        rest = later;
    }
    Ok(())
}

impl Folders {
    fn push(&mut self, row: Vec<Value>) -> Result<(), Failure> {
        let mut names = Vec::with_capacity(self.keys.len());
        for &key in &self.keys {
            let (Some(field), Some(value)) = (self.table.fields.get(key), row.get(key)) else { continue };
            names.push(match value {
                Value::Null => format!("{}=__HIVE_DEFAULT_PARTITION__", field.name),
                Value::Integer(n) => format!("{}={n}", field.name),
                Value::Text(s) => format!("{}={s}", field.name),
                other => return Err(format!("no folder can be named by {other:?}").into()),
            });
        }
        let kept = |i: &usize| !self.keys.contains(i);
        if !self.files.contains_key(&names) {
            if self.files.len() == MOST_FOLDERS {
                return Err(format!("more than {MOST_FOLDERS} folders: export without --partition-by").into());
            }
            let folder: PathBuf =
                std::iter::once(self.folder.clone()).chain(names.iter().map(PathBuf::from)).collect();
            std::fs::create_dir_all(&folder)?;
            let fields =
                self.table.fields.iter().enumerate().filter(|(i, _)| kept(i)).map(|(_, f)| f).collect();
            self.files
                .insert(names.clone(), TableFile::create(&path(&folder, self.table), self.table, fields)?);
        }
        let Some(file) = self.files.get_mut(&names) else { return Ok(()) };
        let before = file.rows;
        file.push(row.into_iter().enumerate().filter(|(i, _)| kept(i)).map(|(_, v)| v))?;
        // A row more, or the whole group written.
        self.rows = self.rows - before + file.rows;
        if self.rows >= ROW_GROUP {
            // The fullest gives its rows away: the groups stay as large as the memory allows.
            if let Some(fullest) = self.files.values_mut().max_by_key(|f| f.rows) {
                self.rows -= fullest.rows;
                fullest.flush()?;
            }
        }
        Ok(())
    }
}

impl Sink for Parquet {
    fn row(&mut self, table: &TableSchema, row: Vec<Value>) -> Result<(), Failure> {
        if let Some(folders) = self.folders.as_mut().filter(|f| f.table.name == table.name) {
            return folders.push(row);
        }
        let file = self.files.iter_mut().find(|(name, _)| *name == table.name).ok_or("unknown table")?;
        file.1.push(row)
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        let folders = self.folders.into_iter().flat_map(|f| f.files.into_values());
        for file in self.files.into_iter().map(|(_, file)| file).chain(folders) {
            file.close()?;
        }
        Ok(())
    }
}

//! A Frictionless Tabular Data Package of CSV files, with the column types of Fiscal Data Package 1.0.

use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::csv::Csv;
use super::schema::{ALL, Field, TableSchema, Type};
use super::sink::{Failure, Sink, Value};

/// Writes `data/*.csv` and `datapackage.json` into a folder.
#[derive(Debug)]
pub struct DataPackage {
    csv: Csv,
    folder: std::path::PathBuf,
}

impl DataPackage {
    /// Opens all files.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path) -> Result<Self, Failure> {
        Ok(Self { csv: Csv::create(&folder.join("data"), false)?, folder: folder.to_owned() })
    }
}

fn field(field: &Field) -> Json {
    let kind = match field.kind {
        Type::Text | Type::Category => "string",
        Type::Integer => "integer",
        Type::Decimal => "number",
        Type::Boolean => "boolean",
    };
    let mut object = Map::new();
    object.insert("name".to_owned(), json!(field.name));
    object.insert("type".to_owned(), json!(kind));
    object.insert("title".to_owned(), json!(field.zh));
    object.insert("description".to_owned(), json!(field.en));
    if let Some(column_type) = field.fiscal {
        object.insert("columnType".to_owned(), json!(column_type));
    }
    if !field.nullable {
        object.insert("constraints".to_owned(), json!({ "required": true }));
    }
    Json::Object(object)
}

fn resource(table: &TableSchema) -> Json {
    let foreign: Vec<Json> = table
        .foreign
        .iter()
        .map(|(columns, other, targets)| {
            // A table that refers to itself is named by nothing.
            let other = if *other == table.name { "" } else { other };
            json!({ "fields": columns, "reference": { "resource": other, "fields": targets } })
        })
        .collect();
    json!({
        "name": table.name,
        "path": format!("data/{}.csv", table.name),
        "profile": "tabular-data-resource",
        "title": table.zh,
        "description": table.en,
        "encoding": "utf-8",
        "format": "csv",
        "mediatype": "text/csv",
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "header": true },
        "schema": {
            "fields": table.fields.iter().map(field).collect::<Vec<_>>(),
            "missingValues": [""],
            "primaryKey": table.key,
            "foreignKeys": foreign,
        },
    })
}

/// The descriptor.
pub fn descriptor() -> Json {
    json!({
        "profile": "tabular-data-package",
        "name": "yusuan",
        "title": "预算、决算公开数据集",
        "description": "Figures of published budgets and final accounts, one a row, each with its page and place. \
            Fiscal modelling by the column types of Fiscal Data Package 1.0 (columnType). Amounts are in yuan (CNY).",
        "homepage": "https://specs.frictionlessdata.io/fiscal-data-package/",
        "version": crate::model::SCHEMA,
        "countryCode": "CN",
        "licenses": [{
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }],
        "keywords": ["budget", "final account", "预算", "决算", "China"],
        "citation": "Name the public bodies whose disclosures these are (documents.path, documents.source_url), \
            and the program and schema that read them (yusuan, documents.schema).",
        "resources": ALL.iter().map(resource).collect::<Vec<_>>(),
    })
}

impl Sink for DataPackage {
    fn row(&mut self, table: &TableSchema, row: Vec<Value>) -> Result<(), Failure> {
        self.csv.row(table, row)
    }

    fn finish(self: Box<Self>) -> Result<(), Failure> {
        Box::new(self.csv).finish()?;
        let mut text = serde_json::to_string_pretty(&descriptor())?;
        text.push('\n');
        std::fs::write(self.folder.join("datapackage.json"), text)?;
        Ok(())
    }
}

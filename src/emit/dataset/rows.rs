//! One disclosure → its rows of the dataset.

use std::collections::BTreeMap;

use super::links::{self, Index, Lines, Relation, Stated};
use super::quality::{Qualities, TableQuality};
use super::schema::{CHECKS, CLAIMS, DOCUMENTS, FACTS, TABLES};
use super::sink::{Failure, Sink, Value};
use crate::model::{
    BBox, Cell, CellValue, Disclosure, DocumentKind, Item, ItemRole, Scheme, Severity, Status, Table,
    TableKind, UnitLevel, concept,
};

/// A model enum as it is written in JSON: `final_account`, `类`.
pub fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(s)) => s,
        _ => String::new(),
    }
}

/// Identifies a document: the first 16 digits of its hash. Without the letter a spreadsheet would take some of them
/// for numbers (`12e4567890123456`).
pub fn document_id(document: &Disclosure) -> String {
    format!("d{}", document.source.sha256.get(..16).unwrap_or(&document.source.sha256))
}

/// Identifies a unit: its level and its name, `None` without a name.
pub fn unit_id(name: Option<&str>, level: Option<UnitLevel>) -> Option<String> {
    name.map(|n| format!("{}:{n}", level.map_or_else(|| "unknown".to_owned(), |l| word(&l))))
}

fn place(bbox: Option<BBox>) -> Value {
    bbox.map(|b| <[f32; 4]>::from(b).map(|v| format!("{v}")).join(" ")).into()
}

/// Writes the document's rows of all tables but those that span documents. `unit` is its canonical name; `earlier`
/// knows the facts of the unit's documents that came before.
///
/// # Errors
/// When they cannot be written.
pub fn write(
    document: &Disclosure,
    unit: Option<&str>,
    earlier: &Index,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    let id = document_id(document);
    let unit_key = unit_id(unit, document.unit.level);
    write_document(document, &id, unit_key.as_deref(), sink)?;
    let qualities = Qualities::of(document);
    for table in &document.tables {
        write_table(&id, table, sink)?;
        let roles = roles(table);
        let quality = qualities.table(table, &roles);
        let lines = Lines::of(table);
        for (item, role) in table.items.iter().zip(roles) {
            for &column in &item.value_columns {
                let Some(cell) = table.rows.get(item.row).and_then(|r| r.cells.get(column)) else { continue };
                let fact = Fact { document, id: &id, table, item, role, column, cell };
                sink.row(
                    &FACTS,
                    fact.row(unit_key.as_deref(), unit, &quality, |s| earlier.find(&lines, item, s)),
                )?;
            }
        }
    }
    write_claims(document, &id, &qualities, sink)?;
    write_checks(document, &id, sink)
}

fn write_document(
    document: &Disclosure,
    id: &str,
    unit_key: Option<&str>,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    let source = &document.source;
    let manifest = |names: &[&str]| {
        let manifest = source.manifest.as_ref();
        Value::from(names.iter().find_map(|n| manifest.and_then(|m| m.get(*n)).cloned()))
    };
    let findings = |severity: Severity| {
        document.checks.iter().filter(|c| c.status == Status::Fail && c.severity == severity).count()
    };
    sink.row(
        &DOCUMENTS,
        vec![
            id.into(),
            source.sha256.as_str().into(),
            source.path.as_str().into(),
            unit_key.into(),
            document.unit.printed_name.clone().into(),
            document.fiscal_year.into(),
            word(&document.kind).into(),
            source.media_type.as_str().into(),
            source.bytes.into(),
            source.pages.into(),
            word(&source.text_layer).into(),
            source.producer.clone().into(),
            manifest(&["source_url", "url"]),
            manifest(&["list_title", "title"]),
            manifest(&["published_date", "published"]),
            manifest(&["retrieved_date", "retrieved"]),
            findings(Severity::Error).into(),
            findings(Severity::Warning).into(),
            findings(Severity::Info).into(),
            document.schema.as_str().into(),
        ],
    )
}

fn write_table(id: &str, table: &Table, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.row(
        &TABLES,
        vec![
            format!("{id}/{}", table.id).into(),
            id.into(),
            table.ordinal.into(),
            word(&table.kind).into(),
            table.title.as_str().into(),
            table.amount_unit.clone().into(),
            table.pages.first().copied().into(),
            table.pages.last().copied().into(),
            table.rows.len().into(),
            (!table.notes.is_empty()).then(|| table.notes.join("\n")).into(),
        ],
    )
}

fn write_claims(
    document: &Disclosure,
    id: &str,
    qualities: &Qualities<'_>,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    for claim in &document.claims {
        let section = document.sections.get(claim.section);
        sink.row(
            &CLAIMS,
            vec![
                format!("{id}/{}", claim.id).into(),
                id.into(),
                section.map(|s| format!("{}{}", s.number, s.title)).into(),
                word(&claim.measure).into(),
                (!claim.subject.is_empty()).then(|| claim.subject.join("/")).into(),
                claim.code.clone().into(),
                claim.concept.clone().into(),
                claim.yuan.into(),
                claim.percent.into(),
                claim.count.into(),
                claim.classifier.clone().into(),
                claim.direction.map(|d| word(&d)).into(),
                claim.baseline.map(|b| word(&b)).into(),
                claim.phase.map(|p| word(&p)).into(),
                claim.year.into(),
                claim.text.as_str().into(),
                claim.sentence.as_str().into(),
                claim.page.into(),
                place(claim.bbox),
                qualities.word(&claim.id).into(),
            ],
        )?;
    }
    Ok(())
}

fn write_checks(document: &Disclosure, id: &str, sink: &mut dyn Sink) -> Result<(), Failure> {
    for (index, check) in document.checks.iter().enumerate().filter(|(_, c)| c.status != Status::Pass) {
        let references: Vec<&str> = check.evidence.iter().map(|e| e.reference.as_str()).collect();
        sink.row(
            &CHECKS,
            vec![
                format!("{id}/k{}", index + 1).into(),
                id.into(),
                check.rule.as_str().into(),
                word(&check.status).into(),
                word(&check.severity).into(),
                check.message.as_str().into(),
                check.left.into(),
                check.right.into(),
                check.difference.into(),
                check.allowed.into(),
                references.join(" ").into(),
                check.evidence.first().and_then(|e| e.page).into(),
            ],
        )?;
    }
    Ok(())
}

/// The part that each item plays in sums. A line with a line below it is no leaf, whatever it was marked as: the sum
/// over leaves must not count twice. A total without any line beside it (“三公” in one line) is itself the leaf.
pub fn roles(table: &Table) -> Vec<ItemRole> {
    let mut on_side: BTreeMap<u8, usize> = BTreeMap::new();
    let mut has_parts = vec![false; table.items.len()];
    for item in &table.items {
        *on_side.entry(item.side).or_default() += 1;
        if item.role != ItemRole::OfWhich
            && let Some(parent) = item.parent.and_then(|p| has_parts.get_mut(p))
        {
            *parent = true;
        }
    }
    let role = |(item, has_parts): (&Item, bool)| match item.role {
        ItemRole::Total if on_side.get(&item.side) == Some(&1) => ItemRole::Leaf,
        ItemRole::Leaf if has_parts => ItemRole::Subtotal,
        role => role,
    };
    table.items.iter().zip(has_parts).map(role).collect()
}

struct Fact<'a> {
    document: &'a Disclosure,
    id: &'a str,
    table: &'a Table,
    item: &'a Item,
    role: ItemRole,
    column: usize,
    cell: &'a Cell,
}

impl Fact<'_> {
    fn row<'i>(
        &self,
        unit_key: Option<&str>,
        unit: Option<&str>,
        quality: &TableQuality<'_>,
        repeated: impl Fn(&Stated) -> Option<&'i str>,
    ) -> Vec<Value> {
        let (table, item, cell) = (self.table, self.item, self.cell);
        let reference = format!("{}/r{}/c{}", table.id, item.row, self.column);
        let column = table.columns.get(self.column);
        let concept = column.and_then(|c| c.concept.clone());
        let stated = column.and_then(|c| links::stated(self.document, item, c));
        let code = |scheme: Scheme| item.code.clone().filter(|_| item.scheme == Some(scheme));
        vec![
            format!("{}/{reference}", self.id).into(),
            self.id.into(),
            format!("{}/{}", self.id, table.id).into(),
            unit_key.into(),
            unit.into(),
            self.document.fiscal_year.into(),
            word(&self.document.kind).into(),
            self.phase(concept.as_deref(), stated.as_ref()).into(),
            word(&table.kind).into(),
            table.ordinal.into(),
            item.row.into(),
            self.column.into(),
            item.side.into(),
            item.name.as_str().into(),
            item.level.map(|l| word(&l)).into(),
            word(&self.role).into(),
            code(Scheme::Functional).into(),
            code(Scheme::Economic).into(),
            item.code_source.map(|s| word(&s)).into(),
            item.concept.clone().into(),
            self.fund(concept.as_deref()).into(),
            concept.into(),
            column.map(|c| c.path.join("/")).unwrap_or_default().into(),
            cell.yuan.into(),
            self.null_reason().into(),
            cell.text.as_str().into(),
            table.amount_unit.clone().into(),
            cell.page.into(),
            place(cell.bbox),
            quality.word(&reference, item.side, self.column).into(),
            stated.as_ref().map(|s| s.relation.word()).into(),
            stated.as_ref().and_then(repeated).into(),
        ]
    }

    fn phase(&self, concept: Option<&str>, stated: Option<&Stated>) -> Option<&'static str> {
        match (concept.and_then(|c| c.rsplit('.').next()), stated.map(|s| s.relation), self.document.kind) {
            (_, Some(Relation::PriorFinal | Relation::PriorClosing), _) => Some("final"),
            (Some("budget"), ..)
            | (_, Some(Relation::PriorBudget | Relation::InitialBudget), _)
            | (_, _, DocumentKind::Budget) => Some("budget"),
            (Some("adjusted"), ..) => Some("adjusted_budget"),
            (_, _, DocumentKind::FinalAccount) => Some("final"),
            (_, _, DocumentKind::Other) => None,
        }
    }

    fn fund(&self, concept: Option<&str>) -> Option<&'static str> {
        const FUNDS: [&str; 9] = [
            "general_public",
            "government_fund",
            "state_capital",
            "special_account",
            "business",
            "operating",
            "superior_subsidy",
            "subordinate_remittance",
            "other",
        ];
        let of = |text: &str| FUNDS.into_iter().find(|f| text.rsplit('.').next() == Some(f));
        let by_name = concept
            .filter(|c| *c != concept::OPERATING)
            .and_then(of)
            .or_else(|| self.item.concept.as_deref().and_then(of));
        by_name.or(match self.table.kind {
            TableKind::GeneralPublicExpenditure
            | TableKind::GeneralPublicBasicExpenditure
            | TableKind::ThreePublicExpenses => Some("general_public"),
            TableKind::GovernmentFundExpenditure => Some("government_fund"),
            TableKind::StateCapitalExpenditure => Some("state_capital"),
            _ => None,
        })
    }

    fn null_reason(&self) -> Option<&'static str> {
        match self.cell.value {
            _ if self.cell.yuan.is_some() => None,
            CellValue::Blank => Some("blank"),
            CellValue::Nil => Some("nil"),
            CellValue::Amount => Some("unit_unknown"),
            _ => Some("unread"),
        }
    }
}

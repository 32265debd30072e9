//! Several documents of one unit side by side, for the Y rules.

use super::context::Context;
use super::figure::{Ref, Sum};
use super::findings::Findings;
use super::{say, summary};
use crate::model::{Disclosure, DocumentKind, Evidence, Status, TableKind, UnitLevel, concept};
use crate::vocabulary::fold::same;

/// The documents, indexed.
pub struct Shelf<'a> {
    books: Vec<Context<'a>>,
}

impl<'a> Shelf<'a> {
    /// Indexes documents.
    pub fn new(documents: &[&'a Disclosure]) -> Self {
        Self { books: documents.iter().map(|d| Context::new(d)).collect() }
    }
    /// All of them.
    pub fn books(&self) -> impl Iterator<Item = &Context<'a>> {
        self.books.iter()
    }
    /// The only other document of the same unit with this year and kind; two of them decide nothing.
    pub fn sibling(&self, of: &Context<'_>, year: i32, kind: DocumentKind) -> Option<&Context<'a>> {
        let mut found = self.books.iter().filter(|b| {
            b.document.fiscal_year == Some(year)
                && b.document.kind == kind
                && b.document.unit.level == of.document.unit.level
                && b.document
                    .unit
                    .name
                    .as_deref()
                    .zip(of.document.unit.name.as_deref())
                    .is_some_and(|(x, y)| same(x, y))
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
    /// The documents of units (not departments) with this year and kind.
    pub fn units(&self, year: Option<i32>, kind: DocumentKind) -> Vec<&Context<'a>> {
        let unit = |b: &&Context<'a>| {
            b.document.unit.level == Some(UnitLevel::Unit)
                && b.document.fiscal_year == year
                && b.document.kind == kind
        };
        self.books.iter().filter(unit).collect()
    }
}

/// A figure of one document.
pub struct Side<'c, 'a> {
    /// Its document.
    pub book: &'c Context<'a>,
    /// The figure.
    pub sum: Sum,
    /// What it is.
    pub is: String,
}

/// Compares figures of two documents.
pub fn compare(findings: &mut Findings<'_>, left: &Side<'_, '_>, right: &Side<'_, '_>) {
    let difference = left.sum.value - right.sum.value;
    let allowed = left.sum.slack + right.sum.slack;
    let sides = Some((left.sum.value, right.sum.value, allowed));
    let evidence = [evidence(left), evidence(right)].concat();
    if left.sum.unread.or(right.sum.unread).is_some() {
        findings.put(Status::Insufficient, format!("{}或{}未能读出", left.is, right.is), evidence, None);
        return;
    }
    let holds = difference.abs() <= allowed;
    let unit = say::unit_of(left.book, left.sum.refs.first().copied());
    let part = |s: &Side<'_, '_>| {
        let at = s.sum.refs.first().map_or_else(String::new, |&at| say::place(s.book, at));
        let source = &s.book.document.source.path;
        format!("{}（{source} {at}）为 {}", s.is, say::money(s.sum.value, unit))
    };
    let verdict = if holds { "相符" } else { "两者应当相等" };
    let message = format!(
        "{}，{}。{verdict}，相差 {}，显示精度允许 {}",
        part(left),
        part(right),
        say::money(difference, unit),
        say::money(allowed, unit)
    );
    findings.put(if holds { Status::Pass } else { Status::Fail }, message, evidence, sides);
}

/// Evidence that names its document: `path#t5/r3/c1`.
pub fn evidence(side: &Side<'_, '_>) -> Vec<Evidence> {
    let path = &side.book.document.source.path;
    let named = |at: &Ref| {
        let evidence = side.book.evidence(*at);
        Evidence { reference: format!("{path}#{}", evidence.reference), ..evidence }
    };
    side.sum.refs.iter().map(named).collect()
}

/// The total of the year that a document's 收支总表 (or 财政拨款收支总表) states.
pub fn total(book: &Context<'_>, kind: TableKind) -> Option<Sum> {
    let view = book.table(kind).filter(|v| v.refused.is_none())?;
    let side = summary::expenditure(view);
    let grand = side.grand.and_then(|i| view.amount(i).figure());
    grand.or_else(|| side.columns(view).first().and_then(|&c| side.current_year(view, c)))
}

/// What a document's tables say of a subject or concept in the year: the figure that a narrative about
/// “一般公共预算” speaks of.
pub fn stated(book: &Context<'_>, code: Option<&str>, meaning: Option<&str>) -> Option<Sum> {
    if let Some(code) = code {
        let view = book.table(TableKind::GeneralPublicExpenditure).filter(|v| v.refused.is_none())?;
        let item = view.by_code(code)?;
        return view.value_of(item, concept::TOTAL).figure();
    }
    let meaning = meaning?;
    if meaning.starts_with("three_public") || meaning == concept::AGENCY_OPERATING {
        let view = book.table(TableKind::ThreePublicExpenses).filter(|v| v.refused.is_none())?;
        return super::rules::x208_three_public::three_public(view, meaning);
    }
    match meaning {
        // 收支总预算 is one figure for both sides.
        concept::LINE_REVENUE_GRAND_TOTAL | concept::LINE_EXPENDITURE_GRAND_TOTAL | "balance.grand_total" => {
            total(book, TableKind::RevenueExpenditureSummary)
        }
        _ => None,
    }
}

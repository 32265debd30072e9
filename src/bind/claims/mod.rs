//! The narrative's figures as typed claims: what each is about, what it is compared with, where it stands.
//!
//! [`yusuan_parsers::sentence`] reads a paragraph's clauses; [`walk`] carries the subject from clause to clause and from
//! heading to paragraph; [`subject`] says what a phrase names; [`topic`] keeps the funds of a topic within it;
//! [`link`] ties changes, shares and parts to the claims that they are computed from; [`settle`] lets the figures
//! decide where the words leave two readings.

mod link;
mod settle;
mod subject;
mod topic;
mod walk;

use super::Paragraph;
use crate::clock;
use crate::model::{Claim, DocumentKind, PlaceMap, Section, SectionRole};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::folding;

use subject::Resolver;
use walk::Walk;

/// What the claims need to know of their document.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The unit's name.
    pub unit: Option<&'a str>,
    /// The fiscal year.
    pub year: Option<i32>,
    /// Budget or final account.
    pub kind: DocumentKind,
    /// Names, codes, concepts.
    pub vocabulary: &'a Vocabulary,
}

/// The claims of a document, in document order. The glossary's and the contents' figures are none.
pub fn read(
    paragraphs: &[Paragraph],
    sections: &[Section],
    places: &PlaceMap,
    setting: &Setting<'_>,
) -> Vec<Claim> {
    let resolver = Resolver {
        vocabulary: setting.vocabulary,
        owner: setting.unit.map(|u| folding(u).into_owned()).unwrap_or_default(),
        year: setting.year,
    };
    let mut walk = Walk::new(&resolver, setting, places);
    for paragraph in paragraphs {
        clock::tick();
        let role = sections.get(paragraph.section).map(|s| s.role);
        if matches!(role, Some(SectionRole::Glossary | SectionRole::Contents)) {
            continue;
        }
        if walk.section() != Some(paragraph.section) {
            walk.enter(paragraph.section, sections);
        }
        if speaks(&paragraph.text) {
            walk.paragraph(paragraph);
        }
    }
    let mut claims = walk.claims;
    topic::confine(&mut claims);
    settle::settle(&mut claims, setting.year);
    link::changes(&mut claims, setting);
    link::other_years(&mut claims, setting);
    claims
}

/// Whether a paragraph can state anything: most of a document's paragraphs (duties, explanations) hold no figure.
fn speaks(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        || [
            "持平",
            "没有",
            "无",
            "未",
            "原因",
            "其中",
            "（类）",
            "(类)",
            "（款）",
            "（项）",
            "(款)",
            "(项)",
            "０",
            "１",
            "包括",
            "如下",
        ]
        .iter()
        .any(|w| text.contains(w))
}

#[cfg(test)]
mod tests;

//! Lists of parts: where they open and close, what is an item, and which claim states their whole.

use yusuan_parsers::sentence::Opening;

use super::super::subject::Subject;
use super::{Walk, id};
use crate::model::{Claim, DocumentKind, Measure, Phase};

/// An enumeration of parts that is open.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    pub group: u32,
    /// Claims that state the whole, one for each phase.
    pub wholes: Vec<usize>,
    /// Its items stand in the paragraphs after it.
    pub lasting: bool,
    /// Opened within a statement of another list.
    pub inner: bool,
    /// Items since the last `；`.
    pub items: u32,
    /// How the paragraph that opened it is numbered: the next paragraph numbered so is no item of it.
    pub style: u8,
    /// The section that it was opened in.
    pub section: usize,
}

impl Walk<'_> {
    /// A list of the sentence before goes on only where its items are numbered.
    pub(super) fn sentence(&mut self, rest: &str) {
        self.brackets.clear();
        let numbered =
            rest.starts_with(|c: char| c.is_ascii_digit() || c == '(' || "一二三四五六七八九".contains(c));
        if self.since_open && !numbered {
            self.lists.retain(|l| l.lasting);
            let open = |list: &List| self.lists.iter().any(|l| l.group == list.group);
            if !self.current.list.as_ref().is_some_and(open) {
                self.current.list = None;
            }
        }
        for list in &mut self.lists {
            list.items = 0;
        }
    }

    pub(super) fn statement(&mut self) {
        if self.lists.len() >= 2 && self.lists.last().is_some_and(|l| l.inner && l.items >= 2) {
            self.lists.pop();
        }
        for list in &mut self.lists {
            list.items = 0;
            list.inner = false;
        }
    }

    pub(super) fn open(&mut self, opening: Opening) {
        // 具体情况如下 after a list goes through the parts of the same whole again.
        let again =
            self.current.list.as_ref().filter(|_| opening == Opening::Details).map(|l| l.wholes.clone());
        let before = if self.current.amounts.is_empty() { &self.main.amounts } else { &self.current.amounts };
        let wholes = again.as_ref().unwrap_or(before);
        let wholes: Vec<usize> = wholes.iter().copied().filter(|i| self.own_year(*i)).collect();
        self.groups += 1;
        let inner = opening != Opening::OfWhichSentence && !self.lists.is_empty();
        // 其中 of the same whole again (以下方面：…其中：) is another list of it.
        if opening == Opening::OfWhichSentence && self.lists.len() > 4 {
            self.lists.clear();
        }
        self.lists.push(List {
            group: self.groups,
            wholes,
            lasting: false,
            inner,
            items: 0,
            style: self.style,
            section: self.section.unwrap_or(0),
        });
        self.since_open = false;
    }

    /// The open list, as what an item of it carries along.
    pub(super) fn item(&mut self) -> Option<List> {
        let list = self.lists.last_mut()?;
        list.items += 1;
        Some(list.clone())
    }

    /// Whether a claim is of the document's own year.
    pub(super) fn own_year(&self, index: usize) -> bool {
        let year = self.claims.get(index).and_then(|c| c.year);
        year.is_none() || self.setting.year.is_none() || year == self.setting.year
    }

    /// The current subject's last amount of the document's own year that is no plan beside an outcome.
    pub(super) fn last_own(&self) -> Option<usize> {
        let own = |i: &&usize| self.own_year(**i);
        let last = self.current.amounts.iter().rev().filter(own);
        let outcome =
            last.clone().find(|i| self.claims.get(**i).is_some_and(|c| c.phase == Some(Phase::Final)));
        outcome.or_else(|| self.current.amounts.iter().rev().find(own)).copied()
    }

    /// The last claim that states a concept's amount for the document's own year.
    pub(super) fn stated(&self, concept: Option<&str>) -> Option<usize> {
        let concept = concept?;
        let want: &[&str] = match concept {
            "expenditure.budget" | "expenditure.grand_total" => {
                &["expenditure.budget", "expenditure.grand_total", "expenditure.current_total"]
            }
            "revenue.budget" | "revenue.grand_total" => {
                &["revenue.budget", "revenue.grand_total", "revenue.current_total"]
            }
            _ => &[],
        };
        let fits = |c: &Claim| {
            c.measure == Measure::Amount
                && c.wording.is_none()
                && c.yuan.is_some()
                && c.phase != Some(Phase::Budget).filter(|_| self.setting.kind == DocumentKind::FinalAccount)
        };
        let find = |concept: &str| {
            let same = |i: &usize| {
                self.claims.get(*i).is_some_and(|c| c.concept.as_deref() == Some(concept) && fits(c))
                    && self.own_year(*i)
            };
            (0..self.claims.len()).rev().find(same)
        };
        find(concept).or_else(|| want.iter().find_map(|c| find(c)))
    }

    /// Of a list's wholes the one of the claim's phase; the only one where there is one.
    pub(super) fn whole(&self, list: &List, claim: &Claim) -> Option<usize> {
        let same = list
            .wholes
            .iter()
            .rev()
            .copied()
            .find(|i| self.claims.get(*i).is_some_and(|c| c.phase == claim.phase));
        if claim.year.is_some() && claim.year != self.setting.year && self.setting.year.is_some() {
            return None;
        }
        same.filter(|_| claim.measure == Measure::Amount)
    }

    /// An item of a list of counts.
    pub(super) fn part(&mut self, claim: &mut Claim, subject: &Subject, count: bool) {
        if count
            && *subject != Subject::default()
            && let Some(list) = self.lists.last()
        {
            claim.group = Some(list.group);
            let same = list.wholes.iter().rev().copied().find(|i| {
                self.claims
                    .get(*i)
                    .is_some_and(|c| c.measure == Measure::Count && c.classifier == claim.classifier)
            });
            claim.base = same.map(id);
            if same.is_none() {
                claim.group = None;
            }
        }
    }
}

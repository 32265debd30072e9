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
    /// Items in all.
    pub total: u32,
    /// What its items divide the whole by, once one of them says so.
    pub nature: Option<Nature>,
    /// How the paragraph that opened it is numbered: the next paragraph numbered so is no item of it.
    pub style: u8,
    /// The section that it was opened in.
    pub section: usize,
    /// The other year that all its wholes are of.
    pub year: Option<i32>,
}

impl Walk<'_> {
    /// A list of the sentence before goes on only where its items are numbered.
    pub(super) fn sentence(&mut self, rest: &str) {
        self.brackets.clear();
        if self.since_open && !numbered(rest) {
            let mut ended = Vec::new();
            self.lists.retain(|l| {
                if !l.lasting {
                    ended.push(l.clone());
                }
                l.lasting
            });
            let open = |list: &List| self.lists.iter().any(|l| l.group == list.group);
            if !self.current.list.as_ref().is_some_and(open) {
                self.current.list = None;
            }
            if let Some(list) = ended.into_iter().find(|l| l.total >= 2) {
                // What comes after a list speaks of its whole, not of its last item.
                if list.wholes.last().is_some_and(|i| self.main.amounts.contains(i)) {
                    self.current = self.main.clone();
                }
                self.closed = Some(list);
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
        let again = self.current.list.as_ref().or(self.closed.as_ref());
        let again = again.filter(|_| opening == Opening::Details).map(|l| l.wholes.clone());
        let side = opening == Opening::Side && !self.main.amounts.is_empty();
        if side {
            self.lists.clear();
        }
        let before =
            if side || self.current.amounts.is_empty() { &self.main.amounts } else { &self.current.amounts };
        let wholes = again.as_ref().unwrap_or(before);
        let year = wholes.last().and_then(|i| self.claims.get(*i)).and_then(|c| c.year);
        let wholes: Vec<usize> = wholes.iter().copied().filter(|i| self.own_year(*i)).collect();
        let year = year.filter(|_| wholes.is_empty());
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
            style: self.style,
            section: self.section.unwrap_or(0),
            year,
            ..List::default()
        });
        self.since_open = false;
    }

    /// The open list, as what an item of it carries along.
    pub(super) fn item(&mut self) -> Option<List> {
        let list = self.lists.last_mut()?;
        list.items += 1;
        list.total += 1;
        Some(list.clone())
    }

    /// Ends the lists that `subject` cannot be an item of, and notes what it divides the whole by.
    pub(super) fn fit(&mut self, subject: &Subject) {
        let nature = nature(subject);
        while let Some(list) = self.lists.last() {
            let whole = list.wholes.last().and_then(|i| self.claims.get(*i));
            let other = list.nature.is_some_and(|n| nature.is_some_and(|m| m != n));
            if !other && !whole.is_some_and(|w| foreign(w, subject)) {
                break;
            }
            self.lists.pop();
        }
        if let Some(list) = self.lists.last_mut() {
            list.nature = list.nature.or(nature);
        }
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
            // Accounts: 收入合计 is what came in this year, 收入总计 holds what was carried over too.
            "revenue.current_total" if self.setting.kind == DocumentKind::FinalAccount => &["revenue.budget"],
            "expenditure.current_total" if self.setting.kind == DocumentKind::FinalAccount => {
                &["expenditure.budget"]
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

/// What a composition divides its whole by: one list has items of one nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// 支出功能分类.
    Function,
    /// 支出经济分类.
    Economy,
    /// 基本支出, 项目支出, 经营支出 ….
    Purpose,
}

fn nature(subject: &Subject) -> Option<Nature> {
    match (subject.code.as_deref(), subject.concept.as_deref()) {
        (Some(code), _) if code.starts_with('2') => Some(Nature::Function),
        (Some(code), _) if code.starts_with('3') => Some(Nature::Economy),
        (_, Some("basic" | "project" | "operating" | "upward" | "subsidy")) => Some(Nature::Purpose),
        _ => None,
    }
}

/// Whether a subject is no part of a whole: it is of the other side, or itself a total.
fn foreign(whole: &Claim, item: &Subject) -> bool {
    let side = |concept: &str| {
        ["revenue.", "expenditure."].into_iter().find(|p| concept.starts_with(p)).map(str::len)
    };
    let total = |concept: &str| {
        matches!(
            concept,
            "revenue.budget"
                | "revenue.grand_total"
                | "expenditure.budget"
                | "expenditure.grand_total"
                | "balance.grand_total"
                | "fiscal.grand_total"
        )
    };
    let Some(item) = item.concept.as_deref() else { return false };
    match whole.concept.as_deref() {
        Some(whole) => {
            side(whole).zip(side(item)).is_some_and(|(a, b)| a != b)
                || total(item) && (side(whole).is_some() || whole == item)
        }
        None => total(item),
    }
}

/// Whether a sentence begins as a numbered item does: 1、, (二), 一是, 18“….
fn numbered(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).and_then(|r| r.chars().next());
    match digits {
        0 => rest.starts_with(|c: char| c == '(' || "一二三四五六七八九".contains(c)),
        1 | 2 => !after.is_some_and(|c| "年月日个家辆台次人".contains(c)),
        _ => false,
    }
}

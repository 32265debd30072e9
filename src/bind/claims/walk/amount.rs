//! What an amount is of: named in its clause, or carried from before.

use yusuan_parsers::sentence::Mention;

use super::super::subject::{Meaning, Subject};
use super::claim::{name, phase};
use super::{Current, Walk, id};
use crate::model::Claim;

impl Walk<'_> {
    pub(super) fn amount(
        &mut self,
        m: &Mention<'_>,
        meaning: Option<Meaning>,
        statement: &str,
        claim: &mut Claim,
        index: usize,
    ) {
        let Some(meaning) = meaning else { return };
        let named = match meaning {
            // 支出预算 below a subject is that subject's; alone it is the document's.
            Meaning::Concept(s) if s.concept.as_deref() == Some("expenditure.budget") && self.specific() => {
                None
            }
            Meaning::Path(s) => {
                self.path = s.clone();
                Some(s)
            }
            Meaning::Concept(s) => Some(self.sided(s)),
            Meaning::Words(s) => Some(s),
            Meaning::Inherit => None,
        };
        match named {
            Some(mut subject) => {
                let again = subject == self.current.subject && !self.current.amounts.is_empty();
                if !again {
                    if self.brackets.is_empty() {
                        self.fit(&subject);
                    }
                    self.doubt(&mut subject);
                    let list = if self.brackets.is_empty() { self.item() } else { None };
                    self.current = Current { subject, list, ..Current::default() };
                }
            }
            None if self.current.subject == Subject::default() && self.current.amounts.is_empty() => {
                let subject = self.topic.clone().unwrap_or_else(|| self.heading.clone());
                // A project's own section: 年度预算安排 795 万元 is nobody's known subject.
                let list = self.current.list.clone();
                self.current = Current { subject, list, ..Current::default() };
            }
            None => {}
        }
        name(claim, &self.current.subject);
        claim.phase = phase(m.series, self.setting.kind);
        if claim.concept.as_deref() == Some("performance") && self.counted.is_some() {
            claim.concept.clone_from(&self.counted);
        }
        if claim.subject.last().is_some_and(|s| s == "采购" || s == "中标") {
            claim.concept = awarded(statement).map(str::to_owned);
        }
        if let Some(list) = &self.current.list {
            claim.group = Some(list.group);
            // 2024年决算 9 万元，其中：A 5 万元: its parts are of that year.
            claim.year = claim.year.or(list.year);
            claim.base = self.whole(list, claim).map(id);
        }
        self.current.amounts.push(index);
        if self.current.list.is_none() && self.brackets.is_empty() {
            self.main = self.current.clone();
        }
    }

    /// 合计, 共计 behind parts: their whole's amount again. False where no part was stated before.
    pub(super) fn sum(&mut self, m: &Mention<'_>, claim: &mut Claim) -> bool {
        if m.aside.is_some() || self.current.amounts.is_empty() {
            return false;
        }
        claim.phase = phase(m.series, self.setting.kind);
        let whole =
            self.current.list.as_ref().and_then(|l| l.wholes.last()).and_then(|i| self.claims.get(*i));
        if let Some(whole) = whole.filter(|w| w.phase == claim.phase) {
            claim.subject.clone_from(&whole.subject);
            claim.code.clone_from(&whole.code);
            claim.concept.clone_from(&whole.concept);
        }
        true
    }

    /// 其他支出 and 预备费 are classes only among the classes of an expenditure: parts of anything else are called so too.
    fn doubt(&self, subject: &mut Subject) {
        if subject.names.len() != 1 || !matches!(subject.code.as_deref(), Some("227" | "229")) {
            return;
        }
        let beside = self.claims.last().and_then(|c| c.code.as_deref()).is_some_and(|c| c.len() == 3);
        if beside {
            return;
        }
        let whole = self.lists.last().and_then(|l| l.wholes.last()).and_then(|i| self.claims.get(*i));
        let whole = whole.and_then(|w| w.concept.as_deref());
        let spent = ["expenditure.", "fiscal.", "general_public.", "balance."];
        if !whole.is_some_and(|w| spent.iter().any(|p| w.starts_with(p))) {
            subject.code = None;
        }
    }

    /// Whether the clause before, the paragraph or the heading speaks of one subject.
    pub(super) fn specific(&self) -> bool {
        let known = |s: &Subject| {
            s.code.is_some()
                || s.names.len() > 1
                || s.concept.as_deref().is_some_and(|c| {
                    !c.starts_with("revenue.") && !c.starts_with("expenditure.") && c != "balance.grand_total"
                })
        };
        (known(&self.current.subject) && !self.current.amounts.is_empty())
            || self.topic.as_ref().is_some_and(known)
    }

    /// 一般公共预算 in a list of expenditure is expenditure.
    pub(super) fn sided(&self, mut subject: Subject) -> Subject {
        let funds = ["general_public", "government_fund", "state_capital"];
        let spent = self.lists.last().and_then(|l| l.wholes.last()).and_then(|i| self.claims.get(*i));
        let spent = spent.and_then(|c| c.concept.as_deref()).is_some_and(|c| c.starts_with("expenditure."));
        // 一般公共预算拨款合计 below 一般公共预算当年拨款规模变化情况.
        let headed = self.heading.concept.as_deref().and_then(|c| c.strip_prefix("expenditure."));
        let own = subject.concept.as_deref().and_then(|c| c.strip_prefix("revenue."));
        let spent = spent
            || headed.is_some()
                && headed == own
                && subject.names.last().is_some_and(|n| n.contains("拨款") && !n.contains('收'));
        let fund =
            subject.concept.as_deref().and_then(|c| c.strip_prefix("revenue.")).filter(|f| funds.contains(f));
        if let (true, Some(fund)) = (spent, fund) {
            subject.concept = Some(format!("expenditure.{fund}"));
        }
        subject
    }
}

/// Whose awards a statement speaks of: 在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额….
fn awarded(statement: &str) -> Option<&'static str> {
    if statement.contains("其他政府采购项目") {
        Some("procurement.awarded.other")
    } else if !statement.contains("预留") {
        None
    } else if statement.contains("小微企业") {
        Some("procurement.awarded.small_micro")
    } else if statement.contains("中小企业") {
        Some("procurement.awarded.small_medium")
    } else {
        None
    }
}

/// Whether the words before a figure say only that it is the sum of those before: 合计, 共计为, 共计支出.
pub(super) fn is_sum(words: &str) -> bool {
    let words = words.strip_suffix('为').unwrap_or(words);
    ["合计", "共计", "总计", "总共", "共计支出", "合计支出", "共支出", "合计金额", "共计金额"]
        .contains(&words)
}

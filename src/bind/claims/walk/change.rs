//! Links of a change, a share or a rate to the amounts that it is computed from.

use yusuan_parsers::compact::Compact;
use yusuan_parsers::compare;
use yusuan_parsers::sentence::{Mention, Role};

use super::super::subject::{Meaning, Subject};
use super::claim::{baseline, name, phase, phase_of};
use super::{Current, Walk, id, number};
use crate::model::{Baseline, Claim, Measure, Phase};

impl Walk<'_> {
    /// 一般公共预算财政拨款增加 after the expenditure of that fund is the expenditure's change; 收、支总计各增加 after
    /// 财政拨款收、支总计 is that of the appropriation.
    fn same_fund(&self, meaning: Meaning) -> Meaning {
        let fiscal = self.current.subject.concept.as_deref() == Some("fiscal.grand_total");
        let totals = |s: &Subject| s.concept.as_deref() == Some("balance.grand_total");
        if matches!(&meaning, Meaning::Concept(s) if fiscal && totals(s)) {
            return Meaning::Concept(self.current.subject.clone());
        }
        let spent = self.current.subject.concept.as_deref().and_then(|c| c.strip_prefix("expenditure."));
        match meaning {
            Meaning::Concept(s)
                if spent.is_some()
                    && s.names.last().is_none_or(|n| !n.contains("收入"))
                    && s.concept.as_deref().and_then(|c| c.strip_prefix("revenue.")) == spent =>
            {
                Meaning::Concept(self.current.subject.clone())
            }
            other => other,
        }
    }

    /// The last amount of the section that was stated of the same words for the document's own year.
    fn stated_as(&self, subject: &Subject) -> Option<usize> {
        let near = self.claims.iter().enumerate().rev().take_while(|(_, c)| Some(c.section) == self.section);
        let same = |c: &Claim| c.measure == Measure::Amount && c.subject == subject.names;
        near.filter(|(i, c)| same(c) && self.own_year(*i)).map(|(i, _)| i).next()
    }

    /// 其中 A 5 万元、B 3 万元，较上年增加 2 万元: joined parts have no change of their own, their whole has.
    fn after_parts(&mut self) {
        let Some(list) = self.current.list.as_ref().filter(|_| self.joined && self.brackets.is_empty())
        else {
            return;
        };
        let open = self.lists.iter().any(|l| l.group == list.group && l.items >= 2);
        let whole = list.wholes.last().and_then(|i| self.claims.get(*i)).filter(|_| open);
        if let (Some(whole), None) = (whole, self.current.change) {
            let subject = Subject {
                names: whole.subject.clone(),
                code: whole.code.clone(),
                concept: whole.concept.clone(),
            };
            self.current = Current { subject, amounts: list.wholes.clone(), ..Current::default() };
        }
    }

    /// 2023年决算 9 万元，其中：接待费 1 万元；2024年比2023年减少: the year that the change names is not its part's.
    fn of_another_year(&mut self, phrase: &str) {
        let part = self.current.list.is_some() && self.brackets.is_empty();
        let last = self.current.amounts.last().and_then(|i| self.claims.get(*i)).and_then(|c| c.year);
        let Some(year) = self.setting.year.filter(|_| part) else { return };
        if last.is_some_and(|y| y != year) && phrase.contains(&format!("{year}年")) {
            self.current = self.main.clone();
        }
    }

    pub(super) fn base(&mut self, m: &Mention<'_>, claim: &mut Claim, index: usize) {
        if let Some(base) = &m.base {
            claim.year =
                base.year.or(claim.year).or(base.prior.then(|| self.setting.year.map(|y| y - 1)).flatten());
            claim.phase = base.series.map(phase_of);
        } else {
            claim.phase = phase(m.series, self.setting.kind);
        }
        name(claim, &self.current.subject);
        self.current.amounts.push(index);
    }

    pub(super) fn change(
        &mut self,
        m: &Mention<'_>,
        meaning: Option<Meaning>,
        phrase: &str,
        claim: &mut Claim,
        index: usize,
    ) {
        claim.baseline = m.base.as_ref().map(|b| baseline(b, self.setting));
        claim.base_year = m.base.as_ref().and_then(|b| b.year);
        let Some(meaning) = meaning else { return };
        let meaning = self.same_fund(meaning);
        if meaning == Meaning::Inherit
            && m.role != Role::Cause
            && let Some(before) = self.foreign.filter(|f| f + 1 == index).and_then(|f| self.claims.get(f))
        {
            // 差旅费增加 5 万元，增长 2%: the percentage is of what the amount was of.
            claim.subject.clone_from(&before.subject);
            return;
        }
        if meaning == Meaning::Inherit && m.role != Role::Cause {
            self.after_parts();
            self.of_another_year(phrase);
        }
        let named = if m.role == Role::Cause { None } else { meaning.clone().subject() };
        match named {
            Some(subject) if subject != self.current.subject && subject != Subject::default() => {
                let known = !matches!(meaning, Meaning::Words(_));
                if known {
                    let subject = self.sided(subject);
                    let list = self.item();
                    self.current = Current { subject, list, ..Current::default() };
                } else if let Some(stated) = self.stated_as(&subject) {
                    self.current = Current { subject, amounts: vec![stated], ..Current::default() };
                } else {
                    name(claim, &subject);
                    self.foreign = Some(index);
                    return;
                }
            }
            _ => {}
        }
        if m.role == Role::Cause {
            claim.subject = meaning.subject().map(|s| s.names).unwrap_or_default();
            claim.of = self.last_own().map(id);
            return;
        }
        name(claim, &self.current.subject);
        if let Some(list) = &self.current.list {
            claim.group = Some(list.group);
        }
        claim.of = self.last_own().map(id);
        claim.base = m.base.as_ref().and_then(|b| {
            let found = self.current.amounts.iter().rev().copied().find(|i| {
                let c = self.claims.get(*i);
                c.is_some_and(|c| {
                    b.year.is_some()
                        && c.year == b.year
                        && !self.own_year(*i)
                        && b.series.is_none_or(|s| c.phase == Some(phase_of(s)))
                }) || c.is_some_and(|c| {
                    b.prior && c.year.is_some() && c.year == self.setting.year.map(|y| y - 1)
                })
            });
            found.map(id)
        });
        // 决算数比年初预算增加 5 万元: the plan that was stated before.
        let plan = match claim.baseline {
            Some(Baseline::InitialBudget) => self.of_phase(Phase::Budget),
            Some(Baseline::AdjustedBudget) => self.of_phase(Phase::AdjustedBudget),
            _ => None,
        };
        claim.base = claim.base.take().or(plan.filter(|_| claim.of.is_some()).map(id));
        self.current.change = Some(index);
    }

    /// The current subject's last amount of a phase and of the document's own year.
    fn of_phase(&self, phase: Phase) -> Option<usize> {
        let fits = |c: &Claim| c.phase == Some(phase);
        let mut found = self.current.amounts.iter().rev().copied();
        found.find(|i| self.claims.get(*i).is_some_and(fits) && self.own_year(*i))
    }

    pub(super) fn share(
        &mut self,
        m: &Mention<'_>,
        meaning: Option<Meaning>,
        compact: &Compact,
        claim: &mut Claim,
    ) {
        if let Some(subject) = meaning.and_then(Meaning::subject)
            && subject != Subject::default()
            && subject != self.current.subject
        {
            // 基本支出占 52%: a subject of its own, whose amount stands elsewhere.
            name(claim, &subject);
        } else {
            name(claim, &self.current.subject);
            claim.of = self.last_own().map(id);
        }
        let phrase = compact.text.get(m.whole.clone()).unwrap_or("");
        if m.aside.is_some() {
            return;
        }
        let whole = self.resolver.resolve(phrase, &Subject::default());
        if let Some(list) = &self.current.list {
            claim.group = Some(list.group);
        }
        claim.base = match whole {
            Meaning::Concept(s) => self.stated(s.concept.as_deref()).map(id),
            Meaning::Path(_) | Meaning::Words(_) => None,
            Meaning::Inherit => {
                let of = claim.of.as_deref().and_then(number).and_then(|i| self.claims.get(i)).cloned();
                match (&self.current.list, of) {
                    (Some(list), Some(of)) => self.whole(list, &of).map(id),
                    (None, Some(_)) if self.brackets.is_empty() => {
                        // The items of a section whose heading names their whole.
                        let concept = self.heading.concept.clone();
                        self.stated(concept.as_deref()).map(id)
                    }
                    _ => None,
                }
            }
        };
        if claim.base == claim.of {
            claim.base = None;
        }
    }

    pub(super) fn completion(
        &mut self,
        m: &Mention<'_>,
        meaning: Option<Meaning>,
        compact: &Compact,
        claim: &mut Claim,
    ) {
        if let Some(subject) =
            meaning.and_then(Meaning::subject).filter(|s| s.concept.is_some() || s.code.is_some())
            && subject != self.current.subject
        {
            let list = self.item();
            self.current = Current { subject, list, ..Current::default() };
        }
        name(claim, &self.current.subject);
        let phrase = compact.text.get(m.whole.clone()).unwrap_or("");
        let series = m.base.as_ref().and_then(|b| b.series).or_else(|| compare::series(phrase));
        claim.baseline = match series {
            Some(compare::Series::InitialBudget) => Some(Baseline::InitialBudget),
            Some(compare::Series::AdjustedBudget) => Some(Baseline::AdjustedBudget),
            _ => None,
        };
        claim.of = self.of_phase(Phase::Final).map(id);
        claim.base = match claim.baseline {
            Some(Baseline::InitialBudget) => self.of_phase(Phase::Budget),
            Some(Baseline::AdjustedBudget) => self.of_phase(Phase::AdjustedBudget),
            // 预算 alone: the plan that was stated, if only one was.
            _ => match (self.of_phase(Phase::Budget), self.of_phase(Phase::AdjustedBudget)) {
                (Some(_), Some(_)) => None,
                (a, b) => a.or(b),
            },
        }
        .map(id);
    }
}

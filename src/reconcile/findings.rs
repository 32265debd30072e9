//! Where rules put their outcomes.

use rust_decimal::Decimal;
use smallvec::smallvec;

use super::context::Context;
use super::figure::{Ref, Sum};
use super::marks::Marks;
use super::rule::Rule;
use super::say;
use super::view::TableView;
use crate::clock::tick;
use crate::model::{Check, Evidence, RuleTally, Severity, Status};

/// The outcomes of one rule after the other.
#[derive(Debug)]
pub struct Findings<'a> {
    context: Option<&'a Context<'a>>,
    rule: &'static Rule,
    keep_passes: bool,
    outcomes: Vec<Outcome>,
    held: Marks,
    tally: RuleTally,
}

/// An outcome with what [`merge`](super::merge) needs to know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// As it will be written.
    pub check: Check,
    /// Its places.
    pub refs: Vec<Ref>,
}

/// How two figures must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Left = right.
    Equal,
    /// Left ≤ right.
    AtMost,
}

impl<'a> Findings<'a> {
    /// An empty list for the first rule of a run.
    pub fn new(context: Option<&'a Context<'a>>, rule: &'static Rule, keep_passes: bool) -> Self {
        Self {
            context,
            rule,
            keep_passes,
            outcomes: Vec::new(),
            held: context.map_or_else(Marks::default, |c| Marks::new(c.document)),
            tally: tally(rule),
        }
    }
    /// Goes on with the next rule; the ledger line of the last is handed back. A rule that said nothing had
    /// nothing to speak of.
    pub fn next(&mut self, rule: &'static Rule) -> RuleTally {
        if self.tally.pass + self.tally.fail + self.tally.insufficient + self.tally.not_applicable == 0 {
            self.not_applicable("文件中没有本规则所说的内容");
        }
        self.rule = rule;
        std::mem::replace(&mut self.tally, tally(rule))
    }
    /// All outcomes.
    pub fn into_outcomes(self) -> Vec<Outcome> {
        self.outcomes
    }
    /// The figures that took part in an identity that holds.
    pub(super) fn held(&self) -> &Marks {
        &self.held
    }
    /// The rule that is running.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Compares two figures: passes when they agree within what rounding hides. `left_is` and `right_is` say what
    /// each side is (`合计行`, `各类之和`). Unread terms give `insufficient`. Returns whether it failed.
    pub fn compare(
        &mut self,
        left: &Sum,
        relation: Relation,
        right: &Sum,
        left_is: &str,
        right_is: &str,
    ) -> bool {
        self.compare_as(self.rule.severity, left, relation, right, left_is, right_is)
    }

    /// [`compare`](Self::compare) for an equality.
    pub fn equal(&mut self, left: &Sum, right: &Sum, left_is: &str, right_is: &str) -> bool {
        self.compare(left, Relation::Equal, right, left_is, right_is)
    }

    /// [`compare`](Self::compare) with a severity of its own.
    pub fn compare_as(
        &mut self,
        severity: Severity,
        left: &Sum,
        relation: Relation,
        right: &Sum,
        left_is: &str,
        right_is: &str,
    ) -> bool {
        tick();
        let refs = || left.refs.iter().chain(&right.refs).copied().collect::<Vec<_>>();
        if let Some(unread) = left.unread.or(right.unread) {
            let why = self.context.map_or_else(String::new, |c| {
                format!("{}未能读作金额或单位不明，无法核对{left_is}与{right_is}", say::place(c, unread))
            });
            let mut at = vec![unread];
            at.extend(refs());
            self.insufficient(why, &at);
            return false;
        }
        let difference = left.value - right.value;
        let allowed = left.slack + right.slack;
        let holds = match relation {
            Relation::Equal => difference.abs() <= allowed,
            Relation::AtMost => difference <= allowed,
        };
        if holds && !self.keep_passes {
            self.tally.pass += 1;
            self.held.add(&left.refs);
            self.held.add(&right.refs);
            return false;
        }
        let message = self.context.map_or_else(String::new, |c| {
            let unit = say::unit_of(c, left.refs.first().or(right.refs.first()).copied());
            let head =
                left.refs.first().or(right.refs.first()).map_or_else(String::new, |&at| say::place(c, at));
            let other = right.refs.first().map_or_else(String::new, |&at| say::place(c, at));
            let other =
                if right.refs.len() == 1 && other != head { format!("（{other}）") } else { String::new() };
            let sides = format!(
                "{head}：{left_is}为 {}，{right_is}为 {}{other}",
                say::side(c, left),
                say::side(c, right)
            );
            let verdict = match (holds, relation) {
                (true, _) => "相符",
                (false, Relation::Equal) => "两者应当相等",
                (false, Relation::AtMost) => "前者不应大于后者",
            };
            format!(
                "{sides}。{verdict}，相差 {}，显示精度允许 {}",
                say::money(difference, unit),
                say::money(allowed, unit)
            )
        });
        let status = if holds { Status::Pass } else { Status::Fail };
        self.push(status, severity, message, &refs(), Some((left.value, right.value, allowed)));
        !holds
    }

    /// Whether one of the tables is refused; then the rule has said so.
    pub fn refuse(&mut self, views: &[&TableView<'_>]) -> bool {
        let Some(view) = views.iter().find(|v| v.refused.is_some()) else { return false };
        let why = view.refused.clone().unwrap_or_default();
        self.insufficient(
            format!("表{}《{}》不作依据：{why}", view.table.ordinal, view.table.title),
            &[Ref::Table(view.index)],
        );
        true
    }
    /// A subject with a figure in one table that has no row in another. Where the other's own rows do not add up,
    /// and not by this figure, its rows were not all read: then nothing can be missed.
    pub fn missing(&mut self, figure: &Sum, at: Ref, there: &TableView<'_>) {
        let whole = match there.gap() {
            None => !there.guessed(),
            Some(gap) => {
                let near = |value: Decimal| (gap.value - value).abs() <= gap.slack + figure.slack;
                gap.unread.is_none() && (near(Decimal::ZERO) || near(figure.value))
            }
        };
        if !whole {
            let name = format!("表{}《{}》", there.table.ordinal, there.table.title);
            let why = format!("{name}各行之和与合计不符或没有合计，不能断定其中没有某一科目");
            let told =
                self.outcomes.last().is_some_and(|o| o.check.rule == self.rule.id && o.check.message == why);
            if !told {
                self.insufficient(why, &[at, Ref::Table(there.index)]);
            }
            return;
        }
        let nothing = Sum::nil(Ref::Table(there.index));
        let name = format!("表{}《{}》中没有这一科目，作", there.table.ordinal, there.table.title);
        let figure = Sum { refs: smallvec![at], ..figure.clone() };
        self.equal(&figure, &nothing, "该科目", &name);
    }
    /// Compares a column of one table with a column of another, subject by subject (by code, else by the path of
    /// names); a subject of one that the other lacks is said to be missing when both tables know their subjects.
    pub fn by_subject(
        &mut self,
        left: &TableView<'_>,
        left_column: usize,
        right: &TableView<'_>,
        right_column: usize,
        left_is: &str,
        right_is: &str,
    ) {
        let mut met = vec![false; right.items().len()];
        let mut alone = Vec::new();
        for i in (0..left.items().len()).filter(|&i| left.is_subject(i)) {
            match right.counterpart(left, i) {
                Some(other) => {
                    if let Some(slot) = met.get_mut(other) {
                        *slot = true;
                    }
                    let (a, b) =
                        (left.value(i, left_column).figure(), right.value(other, right_column).figure());
                    if let (Some(a), Some(b)) = (a, b) {
                        self.equal(&a, &b, left_is, right_is);
                    }
                }
                None => alone.push((left.value(i, left_column), right)),
            }
        }
        let rest = (0..right.items().len()).filter(|&i| right.is_subject(i) && met.get(i) == Some(&false));
        alone.extend(rest.map(|i| (right.value(i, right_column), left)));
        for (reading, there) in alone {
            if let (Some(figure), Some(at), true) = (reading.figure(), reading.at(), reading.is_nonzero()) {
                if met.contains(&true) {
                    self.missing(&figure, at, there);
                } else {
                    self.insufficient("两表没有一个可以对上的科目", &[at, Ref::Table(there.index)]);
                    return;
                }
            }
        }
    }

    /// One finding for all slips of a kind; a pass when there is none.
    pub fn slips(&mut self, severity: Severity, what: &str, slips: super::prose::Slips) {
        if slips.said.is_empty() {
            self.pass(&[], || format!("{what}：没有"));
            return;
        }
        let shown: Vec<&str> = slips.said.iter().take(20).map(String::as_str).collect();
        let message = format!("{what}（{}处）：{}", slips.evidence.len(), shown.join("；"));
        self.push(Status::Fail, severity, message, &[], None);
        if let Some(last) = self.outcomes.last_mut() {
            last.check.evidence = slips.evidence;
        }
    }

    /// Where something is, in words.
    pub fn place(&self, at: Ref) -> String {
        self.context.map_or_else(String::new, |c| say::place(c, at))
    }
    /// A figure as it is printed or adds up, with its unit.
    pub fn printed(&self, figure: &Sum) -> String {
        self.context.map_or_else(String::new, |c| say::side(c, figure))
    }

    /// Gives the evidence at a place of the last outcome the text that is printed there.
    pub fn attach_text(&mut self, at: Ref, text: &str) {
        let Some(last) = self.outcomes.last_mut() else { return };
        let position = last.refs.iter().position(|r| *r == at);
        if let Some(evidence) = position.and_then(|i| last.check.evidence.get_mut(i)) {
            text.clone_into(&mut evidence.text);
        }
    }

    /// The identity holds; `message` is asked for only when passes are kept.
    pub fn pass(&mut self, refs: &[Ref], message: impl FnOnce() -> String) {
        if self.keep_passes {
            self.push(Status::Pass, self.rule.severity, message(), refs, None);
        } else {
            self.tally.pass += 1;
            self.held.add(refs);
        }
    }
    /// The document contradicts itself.
    pub fn fail(&mut self, message: impl Into<String>, refs: &[Ref]) {
        self.push(Status::Fail, self.rule.severity, message.into(), refs, None);
    }
    /// [`fail`](Self::fail) with a severity of its own.
    pub fn fail_as(&mut self, severity: Severity, message: impl Into<String>, refs: &[Ref]) {
        self.push(Status::Fail, severity, message.into(), refs, None);
    }
    /// [`fail`](Self::fail) with the figures of both sides and the allowance.
    pub fn fail_with(
        &mut self,
        message: impl Into<String>,
        refs: &[Ref],
        left: Decimal,
        right: Decimal,
        allowed: Decimal,
    ) {
        self.push(Status::Fail, self.rule.severity, message.into(), refs, Some((left, right, allowed)));
    }
    /// The figures could not be read or matched; the message says why.
    pub fn insufficient(&mut self, message: impl Into<String>, refs: &[Ref]) {
        self.push(Status::Insufficient, self.rule.severity, message.into(), refs, None);
    }
    /// The document has nothing that the rule speaks of.
    pub fn not_applicable(&mut self, message: impl Into<String>) {
        self.push(Status::NotApplicable, self.rule.severity, message.into(), &[], None);
    }
    /// An outcome that was made elsewhere (rules over several documents).
    pub fn put(
        &mut self,
        status: Status,
        message: String,
        evidence: Vec<Evidence>,
        sides: Option<(Decimal, Decimal, Decimal)>,
    ) {
        self.push(status, self.rule.severity, message, &[], sides);
        if (status != Status::Pass || self.keep_passes)
            && let Some(last) = self.outcomes.last_mut()
        {
            last.check.evidence = evidence;
        }
    }

    fn push(
        &mut self,
        status: Status,
        severity: Severity,
        message: String,
        refs: &[Ref],
        sides: Option<(Decimal, Decimal, Decimal)>,
    ) {
        tick();
        let count = match status {
            Status::Pass => &mut self.tally.pass,
            Status::Fail => &mut self.tally.fail,
            Status::NotApplicable => &mut self.tally.not_applicable,
            Status::Insufficient => &mut self.tally.insufficient,
        };
        *count += 1;
        if status == Status::Pass {
            self.held.add(refs);
        }
        if status == Status::Pass && !self.keep_passes {
            return;
        }
        let mut seen: Vec<Ref> = Vec::with_capacity(refs.len());
        for at in refs {
            if !seen.contains(at) {
                seen.push(*at);
            }
        }
        let evidence =
            self.context.map_or_else(Vec::new, |c| seen.iter().map(|&at| c.evidence(at)).collect());
        let check = Check {
            rule: self.rule.id.to_owned(),
            status,
            severity,
            message,
            left: sides.map(|s| s.0),
            right: sides.map(|s| s.1),
            difference: sides.map(|s| s.0 - s.1),
            allowed: sides.map(|s| s.2),
            evidence,
        };
        self.outcomes.push(Outcome { check, refs: seen });
    }
}

fn tally(rule: &'static Rule) -> RuleTally {
    RuleTally { id: rule.id.to_owned(), pass: 0, fail: 0, not_applicable: 0, insufficient: 0 }
}

//! A claim as far as one mention says it: figure, place, measure, baseline, phase.

use rust_decimal::Decimal;
use yusuan_parsers::compact::Compact;
use yusuan_parsers::compare;
use yusuan_parsers::figure::Kind;
use yusuan_parsers::sentence::{Mention, Role};

use super::super::super::Paragraph;
use super::super::Setting;
use super::super::subject::Subject;
use super::{Walk, id};
use crate::model::{Baseline, Claim, Direction, DocumentKind, Measure, Phase, Wording};

impl Walk<'_> {
    /// The claim as far as the mention alone says it.
    pub(super) fn blank(&self, m: &Mention<'_>, compact: &Compact, paragraph: &Paragraph) -> Claim {
        let origin = compact.origin(&m.range);
        let sentence = excerpt(&paragraph.text, compact.origin(&m.sentence), &origin);
        let slice = |range: std::ops::Range<usize>| paragraph.text.get(range).unwrap_or("").trim().to_owned();
        let place = paragraph.locate(self.places, &origin);
        let mut claim = Claim {
            id: id(self.claims.len()),
            section: paragraph.section,
            page: place.map(|p| p.0),
            bbox: place.map(|p| p.1),
            text: slice(origin),
            sentence: slice(sentence),
            measure: measure(m),
            subject: Vec::new(),
            code: None,
            concept: None,
            yuan: None,
            ulp: None,
            percent: None,
            count: None,
            classifier: None,
            direction: m.direction.map(direction),
            baseline: None,
            phase: None,
            year: m.year,
            of: None,
            base: None,
            base_year: None,
            group: None,
            wording: wording(m.role),
        };
        match &m.figure {
            Some(Kind::Money(money)) => {
                claim.yuan = Some(money.yuan());
                claim.ulp = Some(money.ulp());
            }
            Some(Kind::Percent(percent)) => {
                claim.percent = Some(percent.value);
                claim.ulp = Some(percent.ulp());
            }
            Some(Kind::Count(count)) => {
                claim.count = Some(count.value);
                claim.ulp = Some(count.ulp);
                claim.classifier = Some(count.classifier.to_owned());
            }
            // 年初预算为 0: nothing needs no unit. Any other number without one is not known in yuan.
            Some(Kind::Bare(value)) if value.is_zero() => {
                claim.yuan = Some(Decimal::ZERO);
                claim.ulp = Some(Decimal::ZERO);
            }
            _ => {}
        }
        claim
    }
}

/// Bytes of the longest sentence that a claim quotes whole. Every claim quotes its sentence, so one that never
/// ends would be written once for each of its figures.
const SENTENCE: usize = 6_000;
/// Bytes quoted before and after the figure in a longer one.
const QUOTED: usize = 300;

/// The sentence, or the part of it around the figure where it is longer than any sentence.
pub(super) fn excerpt(
    text: &str,
    sentence: std::ops::Range<usize>,
    figure: &std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    if sentence.len() <= SENTENCE {
        return sentence;
    }
    let start = text.ceil_char_boundary(sentence.start.max(figure.start.saturating_sub(QUOTED)));
    let end = text.floor_char_boundary(sentence.end.min(figure.end.saturating_add(QUOTED)));
    start..end.max(start)
}

pub(super) fn measure(m: &Mention<'_>) -> Measure {
    let percent = matches!(m.figure, Some(Kind::Percent(_)));
    match m.role {
        Role::Change if percent => Measure::ChangePercent,
        Role::Change | Role::Flat | Role::Outcome | Role::Reason | Role::Cause => Measure::ChangeAmount,
        Role::Share => Measure::SharePercent,
        Role::Completion => Measure::CompletionPercent,
        Role::Percent => Measure::Percent,
        Role::Count => Measure::Count,
        Role::Threshold => Measure::Threshold,
        Role::Amount | Role::Base | Role::Absent | Role::Topic => Measure::Amount,
    }
}

pub(super) fn wording(role: Role) -> Option<Wording> {
    match role {
        Role::Flat => Some(Wording::Flat),
        Role::Outcome => Some(Wording::Outcome),
        Role::Absent => Some(Wording::Absent),
        Role::Reason => Some(Wording::Reason),
        Role::Cause => Some(Wording::Cause),
        _ => None,
    }
}

pub(super) fn direction(direction: compare::Direction) -> Direction {
    match direction {
        compare::Direction::Increase => Direction::Increase,
        compare::Direction::Decrease => Direction::Decrease,
        compare::Direction::Flat => Direction::Flat,
    }
}

pub(super) fn baseline(base: &compare::Base, setting: &Setting<'_>) -> Baseline {
    use compare::Series;
    let own = base.year.is_some() && base.year == setting.year;
    let account = setting.kind == DocumentKind::FinalAccount;
    match base.series {
        Some(Series::AdjustedBudget) => Baseline::AdjustedBudget,
        Some(Series::InitialBudget) if own || (base.year.is_none() && !base.prior) => Baseline::InitialBudget,
        Some(Series::Budget) if account && (own || (base.year.is_none() && !base.prior)) => {
            Baseline::InitialBudget
        }
        Some(Series::InitialBudget | Series::Budget) => Baseline::PriorBudget,
        Some(Series::Actual) => Baseline::PriorActual,
        None => Baseline::Prior,
    }
}

pub(super) fn phase(series: Option<compare::Series>, kind: DocumentKind) -> Option<Phase> {
    match (series, kind) {
        (Some(series), _) => Some(phase_of(series)),
        (None, DocumentKind::Budget) => Some(Phase::Budget),
        (None, DocumentKind::FinalAccount) => Some(Phase::Final),
        (None, DocumentKind::Other) => None,
    }
}

pub(super) fn phase_of(series: compare::Series) -> Phase {
    match series {
        compare::Series::InitialBudget | compare::Series::Budget => Phase::Budget,
        compare::Series::AdjustedBudget => Phase::AdjustedBudget,
        compare::Series::Actual => Phase::Final,
    }
}

pub(super) fn name(claim: &mut Claim, subject: &Subject) {
    claim.subject.clone_from(&subject.names);
    claim.code.clone_from(&subject.code);
    claim.concept.clone_from(&subject.concept);
}

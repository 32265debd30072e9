//! What the rules about the narrative share: its figures as sides of identities, and what they are linked to.

use rust_decimal::Decimal;

use super::context::Context;
use super::figure::{Ref, Sum};
use crate::clock::tick;
use crate::model::{Claim, Measure, Wording};

pub use super::targets::{Scope, Target, scope};

/// The amounts that the narrative states for the document's own year.
pub fn amounts<'a>(context: &Context<'a>) -> impl Iterator<Item = (usize, &'a Claim)> {
    let year = context.year();
    context.document.claims.iter().enumerate().filter(move |(_, c)| {
        c.measure == Measure::Amount
            && c.wording.is_none()
            && c.yuan.is_some()
            && (c.year.is_none() || year.is_none() || c.year == year)
    })
}

/// A claim's figure as a side of an identity.
pub fn sum(context: &Context<'_>, claim: usize) -> Sum {
    Sum::of([context.claim(claim)])
}

/// The claim that `of` or `base` names.
pub fn linked<'a>(context: &Context<'a>, id: Option<&str>) -> Option<(usize, &'a Claim)> {
    tick();
    context.claim_by_id(id?)
}

/// A change with its sign: 增长-5% falls.
pub fn signed(claim: &Claim) -> Option<Decimal> {
    use crate::model::Direction;
    if claim.wording == Some(Wording::Flat) {
        return Some(Decimal::ZERO);
    }
    let value = match claim.measure {
        Measure::ChangePercent => claim.percent?,
        _ => claim.yuan?,
    };
    Some(if claim.direction == Some(Direction::Decrease) { -value } else { value })
}

/// How many things a claim counts.
pub fn count(claim: &Claim) -> Option<Decimal> {
    claim.count.filter(|_| claim.measure == Measure::Count)
}

/// What stands before and behind a claim's figure in its sentence.
pub fn around(claim: &Claim) -> Option<(&str, &str)> {
    claim.sentence.split_once(claim.text.as_str())
}

/// The claims before one in its sentence, the nearest first.
pub fn before<'a>(context: &Context<'a>, index: usize) -> impl Iterator<Item = &'a Claim> {
    let claims = &context.document.claims;
    let own = claims.get(index);
    let same = move |c: &&Claim| own.is_some_and(|o| c.section == o.section && c.sentence == o.sentence);
    claims.iter().take(index).rev().take_while(same)
}

/// Half a unit of a claim's last printed digit.
pub fn half(claim: &Claim) -> Decimal {
    claim.ulp.unwrap_or_default() * Decimal::new(5, 1)
}

/// Whether two figures differ by more than rounding hides. A figure in whole units (328,661万元) may also have been
/// cut off instead of rounded.
pub fn differ(a: &Sum, b: &Sum) -> bool {
    if a.unread.is_some() || b.unread.is_some() {
        return false;
    }
    let apart = (a.value - b.value).abs();
    let cut = |stated: &Sum, exact: &Sum| {
        let unit = stated.slack + stated.slack;
        unit >= Decimal::ONE_THOUSAND
            && exact.slack < stated.slack
            && (stated.value % Decimal::from(10_000)).is_zero()
            && unit.normalize() == Decimal::from(10_000)
            && stated.value <= exact.value
            && exact.value - stated.value < unit
    };
    apart > a.slack + b.slack && !cut(a, b) && !cut(b, a)
}

/// Whether two figures are the same digits under another unit: 元 for 万元.
pub fn slipped(a: &Sum, b: &Sum) -> bool {
    let times = Decimal::from(10_000);
    let shifted = |small: &Sum, large: &Sum| {
        (small.value * times - large.value).abs() <= small.slack * times + large.slack
    };
    !a.value.is_zero() && !b.value.is_zero() && (shifted(a, b) || shifted(b, a))
}

/// Whether a claim contradicts its table: what is computed from it is a consequence, not another finding.
pub fn doubtful(context: &Context<'_>, index: usize) -> bool {
    if context.document.claims.get(index).is_none() {
        return true;
    }
    matches!(context.target(index), Some(Ok((figure, _))) if differ(&sum(context, index), figure))
}

/// Another claim of the same section that says the same of the same subject, but agrees with the table: then the
/// narrative contradicts itself, and `S408` says so.
pub fn said_twice(context: &Context<'_>, index: usize, figure: &Sum) -> bool {
    let Some(claim) = context.document.claims.get(index) else { return false };
    amounts(context).any(|(other, c)| {
        other != index
            && c.section == claim.section
            && c.code == claim.code
            && c.concept == claim.concept
            && c.subject.last() == claim.subject.last()
            && c.phase == claim.phase
            && !differ(&sum(context, other), figure)
    })
}

/// The places of claims.
pub fn refs(claims: &[usize]) -> Vec<Ref> {
    claims.iter().map(|c| Ref::Claim(*c)).collect()
}

//! Figures with what rounding may hide in them: a printed figure is known to half a unit of its last digit.

use rust_decimal::Decimal;
use smallvec::{SmallVec, smallvec};

/// Something in the document that a check speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ref {
    /// A table as a whole.
    Table(usize),
    /// A cell: table, row, column.
    Cell(usize, usize, usize),
    /// A claim.
    Claim(usize),
    /// A section.
    Section(usize),
}

/// What stands in a place where an amount may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// An amount in yuan, half a unit of its last printed digit, and its place.
    Amount(Decimal, Decimal, Ref),
    /// A printed nil (`-`, `无`).
    Nil(Ref),
    /// Nothing is printed: no figure, but a zero inside a sum.
    Blank(Ref),
    /// Something is printed that was not read, or its unit is unknown.
    Unread(Ref),
    /// There is no such place.
    Absent,
}

impl Reading {
    /// The amount with its allowance; a printed nil is zero, a blank is nothing.
    pub fn figure(self) -> Option<Sum> {
        match self {
            Self::Amount(..) | Self::Nil(_) => Some(Sum::of([self])),
            _ => None,
        }
    }
    /// Whether a figure other than zero is printed.
    pub fn is_nonzero(self) -> bool {
        matches!(self, Self::Amount(yuan, ..) if !yuan.is_zero())
    }
    /// Whether an amount or a nil is printed.
    pub fn is_printed(self) -> bool {
        matches!(self, Self::Amount(..) | Self::Nil(_))
    }
    /// Where it is.
    pub fn at(self) -> Option<Ref> {
        match self {
            Self::Amount(_, _, at) | Self::Nil(at) | Self::Blank(at) | Self::Unread(at) => Some(at),
            Self::Absent => None,
        }
    }
}

/// Places of the terms of a sum. Most have few, and thousands of sums are made for a document.
pub type Refs = SmallVec<[Ref; 4]>;

/// A sum of readings, blanks as zero: one side of an identity. A single figure is a sum of one term.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sum {
    /// The value, in yuan (or percent, or things counted).
    pub value: Decimal,
    /// Half a unit of the last printed digit of every term.
    pub slack: Decimal,
    /// Places of the printed terms.
    pub refs: Refs,
    /// A term that could not be read: the sum is unknown.
    pub unread: Option<Ref>,
    /// Terms that are printed, nils included.
    pub printed: usize,
}

impl Sum {
    /// Adds up readings.
    pub fn of(readings: impl IntoIterator<Item = Reading>) -> Self {
        let mut sum = Self::default();
        for reading in readings {
            sum.add(reading);
        }
        sum
    }
    /// The zero of a place where nothing is printed, when that is known to say nil.
    pub fn nil(at: Ref) -> Self {
        Self { refs: smallvec![at], ..Self::default() }
    }
    /// Adds one reading.
    #[inline]
    pub fn add(&mut self, reading: Reading) {
        match reading {
            Reading::Amount(yuan, half, at) => {
                if self.refs.is_empty() && self.value.is_zero() && self.slack.is_zero() {
                    (self.value, self.slack) = (yuan, half);
                } else {
                    self.value += yuan;
                    self.slack += half;
                }
                self.refs.push(at);
                self.printed += 1;
            }
            Reading::Nil(at) => {
                self.refs.push(at);
                self.printed += 1;
            }
            Reading::Unread(at) => self.unread = self.unread.or(Some(at)),
            Reading::Blank(_) | Reading::Absent => {}
        }
    }
    /// The sum of two sums.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.value += other.value;
        self.slack += other.slack;
        self.refs.extend_from_slice(&other.refs);
        self.unread = self.unread.or(other.unread);
        self.printed += other.printed;
        self
    }
    /// The difference of two sums; its allowance is that of both.
    #[must_use]
    pub fn minus(mut self, other: &Self) -> Self {
        self.value -= other.value;
        self.slack += other.slack;
        self.refs.extend_from_slice(&other.refs);
        self.unread = self.unread.or(other.unread);
        self.printed += other.printed;
        self
    }
    /// The values that the exact figure may have.
    pub fn interval(&self) -> Interval {
        Interval { low: self.value - self.slack, high: self.value + self.slack }
    }
}

/// The values that an exact figure may have, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Least.
    pub low: Decimal,
    /// Greatest.
    pub high: Decimal,
}

impl Interval {
    /// `100 × part ÷ whole`; `None` when the whole may be zero or a step leaves the range of decimals.
    pub fn percent(part: Self, whole: Self) -> Option<Self> {
        if whole.low <= Decimal::ZERO && whole.high >= Decimal::ZERO {
            return None;
        }
        let mut ends =
            [(part.low, whole.low), (part.low, whole.high), (part.high, whole.low), (part.high, whole.high)]
                .into_iter()
                .map(|(p, w)| p.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(w));
        let first = ends.next()??;
        let (mut low, mut high) = (first, first);
        for end in ends {
            let end = end?;
            low = low.min(end);
            high = high.max(end);
        }
        Some(Self { low, high })
    }
    /// Wider by `by` at both ends.
    #[must_use]
    pub fn widened(self, by: Decimal) -> Self {
        Self { low: self.low - by, high: self.high + by }
    }
    /// Difference of two intervals.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { low: self.low - other.high, high: self.high - other.low }
    }
    /// Whether `value` is one of them.
    pub fn holds(self, value: Decimal) -> bool {
        self.low <= value && value <= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_knows_what_rounding_hides() {
        let at = Ref::Cell(0, 0, 0);
        let half = Decimal::new(50, 0);
        let sum = Sum::of([
            Reading::Amount(Decimal::new(100, 0), half, at),
            Reading::Blank(at),
            Reading::Amount(Decimal::new(200, 0), half, at),
        ]);
        assert_eq!((sum.value, sum.slack, sum.printed), (Decimal::new(300, 0), Decimal::new(100, 0), 2));
        assert_eq!(Sum::of([Reading::Unread(at)]).unread, Some(at));
    }

    #[test]
    fn a_share_is_an_interval() {
        let around =
            |v: i64| Interval { low: Decimal::new(v * 100 - 50, 0), high: Decimal::new(v * 100 + 50, 0) };
        let share = Interval::percent(around(25), around(100)).map(|i| i.widened(Decimal::new(5, 3)));
        assert!(share.is_some_and(|i| i.holds(Decimal::new(25, 0))
            && i.holds(Decimal::new(256, 1))
            && !i.holds(Decimal::new(27, 0))));
        assert_eq!(Interval::percent(around(25), Interval { low: -Decimal::ONE, high: Decimal::ONE }), None);
    }
}

//! Amounts as whole 分, and how they are printed.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An amount in 分 (a hundredth of a yuan).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub i64);

/// 分 in one hundredth of a 万元, the last digit that disclosures print.
pub const WAN_CENT: i64 = 10_000;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The size without the sign.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Hundredths of a 万元, rounded half away from zero.
    pub fn wan_cents(self) -> i64 {
        round_div(self.0, WAN_CENT)
    }

    /// In 万元 with two decimals; `grouped` puts the thousands separators.
    pub fn wan(self, grouped: bool) -> String {
        decimal(self.wan_cents(), grouped)
    }

    /// In 元 with two decimals.
    pub fn yuan2(self, grouped: bool) -> String {
        decimal(self.0, grouped)
    }

    /// In whole 元.
    pub fn yuan0(self, grouped: bool) -> String {
        group(round_div(self.0, 100), grouped)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self(self.0 + o.0)
    }
}
impl AddAssign for Money {
    fn add_assign(&mut self, o: Self) {
        self.0 += o.0;
    }
}
impl Sub for Money {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self(self.0 - o.0)
    }
}
impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

/// `part / whole` as a percentage with two decimals (half away from zero), without the sign `%`; `None` for a zero
/// whole.
pub fn percent(part: Money, whole: Money) -> Option<String> {
    // The printed figures are what a reader divides, so the rounded ones are divided here too.
    let (part, whole) = (i128::from(part.wan_cents()), i128::from(whole.wan_cents()));
    if whole == 0 {
        return None;
    }
    let scaled = part * 10_000 * 2 + if (part < 0) == (whole < 0) { whole } else { -whole };
    let cents = (scaled / (2 * whole)) as i64;
    Some(decimal(cents, false))
}

fn decimal(cents: i64, grouped: bool) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let size = cents.abs();
    format!("{sign}{}.{:02}", group(size / 100, grouped), size % 100)
}

fn group(value: i64, grouped: bool) -> String {
    let digits = value.abs().to_string();
    let sign = if value < 0 { "-" } else { "" };
    if !grouped {
        return format!("{sign}{digits}");
    }
    let mut out = String::from(sign);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn round_div(value: i64, by: i64) -> i64 {
    (value.abs() + by / 2) / by * value.signum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_disclosures_do() {
        assert_eq!(Money(10_325_470_000).wan(true), "10,325.47");
        assert_eq!(Money(123_456_789).yuan2(true), "1,234,567.89");
        assert_eq!(Money(123_456_789).yuan0(false), "1234568");
        assert_eq!(Money(-50_000).wan(true), "-0.05");
    }

    #[test]
    fn percentages_are_rounded_half_up() {
        assert_eq!(percent(Money(28_800_000), Money(10_325_470_000)).as_deref(), Some("0.28"));
        assert_eq!(percent(Money(10_000), Money(30_000)).as_deref(), Some("33.33"));
        assert_eq!(percent(Money(10_000), Money(0)), None);
    }
}

//! Percentages: `52.19%`, `５％`, `-3.2%`, `0.3个百分点`, and the number alone where the sign was forgotten.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{multispace0, one_of};
use nom::combinator::{map, opt, value};
use nom::error::context;
use nom::sequence::preceded;
use rust_decimal::Decimal;

use crate::amount::figure;
use crate::error::{ParseError, Parsed, whole};

/// What stands behind the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `%` or `％`.
    Percent,
    /// 个百分点: a difference of two percentages.
    Points,
    /// Nothing.
    Missing,
}

/// A percentage as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent {
    /// The number, with its printed scale.
    pub value: Decimal,
    /// What stands behind it.
    pub sign: Sign,
}

impl Percent {
    /// One unit of the last printed digit, in percent points.
    pub fn ulp(&self) -> Decimal {
        Decimal::new(1, self.value.scale())
    }
}

/// `sign = "%" | "％" | "﹪" | "个"? "百分点"`
pub fn sign(input: &str) -> Parsed<'_, Sign> {
    context(
        "a percent sign",
        alt((value(Sign::Percent, one_of("%％﹪")), value(Sign::Points, (opt(tag("个")), tag("百分点"))))),
    )
    .parse(input)
}

/// `percent = figure gap sign`
pub fn percent(input: &str) -> Parsed<'_, Percent> {
    map((figure, preceded(multispace0, sign)), |(value, sign)| Percent { value, sign }).parse(input)
}

/// Reads a whole text as a percentage; the sign may be missing.
///
/// ```
/// use yusuan_parsers::percent::{Sign, parse};
/// assert_eq!(parse("52.19 ％").map(|p| (p.value.to_string(), p.sign)), Ok(("52.19".to_owned(), Sign::Percent)));
/// assert_eq!(parse("76.23").map(|p| p.sign), Ok(Sign::Missing));
/// assert_eq!(parse("占 5%").map_err(|e| e.offset), Err(0));
/// ```
///
/// # Errors
/// When it is anything else.
pub fn parse(input: &str) -> Result<Percent, ParseError> {
    let missing = map(figure, |value| Percent { value, sign: Sign::Missing });
    whole(input, alt((percent, missing)), "a percentage")
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = match self.sign {
            Sign::Percent => "%",
            Sign::Points => "个百分点",
            Sign::Missing => "",
        };
        write!(f, "{}{sign}", self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(mantissa in -1_000_000i64..1_000_000, scale in 0u32..4, sign in 0usize..3) {
            let sign = [Sign::Percent, Sign::Points, Sign::Missing][sign];
            let percent = Percent { value: Decimal::new(mantissa, scale), sign };
            prop_assert_eq!(parse(&percent.to_string()), Ok(percent));
        }
    }
}

//! Units of money: 元, 千元, 万元, 亿元, and the lines that declare them (`单位：万元`).

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::multispace0;
use nom::combinator::{opt, value};
use nom::error::context;
use nom::sequence::{delimited, preceded};
use rust_decimal::Decimal;

use crate::error::{ParseError, Parsed, whole};

/// A unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 元.
    Yuan,
    /// 千元.
    Thousand,
    /// 万元.
    TenThousand,
    /// 亿元.
    HundredMillion,
}

impl Unit {
    /// Yuan in one unit.
    pub fn factor(self) -> Decimal {
        match self {
            Self::Yuan => Decimal::ONE,
            Self::Thousand => Decimal::ONE_THOUSAND,
            Self::TenThousand => Decimal::from(10_000),
            Self::HundredMillion => Decimal::from(100_000_000),
        }
    }

    /// The unit as tables print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::TenThousand => "万元",
            Self::HundredMillion => "亿元",
        }
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `unit = "亿元" | "万元" | "千元" | "元"`, white space between the characters allowed
pub fn unit(input: &str) -> Parsed<'_, Unit> {
    let yuan = || preceded(multispace0, tag("元"));
    context(
        "a unit of money (元, 千元, 万元, 亿元)",
        alt((
            value(Unit::HundredMillion, (tag("亿"), yuan())),
            value(Unit::TenThousand, (alt((tag("万"), tag("萬"))), yuan())),
            value(Unit::Thousand, (tag("千"), yuan())),
            value(Unit::Yuan, tag("元")),
        )),
    )
    .parse(input)
}

/// `unit-bare = unit | "亿" | "万"`: narrative sometimes leaves the 元 out after 万 and 亿
pub fn unit_bare(input: &str) -> Parsed<'_, Unit> {
    alt((unit, value(Unit::HundredMillion, tag("亿")), value(Unit::TenThousand, tag("万")))).parse(input)
}

/// `declared = ("单位" | "金额" | "计量单位") (":" | "：")? ("人民币")? unit`, at the start of `input`
fn declared(input: &str) -> Parsed<'_, Unit> {
    preceded(
        (
            alt((tag("单位"), tag("金额"))),
            multispace0,
            opt(alt((tag("："), tag(":"), tag("（"), tag("("), tag("为"), tag("∶")))),
            opt(tag("人民币")),
        ),
        unit,
    )
    .parse(input)
}

/// `bracketed = ("（" | "(") "人民币"? unit ("）" | ")")`
fn bracketed(input: &str) -> Parsed<'_, Unit> {
    delimited((alt((tag("（"), tag("("))), opt(tag("人民币"))), unit, alt((tag("）"), tag(")")))).parse(input)
}

/// Reads a whole text as a unit.
///
/// # Errors
/// When it is anything else.
pub fn parse(input: &str) -> Result<Unit, ParseError> {
    whole(input, unit, "a unit of money (元, 千元, 万元, 亿元)")
}

/// The unit that a line or title declares: `单位：万元`, `金额单位:元`, `（万元）`, or the unit alone; white space and
/// full-width forms do not matter. `None` for anything else, `单位：百万元` and `单位：某某局` included.
pub fn find(input: &str) -> Option<Unit> {
    let text: String = input.chars().filter(|c| !c.is_whitespace()).collect();
    let at = |word: &str, parser: fn(&str) -> Parsed<'_, Unit>| {
        text.match_indices(word).find_map(|(i, _)| parser(text.get(i..)?).ok()).map(|(_, unit)| unit)
    };
    at("单位", declared)
        .or_else(|| at("金额", declared))
        .or_else(|| at("（", bracketed))
        .or_else(|| at("(", bracketed))
        .or_else(|| parse(&text).ok())
        .or_else(|| {
            let before = text.split("为单位").next().filter(|b| b.len() < text.len())?;
            [Unit::HundredMillion, Unit::TenThousand, Unit::Thousand, Unit::Yuan]
                .into_iter()
                .find(|u| before.ends_with(u.as_str()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_declared_units() {
        for (text, want) in [
            ("单位：万元", Some(Unit::TenThousand)),
            ("金额单位:元", Some(Unit::Yuan)),
            ("单 位 ：万 元", Some(Unit::TenThousand)),
            ("编制单位：某某区教育局  单位：千元", Some(Unit::Thousand)),
            ("2023年收支预算总表（单位：万元）", Some(Unit::TenThousand)),
            ("预算数（元）", Some(Unit::Yuan)),
            ("(人民币万元)", Some(Unit::TenThousand)),
            ("金额单位：人民币元", Some(Unit::Yuan)),
            ("以万元为单位", Some(Unit::TenThousand)),
            ("亿元", Some(Unit::HundredMillion)),
            ("单位：百万元", None),
            ("单位名称：多元文化局", None),
            ("单位：某某局", None),
            ("单位：个", None),
            ("", None),
        ] {
            assert_eq!(find(text), want, "{text}");
        }
    }

    #[test]
    fn an_error_says_where() {
        assert_eq!(
            parse(" 万 两"),
            Err(ParseError { offset: 5, wanted: "a unit of money (元, 千元, 万元, 亿元)" })
        );
    }

    proptest::proptest! {
        #[test]
        fn round_trip(index in 0_usize..4, gap in " {0,2}", form in 0_usize..6) {
            let unit = [Unit::Yuan, Unit::Thousand, Unit::TenThousand, Unit::HundredMillion][index];
            proptest::prop_assert_eq!(parse(&unit.to_string()), Ok(unit));
            let line = match form {
                0 => format!("单位：{gap}{unit}"),
                1 => format!("金额单位:{unit}"),
                2 => format!("{gap}（单位：{unit}）"),
                3 => format!("收支总表（{unit}）"),
                4 => format!("编制部门：某某局{gap}单位：人民币{unit}"),
                _ => format!("以{unit}为单位"),
            };
            proptest::prop_assert_eq!(find(&line), Some(unit), "{}", line);
        }
    }
}

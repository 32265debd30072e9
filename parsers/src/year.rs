//! Years: `2023年`, `2023 年度`, `二〇二三年`, `２０２３年`.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{multispace0, satisfy};
use nom::combinator::{map, opt, verify};
use nom::error::context;
use nom::multi::fold_many_m_n;
use nom::sequence::{preceded, terminated};

use crate::amount::digit;
use crate::error::{ParseError, Parsed, whole};

/// Years that a disclosure can speak of.
const RANGE: std::ops::RangeInclusive<i32> = 1949..=2099;

/// `year = digits{4} gap "年" "度"?`, digits Arabic or Chinese
pub fn year(input: &str) -> Parsed<'_, i32> {
    let number =
        verify(fold_many_m_n(4, 4, alt((digit, chinese_digit)), || 0, |n: i32, d| n * 10 + d as i32), |n| {
            RANGE.contains(n)
        });
    context(
        "a year (2023年, 二〇二三年)",
        terminated(number, (preceded(multispace0, tag("年")), opt(preceded(multispace0, tag("度"))))),
    )
    .parse(input)
}

/// `chinese-digit = "〇" | "○" | "零" | "一".."九"`
fn chinese_digit(input: &str) -> Parsed<'_, u32> {
    map(satisfy(|c| chinese(c).is_some()), |c| chinese(c).unwrap_or(0)).parse(input)
}

fn chinese(c: char) -> Option<u32> {
    match c {
        '〇' | '○' | '零' | 'Ｏ' | 'O' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

/// The first year in a text with where it begins.
pub fn find(input: &str) -> Option<(usize, i32)> {
    if !input.contains('年') {
        return None;
    }
    let mut before = None;
    for (i, c) in input.char_indices() {
        // 12023年 names no year.
        let inside = before.is_some_and(|b: char| b.is_numeric() || b == '〇');
        before = Some(c);
        if !inside
            && (c.is_numeric() || chinese(c).is_some())
            && let Ok((_, year)) = year(input.get(i..)?)
        {
            return Some((i, year));
        }
    }
    None
}

/// Reads a whole text as a year.
///
/// ```
/// assert_eq!(yusuan_parsers::year::parse("二〇二三年度"), Ok(2023));
/// ```
///
/// # Errors
/// When it is anything else.
pub fn parse(input: &str) -> Result<i32, ParseError> {
    whole(input, year, "a year (2023年, 二〇二三年)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_printed_years() {
        for (text, want) in [
            ("2023年", Some(2023)),
            ("2023 年度", Some(2023)),
            ("２０２３年", Some(2023)),
            ("二○二四年", Some(2024)),
            ("二零一九年", Some(2019)),
            ("1023年", None),
            ("2023", None),
            ("23年", None),
        ] {
            assert_eq!(parse(text).ok(), want, "{text}");
        }
        assert_eq!(find("截至2024 年12月"), Some((6, 2024)));
        assert_eq!(find("共12023年"), None);
    }

    proptest! {
        #[test]
        fn round_trip(year in 1949i32..2100) {
            let digits = |n: i32| "〇一二三四五六七八九".chars().nth(n as usize).unwrap();
            let chinese: String = [1000, 100, 10, 1].iter().map(|p| digits(year / p % 10)).collect();
            prop_assert_eq!(parse(&format!("{year}年")), Ok(year));
            prop_assert_eq!(parse(&format!("{chinese}年度")), Ok(year));
        }
    }
}

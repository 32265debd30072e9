//! Section numbers of all levels: `第一部分`, `一、`, `（一）`, `1.`, `（1）`, `①`.

use nom::branch::alt;
use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::{one_of, space0};
use nom::combinator::recognize;
use nom::{IResult, Parser};

use crate::{ParseError, is_han};

/// A section's number at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number<'a> {
    /// 1 第一部分 · 2 一、 · 3 （一） · 4 1. or 1、 · 5 （1） · 6 ① or 1）.
    pub level: u8,
    /// As printed.
    pub printed: &'a str,
}

const DIGITS: &str = "零〇一二三四五六七八九十百";

fn chinese(s: &str) -> IResult<&str, &str> {
    take_while_m_n(1, 4, |c| DIGITS.contains(c)).parse(s)
}

fn arabic(s: &str) -> IResult<&str, &str> {
    take_while_m_n(1, 2, |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)).parse(s)
}

/// `part := "第" chinese ("部分" | "章" | "节" | "篇")`
fn part(s: &str) -> IResult<&str, &str> {
    use nom::bytes::complete::tag;
    recognize((
        tag("第"),
        space0,
        alt((chinese, arabic)),
        space0,
        alt((tag("部分"), tag("章"), tag("节"), tag("篇"))),
    ))
    .parse(s)
}

/// `first := chinese ("、" | "．" | ".")`
fn first(s: &str) -> IResult<&str, &str> {
    recognize((chinese, space0, one_of("、．.,，"))).parse(s)
}

/// `second := ("（" | "(") chinese ("）" | ")")`
fn second(s: &str) -> IResult<&str, &str> {
    recognize((one_of("(（"), space0, chinese, space0, one_of(")）"))).parse(s)
}

/// `third := arabic ("." | "．" | "、")`, not followed by a digit (1.5 is a figure)
fn third(s: &str) -> IResult<&str, &str> {
    let (rest, found) = recognize((arabic, space0, one_of(".．、"))).parse(s)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(nom::Err::Error(nom::error::Error::new(s, nom::error::ErrorKind::Digit)));
    }
    Ok((rest, found))
}

/// `fourth := ("（" | "(") arabic ("）" | ")")`
fn fourth(s: &str) -> IResult<&str, &str> {
    recognize((one_of("(（"), space0, arabic, space0, one_of(")）"))).parse(s)
}

/// `fifth := ① … ⑳ | arabic ("）" | ")")`
fn fifth(s: &str) -> IResult<&str, &str> {
    alt((
        recognize(take_while_m_n(1, 1, |c| ('①'..='⑳').contains(&c))),
        recognize((arabic, take_while1(|c| c == '）' || c == ')'))),
    ))
    .parse(s)
}

/// A parser of one level's numbers.
type Level = fn(&str) -> IResult<&str, &str>;

/// The number at the start of `line` and the rest of the line, white space between them removed.
///
/// # Errors
/// The line does not begin with a section number.
pub fn number(line: &str) -> Result<(Number<'_>, &str), ParseError> {
    // Most lines begin with a word.
    let word = |c: char| is_han(c) && c != '第' && !DIGITS.contains(c);
    if line.starts_with(word) {
        return Err(ParseError { offset: 0, wanted: "a section number" });
    }
    let parsers: [(u8, Level); 6] = [(1, part), (2, first), (3, second), (4, third), (5, fourth), (6, fifth)];
    for (level, parser) in parsers {
        if let Ok((rest, printed)) = parser(line) {
            return Ok((Number { level, printed }, rest.trim_start_matches([' ', '\u{3000}', '\u{a0}'])));
        }
    }
    Err(ParseError { offset: 0, wanted: "a section number" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels() {
        for (line, level, printed, rest) in [
            ("第一部分 单位概况", 1, "第一部分", "单位概况"),
            ("十一、其他", 2, "十一、", "其他"),
            ("(四) 说明", 3, "(四)", "说明"),
            ("（ 一 ）总体", 3, "（ 一 ）", "总体"),
            ("1. 机关运行经费", 4, "1.", "机关运行经费"),
            ("（10）行政", 5, "（10）", "行政"),
            ("①其他", 6, "①", "其他"),
            ("3）其他", 6, "3）", "其他"),
        ] {
            let (number, after) = number(line).unwrap();
            assert_eq!((number.level, number.printed, after), (level, printed, rest), "{line}");
        }
        for no in ["2023年", "1.5万元", "表1", "", "一般公共预算", "第一次"] {
            assert!(number(no).is_err(), "{no}");
        }
    }

    /// 1 to 99 in Chinese.
    fn numeral(n: u32) -> String {
        let digit =
            |d: u32| "一二三四五六七八九".chars().nth(d as usize - 1).map(String::from).unwrap_or_default();
        let (tens, ones) = (n / 10, n % 10);
        let ten = match tens {
            0 => String::new(),
            1 => "十".to_owned(),
            _ => format!("{}十", digit(tens)),
        };
        if ones == 0 { ten } else { ten + &digit(ones) }
    }

    fn print(level: u8, n: u32) -> String {
        match level {
            1 => format!("第{}部分", numeral(n)),
            2 => format!("{}、", numeral(n)),
            3 => format!("（{}）", numeral(n)),
            4 => format!("{n}."),
            5 => format!("（{n}）"),
            _ => char::from_u32('①' as u32 + (n - 1) % 20).map(String::from).unwrap_or_default(),
        }
    }

    proptest::proptest! {
        #[test]
        fn round_trip(level in 1_u8..=6, n in 1_u32..100, gap in " {0,2}", title in "[收支预算情况说明]{1,8}") {
            let printed = print(level, n);
            let line = format!("{printed}{gap}{title}");
            let (found, rest) = number(&line).unwrap();
            proptest::prop_assert_eq!((found.level, found.printed, rest), (level, printed.as_str(), title.as_str()));
        }
    }
}

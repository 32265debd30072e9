//! Section numbers of all levels: `第一部分`, `一、`, `（一）`, `1.`, `（1）`, `①`.

use nom::branch::alt;
use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::{one_of, space0};
use nom::combinator::recognize;
use nom::{IResult, Parser};

use crate::ParseError;

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
}

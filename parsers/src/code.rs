//! Codes of the classifications: 类 `201`, 款 `20101`, 项 `2010101`; economic classes `301`, `30101`. Printed joined,
//! split over columns (`201` `01` `01`), with separators (`301-01`) or in brackets.

use nom::Parser;
use nom::branch::alt;
use nom::character::complete::{multispace0, one_of};
use nom::combinator::{opt, verify};
use nom::error::context;
use nom::multi::fold_many_m_n;
use nom::sequence::{delimited, preceded};

use crate::amount::{digit, digit_of};
use crate::error::{ParseError, Parsed, whole};

/// A code with its level: three, five or seven digits, the last two levels two digits each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// The digits, joined.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// 1 for 类, 2 for 款, 3 for 项.
    pub fn depth(&self) -> usize {
        self.0.len() / 2
    }
    /// The code one level up.
    pub fn parent(&self) -> Option<&str> {
        let up = self.0.len().checked_sub(2).filter(|n| *n >= 3)?;
        self.0.get(..up)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// `digits = digit{min,max}`
fn digits<'a>(
    min: usize,
    max: usize,
) -> impl Parser<&'a str, Output = String, Error = crate::error::Wanted<'a>> {
    verify(
        fold_many_m_n(min, max, digit, String::new, |mut s, d| {
            s.push(char::from_digit(d, 10).unwrap_or('0'));
            s
        }),
        |s: &String| !s.is_empty(),
    )
}

/// `code = class (link? level (link? level)?)?`, where `class = digit{3}`, `level = digit{2}`, `link = gap | "-" | "."`
pub fn code(input: &str) -> Parsed<'_, Code> {
    let link = || (multispace0, opt(one_of("-－.．/")), multispace0);
    let (mut rest, mut digits_read) =
        context("a code of three, five or seven digits", digits(3, 3)).parse(input)?;
    for _ in 0..2 {
        match preceded(link(), digits(2, 2)).parse(rest) {
            Ok((next, level)) => {
                digits_read.push_str(&level);
                rest = next;
            }
            Err(_) => break,
        }
    }
    // 20101x with a sixth digit alone is no code.
    if rest.chars().next().and_then(digit_of).is_some() {
        return context("a code of three, five or seven digits", nom::combinator::fail()).parse(rest);
    }
    Ok((rest, Code(digits_read)))
}

/// Reads a whole text as a code; brackets around it are allowed.
///
/// ```
/// use yusuan_parsers::code::parse;
/// assert_eq!(parse("（2010101）").unwrap().as_str(), "2010101");
/// assert_eq!(parse("301-01").unwrap().as_str(), "30101");
/// assert_eq!(parse("201010").map_err(|e| e.offset), Err(5));
/// ```
///
/// # Errors
/// When it is anything else.
pub fn parse(input: &str) -> Result<Code, ParseError> {
    let bracketed = delimited((one_of("(（【["), multispace0), code, (multispace0, one_of(")）】]")));
    whole(input, alt((code, bracketed)), "a code of three, five or seven digits")
}

/// Joins a code that is split over columns: `["201", "01", "01"]`, `["", "", "2010101"]`, `["201", "1", ""]`. A level
/// printed without its leading zero gets it back. `None` when a cell holds no digits or a level is left out.
pub fn join(cells: &[&str]) -> Option<Code> {
    let mut joined = String::new();
    for cell in cells {
        let mut part = String::new();
        for c in cell.chars().filter(|c| !c.is_whitespace()) {
            part.push(char::from_digit(digit_of(c)?, 10)?);
        }
        if part.is_empty() {
            continue;
        }
        if part.len() >= 3 && (part.starts_with(&joined) || joined.is_empty()) {
            joined = part; // the full code again: 201 | 20101 | 2010101
        } else if !joined.is_empty() && part.len() <= 2 {
            if part.len() == 1 {
                joined.push('0');
            }
            joined.push_str(&part);
        } else {
            return None;
        }
    }
    parse(&joined).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn joins_columns() {
        for (cells, want) in [
            (&["201", "01", "01"][..], Some("2010101")),
            (&["301", "2"], Some("30102")),
            (&["", "", "2010101"], Some("2010101")),
            (&["201", "20101", "2010101"], Some("2010101")),
            (&["201", "", ""], Some("201")),
            (&["", "01", ""], None),
            (&["合计", "", ""], None),
            (&["20", "1"], None),
        ] {
            assert_eq!(join(cells).as_ref().map(Code::as_str), want, "{cells:?}");
        }
    }

    proptest! {
        #[test]
        fn round_trip(class in 100u32..1000, levels in proptest::collection::vec(0u32..100, 0..3)) {
            let parts: Vec<String> =
                std::iter::once(class.to_string()).chain(levels.iter().map(|l| format!("{l:02}"))).collect();
            let joined = parts.concat();
            let refs: Vec<&str> = parts.iter().map(String::as_str).collect();
            let code = parse(&joined).unwrap();
            prop_assert_eq!(code.to_string(), joined);
            prop_assert_eq!(parse(&parts.join("-")).unwrap(), code.clone());
            prop_assert_eq!(join(&refs).unwrap(), code);
        }

        #[test]
        fn never_panics(text in "\\PC{0,20}") {
            let _ = parse(&text);
            let _ = join(&[&text, &text]);
        }
    }
}

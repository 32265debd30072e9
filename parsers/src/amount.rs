//! Amounts of money, as tables and sentences print them.

use nom::Parser;
use nom::branch::alt;
use nom::character::complete::{multispace0, one_of, satisfy};
use nom::combinator::{map, opt, value};
use nom::error::context;
use nom::sequence::{delimited, preceded, terminated};
use rust_decimal::Decimal;

use crate::error::{ParseError, Parsed, Wanted, whole};
use crate::unit::{Unit, unit, unit_bare};

/// More digits than any budget has; also what a [`Decimal`] holds with room for sums.
const MAX_DIGITS: u32 = 22;

/// What a cell of an amount column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellFigure {
    /// Nothing.
    Blank,
    /// A printed nil: `-`, `—`, `无`, `/` …
    Nil,
    /// A number, with the printed scale.
    Amount(Decimal),
}

/// An amount with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The number as printed, with its scale.
    pub value: Decimal,
    /// The unit behind it.
    pub unit: Unit,
}

impl Money {
    /// The amount in yuan.
    pub fn yuan(&self) -> Decimal {
        self.value * self.unit.factor()
    }

    /// Yuan that one unit of the last printed digit stands for: 100 for `5,389.12 万元`.
    pub fn ulp(&self) -> Decimal {
        Decimal::new(1, self.value.scale()) * self.unit.factor()
    }
}

/// `digit = "0".."9" | "０".."９"`
pub(crate) fn digit(input: &str) -> Parsed<'_, u32> {
    map(satisfy(|c| digit_of(c).is_some()), |c| digit_of(c).unwrap_or(0)).parse(input)
}

/// The value of a half-width or full-width digit.
pub fn digit_of(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

/// Whether a gap may stand between two digits of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gaps {
    /// Only around separators, as in a sentence, where two numbers may stand side by side.
    Separators,
    /// Anywhere, as in a cell, which holds one number.
    Anywhere,
}

/// `number = digit+ ("," digit{3})* ("." digit*)? | "." digit+`, with gaps
fn number(gaps: Gaps) -> impl Fn(&str) -> Parsed<'_, Decimal> {
    move |input| {
        let start = input;
        let gap = |s| if gaps == Gaps::Anywhere { multispace0.parse(s) } else { Ok((s, "")) };
        let fail = |rest, wanted| Err(nom::Err::Error(Wanted { rest, wanted }));
        let (mut mantissa, mut digits, mut scale, mut group) = (0i128, 0u32, 0u32, None::<u32>);
        let mut rest = input;
        while let Ok((next, d)) = preceded(gap, digit).parse(rest) {
            (mantissa, digits, rest) = (mantissa * 10 + i128::from(d), digits + 1, next);
            group = group.map(|n| n + 1);
            if digits > MAX_DIGITS {
                return fail(start, "a number of at most 22 digits");
            }
            if group == Some(3) || (group.is_none() && digits <= 3) {
                // A separator counts only with exactly three digits after it.
                if let Ok((after, _)) = separator(rest) {
                    if three(gaps, after) {
                        (rest, group) = (after, Some(0));
                    } else if gaps == Gaps::Anywhere {
                        return fail(after, "three digits after a thousands separator");
                    }
                }
            }
            if group == Some(3) {
                break;
            }
        }
        if group == Some(3) && preceded(gap, digit).parse(rest).is_ok() {
            return fail(rest, "a separator or the end of the number");
        }
        if let Ok((after, _)) = point(rest) {
            let mut fraction = after;
            while let Ok((next, d)) = preceded(gap, digit).parse(fraction) {
                (mantissa, digits, scale, fraction) =
                    (mantissa * 10 + i128::from(d), digits + 1, scale + 1, next);
                if digits > MAX_DIGITS {
                    return fail(start, "a number of at most 22 digits");
                }
            }
            if scale > 0 {
                rest = fraction;
            } else if gaps == Gaps::Anywhere {
                return fail(after, "digits after the decimal point");
            }
        }
        if digits == 0 {
            return fail(start, "a number");
        }
        match Decimal::try_from_i128_with_scale(mantissa, scale) {
            Ok(number) => Ok((rest, number)),
            Err(_) => fail(start, "a number of at most 22 digits"),
        }
    }
}

/// `separator = gap ("," | "，") gap`
fn separator(input: &str) -> Parsed<'_, char> {
    delimited(multispace0, one_of(",，"), multispace0).parse(input)
}

/// `point = gap ("." | "．") gap`
fn point(input: &str) -> Parsed<'_, char> {
    delimited(multispace0, one_of(".．"), multispace0).parse(input)
}

/// Whether exactly three digits stand at the start.
fn three(gaps: Gaps, input: &str) -> bool {
    let mut digits = input.chars().filter(|c| gaps == Gaps::Separators || !c.is_whitespace());
    digits.by_ref().take(3).filter(|c| digit_of(*c).is_some()).count() == 3
        && digits.next().is_none_or(|c| digit_of(c).is_none())
}

/// `minus = "-" | "−" | "－" | "–" | "﹣" | "△" | "▲"`
fn minus(input: &str) -> Parsed<'_, char> {
    one_of("-−－–﹣△▲").parse(input)
}

/// `signed = currency? minus? currency? number | "(" number ")" | "（" number "）"`
fn signed(gaps: Gaps) -> impl Fn(&str) -> Parsed<'_, Decimal> {
    move |input| {
        let currency = || opt(terminated(one_of("¥￥"), multispace0));
        let plain = map(
            (currency(), opt(terminated(minus, multispace0)), currency(), number(gaps)),
            |(_, sign, _, n)| if sign.is_some() { -n } else { n },
        );
        let bracketed = map(
            delimited(
                terminated(one_of("(（"), multispace0),
                number(gaps),
                preceded(multispace0, one_of(")）")),
            ),
            |n| -n,
        );
        context("an amount", alt((plain, bracketed))).parse(input)
    }
}

/// `nil = "-"+ | "—"+ | "－" | "–" | "无" | "/" | "／" | "*"`: marks that say that there is nothing
fn nil(input: &str) -> Parsed<'_, ()> {
    let mark = |c: char| "-—－–−―─﹣".contains(c);
    value(
        (),
        alt((value((), nom::bytes::complete::take_while_m_n(1, 4, mark)), value((), one_of("无/／＼\\")))),
    )
    .parse(input)
}

/// `figure = signed`: an unsigned or signed number at the start of a sentence's rest, gaps only around separators
pub fn figure(input: &str) -> Parsed<'_, Decimal> {
    signed(Gaps::Separators).parse(input)
}

/// `plain = number`: a number without sign or brackets, as sentences print it
pub fn plain(input: &str) -> Parsed<'_, Decimal> {
    context("a number", number(Gaps::Separators)).parse(input)
}

/// `money = number gap (unit | "万" | "亿")`: an amount with its unit, as sentences print it
pub fn money(input: &str) -> Parsed<'_, Money> {
    map((figure, preceded(multispace0, unit_bare)), |(value, unit)| Money { value, unit }).parse(input)
}

/// `simple = "-"? digit{1,3} ("," digit{3})* ("." digit+)? | "-"? digit+ ("." digit+)?`, half-width, up to 18 digits: what
/// most cells hold, read in one pass. What it does not read, [`signed`] may.
fn simple(input: &str) -> Option<Decimal> {
    let (negative, text) = input.strip_prefix('-').map_or((false, input), |rest| (true, rest));
    let (mut value, mut digits, mut scale) = (0_i64, 0_u32, None::<u32>);
    // Digits since the last separator, once there was one.
    let mut group = None::<u32>;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if digits < 18 => {
                value = value * 10 + i64::from(byte - b'0');
                digits += 1;
                match (&mut scale, &mut group) {
                    (Some(scale), _) => *scale += 1,
                    (None, Some(group)) => *group += 1,
                    (None, None) => {}
                }
            }
            b',' if scale.is_none() && group.map_or((1..=3).contains(&digits), |g| g == 3) => group = Some(0),
            b'.' if scale.is_none() && digits > 0 && group.is_none_or(|g| g == 3) => scale = Some(0),
            _ => return None,
        }
    }
    if digits == 0 || scale == Some(0) || group.is_some_and(|g| g != 3) {
        return None;
    }
    let number = Decimal::try_new(value, scale.unwrap_or(0)).ok()?;
    Some(if negative { -number } else { number })
}

/// Reads a whole cell of an amount column: `1,149,678.00` · `10325.47` · full-width digits · `−x` `－x` `(x)` `（x）`
/// `△x` `▲x` · `-` `—` `无` `/` · nothing. A unit behind the number is not accepted: see [`parse`].
///
/// ```
/// use yusuan_parsers::amount::{CellFigure, cell};
/// assert_eq!(cell("（1,149,678.00）"), Ok(CellFigure::Amount("-1149678.00".parse().unwrap())));
/// assert_eq!(cell(" — "), Ok(CellFigure::Nil));
/// assert_eq!(cell("301 01").map_err(|e| e.offset), Ok(CellFigure::Amount("30101".parse().unwrap())));
/// assert_eq!(cell("1,234.005,678.00").map_err(|e| e.offset), Err(9));
/// ```
///
/// # Errors
/// When the text is none of these, with the offset of what does not fit.
pub fn cell(input: &str) -> Result<CellFigure, ParseError> {
    if let Some(value) = simple(input) {
        return Ok(CellFigure::Amount(value));
    }
    if input.trim().is_empty() {
        return Ok(CellFigure::Blank);
    }
    whole(input, signed(Gaps::Anywhere), "an amount")
        .map(CellFigure::Amount)
        .or_else(|e| whole(input, nil, "an amount").map(|()| CellFigure::Nil).map_err(|_| e))
}

/// Reads a whole text as an amount with its unit: `10,325.47 万元`.
///
/// # Errors
/// When it is anything else.
pub fn parse(input: &str) -> Result<Money, ParseError> {
    whole(
        input,
        map((signed(Gaps::Anywhere), preceded(multispace0, unit)), |(value, unit)| Money { value, unit }),
        "an amount with its unit",
    )
}

/// Prints a number with thousands separators, as tables do; [`cell`] reads it back.
///
/// ```
/// assert_eq!(yusuan_parsers::amount::print("-1149678.00".parse().unwrap()), "-1,149,678.00");
/// ```
pub fn print(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::with_capacity(text.len() * 4 / 3 + 2);
    if value.is_sign_negative() && !value.is_zero() {
        out.push('-');
    }
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn more_digits_than_a_word_holds() {
        for digits in 1..40 {
            // The short way hands over what is too long for it.
            let text = "9".repeat(digits);
            assert_eq!(simple(&text).is_some(), digits <= 18, "{text}");
            assert!(cell(&text).is_err() || digits < 30, "{text}");
        }
    }

    #[test]
    fn reads_every_printed_form() {
        for (text, want) in [
            ("1,149,678.00", "1149678.00"),
            ("10325.47", "10325.47"),
            ("０", "0"),
            ("１，２３４．５０", "1234.50"),
            ("−12.3", "-12.3"),
            ("－12.3", "-12.3"),
            ("(12.3)", "-12.3"),
            ("（1,012.3）", "-1012.3"),
            ("△12.3", "-12.3"),
            ("▲ 12.3", "-12.3"),
            ("10,325. 47", "10325.47"),
            ("1 149 678.00", "1149678.00"),
            ("￥-5.00", "-5.00"),
            (".50", "0.50"),
            ("0.00", "0.00"),
            ("1234567", "1234567"),
        ] {
            assert_eq!(cell(text), Ok(CellFigure::Amount(d(want))), "{text}");
            assert_eq!(
                cell(text).map(|c| if let CellFigure::Amount(a) = c { a.scale() } else { 99 }),
                Ok(d(want).scale())
            );
        }
        for text in ["-", "—", "——", " 无 ", "/", "－"] {
            assert_eq!(cell(text), Ok(CellFigure::Nil), "{text}");
        }
        for text in ["", " ", "\u{3000}"] {
            assert_eq!(cell(text), Ok(CellFigure::Blank), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for (text, offset) in [
            ("行政运行", 0),
            ("1,23", 2),
            ("1,234,56", 6),
            ("1,2345", 2),
            ("12.", 3),
            ("1.2.3", 3),
            ("12,345.001,234.00", 10),
            ("12.5%", 4),
            ("5万元", 1),
            ("12345678901234567890123", 0),
        ] {
            assert_eq!(cell(text).map_err(|e| e.offset), Err(offset), "{text}");
        }
    }

    #[test]
    fn reads_money_in_sentences() {
        let (rest, m) = money("10,325.47 万元，占").unwrap();
        assert_eq!((rest, m.yuan().to_string(), m.ulp()), ("，占", "103254700.00".to_owned(), d("100.00")));
        assert_eq!(money("3 万，").unwrap().1.unit, Unit::TenThousand);
        assert_eq!(money("2, 389.52万 元").unwrap().1.value, d("2389.52"));
        assert!(money("2023 10,325.47 万元").is_err());
        assert_eq!(plain("1,2，3").unwrap(), (",2，3", d("1")));
    }

    proptest! {
        #[test]
        fn round_trip(mantissa in -10_000_000_000_000_000i64..10_000_000_000_000_000, scale in 0u32..6) {
            let value = Decimal::new(mantissa, scale);
            prop_assert_eq!(cell(&print(value)), Ok(CellFigure::Amount(value)));
            prop_assert_eq!(cell(&value.to_string()), Ok(CellFigure::Amount(value)));
        }

        #[test]
        fn the_short_way_reads_what_the_grammar_reads(text in "-?[0-9]{0,5}[,.]?[0-9]{0,4}[,.]?[0-9]{0,4}\\.?[0-9]{0,3}") {
            if let Some(value) = simple(&text) {
                let grammar = whole(&text, signed(Gaps::Anywhere), "an amount");
                prop_assert_eq!(grammar.as_ref().map(ToString::to_string), Ok(value.to_string()));
                prop_assert_eq!(grammar.map(|g| g.scale()), Ok(value.scale()));
            }
        }

        #[test]
        fn never_panics(text in "[-0-9０-９,，.．() （）△万元亿无/%\u{3000}a一]{0,24}") {
            for result in [cell(&text).err(), parse(&text).err()].into_iter().flatten() {
                prop_assert!(text.is_char_boundary(result.offset));
            }
            let _ = money(&text);
        }
    }
}

//! Every figure of a sentence, left to right: money, percentages, counts, years, and numbers with nothing behind them.
//! Works on [compact](crate::compact) text. Dates, ordinals, numbers of laws and of houses are no figures.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::amount::{Money, plain};
use crate::count::{Count, scaled};
use crate::percent::{Percent, sign};
use crate::unit::{Unit, unit, unit_bare};

/// What a figure counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind<'a> {
    /// An amount with its unit.
    Money(Money),
    /// A percentage or percent points.
    Percent(Percent),
    /// A number of things.
    Count(Count<'a>),
    /// A year of four digits.
    Year(i32),
    /// A number with nothing behind it: the sentence around says whether a unit is missing.
    Bare(Decimal),
}

/// A figure and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure<'a> {
    /// Number and unit.
    pub range: Range<usize>,
    /// What it counts.
    pub kind: Kind<'a>,
}

/// Words before a minus that is a sign, not a dash: 增长-5.2%, 为-3万元.
const SIGNED: &[&str] =
    &["为", "加", "长", "少", "降", "占", "达", "到", "是", "额", "率", "，", ",", ":", "("];

/// What may follow 万 or 亿 that stands for 万元 or 亿元; before anything else it counts people, square metres …
const AFTER_BARE: &[&str] = &[
    "，", ",", "。", ";", "、", ")", "(", ":", "的", "其中", "占", "比", "用于", "主要", "合计", "减", "增",
    "和",
];

/// `figures = (text* figure)*`, `figure = "-"? number (unit | percent-sign | classifier | "年" | ε)`
pub fn figures(text: &str) -> Vec<Figure<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|b| b.iter().position(u8::is_ascii_digit)) {
        let start = at + step;
        let before = text.get(..start).unwrap_or("");
        let Some((rest, value)) = text.get(start..).and_then(|t| plain(t).ok()) else {
            at = skip(bytes, start, u8::is_ascii_digit);
            continue;
        };
        let end = text.len() - rest.len();
        at = end;
        // W060701, G1, X101: part of a name.
        if before.bytes().next_back().is_some_and(|b| b.is_ascii_alphabetic()) {
            at = skip(bytes, start, u8::is_ascii_alphanumeric);
            continue;
        }
        if torn(before, rest) {
            // What a percentage or a change after it is of, nobody can tell.
            let statement = rest.find(['。', ';', '\n']).unwrap_or(rest.len());
            at = end + statement;
            continue;
        }
        let (start, value) = match before.strip_suffix('-') {
            Some(head) if head.is_empty() || SIGNED.iter().any(|w| head.ends_with(w)) => (start - 1, -value),
            _ => (start, value),
        };
        if let Some((kind, length)) = unit_of(value, rest, before.ends_with('第')) {
            at = end + length;
            found.push(Figure { range: start..at, kind });
        }
    }
    found
}

/// Whether a character that nobody can read stands where a digit of the number may have stood. (The bullets of symbol
/// fonts are U+F000 to U+F0FF.)
fn torn(before: &str, rest: &str) -> bool {
    let unread = |c: char| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}');
    let mark = |c: char| matches!(c, '.' | ',' | '，');
    before.trim_end_matches(mark).ends_with(unread) || rest.trim_start_matches(mark).starts_with(unread)
}

fn skip(bytes: &[u8], from: usize, of: impl Fn(&u8) -> bool) -> usize {
    from + bytes.get(from..).map_or(0, |b| b.iter().take_while(|b| of(b)).count()).max(1)
}

/// What stands behind a number, and how long it is; `None` when the number is no figure.
fn unit_of(value: Decimal, rest: &str, ordinal: bool) -> Option<(Kind<'_>, usize)> {
    let length = |after: &str| rest.len() - after.len();
    if let Ok((after, money_unit)) = unit(rest)
        && !(money_unit == Unit::Yuan && ["旦", "月", "素", "件", "宵"].iter().any(|w| after.starts_with(w)))
    {
        return Some((Kind::Money(Money { value, unit: money_unit }), length(after)));
    }
    if let Ok((after, sign)) = sign(rest) {
        return Some((Kind::Percent(Percent { value, sign }), length(after)));
    }
    if let Some(after) = rest.strip_prefix('年') {
        let whole = (value.scale() == 0).then_some(value.mantissa())?;
        let year = i32::try_from(whole).ok().filter(|y| (1949..2100).contains(y))?;
        return Some((Kind::Year(year), length(after)));
    }
    if ordinal
        || ["月", "日", "号", "时", "天", "岁", "级", "楼", "层", "届"].iter().any(|w| rest.starts_with(w))
    {
        return None;
    }
    if let Ok((after, (factor, classifier))) = scaled(rest) {
        let ulp = Decimal::new(1, value.scale()) * factor;
        return Some((Kind::Count(Count { value: value * factor, ulp, classifier }), length(after)));
    }
    if let Ok((after, unit)) = unit_bare(rest)
        && (after.is_empty() || AFTER_BARE.iter().any(|w| after.starts_with(w)))
    {
        return Some((Kind::Money(Money { value, unit }), length(after)));
    }
    Some((Kind::Bare(value), 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        figures(text)
            .into_iter()
            .filter(|f| !matches!(f.kind, Kind::Bare(_)))
            .map(|f| &text[f.range])
            .collect()
    }

    #[test]
    fn finds_figures_and_nothing_else() {
        for (text, want) in [
            ("2024年度支出1,234.50万元，占62.5%。", &["2024年", "1,234.50万元", "62.5%"][..]),
            ("第37条,财行〔2007〕179号,2025.1.1-2025.12.31", &[]),
            ("增长-5.2%,A-B-C科目1,202.95万元", &["-5.2%", "1,202.95万元"]),
            ("支持外贸370.00万,惠及3万人、建筑2.5万平方米", &["370.00万", "3万人", "2.5万平方米"]),
            ("(204类)司法(06款)(01项)", &[]),
            ("提高0.3个百分点,历时6个月", &["0.3个百分点"]),
            ("W060701单元,8月31日,共有车辆3辆", &["3辆"]),
            ("元旦2元旦", &[]),
            ("3，518.85万元", &["3，518.85万元"]),
            ("收入7.20万元,其中46\u{fffd}4.05万元,占95%;结转6.20万元", &["7.20万元", "6.20万元"]),
            ("\u{f0b7}2024年支出5.00万元", &["2024年", "5.00万元"]),
            ("占0.\u{fffd}5%。支出2\u{e038}1.50万元", &[]),
        ] {
            assert_eq!(texts(text), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn ranges_lie_in_the_text(text in "[-0-9,，.年月万亿元%个(（）)增长为占项 a第]{0,30}") {
            let mut last = 0;
            for figure in figures(&text) {
                prop_assert!(figure.range.start >= last.min(figure.range.start) && text.get(figure.range.clone()).is_some());
                last = figure.range.end;
            }
        }
    }
}

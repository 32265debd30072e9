//! Numbers of things with their classifiers: `25 个`, `3辆`, `24 人次`, `0台（套）`.

use nom::Parser;
use nom::character::complete::multispace0;
use nom::combinator::map;
use nom::sequence::preceded;
use rust_decimal::Decimal;

use crate::amount::figure;
use crate::error::{ParseError, Parsed, Wanted, whole};

/// Classifiers, longer ones before their beginnings. Times and places of a text (年, 月, 号, 条 of a law) are not
/// among them, nor 元.
const CLASSIFIERS: &[&str] = &[
    "台（套）",
    "台(套)",
    "台/套",
    "辆（台）",
    "辆(台)",
    "平方米",
    "平方公里",
    "公里",
    "个批次",
    "个团组",
    "人次",
    "批次",
    "团组",
    "公顷",
    "千瓦",
    "个",
    "辆",
    "台",
    "套",
    "家",
    "户",
    "批",
    "人",
    "名",
    "件",
    "项",
    "所",
    "处",
    "座",
    "栋",
    "幢",
    "份",
    "篇",
    "场",
    "间",
    "亩",
    "次",
    "册",
    "只",
    "艘",
    "架",
    "组",
    "支",
    "部",
    "张",
    "位",
    "吨",
    "米",
    "万平方米",
    "分",
    "条",
];

/// A number of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count<'a> {
    /// The number, 万 and 亿 before the classifier multiplied in.
    pub value: Decimal,
    /// How many of them one unit of the last printed digit is.
    pub ulp: Decimal,
    /// The classifier as printed, without white space.
    pub classifier: &'a str,
}

/// `classifier = "台(套)" | "平方米" | "人次" | "个" | "辆" | …`
pub fn classifier(input: &str) -> Parsed<'_, &str> {
    for word in CLASSIFIERS {
        if let Some(rest) = input.strip_prefix(word) {
            // 100件套, 5个百分点, 12分册, 3部门: the word goes on and is another.
            let longer = match *word {
                "个" => ["百分点", "月", "工作日", "小时"].iter().any(|w| rest.starts_with(w)),
                "分" => ["之", "册", "钟", "局", "管", "别"].iter().any(|w| rest.starts_with(w)),
                "部" => rest.starts_with('门') || rest.starts_with('分'),
                "项" | "条" => rest.starts_with(')') || rest.starts_with('）') || rest.starts_with('第'),
                _ => false,
            };
            if !longer {
                return Ok((rest, word));
            }
        }
    }
    Err(nom::Err::Error(Wanted { rest: input, wanted: "a classifier (个, 辆, 人次 …)" }))
}

/// `count = figure gap ("万" | "亿")? classifier`
pub fn count(input: &str) -> Parsed<'_, Count<'_>> {
    map((figure, preceded(multispace0, scaled)), |(value, (factor, classifier))| Count {
        value: value * factor,
        ulp: Decimal::new(1, value.scale()) * factor,
        classifier,
    })
    .parse(input)
}

/// `scaled = ("万" | "亿")? classifier`
pub(crate) fn scaled(input: &str) -> Parsed<'_, (Decimal, &str)> {
    let (rest, factor) = if let Some(rest) = input.strip_prefix('万') {
        (rest, Decimal::from(10_000))
    } else if let Some(rest) = input.strip_prefix('亿') {
        (rest, Decimal::from(100_000_000))
    } else {
        (input, Decimal::ONE)
    };
    map(classifier, |c| (factor, c)).parse(rest)
}

/// Reads a whole text as a number of things.
///
/// ```
/// let count = yusuan_parsers::count::parse("1.5 万人次").unwrap();
/// assert_eq!((count.value.to_string(), count.classifier), ("15000.0".to_owned(), "人次"));
/// ```
///
/// # Errors
/// When it is anything else.
pub fn parse(input: &str) -> Result<Count<'_>, ParseError> {
    whole(input, count, "a number of things")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_classifiers_from_longer_words() {
        for (text, want) in [
            ("25个", Some("个")),
            ("0台（套）", Some("台（套）")),
            ("24 人次", Some("人次")),
            ("3 批次", Some("批次")),
            ("0.3个百分点", None),
            ("6个月", None),
            ("5部门", None),
            ("2023年", None),
            ("100万元", None),
        ] {
            assert_eq!(count(text).ok().map(|(_, c)| c.classifier), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn round_trip(number in 0u32..1_000_000, index in 0usize..CLASSIFIERS.len()) {
            let text = format!("{number}{}", CLASSIFIERS[index]);
            let read = parse(&text);
            let value = |c: &Count<'_>| c.value * Decimal::ONE;
            if CLASSIFIERS[index].starts_with('万') {
                prop_assert_eq!(read.map(|c| value(&c)), Ok(Decimal::from(number) * Decimal::from(10_000)));
            } else {
                prop_assert_eq!(read.map(|c| (value(&c), c.classifier)), Ok((Decimal::from(number), CLASSIFIERS[index])));
            }
        }
    }
}

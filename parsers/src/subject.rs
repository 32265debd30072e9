//! Paths of budget subjects in their printed styles, over [compact](crate::compact) text:
//! `A(类)B(款)C(项)` · `"A(类)B(款)C(项)"` · `A-B-C` · `A(204类)B(06款)C(01项)` · `A(204)B(20406)` · `2010101 C`.

use std::ops::Range;

/// One level of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Where the name stands.
    pub name: Range<usize>,
    /// 1 类, 2 款, 3 项; 0 where the text does not say.
    pub depth: u8,
    /// The digits printed with it: of the whole code (`20406`) or of the level alone (`06`).
    pub digits: Option<Range<usize>>,
}

/// `path = (name "(" digits? ("类" | "款" | "项") ")")+`: the path that is marked with levels in `text`, and where it ends
pub fn marked(text: &str) -> Option<(Vec<Level>, usize)> {
    let mut levels: Vec<Level> = Vec::new();
    let mut begin = 0;
    let mut end = 0;
    for (open, _) in text.match_indices('(') {
        if open < begin {
            continue;
        }
        let Some(close) = text.get(open..).and_then(|t| t.find(')')).map(|i| open + i) else { break };
        let inner = text.get(open + 1..close).unwrap_or("");
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let word = inner.get(digits..).unwrap_or("");
        let depth = match word {
            "类" | "类级" | "类级科目" => 1,
            "款" | "款级" | "款级科目" => 2,
            "项" | "项级" | "项级科目" => 3,
            "" if matches!(digits, 3 | 5 | 7) => (digits as u8 - 1) / 2,
            "" if digits == 2 && levels.last().is_some_and(|l| l.depth > 0 && l.depth < 3) => {
                levels.last().map_or(0, |l| l.depth + 1)
            }
            _ => continue,
        };
        // A path goes down: a 类 after a 项 begins another.
        if levels.last().is_some_and(|l| l.depth >= depth) {
            levels.clear();
        }
        let name = trim(text, begin..open);
        if name.is_empty() {
            break;
        }
        let digits = (digits > 0).then(|| open + 1..open + 1 + digits);
        levels.push(Level { name, depth, digits });
        begin = close + 1;
        end = begin;
    }
    (!levels.is_empty()).then_some((levels, end))
}

/// `path = name ("-" name){1,2}`: the parts of a phrase parted by dashes
pub fn dashed(text: &str) -> Option<Vec<Level>> {
    let whole = trim(text, 0..text.len());
    let body = text.get(whole.clone())?;
    let body = body.strip_suffix("科目").unwrap_or(body);
    let body = body.get(..body.rfind('"').filter(|i| i + 1 == body.len()).unwrap_or(body.len()))?;
    let mut levels = Vec::new();
    let mut start = whole.start;
    for part in body.split(['-', '—', '>', '/', '→', '·']) {
        let range = trim(text, start..start + part.len());
        let length = text.get(range.clone())?.chars().count();
        if !(2..=40).contains(&length) || part.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        levels.push(Level { name: range, depth: levels.len() as u8 + 1, digits: None });
        start += part.len() + text.get(start + part.len()..)?.chars().next().map_or(0, char::len_utf8);
    }
    (2..=3).contains(&levels.len()).then_some(levels)
}

/// `coded = digits name`: a name with its code before it
pub fn coded(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let start = text.len() - text.trim_start_matches(['"', '(', ' ']).len();
    let digits = text.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(digits, 3 | 5 | 7) {
        return None;
    }
    let after = start + digits;
    let name = trim(text, after..text.len());
    (!name.is_empty()).then_some((start..after, name))
}

/// The range without what a list or a sentence puts before and after a name.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or("");
    let mut head = part;
    for word in ["主要用于", "其中"] {
        if let Some(at) = head.rfind(word) {
            head = head.get(at + word.len()..).unwrap_or(head);
        }
    }
    // 2023年度教育支出; but 青年 is a name's, and so is 国有土地使用权出让收入安排的支出.
    if let Some((at, _)) = head
        .match_indices('年')
        .rfind(|(i, _)| head.get(..*i).is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit())))
    {
        let after = head.get(at + '年'.len_utf8()..).unwrap_or("");
        head = after.strip_prefix('度').unwrap_or(after);
    }
    head = head.strip_prefix("安排").unwrap_or(head);
    let head = match head.strip_prefix('(').and_then(|h| h.split_once(')')) {
        Some((number, rest))
            if number.chars().count() <= 3
                && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)) =>
        {
            rest
        }
        _ => head,
    };
    let head = head.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '"' | '.' | '、' | '，' | ',' | ':' | ' ' | ')' | '-' | '\'' | '‘')
    });
    let head = head.trim_end_matches(['"', ' ', '\'', '’']);
    let start = (head.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + head.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compact::Compact;
    use proptest::prelude::*;

    #[test]
    fn reads_the_printed_styles() {
        for (source, want) in [
            ("1、教育支出（类）普通教育（款）小学教育（项）", "1教育支出 2普通教育 3小学教育"),
            ("“农林水支出(类)水利(款)防汛(项)”", "1农林水支出 2水利 3防汛"),
            ("2022年度“教育支出”（类）", "1教育支出"),
            ("公共安全支出（204类）公安（02款）治安管理（04项）", "1公共安全支出204 2公安02 3治安管理04"),
            (
                "卫生健康支出（210）公共卫生（04）疾病预防控制机构（01）",
                "1卫生健康支出210 2公共卫生04 3疾病预防控制机构01",
            ),
            (
                "国有土地使用权出让收入安排的支出（款）其他青年事务（项）",
                "2国有土地使用权出让收入安排的支出 3其他青年事务",
            ),
            ("(12)教育支出（类）普通教育（款）", "1教育支出 2普通教育"),
            ("政府办公厅（室）及相关机构事务（款）行政运行（项）", "2政府办公厅(室)及相关机构事务 3行政运行"),
        ] {
            let text = Compact::new(source).text;
            let got = marked(&text).map(|(levels, _)| {
                levels
                    .into_iter()
                    .map(|l| format!("{}{}{}", l.depth, &text[l.name], l.digits.map_or("", |d| &text[d])))
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            assert_eq!(got.as_deref(), Some(want), "{source}");
        }
        assert_eq!(marked("因公出国(境)费"), None);
        let text = "\"教育支出-普通教育-小学教育\"科目";
        let parts: Vec<&str> = dashed(text).unwrap().into_iter().map(|l| &text[l.name]).collect();
        assert_eq!(parts, ["教育支出", "普通教育", "小学教育"]);
        assert_eq!(coded("2050202小学教育"), Some((0..7, 7..19)));
    }

    proptest! {
        #[test]
        fn never_panics(source in "[-0-9（）()类款项教育支出“”年用于、—/ ]{0,40}") {
            let text = Compact::new(&source).text;
            let _ = (marked(&text), dashed(&text), coded(&text));
        }
    }

    /// Names, and digits where the style prints them, of each level of a path.
    fn print(style: usize, names: &[String], digits: &[String]) -> String {
        let marks = ["类", "款", "项"];
        let level = |(i, name): (usize, &String)| match style {
            0 => format!("{name}（{}）", marks[i]),
            1 => format!("{name}({})", marks[i]),
            _ => format!("{name}（{}{}）", digits[i], marks[i]),
        };
        match style {
            3 => names.join("-"),
            _ => names.iter().enumerate().map(level).collect(),
        }
    }

    proptest! {
        #[test]
        fn round_trip(
            names in proptest::collection::vec("[教育卫生医疗事务支出]{2,9}", 2..=3),
            class in "2[0-9]{2}",
            below in proptest::collection::vec("[0-9]{2}", 2),
            style in 0_usize..4,
            quoted in any::<bool>(),
        ) {
            let digits = [class, below[0].clone(), below[1].clone()];
            let path = print(style, &names, &digits);
            let source = if quoted { format!("“{path}”") } else { path };
            let text = Compact::new(&source).text;
            let levels = if style == 3 { dashed(&text) } else { marked(&text).map(|(levels, _)| levels) };
            let levels = levels.unwrap_or_default();
            let got: Vec<&str> = levels.iter().map(|l| &text[l.name.clone()]).collect();
            prop_assert_eq!(got, names.iter().map(String::as_str).collect::<Vec<_>>());
            for (index, level) in levels.iter().enumerate() {
                prop_assert_eq!(usize::from(level.depth), index + 1);
                let printed = level.digits.clone().map(|d| &text[d]);
                prop_assert_eq!(printed, (style == 2).then_some(digits[index].as_str()));
            }
        }
    }
}

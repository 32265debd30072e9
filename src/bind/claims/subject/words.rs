//! Words around a subject that do not belong to its name, and how a phrase loses them.

/// Words behind a subject that only say which figure of it is meant.
pub(super) const AFTER: &[&str] = &[
    "年初预算数",
    "全年预算数",
    "预算执行数",
    "当年预算",
    "年初预算",
    "全年预算",
    "调整预算数",
    "调整预算",
    "执行数",
    "预算数",
    "决算数",
    "预算总额",
    "支出决算",
    "支出预算",
    "预算安排",
    "预算合计",
    "决算合计",
    "预算",
    "决算",
    "安排",
    "总额",
    "金额",
    "资金",
    "支出",
    "合计",
    "总计",
    "科目",
    "数",
    "共计",
    "共",
    "总",
    "的",
    "分别",
    "各",
    "均",
    "已",
    "拟",
    "实际",
    "当年",
    "主要",
];

/// Words before a subject that do not belong to it.
pub(super) const BEFORE: &[&str] = &[
    "截至",
    "当年",
    "全年",
    "年初",
    "本年度",
    "本部门",
    "本单位",
    "我单位",
    "我部门",
    "我局",
    "全区",
    "全市",
    "区级",
    "市级",
    "部门",
    "单位",
    "使用",
    "安排",
    "核定",
    "下达",
    "批复",
    "按",
    "由",
    "含",
    "通过",
    "财政安排的",
    "实际",
    "拟",
    "预计",
    "用于",
    "度",
    "共",
    "及",
    "和",
    "本年",
    "在",
    "主要是",
    "即",
];

/// Whether an owner's name may end with a character: what follows may be the subject.
pub(super) fn ends_owner(c: char) -> bool {
    matches!(
        c,
        '局' | '委'
            | '会'
            | '室'
            | '部'
            | '处'
            | '心'
            | '院'
            | '办'
            | '站'
            | '队'
            | '所'
            | '校'
            | '园'
            | '馆'
            | '司'
            | '团'
            | '庭'
            | '厅'
            | '社'
            | '台'
            | '道'
            | '镇'
            | '乡'
            | '位'
            | '门'
            | '关'
            | '级'
            | ')'
            | '）'
            | '区'
            | '县'
            | '市'
            | '年'
            | '度'
            | '的'
            | '，'
            | '学'
            | '联'
    )
}

/// Phrases that name only which figure is meant.
pub(super) const GENERIC: &[&str] =
    &["支出", "预算", "决算", "收支", "其中", "比", "科目", "年", "度", "", "元", "分", "实现", "完成"];

/// What the words of [`BEFORE`] begin with: most phrases begin with something else.
const BEGINS: &str = "截当全年本我区市部单使安核下批按由含通财实拟预用度共及和在主即";

/// A phrase without one word of [`BEFORE`].
pub(super) fn without_front_word(text: &str) -> Option<&str> {
    text.chars().next().filter(|c| BEGINS.contains(*c))?;
    BEFORE.iter().find_map(|w| text.strip_prefix(w))
}

/// What the words of [`AFTER`] end with.
const ENDS: &str = "数算行排额金出计目共总的别各均已拟际年要";

/// A phrase without one word of [`AFTER`] behind it.
pub(super) fn without_word_behind(text: &str) -> Option<&str> {
    strip_behind(text, |_| true)
}

/// A phrase without one of those words of [`AFTER`] behind it that `may` go.
fn strip_behind(text: &str, may: impl Fn(&str) -> bool) -> Option<&str> {
    text.chars().next_back().filter(|c| ENDS.contains(*c))?;
    AFTER.iter().find_map(|w| text.strip_suffix(w).filter(|_| may(w)))
}

/// Without numbering, quotation marks and a year at the beginning.
pub(super) fn strip_front(phrase: &str) -> &str {
    let mut text = phrase;
    // What an earlier item's text may have left: the last year names the figure.
    if let Some((at, _)) = text.match_indices('年').rfind(|(i, _)| text.get(..*i).is_some_and(ends_with_year))
    {
        let after = text.get(at + '年'.len_utf8()..).unwrap_or("");
        text = after.strip_prefix('度').unwrap_or(after);
    }
    loop {
        let before = text;
        text = text.trim_start_matches(['"', '.', '、', '，', ',', ':', ' ', '-', '\'']);
        if let Some(close) = text.strip_prefix('(').and_then(|t| t.find(')'))
            && text.get(1..=close).is_some_and(|n| n.chars().count() <= 3 && n.chars().all(numbering))
        {
            text = text.get(close + 2..).unwrap_or("");
        }
        let digits = text.len() - text.trim_start_matches(numbering).len();
        if digits > 0
            && digits <= 9
            && text.get(digits..).is_some_and(|t| t.starts_with(['、', '.', '．', '"']))
        {
            text = text.get(digits..).unwrap_or("");
        }
        if text == before {
            return text;
        }
    }
}

/// The last characters of a phrase: no known phrase is longer.
pub(super) fn tail(text: &str) -> &str {
    let from = text.char_indices().rev().nth(47).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or(text)
}

/// Without `2023年` and `2023年度`.
pub(super) fn without_years(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('年') {
        let (before, after) = rest.split_at(at);
        let year = before.bytes().rev().take_while(u8::is_ascii_digit).count() == 4;
        out.push_str(if year { before.get(..before.len() - 4).unwrap_or("") } else { before });
        if !year {
            out.push('年');
        }
        let after = after.strip_prefix('年').unwrap_or(after);
        rest = if year { after.strip_prefix('度').unwrap_or(after) } else { after };
    }
    out.push_str(rest);
    out
}

pub(super) fn numbering(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

pub(super) fn ends_with_year(text: &str) -> bool {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 4 || text.chars().rev().take(4).filter(|c| "〇○零一二三四五六七八九".contains(*c)).count() == 4
}

/// A name without the words before and behind it that do not belong to it.
pub(super) fn clean(folded: &str) -> &str {
    let mut text = folded;
    loop {
        let before = text;
        if let Some(shorter) = without_front_word(text) {
            text = shorter;
        }
        // 支出 is part of the names of subjects, 预算数 is not.
        if let Some(shorter) = strip_behind(text, |w| !["支出", "资金", "数"].contains(&w)) {
            text = shorter;
        }
        if text == before {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_met() {
        for word in BEFORE {
            assert_eq!(without_front_word(word), Some(""), "{word}");
        }
        for word in AFTER {
            assert!(without_word_behind(word).is_some(), "{word}");
        }
        assert_eq!([without_front_word("教育支出"), without_word_behind("教育")], [None, None]);
    }
}

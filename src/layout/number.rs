//! Section and list numbers at the beginning of a line.

/// The rank of a section number, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// 第一部分, 第二章.
    Part,
    /// 一、
    Han,
    /// （一）
    HanBracket,
    /// 1. 1、
    Arabic,
    /// (1) 1)
    ArabicBracket,
    /// ①
    Circled,
}

fn is_han_digit(c: char) -> bool {
    matches!(c, '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// Length in bytes of the longest prefix of at most `most` characters that satisfy `is`.
fn prefix(text: &str, most: usize, is: fn(char) -> bool) -> usize {
    text.char_indices()
        .take(most)
        .take_while(|(_, c)| is(*c))
        .map(|(at, c)| at + c.len_utf8())
        .last()
        .unwrap_or(0)
}

/// The section number at the beginning of `text` and its length in bytes.
///
/// `number = "第" 数 ("部分" | "章" | "节" | "篇") | 数 ("、" | "．" | ".") | "（" 数 "）" | digits ("、" | ".") | "（" digits "）" | ①`
pub fn leading(text: &str) -> Option<(Rank, usize)> {
    let first = text.chars().next()?;
    let after = |n: usize| text.get(n..).unwrap_or("");
    if let Some(rest) = text.strip_prefix('第') {
        let n = prefix(rest, 4, is_han_digit).max(prefix(rest, 3, is_digit));
        let unit = ["部分", "章", "节", "篇"]
            .into_iter()
            .find(|u| rest.get(n..).is_some_and(|r| r.starts_with(u)))?;
        return (n > 0).then_some((Rank::Part, '第'.len_utf8() + n + unit.len()));
    }
    if matches!(first, '（' | '(') {
        let inner = after(first.len_utf8());
        let (rank, n) = match (prefix(inner, 4, is_han_digit), prefix(inner, 3, is_digit)) {
            (n @ 1.., _) => (Rank::HanBracket, n),
            (_, n @ 1..) => (Rank::ArabicBracket, n),
            _ => return None,
        };
        let close = inner.get(n..)?.chars().next().filter(|c| matches!(c, '）' | ')'))?;
        return Some((rank, first.len_utf8() + n + close.len_utf8()));
    }
    if matches!(first, '①'..='⑳') {
        return Some((Rank::Circled, first.len_utf8()));
    }
    let n = prefix(text, 4, is_han_digit);
    if n > 0 {
        let mark = after(n).chars().next().filter(|c| matches!(c, '、' | '．' | '.' | '，'))?;
        return Some((Rank::Han, n + mark.len_utf8()));
    }
    let n = prefix(text, 2, is_digit);
    if n > 0 {
        let mut rest = after(n).chars();
        return match rest.next()? {
            '）' => Some((Rank::ArabicBracket, n + '）'.len_utf8())),
            ')' => Some((Rank::ArabicBracket, n + 1)),
            '、' => Some((Rank::Arabic, n + '、'.len_utf8())),
            mark @ ('.' | '．') if !rest.next().is_some_and(|c| is_digit(c) || c == '%') => {
                Some((Rank::Arabic, n + mark.len_utf8()))
            }
            _ => None,
        };
    }
    None
}

/// Whether the text is a section number and nothing else.
pub fn is_bare(text: &str) -> bool {
    text.len() <= 24 && leading(text).is_some_and(|(_, n)| n == text.trim_end().len())
}

/// Whether the number at a line's beginning goes on with those inside the text before it: …：1、上半年…；2、下半年….
pub fn goes_on(before: &str, next: &str) -> bool {
    let digits = next.chars().take_while(char::is_ascii_digit).count();
    let Some((number, rest)) = next.split_at_checked(digits) else { return false };
    let (Ok(number), Some(mark)) = (number.parse::<u32>(), rest.chars().next()) else { return false };
    let Some(last) = number.checked_sub(1).filter(|&n| n > 0) else { return false };
    let inner = format!("{last}{mark}");
    before
        .match_indices(&inner)
        .any(|(at, _)| before.get(..at).is_some_and(|b| b.ends_with(['：', '；', '。', '，', ':', ';', ','])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_numbers() {
        let cases = [
            ("第一部分 概况", Some(Rank::Part)),
            ("第二章 总则", Some(Rank::Part)),
            ("第三产业增加值", None),
            ("一、单位基本情况", Some(Rank::Han)),
            ("十一、其他", Some(Rank::Han)),
            ("一般公共服务支出", None),
            ("（一）收支", Some(Rank::HanBracket)),
            ("(十) 其他", Some(Rank::HanBracket)),
            ("（一类）", None),
            ("1. 概况", Some(Rank::Arabic)),
            ("1.23万元", None),
            ("2.5%", None),
            ("10、承担", Some(Rank::Arabic)),
            ("2023年度", None),
            ("(1) 一般公共服务支出", Some(Rank::ArabicBracket)),
            ("①甲", Some(Rank::Circled)),
            ("", None),
        ];
        for (text, rank) in cases {
            assert_eq!(leading(text).map(|(r, _)| r), rank, "{text}");
        }
        assert!(
            is_bare("第一部分") && is_bare("一、") && is_bare("1.") && !is_bare("一、概况") && !is_bare("12")
        );
    }

    #[test]
    fn counting_inside_a_sentence_goes_on() {
        assert!(goes_on("全年任务：1、上半年完成方案论证；", "2、下半年验收。"));
        assert!(goes_on("包括：1.培训；2.宣传；", "3.评估。"));
        assert!(!goes_on("1、公园养护。", "2、绿化管理。"), "a list: each item begins its line");
        assert!(!goes_on("支出11、12万元；", "2、项目支出"));
        assert!(!goes_on("全年任务：1、论证；", "3、验收"));
        assert!(!goes_on("全年任务", "2025年"));
    }
}

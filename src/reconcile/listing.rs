//! Numbered lists in the narrative: `1.甲 2.乙`, `（一）甲` in lines of their own.

/// Most items that are read.
const MOST: usize = 400;

/// The items of the list that begins with `text`, each to the end of its line or to the next number; empty where the
/// text begins no list.
pub fn items(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut items = Vec::new();
    while let Some((item, style)) = behind(rest, items.len() + 1).filter(|_| items.len() < MOST) {
        let line = item.lines().next().unwrap_or("");
        let next = |(at, c): (usize, char)| {
            if !matches!(c, ' ' | '；' | ';' | '。' | '，' | ',' | '、') {
                return None;
            }
            let at = at + c.len_utf8();
            let other = behind(line.get(at..)?, items.len() + 2).is_some_and(|(_, s)| s == style);
            other.then_some(at)
        };
        let end = line.char_indices().find_map(next).unwrap_or(line.len());
        items.push(line.get(..end).unwrap_or(line).trim());
        rest = onward(item.get(end..).unwrap_or("").trim_start(), items.len() + 1, style);
        if behind(rest, items.len() + 1).is_none_or(|(_, s)| s != style) {
            break;
        }
    }
    items
}

/// Lines that may stand between two items: more about one, what a page's head left in the text.
const BETWEEN: usize = 200;

/// The text from its next item on, unless another list begins before; else as it is.
fn onward(text: &str, n: usize, style: Style) -> &str {
    let mut rest = text;
    for _ in 0..=BETWEEN {
        if behind(rest, n).is_some_and(|(_, s)| s == style) {
            return rest;
        }
        let Some((line, below)) = rest.split_once('\n') else { break };
        if behind(line, 1).is_some_and(|(_, s)| s == style) {
            break;
        }
        rest = below.trim_start();
    }
    text
}

/// How items are numbered: in brackets, and in Chinese.
type Style = (bool, bool);

/// What stands behind the number `n` of an item: `2.`, `2、`, `（2）`, `二、`, `（二）`.
fn behind(text: &str, n: usize) -> Option<(&str, Style)> {
    let inner = text.strip_prefix(['（', '(']);
    let text = inner.unwrap_or(text);
    let arabic = text.starts_with(|c: char| c.is_ascii_digit());
    let rest = if arabic {
        text.strip_prefix(n.to_string().as_str())?
    } else if text.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']) {
        text.strip_prefix(chinese(n)?.as_str())?
    } else {
        return None;
    };
    let ends: &[char] = if inner.is_some() { &['）', ')'] } else { &['.', '．', '、', '）', ')'] };
    let rest = rest.strip_prefix(ends)?;
    (!rest.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| (rest.trim_start_matches([' ', '、']), (inner.is_some(), !arabic)))
}

/// A number up to 99 in Chinese.
fn chinese(n: usize) -> Option<String> {
    let digit = |d: usize| "零一二三四五六七八九".chars().nth(d);
    let mut out = String::new();
    match n / 10 {
        0 => {}
        1 => out.push('十'),
        tens @ 2..=9 => out.extend([digit(tens)?, '十']),
        _ => return None,
    }
    if !n.is_multiple_of(10) {
        out.push(digit(n % 10)?);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_in_lines_and_in_one() {
        assert_eq!(items("1. 甲局；2. 乙中心；3. 丙中心。"), ["甲局；", "乙中心；", "丙中心。"]);
        assert_eq!(
            items("（一）办公室。负责文秘。\n（二）财务科。\n其他说明。"),
            ["办公室。负责文秘。", "财务科。"]
        );
        assert_eq!(items("1.甲局\n第3页\n2.乙中心\n说明\n3.丙中心").len(), 3);
        assert_eq!(items("（一）办公室\n2.负责\n（一）甲\n（二）乙").len(), 1);
        assert_eq!(items("1.5万元").len() + items("办公室").len() + items("2.乙").len(), 0);
        assert_eq!(
            [chinese(9), chinese(10), chinese(21)],
            ["九", "十", "二十一"].map(|n| Some(n.to_owned()))
        );
    }
}

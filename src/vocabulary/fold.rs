//! How names are compared: white space and quotation marks do not count, full-width forms are half-width.

use std::borrow::Cow;

/// Whether a character stands for itself in every form: most of what is printed.
fn plain(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '、' | '。' | '0'..='9' | 'A'..='Z' | 'a'..='z' | '(' | ')' | ',' | '.' | '-' | ':' | '%')
}

/// White space, also such as has no width.
fn gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// What a character counts as; `None` when it does not count.
fn folded_char(c: char) -> Option<char> {
    match c {
        c if plain(c) => Some(c),
        '“' | '”' | '"' | '＂' | '‘' | '’' | '「' | '」' | '『' | '』' | '\'' | '*' | '\u{200b}'
        | '\u{feff}' | '\u{ad}' => None,
        c if c.is_whitespace() => None,
        '〔' | '【' | '［' => Some('('),
        '〕' | '】' | '］' => Some(')'),
        '﹑' => Some('、'),
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0),
        '—' | '–' | '−' | '─' => Some('-'),
        c => Some(c),
    }
}

/// The characters of `text` that count.
pub fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(folded_char)
}

/// `text` in the form that names are compared in.
pub fn fold(text: &str) -> String {
    folding(text).into_owned()
}

/// `text` in the form that names are compared in; borrowed where it is so already.
pub fn folding(text: &str) -> Cow<'_, str> {
    changed(text, plain, folded_char)
}

/// `text` with every character that `stays` does not pass put through `change`; borrowed where all pass.
fn changed(text: &str, stays: impl Fn(char) -> bool, change: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    let Some(first) = text.find(|c| !stays(c)) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < first) {
        if !stays(c) {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.extend(change(c));
            done = at + c.len_utf8();
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// FNV-1a over the folded characters: equal names have equal hashes, without building the folded text.
pub fn hash(text: &str) -> u64 {
    folded(text).fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(c as u32)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether two names are the same name.
pub fn same(a: &str, b: &str) -> bool {
    a == b || folded(a).eq(folded(b))
}

/// `text` without white space, otherwise as printed: what the contract calls the text of a cell.
pub fn bare(text: &str) -> String {
    changed(text, |c| plain(c) || !gap(c), |_| None).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_one_name() {
        assert!(same("维修（护）费", "维修 (护) 费"));
        assert!(same("“三公”经费", "三公经费"));
        assert_eq!(hash("因公出国（境）费用"), hash("因公出国(境)费用"));
        assert!(!same("行政运行", "行政运行费"));
        assert_eq!(bare(" 国有资本 经营预算 "), "国有资本经营预算");
        assert!(matches!(folding("一般公共预算"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn folding_is_the_folded_characters(text in "[“”一预算（）() 　：:*—０-９a-z\u{200b}]{0,24}") {
            prop_assert_eq!(fold(&text), folded(&text).collect::<String>());
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            let gap = |c: &char| !c.is_whitespace() && *c != '\u{200b}';
            prop_assert_eq!(bare(&text), text.chars().filter(gap).collect::<String>());
        }
    }
}

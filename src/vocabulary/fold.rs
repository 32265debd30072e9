//! How names are compared: white space and quotation marks do not count, full-width forms are half-width.

/// The characters of `text` that count.
pub fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(|c| match c {
        '“' | '”' | '"' | '＂' | '‘' | '’' | '「' | '」' | '『' | '』' | '\'' | '*' | '\u{200b}'
        | '\u{feff}' | '\u{ad}' => None,
        c if c.is_whitespace() => None,
        '〔' | '【' | '［' => Some('('),
        '〕' | '】' | '］' => Some(')'),
        '、' | '﹑' => Some('、'),
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0),
        '—' | '–' | '−' | '─' => Some('-'),
        c => Some(c),
    })
}

/// `text` in the form that names are compared in.
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

/// FNV-1a over the folded characters: equal names have equal hashes, without building the folded text.
pub fn hash(text: &str) -> u64 {
    folded(text).fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(c as u32)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether two names are the same name.
pub fn same(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

/// `text` without white space, otherwise as printed: what the contract calls the text of a cell.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name() {
        assert!(same("维修（护）费", "维修 (护) 费"));
        assert!(same("“三公”经费", "三公经费"));
        assert_eq!(hash("因公出国（境）费用"), hash("因公出国(境)费用"));
        assert!(!same("行政运行", "行政运行费"));
        assert_eq!(bare(" 国有资本 经营预算 "), "国有资本经营预算");
    }
}

//! Page numbers: the lines that a page prints about itself.

/// What a line that is nothing but a page number says: the number, and whether its dress (— 3 —, 第 3 页) shows
/// that it is one.
pub fn number(text: &str) -> Option<(u32, bool)> {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    if text.chars().count() > 24 || !text.contains(digit) {
        return None;
    }
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let value = |s: &str| -> Option<u32> {
        let plain: String = s
            .chars()
            .map(|c| {
                if ('０'..='９').contains(&c) {
                    char::from(b'0' + (c as u32 - '０' as u32) as u8)
                } else {
                    c
                }
            })
            .collect();
        (!plain.is_empty() && plain.len() <= 4 && plain.bytes().all(|b| b.is_ascii_digit()))
            .then(|| plain.parse().ok())?
    };
    if let Some(n) = value(&compact) {
        return Some((n, false));
    }
    // 第3页 · 第3页共9页 · 第3页，共9页 · 第3/9页
    if let Some(rest) = compact.strip_prefix('第') {
        let (n, rest) = rest.split_once(['页', '/'])?;
        let tail = rest.trim_start_matches(['，', ',', '/', '（', '(', '、', ';', '；']);
        let total = tail.strip_prefix('共').unwrap_or(tail).trim_end_matches(['页', '）', ')']);
        return value(n).filter(|_| total.is_empty() || value(total).is_some()).map(|n| (n, true));
    }
    let lower = compact.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("page").or_else(|| lower.strip_prefix("p.")) {
        let (n, total) = rest.split_once("of").or_else(|| rest.split_once('/')).unwrap_or((rest, "1"));
        return value(n).filter(|_| value(total).is_some()).map(|n| (n, true));
    }
    if let Some((n, total)) = compact.split_once('/') {
        return value(n).zip(value(total)).filter(|(n, total)| n <= total).map(|(n, _)| (n, true));
    }
    let dash =
        |c: char| matches!(c, '-' | '—' | '–' | '－' | '―' | '·' | '•' | '~' | '～' | '─' | '_' | '﹣' | '−');
    let bare = compact.trim_start_matches(dash).trim_end_matches(dash);
    if compact.starts_with(dash) && compact.ends_with(dash) {
        return value(bare).map(|n| (n, true));
    }
    if compact.starts_with(['(', '（', '[', '【']) || compact.ends_with('页') {
        return None;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers() {
        let cases = [
            ("3", Some((3, false))),
            ("— 3 —", Some((3, true))),
            ("-12-", Some((12, true))),
            ("第 3 页", Some((3, true))),
            ("第 3 页 共 12 页", Some((3, true))),
            ("第3页，共12页", Some((3, true))),
            ("3 / 12", Some((3, true))),
            ("Page 3 of 12", Some((3, true))),
            ("５", Some((5, false))),
            ("第一部分", None),
            ("12,300.00", None),
            ("2023年", None),
            ("合计", None),
            ("-", None),
        ];
        for (text, want) in cases {
            assert_eq!(number(text), want, "{text}");
        }
    }
}

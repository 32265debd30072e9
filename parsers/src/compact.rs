//! A sentence without its white space, so that no parser after it has to think of it: justified text has gaps
//! between any two characters (`政 府 采 购`), and a line's end may part a number from its unit.

use std::ops::Range;

use crate::is_han;

/// Text without white space, forms of punctuation folded, that knows where each character stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compact {
    /// The text. Full-width digits, brackets, colons, semicolons and percent signs are half-width; a gap between
    /// two digits stays as one space, since two numbers may stand side by side.
    pub text: String,
    /// For each byte of `text`, where its character stood in the source, and one more entry for the end.
    starts: Vec<u32>,
    /// For each byte of `text`, where its character ended.
    ends: Vec<u32>,
}

impl Compact {
    /// Folds `source`.
    pub fn new(source: &str) -> Self {
        let mut this = Self {
            text: String::with_capacity(source.len()),
            starts: Vec::with_capacity(source.len()),
            ends: Vec::with_capacity(source.len()),
        };
        let mut gap = false;
        let mut last = None;
        for (at, c) in source.char_indices() {
            if is_han(c) {
                // Most of what is printed stands for itself, in three bytes.
                gap = false;
                last = Some(c);
                this.text.push(c);
                this.starts.extend([at as u32; 3]);
                this.ends.extend([at as u32 + 3; 3]);
                continue;
            }
            if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '*') {
                gap = true;
                continue;
            }
            let folded = fold(c);
            if gap && folded.is_ascii_digit() && last.is_some_and(|l: char| l.is_ascii_digit()) {
                this.push(' ', at, at);
            }
            gap = false;
            last = Some(folded);
            this.push(folded, at, at + c.len_utf8());
        }
        this
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.starts.push(start as u32);
            self.ends.push(end as u32);
        }
    }

    /// The range of the source that a range of `text` was made of.
    pub fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let at = |list: &[u32], i: usize| list.get(i).copied().unwrap_or(0) as usize;
        if range.is_empty() {
            let start = at(&self.starts, range.start);
            return start..start;
        }
        at(&self.starts, range.start)..at(&self.ends, range.end - 1)
    }
}

/// One form for each sign.
pub fn fold(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        '（' | '〔' | '﹙' => '(',
        '）' | '〕' | '﹚' => ')',
        '：' | '∶' | '﹕' => ':',
        '；' => ';',
        '％' | '﹪' => '%',
        '．' => '.',
        '－' | '−' | '–' | '﹣' => '-',
        '“' | '”' | '＂' | '"' | '「' | '」' | '『' | '』' | '〝' | '〞' => '"',
        '？' => '?',
        '！' => '!',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_lead_back() {
        let source = "政 府 采 购（货 物）３,\n456 . 70 万 元";
        let c = Compact::new(source);
        assert_eq!(c.text, "政府采购(货物)3,456.70万元");
        let at = c.text.find("3,456").unwrap();
        assert_eq!(&source[c.origin(&(at..c.text.len()))], "３,\n456 . 70 万 元");
        assert_eq!(Compact::new("2024 35.5").text, "2024 35.5");
    }

    proptest! {
        #[test]
        fn every_range_lies_on_characters(source in "\\PC{0,40}", a in 0usize..40, b in 0usize..40) {
            let c = Compact::new(&source);
            let cut = |n: usize| (0..=n.min(c.text.len())).rev().find(|i| c.text.is_char_boundary(*i)).unwrap();
            let (a, b) = (cut(a.min(b)), cut(a.max(b)));
            prop_assert!(source.get(c.origin(&(a..b))).is_some());
        }
    }
}

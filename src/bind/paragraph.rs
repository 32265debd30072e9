//! A paragraph of the narrative, joined over page breaks, that still knows which bytes it was made of.

use std::ops::Range;

use crate::model::{BBox, PlaceMap};

/// One paragraph as the claims are read from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Index of its section.
    pub section: usize,
    /// Its text: Markdown's emphasis marks removed, halves that a page break had parted joined.
    pub text: String,
    /// Where its parts come from: offset in `text`, offset in the interchange text; sorted, first at 0.
    pub pieces: Vec<(usize, usize)>,
}

impl Paragraph {
    /// Appends a part of the source.
    pub fn push(&mut self, source: &str, start: usize) {
        let mut rest = source;
        let mut at = start;
        while let Some(mark) = rest.find("**") {
            self.piece(&rest[..mark], at);
            at += mark + 2;
            rest = &rest[mark + 2..];
        }
        self.piece(rest, at);
    }

    fn piece(&mut self, part: &str, start: usize) {
        if !part.is_empty() {
            self.pieces.push((self.text.len(), start));
            self.text.push_str(part);
        }
    }

    /// The bytes of the interchange text that a range of `text` was made of: the part up to the next join.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        let after = self.pieces.partition_point(|(at, _)| *at <= range.start);
        let Some((at, start)) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0..0 };
        let end = self.pieces.get(after).map_or(self.text.len(), |(next, _)| *next).min(range.end);
        let from = start + (range.start - at);
        from..from + end.saturating_sub(range.start)
    }

    /// Page and box of a range of `text`.
    pub fn locate(&self, places: &PlaceMap, range: &Range<usize>) -> Option<(u32, BBox)> {
        places.locate(&self.source(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back_to_the_source() {
        let source = "**1. 接待费：**安排6.00万元，预\n\n算为0元。";
        let cut = source.find('\n').unwrap();
        let mut p = Paragraph::default();
        p.push(&source[..cut], 0);
        p.push(&source[cut + 2..], cut + 2);
        assert_eq!(p.text, "1. 接待费：安排6.00万元，预算为0元。");
        for word in ["接待费", "6.00万元", "0元"] {
            let at = p.text.find(word).unwrap();
            assert_eq!(&source[p.source(&(at..at + word.len()))], word);
        }
    }
}

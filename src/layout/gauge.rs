//! Whether the characters of the text layer are the printed ones.
//!
//! A font whose ToUnicode is stripped gives private-use or replacement characters; one whose ToUnicode is damaged
//! gives a part of them and stray Latin; one whose ToUnicode is shuffled gives plausible Han characters in an
//! order that no language has, beside right figures. The last is told by pairs of characters: in Chinese of any
//! kind one pair in five or so is one of a few hundred common words; in shuffled text none is.

use std::sync::LazyLock;

use crate::error::{Error, ErrorCode};
use crate::model::{Diagnostic, Glyph, Severity};

use super::ranges;

/// Common two-character words, of disclosures and of prose at large.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words([0; SLOTS]);
    for w in include_str!("words.txt").split_whitespace() {
        let mut c = w.chars();
        if let (Some(a), Some(b)) = (c.next(), c.next()) {
            words.add(pair(a, b));
        }
    }
    words
});

/// Slots of the table of words: several times their number.
const SLOTS: usize = 4096;

/// A set of pairs, each in the first free slot from its own on; every pair of a document is asked for.
struct Words([u64; SLOTS]);

impl Words {
    fn slot(pair: u64) -> usize {
        (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52) as usize
    }

    fn add(&mut self, pair: u64) {
        let mut at = Self::slot(pair);
        while self.0[at] != 0 && self.0[at] != pair {
            at = (at + 1) % SLOTS;
        }
        self.0[at] = pair;
    }

    fn has(&self, pair: u64) -> bool {
        let mut at = Self::slot(pair);
        while self.0[at] != 0 && self.0[at] != pair {
            at = (at + 1) % SLOTS;
        }
        self.0[at] == pair
    }
}

fn pair(a: char, b: char) -> u64 {
    u64::from(u32::from(a)) << 32 | u64::from(u32::from(b))
}

/// Fewer pairs than this say nothing.
const FEW_PAIRS: u32 = 80;
/// Shuffled text has no common word in a hundred pairs; sound Chinese of any kind has more than ten.
const COMMON: f32 = 0.03;
/// Share of characters that are none from which a page is not to be trusted.
const JUNK: f32 = 0.03;

/// What was counted of one font or page.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    glyphs: u32,
    han: u32,
    kana: u32,
    junk: u32,
    /// Of `junk`, characters that somebody made for himself.
    private: u32,
    accented: u32,
    pairs: u32,
    common: u32,
}

impl Counts {
    fn add(&mut self, o: &Self) {
        self.glyphs += o.glyphs;
        self.han += o.han;
        self.kana += o.kana;
        self.junk += o.junk;
        self.private += o.private;
        self.accented += o.accented;
        self.pairs += o.pairs;
        self.common += o.common;
    }

    fn shuffled(&self) -> bool {
        self.pairs >= FEW_PAIRS
            && (self.common as f32) < COMMON * self.pairs as f32
            && self.kana * 20 < self.glyphs
    }

    /// Characters that are none, and accented letters where they have no business: among Han characters, or as
    /// most of the text (GBK bytes read as Latin-1).
    fn junk(&self) -> u32 {
        let stray = self.han * 5 > self.glyphs || self.accented * 4 > self.glyphs;
        self.junk + if stray { self.accented } else { 0 }
    }

    fn littered(&self) -> bool {
        let junk = self.junk();
        junk >= 5 && junk as f32 > JUNK * self.glyphs as f32
    }
}

/// One page's counts, by font.
#[derive(Debug, Clone)]
struct PageCounts {
    number: u32,
    fonts: Vec<(u16, Counts)>,
}

/// Counts page by page and judges at the end.
#[derive(Debug, Clone, Default)]
pub struct Gauge {
    pages: Vec<PageCounts>,
}

impl Gauge {
    /// Counts a page's glyphs.
    pub fn page(&mut self, number: u32, glyphs: &[Glyph]) {
        let mut page = PageCounts { number, fonts: Vec::new() };
        page.count(glyphs.iter());
        let sum = page.sum();
        // Drawn in no order: the pairs are found after sorting.
        if sum.han >= 60 && sum.pairs * 3 < sum.han {
            let mut sorted: Vec<&Glyph> = glyphs.iter().collect();
            sorted.sort_by(|a, b| {
                ((a.origin.1 * 2.0) as i32)
                    .cmp(&((b.origin.1 * 2.0) as i32))
                    .then(a.origin.0.total_cmp(&b.origin.0))
            });
            page.fonts.clear();
            page.count(sorted.into_iter());
        }
        self.pages.push(page);
    }

    /// The pages whose text is not what is printed, with a diagnostic; an error when that is the document.
    ///
    /// # Errors
    /// `unreadable_text`.
    pub fn judge(&self, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<u32>, Error> {
        let mut whole = Counts::default();
        let mut fonts: Vec<(u16, Counts)> = Vec::new();
        for (font, counts) in self.pages.iter().flat_map(|p| &p.fonts) {
            whole.add(counts);
            let at = slot(&mut fonts, *font);
            fonts[at].1.add(counts);
        }
        let unreadable = || {
            Err(Error::new(
                ErrorCode::UnreadableText,
                "the text layer's characters are not the printed ones (the fonts' ToUnicode tables are missing or damaged), so nothing was taken from it: run an OCR tool over it first (for example ocrmypdf --force-ocr -l chi_sim in.pdf out.pdf) and ingest the result",
            ))
        };
        if whole.shuffled() || whole.littered() {
            return unreadable();
        }
        let shuffled: Vec<u16> = fonts.iter().filter(|(_, c)| c.shuffled()).map(|(f, _)| *f).collect();
        let bad: Vec<u32> = self.pages.iter().filter(|p| p.is_bad(&shuffled)).map(|p| p.number).collect();
        let private: Vec<u32> = (self.pages.iter())
            .filter(|p| !bad.contains(&p.number) && p.sum().private > 0)
            .map(|p| p.number)
            .collect();
        if !private.is_empty() {
            let message = format!(
                "第{}页有自造字（Unicode 私用区的字符），无从得知是何字，照原样给出",
                ranges(&private)
            );
            diagnostics.push(Diagnostic::new(
                Diagnostic::PRIVATE_CHARACTERS,
                Severity::Warning,
                message,
                private.first().copied(),
            ));
        }
        if bad.is_empty() {
            return Ok(bad);
        }
        let texts = self.pages.iter().filter(|p| p.sum().glyphs > 0).count();
        if bad.len() * 2 > texts {
            return unreadable();
        }
        let message = format!(
            "第{}页的文字层与所印文字不符（字体的 ToUnicode 缺失或损坏），其内容不在结果中；请先用 OCR 工具处理",
            ranges(&bad)
        );
        diagnostics.push(Diagnostic::new(
            Diagnostic::UNREADABLE_PAGES,
            Severity::Warning,
            message,
            bad.first().copied(),
        ));
        Ok(bad)
    }
}

fn slot(fonts: &mut Vec<(u16, Counts)>, font: u16) -> usize {
    fonts.iter().position(|(f, _)| *f == font).unwrap_or_else(|| {
        fonts.push((font, Counts::default()));
        fonts.len() - 1
    })
}

impl PageCounts {
    fn count<'a>(&mut self, glyphs: impl Iterator<Item = &'a Glyph>) {
        let words = &*WORDS;
        // The glyph before, where it is a Han character.
        let mut last: Option<&Glyph> = None;
        // What was counted of the run of glyphs of one font.
        let (mut font, mut counts) = (None, Counts::default());
        for g in glyphs {
            let han = is_ideograph(g.ch);
            if !han && g.ch.is_whitespace() {
                continue;
            }
            if font != Some(g.font) {
                self.add(font.replace(g.font), &counts);
                counts = Counts::default();
            }
            counts.glyphs += 1;
            match g.ch {
                _ if han => counts.han += 1,
                '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}' => counts.kana += 1,
                '\u{fffd}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{f0000}'..='\u{10ffff}'
                | '\0'..='\u{1f}'
                | '\u{7f}'..='\u{9f}' => {
                    counts.junk += 1;
                    counts.private += u32::from(is_private(g.ch));
                }
                ' '..='~' | '·' | '×' | '÷' | '°' | '±' | '§' | '¥' | '²' | '³' | '«' | '»' | '®' | '©' =>
                    {}
                '\u{a1}'..='\u{24f}' => counts.accented += 1,
                _ => {}
            }
            if let Some(l) = last.filter(|l| han && l.font == g.font) {
                let gap = g.bbox.x0 - l.bbox.x1;
                if (l.origin.1 - g.origin.1).abs() < 0.3 * g.size && gap > -0.5 * g.size && gap < 0.6 * g.size
                {
                    counts.pairs += 1;
                    counts.common += u32::from(words.has(pair(l.ch, g.ch)));
                }
            }
            last = han.then_some(g);
        }
        self.add(font, &counts);
    }

    fn add(&mut self, font: Option<u16>, counts: &Counts) {
        if let Some(font) = font {
            let at = slot(&mut self.fonts, font);
            self.fonts[at].1.add(counts);
        }
    }

    fn sum(&self) -> Counts {
        let mut sum = Counts::default();
        for (_, c) in &self.fonts {
            sum.add(c);
        }
        sum
    }

    fn is_bad(&self, shuffled: &[u16]) -> bool {
        let sum = self.sum();
        sum.littered() || sum.shuffled() || self.fonts.iter().any(|(f, c)| shuffled.contains(f) && c.han >= 5)
    }
}

/// Characters of the private use area, but for the block where symbol fonts have their bullets and boxes.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Any ideograph, rare ones too: a wrong mapping gives them as readily as the usual ones.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BBox, GlyphFlags};

    fn glyphs(text: &str, font: u16) -> Vec<Glyph> {
        (text.chars().enumerate())
            .map(|(k, ch)| {
                let (x, y) = ((k % 40) as f32 * 10.0, (k / 40) as f32 * 15.0);
                let bbox = BBox { x0: x, y0: y, x1: x + 10.0, y1: y + 10.0 };
                Glyph {
                    ch,
                    bbox,
                    origin: (x, y + 9.0),
                    size: 10.0,
                    angle: 0.0,
                    font,
                    flags: GlyphFlags::default(),
                }
            })
            .collect()
    }

    fn judge(pages: &[&str]) -> Result<Vec<u32>, ErrorCode> {
        let mut gauge = Gauge::default();
        for (k, text) in pages.iter().enumerate() {
            gauge.page(k as u32 + 1, &glyphs(text, k as u16));
        }
        gauge.judge(&mut Vec::new()).map_err(|e| e.code())
    }

    const LETTER: &str = "各位家长：为保证孩子们平安度过假期，学校提醒大家注意以下几点。不要让孩子独自到河边玩耍，外出要有大人陪同；遵守交通规则，不在马路上追逐打闹；按时完成作业，多读有益的书，少看手机；如果孩子身体不适，请及时到医院就诊并与老师联系。祝大家节日快乐，身体健康，我们下学期再见。希望同学们利用这段时间多参加社会实践，帮助父母做一些力所能及的家务。";

    /// Each Han character becomes another, as a shuffled ToUnicode makes it.
    fn shuffle(text: &str) -> String {
        text.chars()
            .map(|c| {
                if is_ideograph(c) {
                    char::from_u32(0x4e00 + (c as u32 * 7919) % 0x51a5).unwrap_or(c)
                } else {
                    c
                }
            })
            .collect()
    }

    #[test]
    fn sound_text_of_any_kind_passes() {
        assert_eq!(judge(&[LETTER]), Ok(vec![]));
        assert_eq!(judge(&["合计 12.30"]), Ok(vec![]));
        assert_eq!(
            judge(&["An English notice about the budget of the year, with café and naïve in it."]),
            Ok(vec![])
        );
    }

    #[test]
    fn shuffled_private_and_littered_text_is_refused() {
        assert_eq!(judge(&[&shuffle(LETTER)]), Err(ErrorCode::UnreadableText));
        let private: String = LETTER.chars().map(|_| '\u{e123}').collect();
        assert_eq!(judge(&[&private]), Err(ErrorCode::UnreadableText));
        let littered = LETTER.replace('，', "ÿ").replace('家', "\u{fffd}");
        assert_eq!(judge(&[&littered]), Err(ErrorCode::UnreadableText));
    }

    #[test]
    fn a_few_characters_that_somebody_made_are_told() {
        let told = |text: &str| {
            let (mut gauge, mut told) = (Gauge::default(), Vec::new());
            gauge.page(1, &glyphs(text, 1));
            assert_eq!(gauge.judge(&mut told).unwrap(), Vec::<u32>::new());
            told.iter().any(|d| d.code == Diagnostic::PRIVATE_CHARACTERS && d.page == Some(1))
        };
        assert!(told(&LETTER.replacen('河', "\u{e123}", 1)));
        assert!(!told(&LETTER.replacen('河', "\u{f0b7}", 1)) && !told(LETTER));
    }

    #[test]
    fn one_bad_page_is_named_and_the_others_stay() {
        assert_eq!(judge(&[LETTER, LETTER, &shuffle(LETTER), LETTER]), Ok(vec![3]));
    }
}

//! `Q602`: see [`RULE`].

use std::ops::Range;

use yusuan_parsers::is_han;

use crate::model::{Severity, SectionRole};
use crate::reconcile::prose::{Passage, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, say};

rule! {
    /// 同一段文字接连印了两遍，多是换页或粘贴时的疏漏。只看首尾相接的重复：分散在各处的相同句子往往是各条目
    /// 的统一表述，不算；表注只看一条之内的重复，续页上再印的同一条不算。
    Q602 "没有接连重复的段落" Info One(check),
    example: "
        @预算
        # 一、主要职能

        - 负责辖区内档案的接收、整理、保管和利用；指导基层单位的档案工作。
        + 负责辖区内档案的接收、整理、保管和利用工作；负责辖区内档案的接收、整理、保管和利用工作；指导基层单位的档案工作。
    ",
}

/// Characters that a repeated passage has at least.
const LEAST: usize = 14;
/// A repeated passage of so many characters may hold more figures than words.
const SENTENCE: usize = 24;
/// Characters that may lie between the two copies of a long passage.
const GAP: usize = 2;
/// A passage of so many characters may be repeated with a gap.
const LONG: usize = 40;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // The narrative without spaces and line ends, and where each section begins.
    let mut narrative = String::new();
    let mut begins: Vec<(usize, usize)> = Vec::new();
    for (index, section) in context.document.sections.iter().enumerate() {
        if matches!(section.role, SectionRole::Narrative | SectionRole::Glossary) {
            begins.push((narrative.len(), index));
            for text in [&section.number, &section.title, &section.text] {
                let mut done = 0;
                for space in memchr::memchr2_iter(b' ', b'\n', text.as_bytes()) {
                    narrative.push_str(text.get(done..space).unwrap_or_default());
                    done = space + 1;
                }
                narrative.push_str(text.get(done..).unwrap_or_default());
            }
        }
    }
    let mut slips = Slips::default();
    for copy in repeats(&narrative) {
        let of = begins.iter().rev().find(|(from, _)| *from <= copy.start).map_or(0, |(_, index)| *index);
        let passage = Passage { kind: PassageKind::Paragraph, of, text: "" };
        let copy = narrative.get(copy).unwrap_or_default();
        let length = copy.chars().count();
        let head: String = copy.chars().take(20).collect();
        let tail: String = copy.chars().skip(length.saturating_sub(10).max(20)).collect();
        let dots = if length > 30 { "…" } else { "" };
        slips.add(context, &passage, &format!("“{head}{dots}{tail}”（{length}字）接连印了两遍"), copy);
    }
    let tables = context.document.tables.iter().enumerate();
    for (of, note) in tables.flat_map(|(of, t)| t.notes.iter().map(move |n| (of, n.trim()))) {
        let (head, tail) = note.split_at(note.floor_char_boundary(note.len() / 2));
        if !head.is_empty() && head.trim_end() == tail.trim_start() {
            let passage = Passage { kind: PassageKind::Note, of, text: note };
            slips.add(context, &passage, &format!("“{}”接连印了两遍", say::excerpt(head, 30)), note);
        }
    }
    findings.slips(Severity::Info, "重复的文字", slips);
}

/// Bytes by whose hash copies are looked for: four Chinese characters. A passage of [`LEAST`] characters holds some
/// that begin at a low point.
const ANCHOR: usize = 12;

/// Bytes of a character by the upper half of its first byte (UTF-8).
const WIDTHS: [u32; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4];

/// Passages that are followed at once by a copy of themselves: where the first copies stand.
///
/// Copies are looked for only where a character is lower than its neighbours in an order that has nothing to do with
/// language: one in three, and the same ones in both copies.
fn repeats(text: &str) -> Vec<Range<usize>> {
    const BITS: u32 = 12;
    let bytes = text.as_bytes();
    // Where a hash was seen last, counted from one.
    let mut last = vec![0_u32; 1 << BITS];
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut skip_to = 0;
    // The last character and the one before it in that order, and where the last one begins.
    let (mut outer, mut low, mut start) = (0, 0, 0);
    let mut at = 0;
    while let Some(four) = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        let width = WIDTHS[usize::from(four[0] >> 4)];
        let order = (u32::from_be_bytes(*four) >> (32 - 8 * width)).wrapping_mul(0x9e37_79b1);
        let lowest = outer > low && low <= order;
        (outer, low) = (low, order);
        let place = std::mem::replace(&mut start, at);
        at += width as usize;
        if !lowest {
            continue;
        }
        let Some(anchor) = bytes.get(place..).and_then(|rest| rest.first_chunk::<ANCHOR>()) else { break };
        let slot = (hash(anchor) >> (64 - BITS)) as usize;
        let Some(seen) = last.get_mut(slot) else { continue };
        let Some(earlier) = (std::mem::replace(seen, place as u32 + 1) as usize).checked_sub(1) else { continue };
        if place >= skip_to
            && place - earlier >= LEAST
            && may_be_doubled(bytes, earlier, place)
            && let Some(copy) = doubled(text, earlier, place)
        {
            skip_to = place + copy.len();
            found.push(copy);
        }
    }
    found
}

fn hash(anchor: &[u8; ANCHOR]) -> u64 {
    let (eights, rest) = anchor.as_chunks::<8>();
    let rest = rest.first_chunk().map_or(0, |four| u32::from_le_bytes(*four));
    let eight = eights.first().map_or(0, |eight| u64::from_le_bytes(*eight));
    (eight ^ u64::from(rest)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Whether two copies of nearly all between two places could hold them: the longer part of a copy, before its place
/// or behind it, is at least half of it.
fn may_be_doubled(bytes: &[u8], earlier: usize, place: usize) -> bool {
    let far = (place - earlier).saturating_sub(8 * GAP) / 2;
    let four = |at: usize| bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
    let alike = |a: usize, b: usize| four(a).zip(four(b)).is_some_and(|(a, b)| a == b);
    alike(earlier + far, place + far)
        || earlier.checked_sub(far + 4).is_some_and(|before| alike(before, place - far - 4))
}

/// The first of two copies of a passage that hold two places which may be alike; `None` where there is no such pair.
fn doubled(text: &str, earlier: usize, place: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let distance = place - earlier;
    let alike = |a: usize, b: usize| bytes.get(a).zip(bytes.get(b)).is_some_and(|(a, b)| a == b);
    // The copies begin at or before the places.
    let back = (1..=distance.min(earlier)).take_while(|k| alike(earlier - k, place - k)).count();
    let back = (0..=back).rev().find(|back| text.is_char_boundary(earlier - back))?;
    let (earlier, place) = (earlier - back, place - back);
    // Nothing but a copy of (nearly) all that lies between: most alike words are not.
    if !alike(earlier + distance.checked_sub(4 * GAP + 1)?, place + distance - (4 * GAP + 1)) {
        return None;
    }
    let length = (0..distance).take_while(|k| alike(earlier + k, place + k)).count();
    let length = (0..=length).rev().find(|l| text.is_char_boundary(earlier + l))?;
    let (copy, between) = (text.get(earlier..earlier + length)?, text.get(earlier + length..place)?);
    let (letters, gap) = (copy.chars().count(), between.chars().count());
    let words = copy.chars().filter(|l| is_han(*l)).count();
    let worded = words * 3 >= letters * 2 || letters >= SENTENCE && words * 3 >= letters;
    let next = gap == 0 || letters > LONG && gap <= GAP;
    (letters >= LEAST && next && worded).then_some(earlier..earlier + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_passages_are_found() {
        let mut state = 7_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let missed = (0..2000).filter(|_| {
            let mut word = |letters: u32| {
                (0..letters).filter_map(|_| char::from_u32(0x4e00 + random(0x5000))).collect::<String>()
            };
            let (before, copy, after) = (word(20), format!("{}2025{}", word(5), word(5)), word(20));
            let found = repeats(&format!("{before}{copy}{copy}{after}"));
            found.as_slice() != std::slice::from_ref(&(before.len()..before.len() + copy.len()))
        });
        assert_eq!(missed.count(), 0);
    }
}

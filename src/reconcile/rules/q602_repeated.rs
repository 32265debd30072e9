//! `Q602`: see [`RULE`].

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
    let mut letters: Vec<char> = Vec::new();
    // Where each section begins.
    let mut begins: Vec<(usize, usize)> = Vec::new();
    for (index, section) in context.document.sections.iter().enumerate() {
        if matches!(section.role, SectionRole::Narrative | SectionRole::Glossary) {
            begins.push((letters.len(), index));
            for text in [&section.number, &section.title, &section.text] {
                letters.reserve(text.len() / 3);
                for c in text.chars().filter(|&c| c >= '\u{4e00}' || !c.is_whitespace()) {
                    letters.push(c);
                }
            }
        }
    }
    let mut slips = Slips::default();
    for (start, length) in repeats(&letters) {
        let copy: String = letters.iter().skip(start).take(length).collect();
        let of = begins.iter().rev().find(|(from, _)| *from <= start).map_or(0, |(_, index)| *index);
        let passage = Passage { kind: PassageKind::Paragraph, of, text: "" };
        let head: String = copy.chars().take(20).collect();
        let tail: String = copy.chars().skip(length.saturating_sub(10).max(20)).collect();
        let dots = if length > 30 { "…" } else { "" };
        slips.add(context, &passage, &format!("“{head}{dots}{tail}”（{length}字）接连印了两遍"), &copy);
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

/// Passages that are followed at once by a copy of themselves: start of the first copy and length.
fn repeats(letters: &[char]) -> Vec<(usize, usize)> {
    const BITS: u32 = 14;
    // Where a hash was seen last, counted from one.
    let mut last = vec![0_u32; 1 << BITS];
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut skip_to = 0;
    // A rolling polynomial hash over LEAST characters.
    let base: u64 = 0x0000_0100_0000_01b3;
    let top = (1..LEAST).fold(1_u64, |p, _| p.wrapping_mul(base));
    let shift = |hash: u64, c: char| hash.wrapping_mul(base).wrapping_add(u64::from(c as u32));
    let mut hash = letters.iter().take(LEAST - 1).fold(0_u64, |h, &c| shift(h, c));
    let newest = letters.get(LEAST - 1..).unwrap_or_default();
    for (start, (&first, &newest)) in letters.iter().zip(newest).enumerate() {
        let whole = shift(hash, newest);
        hash = whole.wrapping_sub(u64::from(first as u32).wrapping_mul(top));
        let slot = (whole.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize;
        let Some(seen) = last.get_mut(slot) else { continue };
        let Some(earlier) = (std::mem::replace(seen, start as u32 + 1) as usize).checked_sub(1) else { continue };
        let distance = start - earlier;
        let window = |at: usize| letters.get(at..at + LEAST);
        if start < skip_to || distance < LEAST || window(earlier) != window(start) {
            continue;
        }
        let equal = |k: usize| letters.get(earlier + k).zip(letters.get(start + k)).is_some_and(|(a, b)| a == b);
        // Nothing but a copy of (nearly) all that lies between: most alike words are not.
        if !equal(distance - GAP - 1) {
            continue;
        }
        let length = (0..distance).take_while(|&k| equal(k)).count();
        let words = letters.iter().skip(start).take(length).filter(|l| ('\u{4e00}'..='\u{9fff}').contains(*l)).count();
        let gap = if length > LONG { GAP } else { 0 };
        let worded = words * 3 >= length * 2 || length >= SENTENCE && words * 3 >= length;
        if length + gap >= distance && worded {
            found.push((earlier, length));
            skip_to = start + length;
        }
    }
    found
}

//! `Q602`: see [`RULE`].

use crate::model::{Severity, SectionRole};
use crate::reconcile::prose::{Passage, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 同一段文字接连印了两遍，多是换页或粘贴时的疏漏。只看首尾相接的重复：分散在各处的相同句子往往是各条目
    /// 的统一表述，不算。
    Q602 "没有接连重复的段落" Info One(check),
    passing: "
        @预算
        # 一、主要职能

        负责辖区内档案的接收、整理、保管和利用；指导基层单位的档案工作。
    ",
    failing: "
        @预算
        # 一、主要职能

        负责辖区内档案的接收、整理、保管和利用工作；负责辖区内档案的接收、整理、保管和利用工作；指导基层单位的档案工作。
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
    let mut letters: Vec<(char, u32)> = Vec::new();
    for (index, section) in context.document.sections.iter().enumerate() {
        if matches!(section.role, SectionRole::Narrative | SectionRole::Glossary) {
            let text = [section.number.as_str(), section.title.as_str(), section.text.as_str()];
            letters.extend(text.iter().flat_map(|t| t.chars()).filter(|c| !c.is_whitespace()).map(|c| (c, index as u32)));
        }
    }
    let mut slips = Slips::default();
    for (start, length) in repeats(&letters) {
        let copy: String = letters.iter().skip(start).take(length).map(|l| l.0).collect();
        let of = letters.get(start).map_or(0, |l| l.1 as usize);
        let passage = Passage { kind: PassageKind::Paragraph, of, text: "" };
        let head: String = copy.chars().take(20).collect();
        let tail: String = copy.chars().skip(length.saturating_sub(10).max(20)).collect();
        let dots = if length > 30 { "…" } else { "" };
        slips.add(context, &passage, &format!("“{head}{dots}{tail}”（{length}字）接连印了两遍"), &copy);
    }
    findings.slips(Severity::Info, "重复的文字", slips);
}

/// Passages that are followed at once by a copy of themselves: start of the first copy and length.
fn repeats(letters: &[(char, u32)]) -> Vec<(usize, usize)> {
    const BITS: u32 = 14;
    let code = |i: usize| letters.get(i).map_or(0, |l| l.0 as u64);
    let mut last = vec![u32::MAX; 1 << BITS];
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut skip_to = 0;
    // A rolling polynomial hash over LEAST characters.
    let base: u64 = 0x0000_0100_0000_01b3;
    let top = (1..LEAST).fold(1_u64, |p, _| p.wrapping_mul(base));
    let mut hash = 0_u64;
    for i in 0..letters.len() {
        if i >= LEAST {
            hash = hash.wrapping_sub(code(i - LEAST).wrapping_mul(top));
        }
        hash = hash.wrapping_mul(base).wrapping_add(code(i));
        let Some(start) = (i + 1).checked_sub(LEAST) else { continue };
        let slot = (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize;
        let Some(seen) = last.get_mut(slot) else { continue };
        let earlier = std::mem::replace(seen, start as u32);
        if earlier == u32::MAX || start < skip_to {
            continue;
        }
        let earlier = earlier as usize;
        let distance = start - earlier;
        let equal = |k: usize| letters.get(earlier + k).zip(letters.get(start + k)).is_some_and(|(a, b)| a.0 == b.0);
        if distance < LEAST || !(0..LEAST).all(equal) {
            continue;
        }
        let length = (0..distance).take_while(|&k| equal(k)).count();
        let words = letters.iter().skip(start).take(length).filter(|l| ('\u{4e00}'..='\u{9fff}').contains(&l.0)).count();
        let gap = if length > LONG { GAP } else { 0 };
        let worded = words * 3 >= length * 2 || length >= SENTENCE && words * 3 >= length;
        if length + gap >= distance && worded {
            found.push((earlier, length));
            skip_to = start + length;
        }
    }
    found
}

//! `Q606`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 逐项说明某科目时，“主要用于”“主要原因是”后面开头写的却是另一个科目的名称，多是从上一项照抄的。
    /// 只在开头就是同一文件里另一项级科目的全称，而不含本科目名称时才提出。
    Q606 "各项用途、原因与其科目相符" Warning One(check),
    example: "
        @决算 2024
        # 一、一般公共预算财政拨款支出决算具体情况

        1、卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）。主要用于：事业单位医疗保险支出。年初预算为1.00万元，支出决算为1.00万元。

        - 2、住房保障支出（类）住房改革支出（款）住房公积金（项）。主要用于：职工住房公积金缴存。年初预算为2.00万元，支出决算为2.00万元。
        + 2、住房保障支出（类）住房改革支出（款）住房公积金（项）。主要用于：事业单位医疗保险支出。年初预算为2.00万元，支出决算为2.00万元。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let items: Vec<(prose::Passage<'_>, String, String)> = prose::with(context, Needle::Subject)
        .filter(|p| p.kind == PassageKind::Paragraph)
        .filter_map(|p| subject(p.text).map(|(division, item)| (p, division, item)))
        .collect();
    if items.is_empty() {
        return;
    }
    let names: Vec<Names<'_>> = items.iter().map(|(_, d, i)| Names::of(d, i)).collect();
    let mut slips = Slips::default();
    for (passage, _division, item) in &items {
        let mut said: Vec<String> = Vec::new();
        for (cue, at) in cues(passage.text) {
            let tail = passage.text.get(at + cue.len()..).unwrap_or("");
            let words = tail.trim_start_matches(['：', ':', ' ', '为', '是', '“']);
            let clause = words.split(['，', '。', '；', '、', '（', '(']).next().unwrap_or("");
            let other = names.iter().any(|n| {
                n.begin(clause) && n.item != item && !clause.contains(item.as_str()) && !item.contains(n.item)
            });
            if other {
                let end = at + cue.len() + (tail.len() - words.len()) + clause.len();
                said.extend(passage.text.get(at..end).map(str::to_owned));
            }
        }
        if !said.is_empty() {
            slips.add(context, passage, &format!("“{item}”：“{}”", said.join("；")), passage.text);
        }
    }
    findings.slips(Severity::Warning, "用途或原因写的是另一科目", slips);
}

/// What a use or a reason is told by, with the first place of each, in this order.
fn cues(text: &str) -> impl Iterator<Item = (&'static str, usize)> {
    const CUES: [&str; 3] = ["主要用于", "主要原因是", "主要原因："];
    let mut found = [None; CUES.len()];
    for at in memchr::memmem::find_iter(text.as_bytes(), "主要") {
        let Some(rest) = text.get(at..) else { continue };
        if let Some(cue) = CUES.iter().position(|cue| rest.starts_with(cue)) {
            found[cue].get_or_insert(at);
        }
    }
    CUES.into_iter().zip(found).filter_map(|(cue, at)| Some((cue, at?)))
}

/// What a clause may begin with when it speaks of a subject.
struct Names<'a> {
    item: &'a str,
    /// The 项 is a name by itself.
    alone: bool,
    /// 款 and 项 in one.
    both: Option<String>,
}

impl<'a> Names<'a> {
    fn of(division: &str, item: &'a str) -> Self {
        let alone = item.chars().count() >= 5 && !generic(item);
        let both = (division.chars().count() >= 4).then(|| format!("{division}{item}"));
        Self { item, alone, both }
    }
    fn begin(&self, clause: &str) -> bool {
        self.alone && clause.starts_with(self.item)
            || self.both.as_ref().is_some_and(|b| clause.starts_with(b.as_str()))
    }
}

/// Names that many 款 share: alone they name no subject.
fn generic(item: &str) -> bool {
    matches!(item, "行政运行" | "一般行政管理事务" | "事业运行" | "机关服务" | "信息化建设")
}

/// 款 and 项 that a paragraph is about: `…（类）D（款）I（项）` near its beginning.
fn subject(text: &str) -> Option<(String, String)> {
    let head = text.get(..text.floor_char_boundary(480)).unwrap_or(text);
    let [class, division, item] = bracketed(head);
    let (class, division, item) = (class?, division?, item?);
    let clean = |s: &str| {
        let name = s.trim_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '”' | '"' | '、'));
        if name.contains(['(', ')']) { name.replace('(', "（").replace(')', "）") } else { name.to_owned() }
    };
    let d = clean(head.get(class.1..division.0)?);
    let i = clean(head.get(division.1..item.0)?);
    let filled = i.chars().all(|c| !c.is_ascii_alphabetic());
    (!d.is_empty() && !i.is_empty() && filled && i.chars().count() < 40).then_some((d, i))
}

/// Where the first `（类）`, `（款）` and `（项）` begin and end, in brackets of either width.
fn bracketed(text: &str) -> [Option<(usize, usize)>; 3] {
    let mut found = [None; 3];
    // Both brackets that may open, by their first bytes, which few other characters have.
    for at in memchr::memchr2_iter(b'(', "（".as_bytes()[0], text.as_bytes()) {
        let Some(inside) = text.get(at..).and_then(|rest| rest.strip_prefix(['（', '('])) else { continue };
        let Some(place) = ["类", "款", "项"].iter().position(|level| inside.starts_with(level)) else { continue };
        let Some(rest) = inside.get("类".len()..).and_then(|rest| rest.strip_prefix(['）', ')'])) else { continue };
        if let Some(slot) = found.get_mut(place) {
            slot.get_or_insert((at, text.len() - rest.len()));
        }
    }
    found
}

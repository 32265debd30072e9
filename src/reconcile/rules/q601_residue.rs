//! `Q601`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::needles::{Found, Needle};
use crate::reconcile::prose::{self, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 模板的占位符（XX、××、待填写）和填写说明（“仍保留该表格式，并在本表下方作下述说明”“列示至……”）
    /// 应当在公开前替换或删去。
    Q601 "没有模板残留" Warning One(check),
    example: "
        @决算 2024
        # 一、收入支出决算总体情况说明

        - 示例市档案服务中心2024年度收入支出总计36.00万元。
        + 示例市XX中心2024年度收入支出总计36.00万元。
    ",
}

/// What only a template says.
const PHRASES: &[&str] = &[
    "待填写",
    "请填写",
    "此处填写",
    "仍保留该表格式",
    "并在本表下方作下述说明",
    "并在本表下方作如下说明",
    "列示至",
    "填写本单位",
    "填列说明",
    "填报说明：",
    "（单位名称）",
    "（部门名称）",
    "某某单位",
    "某某局",
];
/// Marks that stand for what is to be filled in, when they are doubled.
const MARKS: &[char] = &['X', 'x', '×', 'Ｘ', 'ｘ', '╳', '✕', '＊'];

/// What a passage has when there may be residue in it.
pub(in crate::reconcile) fn needles() -> impl Iterator<Item = (String, Needle)> {
    let phrases = PHRASES.iter().map(|p| ((*p).to_owned(), Needle::Phrase));
    phrases.chain(MARKS.iter().map(|m| (format!("{m}{m}"), Needle::Placeholder)))
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut slips = Slips::default();
    let told = |found: Found| found.has(Needle::Phrase) || found.has(Needle::Placeholder);
    for (passage, found) in context.searched().all().filter(|(_, found)| told(*found)) {
        let text = passage.text;
        if let Some((start, end)) = found.has(Needle::Phrase).then(|| of_template(text)).flatten().or_else(|| placeholder(text)) {
            slips.add(context, &passage, &format!("“{}”", prose::around(text, start, end, 14, 14)), text);
        }
    }
    findings.slips(Severity::Warning, "模板占位符或填写说明未替换、未删去", slips);
}

/// The first phrase of a template.
fn of_template(text: &str) -> Option<(usize, usize)> {
    PHRASES.iter().find_map(|p| text.find(p).map(|at| (at, at + p.len())))
}

/// Two or more X, ×, Ｘ or ＊ in a row that are no part of a word in Latin letters.
fn placeholder(text: &str) -> Option<(usize, usize)> {
    let is_mark = |c: char| MARKS.contains(&c);
    let mut run: Option<(usize, usize, char)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match run {
            Some((start, count, mark)) if c == mark => run = Some((start, count + 1, mark)),
            Some((start, count, mark)) => {
                let head = text.get(..start).and_then(|h| h.chars().next_back()).unwrap_or(' ');
                let letter = |c: char| c.is_ascii_alphabetic();
                if count >= 2 && !letter(c) && !letter(head) && (mark != 'x' || count >= 3) {
                    return Some((start, at));
                }
                run = is_mark(c).then_some((at, 1, c));
            }
            None if is_mark(c) && !before.is_ascii_alphabetic() => run = Some((at, 1, c)),
            None => {}
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn placeholders() {
        assert_eq!(placeholder("上海市XX局"), Some((9, 11)));
        assert!(placeholder("收入XXX万元").is_some() && placeholder("20××年").is_some());
        assert!(placeholder("XXL号工作服").is_none() && placeholder("3×4").is_none() && placeholder("MAXX").is_none());
    }
}

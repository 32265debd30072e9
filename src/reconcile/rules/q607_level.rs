//! `Q607`: see [`RULE`].

use crate::model::{SectionRole, Severity};
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 区（县）级文件的固定文字里出现“市级预算主管部门”“市级财政”，或市级文件里出现“区级……”，是套用了别级的模板。
    /// 只看固定用语；文件自己的级次取自封面和题名（区级部门预算），或单位名称中的“区”“县”。
    Q607 "文件的级次与固定用语一致" Warning One(check),
    example: "
        @预算
        # 示例市东湖区2025年区级部门预算

        预算主管部门：示例市东湖区档案局

        # 名词解释

        - （一）财政拨款收入：是区级预算主管部门本年度从本级财政部门取得的财政拨款。
        + （一）财政拨款收入：是市级预算主管部门本年度从本级财政部门取得的财政拨款。
    ",
}

const LEVELS: &[(&str, char)] = &[("省级", '省'), ("市级", '市'), ("区级", '区'), ("县级", '县')];
const LEVEL: char = '级';
const TERMS: &[&str] = &["预算主管部门", "财政拨款", "财政部门", "财政", "部门预算", "单位预算"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(level) = level(context) else { return };
    let mut slips = Slips::default();
    let mut said: Vec<String> = Vec::new();
    for passage in prose::passages(context).filter(|p| p.kind == PassageKind::Glossary) {
        if !passage.text.contains(LEVEL) {
            continue;
        }
        for (name, _) in LEVELS.iter().filter(|(_, l)| *l != level) {
            for (at, _) in passage.text.match_indices(name) {
                let tail = passage.text.get(at + name.len()..).unwrap_or("");
                let Some(term) = TERMS.iter().find(|t| tail.starts_with(**t)) else { continue };
                let phrase = format!("{name}{term}");
                slips.evidence.push(passage.evidence(context, prose::sentence(passage.text, at)));
                if !said.contains(&phrase) {
                    said.push(phrase);
                }
            }
        }
    }
    if !said.is_empty() {
        slips.said.push(format!("名词解释“{}”", said.join("；")));
    }
    findings.slips(Severity::Warning, &format!("{level}级文件用了别级的固定用语"), slips);
}

/// The level that the document says it is of, in its headings and titles.
fn level(context: &Context<'_>) -> Option<char> {
    let document = context.document;
    let titles = document.sections.iter().map(|s| s.title.as_str()).chain(document.tables.iter().map(|t| t.title.as_str()));
    let mut stated = None;
    let cover = document.sections.iter().filter(|s| matches!(s.role, SectionRole::Cover | SectionRole::Contents));
    for title in titles.chain(cover.flat_map(|s| s.text.lines())) {
        for (at, m) in title.match_indices(LEVEL) {
            let (head, tail) = title.split_at(at);
            let Some((_, level)) = LEVELS.iter().find(|(_, l)| head.ends_with(*l)) else { continue };
            if !["部门", "单位", "预算"].iter().any(|w| tail.get(m.len()..).is_some_and(|t| t.starts_with(w))) {
                continue;
            }
            if stated.is_some_and(|s| s != *level) {
                return None;
            }
            stated = Some(*level);
        }
    }
    stated
}

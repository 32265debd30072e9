//! `Q608`: see [`RULE`].

use yusuan_parsers::is_han;

use crate::model::{Severity, TableKind};
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, Passage, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};
use crate::vocabulary::fold::folding;

rule! {
    /// 标题（“某某局主要职能”）和段首的陈述（“某某局2024年度收入支出总计……”）和表头上的编制单位说的应是本单位。写成别的单位，多是照抄别家的文稿。
    /// 简称、全称不算不同；只在别的单位名称全文只出现这一次，而本单位名称多次出现时才提出，所属单位因此不在此列。
    Q608 "陈述的主语是本单位" Warning One(check),
    example: "
        @决算 2024
        # 示例市档案服务中心主要职能

        负责档案的接收和保管。

        # 一、收入支出决算总体情况说明

        示例市档案服务中心2024年度收入支出总计36.00万元。

        # 二、政府采购情况说明

        - 示例市档案服务中心2024年度政府采购金额5.00万元。
        + 示例市园林绿化局2024年度政府采购金额5.00万元。
    ",
}

/// How the names of units end.
const ENDS: &[&str] = &[
    "局", "委", "委员会", "办公室", "办事处", "人民政府", "总工会", "联合会", "协会", "中心", "学校", "医院", "法院", "检察院", "馆", "所", "厅", "部", "队", "院",
];
/// What headings say of a unit.
const HEADINGS: &[&str] = &["主要职能", "主要职责", "机构设置", "概况"];
/// What a statement says of its unit and year.
const STATED: &[&str] = &[
    "收入", "支出", "收支", "财政拨款", "一般公共预算", "政府性基金", "国有资本", "“三公”", "政府采购", "机关运行", "部门预算", "部门决算", "单位预算", "单位决算",
    "预算", "决算", "无", "没有",
];
/// Fewest places that name the document's own unit.
const OFTEN: usize = 2;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(own) = context.document.unit.name.as_deref().map(folding) else { return };
    let mut named = 0_usize;
    let mut others: Vec<(Passage<'_>, &str)> = Vec::new();
    for (passage, found) in context.searched().all() {
        let Some(name) = spoken(context, &passage, found.has(Needle::Year)) else { continue };
        let folded = folding(name);
        if within(&folded, &own) || within(&own, &folded) {
            named += 1;
        } else if full(name) {
            others.push((passage, name));
        }
    }
    let mut slips = Slips::default();
    for (passage, name) in others {
        if named >= OFTEN && once(context, name) {
            slips.add(context, &passage, &format!("“{name}”"), prose::sentence(passage.text, 0));
        }
    }
    captions(context, &own, &mut slips);
    if named > 0 || !slips.said.is_empty() {
        findings.slips(Severity::Warning, "写的是别的单位", slips);
    }
}

/// 编制部门：某局 above one statutory table, where most of the others name the document's own unit.
fn captions(context: &Context<'_>, own: &str, slips: &mut Slips) {
    let statutory = |k: TableKind| !matches!(k, TableKind::Other | TableKind::ProjectPerformance);
    let tables = context.document.tables.iter().enumerate().filter(|(_, t)| statutory(t.kind));
    let named: Vec<(usize, &str)> = tables.filter_map(|(i, t)| Some((i, t.unit_name.as_deref()?))).collect();
    let same = |name: &str| {
        let name = folding(name);
        within(&name, own) || within(own, &name)
    };
    // Several others are units below it, each with a table of its own.
    let mut others = named.iter().filter(|(_, n)| !same(n));
    let (Some(&(of, name)), None) = (others.next(), others.next()) else { return };
    if named.len() > OFTEN && full(name) {
        let Some(table) = context.document.tables.get(of) else { return };
        let passage = Passage { kind: PassageKind::Title, of, text: &table.title };
        slips.add(context, &passage, &format!("“{name}”"), name);
    }
}

/// The words at the place where a heading, a paragraph or a note says whom it speaks of; `dated` where 年 is in it.
fn spoken<'a>(context: &Context<'_>, passage: &Passage<'a>, dated: bool) -> Option<&'a str> {
    let text = passage.text.trim();
    let year = || if dated { first_year(text) } else { None };
    let name = match passage.kind {
        PassageKind::Heading => HEADINGS.iter().find_map(|h| text.strip_suffix(h)).or_else(|| stated(context, text, year()?)),
        PassageKind::Paragraph => match year() {
            Some(year) => stated(context, text, year).or_else(|| as_of(text, year.0)).or_else(|| introduced(text, Some(year.0))),
            None => introduced(text, None),
        },
        PassageKind::Contents => {
            let line = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '…' | '·'));
            let part = if line.starts_with('第') { line.split_once("部分") } else { None };
            let line = part.filter(|(n, _)| n.chars().count() <= 3).map_or(line, |(_, rest)| rest);
            let line = line.split_once('、').filter(|(n, _)| n.chars().count() <= 3).map_or(line, |(_, rest)| rest);
            let line = line.trim();
            HEADINGS.iter().find_map(|h| line.strip_suffix(h))
        }
        PassageKind::Note => {
            let said = text.strip_prefix("说明").or(text.strip_prefix('注'))?.trim_start_matches(['：', ':', ' ']);
            said.split_once("本年度").map(|(name, _)| name)
        }
        _ => None,
    }?;
    let name = name.trim().trim_end_matches('的');
    let name = ["（部门）", "(部门)", "（本级）", "(本级)"].iter().find_map(|b| name.strip_suffix(b)).unwrap_or(name);
    (name.chars().all(is_han) && (4..=30).contains(&name.chars().count())).then_some(name)
}

/// Whether words are the full name of a unit: a place, and what units are called.
fn full(name: &str) -> bool {
    let placed = name.char_indices().any(|(at, c)| at > 0 && at + 6 < name.len() && "省市区县州旗".contains(c));
    placed && name.chars().count() >= 6 && ENDS.iter().any(|e| name.ends_with(e))
}

/// Bytes at the beginning of a passage in which the year of a statement can stand.
const HEAD: usize = 160;

/// The first year at the beginning of a text, and where it stands.
fn first_year(text: &str) -> Option<(usize, i32)> {
    prose::years(text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text)).next()
}

/// 截至2024年12月31日，某局共有车辆…; 2025年，某局收入预算….
fn as_of(text: &str, at: usize) -> Option<&str> {
    if at > "截至".len() {
        return None;
    }
    let (day, rest) = text.get(at + 4..)?.split_once('，').filter(|(day, _)| day.chars().count() <= 10)?;
    let end = ["共有车辆", "收入预算", "支出预算", "下属"].iter().filter_map(|w| rest.find(w)).min()?;
    day.trim_start().starts_with('年').then(|| rest.get(..end))?
}

/// 从预算单位构成看，某局部门决算包括…; 某局主要承担…; 2026年某局下属1家机关….
fn introduced(text: &str, year: Option<usize>) -> Option<&str> {
    let head = "从预算单位构成看，";
    let (text, begins) = text.strip_prefix(head).map_or((text, 0), |text| (text, head.len()));
    let (text, words) = match year.filter(|at| *at == begins) {
        Some(_) => (text.get(4..)?.strip_prefix('年')?, &["下属", "本部财政拨款", "所属各预算单位"][..]),
        None => (text, &["部门预算", "部门决算", "的主要职责", "主要承担", "是主管"][..]),
    };
    // Before the words stands a name, which has no figures and no marks but brackets.
    for (at, c) in text.char_indices() {
        let begins = matches!(c, '下' | '本' | '所' | '部' | '的' | '主' | '是');
        if begins && text.get(at..).is_some_and(|rest| words.iter().any(|w| rest.starts_with(w))) {
            return text.get(..at);
        }
        if !(is_han(c) || matches!(c, '（' | '）' | '(' | ')') || c.is_whitespace()) {
            return None;
        }
    }
    None
}

/// The words before the document's year at the beginning of a statement: the first year and where it stands are given.
fn stated<'a>(context: &Context<'_>, text: &'a str, (at, year): (usize, i32)) -> Option<&'a str> {
    if Some(year) != context.year() || at >= 120 {
        return None;
    }
    let after = text.get(at + 4..)?.trim_start().strip_prefix('年')?;
    let after = after.strip_prefix('度').unwrap_or(after);
    STATED.iter().any(|w| after.starts_with(w)).then_some(())?;
    text.get(..at)
}

/// Whether one name is a shorter form of the other: its characters in their order.
fn within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|l| l == c))
}

/// Whether the document says a name in one place only.
fn once(context: &Context<'_>, name: &str) -> bool {
    let sections = context.document.sections.iter().flat_map(|s| [s.title.as_str(), s.text.as_str()]);
    let tables = context.document.tables.iter();
    let cells = tables.flat_map(|t| t.rows.iter()).flat_map(|r| r.cells.iter().map(|c| c.text.as_str()));
    let notes = context.document.tables.iter().flat_map(|t| t.notes.iter().map(String::as_str));
    sections.chain(cells).chain(notes).map(|t| t.matches(name).count()).sum::<usize>() == 1
}

#[cfg(test)]
mod tests {
    use super::{first_year, introduced, within};

    #[test]
    fn a_table_of_another_unit() {
        let text = |name: &str| {
            let table = |n: u32, title: &str, name: &str| {
                format!("\n表{n}：2025年单位{title}\n\n编制单位：{name} 单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t30.00\t20.00\t10.00\n\t合计\t30.00\t20.00\t10.00\n")
            };
            let own = "江边市档案馆";
            let (one, two, three) = (table(1, "支出预算总表", own), table(2, "一般公共预算支出预算表", own), table(3, "政府性基金预算支出预算表", name));
            format!("# 江边市2025年单位预算\n\n单位：江边市档案馆\n\n## 江边市档案馆主要职能\n\n负责档案。\n{one}{two}{three}")
        };
        let found = |name| crate::reconcile::test_support::failed(&text(name)).contains(&"Q608".to_owned());
        assert_eq!([found("江边市档案馆"), found("江边市档案馆（本级）"), found("江边市园林绿化局")], [false, false, true]);
    }

    #[test]
    fn who_introduces_itself() {
        let introduced = |text| introduced(text, first_year(text).map(|(at, _)| at));
        assert_eq!(introduced("从预算单位构成看，江边市档案局部门决算包括：本级决算。"), Some("江边市档案局"));
        assert_eq!(introduced("2026年江边市档案局下属1家机关财政拨款的机关运行经费预算为5万元。"), Some("江边市档案局"));
        assert_eq!(introduced("负责全市档案工作。"), None);
    }

    #[test]
    fn a_short_name_is_the_same_unit() {
        assert!(within("示例市商务委", "示例市商务委员会") && within("东湖街道办事处", "示例区人民政府东湖街道办事处"));
        assert!(!within("示例市园林局", "示例市商务委员会"));
    }
}

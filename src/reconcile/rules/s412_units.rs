//! `S412`: see [`RULE`].

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::model::{Claim, Measure, SectionRole, concept};
use crate::reconcile::listing::items;
use crate::reconcile::narrative;
use crate::reconcile::rule::rule;
use crate::reconcile::say;
use crate::reconcile::{Context, Findings, Ref};

rule! {
    /// 部门由几家单位组成，说明常说几次：“本部以及下属若干家预算单位”、各类单位的家数、逐一编号的名单或单位名称表，应当一致；
    /// 开展绩效目标编报的预算单位、机关运行经费所说的机关，不多于此数。名单注明并入、不单列预算的，家数不同也不算错。
    S412 "单位家数前后一致，与所列单位相符" Warning One(check),
    example: "
        @预算
        ## 二、机构设置

        - 本部门预算是包括局本部以及下属1家预算单位的综合收支计划。其中，行政单位1家，事业单位1家，具体包括：
        + 本部门预算是包括局本部以及下属2家预算单位的综合收支计划。其中，行政单位1家，事业单位1家，具体包括：

        1.示例市档案局本部

        2.示例市档案服务中心
    ",
}

/// Kinds of units, as they are counted.
const KINDS: &[&str] = &[
    "行政单位", "参公单位", "参公事业单位", "参照公务员法管理的事业单位", "参照公务员法管理事业单位", "全额拨款事业单位", "差额拨款事业单位", "公益一类事业单位",
    "公益二类事业单位", "其他事业单位", "事业单位", "社会团体",
    "群团组织",
];
/// What a list says of a unit that has no budget of its own.
const WITHIN: &[&str] = &["不单列", "并入", "合并", "未单列", "不独立", "非独立", "未独立", "挂靠", "撤销", "注销", "含"];
/// Most units that are counted.
const MOST: usize = 400;

/// How many units there are, by one of the ways to say it.
struct Said {
    units: usize,
    words: String,
    refs: Vec<Ref>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let claims = &context.document.claims;
    let counted: Vec<(usize, &Claim)> = claims
        .iter()
        .enumerate()
        .filter(|(_, c)| c.measure == Measure::Count && matches!(c.classifier.as_deref(), Some("家" | "个")))
        .collect();
    let mut said: Vec<Said> = Vec::new();
    let mut listed_at: Option<usize> = None;
    for group in counted.chunk_by(|(_, a), (_, b)| a.section == b.section && a.sentence == b.sentence) {
        let Some((_, claim)) = group.first() else { continue };
        let narrative = context.document.sections.get(claim.section).is_some_and(|s| s.role == SectionRole::Narrative);
        if !narrative || listed_at.is_some_and(|s| s != claim.section) {
            continue;
        }
        for (units, words) in below(group).map_or_else(|| kinds(group), |b| vec![b]) {
            listed_at = Some(claim.section);
            let refs = group.iter().map(|(i, _)| Ref::Claim(*i)).collect();
            said.push(Said { units, words, refs });
        }
    }
    let Some(section) = listed_at else { return };
    let own = context.document.sections.get(section).map_or("", |s| s.text.as_str());
    let named = listed(own).map(|names| (names, Ref::Section(section))).or_else(|| tabled(context));
    if let Some((names, at)) = named {
        let doubtful = names.iter().any(|n| WITHIN.iter().any(|w| n.contains(w)));
        let same = said.iter().any(|s| s.units == names.len());
        if same || !doubtful {
            said.push(Said { units: names.len(), words: format!("名单列出 {} 家", names.len()), refs: vec![at] });
        }
    }
    let Some((one, rest)) = said.split_first() else { return };
    let refs: Vec<Ref> = said.iter().flat_map(|s| s.refs.iter().copied()).collect();
    if let Some(other) = rest.iter().find(|s| s.units != one.units) {
        let place = say::place(context, one.refs.first().copied().unwrap_or(Ref::Section(section)));
        let message = format!("{place}：{}，而{}", one.words, other.words);
        let both: Vec<Ref> = one.refs.iter().chain(&other.refs).copied().collect();
        findings.fail_with(message, &both, Decimal::from(one.units), Decimal::from(other.units), Decimal::ZERO);
        return;
    }
    if !rest.is_empty() {
        findings.pass(&refs, || "各处所说的单位家数一致".to_owned());
    }
    within(context, findings, one);
}

/// 本部门5个预算单位开展了…目标编报工作: no more than there are.
fn within(context: &Context<'_>, findings: &mut Findings<'_>, all: &Said) {
    for (index, claim) in context.document.claims.iter().enumerate() {
        let Some(some) = number(claim).filter(|_| claim.concept.as_deref() != Some(concept::VEHICLES)) else { continue };
        let own = ["本部门", "我部门"].iter().any(|w| claim.sentence.contains(&format!("{w}{}预算单位开展", claim.text)));
        if !own {
            continue;
        }
        if some <= all.units {
            findings.pass(&[], || "不多于单位家数".to_owned());
            continue;
        }
        let message = format!(
            "{}：{} 开展绩效目标编报，而{}。原文：{}",
            say::place(context, Ref::Claim(index)),
            claim.text,
            all.words,
            say::excerpt(&claim.sentence, 60)
        );
        let refs: Vec<Ref> = [Ref::Claim(index)].into_iter().chain(all.refs.iter().copied()).collect();
        findings.fail_with(message, &refs, Decimal::from(some), Decimal::from(all.units), Decimal::ZERO);
    }
}

fn number(claim: &Claim) -> Option<usize> {
    narrative::count(claim).and_then(|n| n.to_usize()).filter(|n| *n <= MOST)
}

/// 部门预算是包括局本部以及下属4家预算单位的综合收支计划: with the department's own office one more.
fn below(group: &[(usize, &Claim)]) -> Option<(usize, String)> {
    let [(_, claim)] = group else { return None };
    let (before, behind) = narrative::around(claim)?;
    let own = ["本部", "本级", "机关"].iter().any(|w| before.contains(w));
    let whole = ["部门预算", "部门决算"].iter().any(|w| before.contains(w)) && !before.contains("其中");
    let units = ["预算单位", "所属单位", "下属单位", "二级预算单位", "所属预算单位", "下属预算单位", "事业单位"];
    let units = units.iter().any(|w| behind.trim_start().starts_with(w));
    let tail = before.trim_end();
    let joined = ["下属", "所属", "和", "及", "以及", "与"].iter().any(|w| tail.ends_with(w));
    let n = number(claim).filter(|_| own && whole && units && joined)?;
    Some((n + 1, format!("本部和下属 {} 共 {} 家", claim.text, n + 1)))
}

/// 行政单位1家，参公单位1家，事业单位3家, and their total before them: 编制范围的单位共5家，其中：….
fn kinds(group: &[(usize, &Claim)]) -> Vec<(usize, String)> {
    let Some((_, first)) = group.first().filter(|(_, c)| !c.sentence.contains("机关运行经费")) else { return Vec::new() };
    let mut total = None;
    let mut sum = 0;
    let mut rest = first.sentence.as_str();
    for (n, (_, claim)) in group.iter().enumerate() {
        let (Some((before, behind)), Some(units)) = (rest.split_once(claim.text.as_str()), number(claim)) else {
            return Vec::new();
        };
        let counted = before.trim_end().trim_end_matches(['有', '共', '为']);
        let kind = counted.rsplit(['，', ',', '、', '；', '：', ' ', '中']).next().unwrap_or(counted);
        let lead = counted.strip_suffix(kind).unwrap_or("").trim_end_matches(['：', ':', '，', ',']);
        // 事业单位4家，其中参公单位1家 (or in brackets): a part of the kind before it.
        let part = n > usize::from(total.is_some()) && lead.ends_with("其中") || before.contains(['（', '(']);
        if n == 0 && kind.ends_with("范围的单位") {
            total = Some((units, format!("编制范围的单位共 {}", claim.text)));
        } else if KINDS.contains(&kind) && !part {
            sum += units;
        } else {
            return Vec::new();
        }
        rest = behind;
    }
    let sorted = group.len() - usize::from(total.is_some());
    let each: Vec<&str> = group.iter().skip(group.len() - sorted).map(|(_, c)| c.text.as_str()).collect();
    let all = (sorted >= 2).then(|| (sum, format!("各类单位（{}）共 {sum} 家", each.join("、"))));
    total.into_iter().chain(all).collect()
}

/// The numbered names behind 具体包括：.
fn listed(text: &str) -> Option<Vec<String>> {
    let cue = ["具体包括", "名单如下", "单位包括", "单位如下", "分别是", "分别为", "包括"];
    let at = cue.iter().find_map(|w| text.match_indices(w).find(|(at, w)| begins(text.get(at + w.len()..).unwrap_or(""))))?;
    let names: Vec<String> =
        items(opened(text.get(at.0 + at.1.len()..)?)?).into_iter().map(str::to_owned).collect();
    (names.len() >= 2 && names.iter().all(|n| n.chars().count() >= 3)).then_some(names)
}

/// Whether a numbered list begins behind the words that announce it.
fn begins(behind: &str) -> bool {
    opened(behind).is_some_and(|rest| !items(rest).is_empty())
}

/// What stands behind `：` and a remark in brackets before it.
fn opened(behind: &str) -> Option<&str> {
    let (remark, rest) = behind.split_once(['：', ':'])?;
    let remark = remark.trim();
    (remark.is_empty() || remark.starts_with(['（', '(']) && remark.ends_with(['）', ')'])).then(|| rest.trim_start())
}

/// The table of the units: a number and a name in each row.
fn tabled(context: &Context<'_>) -> Option<(Vec<String>, Ref)> {
    let mut found = context.tables().iter().filter(|v| v.table.columns.len() <= 3 && !v.has_figures && v.refused.is_none());
    let view = found.find(|v| v.column(concept::UNIT_NAME).is_some() && v.table.columns.first().is_some_and(|c| c.path.iter().any(|p| p == "序号")))?;
    let column = view.column(concept::UNIT_NAME)?;
    let rows = view.table.rows.iter();
    let names: Vec<String> = rows.filter_map(|r| Some(r.cells.iter().map(|c| c.text.as_str()).skip(column).collect::<Vec<_>>().join(" ").trim().to_owned()).filter(|t| !t.is_empty())).collect();
    (names.len() >= 2 && !view.guessed()).then_some((names, Ref::Table(view.index)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::test_support::failed;

    fn budget(words: &str) -> Vec<String> {
        failed(&format!("# 江边市档案局2025年部门预算\n\n## 一、机构设置\n\n{words}\n"))
    }

    #[test]
    fn three_ways_to_count_units() {
        let text = |below: u32, service: u32, last: &str| {
            format!(
                "江边市档案局部门预算是包括局本部以及下属{below}家预算单位的综合收支计划。\n\n本部门中，行政单位1家，事业单位{service}家，具体包括：\n\n\
                 1.江边市档案局本部\n\n2.江边市档案馆\n\n{last}"
            )
        };
        assert!(budget(&text(2, 2, "3.江边市档案服务中心")).is_empty());
        assert_eq!(budget(&text(3, 2, "3.江边市档案服务中心")), ["S412"]);
        assert_eq!(budget(&text(2, 3, "3.江边市档案服务中心")), ["S412"]);
        assert_eq!(budget(&text(2, 2, "")), ["S412"]);
        assert!(budget(&text(2, 2, "3.江边市档案服务中心，不单列预算\n\n4.江边市档案学会")).is_empty());
    }

    #[test]
    fn kinds_and_their_total() {
        let text = |all: u32, words: &str| budget(&format!("纳入江边市档案局2025年部门预算编制范围的单位共{all}个，其中：{words}。"));
        let plain = "行政单位1个、其他事业单位2个";
        assert_eq!((text(3, plain), text(4, plain)), (vec![], vec!["S412".to_owned()]));
        assert!(text(3, "行政单位1个、事业单位2个，其中参公事业单位1个").is_empty(), "a part is counted with its whole");
    }

    #[test]
    fn a_table_of_units_is_their_list() {
        let text = |n: u32| {
            format!(
                "# 江边市档案局2024年度部门决算\n\n## 二、机构设置\n\n江边市档案局部门决算汇总了局本级和{n}家所属单位，名单见下表：\n\n\
                 序号\t单位名称\t备注\n1\t江边市档案局（本级）\t\n2\t江边市档案馆\t\n3\t江边市档案服务中心\t\n"
            )
        };
        assert_eq!((failed(&text(2)), failed(&text(4))), (vec![], vec!["S412".to_owned()]));
    }

    #[test]
    fn more_units_take_part_than_there_are() {
        let text = |n: u32| {
            format!(
                "江边市档案局部门预算由局本部和下属2家预算单位的收支汇总而成。\n\n## 九、绩效目标设置情况\n\n本部门{n}个预算单位开展了2025年项目预算绩效目标编报工作。"
            )
        };
        assert_eq!((budget(&text(3)), budget(&text(4))), (vec![], vec!["S412".to_owned()]));
    }

    #[test]
    fn names_in_one_line() {
        assert_eq!(listed("包括： 1. 甲局本部；2. 乙中心；3. 丙中心。").map(|n| n.len()), Some(3));
        assert_eq!(listed("单位包括：\n1.甲局本部\n2.乙中心\n其他说明。").map(|n| n.len()), Some(2));
        assert_eq!(listed("包括办公室、财务科。"), None);
    }
}

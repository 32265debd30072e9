//! `Q604`: see [`RULE`].

use crate::model::{SectionRole, Severity};
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, Passage, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 国有资产占有使用情况的截止日期：决算里“截至某年12月31日”应是决算年度，预算里应是本年或上两年之内；项目的实施周期
    /// 应当包含本年度。“本部门某年没有……安排的预算，故本表为空表”之类的表注说的应是本年度；“本单位某年度无……”“某年收入预算……”开头、通段不提别的年份的陈述也是。写成别的年份，多是沿用上年文稿。讲项目由来的“截至某年底，已完成……”不在此列。
    Q604 "截止日期、实施周期与年度相符" Warning One(check),
    example: "
        @决算 2024
        # 一、国有资产占有使用情况说明

        - 截至2024年12月31日，本单位共有车辆2辆。
        + 截至2023年12月31日，本单位共有车辆2辆。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(year) = context.year() else {
        findings.insufficient("文件年度不明", &[]);
        return;
    };
    let mut slips = Slips::default();
    let mut years: Vec<(usize, i32)> = Vec::new();
    let prose = |k: PassageKind| matches!(k, PassageKind::Paragraph | PassageKind::Note);
    for (passage, found) in context.searched().all() {
        if !(found.has(Needle::Year) && prose(passage.kind)) {
            continue;
        }
        let text = passage.text;
        years.clear();
        years.extend(prose::years(text));
        if years.is_empty() {
            continue;
        }
        for &(at, stated) in &years {
            let until = text.get(..at).is_some_and(|h| h.trim_end().ends_with("截至") || h.trim_end().ends_with("截止"));
            if !until {
                continue;
            }
            let sentence = prose::sentence(text, at);
            let own = |words: &str| words.contains("资产") || words.contains("车辆情况");
            let heading = context.document.sections.get(passage.of).filter(|_| passage.kind == PassageKind::Paragraph);
            if !(own(sentence) || heading.is_some_and(|s| own(&s.title))) {
                continue;
            }
            if ASSETS.iter().any(|w| sentence.contains(w)) && stale(context, text, at, year - stated) {
                slips.add(context, &passage, &format!("“{}”", prose::around(text, at, at + 4, 6, 8)), sentence);
            }
        }
        if let Some(at) = empty(passage.kind, text, &years).filter(|(_, stated)| *stated != year).map(|(at, _)| at) {
            slips.add(context, &passage, &format!("“{}”", prose::around(text, at, at + 4, 8, 10)), text);
        }
        if passage.kind == PassageKind::Paragraph
            && let Some(at) = left_over(context, &passage, &years, year)
                .or_else(|| found.has(Needle::Own).then(|| template(context, text, &years, year)).flatten())
        {
            slips.add(context, &passage, &format!("“{}”", prose::around(text, at, at + 4, 8, 12)), prose::sentence(text, at));
        }
        if let Some((start, end, range)) = period(text, &years)
            && !(range.0..=range.1).contains(&year)
            && (context.is_budget() || context.is_account())
        {
            slips.add(context, &passage, &format!("“{}”", prose::around(text, start, end, 10, 4)), prose::sentence(text, start));
        }
    }
    let what = format!("年份与{year}年度不符");
    findings.slips(Severity::Warning, &what, slips);
}

/// The only year of a note that says why its table is empty: 本部门2025年无政府性基金…，故本表为空表.
fn empty(kind: PassageKind, text: &str, years: &[(usize, i32)]) -> Option<(usize, i32)> {
    let &[only] = years else { return None };
    let says = kind == PassageKind::Note && ["空表", "无数据", "为空"].iter().any(|w| text.contains(w));
    says.then_some(only)
}

/// What a paragraph says of its unit and year in a document of that year.
const STATED: &[&str] = &[
    "收入预算", "支出预算", "收支总预算", "收支预算", "收入支出总计", "收入总计", "支出总计", "收支总计", "部门预算", "单位预算", "部门决算", "单位决算",
    "政府采购", "机关运行经费", "“三公”经费", "一般公共预算", "政府性基金", "国有资本经营", "财政拨款收", "财政拨款支", "财政拨款“", "预算绩效管理工作", "项目总预算",
    "无", "没有", "未",
];
/// What tells a paragraph about another year than the document's.
const EARLIER: &[&str] = &["执行数", "执行情况", "上年", "上一年", "去年", "完成", "批复", "实际", "回顾", "以来", "起", "至"];

/// Where a paragraph that is the document's own statement names the year before: 某局2023年度无政府性基金…, in accounts
/// of 2024. It speaks of no other year, and nothing beside it says the same of the document's year.
fn left_over(context: &Context<'_>, passage: &Passage<'_>, years: &[(usize, i32)], year: i32) -> Option<usize> {
    let text = passage.text;
    let section = context.document.sections.get(passage.of)?;
    let &(at, stated) = years.first().filter(|(_, y)| *y == year - 1)?;
    if section.role != SectionRole::Narrative || years.iter().any(|(_, y)| *y != stated) {
        return None;
    }
    // A year that is compared with itself is the rule of comparisons' to tell.
    let compared = |at: usize| text.get(..at).is_some_and(|head| head.ends_with(['比', '较', '与']));
    if memchr::memmem::find_iter(text.as_bytes(), stated.to_string().as_bytes()).any(compared) {
        return None;
    }
    let owner = context.document.unit.name.as_deref().unwrap_or("");
    let before = text.get(..at)?.trim().trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十、.（）()".contains(c));
    let own = |words: &str| words.is_empty() || words == owner || ["本部门", "本单位", "我部门", "我单位", "我局"].contains(&words);
    let head = ["（部门）", "(部门)", "（本级）", "(本级)"].iter().find_map(|b| before.strip_suffix(b)).unwrap_or(before);
    let after = text.get(at + 4..)?.trim_start().strip_prefix('年')?.trim_start_matches(['度', '，', ',', ' ']);
    let mine = ["本部门", "本单位", "我部门", "我单位", "我局", owner].iter().filter(|w| !w.is_empty()).any(|w| after.starts_with(w));
    let says = mine || STATED.iter().any(|w| after.starts_with(w));
    // In a budget what was spent is of an earlier year, in accounts what is planned of a later one.
    let first = after.split(['，', '。', '；']).next().unwrap_or("");
    let other = EARLIER.iter().any(|w| first.contains(w) || section.title.contains(w)) || context.is_budget() && first.contains("决算");
    let again = || {
        let cue: String = after.chars().take(4).collect();
        [format!("{year}年{cue}"), format!("{year}年度{cue}"), format!("{year}年，{cue}")].iter().any(|w| section.text.contains(w))
    };
    (own(head) && says && !other && !again()).then_some(at)
}

/// What templates say of the document's own year only: budgets, accounts.
const OWN: [&[&str]; 2] = [
    &["项目预算绩效目标编报工作", "部门预算编制范围", "单位预算编制范围", "各项收支全部编入"],
    &[
        "“三公”经费支出决算数大于预算数", "“三公”经费支出决算数小于预算数", "预算绩效管理工作开展情况如下", "开支财政拨款的公务用车保有量", "部门决算编制范围",
        "单位决算编制范围",
    ],
];

/// What is looked for in every passage: [`OWN`].
pub(in crate::reconcile) fn needles() -> impl Iterator<Item = &'static str> {
    OWN.into_iter().flatten().copied()
}

/// Where such a sentence names the year before, and no other.
fn template(context: &Context<'_>, text: &str, years: &[(usize, i32)], year: i32) -> Option<usize> {
    let [budget, account] = OWN;
    let words = if context.is_account() { account } else { budget };
    let last = years.iter().filter(|(_, stated)| *stated == year - 1);
    last.map(|(at, _)| *at).find(|&at| {
        let sentence = prose::sentence(text, at);
        let alone = prose::years(sentence).nth(1).is_none();
        alone && words.iter().any(|w| sentence.contains(w))
    })
}

/// What a unit owns is stated as of a day.
const ASSETS: &[&str] = &["车辆", "资产", "设备"];

/// Whether assets as of a year `before` the document's own are out of date: accounts state them at the end of their
/// year, budgets at some day of the year before, or as the last accounts had them.
fn stale(context: &Context<'_>, text: &str, at: usize, before: i32) -> bool {
    let last_day = || {
        let tail = text.get(at + 4..).unwrap_or_default().chars().filter(|c| !c.is_whitespace());
        tail.take("年12月31日".chars().count()).eq("年12月31日".chars())
    };
    context.is_account() && before != 0 && last_day() || context.is_budget() && !(0..=2).contains(&before)
}

/// `2025年1月1日-2025年12月31日` as the time of a project: from January to December.
fn period(text: &str, all: &[(usize, i32)]) -> Option<(usize, usize, (i32, i32))> {
    if all.len() < 2 {
        return None;
    }
    let named = ["实施周期", "实施期限", "项目周期", "实施时间", "起止时间"];
    if !(text.chars().count() < 60 || named.iter().any(|n| text.contains(n))) {
        return None;
    }
    all.windows(2).find_map(|pair| {
        let &[(from, first), (to, last)] = <&[_; 2]>::try_from(pair).ok()?;
        let start = text.get(from + 4..to)?;
        let end = text.get(to + 4..)?;
        let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let (start, end) = (bare(start), bare(end));
        let joined = ["-", "—", "－", "–", "~", "～", "至", "到"].iter().any(|j| start.trim_start_matches(['年', '1', '月', '日', '0']) == *j || start.trim_end_matches('-').ends_with(j));
        let whole_years = start.starts_with("年1月") && end.starts_with("年12月");
        let length = end.find('日').map_or(0, |_| "年12月31日".len());
        (joined && whole_years && first <= last).then_some((from, to + 4 + length, (first, last)))
    })
}

#[cfg(test)]
mod tests {
    use crate::reconcile::test_support::failed;

    #[test]
    fn a_statement_left_from_the_last_year() {
        let account = |words: &str| failed(&format!("# 江边市档案馆2024年度单位决算\n\n## 八、政府性基金预算收支情况说明\n\n{words}\n"));
        assert!(account("江边市档案馆2024年度无政府性基金预算财政拨款收入和支出。").is_empty());
        assert_eq!(account("江边市档案馆2023年度无政府性基金预算财政拨款收入和支出。"), ["Q604"]);
        assert!(account("2023年度政府性基金收入5.00万元。2024年度政府性基金收入4.00万元。").is_empty());
        assert!(account("2023年度政府性基金收入5.00万元。\n\n2024年度政府性基金收入4.00万元。").is_empty());
        let budget = |words: &str| failed(&format!("# 江边市档案馆2025年单位预算\n\n## 三、政府采购情况说明\n\n{words}\n"));
        assert_eq!(budget("本部门2个预算单位开展了2024年项目预算绩效目标编报工作，编报绩效目标的项目9个。"), ["Q604"]);
        assert_eq!(budget("2024年本单位政府采购预算5.00万元。"), ["Q604"]);
        assert!(budget("2024年本单位政府采购执行数5.00万元。").is_empty());
    }
}

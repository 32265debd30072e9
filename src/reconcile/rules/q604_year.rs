//! `Q604`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 国有资产占有使用情况的截止日期：决算里“截至某年12月31日”应是决算年度，预算里应是本年或上两年之内；项目的实施周期
    /// 应当包含本年度。“本部门某年没有……安排的预算，故本表为空表”之类的表注说的应是本年度。写成别的年份，多是沿用上年文稿。讲项目由来的“截至某年底，已完成……”不在此列。
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
    let prose = |k: PassageKind| matches!(k, PassageKind::Paragraph | PassageKind::Note);
    for passage in prose::with(context, Needle::Year).filter(|p| prose(p.kind)) {
        let text = passage.text;
        for (at, stated) in prose::years(text) {
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
        if let Some(at) = empty(passage.kind, text).filter(|(_, stated)| *stated != year).map(|(at, _)| at) {
            slips.add(context, &passage, &format!("“{}”", prose::around(text, at, at + 4, 8, 10)), text);
        }
        if let Some((start, end, range)) = period(text)
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
fn empty(kind: PassageKind, text: &str) -> Option<(usize, i32)> {
    let says = kind == PassageKind::Note && ["空表", "无数据", "为空"].iter().any(|w| text.contains(w));
    let mut years = says.then(|| prose::years(text))?;
    let first = years.next()?;
    years.next().is_none().then_some(first)
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
fn period(text: &str) -> Option<(usize, usize, (i32, i32))> {
    let named = ["实施周期", "实施期限", "项目周期", "实施时间", "起止时间"];
    let all: Vec<(usize, i32)> = prose::years(text).collect();
    if all.len() < 2 || !(text.chars().count() < 60 || named.iter().any(|n| text.contains(n))) {
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

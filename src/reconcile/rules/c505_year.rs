//! `C505`: see [`RULE`].

use crate::model::{Severity, TableKind};
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 标题和表名里的年度、种类（预算、决算）应与封面一致。只看说得出“某年度部门（单位）预算（决算）”的标题和法定表的
    /// 表名；讲上年情况的标题不在此列。
    C505 "封面、标题与表名的年度和种类一致" Warning One(check),
    example: "
        @决算 2024
        - # 第三部分 示例市档案服务中心2024年度单位决算情况说明
        + # 第三部分 示例市档案服务中心2023年度单位决算情况说明

        收入支出情况如下。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(year) = context.year() else {
        findings.insufficient("文件年度不明", &[]);
        return;
    };
    let mut slips = Slips::default();
    let mut seen = false;
    for passage in prose::passages(context) {
        let named = match passage.kind {
            PassageKind::Heading => speaks_of_itself(passage.text),
            PassageKind::Title => {
                context.document.tables.get(passage.of).is_some_and(|t| t.kind != TableKind::Other && !t.title.contains("上年"))
            }
            _ => false,
        };
        if !named {
            continue;
        }
        let years: Vec<i32> = prose::years(passage.text).map(|(_, y)| y).collect();
        let [stated] = years.as_slice() else { continue };
        seen = true;
        if *stated != year {
            let number = match passage.kind {
                PassageKind::Heading => context.document.sections.get(passage.of).map_or("", |s| s.number.as_str()),
                _ => "",
            };
            let whole = format!("{number}{}", passage.text);
            slips.add(context, &passage, &format!("印作{stated}年"), &whole);
        }
    }
    if seen {
        findings.slips(Severity::Warning, &format!("标题或表名的年度与文件的{year}年度不一致"), slips);
    }
}

fn speaks_of_itself(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "部门决算", "单位决算", "决算情况说明", "决算公开", "部门预算", "单位预算", "预算编制说明", "预算安排情况说明", "预算情况说明", "预算公开",
    ];
    WORDS.iter().any(|w| title.contains(w)) && !["上年", "比", "执行情况", "绩效", "自评"].iter().any(|w| title.contains(w))
}

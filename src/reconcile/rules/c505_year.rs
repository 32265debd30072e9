//! `C505`: see [`RULE`].

use crate::model::{Section, SectionRole, Severity, TableKind};
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 标题和表名里的年度、种类（预算、决算）应与封面一致，目录里也是。只看说得出“某年度部门（单位）预算（决算）”的标题和法定表的
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
    for (passage, found) in context.searched().all() {
        // Most passages name no year. The contents are not searched.
        if !(found.has(Needle::Year) || passage.kind == PassageKind::Contents) {
            continue;
        }
        let named = match passage.kind {
            PassageKind::Heading => speaks_of_itself(passage.text),
            PassageKind::Title => {
                context.document.tables.get(passage.of).is_some_and(|t| t.kind != TableKind::Other && !t.title.contains("上年"))
            }
            PassageKind::Contents => speaks_of_itself(passage.text) || listed(context, passage.text),
            PassageKind::Paragraph => {
                let list = |s: &Section| s.role == SectionRole::Tables;
                context.document.sections.get(passage.of).is_some_and(list) && listed(context, passage.text)
            }
            _ => false,
        };
        if !named {
            continue;
        }
        let mut years = prose::years(passage.text).map(|(_, y)| y);
        let (Some(stated), None) = (years.next(), years.next()) else { continue };
        seen = true;
        if stated != year {
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

/// A line of the contents that names one of the tables of the year, not a report of the last.
fn listed(context: &Context<'_>, line: &str) -> bool {
    !["上年", "执行情况", "绩效", "自评"].iter().any(|w| line.contains(w))
        && context.entries().iter().any(|e| e.line == line.trim())
}

fn speaks_of_itself(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "部门决算", "单位决算", "决算情况说明", "决算公开", "部门预算", "单位预算", "预算编制说明", "预算安排情况说明", "预算情况说明", "预算公开",
    ];
    title.contains('算') && WORDS.iter().any(|w| title.contains(w)) && !["上年", "比", "执行情况", "绩效", "自评"].iter().any(|w| title.contains(w))
}

#[cfg(test)]
mod tests {
    use crate::pipeline::Media;
    use crate::{Config, read};

    #[test]
    fn the_contents_name_the_year_too() {
        let text = |year: i32| {
            format!(
                "# 江边市档案馆2025年单位预算\n\n## 目录\n\n一、主要职能\n\n1. 2025年单位收入预算总表\n\n2. {year}年单位支出预算总表\n\n## 主要职能\n\n负责档案。\n"
            )
        };
        let found = |year| {
            let read = read(text(year).as_bytes(), "a.txt", Media::Text, &Config::default()).unwrap();
            read.checks.iter().any(|c| c.rule == "C505" && c.status == crate::model::Status::Fail)
        };
        assert_eq!([found(2025), found(2024)], [false, true]);
    }
}

//! `C501`: see [`RULE`].

use crate::model::{SectionRole, Severity, TableKind};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref};
use crate::vocabulary::Vocabulary;

rule! {
    /// 法定公开的表应当齐全：收支、收入、支出总表，财政拨款收支总表，一般公共预算支出表和基本支出表，“三公”经费表，
    /// 政府性基金表，国有资本经营预算表。目录列有而正文没有的，是缺表；目录没有列、正文也没有的，只作提示。
    /// 正文里有这个表的题名却没有读到表格，或没有一张表能读出，或有页面没有读出的，不下结论。
    C501 "法定公开表齐全" Error One(check),
    example: "
        @决算 2024
        # 目录

        一、收入支出决算总表
        +
        + 二、支出决算表

        # 第二部分 2024年度单位决算表

        收入支出决算总表

        单位：万元

        收入||支出|
        项目|决算数|项目|决算数
        一、一般公共预算财政拨款收入|30.00|一、一般公共服务支出|30.00
        总计|30.00|总计|30.00
    ",
}

const STATUTORY: &[(TableKind, &str)] = &[
    (TableKind::RevenueExpenditureSummary, "收支总表"),
    (TableKind::RevenueSummary, "收入总表"),
    (TableKind::ExpenditureSummary, "支出总表"),
    (TableKind::FiscalAppropriationSummary, "财政拨款收支总表"),
    (TableKind::GeneralPublicExpenditure, "一般公共预算支出表"),
    (TableKind::GeneralPublicBasicExpenditure, "一般公共预算基本支出表"),
    (TableKind::ThreePublicExpenses, "“三公”经费表"),
    (TableKind::GovernmentFundExpenditure, "政府性基金预算支出表"),
    (TableKind::StateCapitalExpenditure, "国有资本经营预算支出表"),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let known = context.tables().iter().filter(|v| v.table.kind != TableKind::Other).count();
    if known == 0 {
        findings.insufficient("没有读到一张可辨认的法定表", &[]);
        return;
    }
    let entries = context.entries();
    let mut unlisted = Vec::new();
    for (kind, name) in STATUTORY {
        if let Some(view) = context.of_kind(*kind).next() {
            findings.pass(&[Ref::Table(view.index)], || format!("有{name}"));
            continue;
        }
        let listed = entries.iter().find(|e| e.kind == *kind);
        if let Some(section) = titled(context, *kind) {
            findings.insufficient(format!("正文有{name}的题名，但没有读到表格"), &[Ref::Section(section)]);
        } else if let Some(why) = context.unread() {
            findings.insufficient(format!("没有读到{name}；{why}"), &[]);
        } else if let Some(entry) = listed {
            findings.fail(
                format!("目录列有“{}”，正文没有这张表", entry.title),
                &[Ref::Section(entry.section)],
            );
            findings.attach_text(Ref::Section(entry.section), entry.line);
        } else {
            unlisted.push(*name);
        }
    }
    let others = entries.iter().filter(|e| e.kind != TableKind::Other && context.unread().is_none());
    for entry in others {
        let statutory = STATUTORY.iter().any(|(kind, _)| *kind == entry.kind);
        if statutory || context.of_kind(entry.kind).next().is_some() || titled(context, entry.kind).is_some() {
            continue;
        }
        let section = Ref::Section(entry.section);
        findings.fail_as(Severity::Warning, format!("目录列有“{}”，正文没有这张表", entry.title), &[section]);
        findings.attach_text(section, entry.line);
    }
    if !unlisted.is_empty() {
        findings.fail_as(Severity::Info, format!("目录与正文都没有{}", unlisted.join("、")), &[]);
    }
}

/// A section whose heading, or whose text outside the contents, is the title of such a table.
fn titled(context: &Context<'_>, kind: TableKind) -> Option<usize> {
    let vocabulary = Vocabulary::default();
    let title = |text: &str| {
        let short = (4..50).contains(&text.chars().count());
        short && text.trim_end().ends_with('表') && vocabulary.title_kind(text) == Some(kind)
    };
    let listed = context.entries();
    let narrative = |role| matches!(role, SectionRole::Narrative | SectionRole::Tables);
    context.document.sections.iter().position(|s| {
        narrative(s.role)
            && (title(&s.title) || s.text.lines().any(|l| title(l) && !listed.iter().any(|e| l.contains(e.title))))
    })
}

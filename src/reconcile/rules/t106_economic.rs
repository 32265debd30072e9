//! `T106`: see [`RULE`].

use super::t102_levels;
use crate::model::{Level, Scheme, TableKind, concept};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, Sum, TableView};

rule! {
    /// 按经济分类列示的表：301、302、303 等各类等于其各款之和；人员经费 = 301 + 303，公用经费 = 其余各类（302、
    /// 307、310、399 等）。公用经费不只是 302，所以不用 302 去比。
    T106 "经济分类：类 = 各款之和；人员经费 = 301 + 303，公用经费 = 其余各类" Error One(check),
    example: "
        @决算 2024
        一般公共预算财政拨款基本支出决算表

        单位：万元

        科目编码|科目名称|决算数|科目编码|科目名称|决算数
        301|工资福利支出|30.00|302|商品和服务支出|6.00
        - 30101|基本工资|10.00|30201|办公费|6.00
        + 30101|基本工资|10.00|30201|办公费|8.00
        30102|津贴补贴|20.00|310|资本性支出|1.00
        303|对个人和家庭的补助|2.00|31002|办公设备购置|1.00
        30302|退休费|2.00|||
        人员经费合计||32.00|公用经费合计||7.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for view in context.sound_tables().filter(|v| v.has_figures) {
        for (i, item) in view.items().iter().enumerate() {
            if matches!(item.scheme, Some(Scheme::Economic | Scheme::GovernmentEconomic)) {
                t102_levels::parts(view, i, findings);
            }
        }
        if view.table.kind == TableKind::GeneralPublicBasicExpenditure {
            split(view, findings);
            wages(view, findings);
        }
    }
}

/// 工资福利支出 is 人员经费 by definition: columns that have all of it under 公用经费 were exchanged.
fn wages(view: &TableView<'_>, findings: &mut Findings<'_>) {
    let (Some(people), Some(running)) = (view.column(concept::BASIC_PERSONNEL), view.column(concept::BASIC_PUBLIC)) else {
        return;
    };
    let Some(class) = view.by_code("301").filter(|&i| view.item(i).is_some_and(|i| i.scheme == Some(Scheme::Economic)))
    else {
        return;
    };
    let (own, other) = (view.value(class, people), view.value(class, running));
    if own.is_nonzero() {
        findings.pass(&own.at().into_iter().collect::<Vec<Ref>>(), || "工资福利支出列在人员经费".to_owned());
    } else if let (Some(figure), Some(at), true) = (other.figure(), other.at(), other.is_nonzero()) {
        let place = findings.place(at);
        let said = format!("{place}：工资福利支出 {} 全部列在公用经费，而它按定义是人员经费", findings.printed(&figure));
        findings.fail(said, &[at]);
    }
}

fn split(view: &TableView<'_>, findings: &mut Findings<'_>) {
    let (mut people, mut running) = (Sum::default(), Sum::default());
    for (i, item) in view.items().iter().enumerate() {
        if item.level != Some(Level::Class) || item.scheme != Some(Scheme::Economic) {
            continue;
        }
        let side = match item.code.as_deref() {
            Some("301" | "303") => &mut people,
            _ => &mut running,
        };
        side.add(view.amount(i));
    }
    let pairs = [(concept::BASIC_PERSONNEL, people, "301、303 两类之和"), (concept::BASIC_PUBLIC, running, "其余各类之和")];
    for (concept, sum, is) in pairs {
        if sum.printed == 0 {
            continue;
        }
        // Where 人员 and 公用 are columns, a class may have both (T101 adds them up).
        if let Some(whole) = view.line(concept).and_then(|line| view.amount(line).figure()) {
            let name = if concept == concept::BASIC_PERSONNEL { "人员经费" } else { "公用经费" };
            findings.equal(&whole, &sum, name, is);
        }
    }
}

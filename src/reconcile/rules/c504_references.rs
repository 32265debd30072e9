//! `C504`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 说明中“详见表5”“见附表3”所指的表应当存在，“详见表1-3”从小到大。表印有表号的，以表号为准，否则以表的个数为准。
    C504 "所引用的表存在" Warning One(check),
    example: "
        @预算
        - # 一、收支预算情况的总体说明（详见表1）
        + # 一、收支预算情况的总体说明（详见表3）

        收支情况如下。

        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let tables = &context.document.tables;
    if tables.is_empty() {
        return;
    }
    let printed: Vec<u32> = tables.iter().filter_map(|t| number(&t.number)).collect();
    let last = printed.iter().copied().max().unwrap_or_default().max(tables.len() as u32);
    let mut slips = Slips::default();
    let mut seen = false;
    for passage in prose::with(context, Needle::Reference).filter(|p| matches!(p.kind, PassageKind::Heading | PassageKind::Paragraph)) {
        for cue in ["详见表", "详见附表", "见附表", "参见表"] {
            for (at, _) in passage.text.match_indices(cue) {
                let tail: String = passage.text.get(at + cue.len()..).unwrap_or("").chars().filter(|c| !c.is_whitespace()).take(6).collect();
                let around = || format!("“{}”", prose::around(passage.text, at, at + cue.len(), 4, 6));
                let mut before = 0;
                for wanted in tail.split(['-', '—', '、', '至', '－']).map_while(number_at_start) {
                    seen = true;
                    // 详见表10-3: tables are named in their order.
                    if wanted < before && wanted <= last && before <= last {
                        slips.add(context, &passage, &format!("{}次序颠倒", around()), passage.text);
                    }
                    before = wanted;
                    if wanted > last {
                        slips.add(context, &passage, &format!("{}而文件只有{last}张表", around()), passage.text);
                    }
                }
            }
        }
    }
    if let Some(why) = context.unread().filter(|_| !slips.said.is_empty()) {
        findings.insufficient(format!("所引的表没有读到；{why}"), &[]);
    } else if seen {
        findings.slips(Severity::Warning, "引用的表不存在或次序颠倒", slips);
    }
}

/// The number in `表3`, `公开03表`.
fn number(caption: &str) -> Option<u32> {
    let digits: String = caption.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn number_at_start(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| *n > 0 && *n < 100)
}

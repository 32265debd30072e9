//! What kind of line stands around a table: title, unit, number, year, whose table, note.

use yusuan_parsers::unit::Unit;
use yusuan_parsers::{section, title};

use super::super::super::frame::labelled;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::folding;

/// A line of the caption that is no title: unit, number, year, whose table.
pub(super) fn is_frame_line(text: &str) -> bool {
    unit_line(text).is_some()
        || is_number(text)
        || is_year(text)
        || labelled(text).is_some()
        || is_label(text)
}

/// `编制部门：` with nothing behind it.
fn is_label(text: &str) -> bool {
    if text.len() > 1_000 {
        return false;
    }
    let folded = folding(text);
    [
        "部门:",
        "单位:",
        "编制部门:",
        "编制单位:",
        "单位名称:",
        "部门名称:",
        "填报单位:",
        "填报部门:",
        "预算单位:",
        "公开部门:",
    ]
    .contains(&&*folded)
}

fn is_year(text: &str) -> bool {
    if text.len() > 1_000 {
        return false;
    }
    let folded = folding(text);
    let inner = folded.trim_matches(|c| c == '(' || c == ')');
    inner.len() <= 10 && inner.starts_with("20") && inner.ends_with(['年', '度'])
}

fn is_number(text: &str) -> bool {
    let caption = title::caption(text);
    !caption.number.is_empty() && caption.title.is_empty() && text.trim() != "表"
}

/// The unit of a line `单位：万元`, `金额单位:元`, `（单位：万元）`, alone or beside other words.
pub(super) fn unit_line(text: &str) -> Option<Unit> {
    if !text.contains('位') {
        return None;
    }
    let folded = folding(text);
    let at = folded.rfind("单位:").map(|at| at + "单位:".len()).or_else(|| {
        let at = folded.rfind("计量单位")?;
        Some(at + "计量单位".len())
    })?;
    let word = folded[at..].trim_matches(['(', ')', ':', '_']).trim_start_matches("人民币");
    [Unit::TenThousand, Unit::Thousand, Unit::HundredMillion, Unit::Yuan]
        .into_iter()
        .find(|u| word.starts_with(u.as_str()))
}

/// Whether a line may be a table's title.
pub(super) fn is_title(text: &str, vocabulary: &Vocabulary) -> bool {
    if text.contains('。') {
        return false;
    }
    let plain = strip_unit(text);
    let folded = folding(plain);
    let length = folded.chars().count();
    if !(3..=60).contains(&length)
        || folded.contains(['。', ';', ','])
        || folded.starts_with("详见")
        || folded.starts_with('注')
    {
        return false;
    }
    let caption = title::caption(plain);
    if !caption.number.is_empty() && !caption.title.is_empty() && caption.number.contains('表') {
        return true;
    }
    // 支出预算分类汇总表（按政府预算经济分类） is told by its 表 too.
    let told = folded.ends_with('表')
        || folded.ends_with("(续表)")
        || folded.ends_with(')') && folded.contains("表(") && !folded.contains("见");
    let body = section::number(caption.title).map_or(caption.title, |(_, rest)| rest);
    told && !body.is_empty()
        || (folded.ends_with(['表', '出', ')', '算']) || !caption.number.is_empty())
            && !["说明", "情况", "安排", "详见"].iter().any(|w| folded.contains(w))
            && vocabulary.title_kind(plain).is_some()
}

/// A title without `单位：万元` and the brackets around it.
pub(super) fn strip_unit(text: &str) -> &str {
    if !text.contains("单位") {
        return text;
    }
    let marks = [
        "（单位：",
        "（单位:",
        "(单位：",
        "(单位:",
        "（金额单位",
        "(金额单位",
        "单位：",
        "单位:",
        "金额单位",
    ];
    match marks.iter().filter_map(|m| text.find(m)).min() {
        Some(at) if at > 0 => text[..at].trim_end(),
        _ => text,
    }
}

pub(super) fn is_note(text: &str) -> bool {
    let folded = folding(text);
    ["注:", "注1", "注：", "说明:", "备注:", "注释:", "注.", "注、", "附注", "※", "*注"]
        .iter()
        .any(|m| folded.starts_with(m))
}

/// Template hints are printed between 注 and 说明, and beginnings of notes that carry no 注.
pub(super) fn is_hint(text: &str) -> bool {
    let folded = folding(text);
    folded.chars().count() < 120
        && [
            "本表下方",
            "保留该表",
            "本表无数据",
            "此表无数据",
            "本表为空",
            "空表",
            "本表反映",
            "四舍五入",
            "本表数据",
            "表内数据",
            "尾数",
        ]
        .iter()
        .any(|m| folded.contains(m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_lines() {
        for (line, unit) in [
            ("单位：万元", Some(Unit::TenThousand)),
            ("金额单位：元", Some(Unit::Yuan)),
            ("编制部门：甲局 单位:元", Some(Unit::Yuan)),
            ("（单位：千元）", Some(Unit::Thousand)),
            ("单位：__万元__", Some(Unit::TenThousand)),
            ("单位名称：甲局", None),
            ("单位：甲局", None),
            ("部门：甲局　　单位：人民币万元", Some(Unit::TenThousand)),
        ] {
            assert_eq!(unit_line(line), unit, "{line}");
        }
    }

    #[test]
    fn titles() {
        let v = Vocabulary::default();
        for yes in [
            "表 1： 2023 年收支总表",
            "1: 2023年市级单位收支预算总表",
            "收入决算表",
            "部门收支总表（单位：万元）",
            "表 9： 2023 年国有资本经营预算支出",
            "二、收入决算表",
        ] {
            assert!(is_title(yes, &v), "{yes}");
        }
        for no in [
            "二、收入预算情况说明（详见表 2）",
            "单位：万元",
            "公开01表",
            "注：本表无数据",
            "详见项目绩效目标表",
            "七、绩效目标",
            "三、2024年单位预算安排",
        ] {
            assert!(!is_title(no, &v), "{no}");
        }
    }
}

//! `X212`: see [`RULE`].

use crate::model::{SectionRole, TableKind};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, TableView, say};
use crate::vocabulary::{Vocabulary, fold};

rule! {
    /// 目录（或表格清单）中的表名与表上的题名应当一致。年度、单位名称、“部门”“单位”等字样和标点写法不计。
    X212 "表的题名 = 目录中的表名" Warning One(check),
    example: "
        @预算
        # 目录

        - 表1. 2025年单位支出预算总表
        + 表1. 2025年单位支出预算表

        # 一、预算表

        表1：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00
    ",
}

/// A table as the contents list it.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Section that lists it.
    pub section: usize,
    /// The line as printed.
    pub line: &'a str,
    /// Its number, where it says 表N.
    pub number: Option<u32>,
    /// The entry without number and page.
    pub title: &'a str,
    /// Which statutory table it names.
    pub kind: TableKind,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let entries = context.entries();
    for entry in entries {
        let Some(view) = meant(context, entry, entries) else { continue };
        let refs = [Ref::Section(entry.section), Ref::Table(view.index)];
        if entry.title == view.table.title || plain(entry.title) == plain(&view.table.title) {
            findings.pass(&refs, || format!("{}一致", entry.title));
        } else {
            let place = say::place(context, Ref::Table(view.index));
            findings.fail(format!("{place}：目录中名为“{}”，表上题名为“{}”", entry.title, view.table.title), &refs);
        }
    }
}

/// The table that an entry names: the one with its number, else the only one of its kind.
fn meant<'c, 'a>(context: &'c Context<'a>, entry: &Entry<'_>, entries: &[Entry<'_>]) -> Option<&'c TableView<'a>> {
    if let Some(number) = entry.number {
        let mut numbered = context.tables().iter().filter(|v| digits(&v.table.number) == Some(number));
        if let (Some(view), None) = (numbered.next(), numbered.next()) {
            return Some(view);
        }
    }
    let mut tables = context.of_kind(entry.kind);
    let only = tables.next().filter(|_| tables.next().is_none())?;
    (entries.iter().filter(|e| e.kind == entry.kind).count() == 1).then_some(only)
}

/// The number in `表3`, `表 3`, `公开03表`.
fn digits(text: &str) -> Option<u32> {
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The tables that the contents or a list of tables name.
pub fn entries<'a>(context: &Context<'a>) -> Vec<Entry<'a>> {
    let vocabulary = Vocabulary::default();
    let mut found: Vec<Entry<'a>> = Vec::new();
    for (section, s) in context.document.sections.iter().enumerate() {
        if !matches!(s.role, SectionRole::Contents | SectionRole::Tables) {
            continue;
        }
        for line in s.text.lines() {
            let title = entry(line);
            let long = title.chars().count();
            if (5..60).contains(&long)
                && (title.ends_with('表') || title.ends_with(['）', ')']) && title.contains('表'))
                && let Some(kind) = vocabulary.title_kind(title)
                && !found.iter().any(|e| e.title == title)
            {
                let head = line.get(..title.as_ptr().addr() - line.as_ptr().addr()).unwrap_or(line);
                let number = if head.contains('表') { digits(head) } else { None };
                found.push(Entry { section, line: line.trim(), number, title, kind });
            }
        }
    }
    found
}

/// A line of the contents without its number, dots and page.
fn entry(line: &str) -> &str {
    let line = line.trim();
    let line = line.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '…' | '·' | '(' | ')' | '（' | '）' | '-' | '—'));
    let line = line.trim_start_matches(['（', '(']);
    let numbered = line.find(['.', '．', '、', '：', ':', '）', ')']).filter(|&at| at <= 12).map(|at| {
        let after = at + line.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        (line.get(..at).unwrap_or(""), line.get(after..).unwrap_or(line))
    });
    match numbered {
        Some((number, rest)) if number.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "一二三四五六七八九十附表公开-".contains(c)) => {
            rest.trim()
        }
        _ => line,
    }
}

/// A title without years, owners and punctuation.
fn plain(title: &str) -> String {
    let mut plain = fold::fold(title);
    let years: Vec<String> = crate::reconcile::prose::years(&plain).map(|(_, y)| y.to_string()).collect();
    for year in years {
        for form in [format!("{year}年度"), format!("{year}年")] {
            plain = plain.replace(&form, "");
        }
    }
    for word in ["部门", "单位", "市级", "区级", "县级", "省级", "本级", "公开"] {
        plain = plain.replace(word, "");
    }
    plain.retain(char::is_alphanumeric);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_loses_number_and_page() {
        assert_eq!(entry("表 9. 2023 年单位项目支出预算表"), "2023 年单位项目支出预算表");
        assert_eq!(entry("三、支出决算表………… 12"), "支出决算表");
        assert_eq!(entry("4．2025年部门财政拨款收支预算总表"), "2025年部门财政拨款收支预算总表");
        assert_eq!(plain("2024年度部门收支总表"), plain("收支总表"));
    }
}

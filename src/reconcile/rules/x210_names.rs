//! `X210`: see [`RULE`].

use crate::model::{Claim, CodeSource, ItemRole, Scheme, Severity, TableKind};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings, Ref, TableView, say};
use crate::vocabulary::{Evidence, NameKind, Vocabulary, fold, order};

rule! {
    /// 同一科目在各表和说明中的名称、编码应当一致。有编码的按编码比名称；没有编码的，按上级科目和金额找到同一位置再比。
    /// 只差“支出”“等”字样或括号写法的不算；一张表有三个以上名称只印出开头（行高不够，单元格放不下）的，也不算；说明用了旧名称（医疗卫生与计划生育支出）而表用新名称的，算不一致。
    X210 "同一科目在各表与说明中的名称一致" Warning One(check),
    example: "
        @预算
        表3：2025年单位支出预算总表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        210|卫生健康支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00

        表5：2025年单位一般公共预算支出预算表

        单位：万元

        科目编码|科目名称|合计|基本支出|项目支出
        - 210|卫生健康支出|30.00|20.00|10.00
        + 210|医疗卫生与计划生育支出|30.00|20.00|10.00
        |合计|30.00|20.00|10.00
    ",
}

/// One printing of a subject's name.
struct Printing<'a> {
    scheme: Scheme,
    code: &'a str,
    name: &'a str,
    at: Ref,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let tables: Vec<&TableView<'_>> = context.sound_tables().collect();
    let mut all: Vec<Printing<'_>> = Vec::with_capacity(tables.iter().map(|v| v.items().len()).sum::<usize>() * 2);
    for view in &tables {
        for item in view.items() {
            if let (Some(code), Some(scheme), Some(column)) = (&item.code, item.scheme, item.name_column) {
                all.push(Printing { scheme, code, name: &item.name, at: Ref::Cell(view.index, item.row, column) });
            }
        }
    }
    for (i, claim) in context.document.claims.iter().enumerate() {
        narrative(i, claim, &mut all);
    }
    // A stable sort: within one subject the tables come first, in document order.
    all.sort_by_cached_key(|printing| order(printing.code) << 8 | printing.scheme as u64);
    let clipped = clipped(&all);
    for group in all.chunk_by(|a, b| a.code == b.code && a.scheme == b.scheme) {
        one(context, group, &clipped, findings);
    }
    let mut clashes: Vec<(Ref, Ref, String)> = Vec::new();
    for (view, other) in pairs(context) {
        by_position(view, other, &mut clashes);
    }
    report(context, clashes, findings);
    for view in &tables {
        nameless(view, findings);
    }
}

/// Names of one table that must end early before its cells are taken to be too small for them.
const CLIPPED: usize = 3;

/// Tables that print the beginnings of several names only: rows of a fixed height show no second line.
fn clipped(all: &[Printing<'_>]) -> Vec<usize> {
    let mut cut: Vec<(usize, usize)> = Vec::new();
    for group in all.chunk_by(|a, b| a.code == b.code && a.scheme == b.scheme) {
        for short in group {
            let Ref::Cell(table, ..) = short.at else { continue };
            if group.iter().any(|long| begins(short.name, long.name)) {
                match cut.iter_mut().find(|(t, _)| *t == table) {
                    Some((_, n)) => *n += 1,
                    None => cut.push((table, 1)),
                }
            }
        }
    }
    cut.into_iter().filter(|(_, n)| *n >= CLIPPED).map(|(table, _)| table).collect()
}

/// Whether a name is the beginning of a longer one.
fn begins(short: &str, long: &str) -> bool {
    short.len() < long.len() && long.starts_with(short) && short.chars().count() >= 4 && !alike(short, long)
}

/// A line among the economic classes that no list of names has.
fn nameless(view: &TableView<'_>, findings: &mut Findings<'_>) {
    let economic = |i: &&crate::model::Item| i.scheme == Some(Scheme::Economic);
    let coded = view.items().iter().filter(economic).count();
    let unknown: Vec<&crate::model::Item> = view
        .items()
        .iter()
        .filter(|i| i.code.is_none() && i.concept.is_none() && i.role != ItemRole::Total && !i.name.is_empty())
        .collect();
    if view.table.kind != TableKind::GeneralPublicBasicExpenditure || unknown.len() * 5 > coded {
        return;
    }
    for item in unknown {
        let at = Ref::Cell(view.index, item.row, item.name_column.unwrap_or_default());
        let said = format!("表{}《{}》的“{}”不是已知的经济分类科目名称", view.table.ordinal, view.table.title, item.name);
        findings.fail_as(Severity::Info, said, &[at]);
    }
}

/// All printings of one subject.
fn one(context: &Context<'_>, group: &[Printing<'_>], clipped: &[usize], findings: &mut Findings<'_>) {
    let Some(first) = group.first() else { return };
    // What no table lists is a matter of other rules.
    if !matches!(first.at, Ref::Cell(..)) {
        return;
    }
    if group.iter().all(|printing| printing.name == first.name) {
        official(context, first, first.name, findings);
        findings.pass(&[first.at], || format!("{} {}", first.code, first.name));
        return;
    }
    let mut names: Vec<(&str, Vec<Ref>)> = Vec::new();
    for printing in group {
        // A sentence may have been cut inside a name; only a name that says something else is another name.
        let cut = |name: &str| {
            matches!(printing.at, Ref::Claim(_)) && (name.ends_with(printing.name) || name.starts_with(printing.name))
        };
        let whole = !matches!(printing.at, Ref::Cell(table, ..) if clipped.contains(&table));
        if !whole && group.iter().any(|long| begins(printing.name, long.name)) {
            continue;
        }
        // Names of a table whose lines are not all there may have run together with those above and below.
        let guessed =
            |at: &Ref| matches!(at, Ref::Cell(t, ..) if context.view(*t).is_some_and(TableView::guessed));
        let run_on = |name: &str, refs: &[Ref]| {
            (guessed(&printing.at) || refs.iter().all(guessed))
                && (name.contains(printing.name) || printing.name.contains(name))
        };
        let same = |name: &str, refs: &[Ref]| alike(name, printing.name) || cut(name) || run_on(name, refs);
        match names.iter_mut().find(|(name, refs)| same(name, refs)) {
            Some((_, refs)) => refs.push(printing.at),
            None => names.push((printing.name, vec![printing.at])),
        }
    }
    // What could not be read is no other name.
    if let Some((name, refs)) = names.iter().find(|(name, _)| is_unread(name)) {
        let said = format!("编码 {} 的科目名称“{name}”有字未能读出，无法核对", first.code);
        findings.insufficient(said, refs.get(..1).unwrap_or_default());
        names.retain(|(name, _)| !is_unread(name));
    }
    if names.len() < 2 {
        let Some((name, _)) = names.first() else { return };
        official(context, first, name, findings);
        findings.pass(&[first.at], || format!("{} {}", first.code, first.name));
        return;
    }
    let said: Vec<String> = names
        .iter()
        .map(|(name, refs)| {
            let place = refs.first().map_or_else(String::new, |&at| say::place(context, at));
            format!("“{name}”（{place}等{}处）", refs.len())
        })
        .collect();
    let refs: Vec<Ref> = names.iter().flat_map(|(_, refs)| refs.iter().copied().take(3)).collect();
    findings.fail(format!("编码 {} 的科目名称不一致：{}", first.code, said.join("、")), &refs);
    for at in refs {
        if let Ref::Claim(c) = at
            && let Some(claim) = context.document.claims.get(c)
        {
            findings.attach_text(at, &claim.sentence);
        }
    }
}

/// Whether a character of a name could not be read.
fn is_unread(name: &str) -> bool {
    name.contains(char::REPLACEMENT_CHARACTER)
}

/// One finding for each pair of names, with every place of it.
fn report(context: &Context<'_>, clashes: Vec<(Ref, Ref, String)>, findings: &mut Findings<'_>) {
    let mut said: Vec<(String, Vec<Ref>)> = Vec::new();
    for (first, second, what) in clashes {
        match said.iter_mut().find(|(w, _)| *w == what) {
            Some((_, refs)) => refs.extend([first, second]),
            None => said.push((what, vec![first, second])),
        }
    }
    for (what, refs) in said {
        let places: Vec<String> = refs.iter().take(2).map(|&at| say::place(context, at)).collect();
        findings.fail(format!("{}：{what}", places.join(" 与 ")), &refs);
    }
}

/// Names that differ in brackets, 支出 or 等 only.
pub(super) fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let plain = |s: &str| fold::fold(s).replace("支出", "").replace('等', "").replace("费用", "费");
    fold::same(a, b) || plain(a) == plain(b)
}

/// Tables by subject that list the same subjects.
fn pairs<'c, 'a>(context: &'c Context<'a>) -> Vec<(&'c TableView<'a>, &'c TableView<'a>)> {
    let kinds = [TableKind::RevenueSummary, TableKind::ExpenditureSummary, TableKind::GeneralPublicExpenditure];
    let found: Vec<&TableView<'_>> =
        kinds.iter().filter_map(|k| context.table(*k)).filter(|v| v.refused.is_none() && v.has_figures).collect();
    let mut pairs = Vec::new();
    for (n, first) in found.iter().enumerate() {
        pairs.extend(found.iter().skip(n + 1).map(|second| (*first, *second)));
    }
    pairs
}

/// Subjects without a counterpart by name that stand alone in the same place of both tables, with the same amount.
fn by_position(view: &TableView<'_>, other: &TableView<'_>, clashes: &mut Vec<(Ref, Ref, String)>) {
    let printed = |v: &TableView<'_>| v.items().iter().any(|i| i.code_source == Some(CodeSource::Printed));
    if printed(view) && printed(other) {
        return;
    }
    let unmatched = |v: &TableView<'_>, o: &TableView<'_>| -> Vec<usize> {
        (0..v.items().len()).filter(|&i| v.is_subject(i) && o.counterpart(v, i).is_none()).collect()
    };
    let (mine, theirs) = (unmatched(view, other), unmatched(other, view));
    for &i in &mine {
        let Some(item) = view.item(i) else { continue };
        let parent = item.parent.and_then(|p| other.counterpart(view, p));
        if parent.is_none() && item.parent.is_some() {
            continue;
        }
        let amount = |v: &TableView<'_>, i: usize| v.value_of(i, "total").figure().map(|f| f.value);
        let here = mine.iter().filter(|&&m| view.item(m).is_some_and(|x| x.parent == item.parent)).count();
        let there: Vec<usize> = theirs
            .iter()
            .copied()
            .filter(|&t| other.item(t).is_some_and(|x| x.parent == parent && x.level == item.level))
            .collect();
        if let ([only], 1) = (there.as_slice(), here)
            && amount(view, i).is_some()
            && amount(view, i) == amount(other, *only)
            && let Some(twin) = other.item(*only)
            && let (Some(a), Some(b)) = (item.name_column, twin.name_column)
            && !alike(&item.name, &twin.name)
            && !(is_unread(&item.name) || is_unread(&twin.name))
        {
            clashes.push((
                Ref::Cell(view.index, item.row, a),
                Ref::Cell(other.index, twin.row, b),
                format!("同一位置的科目在一处名为“{}”，在另一处名为“{}”", item.name, twin.name),
            ));
        }
    }
}

/// The names of a claim's path, where its code reaches as deep as the path does.
fn narrative<'a>(i: usize, claim: &'a Claim, all: &mut Vec<Printing<'a>>) {
    let Some(code) = claim.code.as_deref() else { return };
    if claim.subject.len() * 2 + 1 > code.len() {
        return;
    }
    for (name, length) in claim.subject.iter().zip([3, 5, 7]) {
        if let Some(prefix) = code.get(..length) {
            let mark = |c: char| matches!(c, '0'..='9' | '（' | '）' | '(' | ')' | '、' | '.' | '．' | '“' | '”' | ' ');
            let name = name.trim_start_matches(mark);
            all.push(Printing { scheme: Scheme::Functional, code: prefix, name, at: Ref::Claim(i) });
        }
    }
}

/// An old official name in the tables is worth a hint.
fn official(context: &Context<'_>, first: &Printing<'_>, name: &str, findings: &mut Findings<'_>) {
    let vocabulary = Vocabulary::default();
    let known = vocabulary.subject(first.scheme, first.code, context.year());
    if known.is_some_and(|s| s.name == name && s.valid(context.year())) {
        return;
    }
    if is_unread(name) {
        return;
    }
    let relation = vocabulary.relation(first.scheme, first.code, name, context.year());
    if let (None, Some(subject)) = (relation, known)
        && subject.evidence == Evidence::Printed
        && !alike(&subject.name, name)
    {
        let place = say::place(context, first.at);
        let said = format!("{place}：编码 {} 印作“{name}”，常见的名称是“{}”", first.code, subject.name);
        findings.fail_as(Severity::Info, said, &[first.at]);
    }
    if relation == Some(NameKind::Superseded) {
        let official = known.map_or("", |s| s.name.as_ref());
        let place = say::place(context, first.at);
        let said = format!("{place}：编码 {} 印作“{name}”，是旧名称，现称“{official}”", first.code);
        findings.fail_as(Severity::Info, said, &[first.at]);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Status;
    use crate::pipeline::{Media, read};

    #[test]
    fn a_name_that_was_not_read_is_no_other_name() {
        let table = |n: u32, title: &str, name: &str| {
            format!("\n表{n}：2025年单位{title}\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n210\t{name}\t30.00\t20.00\t10.00\n\t合计\t30.00\t20.00\t10.00\n")
        };
        let outcomes = |name: &str| -> Vec<Status> {
            let text = format!(
                "# 示例市档案馆\n\n## 2025年单位预算\n{}{}",
                table(3, "支出预算总表", "卫生健康支出"),
                table(5, "一般公共预算支出预算表", name)
            );
            let found = read(text.as_bytes(), "a.txt", Media::Text, &crate::Config::default()).expect("a text");
            found.checks.iter().filter(|c| c.rule == "X210").map(|c| c.status).collect()
        };
        assert_eq!(outcomes("卫生保健支出"), [Status::Fail]);
        assert_eq!(outcomes("卫生健\u{fffd}支出"), [Status::Insufficient]);
    }
}

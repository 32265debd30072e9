//! What came out, as the page `docs/mutation.md`, and what falls short.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use yusuan::reconcile;

use super::{Mutant, SAMPLES};

/// A mutant that was read.
pub struct Tried<'a> {
    /// What was changed.
    pub mutant: &'a Mutant,
    /// The rules that noticed.
    pub rules: BTreeSet<String>,
    /// Whether the clean document says the changed thing twice.
    pub judged: bool,
}

/// The kinds whose mutants must be noticed when they count; the others show only which rules see them.
const DEMANDED: &[&str] = &[
    "表格数字首位改一位",
    "说明金额首位改一位",
    "说明百分比首位改一位",
    "删去一行",
    "两列数值互换",
    "科目改名",
    "增加改减少",
    "万元改元",
];
/// The share of them that must be, when all are tried; the few of a plain run may fall short by chance.
const LEAST: f64 = 0.98;
const LEAST_OF_A_SHARE: f64 = 0.75;

/// The page, and what was noticed too seldom or by no rule.
pub fn write(tried: &[Tried<'_>], examples: &[(&str, usize, usize)], all: bool) -> (String, Vec<String>) {
    let mut kinds: Vec<&str> = Vec::new();
    for t in tried {
        if !kinds.contains(&t.mutant.kind) {
            kinds.push(t.mutant.kind);
        }
    }
    kinds.sort_by_key(|k| DEMANDED.iter().position(|d| d == k).unwrap_or(DEMANDED.len()));
    let (mut demanded, mut others, mut poor) = (String::new(), String::new(), Vec::new());
    for kind in kinds {
        let of: Vec<&Tried<'_>> = tried.iter().filter(|t| t.mutant.kind == kind).collect();
        let judged: Vec<&&Tried<'_>> = of.iter().filter(|t| t.judged).collect();
        let noticed = judged.iter().filter(|t| !t.rules.is_empty()).count();
        let any = of.iter().filter(|t| !t.rules.is_empty()).count();
        let rate = noticed as f64 / judged.len().max(1) as f64;
        let rules = by_rule(&of);
        if DEMANDED.contains(&kind) {
            let share = rate * 100.0;
            let (made, count) = (of.len(), judged.len());
            let row = format!("| {kind} | {made} | {any} | {count} | {noticed} | {share:.1}% | {rules} |");
            let _ = writeln!(demanded, "{row}");
            if rate < if all { LEAST } else { LEAST_OF_A_SHARE } {
                poor.push(format!("{kind}: {noticed}/{}", judged.len()));
            }
        } else {
            let share = any as f64 / of.len().max(1) as f64 * 100.0;
            let _ = writeln!(others, "| {kind} | {} | {any} | {share:.1}% | {rules} |", of.len());
        }
    }
    let mut seen: BTreeSet<&str> = tried.iter().flat_map(|t| t.rules.iter().map(String::as_str)).collect();
    let own: Vec<String> = examples
        .iter()
        .filter(|(id, _, noticed)| *noticed > 0 && !seen.contains(id))
        .map(|(id, mutants, noticed)| format!("{id} {noticed} of {mutants}"))
        .collect();
    seen.extend(examples.iter().filter(|(_, _, noticed)| *noticed > 0).map(|(id, ..)| *id));
    if all {
        let silent = reconcile::RULES.iter().map(|r| r.id).filter(|id| !seen.contains(id));
        poor.extend(silent.map(|id| format!("{id}: noticed no mutant at all")));
    }
    let missed: Vec<String> = tried
        .iter()
        .filter(|t| t.judged && t.rules.is_empty() && DEMANDED.contains(&t.mutant.kind))
        .map(|t| {
            format!(
                "- {}, {}: `{}`",
                SAMPLES[t.mutant.sample],
                t.mutant.kind,
                t.mutant.what.replace('\t', " ")
            )
        })
        .collect();
    (page(tried.len(), &demanded, &others, &own, &missed), poor)
}

fn by_rule(of: &[&Tried<'_>]) -> String {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in of.iter().flat_map(|t| &t.rules) {
        *count.entry(rule).or_default() += 1;
    }
    let mut count: Vec<(&str, usize)> = count.into_iter().collect();
    count.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    count.iter().map(|(rule, n)| format!("{rule} {n}")).collect::<Vec<_>>().join(" · ")
}

fn page(count: usize, demanded: &str, others: &str, own: &[String], missed: &[String]) -> String {
    let list = |lines: &[String]| if lines.is_empty() { "none".to_owned() } else { lines.join(" · ") };
    let missed = if missed.is_empty() { "None.".to_owned() } else { missed.join("\n") };
    format!(
        "# Mutants\n\nMade by `YUSUAN_MUTATION=all cargo test --test mutation`: {count} mutants of the clean samples ({}), \
         each with one change, and read again. The last column says how many mutants of the kind each rule noticed, \
         the rules that a finding unites with its own included.\n\n\
         ## Figures, rows, columns and names\n\n\
         A mutant *counts* when the clean document says the changed thing twice, in two places that a rule compares. \
         Only then does the document itself show that something is wrong:\n\n\
         - a figure or a swapped column: some rule of the clean document holds an equality (not a bound, not a word of \
         direction) with one of the changed cells or sentences among its two sides;\n\
         - a removed row: such an equality has one of its cells, and the row is not the only part of a whole or the \
         whole of an only part with the same figures (what remains then says all that the row said);\n\
         - a renamed subject: another table or a sentence names the same subject;\n\
         - a change after which the tables have another shape, or the narrative another number of figures: always.\n\n\
         *Noticed* are those of them in which a rule fails that did not fail before; at least 98% must be.\n\n\
         | change | mutants | noticed of all | count | noticed | share | by rule |\n| --- | --: | --: | --: | --: | --: | --- |\n{demanded}\n\
         Those that count and were not noticed:\n\n{missed}\n\n\
         ## Words, marks, structure\n\n\
         What only one rule speaks of, all mutants counted.\n\n\
         | change | mutants | noticed | share | by rule |\n| --- | --: | --: | --: | --- |\n{others}\n\
         ## Rules that the samples have nothing for\n\n\
         Every number of each rule's own passing example is changed too, in one of the documents where it has \
         several. A rule that notices no mutant at all fails the test. Seen only there: {}.\n",
        SAMPLES.join(", "),
        list(own),
    )
}

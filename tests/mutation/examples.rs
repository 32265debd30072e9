//! Mutants of the rules' own passing examples: what the samples have nothing of, and several documents of one unit.

use std::collections::BTreeSet;

use rayon::prelude::*;
use yusuan::model::{Check, Disclosure};
use yusuan::reconcile::rule::{Body, Rule, Side};
use yusuan::reconcile::{RULES, Selection};

use super::judge::{failures, new_failures};
use super::makers::changed;
use super::read;

/// For each rule the mutants of its passing example, and how many of them it notices itself.
pub fn tried() -> Vec<(&'static str, usize, usize)> {
    RULES
        .par_iter()
        .map(|rule| {
            let texts = rule.example(Side::Passing);
            let clean = failures(&outcomes(rule, &texts));
            let mutants = mutants(&texts);
            let noticed = |m: &&Vec<String>| {
                let rules: BTreeSet<String> = new_failures(&clean, &outcomes(rule, m));
                rules.contains(rule.id)
            };
            (rule.id, mutants.len(), mutants.iter().filter(noticed).count())
        })
        .collect()
}

fn outcomes(rule: &Rule, texts: &[String]) -> Vec<Check> {
    let documents: Vec<Disclosure> = texts.iter().map(|t| read(t)).collect();
    match rule.check {
        Body::Across(_) => {
            let documents: Vec<&Disclosure> = documents.iter().collect();
            yusuan::reconcile::across(&documents, &Selection::default(), false).0
        }
        Body::One(_) => documents.into_iter().flat_map(|d| d.checks).collect(),
    }
}

/// One number of one document with its first digit changed; a code of two digits without its zero.
fn mutants(texts: &[String]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        // The cover says whose document of which year it is.
        let body = text
            .find("\n\n## ")
            .and_then(|at| text[at + 4..].find('\n').map(|end| at + 4 + end))
            .unwrap_or(0);
        let digit = |c: char| c.is_ascii_digit();
        let mut at = body;
        while let Some(from) = text[at..].find(digit).map(|i| at + i) {
            let end = text[from..]
                .find(|c: char| !(digit(c) || matches!(c, '.' | ',')))
                .map_or(text.len(), |i| from + i);
            let number = &text[from..end];
            let mut edit = |new: String| {
                let mut texts = texts.to_vec();
                texts[n] = format!("{}{new}{}", &text[..from], &text[end..]);
                out.push(texts);
            };
            edit(changed(number));
            if let Some(bare) = number.strip_prefix('0').filter(|n| n.len() == 1) {
                edit(bare.to_owned());
            }
            at = end;
        }
    }
    out
}

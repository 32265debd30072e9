//! Codes of subjects that are printed by name alone: the official tree and the sums decide.
//!
//! A name can be a 款 and a 项 at once (其他社会保障和就业支出), or a 项 under dozens of 款 (行政运行). The rows are
//! read in order; a few best readings are kept, each with its open 类 and 款 and what is still missing in their sums.

use rust_decimal::Decimal;

use crate::model::{Level, Scheme};
use crate::vocabulary::{NameKind, Vocabulary, level_of};

/// A row to resolve.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub name: &'a str,
    pub figure: Option<Decimal>,
}

/// What became of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Resolved {
    pub level: Option<Level>,
    pub code: Option<String>,
}

/// Readings kept after each row.
const BEAM: usize = 24;
/// Rows beyond this number stay without codes: no printed table is longer.
const ROWS: usize = 5_000;

/// One reading of the rows so far.
#[derive(Debug, Clone)]
struct State {
    cost: u32,
    class: Option<Open>,
    division: Option<Open>,
    last: Option<Level>,
    /// Index into the trail.
    trail: Option<usize>,
}

/// An open 类 or 款.
#[derive(Debug, Clone)]
struct Open {
    code: Option<String>,
    figure: Option<Decimal>,
    sum: Decimal,
    children: u32,
    /// Its step in the trail, where a code found later is written.
    step: usize,
}

#[derive(Debug, Clone)]
struct Step {
    before: Option<usize>,
    level: Level,
    code: Option<String>,
    /// A step whose code this one tells (a 款 of unknown name, by its 项).
    tells: Option<(usize, String)>,
}

/// The rows' levels and codes. `classes` alone: every row is a 类 (the lines of 收支总表).
pub(super) fn resolve(
    rows: &[Named<'_>],
    scheme: Scheme,
    vocabulary: &Vocabulary,
    year: Option<i32>,
    classes: bool,
) -> Vec<Resolved> {
    let mut steps: Vec<Step> = Vec::new();
    let mut beam = vec![State { cost: 0, class: None, division: None, last: None, trail: None }];
    for row in rows.iter().take(ROWS) {
        let mut candidates: Vec<(Level, Option<String>, u32)> = vocabulary
            .candidates(scheme, row.name)
            .into_iter()
            .filter(|c| !classes || c.code.len() == 3)
            .map(|c| {
                let valid = vocabulary.subjects(scheme, c.code).any(|s| s.valid(year));
                let cost = match c.kind {
                    NameKind::Official => 0,
                    NameKind::Spelling => 1,
                    NameKind::Variant => 3,
                    NameKind::Superseded => 4,
                    NameKind::Error => 20,
                };
                (level_of(c.code), Some(c.code.to_owned()), cost + u32::from(!valid) * 6)
            })
            .collect();
        if classes {
            if let Some((level, code, _)) = candidates.into_iter().min_by_key(|c| c.2) {
                push_plain(&mut beam, &mut steps, level, code);
            } else {
                push_plain(&mut beam, &mut steps, Level::Line, None);
            }
            continue;
        }
        let deepest = if scheme == Scheme::Functional { Level::Item } else { Level::Division };
        candidates.push((Level::Division, None, 30));
        if deepest == Level::Item {
            candidates.push((Level::Item, None, 30));
        }
        candidates.push((Level::Class, None, 60));
        beam = advance(&beam, &candidates, row.figure, &mut steps);
    }
    let mut resolved = vec![Resolved::default(); rows.len()];
    let best = beam.into_iter().min_by_key(|s| close(s.division.as_ref()) + close(s.class.as_ref()) + s.cost);
    let mut at = best.and_then(|s| s.trail);
    let mut index = rows.len().min(ROWS);
    let mut told: Vec<(usize, String)> = Vec::new();
    while let (Some(step), Some(next)) = (at, index.checked_sub(1)) {
        let Step { before, level, code, tells } = &steps[step];
        told.extend(tells.clone());
        let code = code.clone().or_else(|| told.iter().find(|(s, _)| *s == step).map(|(_, c)| c.clone()));
        resolved[next] = Resolved { level: Some(*level).filter(|l| *l != Level::Line), code };
        at = *before;
        index = next;
    }
    resolved
}

fn push_plain(beam: &mut [State], steps: &mut Vec<Step>, level: Level, code: Option<String>) {
    if let Some(state) = beam.first_mut() {
        steps.push(Step { before: state.trail, level, code, tells: None });
        state.trail = Some(steps.len() - 1);
    }
}

/// What it costs to leave a subject: children that do not add up to it, or none at all.
fn close(open: Option<&Open>) -> u32 {
    match open {
        Some(Open { children: 0, .. }) => 8,
        Some(Open { figure: Some(figure), sum, .. }) if (figure - sum).abs() > Decimal::from(1_000) => 12,
        _ => 0,
    }
}

fn advance(
    beam: &[State],
    candidates: &[(Level, Option<String>, u32)],
    figure: Option<Decimal>,
    steps: &mut Vec<Step>,
) -> Vec<State> {
    let mut next: Vec<(u32, usize, usize)> = Vec::new();
    for (s, state) in beam.iter().enumerate() {
        for (c, (level, code, cost)) in candidates.iter().enumerate() {
            next.push((state.cost + cost + step_cost(state, *level, code.as_deref()), s, c));
        }
    }
    next.sort_unstable();
    next.truncate(BEAM);
    next.into_iter()
        .map(|(cost, s, c)| {
            let state = &beam[s];
            let (level, code, _) = &candidates[c];
            follow(state, *level, code.clone(), figure, cost, steps)
        })
        .collect()
}

fn step_cost(state: &State, level: Level, code: Option<&str>) -> u32 {
    let class = state.class.as_ref();
    let division = state.division.as_ref();
    let under = |open: Option<&Open>, prefix: &str| match open {
        None => 25,
        Some(Open { code: Some(code), .. }) if code == prefix => 0,
        Some(Open { code: None, .. }) => 3,
        Some(_) => 40,
    };
    match level {
        Level::Class => close(division) + close(class),
        Level::Division => {
            close(division) + code.map_or(if class.is_some() { 0 } else { 25 }, |c| under(class, &c[..3]))
        }
        _ => match code {
            None if division.is_some() => 0,
            None => 25,
            Some(c) => {
                let own = under(division, &c[..5]);
                // A 款 of unknown name is told by its 项, if that fits the 类.
                let fits = class.is_none_or(|k| k.code.as_deref().is_none_or(|k| c.starts_with(k)));
                if fits { own } else { own.max(40) }
            }
        },
    }
}

fn follow(
    state: &State,
    level: Level,
    code: Option<String>,
    figure: Option<Decimal>,
    cost: u32,
    steps: &mut Vec<Step>,
) -> State {
    let mut next = state.clone();
    next.cost = cost;
    next.last = Some(level);
    let amount = figure.unwrap_or_default();
    let step = steps.len();
    let open = |code| Some(Open { code, figure, sum: Decimal::ZERO, children: 0, step });
    let mut tells = None;
    match level {
        Level::Class => {
            next.class = open(code.clone());
            next.division = None;
        }
        Level::Division => {
            if let Some(class) = &mut next.class {
                class.sum += amount;
                class.children += 1;
            }
            next.division = open(code.clone());
            // Economic subjects have no 项: their 款 need no children.
            if code.as_deref().is_some_and(|c| c.starts_with(['3', '5'])) {
                next.division = None;
            }
        }
        _ => {
            if let Some(division) = &mut next.division {
                division.sum += amount;
                division.children += 1;
                if let (None, Some(code)) = (&division.code, &code) {
                    tells = Some((division.step, code[..5].to_owned()));
                    division.code = Some(code[..5].to_owned());
                }
            }
        }
    }
    steps.push(Step { before: state.trail, level, code, tells });
    next.trail = Some(step);
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(rows: &[(&str, &str)], scheme: Scheme) -> Vec<String> {
        let rows: Vec<Named<'_>> =
            rows.iter().map(|(name, figure)| Named { name, figure: figure.parse().ok() }).collect();
        resolve(&rows, scheme, &Vocabulary::default(), Some(2023), false)
            .into_iter()
            .map(|r| r.code.unwrap_or_default())
            .collect()
    }

    #[test]
    fn one_name_at_two_levels_and_under_many() {
        let found = codes(
            &[
                ("一般公共服务支出", "30000.00"),
                ("群众团体事务", "30000.00"),
                ("行政运行", "20000.00"),
                ("一般行政管理事务", "10000.00"),
                ("社会保障和就业支出", "90000.00"),
                ("行政事业单位养老支出", "50000.00"),
                ("行政单位离退休", "50000.00"),
                ("其他社会保障和就业支出", "40000.00"),
                ("其他社会保障和就业支出", "40000.00"),
            ],
            Scheme::Functional,
        );
        assert_eq!(
            found,
            ["201", "20129", "2012901", "2012902", "208", "20805", "2080501", "20899", "2089999"]
        );
    }

    #[test]
    fn an_unknown_name_is_told_by_what_stands_below_it() {
        let found = codes(
            &[("科学技术支出", "5000.00"), ("技术与开拓", "5000.00"), ("科技成果转化与扩散", "5000.00")],
            Scheme::Functional,
        );
        assert_eq!(found, ["206", "20604", "2060404"]);
    }

    #[test]
    fn economic_names() {
        let found = codes(
            &[
                ("工资福利支出", "30000.00"),
                ("基本工资", "30000.00"),
                ("对个人和家庭的补助", "100.00"),
                ("退休费", "100.00"),
            ],
            Scheme::Economic,
        );
        assert_eq!(found, ["301", "30101", "303", "30302"]);
    }
}

//! How the facts of a disclosure are invented, and varied from year to year.

use super::{Facts, Fund, Line, Project, Shape, ThreePublic};
use crate::catalogue::{CAPITAL, FIELDS, Field, GOODS, SUBSIDIES, WAGES};
use crate::money::{Money, WAN_CENT};
use crate::names::invent;
use crate::rng::Rng;

impl Facts {
    /// Invents a unit.
    pub fn invent(seed: u64, shape: Shape) -> Self {
        let mut rng = Rng::new(seed, shape.salt);
        let field = rng.pick(FIELDS);
        let names = invent(&mut rng, field, shape.district);
        let year = rng.range(2022, 2026) as i32;
        let staff = rng.range(18, 160);
        let step = shape.step;
        let wan = |rng: &mut Rng, low: i64, high: i64| {
            let cents = rng.range(low * 100, high * 100) * WAN_CENT;
            Money(if step < WAN_CENT { cents + rng.range(0, WAN_CENT / step - 1) * step } else { cents })
        };
        let service = field.service.filter(|_| rng.chance(70));
        let wages = wan(&mut rng, staff * 18, staff * 26);
        let service_wages = if service.is_some() { wan(&mut rng, staff * 4, staff * 9) } else { Money::ZERO };
        let extra = wan(&mut rng, staff / 4, staff / 2 + 1);
        let retired = wan(&mut rng, staff, staff * 3);
        let goods = wan(&mut rng, staff * 3, staff * 6);
        let service_goods = if service.is_some() { wan(&mut rng, staff / 2 + 1, staff) } else { Money::ZERO };
        let activity = wan(&mut rng, 1, staff / 10 + 2);
        let pension = Money(rng.range(staff * 180, staff * 260) * WAN_CENT * 2);
        let annuity = Money(pension.0 / 2 / step * step);
        let medical = wan(&mut rng, staff, staff * 2);
        let service_medical =
            if service.is_some() { wan(&mut rng, staff / 4 + 1, staff / 2 + 2) } else { Money::ZERO };
        let housing = if shape.housing { wan(&mut rng, staff * 2, staff * 3) } else { Money::ZERO };
        let allowance = if shape.housing { wan(&mut rng, staff / 2 + 1, staff * 2) } else { Money::ZERO };

        let mut lines = vec![
            basic(field.running, wages + extra, goods),
            basic("2080501", retired, activity),
            basic("2080505", pension, Money::ZERO),
            basic("2080506", annuity, Money::ZERO),
            basic("2101101", medical, Money::ZERO),
        ];
        if let Some(code) = service {
            lines.push(basic(code, service_wages, service_goods));
            lines.push(basic("2101102", service_medical, Money::ZERO));
        }
        if shape.housing {
            lines.push(basic("2210201", housing, Money::ZERO));
            lines.push(basic("2210203", allowance, Money::ZERO));
        }
        let wanted = shape.lines.saturating_sub(lines.len()).clamp(2, field.projects.len() + 1);
        let mut codes: Vec<&'static str> =
            field.projects.iter().copied().filter(|c| Some(*c) != service).collect();
        while codes.len() > wanted.min(field.projects.len()) {
            let at = rng.range(0, codes.len() as i64 - 1) as usize;
            codes.remove(at);
        }
        if wanted > field.projects.len() {
            codes.push("2050803");
        }
        for code in codes {
            let amount = wan(&mut rng, 8, 900);
            lines.push(Line {
                project: Money(amount.0 / step * step),
                ..basic(code, Money::ZERO, Money::ZERO)
            });
        }
        if let Some(code) = field.fund.filter(|_| shape.rich && rng.chance(60)) {
            let amount = wan(&mut rng, 20, 600);
            lines.push(Line {
                fund: Fund::Government,
                project: amount,
                ..basic(code, Money::ZERO, Money::ZERO)
            });
        }
        let own_is_business = service.is_some() && rng.chance(50);
        if shape.rich && rng.chance(60) {
            let at = lines.len() - 1;
            if lines[at].fund == Fund::General {
                lines[at].own = wan(&mut rng, 5, 120);
                if shape.carried && rng.chance(50) {
                    lines[at].carried = wan(&mut rng, 1, 40);
                }
            }
        }
        lines.sort_by_key(|l| l.code);
        for line in &mut lines {
            let fiscal = line.fiscal();
            line.prior = near(&mut rng, fiscal, 25, step);
            line.planned = near(&mut rng, fiscal, 12, step);
        }

        let vehicles = rng.range(0, 6);
        let three = three_public(&mut rng, vehicles, staff);
        let three_prior = vary(&mut rng, three);
        let three_planned = more(&mut rng, three);
        let publics = goods + service_goods + activity;
        let mut economics = split_items(&mut rng, WAGES, wages + service_wages, step);
        add_item(&mut economics, "30102", "津贴补贴", allowance);
        add_item(&mut economics, "30108", "机关事业单位基本养老保险缴费", pension);
        add_item(&mut economics, "30109", "职业年金缴费", annuity);
        add_item(&mut economics, "30110", "职工基本医疗保险缴费", medical + service_medical);
        add_item(&mut economics, "30113", "住房公积金", housing);
        let mut subsidies = split_items(&mut rng, SUBSIDIES, retired + extra, step);
        economics.append(&mut subsidies);
        let equipment = if rng.chance(60) { Money(publics.0 / 20 / step * step) } else { Money::ZERO };
        let bound = three.abroad + three.reception + three.operation;
        let free = publics - equipment - bound;
        let mut goods_items = split_items(&mut rng, GOODS, free, step);
        economics.append(&mut goods_items);
        add_item(&mut economics, "30212", "因公出国（境）费用", three.abroad);
        add_item(&mut economics, "30217", "公务接待费", three.reception);
        add_item(&mut economics, "30231", "公务用车运行维护费", three.operation);
        let mut capital = split_items(&mut rng, CAPITAL, equipment, step);
        economics.append(&mut capital);
        economics.sort_by_key(|(code, _, _)| *code);

        let agency = Money((goods.0 - three.abroad.0 / 2) / WAN_CENT * WAN_CENT);
        let agency_prior = near(&mut rng, agency, 10, WAN_CENT);
        let projects = projects(&mut rng, field, &lines, step);
        let bought: Money = projects.iter().map(|p| p.general).sum();
        let bought = Money(bought.0 / 3 / WAN_CENT * WAN_CENT);
        let works = if rng.chance(40) { 30 } else { 0 };
        let kinds = rng.split_by(bought.0, &[20, works, 50], WAN_CENT);
        let reserved = Money(bought.0 / 10 * 6 / WAN_CENT * WAN_CENT);
        let balances = shape.rich && shape.carried && rng.chance(50);
        let opening =
            if balances { (wan(&mut rng, 1, 60), wan(&mut rng, 1, 30)) } else { (Money::ZERO, Money::ZERO) };
        Self {
            names,
            field,
            year,
            lines,
            economics,
            three,
            three_prior,
            three_planned,
            agency: (agency, agency_prior),
            procurement: [Money(kinds[0]), Money(kinds[1]), Money(kinds[2])],
            reserved: (reserved, Money(reserved.0 / 2 / WAN_CENT * WAN_CENT)),
            projects,
            own_is_business,
            opening,
            closing: opening,
            vehicles,
        }
    }

    /// The same unit with other figures: wages, “三公” and projects are a little more or less, and all that is made
    /// of them follows.
    pub fn varied(&self, rng: &mut Rng, step: i64) -> Self {
        let mut next = self.clone();
        let wages = next.economics.iter_mut().find(|(code, _, _)| *code == "30101");
        let running = next.lines.iter_mut().find(|l| l.code == self.field.running);
        if let (Some((_, _, wages)), Some(running)) = (wages, running) {
            let more = near(rng, *wages, 8, step) - *wages;
            *wages += more;
            running.personnel += more;
        }
        let mut saved = Money::ZERO;
        let mut vary = |code: &str, before: Money| {
            // Never less than half, so that what is saved is never more than there is.
            let now = near(rng, before, 20, WAN_CENT);
            if let Some((_, _, item)) = next.economics.iter_mut().find(|(c, _, _)| *c == code) {
                *item += now - before;
                saved += before - now;
                now
            } else {
                before
            }
        };
        next.three.abroad = vary("30212", self.three.abroad);
        next.three.reception = vary("30217", self.three.reception);
        next.three.operation = vary("30231", self.three.operation);
        let largest = next
            .economics
            .iter_mut()
            .filter(|(c, _, _)| c.starts_with("302") && !["30212", "30217", "30231"].contains(c));
        if let Some((_, _, rest)) = largest.max_by_key(|(_, _, m)| m.0) {
            *rest += saved;
        }
        for line in next.lines.iter_mut().filter(|l| !l.project.is_zero()) {
            line.project = near(rng, line.project, 25, step);
        }
        next.projects = projects(rng, self.field, &next.lines, step);
        next
    }

    /// Takes the figures of an earlier document as last year's.
    pub fn follow(&mut self, last: &Self) {
        self.three_prior = last.three;
        self.agency.1 = last.agency.0;
        for (line, before) in self.lines.iter_mut().zip(&last.lines) {
            line.prior = before.fiscal();
        }
    }
}

fn basic(code: &'static str, personnel: Money, public: Money) -> Line {
    Line {
        code,
        fund: Fund::General,
        personnel,
        public,
        project: Money::ZERO,
        own: Money::ZERO,
        carried: Money::ZERO,
        prior: Money::ZERO,
        planned: Money::ZERO,
    }
}

/// A figure within `percent` of `base`; now and then the same.
fn near(rng: &mut Rng, base: Money, percent: i64, step: i64) -> Money {
    if rng.chance(6) {
        return base;
    }
    let by = rng.range(-percent * 100, percent * 100);
    Money(
        (i128::from(base.0) * i128::from(10_000 + by) / 10_000) as i64 / step.max(WAN_CENT)
            * step.max(WAN_CENT),
    )
}

fn three_public(rng: &mut Rng, vehicles: i64, staff: i64) -> ThreePublic {
    let cents = |rng: &mut Rng, low: i64, high: i64| Money(rng.range(low * 10, high * 10) * 10 * WAN_CENT);
    ThreePublic {
        abroad: if rng.chance(40) { cents(rng, 4, 24) } else { Money::ZERO },
        reception: if rng.chance(85) { cents(rng, 1, staff / 20 + 2) } else { Money::ZERO },
        purchase: if vehicles > 3 && rng.chance(40) { cents(rng, 15, 25) } else { Money::ZERO },
        operation: if vehicles > 0 { cents(rng, vehicles, vehicles * 3) } else { Money::ZERO },
    }
}

fn vary(rng: &mut Rng, t: ThreePublic) -> ThreePublic {
    ThreePublic {
        abroad: near(rng, t.abroad, 20, WAN_CENT),
        reception: near(rng, t.reception, 20, WAN_CENT),
        purchase: near(rng, t.purchase, 20, WAN_CENT),
        operation: near(rng, t.operation, 20, WAN_CENT),
    }
}

fn more(rng: &mut Rng, t: ThreePublic) -> ThreePublic {
    let mut up = |m: Money| Money(m.0 + m.0 * rng.range(0, 30) / 100 / WAN_CENT * WAN_CENT);
    ThreePublic {
        abroad: up(t.abroad),
        reception: up(t.reception),
        purchase: up(t.purchase),
        operation: up(t.operation),
    }
}

fn split_items(
    rng: &mut Rng,
    items: &[(&'static str, &'static str, i64)],
    whole: Money,
    step: i64,
) -> Vec<(&'static str, &'static str, Money)> {
    let weights: Vec<i64> = items.iter().map(|i| i.2).collect();
    let shares = rng.split_by(whole.0, &weights, step);
    items.iter().zip(shares).filter(|(_, s)| *s != 0).map(|(i, s)| (i.0, i.1, Money(s))).collect()
}

fn add_item(
    list: &mut Vec<(&'static str, &'static str, Money)>,
    code: &'static str,
    name: &'static str,
    amount: Money,
) {
    if amount.is_zero() {
        return;
    }
    match list.iter_mut().find(|(c, _, _)| *c == code) {
        Some(item) => item.2 += amount,
        None => list.push((code, name, amount)),
    }
}

fn projects(rng: &mut Rng, field: &Field, lines: &[Line], step: i64) -> Vec<Project> {
    let mut list = Vec::new();
    for line in lines.iter().filter(|l| !l.projects().is_zero()) {
        let parts = if line.project.0 > 300 * 100 * WAN_CENT { 2 } else { 1 };
        let shares = rng.split(line.project.0, parts, step);
        for (i, share) in shares.into_iter().enumerate() {
            let stem = field.works[list.len() % field.works.len()];
            let round = list.len() / field.works.len();
            let name = if round == 0 {
                stem.to_owned()
            } else {
                format!("{stem}（{}期）", ["二", "三", "四", "五"][round.min(4) - 1])
            };
            let (general, government) = if line.fund == Fund::Government {
                (Money::ZERO, Money(share))
            } else {
                (Money(share), Money::ZERO)
            };
            let own = if i == 0 { line.own + line.carried } else { Money::ZERO };
            if share == 0 && own.is_zero() {
                continue;
            }
            let goal = crate::prose::goal(rng, field, &name);
            list.push(Project { name, general, government, own, goal });
        }
    }
    list
}

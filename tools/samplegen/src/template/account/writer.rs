//! The narrative of a final account, section by section.

use super::super::{Style, chinese, classes};
use super::SECTIONS;
use crate::document::{Block, mark};
use crate::facts::{Facts, Fund, Line, ThreePublic};
use crate::money::{Money, percent};
use crate::prose;
use crate::rng::Rng;

/// Tag, name and figure of one of the three.
type Kind = (&'static str, &'static str, fn(&ThreePublic) -> Money);

pub struct Writer<'a> {
    pub f: &'a Facts,
    pub s: Style,
    pub rng: Rng,
}

impl Writer<'_> {
    fn heading(b: &mut Vec<Block>, n: usize) {
        b.push(Block::Heading(2, format!("{}、{}", chinese(n), SECTIONS[n - 1])));
    }

    fn versus(&mut self, tag: &str, what: &str, now: Money, before: Money) -> String {
        let last = self.f.year - 1;
        if now == before {
            return format!("与{last}年度相比，{what}持平。");
        }
        let why = prose::reason(&mut self.rng, now > before);
        format!("与{last}年度相比，{what}{}。主要原因：{why}。", self.s.change(tag, now, before, ""))
    }

    pub fn overall(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        let own = f.sum(|l| l.own);
        let carried = f.sum(|l| l.carried);
        let fiscal = f.sum(Line::fiscal);
        let spent = f.sum(Line::total);
        let total = spent + f.closing.0 + f.closing.1;
        let prior = f.sum(|l| l.prior) + own;
        Self::heading(b, 1);
        let tail = self.versus("total", "收入支出总计", total, prior);
        b.push(Block::Para(format!(
            "{}{year}年度收入支出总计{}。{tail}",
            f.names.full,
            s.amount("total", total)
        )));
        Self::heading(b, 2);
        let current = fiscal + own;
        let mut parts = vec![format!(
            "财政拨款收入{}，{}",
            s.amount("revenue/fiscal", fiscal),
            s.share("revenue/fiscal", fiscal, current)
        )];
        if !own.is_zero() {
            let word = if f.own_is_business { "事业收入" } else { "其他收入" };
            parts.push(format!(
                "{word}{}，{}",
                s.amount("revenue/own", own),
                s.share("revenue/own", own, current)
            ));
        }
        b.push(Block::Para(format!(
            "本年收入合计{}，其中：{}。",
            s.amount("revenue", current),
            parts.join("；")
        )));
        Self::heading(b, 3);
        let (basic, project) = (f.sum(Line::basic), f.sum(Line::projects));
        b.push(Block::Para(format!(
            "本年支出合计{}，其中：基本支出{}，{}；项目支出{}，{}。",
            s.amount("expenditure", spent),
            s.amount("expenditure/basic", basic),
            s.share("expenditure/basic", basic, spent),
            s.amount("expenditure/project", project),
            s.share("expenditure/project", project, spent)
        )));
        Self::heading(b, 4);
        let total = fiscal + f.opening.0;
        let _ = carried;
        let tail = self.versus("fiscal", "财政拨款收入支出总计", total, f.sum(|l| l.prior));
        b.push(Block::Para(format!(
            "{}{year}年度财政拨款收入支出总计{}。{tail}",
            f.names.full,
            s.amount("fiscal", total)
        )));
    }

    pub fn general(&mut self, b: &mut Vec<Block>) {
        let (f, s) = (self.f, self.s);
        let lines = f.of(Fund::General);
        let total = f.sum_of(Fund::General, Line::fiscal);
        Self::heading(b, 5);
        b.push(Block::Heading(3, "（一）一般公共预算财政拨款支出决算总体情况".into()));
        let tail =
            self.versus("general", "一般公共预算财政拨款支出", total, f.sum_of(Fund::General, |l| l.prior));
        b.push(Block::Para(format!(
            "一般公共预算财政拨款支出{}，占本年支出合计的{}%。{tail}",
            s.amount("general", total),
            mark("share/general", &trim(percent(total, f.sum(Line::total))))
        )));
        b.push(Block::Heading(3, "（二）一般公共预算财政拨款支出决算结构情况".into()));
        let parts: Vec<String> = classes(&lines, Line::fiscal)
            .iter()
            .map(|(c, n, m)| {
                format!(
                    "{n}（类）{}，{}",
                    s.amount(&format!("class/{c}"), *m),
                    s.share(&format!("class/{c}"), *m, total)
                )
            })
            .collect();
        b.push(Block::Para(format!(
            "一般公共预算财政拨款支出{}，主要用于以下方面：{}。",
            s.amount("general-2", total),
            parts.join("；")
        )));
        b.push(Block::Heading(3, "（三）一般公共预算财政拨款支出决算具体情况".into()));
        let planned = f.sum_of(Fund::General, |l| l.planned);
        b.push(Block::Para(format!(
            "一般公共预算财政拨款支出年初预算为{}，支出决算为{}，完成年初预算的{}%。{}其中：",
            s.amount("general-planned", planned),
            s.amount("general-3", total),
            mark("percent/general-done", &trim(percent(total, planned))),
            self.against(total, planned)
        )));
        for (i, line) in lines.iter().enumerate() {
            let text = self.item(line);
            b.push(Block::Para(format!("{}、{text}", i + 1)));
        }
        Self::heading(b, 6);
        let items = |codes: &[&str]| {
            let names: Vec<&str> =
                f.economics.iter().filter(|(c, _, _)| codes.contains(&&c[..3])).map(|(_, n, _)| *n).collect();
            names.join("、")
        };
        b.push(Block::Para(format!(
            "一般公共预算财政拨款基本支出{}。其中：人员经费{}，主要包括：{}；公用经费{}，主要包括：{}。",
            s.amount("basic", f.sum_of(Fund::General, Line::basic)),
            s.amount("basic-personnel", f.sum_of(Fund::General, |l| l.personnel)),
            items(&["301", "303"]),
            s.amount("basic-public", f.sum_of(Fund::General, |l| l.public)),
            items(&["302", "310"])
        )));
    }

    fn item(&mut self, line: &Line) -> String {
        let (f, s) = (self.f, self.s);
        let [c, d, n] = line.path();
        format!(
            "{c}（类）{d}（款）{n}（项）。主要用于：{}。年初预算为{}，支出决算为{}。{}",
            prose::purpose(f.field, line),
            s.amount(&format!("planned/{}", line.code), line.planned),
            s.amount(&format!("item/{}", line.code), line.fiscal()),
            self.against(line.fiscal(), line.planned)
        )
    }

    fn against(&mut self, now: Money, planned: Money) -> String {
        if now == planned {
            return "决算数与预算数持平。".into();
        }
        let word = if now > planned { "大于" } else { "小于" };
        format!("决算数{word}预算数的主要原因：{}。", prose::reason(&mut self.rng, now > planned))
    }

    pub fn three_public(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        let (t, p, last) = (f.three, f.three_planned, f.three_prior);
        Self::heading(b, 7);
        if t.total().is_zero() && p.total().is_zero() {
            b.push(Block::Para(format!("{}{year}年度无“三公”经费财政拨款支出。", f.names.full)));
            return;
        }
        let kinds: [Kind; 3] = [
            ("abroad", "因公出国（境）费", |x| x.abroad),
            ("vehicle", "公务用车购置及运行维护费", ThreePublic::vehicle),
            ("reception", "公务接待费", |x| x.reception),
        ];
        let done = |tag: &str, now: Money, plan: Money| match percent(now, plan) {
            Some(x) => format!("，完成预算的{}%", mark(&format!("percent/{tag}-done"), &trim(Some(x)))),
            None => String::new(),
        };
        b.push(Block::Heading(3, "（一）“三公”经费财政拨款支出决算总体情况说明".into()));
        let parts: Vec<String> = kinds
            .iter()
            .map(|(tag, n, g)| format!("{n}支出决算为{}{}", s.amount(tag, g(&t)), done(tag, g(&t), g(&p))))
            .collect();
        b.push(Block::Para(format!(
            "“三公”经费财政拨款支出年初预算为{}，支出决算为{}{}，其中：{}。{}",
            s.amount("three-planned", p.total()),
            s.amount("three", t.total()),
            done("three", t.total(), p.total()),
            parts.join("；"),
            self.against(t.total(), p.total()).replace("决算数", &format!("{year}年度“三公”经费支出决算数"))
        )));
        let change = |tag: &str, now: Money, before: Money| {
            if now == before { "持平".to_owned() } else { s.change(tag, now, before, "") }
        };
        let parts: Vec<String> = kinds
            .iter()
            .map(|(tag, n, g)| format!("{n}支出决算{}", change(&format!("{tag}-year"), g(&t), g(&last))))
            .collect();
        b.push(Block::Para(format!(
            "{year}年度“三公”经费财政拨款支出决算数比{}年度{}，其中：{}。",
            year - 1,
            change("three-year", t.total(), last.total()),
            parts.join("；")
        )));
        b.push(Block::Heading(3, "（二）“三公”经费财政拨款支出决算具体情况说明".into()));
        if !t.total().is_zero() {
            let parts: Vec<String> = kinds
                .iter()
                .map(|(tag, n, g)| {
                    format!(
                        "{n}支出决算{}，{}",
                        s.amount(&format!("{tag}-2"), g(&t)),
                        s.share(&format!("{tag}-2"), g(&t), t.total())
                    )
                })
                .collect();
            b.push(Block::Para(format!(
                "“三公”经费财政拨款支出决算中，{}。具体情况如下：",
                parts.join("；")
            )));
        }
        let trips = if t.abroad.is_zero() { 0 } else { self.rng.range(1, 3) };
        b.push(Block::Para(format!(
            "1、因公出国（境）费支出{}。全年安排因公出国（境）团组{trips}个、累计{}人次。",
            s.amount("abroad-3", t.abroad),
            trips * 4
        )));
        b.push(Block::Para(format!(
            "2、公务用车购置及运行维护费支出{}。其中：",
            s.amount("vehicle-3", t.vehicle())
        )));
        b.push(Block::Para(format!("公务用车购置支出为{}。", s.amount("purchase", t.purchase))));
        b.push(Block::Para(format!(
            "公务用车运行维护支出{}，用于车辆加油、检修和保险。{year}年，{}开支财政拨款的公务用车保有量为{}辆。",
            s.amount("operation", t.operation),
            f.names.full,
            mark("count/vehicles", &f.vehicles.to_string())
        )));
        let guests = if t.reception.is_zero() { 0 } else { self.rng.range(2, 40) };
        b.push(Block::Para(format!(
            "3、公务接待费支出{}。全年国内公务接待{guests}批次、{}人次。",
            s.amount("reception-3", t.reception),
            guests * 7
        )));
    }

    pub fn funds(&mut self, b: &mut Vec<Block>) {
        let (f, s) = (self.f, self.s);
        Self::heading(b, 8);
        let lines = f.of(Fund::Government);
        if lines.is_empty() {
            b.push(Block::Para(format!(
                "{}{}年度无政府性基金预算财政拨款收入和支出。",
                f.names.full, f.year
            )));
        } else {
            let m = f.sum_of(Fund::Government, Line::fiscal);
            b.push(Block::Para(format!(
                "政府性基金预算财政拨款收入{}，支出{}，支出具体情况如下：",
                s.amount("fund-revenue", m),
                s.amount("fund", m)
            )));
            for (i, line) in lines.iter().enumerate() {
                let text = self.item(line);
                b.push(Block::Para(format!("{}、{text}", i + 1)));
            }
        }
        Self::heading(b, 9);
        b.push(Block::Para(format!("{}{}年度无国有资本经营预算财政拨款收入和支出。", f.names.full, f.year)));
    }

    pub fn rest(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        Self::heading(b, 10);
        let n = f.projects.len() as i64;
        let money: Money = f.projects.iter().map(|p| p.general + p.government + p.own).sum();
        let count = mark("count/projects", &n.to_string());
        b.push(Block::Para(format!(
            "编报绩效目标的{year}年度项目{count}个，涉及预算金额{}；绩效自评的{year}年度项目{count}个，涉及预算金额{}，平均得分{}.5分。",
            s.amount("performance", money),
            s.amount("performance-2", money),
            self.rng.range(88, 97)
        )));
        Self::heading(b, 11);
        b.push(Block::Heading(3, "（一）机关运行经费支出情况".into()));
        let (now, before) = f.agency;
        let change = if now == before { "持平".to_owned() } else { s.change("agency", now, before, "") };
        b.push(Block::Para(format!(
            "机关运行经费支出{}，比{}年度{change}。主要原因是{}。",
            s.amount("agency", now),
            year - 1,
            prose::reason(&mut self.rng, now >= before)
        )));
        b.push(Block::Heading(3, "（二）政府采购支出情况".into()));
        let [goods, works, services] = f.procurement;
        b.push(Block::Para(format!(
            "{}{year}年度政府采购金额（以合同签订为准）为{}，其中：货物采购金额{}、工程采购金额{}、服务采购金额{}。",
            f.names.full,
            s.amount("procurement", goods + works + services),
            s.amount("goods", goods),
            s.amount("works", works),
            s.amount("services", services)
        )));
        b.push(Block::Heading(3, "（三）国有资产占有使用情况".into()));
        let v = mark("count/vehicles", &f.vehicles.to_string());
        b.push(Block::Para(format!(
            "截至{year}年12月31日，{}共有车辆{v}辆，其中：应急保障用车0辆、执法执勤用车0辆、其他用车{v}辆。单价100万元（含）以上设备（不含车辆）0台（套）。",
            f.names.full
        )));
    }
}

fn trim(p: Option<String>) -> String {
    let p = p.unwrap_or_else(|| "0".into());
    p.strip_suffix(".00").map_or(p.clone(), str::to_owned)
}

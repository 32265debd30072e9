//! A unit budget as Hangzhou's units publish it: eleven tables by names, 万元, the tables at the end.

use super::{Style, chinese, classes, hangzhou_tables};
use crate::document::{Block, Document, mark};
use crate::facts::{Facts, Fund, Line, Shape, ThreePublic};
use crate::money::{Money, WAN_CENT};
use crate::prose;
use crate::rng::Rng;

/// Builds the document.
pub fn build(seed: u64, lines: usize) -> Document {
    let mut rng = Rng::new(seed, "hangzhou");
    let housing = rng.chance(50);
    let shape = Shape {
        salt: "hangzhou/facts",
        step: WAN_CENT,
        district: rng.chance(40),
        housing,
        lines,
        rich: true,
        carried: true,
    };
    let facts = Facts::invent(seed, shape);
    let style = Style { grouped: true, text_grouped: rng.chance(80), nil: "", spaced: rng.chance(30) };
    let w = Writer { f: &facts, s: style, rng };
    w.write()
}

struct Writer<'a> {
    f: &'a Facts,
    s: Style,
    rng: Rng,
}

impl Writer<'_> {
    fn write(mut self) -> Document {
        let (f, year) = (self.f, self.f.year);
        let mut b = vec![
            Block::Cover(vec![f.names.full.clone(), format!("{year}年度单位预算")]),
            Block::Break,
            Block::Contents(Self::contents(year)),
            Block::Break,
            Block::Heading(1, "一、单位基本情况".into()),
            Block::Para("本单位性质为行政单位。".into()),
            Block::Para("主要职能：".into()),
        ];
        for (i, duty) in prose::duties(&mut self.rng, f.field).into_iter().enumerate() {
            b.push(Block::Para(format!("{}、{duty}", i + 1)));
        }
        b.push(Block::Heading(1, format!("二、{year}年单位预算安排情况说明")));
        self.overview(&mut b);
        self.general(&mut b);
        self.basic(&mut b);
        self.three_public(&mut b);
        self.funds(&mut b);
        self.others(&mut b);
        b.push(Block::Heading(1, "三、名词解释".into()));
        for (i, (term, text)) in prose::glossary("一般公共预算财政拨款").into_iter().enumerate() {
            b.push(Block::Para(format!("{}. {term}：{text}", i + 1)));
        }
        b.push(Block::Heading(1, format!("四、{year}年单位预算公开表")));
        let tables = hangzhou_tables::tables(f, &self.s);
        for t in &tables {
            b.push(Block::Para(format!("{}.{}", t.caption.split('：').next().unwrap_or(""), t.title)));
        }
        for table in tables {
            b.push(Block::Break);
            b.push(Block::Table(table));
        }
        Document {
            unit: f.names.full.clone(),
            year,
            kind: "budget",
            level: "unit",
            template: "hangzhou",
            blocks: b,
            findings: Vec::new(),
        }
    }

    fn contents(year: i32) -> Vec<(u8, String, u32)> {
        let sections = [
            "收支预算情况的总体说明",
            "收入预算情况说明",
            "支出预算情况说明",
            "财政拨款收支预算情况的总体说明",
            "一般公共预算当年拨款情况说明",
            "一般公共预算基本支出情况说明",
            "一般公共预算“三公”经费预算情况说明",
            "政府性基金预算支出情况说明",
            "国有资本经营预算支出情况说明",
            "其他重要事项的情况说明",
        ];
        let mut list =
            vec![(1, "一、单位基本情况".to_owned(), 1), (1, format!("二、{year}年单位预算安排情况说明"), 2)];
        for (i, s) in sections.iter().enumerate() {
            list.push((2, format!("（{}）{s}", chinese(i + 1)), 2 + i as u32 / 4));
        }
        list.push((1, "三、名词解释".to_owned(), 6));
        list.push((1, format!("四、{year}年单位预算公开表"), 7));
        list
    }

    /// Sources of revenue with their amounts.
    fn sources(&self) -> Vec<(&'static str, &'static str, Money)> {
        let f = self.f;
        let own_name = if f.own_is_business { "事业收入" } else { "其他收入" };
        let all = [
            ("general", "一般公共预算拨款收入", f.sum_of(Fund::General, Line::fiscal)),
            ("fund", "政府性基金预算拨款收入", f.sum_of(Fund::Government, Line::fiscal)),
            ("own", own_name, f.sum(|l| l.own)),
            ("carried", "上年结转", f.sum(|l| l.carried)),
        ];
        all.into_iter().filter(|(_, _, m)| !m.is_zero()).collect()
    }

    fn overview(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        let all: Vec<&Line> = f.lines.iter().collect();
        let total = f.sum(Line::total);
        let prior = f.sum(|l| l.prior) + f.sum(|l| l.own);
        let names = |list: Vec<&str>| list.join("、");
        let sources = self.sources();
        let kinds = classes(&all, Line::total);
        b.push(Block::Heading(2, "（一）收支预算情况的总体说明（详见表1-3）".into()));
        b.push(Block::Para(format!(
            "{}的各项收支全部编入{year}年预算，统一核算、统一管理。收入来源有：{}；支出方向有：{}。{year}年收支总预算{}。",
            f.names.full,
            names(sources.iter().map(|x| x.1).collect()),
            names(kinds.iter().map(|x| x.1).collect()),
            s.amount("total", total)
        )));
        let up = total >= prior;
        let why = prose::reason(&mut self.rng, up);
        for (number, word, heading) in [("二", "收入", "revenue"), ("三", "支出", "expenditure")] {
            b.push(Block::Heading(2, format!("（{number}）{word}预算情况说明（详见表1-3）")));
            b.push(Block::Para(format!(
                "{year}年{word}预算{}，比上年执行数{}，主要原因是{why}。",
                s.amount(heading, total),
                s.change(heading, total, prior, "基本持平"),
            )));
            if word == "收入" {
                let parts: Vec<String> = sources
                    .iter()
                    .map(|(tag, n, m)| {
                        format!(
                            "{n}{}，{}",
                            s.amount(&format!("source/{tag}"), *m),
                            s.share(&format!("source/{tag}"), *m, total)
                        )
                    })
                    .collect();
                b.push(Block::Para(format!("其中：{}。", parts.join("；"))));
            } else {
                let parts: Vec<String> = kinds
                    .iter()
                    .map(|(c, n, m)| format!("{n}{}", s.amount(&format!("class/{c}"), *m)))
                    .collect();
                b.push(Block::Para(format!("1.按支出功能分类，包括{}。", parts.join("，"))));
                let uses = [
                    ("personnel", "人员支出", f.sum(|l| l.personnel)),
                    ("public", "日常公用支出", f.sum(|l| l.public)),
                    ("project", "项目支出", f.sum(Line::projects)),
                ];
                let parts: Vec<String> = uses
                    .iter()
                    .map(|(tag, n, m)| format!("{n}{}，{}", s.amount(tag, *m), s.share(tag, *m, total)))
                    .collect();
                b.push(Block::Para(format!("2.按支出用途分类，包括{}。", parts.join("；"))));
                b.push(Block::Para(format!("结转下年{}。", s.amount("next", Money::ZERO))));
            }
        }
        let fiscal = f.sum(Line::fiscal);
        let incomes: Vec<String> = sources
            .iter()
            .filter(|x| matches!(x.0, "general" | "fund"))
            .map(|(tag, n, m)| {
                format!("{}{}", n.trim_end_matches("拨款收入"), s.amount(&format!("fiscal/{tag}"), *m))
            })
            .collect();
        let outs: Vec<String> = classes(&all, Line::fiscal)
            .iter()
            .map(|(c, n, m)| format!("{n}{}", s.amount(&format!("fiscal-class/{c}"), *m)))
            .collect();
        b.push(Block::Heading(2, "（四）财政拨款收支预算情况的总体说明（详见表4）".into()));
        b.push(Block::Para(format!(
            "{year}年财政拨款收支总预算{}。收入有：{}。支出有：{}。",
            s.amount("fiscal", fiscal),
            incomes.join("、"),
            outs.join("、")
        )));
    }

    fn general(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        let lines = f.of(Fund::General);
        let total = f.sum_of(Fund::General, Line::fiscal);
        let prior = f.sum_of(Fund::General, |l| l.prior);
        b.push(Block::Heading(2, "（五）一般公共预算当年拨款情况说明（详见表5）".into()));
        b.push(Block::Heading(3, "1.一般公共预算当年拨款规模变化情况".into()));
        let why = prose::reason(&mut self.rng, total >= prior);
        b.push(Block::Para(format!(
            "{year}年一般公共预算当年拨款{}，比上年执行数{}，主要原因是{why}。",
            s.amount("general", total),
            s.change("general", total, prior, "基本持平")
        )));
        b.push(Block::Heading(3, "2.一般公共预算当年拨款结构情况".into()));
        let parts: Vec<String> = classes(&lines, Line::fiscal)
            .iter()
            .map(|(c, n, m)| {
                format!(
                    "{n}（类）支出{}，{}",
                    s.amount(&format!("general-class/{c}"), *m),
                    s.share(&format!("general-class/{c}"), *m, total)
                )
            })
            .collect();
        b.push(Block::Para(format!("{}。", parts.join("；"))));
        b.push(Block::Heading(3, "3.一般公共预算当年拨款具体使用情况".into()));
        for (i, line) in lines.iter().enumerate() {
            let [c, d, n] = line.path();
            let now = line.fiscal();
            let up = now > line.prior;
            let tag = format!("item/{}", line.code);
            let change = if now.wan_cents() == line.prior.wan_cents() {
                "与上年执行数持平".to_owned()
            } else {
                format!(
                    "比上年执行数{}，主要原因是{}",
                    s.change(&tag, now, line.prior, ""),
                    prose::reason(&mut self.rng, up)
                )
            };
            b.push(Block::Para(format!(
                "（{}）{c}（类）{d}（款）{n}（项）预算为{}，主要用于{}方面的支出。{change}。",
                i + 1,
                s.amount(&tag, now),
                prose::purpose(f.field, line)
            )));
        }
    }

    fn basic(&mut self, b: &mut Vec<Block>) {
        let (f, s) = (self.f, self.s);
        let items = |codes: &[&str]| {
            let list: Vec<&str> =
                f.economics.iter().filter(|(c, _, _)| codes.contains(&&c[..3])).map(|(_, n, _)| *n).collect();
            list.join("、")
        };
        b.push(Block::Heading(2, "（六）一般公共预算基本支出情况说明（详见表6）".into()));
        b.push(Block::Para(format!(
            "{}年一般公共预算基本支出{}，其中：",
            f.year,
            s.amount("basic", f.sum_of(Fund::General, Line::basic))
        )));
        b.push(Block::Para(format!(
            "人员经费{}，主要包括：{}。",
            s.amount("basic-personnel", f.sum_of(Fund::General, |l| l.personnel)),
            items(&["301", "303"])
        )));
        b.push(Block::Para(format!(
            "公用经费{}，主要包括：{}。",
            s.amount("basic-public", f.sum_of(Fund::General, |l| l.public)),
            items(&["302", "310"])
        )));
    }

    fn three_public(&mut self, b: &mut Vec<Block>) {
        let (f, s) = (self.f, self.s);
        let (t, p) = (f.three, f.three_prior);
        b.push(Block::Heading(2, "（七）一般公共预算“三公”经费预算情况说明（详见表7）".into()));
        b.push(Block::Para(format!(
            "{}年一般公共预算“三公”经费预算数为{}，{}，具体如下：",
            f.year,
            s.amount("three", t.total()),
            self.versus("three", t.total(), p.total())
        )));
        let mut say = |tag: &str, figure: fn(&ThreePublic) -> Money| {
            let (now, before) = (figure(&t), figure(&p));
            let why = if now == before {
                String::new()
            } else {
                format!("，主要原因是{}", prose::reason(&mut self.rng, now > before))
            };
            (s.amount(tag, now), now, before, why)
        };
        let (amount, now, before, why) = say("abroad", |x| x.abroad);
        let first =
            format!("1.因公出国（境）费用：安排预算{amount}，{}{why}。", self.versus("abroad", now, before));
        let mut say = |tag: &str, figure: fn(&ThreePublic) -> Money| {
            let (now, before) = (figure(&t), figure(&p));
            let why = if now == before {
                String::new()
            } else {
                format!("，主要原因是{}", prose::reason(&mut self.rng, now > before))
            };
            (s.amount(tag, now), now, before, why)
        };
        let second = say("reception", |x| x.reception);
        let third = say("vehicle", ThreePublic::vehicle);
        let second = format!(
            "2.公务接待费：安排预算{}，{}{}。",
            second.0,
            self.versus("reception", second.1, second.2),
            second.3
        );
        let third = format!(
            "3.公务用车购置及运行维护费：安排预算{}，{}{}。其中，公务用车购置支出{}，{}；公务用车运行维护费支出{}，{}。",
            third.0,
            self.versus("vehicle", third.1, third.2),
            third.3,
            s.amount("purchase", t.purchase),
            self.versus("purchase", t.purchase, p.purchase),
            s.amount("operation", t.operation),
            self.versus("operation", t.operation, p.operation)
        );
        b.extend([first, second, third].map(Block::Para));
    }

    fn versus(&self, tag: &str, now: Money, before: Money) -> String {
        if now == before {
            "与上年预算持平".into()
        } else {
            format!("比上年预算{}", self.s.change(tag, now, before, ""))
        }
    }

    fn funds(&mut self, b: &mut Vec<Block>) {
        let (f, s) = (self.f, self.s);
        b.push(Block::Heading(2, "（八）政府性基金预算支出情况说明（详见表8）".into()));
        let lines = f.of(Fund::Government);
        if lines.is_empty() {
            b.push(Block::Para(format!("本单位{}年没有政府性基金预算拨款安排的支出。", f.year)));
        } else {
            let total = f.sum_of(Fund::Government, Line::fiscal);
            b.push(Block::Para(format!(
                "{}年政府性基金预算支出{}，比上年执行数{}。",
                f.year,
                s.amount("fund", total),
                s.change("fund", total, f.sum_of(Fund::Government, |l| l.prior), "基本持平")
            )));
            for line in lines {
                let [c, d, n] = line.path();
                b.push(Block::Para(format!(
                    "{c}（类）{d}（款）{n}（项）{}，主要用于{}。",
                    s.amount(&format!("item/{}", line.code), line.fiscal()),
                    prose::purpose(f.field, line)
                )));
            }
        }
        b.push(Block::Heading(2, "（九）国有资本经营预算支出情况说明（详见表9）".into()));
        b.push(Block::Para(format!("本单位{}年没有国有资本经营预算拨款安排的支出。", f.year)));
    }

    fn others(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        b.push(Block::Heading(2, "（十）其他重要事项的情况说明".into()));
        b.push(Block::Heading(3, "1.机关运行经费".into()));
        let (now, before) = f.agency;
        b.push(Block::Para(format!(
            "{year}年，本单位机关运行经费财政拨款预算{}，{}，主要原因是{}。",
            s.amount("agency", now),
            self.versus("agency", now, before),
            prose::reason(&mut self.rng, now >= before)
        )));
        b.push(Block::Heading(3, "2.政府采购情况".into()));
        let [goods, works, services] = f.procurement;
        b.push(Block::Para(format!(
            "{year}年本单位政府采购预算总额{}，其中：政府采购货物预算{}、政府采购工程预算{}、政府采购服务预算{}。",
            s.amount("procurement", goods + works + services),
            s.amount("goods", goods),
            s.amount("works", works),
            s.amount("services", services)
        )));
        b.push(Block::Heading(3, "3.国有资产占有使用情况".into()));
        b.push(Block::Para(format!(
            "上年末本单位有车辆{}辆，{year}年预算未安排购置单位价值50万元以上通用设备和单位价值100万元以上专用设备。",
            mark("count/vehicles", &f.vehicles.to_string())
        )));
        b.push(Block::Heading(3, "4.预算绩效情况说明（详见表11）".into()));
        let fiscal: Money = f.projects.iter().map(|p| p.general + p.government).sum();
        b.push(Block::Para(format!(
            "{year}年本单位其他运转类项目和特定目标类项目均实行绩效目标管理，涉及当年财政拨款{}，一级项目{}个。",
            s.amount("performance", fiscal),
            mark("count/projects", &f.projects.len().to_string())
        )));
    }
}

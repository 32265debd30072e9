//! A department budget as Shanghai's districts publish it: nine tables with split codes in 元, the text in 万元.

use super::shanghai_tables::{self, Yuan};
use super::{Style, chinese};
use crate::document::{Block, Document, mark};
use crate::facts::{Facts, Fund, Line, Shape};
use crate::money::Money;
use crate::prose;
use crate::rng::Rng;

/// Builds the document.
pub fn build(seed: u64, lines: usize) -> Document {
    let mut rng = Rng::new(seed, "shanghai");
    let decimals = rng.chance(60);
    let step = if decimals { 1 } else { 100 };
    let shape = Shape {
        salt: "shanghai/facts",
        step,
        district: true,
        housing: true,
        lines,
        rich: true,
        carried: false,
    };
    print(&Facts::invent(seed, shape), decimals, rng)
}

/// Prints facts that are already there.
pub fn of(facts: &Facts, seed: u64) -> Document {
    let mut rng = Rng::new(seed, "shanghai");
    let decimals = rng.chance(60);
    print(facts, decimals, rng)
}

fn print(f: &Facts, decimals: bool, mut rng: Rng) -> Document {
    let style = Style {
        grouped: true,
        text_grouped: rng.chance(70),
        nil: if rng.chance(50) { "0" } else { "" },
        spaced: false,
    };
    let yuan = Yuan { decimals, grouped: rng.chance(80), nil: rng.pick::<&str>(&["", "", "0", "0.00"]) };
    let yuan = Yuan { nil: if yuan.nil == "0.00" && !decimals { "0" } else { yuan.nil }, ..yuan };
    let mut w = Writer { f, s: style, rng };
    let year = f.year;
    let mut b = vec![
        Block::Cover(vec![
            format!("{}{}{year}年区级部门预算", f.names.city, f.names.district),
            format!("预算主管部门：{}", f.names.full),
        ]),
        Block::Break,
        Block::Contents(w.contents()),
        Block::Break,
        Block::Heading(1, format!("{}主要职能", f.names.full)),
        Block::Para(format!("{}是区政府组成部门，具体职责如下：", f.names.full)),
    ];
    for (i, duty) in prose::duties(&mut w.rng, f.field).into_iter().enumerate() {
        b.push(Block::Para(format!("{}.{duty}", i + 1)));
    }
    b.push(Block::Heading(1, format!("{}机构设置", f.names.full)));
    b.push(Block::Para(format!(
        "{}部门预算由局本部和下属{}家预算单位的收支汇总而成，名单如下：",
        f.names.full,
        f.names.below.len()
    )));
    b.push(Block::Para(format!("1.{}本部", f.names.full)));
    for (i, unit) in f.names.below.iter().enumerate() {
        b.push(Block::Para(format!("{}.{unit}", i + 2)));
    }
    b.push(Block::Break);
    b.push(Block::Heading(1, "名词解释".into()));
    for (i, (term, text)) in prose::glossary("区级财政拨款").into_iter().enumerate() {
        b.push(Block::Para(format!("（{}）{term}：{text}", chinese(i + 1))));
    }
    b.push(Block::Break);
    w.statement(&mut b);
    for table in shanghai_tables::tables(f, &w.s, yuan, "部门") {
        b.push(Block::Break);
        b.push(Block::Table(table));
    }
    b.push(Block::Break);
    w.others(&mut b);
    w.projects(&mut b);
    Document {
        unit: f.names.full.clone(),
        year,
        kind: "budget",
        level: "department",
        template: "shanghai",
        blocks: b,
        findings: Vec::new(),
    }
}

struct Writer<'a> {
    f: &'a Facts,
    s: Style,
    rng: Rng,
}

impl Writer<'_> {
    fn contents(&self) -> Vec<(u8, String, u32)> {
        let y = self.f.year;
        let names = [
            "部门财务收支预算总表",
            "部门收入预算总表",
            "部门支出预算总表",
            "部门财政拨款收支预算总表",
            "部门一般公共预算支出功能分类预算表",
            "部门政府性基金预算支出功能分类预算表",
            "部门国有资本经营预算支出功能分类预算表",
            "部门一般公共预算基本支出部门预算经济分类预算表",
            "部门“三公”经费和机关运行经费预算表",
        ];
        let mut list: Vec<(u8, String, u32)> =
            ["部门主要职能", "部门机构设置", "名词解释", "部门预算编制说明", "部门预算表"]
                .iter()
                .enumerate()
                .map(|(i, n)| (1, format!("{}、{n}", chinese(i + 1)), 3 + i as u32))
                .collect();
        list.extend(names.iter().enumerate().map(|(i, n)| (2, format!("{}. {y}年{n}", i + 1), 7 + i as u32)));
        list.push((1, "六、其他相关情况说明".into(), 18));
        list.push((1, "七、项目经费情况说明".into(), 20));
        list
    }

    fn than(&self, tag: &str, now: Money, before: Money) -> String {
        let by = (now - before).wan_cents();
        let last = self.f.year - 1;
        if by == 0 {
            return format!("与{last}年预算持平");
        }
        let verb = mark(&format!("verb/{tag}"), if by > 0 { "增加" } else { "减少" });
        let amount = Money((now.wan_cents() - before.wan_cents()).abs() * crate::money::WAN_CENT);
        format!(
            "比{last}年预算{verb}{}万元",
            mark(&format!("change/{tag}"), &amount.wan(self.s.text_grouped))
        )
    }

    fn statement(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        let total = f.sum(Line::total);
        let fiscal = f.sum(Line::fiscal);
        let prior = f.sum(|l| l.prior);
        let own = f.sum(|l| l.own);
        let (business, other) = if f.own_is_business { (own, Money::ZERO) } else { (Money::ZERO, own) };
        b.push(Block::Heading(1, format!("{year}年部门预算编制说明")));
        b.push(Block::Para(format!(
            "{year}年，{}收入预算{}，其中：财政拨款收入{}，{}；事业收入{}；事业单位经营收入{}；其他收入{}。",
            f.names.full,
            s.amount("total", total),
            s.amount("fiscal", fiscal),
            self.than("fiscal", fiscal, prior),
            s.amount("business", business),
            s.amount("operating", Money::ZERO),
            s.amount("other", other)
        )));
        let part = |fund: Fund| (f.sum_of(fund, Line::fiscal), f.sum_of(fund, |l| l.prior));
        let (general, fund) = (part(Fund::General), part(Fund::Government));
        b.push(Block::Para(format!(
            "支出预算{}，其中：财政拨款支出预算{}，{}。财政拨款支出预算中，一般公共预算拨款支出预算{}，{}；政府性基金拨款支出预算{}，{}；国有资本经营预算拨款支出预算{}，{}。",
            s.amount("expenditure", total),
            s.amount("fiscal-expenditure", fiscal),
            self.than("fiscal-expenditure", fiscal, prior),
            s.amount("general", general.0),
            self.than("general", general.0, general.1),
            s.amount("fund", fund.0),
            self.than("fund", fund.0, fund.1),
            s.amount("capital", Money::ZERO),
            self.than("capital", Money::ZERO, Money::ZERO)
        )));
        let up = fiscal >= prior;
        b.push(Block::Para(format!(
            "财政拨款收入支出{}的主要原因是{}。",
            if up { "增加" } else { "减少" },
            prose::reason(&mut self.rng, up)
        )));
        b.push(Block::Para("财政拨款支出主要内容如下：".into()));
        for (i, line) in f.lines.iter().enumerate() {
            let [c, d, n] = line.path();
            b.push(Block::Para(format!(
                "{}.“{c}（类）{d}（款）{n}（项）”{}，主要用于{}。",
                i + 1,
                s.amount(&format!("item/{}", line.code), line.fiscal()),
                prose::purpose(f.field, line)
            )));
        }
    }

    fn others(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        let (t, p) = (f.three, f.three_prior);
        b.push(Block::Heading(1, "其他相关情况说明".into()));
        b.push(Block::Heading(2, format!("一、{year}年“三公”经费预算情况说明")));
        b.push(Block::Para(format!(
            "{year}年“三公”经费预算数为{}，{}。其中：",
            s.amount("three", t.total()),
            self.than("three", t.total(), p.total())
        )));
        let mut why = |now: Money, before: Money| {
            if now == before {
                String::new()
            } else {
                format!("，主要原因是{}", prose::reason(&mut self.rng, now > before))
            }
        };
        let reasons = [why(t.abroad, p.abroad), why(t.vehicle(), p.vehicle()), why(t.reception, p.reception)];
        b.push(Block::Para(format!(
            "（一）因公出国（境）费{}，{}{}。",
            s.amount("abroad", t.abroad),
            self.than("abroad", t.abroad, p.abroad),
            reasons[0]
        )));
        b.push(Block::Para(format!(
            "（二）公务用车购置及运行费{}，{}{}。其中：公务用车购置费{}，{}；公务用车运行费{}，{}。",
            s.amount("vehicle", t.vehicle()),
            self.than("vehicle", t.vehicle(), p.vehicle()),
            reasons[1],
            s.amount("purchase", t.purchase),
            self.than("purchase", t.purchase, p.purchase),
            s.amount("operation", t.operation),
            self.than("operation", t.operation, p.operation)
        )));
        b.push(Block::Para(format!(
            "（三）公务接待费{}，{}{}。",
            s.amount("reception", t.reception),
            self.than("reception", t.reception, p.reception),
            reasons[2]
        )));
        b.push(Block::Heading(2, "二、机关运行经费预算".into()));
        b.push(Block::Para(format!(
            "{year}年{}本部财政拨款的机关运行经费预算为{}。",
            f.names.full,
            s.amount("agency", f.agency.0)
        )));
        b.push(Block::Heading(2, "三、政府采购预算情况".into()));
        let [goods, works, services] = f.procurement;
        b.push(Block::Para(format!(
            "{year}年本部门政府采购预算{}，其中：政府采购货物预算{}、政府采购工程预算{}、政府采购服务预算{}。",
            s.amount("procurement", goods + works + services),
            s.amount("goods", goods),
            s.amount("works", works),
            s.amount("services", services)
        )));
        b.push(Block::Para(format!(
            "{year}年本部门面向中小企业预留政府采购项目预算金额{}，其中，预留给小型和微型企业的政府采购项目预算为{}。",
            s.amount("reserved", f.reserved.0),
            s.amount("reserved-small", f.reserved.1)
        )));
        b.push(Block::Heading(2, "四、绩效目标设置情况".into()));
        let money: Money = f.projects.iter().map(|p| p.general + p.government + p.own).sum();
        b.push(Block::Para(format!(
            "本部门{}个预算单位开展了{year}年项目预算绩效目标编报工作，编报绩效目标的项目{}个，涉及项目预算资金{}。",
            f.names.below.len() + 1,
            mark("count/projects", &f.projects.len().to_string()),
            s.amount("performance", money)
        )));
        b.push(Block::Heading(2, "五、国有资产占有使用情况".into()));
        let v = mark("count/vehicles", &f.vehicles.to_string());
        b.push(Block::Para(format!(
            "截至{}年8月31日，{}共有车辆{v}辆，其中：部级领导干部用车0辆、主要领导干部用车0辆、机要通信用车0辆、应急保障用车0辆、执法执勤用车0辆、特种专业技术用车0辆、离退休干部用车0辆、其他用车{v}辆；单价100万元（含）以上设备（不含车辆）0台（套）。",
            year - 1,
            f.names.full
        )));
    }

    fn projects(&mut self, b: &mut Vec<Block>) {
        let (f, s, year) = (self.f, self.s, self.f.year);
        for p in f.projects.iter().filter(|p| !p.general.is_zero()).take(2) {
            b.push(Block::Break);
            b.push(Block::Heading(1, format!("{}项目经费情况说明", p.name)));
            let subject = self.rng.pick(f.field.subjects);
            let parts = self.rng.split(p.general.wan_cents(), 3, 10);
            let m = |c: i64| Money(c * crate::money::WAN_CENT);
            let body = [
                ("项目概述", format!("项目面向{subject}，由局本部牵头，连续三年滚动实施。")),
                ("立项依据", format!("{}印发的年度重点任务清单，以及局党组会议纪要。", f.names.district)),
                ("实施主体", f.names.full.clone()),
                (
                    "实施方案",
                    "一季度遴选承办单位并签订合同，二、三季度按点位推进，四季度组织第三方验收和群众回访。"
                        .to_owned(),
                ),
                ("实施周期", format!("{year}年1月1日至{year}年12月31日")),
                (
                    "年度预算安排",
                    format!(
                        "{year}年度项目总预算{}，其中场地与设备{}，专业服务{}，宣传与培训{}。",
                        s.amount("project-total", p.general),
                        s.amount("project-part/1", m(parts[0])),
                        s.amount("project-part/2", m(parts[1])),
                        s.amount("project-part/3", m(parts[2]))
                    ),
                ),
                ("绩效目标", p.goal.clone()),
            ];
            for (i, (title, text)) in body.into_iter().enumerate() {
                b.push(Block::Heading(2, format!("{}、{title}", chinese(i + 1))));
                b.push(Block::Para(text));
            }
        }
    }
}

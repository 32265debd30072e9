//! The eleven tables of a Hangzhou unit budget.

use super::{Style, classes, frame, totals, tree};
use crate::document::Table;
use crate::facts::{Facts, Fund, Line};
use crate::money::Money;

type Figure<'a> = &'a dyn Fn(&Line) -> Money;

/// The tables in order.
pub fn tables(f: &Facts, s: &Style) -> Vec<Table> {
    let mut list = vec![
        summary(f, s),
        revenue(f, s),
        expenditure(f, s),
        fiscal(f, s),
        general(f, s),
        basic(f, s),
        three(f, s),
        government(f, s),
        capital(f),
        projects(f, s),
        performance(f, s),
    ];
    for (i, t) in list.iter_mut().enumerate() {
        t.caption = format!("表{}：{}", i + 1, t.title);
        t.left = format!("单位名称：{}", f.names.full);
    }
    list
}

fn title(f: &Facts, rest: &str) -> String {
    let level = if f.names.district.is_empty() { "市级" } else { "区级" };
    format!("{}年{level}单位{rest}", f.year)
}

/// Rows by name, total first.
fn by_name(lines: &[&Line], figures: &[Figure], s: &Style) -> Vec<Vec<String>> {
    let row = |name: &str, m: &[Money]| -> Vec<String> {
        std::iter::once(name.to_owned()).chain(m.iter().map(|m| s.wan(*m))).collect()
    };
    let mut rows = vec![row("合计", &totals(lines, figures))];
    rows.extend(tree(lines, figures).iter().map(|n| row(n.name, &n.figures)));
    rows
}

fn two_sided(left: &[(String, String)], right: &[(String, String)]) -> Vec<Vec<String>> {
    let n = left.len().max(right.len());
    let at = |list: &[(String, String)], i: usize| list.get(i).cloned().unwrap_or_default();
    (0..n)
        .map(|i| {
            let ((a, b), (c, d)) = (at(left, i), at(right, i));
            vec![a, b, c, d]
        })
        .collect()
}

const SIDES: &[&[(usize, usize, &str)]] = &[
    &[(2, 1, "收 入"), (2, 1, "支 出（按支出功能分）")],
    &[(1, 1, "项 目"), (1, 1, "预算数"), (1, 1, "项 目"), (1, 1, "预算数")],
];

fn summary(f: &Facts, s: &Style) -> Table {
    let mut t =
        frame("revenue_expenditure_summary", &title(f, "收支预算总表"), &[30, 16, 32, 16], "lrlr", SIDES);
    let all: Vec<&Line> = f.lines.iter().collect();
    let general = f.sum_of(Fund::General, Line::fiscal);
    let fund = f.sum_of(Fund::Government, Line::fiscal);
    let own = f.sum(|l| l.own);
    let carried = f.sum(|l| l.carried);
    let total = f.sum(Line::total);
    let (business, other) = if f.own_is_business { (own, Money::ZERO) } else { (Money::ZERO, own) };
    let left: Vec<(String, String)> = [
        ("财政拨款收入", general + fund),
        ("其中：一般公共预算", general),
        ("政府性基金预算", fund),
        ("国有资本经营预算", Money::ZERO),
        ("财政专户管理资金", Money::ZERO),
        ("事业收入（不含专户资金）", business),
        ("事业单位经营收入", Money::ZERO),
        ("上级补助收入", Money::ZERO),
        ("附属单位上缴收入", Money::ZERO),
        ("其他收入", other),
    ]
    .iter()
    .map(|(n, m)| ((*n).to_owned(), s.wan(*m)))
    .collect();
    let right =
        classes(&all, Line::total).iter().map(|(_, n, m)| ((*n).to_owned(), s.wan(*m))).collect::<Vec<_>>();
    t.rows = two_sided(&left, &right);
    let last = |a: &str, b: Money, c: &str, d: Money| vec![a.to_owned(), s.wan(b), c.to_owned(), s.wan(d)];
    t.rows.push(last("本年收入合计", total - carried, "本年支出合计", total));
    t.rows.push(last("上年结转结余", carried, "年终结转结余", Money::ZERO));
    t.rows.push(last("收入总计", total, "支出总计", total));
    t
}

fn revenue(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "revenue_summary",
        &title(f, "收入预算总表"),
        &[34, 16, 16, 16, 9, 9, 9, 13, 9, 9, 9, 13, 12, 9, 9, 9, 9, 12],
        "lrrrrrrrrrrrrrrrrr",
        &[
            &[(1, 2, "科目"), (1, 2, "合计"), (10, 1, "本年收入"), (6, 1, "上年结转")],
            &[
                (1, 1, "小计"),
                (1, 1, "一般公共预算"),
                (1, 1, "政府性基金预算"),
                (1, 1, "国有资本经营预算"),
                (1, 1, "财政专户管理资金"),
                (1, 1, "事业收入（不含专户资金）"),
                (1, 1, "事业单位经营收入"),
                (1, 1, "上级补助收入"),
                (1, 1, "附属单位上缴收入"),
                (1, 1, "其他收入"),
                (1, 1, "小计"),
                (1, 1, "一般公共预算"),
                (1, 1, "政府性基金预算"),
                (1, 1, "国有资本经营预算"),
                (1, 1, "财政专户管理资金"),
                (1, 1, "单位资金"),
            ],
        ],
    );
    t.landscape = true;
    let zero = |_: &Line| Money::ZERO;
    let general = |l: &Line| if l.fund == Fund::General { l.fiscal() } else { Money::ZERO };
    let fund = |l: &Line| if l.fund == Fund::Government { l.fiscal() } else { Money::ZERO };
    let business = |l: &Line| if f.own_is_business { l.own } else { Money::ZERO };
    let other = |l: &Line| if f.own_is_business { Money::ZERO } else { l.own };
    let current = |l: &Line| l.total() - l.carried;
    let carried = |l: &Line| l.carried;
    let figures: [Figure; 17] = [
        &Line::total,
        &current,
        &general,
        &fund,
        &zero,
        &zero,
        &business,
        &zero,
        &zero,
        &zero,
        &other,
        &carried,
        &zero,
        &zero,
        &zero,
        &zero,
        &carried,
    ];
    t.rows = by_name(&f.lines.iter().collect::<Vec<_>>(), &figures, s);
    t
}

fn expenditure(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "expenditure_summary",
        &title(f, "支出预算总表"),
        &[36, 17, 17, 17, 17, 12, 12, 14],
        "lrrrrrrr",
        &[
            &[
                (1, 2, "科目"),
                (1, 2, "合计"),
                (2, 1, "基本支出"),
                (1, 2, "项目支出"),
                (1, 2, "事业单位经营支出"),
                (1, 2, "事业单位上缴上级支出"),
                (1, 2, "事业单位对附属单位补助支出"),
            ],
            &[(1, 1, "人员支出"), (1, 1, "公用经费")],
        ],
    );
    t.landscape = true;
    let zero = |_: &Line| Money::ZERO;
    let personnel = |l: &Line| l.personnel;
    let public = |l: &Line| l.public;
    let figures: [Figure; 7] = [&Line::total, &personnel, &public, &Line::projects, &zero, &zero, &zero];
    t.rows = by_name(&f.lines.iter().collect::<Vec<_>>(), &figures, s);
    t
}

fn fiscal(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "fiscal_appropriation_summary",
        &title(f, "财政拨款收支预算总表"),
        &[30, 16, 32, 16],
        "lrlr",
        SIDES,
    );
    let all: Vec<&Line> = f.lines.iter().collect();
    let general = f.sum_of(Fund::General, Line::fiscal);
    let fund = f.sum_of(Fund::Government, Line::fiscal);
    let total = general + fund;
    let left = [
        ("一、本年财政拨款收入", total),
        ("其中：一般公共预算", general),
        ("政府性基金", fund),
        ("国有资本经营预算", Money::ZERO),
    ];
    let left = left.iter().map(|(n, m)| ((*n).to_owned(), s.wan(*m))).collect::<Vec<_>>();
    let mut right = vec![("一、本年支出合计".to_owned(), s.wan(total))];
    right.extend(classes(&all, Line::fiscal).iter().map(|(_, n, m)| ((*n).to_owned(), s.wan(*m))));
    t.rows = two_sided(&left, &right);
    t.rows.push(vec!["二、上年结转".into(), String::new(), "二、年终结转结余".into(), String::new()]);
    t.rows.push(vec!["收入总计".into(), s.wan(total), "支出总计".into(), s.wan(total)]);
    t
}

fn general(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "general_public_expenditure",
        &title(f, "一般公共预算支出预算表"),
        &[34, 16, 16, 16, 16, 16],
        "lrrrrr",
        &[
            &[(1, 2, "功能分类科目名称"), (1, 2, "合 计"), (3, 1, "基本支出"), (1, 2, "项目支出")],
            &[(1, 1, "小计"), (1, 1, "人员经费"), (1, 1, "公用经费")],
        ],
    );
    let personnel = |l: &Line| l.personnel;
    let public = |l: &Line| l.public;
    let project = |l: &Line| l.project;
    t.rows = by_name(&f.of(Fund::General), &[&Line::fiscal, &Line::basic, &personnel, &public, &project], s);
    t
}

fn basic(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "general_public_basic_expenditure",
        &title(f, "一般公共预算基本支出预算表"),
        &[34, 18, 18, 18],
        "lrrr",
        &[
            &[(1, 2, "经济分类科目名称"), (3, 1, "本年一般公共预算基本支出")],
            &[(1, 1, "小计"), (1, 1, "人员经费"), (1, 1, "公用经费")],
        ],
    );
    let row = |name: &str, m: Money, code: &str| {
        let personnel = matches!(code, "301" | "303");
        let pick = |yes: bool| if yes { s.wan(m) } else { String::new() };
        vec![name.to_owned(), s.wan(m), pick(personnel), pick(!personnel)]
    };
    let people = f.economic("301") + f.economic("303");
    let public = f.economic("302") + f.economic("310");
    t.rows.push(vec!["合计".into(), s.wan(people + public), s.wan(people), s.wan(public)]);
    for (class, name) in super::shanghai_tables::ECONOMIC {
        if f.economic(class).is_zero() {
            continue;
        }
        t.rows.push(row(name, f.economic(class), class));
        let items = f.economics.iter().filter(|(c, _, _)| c.starts_with(class));
        t.rows.extend(items.map(|(_, n, m)| row(n, *m, class)));
    }
    t
}

fn three(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "three_public_expenses",
        &title(f, "一般公共预算“三公”经费预算表"),
        &[28, 16, 16, 14, 12, 14, 14],
        "lrrrrrr",
        &[
            &[
                (1, 2, "单位名称"),
                (1, 2, "“三公”经费合计"),
                (1, 2, "因公出国（境）费用"),
                (1, 2, "公务接待费"),
                (3, 1, "公务用车购置及运行维护费"),
            ],
            &[(1, 1, "小计"), (1, 1, "公务用车购置费"), (1, 1, "公务用车运行维护费")],
        ],
    );
    let x = f.three;
    let figures = [x.total(), x.abroad, x.reception, x.vehicle(), x.purchase, x.operation];
    for name in ["合计", f.names.full.as_str()] {
        t.rows.push(std::iter::once(name.to_owned()).chain(figures.iter().map(|m| s.wan(*m))).collect());
    }
    t
}

fn government(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "government_fund_expenditure",
        &title(f, "政府性基金预算支出预算表"),
        &[36, 18, 18, 18],
        "lrrr",
        &[&[(1, 1, "功能分类科目名称"), (1, 1, "合 计"), (1, 1, "基本支出"), (1, 1, "项目支出")]],
    );
    let lines = f.of(Fund::Government);
    if lines.is_empty() {
        t.blank_rows = 4;
        t.notes.push("注：本单位没有政府性基金拨款安排的支出，故本表无数据".into());
    } else {
        let project = |l: &Line| l.project;
        t.rows = by_name(&lines, &[&Line::fiscal, &Line::basic, &project], s);
    }
    t
}

fn capital(f: &Facts) -> Table {
    let mut t = frame(
        "state_capital_expenditure",
        &title(f, "国有资本经营预算支出预算表"),
        &[40, 20, 20],
        "lrr",
        &[&[(1, 1, "功能分类科目名称"), (1, 1, "合计"), (1, 1, "项目支出")]],
    );
    t.blank_rows = 4;
    t.notes.push("注：本单位没有国有资本经营预算拨款安排的支出，故本表无数据".into());
    t
}

fn projects(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "project_expenditure",
        &title(f, "项目支出预算总表"),
        &[30, 30, 16, 16, 12, 12, 12, 12],
        "llrrrrrr",
        &[
            &[(1, 3, "单位名称"), (1, 3, "项目名称"), (1, 3, "总计"), (5, 1, "资金来源")],
            &[(3, 1, "财政拨款收入"), (1, 2, "专户资金收入"), (1, 2, "单位资金")],
            &[(1, 1, "一般公共预算"), (1, 1, "政府性基金"), (1, 1, "国有资本经营预算")],
        ],
    );
    t.landscape = true;
    let row = |unit: &str, name: &str, g: Money, f: Money, o: Money| {
        vec![
            unit.to_owned(),
            name.to_owned(),
            s.wan(g + f + o),
            s.wan(g),
            s.wan(f),
            String::new(),
            String::new(),
            s.wan(o),
        ]
    };
    let sum = |pick: fn(&crate::facts::Project) -> Money| f.projects.iter().map(pick).sum::<Money>();
    t.rows.push(row("", "合计", sum(|p| p.general), sum(|p| p.government), sum(|p| p.own)));
    t.rows.extend(f.projects.iter().map(|p| row(&f.names.full, &p.name, p.general, p.government, p.own)));
    t
}

fn performance(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "project_performance",
        &title(f, "财政拨款项目支出预算表"),
        &[24, 26, 16, 60],
        "llrl",
        &[&[(1, 1, "单位名称"), (1, 1, "一级项目名称"), (1, 1, "金额"), (1, 1, "绩效目标")]],
    );
    t.landscape = true;
    let total: Money = f.projects.iter().map(|p| p.general + p.government).sum();
    t.rows.push(vec![String::new(), "合计".into(), s.wan(total), String::new()]);
    let rows = f
        .projects
        .iter()
        .map(|p| vec![f.names.full.clone(), p.name.clone(), s.wan(p.general + p.government), p.goal.clone()]);
    t.rows.extend(rows);
    t
}

//! The nine tables of a Shanghai budget: split codes, amounts in 元, the “三公” table in 万元.

use super::{Style, chinese, classes, frame, totals, tree};
use crate::document::Table;
use crate::facts::{Facts, Fund, Line};
use crate::money::Money;

type Rows = Vec<Vec<String>>;
type Merged = Vec<(usize, usize, usize)>;
type Figure<'a> = &'a dyn Fn(&Line) -> Money;

/// Economic classes in order.
pub const ECONOMIC: &[(&str, &str)] = &[
    ("301", "工资福利支出"),
    ("302", "商品和服务支出"),
    ("303", "对个人和家庭的补助"),
    ("310", "资本性支出"),
];

/// How amounts in 元 are printed.
#[derive(Debug, Clone, Copy)]
pub struct Yuan {
    /// Two decimals.
    pub decimals: bool,
    /// Thousands separators in the detail tables.
    pub grouped: bool,
    /// A nil figure in the detail tables.
    pub nil: &'static str,
}

impl Yuan {
    fn show(self, m: Money, grouped: bool) -> String {
        if self.decimals { m.yuan2(grouped) } else { m.yuan0(grouped) }
    }
    fn cell(self, m: Money) -> String {
        if m.is_zero() { self.nil.to_owned() } else { self.show(m, self.grouped) }
    }
    fn side(self, m: Money) -> String {
        if m.is_zero() { String::new() } else { self.show(m, true) }
    }
}

/// The tables in order; `who` is 部门 or 预算单位.
pub fn tables(f: &Facts, s: &Style, y: Yuan, who: &str) -> Vec<Table> {
    let mut list = vec![
        summary(f, y),
        revenue(f, y),
        expenditure(f, y),
        fiscal(f, y),
        by_function(f, y, Fund::General, "一般公共预算"),
        by_function(f, y, Fund::Government, "政府性基金预算"),
        by_function(f, y, Fund::Capital, "国有资本经营预算"),
        basic(f, y),
        three(f, s),
    ];
    let filler = if who == "部门" { "编制部门" } else { "编制单位" };
    for t in &mut list {
        t.title = format!("{}年{who}{}", f.year, t.title);
        if t.kind == "three_public_expenses" {
            t.title = t.title.replace("预算单位", "单位");
        } else {
            t.unit = Some("元");
        }
        t.caption.clone_from(&t.title);
        t.left = format!("{filler}：{}", f.names.full);
        t.landscape = true;
    }
    list
}

const CODED: &[(usize, usize, &str)] = &[(1, 1, "类"), (1, 1, "款"), (1, 1, "项")];

/// Rows with split codes, the total last.
fn coded(lines: &[&Line], figures: &[Figure], y: Yuan) -> (Rows, Merged) {
    let mut rows: Vec<Vec<String>> = tree(lines, figures)
        .iter()
        .map(|n| {
            let part = |from: usize, to: usize| n.code.get(from..to).unwrap_or("").to_owned();
            let mut row = vec![part(0, 3), part(3, 5), part(5, 7), n.name.to_owned()];
            row.extend(n.figures.iter().map(|m| y.cell(*m)));
            row
        })
        .collect();
    let mut last = vec!["合计".to_owned(), String::new(), String::new(), String::new()];
    last.extend(totals(lines, figures).iter().map(|m| y.cell(*m)));
    rows.push(last);
    let merged = vec![(rows.len() - 1, 0, 4)];
    (rows, merged)
}

fn summary(f: &Facts, y: Yuan) -> Table {
    let mut t = frame(
        "revenue_expenditure_summary",
        "财务收支预算总表",
        &[34, 22, 34, 22],
        "lrlr",
        &[
            &[(2, 1, "本年收入"), (2, 1, "本年支出")],
            &[(1, 1, "项目"), (1, 1, "预算数"), (1, 1, "项目"), (1, 1, "预算数")],
        ],
    );
    let all: Vec<&Line> = f.lines.iter().collect();
    let general = f.sum_of(Fund::General, Line::fiscal);
    let fund = f.sum_of(Fund::Government, Line::fiscal);
    let own = f.sum(|l| l.own);
    let (business, other) = if f.own_is_business { (own, Money::ZERO) } else { (Money::ZERO, own) };
    let left = [
        ("一、财政拨款收入", general + fund),
        ("1. 一般公共预算资金", general),
        ("2. 政府性基金", fund),
        ("3. 国有资本经营预算", Money::ZERO),
        ("二、事业收入", business),
        ("三、事业单位经营收入", Money::ZERO),
        ("四、其他收入", other),
    ];
    let right = classes(&all, Line::total);
    for i in 0..left.len().max(right.len()) {
        let mut row = left.get(i).map_or(vec![String::new(); 2], |(n, m)| vec![(*n).to_owned(), y.side(*m)]);
        row.extend(right.get(i).map_or(vec![String::new(); 2], |(_, n, m)| {
            vec![format!("{}、{n}", chinese(i + 1)), y.side(*m)]
        }));
        t.rows.push(row);
    }
    let total = f.sum(Line::total);
    t.rows.push(vec!["收入总计".into(), y.side(total), "支出总计".into(), y.side(total)]);
    t.blank_rows = 3;
    t
}

fn revenue(f: &Facts, y: Yuan) -> Table {
    let mut t = frame(
        "revenue_summary",
        "收入预算总表",
        &[7, 6, 6, 40, 20, 20, 16, 16, 16],
        "ccclrrrrr",
        &[
            &[(4, 1, "项目"), (5, 1, "收入预算")],
            &[
                (3, 1, "功能分类科目编码"),
                (1, 2, "功能分类科目名称"),
                (1, 2, "合计"),
                (1, 2, "财政拨款收入"),
                (1, 2, "事业收入"),
                (1, 2, "事业单位经营收入"),
                (1, 2, "其他收入"),
            ],
            CODED,
        ],
    );
    let zero = |_: &Line| Money::ZERO;
    let business = |l: &Line| if f.own_is_business { l.own } else { Money::ZERO };
    let other = |l: &Line| if f.own_is_business { Money::ZERO } else { l.own };
    let lines: Vec<&Line> = f.lines.iter().collect();
    (t.rows, t.merged) = coded(&lines, &[&Line::total, &Line::fiscal, &business, &zero, &other], y);
    t
}

fn expenditure(f: &Facts, y: Yuan) -> Table {
    let mut t = frame(
        "expenditure_summary",
        "支出预算总表",
        &[8, 7, 7, 44, 24, 24, 24],
        "ccclrrr",
        &[
            &[(4, 1, "项目"), (3, 1, "支出预算")],
            &[
                (3, 1, "功能分类科目编码"),
                (1, 2, "功能分类科目名称"),
                (1, 2, "合计"),
                (1, 2, "基本支出"),
                (1, 2, "项目支出"),
            ],
            CODED,
        ],
    );
    let lines: Vec<&Line> = f.lines.iter().collect();
    (t.rows, t.merged) = coded(&lines, &[&Line::total, &Line::basic, &Line::projects], y);
    t
}

fn fiscal(f: &Facts, y: Yuan) -> Table {
    let mut t = frame(
        "fiscal_appropriation_summary",
        "财政拨款收支预算总表",
        &[28, 20, 32, 20, 20, 18, 18],
        "lrlrrrr",
        &[
            &[(2, 1, "财政拨款收入"), (5, 1, "财政拨款支出")],
            &[
                (1, 1, "项目"),
                (1, 1, "预算数"),
                (1, 1, "项目"),
                (1, 1, "合计"),
                (1, 1, "一般公共预算"),
                (1, 1, "政府性基金预算"),
                (1, 1, "国有资本经营预算"),
            ],
        ],
    );
    let all: Vec<&Line> = f.lines.iter().collect();
    let general = f.sum_of(Fund::General, Line::fiscal);
    let fund = f.sum_of(Fund::Government, Line::fiscal);
    let left =
        [("一、一般公共预算资金", general), ("二、政府性基金", fund), ("三、国有资本经营预算", Money::ZERO)];
    let right = classes(&all, Line::fiscal);
    for i in 0..left.len().max(right.len()) {
        let mut row = left.get(i).map_or(vec![String::new(); 2], |(n, m)| vec![(*n).to_owned(), y.side(*m)]);
        match right.get(i) {
            Some((code, n, m)) => {
                let part = |fund: Fund| {
                    f.sum_of(
                        fund,
                        |l| if l.code.starts_with(code.as_str()) { l.fiscal() } else { Money::ZERO },
                    )
                };
                row.push(format!("{}、{n}", chinese(i + 1)));
                row.extend([*m, part(Fund::General), part(Fund::Government), Money::ZERO].map(|m| y.side(m)));
            }
            None => row.extend(vec![String::new(); 5]),
        }
        t.rows.push(row);
    }
    let mut last = vec!["收入总计".to_owned(), y.side(general + fund), "支出总计".to_owned()];
    last.extend([general + fund, general, fund, Money::ZERO].map(|m| y.side(m)));
    t.rows.push(last);
    t.blank_rows = 2;
    t
}

fn by_function(f: &Facts, y: Yuan, fund: Fund, name: &str) -> Table {
    let spent = format!("{name}支出");
    let kind = match fund {
        Fund::General => "general_public_expenditure",
        Fund::Government => "government_fund_expenditure",
        Fund::Capital => "state_capital_expenditure",
    };
    let mut t = frame(
        kind,
        &format!("{name}支出功能分类预算表"),
        &[8, 7, 7, 44, 24, 24, 24],
        "ccclrrr",
        &[
            &[(4, 1, "项目"), (3, 1, spent.as_str())],
            &[
                (3, 1, "功能分类科目编码"),
                (1, 2, "功能分类科目名称"),
                (1, 2, "合计"),
                (1, 2, "基本支出"),
                (1, 2, "项目支出"),
            ],
            CODED,
        ],
    );
    let lines = f.of(fund);
    if lines.is_empty() {
        let mut row = vec![String::new(); 7];
        "合计".clone_into(&mut row[0]);
        t.rows.push(row);
        t.merged.push((0, 0, 4));
        t.blank_rows = 3;
        t.notes.push(format!("注：本部门{}年没有安排{name}支出，故本表为空表。", f.year));
        return t;
    }
    let project = |l: &Line| l.project;
    (t.rows, t.merged) = coded(&lines, &[&Line::fiscal, &Line::basic, &project], y);
    t
}

fn basic(f: &Facts, y: Yuan) -> Table {
    let mut t = frame(
        "general_public_basic_expenditure",
        "一般公共预算基本支出部门预算经济分类预算表",
        &[8, 8, 44, 24, 24, 24],
        "cclrrr",
        &[
            &[(3, 1, "项目"), (3, 1, "一般公共预算基本支出")],
            &[
                (2, 1, "部门预算经济分类科目编码"),
                (1, 2, "经济分类科目名称"),
                (1, 2, "合计"),
                (1, 2, "人员经费"),
                (1, 2, "公用经费"),
            ],
            &[(1, 1, "类"), (1, 1, "款")],
        ],
    );
    let figures = |m: Money, class: &str| {
        let (a, b) = if matches!(class, "301" | "303") { (m, Money::ZERO) } else { (Money::ZERO, m) };
        [m, a, b].map(|m| y.cell(m))
    };
    for (class, name) in ECONOMIC {
        let sum = f.economic(class);
        if sum.is_zero() {
            continue;
        }
        let mut row = vec![(*class).to_owned(), String::new(), (*name).to_owned()];
        row.extend(figures(sum, class));
        t.rows.push(row);
        for (code, name, m) in f.economics.iter().filter(|(c, _, _)| c.starts_with(class)) {
            let mut row = vec![code[..3].to_owned(), code[3..].to_owned(), (*name).to_owned()];
            row.extend(figures(*m, class));
            t.rows.push(row);
        }
    }
    let people = f.economic("301") + f.economic("303");
    let public = f.economic("302") + f.economic("310");
    let mut last = vec!["合计".to_owned(), String::new(), String::new()];
    last.extend([people + public, people, public].map(|m| y.cell(m)));
    t.rows.push(last);
    t.merged.push((t.rows.len() - 1, 0, 3));
    t
}

fn three(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "three_public_expenses",
        "“三公”经费和机关运行经费预算表",
        &[16, 18, 16, 14, 14, 14, 22],
        "rrrrrrr",
        &[
            &[(6, 1, "“三公”经费预算数"), (1, 3, "机关运行经费预算数")],
            &[
                (1, 2, "合计"),
                (1, 2, "因公出国（境）费"),
                (1, 2, "公务接待费"),
                (3, 1, "公务用车购置及运行费"),
            ],
            &[(1, 1, "小计"), (1, 1, "购置费"), (1, 1, "运行费")],
        ],
    );
    let x = f.three;
    let figures = [x.total(), x.abroad, x.reception, x.vehicle(), x.purchase, x.operation, f.agency.0];
    t.rows.push(figures.iter().map(|m| s.wan(*m)).collect());
    t
}

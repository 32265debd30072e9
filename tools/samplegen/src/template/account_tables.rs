//! The nine tables of a final account by the Ministry's form: full list of 类, joined codes, 万元.

mod lists;

use super::{Node, Style, chinese, frame, totals, tree};
use crate::document::Table;
use crate::facts::{Facts, Fund, Line};
use crate::money::Money;
use lists::{CLASSES, LEFT, RIGHT};

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
        fund(f, s, Fund::Government, "政府性基金预算"),
        fund(f, s, Fund::Capital, "国有资本经营预算"),
    ];
    for t in &mut list {
        t.landscape = t.columns() > 6;
    }
    list
}

/// The figure of a row, zero printed as the document does.
fn row(code: &str, name: &str, m: &[Money], s: &Style) -> Vec<String> {
    [code.to_owned(), name.to_owned()].into_iter().chain(m.iter().map(|m| s.wan(*m))).collect()
}

fn blank(m: Money, s: &Style) -> String {
    if m.is_zero() { String::new() } else { s.wan(m) }
}

fn total_row(m: &[Money], s: &Style) -> Vec<String> {
    ["合计".to_owned(), String::new()].into_iter().chain(m.iter().map(|m| s.wan(*m))).collect()
}

fn by_code(t: &mut Table, lines: &[&Line], figures: &[Figure], s: &Style, total_first: bool) {
    let nodes: Vec<Node> = tree(lines, figures);
    t.rows = nodes.iter().map(|n| row(&n.code, n.name, &n.figures, s)).collect();
    let total = total_row(&totals(lines, figures), s);
    let at = if total_first { 0 } else { t.rows.len() };
    t.rows.insert(at, total);
    t.merged.push((at, 0, 2));
}

fn summary(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "revenue_expenditure_summary",
        "收入支出决算总表",
        &[34, 16, 34, 16],
        "lrlr",
        &[
            &[(2, 1, "收入"), (2, 1, "支出")],
            &[(1, 1, "项目"), (1, 1, "决算数"), (1, 1, "项目"), (1, 1, "决算数")],
        ],
    );
    let own = f.sum(|l| l.own);
    let (business, other) = if f.own_is_business { (own, Money::ZERO) } else { (Money::ZERO, own) };
    let (general, fund) = (f.sum_of(Fund::General, Line::fiscal), f.sum_of(Fund::Government, Line::fiscal));
    let left = [
        ("一般公共预算财政拨款收入", general),
        ("政府性基金预算财政拨款收入", fund),
        ("国有资本经营预算财政拨款收入", Money::ZERO),
        ("上级补助收入", Money::ZERO),
        ("事业收入", business),
        ("经营收入", Money::ZERO),
        ("附属单位上缴收入", Money::ZERO),
        ("其他收入", other),
    ];
    for (i, (code, class)) in CLASSES.iter().enumerate() {
        let spent = f.sum(|l| if l.code.starts_with(code) { l.total() } else { Money::ZERO });
        let mut row = left
            .get(i)
            .map_or(vec![String::new(); 2], |(n, m)| vec![format!("{}、{n}", chinese(i + 1)), blank(*m, s)]);
        row.extend([format!("{}、{class}", chinese(i + 1)), blank(spent, s)]);
        t.rows.push(row);
    }
    let spent = f.sum(Line::total);
    let opening = f.opening.0 + f.opening.1 + f.sum(|l| l.carried);
    let closing = f.closing.0 + f.closing.1;
    let end =
        |a: &str, b: Money, c: &str, d: Money| vec![a.to_owned(), blank(b, s), c.to_owned(), blank(d, s)];
    t.rows.push(end("本年收入合计", general + fund + own, "本年支出合计", spent));
    t.rows.push(end("使用非财政拨款结余", Money::ZERO, "结余分配", Money::ZERO));
    t.rows.push(end("年初结转和结余", opening, "年末结转和结余", closing));
    t.rows.push(end("总计", spent + closing, "总计", spent + closing));
    t.notes.push("注：本表反映部门本年度的总收支和年末结转结余情况。".into());
    t
}

const LINE_HEAD: (usize, usize, &str) = (2, 1, "项目");
const CODE_HEAD: &[(usize, usize, &str)] = &[(1, 1, "功能分类科目编码"), (1, 1, "科目名称")];

fn revenue(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "revenue_summary",
        "收入决算表",
        &[14, 34, 16, 16, 14, 14, 14, 14, 14],
        "clrrrrrrr",
        &[
            &[
                LINE_HEAD,
                (1, 2, "本年收入合计"),
                (1, 2, "财政拨款收入"),
                (1, 2, "上级补助收入"),
                (1, 2, "事业收入"),
                (1, 2, "经营收入"),
                (1, 2, "附属单位上缴收入"),
                (1, 2, "其他收入"),
            ],
            CODE_HEAD,
        ],
    );
    let zero = |_: &Line| Money::ZERO;
    let current = |l: &Line| l.fiscal() + l.own;
    let business = |l: &Line| if f.own_is_business { l.own } else { Money::ZERO };
    let other = |l: &Line| if f.own_is_business { Money::ZERO } else { l.own };
    let lines: Vec<&Line> = f.lines.iter().collect();
    by_code(&mut t, &lines, &[&current, &Line::fiscal, &zero, &business, &zero, &zero, &other], s, true);
    t.notes.push("注：本表反映部门本年度取得的各项收入情况。".into());
    t
}

fn expenditure(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "expenditure_summary",
        "支出决算表",
        &[14, 34, 16, 16, 16, 14, 14, 16],
        "clrrrrrr",
        &[
            &[
                LINE_HEAD,
                (1, 2, "本年支出合计"),
                (1, 2, "基本支出"),
                (1, 2, "项目支出"),
                (1, 2, "上缴上级支出"),
                (1, 2, "经营支出"),
                (1, 2, "对附属单位补助支出"),
            ],
            CODE_HEAD,
        ],
    );
    let zero = |_: &Line| Money::ZERO;
    let lines: Vec<&Line> = f.lines.iter().collect();
    by_code(&mut t, &lines, &[&Line::total, &Line::basic, &Line::projects, &zero, &zero, &zero], s, true);
    t.notes.push("注：本表反映部门本年度各项支出情况。".into());
    t
}

fn fiscal(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "fiscal_appropriation_summary",
        "财政拨款收入支出决算总表",
        &[30, 16, 32, 16, 16, 16, 16],
        "lrlrrrr",
        &[
            &[(2, 1, "收入"), (5, 1, "支出")],
            &[
                (1, 1, "项目"),
                (1, 1, "决算数"),
                (1, 1, "项目"),
                (1, 1, "合计"),
                (1, 1, "一般公共预算财政拨款"),
                (1, 1, "政府性基金预算财政拨款"),
                (1, 1, "国有资本经营预算财政拨款"),
            ],
        ],
    );
    let (general, fund) = (f.sum_of(Fund::General, Line::fiscal), f.sum_of(Fund::Government, Line::fiscal));
    let funds = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"];
    let income = [general, fund, Money::ZERO];
    for (i, (code, class)) in CLASSES.iter().enumerate() {
        let part =
            |fund: Fund| f.sum_of(fund, |l| if l.code.starts_with(code) { l.fiscal() } else { Money::ZERO });
        let (g, o) = (part(Fund::General), part(Fund::Government));
        let mut row = funds.get(i).map_or(vec![String::new(); 2], |n| {
            vec![format!("{}、{n}", chinese(i + 1)), blank(income[i], s)]
        });
        row.push(format!("{}、{class}", chinese(i + 1)));
        row.extend([g + o, g, o, Money::ZERO].map(|m| blank(m, s)));
        t.rows.push(row);
    }
    let end = |a: &str, b: Money, c: &str, d: [Money; 3]| {
        let mut row = vec![a.to_owned(), blank(b, s), c.to_owned()];
        row.extend([d[0] + d[1] + d[2], d[0], d[1], d[2]].map(|m| blank(m, s)));
        row
    };
    let (zero, open) = (Money::ZERO, f.opening.0);
    t.rows.push(end("本年收入合计", general + fund, "本年支出合计", [general, fund, zero]));
    t.rows.push(end("年初财政拨款结转和结余", open, "年末财政拨款结转和结余", [f.closing.0, zero, zero]));
    for (i, n) in funds.iter().enumerate() {
        t.rows.push(end(
            &format!("{}、{n}", chinese(i + 1)),
            if i == 0 { open } else { zero },
            "",
            [zero; 3],
        ));
    }
    t.rows.push(end("总计", general + fund + open, "总计", [general + f.closing.0, fund, zero]));
    t.notes.push("注：本表反映部门本年度财政拨款总收支和结转结余情况。".into());
    t
}

fn general(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "general_public_expenditure",
        "一般公共预算财政拨款支出决算表",
        &[16, 40, 18, 18, 18],
        "clrrr",
        &[&[LINE_HEAD, (1, 2, "合计"), (1, 2, "基本支出"), (1, 2, "项目支出")], CODE_HEAD],
    );
    let project = |l: &Line| l.project;
    by_code(&mut t, &f.of(Fund::General), &[&Line::fiscal, &Line::basic, &project], s, false);
    t.notes.push("注：本表反映部门本年度一般公共预算财政拨款支出情况。".into());
    t
}

fn basic(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "general_public_basic_expenditure",
        "一般公共预算财政拨款基本支出决算表",
        &[13, 32, 14, 13, 32, 14],
        "clrclr",
        &[&[
            (1, 1, "经济分类科目编码"),
            (1, 1, "科目名称"),
            (1, 1, "决算数"),
            (1, 1, "经济分类科目编码"),
            (1, 1, "科目名称"),
            (1, 1, "决算数"),
        ]],
    );
    let cells = |item: Option<&(&str, &str)>| {
        item.map_or(vec![String::new(); 3], |(c, n)| {
            vec![(*c).to_owned(), (*n).to_owned(), blank(f.economic(c), s)]
        })
    };
    for i in 0..RIGHT.len() {
        let mut row = cells(LEFT.get(i));
        row.extend(cells(RIGHT.get(i)));
        t.rows.push(row);
    }
    let people = f.economic("301") + f.economic("303");
    let public = f.economic("302") + f.economic("310");
    t.rows.push(vec![
        "人员经费合计".into(),
        String::new(),
        s.wan(people),
        "公用经费合计".into(),
        String::new(),
        s.wan(public),
    ]);
    t.merged.extend([(t.rows.len() - 1, 0, 2), (t.rows.len() - 1, 3, 2)]);
    t.notes.push("注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。".into());
    t
}

fn three(f: &Facts, s: &Style) -> Table {
    let mut t = frame(
        "three_public_expenses",
        "财政拨款“三公”经费支出决算表",
        &[10; 12],
        "rrrrrrrrrrrr",
        &[
            &[(12, 1, "财政拨款“三公”经费")],
            &[
                (2, 2, "合计"),
                (2, 2, "因公出国（境）费"),
                (6, 1, "公务用车购置及运行维护费"),
                (2, 2, "公务接待费"),
            ],
            &[(2, 1, "小计"), (2, 1, "公务用车购置费"), (2, 1, "公务用车运行维护费")],
            &[
                (1, 1, "预算数"),
                (1, 1, "决算数"),
                (1, 1, "预算数"),
                (1, 1, "决算数"),
                (1, 1, "预算数"),
                (1, 1, "决算数"),
                (1, 1, "预算数"),
                (1, 1, "决算数"),
                (1, 1, "预算数"),
                (1, 1, "决算数"),
                (1, 1, "预算数"),
                (1, 1, "决算数"),
            ],
        ],
    );
    let (p, x) = (f.three_planned, f.three);
    let pairs = [
        (p.total(), x.total()),
        (p.abroad, x.abroad),
        (p.vehicle(), x.vehicle()),
        (p.purchase, x.purchase),
        (p.operation, x.operation),
        (p.reception, x.reception),
    ];
    if pairs.iter().any(|(a, b)| !a.is_zero() || !b.is_zero()) {
        t.rows.push(pairs.iter().flat_map(|(a, b)| [s.wan(*a), s.wan(*b)]).collect());
    }
    t.notes.push("注：本表反映部门本年度“三公”经费支出预决算情况。".into());
    t
}

fn fund(f: &Facts, s: &Style, fund: Fund, word: &str) -> Table {
    let kind =
        if fund == Fund::Government { "government_fund_expenditure" } else { "state_capital_expenditure" };
    let mut t = frame(
        kind,
        &format!("{word}财政拨款收入支出决算表"),
        &[14, 36, 14, 14, 14, 14, 14, 14],
        "clrrrrrr",
        &[
            &[
                LINE_HEAD,
                (1, 2, "年初结转和结余"),
                (1, 2, "本年收入"),
                (3, 1, "本年支出"),
                (1, 2, "年末结转和结余"),
            ],
            &[
                (1, 1, "功能分类科目编码"),
                (1, 1, "科目名称"),
                (1, 1, "合计"),
                (1, 1, "基本支出"),
                (1, 1, "项目支出"),
            ],
        ],
    );
    let lines = f.of(fund);
    let zero = |_: &Line| Money::ZERO;
    t.notes.push(format!("注：本表反映部门本年度{word}财政拨款收入支出及结转和结余情况。"));
    if lines.is_empty() {
        let mut row = vec![String::new(); 8];
        "合计".clone_into(&mut row[0]);
        t.rows.push(row);
        t.merged.push((0, 0, 2));
        t.blank_rows = 3;
        t.notes.push(format!("说明：{}本年度没有{word}财政拨款收入和支出，故本表无数据。", f.names.full));
    } else {
        by_code(
            &mut t,
            &lines,
            &[&zero, &Line::fiscal, &Line::fiscal, &Line::basic, &Line::projects, &zero],
            s,
            true,
        );
    }
    t
}

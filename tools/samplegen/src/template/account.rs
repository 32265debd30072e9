//! A final account (部门决算) by the Ministry's form as Shanghai's districts publish it.

mod writer;

use super::{Style, account_tables, chinese};
use crate::document::{Align, Block, Document, Table};
use crate::facts::{Facts, Shape};
use crate::money::WAN_CENT;
use crate::prose;
use crate::rng::Rng;
use writer::Writer;

/// Builds the document.
pub fn build(seed: u64, lines: usize) -> Document {
    let shape = Shape {
        salt: "account/facts",
        step: WAN_CENT,
        district: true,
        housing: true,
        lines,
        rich: true,
        carried: true,
    };
    of(&Facts::invent(seed, shape), seed)
}

/// Prints facts that are already there.
pub fn of(f: &Facts, seed: u64) -> Document {
    let mut rng = Rng::new(seed, "account");
    let nil = if rng.chance(70) { "" } else { "0.00" };
    let style = Style { grouped: rng.chance(75), text_grouped: rng.chance(30), nil, spaced: rng.chance(40) };
    let (unit, year) = (f.names.full.clone(), f.year);
    let head = |n: &str, rest: &str| format!("第{n}部分 {unit}{rest}");
    let mut w = Writer { f, s: style, rng };
    let tables = account_tables::tables(f, &style);
    let mut b = vec![
        Block::Cover(vec![unit.clone(), format!("{year}年度部门决算")]),
        Block::Break,
        Block::Contents(contents(&unit, year, &tables)),
        Block::Break,
        Block::Heading(1, head("一", "概况")),
        Block::Heading(2, "一、主要职能".into()),
        Block::Para(format!("{unit}主要承担以下工作：")),
    ];
    for (i, duty) in prose::duties(&mut w.rng, f.field).into_iter().enumerate() {
        b.push(Block::Para(format!("（{}）{duty}", chinese(i + 1))));
    }
    b.push(Block::Heading(2, "二、部门决算单位构成".into()));
    b.push(Block::Para(format!(
        "{unit}部门决算汇总了局本级和{}家所属单位，名单见下表：",
        f.names.below.len()
    )));
    b.push(Block::Table(units(f)));
    b.push(Block::Break);
    b.push(Block::Heading(1, head("二", &format!("{year}年度部门决算表"))));
    for (i, table) in tables.into_iter().enumerate() {
        if i > 0 {
            b.push(Block::Break);
        }
        b.push(Block::Table(table));
    }
    b.push(Block::Break);
    b.push(Block::Heading(1, head("三", &format!("{year}年度部门决算情况说明"))));
    w.overall(&mut b);
    w.general(&mut b);
    w.three_public(&mut b);
    w.funds(&mut b);
    w.rest(&mut b);
    b.push(Block::Break);
    b.push(Block::Heading(1, "第四部分 名词解释".into()));
    for (i, (term, text)) in prose::glossary("财政拨款").into_iter().enumerate() {
        b.push(Block::Para(format!("{}、{term}：{text}", chinese(i + 1))));
    }
    Document {
        unit,
        year,
        kind: "final_account",
        level: "department",
        template: "account",
        blocks: b,
        findings: Vec::new(),
    }
}

const SECTIONS: &[&str] = &[
    "收入支出决算总体情况说明",
    "收入决算情况说明",
    "支出决算情况说明",
    "财政拨款收入支出决算总体情况说明",
    "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明",
    "财政拨款“三公”经费支出决算情况说明",
    "政府性基金预算财政拨款收入支出决算情况说明",
    "国有资本经营预算财政拨款收入支出决算情况说明",
    "预算绩效管理情况",
    "其他重要事项说明",
];

fn contents(unit: &str, year: i32, tables: &[Table]) -> Vec<(u8, String, u32)> {
    let mut list = vec![
        (1, format!("第一部分 {unit}概况"), 3),
        (2, "一、主要职能".to_owned(), 3),
        (2, "二、部门决算单位构成".to_owned(), 4),
        (1, format!("第二部分 {unit}{year}年度部门决算表"), 5),
    ];
    list.extend(
        tables.iter().enumerate().map(|(i, t)| (2, format!("{}、{}", chinese(i + 1), t.title), 5 + i as u32)),
    );
    list.push((1, format!("第三部分 {unit}{year}年度部门决算情况说明"), 16));
    list.extend(
        SECTIONS.iter().enumerate().map(|(i, t)| (2, format!("{}、{t}", chinese(i + 1)), 16 + i as u32 / 3)),
    );
    list.push((1, "第四部分 名词解释".into(), 22));
    list
}

fn units(f: &Facts) -> Table {
    let mut t = super::frame(
        "other",
        "",
        &[10, 50, 30],
        "cll",
        &[&[(1, 1, "序号"), (1, 1, "单位名称"), (1, 1, "备注")]],
    );
    t.unit = None;
    t.statutory = false;
    t.align[0] = Align::Center;
    t.rows.push(vec!["1".into(), format!("{}（本级）", f.names.full), String::new()]);
    t.rows.extend(
        f.names.below.iter().enumerate().map(|(i, n)| vec![(i + 2).to_string(), n.clone(), String::new()]),
    );
    t
}

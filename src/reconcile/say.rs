//! How places and figures are said in Chinese.

use rust_decimal::Decimal;

use super::context::Context;
use super::figure::{Ref, Sum};

/// `第16页 表2《收入预算总表》“行政运行”行“合计”列`.
pub fn place(context: &Context<'_>, at: Ref) -> String {
    match at {
        Ref::Table(t) => context.view(t).map_or_else(String::new, |v| {
            page(v.table.pages.first().copied()) + &format!("表{}《{}》", v.table.ordinal, v.table.title)
        }),
        Ref::Cell(t, r, c) => context.view(t).map_or_else(String::new, |v| {
            let row = v.table.rows.get(r);
            let printed = row.and_then(|row| row.cells.get(c)).and_then(|cell| cell.page);
            let items = v.table.items.iter().filter(|i| i.row == r);
            let name = items
                .filter(|i| i.value_columns.contains(&c) || i.name_column == Some(c))
                .map(|i| i.name.as_str())
                .next()
                .or_else(|| row.map(|row| row.name.as_str()))
                .unwrap_or_default();
            let line = if name.is_empty() { format!("第{}行", r + 1) } else { format!("“{name}”行") };
            let head = v.table.columns.get(c).map(|column| column.path.join("—")).unwrap_or_default();
            let head = if head.is_empty() { format!("第{}列", c + 1) } else { format!("“{head}”列") };
            page(printed.or(v.table.pages.first().copied()))
                + &format!("表{}《{}》{line}{head}", v.table.ordinal, v.table.title)
        }),
        Ref::Claim(c) => context
            .document
            .claims
            .get(c)
            .map_or_else(String::new, |claim| page(claim.page) + &section(context, claim.section)),
        Ref::Section(s) => {
            let first = context.document.sections.get(s).and_then(|section| section.pages.first().copied());
            page(first) + &section(context, s)
        }
    }
}

/// What is printed in a place, with its unit: `5,249.78 万元`, `空白`.
pub fn printed(context: &Context<'_>, at: Ref) -> String {
    match at {
        Ref::Cell(t, r, c) => {
            let table = context.view(t).map(|v| v.table);
            let text =
                table.and_then(|t| t.rows.get(r)).and_then(|row| row.cells.get(c)).map_or("", |c| &c.text);
            let unit = table.and_then(|t| t.amount_unit.as_deref()).unwrap_or_default();
            if text.is_empty() { "空白".to_owned() } else { format!("{text} {unit}") }
        }
        Ref::Claim(c) => context.document.claims.get(c).map_or_else(String::new, |claim| claim.text.clone()),
        Ref::Table(_) | Ref::Section(_) => context.evidence(at).text,
    }
}

/// A side of an identity as it is printed (one term) or as it adds up, in the unit of its first term.
pub fn side(context: &Context<'_>, sum: &Sum) -> String {
    match sum.refs.as_slice() {
        [only @ (Ref::Cell(..) | Ref::Claim(_))] => printed(context, *only),
        _ => money(sum.value, unit_of(context, sum.refs.first().copied())),
    }
}

/// The unit in which figures of a place are said.
pub fn unit_of(context: &Context<'_>, at: Option<Ref>) -> &'static str {
    let printed = match at {
        Some(Ref::Cell(t, ..) | Ref::Table(t)) => {
            context.view(t).and_then(|v| v.table.amount_unit.as_deref()).unwrap_or_default()
        }
        Some(Ref::Claim(c)) => context.document.claims.get(c).map_or("", |claim| claim.text.as_str()),
        _ => "",
    };
    ["亿元", "万元", "千元"].into_iter().find(|u| printed.ends_with(u)).unwrap_or("元")
}

/// An amount of yuan in a unit, with thousands separators: `5,249.78 万元`.
pub fn money(yuan: Decimal, unit: &str) -> String {
    let factor = match unit {
        "亿元" => 100_000_000,
        "万元" => 10_000,
        "千元" => 1_000,
        _ => 1,
    };
    let value = yuan.checked_div(Decimal::from(factor)).unwrap_or(yuan).normalize();
    format!("{} {unit}", grouped(value))
}

/// A decimal with at least two decimals and thousands separators.
pub fn grouped(value: Decimal) -> String {
    let mut value = value.normalize();
    if value.scale() < 2 {
        value.rescale(2);
    }
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 8);
    if value.is_sign_negative() && !value.is_zero() {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// `第5页 `, nothing for text inputs.
pub fn page(page: Option<u32>) -> String {
    page.map_or_else(String::new, |p| format!("第{p}页 "))
}

fn section(context: &Context<'_>, index: usize) -> String {
    context.document.sections.get(index).map_or_else(
        || "正文".to_owned(),
        |s| match (s.number.as_str(), s.title.as_str()) {
            ("", "") => "正文".to_owned(),
            (number, title) => format!("正文“{number}{title}”"),
        },
    )
}

/// A text cut to `limit` characters, for an excerpt.
pub fn excerpt(text: &str, limit: usize) -> String {
    let mut out: String = text.chars().take(limit).collect();
    if text.chars().nth(limit).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_said_as_it_is_printed() {
        assert_eq!(money(Decimal::new(5_249_780_000, 2), "万元"), "5,249.78 万元");
        assert_eq!(money(Decimal::new(-100, 0), "元"), "-100.00 元");
        assert_eq!(grouped(Decimal::new(123_456_789, 3)), "123,456.789");
    }
}

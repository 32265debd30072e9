//! Captions of tables: the caption's own number (`表 3：`, `公开03表`, `附件1-3`) and what is left as title.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::{one_of, space0};
use nom::combinator::{opt, recognize};
use nom::multi::{many_m_n, many0};
use nom::{IResult, Parser};

/// A caption taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption<'a> {
    /// The number as printed, without the punctuation after it; empty without one.
    pub number: &'a str,
    /// The rest, outer white space removed.
    pub title: &'a str,
}

fn ordinal(s: &str) -> IResult<&str, &str> {
    take_while_m_n(1, 3, |c: char| {
        c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十".contains(c)
    })
    .parse(s)
}

/// `dashed := ordinal (("-" | "—" | "－" | ".") ordinal)*`
fn dashed(s: &str) -> IResult<&str, &str> {
    recognize((ordinal, many0((space0, one_of("-—－–"), space0, ordinal)))).parse(s)
}

/// `table := ("附" | "公开" | "预算" | "决算" | "财决" | "部门")* "表" dashed`
fn table(s: &str) -> IResult<&str, &str> {
    recognize((
        opt(alt((tag("附"), tag("公开"), tag("续"), tag("预算"), tag("决算")))),
        space0,
        tag("表"),
        space0,
        opt(one_of("(（")),
        dashed,
        opt(one_of(")）")),
    ))
    .parse(s)
}

/// `form := ("财" | "决" | "预" | "算" | "部门" | "公开" | "批复" | "附" …){1,5} dashed "表"`: 公开01表, 财决附03表, 部预公开3表
fn form(s: &str) -> IResult<&str, &str> {
    let word = alt((
        tag("部门"),
        tag("单位"),
        tag("公开"),
        tag("批复"),
        tag("财"),
        tag("决"),
        tag("预"),
        tag("算"),
        tag("部"),
        tag("附"),
    ));
    recognize((many_m_n(1, 5, word), space0, dashed, space0, tag("表"))).parse(s)
}

/// `annex := "附件" dashed?`
fn annex(s: &str) -> IResult<&str, &str> {
    recognize((tag("附件"), space0, opt(dashed))).parse(s)
}

/// `bare := arabic (":" | "：" | "." | "、")`: what is left of a caption whose 表 was lost
fn bare(s: &str) -> IResult<&str, &str> {
    let (rest, digits) = take_while_m_n(1, 2, |c: char| c.is_ascii_digit()).parse(s)?;
    let (after, _) = (space0, one_of(":：.．、")).parse(rest)?;
    if after.starts_with(|c: char| c.is_ascii_digit()) && !after.starts_with("20") {
        return Err(nom::Err::Error(nom::error::Error::new(s, nom::error::ErrorKind::Digit)));
    }
    Ok((rest, digits))
}

/// `caption := (form | table | annex | bare)? (":" | "：" | "." | "、" | "续" …)* title`
pub fn caption(line: &str) -> Caption<'_> {
    let line = line.trim();
    let found: IResult<&str, &str> = alt((form, table, annex, bare)).parse(line);
    match found {
        // 表一般 …: a word that goes on is no number.
        Ok((rest, number)) if !(rest.starts_with(['般', '次', '级']) && number.ends_with('一')) => {
            let title =
                rest.trim_start_matches("（续）").trim_start_matches("(续)").trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ':' | '：' | '.' | '．' | '、' | ',' | '，' | '-' | '—')
                });
            Caption { number: number.trim(), title }
        }
        _ => Caption { number: "", title: line },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions() {
        for (line, number, title) in [
            ("表 1： 2023 年收支总表", "表 1", "2023 年收支总表"),
            ("表10. 项目支出表", "表10", "项目支出表"),
            ("1: 2023年收支总表", "1", "2023年收支总表"),
            ("公开01表", "公开01表", ""),
            ("附表1-2 收入总表", "附表1-2", "收入总表"),
            ("附件1-3", "附件1-3", ""),
            ("表一、收支总表", "表一", "收支总表"),
            ("财决公开 03 表", "财决公开 03 表", ""),
            ("表3（续）：支出总表", "表3", "支出总表"),
            ("部门收支总表", "", "部门收支总表"),
            ("2023年部门收支总表", "", "2023年部门收支总表"),
            ("预算01表 收支总表", "预算01表", "收支总表"),
        ] {
            assert_eq!(caption(line), Caption { number, title }, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn round_trip(
            number in "表[1-9]|表[1-9][0-9]|表[1-9]-[1-9]|附表[1-9]|公开0[1-9]表|财决公开0[1-9]表|附件[1-9]-[1-9]",
            mark in "：| |: |、",
            title in "[收支预算政府基金]{1,9}表",
        ) {
            let line = format!("{number}{mark}{title}");
            let want = Caption { number: &number, title: &title };
            proptest::prop_assert_eq!(caption(&line), want);
            proptest::prop_assert_eq!(caption(&title), Caption { number: "", title: &title });
        }
    }
}

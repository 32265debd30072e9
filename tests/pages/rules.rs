//! `docs/rules/` is what the rules say of themselves. `YUSUAN_UPDATE=1 cargo test --test pages` writes it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use yusuan::model::Severity;
use yusuan::reconcile::{Body, RULES, Rule};

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules"))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误 error",
        Severity::Warning => "警告 warning",
        Severity::Info => "提示 info",
    }
}

fn page(rule: &Rule) -> String {
    let mut out = format!("# {} {}\n\n", rule.id, rule.name);
    let scope = match rule.check {
        Body::One(_) => "一份文件",
        Body::Across(_) => "几份文件一并核对",
    };
    let _ = writeln!(out, "级别：{} · 范围：{scope}\n", severity(rule.severity));
    for line in rule.reason.lines() {
        let _ = writeln!(out, "{}", line.trim());
    }
    out.push_str("\n## 例子\n\n有“-”的行成立，换成有“+”的行就不成立。\n\n```diff\n");
    for line in rule.example.trim().lines() {
        let _ = writeln!(out, "{}", line.trim());
    }
    out.push_str("```\n");
    out
}

fn index() -> String {
    let mut out = "# 核对规则\n\n各规则的理由和例子由 `src/reconcile/rules/` 生成；`yusuan rules` 列出，`yusuan rules X203` 说明一条。\
        例子里 `|` 分隔单元格，`@预算`、`@决算 2023` 是一份文件的封面。\n\n\
        | 编号 | 等式 | 级别 |\n| --- | --- | --- |\n"
        .to_owned();
    for rule in RULES {
        let _ = writeln!(
            out,
            "| [{0}]({0}.md) | {1} | {2} |",
            rule.id,
            rule.name.replace('|', "\\|"),
            severity(rule.severity)
        );
    }
    out
}

#[test]
fn pages_are_up_to_date() {
    let mut pages: Vec<(String, String)> = RULES.iter().map(|r| (format!("{}.md", r.id), page(r))).collect();
    pages.push(("README.md".to_owned(), index()));
    if std::env::var_os("YUSUAN_UPDATE").is_some() {
        std::fs::create_dir_all(folder()).expect("docs/rules");
        for (name, text) in &pages {
            std::fs::write(folder().join(name), text).expect("docs/rules");
        }
    }
    let names: BTreeSet<String> = pages.iter().map(|(n, _)| n.clone()).collect();
    let there: BTreeSet<String> = std::fs::read_dir(folder())
        .expect("docs/rules")
        .filter_map(|f| f.ok()?.file_name().into_string().ok())
        .collect();
    assert_eq!(
        names, there,
        "run YUSUAN_UPDATE=1 cargo test --test pages (and remove pages of rules that are gone)"
    );
    for (name, text) in &pages {
        let kept = std::fs::read_to_string(folder().join(name)).expect("a page");
        assert!(
            &kept == text,
            "docs/rules/{name} is out of date: run YUSUAN_UPDATE=1 cargo test --test pages"
        );
    }
}

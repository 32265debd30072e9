use super::*;
use crate::pipeline::{Media, read};

const TEXT: &str = "# 示例市档案服务中心\n\n## 2025年度单位预算\n\n表1：2025年单位支出预算总表\n\n单位：万元\n\n\
    科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t30.00\t20.00\t10.00\n\t合计\t35.00\t25.00\t10.00\n";

fn example() -> Disclosure {
    read(TEXT.as_bytes(), "乙/a b.txt", Media::Text, &crate::Config::default()).expect("it is text")
}

fn whole(format: Format, documents: &[Disclosure]) -> String {
    let mut out = format.head();
    let mut written = 0;
    for document in documents {
        let (text, next) = format.document(document, written, false);
        out.push_str(&text);
        written = next;
    }
    out + &format.tail(written)
}

#[test]
fn every_format_tells_the_same_findings() {
    let documents = [example(), example()];
    let count = failures(&documents[0]).len() * 2;
    assert!(count > 0);
    let text = whole(Format::Text, &documents);
    assert!(text.contains("错误 T101") && text.contains("35.00 万元") && !text.contains('\u{1b}'), "{text}");
    let json: serde_json::Value = serde_json::from_str(&whole(Format::Json, &documents)).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(2));
    let sarif: serde_json::Value = serde_json::from_str(&whole(Format::Sarif, &documents)).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(count));
    let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "%E4%B9%99/a%20b.txt");
    let github = whole(Format::Github, &documents);
    assert_eq!(github.lines().count(), count);
    assert!(github.starts_with("::error file=乙/a b.txt,title=T101::"), "{github}");
}

#[test]
fn an_empty_report_is_whole() {
    for format in [Format::Json, Format::Sarif] {
        serde_json::from_str::<serde_json::Value>(&whole(format, &[])).expect("JSON");
    }
}

#[test]
fn nothing_reaches_the_terminal_that_it_would_act_on() {
    let mut document = example();
    document.source.path = "a\u{1b}[31m\n.pdf".to_owned();
    assert!(!text::document(&document, false).contains('\u{1b}'));
}

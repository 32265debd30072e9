//! `Q605`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 同一句里金额有的写“万元”，有的只写“万”；占比的数字后面漏了百分号。读者能猜到，程序会读错。
    Q605 "金额和百分比的单位齐全一致" Info One(check),
    passing: "
        @预算
        # 一、支出预算情况说明

        档案数字化340.00万元、库房改造70.00万元，合计410.00万元，占12.50%。
    ",
    failing: "
        @预算
        # 一、支出预算情况说明

        档案数字化340.00万元、库房改造70.00万，合计410.00万元，占12.50%。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut slips = Slips::default();
    let mut percents = Slips::default();
    for passage in prose::passages(context).filter(|p| matches!(p.kind, PassageKind::Paragraph | PassageKind::Note)) {
        for sentence in passage.text.split_inclusive('。') {
            if let Some((start, end)) = bare_ten_thousand(sentence).filter(|_| sentence.contains("万元")) {
                slips.add(context, &passage, &format!("“{}”", prose::around(sentence, start, end, 12, 8)), sentence);
            }
            if let Some((start, end)) = bare_share(sentence).filter(|_| sentence.contains('%') || sentence.contains('％')) {
                percents.add(context, &passage, &format!("“{}”", prose::around(sentence, start, end, 8, 6)), sentence);
            }
        }
    }
    let both = slips.said.is_empty() || !percents.said.is_empty();
    if !slips.said.is_empty() {
        findings.slips(Severity::Info, "“万”与“万元”混用", slips);
    }
    if both {
        findings.slips(Severity::Info, "占比漏印百分号", percents);
    }
}

/// A number followed by 万 that is followed by no unit: by punctuation or by the end.
fn bare_ten_thousand(sentence: &str) -> Option<(usize, usize)> {
    sentence.match_indices('万').find_map(|(at, m)| {
        let head = sentence.get(..at)?.trim_end();
        let tail = sentence.get(at + m.len()..)?.trim_start();
        let number = head.ends_with(|c: char| c.is_ascii_digit());
        let alone = tail.starts_with(['，', '。', '、', '；', '（', '(', ',', ';', '）', ')']) || tail.is_empty();
        let digits = head.rfind(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).map_or(0, |i| i + head[i..].chars().next().map_or(0, char::len_utf8));
        (number && alone).then_some((digits, at + m.len()))
    })
}

/// `占 76.23；`: a share with decimals and neither sign nor unit behind it.
fn bare_share(sentence: &str) -> Option<(usize, usize)> {
    sentence.match_indices('占').find_map(|(at, m)| {
        let from = at + m.len();
        let tail = sentence.get(from..)?;
        let skipped = tail.len() - tail.trim_start_matches(|c: char| c.is_whitespace() || c == '比' || c == '为').len();
        let number: String = tail.get(skipped..)?.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let rest = tail.get(skipped + number.len()..)?.trim_start();
        let decimals = number.split_once('.').is_some_and(|(w, f)| !w.is_empty() && !f.is_empty() && w.len() <= 3);
        let alone = rest.starts_with(['；', '，', '。', ';', ',']);
        ((decimals || number == "100") && alone).then_some((at, from + skipped + number.len()))
    })
}

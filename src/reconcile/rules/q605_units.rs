//! `Q605`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 占比、增减幅度的数字后面漏了百分号（同一句里别处有）。同一句里金额有的写“万元”，有的只写“万”，读者能猜到，只作提示。
    Q605 "金额和百分比的单位齐全一致" Warning One(check),
    example: "
        @预算
        # 一、支出预算情况说明

        - 档案数字化340.00万元、库房改造70.00万元，合计410.00万元，占12.50%，比上年增长3.20%。
        + 档案数字化340.00万元、库房改造70.00万元，合计410.00万元，占12.50，比上年增长3.20%。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut slips = Slips::default();
    let mut percents = Slips::default();
    let told = |kind| matches!(kind, PassageKind::Paragraph | PassageKind::Note);
    for passage in prose::with(context, Needle::Bare).filter(|p| told(p.kind)) {
        for sentence in passage.text.split_inclusive('。') {
            if let Some((start, end)) = bare_ten_thousand(sentence).filter(|_| sentence.contains("万元")) {
                slips.add(context, &passage, &format!("“{}”", prose::around(sentence, start, end, 12, 8)), sentence);
            }
            let signed = sentence.contains('%') || sentence.contains('％');
            if let Some((start, end)) = signed.then(|| bare_percent(sentence)).flatten() {
                percents.add(context, &passage, &format!("“{}”", prose::around(sentence, start, end, 8, 6)), sentence);
            }
        }
    }
    let both = slips.said.is_empty() || !percents.said.is_empty();
    if !slips.said.is_empty() {
        findings.slips(Severity::Info, "“万”与“万元”混用", slips);
    }
    if both {
        findings.slips(Severity::Warning, "漏印百分号", percents);
    }
}

/// Whether the figure beside one of the words that `text` begins with, `cue` bytes long, may lack its unit: quick to
/// tell for nearly all, which have it.
pub(in crate::reconcile) fn may_lack(text: &[u8], cue: usize) -> bool {
    let Some((cue, rest)) = text.split_at_checked(cue) else { return false };
    if cue == "万".as_bytes() {
        return !rest.starts_with("元".as_bytes());
    }
    let Some(from) = rest.iter().take(FAR).position(u8::is_ascii_digit) else { return false };
    let number = rest.get(from..).unwrap_or_default();
    let behind = number.iter().find(|b| !(b.is_ascii_digit() || **b == b'.'));
    !matches!(behind, None | Some(b'%'))
}

/// Bytes behind a word in which its figure begins: twenty characters and the spaces around them.
const FAR: usize = 120;

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

/// `占 76.23；`, `占支出合计的100，`, `增长6.53。`: a share or a rate with decimals and neither sign nor unit behind it.
fn bare_percent(sentence: &str) -> Option<(usize, usize)> {
    let shares = sentence.match_indices('占');
    let changes = sentence.match_indices(['长', '降']).filter_map(|(at, m)| {
        let from = at.checked_sub("增".len())?;
        let cue = sentence.get(from..at + m.len())?;
        matches!(cue, "增长" | "下降").then_some((from, cue))
    });
    shares.chain(changes).find_map(|(at, cue)| {
        let from = at + cue.len();
        let tail = sentence.get(from..)?;
        let digits = tail.find(|c: char| c.is_ascii_digit())?;
        let between = tail.get(..digits)?.trim();
        let whole = between.chars().count() <= 20 && !between.contains(['，', '；', '。', '、', ',', ';', '第', '约']);
        let bare = between.is_empty() || cue == "占" && whole && between.ends_with(['的', '为', '比', '重', '例']);
        let number: String = tail.get(digits..)?.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let rest = tail.get(digits + number.len()..)?.trim_start();
        let decimals = number.split_once('.').is_some_and(|(w, f)| !w.is_empty() && !f.is_empty() && w.len() <= 3);
        let alone = rest.starts_with(['；', '，', '。', ';', ',']);
        (bare && (decimals || number == "100") && alone).then_some((at, from + digits + number.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_sign_is_told_from_other_numbers() {
        let found = |text| bare_percent(text).is_some();
        assert!(found("占76.23；") && found("占本年支出合计的100。") && found("比上年增长6.53，") && found("占比 1.20，"));
        assert!(!found("占76.23%；") && !found("占地12.50亩，") && !found("增长6.53个百分点，") && !found("占用房屋3间，"));
        assert!(!found("占第1.20，") && !found("占比提高，共3.20，"));
        let lacks = |text: &str, cue: &str| may_lack(text.as_bytes(), cue.len());
        assert!(lacks("占76.23；", "占") && lacks("占76.23个", "占") && !lacks("占76.23%；", "占") && !lacks("占比提高", "占"));
        assert!(lacks("万，", "万") && !lacks("万元，", "万"));
        assert!(bare_ten_thousand("支出70.00万，").is_some() && bare_ten_thousand("支出70.00万元，").is_none());
    }
}

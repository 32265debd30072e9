//! `Q609`: see [`RULE`].

use crate::model::Severity;
use crate::reconcile::needles::Needle;
use crate::reconcile::prose::{self, PassageKind, Slips};
use crate::reconcile::rule::rule;
use crate::reconcile::{Context, Findings};

rule! {
    /// 金额和百分比的数字书写有误：以 0 开头的整数（054.05 万元）、两个小数点（12.3.45 万元）、千分位的逗号位置不对（1,23.45 万元），
    /// 多半是颠倒、脱漏或多打了数字。
    Q609 "金额和百分比的数字书写无误" Warning One(check),
    example: "
        @预算
        # 九、绩效目标设置情况

        - 编报绩效目标的项目20个，涉及项目预算资金754.05万元。
        + 编报绩效目标的项目20个，涉及项目预算资金075.45万元。
    ",
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut slips = Slips::default();
    let told = |kind| matches!(kind, PassageKind::Paragraph | PassageKind::Note);
    for passage in prose::with(context, Needle::Unit).filter(|p| told(p.kind)) {
        for (start, end) in figures(passage.text) {
            let number = passage.text.get(start..end).unwrap_or("");
            if wrong(number) {
                let excerpt = format!("“{}”", prose::around(passage.text, start, end, 8, 4));
                slips.add(context, &passage, &excerpt, prose::sentence(passage.text, start));
            }
        }
    }
    findings.slips(Severity::Warning, "数字书写有误", slips);
}

/// Byte ranges of the numbers that 万元 or % follows.
fn figures(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    // The last bytes of the three marks, which are rare.
    let bytes = text.as_bytes();
    let marks = memchr::memchr3_iter(b'%', last_byte("％"), last_byte("万"), bytes);
    marks.filter_map(move |last| {
        let unit = ["%", "％", "万"].into_iter().find(|unit| bytes.get(..=last).is_some_and(|b| b.ends_with(unit.as_bytes())))?;
        let at = last + 1 - unit.len();
        let head = text.get(..at)?.trim_end();
        let money = unit != "万" || text.get(at + unit.len()..)?.trim_start().starts_with('元');
        let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let start = head.rfind(|c| !digits(c)).map_or(Some(0), |i| head.get(i..)?.chars().next().map(|c| i + c.len_utf8()))?;
        let number = head.get(start..)?;
        // Marks of punctuation before the number are none of it.
        let start = head.len() - number.trim_start_matches(['.', ',']).len();
        (money && start < head.len()).then_some((start, head.len()))
    })
}

fn last_byte(mark: &str) -> u8 {
    mark.bytes().last().unwrap_or_default()
}

/// Whether a number is written as none is.
fn wrong(number: &str) -> bool {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let dots = fraction.is_some_and(|f| f.contains('.') && f.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())));
    let grouped = whole.contains(',') && fraction.is_some_and(|f| !f.contains([',', '.'])) && {
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or("");
        first.is_empty() || first.len() > 3 || groups.any(|g| g.len() != 3)
    };
    let leading = whole.len() > 1 && whole.starts_with('0') && whole.bytes().all(|b| b.is_ascii_digit()) && whole.bytes().any(|b| b != b'0');
    dots || grouped || leading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_nobody_writes_them() {
        assert!(["054.05", "0754", "12.3.45", "1,23.45", "1234,567.00"].into_iter().all(wrong));
        assert!(!["0.50", "0", "1,234.50", "1234.5", "00", "12,3"].into_iter().any(wrong));
        let of = |text: &'static str| figures(text).map(|(a, b)| &text[a..b]).collect::<Vec<_>>();
        assert_eq!(of("安排 1,234.50 万元，占12.3%，1.5万人"), ["1,234.50", "12.3"]);
        assert_eq!(of("2.公务接待费.5万元"), ["5"]);
    }
}

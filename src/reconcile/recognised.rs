//! Findings on recognised text. An OCR program takes 8 for 3 and loses a comma, and the document is not to be blamed
//! for it: what only recognised figures say is a hint to look at the page. A figure that takes part in an identity
//! that holds was hardly misread, and a finding between such figures keeps its severity.

use smol_str::SmolStr;

use std::collections::HashSet;

use crate::model::{Check, Diagnostic, Disclosure, Severity, Status, TextLayer};

/// Makes hints of the findings that a misread character explains. `confirmed` names the figures of identities that
/// hold.
pub(super) fn soften(document: &Disclosure, confirmed: &[SmolStr], checks: &mut [Check]) {
    let recognised = document.source.text_layer == TextLayer::Ocr
        || document.diagnostics.iter().any(|d| d.code == Diagnostic::RECOGNISED);
    if !recognised {
        return;
    }
    let confirmed: HashSet<&str> = confirmed.iter().map(SmolStr::as_str).collect();
    for check in checks.iter_mut().filter(|c| c.status == Status::Fail && c.severity != Severity::Info) {
        let sure = |name: &str| confirmed.contains(name);
        if check.evidence.len() < 2 || !check.evidence.iter().all(|e| sure(&e.reference)) {
            check.severity = Severity::Info;
            check.message.push_str("（文字由 OCR 识别，请先与页面核对）");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Media, read};

    /// The failing checks of a table with this row of totals, in a document of this text layer.
    fn failures(totals: &str, layer: TextLayer) -> Vec<(Severity, String)> {
        let text = format!(
            "# 示例市档案服务中心\n\n## 2025年度单位预算\n\n表1：2025年单位支出预算总表\n\n单位：万元\n\n\
             科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t30.00\t20.00\t10.00\n\
             208\t社会保障和就业支出\t6.00\t5.00\t1.00\n\t合计\t{totals}\n"
        );
        let config = crate::Config::default();
        let mut document = read(text.as_bytes(), "a.txt", Media::Text, &config).expect("a text");
        document.source.text_layer = layer;
        let found = crate::reconcile::run(&document, &config.rules, false);
        let fails = found.checks.into_iter().filter(|c| c.status == Status::Fail && c.rule == "T101");
        fails.map(|c| (c.severity, c.message)).collect()
    }

    #[test]
    fn a_figure_that_may_be_misread_gives_a_hint() {
        let misread = "37.00\t25.00\t11.00";
        assert!(failures(misread, TextLayer::Plain).iter().all(|(severity, _)| *severity == Severity::Error));
        let hints = failures(misread, TextLayer::Ocr);
        assert!(!hints.is_empty());
        assert!(
            hints.iter().all(|(severity, m)| *severity == Severity::Info && m.contains("OCR")),
            "{hints:?}"
        );
    }

    #[test]
    fn figures_that_other_identities_confirm_are_not_misread() {
        // The total is the sum of its row, and so are its parts.
        let found = failures("37.00\t26.00\t11.00", TextLayer::Ocr);
        assert!(found.iter().any(|(severity, _)| *severity == Severity::Error), "{found:?}");
    }
}

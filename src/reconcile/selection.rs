//! Which rules run, how bad their failures count, and which findings were looked at and let pass.

use std::collections::BTreeMap;

use crate::model::{Check, Severity, Status};

/// Which rules run: all by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these ids or prefixes (`T`, `X2`, `N301`); empty for all.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// Severity by id or prefix; the longest prefix decides.
    pub severity: BTreeMap<String, Severity>,
    /// Findings that somebody looked at and let pass.
    pub suppressions: Vec<Suppression>,
    /// The day on which suppressions are judged, `2026-11-22`; without one, those with an end are over.
    pub today: Option<String>,
}

/// A finding that somebody looked at and let pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suppression {
    /// Id or prefix of the rule.
    pub rule: String,
    /// The document's path, or its end (`a.pdf`, `putuo/a.pdf`).
    pub document: String,
    /// What must occur in the finding's message or evidence; empty for any.
    pub contains: String,
    /// Why.
    pub reason: String,
    /// Last day on which it holds, `2026-12-31`; none for ever.
    pub until: Option<String>,
}

impl Selection {
    /// Whether a rule runs.
    pub fn runs(&self, id: &str) -> bool {
        let hit = |list: &[String]| list.iter().any(|p| id.starts_with(p.trim()) && !p.trim().is_empty());
        (self.select.is_empty() || hit(&self.select)) && !hit(&self.ignore)
    }
    /// Applies severities and suppressions to the failures of a document. What is let pass stays in the output
    /// as `info`, with the reason.
    pub fn apply(&self, path: &str, checks: &mut [Check]) {
        for check in checks.iter_mut().filter(|c| c.status == Status::Fail) {
            let prefix = self.severity.iter().filter(|(p, _)| check.rule.starts_with(p.as_str()));
            if let Some((_, severity)) = prefix.max_by_key(|(p, _)| p.len()) {
                check.severity = *severity;
            }
            if let Some(found) =
                self.suppressions.iter().find(|s| s.covers(path, check, self.today.as_deref()))
            {
                check.severity = Severity::Info;
                check.message.push_str("（已核，放行：");
                check.message.push_str(&found.reason);
                check.message.push('）');
            }
        }
    }
}

impl Suppression {
    /// Whether it holds on a day (`2026-11-22`); without a day, one with an end is over.
    pub fn holds_on(&self, today: Option<&str>) -> bool {
        self.until.as_deref().is_none_or(|until| today.is_some_and(|today| today <= until))
    }
    fn covers(&self, path: &str, check: &Check, today: Option<&str>) -> bool {
        let in_time = self.holds_on(today);
        let end = path.strip_suffix(self.document.as_str());
        let here = end.is_some_and(|rest| rest.is_empty() || rest.ends_with('/') || self.document.is_empty());
        let said = || {
            check.message.contains(&self.contains)
                || check.evidence.iter().any(|e| e.text.contains(&self.contains))
        };
        in_time && here && check.rule.starts_with(&self.rule) && !self.rule.is_empty() && said()
    }
}

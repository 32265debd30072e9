//! The files of `--config` and `--suppressions`: TOML.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;

use crate::config::Limits;
use crate::model::Severity;
use crate::reconcile::Suppression;

/// What the file may hold; anything else is an error with its line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// As `--select`.
    pub select: Vec<String>,
    /// As `--ignore`.
    pub ignore: Vec<String>,
    /// Severity by rule id or its beginning.
    pub severity: BTreeMap<String, Severity>,
    /// Findings let pass.
    #[serde(deserialize_with = "suppressions")]
    pub suppress: Vec<Suppression>,
    /// Vocabulary files, relative to this file.
    pub vocabulary: Vec<PathBuf>,
    /// As `--all-checks`.
    pub all_checks: bool,
    /// Limits.
    pub limits: LimitSettings,
}

/// Limits that the file sets.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitSettings {
    file_bytes: Option<u64>,
    pages: Option<usize>,
    stream_bytes: Option<usize>,
    document_bytes: Option<usize>,
    load_bytes: Option<usize>,
    objects: Option<usize>,
    operators: Option<usize>,
    glyphs: Option<usize>,
    rules: Option<usize>,
    text_bytes: Option<usize>,
    cells: Option<usize>,
    claims: Option<usize>,
    nesting: Option<usize>,
    millis: Option<u64>,
}

impl LimitSettings {
    /// Sets what the file says.
    pub fn apply(&self, limits: &mut Limits) {
        limits.file_bytes = self.file_bytes.unwrap_or(limits.file_bytes);
        limits.pages = self.pages.unwrap_or(limits.pages);
        limits.stream_bytes = self.stream_bytes.unwrap_or(limits.stream_bytes);
        limits.document_bytes = self.document_bytes.unwrap_or(limits.document_bytes);
        limits.load_bytes = self.load_bytes.unwrap_or(limits.load_bytes);
        limits.objects = self.objects.unwrap_or(limits.objects);
        limits.operators = self.operators.unwrap_or(limits.operators);
        limits.glyphs = self.glyphs.unwrap_or(limits.glyphs);
        limits.rules = self.rules.unwrap_or(limits.rules);
        limits.text_bytes = self.text_bytes.unwrap_or(limits.text_bytes);
        limits.cells = self.cells.unwrap_or(limits.cells);
        limits.claims = self.claims.unwrap_or(limits.claims);
        limits.nesting = self.nesting.unwrap_or(limits.nesting);
        limits.millis = self.millis.unwrap_or(limits.millis);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    contains: String,
    reason: String,
    until: Option<String>,
}

fn suppressions<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Suppression>, D::Error> {
    let entries = Vec::<Entry>::deserialize(from)?;
    let plain = |e: Entry| Suppression {
        rule: e.rule,
        document: e.document,
        contains: e.contains,
        reason: e.reason,
        until: e.until,
    };
    Ok(entries.into_iter().map(plain).collect())
}

impl Settings {
    /// Reads a file.
    pub fn open(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut settings: Self = toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for file in &mut settings.vocabulary {
            *file = folder.join(&*file);
        }
        Ok(settings)
    }
}

/// The suppressions that are not over today, without their end.
pub fn live(suppressions: Vec<Suppression>) -> Vec<Suppression> {
    let today = today();
    let held = suppressions.into_iter().filter(|s| s.holds_on(Some(&today)));
    held.map(|s| Suppression { until: None, ..s }).collect()
}

/// The day in UTC, `2026-11-22`.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    civil(seconds / 86_400)
}

/// Days since 1970-01-01 as a date of the Gregorian calendar (eras of 400 years, years that begin in March).
fn civil(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(civil(0), "1970-01-01");
        assert_eq!(civil(11_016), "2000-02-29");
        assert_eq!(civil(20_779), "2026-11-22");
    }

    #[test]
    fn a_file_of_settings() {
        let text = "select = ['T', 'N3']\n[severity]\nQ601 = 'info'\n[limits]\npages = 7\n\
                    [[suppress]]\nrule = 'N301'\nreason = '已核'\nuntil = '2020-01-01'\n\
                    [[suppress]]\nrule = 'X2'\nreason = '已核'\n";
        let settings: Settings = toml::from_str(text).unwrap();
        let mut limits = Limits::default();
        settings.limits.apply(&mut limits);
        assert_eq!((limits.pages, limits.nesting), (7, Limits::default().nesting));
        let live = live(settings.suppress);
        assert_eq!(live.len(), 1);
        assert_eq!(live[0].rule, "X2");
        assert!(toml::from_str::<Settings>("selcet = []").is_err());
    }
}

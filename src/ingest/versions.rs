//! Corrected re-publications: the same unit, level, year and kind with other bytes. Both are kept and linked.

use super::manifest;
use super::report::Entry;
use crate::model::DocumentKind;

/// A document that may be a version of a disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its path.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: Option<String>,
    /// When it was published, as the manifest says.
    pub published: Option<String>,
    /// When its file was changed, nanoseconds since 1970.
    pub modified: Option<i64>,
}

/// Of a document that was read: what all versions of its disclosure have in common (none when it does not say whose
/// and of when it is), its date by the manifest, its file's time.
pub fn keys(entry: &Entry) -> (Option<String>, Option<&str>, Option<i64>) {
    let facts = &entry.facts;
    let disclosure = match (&facts.unit, facts.fiscal_year, facts.kind) {
        (Some(unit), Some(year), Some(kind)) if kind != DocumentKind::Other && entry.output.is_some() => {
            Some(format!("{unit}\0{:?}\0{year}\0{kind:?}", facts.level))
        }
        _ => None,
    };
    let modified = entry.reuse.modified.and_then(|m| i64::try_from(m).ok());
    (disclosure, entry.manifest.as_ref().and_then(manifest::date), modified)
}

/// The versions of one disclosure from the oldest to the newest: by the manifest's dates when all have one, by file
/// time otherwise, then by path. The same bytes twice are one version.
pub fn in_order<K>(mut group: Vec<(K, Version)>) -> Vec<(K, Version)> {
    if group.iter().all(|(_, v)| v.published.is_some()) {
        group.sort_by(|(_, a), (_, b)| (&a.published, &a.path).cmp(&(&b.published, &b.path)));
    } else {
        group.sort_by(|(_, a), (_, b)| (a.modified, &a.path).cmp(&(b.modified, &b.path)));
    }
    let mut seen = std::collections::HashSet::new();
    group.retain(|(_, v)| seen.insert(v.sha256.clone()));
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_callers_dates_decide_then_the_files() {
        let version = |path: &str, sha256: &str, modified, published: Option<&str>| {
            let (path, sha256) = (path.to_owned(), Some(sha256.to_owned()));
            ((), Version { path, sha256, published: published.map(str::to_owned), modified: Some(modified) })
        };
        let a = version("a.pdf", "1", 20, Some("2025-02-01"));
        let b = version("b.pdf", "2", 10, Some("2025-03-01"));
        // c has no date: file times order all three, and c is b's bytes again.
        let c = version("c.pdf", "2", 30, None);
        let order = |group: Vec<((), Version)>| -> String {
            in_order(group).iter().map(|((), v)| v.path.chars().next().unwrap_or_default()).collect()
        };
        assert_eq!(order(vec![a.clone(), b.clone(), c]), "ba");
        assert_eq!(order(vec![b, a]), "ab");
    }
}

//! Corrected re-publications: the same unit, level, year and kind with other bytes. Both are kept and linked.

use std::collections::BTreeMap;

use super::manifest;
use super::report::Entry;
use crate::model::DocumentKind;

/// Links each version to the one published before it and after it: by the manifest's dates when all versions
/// have one, by file time otherwise, then by path.
pub fn link(documents: &mut [Entry], earlier: &mut [Entry]) {
    let mut all: Vec<&mut Entry> = earlier.iter_mut().chain(documents).collect();
    let mut groups: BTreeMap<(String, String, i32, String), Vec<usize>> = BTreeMap::new();
    for (index, entry) in all.iter_mut().enumerate() {
        entry.supersedes = None;
        entry.superseded_by = None;
        let facts = &entry.facts;
        if let (Some(unit), Some(year), Some(kind)) = (&facts.unit, facts.fiscal_year, facts.kind)
            && kind != DocumentKind::Other
            && entry.output.is_some()
        {
            let key = (unit.clone(), format!("{:?}", facts.level), year, format!("{kind:?}"));
            groups.entry(key).or_default().push(index);
        }
    }
    for mut group in groups.into_values().filter(|g| g.len() > 1) {
        let date = |i: &usize| all[*i].manifest.as_ref().and_then(manifest::date);
        if group.iter().all(|i| date(i).is_some()) {
            group.sort_by(|a, b| date(a).cmp(&date(b)).then_with(|| all[*a].path.cmp(&all[*b].path)));
        } else {
            group.sort_by_key(|i| (all[*i].reuse.modified, all[*i].path.clone()));
        }
        // The same bytes twice are one version.
        let mut seen: Vec<Option<String>> = Vec::new();
        group.retain(|i| {
            let new = !seen.contains(&all[*i].sha256);
            seen.push(all[*i].sha256.clone());
            new
        });
        for pair in group.windows(2) {
            if let [older, newer] = *pair {
                let (old, new) = (all[older].path.clone(), all[newer].path.clone());
                all[older].superseded_by = Some(new);
                all[newer].supersedes = Some(old);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::discover;
    use std::path::Path;

    fn version(path: &str, sha256: &str, modified: u64, published: Option<&str>) -> Entry {
        let mut entry = Entry::new(&discover::file(Path::new(path)));
        entry.sha256 = Some(sha256.to_owned());
        entry.output = Some(path.replace(".pdf", ".json"));
        entry.facts.unit = Some("某单位".to_owned());
        entry.facts.fiscal_year = Some(2025);
        entry.facts.kind = Some(DocumentKind::Budget);
        entry.reuse.modified = Some(modified);
        entry.manifest = published.map(|d| [("published_date".to_owned(), d.to_owned())].into());
        entry
    }

    #[test]
    fn the_callers_dates_decide_then_the_files() {
        let mut now = [version("b.pdf", "2", 10, Some("2025-03-01")), version("c.pdf", "2", 30, None)];
        let mut before = [version("a.pdf", "1", 20, Some("2025-02-01"))];
        link(&mut now, &mut before);
        // c has no date: file times order all three, and c is b's bytes again.
        assert_eq!(now[0].superseded_by.as_deref(), Some("a.pdf"));
        assert_eq!(before[0].supersedes.as_deref(), Some("b.pdf"));
        assert_eq!((&now[1].supersedes, &now[1].superseded_by), (&None, &None));
        link(&mut now[..1], &mut before);
        assert_eq!(now[0].supersedes.as_deref(), Some("a.pdf"));
        assert_eq!(before[0].superseded_by.as_deref(), Some("b.pdf"));
    }
}

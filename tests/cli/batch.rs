//! The batch that can be left alone at night.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;

use crate::scratch::{Scratch, sample, status, stderr, text};

fn outcomes(s: &Scratch, out: &str) -> BTreeMap<String, String> {
    let report = s.json(format!("{out}/run.json"));
    let pair = |d: &serde_json::Value| {
        (d["path"].as_str().unwrap().to_owned(), d["outcome"].as_str().unwrap().to_owned())
    };
    report["documents"].as_array().unwrap().iter().map(pair).collect()
}

fn entry(s: &Scratch, out: &str, path: &str) -> serde_json::Value {
    let report = s.json(format!("{out}/run.json"));
    report["documents"].as_array().unwrap().iter().find(|d| d["path"] == path).unwrap().clone()
}

fn all(outcomes: &BTreeMap<String, String>, outcome: &str) -> bool {
    outcomes.values().all(|o| o == outcome)
}

#[test]
fn only_what_is_new_or_changed_is_read() {
    let s = Scratch::new();
    for number in 0..5 {
        s.put(format!("in/{number}.txt"), text(number));
    }
    s.put("in/bad.pdf", "");
    let ingest = |more: &[&str], want: i32| {
        let run = s.run(["ingest", "in", "-o", "out"].iter().chain(more));
        assert_eq!(status(&run), want, "{}", stderr(&run));
        outcomes(&s, "out")
    };
    ingest(&[], 1);
    let first = s.files("out");
    let again = ingest(&[], 1);
    assert_eq!(again.values().filter(|o| *o == "unchanged").count(), 5);
    assert_eq!(entry(&s, "out", "bad.pdf")["error"]["code"], "not_a_pdf");
    assert!(first == s.files("out"));

    // Another text, the same size; an output tampered with; an output deleted.
    s.put("in/0.txt", text(9));
    s.put("out/1.json", "{}");
    fs::remove_file(s.path("out/2.json")).unwrap();
    let third = ingest(&[], 1);
    let processed: Vec<&String> = third.iter().filter(|(_, o)| *o == "processed").map(|(p, _)| p).collect();
    assert_eq!(processed, ["0.txt", "1.txt", "2.txt"]);
    let files = s.files("out");
    assert!(files["1.json"] == first["1.json"] && files["0.json"] != first["0.json"]);

    // Options that change results make everything anew; those that do not, nothing.
    assert!(ingest(&["--jobs", "1"], 1).values().filter(|o| *o == "unchanged").count() == 5);
    assert_eq!(ingest(&["--all-checks"], 1).values().filter(|o| *o == "processed").count(), 5);
    s.put("more.tsv", "# nothing yet\n");
    assert_eq!(
        ingest(&["--all-checks", "--vocabulary", "more.tsv"], 1)
            .values()
            .filter(|o| *o == "processed")
            .count(),
        5
    );
    assert_eq!(ingest(&["--force"], 1).values().filter(|o| *o == "processed").count(), 5);
    assert_eq!(ingest(&["--verify"], 1).values().filter(|o| *o == "unchanged").count(), 5);

    // A repaired file is read; a failure is only tried again when asked for.
    s.put("in/bad.pdf", fs::read(sample("pdf/unit-budget.pdf")).unwrap());
    assert_eq!(ingest(&[], 0)["bad.pdf"], "processed");
    s.put("in/bad.pdf", "");
    ingest(&[], 1);
    assert!(!s.path("out/bad.json").exists(), "the output of the earlier version must not stay");
    ingest(&["--retry-failed"], 1);
}

#[test]
fn moved_and_doubled_files_are_recognised() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    s.put("in/b.txt", text(2));
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out"])), 0);
    fs::create_dir_all(s.path("in/2025")).unwrap();
    fs::rename(s.path("in/a.txt"), s.path("in/2025/renamed.txt")).unwrap();
    fs::copy(s.path("in/b.txt"), s.path("in/c.txt")).unwrap();
    s.put("in/x.txt", text(3));
    s.put("in/y.txt", text(3));
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out"])), 0);
    let moved = entry(&s, "out", "2025/renamed.txt");
    assert_eq!((&moved["outcome"], &moved["moved_from"]), (&"unchanged".into(), &"a.txt".into()));
    assert_eq!(entry(&s, "out", "c.txt")["duplicate_of"], "b.txt");
    assert_eq!(entry(&s, "out", "y.txt")["duplicate_of"], "x.txt");
    assert_eq!(s.json("out/run.json")["counts"]["duplicates"], 2);
    // What was taken over is what a fresh run gives.
    assert_eq!(status(&s.run(["ingest", "in", "-o", "fresh"])), 0);
    let (mut taken, fresh) = (s.files("out"), s.files("fresh"));
    assert!(taken.remove("a.json").is_some(), "outputs are never pruned by default");
    assert!(taken == fresh);

    let run = s.run(["ingest", "in", "-o", "out", "--prune"]);
    assert_eq!(status(&run), 0, "{}", stderr(&run));
    assert!(s.files("out") == fresh);
    assert_eq!(s.json("out/run.json")["pruned"][0], "a.json");
    // A folder that is not there prunes nothing.
    fs::rename(s.path("in"), s.path("away")).unwrap();
    s.run(["ingest", "in", "-o", "out", "--prune"]);
    assert_eq!(s.files("out").len(), fresh.len());
}

#[test]
fn inputs_of_another_run_keep_their_outputs() {
    let s = Scratch::new();
    s.put("a/1.txt", text(1));
    s.put("b/2.txt", text(2));
    s.run(["ingest", "a", "-o", "out"]);
    s.run(["ingest", "b", "-o", "out"]);
    assert_eq!(s.json("out/run.json")["earlier"][0]["path"], "1.txt");
    s.run(["ingest", "a", "b", "-o", "out", "--prune"]);
    assert!(all(&outcomes(&s, "out"), "unchanged"));
    assert_eq!(s.files("out").len(), 2);
}

#[test]
fn corrected_versions_are_linked() {
    let s = Scratch::new();
    let budget = fs::read_to_string(sample("text/unit-budget.txt")).unwrap();
    s.put("in/first.txt", &budget);
    s.put("in/second.txt", format!("{budget}\n更正说明：略。\n"));
    s.put(
        "m.jsonl",
        "{\"path\":\"first.txt\",\"published_date\":\"2025-03-01\"}\n{\"path\":\"second.txt\",\"published_date\":\"2025-02-01\"}\n",
    );
    let run = s.run(["ingest", "in", "-o", "out", "--manifest", "m.jsonl"]);
    assert_eq!(status(&run), 0, "{}", stderr(&run));
    let first = entry(&s, "out", "first.txt");
    assert!(first["unit"].is_string() && first["fiscal_year"].is_i64(), "{first}");
    assert_eq!(first["supersedes"], "second.txt");
    assert_eq!(entry(&s, "out", "second.txt")["superseded_by"], "first.txt");
    assert_eq!(s.files("out").len(), 2);
}

#[test]
fn a_manifest_is_handed_on_unchanged() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    s.put("in/b.txt", text(2));
    s.put("m.csv", "path,url,title\na.txt,https://example.cn/预算?x=1&y=2,\"公开, 2025\"\nzzz.txt,u,t\n");
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out", "--manifest", "m.csv"])), 0);
    let manifest = &s.json("out/a.json")["source"]["manifest"];
    assert_eq!(manifest["url"], "https://example.cn/预算?x=1&y=2");
    assert_eq!(manifest["title"], "公开, 2025");
    assert!(s.json("out/b.json")["source"].get("manifest").is_none());
    // Other fields, other output; the same fields, the same.
    s.put("m.csv", "path,url,title\na.txt,https://example.cn/2,t\n");
    s.run(["ingest", "in", "-o", "out", "--manifest", "m.csv"]);
    let now = outcomes(&s, "out");
    assert_eq!((now["a.txt"].as_str(), now["b.txt"].as_str()), ("processed", "unchanged"));
    assert_eq!(s.json("out/a.json")["source"]["manifest"]["url"], "https://example.cn/2");
    s.put("m.csv", "url\nx\n");
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out", "--manifest", "m.csv"])), 2);
}

#[test]
fn what_is_missing_and_what_changed() {
    let s = Scratch::new();
    fs::create_dir_all(s.path("in")).unwrap();
    fs::copy(sample("text/unit-budget.txt"), s.path("in/a.txt")).unwrap();
    s.put("m.jsonl", "{\"path\":\"a.txt\",\"unit_id\":\"7\"}\n");
    assert_eq!(status(&s.run(["ingest", "in", "-o", "one", "--manifest", "m.jsonl"])), 0);
    s.put("expected.csv", "unit_id,unit,kind\n7,,budget\n8,无此单位,budget\n7,,final_account\n");
    let run = s.run(["coverage", "one", "--expected", "expected.csv"]);
    assert_eq!(status(&run), 0, "{}", stderr(&run));
    let lines = String::from_utf8(run.stdout).unwrap();
    let missing: Vec<&str> = lines.lines().skip(1).map(|l| l.split('\t').nth(1).unwrap()).collect();
    assert_eq!(missing, ["8", "7"], "{lines}");

    fs::copy(sample("text/contradictions.txt"), s.path("in/a.txt")).unwrap();
    s.put("in/b.txt", text(1));
    s.run(["ingest", "in", "-o", "two", "--manifest", "m.jsonl"]);
    let run = s.run(["diff", "one", "two"]);
    let lines = String::from_utf8(run.stdout).unwrap();
    assert!(lines.contains("changed: a.txt") && lines.contains("added: b.txt"), "{lines}");
    assert!(lines.lines().any(|l| l.starts_with("  + ")), "{lines}");
    let run = s.run(["diff", "one", "one", "--json"]);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&run.stdout).unwrap(), serde_json::json!([]));
}

#[test]
fn archives() {
    let s = Scratch::new();
    let mut bytes = Vec::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(&mut bytes));
    let plain = zip::write::SimpleFileOptions::default();
    for (name, number) in [("2025/预算.txt", 1), ("z.txt", 2), ("../../evil.txt", 3), ("/abs.txt", 4)] {
        zip.start_file(name, plain).unwrap();
        zip.write_all(text(number).as_bytes()).unwrap();
    }
    zip.start_file("bomb.txt", plain).unwrap();
    zip.write_all(&vec![b' '; 8 << 20]).unwrap();
    zip.finish().unwrap();
    s.put("in/all.zip", &bytes);
    s.put("in/none.zip", "PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let run = s.run(["ingest", "in", "-o", "deep/out"]);
    assert_eq!(status(&run), 1, "{}", stderr(&run));
    let files: Vec<String> = s.files("deep").into_keys().filter(|f| !f.ends_with("run.json")).collect();
    assert_eq!(files, ["out/all.zip/2025/预算.json", "out/all.zip/z.json"]);
    assert!(!s.path("deep/evil.json").exists() && !s.path("evil.json").exists());
    let outcomes = outcomes(&s, "deep/out");
    assert_eq!(outcomes["all.zip/2025/预算.txt"], "processed");
    assert_eq!(outcomes.values().filter(|o| *o == "failed").count(), 4, "{outcomes:?}");
    assert_eq!(entry(&s, "deep/out", "none.zip")["error"]["code"], "unsupported_format");
    assert_eq!(entry(&s, "deep/out", "all.zip/bomb.txt")["error"]["code"], "limit_exceeded");
    s.run(["ingest", "in", "-o", "deep/out"]);
    assert_eq!(entry(&s, "deep/out", "all.zip/z.txt")["outcome"], "unchanged");
}

#[cfg(unix)]
#[test]
fn names_and_links_as_people_have_them() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let s = Scratch::new();
    s.put("in/x/a.txt", text(1));
    s.put(std::path::Path::new("in/x").join(OsStr::from_bytes(b"\xd4\xa4\xcb\xe3.txt")), text(2));
    s.put("elsewhere/b.txt", text(3));
    symlink(s.path("in"), s.path("in/x/loop")).unwrap();
    symlink(s.path("elsewhere"), s.path("in/linked")).unwrap();
    symlink(s.path("nowhere.txt"), s.path("in/dangling.txt")).unwrap();
    let run = s.run(["ingest", "in", "-o", "in/out"]);
    assert_eq!(status(&run), 1, "{}", stderr(&run));
    let names: Vec<String> = s.files("in/out").into_keys().collect();
    assert_eq!(names, ["linked/b.json", "x/a.json", "x/预算.json"]);
    assert_eq!(entry(&s, "in/out", "dangling.txt")["error"]["code"], "io");
    // The output folder inside the input folder is not walked, and the names are found again.
    s.run(["ingest", "in", "-o", "in/out"]);
    assert_eq!(outcomes(&s, "in/out").values().filter(|o| *o == "unchanged").count(), 3);
}

#[test]
fn settings_and_suppressions() {
    let s = Scratch::new();
    fs::copy(sample("text/contradictions.txt"), s.path("a.txt")).unwrap();
    let errors = |args: &[&str]| {
        let run = s.run(["ingest", "a.txt", "-o", "out"].iter().chain(args));
        assert_eq!(status(&run), 0, "{}", stderr(&run));
        s.json("out/run.json")["counts"]["findings"].clone()
    };
    let plain = errors(&[]);
    assert!(plain["by_severity"]["error"].as_u64().unwrap() > 0, "{plain}");
    let rule = plain["by_rule"].as_object().unwrap().keys().next().unwrap().clone();
    let selected = errors(&["--select", &rule]);
    assert_eq!(selected["by_rule"].as_object().unwrap().len(), 1, "{selected}");
    assert!(errors(&["--ignore", &rule])["by_rule"].get(&rule).is_none());
    s.put("pass.toml", format!("[[suppress]]\nrule = '{rule}'\ndocument = 'a.txt'\nreason = '已核'\n"));
    let passed = errors(&["--select", &rule, "--suppressions", "pass.toml"]);
    assert_eq!(passed["by_severity"]["error"], 0, "{passed}");
    s.put("yusuan.toml", format!("select = ['{rule}']\n[limits]\npages = 10\n"));
    assert_eq!(errors(&["--config", "yusuan.toml"])["by_rule"].as_object().unwrap().len(), 1);
}

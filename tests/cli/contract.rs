//! What the contract promises of the command line.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::scratch::{Scratch, locked, sample, scan, status, stderr, text};

#[test]
fn outputs_mirror_inputs() {
    let s = Scratch::new();
    s.put("in/b/two.txt", text(2));
    s.put("in/a/one.MD", text(1));
    s.put("in/a/deep/three.txt", text(3));
    s.put("in/a/notes.jpg", b"\xff\xd8\xff");
    s.put("in/README.md", "about");
    fs::create_dir_all(s.path("in/pdf")).unwrap();
    fs::copy(sample("pdf/unit-budget.pdf"), s.path("in/pdf/BUDGET.PDF")).unwrap();
    s.put("single.file.txt", text(4));
    let run = s.run(["ingest", "in", "single.file.txt", "-o", "out/here"]);
    assert_eq!(status(&run), 0, "{}", stderr(&run));
    assert!(run.stdout.is_empty(), "data goes to standard output, and ingest has none");
    assert!(stderr(&run).contains("5 inputs: 5 processed, 0 unchanged, 0 failed"), "{}", stderr(&run));
    let files = s.files("out/here");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["a/deep/three.json", "a/one.json", "b/two.json", "pdf/BUDGET.json", "single.file.json"]
    );

    let report = s.json("out/here/run.json");
    let paths: Vec<&str> =
        report["documents"].as_array().unwrap().iter().map(|d| d["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["a/deep/three.txt", "a/one.MD", "b/two.txt", "pdf/BUDGET.PDF", "single.file.txt"]);
    let counts = &report["counts"];
    assert_eq!(
        (&counts["inputs"], &counts["processed"], &counts["failed"]),
        (&5.into(), &5.into(), &0.into())
    );
    let entry = &report["documents"][0];
    let document = s.json("out/here/a/deep/three.json");
    assert_eq!(document["schema"], "yusuan/1");
    assert_eq!(document["source"]["path"], "a/deep/three.txt");
    assert_eq!(document["source"]["sha256"], entry["sha256"]);
    assert_eq!(document["source"]["text_layer"], "plain");
    assert_eq!(entry["output"], "a/deep/three.json");
    assert_eq!(entry["outcome"], "processed");
    assert!(entry["error"].is_null() && entry["millis"].is_u64());
    for severity in ["error", "warning", "info"] {
        assert!(entry["findings"][severity].is_u64());
    }
}

#[test]
fn two_inputs_for_one_output_are_refused_before_anything_is_read() {
    let s = Scratch::new();
    s.put("a/x.txt", text(1));
    s.put("b/x.txt", text(2));
    s.put("c/y.txt", text(3));
    s.put("c/y.pdf", "no pdf");
    s.put("d/run.txt", text(4));
    for inputs in [vec!["a/x.txt", "b/x.txt"], vec!["a", "b"], vec!["c"], vec!["d"]] {
        let run = s.run(["ingest", "-o", "out"].iter().chain(&inputs));
        assert_eq!(status(&run), 2, "{inputs:?} {}", stderr(&run));
        assert!(s.files("out").is_empty() && !s.path("out/run.json").exists());
    }
    // Their folders keep them apart.
    let run = s.run(["ingest", "a/x.txt", "b/x.txt", "--root", ".", "-o", "out"]);
    assert_eq!(status(&run), 0, "{}", stderr(&run));
    assert_eq!(s.files("out").into_keys().collect::<Vec<_>>(), ["a/x.json", "b/x.json"]);
}

#[test]
fn bad_inputs_fail_alone() {
    let s = Scratch::new();
    let whole = fs::read(sample("pdf/unit-budget.pdf")).unwrap();
    s.put("in/cut.pdf", &whole[..200]);
    s.put("in/empty.pdf", "");
    s.put("in/header.pdf", "%PDF-1.7\n");
    s.put("in/html.pdf", "<!DOCTYPE html><html>404</html>");
    s.put("in/latin.txt", b"\xff\xfe\x00");
    s.put("in/locked.pdf", locked());
    s.put("in/noise.pdf", b"\x01\x02\x03 not at all");
    s.put("in/scan.pdf", scan());
    s.put("in/whole.pdf", &whole);
    s.put("in/word.docx", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0word/document.xml");
    s.put("in/old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    s.put("out/empty.json", "of an earlier run");
    let run = s.run(["ingest", "in", "missing.pdf", "-o", "out"]);
    assert_eq!(status(&run), 1, "{}", stderr(&run));
    let report = s.json("out/run.json");
    let codes: Vec<(String, Option<String>)> = report["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            assert_eq!(d["outcome"] == "failed", d["output"].is_null(), "{d}");
            assert!(d["error"].is_null() || d["error"]["message"].as_str().unwrap().len() > 10, "{d}");
            (d["path"].as_str().unwrap().to_owned(), d["error"]["code"].as_str().map(str::to_owned))
        })
        .collect();
    let want = [
        ("cut.pdf", Some("damaged")),
        ("empty.pdf", Some("not_a_pdf")),
        ("header.pdf", Some("not_a_pdf|damaged")),
        ("html.pdf", Some("not_a_pdf")),
        ("latin.txt", Some("unreadable_text")),
        ("locked.pdf", Some("encrypted")),
        ("noise.pdf", Some("not_a_pdf")),
        ("old.doc", Some("unsupported_format")),
        ("scan.pdf", Some("no_text_layer")),
        ("whole.pdf", None),
        ("word.docx", Some("unsupported_format")),
        ("missing.pdf", Some("io")),
    ];
    assert_eq!(codes.len(), want.len());
    for ((path, code), (want_path, want_code)) in codes.iter().zip(want) {
        assert_eq!(path, want_path);
        match (code, want_code) {
            (None, None) => {}
            (Some(code), Some(want)) => assert!(want.split('|').any(|w| w == code), "{path}: {code}"),
            _ => panic!("{path}: {code:?}"),
        }
    }
    assert_eq!(s.files("out").into_keys().collect::<Vec<_>>(), ["whole.json"]);
    // The person is told, file by file.
    assert!(stderr(&run).contains("locked.pdf: encrypted: "), "{}", stderr(&run));
}

#[test]
fn other_formats_are_named_by_their_first_bytes() {
    let s = Scratch::new();
    let zip = |inside: &str| format!("PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0{inside}").into_bytes();
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let formats = [
        ("a.doc", old.clone(), "(doc)"),
        ("b.docx", zip("word/document.xml"), "(docx)"),
        ("c.xls", old.clone(), "(xls)"),
        ("d.xlsx", zip("xl/workbook.xml"), "(xlsx)"),
        ("e.ofd", zip("OFD.xml"), "(ofd)"),
        ("f.html", b"\r\n<!DOCTYPE HTML><html></html>".to_vec(), "HTML"),
        ("g.rar", b"Rar!\x1a\x07\x01\0".to_vec(), "(rar)"),
        // The name says one thing, the bytes another.
        ("h.pdf", zip("word/document.xml"), "(docx)"),
        ("i.txt", b"Rar!\x1a\x07\x01\0".to_vec(), "(rar)"),
    ];
    for (name, bytes, _) in &formats {
        s.put(format!("in/{name}"), bytes);
    }
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out"])), 1);
    let report = s.json("out/run.json");
    for (entry, (name, _, says)) in report["documents"].as_array().unwrap().iter().zip(&formats) {
        assert_eq!(
            (&entry["path"], &entry["error"]["code"]),
            (&(*name).into(), &"unsupported_format".into())
        );
        assert!(entry["error"]["message"].as_str().unwrap().contains(says), "{entry}");
    }
    assert_eq!(report["documents"].as_array().unwrap().len(), formats.len());
}

#[test]
fn an_output_folder_that_cannot_be_written_ends_it_before_any_work() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    s.put("file", "in the way");
    for out in ["file", "file/below"] {
        let run = s.run(["ingest", "in", "-o", out]);
        assert_eq!(status(&run), 3, "{}", stderr(&run));
        assert!(stderr(&run).contains("cannot be written"), "{}", stderr(&run));
    }
    assert_eq!(fs::read(s.path("file")).unwrap(), b"in the way");
}

#[test]
fn bytes_and_order_do_not_depend_on_the_number_of_threads() {
    let s = Scratch::new();
    for number in 0..30 {
        s.put(format!("in/{}/{number}.txt", number % 4), text(number));
    }
    s.put("in/bad.pdf", "");
    let mut seen = None;
    for jobs in ["1", "2", "5"] {
        let out = format!("out{jobs}");
        assert_eq!(status(&s.run(["ingest", "in", "-o", &out, "--jobs", jobs])), 1);
        let report = s.json(format!("{out}/run.json"));
        let order: Vec<_> =
            report["documents"].as_array().unwrap().iter().map(|d| d["path"].clone()).collect();
        let now = (s.files(&out), order);
        assert_eq!(now.0.len(), 30);
        assert!(*seen.get_or_insert_with(|| now.clone()) == now);
    }
}

#[test]
fn lists_of_paths() {
    let s = Scratch::new();
    for number in 1..=3 {
        s.put(format!("in/a {number}.txt"), text(number));
    }
    s.put("in/with\nfeed.txt", text(4));
    let list = |args: &[&str], input: &[u8]| {
        let mut child = s.command(args).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let done = child.wait_with_output().unwrap();
        assert_eq!(status(&done), 0, "{}", stderr(&done));
    };
    list(&["ingest", "-", "-o", "out1"], b"in/a 1.txt\r\n\nin/a 2.txt\n");
    assert_eq!(s.files("out1").into_keys().collect::<Vec<_>>(), ["a 1.json", "a 2.json"]);
    list(&["ingest", "--files-from", "-", "-o", "out2"], b"in/with\nfeed.txt\0in/a 3.txt\0");
    assert_eq!(s.files("out2").into_keys().collect::<Vec<_>>(), ["a 3.json", "with\nfeed.json"]);
    s.put("list", "in/a*.txt\n");
    list(&["ingest", "--files-from", "list", "-o", "out3"], b"");
    assert_eq!(s.files("out3").len(), 3);
}

#[test]
fn wrong_usage_is_2() {
    let s = Scratch::new();
    s.put("a.txt", text(1));
    for args in [
        &["ingest"][..],
        &["ingest", "a.txt", "--no-such-option"],
        &["no-such-command"],
        &["ingest", "a.txt", "--select", "Z9"],
        &["ingest", "a.txt", "--config", "missing.toml"],
        &["rules", "Z9"],
        &["coverage", "nowhere"],
        &[],
    ] {
        let run = s.run(args);
        assert_eq!(status(&run), 2, "{args:?} {}", stderr(&run));
    }
    assert!(!s.path("out").exists());
}

#[test]
fn what_a_file_is_called_cannot_steer_the_terminal() {
    let s = Scratch::new();
    s.put("in/\u{1b}[2Jred\u{202e}.pdf", "");
    let run = s.run(["ingest", "in", "-o", "out"]);
    assert_eq!(status(&run), 1);
    assert!(!run.stderr.contains(&0x1b) && !stderr(&run).contains('\u{202e}'), "{}", stderr(&run));
    let run = s.run(["check", "in"]);
    assert_eq!(status(&run), 1);
    assert!(!run.stderr.contains(&0x1b) && !run.stdout.contains(&0x1b));
}

#[test]
fn quiet_and_json_lines() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    let run = s.run(["--quiet", "ingest", "in", "-o", "out"]);
    assert!(run.stderr.is_empty() && run.stdout.is_empty(), "{}", stderr(&run));
    let run = s.run(["ingest", "in", "-o", "out", "--force", "--log-format", "json"]);
    let lines = stderr(&run);
    assert!(!lines.is_empty());
    for line in lines.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"));
        assert_eq!(value["level"], "INFO");
    }
}

/// On a terminal there is a bar with rate and time left; `script` (util-linux) makes one.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_a_bar() {
    let s = Scratch::new();
    for number in 0..3 {
        s.put(format!("in/{number}.txt"), text(number));
    }
    s.put("in/bad.pdf", "");
    let program = env!("CARGO_BIN_EXE_yusuan").replace(' ', "\\ ");
    let on_terminal = |more: &str| {
        let line = format!("{program} {more} ingest in -o out --force");
        let run = std::process::Command::new("script")
            .args(["-qec", &line, "/dev/null"])
            .current_dir(s.path(""))
            .stdin(Stdio::null())
            .output()
            .ok()?;
        Some(String::from_utf8_lossy(&run.stdout).into_owned())
    };
    let Some(shown) = on_terminal("") else {
        eprintln!("no `script` on this machine: not tested");
        return;
    };
    assert!(shown.contains("/4 ") && shown.contains("/s ") && shown.contains("left "), "{shown}");
    assert!(shown.contains("bad.pdf: not_a_pdf: ") && shown.contains("4 inputs: 3 processed"), "{shown}");
    assert_eq!(on_terminal("--quiet").as_deref(), Some(""));
}

#[test]
fn extract_and_ingest_again() {
    let s = Scratch::new();
    let file = sample("pdf/unit-budget.pdf");
    let printed = s.run(["extract".as_ref(), file.as_os_str()]);
    assert_eq!(status(&printed), 0, "{}", stderr(&printed));
    assert!(String::from_utf8_lossy(&printed.stdout).contains('\t'));
    let args = ["extract".as_ref(), file.as_os_str(), "-o".as_ref(), "x.txt".as_ref()];
    assert_eq!(status(&s.run(args)), 0);
    assert_eq!(fs::read(s.path("x.txt")).unwrap(), printed.stdout);
    assert_eq!(status(&s.run(["ingest", "x.txt", "-o", "out"])), 0);
    let missing = s.run(["extract", "nothing.pdf"]);
    assert_eq!(status(&missing), 1);
    assert!(stderr(&missing).contains("nothing.pdf: io: "), "{}", stderr(&missing));
    let args = ["extract".as_ref(), file.as_os_str(), "-o".as_ref(), "no/folder/x.txt".as_ref()];
    assert_eq!(status(&s.run(args)), 3);
}

#[test]
fn check_is_a_gate() {
    let s = Scratch::new();
    let run = s.run(["check".as_ref(), sample("text/contradictions.txt").as_os_str()]);
    let printed = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(status(&run), 1, "{printed}");
    assert!(printed.contains("错误 T102") && printed.contains("相差 -300.00 万元"), "{printed}");
    for (format, sign) in
        [("json", "\"rule\":\"T102\""), ("github", "::error file="), ("sarif", "\"version\": \"2.1.0\"")]
    {
        let run = s.run([
            "check".as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            sample("text/contradictions.txt").as_os_str(),
        ]);
        assert_eq!(status(&run), 1, "{format}");
        assert!(String::from_utf8_lossy(&run.stdout).contains(sign), "{format}");
    }
    assert_eq!(status(&s.run(["check", "--format", "prose", "x.txt"])), 2);
    let run = s.run(["check".as_ref(), sample("text/unit-budget.txt").as_os_str()]);
    assert_eq!(status(&run), 0, "{}", String::from_utf8_lossy(&run.stdout));
    assert_eq!(status(&s.run(["check", "nothing.pdf"])), 1);
    // Nothing is written.
    assert!(s.files("").is_empty());
}

#[test]
fn what_is_printed_about_itself() {
    let s = Scratch::new();
    let schema = s.run(["schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    assert_eq!(schema["properties"]["source"]["$ref"], "#/$defs/Source");
    let rules = String::from_utf8(s.run(["rules"]).stdout).unwrap();
    assert!(rules.lines().any(|l| l.starts_with("T101\terror\t")), "{rules}");
    let rule = String::from_utf8(s.run(["rules", "t101"]).stdout).unwrap();
    assert!(rule.contains("    - ") && rule.contains("    + "), "{rule}");
    let script = String::from_utf8(s.run(["completions", "bash"]).stdout).unwrap();
    assert!(script.contains("ingest"));
    assert_eq!(status(&s.run(["man", "-o", "man"])), 0);
    let page = fs::read_to_string(s.path("man/yusuan-ingest.1")).unwrap();
    assert!(page.contains("retry") && s.path("man/yusuan.1").exists());
    let doctor = s.run(["doctor", "-o", "tried"]);
    assert_eq!(status(&doctor), 0);
    assert!(!s.path("tried").exists());
    s.put("file", "");
    assert_eq!(status(&s.run(["doctor", "-o", "file"])), 3);
}

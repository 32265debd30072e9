//! Kills, locks, full disks, and documents that do harm.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::scratch::{Scratch, pdf, sample, status, stderr, text};

/// A small generator, so that a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[test]
fn a_killed_run_goes_on() {
    let s = Scratch::new();
    for number in 0..40 {
        s.put(format!("in/{}/{number}.txt", number % 3), text(number));
    }
    for name in ["unit-budget", "final-account"] {
        fs::copy(sample(&format!("pdf/{name}.pdf")), s.path(format!("in/{name}.pdf"))).unwrap();
    }
    s.put("in/bad.pdf", "");
    let began = std::time::Instant::now();
    assert_eq!(status(&s.run(["ingest", "in", "-o", "whole", "--jobs", "2"])), 1);
    let took = began.elapsed().as_millis() as u64;
    let whole = s.files("whole");
    let mut dice = Dice(20_261_122);
    let mut interrupted = 0;
    for round in 0..6 {
        let out = format!("killed{round}");
        for _ in 0..3 {
            let mut child = s
                .command(["ingest", "in", "-o", &out, "--jobs", "2"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(dice.roll(took.max(20))));
            child.kill().unwrap();
            child.wait().unwrap();
            interrupted += usize::from(s.path(format!("{out}/.yusuan-journal")).exists());
        }
        let run = s.run(["ingest", "in", "-o", &out, "--jobs", "2"]);
        assert_eq!(status(&run), 1, "{}", stderr(&run));
        assert!(s.files(&out) == whole, "round {round}: files differ or were left behind");
    }
    assert!(interrupted > 0, "no kill came while a run was under way");
}

#[test]
fn a_second_run_on_one_folder_is_refused_at_once() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    fs::create_dir_all(s.path("out")).unwrap();
    let folder = fs::File::open(s.path("out")).unwrap();
    folder.lock().unwrap();
    let run = s.run(["ingest", "in", "-o", "out"]);
    assert_eq!(status(&run), 3);
    assert!(stderr(&run).contains("another run is writing"), "{}", stderr(&run));
    drop(folder);
    assert_eq!(status(&s.run(["ingest", "in", "-o", "out"])), 0);
}

#[test]
fn the_worker_gives_the_same_bytes() {
    let s = Scratch::new();
    for number in 0..6 {
        s.put(format!("in/{number}.txt"), text(number));
    }
    fs::copy(sample("pdf/unit-budget.pdf"), s.path("in/b.pdf")).unwrap();
    s.put("in/bad.pdf", "");
    s.put("m.jsonl", "{\"path\":\"1.txt\",\"url\":\"u\"}\n");
    let args = |out| ["ingest", "in", "--manifest", "m.jsonl", "--all-checks", "-o", out];
    assert_eq!(status(&s.run(args("here"))), 1);
    let run = s.run(args("there").iter().chain(&["--isolate", "--jobs", "2"]));
    assert_eq!(status(&run), 1, "{}", stderr(&run));
    let here = s.files("here");
    assert!(here.len() == 7 && here == s.files("there"), "{}", stderr(&run));
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_leaves_nothing_half_written() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    fs::copy(sample("pdf/unit-budget.pdf"), s.path("in/b.pdf")).unwrap();
    // A file may not grow beyond 128 kB here: the large output stops in the middle.
    let script = format!(
        "trap '' XFSZ; ulimit -f 128; exec {} ingest in -o out",
        env!("CARGO_BIN_EXE_yusuan").replace(' ', "\\ ")
    );
    let mut command = std::process::Command::new("bash");
    let run = command.args(["-c", &script]).current_dir(s.path("")).output().unwrap();
    assert_eq!(status(&run), 3, "{}", stderr(&run));
    assert!(stderr(&run).contains("cannot write b.json"), "{}", stderr(&run));
    assert_eq!(s.files("out").into_keys().collect::<Vec<_>>(), ["a.json"]);
    assert_eq!(s.json("out/run.json")["counts"]["failed"], 1);
}

/// A disk of one megabyte, in a world of its own (user and mount namespaces), where the machine allows that.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_or_read_only() {
    let s = Scratch::new();
    let budget = fs::read_to_string(sample("text/unit-budget.txt")).unwrap();
    for number in 0..12 {
        s.put(format!("in/{number}.txt"), format!("{budget}\n说明{number}。\n"));
    }
    fs::create_dir_all(s.path("disk")).unwrap();
    let inside = |script: &str| {
        let mut command = std::process::Command::new("unshare");
        command.args([
            "-rm",
            "sh",
            "-c",
            &format!("mount -t tmpfs -o size=1m tmpfs disk || exit 99\n{script}"),
        ]);
        command.env("YUSUAN", env!("CARGO_BIN_EXE_yusuan")).current_dir(s.path("")).output()
    };
    if !inside("").is_ok_and(|probe| probe.status.success()) {
        eprintln!("skipped: this machine lets a test mount nothing");
        return;
    }
    assert_eq!(status(&s.run(["ingest", "in", "-o", "whole"])), 0);
    let run = inside(
        "\"$YUSUAN\" ingest in -o disk/out --jobs 2; echo $?; cp -r disk/out full
         mount -o remount,ro disk; \"$YUSUAN\" ingest in -o disk/out; echo $?
         mount -o remount,rw,size=64m disk; \"$YUSUAN\" ingest in -o disk/out; echo $?; cp -r disk/out mended",
    );
    let run = run.unwrap();
    assert_eq!(String::from_utf8_lossy(&run.stdout), "3\n3\n0\n", "{}", stderr(&run));
    assert!(stderr(&run).contains("No space left") && stderr(&run).contains("Read-only"), "{}", stderr(&run));
    let (whole, mut full) = (s.files("whole"), s.files("full"));
    full.remove(".yusuan-journal");
    assert!(!full.is_empty() && full.len() < 12, "{:?}", full.keys());
    assert!(full.iter().all(|(name, bytes)| whole.get(name) == Some(bytes)), "only whole outputs stay");
    assert!(s.files("mended") == whole);
}

#[test]
fn what_is_too_much_for_the_process_is_read_in_a_worker() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    // Empty arrays by the million take gigabytes once they are parsed.
    let arrays = format!("[{}]", "[]".repeat(3 << 20));
    s.put("in/heavy.pdf", pdf("BT ET", "", &[&arrays], ""));
    let run = s.run(["ingest", "in", "-o", "out", "--max-memory", "256"]);
    assert_eq!(status(&run), 1, "{}", stderr(&run));
    let report = s.json("out/run.json");
    assert_eq!(report["documents"][0]["outcome"], "processed");
    let error = &report["documents"][1]["error"];
    assert_eq!(error["code"], "limit_exceeded", "{error}");
    assert!(error["message"].as_str().unwrap().contains("--max-memory"), "{error}");
    // The commands for one file are as careful; what a worker can read, it reads for them.
    for command in ["check", "extract"] {
        let run = s.run([command, "in/heavy.pdf", "--max-memory", "256"]);
        assert_eq!(status(&run), 1, "{}", stderr(&run));
        assert!(stderr(&run).contains("limit_exceeded: memory"), "{}", stderr(&run));
    }
}

#[test]
fn what_a_worker_reads_is_printed_as_if_read_here() {
    let s = Scratch::new();
    let mut bytes = fs::read(sample("pdf/unit-budget.pdf")).unwrap();
    s.put("light.pdf", &bytes);
    // Nothing points at what follows the end of a file, but its size sends it to a worker.
    bytes.resize(17 << 20, b' ');
    s.put("heavy.pdf", &bytes);
    for command in [&["check"][..], &["extract"], &["extract", "--debug", "pictures"]] {
        let run = |file: &str| {
            let run = s.run(command.iter().chain(&[file]));
            (
                status(&run),
                String::from_utf8(run.stdout).unwrap().replace("heavy", "light"),
                s.files("pictures"),
            )
        };
        let (here, there) = (run("light.pdf"), run("heavy.pdf"));
        assert!(here.1.len() > 100 && here == there, "{command:?}");
    }
    assert!(s.files("pictures").len() > 10);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_vanishes_or_keeps_changing_fails_alone() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    // The system makes these bytes while they are read, and never as many as it said.
    std::os::unix::fs::symlink("/proc/version", s.path("in/b.txt")).unwrap();
    s.put("list", "in/a.txt\nin/b.txt\nin/gone.txt\n");
    let run = s.run(["ingest", "--files-from", "list", "-o", "out"]);
    assert_eq!(status(&run), 1, "{}", stderr(&run));
    let report = s.json("out/run.json");
    assert_eq!(report["documents"][0]["outcome"], "processed");
    for (index, says) in [(1, "kept changing"), (2, "cannot be")] {
        let error = &report["documents"][index]["error"];
        assert_eq!(error["code"], "io", "{error}");
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_said_before_any_work() {
    use std::os::unix::fs::PermissionsExt as _;
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    fs::create_dir_all(s.path("out")).unwrap();
    fs::set_permissions(s.path("out"), fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write everywhere; a folder of the system may not be written by anyone.
    let out = if fs::write(s.path("out/probe"), "").is_ok() { "/proc/self".into() } else { s.path("out") };
    let run = s.run(["ingest".as_ref(), "in".as_ref(), "-o".as_ref(), out.as_os_str()]);
    fs::set_permissions(s.path("out"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(status(&run), 3, "{}", stderr(&run));
    assert!(stderr(&run).contains("cannot be written"), "{}", stderr(&run));
}

#[test]
fn limits_end_one_document_only() {
    let s = Scratch::new();
    s.put("in/a.txt", text(1));
    s.put("in/large.txt", text(2).repeat(2000));
    let run = s.run(["ingest", "in", "-o", "out", "--max-file-bytes", "100000"]);
    assert_eq!(status(&run), 1);
    let report = s.json("out/run.json");
    assert_eq!(report["documents"][0]["outcome"], "processed");
    assert_eq!(report["documents"][1]["error"]["code"], "limit_exceeded");
    assert!(report["documents"][1]["error"]["message"].as_str().unwrap().contains("--max-file-bytes"));
    fs::copy(sample("pdf/unit-budget.pdf"), s.path("in/b.pdf")).unwrap();
    s.run(["ingest", "in", "-o", "out", "--max-pages", "2"]);
    let codes: Vec<_> = s.json("out/run.json")["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["error"]["code"].clone())
        .collect();
    assert_eq!(codes, [serde_json::Value::Null, "limit_exceeded".into(), serde_json::Value::Null]);
}

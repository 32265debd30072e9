#!/usr/bin/env python3
"""Whole-process comparison over a folder of PDFs, interleaved, processor time, medians: tools/bench.py FOLDER [ROUNDS]

The program is target/release/yusuan (YUSUAN_BIN names another); peers that are not installed are left out.
"""
import glob, os, resource, shutil, statistics, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.environ.get("CARGO_TARGET_DIR") or os.path.join(ROOT, "target")
PROGRAM = os.environ.get("YUSUAN_BIN") or os.path.join(TARGET, "release", "yusuan")


def processor_ms(commands):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main():
    files = sorted(glob.glob(os.path.join(sys.argv[1], "*.pdf")))
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    out = tempfile.mkdtemp()
    ways = {
        "yusuan ingest (one process, one thread)": lambda: [[PROGRAM, "--quiet", "ingest", "--force", *files, "-o", out, "--jobs", "1"]],
        "yusuan extract (a process a file)": lambda: [[PROGRAM, "extract", f] for f in files],
        "pdftotext -layout": lambda: [["pdftotext", "-layout", f, "-"] for f in files],
        "mutool draw -F txt": lambda: [["mutool", "draw", "-q", "-F", "txt", f] for f in files],
    }
    ways = {name: way for name, way in ways.items() if shutil.which(way()[0][0])}
    times = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(processor_ms(way()))
    shutil.rmtree(out)
    base = statistics.median(times["pdftotext -layout"]) if "pdftotext -layout" in times else None
    print(f"{len(files)} files, {rounds} rounds, interleaved; processor milliseconds a file, median")
    for name, values in times.items():
        median = statistics.median(values)
        ratio = f"{median / base:8.3f}" if base else ""
        print(f"{name:<42}{median / len(files):8.1f}{ratio}")


if __name__ == "__main__":
    main()

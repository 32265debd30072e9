#!/usr/bin/env python3
"""Whole-process comparison over a folder of PDFs: tools/bench.py FOLDER [ROUNDS] [--pdfplumber]

Every way reads the same files, interleaved; what is printed is processor time, median of the rounds, and peak memory.
The program is target/release/yusuan (YUSUAN_BIN names another). Peers that are not installed are left out;
pdfplumber, which needs seconds a file, runs in one round only, and only when it is asked for and can be imported.

The last lines are for a file of 1,000 pages: the first file of the folder that has some twenty pages, its pages
named again and again by an appended page tree.
"""
import argparse, glob, os, re, shutil, statistics, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.environ.get("CARGO_TARGET_DIR") or os.path.join(ROOT, "target")
PROGRAM = os.environ.get("YUSUAN_BIN") or os.path.join(TARGET, "release", "yusuan")
PDFPLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_text(); page.extract_tables()
"""


def run(command):
    """Processor milliseconds and peak memory in MB of one process."""
    # A child's peak begins with what its parent holds when it forks, so that the parent is kept small.
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}: exit status {child.returncode}")
    return 1000 * (used.ru_utime + used.ru_stime), used.ru_maxrss / 1024


def together(commands):
    runs = [run(command) for command in commands]
    return sum(ms for ms, _ in runs), max(mb for _, mb in runs)


def ingest(out, jobs, files):
    return [PROGRAM, "--quiet", "ingest", "--force", *files, "-o", out, "--jobs", str(jobs)]


def lengthened(data, pages):
    """The file with a page tree of `pages` pages: its own ones, over and over. None when its tree can't be read."""
    root = re.search(rb"/Root\s+(\d+)\s+0\s+R", data)
    catalog = root and re.search(rb"(?:^|\s)" + root[1] + rb"\s+0\s+obj(.*?)endobj", data, re.S)
    tree = catalog and re.search(rb"/Pages\s+(\d+)\s+0\s+R", catalog[1])
    start = re.findall(rb"startxref\s+(\d+)", data)
    body = tree and re.search(rb"(?:^|\s)" + tree[1] + rb"\s+0\s+obj(.*?)endobj", data, re.S)
    kids = body and re.search(rb"/Kids\s*\[([^\]]*)\]", body[1])
    own = re.findall(rb"\d+\s+0\s+R", kids[1]) if kids else []
    count = body and re.search(rb"/Count\s+(\d+)", body[1])
    # A tree of one level, in a file with a plain table of cross-references.
    if not own or not count or int(count[1]) != len(own) or data[int(start[-1]) :][:4] != b"xref":
        return None, 0
    many = b" ".join(own[i % len(own)] for i in range(pages))
    changed = body[1].replace(kids[0], b"/Kids [" + many + b"]").replace(count[0], b"/Count %d" % pages)
    at = len(data) + 1
    data += b"\n" + tree[1] + b" 0 obj" + changed + b"endobj\n"
    table = len(data)
    size = re.findall(rb"/Size\s+(\d+)", data)[-1]
    data += b"xref\n%s 1\n%010d 00000 n \ntrailer\n<</Size %s/Root %s 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        tree[1], at, size, root[1], start[-1], table)
    return data, len(own)


def long_file(files, folder):
    for file in files:
        with open(file, "rb") as f:
            data, pages = lengthened(f.read(), 1000)
        if data and 15 <= pages <= 40:
            path = os.path.join(folder, "1000-pages.pdf")
            with open(path, "wb") as f:
                f.write(data)
            return file, pages, path
    return None


def line(name, ms, ratio, mb):
    print(f"| {name:<44} | {ms:>9} | {ratio:>6} | {mb:>7} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("rounds", nargs="?", type=int, default=7)
    parser.add_argument("--pdfplumber", action="store_true", help="also pdfplumber (text and tables)")
    args = parser.parse_args()
    files = sorted(glob.glob(os.path.join(args.folder, "*.pdf")))
    if not files:
        raise SystemExit(f"{args.folder}: no PDF")
    out = tempfile.mkdtemp()
    ways = {
        "yusuan ingest, one process, one thread": lambda: [ingest(out, 1, files)],
        "yusuan ingest, one process, two threads": lambda: [ingest(out, 2, files)],
        "yusuan extract, a process a file": lambda: [[PROGRAM, "extract", f] for f in files],
        "pdftotext -layout": lambda: [["pdftotext", "-layout", f, "-"] for f in files],
        "mutool draw -F txt": lambda: [["mutool", "draw", "-q", "-F", "txt", f] for f in files],
    }
    ways = {name: way for name, way in ways.items() if shutil.which(way()[0][0])}
    seen = {name: [] for name in ways}
    for _ in range(args.rounds):
        for name, way in ways.items():
            seen[name].append(together(way()))
    if args.pdfplumber:
        if subprocess.run([sys.executable, "-c", "import pdfplumber"], stderr=subprocess.DEVNULL).returncode == 0:
            seen["pdfplumber, a process a file"] = [
                together([[sys.executable, "-c", PDFPLUMBER, f] for f in files])
            ]
        else:
            print("pdfplumber cannot be imported: left out", file=sys.stderr)
    each = {name: statistics.median(ms for ms, _ in runs) / len(files) for name, runs in seen.items()}
    base = each.get("pdftotext -layout")
    share = lambda ms: f"{ms / base:.3f}" if base else ""
    print(f"{len(files)} files, {args.rounds} rounds, interleaved, medians\n")
    line("what", "ms a file", "share", "peak MB")
    line("---", "---:", "---:", "---:")
    for name, runs in seen.items():
        line(name, f"{each[name]:.1f}", share(each[name]), f"{max(mb for _, mb in runs):.0f}")
    found = long_file(files, out)
    if found:
        short, pages, path = found
        print(f"\n1,000 pages: those {pages} of {os.path.basename(short)} again and again, one thread\n")
        line("what", "µs a page", "ratio", "peak MB")
        line("---", "---:", "---:", "---:")
        for name, command in {
            "extract": lambda f: [PROGRAM, "extract", f],
            "ingest": lambda f: ingest(out, 1, [f]),
        }.items():
            few = [run(command(short)) for _ in range(3 * args.rounds)]
            many = [run(command(path)) for _ in range(3)]
            # The start of a process is no page's.
            start = statistics.median(run([PROGRAM, "--version"])[0] for _ in range(3 * args.rounds))
            one = (statistics.median(ms for ms, _ in few) - start) / pages
            thousand = (statistics.median(ms for ms, _ in many) - start) / 1000
            line(f"{name}: {pages} pages", f"{1000 * one:.0f}", "1", f"{max(mb for _, mb in few):.0f}")
            ratio = f"{thousand / one:.2f}"
            line(f"{name}: 1,000 pages", f"{1000 * thousand:.0f}", ratio, f"{max(mb for _, mb in many):.0f}")
    shutil.rmtree(out)


if __name__ == "__main__":
    main()

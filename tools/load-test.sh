#!/usr/bin/env bash
# The load test of docs/performance.md: tools/load-test.sh [COUNT] [FOLDER]
# Invents COUNT documents (20,000 by default; 0.6 MB of output each, twice), reads them with one and with two threads,
# then once more unchanged. Needs a quiet machine for its wall times; processor times hold anywhere.
# YUSUAN and SAMPLEGEN may name programs that are built already.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-20000} folder=${2:-/tmp/yusuan-load}
target=${CARGO_TARGET_DIR:-target}/release
if [ -z "${YUSUAN:-}" ] || [ -z "${SAMPLEGEN:-}" ]; then
  cargo build --release --locked -p yusuan -p samplegen
fi
export YUSUAN=${YUSUAN:-$target/yusuan}
mkdir -p "$folder"
[ -d "$folder/in" ] || "${SAMPLEGEN:-$target/samplegen}" --count "$count" --form pdf --out "$folder/in" --per-folder 1000
rm -rf "$folder/one" "$folder/two"
python3 - "$folder" <<'PYTHON'
import os, subprocess, sys, time

folder = sys.argv[1]
inputs = sum(name.endswith(".pdf") for _, _, names in os.walk(f"{folder}/in") for name in names)


def run(name, out, jobs):
    began = time.monotonic()
    command = [os.environ["YUSUAN"], "--quiet", "ingest", f"{folder}/in", "-o", f"{folder}/{out}", "--jobs", str(jobs)]
    _, status, used = os.wait4(subprocess.Popen(command).pid, 0)
    wall, processor = time.monotonic() - began, used.ru_utime + used.ru_stime
    if status:
        sys.exit(f"{name}: ended with {status}")
    print(f"{name:<30} {wall:8.2f} s  {inputs / wall:8.1f} documents/s  processor {processor:8.2f} s  "
          f"peak {used.ru_maxrss // 1024} MB", flush=True)
    return wall, processor


one, two = run("one thread", "one", 1), run("two threads", "two", 2)
again = run("two threads, nothing changed", "two", 2)
print(f"two threads over one: {one[0] / two[0]:.2f}; unchanged: {again[0] / two[0]:.2%} of the wall time, "
      f"{again[1] / two[1]:.2%} of the processor time")
PYTHON
diff -rq --exclude=run.json "$folder/one" "$folder/two" && echo 'outputs of one and two threads: byte-equal'

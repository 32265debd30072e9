#!/usr/bin/env bash
# The load test of docs/performance.md: tools/load-test.sh [COUNT] [FOLDER]
# Invents COUNT documents (20,000 by default), reads them with one and with two threads, then once more unchanged.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-20000} folder=${2:-/tmp/yusuan-load}
cargo build --release --locked -p yusuan -p samplegen
target=${CARGO_TARGET_DIR:-target}/release
mkdir -p "$folder"
[ -d "$folder/in" ] || "$target/samplegen" --count "$count" --form pdf --out "$folder/in" --per-folder 1000

run() { # run NAME OUT ARGS…: seconds, processor seconds, peak memory
  local name=$1 out=$2
  shift 2
  local began=$EPOCHREALTIME
  "$target/yusuan" --quiet ingest "$folder/in" -o "$folder/$out" "$@" &
  local pid=$! peak=0 now=0
  while [ -d "/proc/$pid" ]; do
    now=$(awk '/^VmHWM/{print $2}' "/proc/$pid/status" 2>/dev/null || echo 0)
    [ "${now:-0}" -gt "$peak" ] && peak=$now
    sleep 0.1
  done
  wait "$pid"
  awk -v n="$name" -v a="$began" -v b="$EPOCHREALTIME" -v p="$peak" -v c="$count" \
    'BEGIN {printf "%-28s %8.1f s  %7.1f documents/s  peak %d MB\n", n, b - a, c / (b - a), p / 1024}'
}

rm -rf "$folder/one" "$folder/two"
run 'one thread' one --jobs 1
run 'two threads' two --jobs 2
run 'two threads, nothing changed' two --jobs 2
diff -rq --exclude=run.json "$folder/one" "$folder/two" && echo 'outputs of one and two threads: byte-equal'

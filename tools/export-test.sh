#!/usr/bin/env bash
# The export's part of docs/performance.md: tools/export-test.sh OUT [FOLDER]
# Writes the outputs in OUT (of tools/load-test.sh) in every form into FOLDER; prints processor time, peak memory, size.
set -euo pipefail
out=$1 folder=${2:-/tmp/yusuan-export}
program=${YUSUAN_BIN:-$(dirname "$0")/../target/release/yusuan}
mkdir -p "$folder"
for form in csv parquet 'parquet --partition-by year,kind' sqlite datapackage; do
  # shellcheck disable=SC2086
  set -- $form
  target=$folder/${form// /_}
  rm -rf "$target"
  python3 - "$program" export "$out" --to "$@" -o "$target" <<'PY'
import resource, subprocess, sys, time
began = time.time()
status = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
form = " ".join(sys.argv[5:-2])
print(f"{form:34} status {status}  {used.ru_utime + used.ru_stime:7.1f} s processor  {time.time() - began:7.1f} s  "
      f"peak {used.ru_maxrss // 1024} MB", end="  ", flush=True)
PY
  du -sm "$target" | awk '{print $1 " MB written"}'
done

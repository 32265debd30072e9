#!/bin/bash
# Makes everything in this folder again from the seeds below. The texts and the truth need the Rust toolchain alone;
# the PDFs need LibreOffice, Chromium and a CJK font (Debian: libreoffice-writer-nogui chromium fonts-wqy-zenhei) and
# Typst and WeasyPrint (PyPI: typst weasyprint). `make.sh text` makes the texts and the truth only.
set -euo pipefail
cd "$(dirname "$0")"
build=$(mktemp -d); trap 'rm -rf "$build"' EXIT
export SOURCE_DATE_EPOCH=1735689600 TZ=UTC
(cd .. && cargo build --quiet --release --package samplegen)
gen="${CARGO_TARGET_DIR:-../target}/release/samplegen"
mkdir -p truth pdf text

# name, template, seed, lines, contradictions
make_one() {
    local plant=(); [ -n "${5:-}" ] && plant=(--plant "$5")
    "$gen" --name "$1" --template "$2" --seed "$3" --lines "$4" "${plant[@]}" --form text,html,fodt,typst,truth --out "$build"
    cp "$build/$1.txt" "text/$1.txt"
    cp "$build/$1.json" "truth/$1.json"
}
make_one unit-budget hangzhou 7 18
make_one department-budget shanghai 3 22
make_one final-account account 12 20
make_one contradictions hangzhou 31 12 table-sum,cross-table,narrative-table,percent
make_one account-contradictions account 8 14 cross-table,share,three-public,name
# One department over two years: its own writer makes the PDFs.
"$gen" --series --name series --seed 5 --lines 16 --form text,pdf,truth --out "$build"
cp "$build"/series-*.txt text/
cp "$build"/series-*.json truth/
[ "${1:-}" = text ] && exit

chromium=$(command -v chromium || command -v google-chrome)
soffice --headless --convert-to pdf --outdir "$build" "$build/unit-budget.fodt" >/dev/null 2>&1
"$chromium" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --disable-pdf-tagging --print-to-pdf="$build/department-budget.pdf" \
    "file://$build/department-budget.html" 2>/dev/null
python3 -c "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_tags=False)" "$build/final-account.typ" "$build/final-account.pdf"
python3 -c "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])" "$build/contradictions.html" "$build/contradictions.pdf"
python3 -c "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_tags=False)" \
    "$build/account-contradictions.typ" "$build/account-contradictions.pdf"
cp "$build"/*.pdf pdf/

#!/usr/bin/env bash
# Makes the seed corpus from the samples.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p fuzz/corpus/{reader,content,cmap,interchange}
cp samples/pdf/*.pdf fuzz/corpus/reader/
cp samples/text/*.txt fuzz/corpus/interchange/
printf 'q 1 0 0 1 50 700 cm 0 0 m 100 0 l S Q BT /F 9 Tf 1 0 0 1 60 690 Tm (1,234.56) Tj ET' >fuzz/corpus/content/page
printf 'begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <0009> <4E00> endbfrange endcmap' >fuzz/corpus/cmap/cmap

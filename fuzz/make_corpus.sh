#!/bin/bash
# fuzz/make_corpus.sh PROGRAM: makes the corpora of the fuzzers of foreign files anew, by the libraries
# that really write such files (make_corpus.c, which PROGRAM is) and, where it is, by LibreOffice.
set -euo pipefail
cd "$(dirname "$0")"

"$1" corpus
if command -v soffice >/dev/null 2>&1; then
    made=$(mktemp -d)
    trap 'rm -rf "$made"' EXIT
    printf 'persoon,soort,datum\n123456782,mbo,2022-10-01\n123456783,na\xc3\xafef,2022-10-02\n' >"$made/levering.csv"
    HOME=$made soffice --headless --convert-to xlsx --outdir "$made" "$made/levering.csv" >/dev/null 2>&1
    { printf '\1'; cat "$made/levering.xlsx"; } >corpus/xlsx/libreoffice
else
    echo "make_corpus: no LibreOffice here: corpus/xlsx/libreoffice stays as it is"
fi
du -sh corpus/sav corpus/dta corpus/parquet corpus/xlsx corpus/frames

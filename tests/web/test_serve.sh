#!/bin/bash
# tests/web/test_serve.sh: the program itself, as who runs it sees it: one clear line for each thing that
# is wrong, a stop that loses nothing, a log that can be put aside and names nobody, what systemd is told.
# DS_PROGRAM: the program.
set -euo pipefail
command -v python3 >/dev/null 2>&1 || { echo "skipped: no python3"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 "$(dirname "$0")/serve_run.py" "$DS_PROGRAM" "$folder"

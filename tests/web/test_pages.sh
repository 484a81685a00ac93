#!/bin/bash
# tests/web/test_pages.sh: pages of the sample document, looked at by pages.mjs. DS_SHOW: the program that
# makes them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v node >/dev/null 2>&1 || { echo "skipped: no node"; exit 77; }
"$DS_SHOW" "$folder"
node "$(dirname "$0")/pages.mjs" "$folder" site.html vijandig.html

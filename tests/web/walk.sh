#!/bin/bash
# tests/web/walk.sh NAME [PICTURES]: walk_NAME.mjs in a work folder of its own, gone afterwards. DS_PROGRAM: the
# program; DS_AGENDAS: the one that makes agendas to follow; DS_FIGURES: the one that publishes figures to look at.
set -euo pipefail
command -v node >/dev/null 2>&1 || { echo "skipped: no node"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
set -- "$1" "$folder" "${@:2}"
if [ "$1" = follow ]; then set -- "$1" "$DS_AGENDAS" "${@:2}"; fi
if [ "$1" = dashboard ]; then set -- "$1" "$DS_FIGURES" "${@:2}"; fi
node "$(dirname "$0")/walk_$1.mjs" "$DS_PROGRAM" "${@:2}"

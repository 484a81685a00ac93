#!/bin/bash
# tools/build.sh PRESET [TARGET…]: configures where needed and builds; quiet when all is well. The
# target 'nothing' only configures, anew, for what reads the compile commands.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
folder=build-$preset
[ "$preset" = release ] && folder=build

if [ ! -f "$folder/build.ninja" ] || [ "${1:-}" = nothing ]; then
    echo "build: configuring $folder"
    mkdir -p "$folder"
    cmake --preset "$preset" >"$folder/configure.log" 2>&1 || {
        cat "$folder/configure.log" >&2
        rm -f "$folder/build.ninja"
        exit 1
    }
fi
[ "${1:-}" = nothing ] || exec cmake --build "$folder" ${1:+--target "$@"}

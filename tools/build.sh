#!/bin/bash
# tools/build.sh PRESET [TARGET…]: configures where needed and builds; quiet when all is well. The
# target 'nothing' only configures, anew, for what reads the compile commands. The presets install and
# release share a folder: once tests were asked for there, it keeps them. DS_STRICT=ON makes a warning
# an error in any preset; those for who works on the program do so themselves.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
folder=build-$preset
case $preset in release | install) folder=build ;; esac

[ -d .deps ] || tools/fetch packages.json # a worktree beside one that is set up
stale() {
    [ -f "$folder/build.ninja" ] || return 0
    [ "$preset" != install ] && ! grep -q '^BUILD_TESTING:[A-Z]*=ON$' "$folder/CMakeCache.txt"
}

# What was compiled before is not compiled again, in another clone either; the cache is in its own
# place. Where there is a launcher already, it stays.
if [ -z "${CMAKE_C_COMPILER_LAUNCHER+set}" ] && command -v ccache >/dev/null 2>&1; then
    export CMAKE_C_COMPILER_LAUNCHER=ccache
    export CCACHE_BASEDIR=${CCACHE_BASEDIR-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR-1}
fi

if stale || [ "${1:-}" = nothing ]; then
    echo "build: configuring $folder"
    mkdir -p "$folder"
    cmake --preset "$preset" ${DS_STRICT:+"-DDS_STRICT=$DS_STRICT"} >"$folder/configure.log" 2>&1 || {
        cat "$folder/configure.log" >&2
        rm -f "$folder/build.ninja"
        exit 1
    }
fi
[ "${1:-}" = nothing ] || exec cmake --build "$folder" ${1:+--target "$@"}

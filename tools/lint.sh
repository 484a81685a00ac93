#!/bin/bash
# tools/lint.sh: the gates that read the source: layout, clang-tidy, cppcheck, the order of the stages,
# the file names in comments and pages.
# All of them run; any complaint fails.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t files < <(find src include tests fuzz bench tools packaging r -name '*.[ch]' | LC_ALL=C sort)
mapfile -t units < <(find src tests bench packaging -name '*.c' | LC_ALL=C sort)
jobs=$(nproc)
failed=()

gate() {
    local name=$1 start=$SECONDS
    shift
    echo "lint: $name"
    "$@" || failed+=("$name")
    echo "lint: $name took $((SECONDS - start)) s"
}

layout() { clang-format --dry-run --Werror "${files[@]}"; }

tidy() { tools/build.sh clang nothing && tools/tidy build-clang "${units[@]}"; }

check_c() {
    cppcheck --quiet -j "$jobs" --std=c11 --enable=warning,performance,portability \
        --error-exitcode=1 --inline-suppr --suppressions-list=tools/cppcheck.supp \
        -D_GNU_SOURCE -DDS_SOURCE_DIR='""' -DDS_PROGRAM='""' \
        -Iinclude -Isrc -Itests src tests bench packaging r
}

gate clang-format layout
gate clang-tidy tidy
gate cppcheck check_c
gate layers tools/check-layers
gate house tools/check-house
gate functions tools/check-functions
gate names tools/check-names --self-test
if [ ${#failed[@]} -gt 0 ]; then
    echo "lint: FAILED: ${failed[*]}"
    exit 1
fi
echo "lint: nothing to remark"

#!/bin/bash
# tools/test.sh FOLDER: the tests of a build, the shared contract and the examples of the docs, each
# where it is there. Closes with one line, 'N passed, N failed'; fails when anything failed.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1
passed=0
failed=0

count_of() { # attribute, report: the first such number, or nothing
    sed -n "s/^.*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" 2>/dev/null | head -n 1
}

count_ctest() {
    local report=$folder/ctest.xml status=0
    rm -rf "$report" "$folder"/threads/* # which tests start threads: tests/watch/watch.c
    # One more than there are processors: some tests wait, for a browser, a disk or a lock.
    ctest --test-dir "$folder" --output-on-failure --parallel $(($(nproc) + 1)) --output-junit ctest.xml \
        </dev/null || status=$?
    # The report's first element counts; a run that left none counts as a failure.
    local total bad
    total=$(count_of tests "$report")
    bad=$(count_of failures "$report")
    if [ -z "$total" ] || [ "$total" = 0 ]; then
        echo "test: no test was run" >&2
        failed=$((failed + 1))
        return
    fi
    [ "$status" = 0 ] || [ "$bad" != 0 ] || bad=1
    passed=$((passed + total - bad))
    failed=$((failed + bad))
}

count_contract() {
    local check=../shared/check-contract out status=0 line
    [ -f "$check" ] || {
        echo "test: no $check here; the shared contract is passed over"
        return 0
    }
    echo "test: the shared contract"
    out=$(bash "$check" "$folder/doorstroom" </dev/null 2>&1) || status=$?
    printf '  %s\n' "${out//$'\n'/$'\n'  }"
    line=$(tail -n 1 <<<"$out")
    if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
        [ "$status" = 0 ] || [ "${BASH_REMATCH[2]}" != 0 ] || failed=$((failed + 1))
    else
        failed=$((failed + 1))
    fi
}

# A check that is one pass or one failure.
count_one() {
    echo "test: $*"
    if "$@" </dev/null; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

count_ctest
count_contract
count_one tools/check-layers --self-test
count_one tools/check-house --self-test
count_one tools/check-functions --self-test
count_one tools/check-twins --self-test
count_one tools/count-instructions "$folder"
if [ -x tools/check-examples ]; then count_one tools/check-examples; fi
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/bin/bash
# tools/fuzz.sh FOLDER SECONDS: replays each fuzzer's corpus and then, for SECONDS (0: not at all),
# looks for more. What it finds stays in FOLDER; a crash is kept as FOLDER/crash-… and fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1
seconds=$2
source tools/sanitizers.sh

run_one() {
    local fuzzer=$1 what log status=0
    what=$(basename "$fuzzer")
    what=${what#fuzz_}
    log=$folder/fuzz-$what.log
    mkdir -p "$folder/found/$what"
    if [ ! -d "fuzz/corpus/$what" ]; then
        echo "fuzz: $what FAILED: its corpus fuzz/corpus/$what is not there"
        return 1
    fi
    "$fuzzer" -runs=0 -timeout=25 -rss_limit_mb=3072 -artifact_prefix="$folder/crash-$what-" \
        "fuzz/corpus/$what" >"$log" 2>&1 </dev/null || status=$?
    if [ "$status" = 0 ] && [ "$seconds" != 0 ]; then
        "$fuzzer" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=3072 \
            -artifact_prefix="$folder/crash-$what-" "$folder/found/$what" "fuzz/corpus/$what" \
            >>"$log" 2>&1 </dev/null || status=$?
    fi
    if [ "$status" != 0 ]; then
        tail -n 60 "$log"
        echo "fuzz: $what FAILED"
        return 1
    fi
    echo "fuzz: $what: $(find "fuzz/corpus/$what" -type f | wc -l) files replayed$(
        sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\) second(s)$/, \1 runs in \2 s/p' "$log" | tail -n 1)"
}

shopt -s nullglob
sources=(fuzz/fuzz_*.c)
if [ ${#sources[@]} = 0 ]; then
    echo "fuzz: there is no fuzzer"
    exit 1
fi
failed=0
running=()
for source in "${sources[@]}"; do
    run_one "$folder/$(basename "$source" .c)" &
    running+=($!)
    if [ ${#running[@]} -ge "$(nproc)" ]; then
        wait "${running[0]}" || failed=1
        running=("${running[@]:1}")
    fi
done
for pid in "${running[@]}"; do wait "$pid" || failed=1; done
exit $failed

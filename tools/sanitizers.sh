# tools/sanitizers.sh, to be sourced: how the sanitizers behave here. libduckdb.so is not ours and not
# instrumented: what it keeps until the end and how it synchronises is left out, nothing else is.
# shellcheck shell=bash
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/tools/lsan.supp:print_suppressions=0
export TSAN_OPTIONS=suppressions=$PWD/tools/tsan.supp:ignore_noninstrumented_modules=1
# Tests that would take long do this share of their work.
export DS_TEST_SCALE=${DS_TEST_SCALE:-0.1}

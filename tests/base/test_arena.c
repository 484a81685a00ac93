/* tests/base/test_arena.c: pieces of memory that are let go together, and a request that failed. */
#include "support/support.h"

#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"

static void test_arena__keeps(void **state) {
    ds_arena arena = {0};
    const uint64_t *numbers;
    ds_error err;
    (void)state;
    assert_string_equal(ds_arena_copy(&arena, ds_text_of("één")), "één");
    assert_string_equal(ds_arena_copy(&arena, (ds_text){NULL, 0}), "");
    assert_string_equal(ds_arena_copy(&arena, (ds_text){"ab", 1}), "a");
    assert_string_equal(ds_arena_print(&arena, "%s %d", "jaar", 2022), "jaar 2022");
    numbers = ds_arena_take(&arena, 3, sizeof *numbers);
    assert_non_null(numbers);
    assert_true(numbers[0] == 0 && numbers[2] == 0);
    assert_non_null(ds_arena_take(&arena, 0, 8));
    assert_int_equal(ds_arena_finish(&arena, &err), DS_OK);
    ds_arena_done(&arena);
    ds_arena_done(&arena);
}

/* A text for people and programs is UTF-8, whatever a file's name was. */
static void test_arena__no_utf8_becomes_a_mark(void **state) {
    ds_arena arena = {0};
    (void)state;
    assert_string_equal(ds_arena_copy(&arena, ds_text_of("a\xE9z\xC3")), "a?z?");
    assert_string_equal(ds_arena_print(&arena, "%.4s", "aa\xC3\xA9\xC3\xA9"), "aa\xC3\xA9");
    assert_string_equal(ds_arena_print(&arena, "%.3s", "aa\xC3\xA9"), "aa?");
    ds_arena_done(&arena);
}

static ds_status keep_some(void *context, ds_error *err) {
    ds_arena arena = {0};
    ds_status status;
    (void)context;
    for (int i = 0; i < 20; i++) {
        (void)ds_arena_copy(&arena, ds_text_of("tekst"));
        (void)ds_arena_print(&arena, "%d", i);
        if (ds_arena_take(&arena, 2, 8) == NULL) break;
    }
    status = ds_arena_finish(&arena, err);
    ds_arena_done(&arena);
    return status;
}

static void test_arena__remembers_a_failure(void **state) {
    (void)state;
    ds_test_every_allocation(keep_some, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena__keeps),
        cmocka_unit_test(test_arena__no_utf8_becomes_a_mark),
        cmocka_unit_test(test_arena__remembers_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/register/test_blocks.c: a block with the right checksum that holds a number which nothing
 * stands for is none: what wrote it does not matter. */
#include "register/blocks.h"

#include <string.h>

#include "base/codes.h"
#include "base/crc32c.h"
#include "base/memory.h"
#include "register/sealed.h"
#include "support/support.h"

enum { ROWS = 3, N = ROWS * DS_BLOCK_PERSONS };

static const ds_text words[] = {{"een", 3}, {"twee", 4}, {"drie", 4}};

/* A column of two blocks, of which the second is looked at; sums are made right for it. */
static bool is_whole(ds_register_column column, void *data) {
    uint32_t sums[2];
    const size_t size = (size_t)N * column.width;
    column.by_year = true;
    column.data = data;
    column.sums = sums;
    sums[0] = 0;
    sums[1] = ds_crc32c((const char *)data + size, size);
    if (!ds_block_column_is_whole(&column, ROWS, 1)) return false;
    sums[1] ^= 1;
    assert_false(ds_block_column_is_whole(&column, ROWS, 1));
    return true;
}

static void test_blocks__numbers_up_to_the_largest(void **state) {
    static uint8_t bytes[2 * N];
    static uint16_t halves[2 * N];
    static uint32_t wides[2 * N];
    const ds_register_column byte = {.coding = DS_CODING_TEXT, .width = 1, .max = 3};
    const ds_register_column half = {.coding = DS_CODING_INTEGER, .width = 2, .max = 700};
    const ds_register_column wide = {.coding = DS_CODING_INTEGER, .width = 4, .max = 70000};
    (void)state;
    bytes[N + 7] = 3;
    halves[N + 1500] = 700;
    wides[2 * N - 1] = 70000;
    assert_true(is_whole(byte, bytes));
    assert_true(is_whole(half, halves));
    assert_true(is_whole(wide, wides));
    bytes[2 * N - 1] = 4;
    halves[N] = 701;
    wides[N + 2000] = UINT32_MAX;
    assert_false(is_whole(byte, bytes));
    assert_false(is_whole(half, halves));
    assert_false(is_whole(wide, wides));
}

static void test_blocks__dates(void **state) {
    static int32_t days[2 * N];
    const ds_register_column dates = {
        .coding = DS_CODING_DATE, .width = 4, .min = -100, .max = 12000};
    (void)state;
    days[N] = -100;
    days[N + 1] = 12000;
    days[N + 2] = INT32_MIN;
    assert_true(is_whole(dates, days));
    days[2 * N - 1] = 12001;
    assert_false(is_whole(dates, days));
    days[2 * N - 1] = -101;
    assert_false(is_whole(dates, days));
}

/* What the manifest says of a column must fit the words it has. */
static void test_blocks__bounds(void **state) {
    ds_register_column column = {
        .coding = DS_CODING_TEXT, .width = 1, .max = 3, .words = words, .n_words = 3};
    (void)state;
    assert_true(ds_block_bounds_fit(&column));
    column.max = 4;
    assert_false(ds_block_bounds_fit(&column));
    column.max = 3;
    column.zero_is_value = true;
    assert_false(ds_block_bounds_fit(&column));
    column.max = -1;
    assert_false(ds_block_bounds_fit(&column));
    column = (ds_register_column){.coding = DS_CODING_BOOL, .width = 1, .max = 3};
    assert_false(ds_block_bounds_fit(&column));
    column = (ds_register_column){.coding = DS_CODING_DATE, .min = 5, .max = 4};
    assert_false(ds_block_bounds_fit(&column));
    column = (ds_register_column){.coding = (ds_column_coding)9};
    assert_false(ds_block_bounds_fit(&column));
}

static bool event_is_whole(const char *name, ds_register_event event, int64_t max) {
    const ds_register_event list[2] = {{0, 2020, 1}, event};
    const uint64_t offsets[] = {0, 0, 2};
    const uint32_t sums[] = {0, ds_crc32c(list, sizeof list)};
    const uint32_t others[] = {0, sums[1] + 1};
    ds_register_events events = {name, offsets, list, sums, 0, max};
    const bool whole = ds_block_events_are_whole(&events, 1);
    events.sums = others;
    assert_false(ds_block_events_are_whole(&events, 1));
    return whole;
}

static uint32_t diploma(uint32_t soort, uint32_t niveau, uint32_t leerweg) {
    return soort | niveau << 8 | leerweg << 16;
}

static void test_blocks__events(void **state) {
    const uint32_t leerweg = (uint32_t)ds_codes_leerweg.n_values;
    (void)state;
    assert_true(event_is_whole("ses", (ds_register_event){1023, 2021, 5}, 5));
    assert_false(event_is_whole("ses", (ds_register_event){1024, 2021, 5}, 5));
    assert_false(event_is_whole("ses", (ds_register_event){3, 2021, 6}, 5));
    assert_false(event_is_whole("ses", (ds_register_event){3, 2021, UINT32_MAX}, 5));
#define DIPLOMA(soort, niveau, leerweg)                                                            \
    event_is_whole(DS_EVENT_DIPLOMA,                                                               \
                   (ds_register_event){1, 2021, diploma(soort, niveau, leerweg)}, INT32_MAX)
    assert_true(DIPLOMA(DS_SOORT_MBO, 4, leerweg));
    assert_true(DIPLOMA(DS_SOORT_VMBO, 0, 4));
    assert_false(DIPLOMA(DS_SOORT_VMBO, 0, 5)); /* would be a diploma_vo above vmbo's */
    assert_false(DIPLOMA(DS_SOORT_MBO, 5, 0));
    assert_false(DIPLOMA(DS_SOORT_MBO, 4, leerweg + 1));
    assert_false(DIPLOMA((uint32_t)ds_codes_soort.n_values, 0, 0));
}

static void test_sealed__every_byte(void **state) {
    static const char text[] = "{\n \"formaat\": 5\n}\n";
    char *sealed = NULL;
    size_t size;
    (void)state;
    assert_int_equal(ds_sealed_make(text, sizeof text - 1, &sealed, &size, NULL), DS_OK);
    assert_int_equal(ds_sealed_look(sealed, size), DS_SEAL_WHOLE);
    for (size_t i = 0; i < size; i++)
        for (int bit = 0; bit < 8; bit++) {
            sealed[i] = (char)(sealed[i] ^ 1 << bit);
            assert_int_not_equal(ds_sealed_look(sealed, size), DS_SEAL_WHOLE);
            sealed[i] = (char)(sealed[i] ^ 1 << bit);
        }
    for (size_t n = 0; n < size; n++)
        assert_int_not_equal(ds_sealed_look(sealed, n), DS_SEAL_WHOLE);
    assert_int_equal(ds_sealed_look(text, sizeof text - 1), DS_SEAL_NONE);
    assert_int_equal(ds_sealed_make("[]", 2, &sealed, &size, NULL), DS_FAULT);
    ds_free(sealed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks__numbers_up_to_the_largest),
        cmocka_unit_test(test_blocks__dates),
        cmocka_unit_test(test_blocks__bounds),
        cmocka_unit_test(test_blocks__events),
        cmocka_unit_test(test_sealed__every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/cell/test_numbered.c: joint cells as numbered ones: texts by their bytes, equal rows added
 * up, absent ones left out; and the combinations of keys. */
#include "cell/numbered.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "support/support.h"

enum { ROWS = 6, KEYS = 2 };

/* Two keys; the state of one event stands in word 1. */
static uint64_t rows[ROWS * 3] = {0, DS_JOINT_TRUE,    3, 0, DS_JOINT_FALSE, 5,
                                  0, DS_JOINT_UNKNOWN, 2, 1, DS_JOINT_TRUE,  7,
                                  0, DS_JOINT_ABSENT,  9, 0, DS_JOINT_FALSE, 1};
static uint32_t codes[ROWS * KEYS] = {1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1};
static const int years[] = {2020, 2021};
static const char *const names[] = {"instelling", "ses"};

static ds_joint make_joint(ds_text texts[KEYS][2], const ds_text **of_key, size_t *n_texts,
                           ds_joint_field *field) {
    texts[0][0] = ds_text_of("92BB");
    texts[0][1] = ds_text_of("91AA");
    texts[1][0] = ds_text_of("onbekend");
    texts[1][1] = ds_text_of("4");
    of_key[0] = texts[0];
    of_key[1] = texts[1];
    n_texts[0] = n_texts[1] = 2;
    *field = (ds_joint_field){.word = 1};
    return (ds_joint){.n_years = 2,
                      .years = years,
                      .n_keys = KEYS,
                      .texts = of_key,
                      .n_texts = n_texts,
                      .n_fields = 1,
                      .fields = field,
                      .n_rows = ROWS,
                      .stride = 3,
                      .rows = rows,
                      .codes = codes};
}

static ds_status number_once(void *context, ds_error *err) {
    ds_text texts[KEYS][2];
    const ds_text *of_key[KEYS];
    size_t n_texts[KEYS];
    ds_joint_field field;
    const ds_joint joint = make_joint(texts, of_key, n_texts, &field);
    ds_numbered *out = NULL;
    ds_combinations c;
    ds_status status = ds_numbered_from_joint(&joint, 0, names, &out, err);
    (void)context;
    if (status != DS_OK) return status;
    status = ds_combinations_make(out, (size_t[]){1, 0}, 2, &c, err);
    if (status == DS_OK) {
        assert_int_equal(out->n_rows, 3);
        assert_int_equal(c.n, 2);
        ds_combinations_done(&c);
    }
    ds_numbered_free(out);
    return status;
}

static void test_numbered__sorts_and_adds_up(void **state) {
    ds_text texts[KEYS][2];
    const ds_text *of_key[KEYS];
    size_t n_texts[KEYS];
    ds_joint_field field;
    const ds_joint joint = make_joint(texts, of_key, n_texts, &field);
    ds_combinations c;
    ds_numbered *out = NULL;
    (void)state;
    assert_int_equal(ds_numbered_from_joint(&joint, 0, names, &out, NULL), DS_OK);
    assert_true(ds_text_is(out->texts[0][0], "91AA") && ds_text_is(out->texts[1][0], "4"));
    assert_int_equal(out->n_rows, 3);
    /* 2020: 91AA onbekend, then 92BB 4; 2021: 92BB 4 */
    assert_int_equal(out->noemer[0], 8);
    assert_int_equal(out->teller[0], 3);
    assert_int_equal(out->onbekend[0], 2);
    assert_int_equal(out->noemer[1], 1);
    assert_int_equal(out->year[2], 1);
    assert_int_equal(out->teller[2], 7);
    assert_int_equal(ds_combinations_make(out, (size_t[]){1, 0}, 2, &c, NULL), DS_OK);
    assert_int_equal(c.n, 2);
    assert_int_equal(c.of_row[0], 1); /* 4 before onbekend */
    assert_int_equal(c.of_row[1], 0);
    assert_int_equal(c.codes[0], 0);
    assert_int_equal(c.codes[1], 1);
    ds_combinations_done(&c);
    assert_int_equal(ds_combinations_make(out, NULL, 0, &c, NULL), DS_OK);
    assert_int_equal(c.n, 1);
    ds_combinations_done(&c);
    ds_numbered_free(out);
}

static void test_numbered__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(number_once, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbered__sorts_and_adds_up),
        cmocka_unit_test(test_numbered__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/tally/test_differential.c: every standard indicator, natively and as SQL, on random messy
 * registers. DS_TEST_SEED runs one seed, DS_TEST_SQL prints the query that differs. */
#include "tally/differ.h"

/* Every standard indicator: whole or, with the next seed, by one of its own breakdowns; and now and
 * then by columns at random. */
static void run_definitions(differ_round *r, ds_definitions *definitions, bool herkomst) {
    r->definitions = definitions;
    r->yaml = NULL;
    r->n_requests = 0;
    for (size_t i = 0; i < ds_definitions_n(r->definitions); i++) {
        const ds_indicator *indicator = ds_definitions_at(r->definitions, i);
        differ_request *to = differ_add_request(r, indicator);
        if ((r->seed + i) % 2 == 0 && indicator->n_by > 0) {
            uint32_t by = (uint32_t)(r->seed / 2 % indicator->n_by);
            for (uint32_t k = 0; k < indicator->by_sizes[by]; k++)
                differ_add_key(r, to, indicator->by_names[by][k]);
        }
        if ((r->seed + i) % 3 == 0) {
            to = differ_add_request(r, indicator);
            if (herkomst && random_chance(&r->source, 20)) differ_add_key(r, to, "herkomst");
            differ_add_random_keys(r, to);
        }
    }
    differ_run(r);
    ds_definitions_free(r->definitions);
}

/* With every fourth seed those of officieel.yaml: SQL takes its time. */
static void run_standard(differ_round *r) {
    ds_definitions *official = NULL;
    ds_error err;
    run_definitions(r, work_standard(), true);
    if (r->seed % 4 != 1) return;
    assert_int_equal(
        ds_definitions_read(DS_SOURCE_DIR "/definitions/officieel.yaml", &official, &err), DS_OK);
    run_definitions(r, official, false);
}

static void test_tally_differential__standard_definitions(void **state) {
    static differ_coverage coverage;
    (void)state;
    differ_run_seeds(1, &coverage, run_standard);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_differential__standard_definitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

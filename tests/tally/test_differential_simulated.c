/* tests/tally/test_differential_simulated.c: every standard indicator and every one that the made
 * register is fitted by, whole and by each of their breakdowns, natively and as SQL, on made
 * registers. Where the random registers of test_differential.c are messy on purpose, these are
 * lives: a definition that looks years back or ahead finds something there. */
#include "tally/differ.h"

#include "doorstroom/simulate.h"

enum { MADE_SEEDS = 5, PERSONS = 4000 };

static const char *const files[] = {
    DS_SOURCE_DIR "/definitions/werkagenda.yaml", DS_SOURCE_DIR "/definitions/officieel.yaml",
    DS_SOURCE_DIR "/definitions/stromen.yaml", DS_SOURCE_DIR "/simulatie/definities.yaml"};

/* Compares what was asked so far, and begins anew. */
static void flush(differ_round *r) {
    if (r->n_requests > 0) differ_run(r);
    r->n_requests = 0;
}

static void ask(differ_round *r, const ds_indicator *indicator) {
    if (r->n_requests + indicator->n_by + 1 > REQUESTS_MAX) flush(r);
    (void)differ_add_request(r, indicator);
    for (uint32_t by = 0; by < indicator->n_by; by++) {
        differ_request *to = differ_add_request(r, indicator);
        for (uint32_t k = 0; k < indicator->by_sizes[by]; k++)
            differ_add_key(r, to, indicator->by_names[by][k]);
    }
}

static void run_files(differ_round *r) {
    const ds_definition_places places = {.program = files, .n_program = 1};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        ds_error err;
        memset(&err, 0, sizeof err);
        if (ds_definitions_read_beside(files[f], &places, &r->definitions, &err) != DS_OK)
            fail_msg("%s:%lu: %s", files[f], (unsigned long)err.line, err.en);
        for (size_t i = 0; i < ds_definitions_n(r->definitions); i++)
            ask(r, ds_definitions_at(r->definitions, i));
        flush(r);
        ds_definitions_free(r->definitions);
    }
}

static void run_made(uint64_t seed, differ_coverage *coverage) {
    const ds_simulate_options options = {.n_persons = PERSONS,
                                         .seed = seed,
                                         .n_workers = 2,
                                         .parameters = DS_SOURCE_DIR "/simulatie",
                                         .register_only = true};
    char *folder = ds_test_folder();
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_simulate_write(folder, &options, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    differ_run_folder(seed, folder, DS_SIMULATE_FIRST_YEAR, coverage, run_files);
    ds_test_folder_remove(folder);
}

static void test_tally_differential__made_registers(void **state) {
    static differ_coverage coverage;
    uint64_t n = (uint64_t)(MADE_SEEDS * work_scale());
    (void)state;
    for (uint64_t seed = 1; seed <= (n < 1 ? 1 : n); seed++)
        run_made(seed, &coverage);
    differ_print_coverage(&coverage);
    assert_true(coverage.comparisons > 150);
    assert_true(coverage.with_noemer > coverage.comparisons * 9 / 10);
    assert_true(coverage.with_teller > coverage.comparisons * 8 / 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_differential__made_registers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/tally/test_shared.c: one set of definitions and one register, read once, serve several
 * threads at once: each with keys of its own, and with keys that they share. What comes out is what
 * one thread makes. Under ThreadSanitizer this is the proof that nothing of them is written. */
#include "tally/work.h"

#include <pthread.h>

#include "support/random_register.h"

enum { THREADS = 4, ROUNDS = 3 };

static const struct shared_table {
    const char *id, *by[2];
} tables[THREADS] = {{"vsv", {"niveau", "leerweg"}},
                     {"startersresultaat", {"hoofdgroep[t+1]", "type"}},
                     {"vsv", {"startkwalificatie", "leeftijd"}},
                     {"werk", {"uren_werk[t+2]", "geslacht"}}};

typedef struct shared_work {
    const ds_register *reg;
    const ds_definitions *definitions;
    const struct shared_table *table;
    const ds_definitions *with; /* and keys: an overlay of all; NULL: one of its own */
    const uint32_t *keys;
    char *csv;
    ds_error err;
} shared_work;

static ds_status count_table(shared_work *w, const ds_definitions *with, const uint32_t *keys) {
    ds_tally_options options = DS_TALLY_OPTIONS_INIT;
    ds_tally_request request = {.keys = keys, .key_names = w->table->by, .n_keys = 2};
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_status status = ds_definitions_find(with, w->table->id, &request.indicator, &w->err);
    options.n_workers = 2;
    if (status == DS_OK)
        status = ds_tally(w->reg, with, &request, 1, &options, &cells, &note, &w->err);
    ds_free(w->csv);
    w->csv = NULL;
    if (status == DS_OK) status = ds_cells_print_csv(cells, true, &w->csv, &w->err);
    ds_cells_free(cells);
    return status;
}

static ds_status count_own(shared_work *w) {
    ds_overlay *overlay = ds_overlay_new(w->definitions);
    uint32_t keys[2];
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < 2; k++)
        status = ds_overlay_key(overlay, w->table->by[k], &keys[k], &w->err);
    if (status == DS_OK) status = count_table(w, ds_overlay_definitions(overlay), keys);
    ds_overlay_free(overlay);
    return status;
}

static void *count_rounds(void *context) {
    shared_work *w = context;
    for (int i = 0; i < ROUNDS; i++)
        if ((w->with == NULL ? count_own(w) : count_table(w, w->with, w->keys)) != DS_OK) return w;
    return NULL;
}

/* All at once; each must be as expected. */
static void run_threads(shared_work works[THREADS], char *const expected[THREADS]) {
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_rounds, &works[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        if (failed != NULL) fail_msg("%s", works[i].err.en);
        assert_string_equal(works[i].csv, expected[i]);
        ds_free(works[i].csv);
        works[i].csv = NULL;
    }
}

/* What one thread counts; whether there is something in each. */
static bool count_all(shared_work works[THREADS], const ds_register *reg,
                      const ds_definitions *definitions, char *expected[THREADS]) {
    bool all = true;
    for (size_t i = 0; i < THREADS; i++) {
        works[i] = (shared_work){.reg = reg, .definitions = definitions, .table = &tables[i]};
        assert_int_equal(count_own(&works[i]), DS_OK);
        expected[i] = works[i].csv;
        works[i].csv = NULL;
        assert_non_null(expected[i]);
        all = all && strlen(expected[i]) > 100;
    }
    return all;
}

/* The first register in which each table counts somebody: which seed that is differs by compiler,
 * for the order in which arguments are drawn does. */
static ds_register *make_full(char **out_folder, shared_work works[THREADS],
                              const ds_definitions *definitions, char *expected[THREADS]) {
    for (uint64_t seed = 20; seed < 80; seed++) {
        const random_register made = {.n_persons = 2300, .row_seed = 1, .seed = seed};
        char *folder = ds_test_folder();
        ds_register *reg;
        random_register_write(&made, folder, NULL, NULL);
        reg = work_register(folder);
        *out_folder = folder;
        if (count_all(works, reg, definitions, expected)) return reg;
        for (size_t i = 0; i < THREADS; i++)
            ds_free(expected[i]);
        ds_register_close(reg);
        ds_test_folder_remove(folder);
    }
    fail_msg("no seed gives a register in which each table counts somebody");
    return NULL;
}

static void test_tally_shared__by_several_threads(void **state) {
    char *folder = NULL, *expected[THREADS];
    ds_definitions *definitions = work_standard();
    ds_overlay *all = ds_overlay_new(definitions);
    uint32_t keys[THREADS][2];
    shared_work works[THREADS];
    ds_register *reg;
    (void)state;
    reg = make_full(&folder, works, definitions, expected);
    for (size_t i = 0; i < THREADS; i++)
        for (size_t k = 0; k < 2; k++)
            assert_int_equal(ds_overlay_key(all, tables[i].by[k], &keys[i][k], &works[i].err),
                             DS_OK);
    run_threads(works, expected);
    for (size_t i = 0; i < THREADS; i++) {
        works[i].with = ds_overlay_definitions(all);
        works[i].keys = keys[i];
    }
    run_threads(works, expected);
    for (size_t i = 0; i < THREADS; i++)
        ds_free(expected[i]);
    ds_register_close(reg);
    ds_overlay_free(all);
    ds_definitions_free(definitions);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_shared__by_several_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/tally/test_properties.c: what may never change a count: the order of rows in the files, how
 * the persons are split into parts, the number of threads, and how many keys they are counted by.
 */
#include "tally/work.h"

#include "base/int128.h"
#include "support/random_register.h"

enum { TABLES = 12, MANY = 40000, MANY_MIN = 20000 };

/* Three columns at most, closed by NULL. */
static const struct table {
    const char *id;
    const char *by[4];
} tables[TABLES] = {{"vsv", {NULL}},
                    {"vsv", {"niveau", "leerweg", NULL}},
                    {"vsv", {"instelling", "gemeente", "leeftijd", NULL}},
                    {"vsv_2012", {"geboortedatum", NULL}},
                    {"startersresultaat", {"herkomst", "ses", NULL}},
                    {"hbo_succes", {"hoofdgroep[t-1]", "type", NULL}},
                    {"werk", {"uren_werk[t+2]", NULL}},
                    {"switch", {"hoofdgroep", "hoofdgroep[t+1]", NULL}},
                    {"switch_alle", {"startkwalificatie", "geslacht", "advies", NULL}},
                    {"uitstroom_diploma", {"diploma_vo", "eerste_jaar_mbo", NULL}},
                    {"doorstroom_vmbo", {"sector", "route", NULL}},
                    {"doorstroom_mbo_hbo", {"naam", "rmc_regio", NULL}}};

static size_t n_by(const struct table *t) {
    size_t n = 0;
    while (t->by[n] != NULL)
        n++;
    return n;
}

/* All tables in one pass; out[i] is the caller's. */
static void tally_all(const ds_register *reg, const ds_tally_options *options,
                      ds_cells *out[TABLES]) {
    ds_definitions *definitions = work_standard();
    ds_overlay *overlay = ds_overlay_new(definitions);
    ds_tally_request requests[TABLES];
    ds_tally_note notes[TABLES];
    uint32_t keys[TABLES][4];
    ds_error err;
    memset(&err, 0, sizeof err);
    for (size_t i = 0; i < TABLES; i++) {
        for (size_t k = 0; k < n_by(&tables[i]); k++)
            assert_int_equal(ds_overlay_key(overlay, tables[i].by[k], &keys[i][k], &err), DS_OK);
        requests[i] = (ds_tally_request){work_indicator(definitions, tables[i].id), keys[i],
                                         tables[i].by, n_by(&tables[i])};
    }
    if (ds_tally(reg, ds_overlay_definitions(overlay), requests, TABLES, options, out, notes,
                 &err) != DS_OK)
        fail_msg("%s", err.en);
    ds_overlay_free(overlay);
    ds_definitions_free(definitions);
}

static void free_all(ds_cells *cells[TABLES]) {
    for (size_t i = 0; i < TABLES; i++)
        ds_cells_free(cells[i]);
}

static void same(ds_cells *a[TABLES], ds_cells *b[TABLES]) {
    for (size_t i = 0; i < TABLES; i++) {
        char *x = work_csv(a[i]), *y = work_csv(b[i]);
        if (strcmp(x, y) != 0) fail_msg("%s by %s differs", tables[i].id, tables[i].by[0]);
        ds_free(x);
        ds_free(y);
    }
}

/* A table that counts nobody; NULL when each counts somebody. */
static const char *find_empty(ds_cells *cells[TABLES]) {
    for (size_t i = 0; i < TABLES; i++) {
        uint64_t noemer = 0;
        for (size_t c = 0; c < ds_cells_n(cells[i]); c++)
            noemer += ds_cells_at(cells[i], c).measures.noemer;
        if (noemer == 0) return tables[i].id;
    }
    return NULL;
}

/* So that equal tables are not equal because they are empty. */
static void expect_counts(ds_cells *cells[TABLES]) {
    if (find_empty(cells) != NULL) fail_msg("%s counts nobody", find_empty(cells));
}

static ds_register *make_of(char *folder, size_t n, uint64_t row_seed, uint64_t seed) {
    random_register options = {.n_persons = n, .row_seed = row_seed, .seed = seed};
    random_register_write(&options, folder, NULL, NULL);
    return work_register(folder);
}

/* The first seed whose registers have what the indicators want: six years in a row, diplomas
 * delivered, work. */
static uint64_t find_seed(void) {
    static const size_t sizes[] = {1100, 2300};
    static uint64_t found;
    const ds_tally_options options = {.n_workers = 2};
    for (uint64_t seed = 20; found == 0 && seed < 80; seed++) {
        bool all = true;
        for (size_t s = 0; all && s < sizeof sizes / sizeof *sizes; s++) {
            char *folder = ds_test_folder();
            ds_register *reg = make_of(folder, sizes[s], 1, seed);
            ds_cells *cells[TABLES];
            tally_all(reg, &options, cells);
            all = find_empty(cells) == NULL;
            free_all(cells);
            ds_register_close(reg);
            ds_test_folder_remove(folder);
        }
        if (all) found = seed;
    }
    assert_true(found != 0);
    return found;
}

static ds_register *make(char *folder, size_t n, uint64_t row_seed) {
    return make_of(folder, n, row_seed, find_seed());
}

static void test_tally_properties__row_order(void **state) {
    static const size_t sizes[] = {60, 1100, 2300};
    ds_tally_options options = {.n_workers = 2};
    (void)state;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        ds_cells *first[TABLES];
        for (uint64_t row_seed = 1; row_seed <= 3; row_seed++) {
            char *folder = ds_test_folder();
            ds_register *reg = make(folder, sizes[s], row_seed);
            ds_cells *cells[TABLES];
            tally_all(reg, &options, row_seed == 1 ? first : cells);
            if (row_seed > 1) {
                same(first, cells);
                free_all(cells);
            }
            ds_register_close(reg);
            ds_test_folder_remove(folder);
        }
        if (sizes[s] > 1000) expect_counts(first);
        free_all(first);
    }
}

/* Enough persons for several threads to have work: they take sixteen blocks at a time. */
static void test_tally_properties__threads(void **state) {
    static const size_t threads[] = {2, 3, 7};
    size_t n = (size_t)(MANY * work_scale());
    char *folder = ds_test_folder();
    ds_tally_options options = {.n_workers = 1};
    ds_cells *one[TABLES], *more[TABLES];
    ds_register *reg = make(folder, n < MANY_MIN ? MANY_MIN : n, 1);
    (void)state;
    assert_true(ds_register_n_blocks(reg) > 16);
    tally_all(reg, &options, one);
    expect_counts(one);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        options.n_workers = threads[i];
        tally_all(reg, &options, more);
        same(one, more);
        free_all(more);
    }
    free_all(one);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

static void test_tally_properties__parts(void **state) {
    static const uint32_t splits[] = {1, 2, 3, 11, 64};
    char *folder = ds_test_folder();
    ds_tally_options options = {.n_workers = 3};
    ds_cells *whole[TABLES], *part[TABLES], *sum[TABLES];
    ds_register *reg = make(folder, 2300, 1);
    ds_error err;
    (void)state;
    tally_all(reg, &options, whole);
    for (size_t s = 0; s < sizeof splits / sizeof *splits; s++) {
        options.n_parts = splits[s];
        for (uint32_t p = splits[s]; p >= 1; p--) { /* in any order */
            options.part = p;
            tally_all(reg, &options, p == splits[s] ? sum : part);
            if (p == splits[s]) continue;
            for (size_t i = 0; i < TABLES; i++)
                assert_int_equal(ds_cells_merge(sum[i], part[i], &err), DS_OK);
            free_all(part);
        }
        for (size_t i = 0; i < TABLES; i++)
            ds_cells_finish(sum[i]);
        same(whole, sum);
        free_all(sum);
    }
    free_all(whole);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* More parts than persons: most are empty, none counts anybody twice. */
static void test_tally_properties__parts_of_few(void **state) {
    char *folder = ds_test_folder();
    ds_tally_options options = {.n_workers = 2, .n_parts = 50};
    ds_cells *whole[TABLES], *part[TABLES], *sum[TABLES];
    ds_register *reg = make(folder, 20, 3);
    ds_error err;
    (void)state;
    tally_all(reg, &(ds_tally_options){.n_workers = 1}, whole);
    for (options.part = 1; options.part <= options.n_parts; options.part++) {
        tally_all(reg, &options, options.part == 1 ? sum : part);
        if (options.part == 1) continue;
        for (size_t i = 0; i < TABLES; i++)
            assert_int_equal(ds_cells_merge(sum[i], part[i], &err), DS_OK);
        free_all(part);
    }
    for (size_t i = 0; i < TABLES; i++)
        ds_cells_finish(sum[i]);
    same(whole, sum);
    free_all(sum);
    free_all(whole);
    options.part = 51;
    assert_int_equal(ds_tally(reg, NULL, NULL, 0, &options, NULL, NULL, &err), DS_USAGE);
    options.part = 0;
    assert_int_equal(ds_tally(reg, NULL, NULL, 0, &options, NULL, NULL, &err), DS_USAGE);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* Of cells by more keys, those by the first n of them. */
static ds_cells *add_up(const ds_cells *cells, const char *const *names, size_t n) {
    ds_cells *out = ds_cells_new(ds_cells_indicator(cells), ds_cells_numeric(cells),
                                 ds_cells_scale(cells), names, n);
    ds_error err;
    assert_non_null(out);
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        assert_int_equal(ds_cells_add(out, cell.schooljaar, cell.keys, &cell.measures, &err),
                         DS_OK);
    }
    ds_cells_finish(out);
    return out;
}

static bool equal(ds_measures a, ds_measures b) {
    return a.teller == b.teller && a.noemer == b.noemer && a.onbekend == b.onbekend &&
           ds_sum_value(a.som) == ds_sum_value(b.som) &&
           ds_sum_value(a.som_kwadraten) == ds_sum_value(b.som_kwadraten);
}

/* With many keys the groups do not fit an array and are found by hashing: no difference. */
static void many_keys(const ds_register *reg, ds_definitions *definitions, const char *id,
                      size_t at_least) {
    static const char *const names[] = {"niveau",   "leerweg",   "geboortedatum",
                                        "gemeente", "uren_werk", "vestiging[t+1]"};
    ds_cells *hashed = work_tally(reg, definitions, id, names, 6, NULL);
    assert_true(ds_cells_n(hashed) >= at_least);
    for (size_t n = 0; n <= 2; n++) {
        /* the years that count are those of the many keys, so they are asked for here too */
        ds_cells *dense = work_tally(reg, definitions, id, names, n, NULL);
        ds_cells *sum = add_up(hashed, names, n);
        size_t found = 0;
        for (size_t i = 0, j = 0; i < ds_cells_n(sum); i++) {
            ds_cell a = ds_cells_at(sum, i), b;
            for (; j < ds_cells_n(dense); j++)
                if (ds_cells_at(dense, j).schooljaar == a.schooljaar) break;
            assert_true(j < ds_cells_n(dense));
            b = ds_cells_at(dense, j++);
            assert_true(equal(a.measures, b.measures));
            found++;
        }
        assert_true(found > 0);
        ds_cells_free(dense);
        ds_cells_free(sum);
    }
    ds_cells_free(hashed);
}

static void test_tally_properties__many_keys(void **state) {
    static const char yaml[] = "indicators:\n"
                               "  - id: leeft\n    population: soort = 'mbo'\n    value: leeftijd\n"
                               "  - id: uren\n    population: ingeschreven\n    value: uren_werk\n"
                               "  - id: blijft\n    population: ingeschreven\n"
                               "    event: instelling[t+1] = instelling\n";
    char *folder = ds_test_folder();
    ds_register *reg = make(folder, 2300, 1);
    ds_definitions *definitions = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_definitions_parse("veel.yaml", yaml, sizeof yaml - 1, &definitions, &err),
                     DS_OK);
    many_keys(reg, definitions, "leeft", 1000);
    many_keys(reg, definitions, "uren", 2000);
    many_keys(reg, definitions, "blijft", 2000);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_properties__row_order),
        cmocka_unit_test(test_tally_properties__threads),
        cmocka_unit_test(test_tally_properties__parts),
        cmocka_unit_test(test_tally_properties__parts_of_few),
        cmocka_unit_test(test_tally_properties__many_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/tally/differ.h: the native evaluator against the SQL that `define --sql` prints, on random
 * messy registers: both must give the same integers. For test_differential*.c. */
#ifndef DS_TESTS_TALLY_DIFFER_H
#define DS_TESTS_TALLY_DIFFER_H

#include "tally/one_database.h"

#include "support/random_definition.h"
#include "support/random_register.h"

/* Of every FILE_EACH seeds one has its SQL run on the file of tables, as users do; the others
 * share one database in memory. */
enum { SEEDS = 200, SEEDS_MIN = 20, REQUESTS_MAX = 128, KEYS = 3, FILE_EACH = 9 };

/* How often the comparison was about something. */
typedef struct differ_coverage {
    unsigned comparisons, rows, with_rows, with_teller, with_noemer, with_onbekend;
    unsigned on_file; /* of the comparisons */
} differ_coverage;

typedef struct differ_request {
    uint32_t keys[DS_KEYS_MAX];
    char names[DS_KEYS_MAX][64];
    const char *key_names[DS_KEYS_MAX];
    size_t n_keys;
    const ds_indicator *indicator;
    ds_indicator present; /* the same under present codes */
} differ_request;

typedef struct differ_round {
    uint64_t seed;
    const char *folder;
    ds_register *reg;
    bool on_file;
    sql_session session;
    ds_definitions *definitions;
    ds_overlay *overlay; /* with the keys; NULL: none yet */
    const char *yaml;    /* NULL: the standard ones */
    differ_coverage *coverage;
    random_source source;
    int first_year;
    differ_request requests[REQUESTS_MAX];
    ds_tally_request asked[REQUESTS_MAX];
    size_t n_requests;
} differ_round;

static inline void differ_add_key(differ_round *r, differ_request *to, const char *name) {
    ds_error err;
    memset(&err, 0, sizeof err);
    for (size_t i = 0; i < to->n_keys; i++)
        if (strcmp(to->names[i], name) == 0) return;
    (void)snprintf(to->names[to->n_keys], sizeof to->names[0], "%s", name);
    if (r->overlay == NULL) r->overlay = ds_overlay_new(r->definitions);
    if (ds_overlay_key(r->overlay, name, &to->keys[to->n_keys], &err) != DS_OK)
        fail_msg("seed %llu, key %s: %s", (unsigned long long)r->seed, name, err.en);
    to->key_names[to->n_keys] = to->names[to->n_keys];
    to->n_keys++;
}

/* The definitions with all keys; no key is added any more. */
static inline const ds_definitions *differ_asked(const differ_round *r) {
    return r->overlay == NULL ? r->definitions : ds_overlay_definitions(r->overlay);
}

/* A node that has no name in the definitions. */
static inline void differ_add_node(differ_request *to, uint32_t node, const char *name) {
    for (size_t i = 0; i < to->n_keys; i++)
        if (strcmp(to->names[i], name) == 0) return;
    assert_true(to->n_keys < DS_KEYS_MAX);
    (void)snprintf(to->names[to->n_keys], sizeof to->names[0], "%s", name);
    to->keys[to->n_keys] = node;
    to->key_names[to->n_keys] = to->names[to->n_keys];
    to->n_keys++;
}

static inline differ_request *differ_add_request(differ_round *r, const ds_indicator *indicator) {
    differ_request *to = &r->requests[r->n_requests++];
    assert_true(r->n_requests <= REQUESTS_MAX);
    to->n_keys = 0;
    to->indicator = indicator;
    if (r->seed % 4 == 0 || (r->seed % 4 == 1 && r->n_requests % 2 == 0)) { /* all, none, mixed */
        to->present = ds_indicator_present(indicator);
        to->indicator = &to->present;
    }
    return to;
}

static inline void differ_add_random_keys(differ_round *r, differ_request *to) {
    for (int n = random_from(&r->source, 1, KEYS); n > 0; n--) {
        ds_buffer name;
        ds_buffer_init(&name, 64);
        random_definition_key(&r->source, r->yaml != NULL, &name);
        differ_add_key(r, to, ds_buffer_string(&name));
        ds_buffer_done(&name);
    }
}

/* ---- comparing ---- */

/* What stands in the one and not in the other: the first line that differs. */
static inline void differ_print_difference(const char *native, const char *sql) {
    while (*native != '\0' && *sql != '\0') {
        const char *end_native = strchr(native, '\n'), *end_sql = strchr(sql, '\n');
        size_t size = (size_t)(end_native - native);
        if (size != (size_t)(end_sql - sql) || memcmp(native, sql, size) != 0) break;
        native = end_native + 1;
        sql = end_sql + 1;
    }
    print_error("native: %.*s\nsql:    %.*s\n", (int)strcspn(native, "\n"), native,
                (int)strcspn(sql, "\n"), sql);
}

static inline void differ_fail_on(const differ_round *r, const differ_request *q, const char *sql,
                                  const char *native, const char *other) {
    print_error("seed %llu, indicator %s by", (unsigned long long)r->seed, q->indicator->id);
    for (size_t k = 0; k < q->n_keys; k++)
        print_error(" %s", q->names[k]);
    print_error(" (folder %s)\n", r->folder);
    if (r->yaml != NULL) (void)fprintf(stderr, "%s\n", r->yaml);
    if (getenv("DS_TEST_SQL") != NULL) (void)fprintf(stderr, "%s\n", sql);
    differ_print_difference(native, other);
    fail_msg("the native evaluator and the SQL differ");
}

static inline void differ_note_coverage(differ_coverage *c, const differ_round *r,
                                        const ds_cells *cells) {
    bool teller = false, noemer = false, onbekend = false;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_measures m = ds_cells_at(cells, i).measures;
        teller = teller || m.teller > 0 || ds_sum_value(m.som) != 0;
        noemer = noemer || m.noemer > 0;
        onbekend = onbekend || m.onbekend > 0;
    }
    c->comparisons++;
    c->on_file += r->on_file;
    c->rows += (unsigned)ds_cells_n(cells);
    c->with_rows += ds_cells_n(cells) > 0;
    c->with_teller += teller;
    c->with_noemer += noemer;
    c->with_onbekend += onbekend;
}

static inline void differ_compare(differ_round *r, const differ_request *q, const ds_cells *cells) {
    ds_buffer native, other;
    char *sql = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definition_sql(differ_asked(r), q->indicator, q->keys, q->key_names, q->n_keys, &sql,
                          &err) != DS_OK) {
        assert_non_null(strstr(err.en, "the SQL grows past")); /* a random one may */
        return;
    }
    ds_buffer_init(&native, (size_t)1 << 26);
    ds_buffer_init(&other, (size_t)1 << 26);
    sql_cell_lines(cells, &native);
    if (!sql_lines(&r->session, sql, &other) ||
        strcmp(ds_buffer_string(&native), ds_buffer_string(&other)) != 0)
        differ_fail_on(r, q, sql, ds_buffer_string(&native), ds_buffer_string(&other));
    differ_note_coverage(r->coverage, r, cells);
    ds_buffer_done(&native);
    ds_buffer_done(&other);
    ds_free(sql);
}

/* All requests in one pass, then each against its SQL. */
static inline void differ_run(differ_round *r) {
    ds_tally_options options = {.n_workers = 1 + r->seed % 3};
    ds_cells *cells[REQUESTS_MAX];
    ds_tally_note notes[REQUESTS_MAX];
    ds_error err;
    memset(&err, 0, sizeof err);
    for (size_t i = 0; i < r->n_requests; i++) {
        const differ_request *q = &r->requests[i];
        r->asked[i] = (ds_tally_request){q->indicator, q->keys, q->key_names, q->n_keys};
    }
    if (ds_tally(r->reg, differ_asked(r), r->asked, r->n_requests, &options, cells, notes, &err) !=
        DS_OK)
        fail_msg("seed %llu: %s\n%s", (unsigned long long)r->seed, err.en,
                 r->yaml == NULL ? "" : r->yaml);
    for (size_t i = 0; i < r->n_requests; i++) {
        differ_compare(r, &r->requests[i], cells[i]);
        ds_cells_free(cells[i]);
    }
    ds_overlay_free(r->overlay);
    r->overlay = NULL;
}

/* ---- seeds ---- */

/* Imports the deliveries in folder, and calls work on the register. */
static inline void differ_run_folder(uint64_t seed, char *folder, int first_year,
                                     differ_coverage *coverage, void (*work)(differ_round *r)) {
    differ_round *r = ds_calloc(1, sizeof *r);
    assert_non_null(r);
    r->seed = seed;
    r->source.state = seed ^ 0x5eed;
    r->first_year = first_year;
    r->coverage = coverage;
    r->folder = folder;
    r->on_file = !one_database.in_use;
    work_import_tables(folder);
    r->reg = work_open(folder);
    r->session = one_database.session;
    if (r->on_file) sql_open(folder, &r->session);
    work(r);
    if (r->on_file) sql_close(&r->session);
    ds_register_close(r->reg);
    ds_free(r);
}

/* Makes the register of a seed, and calls work on it. */
static inline void differ_run_seed(uint64_t seed, differ_coverage *coverage,
                                   void (*work)(differ_round *r)) {
    random_register options = {.seed = seed, .row_seed = seed};
    char *folder = ds_test_folder();
    int first_year;
    random_register_write(&options, folder, &first_year, NULL);
    one_database_use(seed % FILE_EACH != 0);
    differ_run_folder(seed, folder, first_year, coverage, work);
    ds_test_folder_remove(folder);
}

static inline void differ_print_coverage(const differ_coverage *c) {
    double all = c->comparisons / 100.0;
    print_message("%u comparisons, %u on a file, %u rows; with rows %.0f %%, noemer > 0 %.0f %% "
                  "(%u), teller > 0 "
                  "%.0f %%, onbekend > 0 %.0f %%\n",
                  c->comparisons, c->on_file, c->rows, c->with_rows / all, c->with_noemer / all,
                  c->with_noemer, c->with_teller / all, c->with_onbekend / all);
}

/* Two hundred seeds, or as many as DS_TEST_SCALE says; one when DS_TEST_SEED names it. */
static inline void differ_run_seeds(uint64_t from, differ_coverage *c,
                                    void (*work)(differ_round *r)) {
    const char *one = getenv("DS_TEST_SEED");
    uint64_t n = (uint64_t)(SEEDS * work_scale());
    if (n < SEEDS_MIN) n = SEEDS_MIN;
    for (uint64_t seed = from; one == NULL && seed < from + n; seed++)
        differ_run_seed(seed, c, work);
    if (one != NULL) differ_run_seed(strtoull(one, NULL, 10), c, work);
    one_database_close();
    differ_print_coverage(c);
    if (one != NULL) return;
    assert_true(c->on_file > c->comparisons / 20);
    assert_true(c->with_noemer > c->comparisons / 3);
    assert_true(c->with_teller > c->comparisons / 5);
    assert_true(c->with_onbekend > c->comparisons / 20);
}

#endif

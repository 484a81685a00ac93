/* tests/tally/test_differential_narrow.c: what `tally --where`, `--pool` and `--groepen` count,
 * natively and as SQL, on random messy registers. The rule of groups is worked out by DuckDB from
 * the SQL of the property. */
#include "tally/differ.h"

#include "doorstroom/comparison.h"

static const char *const conditions[] = {"geslacht = 'v'",
                                         "leeftijd < 20 or leeftijd is null",
                                         "functiebeperking",
                                         "niveau in (2, 3) and not (ses >= 3)",
                                         "migratieachtergrond = 'geen' or ses = 1",
                                         "soort[t-1] = 'vmbo' and diploma_vmbo",
                                         "ever(soort = 'havo')"};
enum { CONDITIONS = sizeof conditions / sizeof *conditions, SEEDS_NARROW = 24 };

static ds_overlay *overlay_of(differ_round *r) {
    if (r->overlay == NULL) r->overlay = ds_overlay_new(r->definitions);
    assert_non_null(r->overlay);
    return r->overlay;
}

/* The indicator narrowed, and beside it those of whom the condition is unknown. */
static void ask_narrowed(differ_round *r, const ds_indicator *indicator, const char *condition,
                         int pool) {
    ds_overlay *overlay = overlay_of(r);
    const ds_indicator *pooled = NULL, *narrow = NULL, *aside = NULL;
    differ_request *to;
    uint32_t where = 0, unknown = 0;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_overlay_pool(overlay, indicator, pool, &pooled, &err) != DS_OK ||
        ds_overlay_expression(overlay, "--where", condition, DS_TYPE_BOOL, &where, &err) != DS_OK ||
        ds_overlay_where(overlay, pooled, where, &narrow, &err) != DS_OK ||
        ds_overlay_unknown(overlay, where, &unknown, &err) != DS_OK ||
        ds_overlay_where(overlay, pooled, unknown, &aside, &err) != DS_OK)
        fail_msg("%s: %s", condition, err.en);
    assert_string_not_equal(narrow->version, indicator->version);
    assert_string_equal(narrow->id, indicator->id);
    to = differ_add_request(r, narrow);
    if (r->n_requests % 2 == 0) differ_add_key(r, to, "niveau");
    (void)differ_add_request(r, aside);
}

static void run_narrowed(differ_round *r) {
    r->definitions = work_standard();
    for (size_t i = 0; i < ds_definitions_n(r->definitions); i++)
        ask_narrowed(r, ds_definitions_at(r->definitions, i),
                     conditions[(r->seed + i) % CONDITIONS], 1 + (int)((r->seed + i) % 3));
    differ_run(r);
    ds_definitions_free(r->definitions);
}

/* ---- groups ---- */

static char *sql_of(const differ_round *r, const differ_request *q) {
    char *sql = NULL;
    ds_error err;
    size_t size;
    assert_int_equal(ds_definition_sql(differ_asked(r), q->indicator, q->keys, q->key_names,
                                       q->n_keys, &sql, &err),
                     DS_OK);
    for (size = strlen(sql); size > 0 && (sql[size - 1] == '\n' || sql[size - 1] == ';'); size--)
        sql[size - 1] = '\0';
    return sql;
}

static void make_table(const differ_round *r, const char *name, const char *sql) {
    ds_buffer statement;
    ds_buffer_init(&statement, (size_t)1 << 24);
    ds_buffer_addf(&statement, "CREATE OR REPLACE TEMP TABLE %s AS\n%s", name, sql);
    if (duckdb_query(r->session.connection, ds_buffer_string(&statement), NULL) != DuckDBSuccess)
        fail_msg("no table %s", name);
    ds_buffer_done(&statement);
}

/* At least a tenth in each of two years, of those of whom it is known. */
static const char chosen_sql[] =
    "SELECT indicator, schooljaar, niveau, CAST(sum(teller) AS BIGINT) AS teller,\n"
    "       CAST(sum(noemer) AS BIGINT) AS noemer, CAST(sum(onbekend) AS BIGINT) AS onbekend\n"
    "FROM cellen WHERE instelling IN (\n"
    "    SELECT instelling FROM eigenschap WHERE schooljaar IN (%d, %d) GROUP BY instelling\n"
    "    HAVING count(*) FILTER (noemer > 0 AND 10 * teller >= noemer) = 2)\n"
    "GROUP BY indicator, schooljaar, niveau ORDER BY schooljaar, niveau";

static void check_chosen(differ_round *r, const ds_cells *cells, const ds_cells *property,
                         const int years[2]) {
    const ds_groups_rule rule = {DS_GROUPS_SHARE, DS_GROUPS_AT_LEAST, 10, DS_GROUPS_EACH_YEAR};
    ds_groups *groups = NULL;
    ds_cells *kept = NULL;
    ds_buffer native, other;
    char sql[sizeof chosen_sql + 32];
    uint64_t stay, go;
    ds_error err;
    assert_int_equal(ds_groups_new(property, &rule, years, 2, &groups, &err), DS_OK);
    assert_int_equal(ds_groups_apply(groups, cells, &kept, &stay, &go, &err), DS_OK);
    ds_buffer_init(&native, 1 << 20);
    ds_buffer_init(&other, 1 << 20);
    sql_cell_lines(kept, &native);
    (void)snprintf(sql, sizeof sql, chosen_sql, years[0], years[1]);
    assert_true(sql_lines(&r->session, sql, &other));
    if (strcmp(ds_buffer_string(&native), ds_buffer_string(&other)) != 0)
        differ_fail_on(r, &r->requests[0], sql, ds_buffer_string(&native),
                       ds_buffer_string(&other));
    differ_note_coverage(r->coverage, r, kept);
    ds_buffer_done(&native);
    ds_buffer_done(&other);
    ds_cells_free(kept);
    ds_groups_free(groups);
}

static void ask_groups(differ_round *r) {
    const ds_indicator *vsv = NULL, *property = NULL;
    differ_request *to;
    uint32_t event;
    ds_error err;
    assert_int_equal(ds_definitions_find(r->definitions, "vsv", &vsv, &err), DS_OK);
    assert_int_equal(ds_overlay_expression(overlay_of(r), "--groepen", "geslacht = 'v'",
                                           DS_TYPE_BOOL, &event, &err),
                     DS_OK);
    assert_int_equal(
        ds_overlay_indicator(overlay_of(r), "eigenschap", vsv->population, event, &property, &err),
        DS_OK);
    to = differ_add_request(r, vsv);
    to->indicator = vsv; /* never under present codes: the property is not */
    differ_add_key(r, to, "niveau");
    differ_add_key(r, to, "instelling");
    to = differ_add_request(r, property);
    to->indicator = property;
    differ_add_key(r, to, "instelling");
}

static void run_groups(differ_round *r) {
    const int years[2] = {r->first_year, r->first_year + 1};
    const ds_tally_options options = {.n_workers = 2};
    ds_tally_request asked[2];
    ds_cells *cells[2];
    ds_tally_note notes[2];
    ds_error err;
    r->definitions = work_standard();
    ask_groups(r);
    for (size_t i = 0; i < 2; i++) {
        const differ_request *q = &r->requests[i];
        char *sql = sql_of(r, q);
        make_table(r, i == 0 ? "cellen" : "eigenschap", sql);
        ds_free(sql);
        asked[i] = (ds_tally_request){q->indicator, q->keys, q->key_names, q->n_keys};
    }
    assert_int_equal(ds_tally(r->reg, differ_asked(r), asked, 2, &options, cells, notes, &err),
                     DS_OK);
    check_chosen(r, cells[0], cells[1], years);
    ds_cells_free(cells[0]);
    ds_cells_free(cells[1]);
    ds_overlay_free(r->overlay);
    r->overlay = NULL;
    ds_definitions_free(r->definitions);
}

static void run_both(differ_round *r) {
    run_narrowed(r);
    r->n_requests = 0;
    run_groups(r);
}

static void test_tally_differential__narrowed(void **state) {
    static differ_coverage coverage;
    const uint64_t scaled = (uint64_t)(SEEDS_NARROW * work_scale()),
                   n = scaled < SEEDS_NARROW ? SEEDS_NARROW : scaled;
    (void)state;
    for (uint64_t seed = 1; seed <= n; seed++)
        differ_run_seed(seed, &coverage, run_both);
    one_database_close();
    differ_print_coverage(&coverage);
    assert_true(coverage.with_noemer > coverage.comparisons / 4);
    assert_true(coverage.with_teller > coverage.comparisons / 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_differential__narrowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

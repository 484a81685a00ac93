/* tests/definition/test_sql.c: the printed SQL. That it gives the right numbers is tested where
 * there is a register to run it on; here its text is held to golden files (DS_GOLDEN_UPDATE=1
 * writes them anew), and its size to a bound. */
#include "definition/help.h"

#include <stdlib.h>

#include "base/file.h"

#define GOLDEN DS_SOURCE_DIR "/tests/definition/golden/"

static char *sql_of(const ds_definitions *d, const ds_indicator *indicator) {
    char *sql = NULL;
    ds_error err;
    bool by = indicator->n_by > 0;
    assert_int_equal(ds_definition_sql(d, indicator, by ? indicator->by[0] : NULL,
                                       by ? indicator->by_names[0] : NULL,
                                       by ? indicator->by_sizes[0] : 0, &sql, &err),
                     DS_OK);
    return sql;
}

static void check_golden(const ds_definitions *d, const ds_indicator *indicator) {
    char path[DS_PATH_SIZE];
    char *sql = sql_of(d, indicator), *golden = NULL;
    size_t size = 0;
    ds_error err;
    (void)snprintf(path, sizeof path, GOLDEN "%s.sql", indicator->id);
    if (getenv("DS_GOLDEN_UPDATE") != NULL)
        assert_int_equal(ds_file_write(path, sql, strlen(sql), &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 20, &golden, &size, &err), DS_OK);
    if (strcmp(sql, golden) != 0)
        fail_msg("%s is not the SQL of today; DS_GOLDEN_UPDATE=1 writes it anew", path);
    ds_free(golden);
    ds_free(sql);
}

static void test_definition_sql__golden(void **state) {
    ds_definitions *d = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_definitions_read(GOLDEN "voorbeelden.yaml", &d, &err), DS_OK);
    for (size_t i = 0; i < ds_definitions_n(d); i++)
        check_golden(d, ds_definitions_at(d, i));
    ds_definitions_free(d);
}

static void has(const char *population, const char *wanted) {
    ds_definitions *d = help_indicator("", population, "ingeschreven");
    char *sql = sql_of(d, ds_definitions_at(d, 0));
    if (strstr(sql, wanted) == NULL) fail_msg("%s: no %s in\n%s", population, wanted, sql);
    ds_free(sql);
    ds_definitions_free(d);
}

static void test_definition_sql__parentheses(void **state) {
    (void)state;
    has("(soort = 'mbo' or vsv_duo) and diploma_ho",
        "AND (t.soort = 'mbo' OR t.vsv_duo)\n      AND t.diploma_ho");
    has("not (soort = 'mbo' or vsv_duo)", "NOT (t.soort = 'mbo' OR t.vsv_duo)");
    has("not not vsv_duo", "NOT (NOT t.vsv_duo)");
    has("not vsv_duo is null", "t.vsv_duo IS NOT NULL");
    has("(niveau = 2) = (ses = 1)", "(t.niveau = 2) = (t.ses = 1)");
    has("(niveau = 2) is null", "(t.niveau = 2) IS NULL");
    has("niveau - (ses - leerjaar) = -1", "t.niveau - (t.ses - t.leerjaar) = (-1)");
    has("niveau - ses + leerjaar = 1", "t.niveau - t.ses + t.leerjaar = 1");
    has("niveau not in (1, 2)", "t.niveau NOT IN (1, 2)");
    has("uren_werk > 12 and uren_werk + 1 > 2", "t.uren_werk + 1 > 2");
}

static void test_definition_sql__quotes(void **state) {
    ds_definitions *d = help_indicator("", "opleiding = '''; drop table persoon; --'", "vsv_duo");
    const char *title = "een \"naam\"";
    ds_overlay *overlay = ds_overlay_new(d);
    uint32_t key = 0;
    char *sql = NULL;
    ds_error err;
    (void)state;
    has("opleiding = '''; drop table persoon; --'", "'''; drop table persoon; --'");
    assert_int_equal(ds_overlay_key(overlay, "niveau", &key, &err), DS_OK);
    assert_int_equal(ds_definition_sql(ds_overlay_definitions(overlay), ds_definitions_at(d, 0),
                                       &key, &title, 1, &sql, &err),
                     DS_OK);
    assert_non_null(strstr(sql, "r.sleutel_1 AS \"een \"\"naam\"\"\""));
    ds_free(sql);
    ds_overlay_free(overlay);
    ds_definitions_free(d);
}

/* Each term doubles the one before: a few hundred bytes that unfold to 2^100. */
static void test_definition_sql__endless_text_is_an_error(void **state) {
    char terms[8192];
    size_t size = (size_t)snprintf(terms, sizeof terms, "terms:\n  t0: niveau = 2\n");
    ds_definitions *d;
    char *sql = NULL;
    ds_error err;
    (void)state;
    for (int i = 1; i <= 90; i++)
        size += (size_t)snprintf(terms + size, sizeof terms - size, "  t%d: t%d = t%d\n", i, i - 1,
                                 i - 1);
    d = help_indicator(terms, "t90", "ingeschreven");
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_definition_sql(d, ds_definitions_at(d, 0), NULL, NULL, 0, &sql, &err),
                     DS_INPUT);
    assert_non_null(strstr(err.nl, "langer dan"));
    assert_null(sql);
    ds_definitions_free(d);
}

static void test_definition_sql__too_many_keys(void **state) {
    ds_definitions *d = help_indicator("", "ingeschreven", "vsv_duo");
    uint32_t keys[DS_KEYS_MAX + 1] = {0};
    const char *names[DS_KEYS_MAX + 1] = {0};
    char *sql = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(
        ds_definition_sql(d, ds_definitions_at(d, 0), keys, names, DS_KEYS_MAX + 1, &sql, &err),
        DS_USAGE);
    assert_null(sql);
    ds_definitions_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_sql__golden),
        cmocka_unit_test(test_definition_sql__parentheses),
        cmocka_unit_test(test_definition_sql__quotes),
        cmocka_unit_test(test_definition_sql__endless_text_is_an_error),
        cmocka_unit_test(test_definition_sql__too_many_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

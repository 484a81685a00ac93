/* tests/definition/test_overlay.c: what a question adds to a set of definitions: keys and
 * expressions, and where their errors are. The set itself stays as it is. */
#include "definition/help.h"

#include "base/error.h"
#include "base/memory.h"

static const char set_text[] =
    "terms:\n"
    "  jong: leeftijd < 18\n"
    "indicators:\n"
    "  - {id: a, population: soort = 'mbo' and jong, event: niveau = 2}\n"
    "  - {id: b, population: soort = 'mbo', event: niveau = 2}\n";

/* All that can be read of a set, as bytes. */
static uint64_t hash_set(const ds_definitions *d) {
    size_t n;
    const ds_node *nodes = ds_definitions_nodes(d, &n);
    uint64_t hash = n;
    for (size_t i = 0; i < n; i++)
        hash = hash * 31 + (uint64_t)nodes[i].op * 7 + nodes[i].first_arg + nodes[i].n_args;
    for (size_t i = 0; i < ds_definitions_n(d); i++)
        hash = hash * 31 + ds_definitions_at(d, i)->population;
    return hash;
}

static void test_definition_overlay__leaves_the_set_alone(void **state) {
    ds_definitions *d = help_parse(set_text);
    const uint64_t before = hash_set(d);
    const ds_node *nodes = ds_definitions_nodes(d, NULL);
    ds_overlay *one = ds_overlay_new(d), *two = ds_overlay_new(d);
    const ds_definitions *with;
    const ds_indicator *found;
    uint32_t a, b, again;
    size_t n_set, n_with;
    ds_error err;
    (void)state;
    assert_int_equal(ds_overlay_key(one, "jong[t+1]", &a, &err), DS_OK);
    assert_int_equal(ds_overlay_key(one, "hoofdgroep", &b, &err), DS_OK);
    assert_int_equal(ds_overlay_key(one, "jong[t+1]", &again, &err), DS_OK);
    assert_int_equal(a, again);
    assert_int_equal(ds_overlay_key(two, "gemeente", &again, &err), DS_OK);
    with = ds_overlay_definitions(one);
    (void)ds_definitions_nodes(d, &n_set);
    assert_int_equal(ds_definitions_nodes(with, &n_with)[b].column, DS_COLUMN_HOOFDGROEP);
    assert_int_equal(n_with, n_set + 2);
    assert_int_equal(ds_definitions_nodes(ds_overlay_definitions(two), NULL)[again].column,
                     DS_COLUMN_GEMEENTE);
    assert_true(hash_set(d) == before && ds_definitions_nodes(d, NULL) == nodes);
    /* Indicators are those of the set, under both. */
    assert_int_equal(ds_definitions_find(with, "a", &found, &err), DS_OK);
    assert_ptr_equal(found, ds_definitions_at(d, 0));
    assert_int_equal(ds_overlay_key(one, "niveau", &a, &err), DS_USAGE); /* given out */
    ds_overlay_free(one);
    ds_overlay_free(two);
    assert_true(hash_set(d) == before);
    ds_definitions_free(d);
    ds_overlay_free(NULL);
}

/* Where it is wrong, what was found, and the nearest name. */
static const struct {
    const char *text;
    ds_type type;
    uint64_t line, column;
    const char *says;
} wrong[] = {
    {"niveu = 2", DS_TYPE_BOOL, 0, 1, "bedoelt u 'niveau'"},
    {"soort = 'mbo' and jongg", DS_TYPE_BOOL, 0, 19, "bedoelt u 'jong'"},
    {"'mbo' = sort", DS_TYPE_BOOL, 0, 9, "bedoelt u 'soort'"},
    {"soort = 'mbx'", DS_TYPE_BOOL, 0, 9, "bedoelt u 'mbo'"},
    {"niveau", DS_TYPE_BOOL, 0, 1, "vond een getal, verwachtte"},
    {"niveau = 2", DS_TYPE_INTEGER, 0, 1, "verwachtte een getal"},
    {"niveau =", DS_TYPE_BOOL, 0, 9, "vond"},
    {"", DS_TYPE_BOOL, 0, 1, "vond"},
    {"niveau = 2)", DS_TYPE_BOOL, 0, 11, "vond"},
    {"jong[t+k]", DS_TYPE_BOOL, 0, 8, "k"},
    {"niveau = 2 and\n  gedpilomeerd", DS_TYPE_BOOL, 2, 3, "bedoelt u 'gediplomeerd'"},
    {"opleiding = 'é' and niveu = 2", DS_TYPE_BOOL, 0, 21, "bedoelt u 'niveau'"},
    {"niveau = 2 \xff", DS_TYPE_BOOL, 0, 12, "UTF-8"},
};

static void test_definition_overlay__errors_point_at_the_place(void **state) {
    ds_definitions *d = help_parse(set_text);
    ds_overlay *overlay = ds_overlay_new(d);
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        uint32_t node = 12345;
        ds_error err = {0};
        assert_int_equal(
            ds_overlay_expression(overlay, "--where", wrong[i].text, wrong[i].type, &node, &err),
            DS_INPUT);
        assert_string_equal(err.file, "--where");
        if (err.line != wrong[i].line || err.column != wrong[i].column ||
            strstr(err.nl, wrong[i].says) == NULL)
            fail_msg("'%s': line %d, column %d: %s", wrong[i].text, (int)err.line, (int)err.column,
                     err.nl);
        assert_int_equal(node, 12345);
        assert_int_equal(
            ds_overlay_expression(overlay, "--where", wrong[i].text, wrong[i].type, &node, NULL),
            DS_INPUT);
    }
    ds_overlay_free(overlay);
    ds_definitions_free(d);
}

/* The same indicator, read or put together, is the same. */
static void test_definition_overlay__indicator_as_read(void **state) {
    ds_definitions *d = help_parse(set_text);
    ds_overlay *overlay = ds_overlay_new(d), *none = ds_overlay_new(NULL);
    const ds_indicator *made, *narrow;
    uint32_t who, what, young, value;
    ds_error err;
    (void)state;
    assert_int_equal(
        ds_overlay_expression(overlay, "x", "soort = 'mbo' and jong", DS_TYPE_BOOL, &who, &err),
        DS_OK);
    assert_int_equal(ds_overlay_expression(overlay, "x", "niveau = 2", DS_TYPE_BOOL, &what, &err),
                     DS_OK);
    assert_int_equal(ds_overlay_expression(overlay, "x", "jong", DS_TYPE_BOOL, &young, &err),
                     DS_OK);
    assert_int_equal(ds_overlay_key(overlay, "leeftijd", &value, &err), DS_OK);
    assert_int_equal(ds_overlay_indicator(overlay, "eigen", who, what, &made, &err), DS_OK);
    assert_string_equal(made->id, "eigen");
    assert_string_equal(made->version, ds_definitions_at(d, 0)->version);
    assert_string_equal(made->version_present, ds_definitions_at(d, 0)->version_present);
    /* b among the young is a. */
    assert_int_equal(ds_overlay_where(overlay, ds_definitions_at(d, 1), young, &narrow, &err),
                     DS_OK);
    assert_string_equal(narrow->id, "b");
    assert_string_equal(narrow->version, ds_definitions_at(d, 0)->version);
    assert_int_equal(ds_overlay_indicator(overlay, "getal", who, value, &made, &err), DS_OK);
    assert_true(made->numeric);
    assert_int_equal(ds_overlay_indicator(overlay, "fout", value, what, &made, &err), DS_USAGE);
    assert_int_equal(ds_overlay_indicator(overlay, "fout", who, 1 << 20, &made, &err), DS_USAGE);
    assert_int_equal(ds_overlay_where(overlay, ds_definitions_at(d, 1), value, &narrow, &err),
                     DS_USAGE);
    /* Without a set: the columns of the career alone. */
    assert_int_equal(ds_overlay_expression(none, "x", "niveau = 2", DS_TYPE_BOOL, &what, &err),
                     DS_OK);
    assert_int_equal(ds_overlay_expression(none, "x", "jong", DS_TYPE_BOOL, &what, &err), DS_INPUT);
    ds_overlay_free(overlay);
    ds_overlay_free(none);
    ds_definitions_free(d);
}

/* Pooled, shifted or asked whether it is known: as if it had been written so. */
static void test_definition_overlay__pool_shift_and_unknown(void **state) {
    static const char pooled_text[] = "indicators:\n  - {id: a, population: niveau = 2, pool: 3,\n"
                                      "     event: \"soort[t+1] = 'mbo'\"}\n"
                                      "  - {id: b, population: niveau = 2,\n"
                                      "     event: \"soort[t+1] = 'mbo'\"}\n";
    ds_definitions *d = help_parse(pooled_text);
    ds_overlay *overlay = ds_overlay_new(d);
    const ds_indicator *pooled;
    uint32_t key, moved, written, back, unknown;
    ds_error err;
    (void)state;
    assert_int_equal(ds_overlay_pool(overlay, ds_definitions_at(d, 1), 3, &pooled, &err), DS_OK);
    assert_int_equal(pooled->pool, 3);
    assert_string_equal(pooled->version, ds_definitions_at(d, 0)->version);
    assert_int_equal(ds_overlay_pool(overlay, ds_definitions_at(d, 1), 0, &pooled, &err), DS_USAGE);
    assert_int_equal(ds_overlay_pool(overlay, ds_definitions_at(d, 1), 21, &pooled, &err),
                     DS_USAGE);
    assert_int_equal(ds_overlay_key(overlay, "hoofdgroep[t-1]", &key, &err), DS_OK);
    assert_int_equal(ds_overlay_key(overlay, "hoofdgroep[t+1]", &written, &err), DS_OK);
    assert_int_equal(ds_overlay_shift(overlay, key, 2, &moved, &err), DS_OK);
    assert_int_equal(moved, written);
    assert_int_equal(ds_overlay_shift(overlay, key, 1, &back, &err), DS_OK);
    assert_int_equal(ds_overlay_key(overlay, "hoofdgroep", &written, &err), DS_OK);
    assert_int_equal(back, written);
    assert_int_equal(ds_overlay_shift(overlay, key, 99, &moved, &err), DS_INPUT);
    assert_int_equal(ds_overlay_unknown(overlay, key, &unknown, &err), DS_OK);
    assert_int_equal(ds_overlay_expression(overlay, "x", "hoofdgroep[t-1] is null", DS_TYPE_BOOL,
                                           &written, &err),
                     DS_OK);
    assert_int_equal(unknown, written);
    assert_int_equal(ds_overlay_unknown(overlay, 1 << 20, &unknown, &err), DS_USAGE);
    assert_int_equal(ds_overlay_shift(overlay, 1 << 20, 1, &moved, &err), DS_USAGE);
    ds_overlay_free(overlay);
    ds_definitions_free(d);
}

static ds_status every_step(void *context, ds_error *err) {
    const ds_definitions *d = context;
    ds_overlay *overlay = ds_overlay_new(d);
    const ds_indicator *made;
    uint32_t who, key;
    ds_status status = overlay == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK)
        status =
            ds_overlay_expression(overlay, "x", "soort = 'mbo' and leerweg = 'b''l' or jong[t+2]",
                                  DS_TYPE_BOOL, &who, err);
    if (status == DS_INPUT) /* b'l is no code: the text was kept until then */
        status = ds_overlay_expression(overlay, "x", "opleiding = 'b''l' or jong[t+2]",
                                       DS_TYPE_BOOL, &who, err);
    if (status == DS_OK) status = ds_overlay_key(overlay, "hoofdgroep[t-1]", &key, err);
    if (status == DS_OK) status = ds_overlay_indicator(overlay, "i", who, who, &made, err);
    if (status == DS_OK) status = ds_overlay_where(overlay, made, who, &made, err);
    ds_overlay_free(overlay);
    return status;
}

static void test_definition_overlay__every_allocation(void **state) {
    ds_definitions *d = help_parse(set_text);
    (void)state;
    ds_test_every_allocation(every_step, d);
    ds_definitions_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_overlay__leaves_the_set_alone),
        cmocka_unit_test(test_definition_overlay__errors_point_at_the_place),
        cmocka_unit_test(test_definition_overlay__indicator_as_read),
        cmocka_unit_test(test_definition_overlay__pool_shift_and_unknown),
        cmocka_unit_test(test_definition_overlay__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

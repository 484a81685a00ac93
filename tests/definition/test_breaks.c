/* tests/definition/test_breaks.c: what an indicator says of its series: breaks, and institutions
 * under their present codes. */
#include "definition/help.h"

#define START                                                                                      \
    "indicators:\n  - id: a\n    population: soort = 'mbo'\n    event: instelling[t+1] = "         \
    "instelling\n"

static void test_breaks__what_is_read(void **state) {
    ds_definitions *d =
        help_parse(START "    breaks:\n      - {from: 2012, note: eerste}\n"
                         "      - from: 2019\n        note: >-\n          tweede\n          regel\n"
                         "        note_en: second\n"
                         "  - {id: b, population: ingeschreven, event: ingeschreven}\n");
    const ds_indicator *a = ds_definitions_at(d, 0);
    (void)state;
    assert_int_equal(a->n_breaks, 2);
    assert_int_equal(a->breaks[0].from, 2012);
    assert_string_equal(a->breaks[0].note, "eerste");
    assert_string_equal(a->breaks[0].note_en, "");
    assert_int_equal(a->breaks[1].from, 2019);
    assert_string_equal(a->breaks[1].note, "tweede regel");
    assert_string_equal(a->breaks[1].note_en, "second");
    assert_int_equal(ds_definitions_at(d, 1)->n_breaks, 0);
    ds_definitions_free(d);
}

static void refused(const char *rest, uint64_t line, uint64_t column, const char *nl,
                    const char *en) {
    char yaml[2000];
    (void)snprintf(yaml, sizeof yaml, "%s%s", START, rest);
    help_refused(yaml, strlen(yaml), line, column, nl, en);
}

static void test_breaks__errors_point_at_the_place(void **state) {
    (void)state;
    refused("    breaks: 2019\n", 5, 13, "verwachtte een lijst", "expected a list");
    refused("    breaks: []\n", 5, 13, "vond 0 breuken", "found 0 breaks");
    refused("    breaks: [2019]\n", 5, 14, "verwachtte", "expected");
    refused("    breaks: [{from: 2019}]\n", 5, 14, "een breuk heeft een note nodig",
            "a break needs a note");
    refused("    breaks: [{note: x}]\n", 5, 14, "een breuk heeft een from nodig",
            "a break needs a from");
    refused("    breaks: [{from: 2019, note: ''}]\n", 5, 33, "een note nodig", "needs a note");
    refused("    breaks: [{from: ooit, note: x}]\n", 5, 21, "vond 'ooit'", "found 'ooit'");
    refused("    breaks: [{from: 19, note: x}]\n", 5, 21, "van 1950", "from 1950");
    refused("    breaks: [{from: 2019, note: [x]}]\n", 5, 33, "verwachtte", "expected");
    refused("    breaks: [{from: 2019, nota: x}]\n", 5, 27, "note", "note");
    refused("    breaks:\n      - {from: 2019, note: x}\n      - {from: 2019, note: y}\n", 7, 16,
            "vond 2019 na 2019, verwachtte oplopende jaren",
            "found 2019 after 2019, expected ascending years");
    refused("    breaks:\n      - {from: 2019, note: x}\n      - {from: 2012, note: y}\n", 7, 16,
            "vond 2012 na 2019", "found 2012 after 2019");
    refused("    instelling: vroeger\n", 5, 17, "vond 'vroeger', verwachtte huidig",
            "found 'vroeger', expected huidig");
    refused("    instelling: [huidig]\n", 5, 17, "verwachtte", "expected");
}

static void version(const char *rest, char out[13], char out_present[13]) {
    char yaml[2000];
    ds_definitions *d;
    const ds_indicator *a;
    (void)snprintf(yaml, sizeof yaml, "%s%s", START, rest);
    d = help_parse(yaml);
    a = ds_definitions_at(d, 0);
    memcpy(out, a->version, 13);
    memcpy(out_present, ds_indicator_present(a).version, 13);
    assert_true(ds_indicator_present(a).present_codes);
    ds_definitions_free(d);
}

/* A break says something about the figures, not about what is counted; present codes do. */
static void test_breaks__versions(void **state) {
    char plain[13], plain_present[13], other[13], other_present[13];
    (void)state;
    version("", plain, plain_present);
    assert_string_not_equal(plain, plain_present);
    version("    breaks: [{from: 2019, note: x}]\n", other, other_present);
    assert_string_equal(other, plain);
    assert_string_equal(other_present, plain_present);
    version("    instelling: huidig\n", other, other_present);
    assert_string_equal(other, plain_present);
    assert_string_equal(other_present, plain_present);
}

static void test_breaks__sql_under_present_codes(void **state) {
    ds_definitions *d = help_parse(START "    instelling: huidig\n"
                                         "  - {id: b, population: ingeschreven, event: "
                                         "diploma_ho, instelling: huidig}\n");
    char *sql = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_definition_sql(d, ds_definitions_at(d, 0), NULL, NULL, 0, &sql, &err),
                     DS_OK);
    assert_non_null(strstr(sql, ", onder de huidige codes\nWITH RECURSIVE"));
    assert_non_null(strstr(sql, "opgegaan_in"));
    ds_free(sql);
    /* without the institution there is nothing to look up */
    assert_int_equal(ds_definition_sql(d, ds_definitions_at(d, 1), NULL, NULL, 0, &sql, &err),
                     DS_OK);
    assert_null(strstr(sql, "opgegaan_in"));
    ds_free(sql);
    ds_definitions_free(d);
}

static ds_status parse(void *context, ds_error *err) {
    ds_definitions *d = NULL;
    ds_status status = ds_definitions_parse(HELP_FILE, context, strlen(context), &d, err);
    ds_definitions_free(d);
    return status;
}

static void test_breaks__every_allocation(void **state) {
    char yaml[] = START "    instelling: huidig\n    breaks: [{from: 2012, note: x}, {from: 2019, "
                        "note: y, note_en: z}]\n";
    (void)state;
    ds_test_every_allocation(parse, yaml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breaks__what_is_read),
        cmocka_unit_test(test_breaks__errors_point_at_the_place),
        cmocka_unit_test(test_breaks__versions),
        cmocka_unit_test(test_breaks__sql_under_present_codes),
        cmocka_unit_test(test_breaks__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/definition/test_version.c: a version follows the meaning, and nothing else. */
#include "definition/help.h"

static void version_of(const char *yaml, size_t i, char out[13]) {
    ds_definitions *d = help_parse(yaml);
    assert_int_equal(strlen(ds_definitions_at(d, i)->version), 12);
    memcpy(out, ds_definitions_at(d, i)->version, 13);
    ds_definitions_free(d);
}

#define BASE "  - {id: a, population: soort = 'mbo', event: 'niveau[t+1] > 2'}\n"

static void test_definition_version__is_of_the_meaning(void **state) {
    static const char *const same[] = {
        "indicators:\n  - {id: b, name: x, note: y, by: [[ses]], better: lower, goal: 1.3,\n"
        "     population: \"soort='mbo'\", event: '((niveau)[t+1]) > 1 + 1'}\n",
        "terms:\n  unused: ever(vsv_duo)\n  hoog: niveau > 2\n  m: soort = 'mbo'\n"
        "indicators:\n  - {id: a, population: m, event: \"hoog[t+1]\"}\n",
        "indicators:\n  - {id: a, population: soort = 'mbo', event: 'niveau[t+2][t-1] > 2',"
        " lookback: 0}\n",
    };
    char wanted[13], found[13];
    (void)state;
    version_of("indicators:\n" BASE, 0, wanted);
    version_of(same[0], 0, found);
    assert_string_equal(found, wanted);
    version_of(same[2], 0, found);
    assert_string_equal(found, wanted);
    /* (niveau > 2)[t+1] means the same but is another node: node for node is what is promised */
    version_of(same[1], 0, found);
    assert_string_not_equal(found, wanted);
}

static void test_definition_version__does_not_follow_numbering(void **state) {
    char first[13], second[13];
    (void)state;
    version_of("indicators:\n" BASE, 0, first);
    version_of("indicators:\n  - {id: z, population: vsv_duo, value: ses + 1}\n" BASE, 1, second);
    assert_string_equal(first, second);
}

static void test_definition_version__follows_every_part(void **state) {
    static const char *const other[] = {
        "{id: a, population: soort = 'hbo', event: 'niveau[t+1] > 2'}",
        "{id: a, population: soort = 'mbo', event: 'niveau[t+1] >= 2'}",
        "{id: a, population: soort = 'mbo', event: 'niveau[t+2] > 2'}",
        "{id: a, population: soort = 'mbo', event: 'niveau[t+1] > 3'}",
        "{id: a, population: soort = 'mbo', event: 'ses[t+1] > 2'}",
        "{id: a, population: soort = 'mbo', event: 'niveau[t+1] > 2', lookback: 1}",
        "{id: a, population: 'niveau[t+1] > 2', event: soort = 'mbo'}",
        "{id: a, population: soort = 'mbo', value: niveau}",
        "{id: a, population: soort = 'mbo', value: uren_werk}",
    };
    enum { N = sizeof other / sizeof *other };
    char versions[N + 1][13];
    (void)state;
    version_of("indicators:\n" BASE, 0, versions[N]);
    for (size_t i = 0; i < N; i++) {
        char yaml[256];
        (void)snprintf(yaml, sizeof yaml, "indicators:\n  - %s\n", other[i]);
        version_of(yaml, 0, versions[i]);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = i + 1; k <= N; k++)
            assert_string_not_equal(versions[i], versions[k]);
}

/* Published tables carry versions: these may only change when the meaning of a word changes. */
static void test_definition_version__stays(void **state) {
    char found[13];
    (void)state;
    version_of("indicators:\n" BASE, 0, found);
    assert_string_equal(found, "3878c1c7e268");
    version_of(
        "indicators:\n  - {id: a, value: 'years_until(ever(leeftijd between 1 and 2), -1, 2)',\n"
        "     population: \"uren_werk > 12 and geboortedatum < '2000-01-01' and vsv_duo = 'ja'"
        " and diploma_vo >= 'havo' and not opleiding in ('é', '') and schooljaar is null\"}\n",
        0, found);
    assert_string_equal(found, "19c7e80c2b12");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_version__is_of_the_meaning),
        cmocka_unit_test(test_definition_version__does_not_follow_numbering),
        cmocka_unit_test(test_definition_version__follows_every_part),
        cmocka_unit_test(test_definition_version__stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/definition/test_horizon.c: which school years must be covered for a row to count. */
#include "definition/help.h"

/* The years set, as "-1 0 1". */
static void print_years(const bool years[DS_HORIZON_SIZE], char *out, size_t size) {
    size_t n = 0;
    out[0] = '\0';
    for (int i = 0; i < DS_HORIZON_SIZE; i++)
        if (years[i])
            n +=
                (size_t)snprintf(out + n, size - n, "%s%d", n == 0 ? "" : " ", i - DS_HORIZON_ZERO);
}

static const struct {
    const char *event, *inschrijving, *werk;
} cases[] = {
    {"diploma_ho", "0", ""},
    {"1 = 1", "0", ""},
    {"not ingeschreven[t+1] and ses[t-2] = 1", "-2 0 1", ""},
    {"gediplomeerd", "0 1", ""},
    {"gediplomeerd[t-1]", "-1 0", ""},
    {"gediplomeerd[t+20]", "0 20 21", ""},
    {"eerste_jaar_mbo = schooljaar", "-1 0", ""},
    {"eerste_jaar_mbo[t-20] = 2000", "-21 -20 0", ""},
    {"schooljaar[t+2] = 2020", "0 2", ""},
    {"uren_werk > 12", "0", "0"},
    {"uren_werk[t+2] > 12", "0", "2"},
    {"term[t+1]", "0 1 2", "3"},
    {"term[t+1][t-1]", "0 1", "2"},
    {"herkomst = 'x'", "-1 0", ""},
    {"herkomst[t-1] = 'x'", "-2 0", ""},
    {"ever(soort = 'mbo')", "0", ""},
    {"ever(soort[t+1] = 'mbo')", "0 1", ""},
    {"ever(gediplomeerd)", "0 1", ""},
    {"ever(uren_werk > 0)", "0", "0"},
    {"count(soort = 'mbo')[t+3] > 1", "0 3", ""},
    {"first(soort = 'mbo')", "-1 0", ""},
    {"first(first(soort = 'mbo'))", "-1 0", ""},
    {"first(soort = 'mbo')[t+2]", "0 1 2", ""},
    {"within(soort = 'mbo', 1, 3)", "0 1 2 3", ""},
    {"within(soort[t+1] = 'mbo', -2, 0)", "-1 0 1", ""},
    {"within(uren_werk > 0, 1, 2)", "0", "1 2"},
    {"years_until(gediplomeerd, 0, 2) = 1", "0 1 2 3", ""},
    {"within(first(diploma_ho), -20, -20)", "-21 -20 0", ""},
    {"within(within(soort = 'mbo', 0, 2), -1, 1)", "-1 0 1 2 3", ""},
};

static void test_definition_horizon__years_per_form(void **state) {
    static const char terms[] = "terms:\n  term: uren_werk[t+2] > 0 and gediplomeerd\ncolumns:\n"
                                "  herkomst: [{when: \"soort[t-1] = 'mbo'\", is: x}]\n";
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_definitions *d = help_indicator(terms, "1 = 1", cases[i].event);
        char found[256];
        ds_horizon horizon;
        ds_definitions_horizon(d, &ds_definitions_at(d, 0)->outcome, 1, &horizon);
        print_years(horizon.inschrijving, found, sizeof found);
        if (strcmp(found, cases[i].inschrijving) != 0)
            fail_msg("%s: %s, expected %s", cases[i].event, found, cases[i].inschrijving);
        print_years(horizon.werk, found, sizeof found);
        if (strcmp(found, cases[i].werk) != 0)
            fail_msg("%s: werk %s, expected %s", cases[i].event, found, cases[i].werk);
        ds_definitions_free(d);
    }
}

static void test_definition_horizon__roots_add_up(void **state) {
    ds_definitions *d = help_indicator("", "soort[t-1] = 'mbo'", "uren_werk[t+2] > 12");
    const ds_indicator *indicator = ds_definitions_at(d, 0);
    uint32_t roots[3] = {indicator->population, indicator->outcome, 0};
    char found[256];
    ds_horizon horizon;
    ds_overlay *overlay = ds_overlay_new(d);
    ds_error err;
    (void)state;
    assert_int_equal(ds_overlay_key(overlay, "niveau[t+4]", &roots[2], &err), DS_OK);
    ds_definitions_horizon(ds_overlay_definitions(overlay), roots, 3, &horizon);
    print_years(horizon.inschrijving, found, sizeof found);
    assert_string_equal(found, "-1 0 4");
    print_years(horizon.werk, found, sizeof found);
    assert_string_equal(found, "2");
    ds_definitions_horizon(d, NULL, 0, &horizon);
    print_years(horizon.inschrijving, found, sizeof found);
    assert_string_equal(found, "0");
    ds_overlay_free(overlay);
    ds_definitions_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_horizon__years_per_form),
        cmocka_unit_test(test_definition_horizon__roots_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

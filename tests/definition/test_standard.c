/* tests/definition/test_standard.c: the definitions that come with the program mean what the
 * contract says, and the examples in the manual are right. */
#include "definition/help.h"

#include "base/file.h"

static ds_definitions *read_standard(void) {
    ds_definitions *d = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_read(DS_SOURCE_DIR "/definitions/werkagenda.yaml", &d, &err) != DS_OK)
        fail_msg("%s:%lu:%lu: %s", err.file, (unsigned long)err.line, (unsigned long)err.column,
                 err.nl);
    return d;
}

#define LEAVERS "soort = 'mbo' and soort[t+1] <> 'mbo'"
#define WORKERS "soort = 'mbo' and niveau in (1, 2) and gediplomeerd and not ingeschreven[t+1]"
#define VSV "not ingeschreven[t+1] and not vrijgesteld[t+1] and not startkwalificatie[t+1]"

static const struct {
    const char *id, *population, *event;
} contract[] = {
    {"vsv", "soort = 'mbo' and leeftijd < 23", VSV},
    {"startersresultaat",
     "soort = 'mbo' and niveau in (2, 3, 4) and (soort[t-1] <> 'mbo' or instelling[t-1] <> "
     "instelling)",
     "(soort[t+1] = 'mbo' and instelling[t+1] = instelling) or gediplomeerd"},
    {"hbo_succes", "soort = 'mbo' and niveau = 4 and gediplomeerd and soort[t+1] = 'hbo'",
     "soort[t+2] = 'hbo'"},
    {"werk", WORKERS, "uren_werk[t+2] > 12"},
    {"werk_cbs", WORKERS " and not ingeschreven[t+2] and not vrijgesteld[t+2]",
     "uren_werk[t+2] >= 12"},
    {"switch", "soort = 'mbo' and niveau > 1 and soort[t+1] = 'mbo' and not gediplomeerd",
     "hoofdgroep[t+1] <> hoofdgroep"},
    {"switch_alle", "soort = 'mbo' and soort[t+1] = 'mbo'", "hoofdgroep[t+1] <> hoofdgroep"},
    {"uitstroom_diploma", LEAVERS, "diploma_mbo[t+1] > 0"},
    {"uitstroom_diploma_jaar", LEAVERS, "gediplomeerd"},
    {"uitstroom_diploma_niveau", LEAVERS, "diploma_mbo[t+1] >= niveau"},
    {"doorstroom_vmbo", "soort = 'vmbo' and gediplomeerd", "ingeschreven[t+1]"},
    {"doorstroom_vmbo_mbo", "soort = 'vmbo' and gediplomeerd", "soort[t+1] = 'mbo'"},
    {"doorstroom_mbo_hbo", "soort = 'mbo' and niveau = 4 and gediplomeerd", "soort[t+1] = 'hbo'"},
    {"vsv_duo", "vsv_duo is not null", "vsv_duo"},
    {"vsv_2012", "soort = 'mbo' and bekostigd and leeftijd < 22",
     VSV " and not (diploma_mbo = 1 and uren_werk > 0)[t+1]"},
};
enum { N_CONTRACT = sizeof contract / sizeof *contract };

static void test_definition_standard__means_what_the_contract_says(void **state) {
    static const char terms[] = "terms:\n  startkwalificatie: diploma_mbo >= 2 or diploma_vo in "
                                "('havo', 'vwo') or diploma_ho\n";
    ds_definitions *d = read_standard();
    (void)state;
    for (size_t i = 0; i < N_CONTRACT; i++) {
        const ds_indicator *found = NULL;
        ds_definitions *wanted;
        char yaml[2048];
        ds_error err;
        assert_int_equal(ds_definitions_find(d, contract[i].id, &found, &err), DS_OK);
        (void)snprintf(yaml, sizeof yaml,
                       "%sindicators:\n  - id: a\n    lookback: %d\n    population: \"%s\"\n"
                       "    event: \"%s\"\n",
                       terms, found->lookback, contract[i].population, contract[i].event);
        wanted = help_parse(yaml);
        if (strcmp(found->version, ds_definitions_at(wanted, 0)->version) != 0)
            fail_msg("%s does not mean what the contract says", contract[i].id);
        ds_definitions_free(wanted);
    }
    assert_int_equal(ds_definitions_n(d), N_CONTRACT);
    ds_definitions_free(d);
}

static void test_definition_standard__says_what_a_reader_needs(void **state) {
    ds_definitions *d = read_standard();
    (void)state;
    for (size_t i = 0; i < ds_definitions_n(d); i++) {
        const ds_indicator *x = ds_definitions_at(d, i);
        assert_true(x->name[0] != '\0' && x->name_en[0] != '\0' && x->source[0] != '\0');
        assert_true(x->goal[0] != '\0' && x->better[0] != '\0');
        assert_true(x->n_by > 0);
        if (strncmp(x->id, "vsv", 3) == 0 || strncmp(x->id, "werk", 4) == 0 ||
            strncmp(x->id, "uitstroom", 9) == 0 || strncmp(x->id, "switch", 6) == 0)
            assert_true(x->differs[0] != '\0');
    }
    ds_definitions_free(d);
}

static void test_definition_standard__every_breakdown_has_sql(void **state) {
    ds_definitions *d = read_standard();
    (void)state;
    for (size_t i = 0; i < ds_definitions_n(d); i++) {
        const ds_indicator *x = ds_definitions_at(d, i);
        for (uint32_t k = 0; k < x->n_by; k++) {
            char *sql = NULL;
            ds_error err;
            assert_int_equal(
                ds_definition_sql(d, x, x->by[k], x->by_names[k], x->by_sizes[k], &sql, &err),
                DS_OK);
            ds_free(sql);
        }
    }
    ds_definitions_free(d);
}

/* Each block that begins with a line ```yaml is a definition file. */
static void test_definition_standard__the_manual_is_right(void **state) {
    static const char opening[] = "\n```yaml\n", closing[] = "\n```\n";
    char *text = NULL, *at;
    size_t size = 0, n = 0;
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_read(DS_SOURCE_DIR "/docs/definities.md", 1 << 20, &text, &size, &err),
                     DS_OK);
    for (at = text; (at = strstr(at, opening)) != NULL; n++) {
        char *begin = at + sizeof opening - 1;
        char *end = strstr(begin, closing);
        ds_definitions *d = NULL;
        assert_non_null(end);
        memset(&err, 0, sizeof err);
        if (ds_definitions_parse("docs/definities.md", begin, (size_t)(end - begin) + 1, &d,
                                 &err) != DS_OK)
            fail_msg("example %zu, line %lu: %s", n + 1, (unsigned long)err.line, err.nl);
        ds_definitions_free(d);
        at = end;
    }
    assert_true(n >= 5);
    ds_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_standard__means_what_the_contract_says),
        cmocka_unit_test(test_definition_standard__says_what_a_reader_needs),
        cmocka_unit_test(test_definition_standard__every_breakdown_has_sql),
        cmocka_unit_test(test_definition_standard__the_manual_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

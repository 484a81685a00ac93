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
#define WORKERS(with) "soort = 'mbo' and niveau in (1, 2) and " with " and not ingeschreven[t+1]"
#define AT_LEVEL "behaald_niveau = niveau"
#define VSV "not ingeschreven[t+1] and not vrijgesteld[t+1] and not startkwalificatie[t+1]"

static const struct {
    const char *id, *population, *event;
} contract[] = {
    {"vsv", "soort = 'mbo' and leeftijd < 23", VSV},
    {"startersresultaat",
     "soort = 'mbo' and niveau in (2, 3, 4) and (soort[t-1] <> 'mbo' or instelling[t-1] <> "
     "instelling)",
     "(soort[t+1] = 'mbo' and instelling[t+1] = instelling) or gediplomeerd"},
    {"hbo_succes", "soort = 'mbo' and niveau = 4 and behaald_niveau = 4 and soort[t+1] = 'hbo'",
     "soort[t+2] = 'hbo'"},
    {"werk", WORKERS(AT_LEVEL), "uren_werk[t+2] > 12"},
    {"werk_cbs", WORKERS(AT_LEVEL) " and not ingeschreven[t+2] and not vrijgesteld[t+2]",
     "uren_werk[t+2] >= 12"},
    {"hbo_succes_oud", "soort = 'mbo' and niveau = 4 and gediplomeerd and soort[t+1] = 'hbo'",
     "soort[t+2] = 'hbo'"},
    {"werk_oud", WORKERS("gediplomeerd"), "uren_werk[t+2] > 12"},
    {"werk_cbs_oud", WORKERS("gediplomeerd") " and not ingeschreven[t+2] and not vrijgesteld[t+2]",
     "uren_werk[t+2] >= 12"},
    {"doorstroom_mbo_hbo_oud", "soort = 'mbo' and niveau = 4 and gediplomeerd",
     "soort[t+1] = 'hbo'"},
    {"switch", "soort = 'mbo' and niveau > 1 and soort[t+1] = 'mbo' and not gediplomeerd",
     "hoofdgroep[t+1] <> hoofdgroep"},
    {"switch_alle", "soort = 'mbo' and soort[t+1] = 'mbo'", "hoofdgroep[t+1] <> hoofdgroep"},
    {"uitstroom_diploma", LEAVERS, "diploma_mbo[t+1] > 0"},
    {"uitstroom_diploma_jaar", LEAVERS, "gediplomeerd"},
    {"uitstroom_diploma_niveau", LEAVERS, "diploma_mbo[t+1] >= niveau"},
    {"doorstroom_vmbo", "soort = 'vmbo' and gediplomeerd", "ingeschreven[t+1]"},
    {"doorstroom_vmbo_mbo", "soort = 'vmbo' and gediplomeerd", "soort[t+1] = 'mbo'"},
    {"doorstroom_mbo_hbo", "soort = 'mbo' and niveau = 4 and behaald_niveau = 4",
     "soort[t+1] = 'hbo'"},
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

/* stromen.yaml takes herkomst from werkagenda.yaml. */
static ds_definitions *read_flows(void) {
    static const char *const program[] = {DS_SOURCE_DIR "/definitions/werkagenda.yaml"};
    const ds_definition_places places = {.program = program, .n_program = 1};
    ds_definitions *d = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_read_beside(DS_SOURCE_DIR "/definitions/stromen.yaml", &places, &d, &err) !=
        DS_OK)
        fail_msg("%s:%lu:%lu: %s", err.file, (unsigned long)err.line, (unsigned long)err.column,
                 err.nl);
    return d;
}

#define ENTRANT                                                                                    \
    "soort = 'mbo' and leerjaar = 1 and (soort[t-1] <> 'mbo' or opleiding[t-1] <> opleiding) "     \
    "and not (soort[t-1] = 'mbo' and behaald_niveau[t-1] > 0)"
#define THREE "within(behaald_niveau > 0, -3, 0)"

static const struct {
    const char *id, *population, *event;
} flows[] = {
    {"instroom", ENTRANT, "niveau in (3, 4)"},
    {"instroom_opleiding",
     "soort = 'mbo' and leerjaar = 1 and (soort[t-1] <> 'mbo' or opleiding[t-1] <> opleiding)",
     "niveau in (3, 4)"},
    {"uitval_1jaar", ENTRANT,
     "not ingeschreven[t+1] and not vrijgesteld[t+1] and not gediplomeerd"},
    {"vmbo_elders", "soort = 'vmbo' and gediplomeerd", "soort[t+1] <> 'mbo'"},
    {"vso_direct", "soort = 'vso' and soort[t+1] <> 'vso'", "soort[t+1] = 'mbo'"},
    {"vso_verlaters_werk", "soort = 'vso' and soort[t+1] <> 'vso'", "uren_werk[t+1] >= 12"},
    {"vso_omweg",
     "soort = 'mbo' and soort[t-1] not in ('mbo', 'vso') and within(soort = 'vso', -4, -2) and not "
     "within(soort = 'mbo', -4, -1)",
     "uren_werk[t-1] >= 12"},
    {"mbo_laag_niveau", "soort = 'mbo'", "niveau in (1, 2)"},
    {"switch_niveaus", "soort = 'mbo' and soort[t+1] = 'mbo' and not gediplomeerd",
     "hoofdgroep[t+1] <> hoofdgroep"},
    {"uitstroom_diploma_vast", LEAVERS, THREE},
    {"diploma_niveau_jaar", LEAVERS, "behaald_niveau >= niveau"},
    {"zonder_diploma", "soort = 'mbo'", "soort[t+1] <> 'mbo' and not " THREE},
};
enum { N_FLOWS = sizeof flows / sizeof *flows };

static void test_definition_standard__what_the_flows_mean(void **state) {
    ds_definitions *d = read_flows();
    (void)state;
    for (size_t i = 0; i < N_FLOWS; i++) {
        const ds_indicator *found = NULL;
        ds_definitions *wanted;
        char yaml[2048];
        ds_error err;
        assert_int_equal(ds_definitions_find(d, flows[i].id, &found, &err), DS_OK);
        (void)snprintf(yaml, sizeof yaml,
                       "indicators:\n  - id: a\n    lookback: %d\n    population: \"%s\"\n"
                       "    event: \"%s\"\n",
                       found->lookback, flows[i].population, flows[i].event);
        wanted = help_parse(yaml);
        if (strcmp(found->version, ds_definitions_at(wanted, 0)->version) != 0)
            fail_msg("%s does not mean what is written", flows[i].id);
        ds_definitions_free(wanted);
    }
    assert_int_equal(ds_definitions_n(d), N_FLOWS);
    ds_definitions_free(d);
}

static void check_every_text(ds_definitions *d) {
    for (size_t i = 0; i < ds_definitions_n(d); i++) {
        const ds_indicator *x = ds_definitions_at(d, i);
        assert_true(x->name[0] != '\0' && x->name_en[0] != '\0' && x->source[0] != '\0');
        assert_true(x->goal[0] != '\0' && x->better[0] != '\0');
        assert_true(x->n_by > 0);
    }
}

static void test_definition_standard__says_what_a_reader_needs(void **state) {
    ds_definitions *d = read_flows();
    (void)state;
    check_every_text(d);
    ds_definitions_free(d);
    d = read_standard();
    check_every_text(d);
    for (size_t i = 0; i < ds_definitions_n(d); i++) {
        const ds_indicator *x = ds_definitions_at(d, i);
        if (strncmp(x->id, "vsv", 3) == 0 || strncmp(x->id, "werk", 4) == 0 ||
            strncmp(x->id, "uitstroom", 9) == 0 || strncmp(x->id, "switch", 6) == 0)
            assert_true(x->differs[0] != '\0');
        /* the MBO Raad's figure of this name is of who leaves the institution */
        if (strcmp(x->id, "doorstroom_mbo_hbo") == 0) {
            assert_non_null(
                strstr(x->differs, "wie de instelling met een diploma van niveau 4 verlaat"));
            assert_non_null(
                strstr(x->differs_en, "who leaves the institution with a level 4 diploma"));
        }
    }
    ds_definitions_free(d);
}

static void check_every_sql(ds_definitions *d) {
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

static void test_definition_standard__every_breakdown_has_sql(void **state) {
    (void)state;
    check_every_sql(read_standard());
    check_every_sql(read_flows());
}

/* Each block that begins with a line ```yaml is a definition file. */
static void the_manual_is_right(const char *page) {
    static const char opening[] = "\n```yaml\n", closing[] = "\n```\n";
    const char *const folders[] = {DS_SOURCE_DIR "/codes"};
    char *folder = ds_test_folder(), *text = NULL, *at;
    size_t size = 0, n = 0;
    ds_error err;
    assert_int_equal(ds_file_read(page, 1 << 20, &text, &size, &err), DS_OK);
    for (at = text; (at = strstr(at, opening)) != NULL; n++) {
        char *begin = at + sizeof opening - 1;
        char *end = strstr(begin, closing);
        ds_definitions *d = NULL;
        char *path;
        assert_non_null(end);
        memset(&err, 0, sizeof err);
        path = ds_test_write(folder, "x.yaml", begin, (size_t)(end - begin) + 1);
        if (ds_definitions_read_with(path, folders, 1, &d, &err) != DS_OK)
            fail_msg("%s, example %zu, line %lu: %s", page, n + 1, (unsigned long)err.line, err.nl);
        ds_definitions_free(d);
        ds_free(path);
        at = end;
    }
    assert_true(n >= 5);
    ds_free(text);
    ds_test_folder_remove(folder);
}

static void test_definition_standard__the_manual_is_right(void **state) {
    (void)state;
    the_manual_is_right(DS_SOURCE_DIR "/docs/definities.md");
    the_manual_is_right(DS_SOURCE_DIR "/docs/definities.en.md");
}

/* ---- the three routes of appendix A ---- */

static ds_definitions *read_routes(void) {
    ds_definitions *d = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_read(DS_SOURCE_DIR "/definitions/leerroutes.yaml", &d, &err) != DS_OK)
        fail_msg("%s:%lu:%lu: %s", err.file, (unsigned long)err.line, (unsigned long)err.column,
                 err.nl);
    return d;
}

static const struct {
    const char *id;
    int from, to, figure_from, figure_to;
} routes[] = {{"vakmanschap2", 2014, 2020, 2014, 2017},
              {"vakmanschap3", 2016, 2020, 2016, 2017},
              {"technologie", 2014, 2020, 2014, 2017},
              {"technologie_gl", 2014, 2020, 2014, 2017},
              {"technologie_zonder_hgl", 2014, 2020, 2014, 2017}};

static void check_columns(const ds_definitions *d, const ds_evaluation *e) {
    static const char *const covariates[] = {"geslacht", "leeftijd", "migratieachtergrond",
                                             "advies"};
    static const char *const exact[] = {"schooljaar", "leerweg", "sector"};
    assert_int_equal(e->n_covariates, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(e->covariates[i].name, covariates[i]);
        assert_int_equal(e->covariates[i].number, i == 1);
    }
    assert_int_equal(e->n_exact, 2);
    assert_int_equal(e->exact_sizes[0], 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(e->exact[0][i].name, exact[i]);
    assert_int_equal(e->exact_report, 1); /* the report's own list, beside */
    assert_int_equal(e->exact_sizes[1], 1);
    assert_int_equal(e->exact[1][0].node, UINT32_MAX);
    assert_int_equal(e->n_location, 2);
    assert_int_equal(ds_definitions_nodes(d, NULL)[e->location[1].node].column,
                     DS_COLUMN_VESTIGING);
}

static void check_outcomes(const ds_evaluation *e) {
    static const char *const six[] = {"vsv",  "doorstuderen",    "richting", "diploma_niveau",
                                      "duur", "doorstroom_hoger"};
    size_t n_placebo = 0, n_six = 0;
    for (size_t i = 0; i < e->n_outcomes; i++) {
        const ds_evaluation_outcome *o = &e->outcomes[i];
        bool of_six = false;
        for (size_t k = 0; k < 6; k++)
            of_six = of_six || strcmp(o->id, six[k]) == 0;
        assert_true(o->name[0] != '\0' && o->name_en[0] != '\0');
        assert_true(o->placebo || o->better[0] != '\0');
        if (of_six) assert_non_null(strstr(o->source, "2014-2022"));
        assert_int_equal(o->conditional, o->unconditional[0] != '\0');
        assert_int_equal(o->years[o->n_years - 1].k, o->placebo ? 0 : 5);
        n_placebo += o->placebo;
        n_six += of_six;
    }
    assert_int_equal(n_six, 6);
    assert_true(n_placebo > 0);
}

static void test_definition_standard__the_three_routes(void **state) {
    ds_definitions *d = read_routes();
    (void)state;
    assert_int_equal(ds_definitions_n_evaluations(d), sizeof routes / sizeof *routes);
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(d, i);
        assert_string_equal(e->id, routes[i].id);
        assert_true(e->name[0] != '\0' && e->name_en[0] != '\0' && e->source[0] != '\0');
        assert_int_equal(e->n_cohorten, routes[i].to - routes[i].from + 1);
        assert_int_equal(e->cohorten[0], routes[i].from);
        assert_int_equal(e->n_cohorten_figuur, routes[i].figure_to - routes[i].figure_from + 1);
        assert_int_equal(e->cohorten_figuur[0], routes[i].figure_from);
        if (strncmp(e->id, "technologie", 11) == 0 &&
            strcmp(e->id, "technologie_zonder_hgl") != 0) {
            assert_int_equal(e->published_treated, 2487);
            assert_int_equal(e->published_controls, 45304);
        }
        check_columns(d, e);
        check_outcomes(e);
    }
    ds_definitions_free(d);
}

/* An outcome means what is written here, with the number of the year. */
static void check_route(ds_definitions *d, const char *id, const char *population,
                        const char *event) {
    static const char terms[] = "terms:\n  start: soort = 'vmbo' and leerjaar = 3 and count(soort "
                                "= 'vmbo' and leerjaar = 3) "
                                "= 1\n";
    ds_definitions *written = help_indicator(terms, population, event);
    const ds_indicator *indicator = NULL;
    ds_error err;
    assert_int_equal(ds_definitions_find(d, id, &indicator, &err), DS_OK);
    if (strcmp(indicator->version, ds_definitions_at(written, 0)->version) != 0)
        fail_msg("%s means something else", id);
    ds_definitions_free(written);
}

static void test_definition_standard__what_the_outcomes_mean(void **state) {
    static const char two[] = "(start and leerweg in ('bb', 'kb')) and schooljaar in (2014, 2015, "
                              "2016, 2017, 2018, 2019, 2020)";
    static const char three[] =
        "(start and leerweg = 'kb') and schooljaar in (2016, 2017, 2018, 2019, 2020)";
    char subset[512];
    ds_definitions *d = read_routes();
    (void)state;
    check_route(d, "vakmanschap2.vsv.3", two,
                "(leeftijd < 23 and not ingeschreven and not (diploma_mbo >= 2 or diploma_vo in "
                "('havo', 'vwo') or diploma_ho))[t+3] and not vrijgesteld[t+3]");
    check_route(d, "vakmanschap2.doorstuderen.2", two,
                "within(soort in ('mbo', 'hbo', 'wo'), 1, 2)");
    check_route(d, "vakmanschap3.cumulatief.4", three, "diploma_mbo[t+4] > 0");
    check_route(d, "vakmanschap3.doorstroom_hoger.5", three,
                "within(soort = 'mbo' and niveau = 4 or soort in ('hbo', 'wo'), 1, 5)");
    (void)snprintf(
        subset, sizeof subset,
        "(%s) and within((soort = 'mbo' and eerste_jaar_mbo = schooljaar) and niveau = 3, "
        "1, 4)",
        three);
    check_route(d, "vakmanschap3.diploma_niveau.4", subset, "diploma_mbo[t+4] >= 3");
    ds_definitions_free(d);
}

/* The profiles that the made register delivers have a direction, or are said to have none. */
static void test_definition_standard__every_profile_has_a_direction(void **state) {
    char *profiles = NULL, *list = NULL, *line, *next;
    size_t size, n = 0;
    ds_error err;
    (void)state;
    assert_int_equal(
        ds_file_read(DS_SOURCE_DIR "/simulatie/profiel.csv", 1 << 20, &profiles, &size, &err),
        DS_OK);
    assert_int_equal(ds_file_read(DS_SOURCE_DIR "/codes/richting.csv", 1 << 20, &list, &size, &err),
                     DS_OK);
    for (line = strchr(profiles, '\n') + 1; *line != '\0'; line = next + 1, n++) {
        char row[64];
        const char *profile = strchr(line, ',') + 1;
        next = strchr(line, '\n');
        assert_non_null(next);
        (void)snprintf(row, sizeof row, "\nvmbo,profiel,%.*s", (int)(strcspn(profile, ",") + 1),
                       profile);
        if (strstr(list, row) == NULL) fail_msg("%s", row);
    }
    assert_true(n > 30);
    ds_free(profiles);
    ds_free(list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_standard__means_what_the_contract_says),
        cmocka_unit_test(test_definition_standard__what_the_flows_mean),
        cmocka_unit_test(test_definition_standard__says_what_a_reader_needs),
        cmocka_unit_test(test_definition_standard__every_breakdown_has_sql),
        cmocka_unit_test(test_definition_standard__the_manual_is_right),
        cmocka_unit_test(test_definition_standard__the_three_routes),
        cmocka_unit_test(test_definition_standard__what_the_outcomes_mean),
        cmocka_unit_test(test_definition_standard__every_profile_has_a_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

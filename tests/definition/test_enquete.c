/* tests/definition/test_enquete.c: over: enquete: what a name means there, what only careers have,
 * which keys there are, and the definitions that come with the program. */
#include "definition/help.h"

#include "base/text.h"

#define HEAD "indicators:\n  - id: a\n    over: enquete\n"

static void refuse(const char *yaml, uint64_t line, uint64_t column, const char *nl,
                   const char *en) {
    help_refused(yaml, strlen(yaml), line, column, nl, en);
}

static const ds_node *outcome_of(const ds_definitions *d) {
    return &ds_definitions_nodes(d, NULL)[ds_definitions_at(d, 0)->outcome];
}

/* A question has the type by which it is used; a column of every survey has its own. */
static void test_definition_enquete__a_question_has_the_type_of_its_use(void **state) {
    ds_definitions *d;
    const ds_node *outcome;
    (void)state;
    d = help_parse(HEAD "    population: niveau >= 2 and functiebeperking\n    event: veilig\n");
    outcome = outcome_of(d);
    assert_int_equal(outcome->op, DS_OP_ANSWER);
    assert_int_equal(outcome->type, DS_TYPE_BOOL);
    assert_true(ds_text_is(outcome->text, "veilig"));
    ds_definitions_free(d);
    d = help_parse(HEAD "    population: leerweg = 'bol'\n    value: cijfer\n");
    assert_int_equal(outcome_of(d)->type, DS_TYPE_INTEGER);
    assert_int_equal(outcome_of(d)->scale, 100);
    ds_definitions_free(d);
    d = help_parse(HEAD "    population: cijfer >= 6 and not veilig\n"
                        "    event: hoe in ('goed', 'zeer goed')\n");
    assert_int_equal(outcome_of(d)->op, DS_OP_IN);
    ds_definitions_free(d);
    /* of a file as a whole, with terms and columns over answers */
    d = help_parse("over: enquete\nterms: {bang: not veilig}\n"
                   "columns: {wie: [{when: bang, is: bang}]}\n"
                   "indicators: [{id: a, population: wie = 'bang', event: bang, by: [[wie, type]]}]"
                   "\n");
    assert_non_null(ds_definitions_at(d, 0)->enquete);
    ds_definitions_free(d);
}

static void test_definition_enquete__what_only_careers_have(void **state) {
    static const char *const gone[] = {"veilig[t+1]", "ever(veilig)", "within(veilig, 0, 1)",
                                       "veilig[last]", "schooljaar = 2024"};
    (void)state;
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        char yaml[256];
        ds_definitions *d = NULL;
        ds_error err = {0};
        (void)snprintf(yaml, sizeof yaml, HEAD "    population: %s\n    event: veilig\n", gone[i]);
        assert_int_equal(ds_definitions_parse("x.yaml", yaml, strlen(yaml), &d, &err), DS_INPUT);
        assert_int_equal(err.line, 4);
        if (strstr(err.nl, "alleen over loopbanen") == NULL) fail_msg("%s: %s", gone[i], err.nl);
    }
    refuse(HEAD "    population: niveau = 2\n    event: ever(veilig)\n", 5, 12,
           "ever is er alleen over loopbanen", "ever is for careers only");
}

static void test_definition_enquete__names(void **state) {
    (void)state;
    refuse(HEAD "    population: gewicht > 1\n    event: v\n", 4, 17, "'gewicht' is een gewicht",
           "'gewicht' is a weight");
    refuse(HEAD "    population: cijfer in (1, 'a')\n    event: v\n", 4, 31,
           "vond een tekst, verwachtte een getal", "found a text, expected a number");
    refuse(HEAD "    population: cijfer in ('a', 1)\n    event: v\n", 4, 33,
           "vond een getal, verwachtte een tekst", "found a number, expected a text");
    refuse(HEAD "    population: leerweg = 'bool'\n    event: v\n", 4, 27, "bedoelt u 'bol'",
           "did you mean 'bol'");
    refuse("terms: {jong: leeftijd < 18}\n" HEAD "    population: jong\n    event: v\n", 5, 17,
           "'jong' is een begrip of kolom over loopbanen", "over careers");
    refuse("over: enquete\nterms: {niveau: v}\nindicators: [{id: a, population: v, event: v}]\n", 2,
           9, "is al een kolom van elke enquête", "column of every survey");
    refuse("over: enquete\nindicators: [{id: a, population: v, event: v}]\nevaluations: [{}]\n", 3,
           14, "een evaluatie volgt loopbanen", "an evaluation follows careers");
}

static void test_definition_enquete__keys(void **state) {
#define REST "    population: niveau = 2\n    event: v\n"
    (void)state;
    refuse("indicators: [{id: a, over: loopbaan, population: v, event: v}]\n", 1, 28,
           "verwachtte enquete", "expected enquete");
    refuse(HEAD REST "    lookback: 2\n", 6, 15, "'lookback' is er niet bij over: enquete",
           "no key 'lookback'");
    refuse("indicators:\n  - id: a\n    population: ingeschreven\n    event: ingeschreven\n"
           "    weight: gewicht\n",
           5, 13, "'weight' is er alleen bij over: enquete", "with over: enquete only");
    refuse(HEAD REST "    weight: niveau\n", 6, 13, "verwachtte een gewicht", "expected a weight");
    refuse(HEAD REST "    calibrate: raken\n", 6, 16, "geen | linear | rake | cross", "linear");
    refuse(HEAD REST "    calibrate: rake\n", 6, 16, "calibrate zonder margins",
           "calibrate without margins");
    refuse(HEAD REST "    margins: [niveau]\n", 6, 14, "margins zonder calibrate",
           "margins without calibrate");
    refuse(HEAD REST "    calibrate: rake\n    margins: [sectorkamer]\n", 7, 15,
           "een kolom van het register", "a column of the register");
    refuse(HEAD REST "    fpc: ja\n", 6, 10, "beide | instellingen | geen", "instellingen");
    refuse(HEAD REST "    doelgroep: veilig\n", 6, 16, "de naam 'veilig' is er niet",
           "no name 'veilig'");
#undef REST
}

static void test_definition_enquete__says_how_it_is_estimated(void **state) {
    ds_definitions *d = help_parse(
        HEAD "    population: niveau = 2\n    event: v\n    module: allen\n    meting: [m, n]\n"
             "    strata: type\n    calibrate: rake\n    margins: [niveau, leerweg]\n"
             "    fpc: instellingen\n    gekalibreerd_op: [geslacht]\n"
             "    doelgroep: soort = 'mbo' and niveau[t-1] = 2\n");
    const ds_enquete *e = ds_definitions_at(d, 0)->enquete;
    char *text = NULL;
    ds_error err;
    (void)state;
    assert_string_equal(e->weight, "gewicht_module");
    assert_string_equal(e->cluster, "instelling");
    assert_string_equal(e->strata, "type");
    assert_int_equal(e->calibrate, DS_CALIBRATE_RAKE);
    assert_int_equal(e->n_margins, 2);
    assert_int_equal(e->fpc, DS_FPC_INSTITUTIONS);
    assert_int_equal(e->n_gekalibreerd_op, 1);
    assert_int_equal(ds_definitions_print(d, e->frame, true, &text, &err), DS_OK);
    assert_string_equal(text, "meting in ('m', 'n') and module_allen");
    ds_free(text);
    assert_int_equal(ds_indicator_of_careers(ds_definitions_at(d, 0), &err), DS_INPUT);
    assert_non_null(strstr(err.en, "doorstroom survey WORKFOLDER --indicator a"));
    ds_definitions_free(d);
}

/* How it is estimated is part of what a number means. */
static void test_definition_enquete__has_a_version(void **state) {
    static const char *const different[] = {"",
                                            "weight: 1",
                                            "fpc: geen",
                                            "module: ja",
                                            "meting: [m]",
                                            "cluster: opleiding_ouders",
                                            "strata: type",
                                            "calibrate: linear, margins: [niveau]",
                                            "calibrate: rake, margins: [niveau]",
                                            "calibrate: rake, margins: [leerweg]",
                                            "gekalibreerd_op: [niveau]",
                                            "doelgroep: soort = 'hbo'"};
    enum { N = sizeof different / sizeof *different };
    char versions[N][13];
    (void)state;
    for (size_t i = 0; i < N; i++) {
        char yaml[256];
        ds_definitions *d;
        (void)snprintf(yaml, sizeof yaml,
                       "indicators: [{id: a, over: enquete, population: niveau = 2, event: v%s%s}]",
                       i == 0 ? "" : ", ", different[i]);
        d = help_parse(yaml);
        memcpy(versions[i], ds_definitions_at(d, 0)->version, 13);
        ds_definitions_free(d);
        for (size_t k = 0; k < i; k++)
            if (strcmp(versions[i], versions[k]) == 0)
                fail_msg("%s | %s", different[i], different[k]);
    }
}

/* The same name is a column of careers without over: enquete, and a key of answers with it. */
static void test_definition_enquete__keys_of_an_overlay(void **state) {
    ds_definitions *d = help_parse(HEAD "    population: niveau = 2\n    event: v\n");
    ds_overlay *over = ds_overlay_new(d), *careers = ds_overlay_new(d);
    uint32_t key, other;
    ds_error err;
    (void)state;
    ds_overlay_over_enquete(over);
    assert_int_equal(ds_overlay_key(over, "sectorkamer", &key, &err), DS_OK);
    assert_int_equal(ds_overlay_key(over, "een_vraag", &key, &err), DS_OK);
    assert_int_equal(ds_overlay_key(over, "niveau[t+1]", &key, &err), DS_INPUT);
    assert_int_equal(ds_overlay_key(over, "niveau", &key, &err), DS_OK);
    assert_int_equal(ds_overlay_key(careers, "niveau", &other, &err), DS_OK);
    assert_int_not_equal(key, other);
    assert_int_equal(ds_overlay_key(careers, "sectorkamer", &other, &err), DS_INPUT);
    ds_overlay_free(over);
    ds_overlay_free(careers);
    ds_definitions_free(d);
}

/* What comes with the program, with all its breakdowns. */
static void test_definition_enquete__those_of_the_program(void **state) {
    static const char *const ids[] = {"voelt_zich_student",
                                      "als_student_gezien",
                                      "studievereniging",
                                      "veilig_school",
                                      "veilig_bpv",
                                      "hulpmiddelen",
                                      "tevreden_begeleiding",
                                      "begeleiding_naar_werk",
                                      "lob",
                                      "mentale_gezondheid"};
    ds_definitions *d = NULL;
    const ds_indicator *found;
    ds_error err;
    (void)state;
    if (ds_definitions_read(DS_SOURCE_DIR "/definitions/enquete.yaml", &d, &err) != DS_OK)
        fail_msg("%lu:%lu: %s", (unsigned long)err.line, (unsigned long)err.column, err.nl);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char *sql = NULL;
        assert_int_equal(ds_definitions_find(d, ids[i], &found, &err), DS_OK);
        assert_non_null(found->enquete);
        assert_true(found->n_by > 0 && found->name_en[0] != '\0' && found->goal[0] != '\0' &&
                    found->better[0] != '\0' && found->source[0] != '\0');
        assert_int_equal(ds_definition_sql(d, found, found->by[0], found->by_names[0],
                                           found->by_sizes[0], &sql, &err),
                         DS_OK);
        assert_non_null(strstr(sql, "FROM enquete AS a"));
        ds_free(sql);
    }
    ds_definitions_free(d);
}

static ds_status read_everything(void *context, ds_error *err) {
    ds_definitions *d = NULL;
    char *sql = NULL;
    ds_status status;
    (void)context;
    status = ds_definitions_read(DS_SOURCE_DIR "/definitions/enquete.yaml", &d, err);
    if (status == DS_OK) {
        const ds_indicator *a = ds_definitions_at(d, 0);
        status = ds_definition_sql(d, a, a->by[0], a->by_names[0], a->by_sizes[0], &sql, err);
    }
    ds_free(sql);
    ds_definitions_free(d);
    return status;
}

static void test_definition_enquete__short_of_memory(void **state) {
    (void)state;
    ds_test_every_allocation(read_everything, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_enquete__a_question_has_the_type_of_its_use),
        cmocka_unit_test(test_definition_enquete__what_only_careers_have),
        cmocka_unit_test(test_definition_enquete__names),
        cmocka_unit_test(test_definition_enquete__keys),
        cmocka_unit_test(test_definition_enquete__says_how_it_is_estimated),
        cmocka_unit_test(test_definition_enquete__has_a_version),
        cmocka_unit_test(test_definition_enquete__keys_of_an_overlay),
        cmocka_unit_test(test_definition_enquete__those_of_the_program),
        cmocka_unit_test(test_definition_enquete__short_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

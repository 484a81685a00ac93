/* tests/definition/test_check.c: names, types, literals, terms and derived columns. */
#include "definition/help.h"

static const struct {
    const char *expression;
    uint64_t column;
    const char *nl, *en;
} errors[] = {
    /* names */
    {"nivea = 2", 1, "de naam 'nivea' is er niet; bedoelt u 'niveau'?", "did you mean 'niveau'?"},
    {"ses = 1 and Soort = 'mbo'", 13, "bedoelt u 'soort'?", "did you mean 'soort'?"},
    {"schoolyaar = 2022", 1, "bedoelt u 'schooljaar'?", "did you mean 'schooljaar'?"},
    {"kwxzq = 2", 1, "de naam 'kwxzq' is er niet", "there is no name 'kwxzq'"},
    {"count > 2", 1, "de naam 'count' is er niet", "there is no name 'count'"},
    /* yes or no where it must be, and nowhere else */
    {"niveau", 1, "vond een getal, verwachtte ja of nee", "found a number, expected yes or no"},
    {"diploma_ho and soort", 16, "vond een tekst, verwachtte ja of nee", "found a text"},
    {"not geboortedatum", 5, "vond een datum, verwachtte ja of nee", "found a date"},
    {"ever(niveau)", 6, "vond een getal, verwachtte ja of nee", "found a number"},
    {"years_until(soort, 1, 2) = 1", 13, "vond een tekst, verwachtte ja of nee", "found a text"},
    {"diploma_ho + 1 = 2", 1, "vond ja of nee, verwachtte een getal", "found yes or no"},
    {"1 + soort = 2", 5, "vond een tekst, verwachtte een getal", "expected a number"},
    {"geboortedatum + 1 = 2", 1, "vond een datum, verwachtte een getal", "found a date"},
    {"diploma_ho < vsv_duo", 12, "ja of nee heeft geen volgorde", "yes or no has no order"},
    {"count(niveau = 1)", 1, "vond een getal, verwachtte ja of nee", "found a number"},
    /* types of two sides */
    {"niveau = '2'", 10, "getallen staan zonder aanhalingstekens", "numbers stand without quotes"},
    {"opleiding = 25001", 13, "codes staan tussen enkele", "codes stand between single quotes"},
    {"25001 = opleiding", 1, "codes staan tussen enkele", "codes stand between single quotes"},
    {"niveau = soort", 10, "vond een tekst, verwachtte een getal", "found a text"},
    {"vsv_duo = 1", 11, "vond een getal, verwachtte ja of nee", "found a number"},
    {"geboortedatum = 2004", 17, "vond een getal, verwachtte een datum", "expected a date"},
    {"niveau in (2, '3')", 15, "vond een tekst, verwachtte een getal", "found a text"},
    {"niveau between 1 and 'x'", 22, "vond een tekst, verwachtte een getal", "found a text"},
    {"uren_werk > leeftijd", 11, "een andere eenheid", "another unit"},
    {"uren_werk + leeftijd > 2", 11, "een andere eenheid", "another unit"},
    /* literals and code lists */
    {"soort = 'mbi'", 9, "vond 'mbi', verwachtte een code van soort; bedoelt u 'mbo'?",
     "found 'mbi', expected a code of soort; did you mean 'mbo'?"},
    {"soort = mbo", 9, "een code staat tussen enkele aanhalingstekens: 'mbo'",
     "a code stands between single quotes: 'mbo'"},
    {"soort in (mbo)", 11, "in enkele aanhalingstekens", "in single quotes"},
    {"diploma_vo >= vmbo-bb", 15, "aanhalingstekens: 'vmbo'", "quotes: 'vmbo'"},
    {"hoofdgroep = economie", 14, "aanhalingstekens: 'economie'", "quotes: 'economie'"},
    {"hoofdgroep = vrolijk", 14, "aanhalingstekens: 'vrolijk'", "quotes: 'vrolijk'"},
    {"hoofdgroep = gemeent", 14, "bedoelt u 'gemeente'? Een code staat tussen",
     "did you mean 'gemeente'? A code stands between"},
    {"geboortedatum >= 2004-10-01", 18, "een datum staat tussen enkele aanhalingstekens",
     "a date stands between single quotes"},
    {"geboortedatum between 2004-10-01 and 2005-10-01", 23, "een datum staat tussen enkele",
     "a date stands between single quotes"},
    {"soort = 'mbi'", 9, "('geen', 'po', 'so', 'vso', 'pro', 'vmbo', 'havo', 'vwo', 'vavo', 'mbo'",
     "('geen', 'po'"},
    {"advies >= 'gymnasium'", 8, "heeft geen plaats in de volgorde van advies ('vso', 'pro'",
     "has no place in the order of advies"},
    {"self.soort = 'mbo'", 1, "self staat alleen binnen ever", "self stands only inside ever"},
    {"ever(gediplomeerd[last])", 6, "na het laatste gedekte schooljaar is er niets",
     "after the last covered school year there is nothing"},
    {"ever((soort = self.soort)[last])", 6, "self staat niet binnen", "self does not stand"},
    {"soort in ('mbo', 'hbs')", 18, "een code van soort; bedoelt u 'hbo'?", "a code of soort"},
    {"soort[t-1] <> 'MBO'", 15, "bedoelt u 'mbo'?", "did you mean 'mbo'?"},
    {"leerweg = 'geen'", 11, "een code van leerweg", "a code of leerweg"},
    {"diploma_vo >= 'gymnasium'", 15, "een code van diploma_vo", "a code of diploma_vo"},
    {"vsv_duo = 'yes'", 11, "verwachtte 'ja' of 'nee'", "expected 'ja' or 'nee'"},
    {"geboortedatum < '01-10-2004'", 17, "een datum als '2004-10-01'", "a date like '2004-10-01'"},
    {"geboortedatum < '2004-13-01'", 17, "een datum als '2004-10-01'", "a date like '2004-10-01'"},
    {"herkomst = 'mbp'", 12, "een waarde van de kolom; bedoelt u 'mbo'?", "did you mean 'mbo'?"},
    {"herkomst[t+1] in ('overig', 'hbo')", 29, "een waarde van de kolom", "a value of the column"},
    /* order */
    {"soort < 'mbo'", 7, "een tekst heeft geen volgorde", "a text has no order"},
    {"opleiding between 'a' and 'b'", 11, "heeft geen volgorde", "has no order"},
    {"diploma_vo > opleiding", 12, "heeft geen volgorde", "has no order"},
    {"herkomst > 'mbo'", 10, "heeft geen volgorde", "has no order"},
    /* shifts and sizes */
    {"niveau[t+20][t+1] = 2", 13, "meer dan 20 schooljaren", "more than 20 school years"},
    {"(niveau[t-15] = 2 or ses = 1)[t-6]", 30, "meer dan 20 schooljaren", "more than 20"},
    {"within(niveau[t+2] = 2, 0, 19)", 1, "meer dan 20 schooljaren", "more than 20"},
    {"ver_vooruit[t+1]", 12, "meer dan 20 schooljaren", "more than 20"},
    {"leeftijd + 1000000000 + 1000000000 > 3", 23, "groter worden dan 2000000000",
     "larger than 2000000000"},
};

static void test_definition_check__errors_point_at_the_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        char yaml[2048];
        int size = snprintf(yaml, sizeof yaml,
                            "columns:\n  herkomst: [{when: \"soort[t-1] = 'mbo'\", is: mbo}]\n"
                            "terms:\n  ver_vooruit: ingeschreven[t+20]\nindicators:\n  - id: a\n"
                            "    event: ingeschreven\n    population: |\n      %s\n",
                            errors[i].expression);
        assert_true(size > 0 && (size_t)size < sizeof yaml);
        help_refused(yaml, (size_t)size, 9, errors[i].column + 6, errors[i].nl, errors[i].en);
    }
}

static void test_definition_check__what_is_allowed(void **state) {
    static const char *const right[] = {
        "soort = 'geen'",
        "instelling <> instelling[t-1]",
        "soort = leerweg",
        "diploma_ho = vsv_duo",
        "diploma_ho = 'ja' and functiebeperking <> 'nee' and vsv_duo in ('ja', 'nee')",
        "(niveau = 2) is null",
        "soort is not null",
        "geboortedatum between '1990-01-01' and '2004-10-01'",
        "diploma_vo between 'vmbo-kb' and 'havo'",
        "diploma_vo < diploma_vo[t+1]",
        "'mbo' = soort",
        "12 < uren_werk",
        "uren_werk in (0, 12)",
        "uren_werk + 1 > uren_werk[t-1] - 2",
        "schooljaar - eerste_jaar_mbo < 3",
        "count(soort = 'mbo') >= 2 and years_until(gediplomeerd, 0, 3) < 2",
        "first(ever(within(soort = 'mbo', -1, 1)))[t+1]",
        "niveau[t+20][t-20] = 2",
        "1 = 1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        ds_definitions_free(help_indicator("", right[i], "ingeschreven"));
}

/* The right side of the first comparison of this kind. */
static const ds_node *right_of(const ds_definitions *definitions, ds_op op) {
    size_t n;
    const ds_node *nodes = ds_definitions_nodes(definitions, &n);
    for (size_t i = 0; i < n; i++)
        if (nodes[i].op == op)
            return &nodes[ds_definitions_args(definitions)[nodes[i].first_arg + 1]];
    fail_msg("no such node");
    return NULL;
}

static void test_definition_check__literals_take_the_other_side(void **state) {
    ds_definitions *d =
        help_indicator("", "uren_werk > 12 and vsv_duo = 'nee' and diploma_vo >= 'havo'",
                       "geboortedatum < '1970-01-11'");
    (void)state;
    assert_int_equal(right_of(d, DS_OP_GT)->op, DS_OP_INTEGER);
    assert_int_equal(right_of(d, DS_OP_GT)->integer, 1200);
    assert_int_equal(right_of(d, DS_OP_GT)->scale, 100);
    assert_int_equal(right_of(d, DS_OP_EQ)->op, DS_OP_BOOL);
    assert_int_equal(right_of(d, DS_OP_EQ)->integer, 0);
    assert_int_equal(right_of(d, DS_OP_LT)->op, DS_OP_DATE);
    assert_int_equal(right_of(d, DS_OP_LT)->integer, 10);
    assert_int_equal(right_of(d, DS_OP_GE)->op, DS_OP_TEXT);
    assert_ptr_equal(right_of(d, DS_OP_GE)->codes,
                     ds_column_list(NULL)[DS_COLUMN_DIPLOMA_VO].codes);
    ds_definitions_free(d);
}

static void test_definition_check__equal_nodes_are_one(void **state) {
    ds_definitions *d = help_indicator("terms:\n  m: soort = 'mbo'\n", "m and niveau = 2",
                                       "(soort = 'mbo' and niveau = 2) = (m and niveau = 2)");
    const ds_indicator *indicator = ds_definitions_at(d, 0);
    const ds_node *outcome = &ds_definitions_nodes(d, NULL)[indicator->outcome];
    const uint32_t *args = ds_definitions_args(d);
    (void)state;
    assert_int_equal(args[outcome->first_arg], indicator->population);
    assert_int_equal(args[outcome->first_arg + 1], indicator->population);
    ds_definitions_free(d);
}

static void test_definition_check__args_come_first(void **state) {
    ds_definitions *d = help_indicator("", "ever(soort = 'mbo') and not (niveau + 1 > 2)[t+1]",
                                       "years_until(gediplomeerd, 0, 2) in (1, 2)");
    size_t n;
    const ds_node *nodes = ds_definitions_nodes(d, &n);
    const uint32_t *args = ds_definitions_args(d);
    (void)state;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < nodes[i].n_args; k++) {
            assert_true(args[nodes[i].first_arg + k] < i);
            assert_true(nodes[args[nodes[i].first_arg + k]].depth < nodes[i].depth);
        }
    ds_definitions_free(d);
}

static void test_definition_check__terms_in_any_order(void **state) {
    ds_definitions *d = help_indicator("terms:\n  c: b and vrijgesteld\n  b: a or diploma_ho\n"
                                       "  a: herkomst = 'x'\n  d: ses = 1\ncolumns:\n  herkomst:\n"
                                       "    - {when: d, is: x}\n    - {when: not d, is: y}\n"
                                       "  kind: [{when: herkomst = 'y', is: z}]\n",
                                       "c", "kind = 'z'");
    (void)state;
    ds_definitions_free(d);
}

static void refused(const char *yaml, uint64_t line, uint64_t column, const char *nl,
                    const char *en) {
    help_refused(yaml, strlen(yaml), line, column, nl, en);
}

#define ONE "indicators:\n  - {id: a, population: ingeschreven, event: diploma_ho}\n"

static void test_definition_check__circles_are_named(void **state) {
    (void)state;
    refused("terms:\n  a: b\n  b: not c\n  c: diploma_ho or b\n" ONE, 4, 20, "staart: b → c → b",
            "circular: b → c → b");
    refused("terms:\n  a: not a\n" ONE, 2, 10, "a → a", "a → a");
    refused("columns:\n  k: [{when: l, is: x}]\nterms:\n  l: k = 'x'\n" ONE, 2, 14, "l → k → l",
            "l → k → l");
}

static void test_definition_check__names_are_new(void **state) {
    (void)state;
    refused("terms:\n  soort: diploma_ho\n" ONE, 2, 3, "'soort' is al een kolom", "is a column");
    refused("terms:\n  Count: diploma_ho\n" ONE, 2, 3, "een woord van de taal", "a word of the");
    refused("terms:\n  schooljaar: diploma_ho\n" ONE, 2, 3, "een woord van de taal", "a word of");
    refused("terms:\n  a: diploma_ho\n  b: vsv_duo\n  a: vsv_duo\n" ONE, 4, 3, "'a' staat er twee",
            "'a' is there twice");
    refused("terms:\n  a: diploma_ho\ncolumns:\n  a: [{when: vsv_duo, is: x}]\n" ONE, 4, 3,
            "'a' staat er twee", "'a' is there twice");
    refused("terms:\n  a b: diploma_ho\n" ONE, 2, 3, "vond 'a b', verwachtte een naam",
            "a name of");
    refused("terms:\n  1a: diploma_ho\n" ONE, 2, 3, "verwachtte een naam", "expected a name");
}

static void test_definition_check__unused_terms_are_checked(void **state) {
    (void)state;
    refused("terms:\n  a: nivau = 2\n" ONE, 2, 6, "bedoelt u 'niveau'?", "mean 'niveau'?");
    refused("columns:\n  k:\n    - {when: niveau, is: x}\n" ONE, 3, 14, "verwachtte ja of nee",
            "expected yes or no");
}

/* t0 is diploma_ho; each later one is its predecessor between before and after. */
static char *chain(const char *before, const char *after, int n, bool backwards) {
    char *yaml = ds_malloc((size_t)n * 64 + 256);
    size_t size;
    assert_non_null(yaml);
    size = (size_t)sprintf(yaml, "terms:\n");
    for (int i = 0; i < n; i++) {
        int k = backwards ? n - 1 - i : i;
        if (k == 0)
            size += (size_t)sprintf(yaml + size, "  t0: diploma_ho\n");
        else
            size += (size_t)sprintf(yaml + size, "  t%d: %st%d%s\n", k, before, k - 1, after);
    }
    (void)sprintf(yaml + size, "%s", ONE);
    return yaml;
}

static void test_definition_check__long_chains_of_terms(void **state) {
    static const char *const before[] = {"", "not ", "1 = 1 and "};
    (void)state;
    for (int k = 0; k < 3; k++)
        for (int backwards = 0; backwards < 2; backwards++) {
            char *yaml = chain(before[k], "", 4000, backwards != 0);
            ds_definitions *d = NULL;
            ds_error err;
            assert_int_equal(ds_definitions_parse(HELP_FILE, yaml, strlen(yaml), &d, &err),
                             DS_INPUT);
            assert_non_null(strstr(err.nl, "dieper dan 200"));
            assert_non_null(strstr(err.en, "deeper than 200"));
            assert_true(err.line > 1 && err.column > 1);
            ds_free(yaml);
        }
}

static void test_definition_check__a_chain_that_fits(void **state) {
    char *yaml = chain("not ", "", 100, true);
    (void)state;
    ds_definitions_free(help_parse(yaml));
    ds_free(yaml);
}

static void test_definition_check__too_many_terms(void **state) {
    char *yaml = ds_malloc(200000);
    size_t size = (size_t)sprintf(yaml, "terms:\n");
    (void)state;
    for (int i = 0; i < 4097; i++)
        size += (size_t)sprintf(yaml + size, "  t%d: diploma_ho\n", i);
    (void)sprintf(yaml + size, "%s", ONE);
    refused(yaml, 4098, 3, "meer dan 4096 begrippen", "more than 4096 terms");
    ds_free(yaml);
}

static void test_definition_check__keys(void **state) {
    ds_definitions *d = help_indicator("terms:\n  m: soort = 'mbo'\ncolumns:\n"
                                       "  k: [{when: m, is: x}]\n",
                                       "m", "diploma_ho");
    static const char *const right[] = {
        "soort",   "k",   "m", "soort[t-1]", " k [ T + 2 ] ", "niveau + 1", "(soort)[t-1] = 'mbo'",
        "ever(m)", "k[t]"};
    static const char *const wrong[] = {
        "soor", "1 + 2",      "schooljaar",  "schooljaar[t+1]", "'x'",
        "",     "soort[t+x]", "soort[t+21]", "(1)[t-1]",        "soort, niveau"};
    ds_overlay *overlay = ds_overlay_new(d), *other = ds_overlay_new(d);
    ds_error err;
    uint32_t node = 0, again = 1;
    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_int_equal(ds_overlay_key(overlay, right[i], &node, &err), DS_OK);
    assert_int_equal(ds_overlay_key(overlay, "k", &again, &err), DS_OK);
    assert_int_equal(node, again);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        memset(&err, 0, sizeof err);
        assert_int_equal(ds_overlay_key(overlay, wrong[i], &node, &err), DS_INPUT);
        assert_int_equal(node, again);
        assert_string_equal(err.file, "");
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    }
    assert_int_equal(ds_definitions_nodes(ds_overlay_definitions(overlay), NULL)[node].op,
                     DS_OP_RULES);
    assert_int_equal(ds_overlay_key(other, "soor", &node, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "bedoelt u 'soort'?"));
    ds_overlay_free(overlay);
    ds_overlay_free(other);
    ds_definitions_free(d);
}

static void test_definition_check__find_suggests(void **state) {
    ds_definitions *d = help_parse(ONE "  - {id: startersresultaat, population: ingeschreven,"
                                       " event: gediplomeerd}\n");
    const ds_indicator *found = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_definitions_n(d), 2);
    assert_int_equal(ds_definitions_find(d, "startersresultaat", &found, &err), DS_OK);
    assert_ptr_equal(found, ds_definitions_at(d, 1));
    assert_null(ds_definitions_at(d, 2));
    assert_int_equal(ds_definitions_find(d, "startresultaat", &found, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "bedoelt u 'startersresultaat'?"));
    assert_ptr_equal(found, ds_definitions_at(d, 1));
    ds_definitions_free(d);
}

static void test_definition_column__catalogue(void **state) {
    size_t n;
    const ds_column *columns = ds_column_list(&n);
    (void)state;
    assert_int_equal(n, DS_COLUMN_N);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(ds_column_find((ds_text){columns[i].name, strlen(columns[i].name)}), i);
        assert_true(columns[i].nl[0] != '\0' && columns[i].en[0] != '\0');
        assert_int_equal(columns[i].scale, i == DS_COLUMN_UREN_WERK ? 100 : 1);
        assert_int_equal(columns[i].coverage,
                         i == DS_COLUMN_UREN_WERK ? DS_COVER_WERK : DS_COVER_INSCHRIJVING);
        assert_int_equal(columns[i].uses_from, i == DS_COLUMN_EERSTE_JAAR_MBO ? -1 : 0);
        assert_int_equal(columns[i].uses_to, /* the diplomas of t */
                         i >= DS_COLUMN_GEDIPLOMEERD && i <= DS_COLUMN_BEHAALD_HOOFDGROEP ? 1 : 0);
    }
    assert_int_equal(ds_column_find((ds_text){"Soort", 5}), -1);
    assert_int_equal(ds_column_find((ds_text){NULL, 0}), -1);
}

static void test_definition_column__codes_can_be_read(void **state) {
    const ds_code_list *soort = ds_column_list(NULL)[DS_COLUMN_SOORT].codes;
    (void)state;
    assert_string_equal(ds_code_list_name(soort), "soort");
    assert_int_equal(ds_code_list_n(soort), 12);
    assert_string_equal(ds_code_list_at(soort, 9), "mbo");
    assert_null(ds_code_list_at(soort, 12));
    assert_false(ds_code_list_ordered(soort));
    assert_true(ds_code_list_ordered(ds_column_list(NULL)[DS_COLUMN_DIPLOMA_VO].codes));
    assert_null(ds_column_list(NULL)[DS_COLUMN_OPLEIDING].codes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_check__errors_point_at_the_place),
        cmocka_unit_test(test_definition_check__what_is_allowed),
        cmocka_unit_test(test_definition_check__literals_take_the_other_side),
        cmocka_unit_test(test_definition_check__equal_nodes_are_one),
        cmocka_unit_test(test_definition_check__args_come_first),
        cmocka_unit_test(test_definition_check__terms_in_any_order),
        cmocka_unit_test(test_definition_check__circles_are_named),
        cmocka_unit_test(test_definition_check__names_are_new),
        cmocka_unit_test(test_definition_check__unused_terms_are_checked),
        cmocka_unit_test(test_definition_check__long_chains_of_terms),
        cmocka_unit_test(test_definition_check__a_chain_that_fits),
        cmocka_unit_test(test_definition_check__too_many_terms),
        cmocka_unit_test(test_definition_check__keys),
        cmocka_unit_test(test_definition_check__find_suggests),
        cmocka_unit_test(test_definition_column__catalogue),
        cmocka_unit_test(test_definition_column__codes_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

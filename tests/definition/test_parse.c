/* tests/definition/test_parse.c: what may be written, how it binds, and where errors point. */
#include "definition/help.h"

static void test_definition_parse__binds_as_stated(void **state) {
    (void)state;
    help_same("ingeschreven or vrijgesteld and diploma_ho",
              "ingeschreven or (vrijgesteld and diploma_ho)");
    help_same("not ingeschreven and vrijgesteld", "(not ingeschreven) and vrijgesteld");
    help_same("not niveau = 2", "not (niveau = 2)");
    help_same("niveau + 1 - 2 = 3", "((niveau + 1) - 2) = 3");
    help_different("niveau - (ses - 1) = 3", "niveau - ses - 1 = 3");
    help_same("niveau between 1 and 2 and diploma_ho", "(niveau between 1 and 2) and diploma_ho");
    help_same("niveau + leerjaar[t+1] > 2", "niveau + (leerjaar[t+1]) > 2");
    help_different("niveau + leerjaar[t+1] > 2", "(niveau + leerjaar)[t+1] > 2");
}

static void test_definition_parse__short_forms(void **state) {
    (void)state;
    help_same("niveau between 1 and 3", "niveau >= 1 and niveau <= 3");
    help_same("niveau not in (1, 2)", "not (niveau in (1, 2))");
    help_same("niveau not between 1 and 2", "not (niveau between 1 and 2)");
    help_same("niveau is not null", "not niveau is null");
    help_same("(niveau[t+1])[t+1] = 2", "niveau[t+2] = 2");
    help_same("niveau[t+1][t-1] = 2", "niveau = 2");
    help_same("NOT diploma_ho AND EVER(ingeschreven) Or niveau IS Null",
              "not diploma_ho and ever(ingeschreven) or niveau is null");
    help_same("niveau\n      = \t2", "niveau=2");
    help_same("niveau > -1", "niveau > 0 - 1");
    help_same("uren_werk > 12 + 1", "uren_werk > 13");
    help_same("WITHIN(ingeschreven, -2, +3)", "within(ingeschreven,-2,3)");
}

static void test_definition_parse__text_with_quote(void **state) {
    ds_definitions *definitions = help_indicator("", "opleiding = '''t is ''n ''' ", "diploma_ho");
    size_t n, texts = 0;
    const ds_node *nodes = ds_definitions_nodes(definitions, &n);
    (void)state;
    for (size_t i = 0; i < n; i++) {
        if (nodes[i].op != DS_OP_TEXT) continue;
        texts++;
        assert_string_equal(nodes[i].text.data, "'t is 'n '");
        assert_int_equal(nodes[i].text.size, 10);
    }
    assert_int_equal(texts, 1);
    ds_definitions_free(definitions);
}

static const struct {
    const char *expression;
    uint64_t column;
    const char *nl, *en;
} errors[] = {
    {"niveau =", 9, "vond het einde", "found the end"},
    {"and niveau", 1, "vond 'and'", "found 'and'"},
    {"niveau = 2 niveau", 12, "vond 'niveau', verwachtte and, or of het einde", "expected and"},
    {"niveau = 2)", 11, "vond ')'", "found ')'"},
    {"(niveau = 2", 12, "verwachtte een haakje )", "expected a parenthesis )"},
    {"niveau = 2 = 3", 12, "tussen haakjes", "in parentheses"},
    {"niveau is null is null", 16, "tussen haakjes", "in parentheses"},
    {"niveau is 2", 11, "verwachtte null", "expected null"},
    {"niveau not 2", 12, "verwachtte in of between", "expected in or between"},
    {"niveau between 1 or 2", 18, "verwachtte and", "expected and"},
    {"niveau in ()", 12, "verwachtte een getal of een tekst", "a number or a text"},
    {"niveau in (1,)", 14, "verwachtte een getal of een tekst", "a number or a text"},
    {"niveau in (1 2)", 14, "verwachtte een komma", "expected a comma"},
    {"niveau in (niveau)", 12, "verwachtte een getal of een tekst", "a number or a text"},
    {"niveau in 1", 11, "verwachtte een haakje (", "expected a parenthesis ("},
    {"niveau[t+x] = 2", 10, "vond 'x', verwachtte een heel aantal", "found 'x', expected a whole"},
    {"niveau[t+21] = 2", 10, "hoogstens 20", "20 school years at most"},
    {"niveau[1] = 2", 8, "verwachtte t, t+1 of t-1", "expected t, t+1 or t-1"},
    {"niveau[t*1] = 2", 9, "het teken '*'", "found '*'"},
    {"niveau[t+1 = 2", 12, "verwachtte ]", "expected ]"},
    {"niveau[t+] = 2", 10, "vond ']'", "found ']'"},
    {"niveau = 2[t+1]", 11, "in elk schooljaar gelijk", "the same in each school year"},
    {"niveau = 'twee", 10, "geen aanhalingsteken", "no closing quote"},
    {"niveau = 2.5", 10, "vond 2.5, verwachtte een geheel getal", "found 2.5, expected a whole"},
    {"niveau = 2e", 10, "verwachtte een geheel getal", "expected a whole number"},
    {"niveau = 1000000001", 10, "tot en met 1000000000", "up to 1000000000"},
    {"niveau = 99999999999999999999", 10, "tot en met 1000000000", "up to 1000000000"},
    {"niveau = -x", 11, "verwachtte een geheel getal", "expected a whole number"},
    {"niveau != 2", 8, "schrijf in plaats daarvan <>", "write <> instead"},
    {"niveau == 2", 8, "schrijf in plaats daarvan =", "write = instead"},
    {"soort = \"mbo\"", 9, "schrijf in plaats daarvan '", "write ' instead"},
    {"soort = ‘mbo’", 9, "schrijf in plaats daarvan '", "write ' instead"},
    {"niveau = 2 && ses = 1", 12, "schrijf in plaats daarvan and", "write and instead"},
    {"niveau ∈ (1)", 8, "het teken '∈'", "found '∈'"},
    {"advies = 'é' and niveau ? 1", 25, "het teken '?'", "found '?'"},
    {"evr(ingeschreven)", 1, "de functie 'evr' is er niet; bedoelt u 'ever'?", "mean 'ever'?"},
    {"ever()", 6, "vond ')'", "found ')'"},
    {"ever(ingeschreven, 1, 2)", 18, "verwachtte een haakje )", "expected a parenthesis )"},
    {"within(ingeschreven)", 20, "verwachtte een komma", "expected a comma"},
    {"within(ingeschreven, 1)", 23, "verwachtte een komma", "expected a comma"},
    {"within(ingeschreven, 3, 1)", 25, "vond 1, verwachtte een jaar vanaf 3", "from 3 on"},
    {"within(ingeschreven, 1, 21)", 25, "hoogstens 20", "20 school years at most"},
    {"within(ingeschreven, a, 1)", 22, "vond 'a'", "found 'a'"},
    {"not", 4, "vond het einde", "found the end"},
    {"a23456789012345678901234567890123456789012345678901234567890123456789", 1, "langer dan 64",
     "longer than 64"},
};

static void test_definition_parse__errors_point_at_the_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        help_refused_expression(errors[i].expression, errors[i].column, errors[i].nl, errors[i].en);
}

/* before × n, then niveau = 2, then after × n. */
static char *repeated(const char *before, const char *after, size_t n, size_t *out_size) {
    static const char head[] =
        "indicators:\n  - id: a\n    event: diploma_ho\n    population: |\n     ";
    size_t one = strlen(before), other = strlen(after), size = 0;
    char *yaml = ds_malloc(sizeof head + (one + other) * n + 32);
    assert_non_null(yaml);
    size += (size_t)sprintf(yaml, "%s ", head);
    for (size_t i = 0; i < n; i++, size += one)
        memcpy(yaml + size, before, one);
    size += (size_t)sprintf(yaml + size, "niveau = 2");
    for (size_t i = 0; i < n; i++, size += other)
        memcpy(yaml + size, after, other);
    yaml[size] = '\0';
    *out_size = size;
    return yaml;
}

static void refused_repeated(const char *before, const char *after, size_t n, uint64_t column,
                             const char *nl, const char *en) {
    size_t size;
    char *yaml = repeated(before, after, n, &size);
    help_refused(yaml, size, 5, column, nl, en);
    ds_free(yaml);
}

static void test_definition_parse__ten_thousand_parentheses(void **state) {
    (void)state;
    refused_repeated("(", ")", 10000, 207, "meer dan 200 haakjes", "more than 200 parentheses");
    refused_repeated("(", "", 10000, 207, "meer dan 200 haakjes", "more than 200 parentheses");
    refused_repeated("not ", "", 10000, 7 + 4 * 200, "meer dan 200", "more than 200");
    refused_repeated("ever(", ")", 10000, 7 + 5 * 200 + 4, "meer dan 200", "more than 200");
    refused_repeated("1 + ", "", 10000, 7, "dieper dan 200", "deeper than 200");
    refused_repeated("(1 + ", ")", 190, 7 + 5 * 189 + 1, "vond ja of nee", "found yes or no");
}

static void test_definition_parse__deep_but_allowed(void **state) {
    size_t size;
    ds_definitions *definitions = NULL;
    ds_error err;
    char *yaml;
    (void)state;
    yaml = repeated("(", ")", 200, &size);
    assert_int_equal(ds_definitions_parse(HELP_FILE, yaml, size, &definitions, &err), DS_OK);
    ds_definitions_free(definitions);
    ds_free(yaml);
    /* A long row of ands and ors is wide, not deep. */
    yaml = repeated("niveau = 1 or ", " and ses = 1", 10000, &size);
    assert_int_equal(ds_definitions_parse(HELP_FILE, yaml, size, &definitions, &err), DS_OK);
    ds_definitions_free(definitions);
    ds_free(yaml);
    yaml = repeated("not ", "", 197, &size);
    assert_int_equal(ds_definitions_parse(HELP_FILE, yaml, size, &definitions, &err), DS_OK);
    ds_definitions_free(definitions);
    ds_free(yaml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_parse__binds_as_stated),
        cmocka_unit_test(test_definition_parse__short_forms),
        cmocka_unit_test(test_definition_parse__text_with_quote),
        cmocka_unit_test(test_definition_parse__errors_point_at_the_place),
        cmocka_unit_test(test_definition_parse__ten_thousand_parentheses),
        cmocka_unit_test(test_definition_parse__deep_but_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/definition/test_read.c: the file around the expressions: its keys, its YAML, and where an
 * error in a quoted, folded or indented expression points. */
#include "definition/help.h"

#define ONE "indicators:\n  - {id: a, population: ingeschreven, event: diploma_ho}\n"
#define BLOCK "indicators:\n  - id: a\n    population: ingeschreven\n    event: diploma_ho\n"

static const struct {
    const char *yaml;
    uint64_t line, column;
    const char *nl, *en;
} errors[] = {
    /* the file */
    {"", 1, 1, "het bestand is leeg", "the file is empty"},
    {"# niets\n", 1, 1, "het bestand is leeg", "the file is empty"},
    {"- a\n", 1, 1, "vond een lijst, verwachtte een blok met sleutels", "found a list"},
    {"tekst\n", 1, 1, "vond een tekst, verwachtte een blok", "found a text"},
    {"terms: {}\n", 1, 1, "'indicators' ontbreekt", "'indicators' is missing"},
    {"indicators: []\n", 1, 13, "indicators is leeg", "indicators is empty"},
    {"indicators:\n", 1, 12, "vond een tekst, verwachtte een lijst", "expected a list"},
    {"indicatoren: []\n", 1, 1, "bedoelt u 'indicators'?", "did you mean 'indicators'?"},
    {ONE "terms: {}\nterms: {}\n", 4, 1, "'terms' staat er twee keer", "'terms' is there twice"},
    {ONE "---\n" ONE, 4, 1, "een tweede document", "a second document"},
    {"a: 'x\n", 2, 1, "geen geldige YAML", "not valid YAML"},
    {"a: b: c\n", 1, 5, "geen geldige YAML", "not valid YAML"},
    {ONE "\t- x\n", 3, 1, "geen geldige YAML: hier kan geen tab", "indent with spaces"},
    {"a: [x\n", 2, 1, "een , of ] verwacht", "expected ',' or ']'"},
    {"a: &x 1\nb: *x\n", 2, 4, "een verwijzing met *", "an alias with *"},
    {"a: [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]\n", 1, 19, "meer dan 16 niveaus", "more than 16"},
    {"a: \"x\\0y\"\n", 1, 4, "een NUL", "a NUL"},
    {"a: \"\x01\"\n", 1, 5, "geen geldige YAML", "not valid YAML"},
    {"# \xc3\xa9\na: \xff\n", 2, 4, "byte FF, dat is geen UTF-8", "byte FF, which is not UTF-8"},
    /* an indicator */
    {"indicators: [tekst]\n", 1, 14, "vond een tekst, verwachtte een blok", "found a text"},
    {"indicators:\n  - {population: ingeschreven, event: diploma_ho}\n", 2, 5, "'id' ontbreekt",
     "'id' is missing"},
    {"indicators:\n  - {id: a, event: diploma_ho}\n", 2, 5, "'population' ontbreekt",
     "'population' is missing"},
    {"indicators:\n  - {id: a, population: diploma_ho}\n", 2, 5, "'event' (of 'value') ontbreekt",
     "'event' (or 'value') is missing"},
    {BLOCK "    value: niveau\n", 5, 12, "vond event en value", "found event and value"},
    {BLOCK "    naem: x\n", 5, 5, "de sleutel 'naem' kent dit blok niet; bedoelt u 'name'?",
     "this block has no key 'naem'; did you mean 'name'?"},
    {BLOCK "    id: b\n", 5, 5, "'id' staat er twee keer", "'id' is there twice"},
    {BLOCK "    [x]: b\n", 5, 5, "vond een lijst, verwachtte een tekst", "found a list"},
    {BLOCK "    name: [x]\n", 5, 11, "vond een lijst, verwachtte een tekst", "found a list"},
    {BLOCK "    better: more\n", 5, 13, "verwachtte lower of higher", "expected lower or higher"},
    {BLOCK "    lookback: -1\n", 5, 15, "een aantal jaren van 0", "a number of years from 0"},
    {BLOCK "    lookback: vijf\n", 5, 15, "een aantal jaren van 0", "a number of years from 0"},
    {BLOCK "    lookback: 101\n", 5, 15, "een aantal jaren van 0", "a number of years from 0"},
    {BLOCK "  - {id: a, population: ingeschreven, event: diploma_ho}\n", 5, 10,
     "de id 'a' staat ook op regel 2", "the id 'a' is on line 2 as well"},
    {"indicators:\n  - {id: a-b, population: ingeschreven, event: diploma_ho}\n", 2, 10,
     "vond 'a-b', verwachtte een id", "found 'a-b', expected an id"},
    {"indicators:\n  - {id: '', population: ingeschreven, event: diploma_ho}\n", 2, 10,
     "verwachtte een id", "expected an id"},
    {"indicators:\n  - {id: a, population: , event: diploma_ho}\n", 2, 25, "vond het einde",
     "found the end"},
    {"indicators:\n  - {id: a, population: [soort], event: diploma_ho}\n", 2, 25, "vond een lijst",
     "found a list"},
    {"indicators:\n  - {id: a, population: niveau, event: diploma_ho}\n", 2, 25,
     "vond een getal, verwachtte ja of nee", "found a number, expected yes or no"},
    {"indicators:\n  - {id: a, population: diploma_ho, value: diploma_ho}\n", 2, 44,
     "vond ja of nee, verwachtte een getal", "found yes or no, expected a number"},
    {"indicators:\n  - {id: a, population: diploma_ho, value: soort}\n", 2, 44,
     "vond een tekst, verwachtte een getal", "found a text, expected a number"},
    /* by */
    {BLOCK "    by: niveau\n", 5, 9, "vond een tekst, verwachtte een lijst", "expected a list"},
    {BLOCK "    by: [niveau]\n", 5, 10, "vond een tekst, verwachtte een lijst", "expected a list"},
    {BLOCK "    by: [[]]\n", 5, 10, "vond 0 kolommen, verwachtte er 1", "found 0 columns"},
    {BLOCK "    by: [[niveau, nivau]]\n", 5, 19, "bedoelt u 'niveau'?", "did you mean 'niveau'?"},
    {BLOCK "    by: [[niveau, niveau]]\n", 5, 19, "'niveau' staat hier twee keer", "is here twice"},
    {BLOCK "    by: [[1 + 2]]\n", 5, 11, "de naam van een kolom of begrip", "the name of a"},
    {BLOCK "    by: [[\"niveau[t+x]\"]]\n", 5, 21, "vond 'x'", "found 'x'"},
    {BLOCK "    by: [[[niveau]]]\n", 5, 11, "vond een lijst, verwachtte een tekst", "found a list"},
    {BLOCK "    by: [[soort, niveau, ses, sector, route, type, naam, advies, profiel, leerweg, "
           "geslacht, gemeente, leeftijd, vestiging, opleiding, hoofdgroep, rmc_regio]]\n",
     5, 10, "vond 17 kolommen", "found 17 columns"},
    /* terms and columns */
    {"terms: [a]\n" ONE, 1, 8, "vond een lijst, verwachtte een blok", "found a list"},
    {"terms:\n  a: [x]\n" ONE, 2, 6, "vond een lijst, verwachtte een tekst", "found a list"},
    {"terms:\n  a:\n" ONE, 2, 5, "vond het einde", "found the end"},
    {"columns:\n  a: x\n" ONE, 2, 6, "vond een tekst, verwachtte een lijst", "found a text"},
    {"columns:\n  a: []\n" ONE, 2, 6, "regels met when en is", "rules with when and is"},
    {"columns:\n  a: [{when: diploma_ho}]\n" ONE, 2, 7, "'is' ontbreekt", "'is' is missing"},
    {"columns:\n  a: [{is: x}]\n" ONE, 2, 7, "'when' ontbreekt", "'when' is missing"},
    {"columns:\n  a: [{when: diploma_ho, is: ''}]\n" ONE, 2, 30, "vond niets", "found nothing"},
    {"columns:\n  a: [{when: diploma_ho, then: x}]\n" ONE, 2, 26, "'then' kent dit blok niet",
     "has no key 'then'"},
};

static void test_definition_read__errors_point_at_the_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        help_refused(errors[i].yaml, strlen(errors[i].yaml), errors[i].line, errors[i].column,
                     errors[i].nl, errors[i].en);
}

/* In each way of writing it, the error is at fout. */
static const struct {
    const char *population;
    uint64_t line, column;
} styles[] = {
    {" niveau = 1 and fout\n", 3, 32},
    {" 'niveau = 1 and fout'\n", 3, 33},
    {" 'soort = ''mbo'' and fout'\n", 3, 38},
    {" \"niveau = 1 and fout\"\n", 3, 33},
    {" \"\\x6eiveau \\u003d 1\\tand fout\"\n", 3, 42},
    {" \"advies = '\\U0001F600\\_\\P\\\"' and fout\"\n", 3, 50},
    {" \"advies = '\\\\' and \\\n        fout\"\n", 4, 9},
    {" \"niveau = 1\n\n        and fout\"\n", 5, 13},
    {" 'niveau = 1\n\n        and fout'\n", 5, 13},
    {" niveau = 1\n      and\n\n      fout\n", 6, 7},
    {" |\n      niveau = 1\n      and fout\n", 5, 11},
    {" |2-  # hier\n      niveau = 1\n       and fout\n", 5, 12},
    {" |\n\n      niveau = 1 and\n\n        fout\n", 7, 9},
    {" >\n      niveau = 1\n      and fout\n", 5, 11},
    {" >-\n\n      niveau = 1\n\n         and\n       fout\n", 8, 8},
    {"\n      niveau = 1 and fout\n", 4, 22},
    {" !!str niveau = 1 and fout\n", 3, 38},
    {" &x niveau = 1 and fout\n", 3, 35},
    {" advies = 'één' and fout\n", 3, 36},
};

static void check_styles(const char *line_end, const char *before) {
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        char plain[512], yaml[1024];
        size_t size;
        (void)snprintf(plain, sizeof plain,
                       "indicators:\n  - id: a\n    population:%s    event: "
                       "diploma_ho\n",
                       styles[i].population);
        size = (size_t)snprintf(yaml, sizeof yaml, "%s", before);
        for (const char *c = plain; *c != '\0'; c++) {
            if (*c == '\n')
                size += (size_t)snprintf(yaml + size, sizeof yaml - size, "%s", line_end);
            else
                yaml[size++] = *c;
        }
        yaml[size] = '\0';
        help_refused(yaml, size, styles[i].line, styles[i].column, "de naam 'fout'",
                     "no name 'fout'");
    }
}

static void test_definition_read__places_in_every_style(void **state) {
    (void)state;
    check_styles("\n", "");
    check_styles("\r\n", "");
    check_styles("\r", "");
    check_styles("\n", "\xef\xbb\xbf");
}

static void test_definition_read__nul_and_size(void **state) {
    static const char nul[] = "indicators:\n  - \0\n";
    ds_definitions *definitions = NULL;
    ds_error err;
    char *large = ds_malloc(DS_DEFINITION_MAX + 1);
    (void)state;
    help_refused(nul, sizeof nul - 1, 2, 5, "NUL-teken", "NUL byte");
    assert_non_null(large);
    memset(large, ' ', DS_DEFINITION_MAX + 1);
    memset(&err, 0, sizeof err);
    assert_int_equal(
        ds_definitions_parse(HELP_FILE, large, DS_DEFINITION_MAX + 1, &definitions, &err),
        DS_INPUT);
    assert_non_null(strstr(err.nl, "groter dan 1048576"));
    ds_free(large);
    assert_int_equal(ds_definitions_parse(HELP_FILE, NULL, 0, &definitions, &err), DS_INPUT);
    assert_int_equal(ds_definitions_read("/er/is/niets", &definitions, &err), DS_INPUT);
    assert_int_equal(ds_definitions_read("/tmp", &definitions, &err), DS_INPUT);
    assert_null(definitions);
}

static void test_definition_read__what_is_read(void **state) {
    ds_definitions *d =
        help_parse("# kop\nindicators:\n  - id: a_1\n    name: Naam\n    name_en: Name\n"
                   "    goal: \"1.3\"\n    better: lower\n    source: bron\n"
                   "    note: let op\n    note_en: mind\n    differs: anders\n"
                   "    differs_en: otherwise\n    lookback: 6\n"
                   "    population: ingeschreven\n    event: diploma_ho\n"
                   "    by: [[niveau, 'soort[t-1]'], [leerweg]]\n"
                   "  - {id: b, population: ingeschreven, value: uren_werk}\n");
    const ds_indicator *a = ds_definitions_at(d, 0);
    const ds_indicator *b = ds_definitions_at(d, 1);
    const ds_node *nodes = ds_definitions_nodes(d, NULL);
    (void)state;
    assert_string_equal(a->id, "a_1");
    assert_string_equal(a->name, "Naam");
    assert_string_equal(a->name_en, "Name");
    assert_string_equal(a->goal, "1.3");
    assert_string_equal(a->better, "lower");
    assert_string_equal(a->source, "bron");
    assert_string_equal(a->note, "let op");
    assert_string_equal(a->note_en, "mind");
    assert_string_equal(a->differs, "anders");
    assert_string_equal(a->differs_en, "otherwise");
    assert_string_equal(b->differs_en, "");
    assert_string_equal(a->file, HELP_FILE);
    assert_int_equal(a->line, 3);
    assert_int_equal(a->lookback, 6);
    assert_false(a->numeric);
    assert_int_equal(a->n_by, 2);
    assert_int_equal(a->by_sizes[0], 2);
    assert_int_equal(a->by_sizes[1], 1);
    assert_string_equal(a->by_names[0][1], "soort[t-1]");
    assert_int_equal(nodes[a->by[0][1]].op, DS_OP_SHIFT);
    assert_int_equal(nodes[a->by[1][0]].column, DS_COLUMN_LEERWEG);
    assert_true(b->numeric);
    assert_string_equal(b->name, "");
    assert_int_equal(b->lookback, 0);
    assert_int_equal(b->n_by, 0);
    assert_int_equal(nodes[b->outcome].scale, 100);
    ds_definitions_free(d);
    ds_definitions_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definition_read__errors_point_at_the_place),
        cmocka_unit_test(test_definition_read__places_in_every_style),
        cmocka_unit_test(test_definition_read__nul_and_size),
        cmocka_unit_test(test_definition_read__what_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

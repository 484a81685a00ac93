/* tests/report/test_recipe_errors.c: what is wrong in a recipe, with file, line and column, and
 * what to do about it; what is too large, and what is no text. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "doorstroom/recipe.h"
#include "support/support.h"

static ds_status parse(const char *nl, const char *en, ds_error *err) {
    ds_recipe *recipe = NULL;
    const ds_text none = {NULL, 0};
    ds_status status = ds_recipe_parse("map/proef.md", ds_text_of(nl),
                                       en == NULL ? none : ds_text_of(en), &recipe, err);
    if (status != DS_OK) assert_null(recipe);
    ds_recipe_free(recipe);
    return status;
}

typedef struct wrong {
    const char *text;
    uint64_t line, column;
    const char *says; /* in Dutch */
} wrong;

static void check_wrong(const wrong *w, const char *en, const char *file) {
    ds_error err = {0};
    const ds_status status = parse(en == NULL ? w->text : en, en == NULL ? NULL : w->text, &err);
    if (status != DS_INPUT || err.line != w->line || err.column != w->column ||
        strstr(err.nl, w->says) == NULL || strcmp(err.file, file) != 0)
        fail_msg("%s\ngave %d at %s:%d:%d: %s", w->text, status, err.file, (int)err.line,
                 (int)err.column, err.nl);
    assert_null(strchr(err.nl, '\n'));
    assert_true(strlen(err.en) > 10);
}

static const wrong wrongs[] = {
    /* fences */
    {"a\n\n```tabel T1\nindicator: vsv\n", 3, 1, "heeft geen einde"},
    {"```tabel T1\nindicator: vsv\n\n```tabel T2\n```\n", 1, 1, "op regel 4 begint het volgende"},
    {"```tabl T1\n```\n", 1, 4, "bedoelt u 'tabel'"},
    {"```tabel\n```\n", 1, 4, "hoort een naam"},
    {"```tabel een twee\n```\n", 1, 4, "hoort een naam"},
    {"tekst\n  ```tabel T1\n", 2, 3, "aan het begin van een regel"},
    {"> ```tabel T1\n", 1, 3, "aan het begin van een regel"},
    {"~~~tabel T1\n", 1, 1, "vond ~~~"},
    {"```tabel T1\n```\n\n```figuur T1\n```\n", 4, 4, "twee keer, eerder op regel 1"},
    /* keys */
    {"```tabel T1\nindicatr: vsv\n```\n", 2, 1, "bedoelt u 'indicator'"},
    {"# a\n\n```tabel T1\n\nindicator: vsv\nby: [niveau]\nindicator: vsv\n```\n", 7, 1,
     "twee keer"},
    {"```tabel T1\nindicator: [vsv, switch]\n```\n", 2, 1, "één waarde"},
    {"```tabel T1\nindicator: 'v s v'\n```\n", 2, 12, "een naam van letters"},
    {"```tabel T1\nindicator: vsv\nby: [niveau, leer weg]\n```\n", 3, 14, "naam van een kolom"},
    {"```tabel T1\nindicator: vsv\nby: [niveau, niveau]\n```\n", 3, 14, "elke naam een keer"},
    {"```tabel T1\nindicator: vsv\njaren: [2022, morgen]\n```\n", 3, 15, "verwachtte jaren"},
    {"```tabel T1\nindicator: vsv\njaren: 2023-2021\n```\n", 3, 8, "verwachtte jaren"},
    {"```tabel T1\nindicator: vsv\njaren: 3\n```\n", 1, 1, "schooljaren vanaf"},
    {"```tabel T1\nevaluatie: technologie\njaren: 2022\n```\n", 1, 1, "jaren na de start"},
    {"```tabel T1\nindicator: vsv\ntotalen: [niveau]\n```\n", 3, 1, "lijst van lijsten"},
    {"```tabel T1\nindicator: vsv\nby: [niveau]\ntotalen: [[leerweg]]\n```\n", 1, 1, "niet in by"},
    {"```tabel T1\nindicator: vsv\nsoort: lijn\n```\n", 3, 1, "kent de sleutel 'soort' niet"},
    {"```figuur F1\nindicator: vsv\nsoort: lijntje\n```\n", 3, 8, "bedoelt u 'lijn'"},
    {"```tabel T1\nindicator: vsv\nnorm: misschien\n```\n", 3, 7, "norm kent 'misschien' niet"},
    {"```tabel T1\nindicator: vsv\nvoor: intelling\n```\n", 3, 7, "bedoelt u 'instelling'"},
    {"```tabel T1\nindicator: vsv\ngroepen: [eigen, sectr]\n```\n", 3, 18, "bedoelt u 'sector'"},
    {"```tabel T1\nbanden: [30, 20]\n```\n", 2, 14, "oplopende"},
    {"```tabel T1\nindicator: vsv\nby: {niveau: 2}\n```\n", 3, 1, "een waarde of een korte lijst"},
    {"```tabel T1\nindicator: [vsv\n```\n", 3, 1, "geen geldige YAML"},
    {"```tabel T1\n- vsv\n```\n", 2, 1, "sleutel: waarde"},
    {"```tabel T1\nby: [[[[a]]]]\n```\n", 2, 7, "te diep"},
    {"```tabel T1\ntitel: \"a\\u202Eb\"\nindicator: vsv\n```\n", 2, 8, "onzichtbare"},
    {"```aangehaald A\ntekst: x\nhref: javascript:alert(1)\n```\n", 3, 7, "een adres"},
    /* what does not go together */
    {"```tabel T1\nmonitor: T4.1\nevaluatie: technologie\n```\n", 1, 1, "gaan niet samen"},
    {"```tabel T1\nevaluatie: technologie\nby: [niveau]\n```\n", 1, 1, "by gaat niet samen met"},
    {"```tabel T1\nvraag: kloof\n```\n", 1, 1, "heeft een indicator nodig"},
    {"```tabel T1\nvraag: routes starter\n```\n", 1, 1, "bedoelt u 'starters'"},
    {"```tabel T1\nvraag: rotes starters\n```\n", 1, 1, "bedoelt u 'routes'"},
    {"```tabel T1\nindicator: vsv\ntegen: start\n```\n", 1, 1, "tabel van de monitor"},
    {"```tabel T1\nindicator: vsv\ntegen: herkomst\n```\n", 1, 1, "staat niet in by"},
    /* braces */
    {"a {{waarde vsv\n\nb", 1, 3, "zonder }}"},
    {"a {{waarde {{vsv}} }}", 1, 12, "accolades in accolades"},
    {"één {{}}", 1, 7, "verwachtte een regel"},
    {"een regel\nmet {{verandring vsv}}", 2, 7, "bedoelt u 'verandering'"},
    {"{{waarde vsv jar=2023}}", 1, 14, "bedoelt u 'jaar'"},
    {"{{waarde vsv jaar=}}", 1, 14, "een waarde achter ="},
    {"{{waarde vsv jaar=2022 jaar=2023}}", 1, 24, "elke sleutel een keer"},
    {"{{waarde vsv niveau=\"2}}", 1, 21, "een aanhalingsteken"},
    {"{{waarde vsv switch}}", 1, 14, "sleutel=waarde"},
    {"{{waarde}}", 1, 1, "niet waarover"},
    {"```tabel T1\nindicator: vsv\nby: [niveau]\n```\n{{waarde T1 leerweg=bol}}", 5, 1,
     "heeft geen leerweg in by"},
    {"# Kop {{waarde}}", 1, 7, "niet waarover"},
    /* conditions */
    {"# Kop {als: gevult T1}", 1, 13, "bedoelt u 'gevuld'"},
    {"# Kop {als: gevuld T1}\n\n```tabel T2\nindicator: vsv\n```\n", 1, 13,
     "geen blok T1; bedoelt u 'T2'"},
    {"# Kop {als: levering}", 1, 13, "een soort levering"},
    {"# Kop {als: feiten T1 > 5}", 1, 13, ">="},
    {"# Kop {als: concept of gemaakt}", 1, 13, "'en'"},
    {"# Kop {anders}", 1, 8, "volgt op een kop"},
    {"# Kop {wat}", 1, 8, "{als: …}"},
    {"# A {#x}\n# B {#x}", 2, 3, "anker #x is er al"},
    {"#", 1, 2, "zonder woorden"},
    /* prose */
    {"een\n\ntwee ![plaatje](a.png)", 3, 6, "een plaatje kan niet"},
    {"tekst <b>vet</b>", 1, 7, "html"},
    {"[x](javascript:alert(1))", 1, 1, "een verwijzing gaat naar"},
    {"[x](https://a.nl/{{naam}})", 1, 1, "een verwijzing gaat naar"},
    {"kop\n===", 1, 1, "een kop met #"},
    {"> > > > > > > > > te diep", 1, 1, "te diep"},
    /* header */
    {"---\ntitel: x\n", 1, 1, "heeft geen einde"},
    {"---\ntitl: x\n---\n", 2, 1, "bedoelt u 'titel'"},
    {"---\ntitel: x\nvoor: school\n---\n", 3, 7, "verwachtte alle"},
    {"---\nid: a b\n---\n", 2, 5, "een naam van letters"},
    /* bytes */
    {"a\n\x01", 2, 1, "U+0001"},
    {"a\xE2\x80\xAE", 1, 2, "U+202E"},
    {"a\xEE\x80\x80", 1, 2, "U+E000"},
    {"\xC3(", 1, 1, "geen UTF-8"},
    {"a\rb", 1, 2, "U+000D"},
};

static void test_recipe_errors__each_at_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++)
        check_wrong(&wrongs[i], NULL, "map/proef.md");
}

static const char dutch[] = "# A\n\n```tabel T1\nindicator: vsv\n```\n\n## B\n\nx\n";

static const wrong twins[] = {
    {"# A\n\n```tabel T1\nindicator: vsv\n```\n\n## B\n", 3, 4, "staan in het Nederlandse recept"},
    {"# A\n\n```tabel T2\n```\n\n## B\n", 3, 4, "geen blok tabel T2"},
    {"# A\n\n```figuur T1\n```\n\n## B\n", 3, 4, "geen blok figuur T1"},
    {"# A\n\n```tabel T1\n```\n\n# B\n", 6, 1, "deze kop past niet"},
    {"# A\n\n```tabel T1\n```\n", 0, 0, "geen kop bij die van regel 7"},
    {"# A\n\n## B\n", 0, 0, "het blok T1 van regel 3"},
    {"# A\n\n```tabel T1\n```\n```tabel T1\n```\n## B\n", 5, 1, "twee keer"},
    {"# A {als: concept}\n", 1, 1, "neem dat over of laat het weg"},
    {"---\nversie: 2\n---\n# A\n", 2, 9, "anders dan in het Nederlandse"},
};

static void test_recipe_errors__the_twin_fits(void **state) {
    ds_error err = {0};
    (void)state;
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        check_wrong(&twins[i], dutch, "map/proef.en.md");
    assert_int_equal(parse(dutch, "# A\n\nwords\n\n```tabel T1\n```\n\n## B\n", &err), DS_OK);
}

static void test_recipe_errors__too_large(void **state) {
    static char text[DS_RECIPE_SIZE_MAX + 64];
    size_t n = 0;
    ds_error err = {0};
    (void)state;
    memset(text, 'a', DS_RECIPE_SIZE_MAX + 1);
    assert_int_equal(parse(text, NULL, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "groter dan"));
    for (int i = 0; i <= DS_RECIPE_BLOCKS_MAX; i++)
        n += (size_t)sprintf(text + n, "```lijst L%d\nmonitor: T\n```\n", i);
    assert_int_equal(parse(text, NULL, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "meer dan 5000 blokken"));
    n = 0;
    for (int i = 0; i <= DS_RECIPE_BLOCKS_MAX; i++)
        n += (size_t)sprintf(text + n, "{{waarde vsv}}\n");
    assert_int_equal(parse(text, NULL, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "meer dan 5000 keer accolades"));
    n = 0;
    for (int i = 0; i <= 1000; i++)
        n += (size_t)sprintf(text + n, "# Kop\n");
    assert_int_equal(parse(text, NULL, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "meer dan 1000 koppen"));
}

static void test_recipe_errors__a_zero_byte(void **state) {
    ds_recipe *recipe = NULL;
    ds_error err = {0};
    (void)state;
    assert_int_equal(
        ds_recipe_parse("a.md", (ds_text){"ab\0c", 4}, (ds_text){NULL, 0}, &recipe, &err),
        DS_INPUT);
    assert_int_equal(err.column, 3);
    assert_int_equal(ds_recipe_parse("a.txt", ds_text_of("a"), (ds_text){NULL, 0}, &recipe, &err),
                     DS_INPUT);
    assert_non_null(strstr(err.nl, ".md"));
    assert_null(recipe);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recipe_errors__each_at_its_place),
        cmocka_unit_test(test_recipe_errors__the_twin_fits),
        cmocka_unit_test(test_recipe_errors__too_large),
        cmocka_unit_test(test_recipe_errors__a_zero_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

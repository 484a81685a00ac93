/* tests/report/test_recipe_questions.c: the same question is the same text, however it is asked;
 * the canonical text of each kind; what is asked once; what choosing rows adds. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "doorstroom/recipe.h"
#include "support/support.h"

static ds_recipe *read_text(const char *text) {
    ds_recipe *recipe = NULL;
    ds_error err = {0};
    if (ds_recipe_parse("a.md", ds_text_of(text), (ds_text){NULL, 0}, &recipe, &err) != DS_OK)
        fail_msg("%s\n%d:%d: %s", text, (int)err.line, (int)err.column, err.nl);
    return recipe;
}

/* The recipe asks these, and nothing else. */
static void check_asked(const char *text, const char *const *wanted, size_t n_wanted) {
    ds_recipe *recipe = read_text(text);
    size_t n;
    const ds_recipe_question *q = ds_recipe_questions(recipe, &n);
    for (size_t i = 0; i < n && i < n_wanted; i++)
        assert_string_equal(q[i].text, wanted[i]);
    assert_int_equal(n, n_wanted);
    ds_recipe_free(recipe);
}

static void check_one(const char *text, const char *wanted) {
    check_asked(text, &wanted, 1);
}

#define VSV "telling vsv by=leerweg,niveau jaren=2022-2023 totalen=[],[leerweg]"

static void test_recipe_questions__same_question_same_text(void **state) {
    (void)state;
    check_one("```tabel A\nindicator: vsv\nby: [niveau, leerweg]\njaren: [2022, 2023]\n"
              "totalen: [[leerweg], []]\nkolommen: [teller, percentage]\ntitel: iets\n```\n"
              "```figuur B\ntotalen: [[], [leerweg]]\njaren: 2022-2023\nsoort: lijn\n"
              "\"by\": ['leerweg', \"niveau\"]\nvraag: telling\nindicator: vsv\nnoot: x\n```\n"
              "```lijst C\nindicator: vsv\nvraag: enquete\nby: [leerweg, niveau]\njaren: 2023\n"
              "tegen: vorig\ntotalen: [[leerweg], [], [leerweg], [niveau, leerweg]]\n```\n",
              VSV);
    check_one("```tabel A\nindicator: vsv\nwaar: \"niveau  =  2\n   and leerweg = 'a  b'\"\n```\n"
              "```tabel B\nindicator: vsv\nwaar: niveau = 2 and leerweg = 'a  b'\n```\n",
              "telling vsv waar=\"niveau = 2 and leerweg = 'a  b'\"");
    check_one("```tabel F4.3\n```\n```figuur X\nmonitor: F4.3\nsoort: klassen\n```\n"
              "{{waarde F4.3 indicator=vsv_1_bol}} {{waarde X}}",
              "monitor F4.3");
}

static void test_recipe_questions__braces_ask_what_they_need(void **state) {
    (void)state;
    check_one("In de bol {{verandering vsv leerweg=bol jaar=2023 tegen=2022}}.",
              "telling vsv by=leerweg jaren=2022-2023");
    check_one("{{verandering vsv jaar=2023 tegen=vorig niveau=2,3 leerweg=bol}}",
              "telling vsv by=leerweg,niveau jaren=2022-2023");
    check_one("{{verandering vsv jaar=laatste tegen=vorig}}", "telling vsv jaren=laatste:2");
    check_one("{{waarde vsv jaar=vorig}}", "telling vsv jaren=laatste:2");
    check_one("{{laagste vsv by=hoofdgroep jaar=2023}}", "telling vsv by=hoofdgroep jaren=2023");
    check_one("{{effect vakmanschap2.vsv jaar=2}}", "evaluatie vakmanschap2");
    check_one("{{waarde S1 kenmerk=ambitie}}", "monitor S1");
    check_one("{{aantal routes starters}}", "routes starters");
}

static void test_recipe_questions__each_kind(void **state) {
    static const struct {
        const char *keys, *wanted;
    } kinds[] = {
        {"evaluatie: technologie\nuitkomst: vsv\njaren: 1-5\n", "evaluatie technologie"},
        {"evaluatie: technologie\nvraag: balans\n", "evaluatie technologie balans"},
        {"vraag: routes starters\n", "routes starters"},
        {"vraag: stromen\nby: [ses]\njaren: laatste\n", "stromen by=ses jaren=laatste:1"},
        {"vraag: stromen groei\nindicator: instroom\n", "stromen instroom groei"},
        {"vraag: kloof\nindicator: vsv\nkenmerk: [ses]\nby: [leerweg]\n",
         "kloof vsv by=leerweg kenmerk=ses"},
        {"vraag: risico\nindicator: vsv\nkenmerk: [ses, niveau]\ndiepte: 2\n",
         "risico vsv diepte=2 kenmerk=niveau,ses"},
        {"vraag: verwacht\nindicator: vsv\n", "verwacht vsv"},
        {"vraag: maand\nby: [niveau]\n", "maand by=niveau"},
        {"vraag: kader\n", "kader"},
        {"vraag: verband samenhang_totaal\n", "verband samenhang_totaal"},
        {"vraag: extern cbs\n", "extern cbs"},
        {"vraag: bronnen\n", "bronnen"},
        {"vraag: eigen waarden\ngroepen: [sector, eigen]\n", "eigen waarden naast=eigen,sector"},
        {"vraag: route uitkomsten\n", "route uitkomsten"},
        {"monitor: T7.1\nbanden: [20, 30.5]\n", "monitor T7.1 banden=20,30.5"},
        {"basis: start\nindicator: vsv\nby: [niveau, leerweg]\n", "monitor Z1 basis=start"},
        {"indicator: vsv\nnorm: ja\neenheid: instelling\n"
         "groepen: \"instelling: aandeel(ses)  >= 5\"\n",
         "telling vsv eenheid=instelling groepen=\"instelling: aandeel(ses) >= 5\" norm=ja"},
        {"indicator: vsv\nby: [niveau]\nalleen: {leerweg: bol, wie: eigen}\ntotalen: [[]]\n",
         "telling vsv by=leerweg,niveau totalen=[leerweg]"},
        {"indicator: vsv\njaren: [2023]\ntegen: 2019\n", "telling vsv jaren=2019,2023"},
    };
    char text[512];
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        (void)snprintf(text, sizeof text, "```tabel Z1\n%s```\n", kinds[i].keys);
        check_one(text, kinds[i].wanted);
    }
}

static void test_recipe_questions__for_whom(void **state) {
    static const char text[] = "---\nvoor: instelling\n---\n```tabel A\nindicator: vsv\n```\n"
                               "```tabel B\nindicator: vsv\nvoor: alle\n```\n"
                               "```definitie vsv\n```\n"
                               "```aangehaald C\ntekst: x\nbron: y\n```\n";
    ds_recipe *recipe = read_text(text);
    size_t n;
    const ds_recipe_question *q = ds_recipe_questions(recipe, &n);
    (void)state;
    assert_int_equal(n, 2);
    assert_string_equal(q[0].text, q[1].text);
    assert_int_equal(q[0].each, DS_FOR_ALL);
    assert_int_equal(q[1].each, DS_FOR_INSTITUTION);
    assert_int_equal(q[1].line, 4);
    ds_recipe_free(recipe);
    check_one(
        "---\nvoor: route\n---\n```tabel A\nindicator: vsv\nby: [niveau]\ntotalen: [[]]\n```\n",
        "telling vsv by=niveau,route totalen=[route]");
}

/* The struct holds what the text says. */
static void test_recipe_questions__struct_and_block(void **state) {
    ds_recipe *recipe =
        read_text("```tabel A\nindicator: vsv\nby: [niveau, leerweg]\njaren: [2023, 2019-2020]\n"
                  "tegen: leerweg\nkolommen: [aandeel]\nbeantwoordt: [\"002:T4.1\", Q6]\n```\n"
                  "{{verschil A leerweg=bol naast=bbl drempel=0.5 vorm=zin wat=\"het aandeel\"}}");
    size_t n, n_blocks, n_parts;
    const ds_recipe_question *q = ds_recipe_questions(recipe, &n);
    const ds_recipe_block *b = ds_recipe_blocks(recipe, &n_blocks)[0], *w;
    const ds_recipe_part *parts = ds_recipe_parts(recipe, DS_EN, &n_parts);
    (void)state;
    assert_int_equal(n, 1);
    assert_int_equal(q->ask, DS_ASK_TELLING);
    assert_string_equal(q->subject, "vsv");
    assert_string_equal(q->by.names[0], "leerweg");
    assert_int_equal(q->years.n, 3);
    assert_int_equal(q->years.years[0], 2019);
    assert_string_equal(b->by.names[0], "niveau");
    assert_int_equal(b->tegen, DS_FROM_KEY);
    assert_string_equal(b->tegen_sleutel, "leerweg");
    assert_int_equal(b->beantwoordt.n, 2);
    assert_true(isnan(b->drempel));
    assert_ptr_equal(ds_recipe_question_text(b), b->question->text);
    assert_int_equal(n_parts, 2);
    w = parts[1].spans[0].brace;
    assert_ptr_equal(w->of, b);
    assert_ptr_equal(w->question, b->question);
    assert_string_equal(w->naast, "bbl");
    assert_string_equal(w->wat.en, "het aandeel");
    assert_true(w->drempel > 0.4 && w->drempel < 0.6);
    assert_int_equal(w->line, 9);
    ds_recipe_free(recipe);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recipe_questions__same_question_same_text),
        cmocka_unit_test(test_recipe_questions__braces_ask_what_they_need),
        cmocka_unit_test(test_recipe_questions__each_kind),
        cmocka_unit_test(test_recipe_questions__for_whom),
        cmocka_unit_test(test_recipe_questions__struct_and_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

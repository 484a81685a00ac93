/* tests/report/test_effect_answer.c: the answer in words: over random results stars, interval and
 * sentences say the same, and no sentence says more than a comparison can. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "doorstroom/effects.h"
#include "support/random_source.h"
#include "support/written.h"

enum { YEARS = 3, ROWS = 6 };

static ds_effect_row make_row(const char *outcome, int year) {
    return (ds_effect_row){.outcome = outcome,
                           .name = "Gestopt",
                           .name_en = "Stopped",
                           .note = "",
                           .note_en = "",
                           .year = year,
                           .share = true,
                           .unconditional = "",
                           .version = "0123456789ab",
                           .result = {.n_treated = 1200,
                                      .n_control = 5000,
                                      .locations_treated = 40,
                                      .locations_all = 60,
                                      .bandwidth = 0.06,
                                      .treated = 0.375,
                                      .control = 0.25,
                                      .difference = 0.125,
                                      .se = 0.03125,
                                      .low = 0.0625,
                                      .high = 0.1875,
                                      .p = 0.001,
                                      .p_adjusted = 0.002,
                                      .p_permutation = NAN,
                                      .exact_difference = NAN,
                                      .smallest = NAN}};
}

static ds_effect_block make_block(const ds_effect_row *rows, size_t n) {
    const ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    return (ds_effect_block){.id = "proef",
                             .name = "Basis",
                             .name_en = "Basic",
                             .note = "",
                             .note_en = "",
                             .source = "",
                             .matched_on = "leeftijd",
                             .exact = "",
                             .file = "",
                             .generation = "20240101-000000",
                             .options = options,
                             .rows = rows,
                             .n_rows = n};
}

static ds_status make_answers(const void *block, ds_document **out, ds_error *err) {
    return ds_report_effects(block, 1, out, err);
}

static char *made_in(const ds_effect_block *block, ds_form form, ds_lang lang) {
    ds_document *d = NULL;
    ds_error err;
    char *text;
    assert_int_equal(make_answers(block, &d, &err), DS_OK);
    text = written_as(d, form, lang, false);
    ds_document_free(d);
    return text;
}

/* ---- json ---- */

static json_t *load_block(const ds_effect_block *block) {
    char *text = made_in(block, DS_FORM_JSON, DS_NL);
    json_t *all = json_loads(text, 0, NULL), *one;
    assert_non_null(all);
    one = json_incref(json_array_get(all, 0));
    json_decref(all);
    ds_free(text);
    return one;
}

static const json_t *answer_at(const json_t *block, size_t i) {
    const json_t *answer = json_array_get(json_object_get(block, "antwoord"), i);
    assert_non_null(answer);
    return answer;
}

static const char *text_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL) fail_msg("no text %s", key);
    return text;
}

/* The sentence with that code, or NULL. */
static const json_t *sentence_of(const json_t *answer, const char *code) {
    const json_t *list = json_object_get(answer, "zinnen");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(text_of(json_array_get(list, i), "code"), code) == 0)
            return json_array_get(list, i);
    return NULL;
}

static void has_text(const json_t *answer, const char *code, const char *key, const char *want) {
    const json_t *sentence = sentence_of(answer, code);
    if (sentence == NULL) fail_msg("no sentence %s", code);
    assert_string_equal(text_of(sentence, key), want);
}

/* ---- what is said ---- */

static void test_answer__what_is_shown(void **state) {
    const ds_effect_diagnostics d = {.largest_after = 0.25, .e_value_limit = 1.75};
    ds_effect_row row = make_row("vsv", 1);
    const ds_effect_block block = make_block(&row, 1);
    json_t *made;
    const json_t *answer;
    (void)state;
    row.diagnostics = &d;
    row.has_truth = true;
    row.truth = 0.25;
    made = load_block(&block);
    answer = answer_at(made, 0);
    assert_string_equal(text_of(answer, "oordeel"), "meer_dan_toeval");
    has_text(answer, "verschil", "nl",
             "Van wie meedeed geldt dit voor 37,5 %, van vergelijkbare anderen voor 25,0 %: 12,5 "
             "procentpunten meer.");
    has_text(answer, "marge", "en",
             "With the range of chance the difference runs from 6.2 to 18.8 percentage "
             "points.");
    assert_non_null(sentence_of(answer, "balans_onvoldoende"));
    assert_true(json_is_true(json_object_get(sentence_of(answer, "niet_gemeten"), "ertegen")));
    has_text(answer, "waar_effect", "en",
             "In this made register the true difference was 25.0 percentage points: outside the "
             "range.");
    json_decref(made);
}

/* A share cannot differ by more than all: then nothing could have been found. What one location
 * carries is said without its name; what only the number of tests takes away is called possible. */
static void test_answer__what_is_weak(void **state) {
    static const ds_effect_school list[] = {{.location = "25LH/00", .treated = 40}};
    static const ds_effect_schools schools = {.list = list, .n = 1, .carrier = &list[0]};
    const ds_effect_diagnostics d = {.e_value_limit = NAN, .schools = &schools};
    ds_effect_row row = make_row("vsv", 1);
    const ds_effect_block block = make_block(&row, 1);
    const json_t *one;
    json_t *made;
    char *text;
    (void)state;
    row.diagnostics = &d;
    row.result.p_adjusted = 0.25;
    made = load_block(&block);
    one = sentence_of(answer_at(made, 0), "een_locatie_draagt");
    assert_non_null(one);
    assert_null(strstr(text_of(one, "nl"), "25LH"));
    assert_non_null(sentence_of(answer_at(made, 0), "niet_na_holm"));
    assert_null(sentence_of(answer_at(made, 0), "niet_gemeten"));
    json_decref(made);
    text = made_in(&block, DS_FORM_TABLE, DS_EN);
    assert_non_null(strstr(text, "Stopped, year 1: possibly higher among those who took part\n"));
    ds_free(text);
    row.result.p = row.result.p_adjusted = 0.5;
    row.result.low = -0.5;
    row.result.smallest = 1.25;
    made = load_block(&block);
    assert_non_null(sentence_of(answer_at(made, 0), "kan_niets_vinden"));
    assert_null(sentence_of(answer_at(made, 0), "kan_gemist_zijn"));
    json_decref(made);
}

/* What is true is of those who took part: it is not held against another average. */
static void test_answer__of_whom(void **state) {
    ds_effect_row row = make_row("vsv", 1);
    ds_effect_block block = make_block(&row, 1);
    json_t *made;
    (void)state;
    row.has_truth = true;
    row.truth = 0.25;
    block.options.estimand = DS_EFFECT_ATU;
    made = load_block(&block);
    has_text(answer_at(made, 0), "verschil", "nl",
             "Van wie niet meedeed geldt dit voor 25,0 %, van vergelijkbare deelnemers voor 37,5 "
             "%. Dat is bij meedoen 12,5 procentpunten meer.");
    assert_null(sentence_of(answer_at(made, 0), "waar_effect"));
    json_decref(made);
}

/* An interval that ends beside 0 does not look as if it held 0. */
static void test_answer__small_numbers_are_not_0(void **state) {
    ds_effect_row row = make_row("vsv", 1);
    const ds_effect_block block = make_block(&row, 1);
    json_t *made;
    (void)state;
    row.result.low = 0.00002;
    row.result.difference = 0.0002;
    row.result.high = 0.5;
    made = load_block(&block);
    has_text(answer_at(made, 0), "marge", "nl",
             "Met de marge van toeval erbij loopt het verschil van 0,002 tot 50,000 "
             "procentpunten.");
    json_decref(made);
}

static void fill_kinds(ds_effect_row rows[ROWS]) {
    for (int i = 0; i < YEARS; i++)
        rows[i] = make_row("vsv", i + 1);
    rows[1].result.n_treated = 600;
    rows[2].result.n_treated = 599; /* fewer than half: not the year of the answer */
    rows[3] = make_row("van_wie", 1);
    rows[3].conditional = true;
    rows[3].unconditional = "alle";
    rows[4] = make_row("alle", 1);
    rows[5] = make_row("ses", 0);
    rows[5].placebo = true;
}

/* The year is chosen by whom it follows; descriptions, twins and placebos are called so, and a
 * placebo that differs is held against the others. */
static void test_answer__kinds_apart(void **state) {
    static const char *const kinds[] = {"effect", "beschrijving", "van_iedereen", "placebo"};
    ds_effect_row rows[ROWS];
    const ds_effect_block block = make_block(rows, ROWS);
    json_t *made;
    (void)state;
    fill_kinds(rows);
    made = load_block(&block);
    assert_int_equal(json_array_size(json_object_get(made, "antwoord")), 4);
    assert_int_equal(json_integer_value(json_object_get(answer_at(made, 0), "jaar")), 2);
    has_text(answer_at(made, 0), "andere_jaren", "nl",
             "In 2 van de andere getoetste jaren (2) is het aantoonbaar hoger.");
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(text_of(answer_at(made, i), "soort"), kinds[i]);
        assert_int_equal(sentence_of(answer_at(made, i), "placebo_verschilt") != NULL, i != 3);
        assert_int_equal(sentence_of(answer_at(made, i), "beschrijving") != NULL, i == 1);
    }
    json_decref(made);
}

static void test_answer__stands_above_the_tables(void **state) {
    ds_effect_row rows[ROWS];
    const ds_effect_block block = make_block(rows, ROWS);
    const char *answer, *apart, *who;
    char *text;
    (void)state;
    fill_kinds(rows);
    rows[5].result.p = 0.5;
    rows[5].result.low = -0.5;
    text = made_in(&block, DS_FORM_TABLE, DS_EN);
    answer = strstr(text, "Stopped, year 2: higher among those who took part\n");
    apart = strstr(text, "as a check: before the route\n");
    who = strstr(text, "who was compared, and how\n");
    assert_true(answer != NULL && apart > answer && who > apart);
    assert_non_null(strstr(apart, "Stopped: no difference shown\n"));
    ds_free(text);
}

/* ---- whatever the numbers ---- */

static unsigned draw_flags(random_source *source) {
    static const unsigned some[] = {
        DS_EFFECT_DISAGREES,     DS_EFFECT_WAYS_DIFFER, DS_EFFECT_CANNOT,     DS_EFFECT_FEW_EVENTS,
        DS_EFFECT_FEW_LOCATIONS, DS_EFFECT_OFF_SUPPORT, DS_EFFECT_ONE_PERSON, DS_EFFECT_SMOOTHS_ALL,
        DS_EFFECT_ONE_OUTCOME,   DS_EFFECT_CUT};
    unsigned flags = 0;
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        if (random_chance(source, 8)) flags |= some[i];
    return flags;
}

/* From -1 to 1, often near 0, at times exactly that. */
static double draw_number(random_source *source) {
    static const double scales[] = {1, 0.1, 0.001, 0.000001};
    const double scale = RANDOM_PICK(source, scales);
    const int n = random_from(source, -20, 20);
    return n / 20.0 * scale;
}

/* At times against the principle too: then nothing may be called shown. */
static void draw_result(random_source *source, ds_effect_result *r) {
    const double difference = draw_number(source), below = fabs(draw_number(source));
    const double above = fabs(draw_number(source)), smallest = fabs(draw_number(source));
    const int p = random_from(source, 0, 100);
    const bool none = random_chance(source, 5), open = random_chance(source, 5);
    const bool untested = random_chance(source, 5), kept = random_chance(source, 80);
    r->difference = none ? NAN : difference;
    r->treated = none ? NAN : 0.5 + difference / 2;
    r->control = none ? NAN : 0.5 - difference / 2;
    r->low = open || none ? NAN : difference - below;
    r->high = open || none ? NAN : difference + above;
    r->p = untested || none ? NAN : p / 100.0;
    if (kept && isfinite(r->p) && isfinite(r->low))
        r->p = r->low > 0 || r->high < 0 ? p / 2000.0 : 0.06 + p / 200.0;
    r->p_adjusted = fmin(2 * r->p, 1);
    r->smallest = smallest;
    r->flags = draw_flags(source) | (none ? (unsigned)DS_EFFECT_NO_CONTROLS : 0);
}

/* What only who allots by lot may say, and what no test can. */
static void says_no_more(const json_t *answer) {
    static const char *const never[] = {"effect",  "veroorza", "leidt tot",    "dankzij",
                                        "zorgt",   "cause d",  "leads to",     "thanks to",
                                        "bewijst", "proves",   "geen invloed", "no influence",
                                        "nan",     "-0,0 ",    "-0.0 "};
    const json_t *list = json_object_get(answer, "zinnen");
    for (size_t i = 0; i < json_array_size(list); i++)
        for (size_t k = 0; k < sizeof never / sizeof *never; k++) {
            const json_t *sentence = json_array_get(list, i);
            if (strstr(text_of(sentence, "nl"), never[k]) ||
                strstr(text_of(sentence, "en"), never[k]))
                fail_msg("%s: '%s'", text_of(sentence, "nl"), never[k]);
        }
}

static void check_verdict(const ds_effect_row *row, const json_t *answer, const char *table) {
    const ds_effect_result *r = &row->result;
    const bool shown = strcmp(text_of(answer, "oordeel"), "meer_dan_toeval") == 0;
    const bool stars = strchr(table, '*') != NULL;
    assert_int_equal(sentence_of(answer, "meer_dan_toeval") != NULL, shown);
    if (stars != shown) fail_msg("stars %d, words %d: %s", stars, shown, table);
    if (shown) {
        assert_true(r->p <= 0.05);
        assert_true(isnan(r->low) || r->low > 0 || r->high < 0);
        assert_false(r->flags & (DS_EFFECT_DISAGREES | DS_EFFECT_WAYS_DIFFER | DS_EFFECT_CANNOT));
        assert_null(sentence_of(answer, "niet_aangetoond"));
    }
    if (sentence_of(answer, "niet_aangetoond") != NULL) {
        assert_true(r->p > 0.05);
        assert_true(isnan(r->low) || (r->low <= 0 && r->high >= 0));
        assert_int_equal(sentence_of(answer, "kan_gemist_zijn") != NULL,
                         r->smallest > 0 && r->smallest < 1);
    }
    assert_int_equal(sentence_of(answer, "een_persoon") != NULL,
                     isfinite(r->difference) && (r->flags & DS_EFFECT_ONE_PERSON) != 0);
}

static void test_answer__stars_interval_and_words_agree(void **state) {
    const char *scale = getenv("DS_TEST_SCALE");
    const int n = scale != NULL && strtod(scale, NULL) < 1 ? 40 : 400;
    random_source source = {15};
    (void)state;
    for (int i = 0; i < n; i++) {
        ds_effect_row row = make_row("vsv", 1);
        const ds_effect_block block = make_block(&row, 1);
        json_t *made;
        char *text, *table;
        draw_result(&source, &row.result);
        made = load_block(&block);
        text = made_in(&block, DS_FORM_TABLE, DS_NL);
        table = strstr(text, "vsv · ");
        assert_non_null(table);
        *strstr(table, "\nleeswijzer") = '\0';
        says_no_more(answer_at(made, 0));
        check_verdict(&row, answer_at(made, 0), table);
        json_decref(made);
        ds_free(text);
    }
}

static void test_answer__every_allocation_fails_once(void **state) {
    ds_effect_row rows[ROWS];
    const ds_effect_block block = make_block(rows, ROWS);
    (void)state;
    fill_kinds(rows);
    written_every_allocation(make_answers, &block);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer__what_is_shown),
        cmocka_unit_test(test_answer__what_is_weak),
        cmocka_unit_test(test_answer__of_whom),
        cmocka_unit_test(test_answer__small_numbers_are_not_0),
        cmocka_unit_test(test_answer__kinds_apart),
        cmocka_unit_test(test_answer__stands_above_the_tables),
        cmocka_unit_test(test_answer__stars_interval_and_words_agree),
        cmocka_unit_test(test_answer__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

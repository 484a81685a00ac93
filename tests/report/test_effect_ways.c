/* tests/report/test_effect_ways.c: the same row by other ways and balance of everything known, as
 * documents: what machines get, what people read, and each allocation failing. */
#include <jansson.h>
#include <math.h>

#include "doorstroom/effects.h"
#include "support/written.h"

static const ds_effect_known_term known_terms[] = {
    {"leeftijd", DS_EFFECT_KNOWN_NUMBER, true, 15.5, 15, 15.5, 0.5, 0, 1.25, 1, 0.25, 0.125},
    {"ses = 1", DS_EFFECT_KNOWN_LEVEL, false, 0.5, 0.25, 0.375, 0.5, 0.25, 1, 1, 0.25, 0.125},
    {"leeftijd²", DS_EFFECT_KNOWN_SQUARE, true, 1, 1, 1, 0, 0.0625, 1, 1, NAN, NAN},
    {"leeftijd × ses = 1", DS_EFFECT_KNOWN_PAIR, false, 1, 1, 1, 0, -0.375, 1, 1, NAN, NAN},
};
static const ds_effect_known known = {known_terms, 4, 2, true};

enum { ROWS = 3 };

typedef struct asked {
    ds_effect_row rows[ROWS];
    ds_effect_block block;
} asked;

/* Year 1 agrees; in year 2 the kernel stands apart; in year 3 entropy balancing has no weights. */
static void make_asked(asked *a) {
    *a = (asked){.block = {.id = "proef",
                           .name = "Proef",
                           .name_en = "Trial",
                           .note = "",
                           .note_en = "",
                           .source = "",
                           .matched_on = "leeftijd",
                           .exact = "",
                           .file = "",
                           .generation = "g1",
                           .undelivered = "",
                           .options = DS_EFFECT_OPTIONS_INIT}};
    for (size_t i = 0; i < ROWS; i++) {
        ds_effect_row *row = &a->rows[i];
        ds_effect_result *r = &row->result;
        *row = (ds_effect_row){.outcome = "weg",
                               .name = "",
                               .name_en = "",
                               .note = "",
                               .note_en = "",
                               .year = (int)i + 1,
                               .share = true,
                               .unconditional = "",
                               .version = "v",
                               .known = i < 2 ? &known : NULL};
        *r = (ds_effect_result){.n_treated = 100,
                                .n_control = 900,
                                .treated = 0.5,
                                .control = 0.25,
                                .difference = 0.25,
                                .se = 0.05,
                                .low = 0.15,
                                .high = 0.35,
                                .p = 0.001,
                                .p_adjusted = 0.001,
                                .p_permutation = NAN,
                                .exact_difference = NAN,
                                .n_others = 2,
                                .others_se = 0.001};
        r->others[0] =
            (ds_effect_other){DS_EFFECT_AIPW, 0.5, 0.375, 0.125, 0.04, 0.125, false, 100, 0};
        r->others[1] =
            (ds_effect_other){DS_EFFECT_EB, 0.5, 0.375, 0.125, 0.04, 0.125, false, 100, 0};
    }
    a->rows[1].result.others[0].apart = a->rows[1].result.others[1].apart = true;
    a->rows[1].result.off_support = 7;
    a->rows[1].result.flags = DS_EFFECT_WAYS_DIFFER;
    a->rows[2].result.others[1] =
        (ds_effect_other){DS_EFFECT_EB, NAN, NAN, NAN, NAN, NAN, false, 0, DS_EFFECT_NO_WEIGHTS};
    a->block.rows = a->rows;
    a->block.n_rows = ROWS;
}

static ds_status make_ways_document(const void *block, ds_document **out, ds_error *err) {
    return ds_report_effects(block, 1, out, err);
}

static char *written(const asked *a, ds_form form, ds_lang lang) {
    ds_document *d = NULL;
    ds_error err = {0};
    char *text;
    if (ds_report_effects(&a->block, 1, &d, &err) != DS_OK) fail_msg("%s", err.en);
    text = written_as(d, form, lang, false);
    ds_document_free(d);
    return text;
}

static void test_effect_ways__people(void **state) {
    static const char *const words[][2] = {
        {"ja\n", "yes\n"},
        {"nee: kernel\n", "no: kernel\n"},
        {"niet te zeggen\n", "cannot be told\n"},
        {"weg, jaar 2: de kernel laat er 7 buiten de steun weg",
         "weg, year 2: the kernel leaves out 7"},
        {"25,0‡", "25.0‡"},
        {"25,0**", "25.0**"},
        {"weg, jaar 1 (en 1 andere met dezelfde personen): na het wegen 1 van 2 kenmerken",
         "weg, year 1 (and 1 others with the same persons): after weighing 1 of 2 levels"},
        {"0,250!", "0.250!"},
        {"-0,375!", "-0.375!"},
    };
    asked a;
    (void)state;
    make_asked(&a);
    for (int lang = 0; lang < 2; lang++) {
        char *text = written(&a, DS_FORM_TABLE, lang == 0 ? DS_NL : DS_EN);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strstr(text, words[i][lang]) == NULL)
                fail_msg("does not say '%s': %s", words[i][lang], text);
        assert_null(strstr(text, "leeftijd²")); /* in the score, and balanced */
        assert_null(strstr(text, "niet alles wat het register"));
        ds_free(text);
        a.block.known_left_out = true;
        text = written(&a, DS_FORM_TABLE, lang == 0 ? DS_NL : DS_EN);
        assert_non_null(strstr(text, lang == 0 ? "niet alles wat het register kent"
                                               : "not all that the register knows"));
        a.block.known_left_out = false;
        ds_free(text);
    }
}

static void test_effect_ways__machines(void **state) {
    asked a;
    char *text;
    json_t *all, *rows, *row, *other;
    (void)state;
    make_asked(&a);
    text = written(&a, DS_FORM_JSON, DS_NL);
    all = json_loads(text, 0, NULL);
    assert_non_null(all);
    rows = json_is_array(all) ? json_array_get(all, 0) : all;
    if (json_object_get(rows, "proef") != NULL) rows = json_object_get(rows, "proef");
    rows = json_object_get(rows, "uitkomsten");
    assert_int_equal(json_array_size(rows), ROWS);
    row = json_array_get(rows, 1);
    assert_int_equal(json_array_size(json_object_get(row, "andere_manieren")), 2);
    other = json_array_get(json_object_get(row, "andere_manieren"), 0);
    assert_string_equal(json_string_value(json_object_get(other, "schatter")), "aipw");
    assert_true(json_is_true(json_object_get(other, "wijkt_af")));
    assert_true(json_real_value(json_object_get(other, "verschil")) == 0.125);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(row, "balans_alles"), "zoals_outcome")),
        "weg");
    other = json_array_get(json_object_get(json_array_get(rows, 2), "andere_manieren"), 1);
    assert_true(json_is_null(json_object_get(other, "verschil")));
    assert_true(json_is_null(json_object_get(other, "wijkt_af")));
    assert_string_equal(json_string_value(json_array_get(json_object_get(other, "opmerkingen"), 0)),
                        "geen_gewichten");
    row = json_object_get(json_array_get(rows, 0), "balans_alles");
    assert_int_equal(json_integer_value(json_object_get(row, "kenmerken_boven_0_1")), 1);
    assert_int_equal(json_integer_value(json_object_get(row, "combinaties_boven_0_1")), 1);
    assert_int_equal(json_array_size(json_object_get(row, "lijst")), 2);
    assert_true(json_is_null(json_object_get(json_array_get(rows, 2), "balans_alles")));
    json_decref(all);
    ds_free(text);
}

static void test_effect_ways__every_allocation(void **state) {
    asked a;
    (void)state;
    make_asked(&a);
    written_every_allocation(make_ways_document, &a.block);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect_ways__people),
        cmocka_unit_test(test_effect_ways__machines),
        cmocka_unit_test(test_effect_ways__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

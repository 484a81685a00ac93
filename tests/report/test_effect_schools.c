/* tests/report/test_effect_schools.c: what is said of single locations, and that it is internal. */
#include <math.h>
#include <string.h>

#include "support/support.h"
#include "support/written.h"

#include "doorstroom/effects.h"

static const ds_effect_school list[] = {
    {"25LH/00", 40, -0.125, 0.0625, -0.25, 0, -0.0625, 0.03125, 0.25},
    {"27GZ/01", 10, 0.5, 0.125, 0.25, 0.75, 0.375, 0.0625, 0.015625}};
static const ds_effect_schools schools = {.list = list,
                                          .n = 2,
                                          .tau2 = 0.0625,
                                          .tau2_low = 0.015625,
                                          .tau2_high = 0.25,
                                          .mean = 0.1,
                                          .mean_se = 0.05,
                                          .p_equal = 0.25,
                                          .without_low = 0.015625,
                                          .without_high = 0.25,
                                          .carrier = &list[1]};

static char *made(bool with, ds_form form, ds_lang lang, bool messages) {
    ds_effect_diagnostics d = {.schools = with ? &schools : NULL};
    ds_effect_row row = {.outcome = "y",
                         .name = "",
                         .name_en = "",
                         .note = "",
                         .note_en = "",
                         .year = DS_EFFECT_NO_YEAR,
                         .share = true,
                         .unconditional = "",
                         .version = "",
                         .result = {.difference = 0.125, .low = 0.0625, .high = 0.1875, .p = 0.01},
                         .diagnostics = &d};
    ds_effect_block block = {.id = "",
                             .name = "",
                             .name_en = "",
                             .note = "",
                             .note_en = "",
                             .source = "",
                             .matched_on = "a",
                             .exact = "",
                             .file = "leerlingen.csv",
                             .generation = "",
                             .options = DS_EFFECT_OPTIONS_INIT,
                             .rows = &row,
                             .n_rows = 1};
    ds_document *document = NULL;
    ds_error err;
    char *text;
    assert_int_equal(ds_report_effects(&block, 1, &document, &err), DS_OK);
    text = written_as(document, form, lang, messages);
    ds_document_free(document);
    return text;
}

static void has_words(char *text, const char *const *words) {
    for (; *words != NULL; words++)
        if (strstr(text, *words) == NULL) fail_msg("does not say '%s': %s", *words, text);
    ds_free(text);
}

static void test_effect_schools__people(void **state) {
    static const char *const dutch[] = {
        "locaties met deelnemers: 2, met een verschil van -12,5 tot 50,0\n",
        "spreiding tussen locaties buiten het toeval: sd 25,0 (95 % 12,5; 50,0)",
        "telkens zonder een van de locaties: een verschil van 1,6 tot 25,0\n",
        "! een locatie draagt dit verschil: zonder 27GZ/01 (10 deelnemers) is het 1,6", NULL};
    static const char *const english[] = {"one location carries this difference: without 27GZ/01",
                                          NULL};
    static const char *const page[] = {"25LH/00", "gekrompen", NULL};
    (void)state;
    has_words(made(true, DS_FORM_TABLE, DS_NL, false), dutch);
    has_words(made(true, DS_FORM_TABLE, DS_EN, false), english);
    has_words(made(true, DS_FORM_HTML, DS_NL, false), page);
}

static void test_effect_schools__machines(void **state) {
    static const char *const json[] = {"\"scholen\": {",           "\"openbaarheid\": \"intern\"",
                                       "\"tau2\": 0.0625",         "\"draagt\": \"27GZ/01\"",
                                       "\"locatie\": \"25LH/00\"", NULL};
    (void)state;
    has_words(made(true, DS_FORM_JSON, DS_NL, false), json);
}

/* Any form of a match with schools says that it is internal; without, it is not. */
static void test_effect_schools__is_internal(void **state) {
    (void)state;
    for (int form = 0; form < DS_FORMS; form++) {
        if (ds_form_is_binary((ds_form)form)) continue;
        char *with = made(true, (ds_form)form, DS_NL, true);
        char *without = made(false, (ds_form)form, DS_NL, true);
        assert_non_null(strstr(with, "intern"));
        assert_null(strstr(without, "intern"));
        ds_free(with);
        ds_free(without);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect_schools__people),
        cmocka_unit_test(test_effect_schools__machines),
        cmocka_unit_test(test_effect_schools__is_internal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

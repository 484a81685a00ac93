/* tests/view/test_captions.c: what a page says that its numbers are: which years and no other, what
 * keys are that are no choice, no breakdown twice, and no two measures by one name. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "doorstroom/disclosure.h"
#include "doorstroom/view.h"
#include "support/support.h"

enum { FACTS_MOST = 200, SHEETS = 3 };

typedef struct made {
    ds_release *release;
    ds_views *views;
    ds_disclosure_fact facts[SHEETS][FACTS_MOST];
    size_t n[SHEETS];
} made;

static void add_fact(made *to, size_t sheet, const char *const *keys, int jaar,
                     const char *measure) {
    static const uint64_t guard = 400;
    const size_t n = to->n[sheet]++;
    to->facts[sheet][n] = (ds_disclosure_fact){.fact = {.jaar = jaar,
                                                        .keys = keys,
                                                        .measure = measure,
                                                        .klasse = "",
                                                        .state = DS_STATE_SHOWN,
                                                        .value = 10 + (double)n,
                                                        .se = NAN,
                                                        .low = NAN,
                                                        .high = NAN,
                                                        .p = NAN,
                                                        .p_adjusted = NAN,
                                                        .n = 400,
                                                        .missing = -1,
                                                        .reason = ""},
                                               .guards = &guard,
                                               .n_guards = 1};
}

/* A count by leerweg, with years that were not counted; a gap between groups of one attribute; and
 * a table of the monitor that counts the same. */
static void add_all_facts(made *to) {
    static const char *const leerweg[3][1] = {{DS_TOTAL}, {"bbl"}, {"bol"}};
    static const char *const ses[2][2] = {{"ses", "1"}, {"ses", "2"}};
    static const char *const measures[] = {"percentage", "verschil", "verschil_pp"};
    static const int years[] = {2018, 2019, 2020, 2022, 2024};
    for (size_t k = 0; k < 3; k++)
        for (size_t y = 0; y < 5; y++)
            for (size_t m = 0; m < 3; m++)
                add_fact(to, 0, leerweg[k], years[y], measures[m]);
    for (size_t k = 0; k < 2; k++)
        for (size_t y = 3; y < 5; y++)
            add_fact(to, 1, ses[k], years[y], "percentage");
    for (size_t k = 1; k < 3; k++)
        add_fact(to, 2, leerweg[k], 2024, "percentage");
}

static ds_disclosure_sheet sheet_of(const made *of, size_t sheet, ds_release_sheet about) {
    about.version = "1";
    about.scope = "";
    about.unit = "persoon";
    about.reason = "";
    return (ds_disclosure_sheet){
        .sheet = about, .facts = of->facts[sheet], .n_facts = of->n[sheet], .named = true};
}

static void made_new(made *to) {
    static const char *const by_leerweg[] = {"leerweg"}, *const by_groep[] = {"kenmerk", "groep"};
    static const ds_release_definition definition = {
        "vsv", "1", "lower", {"Nieuwe vsv'ers", "New early leavers"}, {"", ""}, ""};
    const ds_disclosure_words words = {
        .about = {.name = "", .date = "", .program = "1", .publisher = "", .licence = ""},
        .definitions = &definition,
        .n_definitions = 1};
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_disclosure_sheet sheets[SHEETS];
    ds_error err = {0};
    *to = (made){0};
    options.generation = "g";
    add_all_facts(to);
    sheets[0] = sheet_of(to, 0,
                         (ds_release_sheet){.id = "telling vsv by=leerweg",
                                            .kind = "telling",
                                            .indicator = "vsv",
                                            .key_names = by_leerweg,
                                            .n_keys = 1});
    sheets[1] = sheet_of(to, 1,
                         (ds_release_sheet){.id = "kloof vsv kenmerk=ses",
                                            .kind = "kloof",
                                            .indicator = "vsv",
                                            .key_names = by_groep,
                                            .n_keys = 2});
    sheets[2] = sheet_of(to, 2,
                         (ds_release_sheet){.id = "monitor T4.1 by=leerweg jaren=2024",
                                            .kind = "telling",
                                            .indicator = "vsv",
                                            .title = {"Vsv, naar leerweg", "Leavers, by track"},
                                            .key_names = by_leerweg,
                                            .n_keys = 1});
    if (ds_disclose(NULL, 0, &options, &to->release, &report, &err) != DS_OK ||
        ds_disclose_sheets(to->release, sheets, SHEETS, &words, NULL, &err) != DS_OK ||
        ds_views_make(to->release, NULL, 0, "", &to->views, &err) != DS_OK)
        fail_msg("%s", err.en);
    ds_disclosure_report_free(report);
}

static void made_done(made *of) {
    ds_views_free(of->views);
    ds_release_free(of->release);
}

static ds_status keep(void *context, const char *bytes, size_t size, ds_error *err) {
    ds_buffer_add(context, bytes, size);
    return ds_buffer_finish(context, err);
}

/* The page of a choice has these words, and not those. */
static void check_page(const made *of, const char *topic, const ds_view_pair *pairs, size_t n,
                       const char *words, const char *not_those) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    ds_document *document = NULL;
    ds_view *view = NULL;
    ds_error err = {0};
    ds_buffer out;
    const ds_sink sink = {&out, keep};
    ds_buffer_init(&out, 1 << 24);
    if (ds_view_ask(of->views, topic, pairs, n, &view, &err) != DS_OK ||
        ds_view_document(view, DS_NL, DS_VIEW_TABLE | DS_VIEW_NOTES, &document, &err) != DS_OK ||
        ds_document_write(document, DS_FORM_HTML, &options, &sink, &err) != DS_OK)
        fail_msg("%s", err.en);
    if (strstr(ds_buffer_string(&out), words) == NULL)
        fail_msg("no '%s' in:\n%s", words, ds_buffer_string(&out));
    if (not_those != NULL && strstr(ds_buffer_string(&out), not_those) != NULL)
        fail_msg("'%s' in:\n%s", not_those, ds_buffer_string(&out));
    ds_buffer_done(&out);
    ds_document_free(document);
    ds_view_free(view);
}

static void test_captions__say_the_years_there_are(void **state) {
    static const ds_view_pair all = {"jaren", "alle"}, two = {"jaren", "2018,2024"};
    made of;
    (void)state;
    made_new(&of);
    check_page(&of, "vsv", &all, 1, ", 2018/19 tot en met 2020/21, 2022/23 en 2024/25<",
               "2018/19 tot en met 2024/25");
    check_page(&of, "vsv", &all, 1, "Betreft schooljaren 2018/19 tot en met 2020/21, 2022/23 en",
               NULL);
    check_page(&of, "vsv", &two, 1, ", 2018/19 en 2024/25<", NULL);
    made_done(&of);
}

static void test_captions__say_which_attribute_groups_are_of(void **state) {
    made of;
    (void)state;
    made_new(&of);
    check_page(&of, "kloof-vsv", NULL, 0, "naar groep, sociaaleconomische status, 2022/23 en",
               NULL);
    made_done(&of);
}

static void test_captions__say_a_breakdown_once(void **state) {
    static const ds_view_pair second = {"by", "leerweg~2"};
    made of;
    (void)state;
    made_new(&of);
    check_page(&of, "vsv", &second, 1, "ers, naar leerweg, 2024/25", "naar leerweg, naar leerweg");
    made_done(&of);
}

static void test_captions__no_two_measures_by_one_name(void **state) {
    const ds_view_breakdown *b;
    made of;
    (void)state;
    made_new(&of);
    b = &ds_views_topic(of.views, "vsv")->breakdowns[0];
    assert_int_equal(b->n_measures, 4);
    assert_string_equal(b->measures[1].name.nl, "verschil (aantal)");
    assert_string_equal(b->measures[2].name.nl, "verschil (procentpunt)");
    assert_string_equal(b->measures[2].name.en, "difference (points)");
    made_done(&of);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_captions__say_the_years_there_are),
        cmocka_unit_test(test_captions__say_which_attribute_groups_are_of),
        cmocka_unit_test(test_captions__say_a_breakdown_once),
        cmocka_unit_test(test_captions__no_two_measures_by_one_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

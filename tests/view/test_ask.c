/* tests/view/test_ask.c: topics, chapters and breakdowns of a release by hand; what may be asked,
 * what is refused and how; the canonical query; a figure as a file; and with memory gone. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/disclosure.h"
#include "support/support.h"
#include "view/made_views.h"

enum { YEARS = 7, SCHOOLS = 20, FACTS_MOST = 1000 };

typedef struct hand_made {
    ds_release *release;
    ds_recipe *recipe;
    ds_views *views;
} hand_made;

static const char *const measures[2] = {"teller", "percentage"};

static ds_disclosure_fact fact_of(const char *const *keys, int jaar, const char *measure,
                                  double value, const uint64_t *guard) {
    return (ds_disclosure_fact){.fact = {.jaar = jaar,
                                         .keys = keys,
                                         .measure = measure,
                                         .klasse = "",
                                         .state = DS_STATE_SHOWN,
                                         .value = value,
                                         .se = NAN,
                                         .low = NAN,
                                         .high = NAN,
                                         .p = NAN,
                                         .p_adjusted = NAN,
                                         .n = 400,
                                         .missing = -1,
                                         .reason = ""},
                                .guards = guard,
                                .n_guards = 1};
}

/* Behind n facts, those of one key; one of 27GZ is too small. */
static size_t add_facts(ds_arena *arena, const char *code, ds_disclosure_fact *facts, size_t n) {
    static const uint64_t guards[2] = {400, 3};
    for (int y = 0; y < YEARS; y++)
        for (size_t m = 0; m < 2; m++) {
            const char **keys = ds_arena_take(arena, 1, sizeof *keys);
            const bool small = strcmp(code, "27GZ") == 0 && y == 2;
            keys[0] = code;
            facts[n] = fact_of(keys, 2017 + y, measures[m], 10 + 0.5 * (double)n, &guards[small]);
            n++;
        }
    return n;
}

static ds_disclosure_sheet sheet_by(const char *id, const char *const *key,
                                    const ds_disclosure_fact *facts, size_t n) {
    return (ds_disclosure_sheet){
        .sheet = {.id = id,
                  .kind = "telling",
                  .indicator = "vsv",
                  .version = "1",
                  .scope = "",
                  .unit = "persoon",
                  .source = DS_SAY("DUO", "DUO"),
                  .key_names = key,
                  .n_keys = *key == NULL ? 0 : 1,
                  .reason = n == 0 ? "te_klein" : "",
                  .reason_text = DS_SAY("te weinig personen", "too few persons")},
        .facts = facts,
        .n_facts = n,
        .named = true};
}

static const char recipe_text[] =
    "---\ntitel: Verslag\ntitel_en: Report\nbeschrijving: Een regel\n---\n# 1 Vsv\n\n"
    "```tabel A\nindicator: vsv\nby: [instelling]\n```\n";
static const char recipe_en[] = "# 1 Early leaving\n\n```tabel A\n```\n";

static ds_status make_hand(hand_made *made, ds_error *err) {
    static const char *const no_key[1] = {NULL}, *const niveau[1] = {"niveau"},
                             *const school[1] = {"instelling"};
    static const ds_release_label labels[1] = {{"instelling", "27GZ", {"School Z", "School Z"}}};
    static const ds_release_definition definitions[1] = {{"vsv",
                                                          "1",
                                                          "lower",
                                                          {"Nieuwe vsv'ers", "New early leavers"},
                                                          {"Wie stopt.", "Who stops."},
                                                          ""}};
    const ds_disclosure_words words = {.about = {.name = "2024-1",
                                                 .date = "2024-05-01",
                                                 .program = "1.0",
                                                 .publisher = "",
                                                 .licence = "",
                                                 .jaar = 2023,
                                                 .made = true,
                                                 .draft = true},
                                       .labels = labels,
                                       .n_labels = 1,
                                       .definitions = definitions,
                                       .n_definitions = 1};
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_fact *facts = ds_calloc(3 * FACTS_MOST, sizeof *facts);
    ds_disclosure_report *report = NULL;
    ds_disclosure_sheet sheets[5];
    ds_arena arena = {0};
    size_t n = 0, n_school = 0, n_niveau = 0;
    ds_status status;
    assert_non_null(facts);
    options.generation = "g";
    n = add_facts(&arena, "", facts, 0);
    for (int i = 1; i <= 4; i++)
        n_niveau = add_facts(&arena, ds_arena_print(&arena, "%d", i), facts + FACTS_MOST, n_niveau);
    n_niveau = add_facts(&arena, DS_TOTAL, facts + FACTS_MOST, n_niveau);
    for (int i = 0; i < SCHOOLS; i++)
        n_school = add_facts(&arena, i == 3 ? "27GZ" : ds_arena_print(&arena, "%02dAA", i),
                             facts + 2 * FACTS_MOST, n_school);
    sheets[0] = sheet_by("telling vsv", no_key, facts, n);
    sheets[1] = sheet_by("telling vsv by=niveau", niveau, facts + FACTS_MOST, n_niveau);
    sheets[2] = sheet_by("telling vsv by=niveau jaren=2023", niveau, facts + FACTS_MOST, n_niveau);
    sheets[3] = sheet_by("telling vsv by=instelling", school, facts + 2 * FACTS_MOST, n_school);
    sheets[4] = sheet_by("telling vsv by=leerweg", no_key, NULL, 0);
    status = ds_disclose(NULL, 0, &options, &made->release, &report, err);
    ds_disclosure_report_free(report);
    if (status == DS_OK) status = ds_disclose_sheets(made->release, sheets, 5, &words, NULL, err);
    ds_free(facts);
    ds_arena_done(&arena);
    return status;
}

static void hand_new(hand_made *made) {
    ds_error err = {0};
    *made = (hand_made){0};
    if (make_hand(made, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_recipe_parse("verslag.md", ds_text_of(recipe_text), ds_text_of(recipe_en), &made->recipe,
                        &err) != DS_OK ||
        ds_views_make(made->release, &made->recipe, 1, "", &made->views, &err) != DS_OK)
        fail_msg("%s", err.en);
}

static void hand_done(hand_made *made) {
    ds_views_free(made->views);
    ds_recipe_free(made->recipe);
    ds_release_free(made->release);
}

static void test_ask__topics_and_chapters(void **state) {
    hand_made made;
    size_t n;
    const ds_view_chapter *chapters;
    const ds_view_topic *topic;
    static const char *const by[] = {"", "niveau", "instelling", "niveau~2", "leerweg"};
    (void)state;
    hand_new(&made);
    chapters = ds_views_chapters(made.views, &n);
    assert_int_equal(n, 1);
    assert_string_equal(chapters[0].id, "verslag");
    assert_string_equal(chapters[0].title.en, "Report");
    assert_int_equal(chapters[0].n_parts, 1);
    assert_string_equal(chapters[0].parts[0].title.en, "1 Early leaving");
    topic = ds_views_topic(made.views, "vsv");
    assert_ptr_equal(chapters[0].topics[0], topic);
    assert_null(ds_views_topic(made.views, "vs"));
    assert_string_equal(topic->title.nl, "Nieuwe vsv'ers");
    assert_string_equal(topic->definition->text.en, "Who stops.");
    assert_int_equal(topic->n_breakdowns, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(topic->breakdowns[i].by, by[i]);
    assert_string_equal(topic->breakdowns[4].sheet->reason, "te_klein");
    assert_string_equal(topic->breakdowns[1].keys[0].values[0].code, DS_TOTAL);
    assert_string_equal(topic->breakdowns[1].keys[0].values[4].name.nl, "niveau 4");
    assert_string_equal(topic->breakdowns[1].title.nl, "naar niveau, 2017/18 tot en met 2023/24");
    assert_string_equal(topic->breakdowns[2].measures[0].code, "percentage");
    hand_done(&made);
}

/* ---- what is asked ---- */

typedef struct asked_case {
    const char *query, *canonical;
    size_t n_facts;
} asked_case;

static ds_status ask(const ds_views *views, const char *query, ds_view **out, ds_error *err) {
    ds_view_pair pairs[16];
    ds_arena arena = {0};
    const size_t n = made_read_query(query, &arena, pairs, 16);
    const ds_status status = ds_view_ask(views, "vsv", pairs, n, out, err);
    ds_arena_done(&arena);
    return status;
}

static void test_ask__what_may_be_asked(void **state) {
    static const asked_case cases[] = {
        {"", "", 7},
        {"by=niveau", "by=niveau", 25},
        {"by=niveau&jaren=alle", "by=niveau&jaren=alle", 35},
        {"by=niveau&jaren=laatste%205", "by=niveau", 25},
        {"by=niveau&jaren=2019,2020,2021,2022,2023", "by=niveau", 25},
        {"by=niveau&jaren=laatste", "by=niveau&jaren=2023", 5},
        {"by=niveau&jaren=2017-2019&jaren=2021", "by=niveau&jaren=2017-2019,2021", 20},
        {"by=niveau&niveau=4,3", "by=niveau&niveau=3,4", 10},
        {"by=niveau&niveau=4&niveau=3", "by=niveau&niveau=3,4", 10},
        {"niveau=4&by=niveau&naast=totaal", "by=niveau&niveau=totaal,4", 10},
        {"by=niveau&niveau=alle&maat=alles", "by=niveau&maat=alles", 50},
        {"by=niveau&niveau=&maat=teller&soort=", "by=niveau&maat=teller", 25},
        {"by=niveau&soort=lijn", "by=niveau", 25},
        {"by=niveau&soort=staaf&jaren=2023", "by=niveau&jaren=2023&soort=staaf", 5},
        {"by=niveau&soort=staaf_liggend&jaren=2023", "by=niveau&jaren=2023", 5},
        {"by=niveau&soort=tabel", "by=niveau&soort=tabel", 25},
        {"by=instelling&instelling=27GZ&naast=05AA", "by=instelling&instelling=27GZ,05AA", 10},
        {"by=leerweg", "by=leerweg", 0},
    };
    hand_made made;
    ds_error err;
    (void)state;
    hand_new(&made);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_view *view = NULL;
        size_t n;
        if (ask(made.views, cases[i].query, &view, &err) != DS_OK)
            fail_msg("%s: %s", cases[i].query, err.en);
        (void)ds_view_facts(view, &n);
        assert_string_equal(ds_view_query(view), cases[i].canonical);
        if (n != cases[i].n_facts) fail_msg("%s: %zu", cases[i].query, n);
        ds_view_free(view);
    }
    hand_done(&made);
}

static void test_ask__what_is_refused(void **state) {
    static const struct {
        const char *query, *nl;
    } cases[] = {
        {"by=nivea", "by: 'nivea' is er niet; bedoelt u 'niveau'?"},
        {"niveau=4", "vraag: 'niveau' is er niet"},
        {"by=niveau&niveaus=4", "vraag: 'niveaus' is er niet; bedoelt u 'niveau'?"},
        {"by=niveau&niveau=5", "niveau: '5' is er niet"},
        {"by=niveau&niveau=4,,3", "niveau: '' is er niet"},
        {"by=niveau&niveau=4,", "niveau: '' is er niet"},
        {"by=niveau&jaren=2016", "jaren: '2016' is er niet (er is: 2017 tot en met 2023"},
        {"by=niveau&jaren=2023-2019", "jaren: '2023-2019' is er niet"},
        {"by=niveau&jaren=laatste%200", "jaren: 'laatste 0' is er niet"},
        {"by=niveau&jaren=20230", "jaren: '20230' is er niet"},
        {"by=niveau&jaren=+2023", "jaren: '+2023' is er niet"},
        {"by=leerweg&jaren=2023", "jaren: hier valt geen jaar te kiezen"},
        {"by=niveau&maat=percentages", "maat: 'percentages' is er niet; bedoelt u 'percentage'?"},
        {"by=niveau&soort=taart", "soort: 'taart' is er niet"},
        {"by=niveau&maat=teller&maat=percentage", "maat staat er twee keer"},
        {"by=niveau&naast=4", "naast: '4' is geen waarde van een kenmerk"},
        {"by=niveau&niveau=3&naast=9", "naast: '9' is geen waarde van een kenmerk"},
        {"by=niveau&BY=x", "vraag: 'BY' is er niet"},
    };
    hand_made made;
    ds_error err;
    ds_view *view = NULL;
    (void)state;
    hand_new(&made);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(ask(made.views, cases[i].query, &view, &err), DS_INPUT);
        if (strncmp(err.nl, cases[i].nl, strlen(cases[i].nl)) != 0)
            fail_msg("%s: %s", cases[i].query, err.nl);
        assert_string_not_equal(err.nl, err.en);
    }
    assert_int_equal(ds_view_ask(made.views, "vsw", NULL, 0, &view, &err), DS_INPUT);
    assert_string_equal(err.nl, "er is geen onderwerp 'vsw'; bedoelt u 'vsv'?");
    assert_null(view);
    hand_done(&made);
}

static void test_ask__too_much(void **state) {
    ds_view_pair pairs[DS_VIEW_PAIRS_MAX + 1];
    char *long_value = ds_malloc(DS_VIEW_VALUE_MAX + 2);
    hand_made made;
    ds_view *view = NULL;
    ds_error err;
    (void)state;
    assert_non_null(long_value);
    hand_new(&made);
    for (size_t i = 0; i <= DS_VIEW_PAIRS_MAX; i++)
        pairs[i] = (ds_view_pair){"by", "niveau"};
    assert_int_equal(ds_view_ask(made.views, "vsv", pairs, DS_VIEW_PAIRS_MAX + 1, &view, &err),
                     DS_INPUT);
    memset(long_value, ',', DS_VIEW_VALUE_MAX + 1);
    long_value[DS_VIEW_VALUE_MAX + 1] = '\0';
    pairs[1] = (ds_view_pair){"niveau", long_value};
    assert_int_equal(ds_view_ask(made.views, "vsv", pairs, 2, &view, &err), DS_INPUT);
    pairs[1].value = long_value + 1; /* as long as may be: refused at once */
    assert_int_equal(ds_view_ask(made.views, "vsv", pairs, 2, &view, &err), DS_INPUT);
    hand_done(&made);
    ds_free(long_value);
}

/* ---- what is read ---- */

static ds_status keep(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

static void write_one(const ds_view *view, unsigned parts, ds_form form, ds_buffer *out) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = {out, keep};
    ds_document *document = NULL;
    ds_buffer_init(out, 1 << 24);
    assert_int_equal(ds_view_document(view, DS_NL, parts, &document, NULL), DS_OK);
    assert_int_equal(ds_document_write(document, form, &options, &sink, NULL), DS_OK);
    ds_document_free(document);
}

static bool says(const ds_buffer *text, const char *words) {
    return strstr(ds_buffer_string(text), words) != NULL;
}

static void test_ask__documents(void **state) {
    hand_made made;
    ds_view *view = NULL;
    ds_buffer text;
    (void)state;
    hand_new(&made);
    assert_int_equal(ask(made.views, "by=instelling", &view, NULL), DS_OK);
    write_one(view, DS_VIEW_ALL, DS_FORM_HTML, &text);
    assert_true(says(&text, "<svg") && says(&text, "School Z") && says(&text, "niet getoond"));
    assert_true(says(&text, "eerste 12 van 20 rijen"));
    assert_true(says(&text, "Vrijgave 2024-1, 2024-05-01, gemaakte gegevens, concept"));
    assert_true(says(&text, "Wie stopt.") && says(&text, "DUO"));
    ds_buffer_done(&text);
    write_one(view, DS_VIEW_TABLE, DS_FORM_HTML, &text);
    assert_false(says(&text, "<svg") || says(&text, "Vrijgave 2024-1") ||
                 says(&text, "Wie stopt."));
    ds_buffer_done(&text);
    write_one(view, DS_VIEW_ALL, DS_FORM_CSV, &text); /* one table: each number once */
    assert_true(says(&text, "27GZ"));
    ds_buffer_done(&text);
    write_one(view, DS_VIEW_FACTS, DS_FORM_CSV, &text);
    assert_true(says(&text, "instelling,jaar,maat,klasse,waarde"));
    assert_true(says(&text, "27GZ,2019,percentage,,"));
    ds_buffer_done(&text);
    ds_view_free(view);
    view = NULL;
    assert_int_equal(ask(made.views, "by=leerweg", &view, NULL), DS_OK);
    write_one(view, DS_VIEW_ALL, DS_FORM_HTML, &text);
    assert_true(says(&text, "te weinig personen"));
    ds_buffer_done(&text);
    ds_view_free(view);
    hand_done(&made);
}

static void test_ask__a_figure_as_a_file(void **state) {
    hand_made made;
    ds_view *view = NULL;
    ds_buffer svg;
    const ds_sink sink = {&svg, keep};
    ds_error err;
    (void)state;
    hand_new(&made);
    ds_buffer_init(&svg, 1 << 22);
    assert_int_equal(ask(made.views, "by=niveau", &view, NULL), DS_OK);
    assert_int_equal(ds_view_svg(view, DS_EN, 900, &sink, &err), DS_OK);
    assert_true(says(&svg, "<svg") && says(&svg, "Source: DUO. Release 2024-1") &&
                says(&svg, "<style"));
    ds_view_free(view);
    view = NULL;
    ds_buffer_clear(&svg);
    assert_int_equal(ask(made.views, "by=niveau&soort=tabel", &view, NULL), DS_OK);
    assert_int_equal(ds_view_svg(view, DS_NL, 0, &sink, &err), DS_INPUT);
    assert_int_equal(svg.size, 0);
    ds_view_free(view);
    ds_buffer_done(&svg);
    hand_done(&made);
}

/* ---- with memory gone ---- */

static ds_status do_all(void *context, ds_error *err) {
    static const ds_view_pair pairs[] = {
        {"by", "instelling"}, {"instelling", "27GZ"}, {"naast", "05AA"}};
    hand_made *made = context;
    ds_views *views = NULL;
    ds_view *view = NULL;
    ds_document *document = NULL;
    ds_buffer svg;
    const ds_sink sink = {&svg, keep};
    ds_status status = ds_views_make(made->release, &made->recipe, 1, "", &views, err);
    ds_buffer_init(&svg, 1 << 22);
    if (status == DS_OK) status = ds_view_ask(views, "vsv", pairs, 3, &view, err);
    if (status == DS_OK) status = ds_view_document(view, DS_NL, DS_VIEW_ALL, &document, err);
    if (status == DS_OK) status = ds_view_svg(view, DS_NL, 0, &sink, err);
    ds_document_free(document);
    ds_view_free(view);
    ds_views_free(views);
    ds_buffer_done(&svg);
    return status;
}

static void test_ask__memory(void **state) {
    hand_made made;
    (void)state;
    hand_new(&made);
    ds_test_every_allocation(do_all, &made);
    hand_done(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ask__topics_and_chapters),
        cmocka_unit_test(test_ask__what_may_be_asked),
        cmocka_unit_test(test_ask__what_is_refused),
        cmocka_unit_test(test_ask__too_much),
        cmocka_unit_test(test_ask__documents),
        cmocka_unit_test(test_ask__a_figure_as_a_file),
        cmocka_unit_test(test_ask__memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

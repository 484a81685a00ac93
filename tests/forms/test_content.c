/* tests/forms/test_content.c: what stands in the forms that we ship: each field, step, lesson,
 * bottleneck and recommendation of the sources once, in both languages, with lists that are those
 * of the monitor and of the deliveries. */
#include "base/text.h"
#include "doorstroom/monitor.h"
#include "doorstroom/recipe.h"
#include "forms/ours.h"

/* ---- once each ---- */

enum { FOUND_MAX = 400 };

typedef struct found {
    const char *ids[FOUND_MAX];
    size_t n;
} found;

static void add_found(found *f, const char *id) {
    if (id == NULL || id[0] == '\0') return;
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->ids[i], id) == 0) fail_msg("%s stands there twice", id);
    assert_true(f->n < FOUND_MAX);
    f->ids[f->n++] = id;
}

static void add_fields(found *f, const ds_veld *fields, size_t n) {
    for (size_t i = 0; i < n; i++) {
        add_found(f, fields[i].inventaris);
        add_fields(f, fields[i].columns, fields[i].n_columns);
    }
}

static void add_form(found *f, const ds_formulier *form) {
    for (size_t i = 0; i < form->n_topics; i++) {
        add_found(f, form->topics[i].inventaris);
        add_fields(f, form->topics[i].fields, form->topics[i].n_fields);
    }
    for (size_t i = 0; i < form->n_texts; i++)
        add_found(f, form->texts[i].inventaris);
    for (size_t i = 0; i < form->n_lists; i++)
        for (size_t r = 0; r < form->lists[i].n_rows; r++)
            add_found(f, ds_lijst_extra(&form->lists[i], &form->lists[i].rows[r], "inventaris"));
}

static bool is_found(const found *f, const char *id) {
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->ids[i], id) == 0) return true;
    return false;
}

static void expect_numbered(const found *f, const char *prefix, int n) {
    for (int i = 1; i <= n; i++) {
        char id[100];
        (void)snprintf(id, sizeof id, "%.60s%d", prefix, i);
        if (!is_found(f, id)) fail_msg("%s is in no form", id);
    }
}

/* Of the e-form the year of the inventory; next year's repeats it. */
static void test_content__each_of_the_inventory_once(void **state) {
    static const char *const actors[] = {"mbo", "vso", "partners", "beleid"};
    ds_formulier *forms[OURS];
    found f = {.n = 0};
    (void)state;
    for (size_t i = 0; i < OURS; i++) {
        forms[i] = our_form(ours[i]);
        if (strcmp(ours[i], "efile-2026") != 0) add_form(&f, forms[i]);
    }
    expect_numbered(&f, "EF", 23);
    expect_numbered(&f, "STAP", 10);
    expect_numbered(&f, "LES", 10);
    expect_numbered(&f, "001:knelpunt-voor-", 7);
    expect_numbered(&f, "001:knelpunt-na-", 7);
    for (size_t a = 0; a < 4; a++) {
        char prefix[60];
        (void)snprintf(prefix, sizeof prefix, "001:aanbeveling-%s-", actors[a]);
        expect_numbered(&f, prefix, 3);
    }
    assert_int_equal(f.n, 23 + 10 + 10 + 14 + 12);
    for (size_t i = 0; i < OURS; i++)
        ds_formulier_free(forms[i]);
}

static void test_content__next_year_asks_the_same(void **state) {
    ds_formulier *now = our_form("efile-2025"), *next = our_form("efile-2026");
    found a = {.n = 0}, b = {.n = 0};
    (void)state;
    add_form(&a, now);
    add_form(&b, next);
    assert_string_equal(now->id, next->id);
    assert_string_not_equal(now->version, next->version);
    assert_int_equal(a.n, b.n);
    for (size_t i = 0; i < a.n; i++)
        if (!is_found(&b, a.ids[i])) fail_msg("%s is not asked next year", a.ids[i]);
    ds_formulier_free(now);
    ds_formulier_free(next);
}

/* ---- both languages ---- */

static void expect_pair(const char *where, ds_say say) {
    if ((say.nl == NULL) != (say.en == NULL)) fail_msg("%s is in one language only", where);
    if (say.nl != NULL && (say.nl[0] == '\0' || say.en[0] == '\0'))
        fail_msg("%s says nothing", where);
    /* A sentence is not the same in two languages. */
    if (say.nl != NULL && strchr(say.nl, ' ') != NULL && strlen(say.nl) > 30 &&
        strcmp(say.nl, say.en) == 0)
        fail_msg("%s: '%s' is the same in both languages", where, say.nl);
}

static void expect_field_pairs(const ds_veld *fields, size_t n) {
    for (size_t i = 0; i < n; i++) {
        expect_pair(fields[i].id, fields[i].say);
        expect_pair(fields[i].id, fields[i].uitleg);
        expect_pair(fields[i].id, fields[i].prefill.definition);
        if (fields[i].prefill.release != NULL && fields[i].prefill.definition.nl == NULL)
            fail_msg("%s: what is shown there?", fields[i].id);
        expect_field_pairs(fields[i].columns, fields[i].n_columns);
    }
}

static void expect_form_pairs(const ds_formulier *form) {
    expect_pair(form->id, form->say);
    expect_pair(form->id, form->uitleg);
    for (size_t i = 0; i < form->n_topics; i++) {
        expect_pair(form->topics[i].id, form->topics[i].say);
        expect_pair(form->topics[i].id, form->topics[i].uitleg);
        expect_pair(form->topics[i].id, form->topics[i].hulp);
        expect_pair(form->topics[i].id, form->topics[i].done_say);
        expect_field_pairs(form->topics[i].fields, form->topics[i].n_fields);
    }
    for (size_t i = 0; i < form->n_lists; i++)
        for (size_t r = 0; r < form->lists[i].n_rows; r++)
            expect_pair(form->lists[i].rows[r].code, form->lists[i].rows[r].say);
    for (size_t i = 0; i < form->n_texts; i++) {
        expect_pair(form->texts[i].id, form->texts[i].title);
        expect_pair(form->texts[i].id, form->texts[i].say);
    }
    for (size_t i = 0; i < form->n_checks; i++)
        expect_pair(form->checks[i].id, form->checks[i].say);
}

static void test_content__both_languages(void **state) {
    (void)state;
    for (size_t i = 0; i < OURS; i++) {
        ds_formulier *form = our_form(ours[i]);
        expect_form_pairs(form);
        ds_formulier_free(form);
    }
}

/* ---- where it is shown ---- */

static bool has_block(ds_text recipe, ds_text id) {
    char path[DS_PATH_SIZE];
    ds_recipe *read = NULL;
    const ds_recipe_block *const *blocks;
    ds_error err;
    bool there = false;
    size_t n;
    (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/rapporten/%.*s.md", (int)recipe.size,
                   recipe.data);
    if (ds_recipe_read(path, &read, &err) != DS_OK) fail_msg("%s: %s", path, err.nl);
    blocks = ds_recipe_blocks(read, &n);
    for (size_t i = 0; i < n; i++)
        there = there || ds_text_is(id, blocks[i]->id);
    ds_recipe_free(read);
    return there;
}

/* "werkagenda:F2.1 instelling:I3" */
static void expect_shown(const ds_veld *field) {
    const char *at = field->report_block;
    if (field->inventaris == NULL) return;
    if (at == NULL) fail_msg("%s (%s) stands in no report", field->id, field->inventaris);
    while (*at != '\0') {
        const size_t size = strcspn(at, " "), name = strcspn(at, ":");
        assert_true(name < size);
        if (!has_block((ds_text){at, name}, (ds_text){at + name + 1, size - name - 1}))
            fail_msg("%s: there is no block %.*s", field->id, (int)size, at);
        at += size + (at[size] == ' ');
    }
}

static void test_content__each_field_has_its_block(void **state) {
    ds_formulier *form = our_form("efile-2025");
    (void)state;
    for (size_t i = 0; i < form->n_topics; i++)
        for (size_t k = 0; k < form->topics[i].n_fields; k++) {
            const ds_veld *field = &form->topics[i].fields[k];
            expect_shown(field);
            for (size_t c = 0; c < field->n_columns; c++)
                expect_shown(&field->columns[c]);
        }
    ds_formulier_free(form);
}

/* Every figure that a form shows is one that a standard report asks for, so that a release has it.
 */
static bool is_asked(const char *question) {
    static const char *const recipes[] = {"werkagenda", "instelling", "route", "leerroutes",
                                          "vso-mbo"};
    bool asked = false;
    for (size_t i = 0; !asked && i < sizeof recipes / sizeof *recipes; i++) {
        char path[DS_PATH_SIZE];
        ds_recipe *recipe = NULL;
        ds_error err;
        size_t n;
        (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/rapporten/%s.md", recipes[i]);
        if (ds_recipe_read(path, &recipe, &err) != DS_OK) fail_msg("%s: %s", path, err.nl);
        const ds_recipe_question *list = ds_recipe_questions(recipe, &n);
        for (size_t q = 0; q < n; q++)
            asked = asked || strcmp(list[q].text, question) == 0;
        ds_recipe_free(recipe);
    }
    return asked;
}

static size_t expect_asked(const ds_veld *fields, size_t n) {
    size_t shown = 0;
    for (size_t i = 0; i < n; i++) {
        const char *release = fields[i].prefill.release;
        if (release != NULL && !is_asked(release)) fail_msg("%s: %s", fields[i].id, release);
        shown += release != NULL;
        shown += expect_asked(fields[i].columns, fields[i].n_columns);
    }
    return shown;
}

static void test_content__each_figure_is_asked_by_a_report(void **state) {
    size_t shown = 0;
    (void)state;
    for (size_t i = 0; i < OURS; i++) {
        ds_formulier *form = our_form(ours[i]);
        for (size_t t = 0; t < form->n_topics; t++)
            shown += expect_asked(form->topics[t].fields, form->topics[t].n_fields);
        ds_formulier_free(form);
    }
    assert_true(shown > 30);
}

/* ---- the route planner ---- */

static size_t count_soort(const ds_onderwerp *topic, ds_veld_soort soort) {
    size_t n = 0;
    for (size_t i = 0; i < topic->n_fields; i++)
        n += topic->fields[i].soort == soort;
    return n;
}

static void test_content__each_step_asks_and_keeps(void **state) {
    ds_formulier *form = our_form("leerroute");
    (void)state;
    for (int step = 1; step <= 10; step++) {
        char id[20];
        const ds_onderwerp *topic;
        (void)snprintf(id, sizeof id, "stap%d", step);
        topic = ds_formulier_topic(form, id);
        assert_non_null(topic);
        assert_non_null(topic->uitleg.nl); /* what it is for */
        if (count_soort(topic, DS_VELD_VRIJ) < 3) fail_msg("%s asks too little", id);
        if (count_soort(topic, DS_VELD_BESTAND) < 1) fail_msg("%s has no document", id);
        assert_true(topic->managed); /* owner, dates, state */
        if (step > 1) assert_int_equal(topic->n_agree, 2);
    }
    assert_int_equal(ds_formulier_topic(form, "stap9")->n_sign, 2);
    ds_formulier_free(form);
}

static void test_content__lessons_at_their_steps(void **state) {
    static const int step_of[] = {5, 4, 4, 8, 5, 5, 6, 5, 10, 7};
    ds_formulier *form = our_form("leerroute");
    (void)state;
    for (int lesson = 1; lesson <= 10; lesson++) {
        char id[20], topic_id[20];
        const ds_onderwerp *topic;
        bool there = false;
        (void)snprintf(id, sizeof id, "LES%d", lesson);
        (void)snprintf(topic_id, sizeof topic_id, "stap%d", step_of[lesson - 1]);
        topic = ds_formulier_topic(form, topic_id);
        for (size_t i = 0; i < topic->n_texts; i++)
            there = there || strcmp(topic->texts[i]->id, id) == 0;
        if (!there) fail_msg("%s is not at %s", id, topic_id);
    }
    assert_int_equal(our_list(form, "sleutels")->n_rows, 7);
    assert_int_equal(ds_formulier_field(form, "sleutel")->topic,
                     ds_formulier_field(form, "programma")->topic);
    ds_formulier_free(form);
}

/* ---- the hand-over ---- */

static void test_content__recommendations_answer_bottlenecks(void **state) {
    ds_formulier *form = our_form("overdracht");
    const ds_lijst *bottlenecks = our_list(form, "knelpunten");
    const ds_lijst *advice = our_list(form, "aanbevelingen");
    size_t answered[14] = {0};
    (void)state;
    assert_int_equal(bottlenecks->n_rows, 14);
    assert_int_equal(advice->n_rows, 12);
    for (size_t i = 0; i < advice->n_rows; i++) {
        const char *at = ds_lijst_extra(advice, &advice->rows[i], "knelpunten");
        assert_true(*at != '\0');
        while (*at != '\0') {
            const size_t size = strcspn(at, " ");
            const ds_lijst_rij *row = ds_lijst_find(bottlenecks, (ds_text){at, size});
            if (row == NULL) fail_msg("%s answers '%s'", advice->rows[i].code, at);
            answered[row - bottlenecks->rows]++;
            at += size + (at[size] == ' ');
        }
    }
    for (size_t i = 0; i < 14; i++)
        if (answered[i] == 0) fail_msg("nothing answers %s", bottlenecks->rows[i].code);
    ds_formulier_free(form);
}

/* No field may hold a pupil's name, date of birth or number: of persons there is none at all. */
static void test_content__hand_over_keeps_no_pupil(void **state) {
    ds_formulier *form = our_form("overdracht");
    const ds_formulier_stuk *paper = ds_formulier_paper(form, "overdracht_leerling");
    (void)state;
    for (size_t i = 0; i < form->n_topics; i++)
        for (size_t k = 0; k < form->topics[i].n_fields; k++) {
            const ds_veld *field = &form->topics[i].fields[k];
            if (field->soort == DS_VELD_PERSOON_NAAM)
                assert_non_null(strstr(field->id, "_eigenaar")); /* who does it */
        }
    assert_non_null(paper);
    assert_non_null(paper->uitleg.nl); /* why it is not kept */
    for (size_t i = 0; i < paper->n_parts; i++) {
        assert_int_equal(paper->parts[i].n_fields, 0);
        assert_true(paper->parts[i].lines > 0);
    }
    ds_formulier_free(form);
}

/* ---- lists ---- */

static void expect_indicator(const ds_lijst *list, const ds_monitor_indicator *of) {
    const ds_lijst_rij *row = ds_lijst_find(list, ds_text_of(of->id));
    char start[12];
    if (row == NULL) fail_msg("%s is not in the form", of->id);
    (void)snprintf(start, sizeof start, "%d", of->start);
    assert_string_equal(ds_lijst_extra(list, row, "indicator"), of->indicator);
    assert_string_equal(ds_lijst_extra(list, row, "doelstelling"), of->goal);
    assert_string_equal(ds_lijst_extra(list, row, "niveau"), of->niveau);
    assert_string_equal(ds_lijst_extra(list, row, "leerweg"), of->leerweg);
    assert_string_equal(ds_lijst_extra(list, row, "bron"), of->source);
    assert_string_equal(ds_lijst_extra(list, row, "startjaar"), start);
    assert_string_equal(ds_lijst_extra(list, row, "beter"), of->lower ? "lager" : "hoger");
}

static void expect_monitor_lists(const ds_formulier *form, const ds_monitor_plan *plan) {
    const ds_lijst *targets = our_list(form, "indicatoren");
    const ds_lijst *planned = our_list(form, "planningsindicatoren");
    size_t n, followed = 0;
    const ds_monitor_indicator *all = ds_monitor_plan_indicators(plan, &n);
    for (size_t i = 0; i < n; i++) {
        if (all[i].chosen) continue;
        followed++;
        expect_indicator(targets, &all[i]);
    }
    assert_int_equal(targets->n_rows, followed);
    assert_int_equal(followed, 22);
    assert_int_equal(planned->n_rows, 8);
    for (size_t r = 0; r < planned->n_rows; r++) {
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known = known || (strcmp(all[i].indicator, planned->rows[r].code) == 0 &&
                              strcmp(all[i].goal, ds_lijst_extra(planned, &planned->rows[r],
                                                                 "doelstelling")) == 0);
        if (!known) fail_msg("planning of %s", planned->rows[r].code);
    }
}

static void test_content__lists_are_the_monitors(void **state) {
    ds_monitor_plan *plan = NULL;
    ds_error err;
    (void)state;
    if (ds_monitor_plan_read(DS_SOURCE_DIR "/definitions/monitor.yaml", &plan, &err) != DS_OK)
        fail_msg("%s", err.nl);
    for (size_t i = 0; i < 2; i++) {
        ds_formulier *form = our_form(ours[i]);
        expect_monitor_lists(form, plan);
        assert_int_equal(our_list(form, "doelstellingen")->n_rows, 5);
        assert_int_equal(our_list(form, "maatregelen")->n_rows, 25);
        ds_formulier_free(form);
    }
    ds_monitor_plan_free(plan);
}

static void expect_codes(const ds_kinds *kinds, const char *kind, const char *column,
                         const ds_lijst *list) {
    const ds_kind_description *of = ds_kinds_find(kinds, kind);
    for (size_t i = 0; i < of->n_fields; i++) {
        if (strcmp(of->fields[i].name, column) != 0) continue;
        assert_int_equal(of->fields[i].n_codes, list->n_rows);
        for (size_t k = 0; k < list->n_rows; k++)
            if (!ds_text_is(of->fields[i].codes[k], list->rows[k].code))
                fail_msg("%s.%s: %s", kind, column, list->rows[k].code);
        return;
    }
    fail_msg("%s has no column %s", kind, column);
}

static void test_content__codes_are_the_deliveries(void **state) {
    ds_kinds *kinds = our_kinds();
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ds_formulier *form = our_form(ours[i]);
        expect_codes(kinds, "streefwaarde", "reden", our_list(form, "geen_streefwaarde"));
        expect_codes(kinds, "besteding", "gecorrigeerd", our_list(form, "correctie"));
        expect_codes(kinds, "voortgang", "planning", our_list(form, "planning"));
        expect_codes(kinds, "oordeel", "effectiviteit", our_list(form, "effectiviteit"));
        ds_formulier_free(form);
    }
    ds_kinds_free(kinds);
}

/* What the framework of the process evaluation asks, so that the answers are counted. */
static void test_content__survey_asks_what_is_counted(void **state) {
    static const char *const fields[] = {"gaat_door", "samen", "knelpunt"};
    ds_formulier *form = our_form("contactenquete");
    char *text = NULL;
    size_t size;
    (void)state;
    assert_int_equal(
        ds_file_read(DS_SOURCE_DIR "/codes/onderzoekskader.yaml", 1 << 20, &text, &size, NULL),
        DS_OK);
    for (size_t i = 0; i < 3; i++) {
        const ds_lijst *list = ds_formulier_field(form, fields[i])->list;
        for (size_t r = 0; r < list->n_rows; r++) {
            char code[80];
            (void)snprintf(code, sizeof code, "{code: %s, nl:", list->rows[r].code);
            if (strstr(text, code) == NULL) fail_msg("%s is not counted", list->rows[r].code);
        }
    }
    ds_free(text);
    ds_formulier_free(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content__each_of_the_inventory_once),
        cmocka_unit_test(test_content__next_year_asks_the_same),
        cmocka_unit_test(test_content__both_languages),
        cmocka_unit_test(test_content__each_field_has_its_block),
        cmocka_unit_test(test_content__each_figure_is_asked_by_a_report),
        cmocka_unit_test(test_content__each_step_asks_and_keeps),
        cmocka_unit_test(test_content__lessons_at_their_steps),
        cmocka_unit_test(test_content__recommendations_answer_bottlenecks),
        cmocka_unit_test(test_content__hand_over_keeps_no_pupil),
        cmocka_unit_test(test_content__lists_are_the_monitors),
        cmocka_unit_test(test_content__codes_are_the_deliveries),
        cmocka_unit_test(test_content__survey_asks_what_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/web/figures_made.c: see figures_made.h. */
#include "web/figures_made.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "doorstroom/disclosure.h"
#include "doorstroom/publish.h"
#include "doorstroom/recipe.h"

enum { KEYS_MAX = 3, VALUES_MAX = 5, SHEETS_MAX = 64, FACTS_MAX = 2000, YEARS = 3, MEASURES = 3 };

static const char for_all[] =
    "---\ntitel: Proef & meer\ntitel_en: Trial & more\nvoor: alle\nversie: 1\n---\n"
    "# Vsv\n\n"
    "```tabel T1\nindicator: vsv\n```\n\n"
    "```figuur F1\nsoort: lijn\nindicator: vsv\nby: [niveau]\n```\n\n"
    "```tabel T2\nindicator: vsv\nby: [niveau, leerweg]\n```\n\n"
    "```tabel T3\nindicator: vsv\nby: [hoofdgroep]\n```\n\n"
    "# Wisselen\n\n"
    "```tabel T4\nindicator: switch\nby: [niveau]\n```\n\n"
    "```tabel T5\nindicator: werk\nby: [niveau]\n```\n\n"
    "```tabel T6\nindicator: switch\nby: [instelling]\n```\n";
static const char for_all_en[] = "# Early leaving\n\n```tabel T1\n```\n\n```figuur "
                                 "F1\n```\n\n```tabel T2\n```\n\n```tabel T3\n```\n\n"
                                 "# Switching\n\n```tabel T4\n```\n\n```tabel T5\n```\n\n"
                                 "```tabel T6\n```\n";
static const char for_each[] =
    "---\ntitel: Uw instelling\ntitel_en: Your institution\nvoor: instelling\nversie: 1\n---\n"
    "# Vsv bij u\n\n```tabel T1\nindicator: vsv\nby: [niveau]\n```\n";
static const char for_each_en[] = "# Early leaving at yours\n\n```tabel T1\n```\n";

/* What tries everything stands among the main groups. */
static const struct {
    const char *key, *values[VALUES_MAX];
} keys[] = {
    {"niveau", {DS_TOTAL, "2", "3", "4", ""}},
    {"leerweg", {"bol", "bbl", NULL}},
    {"instelling", {"01AA", "02BB", NULL}},
    {"hoofdgroep", {"=1+1", "a,b", "<b onclick=x>\"&'", "zorg", NULL}},
};
static const char *const measures[MEASURES] = {"teller", "noemer", "percentage"};

typedef struct making {
    ds_arena arena;
    ds_disclosure_sheet sheets[SHEETS_MAX];
    size_t n;
    unsigned seed;
} making;

/* ---- a fact ---- */

static const char *const *values_of(const char *key) {
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].key, key) == 0) return keys[i].values;
    return keys[1].values;
}

static uint64_t count_of(const making *m, const char *const *values, size_t n, int jaar) {
    uint64_t hash = m->seed * 2654435761U + (unsigned)jaar * 40503U;
    for (size_t k = 0; k < n; k++)
        for (const char *at = values[k]; *at != '\0'; at++)
            hash = hash * 31 + (unsigned char)*at;
    if (n == 2 && strcmp(values[0], "bbl") == 0 && strcmp(values[1], "4") == 0) return 4;
    return 200 + hash % 9973;
}

static ds_disclosure_fact make_fact(making *m, const char *const *values, size_t n, int jaar,
                                    size_t measure, bool own) {
    const uint64_t noemer = own ? figures_own_number : count_of(m, values, n, jaar);
    const uint64_t teller = own ? figures_own_number : noemer / 7;
    const double numbers[MEASURES] = {(double)teller, (double)noemer,
                                      own ? figures_own_number
                                          : 100 * (double)teller / (double)noemer};
    const bool is_share = measure == 2;
    const char **kept = ds_arena_take(&m->arena, KEYS_MAX, sizeof *kept);
    uint64_t *guards = ds_arena_take(&m->arena, 1, sizeof *guards);
    ds_release_fact fact = {.jaar = jaar,
                            .keys = kept,
                            .measure = measures[measure],
                            .klasse = "",
                            .state = DS_STATE_SHOWN,
                            .value = numbers[measure],
                            .se = NAN,
                            .low = is_share ? numbers[measure] - 0.125 : NAN,
                            .high = is_share ? numbers[measure] + 0.25 : NAN,
                            .p = NAN,
                            .p_adjusted = NAN,
                            .n = (int64_t)noemer,
                            .missing = -1,
                            .reason = ""};
    if (kept == NULL || guards == NULL) return (ds_disclosure_fact){.fact = fact};
    memcpy(kept, values, n * sizeof *kept);
    guards[0] = noemer;
    return (ds_disclosure_fact){.fact = fact, .guards = guards, .n_guards = 1};
}

/* ---- an answer ---- */

/* Of switching by level one year in two. */
static int year_of(const ds_recipe_question *question, int year) {
    const bool gaps =
        strcmp(question->subject, "switch") == 0 && strcmp(question->by.names[0], "niveau") == 0;
    return gaps ? 2019 + 2 * year : 2021 + year;
}

/* All values of all keys, years and measures. */
static size_t fill_facts(making *m, const ds_recipe_question *question, bool own,
                         ds_disclosure_fact *facts) {
    const char *const *lists[KEYS_MAX];
    const char *values[KEYS_MAX];
    size_t at[KEYS_MAX] = {0}, n = 0, k = 0;
    const size_t n_keys = question->by.n;
    for (size_t i = 0; i < n_keys; i++)
        lists[i] = values_of(question->by.names[i]);
    do {
        for (size_t i = 0; i < n_keys; i++)
            values[i] = lists[i][at[i]];
        for (int year = 0; year < YEARS; year++)
            for (size_t measure = 0; measure < MEASURES && n < FACTS_MAX; measure++)
                facts[n++] = make_fact(m, values, n_keys, year_of(question, year), measure, own);
        for (k = 0; k < n_keys; k++) {
            at[k]++;
            if (at[k] < VALUES_MAX && lists[k][at[k]] != NULL) break;
            at[k] = 0;
        }
    } while (k < n_keys);
    return n;
}

static bool add_answer(making *m, const ds_recipe_question *question, const char *scope) {
    static const ds_release_note notes[] = {
        {"let_op", {"Let op: <verzonnen>.", "Mind: <made up>."}}};
    const bool is_known = strcmp(question->subject, "werk") != 0;
    ds_disclosure_fact *facts = ds_arena_take(&m->arena, FACTS_MAX, sizeof *facts);
    if (facts == NULL || m->n == SHEETS_MAX || question->by.n > KEYS_MAX) return false;
    m->sheets[m->n] = (ds_disclosure_sheet){
        .sheet = {.id = question->text,
                  .kind = "telling",
                  .indicator = question->subject,
                  .version = "1",
                  .scope = scope,
                  .unit = "persoon",
                  .title = DS_SAY("Een telling", "A count"),
                  .source = DS_SAY("DUO, \"proef\"", "DUO, \"trial\""),
                  .key_names = question->by.names,
                  .n_keys = question->by.n,
                  .notes = notes,
                  .n_notes = 1,
                  .reason = is_known ? "" : "geen_levering",
                  .reason_text = DS_SAY("er is geen levering", "there is no delivery")},
        .named = question->by.n == 1 && strcmp(question->by.names[0], "instelling") == 0,
        .facts = facts,
        .n_facts = is_known ? fill_facts(m, question, scope[0] != '\0', facts) : 0};
    m->n++;
    return true;
}

static bool answer_recipe(making *m, const ds_recipe *recipe, const char *scope) {
    size_t n;
    const ds_recipe_question *questions = ds_recipe_questions(recipe, &n);
    for (size_t i = 0; i < n; i++)
        if (!add_answer(m, &questions[i], scope)) return false;
    return true;
}

/* ---- the release ---- */

static ds_status count_release(unsigned seed, ds_release **out, ds_error *err) {
    static const char *const names[] = {"niveau"};
    static const ds_indicator vsv = {.id = "vsv", .version = "1"};
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, 1);
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    const ds_text key = ds_text_of("2");
    const ds_measures counts = {.teller = 40, .noemer = 400};
    const ds_disclosure_table table = {.id = "vsv", .indicator = &vsv, .cells = cells, .scope = ""};
    ds_status status = ds_cells_add(cells, 2022, &key, &counts, err);
    options.generation = seed % 2 == 0 ? "0123456789abcdef" : "00f1e2d3c4b5a697";
    if (status == DS_OK) {
        ds_cells_finish(cells);
        status = ds_disclose(&table, 1, &options, out, &report, err);
    }
    ds_disclosure_report_free(report);
    ds_cells_free(cells);
    return status;
}

static ds_status add_sheets(making *m, ds_recipe *const *recipes, ds_release *release,
                            ds_error *err) {
    static const ds_release_delivery deliveries[] = {{"a.csv", "inschrijving", "k1:00", false}};
    static const ds_release_label labels[] = {
        {"instelling", "01AA", {"School <1>", "School <1>"}},
        {"instelling", "02BB", {"School 2", "School 2"}},
        {"hoofdgroep", "zorg", {"Zorg & welzijn", "Care & welfare"}},
        {"indicator", "vsv", {"Voortijdig schoolverlaters", "Early school leavers"}}};
    static const ds_release_definition definitions[] = {
        {"vsv",
         "1",
         "lower",
         {"Voortijdig schoolverlaters", "Early school leavers"},
         {"Wie stopt zonder <startkwalificatie>.", "Who stops without a <start qualification>."},
         "id: vsv\n"},
        {"switch", "1", "", {"Wisselen", "Switching"}, {"Wie wisselt.", "Who switches."}, ""}};
    const ds_disclosure_words words = {.about = {.name = "",
                                                 .date = "2024-05-01",
                                                 .program = "1.0",
                                                 .publisher = "Proef",
                                                 .licence = "https://example.nl/licentie",
                                                 .jaar = 2023,
                                                 .made = true},
                                       .labels = labels,
                                       .n_labels = sizeof labels / sizeof *labels,
                                       .definitions = definitions,
                                       .n_definitions = sizeof definitions / sizeof *definitions,
                                       .deliveries = deliveries,
                                       .n_deliveries = 1};
    if (!answer_recipe(m, recipes[0], "") || !answer_recipe(m, recipes[1], "01AA"))
        return ds_error_memory(err);
    return ds_disclose_sheets(release, m->sheets, m->n, &words, NULL, err);
}

static ds_status publish_release(const ds_release *release, ds_recipe *const *recipes,
                                 const char *folder, ds_error *err) {
    ds_publish_options options = DS_PUBLISH_OPTIONS_INIT;
    ds_published published = {0};
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, "publicatie", err);
    options.forms = DS_PUBLISH_HTML | DS_PUBLISH_CSV | DS_PUBLISH_JSON;
    options.own_forms = DS_PUBLISH_HTML;
    options.n_workers = 1;
    if (status == DS_OK) status = ds_publish(release, recipes, 2, &options, path, &published, err);
    if (status == DS_OK) ds_published_done(&published);
    return status;
}

ds_status figures_publish(const char *folder, unsigned seed, ds_error *err) {
    static making m;
    ds_recipe *recipes[2] = {NULL, NULL};
    ds_release *release = NULL;
    ds_status status;
    m = (making){.seed = seed};
    status =
        ds_recipe_parse("proef.md", ds_text_of(for_all), ds_text_of(for_all_en), &recipes[0], err);
    if (status == DS_OK)
        status = ds_recipe_parse("instelling.md", ds_text_of(for_each), ds_text_of(for_each_en),
                                 &recipes[1], err);
    if (status == DS_OK) status = count_release(seed, &release, err);
    if (status == DS_OK) status = add_sheets(&m, recipes, release, err);
    if (status == DS_OK) status = publish_release(release, recipes, folder, err);
    ds_release_free(release);
    ds_recipe_free(recipes[0]);
    ds_recipe_free(recipes[1]);
    ds_arena_done(&m.arena);
    return status;
}

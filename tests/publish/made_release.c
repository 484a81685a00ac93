/* tests/publish/made_release.c: see made_release.h. */
#include "publish/made_release.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/disclosure.h"
#include "support/support.h"

enum { NIVEAUS = 3, YEARS = 2, MEASURES = 4, INSTITUTIONS_MAX = 64, SHEETS_MAX = 1024 };

static const char for_all[] =
    "---\ntitel: Proef\ntitel_en: Trial\nvoor: alle\nversie: 1\n---\n"
    "# Vsv\n\nEen zin vooraf.\n\n"
    "```tabel T1\nindicator: vsv\nby: [niveau]\njaren: [2022, 2023]\n"
    "kolommen: [teller, noemer, percentage]\n```\n\n"
    "```figuur F1\nsoort: lijn\nindicator: vsv\nby: [niveau]\njaren: [2022, 2023]\n```\n\n"
    "```tabel T2\nindicator: switch\nby: [niveau]\njaren: [2022, 2023]\n```\n";
static const char for_all_en[] = "# Early leaving\n\nA sentence first.\n\n"
                                 "```tabel T1\n```\n\n```figuur F1\n```\n\n```tabel T2\n```\n";
static const char for_each[] =
    "---\ntitel: Uw instelling\ntitel_en: Your institution\nvoor: instelling\nversie: 1\n---\n"
    "# Vsv bij u\n\n"
    "```tabel T1\nindicator: vsv\nby: [niveau]\njaren: [2022, 2023]\n"
    "kolommen: [teller, noemer, percentage]\n```\n\n"
    "```figuur F1\nsoort: lijn\nindicator: vsv\nby: [niveau]\njaren: [2022, 2023]\n```\n";
static const char for_each_en[] =
    "# Early leaving at yours\n\n```tabel T1\n```\n\n```figuur F1\n```\n";

static const char *const niveaus[NIVEAUS] = {"2", "3", "4"};
static const char *const measures[MEASURES] = {"teller", "noemer", "onbekend", "percentage"};
static const char *const key_names[1] = {"niveau"};
static const ds_indicator vsv = {.id = "vsv", .version = "1"};

const char *made_hostile_name(void) {
    static char name[10200];
    if (name[0] == '\0') {
        size_t n = (size_t)snprintf(name, sizeof name,
                                    "=cmd|' /C calc'!A0 <script>alert(\"1\")</script> & "
                                    "\xE2\x80\xAE"
                                    "slecht\xE2\x80\xAC ' `rm` ../..\t");
        memset(name + n, 'x', 10000);
    }
    return name;
}

static ds_recipe *read_recipe(const char *name, const char *nl, const char *en) {
    ds_recipe *recipe = NULL;
    ds_error err;
    const ds_status status = ds_recipe_parse(name, ds_text_of(nl), ds_text_of(en), &recipe, &err);
    if (status != DS_OK) fail_msg("%s: %llu: %s", name, (unsigned long long)err.line, err.nl);
    return recipe;
}

/* ---- the counts ---- */

static uint64_t count_of(unsigned seed, size_t who, int year, int niveau) {
    return 200 + (uint64_t)((seed * 7919U + who * 104729U + (unsigned)year * 31U +
                             (unsigned)niveau * 17U) %
                            97U);
}

static ds_release *count_release(unsigned seed) {
    ds_cells *cells = ds_cells_new("vsv", false, 1, key_names, 1);
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_release *release = NULL;
    ds_error err;
    for (int year = 0; year < YEARS; year++)
        for (int i = 0; i < NIVEAUS; i++) {
            const ds_text key = ds_text_of(niveaus[i]);
            const uint64_t n = count_of(seed, 0, year, i);
            const ds_measures m = {.teller = n / 5, .noemer = n};
            assert_int_equal(ds_cells_add(cells, 2022 + year, &key, &m, &err), DS_OK);
        }
    ds_cells_finish(cells);
    options.generation = seed % 2 == 0 ? "0123456789abcdef" : "fedcba9876543210";
    {
        const ds_disclosure_table table = {
            .id = "vsv.niveau", .indicator = &vsv, .cells = cells, .scope = ""};
        assert_int_equal(ds_disclose(&table, 1, &options, &release, &report, &err), DS_OK);
    }
    ds_disclosure_report_free(report);
    ds_cells_free(cells);
    return release;
}

/* ---- the answers ---- */

typedef struct answering {
    ds_arena arena;
    ds_disclosure_sheet sheets[SHEETS_MAX];
    size_t n;
    unsigned seed;
} answering;

static double measure_of(uint64_t n, size_t measure) {
    const uint64_t teller = n / 5;
    const double values[MEASURES] = {(double)teller, (double)n, 0,
                                     100 * (double)teller / (double)n};
    return values[measure];
}

static ds_disclosure_fact answer_fact(answering *a, size_t who, int year, int niveau,
                                      size_t measure) {
    const uint64_t n = count_of(a->seed, who, year, niveau);
    const char **keys = ds_arena_take(&a->arena, 1, sizeof *keys);
    uint64_t *guards = ds_arena_take(&a->arena, 1, sizeof *guards);
    const ds_release_fact fact = {.jaar = 2022 + year,
                                  .keys = keys,
                                  .measure = measures[measure],
                                  .klasse = "",
                                  .state = DS_STATE_SHOWN,
                                  .value = measure_of(n, measure),
                                  .se = NAN,
                                  .low = NAN,
                                  .high = NAN,
                                  .p = NAN,
                                  .p_adjusted = NAN,
                                  .n = (int64_t)n,
                                  .missing = -1,
                                  .reason = ""};
    keys[0] = niveaus[niveau];
    guards[0] = n;
    return (ds_disclosure_fact){.fact = fact, .guards = guards, .n_guards = 1};
}

static void answer_question(answering *a, const ds_recipe_question *question, size_t who,
                            const char *scope) {
    const bool asked = strcmp(question->subject, "vsv") == 0;
    ds_disclosure_fact *facts = ds_arena_take(&a->arena, YEARS * NIVEAUS * MEASURES, sizeof *facts);
    size_t n = 0;
    for (int year = 0; asked && year < YEARS; year++)
        for (int i = 0; i < NIVEAUS; i++)
            for (size_t m = 0; m < MEASURES; m++)
                facts[n++] = answer_fact(a, who, year, i, m);
    assert_true(a->n < SHEETS_MAX);
    a->sheets[a->n++] = (ds_disclosure_sheet){
        .sheet = {.id = question->text,
                  .kind = "telling",
                  .indicator = question->subject,
                  .version = "1",
                  .scope = scope,
                  .unit = "persoon",
                  .title = DS_SAY("Vsv naar niveau", "Early leaving by level"),
                  .source = DS_SAY("DUO", "DUO"),
                  .key_names = key_names,
                  .n_keys = 1,
                  .reason = asked ? "" : "geen_levering",
                  .reason_text = DS_SAY("er is geen levering", "there is no delivery")},
        .facts = facts,
        .n_facts = n};
}

static void answer_recipe(answering *a, const ds_recipe *recipe, size_t who, const char *scope) {
    size_t n;
    const ds_recipe_question *questions = ds_recipe_questions(recipe, &n);
    for (size_t i = 0; i < n; i++)
        answer_question(a, &questions[i], who, scope);
}

made_release made_release_new(size_t n, unsigned seed, bool hostile) {
    static const ds_release_delivery deliveries[] = {{"a.csv", "inschrijving", "k1:00", false}};
    ds_release_label labels[INSTITUTIONS_MAX] = {{NULL, NULL, {NULL, NULL}}};
    answering *a = ds_calloc(1, sizeof *a);
    made_release made = {.recipes = {read_recipe("proef.md", for_all, for_all_en),
                                     read_recipe("instelling.md", for_each, for_each_en)}};
    ds_disclosure_words words = {.about = {.name = "",
                                           .date = "2024-05-01",
                                           .program = "1.0",
                                           .publisher = "",
                                           .licence = "",
                                           .jaar = 2023,
                                           .made = true},
                                 .labels = labels,
                                 .n_labels = n,
                                 .deliveries = deliveries,
                                 .n_deliveries = 1};
    ds_error err;
    assert_non_null(a);
    a->seed = seed;
    made.release = count_release(seed);
    answer_recipe(a, made.recipes[0], 0, "");
    for (size_t i = 0; i < n; i++) {
        const char *code = ds_arena_print(&a->arena, "%02zuAA", i + 1);
        const char *name = hostile && i == 0 ? made_hostile_name()
                                             : ds_arena_print(&a->arena, "School %zu", i + 1);
        labels[i] = (ds_release_label){"instelling", code, {name, name}};
        answer_recipe(a, made.recipes[1], i + 1, code);
    }
    assert_int_equal(ds_disclose_sheets(made.release, a->sheets, a->n, &words, NULL, &err), DS_OK);
    ds_arena_done(&a->arena);
    ds_free(a);
    return made;
}

void made_release_done(made_release *made) {
    ds_release_free(made->release);
    for (size_t i = 0; i < 2; i++)
        ds_recipe_free(made->recipes[i]);
}

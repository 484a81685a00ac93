/* work/inside/report.c: a release of what recipes ask: read, count, protect, answer. See
 * doorstroom/inside.h and report.h. */
#include "work/inside/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/of_work.h"
#include "work/inside/report_monitor.h"
#include "work/inside/report_recipes.h"

typedef struct reported_own {
    ds_arena arena;
    char folder[DS_PATH_SIZE];
} reported_own;

/* ---- kinds of questions ---- */

typedef ds_status (*asking)(ds_gather *g, ds_gather_question *q, ds_error *err);

/* In the order of ds_recipe_ask; NULL: nothing to count. */
static const struct {
    asking ask, make;
} kinds[DS_ASKS] = {
    [DS_ASK_MONITOR] = {ds_gather_ask_monitor, ds_gather_make_monitor},
    [DS_ASK_TELLING] = {ds_gather_ask_telling, ds_gather_make_telling},
    [DS_ASK_EVALUATION] = {ds_gather_ask_effect, ds_gather_make_effect},
    [DS_ASK_ROUTES] = {NULL, ds_gather_make_routes},
    [DS_ASK_ROUTE] = {NULL, ds_gather_make_routes},
    [DS_ASK_FLOWS] = {NULL, ds_gather_make_flows},
    [DS_ASK_GAP] = {NULL, ds_gather_make_gap},
    [DS_ASK_RISK] = {NULL, ds_gather_make_risk},
    [DS_ASK_EXPECTED] = {NULL, ds_gather_make_expected},
    [DS_ASK_MONTHS] = {NULL, ds_gather_make_months},
    [DS_ASK_FRAMEWORK] = {NULL, ds_gather_make_framework},
    [DS_ASK_RELATIONS] = {ds_gather_ask_relations, ds_gather_make_monitor},
    [DS_ASK_EXTERNAL] = {NULL, ds_gather_make_external},
    [DS_ASK_SOURCES] = {NULL, ds_gather_make_sources},
    [DS_ASK_OWN] = {ds_gather_ask_own, ds_gather_make_own},
};

static ds_status ask_questions(ds_gather *g, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < g->n_questions; i++) {
        const ds_recipe_ask ask = g->questions[i].asked->ask;
        if (kinds[ask].ask != NULL) status = kinds[ask].ask(g, &g->questions[i], err);
    }
    return status;
}

static double now_seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void tell_progress(const ds_gather *g, const char *nl, const char *en, double share) {
    if (g->work->progress != NULL) g->work->progress(g->work->progress_context, nl, en, share);
}

static ds_status answer_questions(ds_gather *g, double *seconds, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < g->n_questions; i++) {
        ds_gather_question *q = &g->questions[i];
        const double before = now_seconds();
        tell_progress(g, "antwoorden", "answers", 0.6 + 0.4 * (double)i / (double)g->n_questions);
        if ((status = ds_file_go_on(err)) != DS_OK) break;
        if (kinds[q->asked->ask].make != NULL)
            status = kinds[q->asked->ask].make(g, q, err);
        else
            ds_gather_unfilled(g, q, ds_recipe_ask_code(q->asked->ask), "", "nog_niet",
                               DS_SAY("deze vraag is nog niet te beantwoorden",
                                      "this question cannot be answered yet"));
        seconds[i] = now_seconds() - before;
    }
    return status == DS_OK ? ds_gather_finish(g, err) : status;
}

/* ---- releases that others keep ---- */

typedef struct earlier_releases {
    ds_release **list;
    size_t n, capacity;
} earlier_releases;

static ds_status add_earlier(earlier_releases *earlier, const char *path, ds_error *err) {
    ds_status status;
    if (!ds_reserve(&earlier->list, &earlier->capacity, earlier->n + 1, sizeof(ds_release *)))
        return ds_error_memory(err);
    status = ds_release_read(path, &earlier->list[earlier->n], err);
    earlier->n += status == DS_OK;
    return status;
}

static bool is_release_file(const char *name) {
    const size_t size = strlen(name);
    return strncmp(name, "vrijgave", 8) == 0 && size > 5 && strcmp(name + size - 5, ".json") == 0;
}

/* publicatie/vrijgave*.json, and publicatie/NAME/vrijgave.json; huidig is one of those. */
static ds_status read_earlier(const char *folder, earlier_releases *out, ds_error *err) {
    char path[DS_PATH_SIZE], file[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_exists(folder) ? ds_file_list(folder, &names, err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        const char *name = names.names[i];
        if (name[0] == '.' || strcmp(name, "huidig") == 0) continue;
        status = ds_file_join(path, folder, name, err);
        if (status == DS_OK && is_release_file(name)) status = add_earlier(out, path, err);
        if (status == DS_OK) status = ds_file_join(file, path, "vrijgave.json", err);
        if (status == DS_OK && ds_file_exists(file)) status = add_earlier(out, file, err);
    }
    ds_file_names_done(&names);
    return status;
}

static void earlier_done(earlier_releases *earlier) {
    for (size_t i = 0; i < earlier->n; i++)
        ds_release_free(earlier->list[i]);
    ds_free((void *)earlier->list);
}

/* Whether the definitions of today can count it: they may have changed. */
static bool can_count(const ds_gather *g, const ds_release_table *old, ds_buffer *by) {
    ds_tallies *tallies = ds_tallies_new(&g->definitions, true);
    ds_error ignored;
    bool can;
    ds_buffer_clear(by);
    for (size_t k = 0; k < old->n_keys; k++)
        ds_buffer_addf(by, "%s%s", k == 0 ? "" : ",", old->key_names[k]);
    can = tallies != NULL &&
          ds_tallies_add(tallies, old->indicator, old->n_keys == 0 ? NULL : ds_buffer_string(by),
                         &ignored) == DS_OK;
    ds_tallies_free(tallies);
    return can;
}

static bool names_institutions(const ds_gather *g, const ds_release_table *old) {
    for (size_t k = 0; k < old->n_keys; k++)
        if (strcmp(old->key_names[k], g->rules.options.institution) == 0) return true;
    return false;
}

static bool is_asked_again(const ds_gather *g, const ds_release_table *old) {
    const ds_gather_count *count =
        ds_gather_find(g, old->indicator, old->key_names, old->n_keys, "", "");
    return count != NULL && (count->for_all || !names_institutions(g, old));
}

static void ask_unprinted(ds_gather *g, const ds_release_table *old) {
    const ds_gather_years all = {.all = true};
    const bool known =
        ds_gather_find(g, old->indicator, old->key_names, old->n_keys, "", "") != NULL;
    ds_gather_count *count =
        ds_gather_ask(g, old->indicator, old->key_names, old->n_keys, "", "", &all);
    if (count == NULL) return;
    if (!known) count->unprinted = true;
    count->for_all = count->unprinted_for_all = names_institutions(g, old);
}

/* What an earlier release printed for all to see and this one does not is counted all the same: who
 * kept it may lay the two side by side. Each institution's own rows are compared where they are
 * printed again. */
static ds_status ask_earlier(ds_gather *g, const earlier_releases *earlier, ds_error *err) {
    ds_buffer by;
    ds_buffer_init(&by, DS_PATH_SIZE);
    for (size_t e = 0; e < earlier->n; e++)
        for (size_t i = 0; i < ds_release_n_tables(earlier->list[e]); i++) {
            const ds_release_table *old = ds_release_at(earlier->list[e], i);
            if (old->scope[0] == '\0' && old->without[0] == '\0' && !old->numeric &&
                !is_asked_again(g, old) && can_count(g, old, &by))
                ask_unprinted(g, old);
        }
    ds_buffer_done(&by);
    return ds_gather_finish(g, err);
}

/* ---- disclosure ---- */

static ds_status protect_counts(ds_gather *g, const earlier_releases *earlier,
                                ds_disclosure_report **out, ds_error *err) {
    return ds_gather_disclose(g, (const ds_release *const *)earlier->list, earlier->n, out, err);
}

static int compare_sheets(const void *a, const void *b) {
    const ds_release_sheet *x = &(*(ds_gather_sheet *const *)a)->sheet,
                           *y = &(*(ds_gather_sheet *const *)b)->sheet;
    const int order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->scope, y->scope);
}

static ds_status put_sheets(ds_gather *g, ds_error *err) {
    ds_disclosure_sheet *list = ds_gather_take(g, g->n_sheets + 1, sizeof *list);
    ds_disclosure_words words = {0};
    ds_status status = list == NULL ? ds_error_memory(err) : ds_gather_words(g, &words, err);
    if (status != DS_OK) return status;
    if (g->n_sheets > 1) qsort(g->sheets, g->n_sheets, sizeof *g->sheets, compare_sheets);
    for (size_t i = 0; i < g->n_sheets; i++) {
        ds_gather_sheet *s = g->sheets[i];
        s->sheet.notes = s->notes;
        s->sheet.n_notes = s->n_notes;
        list[i] = (ds_disclosure_sheet){
            .sheet = s->sheet, .facts = s->facts, .n_facts = s->n, .named = s->named};
    }
    status = ds_gather_finish(g, err);
    return status == DS_OK ? ds_disclose_sheets(g->release, list, g->n_sheets, &words, NULL, err)
                           : status;
}

/* ---- what came of it ---- */

static ds_work_question tell_question(const ds_gather *g, const ds_gather_question *q,
                                      double seconds, ds_arena *arena) {
    ds_work_question out = {.id = ds_arena_copy(arena, ds_text_of(q->asked->text)),
                            .kind = ds_recipe_ask_code(q->asked->ask),
                            .seconds = seconds};
    for (size_t i = 0; i < g->n_sheets; i++) {
        const ds_release_sheet *s = &g->sheets[i]->sheet;
        if (strcmp(s->id, q->asked->text) != 0) continue;
        out.n_sheets++;
        if (s->reason[0] == '\0' || s->scope[0] != '\0') continue;
        out.reason = ds_arena_copy(arena, ds_text_of(s->reason));
        out.reason_nl = ds_arena_copy(arena, ds_text_of(ds_say_text(s->reason_text, DS_NL)));
        out.reason_en = ds_arena_copy(arena, ds_text_of(ds_say_text(s->reason_text, DS_EN)));
    }
    return out;
}

static ds_status tell_questions(const ds_gather *g, const double *seconds, ds_work_reported *out,
                                ds_error *err) {
    reported_own *own = out->own;
    ds_work_question *list = ds_arena_take(&own->arena, g->n_questions + 1, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < g->n_questions; i++)
        list[i] = tell_question(g, &g->questions[i], seconds[i], &own->arena);
    out->questions = list;
    out->n_questions = g->n_questions;
    return ds_arena_finish(&own->arena, err);
}

/* ---- the whole ---- */

static ds_status read_recipes(const ds_gather *g, ds_work_reported *out, ds_error *err) {
    ds_recipe_paths paths = {0};
    ds_status status = ds_recipe_paths_find(g->work, g->options->recipes, &paths, err);
    if (status == DS_OK) {
        out->recipes = ds_calloc(paths.n + 1, sizeof *out->recipes);
        if (out->recipes == NULL) status = ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < paths.n; i++) {
        status = ds_recipe_read(paths.list[i], &out->recipes[i], err);
        out->n_recipes += status == DS_OK;
    }
    ds_recipe_paths_done(&paths);
    return status;
}

static ds_status open_sources(ds_gather *g, ds_error *err) {
    ds_status status = ds_work_disclosure_options(g->work, &g->rules, err);
    if (status == DS_OK)
        status =
            ds_work_definitions_read(g->work, g->options->definitions_file, &g->definitions, err);
    if (status == DS_OK) status = ds_of_work_open(g->work, &g->reg, err);
    if (status == DS_OK) status = ds_gather_open_monitor(g, err);
    return status == DS_OK ? ds_gather_schools(g, err) : status;
}

static ds_status gather_beside(ds_gather *g, const earlier_releases *earlier, ds_work_reported *out,
                               ds_error *err) {
    double *seconds = NULL;
    ds_status status = ds_gather_questions(g, out->recipes, out->n_recipes, err);
    g->recipes = out->recipes;
    g->n_recipes = out->n_recipes;
    if (status == DS_OK) status = open_sources(g, err);
    if (status == DS_OK) status = ask_questions(g, err);
    if (status == DS_OK) status = ask_earlier(g, earlier, err);
    tell_progress(g, "tellen", "counting", 0.05);
    if (status == DS_OK) status = ds_gather_tally(g, err);
    tell_progress(g, "beveiligen", "protecting", 0.3);
    if (status == DS_OK) status = protect_counts(g, earlier, &out->report, err);
    seconds = ds_gather_take(g, g->n_questions + 1, sizeof *seconds);
    if (status == DS_OK && seconds == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = answer_questions(g, seconds, err);
    if (status == DS_OK) status = put_sheets(g, err);
    if (status == DS_OK) status = tell_questions(g, seconds, out, err);
    return status;
}

static ds_status gather_all(ds_gather *g, ds_work_reported *out, ds_error *err) {
    earlier_releases earlier = {0};
    ds_status status = read_earlier(out->folder, &earlier, err);
    if (status == DS_OK) status = gather_beside(g, &earlier, out, err);
    earlier_done(&earlier);
    return status;
}

static void gather_done(ds_gather *g) {
    ds_gather_sheets_done(g);
    ds_gather_effects_done(g);
    ds_gather_monitor_done(g);
    ds_gather_counts_done(g);
    ds_work_definitions_done(&g->definitions);
    ds_work_rules_done(&g->rules);
    ds_register_close(g->reg);
    ds_release_free(g->release);
    ds_arena_done(&g->arena);
}

static ds_status start_report(const ds_work *work, ds_work_reported *out, ds_error *err) {
    reported_own *own = ds_calloc(1, sizeof *own);
    if (own == NULL) return ds_error_memory(err);
    out->own = own;
    out->folder = own->folder;
    if (work->folder == NULL)
        return ds_error_set(err, DS_USAGE, "een rapport vraagt een werkmap",
                            "a report needs a work folder");
    return ds_file_join(own->folder, work->folder, "publicatie", err);
}

ds_status ds_work_report(const ds_work *work, const ds_work_report_options *options,
                         ds_work_reported *out, ds_error *err) {
    ds_gather g = {.work = work, .options = options};
    ds_work_reported made = {0};
    ds_status status = ds_error_version(err, "ds_work_report_options", options->version,
                                        DS_WORK_REPORT_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    status = start_report(work, &made, err);
    if (status == DS_OK) status = read_recipes(&g, &made, err);
    if (status == DS_OK) status = gather_all(&g, &made, err);
    if (status == DS_OK) {
        made.release = g.release;
        g.release = NULL;
        *out = made;
    } else {
        ds_work_reported_done(&made);
    }
    gather_done(&g);
    return status;
}

void ds_work_reported_done(ds_work_reported *reported) {
    reported_own *own = reported->own;
    ds_release_free(reported->release);
    ds_disclosure_report_free(reported->report);
    for (size_t i = 0; i < reported->n_recipes; i++)
        ds_recipe_free(reported->recipes[i]);
    ds_free(reported->recipes);
    if (own != NULL) ds_arena_done(&own->arena);
    ds_free(own);
    *reported = (ds_work_reported){0};
}

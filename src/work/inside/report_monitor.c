/* work/inside/report_monitor.c: tables of the monitor in a release: all that is derived of counts
 * is made of those that are shown (methods 24). See report.h. */
#include "work/inside/report_monitor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/report_telling.h"

enum { SPREAD_YEARS = 6, KEYS_MOST = 3 };

static const char *const form_kinds[DS_GATHER_FORMS] = {"agenda",     "streefwaarde", "besteding",
                                                        "werkagenda", "maatregel",    "voortgang",
                                                        "oordeel",    "antwoord"};

/* ---- the plan and the forms ---- */

static int find_form_year(const ds_kind_table *table, int last) {
    const size_t column = ds_kind_table_find(table, "jaar");
    for (uint64_t r = 0; column != SIZE_MAX && r < ds_kind_table_n_rows(table); r++) {
        const int64_t year = ds_kind_table_is_missing(table, r, column)
                                 ? 0
                                 : ds_kind_table_integer(table, r, column);
        if (year > last && year < 10000) last = (int)year;
    }
    return last;
}

/* As the monitor itself chooses: of what is reported; else the year after that of the money. */
static int choose_form_year(const ds_gather *g, ds_kind_table *const *forms) {
    static const size_t reported[] = {5, 4, 6, 1};
    int last = 0;
    if (g->options->jaar != 0) return g->options->jaar;
    for (size_t i = 0; i < sizeof reported / sizeof *reported; i++)
        last = find_form_year(forms[reported[i]], last);
    if (last == 0 && find_form_year(forms[2], 0) != 0)
        last = find_form_year(forms[2], 0) - ds_monitor_plan_rules(g->plan).spending;
    return last;
}

ds_status ds_gather_open_monitor(ds_gather *g, ds_error *err) {
    ds_status status = ds_work_monitor_plan(g->work, &g->plan, &g->no_plan);
    if (status == DS_FAULT && err != NULL) *err = g->no_plan;
    if (status != DS_OK) return status == DS_FAULT ? status : DS_OK;
    ds_monitor_plan_single_years(g->plan);
    g->monitor = ds_gather_take(g, 1, sizeof *g->monitor);
    if (g->monitor == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < DS_GATHER_FORMS; i++)
        status = ds_register_kind(g->reg, form_kinds[i], &g->monitor->forms[i], err);
    if (status == DS_OK)
        status = ds_register_kind(g->reg, "eigen_indicator", &g->monitor->own_indicators, err);
    if (status == DS_OK) g->jaar = choose_form_year(g, g->monitor->forms);
    return status;
}

void ds_gather_monitor_done(ds_gather *g) {
    ds_gather_monitor *m = g->monitor;
    if (m != NULL) {
        ds_monitor_result_free(m->result);
        ds_monitor_data_free(m->data);
        ds_monitor_surveys_done(&m->surveys);
        for (size_t i = 0; i < m->n_cells; i++)
            ds_cells_free(m->cells[i]);
        for (size_t i = 0; i < DS_GATHER_FORMS; i++)
            ds_kind_table_free(m->forms[i]);
        ds_kind_table_free(m->own_indicators);
        ds_free(m->tables);
        ds_free(m->cells);
    }
    ds_monitor_plan_free(g->plan);
}

/* ---- the table that a question is ---- */

static ds_status read_bands(ds_monitor_table *t, const ds_recipe_question *q, ds_error *err) {
    const char *at = q->bands;
    t->n_cuts = 0;
    while (*at != '\0' && t->n_cuts < DS_BANDS_MAX) {
        char *end = NULL;
        t->cuts[t->n_cuts++] = strtod(at, &end);
        if (end == at) break;
        at = end + strspn(end, ", ");
    }
    if (*at == '\0') return DS_OK;
    return ds_error_at(err, DS_INPUT, q->file, q->line, 1,
                       "banden zijn getallen met komma's, niet %.60s",
                       "bands are numbers with commas, not %.60s", q->bands);
}

/* A copy, with what the recipe asks otherwise. */
static ds_status ask_otherwise(ds_gather *g, const ds_recipe_question *q,
                               const ds_monitor_table *from, const ds_monitor_table **out,
                               ds_error *err) {
    ds_monitor_table *t = ds_gather_take(g, 1, sizeof *t);
    if (t == NULL) return ds_error_memory(err);
    *t = *from;
    *out = t;
    if (strcmp(q->basis, "start") == 0) t->basis = DS_BASIS_START;
    if (strcmp(q->basis, "vorig") == 0) t->basis = DS_BASIS_PREVIOUS;
    for (int u = DS_MONITOR_AGENDA; u <= DS_MONITOR_PERSON; u++)
        if (strcmp(q->unit, ds_monitor_unit_code((ds_monitor_unit)u)) == 0)
            t->unit = (ds_monitor_unit)u;
    return *q->bands == '\0' ? DS_OK : read_bands(t, q, err);
}

static ds_status find_table(ds_gather *g, const ds_recipe_question *q, const ds_monitor_table **out,
                            ds_error *err) {
    ds_status status = ds_monitor_plan_find(g->plan, q->subject, out, err);
    if (status == DS_USAGE) {
        if (err != NULL) err->status = DS_INPUT;
        status = DS_INPUT;
    }
    if (status != DS_OK) {
        ds_error_place(err, q->file, q->line, 1);
        return status;
    }
    if (*q->basis == '\0' && *q->unit == '\0' && *q->bands == '\0') return DS_OK;
    return ask_otherwise(g, q, *out, out, err);
}

/* ---- a table of counts is a telling ---- */

static ds_gather_years years_between(ds_gather *g, int first, int last) {
    ds_gather_years years = {.all = true};
    int *list = first == 0 ? NULL : ds_gather_take(g, (size_t)(last - first) + 1, sizeof *list);
    if (list == NULL) return years;
    for (int y = first; y <= last; y++)
        list[y - first] = y;
    return (ds_gather_years){.years = list, .n = (size_t)(last - first) + 1};
}

/* "leerweg;": the keys that each total keeps. */
static void read_totals(ds_gather *g, const char *text, ds_telling *out) {
    ds_recipe_names *totals = ds_gather_take(g, DS_MONITOR_TOTALS_MAX, sizeof *totals);
    const char *at = text;
    if (text == NULL || totals == NULL) return;
    while (out->n_totals < DS_MONITOR_TOTALS_MAX) {
        const size_t size = strcspn(at, ";");
        const char **names = ds_gather_take(g, DS_MONITOR_KEYS_MAX, sizeof *names);
        ds_recipe_names *kept = &totals[out->n_totals++];
        for (size_t from = 0; names != NULL && from < size && kept->n < DS_MONITOR_KEYS_MAX;) {
            const size_t to = from + strcspn(at + from, ",;");
            names[kept->n++] = ds_gather_text(g, ds_text_trim((ds_text){at + from, to - from}));
            from = to + 1;
        }
        kept->names = names;
        if (at[size] == '\0') break;
        at += size + 1;
    }
    out->totals = totals;
}

static ds_telling read_counted(ds_gather *g, const ds_monitor_table *t,
                               const ds_recipe_question *q) {
    ds_telling telling = {.indicator = t->counted,
                          .kind = "telling",
                          .by = {t->keys, t->n_keys},
                          .where = "",
                          .groups = t->groups,
                          .extremes = t->extremes,
                          .minimum = ds_monitor_plan_rules(g->plan).minimum,
                          .monitor = true,
                          .years = years_between(g, t->first, t->last),
                          .title = DS_SAY(t->title, t->title_en),
                          .file = q->file,
                          .line = q->line};
    read_totals(g, t->totals, &telling);
    return telling;
}

static bool is_telling(const ds_monitor_table *t) {
    return t->kind == DS_MONITOR_COUNTED && !t->norm;
}

/* A definition of the plan that is not here is no reason to stop. */
static bool is_defined(const ds_gather *g, const char *id) {
    const ds_indicator *indicator;
    ds_error ignored = {0};
    size_t file;
    return ds_work_definitions_find(&g->definitions, id, &file, &indicator, &ignored) == DS_OK;
}

/* ---- the counts that a table needs ---- */

static size_t series_keys(const ds_gather *g, const char *id, const char **out) {
    char by[64];
    size_t n = 0;
    ds_wanted_series_by(g->plan, id, by);
    out[n++] = "instelling";
    if (strstr(by, "leerweg") != NULL) out[n++] = "leerweg";
    if (strstr(by, "niveau") != NULL) out[n++] = "niveau";
    return n;
}

static void ask_series_counts(ds_gather *g, const ds_monitor_table *t,
                              const ds_monitor_indicator *i) {
    const int now = g->jaar + i->now;
    const int years[] = {i->start, now - 1, now};
    ds_gather_years wanted = {.years = years, .n = 3};
    const char *keys[KEYS_MOST];
    const size_t n = series_keys(g, i->indicator, keys);
    if (!is_defined(g, i->indicator)) return;
    if (t->kind == DS_MONITOR_SOURCES || t->kind == DS_MONITOR_OVERVIEW) {
        wanted = (ds_gather_years){.last = 1}; /* that it is counted, and no more */
        (void)ds_gather_ask(g, i->indicator, keys + 1, n - 1, "", "", &wanted);
        return;
    }
    if (g->jaar == 0) wanted = (ds_gather_years){.last = 3};
    (void)ds_gather_ask(g, i->indicator, keys, n, "", "", &wanted);
    (void)ds_gather_ask(g, i->indicator, keys + 1, n - 1, "", "", &wanted);
    if (t->kind != DS_MONITOR_SPREAD) return;
    wanted = (ds_gather_years){.last = SPREAD_YEARS};
    if (g->jaar != 0) wanted = years_between(g, now - SPREAD_YEARS + 1, now);
    (void)ds_gather_ask(g, i->indicator, keys, n, "", "", &wanted);
    (void)ds_gather_ask(g, i->indicator, keys + 1, n - 1, "", "", &wanted);
}

static void ask_all_series_counts(ds_gather *g, const ds_monitor_table *t) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(g->plan, &n);
    for (size_t k = 0; k < t->n_indicators; k++)
        if (!list[t->indicators[k]].survey) ask_series_counts(g, t, &list[t->indicators[k]]);
}

/* Of all institutions, as the series of that indicator: how many students, and at level 2. */
static void ask_sizes(ds_gather *g) {
    const ds_gather_years last = {.last = 1};
    const char *size = ds_monitor_plan_rules(g->plan).size, *keys[KEYS_MOST];
    size_t n;
    if (size == NULL || *size == '\0' || !is_defined(g, size)) return;
    n = series_keys(g, size, keys);
    (void)ds_gather_ask(g, size, keys, n, "", "", &last);
}

static void ask_table_counts(ds_gather *g, const ds_monitor_table *t) {
    const ds_gather_years all = {.all = true}, last = {.last = 2};
    if (ds_wanted_needs_series(t->kind)) ask_all_series_counts(g, t);
    if (t->kind == DS_MONITOR_RELATIONS) ask_sizes(g);
    if (!is_defined(g, t->counted == NULL ? "" : t->counted)) return;
    if (t->kind == DS_MONITOR_NATIONAL) {
        (void)ds_gather_ask(g, t->counted, t->keys, t->n_keys, "", "", &all);
        (void)ds_gather_ask(g, t->counted, NULL, 0, "", "", &all);
    }
    if (t->kind == DS_MONITOR_COUNTED && t->norm)
        (void)ds_gather_ask(g, t->counted, t->keys, t->n_keys, "", "", &last);
}

static ds_status keep_table(ds_gather_monitor *m, const ds_monitor_table *t, ds_error *err) {
    for (size_t i = 0; i < m->n_tables; i++)
        if (m->tables[i] == t) return DS_OK;
    if (!ds_reserve(&m->tables, &m->capacity, m->n_tables + 1, sizeof *m->tables))
        return ds_error_memory(err);
    m->tables[m->n_tables++] = t;
    return DS_OK;
}

/* A table of the values of all indicators, which no recipe names. */
ds_status ds_gather_ask_all_values(ds_gather *g, ds_error *err) {
    ds_monitor_table *t;
    size_t n, *all;
    (void)ds_monitor_plan_indicators(g->plan, &n);
    for (size_t i = 0; i < g->monitor->n_tables; i++)
        if (strcmp(g->monitor->tables[i]->id, "eigen") == 0) return DS_OK;
    t = ds_gather_take(g, 1, sizeof *t);
    all = ds_gather_take(g, n + 1, sizeof *all);
    if (t == NULL || all == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        all[i] = i;
    *t = (ds_monitor_table){.id = "eigen",
                            .title = "",
                            .title_en = "",
                            .kind = DS_MONITOR_VALUES,
                            .goal = "",
                            .indicators = all,
                            .n_indicators = n,
                            .counted = "",
                            .question = "",
                            .groups = "",
                            .extremes = ""};
    ask_all_series_counts(g, t);
    return keep_table(g->monitor, t, err);
}

ds_status ds_gather_ask_monitor(ds_gather *g, ds_gather_question *q, ds_error *err) {
    const ds_monitor_table *t = NULL;
    ds_status status;
    if (g->plan == NULL) {
        if (err != NULL) *err = g->no_plan;
        return DS_INPUT;
    }
    status = find_table(g, q->asked, &t, err);
    if (status != DS_OK) return status;
    q->own = (void *)(uintptr_t)t;
    if (is_telling(t)) {
        const ds_telling telling = read_counted(g, t, q->asked);
        return is_defined(g, t->counted) ? ds_telling_ask(g, &telling, err) : DS_OK;
    }
    if (t->kind == DS_MONITOR_SURVEY) return DS_OK;
    ask_table_counts(g, t);
    return keep_table(g->monitor, t, err);
}

ds_status ds_gather_ask_relations(ds_gather *g, ds_gather_question *q, ds_error *err) {
    size_t n = 0;
    const ds_monitor_table *all = g->plan == NULL ? NULL : ds_monitor_plan_tables(g->plan, &n);
    for (size_t i = 0; i < n; i++) {
        if (all[i].kind != DS_MONITOR_RELATIONS || all[i].question == NULL ||
            strcmp(all[i].question, q->asked->subject) != 0)
            continue;
        q->own = (void *)(uintptr_t)&all[i];
        ask_table_counts(g, &all[i]);
        return keep_table(g->monitor, &all[i], err);
    }
    return ds_error_at(err, DS_INPUT, q->asked->file, q->asked->line, 1,
                       "de monitor heeft geen vraag %.60s (vragen: in monitor.yaml)",
                       "the monitor has no question %.60s (vragen: in monitor.yaml)",
                       q->asked->subject);
}

/* ---- answering ---- */

static void make_survey_table(ds_gather *g, const ds_gather_question *q,
                              const ds_monitor_table *t) {
    const ds_survey_asked asked = {.indicator = t->counted,
                                   .kind = "enquete",
                                   .by = {t->keys, t->n_keys},
                                   .where = "",
                                   .first = t->first,
                                   .last = t->last,
                                   .title = DS_SAY(t->title, t->title_en)};
    ds_gather_survey_sheet(g, q, &asked);
}

ds_status ds_gather_make_monitor(ds_gather *g, ds_gather_question *q, ds_error *err) {
    const ds_monitor_table *t = q->own;
    ds_status status = DS_OK;
    if (is_telling(t)) {
        const ds_telling telling = read_counted(g, t, q->asked);
        ds_telling_make(g, q, &telling);
        return DS_OK;
    }
    if (t->kind == DS_MONITOR_SURVEY) {
        make_survey_table(g, q, t);
        return DS_OK;
    }
    if (g->monitor->result == NULL) status = ds_gather_run_monitor(g, err);
    if (status == DS_OK) ds_gather_monitor_sheets(g, q, t);
    return status;
}

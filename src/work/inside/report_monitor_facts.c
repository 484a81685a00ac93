/* work/inside/report_monitor_facts.c: rows of the monitor as facts of a sheet: what an institution
 * said stands by name in its own scope only, and sums over a few of them nowhere. See
 * report_monitor.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "report/monitor.h"
#include "work/inside/report_monitor.h"

enum { NOTE_MOST = 4096 };

/* ---- one row ---- */

/* Money, measures, planning and judgement are an institution's own. */
static bool is_reported_kind(ds_monitor_kind kind) {
    return kind >= DS_MONITOR_SPENDING && kind <= DS_MONITOR_JUDGEMENT;
}

static bool is_cell_of_school(const ds_gather *g, const ds_cell *cell, size_t key,
                              const char *agenda) {
    for (size_t i = 0; i < g->n_schools; i++)
        if (strcmp(g->schools[i].agenda, agenda) == 0 &&
            ds_text_is(cell->keys[key], g->schools[i].code))
            return true;
    return false;
}

static bool is_hidden_in(const ds_gather *g, const ds_cells *hidden, const ds_monitor_row *row) {
    for (size_t c = 0; hidden != NULL && c < ds_cells_n(hidden); c++) {
        const ds_cell cell = ds_cells_at(hidden, c);
        bool same = cell.schooljaar == row->jaar;
        for (size_t k = 0; same && k < ds_cells_n_keys(hidden); k++) {
            const char *name = ds_cells_key_name(hidden, k);
            if (strcmp(name, "instelling") == 0)
                same = *row->agenda == '\0' || is_cell_of_school(g, &cell, k, row->agenda);
            if (strcmp(name, "niveau") == 0 && *row->niveau != '\0')
                same = ds_text_is(cell.keys[k], row->niveau);
            if (strcmp(name, "leerweg") == 0 && *row->leerweg != '\0')
                same = ds_text_is(cell.keys[k], row->leerweg);
        }
        if (same) return true;
    }
    return false;
}

static const ds_monitor_counted *find_series(const ds_gather *g, const char *id) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(g->plan, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].id, id) != 0) continue;
        for (size_t c = 0; c < g->monitor->n_counted; c++)
            if (strcmp(g->monitor->counted[c].indicator, list[i].indicator) == 0)
                return &g->monitor->counted[c];
    }
    return NULL;
}

/* A value that is not there as what it was made of may not be shown. */
static bool is_not_shown(const ds_gather *g, const ds_monitor_row *row) {
    const ds_monitor_counted *counted;
    if (isfinite(row->value) || row->jaar == 0 || strcmp(row->measure, "streefwaarde") == 0)
        return false;
    counted = find_series(g, row->indicator);
    return counted != NULL &&
           is_hidden_in(g, *row->agenda == '\0' ? counted->national_hidden : counted->hidden, row);
}

static bool is_of_few(const ds_gather *g, const ds_monitor_row *row) {
    const uint64_t least = g->rules.options.institutions;
    return row->unit != DS_MONITOR_PERSON && *row->agenda == '\0' && row->n > 0 &&
           (uint64_t)row->n < least;
}

static void put_monitor_row(ds_gather *g, ds_gather_sheet *s, const ds_monitor_row *row,
                            const char *agenda) {
    const char *keys[DS_MONITOR_KEYS];
    const ds_release_fact fact = ds_report_monitor_fact(row, agenda, keys);
    if (is_of_few(g, row) || is_not_shown(g, row)) {
        ds_gather_put_hidden(g, s, &fact);
        return;
    }
    ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
}

/* ---- agendas without a name ---- */

typedef struct ranked_agenda {
    const char *code;
    double sum; /* of its values in the table */
    const char *rank;
} ranked_agenda;

static int compare_ranked(const void *a, const void *b) {
    const ranked_agenda *x = a, *y = b;
    if (x->sum != y->sum) return x->sum < y->sum ? -1 : 1;
    return strcmp(x->code, y->code);
}

static ranked_agenda *find_ranked(ranked_agenda *list, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].code, code) == 0) return &list[i];
    return NULL;
}

/* By value: a place in the order says nothing that the values do not. */
static size_t rank_agendas(ds_gather *g, const ds_monitor_made *made, ranked_agenda **out) {
    ranked_agenda *list = ds_gather_take(g, made->n_rows + 1, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list != NULL && i < made->n_rows; i++) {
        const ds_monitor_row *row = &made->rows[i];
        ranked_agenda *at;
        if (*row->agenda == '\0') continue;
        at = find_ranked(list, n, row->agenda);
        if (at == NULL) {
            at = &list[n++];
            at->code = row->agenda;
        }
        if (isfinite(row->value)) at->sum += row->value;
    }
    if (n > 1) qsort(list, n, sizeof *list, compare_ranked);
    for (size_t i = 0; i < n; i++) {
        list[i].rank = ds_arena_print(&g->arena, "nr%03zu", i + 1);
        if (list[i].rank == NULL) list[i].rank = "";
        ds_gather_label(g, "agenda", list[i].rank,
                        DS_SAY(ds_arena_print(&g->arena, "agenda %zu, zonder naam", i + 1),
                               ds_arena_print(&g->arena, "agenda %zu, without a name", i + 1)));
    }
    *out = list;
    return n;
}

static const char *name_for_all(ranked_agenda *ranks, size_t n, const ds_monitor_row *row,
                                bool named) {
    const ranked_agenda *at;
    if (named || *row->agenda == '\0') return row->agenda;
    at = find_ranked(ranks, n, row->agenda);
    return at == NULL ? "" : at->rank;
}

/* ---- notes ---- */

static const char *print_number(ds_gather *g, double x) {
    return x == floor(x) ? ds_arena_print(&g->arena, "%.0f", x)
                         : ds_arena_print(&g->arena, "%.1f", x);
}

static const char *fill_text(ds_gather *g, const char *text, const char *const *values, size_t n) {
    ds_buffer filled;
    const char *kept;
    ds_buffer_init(&filled, NOTE_MOST);
    for (const char *at = text; *at != '\0'; at++) {
        const size_t place = at[0] == '{' && at[1] >= '0' && at[1] <= '2' && at[2] == '}'
                                 ? (size_t)(at[1] - '0')
                                 : SIZE_MAX;
        if (place == SIZE_MAX) {
            ds_buffer_add_char(&filled, *at);
            continue;
        }
        ds_buffer_add_string(&filled, place < n && values[place] != NULL ? values[place] : "…");
        at += 2;
    }
    kept = ds_gather_copy(g, ds_buffer_string(&filled));
    ds_buffer_done(&filled);
    return kept;
}

/* A decimal comma in Dutch. */
static const char *write_dutch_number(ds_gather *g, const char *number) {
    char text[64];
    size_t n = strlen(number);
    if (n >= sizeof text) return number;
    memcpy(text, number, n + 1);
    for (size_t i = 0; i < n; i++)
        if (text[i] == '.') text[i] = ',';
    return ds_gather_copy(g, text);
}

static void put_note(ds_gather *g, ds_gather_sheet *s, const ds_monitor_note *note) {
    const ds_say text = ds_report_monitor_note_text(note->code);
    const char *nl[3] = {NULL}, *en[3] = {NULL};
    size_t n = 0;
    if (*text.nl == '\0') return;
    if (note->text != NULL) {
        const ds_say word = ds_report_monitor_say(note->text);
        nl[0] = word.nl;
        en[n++] = word.en;
    }
    while (note->text == NULL && n < 3 && isfinite(note->values[n])) {
        en[n] = print_number(g, note->values[n]);
        nl[n] = en[n] == NULL ? NULL : write_dutch_number(g, en[n]);
        n++;
    }
    ds_gather_note(g, s, note->code,
                   DS_SAY(fill_text(g, text.nl, nl, n), fill_text(g, text.en, en, n)));
}

/* ---- the sheets of a table ---- */

static const ds_monitor_made *find_made_table(const ds_gather *g, const ds_monitor_table *t) {
    size_t n;
    const ds_monitor_made *list = ds_monitor_result_tables(g->monitor->result, &n);
    for (size_t i = 0; i < n; i++)
        if (list[i].table == t) return &list[i];
    return NULL;
}

static ds_gather_sheet *new_sheet(ds_gather *g, const ds_gather_question *q,
                                  const ds_monitor_table *t, const char *scope) {
    ds_gather_sheet *s = ds_gather_new(g, q, ds_monitor_kind_code(t->kind), scope,
                                       ds_report_monitor_keys, DS_MONITOR_KEYS);
    if (s == NULL) return NULL;
    s->sheet.unit = ds_monitor_unit_code(t->unit);
    s->sheet.title = DS_SAY(t->title, t->title_en);
    s->sheet.indicator =
        ds_gather_copy(g, t->counted != NULL && *t->counted != '\0' ? t->counted : "");
    return s;
}

static size_t count_agendas(const ds_monitor_made *made) {
    const char *last = "";
    size_t n = 0;
    for (size_t i = 0; i < made->n_rows; i++) {
        n += *made->rows[i].agenda != '\0' && strcmp(made->rows[i].agenda, last) != 0;
        if (*made->rows[i].agenda != '\0') last = made->rows[i].agenda;
    }
    return n;
}

/* Where hidden groups are one, overig, a sum over one key lacks the part of it that is in there. */
static bool is_part_of_sum(const ds_monitor_table *t, const ds_monitor_made *made,
                           const ds_monitor_row *row) {
    const bool all_levels = row->niveau == NULL || *row->niveau == '\0';
    const bool all_ways = row->leerweg == NULL || *row->leerweg == '\0';
    if (t->kind != DS_MONITOR_NATIONAL || t->n_keys < 2 || all_levels == all_ways) return false;
    for (size_t i = 0; i < made->n_rows; i++)
        if (made->rows[i].niveau != NULL && strcmp(made->rows[i].niveau, "overig") == 0)
            return true;
    return false;
}

/* What is made of values of institutions. */
static bool is_of_shown_values(ds_monitor_kind kind) {
    return kind == DS_MONITOR_SPREAD || kind == DS_MONITOR_CLASSES || kind == DS_MONITOR_AMBITION ||
           kind == DS_MONITOR_QUADRANT || kind == DS_MONITOR_RELATIONS;
}

static void put_for_all(ds_gather *g, const ds_gather_question *q, const ds_monitor_table *t,
                        const ds_monitor_made *made) {
    ds_gather_sheet *s = new_sheet(g, q, t, "");
    const bool named = !is_reported_kind(t->kind);
    const bool few = !named && count_agendas(made) < g->rules.options.institutions;
    ranked_agenda *ranks = NULL;
    const size_t n = named ? 0 : rank_agendas(g, made, &ranks);
    for (size_t i = 0; s != NULL && i < made->n_rows; i++) {
        const ds_monitor_row *row = &made->rows[i];
        if (few && *row->agenda != '\0') continue;
        if (is_part_of_sum(t, made, row)) continue;
        put_monitor_row(g, s, row, name_for_all(ranks, n, row, named));
    }
    for (size_t i = 0; s != NULL && i < made->n_notes; i++)
        put_note(g, s, &made->notes[i]);
    if (is_of_shown_values(t->kind) && made->reason == NULL)
        ds_gather_note(g, s, "alleen_getoond",
                       DS_SAY("Gerekend met de waarden van instellingen die getoond mogen worden; "
                              "wie te weinig studenten of antwoorden telt doet niet mee.",
                              "Worked out from the values of institutions that may be shown; those "
                              "with too few students or answers are left out."));
    if (s != NULL && made->reason != NULL)
        ds_gather_refuse(g, s, made->reason,
                         strcmp(made->reason, "niet_getoond") == 0
                             ? DS_SAY("een deel van de tellingen mag niet worden getoond",
                                      "part of the counts may not be shown")
                             : ds_report_monitor_reason(made->reason));
}

/* The rows of its own agenda, by name, for each institution. */
static void put_for_schools(ds_gather *g, const ds_gather_question *q, const ds_monitor_table *t,
                            const ds_monitor_made *made) {
    for (size_t k = 0; k < g->n_schools; k++) {
        ds_gather_sheet *s = NULL;
        for (size_t i = 0; i < made->n_rows; i++) {
            const ds_monitor_row *row = &made->rows[i];
            if (*row->agenda == '\0' || strcmp(row->agenda, g->schools[k].agenda) != 0) continue;
            if (s == NULL) s = new_sheet(g, q, t, g->schools[k].code);
            put_monitor_row(g, s, row, row->agenda);
        }
    }
}

void ds_gather_monitor_sheets(ds_gather *g, const ds_gather_question *q,
                              const ds_monitor_table *t) {
    const ds_monitor_made *made = find_made_table(g, t);
    if (made == NULL) return;
    put_for_all(g, q, t, made);
    if (q->by_institution && g->options->scopes && is_reported_kind(t->kind))
        put_for_schools(g, q, t, made);
}

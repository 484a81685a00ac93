/* work/inside/report_telling.c: an indicator of the register by keys and year, with totals and what
 * changed since the asked year before: of what is shown of its counts. See report.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "doorstroom/target.h"
#include "work/inside/report_monitor.h"
#include "work/inside/report_telling.h"

enum { YEARS_MOST = 64 };

/* One part of an answer: a count by some of the keys. */
typedef struct telling_part {
    const ds_gather_count *count;
    size_t at[DS_GATHER_KEYS]; /* where key k of the sheet stands in the count; SIZE_MAX: a total */
    uint32_t number;
} telling_part;

/* ---- what is needed ---- */

static bool is_kept(const char *key, const ds_recipe_names *kept) {
    for (size_t i = 0; i < kept->n; i++)
        if (strcmp(kept->names[i], key) == 0) return true;
    return false;
}

/* Names of by that are in kept, in out. */
static size_t keep_names(const ds_recipe_names *by, const ds_recipe_names *kept, const char **out) {
    size_t n = 0;
    for (size_t k = 0; k < by->n && n < DS_GATHER_KEYS; k++)
        if (is_kept(by->names[k], kept)) out[n++] = by->names[k];
    return n;
}

static ds_status refuse_many(const ds_telling *t, ds_error *err) {
    return ds_error_at(err, DS_INPUT, t->file, t->line, 1,
                       "%.64s: hoogstens %d kenmerken naast elkaar in een vrijgave",
                       "%.64s: at most %d keys beside each other in a release", t->indicator,
                       DS_GATHER_KEYS);
}

/* A recipe for all that asks institutions without who stands beside sets them side by side. */
static bool asks_names(const ds_gather *g, const ds_telling *t, const char *const *keys, size_t n) {
    bool any = false;
    for (size_t k = 0; k < n; k++)
        any = any || strcmp(keys[k], g->rules.options.institution) == 0;
    return any && t->named && t->beside.n == 0;
}

static void ask_part(ds_gather *g, const ds_telling *t, const char *const *keys, size_t n) {
    if (asks_names(g, t, keys, n))
        (void)ds_gather_ask_for_all(g, t->indicator, keys, n, t->where, t->groups, &t->years);
    else
        (void)ds_gather_ask(g, t->indicator, keys, n, t->where, t->groups, &t->years);
}

ds_status ds_telling_ask(ds_gather *g, const ds_telling *t, ds_error *err) {
    const char *keys[DS_GATHER_KEYS] = {NULL};
    if (t->by.n > DS_GATHER_KEYS) return refuse_many(t, err);
    ask_part(g, t, t->by.names, t->by.n);
    for (size_t i = 0; i < t->n_totals; i++) {
        const size_t n = keep_names(&t->by, &t->totals[i], keys);
        ask_part(g, t, keys, n);
    }
    return DS_OK;
}

/* ---- rows ---- */

static void find_part(ds_gather *g, const ds_telling *t, const ds_recipe_names *kept,
                      telling_part *out) {
    const char *keys[DS_GATHER_KEYS] = {NULL};
    const size_t n = keep_names(&t->by, kept, keys);
    out->count = ds_gather_find(g, t->indicator, keys, n, t->where, t->groups);
    if (asks_names(g, t, keys, n)) out->count = ds_gather_for_all(g, out->count);
    for (size_t k = 0; out->count != NULL && k < t->by.n; k++) {
        out->at[k] = SIZE_MAX;
        for (size_t c = 0; c < out->count->n_keys; c++)
            if (strcmp(out->count->keys[c], t->by.names[k]) == 0) out->at[k] = c;
    }
}

/* What is guarded adds up within its year and breakdown. */
static uint32_t sum_of_row(const ds_gather_row *row, uint32_t part) {
    return row->n_guards == 0 ? 0 : (uint32_t)row->jaar * 64 + part % 64 + 1;
}

/* Each row in a line of its own, so that all its numbers are hidden together. */
static void put_counts(ds_gather *g, ds_gather_sheet *s, const ds_telling *t,
                       const ds_gather_row *row, const char *const *keys, uint32_t line,
                       uint32_t sum) {
    const struct {
        const char *measure;
        bool shown;
        double value;
    } counts[] = {{t->monitor ? "aantal" : "teller", row->teller_shown, (double)row->teller},
                  {"noemer", row->noemer_shown, (double)row->noemer},
                  {"onbekend", row->unknown >= 0, (double)row->unknown}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ds_release_fact fact =
            ds_gather_fact(row->jaar, keys, counts[i].measure, "", counts[i].value);
        if (row->n_guards > 0 && i == 2) continue;
        if (row->noemer_shown) fact.n = (int64_t)row->noemer;
        if (i == 0 && row->unknown >= 0) fact.missing = row->unknown;
        if (counts[i].shown)
            ds_gather_put(g, s, &fact, row->guards, row->n_guards, line, sum);
        else
            ds_gather_put_hidden(g, s, &fact);
    }
}

static ds_measured measure_row(const ds_gather_row *row) {
    return ds_measured_count(row->teller, row->noemer);
}

static void put_percentage(ds_gather *g, ds_gather_sheet *s, const ds_gather_row *row,
                           const char *const *keys, uint32_t line, uint32_t sum) {
    const ds_measured value = measure_row(row);
    const ds_span span = ds_target_interval(&value);
    ds_release_fact fact = ds_gather_fact(row->jaar, keys, "percentage", "", value.pct);
    if (!row->teller_shown || !row->noemer_shown) {
        ds_gather_put_hidden(g, s, &fact);
        return;
    }
    fact.low = span.low;
    fact.high = span.high;
    fact.n = (int64_t)row->noemer;
    if (row->noemer == 0) fact.reason = "niemand";
    ds_gather_put(g, s, &fact, row->guards, row->n_guards, line, sum);
}

/* now - then; both of the same group. */
static void put_difference(ds_gather *g, ds_gather_sheet *s, const ds_gather_row *now,
                           const ds_gather_row *then, const char *const *keys) {
    const ds_measured a = measure_row(now), b = measure_row(then);
    /* What is guarded may yet be hidden beside another, and a difference would give it away. */
    const bool tellers = now->teller_shown && then->teller_shown && now->n_guards == 0;
    bool fixed = false;
    const ds_span span = ds_target_difference(&a, &b, &fixed);
    ds_release_fact fact =
        ds_gather_fact(now->jaar, keys, "verschil", "", (double)now->teller - (double)then->teller);
    if (tellers)
        ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
    else
        ds_gather_put_hidden(g, s, &fact);
    fact = ds_gather_fact(now->jaar, keys, "verschil_pp", "", a.pct - b.pct);
    fact.low = span.low;
    fact.high = span.high;
    if (!isfinite(fact.value)) fact.reason = "niemand";
    if (tellers && now->noemer_shown && then->noemer_shown)
        ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
    else
        ds_gather_put_hidden(g, s, &fact);
}

/* ---- a part ---- */

/* The years that are asked, of those that can be counted. */
static size_t list_years(const ds_telling *t, const ds_gather_count *count, int *out) {
    size_t n = 0;
    for (size_t i = 0; i < count->n_years && n < YEARS_MOST; i++)
        if (ds_gather_wants(&t->years, count, count->years[i])) out[n++] = count->years[i];
    return n;
}

static size_t find_asked_year(const int *years, size_t n, int jaar) {
    for (size_t i = 0; i < n; i++)
        if (years[i] == jaar) return i;
    return SIZE_MAX;
}

static void set_keys(const ds_telling *t, const telling_part *part, const ds_gather_row *row,
                     const char **keys) {
    for (size_t k = 0; k < t->by.n; k++)
        keys[k] = part->at[k] == SIZE_MAX ? DS_TOTAL : row->keys[part->at[k]];
}

static void put_telling_part(ds_gather *g, ds_gather_sheet *s, const ds_telling *t,
                             const telling_part *part) {
    const ds_gather_count *c = part->count;
    int years[YEARS_MOST];
    const size_t n_years = list_years(t, c, years);
    for (size_t i = 0; i < ds_gather_n_rows(c); i++) {
        const char *keys[DS_GATHER_KEYS] = {NULL};
        const ds_gather_row row = ds_gather_row_at(g, c, i);
        ds_gather_row then = {.teller_shown = true, .noemer_shown = true, .n_guards = row.n_guards};
        const size_t y = find_asked_year(years, n_years, row.jaar);
        const uint32_t line = ++s->rows;
        if (y == SIZE_MAX) continue;
        set_keys(t, part, &row, keys);
        put_counts(g, s, t, &row, keys, line, sum_of_row(&row, part->number));
        put_percentage(g, s, &row, keys, line, sum_of_row(&row, part->number));
        if (y == 0) continue;
        (void)ds_gather_row_of(g, c, years[y - 1], row.keys, &then);
        put_difference(g, s, &row, &then, keys);
    }
}

/* ---- lowest and highest group ---- */

static bool is_beside(const ds_disclosure_fact *a, const ds_disclosure_fact *b, size_t key,
                      size_t n_keys) {
    if (a->fact.jaar != b->fact.jaar) return false;
    for (size_t k = 0; k < n_keys; k++)
        if (k != key && strcmp(a->fact.keys[k], b->fact.keys[k]) != 0) return false;
    return true;
}

static bool is_group(const ds_disclosure_fact *f, size_t key) {
    return f->n_guards == 0 && strcmp(f->fact.measure, "percentage") == 0 &&
           strcmp(f->fact.keys[key], DS_TOTAL) != 0;
}

static void put_extreme(ds_gather *g, ds_gather_sheet *s, size_t at, const char *measure,
                        int64_t left_out) {
    ds_release_fact fact = s->facts[at].fact;
    fact.measure = measure;
    fact.missing = left_out;
    ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
}

/* Of the groups beside fact first, which is the first of them. */
static void put_ends(ds_gather *g, ds_gather_sheet *s, size_t n, size_t first, size_t key,
                     uint64_t minimum) {
    size_t lowest = SIZE_MAX, highest = SIZE_MAX, shown = 0;
    int64_t left_out = 0;
    for (size_t i = first; i < n; i++) {
        const ds_release_fact *f = &s->facts[i].fact;
        if (!is_group(&s->facts[i], key) ||
            !is_beside(&s->facts[i], &s->facts[first], key, s->sheet.n_keys))
            continue;
        if (f->state != DS_STATE_SHOWN || (uint64_t)f->n < minimum) {
            left_out++;
            continue;
        }
        shown++;
        if (lowest == SIZE_MAX || f->value < s->facts[lowest].fact.value) lowest = i;
        if (highest == SIZE_MAX || f->value > s->facts[highest].fact.value) highest = i;
    }
    if (shown < 2) return;
    put_extreme(g, s, lowest, "laagste", left_out);
    put_extreme(g, s, highest, "hoogste", left_out);
}

static void put_all_ends(ds_gather *g, ds_gather_sheet *s, const ds_telling *t) {
    const size_t n = s->n;
    size_t key = 0;
    while (key < t->by.n && strcmp(t->by.names[key], t->extremes) != 0)
        key++;
    if (key == t->by.n) return;
    for (size_t i = 0; i < n; i++) {
        bool first = is_group(&s->facts[i], key);
        for (size_t j = 0; first && j < i; j++)
            first = !is_group(&s->facts[j], key) ||
                    !is_beside(&s->facts[i], &s->facts[j], key, s->sheet.n_keys);
        if (first) put_ends(g, s, n, i, key, t->minimum);
    }
}

/* ---- the answer ---- */

static void refuse_by_code(ds_gather *g, const ds_gather_question *q, const ds_telling *t,
                           const char *code) {
    ds_say text = DS_SAY("er is geen enkel schooljaar waarin dit geteld kan worden",
                         "there is no school year in which this can be counted");
    if (strcmp(code, "getallen_nog_niet") == 0)
        text = DS_SAY("gemiddelden van getallen staan nog in geen vrijgave",
                      "means of numbers are in no release yet");
    if (strcmp(code, "geen_definitie") == 0)
        text =
            DS_SAY("de indicator is hier niet gedefinieerd", "the indicator is not defined here");
    if (strcmp(code, "te_klein") == 0)
        text = DS_SAY("de meeste groepen tellen hier te weinig personen om te tonen",
                      "most groups have too few persons here to be shown");
    ds_gather_unfilled(g, q, t->kind, "", code, text);
}

void ds_telling_make(ds_gather *g, const ds_gather_question *q, const ds_telling *t) {
    telling_part part = {.number = 0};
    ds_gather_sheet *s;
    find_part(g, t, &t->by, &part);
    if (part.count == NULL || part.count->reason != NULL) {
        refuse_by_code(g, q, t, part.count == NULL ? "geen_definitie" : part.count->reason);
        return;
    }
    s = ds_gather_new(g, q, t->kind, "", t->by.names, t->by.n);
    if (s == NULL) return;
    s->named = asks_names(g, t, t->by.names, t->by.n) && !part.count->guarded;
    s->sheet.indicator = ds_gather_copy(g, t->indicator);
    s->sheet.version = ds_gather_copy(g, part.count->of->version);
    s->sheet.unit = "persoon";
    s->sheet.title = t->title;
    s->sheet.source = DS_SAY(ds_gather_copy(g, part.count->of->source),
                             ds_gather_copy(g, part.count->of->source));
    put_telling_part(g, s, t, &part);
    for (size_t i = 0; i < t->n_totals; i++) {
        find_part(g, t, &t->totals[i], &part);
        part.number = (uint32_t)i + 1;
        if (part.count != NULL && part.count->reason == NULL) put_telling_part(g, s, t, &part);
    }
    if (*t->extremes != '\0') put_all_ends(g, s, t);
    if (part.count != NULL && part.count->guarded)
        ds_gather_note(g, s, "persoonsjaren",
                       DS_SAY("Een persoon telt in meer schooljaren mee.",
                              "A person counts in several school years."));
    ds_gather_note(g, s, "kansmodel",
                   DS_SAY("Een register telt iedereen: het interval is een kansmodel (Wilson; "
                          "verschillen Newcombe).",
                          "A register counts everybody: the interval is a model of chance (Wilson; "
                          "differences Newcombe)."));
}

/* ---- as a recipe asks it ---- */

static ds_telling read_telling(const ds_gather_question *question) {
    const ds_recipe_question *q = question->asked;
    return (ds_telling){.indicator = q->subject,
                        .kind = "telling",
                        .by = q->by,
                        .totals = q->totals,
                        .n_totals = q->n_totals,
                        .where = q->where,
                        .groups = q->groups,
                        .extremes = "",
                        .beside = q->beside,
                        .named = question->for_all,
                        .years = {.all = q->years.n == 0 && q->years.last == 0,
                                  .last = q->years.last,
                                  .years = q->years.years,
                                  .n = q->years.n},
                        .file = q->file,
                        .line = q->line};
}

ds_status ds_gather_ask_telling(ds_gather *g, ds_gather_question *q, ds_error *err) {
    const ds_telling t = read_telling(q);
    const ds_indicator *indicator;
    size_t file;
    ds_status status =
        ds_work_definitions_find(&g->definitions, t.indicator, &file, &indicator, err);
    if (status != DS_OK) {
        ds_error_place(err, t.file, t.line, 1);
        return status;
    }
    if (indicator->enquete != NULL) return DS_OK;
    if (t.beside.n == 0) return ds_telling_ask(g, &t, err);
    if (t.by.n + 1 > DS_GATHER_KEYS) return refuse_many(&t, err);
    ds_beside_ask(g, &t);
    return DS_OK;
}

ds_status ds_gather_make_telling(ds_gather *g, ds_gather_question *q, ds_error *err) {
    const ds_telling t = read_telling(q);
    const ds_indicator *indicator;
    size_t file;
    ds_status status =
        ds_work_definitions_find(&g->definitions, t.indicator, &file, &indicator, err);
    if (status != DS_OK) return status;
    if (indicator->enquete != NULL) return ds_gather_make_survey(g, q, err);
    if (t.beside.n > 0)
        ds_beside_make(g, q, &t);
    else
        ds_telling_make(g, q, &t);
    return DS_OK;
}

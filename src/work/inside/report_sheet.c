/* work/inside/report_sheet.c: sheets of a release while they are filled. See report.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/report.h"

/* ---- texts ---- */

const char *ds_gather_text(ds_gather *g, ds_text text) {
    const char *copy = text.size == 0 ? "" : ds_arena_copy(&g->arena, text);
    return copy == NULL ? "" : copy;
}

const char *ds_gather_copy(ds_gather *g, const char *text) {
    return text == NULL ? "" : ds_gather_text(g, ds_text_of(text));
}

void *ds_gather_take(ds_gather *g, size_t n, size_t size) {
    return ds_arena_take(&g->arena, n, size);
}

static ds_say keep_say(ds_gather *g, ds_say say) {
    return (ds_say){say.nl == NULL ? NULL : ds_gather_copy(g, say.nl),
                    say.en == NULL ? NULL : ds_gather_copy(g, say.en)};
}

static const char *const *keep_texts(ds_gather *g, const char *const *texts, size_t n) {
    const char **copies = ds_gather_take(g, n + 1, sizeof *copies);
    for (size_t i = 0; copies != NULL && i < n; i++)
        copies[i] = ds_gather_copy(g, texts[i]);
    return copies;
}

/* ---- a sheet ---- */

ds_gather_sheet *ds_gather_new(ds_gather *g, const ds_gather_question *q, const char *kind,
                               const char *scope, const char *const *key_names, size_t n_keys) {
    ds_gather_sheet *s = ds_gather_take(g, 1, sizeof *s);
    if (s == NULL ||
        !ds_reserve(&g->sheets, &g->sheets_capacity, g->n_sheets + 1, sizeof *g->sheets)) {
        g->short_of_memory = true;
        return NULL;
    }
    s->sheet = (ds_release_sheet){.id = q->asked->text,
                                  .kind = ds_gather_copy(g, kind),
                                  .indicator = "",
                                  .version = "",
                                  .scope = ds_gather_copy(g, scope),
                                  .unit = "",
                                  .key_names = keep_texts(g, key_names, n_keys),
                                  .n_keys = n_keys,
                                  .reason = ""};
    g->sheets[g->n_sheets++] = s;
    return s;
}

ds_release_fact ds_gather_fact(int jaar, const char *const *keys, const char *measure,
                               const char *klasse, double value) {
    return (ds_release_fact){.jaar = jaar,
                             .keys = keys,
                             .measure = measure,
                             .klasse = klasse,
                             .state = isfinite(value) ? DS_STATE_SHOWN : DS_STATE_UNDEFINED,
                             .value = value,
                             .se = NAN,
                             .low = NAN,
                             .high = NAN,
                             .p = NAN,
                             .p_adjusted = NAN,
                             .n = -1,
                             .missing = -1,
                             .reason = ""};
}

void ds_gather_put(ds_gather *g, ds_gather_sheet *s, const ds_release_fact *fact,
                   const uint64_t *guards, size_t n_guards, uint32_t row, uint32_t sum) {
    ds_disclosure_fact *f;
    uint64_t *kept = NULL;
    if (s == NULL) return;
    if (!ds_reserve(&s->facts, &s->capacity, s->n + 1, sizeof *s->facts)) {
        g->short_of_memory = true;
        return;
    }
    if (n_guards > 0) kept = ds_gather_take(g, n_guards, sizeof *kept);
    if (kept != NULL) memcpy(kept, guards, n_guards * sizeof *kept);
    f = &s->facts[s->n++];
    *f = (ds_disclosure_fact){.fact = *fact,
                              .guards = kept,
                              .n_guards = kept == NULL ? 0 : n_guards,
                              .row = row,
                              .sum = sum};
    f->fact.keys = keep_texts(g, fact->keys, s->sheet.n_keys);
    f->fact.measure = ds_gather_copy(g, fact->measure);
    f->fact.klasse = ds_gather_copy(g, fact->klasse);
    f->fact.reason = ds_gather_copy(g, fact->reason);
}

void ds_gather_put_from(ds_gather *g, ds_gather_sheet *s, const uint32_t *rows, size_t n) {
    uint32_t *kept;
    if (s == NULL || s->n == 0 || n == 0 || g->short_of_memory) return;
    kept = ds_gather_take(g, n, sizeof *kept);
    if (kept == NULL) return;
    memcpy(kept, rows, n * sizeof *kept);
    s->facts[s->n - 1].from = kept;
    s->facts[s->n - 1].n_from = n;
}

void ds_gather_put_across(ds_gather_sheet *s, uint32_t sum) {
    if (s != NULL && s->n > 0) s->facts[s->n - 1].across = sum;
}

void ds_gather_put_hidden(ds_gather *g, ds_gather_sheet *s, const ds_release_fact *fact) {
    ds_release_fact hidden =
        ds_gather_fact(fact->jaar, fact->keys, fact->measure, fact->klasse, NAN);
    hidden.state = DS_STATE_SUPPRESSED;
    ds_gather_put(g, s, &hidden, NULL, 0, 0, 0);
}

void ds_gather_note(ds_gather *g, ds_gather_sheet *s, const char *code, ds_say text) {
    if (s == NULL) return;
    if (!ds_reserve(&s->notes, &s->notes_capacity, s->n_notes + 1, sizeof *s->notes)) {
        g->short_of_memory = true;
        return;
    }
    s->notes[s->n_notes++] = (ds_release_note){ds_gather_copy(g, code), keep_say(g, text)};
}

void ds_gather_refuse(ds_gather *g, ds_gather_sheet *s, const char *code, ds_say text) {
    if (s == NULL) return;
    s->sheet.reason = ds_gather_copy(g, code);
    s->sheet.reason_text = keep_say(g, text);
}

void ds_gather_unfilled(ds_gather *g, const ds_gather_question *q, const char *kind,
                        const char *scope, const char *code, ds_say text) {
    ds_gather_refuse(g, ds_gather_new(g, q, kind, scope, NULL, 0), code, text);
}

void ds_gather_unfilled_by(ds_gather *g, const ds_gather_question *q, const char *kind,
                           const ds_error *why) {
    ds_gather_unfilled(g, q, kind, "", "niet_te_rekenen", DS_SAY(why->nl, why->en));
}

void ds_gather_label(ds_gather *g, const char *column, const char *code, ds_say text) {
    if (!ds_reserve(&g->labels, &g->labels_capacity, g->n_labels + 1, sizeof *g->labels)) {
        g->short_of_memory = true;
        return;
    }
    g->labels[g->n_labels++] =
        (ds_release_label){ds_gather_copy(g, column), ds_gather_copy(g, code), keep_say(g, text)};
}

ds_status ds_gather_finish(const ds_gather *g, ds_error *err) {
    return g->short_of_memory ? ds_error_memory(err) : ds_arena_finish(&g->arena, err);
}

void ds_gather_sheets_done(ds_gather *g) {
    for (size_t i = 0; i < g->n_sheets; i++) {
        ds_free(g->sheets[i]->facts);
        ds_free(g->sheets[i]->notes);
    }
    ds_free(g->sheets);
    ds_free(g->labels);
}

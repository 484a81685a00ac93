/* work/inside/report_beside.c: an institution's own value of an indicator, and beside it the
 * sector, the sector without its own students, and its own type: one sheet an institution, of what
 * is shown and of nothing else. The sector without its own is what is shown of all less what is
 * shown of the own, so it is no count of its own; of a type it is the mean of shown institutions,
 * of enough. See report_telling.h. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "doorstroom/target.h"
#include "work/inside/report_telling.h"

/* The counts by institution, and without: keys of the sheet are wie and then all but instelling. */
typedef struct beside_counts {
    const ds_gather_count *own, *all;
    size_t school; /* where instelling stands in own */
} beside_counts;

static size_t list_other_keys(const ds_telling *t, const char **out) {
    size_t n = 0;
    for (size_t k = 0; k < t->by.n && n < DS_GATHER_KEYS - 1; k++)
        if (strcmp(t->by.names[k], "instelling") != 0) out[n++] = t->by.names[k];
    return n;
}

void ds_beside_ask(ds_gather *g, const ds_telling *t) {
    const char *keys[DS_GATHER_KEYS];
    const size_t n = list_other_keys(t, keys);
    (void)ds_gather_ask(g, t->indicator, keys, n, t->where, t->groups, &t->years);
    keys[n] = "instelling";
    (void)ds_gather_ask(g, t->indicator, keys, n + 1, t->where, t->groups, &t->years);
}

static bool find_counts(const ds_gather *g, const ds_telling *t, beside_counts *out) {
    const char *keys[DS_GATHER_KEYS];
    const size_t n = list_other_keys(t, keys);
    out->all = ds_gather_find(g, t->indicator, keys, n, t->where, t->groups);
    keys[n] = "instelling";
    out->own = ds_gather_find(g, t->indicator, keys, n + 1, t->where, t->groups);
    if (out->all == NULL || out->own == NULL || out->all->shown == NULL || out->own->shown == NULL)
        return false;
    out->school = 0;
    while (strcmp(out->own->keys[out->school], "instelling") != 0)
        out->school++;
    return true;
}

/* ---- facts ---- */

static void put_beside_value(ds_gather *g, ds_gather_sheet *s, const char *const *keys,
                             const ds_gather_row *row) {
    const ds_measured value = ds_measured_count(row->teller, row->noemer);
    const ds_span span = ds_target_interval(&value);
    const struct {
        const char *measure;
        bool shown;
        double value;
    } counts[] = {{"teller", row->teller_shown, (double)row->teller},
                  {"noemer", row->noemer_shown, (double)row->noemer}};
    ds_release_fact fact;
    for (size_t i = 0; i < 2; i++) {
        fact = ds_gather_fact(row->jaar, keys, counts[i].measure, "", counts[i].value);
        if (counts[i].shown)
            ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
        else
            ds_gather_put_hidden(g, s, &fact);
    }
    fact = ds_gather_fact(row->jaar, keys, "percentage", "", value.pct);
    if (!row->teller_shown || !row->noemer_shown) {
        ds_gather_put_hidden(g, s, &fact);
        return;
    }
    fact.low = span.low;
    fact.high = span.high;
    fact.n = (int64_t)row->noemer;
    if (row->noemer == 0) fact.reason = "niemand";
    ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
}

/* What is left of all without the own; hidden where either is. */
static ds_gather_row subtract_row(const ds_gather_row *all, const ds_gather_row *own) {
    ds_gather_row rest = *all;
    rest.teller_shown = all->teller_shown && own->teller_shown;
    rest.noemer_shown = all->noemer_shown && own->noemer_shown;
    rest.teller = rest.teller_shown ? all->teller - own->teller : 0;
    rest.noemer = rest.noemer_shown ? all->noemer - own->noemer : 0;
    rest.unknown = -1;
    return rest;
}

/* Of the keys of the sheet: the first is wie. */
static void own_keys(const beside_counts *c, const char *const *keys, const char *school,
                     const char **out) {
    size_t at = 1;
    for (size_t k = 0; k < c->own->n_keys; k++)
        out[k] = k == c->school ? school : keys[at++];
}

static void put_type_mean(ds_gather *g, ds_gather_sheet *s, const beside_counts *c,
                          const ds_gather_school *school, const ds_gather_row *all,
                          const char *const *keys) {
    double sum = 0;
    uint64_t n = 0;
    ds_release_fact fact;
    for (size_t i = 0; i < g->n_schools; i++) {
        const char *at[DS_GATHER_KEYS];
        ds_gather_row row;
        if (strcmp(g->schools[i].type, school->type) != 0 ||
            strcmp(g->schools[i].code, school->code) == 0)
            continue;
        own_keys(c, keys, g->schools[i].code, at);
        if (!ds_gather_row_of(g, c->own, all->jaar, at, &row) || !row.teller_shown ||
            !row.noemer_shown || row.noemer == 0)
            continue;
        sum += 100.0 * (double)row.teller / (double)row.noemer;
        n++;
    }
    fact = ds_gather_fact(all->jaar, keys, "percentage", "", n == 0 ? NAN : sum / (double)n);
    fact.n = (int64_t)n;
    if (n < g->rules.options.institutions)
        ds_gather_put_hidden(g, s, &fact);
    else
        ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
}

static bool stands_beside(const ds_recipe_names *beside, const char *who) {
    for (size_t i = 0; i < beside->n; i++)
        if (strcmp(beside->names[i], who) == 0) return true;
    return false;
}

static void put_beside_row(ds_gather *g, ds_gather_sheet *s, const ds_telling *t,
                           const beside_counts *c, const ds_gather_school *school,
                           const ds_gather_row *all) {
    const char *keys[DS_GATHER_KEYS + 1] = {"eigen"}, *at[DS_GATHER_KEYS];
    ds_gather_row own = {.jaar = all->jaar, .teller_shown = true, .noemer_shown = true};
    ds_gather_row rest;
    for (size_t k = 0; k < c->all->n_keys; k++)
        keys[k + 1] = all->keys[k];
    own_keys(c, keys, school->code, at);
    (void)ds_gather_row_of(g, c->own, all->jaar, at, &own);
    if (stands_beside(&t->beside, "eigen")) put_beside_value(g, s, keys, &own);
    keys[0] = "sector";
    if (stands_beside(&t->beside, "sector")) put_beside_value(g, s, keys, all);
    keys[0] = "sector_zonder_eigen";
    rest = subtract_row(all, &own);
    if (stands_beside(&t->beside, "sector_zonder_eigen")) put_beside_value(g, s, keys, &rest);
    keys[0] = "eigen_type";
    if (stands_beside(&t->beside, "eigen_type")) put_type_mean(g, s, c, school, all, keys);
}

static bool has_own_rows(const beside_counts *c, const char *code) {
    for (size_t i = 0; i < c->own->shown->n_rows; i++)
        if (strcmp(c->own->shown->rows[i].keys[c->school], code) == 0) return true;
    return false;
}

/* A table with nothing in it but what is hidden is no table. */
static void refuse_if_hidden(ds_gather *g, ds_gather_sheet *s) {
    for (size_t i = 0; i < s->n; i++) {
        const ds_release_fact *fact = &s->facts[i].fact;
        if (fact->state == DS_STATE_SHOWN && strcmp(fact->measure, "percentage") == 0) return;
    }
    ds_gather_refuse(g, s, "te_klein",
                     DS_SAY("de groepen tellen hier te weinig personen om te tonen",
                            "the groups have too few persons here to be shown"));
}

void ds_beside_make(ds_gather *g, const ds_gather_question *q, const ds_telling *t) {
    const char *names[DS_GATHER_KEYS + 1] = {"wie"};
    beside_counts c;
    if (!find_counts(g, t, &c)) {
        ds_gather_unfilled(g, q, t->kind, "", "te_klein",
                           DS_SAY("de instellingen tellen hier te weinig personen om te tonen, of "
                                  "dit kon niet geteld worden",
                                  "institutions have too few persons here to be shown, or this "
                                  "could not be counted"));
        return;
    }
    for (size_t k = 0; k < c.all->n_keys; k++)
        names[k + 1] = c.all->keys[k];
    for (size_t i = 0; g->options->scopes && i < g->n_schools; i++) {
        ds_gather_sheet *s;
        if (!has_own_rows(&c, g->schools[i].code)) continue;
        s = ds_gather_new(g, q, t->kind, g->schools[i].code, names, c.all->n_keys + 1);
        if (s == NULL) return;
        s->sheet.indicator = ds_gather_copy(g, t->indicator);
        s->sheet.version = ds_gather_copy(g, c.own->of->version);
        s->sheet.unit = "persoon";
        for (size_t r = 0; r < ds_gather_n_rows(c.all); r++) {
            const ds_gather_row all = ds_gather_row_at(g, c.all, r);
            if (ds_gather_wants(&t->years, c.all, all.jaar))
                put_beside_row(g, s, t, &c, &g->schools[i], &all);
        }
        refuse_if_hidden(g, s);
    }
}

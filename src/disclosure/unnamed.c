/* disclosure/unnamed.c: see unnamed.h. What an institution says of itself stands by name only in
 * what is for that institution (methods 24; docs/onthulling.md). */
#include "disclosure/unnamed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

/* A fact of an institution, and what it is compared by. */
typedef struct unnamed_fact {
    const ds_disclosure_sheet *sheet;
    const ds_release_fact *fact;
    size_t at, key, group; /* group: the first fact of the same other keys */
    bool shown;
} unnamed_fact;

/* What one institution has of a group: facts[from .. to). */
typedef struct unnamed_one {
    const unnamed_fact *facts;
    size_t n;
} unnamed_one;

static size_t find_institution(const ds_release_sheet *sheet) {
    for (size_t k = 0; k < sheet->n_keys; k++)
        if (strcmp(sheet->key_names[k], "agenda") == 0 ||
            strcmp(sheet->key_names[k], "instelling") == 0)
            return k;
    return SIZE_MAX;
}

static bool names_one(const ds_release_fact *fact, size_t key) {
    return fact->keys[key][0] != '\0' && strcmp(fact->keys[key], DS_TOTAL) != 0;
}

static int compare_others(const unnamed_fact *x, const unnamed_fact *y) {
    int order = 0;
    for (size_t k = 0; order == 0 && k < x->sheet->sheet.n_keys; k++)
        if (k != x->key) order = strcmp(x->fact->keys[k], y->fact->keys[k]);
    return order;
}

static int compare_place(const unnamed_fact *x, const unnamed_fact *y) {
    int order = strcmp(x->fact->measure, y->fact->measure);
    if (order == 0) order = (x->fact->jaar > y->fact->jaar) - (x->fact->jaar < y->fact->jaar);
    return order != 0 ? order : strcmp(x->fact->klasse, y->fact->klasse);
}

/* By the other keys, the institution, the measure. */
static int compare_named(const void *a, const void *b) {
    const unnamed_fact *x = a, *y = b;
    int order = compare_others(x, y);
    if (order == 0) order = strcmp(x->fact->keys[x->key], y->fact->keys[y->key]);
    if (order == 0) order = compare_place(x, y);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static int compare_values(const unnamed_fact *x, const unnamed_fact *y) {
    const bool known_x = x->shown && isfinite(x->fact->value);
    const bool known_y = y->shown && isfinite(y->fact->value);
    int order = compare_place(x, y);
    if (order != 0) return order;
    if (known_x != known_y) return known_x ? -1 : 1;
    if (!known_x) return 0;
    return (x->fact->value > y->fact->value) - (x->fact->value < y->fact->value);
}

/* By what is shown of them; what is alike in all of it may stand in either order. */
static int compare_ones(const void *a, const void *b) {
    const unnamed_one *x = a, *y = b;
    int order = compare_others(x->facts, y->facts);
    for (size_t i = 0; order == 0 && i < x->n && i < y->n; i++)
        order = compare_values(&x->facts[i], &y->facts[i]);
    if (order == 0) order = (x->n > y->n) - (x->n < y->n);
    return order != 0
               ? order
               : strcmp(x->facts->fact->keys[x->facts->key], y->facts->fact->keys[y->facts->key]);
}

static size_t list_ones(const unnamed_fact *facts, size_t n, unnamed_one *ones) {
    size_t n_ones = 0;
    for (size_t i = 0; i < n;) {
        size_t to = i + 1;
        while (to < n && compare_others(&facts[i], &facts[to]) == 0 &&
               strcmp(facts[i].fact->keys[facts[i].key], facts[to].fact->keys[facts[i].key]) == 0)
            to++;
        ones[n_ones++] = (unnamed_one){&facts[i], to - i};
        i = to;
    }
    return n_ones;
}

static void number_ones(const unnamed_one *ones, size_t n, ds_unnamed *out) {
    size_t number = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_others(ones[i - 1].facts, ones[i].facts) != 0) number = 0;
        number++;
        for (size_t f = 0; f < ones[i].n; f++)
            out->number[ones[i].facts[f].at] = number;
    }
}

/* A fact's place: its group's first, its number, its measure. */
typedef struct unnamed_place {
    unnamed_fact fact;
    size_t number;
} unnamed_place;

static int compare_places(const void *a, const void *b) {
    const unnamed_place *x = a, *y = b;
    int order = (x->fact.group > y->fact.group) - (x->fact.group < y->fact.group);
    if (order == 0) order = (x->number > y->number) - (x->number < y->number);
    if (order == 0) order = compare_place(&x->fact, &y->fact);
    return order != 0 ? order : (x->fact.at > y->fact.at) - (x->fact.at < y->fact.at);
}

/* Facts by the other keys: each gets the first fact of its group. */
static void find_groups(unnamed_fact *facts, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t to = i, first = SIZE_MAX;
        while (to < n && compare_others(&facts[i], &facts[to]) == 0) {
            if (facts[to].at < first) first = facts[to].at;
            to++;
        }
        for (; i < to; i++)
            facts[i].group = first;
    }
}

static ds_status order_facts(unnamed_fact *facts, size_t n, ds_unnamed *out, ds_error *err) {
    unnamed_place *places = ds_calloc(n + 1, sizeof *places);
    if (places == NULL) return ds_error_memory(err);
    qsort(facts, n, sizeof *facts, compare_named);
    find_groups(facts, n);
    for (size_t i = 0; i < n; i++)
        places[i] = (unnamed_place){facts[i], out->number[facts[i].at]};
    qsort(places, n, sizeof *places, compare_places);
    for (size_t i = 0; i < n; i++)
        out->order[i] = places[i].fact.at;
    ds_free(places);
    return DS_OK;
}

static ds_status number_facts(const ds_disclosure_sheet *sheet, const bool *hidden, ds_unnamed *out,
                              ds_error *err) {
    const size_t n = sheet->n_facts;
    unnamed_fact *facts = ds_calloc(n + 1, sizeof *facts);
    unnamed_one *ones = ds_calloc(n + 1, sizeof *ones);
    size_t n_named = 0;
    ds_status status = facts == NULL || ones == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const ds_release_fact *fact = &sheet->facts[i].fact;
        if (!names_one(fact, out->key)) continue;
        facts[n_named++] = (unnamed_fact){.sheet = sheet,
                                          .fact = fact,
                                          .at = i,
                                          .key = out->key,
                                          .shown = !hidden[i] && fact->state == DS_STATE_SHOWN};
    }
    if (status == DS_OK && n_named > 0) {
        size_t n_ones;
        qsort(facts, n_named, sizeof *facts, compare_named);
        n_ones = list_ones(facts, n_named, ones);
        qsort(ones, n_ones, sizeof *ones, compare_ones);
        number_ones(ones, n_ones, out);
        for (size_t i = 0; i < n; i++)
            facts[i] = (unnamed_fact){
                .sheet = sheet, .fact = &sheet->facts[i].fact, .at = i, .key = out->key};
        status = order_facts(facts, n, out, err);
    }
    ds_free(facts);
    ds_free(ones);
    return status;
}

ds_status ds_unnamed_make(const ds_disclosure_sheet *sheet, const bool *hidden, ds_unnamed *out,
                          ds_error *err) {
    ds_status status = DS_OK;
    *out = (ds_unnamed){.key = sheet->sheet.scope[0] == '\0' && !sheet->named
                                   ? find_institution(&sheet->sheet)
                                   : SIZE_MAX};
    out->order = ds_calloc(sheet->n_facts + 1, sizeof *out->order);
    out->number = ds_calloc(sheet->n_facts + 1, sizeof *out->number);
    if (out->order == NULL || out->number == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < sheet->n_facts; i++)
        out->order[i] = i;
    if (status == DS_OK && out->key != SIZE_MAX) status = number_facts(sheet, hidden, out, err);
    if (status != DS_OK) ds_unnamed_done(out);
    return status;
}

void ds_unnamed_done(ds_unnamed *unnamed) {
    ds_free(unnamed->order);
    ds_free(unnamed->number);
    unnamed->order = unnamed->number = NULL;
}

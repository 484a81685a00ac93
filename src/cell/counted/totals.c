/* cell/counted/totals.c: a printed total and its parts bound each other: the total is what the
 * parts are together, and each part what the total leaves when the others are as large or as small
 * as they can be. Repeated until nothing changes, as tables have totals over several keys. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "cell/counted/counted.h"

enum { ROUNDS_MAX = 20 };

typedef struct sorting {
    const ds_counted *counted;
    size_t over;
} sorting;

static int compare_entries(const void *p, const void *q, void *context) {
    const sorting *s = context;
    const ds_counted_entry *a = *(ds_counted_entry *const *)p, *b = *(ds_counted_entry *const *)q;
    const int order = ds_counted_compare(s->counted, a, b, s->over);
    if (order != 0) return order;
    if ((a->keys[s->over] == NULL) != (b->keys[s->over] == NULL))
        return a->keys[s->over] == NULL ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static ds_status refuse_total(const ds_counted *c, const ds_counted_entry *total, uint64_t low,
                              uint64_t high, ds_error *err) {
    return ds_error_at(err, DS_INPUT, c->name, total->line, total->file_column,
                       "dit totaal (%llu tot %llu) kan niet: zijn delen zijn samen %llu tot %llu; "
                       "staan de verborgen aantallen "
                       "(verborgen: in %s) voor wat daar staat?",
                       "this total (%llu to %llu) cannot be: its parts are together %llu to %llu; "
                       "do the hidden counts "
                       "(verborgen: in %s) stand for what it says there?",
                       (unsigned long long)total->low, (unsigned long long)total->high,
                       (unsigned long long)low, (unsigned long long)high, c->layout->path);
}

/* entries[0] is the total, the others its parts. */
static ds_status hold_total(const ds_counted *c, ds_counted_entry **entries, size_t n,
                            bool *changed, ds_error *err) {
    ds_counted_entry *total = entries[0];
    uint64_t low = 0, high = 0;
    for (size_t i = 1; i < n; i++) {
        low += entries[i]->low;
        high += entries[i]->high;
    }
    if (low > total->high || high < total->low) return refuse_total(c, total, low, high, err);
    for (size_t i = 1; i < n; i++) {
        const uint64_t others_low = low - entries[i]->low, others_high = high - entries[i]->high;
        const uint64_t least = total->low > others_high ? total->low - others_high : 0,
                       most = total->high - others_low;
        if (least > entries[i]->low) *changed = true;
        if (most < entries[i]->high) *changed = true;
        if (least > entries[i]->low) entries[i]->low = least;
        if (most < entries[i]->high) entries[i]->high = most;
    }
    if (low > total->low || high < total->high) *changed = true;
    if (low > total->low) total->low = low;
    if (high < total->high) total->high = high;
    return DS_OK;
}

static ds_status hold_over(const ds_counted *c, size_t over, ds_counted_entry **sorted,
                           bool *changed, ds_error *err) {
    sorting s = {c, over};
    ds_status status = DS_OK;
    qsort_r((void *)sorted, c->n_entries, sizeof *sorted, compare_entries, &s);
    for (size_t i = 0; status == DS_OK && i < c->n_entries;) {
        size_t end = i + 1;
        while (end < c->n_entries && ds_counted_compare(c, sorted[i], sorted[end], over) == 0)
            end++;
        if (end - i > 1 && sorted[i]->keys[over] == NULL && sorted[i + 1]->keys[over] != NULL)
            status = hold_total(c, sorted + i, end - i, changed, err);
        i = end;
    }
    return status;
}

static bool has_totals(const ds_counted *c, size_t over) {
    for (size_t i = 0; i < c->n_entries; i++)
        if (c->entries[i]->keys[over] == NULL) return true;
    return false;
}

/* What is in a part is in its whole: of the counts that one record gives. */
static ds_status hold_part(const ds_counted *c, ds_counted_entry *part, ds_counted_entry *whole,
                           bool *changed, ds_error *err) {
    if (part->low > whole->high)
        return ds_error_at(
            err, DS_INPUT, c->name, part->line, part->file_column,
            "dit deel (ten minste %llu) is meer dan het geheel in kolom %u (ten hoogste %llu)",
            "this part (at least %llu) is more than the whole in column %u (at most %llu)",
            (unsigned long long)part->low, whole->file_column, (unsigned long long)whole->high);
    *changed = *changed || part->high > whole->high || whole->low < part->low;
    if (part->high > whole->high) part->high = whole->high;
    if (whole->low < part->low) whole->low = part->low;
    return DS_OK;
}

static bool is_pair(const ds_counted *c, const ds_counted_part *as, const ds_counted_entry *part,
                    const ds_counted_entry *whole) {
    if (part->year != whole->year ||
        strcmp(c->layout->columns[part->column].indicator, as->part) != 0 ||
        strcmp(c->layout->columns[whole->column].indicator, as->whole) != 0)
        return false;
    for (size_t k = 0; k < c->layout->n_keys; k++)
        if (part->keys[k] != whole->keys[k] && (part->keys[k] == NULL || whole->keys[k] == NULL ||
                                                strcmp(part->keys[k], whole->keys[k]) != 0))
            return false;
    return true;
}

/* entries stand by record, as they were read. */
static ds_status hold_parts(const ds_counted *c, bool *changed, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < c->n_entries && c->layout->n_parts > 0;) {
        size_t end = i + 1;
        while (end < c->n_entries && c->entries[end]->line == c->entries[i]->line)
            end++;
        for (size_t p = 0; p < c->layout->n_parts; p++)
            for (size_t a = i; a < end; a++)
                for (size_t b = i; b < end && status == DS_OK; b++)
                    if (is_pair(c, &c->layout->parts[p], c->entries[a], c->entries[b]))
                        status = hold_part(c, c->entries[a], c->entries[b], changed, err);
        if (status != DS_OK) return status;
        i = end;
    }
    return DS_OK;
}

ds_status ds_counted_hold_totals(ds_counted *c, ds_error *err) {
    ds_counted_entry **sorted = ds_calloc(c->n_entries + 1, sizeof *sorted);
    bool changed = true, totals[DS_COUNTED_KEYS_MAX] = {false};
    ds_status status = sorted == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < c->n_entries; i++)
        sorted[i] = c->entries[i];
    for (size_t k = 0; k < c->layout->n_keys; k++)
        totals[k] = has_totals(c, k);
    for (int round = 0; status == DS_OK && changed && round < ROUNDS_MAX; round++) {
        changed = false;
        status = hold_parts(c, &changed, err);
        for (size_t k = 0; status == DS_OK && k < c->layout->n_keys; k++)
            if (totals[k]) status = hold_over(c, k, sorted, &changed, err);
    }
    ds_free((void *)sorted);
    return status;
}

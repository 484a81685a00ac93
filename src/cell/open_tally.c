/* cell/open_tally.c: what finished open data gives: cells with bounds, the hidden counts, and a
 * summary. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cell/open.h"

ds_open_summary ds_open_summary_of(const ds_open *open) {
    ds_open_summary summary = {.n_records = open->n_records,
                               .n_counts = open->n_counts,
                               .n_hidden = open->n_hidden,
                               .excesses = open->excesses,
                               .n_excesses = open->n_excesses,
                               .years = open->layout.years,
                               .n_years = open->layout.n_years,
                               .decimals = open->decimals};
    memcpy(summary.n_worked_out, open->n_worked_out, sizeof summary.n_worked_out);
    return summary;
}

ds_status ds_open_each_hidden(const ds_open *open,
                              ds_status (*each)(void *context, const ds_open_hidden *hidden,
                                                ds_error *err),
                              void *context, ds_error *err) {
    for (size_t g = 0; g < open->n_groups; g++)
        for (size_t p = 0; p < DS_PARTS; p++)
            for (int teller = 0; teller < 2; teller++) {
                const ds_printed *part = &open->groups[g].parts[p];
                ds_open_hidden hidden;
                ds_status status;
                if ((teller != 0 ? part->teller : part->noemer).limit == 0) continue;
                status = ds_open_hidden_of(open, g, (ds_part)p, teller != 0, &hidden, err);
                if (status == DS_OK) status = each(context, &hidden, err);
                if (status != DS_OK) return status;
            }
    return DS_OK;
}

/* ---- tallying ---- */

enum { GESLACHT = DS_OPEN_KEYS - 1 };

typedef struct tally {
    const ds_open *open;
    const size_t *keys;
    size_t n_keys;
    bool equality;
    ds_bounded *to;
} tally;

static ds_status check_keys(const ds_open *open, const size_t *keys, size_t n_keys,
                            bool *out_geslacht, ds_error *err) {
    bool seen[DS_OPEN_KEYS] = {false};
    for (size_t k = 0; k < n_keys; k++) {
        if (keys[k] >= DS_OPEN_KEYS)
            return ds_error_set(err, DS_USAGE, "onbekend kenmerk", "unknown key");
        if (seen[keys[k]])
            return ds_error_set(err, DS_USAGE, "%s staat twee keer", "%s stands twice",
                                ds_open_key_name(keys[k]));
        if (keys[k] != GESLACHT && open->layout.keys[keys[k]] == SIZE_MAX)
            return ds_error_set(err, DS_USAGE, "dit bestand heeft geen kolom voor %s",
                                "this file has no column for %s", ds_open_key_name(keys[k]));
        seen[keys[k]] = true;
    }
    *out_geslacht = seen[GESLACHT];
    return DS_OK;
}

static ds_status add_part(const tally *t, size_t g, ds_part part, ds_error *err) {
    const size_t n_years = t->open->layout.n_years;
    const ds_open_group *group = &t->open->groups[g];
    const ds_possible possible = {ds_bounds_lowest(&group->parts[part].noemer),
                                  ds_bounds_lowest(&group->parts[part].teller),
                                  (t->equality ? group->assumed : group->certain)[part]};
    ds_text texts[DS_OPEN_KEYS];
    for (size_t k = 0; k < t->n_keys; k++)
        texts[k] = t->keys[k] == GESLACHT ? ds_text_of(ds_open_part_name(part))
                                          : t->open->records[g / n_years].keys[t->keys[k]];
    return ds_bounded_add(t->to, t->open->layout.years[g % n_years], texts, &possible, err);
}

/* By sex from men and women; else from the total alone, which may be more than the two. */
static ds_status add_all(const tally *t, bool geslacht, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t g = 0; status == DS_OK && g < t->open->n_groups; g++) {
        if (!geslacht) {
            status = add_part(t, g, DS_PART_TOTAAL, err);
            continue;
        }
        status = add_part(t, g, DS_PART_MAN, err);
        if (status == DS_OK) status = add_part(t, g, DS_PART_VROUW, err);
    }
    return status;
}

ds_status ds_open_tally(const ds_open *open, const size_t *keys, size_t n_keys, bool equality,
                        ds_bounded **out, ds_error *err) {
    const char *names[DS_OPEN_KEYS];
    tally t = {open, keys, n_keys, equality, NULL};
    bool geslacht = false;
    ds_status status = check_keys(open, keys, n_keys, &geslacht, err);
    if (status != DS_OK) return status;
    for (size_t k = 0; k < n_keys; k++)
        names[k] = ds_open_key_name(keys[k]);
    t.to = ds_bounded_new("slaagpercentage", names, n_keys);
    if (t.to == NULL) return ds_error_memory(err);
    status = add_all(&t, geslacht, err);
    if (status == DS_OK) status = ds_bounded_finish(t.to, err);
    if (status == DS_OK)
        *out = t.to;
    else
        ds_bounded_free(t.to);
    return status;
}

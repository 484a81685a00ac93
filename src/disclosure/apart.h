/* disclosure/apart.h: tables that each institution sees of itself, apart from what all see. See
 * doorstroom/disclosure.h, ds_disclose_apart. */
#ifndef DS_DISCLOSURE_APART_H
#define DS_DISCLOSURE_APART_H

#include "disclosure/counts.h"

/* A count of a table that all see, of which so much is one institution's that what is left is 1 to
 * minimum - 1 persons: it must be hidden, however large. */
typedef struct ds_apart_sensitive {
    size_t table, cell;
    int measure;
} ds_apart_sensitive;

/* ds_disclose with counts that are primary besides. */
ds_status ds_disclose_with(const ds_disclosure_table *tables, size_t n,
                           const ds_disclosure_options *options,
                           const ds_apart_sensitive *sensitive, size_t n_sensitive,
                           ds_release **out, ds_disclosure_report **out_report,
                           ds_error *err) DS_NODISCARD;

enum { DS_OWN_KEYS = 2 };

/* A row that one institution sees of itself. */
typedef struct ds_own_row {
    const ds_indicator *indicator;
    ds_text institution;
    int schooljaar;
    size_t table, cell; /* where it comes from */
    size_t n_keys;
    const char *names[DS_OWN_KEYS]; /* but for the institution's, by name */
    ds_text values[DS_OWN_KEYS];
    int64_t counts[DS_COUNT_MEASURES];
    int kept; /* must be hidden besides, with its noemer (2) or without (1): an earlier release hid
                 it, or it protects another institution's */
    bool hidden[DS_COUNT_MEASURES]; /* out: complement as teller */
} ds_own_row;

/* Decides of all rows what the institution may see; they are put in another order. No linear
 * program: what is hidden is whole rows, and how well is worked out exactly. *out_primary: counts
 * that are too small by themselves. */
ds_status ds_own_protect(ds_own_row *rows, size_t n, uint64_t minimum, size_t *out_primary,
                         ds_error *err) DS_NODISCARD;

/* Whether a count is too small by itself: 1 to minimum - 1, or none where that is sensitive. */
bool ds_count_is_primary(const ds_indicator *indicator, const int64_t *counts, int measure,
                         uint64_t minimum);

#endif

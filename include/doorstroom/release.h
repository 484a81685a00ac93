/* doorstroom/release.h: stage 5, a release: what may leave. Tables of counts in which what could
 * point at a person is hidden. Publishing and the web accept this type and no other.
 *
 * A release is made by disclosure (doorstroom/disclosure.h) or read from a file that was; nothing
 * else can make one. It knows nothing of how it was made: a hidden value has one state, whatever
 * the reason, and no trace of its count. It does not change, so threads may read one together. */
#ifndef DOORSTROOM_RELEASE_H
#define DOORSTROOM_RELEASE_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

enum { DS_RELEASE_FORM = 1 }; /* of the file; another one is refused */

typedef struct ds_release ds_release;

/* A count that may be hidden; n is 0 then. */
typedef struct ds_release_count {
    bool shown;
    uint64_t n;
} ds_release_count;

typedef struct ds_release_row {
    int schooljaar;
    const char *const *keys;                   /* [n_keys] */
    ds_release_count teller, noemer, onbekend; /* of a numeric indicator no teller */
    const char *som; /* of a numeric indicator; NULL: hidden. Always, as yet: a sum of values 0
                        and 1 is a count, and no cell of the system */
} ds_release_row;

typedef struct ds_release_table {
    const char *id;        /* in the release */
    const char *indicator; /* and its version */
    const char *version;
    const char *scope;   /* who may see it: "" for all, else an institution or agenda */
    const char *without; /* the institution whose students are left out; "" for none */
    bool numeric;
    const char *const *key_names;
    size_t n_keys;
    const ds_release_row *rows; /* by school year, then keys, byte by byte */
    size_t n_rows;
} ds_release_table;

/* What holds for the whole. */
typedef struct ds_release_facts {
    const char *generation; /* of the register */
    uint64_t minimum;       /* counts from 1 to below it are hidden */
    uint64_t rounded_to;    /* 1: not rounded */
    uint64_t institutions;  /* of fewer shown ones no lowest, highest, quartiles or mean */
    uint64_t n_values;      /* counts in all tables */
    uint64_t n_hidden;      /* of these */
    uint64_t n_protected;   /* that an attacker was tried on, all in vain; in whole hundreds */
    uint64_t n_programs;    /* linear programs that took; in whole hundreds */
} ds_release_facts;

/* Reads a release. Errors: DS_INPUT for a file that is none, of another form, or damaged (its
 * checksum does not fit). *out is the caller's. Cost: the size of the file. */
DS_API ds_status ds_release_read(const char *path, ds_release **out, ds_error *err) DS_NODISCARD;
/* Writes it: beside path first, then renamed; readable by its owner. The same release gives the
 * same bytes. */
DS_API ds_status ds_release_write(const ds_release *release, const char *path,
                                  ds_error *err) DS_NODISCARD;
DS_API void ds_release_free(ds_release *release);

DS_API ds_release_facts ds_release_whole(const ds_release *release);
DS_API size_t ds_release_n_tables(const ds_release *release);
/* i below that. */
DS_API const ds_release_table *ds_release_at(const ds_release *release, size_t i);
/* 100 · teller / noemer; NAN when one of both is hidden or noemer is 0. */
DS_API double ds_release_share_pct(const ds_release_row *row);

/* ---- over institutions ---- */

/* Of the shares that are shown, in percent. A hidden one takes no part in any of these, so that no
 * mean or extreme says what it is (methods 24). */
typedef struct ds_release_spread {
    size_t n, n_shown; /* institutions with such a row, and those whose share is shown */
    bool printed;      /* enough are shown; else what follows is NAN */
    double lowest, lower, median, upper, highest, mean; /* quartiles as R's type 7 */
} ds_release_spread;

/* Over the rows of table i of that school year whose other keys have these values: values[n_keys],
 * in the table's order, NULL at the institution's key. Errors: DS_USAGE when the table has not
 * exactly one NULL, or is numeric; DS_FAULT. */
DS_API ds_status ds_release_spread_of(const ds_release *release, size_t i, int schooljaar,
                                      const char *const *values, ds_release_spread *out,
                                      ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif

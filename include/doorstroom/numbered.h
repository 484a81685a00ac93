/* doorstroom/numbered.h, of cell: cells whose keys are numbers: a row is a school year, a code for
 * each key, and how many persons; each code has its text once. What gaps, the search for risks and
 * what is expected of an institution are worked out from: hundreds of thousands of cells are added
 * up by code, without a text being looked at.
 *
 * Threads: what is made never changes; any number may read it. */
#ifndef DOORSTROOM_NUMBERED_H
#define DOORSTROOM_NUMBERED_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

typedef struct ds_numbered {
    size_t n_years;
    const int *years; /* [n_years], rising */
    size_t n_keys;
    const char *const *names;    /* [n_keys] */
    const ds_text *const *texts; /* [n_keys][n_texts[k]]: by their bytes; "onbekend" is one */
    const size_t *n_texts;       /* [n_keys] */
    size_t n_rows;
    const uint32_t *year;                       /* [n_rows]: into years */
    const uint32_t *codes;                      /* [n_rows * n_keys]: into texts */
    const uint64_t *noemer, *teller, *onbekend; /* [n_rows] */
    void *own;                                  /* what ds_numbered_free frees; NULL: nothing */
} ds_numbered;

/* NULL does nothing; so does one whose arrays are somebody else's, but for itself. */
DS_API void ds_numbered_free(ds_numbered *cells);

/* The combinations of some keys that occur. */
typedef struct ds_combinations {
    size_t n, n_keys;
    uint32_t *of_row; /* [n_rows]: which combination a row has */
    uint32_t *codes;  /* [n * n_keys]: rising, the first key first */
} ds_combinations;

/* keys[n_keys] are places among those of the cells; none: everything is one. DS_INPUT for more than
 * 2^62 possible combinations. *out is the caller's (ds_combinations_done). Cost: n log n. */
DS_API ds_status ds_combinations_make(const ds_numbered *cells, const size_t *keys, size_t n_keys,
                                      ds_combinations *out, ds_error *err) DS_NODISCARD;
DS_API void ds_combinations_done(ds_combinations *combinations);

DS_END_DECLS

#endif

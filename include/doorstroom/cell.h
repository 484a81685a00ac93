/* doorstroom/cell.h: stage 0, cells: a key with additive integer measures.
 *
 * The key is an indicator, a school year and chosen attributes as text; the measures are counts,
 * and for numeric indicators a sum and a sum of squares in 128 bits. Cells of disjoint groups of
 * persons merge by adding, exactly, in any order. A cell may hold one person: cells are internal.
 */
#ifndef DOORSTROOM_CELL_H
#define DOORSTROOM_CELL_H

#include "doorstroom/base.h"

typedef struct ds_measures {
    uint64_t teller;         /* persons for whom the event holds; 0 for numeric indicators */
    uint64_t noemer;         /* persons for whom it is known (or who have a value) */
    uint64_t onbekend;       /* persons for whom it cannot be told */
    ds_int128 som;           /* in units of 1 / scale */
    ds_int128 som_kwadraten; /* in units of 1 / scale² */
} ds_measures;

typedef struct ds_cell {
    int schooljaar;      /* the year in which it begins */
    const ds_text *keys; /* n_keys texts */
    ds_measures measures;
} ds_cell;

/* The cells of one indicator and one breakdown. */
typedef struct ds_cells ds_cells;

/* Copies its texts. scale: 1, or the unit of a numeric indicator. NULL when memory is short. */
ds_cells *ds_cells_new(const char *indicator, bool numeric, int32_t scale,
                       const char *const *key_names, size_t n_keys) DS_NODISCARD;
void ds_cells_free(ds_cells *cells);

/* Adds measures to the cell with this key; equal keys may be added many times. Copies the texts. */
ds_status ds_cells_add(ds_cells *cells, int schooljaar, const ds_text *keys,
                       const ds_measures *measures, ds_error *err) DS_NODISCARD;
/* Adds all cells of from, which stays as it was. DS_USAGE when indicator, unit or key names
 * differ, or both are one.
 */
ds_status ds_cells_merge(ds_cells *into, const ds_cells *from, ds_error *err) DS_NODISCARD;
/* Whether two have the same indicator, unit and key names, so that they merge. */
bool ds_cells_same_shape(const ds_cells *a, const ds_cells *b);
/* Sorts by school year, then key by key, byte by byte, and adds up equal keys. After this the cells
 * do not depend on the order of adding. Cost: n log n. */
void ds_cells_finish(ds_cells *cells);

/* After ds_cells_finish. */
size_t ds_cells_n(const ds_cells *cells);
ds_cell ds_cells_at(const ds_cells *cells, size_t i);
const char *ds_cells_indicator(const ds_cells *cells);
bool ds_cells_numeric(const ds_cells *cells);
int32_t ds_cells_scale(const ds_cells *cells);
size_t ds_cells_n_keys(const ds_cells *cells);
const char *ds_cells_key_name(const ds_cells *cells, size_t i);

/* 100 · teller / noemer, or for numeric indicators som / noemer in the indicator's own unit; NAN
 * when noemer is 0. Rounded once, to the nearest double. */
double ds_cells_share_pct(const ds_cell *cell);
double ds_cells_mean(const ds_cells *cells, const ds_cell *cell);

/* RFC 4180 with LF: indicator,schooljaar,<keys>,teller,noemer,onbekend,percentage (numeric:
 * som,noemer,onbekend,gemiddelde); header only when with_header. Cells with noemer + onbekend of 0
 * are left out. *out is the caller's (ds_free). */
ds_status ds_cells_print_csv(const ds_cells *cells, bool with_header, char **out,
                             ds_error *err) DS_NODISCARD;
/* Reads what ds_cells_print_csv made (one indicator); the percentage is worked out anew. name
 * stands in the errors. som_kwadraten is not in the text and reads as 0. */
ds_status ds_cells_parse_csv(const char *name, const char *data, size_t size, ds_cells **out,
                             ds_error *err) DS_NODISCARD;

/* The same of a text with several indicators and headers, as tally prints for more than one; a
 * header without cells gives none. *out_list and each of its cells are the caller's (ds_free,
 * ds_cells_free). */
ds_status ds_cells_parse_csv_all(const char *name, const char *data, size_t size,
                                 ds_cells ***out_list, size_t *out_n, ds_error *err) DS_NODISCARD;

#endif

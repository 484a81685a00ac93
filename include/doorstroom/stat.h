/* doorstroom/stat.h: stage 4, cells → estimates. Pure functions of cells: nothing here knows where
 * the cells come from, or whom they count.
 *
 * Threads: what is made never changes; any number may read it. Ownership: the caller's, as each
 * says; lines and texts are of the object that they were asked of. */
#ifndef DOORSTROOM_STAT_H
#define DOORSTROOM_STAT_H

#include "doorstroom/base.h"
#include "doorstroom/cell.h"

DS_BEGIN_DECLS

/* ---- routes on offer ----
 *
 * A route is a unique combination of its kind (vakmanschap2, …) and its place: institution,
 * vestiging and sector. It is on offer in a school year in which at least one pupil is enrolled in
 * it. Kinds stand in groups: "experimenteel", the routes of the experiment, and "nieuw", those that
 * the law made possible after it. Source: De evaluatie van de doorlopende leerroutes vmbo-mbo
 * 2014-2022, sections 2.1 to 2.3. docs/routes.md says what was decided where that is silent. */

enum { DS_ROUTES_YEARS_MAX = 64 };

/* One line of the table of what is on offer. Texts are of the ds_routes. */
typedef struct ds_routes_year {
    int schooljaar;
    int since; /* the covered school year before it, with which it is compared; 0: the register
                  begins here, and begun, stopped and back are not known (0) */
    ds_text group;
    ds_text kind;   /* {NULL, 0}: all kinds of the group */
    ds_text sector; /* {NULL, 0}: all sectors */
    uint64_t offered;
    uint64_t begun;   /* on offer, and in no earlier covered year */
    uint64_t stopped; /* not on offer, but it was in the covered year before */
    uint64_t back;    /* on offer, not in the covered year before, but earlier */
} ds_routes_year;

/* One line of what was carried over. Of the group "experimenteel": routes where, at the same
 * institution, vestiging and sector, a route of "nieuw" began in a later year than the route
 * itself. Of the group "nieuw": routes that began where one of "experimenteel" had begun earlier.
 */
typedef struct ds_routes_passage {
    ds_text group;
    ds_text kind;     /* {NULL, 0}: all kinds of the group */
    int schooljaar;   /* in which the new route began (of several at one place the first); 0: any */
    uint64_t routes;  /* ever on offer */
    uint64_t carried; /* of them, carried over (in that year) */
    uint64_t unknown; /* of them, with part of their place unknown: they are never carried */
} ds_routes_passage;

typedef struct ds_routes ds_routes;

/* cells: finished, with the keys group, kind, institution, vestiging, sector, in this order; one
 * cell with anybody in it is a route on offer in that school year. "onbekend", as tally writes what
 * is missing, is a category of its own among the places, that nothing is carried over from or to.
 * years[n_years]: the covered school years, rising.
 *
 * *out is the caller's (ds_routes_free); it does not need the cells any more. Errors: DS_USAGE for
 * cells of another shape, years that do not rise, more than DS_ROUTES_YEARS_MAX of them, or a cell
 * of a year that is not among them; DS_FAULT for memory. Cost: n log n for n cells, lines times
 * routes, and old times new routes. Checked against: a direct count on random cells, and
 * simulatie/routes.csv. */
DS_API ds_status ds_routes_new(const ds_cells *cells, const int *years, size_t n_years,
                               ds_routes **out, ds_error *err) DS_NODISCARD;
DS_API void ds_routes_free(ds_routes *routes);

/* By group; in it all kinds first, then by kind; in it all sectors first, then by sector; then by
 * school year. Every covered school year has its line. */
DS_API const ds_routes_year *ds_routes_years(const ds_routes *routes, size_t *out_n);
/* By group, then all kinds and by kind, then any year and by year. */
DS_API const ds_routes_passage *ds_routes_passages(const ds_routes *routes, size_t *out_n);
/* Routes ever on offer of which institution, vestiging or sector is not known. */
DS_API uint64_t ds_routes_unknown(const ds_routes *routes);

/* ---- who starts ---- */

/* Persons with one value of a trait, in one school year or in all. Texts are of the ds_starters. */
typedef struct ds_starters_line {
    int schooljaar; /* 0: all together */
    ds_text group;  /* {NULL, 0}: everybody, with or without a route */
    ds_text kind;   /* {NULL, 0}: all kinds of the group */
    ds_text value;  /* "onbekend": not known */
    uint64_t n;
    uint64_t known;   /* with a known value, in this year, group and kind */
    uint64_t total;   /* the others too */
    double share_pct; /* 100 · n / known; NAN for "onbekend", and where known is 0 */
} ds_starters_line;

typedef struct ds_starters ds_starters;

/* cells: finished, with the keys group, kind, and one trait; persons are noemer + onbekend. The
 * group none (say "geen") counts among everybody only. Lines: everybody, then each group, in it all
 * kinds and by kind; each first for all years, then by school year; then by value, "onbekend" last.
 * Only values that occur have a line. *out is the caller's. Errors: DS_USAGE for another shape,
 * DS_FAULT. Cost: n log n. Checked against a direct count on random cells. */
DS_API ds_status ds_starters_new(const ds_cells *cells, const char *none, ds_starters **out,
                                 ds_error *err) DS_NODISCARD;
DS_API void ds_starters_free(ds_starters *starters);
DS_API const ds_starters_line *ds_starters_lines(const ds_starters *starters, size_t *out_n);

DS_END_DECLS

#endif

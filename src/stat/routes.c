/* stat/routes.c: which routes are on offer, and what was carried over: see doorstroom/stat.h.
 *
 * A route is kept as the set of the covered years in which it is on offer, one bit a year; what is
 * asked of a route in a year is then a question about bits. Routes are sorted by group, kind and
 * place, so that a group and a kind are each one range. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/stat.h"

enum { GROUP, KIND, INSTITUTION, VESTIGING, SECTOR, KEYS };

#define OLD "experimenteel"
#define NEW "nieuw"
#define UNKNOWN "onbekend"

typedef struct route {
    const ds_text *keys;
    uint64_t years; /* bit i: on offer in covered[i] */
} route;

struct ds_routes {
    ds_cells *cells; /* a copy: the texts live in it */
    route *routes;
    size_t n_routes;
    int covered[DS_ROUTES_YEARS_MAX];
    size_t n_covered;
    ds_routes_year *years;
    size_t n_years, years_capacity;
    ds_routes_passage *passages;
    size_t n_passages, passages_capacity;
};

/* Routes of one group, or of one kind in it. */
typedef struct range {
    size_t from, to;
    ds_text kind; /* {NULL, 0}: all */
} range;

static uint64_t bit_of(size_t i) {
    return (uint64_t)1 << i;
}

/* ---- cells → routes ---- */

static ds_status check_cells(const ds_cells *cells, const int *years, size_t n_years,
                             ds_error *err) {
    if (ds_cells_n_keys(cells) != KEYS)
        return ds_error_set(err, DS_USAGE,
                            "routes: verwacht cellen naar groep, route, instelling, vestiging, "
                            "sector; er zijn %zu kenmerken",
                            "routes: expected cells by group, route, institution, vestiging, "
                            "sector; there are %zu keys",
                            ds_cells_n_keys(cells));
    if (n_years > DS_ROUTES_YEARS_MAX)
        return ds_error_set(err, DS_USAGE, "routes: meer dan %d schooljaren",
                            "routes: more than %d school years", DS_ROUTES_YEARS_MAX);
    for (size_t i = 1; i < n_years; i++)
        if (years[i] <= years[i - 1])
            return ds_error_set(err, DS_USAGE, "routes: de schooljaren lopen niet op",
                                "routes: the school years do not rise");
    return DS_OK;
}

static int compare_places(const ds_text *a, const ds_text *b, int from, int to) {
    int order = 0;
    for (int k = from; order == 0 && k < to; k++)
        order = ds_text_compare(a[k], b[k]);
    return order;
}

static int compare_routes(const void *a, const void *b) {
    return compare_places(((const route *)a)->keys, ((const route *)b)->keys, 0, KEYS);
}

/* Equal routes next to each other become one, with the years of all. */
static void join_equal(ds_routes *r) {
    size_t kept = 0;
    for (size_t i = 1; i < r->n_routes; i++)
        if (compare_routes(&r->routes[kept], &r->routes[i]) == 0)
            r->routes[kept].years |= r->routes[i].years;
        else
            r->routes[++kept] = r->routes[i];
    if (r->n_routes > 0) r->n_routes = kept + 1;
}

static ds_status gather_routes(ds_routes *r, ds_error *err) {
    size_t n = ds_cells_n(r->cells);
    r->routes = ds_calloc(n + 1, sizeof *r->routes);
    if (r->routes == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        ds_cell cell = ds_cells_at(r->cells, i);
        size_t year = 0;
        if (cell.measures.noemer + cell.measures.onbekend == 0) continue;
        while (year < r->n_covered && r->covered[year] != cell.schooljaar)
            year++;
        if (year == r->n_covered)
            return ds_error_set(err, DS_USAGE, "routes: schooljaar %d is niet gedekt",
                                "routes: school year %d is not covered", cell.schooljaar);
        r->routes[r->n_routes++] = (route){cell.keys, bit_of(year)};
    }
    qsort(r->routes, r->n_routes, sizeof *r->routes, compare_routes);
    join_equal(r);
    return DS_OK;
}

/* The end of the routes that are equal to the first in keys[0 .. n_keys). */
static size_t end_of(const ds_routes *r, size_t from, size_t to, int n_keys) {
    size_t end = from + 1;
    while (end < to && compare_places(r->routes[from].keys, r->routes[end].keys, 0, n_keys) == 0)
        end++;
    return end;
}

/* ---- on offer ---- */

static void count_year(const route *one, size_t year, ds_routes_year *to) {
    bool now = (one->years & bit_of(year)) != 0;
    bool before = year > 0 && (one->years & bit_of(year - 1)) != 0;
    bool ever = (one->years & (bit_of(year) - 1)) != 0;
    to->offered += now;
    if (year == 0) return; /* nothing to compare it with */
    to->begun += now && !ever;
    to->stopped += before && !now;
    to->back += now && ever && !before;
}

/* The lines of a range in one sector, or in all ({NULL, 0}). */
static ds_status add_years(ds_routes *r, const range *in, ds_text sector, ds_error *err) {
    if (!ds_reserve(&r->years, &r->years_capacity, r->n_years + r->n_covered, sizeof *r->years))
        return ds_error_memory(err);
    for (size_t year = 0; year < r->n_covered; year++) {
        ds_routes_year *line = &r->years[r->n_years++];
        *line = (ds_routes_year){.schooljaar = r->covered[year],
                                 .since = year == 0 ? 0 : r->covered[year - 1],
                                 .group = r->routes[in->from].keys[GROUP],
                                 .kind = in->kind,
                                 .sector = sector};
        for (size_t i = in->from; i < in->to; i++)
            if (sector.data == NULL || ds_text_equal(sector, r->routes[i].keys[SECTOR]))
                count_year(&r->routes[i], year, line);
    }
    return DS_OK;
}

/* The first sector after this one by bytes ({NULL, 0}: the first of all); false: there is none. */
static bool next_sector(const ds_routes *r, const range *in, ds_text *sector) {
    ds_text next = {NULL, 0};
    for (size_t i = in->from; i < in->to; i++) {
        ds_text at = r->routes[i].keys[SECTOR];
        if (sector->data != NULL && ds_text_compare(at, *sector) <= 0) continue;
        if (next.data == NULL || ds_text_compare(at, next) < 0) next = at;
    }
    *sector = next;
    return next.data != NULL;
}

static ds_status offer_of(ds_routes *r, const range *in, ds_error *err) {
    ds_text sector = {NULL, 0};
    ds_status status = add_years(r, in, sector, err);
    while (status == DS_OK && next_sector(r, in, &sector))
        status = add_years(r, in, sector, err);
    return status;
}

/* ---- carried over ---- */

static size_t begin_of(const route *one) {
    return (size_t)__builtin_ctzll(one->years);
}

static bool has_place(const route *one) {
    for (int k = INSTITUTION; k < KEYS; k++)
        if (ds_text_is(one->keys[k], UNKNOWN)) return false;
    return true;
}

/* Whether the new route began where the old one had begun in an earlier year. */
static bool follows_route(const route *late, const route *early) {
    return has_place(early) && begin_of(late) > begin_of(early) &&
           compare_places(late->keys, early->keys, INSTITUTION, KEYS) == 0;
}

/* The year index in which a route was carried over: of an old one the first in which a new one
 * began, of a new one its own first. n_covered: it was not. */
static size_t carried_in(const ds_routes *r, const route *one, bool old) {
    size_t first = r->n_covered;
    for (size_t i = 0; i < r->n_routes; i++) {
        const route *other = &r->routes[i];
        const route *late = old ? other : one, *early = old ? one : other;
        if (!ds_text_is(other->keys[GROUP], old ? NEW : OLD) || !follows_route(late, early))
            continue;
        if (begin_of(late) < first) first = begin_of(late);
    }
    return first;
}

static ds_status add_passage(ds_routes *r, const ds_routes_passage *line, ds_error *err) {
    if (!ds_reserve(&r->passages, &r->passages_capacity, r->n_passages + 1, sizeof *r->passages))
        return ds_error_memory(err);
    r->passages[r->n_passages++] = *line;
    return DS_OK;
}

static ds_status passage_of(ds_routes *r, const range *in, ds_error *err) {
    ds_text group = r->routes[in->from].keys[GROUP];
    bool old = ds_text_is(group, OLD);
    uint64_t carried[DS_ROUTES_YEARS_MAX + 1] = {0};
    ds_routes_passage line = {.group = group, .kind = in->kind, .routes = in->to - in->from};
    ds_status status;
    if (!old && !ds_text_is(group, NEW)) return DS_OK;
    for (size_t i = in->from; i < in->to; i++) {
        carried[carried_in(r, &r->routes[i], old)]++;
        line.unknown += !has_place(&r->routes[i]);
    }
    line.carried = line.routes - carried[r->n_covered];
    status = add_passage(r, &line, err);
    for (size_t year = 0; status == DS_OK && year < r->n_covered; year++) {
        line.schooljaar = r->covered[year];
        line.carried = carried[year];
        if (carried[year] > 0) status = add_passage(r, &line, err);
    }
    return status;
}

/* ---- all of it ---- */

/* Calls make for a group as a whole, then for each kind in it. */
static ds_status each_range(ds_routes *r,
                            ds_status (*make)(ds_routes *r, const range *in, ds_error *err),
                            ds_error *err) {
    ds_status status = DS_OK;
    for (size_t from = 0, to; status == DS_OK && from < r->n_routes; from = to) {
        to = end_of(r, from, r->n_routes, GROUP + 1);
        status = make(r, &(range){from, to, {NULL, 0}}, err);
        for (size_t at = from, end; status == DS_OK && at < to; at = end) {
            end = end_of(r, at, to, KIND + 1);
            status = make(r, &(range){at, end, r->routes[at].keys[KIND]}, err);
        }
    }
    return status;
}

static ds_cells *copy_of(const ds_cells *cells, ds_error *err) {
    static const char *const names[KEYS] = {"group", "kind", "institution", "vestiging", "sector"};
    ds_cells *copy = ds_cells_new("routes", false, 1, names, KEYS);
    if (copy == NULL) (void)ds_error_memory(err);
    for (size_t i = 0; copy != NULL && i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        if (ds_cells_add(copy, cell.schooljaar, cell.keys, &cell.measures, err) == DS_OK) continue;
        ds_cells_free(copy);
        return NULL;
    }
    if (copy != NULL) ds_cells_finish(copy);
    return copy;
}

ds_status ds_routes_new(const ds_cells *cells, const int *years, size_t n_years, ds_routes **out,
                        ds_error *err) {
    ds_routes *r;
    ds_status status = check_cells(cells, years, n_years, err);
    if (status != DS_OK) return status;
    r = ds_calloc(1, sizeof *r);
    if (r == NULL) return ds_error_memory(err);
    if (n_years > 0) memcpy(r->covered, years, n_years * sizeof *years);
    r->n_covered = n_years;
    r->cells = copy_of(cells, err);
    if (r->cells == NULL) status = DS_FAULT;
    if (status == DS_OK) status = gather_routes(r, err);
    if (status == DS_OK) status = each_range(r, offer_of, err);
    if (status == DS_OK) status = each_range(r, passage_of, err);
    if (status == DS_OK)
        *out = r;
    else
        ds_routes_free(r);
    return status;
}

void ds_routes_free(ds_routes *routes) {
    if (routes == NULL) return;
    ds_cells_free(routes->cells);
    ds_free(routes->routes);
    ds_free(routes->years);
    ds_free(routes->passages);
    ds_free(routes);
}

const ds_routes_year *ds_routes_years(const ds_routes *routes, size_t *out_n) {
    *out_n = routes->n_years;
    return routes->years;
}

const ds_routes_passage *ds_routes_passages(const ds_routes *routes, size_t *out_n) {
    *out_n = routes->n_passages;
    return routes->passages;
}

uint64_t ds_routes_unknown(const ds_routes *routes) {
    uint64_t n = 0;
    for (size_t i = 0; i < routes->n_routes; i++)
        n += !has_place(&routes->routes[i]);
    return n;
}

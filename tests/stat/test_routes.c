/* tests/stat/test_routes.c: routes on offer, carried over, and who starts: made-up cells against
 * counting them one by one, another way. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "doorstroom/stat.h"
#include "support/random_source.h"
#include "support/support.h"

enum { FIRST = 2014, YEARS = 7, ROUTES = 40, SEEDS = 300, KEYS = 5 };
enum { GROUP, KIND, INSTITUTION, VESTIGING, SECTOR };

static const char *const kinds[][2] = {{"experimenteel", "technologie"},
                                       {"experimenteel", "vakmanschap2"},
                                       {"nieuw", "doorlopend"},
                                       {"nieuw", "geintegreerd"},
                                       {"overig", "anders"}};
static const char *const institutions[] = {"25LX", "27GZ"};
static const char *const vestigingen[] = {"00", "01", "onbekend"};
static const char *const sectors[] = {"groen", "onbekend", "techniek"};
/* with a gap, as a register may have */
static const int covered[YEARS] = {FIRST, 2015, 2016, 2018, 2019, 2020, 2021};

typedef struct made {
    const char *keys[KEYS];
    bool on[YEARS];
} made;

/* Different routes, of few places, so that many meet. */
static size_t make(uint64_t seed, made routes[ROUTES]) {
    random_source source = {seed};
    size_t n = 0;
    for (int i = 0; i < ROUTES; i++) {
        made *to = &routes[n];
        const char *const *kind = RANDOM_PICK(&source, kinds);
        bool equal = false, ever = false;
        *to = (made){.keys = {kind[0], kind[1], RANDOM_PICK(&source, institutions),
                              RANDOM_PICK(&source, vestigingen), RANDOM_PICK(&source, sectors)}};
        for (int y = 0; y < YEARS; y++)
            ever |= to->on[y] = random_chance(&source, 40);
        for (size_t j = 0; j < n; j++)
            equal |= memcmp(routes[j].keys, to->keys, sizeof to->keys) == 0;
        n += ever && !equal;
    }
    return n;
}

static ds_cells *cells_of(const made *routes, size_t n, bool backwards) {
    static const char *const names[KEYS] = {"route_groep", "route", "instelling", "vestiging",
                                            "sector"};
    ds_cells *cells = ds_cells_new("route_aanbod", false, 1, names, KEYS);
    assert_non_null(cells);
    for (size_t at = 0; at < n; at++)
        for (int y = 0; y < YEARS; y++) {
            const made *r = &routes[backwards ? n - 1 - at : at];
            /* half of them counted as unknown: they are enrolled none the less */
            const ds_measures nobody = {0},
                              some = {.noemer = (uint64_t)y % 2, .onbekend = 1 - (uint64_t)y % 2};
            ds_text keys[KEYS];
            for (int k = 0; k < KEYS; k++)
                keys[k] = ds_text_of(r->keys[k]);
            assert_int_equal(
                ds_cells_add(cells, covered[y], keys, r->on[y] ? &some : &nobody, NULL), DS_OK);
        }
    ds_cells_finish(cells);
    return cells;
}

static ds_routes *routes_of(const made *routes, size_t n, bool backwards) {
    ds_cells *cells = cells_of(routes, n, backwards);
    ds_routes *out;
    assert_int_equal(ds_routes_new(cells, covered, YEARS, &out, NULL), DS_OK);
    ds_cells_free(cells); /* not needed any more */
    return out;
}

/* ---- by hand ---- */

static bool fits(const made *r, ds_text group, ds_text kind, ds_text sector) {
    return ds_text_is(group, r->keys[GROUP]) &&
           (kind.data == NULL || ds_text_is(kind, r->keys[KIND])) &&
           (sector.data == NULL || ds_text_is(sector, r->keys[SECTOR]));
}

static int first_of(const made *r) {
    int y = 0;
    while (!r->on[y])
        y++;
    return y;
}

static ds_routes_year count_by_hand(const made *routes, size_t n, const ds_routes_year *line) {
    ds_routes_year out = {0};
    int y = 0;
    while (covered[y] != line->schooljaar)
        y++;
    for (size_t i = 0; i < n; i++) {
        const made *r = &routes[i];
        if (!fits(r, line->group, line->kind, line->sector)) continue;
        out.offered += r->on[y];
        if (y == 0) continue;
        if (r->on[y] && first_of(r) == y) out.begun++;
        if (r->on[y] && first_of(r) < y && !r->on[y - 1]) out.back++;
        if (!r->on[y] && r->on[y - 1]) out.stopped++;
    }
    return out;
}

static bool is_known(const made *r) {
    return strcmp(r->keys[VESTIGING], "onbekend") != 0 && strcmp(r->keys[SECTOR], "onbekend") != 0;
}

static bool one_place(const made *a, const made *b) {
    return is_known(a) && strcmp(a->keys[INSTITUTION], b->keys[INSTITUTION]) == 0 &&
           strcmp(a->keys[VESTIGING], b->keys[VESTIGING]) == 0 &&
           strcmp(a->keys[SECTOR], b->keys[SECTOR]) == 0;
}

/* The school year in which it was carried over; 0: it was not. */
static int carried_by_hand(const made *routes, size_t n, const made *r) {
    bool old = strcmp(r->keys[GROUP], "experimenteel") == 0;
    int year = 0;
    for (size_t i = 0; i < n; i++) {
        int begins = covered[old ? first_of(&routes[i]) : first_of(r)];
        int before = covered[old ? first_of(r) : first_of(&routes[i])];
        if (strcmp(routes[i].keys[GROUP], old ? "nieuw" : "experimenteel") != 0) continue;
        if (one_place(r, &routes[i]) && begins > before && (year == 0 || begins < year))
            year = begins;
    }
    return year;
}

/* ---- tests ---- */

static void test_routes__counts_what_is_on_offer(void **state) {
    uint64_t n_back = 0, n_stopped = 0;
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        made made_routes[ROUTES];
        size_t n = make(seed, made_routes), n_lines;
        ds_routes *routes = routes_of(made_routes, n, false);
        const ds_routes_year *lines = ds_routes_years(routes, &n_lines);
        assert_true(n_lines > 0 && n_lines % YEARS == 0);
        for (size_t i = 0; i < n_lines; i++) {
            ds_routes_year hand = count_by_hand(made_routes, n, &lines[i]);
            assert_int_equal(lines[i].offered, hand.offered);
            assert_int_equal(lines[i].begun, hand.begun);
            assert_int_equal(lines[i].stopped, hand.stopped);
            assert_int_equal(lines[i].back, hand.back);
            assert_int_equal(lines[i].schooljaar, covered[i % YEARS]);
            assert_int_equal(lines[i].since, i % YEARS == 0 ? 0 : covered[i % YEARS - 1]);
            n_back += hand.back;
            n_stopped += hand.stopped;
            if (i % YEARS > 0) /* who comes and goes explains what is there */
                assert_int_equal(lines[i].offered + lines[i].stopped,
                                 lines[i - 1].offered + lines[i].begun + lines[i].back);
        }
        ds_routes_free(routes);
    }
    assert_true(n_back > 1000 && n_stopped > 1000);
}

/* A group is its kinds together, and each of these its sectors; every slice that has a route. */
static void test_routes__lines_add_up(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        made made_routes[ROUTES];
        size_t n = make(seed, made_routes), n_lines, offered = 0;
        uint64_t groups = 0, all_kinds = 0, group_sectors = 0, kind_sectors = 0;
        ds_routes *routes = routes_of(made_routes, n, false);
        const ds_routes_year *lines = ds_routes_years(routes, &n_lines);
        for (size_t i = 0; i < n_lines; i++) {
            bool kind = lines[i].kind.data != NULL, sector = lines[i].sector.data != NULL;
            *(kind ? (sector ? &kind_sectors : &all_kinds) : (sector ? &group_sectors : &groups)) +=
                lines[i].offered;
        }
        for (size_t i = 0; i < n; i++)
            for (int y = 0; y < YEARS; y++)
                offered += made_routes[i].on[y];
        assert_int_equal(groups, offered);
        assert_int_equal(all_kinds, offered);
        assert_int_equal(group_sectors, offered);
        assert_int_equal(kind_sectors, offered);
        ds_routes_free(routes);
    }
}

static void test_routes__finds_what_was_carried_over(void **state) {
    uint64_t n_old = 0, n_new = 0, n_unknown = 0;
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        made made_routes[ROUTES];
        size_t n = make(seed, made_routes), n_lines;
        ds_routes *routes = routes_of(made_routes, n, false);
        const ds_routes_passage *lines = ds_routes_passages(routes, &n_lines);
        uint64_t left_out = 0;
        for (size_t i = 0; i < n_lines; i++) {
            uint64_t all = 0, carried = 0, unknown = 0;
            for (size_t j = 0; j < n; j++) {
                int year = carried_by_hand(made_routes, n, &made_routes[j]);
                if (!fits(&made_routes[j], lines[i].group, lines[i].kind, (ds_text){NULL, 0}))
                    continue;
                all++;
                carried += lines[i].schooljaar == 0 ? year != 0 : year == lines[i].schooljaar;
                unknown += !is_known(&made_routes[j]);
            }
            assert_false(ds_text_is(lines[i].group, "overig"));
            assert_int_equal(lines[i].routes, all);
            assert_int_equal(lines[i].carried, carried);
            assert_int_equal(lines[i].unknown, unknown);
            if (lines[i].schooljaar != 0) assert_true(carried > 0);
            if (lines[i].schooljaar != 0 || lines[i].kind.data != NULL) continue;
            *(ds_text_is(lines[i].group, "nieuw") ? &n_new : &n_old) += carried;
        }
        for (size_t j = 0; j < n; j++)
            left_out += !is_known(&made_routes[j]);
        assert_int_equal(ds_routes_unknown(routes), left_out);
        n_unknown += left_out;
        ds_routes_free(routes);
    }
    assert_true(n_old > 100 && n_new > 100 && n_unknown > 1000);
}

static bool same_text(ds_text a, ds_text b) {
    return (a.data == NULL) == (b.data == NULL) && ds_text_equal(a, b);
}

static void test_routes__order_of_cells_does_not_matter(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        made made_routes[ROUTES];
        size_t n = make(seed, made_routes), n_a, n_b;
        ds_routes *one = routes_of(made_routes, n, false), *other = routes_of(made_routes, n, true);
        const ds_routes_year *a = ds_routes_years(one, &n_a), *b = ds_routes_years(other, &n_b);
        assert_int_equal(n_a, n_b);
        for (size_t i = 0; i < n_a; i++)
            assert_true(same_text(a[i].group, b[i].group) && same_text(a[i].kind, b[i].kind) &&
                        same_text(a[i].sector, b[i].sector) && a[i].offered == b[i].offered);
        ds_routes_free(one);
        ds_routes_free(other);
    }
}

static void test_routes__without_routes_has_no_lines(void **state) {
    ds_routes *routes = routes_of(NULL, 0, false);
    size_t n;
    (void)state;
    (void)ds_routes_years(routes, &n);
    assert_int_equal(n, 0);
    (void)ds_routes_passages(routes, &n);
    assert_int_equal(n, 0);
    ds_routes_free(routes);
}

static void refused(ds_cells *cells, const int *years, size_t n_years, const char *says) {
    ds_routes *untouched = (ds_routes *)&covered;
    ds_routes *out = untouched;
    ds_error err;
    assert_int_equal(ds_routes_new(cells, years, n_years, &out, &err), DS_USAGE);
    assert_non_null(strstr(err.en, says));
    assert_ptr_equal(out, untouched);
    ds_cells_free(cells);
}

static void test_routes__refuses_other_cells(void **state) {
    static const char *const two[] = {"a", "b"};
    static const int falling[] = {2015, 2014};
    int many[DS_ROUTES_YEARS_MAX + 1];
    made made_routes[ROUTES];
    size_t n = make(1, made_routes);
    (void)state;
    for (int i = 0; i <= DS_ROUTES_YEARS_MAX; i++)
        many[i] = 1990 + i;
    refused(ds_cells_new("x", false, 1, two, 2), covered, YEARS, "keys");
    refused(cells_of(made_routes, n, false), falling, 2, "rise");
    refused(cells_of(made_routes, n, false), many, DS_ROUTES_YEARS_MAX + 1, "more than");
    refused(cells_of(made_routes, n, false), covered, YEARS - 1, "2021 is not covered");
}

/* ---- who starts ---- */

enum { PERSONS = 200 };
static const char *const traits[] = {"bb", "kb", "onbekend", "tl"};
static const char *const groups[][2] = {{"geen", "onbekend"},
                                        {"experimenteel", "technologie"},
                                        {"nieuw", "doorlopend"},
                                        {"nieuw", "geintegreerd"}};

typedef struct person {
    const char *keys[3];
    int year;
} person;

static ds_cells *make_persons(uint64_t seed, person persons[PERSONS]) {
    static const char *const names[] = {"route_groep", "route", "leerweg"};
    random_source source = {seed};
    ds_cells *cells = ds_cells_new("vmbo3", false, 1, names, 3);
    assert_non_null(cells);
    for (size_t i = 0; i < PERSONS; i++) {
        const char *const *group = RANDOM_PICK(&source, groups);
        const ds_measures one = {.noemer = i % 2, .onbekend = 1 - i % 2};
        ds_text keys[3];
        persons[i] = (person){{group[0], group[1], RANDOM_PICK(&source, traits)},
                              random_from(&source, FIRST, FIRST + 2)};
        for (int k = 0; k < 3; k++)
            keys[k] = ds_text_of(persons[i].keys[k]);
        assert_int_equal(ds_cells_add(cells, persons[i].year, keys, &one, NULL), DS_OK);
    }
    ds_cells_finish(cells);
    return cells;
}

static bool counts(const ds_starters_line *line, const person *p) {
    return (line->schooljaar == 0 || line->schooljaar == p->year) &&
           (line->group.data == NULL || ds_text_is(line->group, p->keys[0])) &&
           (line->kind.data == NULL || ds_text_is(line->kind, p->keys[1]));
}

static void check_line(const ds_starters_line *line, const person *persons) {
    bool unknown = ds_text_is(line->value, "onbekend");
    uint64_t n = 0, known = 0, total = 0;
    for (size_t i = 0; i < PERSONS; i++) {
        if (!counts(line, &persons[i])) continue;
        total++;
        n += ds_text_is(line->value, persons[i].keys[2]);
        known += strcmp(persons[i].keys[2], "onbekend") != 0;
    }
    assert_true(n > 0 && !ds_text_is(line->group, "geen"));
    assert_int_equal(line->n, n);
    assert_int_equal(line->known, known);
    assert_int_equal(line->total, total);
    if (unknown)
        assert_true(isnan(line->share_pct));
    else
        assert_true(fabs(line->share_pct - 100.0 * (double)n / (double)known) < 1e-12);
}

static void test_starters__counts_each_slice(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        person persons[PERSONS];
        ds_cells *cells = make_persons(seed, persons);
        ds_starters *starters;
        const ds_starters_line *lines;
        size_t n;
        uint64_t total = 0;
        assert_int_equal(ds_starters_new(cells, "geen", &starters, NULL), DS_OK);
        ds_cells_free(cells);
        lines = ds_starters_lines(starters, &n);
        for (size_t i = 0; i < n; i++) {
            check_line(&lines[i], persons);
            total += lines[i].group.data == NULL ? lines[i].n : 0;
        }
        assert_int_equal(total, 2 * PERSONS); /* in their year, and in all years */
        ds_starters_free(starters);
    }
}

/* ---- memory ---- */

static ds_status all_of_it(void *context, ds_error *err) {
    const ds_cells *const *cells = context;
    ds_routes *routes = NULL;
    ds_starters *starters = NULL;
    ds_status status = ds_routes_new(cells[0], covered, YEARS, &routes, err);
    if (status == DS_OK) status = ds_starters_new(cells[1], "geen", &starters, err);
    ds_routes_free(routes);
    ds_starters_free(starters);
    return status;
}

static void test_routes__every_allocation_may_fail(void **state) {
    made made_routes[ROUTES];
    person persons[PERSONS];
    size_t n = make(3, made_routes);
    ds_cells *cells[] = {cells_of(made_routes, n, false), make_persons(3, persons)};
    (void)state;
    ds_test_every_allocation(all_of_it, cells);
    ds_cells_free(cells[0]);
    ds_cells_free(cells[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes__counts_what_is_on_offer),
        cmocka_unit_test(test_routes__lines_add_up),
        cmocka_unit_test(test_routes__finds_what_was_carried_over),
        cmocka_unit_test(test_routes__order_of_cells_does_not_matter),
        cmocka_unit_test(test_routes__without_routes_has_no_lines),
        cmocka_unit_test(test_routes__refuses_other_cells),
        cmocka_unit_test(test_starters__counts_each_slice),
        cmocka_unit_test(test_routes__every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

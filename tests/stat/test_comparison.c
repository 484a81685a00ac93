/* tests/stat/test_comparison.c: differences, totals, shares and intervals of a table; groups chosen
 * by a property; growth by origin. Against table 4.1 of the monitor (whose counts are in the
 * sources) and against a direct count on random cells. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/comparison.h"
#include "support/random_source.h"
#include "support/support.h"

static const char *const names[] = {"niveau", "leerweg"};

/* ---- table 4.1: new early leavers by niveau and leerweg ---- */

static const struct {
    const char *niveau, *leerweg;
    uint64_t n_2022, n_2023;
} table_4_1[] = {{"1", "bbl", 543, 660},   {"1", "bol", 2086, 2292}, {"1", "extraneus", 31, 32},
                 {"2", "bbl", 2451, 2498}, {"2", "bol", 4577, 3953}, {"2", "extraneus", 174, 156},
                 {"3", "bbl", 1420, 1460}, {"3", "bol", 2494, 2084}, {"3", "extraneus", 111, 78},
                 {"4", "bbl", 770, 783},   {"4", "bol", 9523, 8220}, {"4", "extraneus", 106, 92}};
enum { CELLS_4_1 = sizeof table_4_1 / sizeof *table_4_1 };

static void add_cell(ds_cells *cells, int year, const char *a, const char *b, ds_measures m) {
    const ds_text keys[] = {ds_text_of(a), ds_text_of(b)};
    ds_error err;
    assert_int_equal(ds_cells_add(cells, year, keys, &m, &err), DS_OK);
}

static ds_cells *make_4_1(void) {
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, 2);
    for (size_t i = 0; i < CELLS_4_1; i++) {
        const ds_measures a = {.teller = table_4_1[i].n_2022, .noemer = 100000};
        const ds_measures b = {.teller = table_4_1[i].n_2023, .noemer = 50000, .onbekend = 7};
        add_cell(cells, 2022, table_4_1[i].niveau, table_4_1[i].leerweg, a);
        add_cell(cells, 2023, table_4_1[i].niveau, table_4_1[i].leerweg, b);
    }
    ds_cells_finish(cells);
    return cells;
}

static const ds_comparison_row *find_row(const ds_comparison *c, int year, const char *a,
                                         const char *b) {
    size_t n;
    const ds_comparison_row *rows = ds_comparison_rows(c, &n);
    for (size_t i = 0; i < n; i++)
        if (rows[i].schooljaar == year && ds_text_is(rows[i].keys[0], a) &&
            ds_text_is(rows[i].keys[1], b))
            return &rows[i];
    fail_msg("no row %d %s %s", year, a, b);
    return NULL;
}

static void test_comparison__table_4_1_does_not_count_twice(void **state) {
    static const struct {
        const char *leerweg;
        uint64_t before, after;
    } totals[] = {{"bbl", 5184, 5401},
                  {"bol", 18680, 16549},
                  {"extraneus", 422, 358},
                  {"totaal", 24286, 22308}};
    ds_comparison_options o = DS_COMPARISON_OPTIONS_INIT;
    ds_cells *cells = make_4_1();
    ds_comparison *c = NULL;
    ds_error err;
    size_t n;
    (void)state;
    o.against = DS_AGAINST_PREVIOUS;
    o.totals = "leerweg; ";
    assert_int_equal(ds_comparison_new(cells, &o, &c, &err), DS_OK);
    for (size_t i = 0; i < 4; i++) {
        const ds_comparison_row *row = find_row(c, 2023, "totaal", totals[i].leerweg);
        assert_int_equal(row->measures.teller, totals[i].after);
        assert_int_equal(row->before.teller, totals[i].before);
        assert_int_equal(row->compared, DS_COMPARED);
        assert_int_equal(row->total, i < 3 ? 1 : 2);
    }
    (void)ds_comparison_rows(c, &n);
    assert_int_equal(n, 2 * (CELLS_4_1 + 4));
    assert_int_equal(find_row(c, 2022, "1", "bbl")->compared, DS_COMPARED_NO_YEAR);
    assert_true(isnan(find_row(c, 2022, "1", "bbl")->difference_pp));
    assert_true(fabs(find_row(c, 2023, "4", "bol")->difference_pp - (16.44 - 9.523)) < 1e-12);
    ds_comparison_free(c);
    ds_cells_free(cells);
}

/* ---- random cells ---- */

static const char *const first_keys[] = {"a", "b", "c", "d"}, *const second_keys[] = {"x", "y",
                                                                                      "z"};

static ds_cells *make_random(random_source *source) {
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, 2);
    for (size_t i = 0; i < 30; i++) {
        const uint64_t noemer = (uint64_t)random_below(source, 50);
        const uint64_t more = (uint64_t)random_below(source, 50);
        const int year = 2019 + random_below(source, 4);
        const char *a = first_keys[random_below(source, 4)];
        const char *b = second_keys[random_below(source, 3)];
        const ds_measures m = {.teller = noemer > more ? noemer - more : 0,
                               .noemer = noemer,
                               .onbekend = (uint64_t)random_below(source, 3)};
        add_cell(cells, year, a, b, m);
    }
    ds_cells_finish(cells);
    return cells;
}

/* What a total says, counted from the cells once more. */
static ds_measures count_directly(const ds_cells *cells, int year, const ds_text *keys) {
    ds_measures sum = {0};
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        bool in = cell.schooljaar == year;
        for (size_t k = 0; k < 2; k++)
            in = in && (ds_text_is(keys[k], DS_TOTAL) || ds_text_equal(keys[k], cell.keys[k]));
        if (!in) continue;
        sum.teller += cell.measures.teller;
        sum.noemer += cell.measures.noemer;
        sum.onbekend += cell.measures.onbekend;
    }
    return sum;
}

static void check_counts(const ds_cells *cells, const ds_comparison_row *row) {
    const ds_measures now = count_directly(cells, row->schooljaar, row->keys);
    const ds_measures before = count_directly(cells, row->schooljaar - 1, row->keys);
    assert_int_equal(row->measures.teller, now.teller);
    assert_int_equal(row->measures.noemer, now.noemer);
    assert_int_equal(row->measures.onbekend, now.onbekend);
    if (row->compared == DS_COMPARED) assert_int_equal(row->before.teller, before.teller);
}

/* Of each year: the differences of the cells add up to that of the total, and the shares of each
 * leerweg's niveaus to 100. */
static void check_sums(const ds_comparison *c, int year) {
    int64_t cells = 0, total = 0;
    double shares[3] = {0};
    size_t n, n_of[3] = {0};
    const ds_comparison_row *rows = ds_comparison_rows(c, &n);
    for (size_t i = 0; i < n; i++) {
        const ds_comparison_row *r = &rows[i];
        const int64_t difference = (int64_t)r->measures.teller - (int64_t)r->before.teller;
        if (r->schooljaar != year) continue;
        if (r->total == 0) cells += difference;
        if (r->total == 2) total += difference;
        for (size_t k = 0; k < 3; k++)
            if (r->total == 0 && ds_text_is(r->keys[1], second_keys[k]) && !isnan(r->share_pct)) {
                shares[k] += r->share_pct;
                n_of[k]++;
            }
    }
    assert_int_equal(cells, total);
    for (size_t k = 0; k < 3; k++)
        if (n_of[k] > 0 && fabs(shares[k] - 100) > 1e-9)
            fail_msg("%d %s: %.17g", year, second_keys[k], shares[k]);
}

static void test_comparison__adds_up_on_random_cells(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        random_source source = {seed};
        ds_comparison_options o = DS_COMPARISON_OPTIONS_INIT;
        ds_cells *cells = make_random(&source);
        ds_comparison *c = NULL;
        size_t n, n_years;
        ds_error err;
        const ds_comparison_row *rows;
        const int *years;
        o.against = DS_AGAINST_PREVIOUS;
        o.totals = "leerweg;;niveau";
        o.shares = "niveau";
        assert_int_equal(ds_comparison_new(cells, &o, &c, &err), DS_OK);
        rows = ds_comparison_rows(c, &n);
        for (size_t i = 0; i < n; i++)
            check_counts(cells, &rows[i]);
        years = ds_comparison_years(c, &n_years);
        for (size_t y = 1; y < n_years; y++)
            if (years[y - 1] == years[y] - 1) check_sums(c, years[y]);
        ds_comparison_free(c);
        ds_cells_free(cells);
    }
}

/* 30 of 100 and 10 of 80, Wilson and Newcombe by hand: golden/statistics.json has the formulas. */
static void test_comparison__intervals_and_years(void **state) {
    const int years[] = {2021};
    ds_comparison_options o = DS_COMPARISON_OPTIONS_INIT;
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, 2);
    ds_comparison *c = NULL;
    const ds_comparison_row *rows;
    size_t n;
    ds_error err;
    (void)state;
    add_cell(cells, 2019, "1", "bol", (ds_measures){.teller = 10, .noemer = 80});
    add_cell(cells, 2019, "2", "bol", (ds_measures){.teller = 1, .noemer = 4});
    add_cell(cells, 2020, "1", "bol", (ds_measures){.teller = 3, .noemer = 8});
    add_cell(cells, 2021, "1", "bol", (ds_measures){.teller = 30, .noemer = 100, .onbekend = 5});
    ds_cells_finish(cells);
    o.against = 2019;
    o.interval = true;
    o.years = years;
    o.n_years = 1;
    assert_int_equal(ds_comparison_new(cells, &o, &c, &err), DS_OK);
    rows = ds_comparison_rows(c, &n);
    assert_int_equal(n, 2); /* and niveau 2, which is gone */
    assert_int_equal(rows[1].measures.noemer, 0);
    assert_int_equal(rows[1].before.teller, 1);
    assert_true(isnan(rows[1].difference_pp) && isnan(rows[1].low_pct));
    assert_true(fabs(rows[0].low_pct - 21.894885) < 1e-4);
    assert_true(fabs(rows[0].high_pct - 39.584910) < 1e-4);
    assert_true(fabs(rows[0].difference_pp - 17.5) < 1e-12);
    assert_true(rows[0].difference_low_pp > 5 && rows[0].difference_low_pp < 6.5);
    assert_true(rows[0].difference_high_pp > 28 && rows[0].difference_high_pp < 29.5);
    ds_comparison_free(c);
    ds_cells_free(cells);
}

static void check_refused(const ds_cells *cells, ds_comparison_options o, const char *words) {
    ds_comparison *c = NULL;
    ds_error err;
    assert_int_equal(ds_comparison_new(cells, &o, &c, &err), DS_USAGE);
    if (strstr(err.en, words) == NULL) fail_msg("%s", err.en);
}

static void test_comparison__refuses_what_there_is_not(void **state) {
    const int falling[] = {2023, 2022};
    ds_comparison_options o = DS_COMPARISON_OPTIONS_INIT;
    ds_cells *cells = make_4_1();
    (void)state;
    o.totals = "leerweg;sector";
    check_refused(cells, o, "'sector' is no key");
    o.totals = "leerweg,leerweg";
    check_refused(cells, o, "twice");
    o.totals = NULL;
    o.shares = "geslacht";
    check_refused(cells, o, "'geslacht' is no key");
    o.shares = NULL;
    o.years = falling;
    o.n_years = 2;
    check_refused(cells, o, "rise");
    ds_cells_free(cells);
}

/* ---- groups ---- */

static const char *const group_names[] = {"instelling"};
static const char *const table_names[] = {"niveau", "instelling"};

static ds_cells *make_property(void) {
    static const struct {
        int year;
        const char *at;
        uint64_t teller, noemer, onbekend;
    } rows[] = {{2020, "A", 5, 100, 0}, {2021, "A", 6, 100, 0},  {2020, "B", 9, 100, 0},
                {2021, "B", 4, 100, 0}, {2020, "C", 50, 100, 0}, {2021, "D", 0, 0, 10}};
    ds_cells *cells = ds_cells_new("groepen", false, 1, group_names, 1);
    ds_error err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ds_text key = ds_text_of(rows[i].at);
        const ds_measures m = {
            .teller = rows[i].teller, .noemer = rows[i].noemer, .onbekend = rows[i].onbekend};
        assert_int_equal(ds_cells_add(cells, rows[i].year, &key, &m, &err), DS_OK);
    }
    ds_cells_finish(cells);
    return cells;
}

static void check_groups(ds_groups_rule rule, const char *kept) {
    static const int years[] = {2020, 2021};
    ds_cells *property = make_property();
    ds_groups *groups = NULL;
    char found[8] = "";
    ds_error err;
    assert_int_equal(ds_groups_new(property, &rule, years, 2, &groups, &err), DS_OK);
    assert_int_equal(ds_groups_n(groups), 4);
    for (size_t i = 0; i < 4; i++) {
        bool holds;
        const ds_text *keys = ds_groups_at(groups, i, &holds);
        if (holds) strncat(found, keys[0].data, 1);
    }
    assert_string_equal(found, kept);
    assert_int_equal(ds_groups_n_kept(groups), strlen(kept));
    ds_groups_free(groups);
    ds_cells_free(property);
}

static void test_groups__each_rule(void **state) {
    (void)state;
    check_groups((ds_groups_rule){DS_GROUPS_SHARE, DS_GROUPS_AT_LEAST, 5, DS_GROUPS_EACH_YEAR},
                 "A");
    check_groups((ds_groups_rule){DS_GROUPS_SHARE, DS_GROUPS_ABOVE, 5, DS_GROUPS_EACH_YEAR}, "");
    check_groups((ds_groups_rule){DS_GROUPS_SHARE, DS_GROUPS_AT_LEAST, 5, DS_GROUPS_ANY_YEAR},
                 "ABC");
    check_groups((ds_groups_rule){DS_GROUPS_SHARE, DS_GROUPS_ABOVE, 6, DS_GROUPS_TOGETHER}, "BC");
    check_groups((ds_groups_rule){DS_GROUPS_NUMBER, DS_GROUPS_BELOW, 10, DS_GROUPS_EACH_YEAR},
                 "AB");
    check_groups((ds_groups_rule){DS_GROUPS_PERSONS, DS_GROUPS_AT_MOST, 100, DS_GROUPS_TOGETHER},
                 "CD");
    check_groups((ds_groups_rule){.measure = DS_GROUPS_PRESENCE, .when = DS_GROUPS_EACH_YEAR},
                 "AB");
}

static void test_groups__leave_out_and_say_so(void **state) {
    static const int years[] = {2020, 2021};
    const ds_groups_rule rule = {DS_GROUPS_SHARE, DS_GROUPS_AT_LEAST, 5, DS_GROUPS_EACH_YEAR};
    ds_cells *property = make_property(), *cells = ds_cells_new("vsv", false, 1, table_names, 2);
    ds_cells *kept = NULL;
    ds_groups *groups = NULL;
    char *csv = NULL;
    uint64_t stay, go;
    ds_error err;
    (void)state;
    add_cell(cells, 2020, "1", "A", (ds_measures){.teller = 1, .noemer = 10, .onbekend = 1});
    add_cell(cells, 2020, "1", "B", (ds_measures){.teller = 2, .noemer = 20});
    add_cell(cells, 2021, "2", "A", (ds_measures){.teller = 3, .noemer = 30});
    add_cell(cells, 2022, "2", "A", (ds_measures){.teller = 4, .noemer = 40}); /* not asked of */
    ds_cells_finish(cells);
    assert_int_equal(ds_groups_new(property, &rule, years, 2, &groups, &err), DS_OK);
    assert_int_equal(ds_groups_apply(groups, cells, &kept, &stay, &go, &err), DS_OK);
    assert_int_equal(stay, 41);
    assert_int_equal(go, 20);
    assert_int_equal(ds_cells_print_csv(kept, false, &csv, &err), DS_OK);
    assert_string_equal(csv, "vsv,2020,1,1,10,1,10\nvsv,2021,2,3,30,0,10\nvsv,2022,2,4,40,0,10\n");
    ds_free(csv);
    assert_int_equal(ds_groups_new(property, &rule, years, 0, &groups, &err), DS_USAGE);
    ds_cells_free(kept);
    ds_groups_free(groups);
    ds_cells_free(property);
    ds_cells_free(cells);
}

/* ---- growth ---- */

/* The part of the factor at, as the mean over the orders in which three factors change. */
static double by_six_orders(const double from[3], const double to[3], size_t at) {
    static const size_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                        {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    double sum = 0;
    for (size_t o = 0; o < 6; o++) {
        double now[3] = {from[0], from[1], from[2]};
        for (size_t step = 0; step < 3; step++) {
            const double before = now[0] * now[1] * now[2];
            now[orders[o][step]] = to[orders[o][step]];
            if (orders[o][step] == at) sum += now[0] * now[1] * now[2] - before;
        }
    }
    return sum / 6;
}

static void check_growth_row(const ds_growth_row *r, const ds_growth_row *all) {
    const double n0 = (double)all->before.noemer, n1 = (double)all->after.noemer;
    double from[3] = {n0, (double)r->before.noemer / n0, 0};
    double to[3] = {n1, (double)r->after.noemer / n1, 0};
    if (r->before.noemer > 0) from[2] = (double)r->before.teller / (double)r->before.noemer;
    if (r->after.noemer > 0) to[2] = (double)r->after.teller / (double)r->after.noemer;
    if (r->before.noemer == 0) from[2] = to[2];
    if (r->after.noemer == 0) to[2] = from[2];
    assert_true(fabs(r->size - by_six_orders(from, to, 0)) < 1e-9);
    assert_true(fabs(r->composition - by_six_orders(from, to, 1)) < 1e-9);
    assert_true(fabs(r->rate - by_six_orders(from, to, 2)) < 1e-9);
    assert_true(fabs(r->size + r->composition + r->rate - (double)r->difference) < 1e-9);
}

static double pct_of(const ds_measures *m) {
    return 100.0 * (double)m->teller / (double)m->noemer;
}

static void test_growth__parts_add_to_the_total(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        random_source source = {seed};
        ds_cells *cells = make_random(&source);
        ds_growth *g = NULL;
        const ds_growth_row *rows;
        int64_t sum = 0;
        double pp = 0;
        size_t n;
        ds_error err;
        assert_int_equal(ds_growth_new(cells, 2019, 2021, &g, &err), DS_OK);
        rows = ds_growth_rows(g, &n);
        assert_true(n > 1 && rows[0].keys == NULL);
        for (size_t i = 1; i < n; i++) {
            check_growth_row(&rows[i], &rows[0]);
            sum += rows[i].difference;
            pp += rows[i].difference_pp;
        }
        assert_int_equal(sum, rows[0].difference);
        assert_true(fabs(pp - (pct_of(&rows[0].after) - pct_of(&rows[0].before))) < 1e-9);
        assert_true(fabs(rows[0].difference_pp - pp) < 1e-9);
        ds_growth_free(g);
        ds_cells_free(cells);
    }
}

static void test_growth__refuses_a_year_without_cells(void **state) {
    ds_cells *cells = make_4_1();
    ds_growth *g = NULL;
    ds_error err;
    (void)state;
    assert_int_equal(ds_growth_new(cells, 2021, 2023, &g, &err), DS_INPUT);
    assert_int_equal(ds_growth_new(cells, 2023, 2023, &g, &err), DS_USAGE);
    ds_cells_free(cells);
}

/* ---- memory ---- */

static ds_status make_everything(void *context, ds_error *err) {
    static const int years[] = {2022, 2023};
    const ds_groups_rule rule = {DS_GROUPS_SHARE, DS_GROUPS_ABOVE, 1, DS_GROUPS_EACH_YEAR};
    ds_comparison_options o = DS_COMPARISON_OPTIONS_INIT;
    ds_comparison *c = NULL;
    ds_groups *groups = NULL;
    ds_growth *g = NULL;
    ds_cells *kept = NULL;
    uint64_t stay, go;
    ds_status status;
    o.against = 2022;
    o.totals = "niveau";
    o.shares = "leerweg";
    status = ds_comparison_new(context, &o, &c, err);
    if (status == DS_OK) status = ds_groups_new(context, &rule, years, 2, &groups, err);
    if (status == DS_OK) status = ds_groups_apply(groups, context, &kept, &stay, &go, err);
    if (status == DS_OK) status = ds_growth_new(context, 2022, 2023, &g, err);
    ds_comparison_free(c);
    ds_groups_free(groups);
    ds_growth_free(g);
    ds_cells_free(kept);
    return status;
}

static void test_comparison__every_allocation(void **state) {
    ds_cells *cells = make_4_1();
    (void)state;
    ds_test_every_allocation(make_everything, cells);
    ds_cells_free(cells);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparison__table_4_1_does_not_count_twice),
        cmocka_unit_test(test_comparison__adds_up_on_random_cells),
        cmocka_unit_test(test_comparison__intervals_and_years),
        cmocka_unit_test(test_comparison__refuses_what_there_is_not),
        cmocka_unit_test(test_groups__each_rule),
        cmocka_unit_test(test_groups__leave_out_and_say_so),
        cmocka_unit_test(test_growth__parts_add_to_the_total),
        cmocka_unit_test(test_growth__refuses_a_year_without_cells),
        cmocka_unit_test(test_comparison__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* tests/stat/test_flows.c: from a state to that of a year later: all that were in a state leave it,
 * all that are in one came from somewhere. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/comparison.h"
#include "support/random_source.h"
#include "support/support.h"

static const char *const move_keys[] = {"van", "naar", "geslacht"};
static const char *const arrival_keys[] = {"naar", "geslacht"};
static const char *const states[] = {"vmbo", "mbo", "geen"};
static const char *const others[] = {"m", "v"};

static void add(ds_cells *cells, int year, const char *a, const char *b, const char *c,
                uint64_t noemer, uint64_t onbekend) {
    const ds_text keys[] = {ds_text_of(a), ds_text_of(b), ds_text_of(c == NULL ? "" : c)};
    const ds_measures m = {.noemer = noemer, .onbekend = onbekend};
    ds_error err;
    assert_int_equal(ds_cells_add(cells, year, keys, &m, &err), DS_OK);
}

static void check_flow(const ds_flow *f, int year, const char *key, const char *from,
                       const char *to, uint64_t n, double of_from, double of_to) {
    assert_int_equal(f->schooljaar, year);
    assert_true(ds_text_is(f->keys[0], key));
    assert_true(ds_text_is(f->from, from));
    assert_true(ds_text_is(f->to, to));
    assert_int_equal(f->n, n);
    assert_true(fabs(f->of_from_pct - of_from) < 1e-12 && fabs(f->of_to_pct - of_to) < 1e-12);
}

/* 100 boys in vmbo: 70 to mbo, 30 away; 40 boys in mbo stay; 10 boys come into mbo. Of 2022 there
 * is no end, so its moves do not count. */
static void test_flows__by_hand(void **state) {
    ds_cells *moves = ds_cells_new("a", false, 1, move_keys, 3);
    ds_cells *arrivals = ds_cells_new("a", false, 1, arrival_keys, 2);
    ds_flows *flows = NULL;
    const ds_flow *rows;
    size_t n;
    ds_error err;
    (void)state;
    add(moves, 2021, "vmbo", "mbo", "m", 69, 1);
    add(moves, 2021, "vmbo", "geen", "m", 30, 0);
    add(moves, 2021, "mbo", "mbo", "m", 40, 0);
    add(moves, 2022, "mbo", "mbo", "m", 5, 0);
    add(arrivals, 2022, "mbo", "m", NULL, 10, 0);
    add(arrivals, 2021, "mbo", "m", NULL, 99, 0);
    ds_cells_finish(moves);
    ds_cells_finish(arrivals);
    assert_int_equal(ds_flows_new(moves, arrivals, NULL, 0, &flows, &err), DS_OK);
    rows = ds_flows_rows(flows, &n);
    assert_int_equal(n, 4);
    check_flow(&rows[0], 2021, "m", "mbo", "mbo", 40, 100, 100 * 40 / 120.0);
    check_flow(&rows[1], 2021, "m", DS_FLOWS_OUTSIDE, "mbo", 10, 100, 100 * 10 / 120.0);
    check_flow(&rows[2], 2021, "m", "vmbo", "geen", 30, 30, 100);
    check_flow(&rows[3], 2021, "m", "vmbo", "mbo", 70, 70, 100 * 70 / 120.0);
    assert_int_equal(ds_flows_n_keys(flows), 1);
    assert_string_equal(ds_flows_key_name(flows, 0), "geslacht");
    ds_flows_free(flows);
    assert_int_equal(ds_flows_new(moves, moves, NULL, 0, &flows, &err), DS_USAGE);
    ds_cells_free(moves);
    ds_cells_free(arrivals);
}

static void make_random_moves(random_source *source, ds_cells **moves, ds_cells **arrivals) {
    *moves = ds_cells_new("a", false, 1, move_keys, 3);
    *arrivals = ds_cells_new("a", false, 1, arrival_keys, 2);
    for (int year = 2019; year <= 2022; year++)
        for (size_t i = 0; i < 9; i++) {
            const char *other = others[random_below(source, 2)];
            const uint64_t gone = (uint64_t)random_below(source, 20);
            const uint64_t come = (uint64_t)random_below(source, 5);
            add(*moves, year, states[i / 3 % 2], states[i % 3], other, gone, 0);
            add(*arrivals, year, states[i % 2], other, NULL, come, 1);
        }
    ds_cells_finish(*moves);
    ds_cells_finish(*arrivals);
}

static uint64_t sum_noemer(const ds_cells *cells, int year, size_t n_keys, const char *state) {
    uint64_t sum = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        if (cell.schooljaar == year && ds_text_is(cell.keys[n_keys], state))
            sum += cell.measures.noemer + cell.measures.onbekend;
    }
    return sum;
}

static void test_flows__nobody_is_lost(void **state) {
    static const int years[] = {2020, 2021};
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        random_source source = {seed};
        ds_cells *moves, *arrivals;
        ds_flows *flows = NULL;
        uint64_t from[2] = {0}, to = 0;
        const ds_flow *rows;
        size_t n;
        ds_error err;
        make_random_moves(&source, &moves, &arrivals);
        assert_int_equal(ds_flows_new(moves, arrivals, years, 2, &flows, &err), DS_OK);
        rows = ds_flows_rows(flows, &n);
        for (size_t i = 0; i < n; i++) {
            assert_true(rows[i].schooljaar == 2020 || rows[i].schooljaar == 2021);
            if (rows[i].schooljaar != 2021) continue;
            for (size_t s = 0; s < 2; s++)
                if (ds_text_is(rows[i].from, states[s])) from[s] += rows[i].n;
            if (ds_text_is(rows[i].to, "mbo")) to += rows[i].n;
        }
        for (size_t s = 0; s < 2; s++)
            assert_int_equal(from[s], sum_noemer(moves, 2021, 0, states[s]));
        assert_int_equal(to,
                         sum_noemer(moves, 2021, 1, "mbo") + sum_noemer(arrivals, 2022, 0, "mbo"));
        ds_flows_free(flows);
        ds_cells_free(moves);
        ds_cells_free(arrivals);
    }
}

static ds_status make_flows(void *context, ds_error *err) {
    ds_cells **both = context;
    ds_flows *flows = NULL;
    const ds_status status = ds_flows_new(both[0], both[1], NULL, 0, &flows, err);
    ds_flows_free(flows);
    return status;
}

static void test_flows__every_allocation(void **state) {
    random_source source = {7};
    ds_cells *both[2];
    (void)state;
    make_random_moves(&source, &both[0], &both[1]);
    ds_test_every_allocation(make_flows, both);
    ds_cells_free(both[0]);
    ds_cells_free(both[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flows__by_hand),
        cmocka_unit_test(test_flows__nobody_is_lost),
        cmocka_unit_test(test_flows__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

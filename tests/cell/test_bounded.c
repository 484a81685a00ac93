/* tests/cell/test_bounded.c: cells with bounds: every bound is what trying all possible values
 * gives, and merging changes nothing. */
#include "support/support.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/cell.h"
#include "support/random_source.h"

enum { CELLS_MAX = 5 };

static const char *const names[] = {"onderwijstype"};

static ds_bounded *make(void) {
    ds_bounded *cells = ds_bounded_new("slaagpercentage", names, 1);
    assert_non_null(cells);
    return cells;
}

static void add(ds_bounded *to, int year, const char *key, ds_possible possible) {
    const ds_text text = ds_text_of(key);
    ds_error err;
    assert_int_equal(ds_bounded_add(to, year, &text, &possible, &err), DS_OK);
}

static void finish(ds_bounded *cells) {
    ds_error err;
    assert_int_equal(ds_bounded_finish(cells, &err), DS_OK);
}

static char *csv_of(ds_bounded *cells) {
    char *csv = NULL;
    ds_error err;
    finish(cells);
    assert_int_equal(ds_bounded_print_csv(cells, NULL, &csv, &err), DS_OK);
    return csv;
}

static ds_possible exact(uint64_t noemer, uint64_t teller) {
    return (ds_possible){noemer, teller, 1};
}

/* Up to 6 pairs with teller <= noemer, now and then nobody at all. */
static ds_possible random_possible(random_source *source) {
    ds_possible p = {(uint64_t)random_from(source, 0, 6), 0, 0};
    p.teller = (uint64_t)random_from(source, 0, (int)p.noemer);
    for (int n = random_from(source, 1, 6); n > 0 || p.pairs == 0; n--) {
        const int i = random_below(source, DS_POSSIBLE_WIDTH);
        const int j = random_below(source, DS_POSSIBLE_WIDTH);
        if (p.teller + (uint64_t)j <= p.noemer + (uint64_t)i)
            p.pairs |= (uint64_t)1 << (DS_POSSIBLE_WIDTH * i + j);
    }
    return p;
}

/* ---- against trying all ---- */

typedef struct all {
    const ds_possible *list;
    size_t n;
    ds_bounded_cell cell;
    bool any_pct;
} all;

static void least_and_most(uint64_t value, uint64_t *low, uint64_t *high) {
    if (value < *low) *low = value;
    if (value > *high) *high = value;
}

static void try_all(all *a, size_t i, uint64_t noemer, uint64_t teller) {
    if (i == a->n) {
        least_and_most(noemer, &a->cell.noemer_low, &a->cell.noemer_high);
        least_and_most(teller, &a->cell.teller_low, &a->cell.teller_high);
        if (noemer == 0) return;
        const double pct = 100.0 * (double)teller / (double)noemer;
        if (!a->any_pct || pct < a->cell.low_pct) a->cell.low_pct = pct;
        if (!a->any_pct || pct > a->cell.high_pct) a->cell.high_pct = pct;
        a->any_pct = true;
        return;
    }
    for (unsigned bit = 0; bit < 64; bit++)
        if ((a->list[i].pairs >> bit & 1) != 0)
            try_all(a, i + 1, noemer + a->list[i].noemer + bit / DS_POSSIBLE_WIDTH,
                    teller + a->list[i].teller + bit % DS_POSSIBLE_WIDTH);
}

static void test_bounded__as_trying_all(void **state) {
    random_source source = {3};
    (void)state;
    for (int trial = 0; trial < 400; trial++) {
        ds_possible list[CELLS_MAX];
        all a = {.list = list,
                 .n = (size_t)random_from(&source, 1, CELLS_MAX),
                 .cell = {.noemer_low = UINT64_MAX, .teller_low = UINT64_MAX}};
        ds_bounded *cells = make();
        ds_bounded_cell found;
        for (size_t i = 0; i < a.n; i++) {
            list[i] = i > 0 && random_chance(&source, 40) ? list[i - 1] : random_possible(&source);
            add(cells, 2022, "HAVO", list[i]);
        }
        finish(cells);
        assert_int_equal(ds_bounded_n(cells), 1);
        found = ds_bounded_at(cells, 0);
        try_all(&a, 0, 0, 0);
        assert_int_equal(found.noemer_low, a.cell.noemer_low);
        assert_int_equal(found.noemer_high, a.cell.noemer_high);
        assert_int_equal(found.teller_low, a.cell.teller_low);
        assert_int_equal(found.teller_high, a.cell.teller_high);
        if (a.any_pct) {
            assert_true(found.low_pct == a.cell.low_pct);
            assert_true(found.high_pct == a.cell.high_pct);
        }
        ds_bounded_free(cells);
    }
}

/* Exactly known cells have equal bounds, and count as ds_cells do. */
static void test_bounded__exact_cells(void **state) {
    ds_bounded *cells = make();
    char *csv;
    (void)state;
    add(cells, 2022, "VWO", exact(3, 1));
    add(cells, 2022, "VWO", exact(0, 0));
    add(cells, 2022, "HAVO", exact(8, 6));
    add(cells, 2021, "met,komma", exact(4, 4));
    add(cells, 2021, "niemand", exact(0, 0));
    csv = csv_of(cells);
    assert_string_equal(csv, "indicator,schooljaar,onderwijstype,teller_laag,teller_hoog,"
                             "noemer_laag,noemer_hoog,percentage_laag,percentage_hoog\n"
                             "slaagpercentage,2021,\"met,komma\",4,4,4,4,100,100\n"
                             "slaagpercentage,2022,HAVO,6,6,8,8,75,75\n"
                             "slaagpercentage,2022,VWO,1,1,3,3,33.333333333333336,"
                             "33.333333333333336\n");
    ds_free(csv);
    assert_int_equal(ds_bounded_n(cells), 4);
    assert_true(isnan(ds_bounded_at(cells, 1).low_pct));
    assert_true(isnan(ds_bounded_at(cells, 1).high_pct));
    ds_bounded_free(cells);
}

/* 1 of 1 up to 1 of 4, next to 9 of 10: the most by the pair with the fewest, not 13 of 11. */
static void test_bounded__by_hand(void **state) {
    ds_bounded *cells = make();
    ds_bounded_cell cell;
    (void)state;
    add(cells, 2022, "VWO", exact(10, 9));
    add(cells, 2022, "VWO", (ds_possible){1, 1, 1u | 1u << 8 | 1u << 16 | 1u << 24});
    finish(cells);
    cell = ds_bounded_at(cells, 0);
    assert_int_equal(cell.teller_low, 10);
    assert_int_equal(cell.teller_high, 10);
    assert_int_equal(cell.noemer_low, 11);
    assert_int_equal(cell.noemer_high, 14);
    assert_true(cell.low_pct == 100.0 * 10 / 14);
    assert_true(cell.high_pct == 100.0 * 10 / 11);
    ds_bounded_free(cells);
}

/* Counts of a country, and far beyond: products stay exact. */
static void test_bounded__large_counts(void **state) {
    ds_bounded *cells = make();
    ds_bounded_cell cell;
    const uint64_t large = 1000000000000000;
    (void)state;
    add(cells, 2022, "VWO", (ds_possible){large, large - 1, 1u | 1u << 8});
    finish(cells);
    cell = ds_bounded_at(cells, 0);
    assert_true(cell.high_pct == 100.0 * (double)(large - 1) / (double)large);
    assert_true(cell.low_pct == 100.0 * (double)(large - 1) / (double)(large + 1));
    ds_bounded_free(cells);
}

/* ---- merging ---- */

static void test_bounded_merge__parts_are_the_whole(void **state) {
    static const char *const types[] = {"HAVO", "VWO", "VMBO"};
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        random_source source = {seed};
        ds_bounded *whole = make(), *parts[3] = {make(), make(), make()}, *again = make();
        char *a, *b;
        ds_error err;
        for (int i = 0; i < 60; i++) {
            const ds_possible p = random_possible(&source);
            const int year = random_from(&source, 2020, 2022);
            const char *type = RANDOM_PICK(&source, types);
            add(whole, year, type, p);
            add(parts[random_below(&source, 3)], year, type, p);
        }
        finish(parts[1]); /* finished or not, all the same */
        for (int i = 2; i >= 0; i--)
            assert_int_equal(ds_bounded_merge(again, parts[i], &err), DS_OK);
        a = csv_of(whole);
        b = csv_of(again);
        assert_string_equal(a, b);
        ds_free(a);
        ds_free(b);
        for (int i = 0; i < 3; i++)
            ds_bounded_free(parts[i]);
        ds_bounded_free(whole);
        ds_bounded_free(again);
    }
}

static void test_bounded__what_cannot_be_is_refused(void **state) {
    static const ds_possible wrong[] = {{3, 1, 0}, {3, 4, 1}, {3, 3, 2}};
    ds_bounded *cells = make(), *other = ds_bounded_new("slaagpercentage", NULL, 0);
    const ds_text key = ds_text_of("VWO");
    (void)state;
    assert_non_null(other);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ds_error err = {0};
        assert_int_equal(ds_bounded_add(cells, 2022, &key, &wrong[i], &err), DS_USAGE);
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    }
    {
        ds_error err = {0};
        assert_int_equal(ds_bounded_merge(cells, other, &err), DS_USAGE);
    }
    finish(cells);
    assert_int_equal(ds_bounded_n(cells), 0);
    ds_bounded_free(cells);
    ds_bounded_free(other);
}

/* ---- memory ---- */

static ds_status everything(void *context, ds_error *err) {
    ds_bounded *a = ds_bounded_new("slaagpercentage", names, 1), *b = NULL;
    const ds_text key = ds_text_of("VWO");
    const ds_possible p = {1, 1, 1u | 1u << 8};
    char *csv = NULL;
    ds_status status = DS_FAULT;
    (void)context;
    if (a != NULL) b = ds_bounded_new("slaagpercentage", names, 1);
    if (b != NULL) status = DS_OK;
    for (int i = 0; status == DS_OK && i < 40; i++)
        status = ds_bounded_add(i % 2 == 0 ? a : b, 2000 + i, &key, &p, err);
    if (status == DS_OK) status = ds_bounded_merge(a, b, err);
    if (status == DS_OK) status = ds_bounded_finish(a, err);
    if (status == DS_OK) status = ds_bounded_print_csv(a, "aanname", &csv, err);
    if (status != DS_OK) {
        assert_null(csv);
        if (err->nl[0] == '\0') (void)strcpy(err->nl, "geen geheugen");
    }
    ds_free(csv);
    ds_bounded_free(a);
    ds_bounded_free(b);
    return status;
}

static void test_bounded__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(everything, NULL);
    ds_bounded_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounded__as_trying_all),
        cmocka_unit_test(test_bounded__exact_cells),
        cmocka_unit_test(test_bounded__by_hand),
        cmocka_unit_test(test_bounded__large_counts),
        cmocka_unit_test(test_bounded_merge__parts_are_the_whole),
        cmocka_unit_test(test_bounded__what_cannot_be_is_refused),
        cmocka_unit_test(test_bounded__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

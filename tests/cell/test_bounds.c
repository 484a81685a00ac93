/* tests/cell/test_bounds.c: what hidden counts may be: never without the truth, never wider than
 * trying every value of every hidden count gives. */
#include "support/support.h"

#include <string.h>

#include "cell/bounds.h"
#include "support/random_source.h"

enum { HALF = 500, TRIALS = 20000 }; /* half of 0.1 % */

typedef struct truth {
    int64_t noemer[DS_PARTS], teller[DS_PARTS];
} truth;

static truth random_truth(random_source *source, bool equal) {
    truth t;
    const int top = RANDOM_PICK(source, ((int[]){2, 4, 6, 9, 30}));
    t.noemer[DS_PART_TOTAAL] = t.teller[DS_PART_TOTAAL] = 0;
    for (int p = DS_PART_MAN; p <= DS_PART_VROUW; p++) {
        t.noemer[p] = random_from(source, 0, top);
        t.teller[p] = t.noemer[p] - random_from(source, 0, (int)t.noemer[p]);
        if (random_chance(source, 50)) t.teller[p] = t.noemer[p];
        t.noemer[DS_PART_TOTAAL] += t.noemer[p];
        t.teller[DS_PART_TOTAAL] += t.teller[p];
    }
    if (!equal && random_chance(source, 40)) {
        const int more = random_from(source, 1, 3), passed = random_from(source, 0, more);
        t.noemer[DS_PART_TOTAAL] += more;
        t.teller[DS_PART_TOTAAL] += passed;
    }
    return t;
}

static ds_printed_count hide(int64_t value, uint8_t limit) {
    if (value >= 1 && value < limit) return (ds_printed_count){0, limit};
    return (ds_printed_count){(uint32_t)value, 0};
}

/* Rounded to one decimal, halves up or to even. */
static int32_t print_pct(int64_t noemer, int64_t teller, bool to_even) {
    int64_t tenths, rest;
    if (noemer == 0) return 0;
    tenths = 1000 * teller / noemer;
    rest = 1000 * teller % noemer;
    if (2 * rest > noemer || (2 * rest == noemer && (!to_even || tenths % 2 == 1))) tenths++;
    return (int32_t)(tenths * (DS_PCT_UNIT / 10));
}

static void print_truth(random_source *source, const truth *t, uint8_t limit,
                        ds_printed out[DS_PARTS]) {
    const bool to_even = random_chance(source, 50);
    for (size_t p = 0; p < DS_PARTS; p++) {
        out[p].noemer = hide(t->noemer[p], limit);
        out[p].teller = hide(t->teller[p], limit);
        out[p].pct =
            random_chance(source, 10) ? -1 : print_pct(t->noemer[p], t->teller[p], to_even);
    }
}

static bool holds(const ds_bounds *b, const ds_printed *part, ds_part p, int64_t noemer,
                  int64_t teller) {
    const int64_t i = noemer - (int64_t)ds_bounds_lowest(&part->noemer);
    const int64_t j = teller - (int64_t)ds_bounds_lowest(&part->teller);
    if (i < 0 || j < 0 || i >= DS_POSSIBLE_WIDTH || j >= DS_POSSIBLE_WIDTH) return false;
    return (b->pairs[p] >> (DS_POSSIBLE_WIDTH * i + j) & 1) != 0;
}

/* The truth is possible; and where a count has one value left, that is the truth. */
static void keeps_truth(const ds_bounds *b, const ds_printed parts[DS_PARTS], const truth *t) {
    for (size_t p = 0; p < DS_PARTS; p++) {
        uint64_t low, high;
        assert_true(holds(b, &parts[p], (ds_part)p, t->noemer[p], t->teller[p]));
        ds_bounds_span(b->pairs[p], false, &low, &high);
        if (low == high) assert_int_equal(ds_bounds_lowest(&parts[p].noemer) + low, t->noemer[p]);
        ds_bounds_span(b->pairs[p], true, &low, &high);
        if (low == high) assert_int_equal(ds_bounds_lowest(&parts[p].teller) + low, t->teller[p]);
    }
    assert_true(b->noemer_excess_low <=
                t->noemer[DS_PART_TOTAAL] - t->noemer[DS_PART_MAN] - t->noemer[DS_PART_VROUW]);
    assert_true(b->teller_excess_high >=
                t->teller[DS_PART_TOTAAL] - t->teller[DS_PART_MAN] - t->teller[DS_PART_VROUW]);
}

static void test_bounds__truth_is_possible(void **state) {
    random_source source = {1};
    size_t exact = 0;
    (void)state;
    for (int trial = 0; trial < TRIALS; trial++) {
        const bool equal = random_chance(&source, 50);
        const truth t = random_truth(&source, equal);
        const uint8_t limit =
            (uint8_t)(random_chance(&source, 80) ? 5 : random_from(&source, 2, 9));
        ds_printed parts[DS_PARTS];
        ds_bounds b[DS_OPEN_FROM_N];
        print_truth(&source, &t, limit, parts);
        assert_true(ds_bounds_solve(parts, HALF, DS_OPEN_INEQUALITY, &b[0]));
        assert_true(ds_bounds_solve(parts, HALF, DS_OPEN_PERCENTAGE, &b[1]));
        keeps_truth(&b[0], parts, &t);
        keeps_truth(&b[1], parts, &t);
        if (equal) {
            assert_true(ds_bounds_solve(parts, HALF, DS_OPEN_EQUALITY, &b[2]));
            keeps_truth(&b[2], parts, &t);
        }
        for (size_t p = 0; p < DS_PARTS; p++) { /* knowing more never widens */
            assert_true((b[1].pairs[p] & ~b[0].pairs[p]) == 0);
            if (equal) assert_true((b[2].pairs[p] & ~b[1].pairs[p]) == 0);
            exact += parts[p].noemer.limit != 0 && (b[1].pairs[p] & (b[1].pairs[p] - 1)) == 0;
        }
    }
    assert_true(exact > 1000); /* the property above was put to the test */
}

/* ---- every value of every hidden count, one after the other ---- */

typedef struct unknowns {
    const ds_printed *parts;
    ds_open_from from;
    int64_t values[2 * DS_PARTS]; /* noemer and teller of each part */
    ds_bounds found;
    bool any;
} unknowns;

static bool pct_of(const ds_printed *part, int64_t noemer, int64_t teller) {
    double off;
    if (part->pct < 0) return true;
    if (noemer == 0) return part->pct == 0;
    off = 100.0 * (double)teller / (double)noemer - (double)part->pct / DS_PCT_UNIT;
    return off < 0.05 + 1e-9 && off > -0.05 - 1e-9;
}

static void judge(unknowns *u) {
    const int64_t *v = u->values;
    const int64_t noemer = v[4] - v[0] - v[2], teller = v[5] - v[1] - v[3];
    for (size_t p = 0; p < DS_PARTS; p++) {
        if (v[2 * p + 1] > v[2 * p]) return;
        if (u->from != DS_OPEN_INEQUALITY && !pct_of(&u->parts[p], v[2 * p], v[2 * p + 1])) return;
    }
    if (u->from == DS_OPEN_EQUALITY ? noemer != 0 || teller != 0
                                    : noemer < 0 || teller < 0 || noemer - teller < 0)
        return;
    u->any = true;
    for (size_t p = 0; p < DS_PARTS; p++)
        u->found.pairs[p] |= (uint64_t)1
                             << (DS_POSSIBLE_WIDTH *
                                     (v[2 * p] - (int64_t)ds_bounds_lowest(&u->parts[p].noemer)) +
                                 v[2 * p + 1] - (int64_t)ds_bounds_lowest(&u->parts[p].teller));
}

static void try_all(unknowns *u, size_t i) {
    const ds_printed_count *count;
    if (i == 2 * DS_PARTS) {
        judge(u);
        return;
    }
    count = i % 2 == 0 ? &u->parts[i / 2].noemer : &u->parts[i / 2].teller;
    if (count->limit == 0) {
        u->values[i] = count->value;
        try_all(u, i + 1);
        return;
    }
    for (u->values[i] = 1; u->values[i] < count->limit; u->values[i]++)
        try_all(u, i + 1);
}

static void test_bounds__as_narrow_as_trying_all(void **state) {
    random_source source = {2};
    size_t none = 0;
    (void)state;
    for (int trial = 0; trial < 1500; trial++) {
        truth t = random_truth(&source, random_chance(&source, 70));
        ds_printed parts[DS_PARTS];
        if (random_chance(&source, 20)) t.noemer[random_below(&source, DS_PARTS)]++; /* unsound */
        print_truth(&source, &t, 5, parts);
        for (int from = 0; from < DS_OPEN_FROM_N; from++) {
            unknowns u = {.parts = parts, .from = (ds_open_from)from};
            ds_bounds b;
            bool any = ds_bounds_solve(parts, HALF, (ds_open_from)from, &b);
            try_all(&u, 0);
            assert_int_equal(any, u.any);
            none += !any;
            if (any) assert_memory_equal(b.pairs, u.found.pairs, sizeof b.pairs);
        }
    }
    assert_true(none > 50);
}

/* ---- by hand ---- */

#define N(n)                                                                                       \
    { (n), 0 }
#define HIDDEN                                                                                     \
    { 0, 5 }

static void test_bounds__by_hand(void **state) {
    /* 2 of 3 is the only quotient that prints as 66.7; men are then 3 of 4 or fewer. */
    const ds_printed parts[DS_PARTS] = {
        {HIDDEN, HIDDEN, 1000000}, {HIDDEN, HIDDEN, 667000}, {N(5), HIDDEN, 800000}};
    ds_bounds b;
    uint64_t low, high;
    (void)state;
    assert_true(ds_bounds_solve(parts, HALF, DS_OPEN_PERCENTAGE, &b));
    ds_bounds_span(b.pairs[DS_PART_VROUW], false, &low, &high);
    assert_int_equal(low, 2); /* 1 + 2 = 3 */
    assert_int_equal(high, 2);
    ds_bounds_span(b.pairs[DS_PART_TOTAAL], true, &low, &high);
    assert_int_equal(low, 3); /* 80 % of 5 is 4 */
    assert_int_equal(high, 3);
    ds_bounds_span(b.pairs[DS_PART_MAN], false, &low, &high);
    assert_int_equal(low, 0); /* 1 or 2 */
    assert_int_equal(high, 1);
    assert_true(ds_bounds_solve(parts, HALF, DS_OPEN_EQUALITY, &b));
    ds_bounds_span(b.pairs[DS_PART_MAN], false, &low, &high);
    assert_int_equal(low, 1); /* 2 */
    assert_int_equal(high, 1);
}

static void test_bounds__contradictions(void **state) {
    static const ds_printed cases[][DS_PARTS] = {
        {{N(3), N(4), -1}, {N(0), N(0), 0}, {N(7), N(7), -1}},               /* teller > noemer */
        {{N(8), N(6), 760000}, {N(0), N(0), 0}, {N(8), N(6), 750000}},       /* 75.0, not 76.0 */
        {{N(8), N(6), -1}, {N(8), N(6), -1}, {N(15), N(13), -1}},            /* total too low */
        {{N(8), N(6), -1}, {N(8), N(6), -1}, {N(16), N(13), -1}},            /* failures too few */
        {{N(0), N(0), 500000}, {N(6), N(6), 1000000}, {N(6), N(6), 1000000}} /* 50 % of nobody */
    };
    ds_bounds untouched, b;
    (void)state;
    memset(&untouched, 7, sizeof untouched);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        b = untouched;
        assert_false(ds_bounds_solve(cases[i], HALF, DS_OPEN_PERCENTAGE, &b));
        assert_memory_equal(&b, &untouched, sizeof b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds__truth_is_possible),
        cmocka_unit_test(test_bounds__as_narrow_as_trying_all),
        cmocka_unit_test(test_bounds__by_hand),
        cmocka_unit_test(test_bounds__contradictions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

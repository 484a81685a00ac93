/* tests/cell/test_link.c: two registrations side by side: what must hold whatever the rows, held
 * against counting by hand, one pair at a time. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/link.h"
#include "support/random_source.h"

enum { KEYS = 3, ROWS = 60, SEEDS = 300 };

/* Few different keys, so that much is found, much is double and much is missing. */
static const char *const words[] = {
    "",  "onbekend", "27GZ", " 27GZ ",       "25LX",     "27gz",    "00",
    "0", "NULL",     "- ",   "27GZ\xC2\xA0", "\xC3\x89", "\xC3\xA9"};

/* Beside ASCII, capitals and the small letters that they are. */
static const char *const folded[][2] = {{"27GZ", "27gz"}, {"\xC3\x89", "\xC3\xA9"}};

typedef struct row {
    const char *keys[KEYS];
    ds_link_side side;
    uint64_t n;
} row;

static void make_rows(uint64_t seed, row rows[ROWS]) {
    random_source source = {seed};
    for (size_t i = 0; i < ROWS; i++) {
        for (size_t k = 0; k < KEYS; k++)
            rows[i].keys[k] = RANDOM_PICK(&source, words);
        rows[i].side = random_chance(&source, 40) ? DS_LINK_RIGHT : DS_LINK_LEFT;
        rows[i].n = (uint64_t)random_from(&source, 1, 9);
    }
}

static ds_status add(ds_link *link, const row *r, ds_error *err) {
    ds_text keys[KEYS];
    for (size_t k = 0; k < KEYS; k++)
        keys[k] = ds_text_of(r->keys[k]);
    return ds_link_add(link, r->side, keys, r->n, err);
}

static ds_link *make(const row *rows, size_t n, bool fold) {
    ds_link *link = ds_link_new(KEYS, fold);
    assert_non_null(link);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(add(link, &rows[i], NULL), DS_OK);
    ds_link_finish(link);
    return link;
}

/* ---- by hand ---- */

static ds_text by_hand(const char *word) {
    ds_text text = ds_text_trim(ds_text_of(word));
    if (strcmp(word, "27GZ\xC2\xA0") == 0) return ds_text_of("27GZ");
    return ds_text_is(text, "onbekend") || ds_text_is(text, "NULL") || ds_text_is(text, "-")
               ? ds_text_of("")
               : text;
}

static bool missing(const row *r, size_t n_keys) {
    for (size_t k = 0; k < n_keys; k++)
        if (by_hand(r->keys[k]).size == 0) return true;
    return false;
}

static bool same(const row *a, const row *b, size_t n_keys, bool fold) {
    for (size_t k = 0; k < n_keys; k++) {
        ds_text x = by_hand(a->keys[k]), y = by_hand(b->keys[k]);
        for (size_t i = 0; fold && i < sizeof folded / sizeof *folded; i++) {
            if (ds_text_is(x, folded[i][0])) x = ds_text_of(folded[i][1]);
            if (ds_text_is(y, folded[i][0])) y = ds_text_of(folded[i][1]);
        }
        if (!ds_text_equal(x, y)) return false;
    }
    return true;
}

static void count_by_hand(const row *rows, size_t n_keys, bool fold, ds_link_count *out) {
    *out = (ds_link_count){0};
    for (size_t i = 0; i < ROWS; i++) {
        ds_link_side s = rows[i].side;
        bool first = true, elsewhere = false;
        out->rows[s]++;
        if (missing(&rows[i], n_keys)) {
            out->missing[s]++;
            continue;
        }
        for (size_t j = 0; j < ROWS; j++) {
            if (!same(&rows[i], &rows[j], n_keys, fold)) continue;
            if (rows[j].side != s) elsewhere = true;
            if (j < i && rows[j].side == s) first = false;
        }
        if (!first) out->doubles[s]++;
        if (!first) continue;
        out->distinct[s]++;
        if (elsewhere && s == DS_LINK_LEFT) out->both++;
        if (!elsewhere) out->only[s]++;
    }
}

static void test_link__as_by_hand(void **state) {
    unsigned n_both = 0, n_doubles = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        row rows[ROWS];
        bool fold = seed % 2 == 0;
        ds_link *link;
        make_rows(seed, rows);
        link = make(rows, ROWS, fold);
        for (size_t n = 1; n <= KEYS; n++) {
            ds_link_count found, hand;
            ds_link_count_by(link, n, &found);
            count_by_hand(rows, n, fold, &hand);
            assert_memory_equal(&found, &hand, sizeof hand);
            for (size_t s = 0; s < DS_LINK_SIDES; s++) {
                assert_int_equal(found.only[s] + found.both, found.distinct[s]);
                assert_int_equal(found.missing[s] + found.distinct[s] + found.doubles[s],
                                 found.rows[s]);
            }
            n_both += found.both > 0;
            n_doubles += found.doubles[0] > 0;
        }
        ds_link_free(link);
    }
    assert_true(n_both > SEEDS && n_doubles > SEEDS); /* it was about something */
}

typedef struct listed {
    ds_link_count count;
    uint64_t n[DS_LINK_SIDES];
    char before[200];
} listed;

static bool note(void *context, const ds_link_row *r) {
    listed *l = context;
    char now[200] = "";
    size_t used = 0;
    for (size_t k = 0; k < KEYS; k++) {
        assert_true(r->keys[k].size > 0);
        used += (size_t)snprintf(now + used, sizeof now - used, "%.*s|", (int)r->keys[k].size,
                                 r->keys[k].data);
    }
    assert_true(strcmp(now, l->before) != 0); /* each once */
    memcpy(l->before, now, sizeof now);
    for (size_t s = 0; s < DS_LINK_SIDES; s++) {
        l->n[s] += r->n[s];
        l->count.distinct[s] += r->n[s] > 0;
        l->count.only[s] += r->n[1 - s] == 0;
    }
    l->count.both += r->n[0] > 0 && r->n[1] > 0;
    return true;
}

/* The list has what the counts count, and all that the rows stand for. */
static void test_link__list_and_counts_agree(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        row rows[ROWS];
        listed l = {.n = {0}};
        uint64_t n[DS_LINK_SIDES] = {0};
        ds_link_count all;
        ds_link *link;
        make_rows(seed, rows);
        link = make(rows, ROWS, false);
        ds_link_each(link, note, &l);
        ds_link_count_by(link, KEYS, &all);
        for (size_t i = 0; i < ROWS; i++)
            if (!missing(&rows[i], KEYS)) n[rows[i].side] += rows[i].n;
        assert_memory_equal(l.n, n, sizeof n);
        assert_memory_equal(l.count.distinct, all.distinct, sizeof all.distinct);
        assert_memory_equal(l.count.only, all.only, sizeof all.only);
        assert_int_equal(l.count.both, all.both);
        ds_link_free(link);
    }
}

/* Rows in any order; the sides changed over give the same, changed over. */
static void test_link__order_and_sides(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        row rows[ROWS], other[ROWS];
        ds_link_count a, b;
        ds_link *one, *two;
        make_rows(seed, rows);
        for (size_t i = 0; i < ROWS; i++) {
            other[i] = rows[ROWS - 1 - i];
            other[i].side = other[i].side == DS_LINK_LEFT ? DS_LINK_RIGHT : DS_LINK_LEFT;
        }
        one = make(rows, ROWS, true);
        two = make(other, ROWS, true);
        for (size_t n = 1; n <= KEYS; n++) {
            ds_link_count_by(one, n, &a);
            ds_link_count_by(two, n, &b);
            assert_int_equal(a.both, b.both);
            for (size_t s = 0; s < DS_LINK_SIDES; s++) {
                assert_int_equal(a.only[s], b.only[1 - s]);
                assert_int_equal(a.doubles[s], b.doubles[1 - s]);
                assert_int_equal(a.missing[s], b.missing[1 - s]);
            }
        }
        ds_link_free(one);
        ds_link_free(two);
    }
}

static void test_link__edges(void **state) {
    static char endless[(1 << 20) + 2];
    ds_link *link = ds_link_new(1, false);
    ds_text key = ds_text_of("x");
    ds_link_count count;
    ds_error err;
    (void)state;
    assert_null(ds_link_new(0, false));
    assert_null(ds_link_new(DS_LINK_KEYS_MAX + 1, false));
    ds_link_free(NULL);
    ds_link_finish(link);
    ds_link_count_by(link, 1, &count); /* nothing at all */
    assert_int_equal(count.rows[0] + count.rows[1] + count.both, 0);
    assert_true(isnan(ds_link_only_pct(&count, DS_LINK_LEFT)));
    assert_int_equal(ds_link_add(link, DS_LINK_LEFT, &key, 1, &err), DS_OK);
    ds_link_count_by(link, 1, &count);
    assert_true(ds_link_only_pct(&count, DS_LINK_LEFT) == 100.0);
    memset(endless, 'x', sizeof endless);
    key = (ds_text){endless, sizeof endless};
    assert_int_equal(ds_link_add(link, DS_LINK_LEFT, &key, 1, &err), DS_INPUT);
    ds_link_count_by(link, 1, &count);
    assert_int_equal(count.rows[DS_LINK_LEFT], 1); /* nothing was added */
    ds_link_free(link);
}

static ds_status build(void *context, ds_error *err) {
    const row *rows = context;
    ds_link *link = ds_link_new(KEYS, false);
    ds_status status = DS_OK;
    if (link == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < ROWS; i++)
        status = add(link, &rows[i], err);
    ds_link_free(link);
    return status;
}

static void test_link__every_allocation(void **state) {
    row rows[ROWS];
    (void)state;
    make_rows(7, rows);
    ds_test_every_allocation(build, rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_link__as_by_hand),
        cmocka_unit_test(test_link__list_and_counts_agree),
        cmocka_unit_test(test_link__order_and_sides),
        cmocka_unit_test(test_link__edges),
        cmocka_unit_test(test_link__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

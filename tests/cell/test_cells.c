/* tests/cell/test_cells.c: cells add and merge exactly, in any order, and come back from their text
 * as they were. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/int128.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/cell.h"
#include "support/arrow_rows.h"
#include "support/random_source.h"

static const char *const names[] = {"niveau", "leerweg"};

static ds_cells *make(void) {
    ds_cells *cells = ds_cells_new("vsv", false, 1, names, 2);
    assert_non_null(cells);
    return cells;
}

static void add(ds_cells *cells, int year, const char *a, const char *b, ds_measures m) {
    ds_text keys[2] = {ds_text_of(a), ds_text_of(b)};
    ds_error err;
    assert_int_equal(ds_cells_add(cells, year, keys, &m, &err), DS_OK);
}

static void merge(ds_cells *into, const ds_cells *from) {
    ds_error err;
    assert_int_equal(ds_cells_merge(into, from, &err), DS_OK);
}

static char *csv_of(const ds_cells *cells) {
    char *csv = NULL;
    ds_error err;
    assert_int_equal(ds_cells_print_csv(cells, true, &csv, &err), DS_OK);
    return csv;
}

/* Finished, its text must be this. */
static void expect(ds_cells *cells, const char *csv) {
    char *found;
    ds_cells_finish(cells);
    found = csv_of(cells);
    assert_string_equal(found, csv);
    ds_free(found);
}

/* ---- adding ---- */

static void test_cells_add__sorts_by_bytes_and_adds_up(void **state) {
    ds_cells *cells = make();
    (void)state;
    add(cells, 2023, "2", "bol", (ds_measures){.teller = 1, .noemer = 4});
    add(cells, 2022, "onbekend", "bol", (ds_measures){.noemer = 1});
    add(cells, 2022, "10", "bol", (ds_measures){.noemer = 3, .onbekend = 7});
    add(cells, 2022, "2", "bol", (ds_measures){.noemer = 1, .teller = 1});
    add(cells, 2022, "2", "bbl", (ds_measures){.onbekend = 2});
    add(cells, 2022, "2", "bol", (ds_measures){.noemer = 2});
    add(cells, 2022, "", "bol", (ds_measures){.noemer = 2});
    add(cells, 2022, "niets", "bol", (ds_measures){0});
    expect(cells, "indicator,schooljaar,niveau,leerweg,teller,noemer,onbekend,percentage\n"
                  "vsv,2022,,bol,0,2,0,0\n"
                  "vsv,2022,10,bol,0,3,7,0\n"
                  "vsv,2022,2,bbl,0,0,2,\n"
                  "vsv,2022,2,bol,1,3,0,33.333333333333336\n"
                  "vsv,2022,onbekend,bol,0,1,0,0\n"
                  "vsv,2023,2,bol,1,4,0,25\n");
    assert_int_equal(ds_cells_n(cells), 7); /* the empty one is there, but not printed */
    ds_cells_finish(cells);                 /* once more changes nothing */
    assert_int_equal(ds_cells_n(cells), 7);
    ds_cells_free(cells);
}

static void test_cells_add__copies_what_it_is_given(void **state) {
    ds_cells *cells;
    char name[] = "naam", text[] = "tekst";
    const char *const given[] = {name};
    ds_text key = {text, 5};
    ds_measures m = {.noemer = 1};
    ds_error err;
    (void)state;
    cells = ds_cells_new(name, false, 1, given, 1);
    assert_non_null(cells);
    assert_int_equal(ds_cells_add(cells, 2022, &key, &m, &err), DS_OK);
    name[0] = text[0] = 'X';
    assert_string_equal(ds_cells_indicator(cells), "naam");
    assert_string_equal(ds_cells_key_name(cells, 0), "naam");
    expect(cells, "indicator,schooljaar,naam,teller,noemer,onbekend,percentage\n"
                  "naam,2022,tekst,0,1,0,0\n");
    ds_cells_free(cells);
}

static void test_cells_add__many_and_long_keys(void **state) {
    ds_cells *cells = make();
    char *longer = ds_malloc(100001);
    uint64_t noemer = 0;
    (void)state;
    assert_non_null(longer);
    memset(longer, 'a', 100000);
    longer[100000] = '\0';
    for (int i = 0; i < 20000; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "%d", i % 5000);
        add(cells, 2022, key, i % 7 == 0 ? "bol" : "bbl", (ds_measures){.noemer = 1});
    }
    add(cells, 2022, longer, longer, (ds_measures){.noemer = 1});
    ds_cells_finish(cells);
    assert_int_equal(ds_cells_n(cells), 7859);
    for (size_t i = 0; i < ds_cells_n(cells); i++)
        noemer += ds_cells_at(cells, i).measures.noemer;
    assert_int_equal(noemer, 20001);
    ds_free(longer);
    ds_cells_free(cells);
}

/* ---- many cells: by ranks of texts, and by the texts where those do not fit in 64 bits ---- */

enum { MANY = 9000, MANY_KEYS = 16 };

typedef struct made_row {
    int year;
    ds_text keys[MANY_KEYS];
    size_t n_keys;
    uint64_t noemer;
} made_row;

static int compare_made(const void *x, const void *y) {
    const made_row *a = x, *b = y;
    if (a->year != b->year) return a->year < b->year ? -1 : 1;
    for (size_t k = 0; k < a->n_keys; k++) {
        const size_t least = a->keys[k].size < b->keys[k].size ? a->keys[k].size : b->keys[k].size;
        const int order = least == 0 ? 0 : memcmp(a->keys[k].data, b->keys[k].data, least);
        if (order != 0) return order;
        if (a->keys[k].size != b->keys[k].size) return a->keys[k].size < b->keys[k].size ? -1 : 1;
    }
    return 0;
}

/* Against sorting and adding up here. words[n_words] for each key. */
static void many(const char *const *words, int n_words, size_t n_keys, uint64_t seed) {
    static made_row rows[MANY];
    static const char *const key_names[MANY_KEYS] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                                     "i", "j", "k", "l", "m", "n", "o", "p"};
    ds_cells *cells = ds_cells_new("veel", false, 1, key_names, n_keys);
    random_source source = {seed};
    size_t at = 0;
    ds_error err;
    assert_non_null(cells);
    for (size_t i = 0; i < MANY; i++) {
        rows[i] = (made_row){.year = random_from(&source, 2010, 2024),
                             .n_keys = n_keys,
                             .noemer = (uint64_t)random_from(&source, 0, 9)};
        for (size_t k = 0; k < n_keys; k++)
            rows[i].keys[k] = ds_text_of(words[random_below(&source, n_words)]);
        assert_int_equal(ds_cells_add(cells, rows[i].year, rows[i].keys,
                                      &(ds_measures){.noemer = rows[i].noemer}, &err),
                         DS_OK);
    }
    ds_cells_finish(cells);
    qsort(rows, MANY, sizeof *rows, compare_made);
    for (size_t i = 0; i < MANY; at++) {
        uint64_t noemer = 0;
        const made_row *first = &rows[i];
        ds_cell cell;
        for (; i < MANY && compare_made(first, &rows[i]) == 0; i++)
            noemer += rows[i].noemer;
        assert_true(at < ds_cells_n(cells));
        cell = ds_cells_at(cells, at);
        assert_int_equal(cell.schooljaar, first->year);
        assert_int_equal(cell.measures.noemer, noemer);
        for (size_t k = 0; k < n_keys; k++)
            assert_true(ds_text_equal(cell.keys[k], first->keys[k]));
    }
    assert_int_equal(at, ds_cells_n(cells));
    ds_cells_free(cells);
}

static void test_cells_finish__many(void **state) {
    static const char *const words[] = {
        "", "1", "10", "onbekend", "\xc3\xa9\xc3\xa9n", "a", "b", "ab", "\xff", "2014", "a,b", "B"};
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        many(words, 12, 2, seed); /* many equal */
        many(words, 12, 5, seed);
        many(words, 1, 3, seed);
        many(words, 12, MANY_KEYS, seed); /* 15 * 12^16 is above 2^64; all different */
        many(words, 12, 0, seed);
    }
}

/* A regression: folding equal keys leaves fewer cells than key texts. */
static void test_cells_add__after_finish(void **state) {
    ds_cells *cells = make();
    (void)state;
    for (int i = 0; i < 3; i++)
        add(cells, 2022, "1", "bol", (ds_measures){.noemer = 1});
    add(cells, 2022, "2", "bbl", (ds_measures){.noemer = 1});
    ds_cells_finish(cells);
    for (int i = 0; i < 3; i++)
        add(cells, 2022, "3", "x", (ds_measures){.noemer = 1});
    expect(cells, "indicator,schooljaar,niveau,leerweg,teller,noemer,onbekend,percentage\n"
                  "vsv,2022,1,bol,0,3,0,0\nvsv,2022,2,bbl,0,1,0,0\nvsv,2022,3,x,0,3,0,0\n");
    ds_cells_free(cells);
}

/* ---- merging ---- */

static ds_cells *at_random(uint64_t seed) {
    static const char *const words[] = {"1", "2", "3", "onbekend", "O'Brien", "a,b"};
    random_source source = {seed};
    ds_cells *cells = make();
    for (int n = random_from(&source, 0, 40); n > 0; n--) {
        uint64_t noemer = (uint64_t)random_from(&source, 0, 9);
        const char *a = RANDOM_PICK(&source, words), *b = RANDOM_PICK(&source, words);
        add(cells, random_from(&source, 2020, 2023), a, b,
            (ds_measures){.noemer = noemer,
                          .teller = noemer / 2,
                          .onbekend = (uint64_t)random_from(&source, 0, 3)});
    }
    if (random_chance(&source, 50)) ds_cells_finish(cells); /* finished or not, all the same */
    return cells;
}

static void same(ds_cells *a, ds_cells *b) {
    char *x, *y;
    ds_cells_finish(a);
    ds_cells_finish(b);
    x = csv_of(a);
    y = csv_of(b);
    assert_string_equal(x, y);
    ds_free(x);
    ds_free(y);
}

static void test_cells_merge__empty_is_identity(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        ds_cells *a = at_random(seed), *again = at_random(seed), *empty = make(), *into = make();
        merge(a, empty);
        same(a, again);
        merge(into, again);
        same(into, again);
        assert_int_equal(ds_cells_n(empty), 0);
        ds_cells_free(a);
        ds_cells_free(again);
        ds_cells_free(empty);
        ds_cells_free(into);
    }
}

static void test_cells_merge__any_order(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        ds_cells *ab = at_random(seed), *ba = at_random(seed + 100), *c = at_random(seed + 200);
        ds_cells *a = at_random(seed), *bc = at_random(seed + 100);
        merge(ab, ba); /* (a + b) + c */
        merge(ba, a);  /* (b + a) + c */
        merge(bc, c);  /* a + (b + c) */
        merge(ab, c);
        merge(ba, c);
        merge(a, bc);
        same(ab, ba);
        same(ab, a);
        ds_cells_free(ab);
        ds_cells_free(ba);
        ds_cells_free(c);
        ds_cells_free(a);
        ds_cells_free(bc);
    }
}

static void refuse(ds_cells *into, ds_cells *from) {
    ds_error err;
    char *before, *after;
    ds_cells_finish(into);
    before = csv_of(into);
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_cells_merge(into, from, &err), DS_USAGE);
    assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    after = csv_of(into);
    assert_string_equal(before, after);
    ds_free(before);
    ds_free(after);
    ds_cells_free(from);
}

static void test_cells_merge__other_shapes_are_refused(void **state) {
    static const char *const turned[] = {"leerweg", "niveau"};
    ds_cells *cells = at_random(3);
    (void)state;
    refuse(cells, ds_cells_new("vsv_2012", false, 1, names, 2));
    refuse(cells, ds_cells_new("vsv", true, 1, names, 2));
    refuse(cells, ds_cells_new("vsv", false, 100, names, 2));
    refuse(cells, ds_cells_new("vsv", false, 1, names, 1));
    refuse(cells, ds_cells_new("vsv", false, 1, turned, 2));
    refuse(cells, ds_cells_new("vsv", false, 1, NULL, 0));
    ds_cells_free(cells);
}

/* ---- 128 bits ---- */

static void test_cells__sums_in_128_bits(void **state) {
    ds_cells *cells = ds_cells_new("uren", true, 100, NULL, 0);
    ds_int128 large = (ds_int128)INT64_MAX, square = large * 4;
    ds_measures m = {.noemer = 1, .som = ds_sum_of(large), .som_kwadraten = ds_sum_of(square)};
    ds_cell cell;
    ds_error err;
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_int_equal(ds_cells_add(cells, 2022, NULL, &m, &err), DS_OK);
    ds_cells_finish(cells);
    cell = ds_cells_at(cells, 0);
    assert_true(ds_sum_value(cell.measures.som) == large * 100);
    assert_true(ds_sum_value(cell.measures.som_kwadraten) == square * 100);
    expect(cells, "indicator,schooljaar,som,noemer,onbekend,gemiddelde\n"
                  "uren,2022,9223372036854775807,100,0,9.223372036854776e+16\n");
    ds_cells_free(cells);
}

static void test_cells__negative_sums_and_means(void **state) {
    ds_cells *cells = ds_cells_new("uren", true, 100, NULL, 0);
    ds_measures m = {.noemer = 4, .onbekend = 2, .som = ds_sum_of(-1250)};
    ds_measures none = {.onbekend = 3};
    ds_cell cell;
    ds_error err;
    (void)state;
    assert_int_equal(ds_cells_add(cells, 2022, NULL, &m, &err), DS_OK);
    assert_int_equal(ds_cells_add(cells, 2023, NULL, &none, &err), DS_OK);
    expect(cells, "indicator,schooljaar,som,noemer,onbekend,gemiddelde\n"
                  "uren,2022,-12.5,4,2,-3.125\nuren,2023,0,0,3,\n");
    cell = ds_cells_at(cells, 1);
    assert_true(isnan(ds_cells_mean(cells, &cell)));
    assert_true(isnan(ds_cells_share_pct(&cell)));
    ds_cells_free(cells);
}

/* ---- text and back ---- */

static void round_trip(const ds_cells *cells) {
    char *csv = csv_of(cells), *again;
    ds_cells *back = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_cells_parse_csv("cellen.csv", csv, strlen(csv), &back, &err) != DS_OK)
        fail_msg("%lu: %s\n%s", (unsigned long)err.line, err.en, csv);
    again = csv_of(back);
    assert_string_equal(csv, again);
    ds_free(csv);
    ds_free(again);
    ds_cells_free(back);
}

static void test_cells_csv__round_trip(void **state) {
    static const char *const odd[] = {"met,komma", "met \"aanhaling\""};
    ds_cells *cells = ds_cells_new("vreemd", true, 100, odd, 2);
    ds_text keys[2] = {ds_text_of("regel\neen\r\n"), ds_text_of("\"")};
    ds_measures m = {.noemer = 3, .som = ds_sum_of(1001), .onbekend = 1};
    ds_error err;
    (void)state;
    assert_int_equal(ds_cells_add(cells, 2022, keys, &m, &err), DS_OK);
    round_trip(cells);
    ds_cells_free(cells);
    for (uint64_t seed = 1; seed <= 30; seed++) {
        cells = at_random(seed);
        ds_cells_finish(cells);
        if (ds_cells_n(cells) > 0) round_trip(cells);
        ds_cells_free(cells);
    }
}

static void test_cells_csv__faults_are_named_by_line(void **state) {
    static const char two_indicators[] = "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                                         "vsv,2022,1,2,0,50\nswitch,2022,1,2,0,50\n";
    static const char *const texts[] = {
        "",
        "indicator,schooljaar,teller\n",
        "een,twee,drie,vier,vijf,zes\n",
        "indicator,schooljaar,teller,noemer,onbekend,percentage\nvsv,2022,1,2\n",
        "indicator,schooljaar,teller,noemer,onbekend,percentage\nvsv,2022,-1,2,0,\n",
        "indicator,schooljaar,teller,noemer,onbekend,percentage\nvsv,22,1,2,0,\n",
        "indicator,schooljaar,teller,noemer,onbekend,percentage\nvsv,2022,1,x,0,\n",
        two_indicators};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ds_cells *cells = NULL;
        ds_error err;
        memset(&err, 0, sizeof err);
        assert_int_equal(ds_cells_parse_csv("cellen.csv", texts[i], strlen(texts[i]), &cells, &err),
                         DS_INPUT);
        assert_null(cells);
        assert_string_equal(err.file, "cellen.csv");
        assert_int_equal(err.line, i < 3 ? 1 : i == 7 ? 3 : 2);
    }
}

/* A name ends at a zero byte and a field does not: two that differ must not look the same. */
static void test_cells_csv__nul_bytes(void **state) {
    static const char text[] = "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                               "vsv,2022,1,2,0,50\n\0";
    (void)state;
    for (size_t at = 50; at < sizeof text; at++) {
        char damaged[sizeof text];
        ds_cells **list = NULL;
        size_t n = 0;
        ds_error err;
        memcpy(damaged, text, sizeof text);
        damaged[at] = '\0';
        memset(&err, 0, sizeof err);
        assert_int_equal(
            ds_cells_parse_csv_all("cellen.csv", damaged, sizeof text - 1, &list, &n, &err),
            DS_INPUT);
        assert_null(list);
        assert_string_equal(err.file, "cellen.csv");
    }
}

/* ---- memory ---- */

static ds_status everything(void *context, ds_error *err) {
    ds_cells *a = ds_cells_new("vsv", false, 1, names, 2), *back = NULL;
    ds_cells *b = ds_cells_new("vsv", false, 1, names, 2);
    ds_text keys[2] = {ds_text_of("2"), ds_text_of("bol")};
    ds_measures m = {.teller = 1, .noemer = 2};
    char *csv = NULL;
    ds_status status = a == NULL || b == NULL ? DS_FAULT : DS_OK;
    (void)context;
    if (status != DS_OK) (void)snprintf(err->nl, sizeof err->nl, "geen geheugen");
    for (int year = 2000; status == DS_OK && year < 2040; year++)
        status = ds_cells_add(year % 2 == 0 ? a : b, year, keys, &m, err);
    if (status == DS_OK) status = ds_cells_merge(a, b, err);
    if (status == DS_OK) ds_cells_finish(a);
    if (status == DS_OK) status = ds_cells_print_csv(a, true, &csv, err);
    if (status == DS_OK) status = ds_cells_parse_csv("a.csv", csv, strlen(csv), &back, err);
    if (status == DS_OK) assert_int_equal(ds_cells_n(back), 40);
    ds_free(csv);
    ds_cells_free(a);
    ds_cells_free(b);
    ds_cells_free(back);
    return status;
}

static void test_cells__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(everything, NULL);
    ds_cells_free(NULL);
}

/* ---- as columns ---- */

/* A mixture of what csv leaves empty, quotes and cells without anybody. */
static ds_cells *made_for_arrow(bool numeric) {
    ds_cells *cells = ds_cells_new("vsv", numeric, numeric ? 100 : 1, names, 2);
    for (int i = 0; i < 40; i++) {
        const ds_sum sum = ds_sum_of((ds_int128)i * 12345678901234567);
        add(cells, 2000 + i % 7, i % 3 == 0 ? "" : "2", i % 5 == 0 ? "a, \"b\"" : "bol",
            (ds_measures){.teller = numeric ? 0 : (uint64_t)i,
                          .noemer = i % 7 == 3 ? 0 : (uint64_t)i + 5,
                          .onbekend = i % 7 == 3 ? 2 : 0,
                          .som = numeric ? sum : (ds_sum){0, 0}});
    }
    add(cells, 1999, "2", "bol", (ds_measures){0});
    ds_cells_finish(cells);
    return cells;
}

/* A sum of more digits than a double has is the double that its text reads back to. */
static char *with_doubles(const char *csv) {
    ds_buffer out;
    ds_buffer_init(&out, 1 << 20);
    while (*csv != '\0') {
        const size_t size = strcspn(csv, ",\n");
        char number[DS_NUMBER_SIZE];
        double value;
        if (size > 15 && ds_number_parse_decimal((ds_text){csv, size}, &value))
            ds_buffer_add_string(&out, ds_number_print(value, number));
        else
            ds_buffer_add(&out, csv, size);
        csv += size;
        if (*csv != '\0') ds_buffer_add_char(&out, *csv++);
    }
    return ds_buffer_take(&out);
}

static void test_cells_arrow__is_what_csv_shows(void **state) {
    (void)state;
    for (int numeric = 0; numeric < 2; numeric++) {
        ds_cells *cells = made_for_arrow(numeric != 0);
        struct ArrowArrayStream stream;
        ds_error err;
        ds_buffer out;
        char *csv = csv_of(cells), *rounded = with_doubles(csv);
        assert_int_equal(ds_cells_arrow(cells, &stream, &err), DS_OK);
        ds_cells_free(cells); /* it outlives them */
        ds_buffer_init(&out, 1 << 20);
        arrow_print_rows(&stream, &out);
        assert_string_equal(ds_buffer_string(&out), rounded);
        assert_true(out.size > 500);
        ds_buffer_done(&out);
        ds_free(csv);
        ds_free(rounded);
    }
}

static ds_status arrow_once(void *context, ds_error *err) {
    struct ArrowArrayStream stream;
    ds_status status = ds_cells_arrow(context, &stream, err);
    if (status == DS_OK) stream.release(&stream);
    return status;
}

static void test_cells_arrow__every_allocation_fails_once(void **state) {
    ds_cells *cells = made_for_arrow(false);
    (void)state;
    ds_test_every_allocation(arrow_once, cells);
    ds_cells_free(cells);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_add__sorts_by_bytes_and_adds_up),
        cmocka_unit_test(test_cells_add__copies_what_it_is_given),
        cmocka_unit_test(test_cells_add__many_and_long_keys),
        cmocka_unit_test(test_cells_finish__many),
        cmocka_unit_test(test_cells_add__after_finish),
        cmocka_unit_test(test_cells_merge__empty_is_identity),
        cmocka_unit_test(test_cells_merge__any_order),
        cmocka_unit_test(test_cells_merge__other_shapes_are_refused),
        cmocka_unit_test(test_cells__sums_in_128_bits),
        cmocka_unit_test(test_cells__negative_sums_and_means),
        cmocka_unit_test(test_cells_csv__round_trip),
        cmocka_unit_test(test_cells_csv__faults_are_named_by_line),
        cmocka_unit_test(test_cells_csv__nul_bytes),
        cmocka_unit_test(test_cells__every_allocation),
        cmocka_unit_test(test_cells_arrow__is_what_csv_shows),
        cmocka_unit_test(test_cells_arrow__every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

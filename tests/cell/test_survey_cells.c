/* tests/cell/test_survey_cells.c: the cells of a survey add and merge exactly, in any order, and
 * refuse what contradicts itself. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/int128.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/survey.h"
#include "support/random_source.h"

static const char *const calibration[] = {"niveau", "leerweg"};
static const char *const by[] = {"geslacht"};

static const ds_survey_shape shape = {.question = "stress",
                                      .kind = DS_SURVEY_RATIO,
                                      .weight_scale = 1000,
                                      .y_scale = 10,
                                      .x_scale = 1,
                                      .calibration = calibration,
                                      .n_calibration = 2,
                                      .by = by,
                                      .n_by = 1};

static ds_survey_cells *make(void) {
    ds_survey_cells *cells = ds_survey_cells_new(&shape);
    assert_non_null(cells);
    return cells;
}

typedef struct person {
    int year, cluster, niveau, leerweg, geslacht;
    ds_survey_answer answer;
} person;

static person draw_person(random_source *random) {
    person p;
    p.year = 2024 + random_below(random, 2);
    p.cluster = random_below(random, 5);
    p.niveau = random_below(random, 3);
    p.leerweg = random_below(random, 2);
    p.geslacht = random_below(random, 3);
    p.answer.w = random_below(random, 50000);
    p.answer.known = random_below(random, 5) > 0;
    p.answer.y = random_below(random, 100) - 50;
    p.answer.x = random_below(random, 40);
    return p;
}

static void add_person(ds_survey_cells *cells, const person *p) {
    char cluster[8], niveau[8];
    ds_text keys[3];
    ds_survey_row row = {.year = p->year, .calibration = keys, .by = keys + 2};
    ds_survey_cluster of = {.year = p->year, .stratum = ds_text_of("A"), .clusters = 9};
    ds_error err;
    (void)snprintf(cluster, sizeof cluster, "I%d", p->cluster);
    (void)snprintf(niveau, sizeof niveau, "%d", p->niveau);
    keys[0] = ds_text_of(niveau);
    keys[1] = ds_text_of(p->leerweg ? "bol" : "bbl");
    keys[2] = p->geslacht == 2 ? (ds_text){NULL, 0} : ds_text_of(p->geslacht ? "v" : "m");
    row.cluster = of.cluster = ds_text_of(cluster);
    of.students = 100 + (uint64_t)p->cluster;
    assert_int_equal(ds_survey_count(cells, &p->answer, &row.measures, &err), DS_OK);
    assert_int_equal(ds_survey_cells_add(cells, &row, &err), DS_OK);
    assert_int_equal(ds_survey_cells_add_cluster(cells, &of, &err), DS_OK);
}

static void add_margin(ds_survey_cells *cells, int year, const char *niveau, uint64_t students) {
    const ds_text keys[] = {ds_text_of(niveau), {NULL, 0}};
    const ds_survey_margin margin = {year, keys, students};
    assert_int_equal(ds_survey_cells_add_margin(cells, &margin, NULL), DS_OK);
}

static void finish(ds_survey_cells *cells) {
    ds_error err = {0};
    if (ds_survey_cells_finish(cells, &err) != DS_OK) fail_msg("%s", err.en);
}

static bool same_text(ds_text a, ds_text b) {
    return (a.data == NULL) == (b.data == NULL) && ds_text_equal(a, b);
}

static void expect_equal(const ds_survey_cells *a, const ds_survey_cells *b) {
    assert_int_equal(ds_survey_cells_n(a), ds_survey_cells_n(b));
    assert_int_equal(ds_survey_cells_n_clusters(a), ds_survey_cells_n_clusters(b));
    assert_int_equal(ds_survey_cells_n_margins(a), ds_survey_cells_n_margins(b));
    for (size_t i = 0; i < ds_survey_cells_n(a); i++) {
        const ds_survey_row x = ds_survey_cells_at(a, i), y = ds_survey_cells_at(b, i);
        assert_int_equal(x.year, y.year);
        assert_true(same_text(x.cluster, y.cluster) && same_text(x.by[0], y.by[0]));
        assert_true(same_text(x.calibration[0], y.calibration[0]) &&
                    same_text(x.calibration[1], y.calibration[1]));
        assert_memory_equal(&x.measures, &y.measures, sizeof x.measures);
    }
    for (size_t i = 0; i < ds_survey_cells_n_margins(a); i++)
        assert_int_equal(ds_survey_cells_margin(a, i).students,
                         ds_survey_cells_margin(b, i).students);
}

/* Parts, merged in another order, are the whole bit for bit. */
static void test_survey_cells__parts_make_the_whole(void **state) {
    random_source random = {5};
    (void)state;
    for (int round = 0; round < 21;
         round++) { /* the last one so large that it is folded on the way */
        ds_survey_cells *whole = make(), *parts[3] = {make(), make(), make()};
        for (int i = 0; i < (round < 20 ? 300 : 30000); i++) {
            const person p = draw_person(&random);
            add_person(whole, &p);
            add_person(parts[random_below(&random, 3)], &p);
        }
        add_margin(whole, 2024, "1", 700);
        add_margin(parts[0], 2024, "1", 700);
        add_margin(parts[2], 2024, "1", 700);
        finish(parts[1]); /* finished or not, it merges */
        assert_int_equal(ds_survey_cells_merge(parts[2], parts[0], NULL), DS_OK);
        assert_int_equal(ds_survey_cells_merge(parts[2], parts[1], NULL), DS_OK);
        finish(whole);
        finish(parts[2]);
        expect_equal(whole, parts[2]);
        ds_survey_cells_free(whole);
        for (int i = 0; i < 3; i++)
            ds_survey_cells_free(parts[i]);
    }
}

/* One respondent: 1.5 heavy, answering 2.5 of 4. */
static void test_survey_count__by_hand(void **state) {
    ds_survey_cells *cells = make();
    ds_survey_measures m = {0};
    const ds_survey_answer one = {1500, true, 25, 4}, none = {2000, false, 9, 9},
                           out = {0, true, 1, 1};
    (void)state;
    assert_int_equal(ds_survey_count(cells, &one, &m, NULL), DS_OK);
    assert_int_equal(ds_survey_count(cells, &none, &m, NULL), DS_OK);
    assert_int_equal(ds_survey_count(cells, &out, &m, NULL), DS_OK);
    assert_int_equal(m.n, 2);
    assert_int_equal(m.known, 1);
    assert_int_equal(m.yes, 1);
    assert_true(ds_sum_value(m.w) == 3500);
    assert_true(ds_sum_value(m.w2) == 1500 * 1500 + 2000 * 2000);
    assert_true(ds_sum_value(m.known_w) == 1500 && ds_sum_value(m.known_w2) == 2250000);
    assert_true(ds_sum_value(m.wy) == 37500 && ds_sum_value(m.w2y) == 56250000);
    assert_true(ds_sum_value(m.w2y2) == 1406250000);
    assert_true(ds_sum_value(m.wx) == 6000 && ds_sum_value(m.w2x) == 9000000);
    assert_true(ds_sum_value(m.w2x2) == 36000000 && ds_sum_value(m.w2xy) == 225000000);
    ds_survey_cells_free(cells);
}

static void test_survey_count__refuses(void **state) {
    ds_survey_shape share = shape;
    ds_survey_cells *cells, *ratio = make();
    ds_survey_measures m = {0};
    ds_survey_answer a = {-1, true, 10, 0};
    ds_error err;
    (void)state;
    share.kind = DS_SURVEY_SHARE;
    cells = ds_survey_cells_new(&share);
    assert_int_equal(ds_survey_count(cells, &a, &m, &err), DS_INPUT);
    a.w = 5;
    assert_int_equal(ds_survey_count(cells, &a, &m, &err), DS_OK);
    a.y = 1; /* a tenth of a yes */
    assert_int_equal(ds_survey_count(cells, &a, &m, &err), DS_INPUT);
    a = (ds_survey_answer){INT64_MAX, true, INT64_MAX, 0};
    m = (ds_survey_measures){0};
    assert_int_equal(ds_survey_count(ratio, &a, &m, &err), DS_INPUT);
    assert_int_equal(m.n, 0); /* as it was */
    ds_survey_cells_free(cells);
    ds_survey_cells_free(ratio);
}

/* ---- facts ---- */

static ds_status finish_clusters(const ds_survey_cluster *clusters, size_t n, ds_error *err) {
    ds_survey_cells *cells = make();
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = ds_survey_cells_add_cluster(cells, &clusters[i], err);
    if (status == DS_OK) status = ds_survey_cells_finish(cells, err);
    ds_survey_cells_free(cells);
    return status;
}

static void test_survey_cells_finish__refuses_contradictions(void **state) {
    const ds_text a = {"I1", 2}, b = {"I2", 2}, s = {"S", 1}, t = {"T", 1}, none = {NULL, 0};
    const struct {
        ds_survey_cluster clusters[2];
        ds_status status;
    } cases[] = {
        {{{2024, a, s, 9, 5}, {2024, a, s, 9, 5}}, DS_OK},
        {{{2024, a, s, 9, 5}, {2024, a, s, 9, 6}}, DS_INPUT},    /* two numbers of students */
        {{{2024, a, s, 9, 5}, {2024, a, t, 9, 5}}, DS_INPUT},    /* two strata */
        {{{2024, a, s, 9, 5}, {2025, a, t, 9, 5}}, DS_INPUT},    /* another one next year */
        {{{2024, a, s, 9, 5}, {2024, b, s, 8, 5}}, DS_INPUT},    /* two sizes of a stratum */
        {{{2024, a, s, 9, 5}, {2025, b, s, 8, 5}}, DS_OK},       /* it shrank */
        {{{2024, a, none, 9, 5}, {2025, a, none, 9, 5}}, DS_OK}, /* no strata */
    };
    ds_error err;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (finish_clusters(cases[i].clusters, 2, &err) != cases[i].status) fail_msg("case %zu", i);
}

static void test_survey_cells_finish__knows_its_clusters_and_margins(void **state) {
    ds_survey_cells *cells = make();
    const ds_text keys[] = {{"1", 1}, {"bol", 3}, {"m", 1}};
    const ds_survey_row row = {
        .year = 2024, .cluster = {"I1", 2}, .calibration = keys, .by = keys + 2};
    ds_error err;
    (void)state;
    assert_int_equal(ds_survey_cells_add(cells, &row, &err), DS_OK);
    assert_int_equal(ds_survey_cells_finish(cells, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "'I1', 2024"));
    ds_survey_cells_free(cells);
    cells = make();
    add_margin(cells, 2024, "1", 5);
    add_margin(cells, 2024, "1", 6);
    assert_int_equal(ds_survey_cells_finish(cells, &err), DS_INPUT);
    ds_survey_cells_free(cells);
}

static void test_survey_cells_merge__only_the_same_question(void **state) {
    ds_survey_shape other = shape;
    ds_survey_cells *cells = make(), *others;
    (void)state;
    other.weight_scale = 10;
    others = ds_survey_cells_new(&other);
    assert_int_equal(ds_survey_cells_merge(cells, others, NULL), DS_USAGE);
    assert_int_equal(ds_survey_cells_merge(cells, cells, NULL), DS_USAGE);
    other.weight_scale = 0;
    assert_null(ds_survey_cells_new(&other));
    ds_survey_cells_free(cells);
    ds_survey_cells_free(others);
}

/* ---- the same clusters ---- */

static void test_survey_cells_same__and_who_took_part(void **state) {
    static const int where[][2] = {{2024, 0}, {2024, 1}, {2025, 1},
                                   {2025, 2}, {2024, 3}, {2025, 3}};
    ds_survey_cells *cells = make(), *same = NULL, *split = NULL;
    const int years[] = {2024, 2025};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        const person p = {where[i][0], where[i][1], 1, 1, 1, {1000, true, 5, 1}};
        add_person(cells, &p);
    }
    finish(cells);
    assert_int_equal(ds_survey_cells_same(cells, years, 2, &same, NULL), DS_OK);
    assert_int_equal(ds_survey_cells_n_clusters(same), 4);
    assert_true(ds_text_is(ds_survey_cells_cluster(same, 0).cluster, "I1"));
    assert_true(ds_text_is(ds_survey_cells_cluster(same, 1).cluster, "I3"));
    assert_int_equal(ds_survey_cells_took_part(cells, 2025, "deelnemer", &split, NULL), DS_OK);
    assert_int_equal(ds_survey_cells_n(split), 3);
    assert_string_equal(ds_survey_cells_shape(split).by[1], "deelnemer");
    assert_true(ds_text_is(ds_survey_cells_at(split, 0).by[1], "nee"));
    assert_true(ds_text_is(ds_survey_cells_at(split, 1).by[1], "ja"));
    assert_int_equal(ds_survey_cells_same(cells, years, 0, &same, NULL), DS_USAGE);
    ds_survey_cells_free(cells);
    ds_survey_cells_free(same);
    ds_survey_cells_free(split);
}

/* ---- memory ---- */

static ds_status make_all(void *context, ds_error *err) {
    const int year = 2024;
    const ds_text keys[] = {{"1", 1}, {"bol", 3}, {"m", 1}};
    const ds_survey_row row = {
        .year = 2024, .cluster = {"I1", 2}, .calibration = keys, .by = keys + 2};
    const ds_survey_cluster of = {2024, {"I1", 2}, {"A", 1}, 9, 100};
    const ds_survey_margin margin = {2024, keys, 7};
    ds_survey_cells *cells = ds_survey_cells_new(&shape), *into = NULL, *same = NULL;
    ds_status status = cells == NULL ? ds_error_memory(err) : DS_OK;
    (void)context;
    if (status == DS_OK) into = ds_survey_cells_new(&shape);
    if (status == DS_OK && into == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = ds_survey_cells_add(cells, &row, err);
    if (status == DS_OK) status = ds_survey_cells_add_cluster(cells, &of, err);
    if (status == DS_OK) status = ds_survey_cells_add_margin(cells, &margin, err);
    if (status == DS_OK) status = ds_survey_cells_merge(into, cells, err);
    if (status == DS_OK) status = ds_survey_cells_finish(into, err);
    if (status == DS_OK) status = ds_survey_cells_same(into, &year, 1, &same, err);
    ds_survey_cells_free(cells);
    ds_survey_cells_free(into);
    ds_survey_cells_free(same);
    return status;
}

static void test_survey_cells__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(make_all, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survey_cells__parts_make_the_whole),
        cmocka_unit_test(test_survey_count__by_hand),
        cmocka_unit_test(test_survey_count__refuses),
        cmocka_unit_test(test_survey_cells_finish__refuses_contradictions),
        cmocka_unit_test(test_survey_cells_finish__knows_its_clusters_and_margins),
        cmocka_unit_test(test_survey_cells_merge__only_the_same_question),
        cmocka_unit_test(test_survey_cells_same__and_who_took_part),
        cmocka_unit_test(test_survey_cells__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

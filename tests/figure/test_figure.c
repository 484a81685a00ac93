/* tests/figure/test_figure.c: every kind, read back: what is drawn is what was given, where its
 * scale says, and no text is cut or lies on another. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "figure/samples.h"
#include "figure/svg.h"
#include "support/support.h"

static svg *read_sample(ds_figure_kind kind, ds_lang lang, double width) {
    ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
    ds_figure *figure = sample_figure(kind);
    char *text;
    svg *s;
    o.lang = lang;
    o.width = width;
    text = sample_svg(figure, &o);
    assert_non_null(text);
    s = svg_read(text);
    ds_free(text);
    ds_figure_free(figure);
    return s;
}

static void test_figure__is_named_and_described(void **state) {
    (void)state;
    for (unsigned kind = 0; kind < DS_FIGURE_KINDS; kind++) {
        svg *nl = read_sample((ds_figure_kind)kind, DS_NL, 0);
        svg *en = read_sample((ds_figure_kind)kind, DS_EN, 0);
        assert_true(nl->labelled && en->labelled);
        assert_true(strlen(nl->title) > 5 && strlen(nl->description) > 5);
        assert_string_not_equal(nl->title, en->title);
        assert_string_not_equal(nl->description, en->description);
        assert_int_equal(nl->n_marks, en->n_marks);
        svg_free(nl);
        svg_free(en);
    }
}

static bool do_boxes_meet(const svg_box *a, const svg_box *b) {
    const double slack = 0.8;
    return a->left + slack < b->right && b->left + slack < a->right && a->top + slack < b->bottom &&
           b->top + slack < a->bottom;
}

static void check_texts(const svg *s, const char *where) {
    for (size_t i = 0; i < s->n_texts; i++) {
        const svg_box *a = &s->texts[i].box;
        if (a->left < -0.6 || a->right > s->width + 0.6 || a->top < -0.6 ||
            a->bottom > s->height + 0.6)
            fail_msg("%s: '%s' is outside: %.1f–%.1f of %.0f, %.1f–%.1f of %.0f", where,
                     s->texts[i].text, a->left, a->right, s->width, a->top, a->bottom, s->height);
        for (size_t k = 0; k < i; k++)
            if (do_boxes_meet(a, &s->texts[k].box))
                fail_msg("%s: '%s' lies on '%s' (%.1f, %.1f)", where, s->texts[i].text,
                         s->texts[k].text, a->left, a->top);
    }
}

static void test_figure__texts_are_whole_and_apart(void **state) {
    static const double widths[] = {240, 320, 360, 480, 560, 700, 1000, 2000};
    (void)state;
    for (unsigned i = 0; i < DS_FIGURE_KINDS * 8 * 2; i++) {
        const ds_figure_kind kind = (ds_figure_kind)(i / 16);
        char where[64];
        svg *s = read_sample(kind, i % 2 == 0 ? DS_NL : DS_EN, widths[i / 2 % 8]);
        (void)snprintf(where, sizeof where, "%s %.0f %s", ds_figure_kind_code(kind),
                       widths[i / 2 % 8], i % 2 == 0 ? "nl" : "en");
        check_texts(s, where);
        svg_free(s);
    }
}

static void test_figure__ids_are_its_own(void **state) {
    (void)state;
    for (unsigned kind = 0; kind < DS_FIGURE_KINDS; kind++) {
        svg *s = read_sample((ds_figure_kind)kind, DS_NL, 0);
        for (size_t i = 0; i < s->n_ids; i++) {
            assert_true(strncmp(s->ids[i], "fig-", 4) == 0);
            for (size_t k = 0; k < i; k++)
                assert_string_not_equal(s->ids[i], s->ids[k]);
        }
        for (size_t i = 0; i < s->n_uses; i++) {
            bool found = false;
            for (size_t k = 0; k < s->n_ids; k++)
                found |= strcmp(s->uses[i], s->ids[k]) == 0;
            assert_true(found);
        }
        svg_free(s);
    }
}

/* ---- what is drawn is what was given ---- */

typedef struct expected_marks {
    ds_figure_kind kind;
    size_t marks;
} expected_marks;

static void test_figure__a_mark_for_each_shown_value(void **state) {
    static const expected_marks all[] = {
        {DS_FIGURE_LINE, 17},           {DS_FIGURE_BAR, 8},         {DS_FIGURE_BAR_FLAT, 5},
        {DS_FIGURE_STACK, 15},          {DS_FIGURE_STACK_FLAT, 15}, {DS_FIGURE_STACK_100, 23},
        {DS_FIGURE_STACK_100_FLAT, 23}, {DS_FIGURE_BAND, 12},       {DS_FIGURE_DUMBBELL, 146},
        {DS_FIGURE_SCATTER, 38},        {DS_FIGURE_SANKEY, 8 + 15}, {DS_FIGURE_SHARES, 10},
        {DS_FIGURE_TRIAL, 8},           {DS_FIGURE_LOVE, 16},       {DS_FIGURE_OVERLAP, 32},
        {DS_FIGURE_FOREST, 5},          {DS_FIGURE_FUNNEL, 45},     {DS_FIGURE_HISTOGRAM, 15},
        {DS_FIGURE_PANELS, 71}};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        svg *s = read_sample(all[i].kind, DS_NL, 0);
        if (s->n_marks != all[i].marks)
            fail_msg("%s: %zu marks, not %zu", ds_figure_kind_code(all[i].kind), s->n_marks,
                     all[i].marks);
        for (size_t k = 0; k < s->n_marks; k++)
            assert_true(s->marks[k].title != NULL && s->marks[k].title[0] != '\0');
        svg_free(s);
    }
}

static void draw_one(ds_figure *f, svg **out) {
    ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
    char *text = sample_svg(f, &o);
    assert_non_null(text);
    *out = svg_read(text);
    ds_free(text);
    ds_figure_free(f);
}

static const ds_say NO_NAME = {NULL, NULL};

static ds_figure *new_plain(ds_figure_kind kind, size_t categories, ds_figure_role role) {
    ds_figure *f = ds_figure_new(kind, DS_SAY("t", "t"), NO_NAME);
    for (size_t i = 0; i < categories; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "c%zu", i);
        (void)ds_figure_add_category(f, DS_SAY(name, name));
    }
    (void)ds_figure_add_series(f, DS_SAY("reeks", "series"), role);
    return f;
}

static const double VALUES[] = {12.5, 3.25, 40, 0.5, 27.75, 33.1};
enum { N_VALUES = sizeof VALUES / sizeof VALUES[0] };

/* Where a mark is on the axis of values: its middle, or the end of its bar. */
static double value_at(const svg *s, const svg_mark *m, ds_figure_kind kind) {
    const bool rows = kind == DS_FIGURE_BAR_FLAT || kind == DS_FIGURE_DUMBBELL ||
                      kind == DS_FIGURE_LOVE || kind == DS_FIGURE_FOREST ||
                      kind == DS_FIGURE_STACK_FLAT;
    const bool bar = kind == DS_FIGURE_BAR || kind == DS_FIGURE_BAR_FLAT || kind == DS_FIGURE_STACK;
    double a, b, at;
    assert_true(svg_axis(s, rows ? "ds-tx" : "ds-ty", &a, &b));
    if (rows)
        at = bar ? m->shape.right : (m->shape.left + m->shape.right) / 2;
    else
        at = bar ? m->shape.top : (m->shape.top + m->shape.bottom) / 2;
    return a + b * at;
}

static void test_figure__values_lie_where_the_axis_says(void **state) {
    static const ds_figure_kind kinds[] = {DS_FIGURE_LINE, DS_FIGURE_BAR,      DS_FIGURE_BAR_FLAT,
                                           DS_FIGURE_BAND, DS_FIGURE_DUMBBELL, DS_FIGURE_TRIAL,
                                           DS_FIGURE_LOVE, DS_FIGURE_FOREST,   DS_FIGURE_STACK};
    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        ds_figure *f = new_plain(kinds[k], N_VALUES, DS_ROLE_NOW);
        svg *s;
        for (size_t i = 0; i < N_VALUES; i++)
            ds_figure_add_value(f, 0, i, VALUES[i], DS_STATE_SHOWN, NO_NAME);
        draw_one(f, &s);
        assert_int_equal(s->n_marks, N_VALUES);
        for (size_t i = 0; i < N_VALUES; i++) {
            const double value = value_at(s, &s->marks[i], kinds[k]);
            const size_t c = (size_t)s->marks[i].category;
            if (fabs(value - VALUES[c]) > 0.25)
                fail_msg("%s: %g lies at %g", ds_figure_kind_code(kinds[k]), VALUES[c], value);
        }
        svg_free(s);
    }
}

static void test_figure__points_lie_where_both_axes_say(void **state) {
    ds_figure *f = new_plain(DS_FIGURE_SCATTER, 0, DS_ROLE_NONE);
    double ax, bx, ay, by;
    svg *s;
    (void)state;
    for (size_t i = 0; i < N_VALUES; i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        p.x = 1000 * VALUES[i];
        p.y = -VALUES[N_VALUES - 1 - i];
        ds_figure_add_point(f, &p);
    }
    draw_one(f, &s);
    assert_true(svg_axis(s, "ds-tx", &ax, &bx) && svg_axis(s, "ds-ty", &ay, &by));
    assert_int_equal(s->n_marks, N_VALUES);
    for (size_t i = 0; i < N_VALUES; i++) {
        const svg_box *b = &s->marks[i].shape;
        assert_true(fabs(ax + bx * (b->left + b->right) / 2 - 1000 * VALUES[i]) < 250);
        assert_true(fabs(ay + by * (b->top + b->bottom) / 2 + VALUES[N_VALUES - 1 - i]) < 0.3);
    }
    svg_free(s);
}

/* Bins as wide and as high as they are; pieces of a stack as high as theirs. */
static void test_figure__bins_are_as_wide_as_they_are(void **state) {
    ds_figure *f = new_plain(DS_FIGURE_HISTOGRAM, 0, DS_ROLE_NONE);
    double ax, bx, ay, by;
    svg *s;
    (void)state;
    for (size_t i = 0; i < N_VALUES; i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        p.x = 100.0 * (double)i;
        p.x_end = p.x + 100;
        p.y = VALUES[i];
        ds_figure_add_point(f, &p);
    }
    draw_one(f, &s);
    assert_true(svg_axis(s, "ds-tx", &ax, &bx) && svg_axis(s, "ds-ty", &ay, &by));
    for (size_t i = 0; i < N_VALUES; i++) {
        const svg_box *b = &s->marks[i].shape;
        assert_true(fabs(ax + bx * b->left - 100.0 * (double)i) < 1);
        assert_true(fabs(bx * (b->right - b->left + 1) - 100) < 1);
        assert_true(fabs(ay + by * b->top - VALUES[i]) < 0.25);
    }
    svg_free(s);
}

static void test_figure__pieces_lie_on_top_of_each_other(void **state) {
    ds_figure *f = new_plain(DS_FIGURE_STACK_100, 1, DS_ROLE_NONE);
    double a, b, bottom = 0;
    static const double shares[] = {40, 35, 25};
    svg *s;
    (void)state;
    (void)ds_figure_add_series(f, DS_SAY("b", "b"), DS_ROLE_NONE);
    (void)ds_figure_add_series(f, DS_SAY("c", "c"), DS_ROLE_NONE);
    for (size_t i = 0; i < 3; i++)
        ds_figure_add_value(f, i, 0, shares[i], DS_STATE_SHOWN, NO_NAME);
    draw_one(f, &s);
    assert_true(svg_axis(s, "ds-ty", &a, &b));
    for (size_t i = 0; i < 3; i++) {
        const svg_box *shape = &s->marks[i].shape;
        assert_true(fabs(a + b * shape->top - bottom - shares[i]) < 0.3);
        bottom += shares[i];
    }
    svg_free(s);
}

/* ---- words ---- */

static bool says(const svg *s, const char *words) {
    for (size_t i = 0; i < s->n_texts; i++)
        if (strstr(s->texts[i].text, words) != NULL) return true;
    return false;
}

static void test_figure__an_axis_says_where_it_begins(void **state) {
    ds_figure *high = new_plain(DS_FIGURE_LINE, 2, DS_ROLE_NONE);
    ds_figure *low = new_plain(DS_FIGURE_LINE, 2, DS_ROLE_NONE);
    svg *s;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ds_figure_add_value(high, 0, i, 1000 + 7.0 * (double)i, DS_STATE_SHOWN, NO_NAME);
        ds_figure_add_value(low, 0, i, 10 + 70 * (double)i, DS_STATE_SHOWN, NO_NAME);
    }
    draw_one(high, &s);
    assert_true(says(s, "as begint bij 1.000"));
    svg_free(s);
    draw_one(low, &s);
    assert_false(says(s, "as begint bij"));
    svg_free(s);
}

static void test_figure__numbers_are_those_of_the_language(void **state) {
    svg *nl = read_sample(DS_FIGURE_STACK, DS_NL, 0), *en = read_sample(DS_FIGURE_STACK, DS_EN, 0);
    (void)state;
    assert_true(says(nl, "28.770") && !says(nl, "28,770"));
    assert_true(says(en, "28,770") && !says(en, "28.770"));
    svg_free(nl);
    svg_free(en);
    nl = read_sample(DS_FIGURE_BAR, DS_NL, 0);
    en = read_sample(DS_FIGURE_BAR, DS_EN, 0);
    assert_true(says(nl, "24,1\u00A0%") && says(en, "24.1\u00A0%"));
    assert_non_null(strstr(nl->marks[0].title, "24,1\u00A0%"));
    svg_free(nl);
    svg_free(en);
}

static void test_figure__an_empty_one_says_why(void **state) {
    (void)state;
    for (unsigned kind = 0; kind < DS_FIGURE_KINDS; kind++) {
        ds_figure *f = ds_figure_new((ds_figure_kind)kind, DS_SAY("t", "t"), NO_NAME);
        svg *s;
        if (kind % 2 == 0) ds_figure_set_empty(f, DS_SAY("Er is nog geen enquête.", "No survey."));
        draw_one(f, &s);
        assert_true(says(s, kind % 2 == 0 ? "Er is nog geen enquête." : "Er zijn geen waarden"));
        assert_int_equal(s->n_marks, 0);
        svg_free(s);
    }
}

static void test_figure__a_hidden_category_keeps_its_place(void **state) {
    static const ds_figure_kind kinds[] = {DS_FIGURE_BAR_FLAT, DS_FIGURE_DUMBBELL, DS_FIGURE_LOVE,
                                           DS_FIGURE_FOREST,   DS_FIGURE_BAR,      DS_FIGURE_LINE};
    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        ds_figure *f = new_plain(kinds[k], 3, DS_ROLE_NONE);
        svg *s;
        for (size_t i = 0; i < 3; i++)
            ds_figure_add_value(f, 0, i, 5, i == 1 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN, NO_NAME);
        draw_one(f, &s);
        assert_int_equal(s->n_marks, 2);
        assert_true(says(s, "c1") && says(s, "niet getoond"));
        svg_free(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figure__is_named_and_described),
        cmocka_unit_test(test_figure__texts_are_whole_and_apart),
        cmocka_unit_test(test_figure__ids_are_its_own),
        cmocka_unit_test(test_figure__a_mark_for_each_shown_value),
        cmocka_unit_test(test_figure__values_lie_where_the_axis_says),
        cmocka_unit_test(test_figure__points_lie_where_both_axes_say),
        cmocka_unit_test(test_figure__bins_are_as_wide_as_they_are),
        cmocka_unit_test(test_figure__pieces_lie_on_top_of_each_other),
        cmocka_unit_test(test_figure__an_axis_says_where_it_begins),
        cmocka_unit_test(test_figure__numbers_are_those_of_the_language),
        cmocka_unit_test(test_figure__an_empty_one_says_why),
        cmocka_unit_test(test_figure__a_hidden_category_keeps_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

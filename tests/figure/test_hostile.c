/* tests/figure/test_hostile.c: whatever a text holds, whatever a number is, whatever is asked: a
 * figure that is well-formed, or an error that says why. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/samples.h"
#include "figure/svg.h"
#include "support/support.h"

enum { LONG = 10000 };

static const ds_say NO_NAME = {NULL, NULL};

/* A figure of the kind in which every text is the same. */
static ds_figure *make_with_text(ds_figure_kind kind, const char *text) {
    const ds_say say = {text, text},
                 four[4] = {{text, text}, {text, text}, {text, text}, {text, text}};
    ds_figure *f = ds_figure_new(kind, say, say);
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    axis.title = axis.unit = say;
    ds_figure_set_axis(f, DS_SIDE_X, &axis);
    ds_figure_set_axis(f, DS_SIDE_Y, &axis);
    ds_figure_add_note(f, say);
    for (size_t i = 0; i < 3; i++) {
        (void)ds_figure_add_category(f, say);
        (void)ds_figure_add_series(f, say, i == 2 ? DS_ROLE_OWN : DS_ROLE_NONE);
    }
    for (size_t i = 0; i < 9; i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        p.series = i % 3;
        p.category = i / 3;
        p.x = (double)i;
        p.x_end = kind == DS_FIGURE_HISTOGRAM || kind == DS_FIGURE_OVERLAP ? p.x + 1 : NAN;
        p.y = (double)(i * 7 % 5);
        p.name = say;
        p.label = i % 2 == 0 ? say : NO_NAME;
        p.mark = text;
        p.state = i == 4 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN;
        ds_figure_add_point(f, &p);
    }
    for (size_t i = 0; i < 4; i++) {
        ds_figure_part part = DS_FIGURE_PART_INIT;
        part.name = part.label = say;
        part.stage = i / 2;
        part.parent = kind == DS_FIGURE_SHARES && i > 0 ? 0 : SIZE_MAX;
        part.value = 10;
        (void)ds_figure_add_part(f, &part);
    }
    if (kind == DS_FIGURE_SANKEY) ds_figure_add_flow(f, 0, 2, 5, DS_STATE_SHOWN, say);
    ds_figure_add_line(f, DS_SIDE_Y, 2, say, DS_ROLE_TARGET);
    ds_figure_add_line(f, DS_SIDE_X, 2, say, DS_ROLE_NONE);
    ds_figure_add_slope(f, 1, 0.1, say);
    ds_figure_set_quadrants(f, four);
    return f;
}

static svg *read_with_text(ds_figure_kind kind, const char *text, double width) {
    ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
    ds_figure *f = make_with_text(kind, text);
    char *drawn;
    svg *s;
    o.width = width;
    o.titled = o.styled = true;
    o.foot = (ds_say){text, text};
    drawn = sample_svg(f, &o);
    assert_non_null(drawn);
    s = svg_read(drawn);
    ds_free(drawn);
    ds_figure_free(f);
    return s;
}

static void check_inside(const svg *s, const char *where) {
    for (size_t i = 0; i < s->n_texts; i++) {
        const svg_box *b = &s->texts[i].box;
        if (b->left < -1 || b->right > s->width + 1 || b->top < -1 || b->bottom > s->height + 1)
            fail_msg("%s: '%.40s' is outside: %.1f–%.1f of %.0f", where, s->texts[i].text, b->left,
                     b->right, s->width);
    }
}

static void test_hostile__texts_are_harmless(void **state) {
    static const char *const texts[] = {
        "<script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "' x='1",
        "a & b < c > d \"e\"",
        "=cmd|' /C calc'!A0",
        "\xE2\x80\xAEtsket\xE2\x80\xAC",
        "een\x01\x02\x1B[31mrood\x7F",
        "]]></title><script/>",
        "&#x41;&lt;",
        "\xF0\x9F\x98\x80 \xE6\xBC\xA2\xE5\xAD\x97 \xD7\xA9\xD7\x9C",
        "\xC0\xAF\xFF niet goed",
        "regel\neen\ttwee\r\n",
        "%s%n%d",
        "\xEF\xBF\xBF\xEF\xBB\xBF",
        ""};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (unsigned kind = 0; kind < DS_FIGURE_PANELS; kind++) {
            svg *s = read_with_text((ds_figure_kind)kind, texts[i], i % 2 == 0 ? 360 : 700);
            assert_int_equal(s->n_scripts, 0);
            assert_null(strstr(s->title, "\xE2\x80\xAE"));
            assert_null(strchr(s->title, '\x01'));
            check_inside(s, ds_figure_kind_code((ds_figure_kind)kind));
            svg_free(s);
        }
}

/* Shortened where it is seen, whole in the title. */
static void test_hostile__long_texts_are_cut_and_kept(void **state) {
    static const char *const words[] = {"a", "woord ", "\xC3\xAB-"};
    char *text = calloc(1, LONG + 16);
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        text[0] = '\0';
        for (size_t at = 0; at + 8 < LONG; at += strlen(words[w]))
            memcpy(text + at, words[w], strlen(words[w]) + 1);
        for (unsigned kind = 0; kind < DS_FIGURE_PANELS; kind++) {
            svg *s = read_with_text((ds_figure_kind)kind, text, 360);
            bool cut = false;
            assert_string_equal(s->title, text);
            for (size_t i = 0; i < s->n_texts; i++)
                cut |= strstr(s->texts[i].text, "…") != NULL;
            assert_true(cut);
            check_inside(s, ds_figure_kind_code((ds_figure_kind)kind));
            svg_free(s);
        }
    }
    free(text);
}

static void test_hostile__numbers_are_bounded(void **state) {
    static const double wild[] = {0,     -0.0,  1e-300,    -1e-9, 1e15,
                                  -1e15, 1e300, -INFINITY, NAN,   0.1 + 0.2};
    (void)state;
    for (unsigned kind = 0; kind < DS_FIGURE_PANELS; kind++)
        for (size_t i = 0; i < 100; i++) {
            ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
            ds_figure *f = ds_figure_new((ds_figure_kind)kind, DS_SAY("t", "t"), NO_NAME);
            char *text;
            (void)ds_figure_add_series(f, DS_SAY("s", "s"), DS_ROLE_NONE);
            for (size_t c = 0; c < 2; c++) {
                ds_figure_point p = DS_FIGURE_POINT_INIT;
                ds_figure_part part = DS_FIGURE_PART_INIT;
                (void)ds_figure_add_category(f, DS_SAY("c", "c"));
                p.category = c;
                p.x = wild[i % 10];
                p.x_end = wild[i / 10];
                p.y = p.low = p.weight = wild[c == 0 ? i / 10 : i % 10];
                p.high = wild[i % 7];
                ds_figure_add_point(f, &p);
                part.value = p.y;
                (void)ds_figure_add_part(f, &part);
            }
            ds_figure_add_line(f, DS_SIDE_Y, wild[i % 9], NO_NAME, DS_ROLE_NONE);
            text = sample_svg(f, &o);
            assert_non_null(text);
            assert_null(strstr(text, "nan"));
            assert_null(strstr(text, "inf"));
            assert_true(strlen(text) < 40000);
            svg_free(svg_read(text));
            ds_free(text);
            ds_figure_free(f);
        }
}

/* ---- errors ---- */

static ds_status refuse_bytes(void *context, const char *data, size_t size, ds_error *err) {
    size_t *n = context;
    (void)data;
    (void)size;
    (void)err;
    (*n)++;
    return DS_FAULT;
}

static ds_status draw_with(const ds_figure *f, const ds_figure_options *o, size_t *puts) {
    const ds_sink sink = {puts, refuse_bytes};
    ds_error err = {0};
    return ds_figure_svg(f, o, &sink, &err);
}

static void test_hostile__options_are_checked(void **state) {
    static const char *const prefixes[] = {"", "1a", "a b", "a\"", "a>", NULL};
    ds_figure *f = sample_figure(DS_FIGURE_LINE);
    size_t puts = 0;
    (void)state;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
        o.prefix = prefixes[i];
        assert_int_equal(draw_with(f, &o, &puts), DS_USAGE);
    }
    for (size_t i = 0; i < 3; i++) {
        ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
        o.width = i == 0 ? 100 : i == 1 ? 1e9 : NAN;
        assert_int_equal(draw_with(f, &o, &puts), DS_USAGE);
    }
    {
        ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
        o.version = DS_FIGURE_OPTIONS_VERSION + 1;
        assert_int_equal(draw_with(f, &o, &puts), DS_USAGE);
        assert_int_equal(puts, 0);
        o.version = DS_FIGURE_OPTIONS_VERSION;
        assert_int_equal(draw_with(f, &o, &puts), DS_FAULT); /* the sink's own */
        assert_int_equal(puts, 1);
    }
    ds_figure_free(f);
}

/* An index that is none makes a figure that is not drawn, and says so. */
static void test_hostile__what_is_not_whole_is_not_drawn(void **state) {
    const ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
    size_t puts = 0;
    (void)state;
    for (int i = 0; i < 7; i++) {
        ds_figure *f = ds_figure_new(i == 6 ? (ds_figure_kind)99 : DS_FIGURE_SANKEY,
                                     DS_SAY("t", "t"), NO_NAME);
        ds_figure_part part = DS_FIGURE_PART_INIT;
        const size_t one = ds_figure_add_part(f, &part);
        if (i == 0) ds_figure_add_value(f, 0, 0, 1, DS_STATE_SHOWN, NO_NAME);
        if (i == 1) ds_figure_add_flow(f, one, 9, 1, DS_STATE_SHOWN, NO_NAME);
        if (i == 2) ds_figure_add_flow(f, one, one, 1, DS_STATE_SHOWN, NO_NAME);
        part.parent = 12;
        if (i == 3) assert_int_equal(ds_figure_add_part(f, &part), SIZE_MAX);
        if (i == 4) (void)ds_figure_add_series(f, NO_NAME, (ds_figure_role)77);
        if (i == 5) ds_figure_add_panel(f, ds_figure_new(DS_FIGURE_PANELS, NO_NAME, NO_NAME));
        assert_int_equal(draw_with(f, &o, &puts), DS_FAULT);
        assert_int_equal(puts, 0);
        ds_figure_free(f);
    }
    assert_int_equal(draw_with(NULL, &o, &puts), DS_FAULT);
}

static void test_hostile__none_takes_everything(void **state) {
    const ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    const ds_figure_part part = DS_FIGURE_PART_INIT;
    const ds_say four[4] = {{NULL, NULL}, {NULL, NULL}, {NULL, NULL}, {NULL, NULL}};
    (void)state;
    assert_int_equal(ds_figure_add_category(NULL, NO_NAME), SIZE_MAX);
    assert_int_equal(ds_figure_add_series(NULL, NO_NAME, DS_ROLE_NONE), SIZE_MAX);
    assert_int_equal(ds_figure_add_part(NULL, &part), SIZE_MAX);
    ds_figure_add_value(NULL, 0, 0, 1, DS_STATE_SHOWN, NO_NAME);
    ds_figure_add_line(NULL, DS_SIDE_Y, 0, NO_NAME, DS_ROLE_NONE);
    ds_figure_add_slope(NULL, 0, 0, NO_NAME);
    ds_figure_add_flow(NULL, 0, 1, 1, DS_STATE_SHOWN, NO_NAME);
    ds_figure_add_panel(NULL, ds_figure_new(DS_FIGURE_LINE, NO_NAME, NO_NAME));
    ds_figure_add_note(NULL, NO_NAME);
    ds_figure_set_axis(NULL, DS_SIDE_X, &axis);
    ds_figure_set_quadrants(NULL, four);
    ds_figure_set_title(NULL, NO_NAME);
    ds_figure_set_description(NULL, NO_NAME);
    ds_figure_set_empty(NULL, NO_NAME);
    ds_figure_set_values(NULL, false);
    ds_figure_free(NULL);
    assert_null(ds_figure_title(NULL).nl);
    assert_null(ds_figure_description(NULL).nl);
}

/* ---- memory ---- */

static ds_status drop_bytes(void *context, const char *data, size_t size, ds_error *err) {
    (void)context;
    (void)data;
    (void)size;
    (void)err;
    return DS_OK;
}

static ds_status make_and_draw(void *context, ds_error *err) {
    const ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
    const ds_sink sink = {NULL, drop_bytes};
    ds_figure *f = make_with_text(*(const ds_figure_kind *)context, "een langere tekst");
    const ds_status status = ds_figure_svg(f, &o, &sink, err);
    ds_figure_free(f);
    return status;
}

static void test_hostile__every_allocation_may_fail(void **state) {
    (void)state;
    for (unsigned i = 0; i < DS_FIGURE_PANELS; i++) {
        ds_figure_kind kind = (ds_figure_kind)i;
        ds_test_every_allocation(make_and_draw, &kind);
    }
}

static void test_hostile__kinds_have_words(void **state) {
    (void)state;
    for (unsigned i = 0; i < DS_FIGURE_KINDS; i++) {
        ds_figure_kind kind = DS_FIGURE_LINE;
        assert_true(ds_figure_kind_named(ds_figure_kind_code((ds_figure_kind)i), &kind));
        assert_int_equal(kind, i);
        assert_string_not_equal(ds_figure_kind_name(kind).nl, "");
    }
    assert_string_equal(ds_figure_kind_code((ds_figure_kind)99), "");
    {
        ds_figure_kind kind = DS_FIGURE_BAR;
        assert_false(ds_figure_kind_named("taart", &kind));
        assert_int_equal(kind, DS_FIGURE_BAR);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile__texts_are_harmless),
        cmocka_unit_test(test_hostile__long_texts_are_cut_and_kept),
        cmocka_unit_test(test_hostile__numbers_are_bounded),
        cmocka_unit_test(test_hostile__options_are_checked),
        cmocka_unit_test(test_hostile__what_is_not_whole_is_not_drawn),
        cmocka_unit_test(test_hostile__none_takes_everything),
        cmocka_unit_test(test_hostile__every_allocation_may_fail),
        cmocka_unit_test(test_hostile__kinds_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

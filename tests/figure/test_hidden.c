/* tests/figure/test_hidden.c: methods 23: nothing that is drawn depends on a value that is not
 * shown. Random figures of every kind, twice with other numbers where the state is not shown: the
 * same bytes; and with another number that is shown: other bytes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/samples.h"
#include "support/support.h"

enum { CATEGORIES = 7, SERIES = 3, POINTS = 40, PARTS = 12 };

/* One random number a call, and another stream for what is hidden. */
typedef struct draws {
    uint64_t shared, hidden;
    size_t altered; /* the how-manieth shown value is another; SIZE_MAX: none */
    size_t n_shown;
} draws;

static uint64_t step(uint64_t *s) {
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

static double unit(uint64_t *s) {
    return (double)(step(s) >> 11) / 9007199254740992.0;
}

static ds_state random_state(draws *d) {
    static const ds_state states[] = {DS_STATE_SUPPRESSED,    DS_STATE_UNDEFINED,
                                      DS_STATE_NOT_AVAILABLE, DS_STATE_NOT_APPLICABLE,
                                      DS_STATE_BLANK,         DS_STATE_ROUNDS_TO_ZERO};
    const double u = unit(&d->shared);
    return u < 0.65 ? DS_STATE_SHOWN : states[(size_t)((u - 0.65) / 0.35 * 5.999)];
}

static bool is_shown(ds_state state) {
    return state == DS_STATE_SHOWN;
}

/* A number of the shared stream where it is shown; else one of the other, that may be anything. */
static double draw_number(draws *d, ds_state state, double low, double high) {
    const double shared = low + (high - low) * unit(&d->shared);
    static const double wild[] = {0, -1e9, 1e300, 99.5, 7};
    if (is_shown(state)) return shared;
    return step(&d->hidden) % 3 == 0 ? wild[step(&d->hidden) % 5] : 1e3 * unit(&d->hidden);
}

/* A value, of which one is another when that is asked. */
static double draw_value(draws *d, ds_state state, double low, double high) {
    const double value = draw_number(d, state, low, high);
    const bool alter = is_shown(state) && d->n_shown++ == d->altered;
    return alter ? low + fmod(value - low + 0.37 * (high - low), high - low) : value;
}

static ds_say hidden_label(draws *d, ds_state state, char out[64]) {
    if (is_shown(state)) return DS_SAY(NULL, NULL);
    (void)snprintf(out, 64, "%g van %g", unit(&d->hidden), unit(&d->hidden));
    return DS_SAY(out, out);
}

static void add_points(ds_figure *f, ds_figure_kind kind, draws *d) {
    const bool numbers = kind == DS_FIGURE_SCATTER || kind == DS_FIGURE_FUNNEL;
    const bool bins = kind == DS_FIGURE_OVERLAP || kind == DS_FIGURE_HISTOGRAM;
    for (size_t i = 0; i < (numbers || bins ? POINTS : CATEGORIES * SERIES); i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        char label[64], name[32];
        p.state = random_state(d);
        p.series = i % SERIES;
        if (numbers) p.x = draw_number(d, p.state, 0, 50);
        if (bins) p.x = floor((double)i / SERIES), p.x_end = p.x + 1;
        if (!numbers && !bins) p.category = i / SERIES;
        p.y = draw_value(d, p.state, 0, 30);
        if (kind != DS_FIGURE_HISTOGRAM && unit(&d->shared) < 0.5) {
            p.low = p.y - draw_number(d, p.state, 0, 4);
            p.high = p.y + draw_number(d, p.state, 0, 4);
        }
        p.weight = draw_number(d, p.state, 1, 100);
        p.label = hidden_label(d, p.state, label);
        p.mark = is_shown(p.state) ? NULL : step(&d->hidden) % 2 == 0 ? "*" : NULL;
        (void)snprintf(name, sizeof name, "punt %zu", i);
        p.name = DS_SAY(name, name);
        ds_figure_add_point(f, &p);
    }
}

static void add_parts(ds_figure *f, ds_figure_kind kind, draws *d) {
    for (size_t i = 0; i < PARTS; i++) {
        ds_figure_part p = DS_FIGURE_PART_INIT;
        char label[64], name[32];
        (void)snprintf(name, sizeof name, "deel %zu", i);
        p.name = DS_SAY(name, name);
        p.state = random_state(d);
        p.stage = i / 4;
        p.parent = kind == DS_FIGURE_SHARES && i > 2 ? i % 3 : SIZE_MAX;
        p.of_parent = i % 5 == 4;
        p.value = draw_value(d, p.state, 1, 40);
        p.label = hidden_label(d, p.state, label);
        (void)ds_figure_add_part(f, &p);
    }
    for (size_t i = 0; kind == DS_FIGURE_SANKEY && i < 2 * PARTS; i++) {
        const ds_state state = random_state(d);
        char label[64];
        const size_t from = i % 8, to = 4 * (from / 4 + 1) + i % 4;
        ds_figure_add_flow(f, from, to, draw_value(d, state, 1, 40), state,
                           hidden_label(d, state, label));
    }
}

static ds_figure *make_random(ds_figure_kind kind, draws *d) {
    static const ds_figure_role roles[][SERIES] = {
        {DS_ROLE_NONE, DS_ROLE_OWN, DS_ROLE_OTHER},
        {DS_ROLE_EXPERIMENT, DS_ROLE_CONTROL, DS_ROLE_NONE},
        {DS_ROLE_START, DS_ROLE_TARGET, DS_ROLE_NOW},
        {DS_ROLE_BEFORE, DS_ROLE_AFTER, DS_ROLE_TOTAL},
        {DS_ROLE_NONE, DS_ROLE_LIMIT, DS_ROLE_LIMIT}};
    ds_figure *f = ds_figure_new(kind, DS_SAY("titel", "title"), DS_SAY("uitleg", "words"));
    const size_t which = kind == DS_FIGURE_FUNNEL ? 4 : step(&d->shared) % 4;
    const ds_say quadrants[4] = {{"a", "a"}, {"b", "b"}, {"c", "c"}, {"d", "d"}};
    if (kind == DS_FIGURE_PANELS) {
        for (int i = 0; i < 4; i++)
            ds_figure_add_panel(f, make_random(DS_FIGURE_BAR, d));
        return f;
    }
    for (size_t i = 0; i < CATEGORIES; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "categorie %zu", i);
        (void)ds_figure_add_category(f, DS_SAY(name, name));
    }
    for (size_t i = 0; i < SERIES; i++)
        (void)ds_figure_add_series(f, i == 0 ? DS_SAY("een", "one") : DS_SAY("ander", "other"),
                                   roles[which][i]);
    if (kind == DS_FIGURE_SANKEY || kind == DS_FIGURE_SHARES)
        add_parts(f, kind, d);
    else
        add_points(f, kind, d);
    ds_figure_add_line(f, DS_SIDE_Y, 10, DS_SAY("streef", "target"), DS_ROLE_TARGET);
    if (kind == DS_FIGURE_SCATTER)
        ds_figure_add_line(f, DS_SIDE_X, 20, DS_SAY("m", "m"), DS_ROLE_NONE);
    if (kind == DS_FIGURE_SCATTER) ds_figure_set_quadrants(f, quadrants);
    return f;
}

static char *draw_random(ds_figure_kind kind, uint64_t seed, uint64_t hidden, size_t altered,
                         size_t *out_shown) {
    draws d = {seed * 2654435769U + 88172645463325252U, hidden * 40503U + 362436069U, altered, 0};
    ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
    ds_figure *f = make_random(kind, &d);
    char *text;
    o.width = seed % 2 == 0 ? 700 : 360;
    o.lang = seed % 3 == 0 ? DS_EN : DS_NL;
    text = sample_svg(f, &o);
    assert_non_null(text);
    ds_figure_free(f);
    if (out_shown != NULL) *out_shown = d.n_shown;
    return text;
}

static void check_same(const char *one, const char *two, ds_figure_kind kind, uint64_t seed) {
    size_t at = 0;
    while (one[at] != '\0' && one[at] == two[at])
        at++;
    if (one[at] == two[at]) return;
    at = at > 100 ? at - 100 : 0;
    fail_msg("%s, %d: %.200s\n---\n%.200s", ds_figure_kind_code(kind), (int)seed, one + at,
             two + at);
}

static void test_hidden__no_byte_depends_on_them(void **state) {
    const uint64_t rounds = getenv("DS_TEST_SCALE") != NULL ? 10 : 60;
    (void)state;
    for (unsigned kind = 0; kind < DS_FIGURE_KINDS; kind++) {
        size_t differ = 0;
        for (uint64_t seed = 1; seed <= rounds; seed++) {
            size_t n_shown;
            char *one = draw_random((ds_figure_kind)kind, seed, 1, SIZE_MAX, &n_shown);
            char *two = draw_random((ds_figure_kind)kind, seed, seed + 1, SIZE_MAX, NULL);
            char *other = draw_random((ds_figure_kind)kind, seed, 1, seed % n_shown, NULL);
            check_same(one, two, (ds_figure_kind)kind, seed);
            differ += strcmp(one, other) != 0;
            ds_free(one);
            ds_free(two);
            ds_free(other);
        }
        /* a limit of a funnel has no value of its own */
        if (differ < (kind == DS_FIGURE_FUNNEL ? rounds / 3 : rounds))
            fail_msg("%s: a shown value changed and the figure did not, %d of %d times",
                     ds_figure_kind_code((ds_figure_kind)kind), (int)(rounds - differ),
                     (int)rounds);
    }
}

/* The numbers themselves are nowhere either: a figure of hidden values only. */
static void test_hidden__nothing_of_them_is_said(void **state) {
    (void)state;
    for (unsigned kind = 0; kind < DS_FIGURE_PANELS; kind++) {
        ds_figure *f = ds_figure_new((ds_figure_kind)kind, DS_SAY("t", "t"), DS_SAY("d", "d"));
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        ds_figure_part part = DS_FIGURE_PART_INIT;
        ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
        char *text;
        (void)ds_figure_add_category(f, DS_SAY("c", "c"));
        (void)ds_figure_add_series(f, DS_SAY("s", "s"), DS_ROLE_NONE);
        p.x = 31415, p.x_end = 31416, p.y = p.low = p.high = p.weight = 27182;
        part.value = 27182;
        p.state = part.state = DS_STATE_SUPPRESSED;
        p.label = part.label = DS_SAY("27182", "27182");
        p.mark = "27182";
        if (kind == DS_FIGURE_SANKEY || kind == DS_FIGURE_SHARES)
            (void)ds_figure_add_part(f, &part);
        else
            ds_figure_add_point(f, &p);
        text = sample_svg(f, &o);
        assert_non_null(text);
        assert_null(strstr(text, "27182"));
        assert_null(strstr(text, "27.182"));
        assert_non_null(strstr(text, "Geen van deze waarden is getoond."));
        ds_free(text);
        ds_figure_free(f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden__no_byte_depends_on_them),
        cmocka_unit_test(test_hidden__nothing_of_them_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

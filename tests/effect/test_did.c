/* tests/effect/test_did.c: before and after: the group-time estimator on numbers worked out another
 * way, and what it is worth on made vestigingen. */
#include <jansson.h>
#include <sys/stat.h>

#include "base/error.h"
#include "did_made.h"
#include "effect/did_invert.h"

#define GOLDEN DS_SOURCE_DIR "/../shared/golden/statistics.json"

static void assert_close(double found, double expected, double by, const char *what) {
    if (!(fabs(found - expected) <= by)) fail_msg("%s: %.17g, not %.17g", what, found, expected);
}

static const ds_did_effect *find_effect(const ds_did_result *r, int start, int year) {
    for (size_t i = 0; i < r->n_effects; i++)
        if (r->effects[i].start == start && r->effects[i].year == year) return &r->effects[i];
    fail_msg("no effect of %d in %d", start, year);
    return NULL;
}

/* ---- the golden case, where it is ---- */

static json_t *golden_case(json_t *all, const char *id) {
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(all, "cases"), i, one) {
        if (strcmp(json_string_value(json_object_get(one, "id")), id) == 0) return one;
    }
    fail_msg("no case %s", id);
    return NULL;
}

static ds_did_panel *golden_panel(json_t *one) {
    ds_did_panel *panel = ds_did_panel_new();
    json_t *data = json_object_get(one, "data");
    ds_error err;
    for (size_t i = 0; i < json_array_size(json_object_get(data, "groep")); i++) {
        const int start =
            (int)json_integer_value(json_array_get(json_object_get(data, "groep"), i));
        char name[16];
        ds_did_cell cell = {.participants = 0};
        (void)snprintf(name, sizeof name, "groep %d", start);
        cell.vestiging = (ds_text){name, strlen(name)};
        cell.year = (int)json_integer_value(json_array_get(json_object_get(data, "jaar"), i));
        cell.n = (uint64_t)json_integer_value(json_array_get(json_object_get(data, "noemer"), i));
        cell.sum = json_number_value(json_array_get(json_object_get(data, "teller"), i));
        assert_int_equal(ds_did_panel_add(panel, &cell, &err), DS_OK);
        assert_int_equal(ds_did_panel_start(panel, cell.vestiging, start, &err), DS_OK);
    }
    assert_int_equal(ds_did_panel_finish(panel, &err), DS_OK);
    return panel;
}

static void test_did__golden(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    struct stat found;
    ds_did_result never, not_yet;
    json_t *all, *expected;
    ds_did_panel *panel;
    const char *name;
    json_t *value;
    size_t n = 0;
    ds_error err;
    (void)state;
    if (stat(GOLDEN, &found) != 0) skip();
    all = json_load_file(GOLDEN, 0, NULL);
    assert_non_null(all);
    panel = golden_panel(golden_case(all, "did-group-time"));
    assert_int_equal(ds_did_estimate_effects(panel, &options, &never, &err), DS_OK);
    options.controls = DS_DID_NOT_YET_TREATED;
    assert_int_equal(ds_did_estimate_effects(panel, &options, &not_yet, &err), DS_OK);
    expected = json_object_get(golden_case(all, "did-group-time"), "expected");
    json_object_foreach(expected, name, value) {
        int start, year;
        const bool other = strstr(name, "_notyet") != NULL;
        assert_int_equal(sscanf(strchr(name, '_'), "_%d_%d", &start, &year), 2);
        assert_close(find_effect(other ? &not_yet : &never, start, year)->estimate.difference,
                     json_number_value(value), 1e-10, name);
        n++;
    }
    assert_int_equal(n, 6);
    assert_true(never.flags & DS_DID_FEW_STARTS);
    ds_did_result_done(&never);
    ds_did_result_done(&not_yet);
    ds_did_panel_free(panel);
    json_decref(all);
}

/* ---- person by person ---- */

typedef struct row {
    int unit, start, year;
    double y;
} row;

static size_t list_rows(const made_unit *units, int n_units, int n_years, row *out) {
    size_t n = 0;
    for (int u = 0; u < n_units; u++)
        for (int t = 0; t < n_years; t++)
            for (int i = 0; i < units[u].n[t]; i++)
                out[n++] = (row){u, units[u].start, MADE_FIRST + t, i < units[u].sum[t]};
    return n;
}

static bool has_both(const made_unit *units, int unit, int t, int base) {
    return units[unit].n[t - MADE_FIRST] > 0 && units[unit].n[base - MADE_FIRST] > 0;
}

static bool may_compare(int start, int g, int t, int base, bool not_yet) {
    if (start == DS_DID_NEVER) return true;
    return not_yet && start != g && start > t && start > base;
}

/* The mean change of one side, and, person by person, what each vestiging brings to it. */
static double change_by_rows(const made_unit *units, const row *rows, size_t n, int g, int t,
                             int base, int side, bool not_yet, double *psi, double *share) {
    double mean[2] = {0, 0}, count[2] = {0, 0};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n; i++) {
            const row *r = &rows[i];
            const int which = r->year == t ? 1 : r->year == base ? 0 : -1;
            const bool in = side == 1 ? r->start == g : may_compare(r->start, g, t, base, not_yet);
            if (which < 0 || !in || !has_both(units, r->unit, t, base)) continue;
            if (pass == 0) {
                count[which]++;
                mean[which] += r->y;
            } else {
                psi[r->unit] += (which == 1 ? 1 : -1) * (r->y - mean[which]) / count[which];
                if (which == 1) share[r->unit] += 1 / count[1];
            }
        }
        for (int k = 0; pass == 0 && k < 2; k++)
            mean[k] /= count[k];
    }
    return mean[1] - mean[0];
}

static double variance_by_rows(const double *psi, const double *share, int n_units) {
    double w2 = 0, w3 = 0, sum = 0;
    for (int u = 0; u < n_units; u++) {
        w2 += pow(share[u], 2);
        w3 += pow(share[u], 3);
        sum += psi[u] * psi[u];
    }
    return sum / (1 - 2 * w3 / w2 + w2);
}

static void check_by_rows(const made_unit *units, int n_units, int n_years, bool not_yet) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    row *rows = calloc((size_t)n_units * (size_t)n_years * 200, sizeof *rows);
    const size_t n = list_rows(units, n_units, n_years, rows);
    double weight = 0, sum = 0;
    ds_did_result r;
    options.controls = not_yet ? DS_DID_NOT_YET_TREATED : DS_DID_NEVER_TREATED;
    options.replicates = 20;
    did_run(units, n_units, n_years, &options, &r);
    assert_true(r.n_effects > 10);
    for (size_t i = 0; i < r.n_effects; i++) {
        const ds_did_effect *e = &r.effects[i];
        const int base = e->year < e->start ? e->year - 1 : e->start - 1;
        double psi[2][MADE_UNITS_MAX] = {{0}}, share[2][MADE_UNITS_MAX] = {{0}}, change[2];
        for (int side = 0; side < 2; side++)
            change[side] = change_by_rows(units, rows, n, e->start, e->year, base, side, not_yet,
                                          psi[side], share[side]);
        assert_close(e->estimate.difference, change[1] - change[0], 1e-12, "difference");
        assert_close(e->estimate.se,
                     sqrt(variance_by_rows(psi[0], share[0], n_units) +
                          variance_by_rows(psi[1], share[1], n_units)),
                     1e-12, "se");
        if (e->year < e->start) continue;
        weight += (double)e->estimate.persons;
        sum += (double)e->estimate.persons * (change[1] - change[0]);
    }
    assert_close(r.overall.difference, sum / weight, 1e-12, "overall");
    ds_did_result_done(&r);
    free(rows);
}

/* Sizes differ, some vestigingen are not there in some years. */
static void test_did__is_what_rows_say(void **state) {
    static made_unit units[40];
    const made_did plan = {.seed = 7,
                           .n_units = 40,
                           .n_years = 7,
                           .n_starts = 15,
                           .n_groups = 3,
                           .first_start = 2012,
                           .size = 10,
                           .spread = 6,
                           .shock = 0.05,
                           .effect = 0.1};
    (void)state;
    did_make(&plan, units);
    units[4].n[5] = units[4].sum[5] = units[4].took[5] = 0;
    units[30].n[0] = units[30].sum[0] = 0;
    units[31].n[6] = units[31].sum[6] = 0;
    check_by_rows(units, 40, 7, false);
    check_by_rows(units, 40, 7, true);
}

/* ---- what it is worth ---- */

typedef struct worth {
    int n;
    double below;    /* share with p < 0.05 */
    double covered;  /* share whose interval has the truth */
    double within;   /* share within 2 SE of the truth */
    double band;     /* share whose band has the truth of all years after the start */
    double slope;    /* share of which the slope has p < 0.05 */
    double joint;    /* the same of the joint test */
    double smallest; /* mean smallest difference */
} worth;

static bool band_has_truth(const made_did *plan, const ds_did_result *r) {
    for (size_t i = 0; i < r->n_events; i++) {
        const ds_did_event *e = &r->events[i];
        if (e->event >= 0 && (e->band_low > plan->effect || e->band_high < plan->effect))
            return false;
    }
    return true;
}

static worth find_worth(made_did plan, const ds_did_options *options, int n) {
    static made_unit units[MADE_UNITS_MAX];
    worth w = {.n = n};
    for (int i = 0; i < n; i++) {
        ds_did_result r;
        double truth;
        plan.seed = (uint64_t)i + 1;
        did_make(&plan, units);
        truth = did_truth(&plan, units);
        did_run(units, plan.n_units, plan.n_years, options, &r);
        w.below += r.overall.p < 0.05;
        w.covered += r.overall.low <= truth && truth <= r.overall.high;
        w.within += fabs(r.overall.difference - truth) <= 2 * r.overall.se;
        w.band += band_has_truth(&plan, &r);
        w.slope += r.pretrend.slope.p < 0.05;
        w.joint += r.pretrend.p_joint < 0.05;
        w.smallest += r.overall.smallest;
        ds_did_result_done(&r);
    }
    w.below /= n;
    w.covered /= n;
    w.within /= n;
    w.band /= n;
    w.slope /= n;
    w.joint /= n;
    w.smallest /= n;
    return w;
}

static const made_did nothing = {.n_units = 60,
                                 .n_years = 7,
                                 .n_starts = 15,
                                 .n_groups = 3,
                                 .first_start = 2013,
                                 .size = 12,
                                 .spread = 3,
                                 .shock = 0.05};

/* No effect: at most one in twenty is found, also before the start, and the band holds. */
static void test_did__size(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    double errors;
    const int n = did_draws(5000, &errors);
    worth w;
    (void)state;
    options.replicates = 99;
    w = find_worth(nothing, &options, n);
    print_message("size %.4f, slope %.4f, joint %.4f, band %.4f\n", w.below, w.slope, w.joint,
                  w.band);
    did_assert_at_most(w.below, 0.05, n, errors);
    did_assert_at_most(w.slope, 0.05, n, errors);
    did_assert_at_most(w.joint, 0.05, n, errors);
    did_assert_at_least(w.below, 0.04, n, errors);
    did_assert_at_least(w.band, 0.95, n, errors);
}

/* Staggered effects that differ and grow: found within 2 SE in 95 % of the rows. */
static void test_did__staggered_effects(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = nothing;
    double errors;
    const int n = did_draws(2000, &errors);
    worth w;
    (void)state;
    options.replicates = 20;
    plan.n_starts = 30;
    plan.n_units = 90;
    plan.effect = 0.12;
    plan.growth = 0.02;
    for (int i = 0; i < 2; i++) {
        options.controls = i == 0 ? DS_DID_NEVER_TREATED : DS_DID_NOT_YET_TREATED;
        w = find_worth(plan, &options, n);
        print_message("covered %.4f, within 2 SE %.4f, found %.4f\n", w.covered, w.within, w.below);
        did_assert_at_least(w.covered, 0.95, n, errors);
        did_assert_at_least(w.within, 0.95, n, errors);
        assert_true(w.below > 0.9);
    }
}

/* A difference as large as the smallest that is said is found four times in five; so is a slope. */
static void test_did__power(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = nothing;
    double errors;
    const int n = did_draws(2000, &errors);
    worth w;
    (void)state;
    options.replicates = 20;
    w = find_worth(plan, &options, n / 4);
    plan.n_groups = 1;
    plan.effect = find_worth(plan, &options, n / 4).smallest;
    w = find_worth(plan, &options, n);
    print_message("effect %.4f found %.4f\n", plan.effect, w.below);
    assert_true(fabs(w.below - 0.8) < 0.05 + errors * 0.009);
}

static void test_did__pretrend(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    static made_unit units[MADE_UNITS_MAX];
    made_did plan = nothing;
    double errors, smallest = 0, joint = 0, bias = 0, within = 0;
    const int n = did_draws(2000, &errors);
    worth w;
    (void)state;
    options.replicates = 20;
    for (int i = 0; i < n / 4; i++) {
        ds_did_result r;
        plan.seed = (uint64_t)i + 1;
        did_make(&plan, units);
        did_run(units, plan.n_units, plan.n_years, &options, &r);
        smallest += r.pretrend.slope.smallest * 4 / n;
        joint += r.pretrend.smallest_joint * 4 / n;
        ds_did_result_done(&r);
    }
    assert_true(joint > smallest); /* a test of anything finds a slope less often */
    plan.slope = smallest;
    w = find_worth(plan, &options, n);
    print_message("slope %.4f found %.4f, joint %.4f\n", plan.slope, w.slope, w.joint);
    assert_true(fabs(w.slope - 0.8) < 0.05 + errors * 0.009);
    assert_true(w.joint < w.slope);
    for (int i = 0; i < n; i++) {
        ds_did_result r;
        plan.seed = (uint64_t)i + 1;
        did_make(&plan, units);
        did_run(units, plan.n_units, plan.n_years, &options, &r);
        within += fabs(r.pretrend.slope.difference - plan.slope) <= 2 * r.pretrend.slope.se;
        bias += (r.overall.difference - plan.slope * r.pretrend.bias) / n;
        ds_did_result_done(&r);
    }
    did_assert_at_least(within / n, 0.95, n, errors);
    assert_true(fabs(bias) < 0.01); /* all of the difference is the slope */
}

/* ---- few starting vestigingen ---- */

static const made_did few = {.n_units = 25,
                             .n_years = 6,
                             .n_starts = 3,
                             .n_groups = 2,
                             .first_start = 2012,
                             .size = 10,
                             .spread = 4,
                             .shock = 0.1};

static void test_did__few_starts(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = few;
    double errors;
    const int n = did_draws(5000, &errors);
    worth w;
    ds_did_result r;
    static made_unit units[MADE_UNITS_MAX];
    (void)state;
    options.replicates = 199;
    options.share = true;
    plan.seed = 3;
    did_make(&plan, units);
    did_run(units, plan.n_units, plan.n_years, &options, &r);
    assert_true(r.flags & DS_DID_FEW_STARTS);
    assert_true(isnan(r.overall.se) && r.overall.p > 0 && isfinite(r.overall.low));
    assert_close(r.assignments, 25.0 * 24 / 2 * 23, 1e-6, "assignments");
    assert_false(r.all_assignments);
    ds_did_result_done(&r);
    w = find_worth(plan, &options, n);
    print_message("few: size %.4f covered %.4f\n", w.below, w.covered);
    did_assert_at_most(w.below, 0.05, n, errors);
    did_assert_at_least(w.below, 0.04, n, errors);
    did_assert_at_least(w.covered, 0.95, n, errors);
    plan.effect = 0.2;
    plan.n_groups = 1; /* one effect */
    w = find_worth(plan, &options, n / 4);
    print_message("few: found %.4f covered %.4f\n", w.below, w.covered);
    did_assert_at_least(w.covered, 0.95, n / 4, errors);
}

/* All assignments where they are few; none can be significant where one in twenty is the least. */
static void test_did__all_assignments(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = few;
    static made_unit units[MADE_UNITS_MAX];
    ds_did_result r;
    double at;
    (void)state;
    plan.n_starts = 1;
    plan.seed = 5;
    plan.effect = 0.9;
    did_make(&plan, units);
    did_run(units, plan.n_units, plan.n_years, &options, &r);
    assert_true(r.all_assignments);
    assert_int_equal(r.draws, 25);
    assert_close(r.overall.p, 1.0 / 25, 1e-15, "p of the largest of 25");
    at = r.overall.low; /* at the ends of the interval p is above 0.05, beyond them it is not */
    assert_true(isfinite(at) && at < r.overall.difference && r.overall.high > r.overall.difference);
    ds_did_result_done(&r);
    did_run(units, 15, plan.n_years, &options, &r);
    assert_true(r.flags & DS_DID_FEW_ASSIGNMENTS);
    assert_true(isnan(r.overall.low) && isnan(r.overall.smallest));
    assert_close(r.overall.p, 1.0 / 15, 1e-15, "p");
    ds_did_result_done(&r);
}

/* p at most 5 % exactly where 0 is outside the interval, also where an effect would move many
 * assignments more than what was: p(delta) then rises again far from the estimate. */
static void test_did__p_and_interval_agree(void **state) {
    enum { DRAWS = 100 };
    double value[DRAWS], unit[DRAWS];
    random_source source = {1};
    int rose = 0;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        const double size = 0.5 + 4 * did_share(&source);
        const double sign = i % 2 == 0 ? 1 : -1;
        const did_invert draws = {sign * size, 1, value, unit, DRAWS};
        double low, high, p, largest;
        ds_error err;
        for (int k = 0; k < DRAWS; k++) {
            value[k] = did_normal(&source);
            unit[k] = (i % 3 == 0 ? 1 : 0.6) * did_normal(&source);
        }
        value[0] = draws.observed;
        unit[0] = draws.observed_unit;
        p = largest = ds_did_invert_p(&draws);
        assert_int_equal(ds_did_invert_limits(&draws, &low, &high, &p, &err), DS_OK);
        if ((p <= 0.05) != (low > 0 || high < 0)) fail_msg("p %.3f, but %.4f; %.4f", p, low, high);
        for (int at = 0; at < 400; at++) { /* 0, and beyond it as seen from the estimate */
            const double delta = -sign * 0.001 * at * at;
            int n = 0;
            for (int k = 0; k < DRAWS; k++)
                n += fabs(value[k] - delta * unit[k]) >= fabs(draws.observed - delta) - 1e-12;
            largest = fmax(largest, n / (double)DRAWS);
        }
        assert_true(p >= largest - 1e-12);
        rose += p > ds_did_invert_p(&draws);
    }
    assert_true(rose > 100);
}

/* Nobody there has the outcome: the spread of the others says nothing of them. */
static void test_did__few_events(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = nothing;
    static made_unit units[MADE_UNITS_MAX];
    ds_did_result r;
    (void)state;
    plan.seed = 12;
    options.share = true;
    did_make(&plan, units);
    for (int u = 0; u < plan.n_starts; u++)
        for (int t = 0; t < plan.n_years; t++)
            units[u].sum[t] = 0;
    did_run(units, plan.n_units, plan.n_years, &options, &r);
    assert_true(r.flags & DS_DID_FEW_EVENTS);
    assert_false(r.flags & DS_DID_FEW_STARTS);
    assert_true(isnan(r.overall.se) && r.overall.p > 0 && isnan(r.overall.low));
    for (size_t i = 0; i < r.n_effects; i++)
        assert_true(isnan(r.effects[i].estimate.se) && isnan(r.effects[i].estimate.p));
    ds_did_result_done(&r);
    options.share = false; /* of a number there are no events: no standard error of one side */
    did_run(units, plan.n_units, plan.n_years, &options, &r);
    assert_true(isnan(r.overall.se) && isnan(r.overall.p));
    ds_did_result_done(&r);
}

/* ---- of cells ---- */

static void add_cell(ds_cells *cells, int year, const char *group, const char *unit, uint64_t n,
                     uint64_t teller) {
    const ds_measures m = {.teller = teller, .noemer = n};
    ds_text keys[2];
    ds_error err;
    keys[0] = (ds_text){group, strlen(group)};
    keys[1] = (ds_text){unit, strlen(unit)};
    assert_int_equal(ds_cells_add(cells, year, keys, &m, &err), DS_OK);
}

static bool leaves_v019(void *context, const ds_text *keys, bool treated) {
    (void)context;
    return !treated && keys[1].size == 4 && memcmp(keys[1].data, "V019", 4) == 0;
}

/* Participants, those who may serve and all others are persons of their vestiging. */
static void test_did__from_cells(void **state) {
    static const char *const names[] = {"groep", "vestiging"};
    static const size_t location[] = {1};
    static const int years[] = {2010, 2011, 2012, 2013, 2014, 2015};
    ds_did_options options = DS_DID_OPTIONS_INIT;
    ds_did_cells how = {.group = 0,
                        .location = location,
                        .n_location = 1,
                        .limit = INT64_MIN,
                        .years = years,
                        .n_years = 6};
    made_did plan = few;
    static made_unit units[MADE_UNITS_MAX];
    ds_cells *cells = ds_cells_new("uitkomst", false, 1, names, 2);
    ds_did_panel *panel;
    ds_did_result direct, by_cells;
    ds_error err;
    (void)state;
    plan.seed = 8;
    did_make(&plan, units);
    did_run(units, 19, 6, &options, &direct);
    for (int u = 0; u < 20; u++)
        for (int t = 0; t < 6; t++) {
            const uint64_t took = (uint64_t)units[u].took[t], n = (uint64_t)units[u].n[t];
            const uint64_t sum = (uint64_t)units[u].sum[t], some = sum < took ? sum : took;
            char name[16];
            (void)snprintf(name, sizeof name, "V%03d", u);
            add_cell(cells, MADE_FIRST + t, "ja", name, took, some);
            add_cell(cells, MADE_FIRST + t, t % 2 == 0 ? "nee" : "overig", name, n - took,
                     sum - some);
        }
    add_cell(cells, 2012, "nee", "onbekend", 5, 1);
    add_cell(cells, 2009, "nee", "V001", 5, 1); /* a year that does not count */
    ds_cells_finish(cells);
    how.leave_out = leaves_v019;
    assert_int_equal(ds_did_panel_from_cells(cells, &how, &panel, &err), DS_OK);
    assert_int_equal(ds_did_panel_n(panel), 19);
    assert_int_equal(ds_did_estimate_effects(panel, &options, &by_cells, &err), DS_OK);
    assert_true(direct.overall.difference == by_cells.overall.difference);
    assert_true(direct.overall.p == by_cells.overall.p &&
                direct.overall.low == by_cells.overall.low);
    assert_int_equal(by_cells.unknown, 5);
    how.group = 2;
    assert_int_equal(ds_did_panel_from_cells(cells, &how, &panel, &err), DS_USAGE);
    ds_did_result_done(&direct);
    ds_did_result_done(&by_cells);
    ds_did_panel_free(panel);
    ds_cells_free(cells);
}

/* ---- the edges ---- */

static void test_did__without_before(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = nothing;
    static made_unit units[MADE_UNITS_MAX];
    ds_did_result with, without;
    (void)state;
    plan.seed = 9;
    did_make(&plan, units);
    did_run(units + 1, plan.n_units - 1, plan.n_years, &options, &without);
    units[0].n[2] = units[0].sum[2] = 0; /* starts in 2013: nobody in 2012 */
    did_run(units, plan.n_units, plan.n_years, &options, &with);
    assert_int_equal(with.n_without_before, 1);
    assert_int_equal(with.starts, 14);
    assert_int_equal(without.n_without_before, 0);
    assert_close(with.overall.difference, without.overall.difference, 1e-14, "left out");
    assert_close(with.overall.se, without.overall.se, 1e-14, "left out");
    ds_did_result_done(&with);
    ds_did_result_done(&without);
}

static void test_did__order_does_not_matter(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = nothing;
    static made_unit units[MADE_UNITS_MAX];
    ds_did_panel *panel = ds_did_panel_new();
    ds_did_result a, b;
    ds_error err;
    (void)state;
    plan.seed = 2;
    did_make(&plan, units);
    did_run(units, plan.n_units, plan.n_years, &options, &a);
    for (int u = plan.n_units - 1; u >= 0; u--)
        for (int t = plan.n_years - 1; t >= 0; t--) {
            const made_unit *unit = &units[u];
            char name[16];
            ds_did_cell cell = {.year = MADE_FIRST + t, .n = (uint64_t)unit->n[t] - 1};
            (void)snprintf(name, sizeof name, "V%03d", u);
            cell.vestiging = (ds_text){name, strlen(name)};
            cell.sum = unit->sum[t];
            assert_int_equal(ds_did_panel_add(panel, &cell, &err), DS_OK);
            cell = (ds_did_cell){cell.vestiging, cell.year, 1, 0, unit->took[t] > 0};
            assert_int_equal(ds_did_panel_add(panel, &cell, &err), DS_OK);
        }
    assert_int_equal(ds_did_panel_finish(panel, &err), DS_OK);
    assert_int_equal(ds_did_estimate_effects(panel, &options, &b, &err), DS_OK);
    assert_true(a.overall.difference == b.overall.difference && a.overall.se == b.overall.se);
    assert_true(a.critical_after == b.critical_after && a.pretrend.p_joint == b.pretrend.p_joint);
    ds_did_result_done(&a);
    ds_did_result_done(&b);
    ds_did_panel_free(panel);
}

static void test_did__nothing_to_compare(void **state) {
    ds_did_options options = DS_DID_OPTIONS_INIT;
    made_did plan = few;
    static made_unit units[MADE_UNITS_MAX];
    ds_did_result r;
    (void)state;
    did_run(units, 0, 0, &options, &r);
    assert_true(r.flags & DS_DID_NO_STARTS);
    assert_true(isnan(r.overall.difference));
    ds_did_result_done(&r);
    did_make(&plan, units);
    did_run(units, 3, plan.n_years, &options, &r); /* all start */
    assert_true(r.flags & DS_DID_NO_CONTROLS);
    ds_did_result_done(&r);
    did_run(units + 5, 10, plan.n_years, &options, &r); /* none starts */
    assert_true(r.flags & DS_DID_NO_STARTS);
    ds_did_result_done(&r);
}

static ds_status work_in_little(void *context, ds_error *err) {
    const made_did *plan = context;
    static made_unit units[MADE_UNITS_MAX];
    ds_did_options options = DS_DID_OPTIONS_INIT;
    ds_did_panel *panel = ds_did_panel_new();
    ds_did_result r;
    ds_status status = panel == NULL ? ds_error_memory(err) : DS_OK;
    did_make(plan, units);
    options.replicates = 9;
    for (int u = 0; status == DS_OK && u < plan->n_units; u++)
        for (int t = 0; status == DS_OK && t < plan->n_years; t++) {
            char name[16];
            (void)snprintf(name, sizeof name, "V%03d", u);
            status = ds_did_panel_add(panel,
                                      &(ds_did_cell){{name, strlen(name)},
                                                     MADE_FIRST + t,
                                                     (uint64_t)units[u].n[t],
                                                     units[u].sum[t],
                                                     (uint64_t)units[u].took[t]},
                                      err);
        }
    if (status == DS_OK) status = ds_did_panel_finish(panel, err);
    if (status == DS_OK) status = ds_did_estimate_effects(panel, &options, &r, err);
    if (status == DS_OK) ds_did_result_done(&r);
    ds_did_panel_free(panel);
    return status;
}

static void test_did__every_allocation(void **state) {
    made_did plan = few;
    (void)state;
    ds_test_every_allocation(work_in_little, &plan);
    plan.n_starts = 12;
    ds_test_every_allocation(work_in_little, &plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_did__golden),
        cmocka_unit_test(test_did__is_what_rows_say),
        cmocka_unit_test(test_did__size),
        cmocka_unit_test(test_did__staggered_effects),
        cmocka_unit_test(test_did__power),
        cmocka_unit_test(test_did__pretrend),
        cmocka_unit_test(test_did__few_starts),
        cmocka_unit_test(test_did__all_assignments),
        cmocka_unit_test(test_did__p_and_interval_agree),
        cmocka_unit_test(test_did__few_events),
        cmocka_unit_test(test_did__from_cells),
        cmocka_unit_test(test_did__without_before),
        cmocka_unit_test(test_did__order_does_not_matter),
        cmocka_unit_test(test_did__nothing_to_compare),
        cmocka_unit_test(test_did__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

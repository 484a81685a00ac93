/* The diagnostics beside the same numbers computed a row at a time, published balance, and the
 * example that the warning is for. */
#include "effect/diagnose.h"
#include "effect/diagnose_help.h"

static ds_effect_diagnostics *diagnose(const ds_effect_sample *sample,
                                       const ds_effect_options *options, double bandwidth) {
    const ds_effect_result result = {.bandwidth = bandwidth, .se = 0.05};
    ds_effect_diagnostics *out = NULL;
    ds_error err;
    if (ds_effect_diagnose(sample, options, &result, &out, &err) != DS_OK) fail_msg("%s", err.en);
    return out;
}

/* ---- the score ---- */

static const char *const names[] = {"sex = man",     "sex = vrouw", "advice = bb", "advice = gl",
                                    "advice = havo", "advice = kb", "age"};

static void assert_terms(const rows *r, const ds_effect_diagnostics *d) {
    int k = r->exact ? 2 : 1;
    assert_int_equal(d->n_terms, 7);
    for (size_t i = 0; i < 7; i++) {
        const ds_effect_term *term = &d->terms[i];
        assert_string_equal(term->name, names[i]);
        if (i == 0 || i == 2) {
            assert_string_equal(term->dropped_nl, "referentie");
            assert_string_equal(term->dropped_en, "reference");
            assert_true(isnan(term->coefficient) && isnan(term->se));
            continue;
        }
        assert_null(term->dropped_nl);
        assert_near(term->coefficient, r->beta[k], 1e-9, term->name);
        assert_near(term->se, r->se[k++], 1e-9, term->name);
    }
    assert_near(d->loglik, r->loglik, 1e-11, "loglik");
    if (r->exact) {
        assert_true(isnan(d->constant) && isnan(d->constant_se));
    } else {
        assert_near(d->constant, r->beta[0], 1e-9, "constant");
        assert_near(d->constant_se, r->se[0], 1e-9, "its standard error");
    }
}

/* ---- balance ---- */

static long double value_of(const rows *r, int i, size_t column) {
    const row *x = &r->of[i];
    if (column < 2) return x->sex == (int)column;
    if (column < 6) return x->advice == (int)column - 2;
    return x->age;
}

/* group: of whom; matched: by their weight in the comparison, else 1 each. */
static void moments(const rows *r, size_t column, int group, bool matched, long double *mean,
                    long double *variance) {
    long double w = 0, w2 = 0, sum = 0, squares = 0;
    for (int i = 0; i < r->n; i++) {
        const long double weight = matched ? r->w[i] : 1;
        if (r->of[i].treated != group) continue;
        w += weight;
        w2 += weight * weight;
        sum += weight * value_of(r, i, column);
    }
    *mean = sum / w;
    for (int i = 0; i < r->n; i++) {
        const long double off = value_of(r, i, column) - *mean;
        if (r->of[i].treated == group) squares += (matched ? r->w[i] : 1) * off * off;
    }
    *variance = squares / (w - w2 / w);
}

static void assert_balance(const rows *r, const ds_effect_diagnostics *d) {
    double before = 0, after = 0;
    assert_int_equal(d->n_balance, 7);
    for (size_t i = 0; i < 7; i++) {
        const ds_effect_balance *b = &d->balance[i];
        long double mean[4], variance[4];
        for (int s = 0; s < 4; s++)
            moments(r, i, s % 2, s > 1, &mean[s], &variance[s]);
        const long double root = sqrtl((variance[0] + variance[1]) / 2);
        assert_string_equal(b->name, names[i]);
        assert_near(b->mean_treated, mean[3], 1e-9, "mean of the treated");
        assert_near(b->mean_control, mean[0], 1e-9, "mean of the controls");
        assert_near(b->mean_matched, mean[2], 1e-9, "mean of the matched");
        assert_near(b->difference_before, (mean[1] - mean[0]) / root, 1e-8, "before");
        assert_near(b->difference_after, (mean[3] - mean[2]) / root, 1e-8, "after");
        assert_near(b->ratio_before, variance[1] / variance[0], 1e-8, "ratio before");
        if (variance[2] > 1e-9L && variance[3] > 1e-9L)
            assert_near(b->ratio_after, variance[3] / variance[2], 1e-7, "ratio after");
        before = fmax(before, fabs(b->difference_before));
        after = fmax(after, fabs(b->difference_after));
    }
    assert_true(d->largest_before == before && d->largest_after == after);
}

/* ---- the scores of both groups ---- */

static int compare_scores(const void *a, const void *b) {
    const long double x = *(const long double *)a, y = *(const long double *)b;
    return (x > y) - (x < y);
}

static void assert_overlap(const rows *r, const ds_effect_diagnostics *d) {
    static const int percents[] = {5, 25, 50, 75, 95};
    uint64_t binned[2] = {0};
    for (int g = 0; g < 2; g++) {
        long double list[ROWS_MAX] = {0}, sum = 0, squares = 0;
        int n = 0;
        for (int i = 0; i < r->n; i++)
            if (r->of[i].treated == g) list[n++] = r->p[i];
        qsort(list, (size_t)n, sizeof *list, compare_scores);
        for (int i = 0; i < n; i++)
            sum += list[i];
        for (int i = 0; i < n; i++)
            squares += (list[i] - sum / n) * (list[i] - sum / n);
        assert_near(d->score_min[g], list[0], 1e-9, "smallest score");
        assert_near(d->score_max[g], list[n - 1], 1e-9, "largest score");
        for (int q = 0; q < 5; q++) /* the smallest with that share of n, in whole numbers */
            assert_near(d->score_quantiles[g][q], list[(percents[q] * n + 99) / 100 - 1], 1e-9,
                        "quantile");
        assert_near(d->score_sd[g], sqrtl(squares / (n - 1)), 1e-9, "deviation");
        for (int b = 0; b < DS_EFFECT_BINS; b++)
            binned[g] += d->bins[g][b];
        assert_int_equal(binned[g], n);
    }
    for (int b = 0; b < DS_EFFECT_BINS; b++) { /* but for who is on an edge to rounding */
        const long double low = fminl(d->score_min[0], d->score_min[1]);
        const long double width = fmaxl(d->score_max[0], d->score_max[1]) - low;
        uint64_t sure[2] = {0}, maybe[2] = {0};
        for (int i = 0; i < r->n; i++) {
            const long double at = (r->p[i] - low) / width * DS_EFFECT_BINS - b;
            maybe[r->of[i].treated] += at > -1e-9L && at < 1 + 1e-9L;
            sure[r->of[i].treated] += at > 1e-9L && at < 1 - 1e-9L;
        }
        for (int g = 0; g < 2; g++)
            assert_true(sure[g] <= d->bins[g][b] && d->bins[g][b] <= maybe[g]);
    }
}

/* Of the scores of those on support, about the means of their years. */
static long double spread(const rows *r, int group) {
    long double squares = 0, freedom = 0;
    for (int year = 0; year < (r->exact ? 2 : 1); year++) {
        long double sum = 0, n = 0;
        for (int i = 0; i < r->n; i++)
            if (r->on[i] && r->of[i].treated == group && (!r->exact || r->of[i].year == year))
                sum += r->p[i], n++;
        for (int i = 0; i < r->n; i++)
            if (r->on[i] && r->of[i].treated == group && (!r->exact || r->of[i].year == year))
                squares += (r->p[i] - sum / n) * (r->p[i] - sum / n);
        freedom += n > 0 ? n - 1 : 0;
    }
    return sqrtl(squares / freedom);
}

static void assert_curve(rows *r, const ds_effect_options *options,
                         const ds_effect_diagnostics *d) {
    size_t k = 0;
    bool used = false;
    for (size_t i = 0; i < d->n_curve; i++) {
        const ds_effect_curve *c = &d->curve[i];
        assert_true(i == 0 || c->bandwidth > d->curve[i - 1].bandwidth);
        assert_true(rows_match(r, options->estimand, options->kernel, c->bandwidth));
        assert_near(c->difference, r->difference, 1e-8, "curve");
        assert_near(c->effective_controls, r->effective, 1e-7, "effective controls");
        assert_int_equal(c->off_support, r->off);
        used = used || c->bandwidth == d->bandwidth;
    }
    assert_true(used);
    for (double h = 0.001; k < 9; k++) { /* none is left out that has an estimate */
        static const double grid[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.06, 0.1, 0.2};
        size_t found = 0;
        h = grid[k];
        for (size_t i = 0; i < d->n_curve; i++)
            found += d->curve[i].bandwidth == h;
        assert_int_equal(found, rows_match(r, options->estimand, options->kernel, h));
    }
}

static void test_diagnose__is_what_rows_say(void **state) {
    static const double bandwidths[] = {0.015, 0.06, 0.3, 0.03};
    (void)state;
    for (uint64_t seed = 0; seed < 45; seed++) {
        rows *r = rows_random(seed, seed % 2 == 1, seed % 4 < 2);
        const ds_effect_estimand estimand = (ds_effect_estimand)(seed % 3);
        const double h = bandwidths[seed % 4];
        const ds_effect_options options =
            rows_options(estimand, (ds_effect_kernel)(seed / 3 % 5), h);
        ds_effect_sample *sample = rows_sample(r);
        ds_effect_diagnostics *d = diagnose(sample, &options, h);
        rows_score(r);
        assert_terms(r, d);
        assert_true(rows_match(r, estimand, options.kernel, h));
        assert_balance(r, d);
        assert_overlap(r, d);
        assert_near(d->bandwidth_over_spread, h / spread(r, estimand != DS_EFFECT_ATU), 1e-8,
                    "bandwidth over spread");
        assert_true(d->bandwidth == h && d->bandwidth_pair > 0 && d->bandwidth_pair < 1);
        assert_int_equal(d->n_dropped, 0);
        assert_curve(r, &options, d);
        ds_effect_diagnostics_free(d);
        ds_effect_sample_free(sample);
        free(r);
    }
}

/* ---- the warning ---- */

/* A factor's level for each of n_levels scores, their logits evenly spaced. */
typedef struct levels {
    int n;
    double low, high; /* scores */
    double persons;   /* of each level */
} levels;

static double level_score(const levels *l, int i) {
    const double a = log(l->low / (1 - l->low)), b = log(l->high / (1 - l->high));
    return 1 / (1 + exp(-(a + (b - a) * i / (l->n - 1))));
}

static void add_level(ds_effect_sample *sample, int level, const char *stratum, bool treated,
                      double outcome, double n) {
    char text[16];
    ds_error err;
    (void)snprintf(text, sizeof text, "%03d", level);
    const ds_effect_value values[] = {{rows_text(text), 0}, {rows_text(stratum), 0}};
    const ds_effect_group group = {values, rows_text("a"), treated, outcome, (uint64_t)round(n)};
    if (group.n > 0) assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
}

/* The outcome without treatment falls with the score; treatment adds effect. */
static void add_levels(ds_effect_sample *sample, const levels *l, const char *stratum,
                       double effect) {
    for (int i = 0; i < l->n; i++) {
        const double p = level_score(l, i), share = 0.9 - p;
        const double treated = round(l->persons * p), controls = l->persons - treated;
        add_level(sample, i, stratum, true, 1, treated * (share + effect));
        add_level(sample, i, stratum, true, 0, treated - round(treated * (share + effect)));
        add_level(sample, i, stratum, false, 1, controls * share);
        add_level(sample, i, stratum, false, 0, controls - round(controls * share));
    }
}

static ds_effect_sample *sample_of_levels(const levels *l, size_t n_strata) {
    static const char *const strata[] = {"2014", "2015"};
    const ds_effect_column columns[] = {{"level", DS_EFFECT_FACTOR}, {"year", DS_EFFECT_EXACT}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, n_strata > 1 ? 2 : 1);
    ds_error err;
    assert_non_null(sample);
    for (size_t s = 0; s < n_strata; s++)
        add_levels(sample, &l[s], strata[s], 0.0357);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* Whether the warning is given for this sample; its scores into p[n_patterns], when not NULL. */
static bool warns_with(const ds_effect_sample *sample, const ds_effect_options *options,
                       double bandwidth, double *p) {
    const size_t n_patterns = sample->n_patterns;
    double *n[2] = {calloc(n_patterns, sizeof **n), calloc(n_patterns, sizeof **n)};
    const double *const persons[2] = {n[0], n[1]};
    ds_design design;
    ds_matching matching;
    ds_error err;
    bool out;
    assert_true(n[0] != NULL && n[1] != NULL);
    ds_sample_totals(sample, n, NULL, NULL);
    assert_int_equal(ds_design_init(sample, n[1], n[0], &design, &err), DS_OK);
    assert_int_equal(ds_matching_init(&design, options, &matching, &err), DS_OK);
    (void)ds_matching_persons(&matching, n[1], n[0], bandwidth, NULL);
    out = ds_diagnose_smooths_all(&matching, persons, bandwidth);
    if (p != NULL) memcpy(p, matching.score.p, n_patterns * sizeof *p);
    ds_matching_done(&matching);
    ds_design_done(&design);
    free(n[0]);
    free(n[1]);
    return out;
}

static bool warns(const ds_effect_sample *sample, const ds_effect_options *options,
                  double bandwidth) {
    return warns_with(sample, options, bandwidth, NULL);
}

static double curve_at(const ds_effect_diagnostics *d, double bandwidth) {
    for (size_t i = 0; i < d->n_curve; i++)
        if (d->curve[i].bandwidth == bandwidth) return d->curve[i].difference;
    fail_msg("no estimate at %g", bandwidth);
    return NAN;
}

/* The example of the golden numbers: scores from 0.002 to 0.094, where the customary 0.06 hides
 * most of the effect. */
static void test_smooths_all__rare_treatment(void **state) {
    const levels rare = {40, 0.002, 0.094, 20000};
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_EPANECHNIKOV, 0.06);
    ds_effect_sample *sample = sample_of_levels(&rare, 1);
    ds_effect_diagnostics *d = diagnose(sample, &options, 0.06);
    (void)state;
    assert_true(warns(sample, &options, 0.06));
    assert_false(warns(sample, &options, 0.01));
    assert_false(warns(sample, &options, 0.001));
    assert_true(d->bandwidth_over_spread > 1);
    /* And there is something to be warned of. */
    assert_true(fabs(curve_at(d, 0.001) - 0.0357) < 0.002);
    assert_true(fabs(curve_at(d, 0.01) - 0.0357) < 0.004);
    assert_true(curve_at(d, 0.06) < 0.0357 - 0.01);
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

/* Within strata: far apart as these are, matching does not cross them. */
static void test_smooths_all__strata_that_lie_apart(void **state) {
    const levels apart[] = {{20, 0.05, 0.09, 5000}, {20, 0.45, 0.60, 5000}};
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_EPANECHNIKOV, 0.06);
    ds_effect_sample *sample = sample_of_levels(apart, 2);
    ds_effect_diagnostics *d = diagnose(sample, &options, 0.06);
    (void)state;
    assert_true(d->score_sd[1] > 0.12);
    assert_true(d->bandwidth_over_spread > 1);
    assert_true(warns(sample, &options, 0.06));
    assert_false(warns(sample, &options, 0.005));
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

/* The Gaussian reaches further than its bandwidth says. */
static void test_smooths_all__gaussian(void **state) {
    const levels rare = {40, 0.002, 0.094, 20000};
    const ds_effect_options epanechnikov = rows_options(DS_EFFECT_ATT, DS_EFFECT_EPANECHNIKOV, 1);
    const ds_effect_options gaussian = rows_options(DS_EFFECT_ATT, DS_EFFECT_GAUSSIAN, 1);
    ds_effect_sample *sample = sample_of_levels(&rare, 1);
    (void)state;
    assert_false(warns(sample, &epanechnikov, 0.015));
    assert_true(warns(sample, &gaussian, 0.015));
    assert_false(warns(sample, &gaussian, 0.005));
    ds_effect_sample_free(sample);
}

/* One score: there is nothing to smooth. */
static void test_smooths_all__one_score(void **state) {
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_EPANECHNIKOV, 1);
    const levels one = {2, 0.3, 0.3, 1000};
    ds_effect_sample *sample = sample_of_levels(&one, 1);
    (void)state;
    assert_false(warns(sample, &options, 0.06));
    ds_effect_sample_free(sample);
}

/* Every treated has the same score: that says nothing of the bandwidth, what is left does. Fifty
 * controls of each age, fifty treated of 16. */
static void test_smooths_all__treated_of_one_score(void **state) {
    const ds_effect_column columns[] = {{"age", DS_EFFECT_NUMBER}, {"class", DS_EFFECT_FACTOR}};
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_EPANECHNIKOV, 1);
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    double p[7];
    int near = 0, far = 0;
    ds_error err;
    (void)state;
    assert_non_null(sample);
    for (int age = 13; age <= 18; age++)
        for (int treated = 0; treated < (age == 16 ? 2 : 1); treated++) {
            const ds_effect_value values[] = {{{NULL, 0}, age}, {rows_text("a"), 0}};
            const ds_effect_group group = {values, {NULL, 0}, treated == 1, 1, 50};
            assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
        }
    /* A class without treated is left out, and is no part of any mean. */
    const ds_effect_value values[] = {{{NULL, 0}, 16}, {rows_text("b"), 0}};
    const ds_effect_group group = {values, {NULL, 0}, false, 1, 500};
    assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    for (int i = 1; i <= 2000; i++) {
        const double h = i * 0.0005;
        const bool said = warns_with(sample, &options, h, p);
        double d = 0, sum = 0, plain = 0, left;
        for (int k = 0; k < 6; k++) {
            const double weight = (double)rows_kernel(options.kernel, (p[3] - p[k]) / h);
            d += weight;
            sum += weight * p[k];
            plain += p[k] / 6;
        }
        left = fabs((p[3] - sum / d) / (p[3] - plain));
        assert_int_equal(said, left > 0.5);
        near += left > 0.4 && left <= 0.5;
        far += left > 0.5 && left < 0.6;
    }
    assert_true(near > 0 && far > 0);
    ds_effect_sample_free(sample);
}

/* How much of the distance in mean score from the others of one's year is left, row by row. */
static long double rows_left(const rows *r, ds_effect_kernel kernel, double h, int group) {
    long double before = 0, after = 0;
    for (int i = 0; i < r->n; i++) {
        long double d = 0, sum = 0, n = 0, plain = 0;
        if (r->of[i].treated != group || !r->on[i]) continue;
        for (int j = 0; j < r->n; j++) {
            const long double k = rows_kernel(kernel, (r->p[i] - r->p[j]) / h);
            if (!rows_pair(r, i, j)) continue;
            d += k;
            sum += k * r->p[j];
            n += 1;
            plain += r->p[j];
        }
        before += r->p[i] - plain / n;
        after += r->p[i] - sum / d;
    }
    return fabsl(after / before);
}

static void test_smooths_all__is_what_rows_say(void **state) {
    int said[2] = {0};
    (void)state;
    for (uint64_t seed = 0; seed < 90; seed++) {
        random_source source = {seed + 1000};
        const ds_effect_estimand estimand = (ds_effect_estimand)(seed % 3);
        const ds_effect_kernel kernel = (ds_effect_kernel)(seed / 3 % 5);
        const ds_effect_options options = rows_options(estimand, kernel, 1);
        const double h = 0.03 * exp(2.5 * rows_uniform(&source));
        const long double width = kernel == DS_EFFECT_GAUSSIAN ? sqrtl(5) * h : h;
        rows *r = rows_random(seed + 500, seed % 2 == 1, true);
        ds_effect_sample *sample = rows_sample(r);
        bool expected = false;
        rows_score(r);
        assert_true(rows_match(r, estimand, kernel, h));
        for (int g = 0; g < 2; g++) {
            if (estimand == (g == 1 ? DS_EFFECT_ATU : DS_EFFECT_ATT)) continue;
            const bool wide = width >= spread(r, g), far = rows_left(r, kernel, h, g) > 0.5L;
            expected = expected || wide || far;
        }
        assert_int_equal(warns(sample, &options, h), expected);
        said[expected]++;
        ds_effect_sample_free(sample);
        free(r);
    }
    assert_true(said[0] > 20 && said[1] > 20);
}

/* ---- beside the estimate ---- */

/* Scores that hardly vary, since nothing says who takes part, leave nothing to smooth: no alarm,
 * however wide the bandwidth is beside them. */
static void test_smooths_all__scores_that_hardly_vary(void **state) {
    const levels even = {40, 0.098, 0.102, 4000};
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_EPANECHNIKOV, 0.06);
    ds_effect_sample *sample = sample_of_levels(&even, 1);
    ds_effect_diagnostics *d = diagnose(sample, &options, 0.06);
    (void)state;
    assert_true(d->bandwidth_over_spread > 5);
    assert_false(warns(sample, &options, 0.06));
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

/* The same matching, to the bit, whatever the support, and the same warning. */
static void test_diagnose__agrees_with_the_estimate(void **state) {
    int warned[2] = {0};
    (void)state;
    for (uint64_t seed = 0; seed < 48; seed++) {
        rows *r = rows_random(seed + 900, seed % 2 == 1, true);
        ds_effect_sample *sample = rows_sample(r);
        const ds_effect_sample *samples[] = {sample};
        ds_effect_options options =
            rows_options((ds_effect_estimand)(seed % 3), (ds_effect_kernel)(seed % 5), 0.02);
        ds_effect_result result;
        ds_effect_diagnostics *d;
        ds_error err;
        options.support = (ds_effect_support)(seed / 3 % 4);
        options.se = DS_EFFECT_SE_INFLUENCE;
        options.rule = seed % 4 == 0 ? DS_EFFECT_PAIR : DS_EFFECT_FIXED;
        options.bandwidth = seed % 4 == 1 ? 0.2 : 0.02;
        assert_int_equal(ds_effect_estimate(samples, 1, &options, &result, &err), DS_OK);
        assert_int_equal(ds_effect_diagnose(sample, &options, &result, &d, &err), DS_OK);
        assert_true(curve_at(d, result.bandwidth) == result.difference);
        for (size_t i = 0; i < d->n_curve; i++) {
            if (d->curve[i].bandwidth != result.bandwidth) continue;
            assert_int_equal(d->curve[i].off_support, result.off_support);
            assert_near(d->curve[i].effective_controls, result.effective_controls, 1e-12, "Kish");
        }
        if (options.rule == DS_EFFECT_PAIR) assert_true(d->bandwidth_pair == result.bandwidth);
        assert_near(d->sensitivity[0].low, result.difference, 1e-10, "gamma 1");
        /* The interval holds 0 where the one of the estimate does. */
        assert_int_equal(d->gamma_interval == 1, result.low <= 0 && result.high >= 0);
        assert_int_equal((result.flags & DS_EFFECT_SMOOTHS_ALL) != 0,
                         warns(sample, &options, result.bandwidth));
        warned[(result.flags & DS_EFFECT_SMOOTHS_ALL) != 0]++;
        ds_effect_diagnostics_free(d);
        ds_effect_sample_free(sample);
        free(r);
    }
    assert_true(warned[0] > 10 && warned[1] > 10);
}

/* ---- bad samples ---- */

static void assert_finite_lists(const ds_effect_diagnostics *d) {
    for (size_t i = 0; i < d->n_curve; i++)
        assert_true(isfinite(d->curve[i].difference) && isfinite(d->curve[i].effective_controls));
    for (size_t i = 0; i < d->n_sensitivity; i++)
        assert_true(isfinite(d->sensitivity[i].low) && isfinite(d->sensitivity[i].high));
    for (size_t i = 0; i < d->n_balance; i++) {
        assert_false(isinf(d->balance[i].difference_before) || isinf(d->balance[i].ratio_before));
        assert_false(isinf(d->balance[i].difference_after) || isinf(d->balance[i].ratio_after));
    }
    for (size_t i = 0; i < d->n_terms; i++)
        assert_true(isnan(d->terms[i].coefficient) || isfinite(d->terms[i].coefficient));
    assert_true(isnan(d->bandwidth_over_spread) || isfinite(d->bandwidth_over_spread));
}

static ds_effect_diagnostics *diagnose_groups(const double n[][2], int n_levels, double bandwidth) {
    const ds_effect_column columns[] = {{"level", DS_EFFECT_FACTOR}};
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_UNIFORM, 0.06);
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    ds_effect_diagnostics *d;
    ds_error err;
    assert_non_null(sample);
    for (int i = 0; i < n_levels; i++)
        for (int g = 0; g < 2; g++) {
            add_level(sample, i, "", g == 1, 1, ceil(n[i][g] / 2));
            add_level(sample, i, "", g == 1, 0, floor(n[i][g] / 2));
        }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    d = diagnose(sample, &options, bandwidth);
    ds_effect_sample_free(sample);
    assert_finite_lists(d);
    return d;
}

static void test_diagnose__no_treated_or_no_controls(void **state) {
    static const double none[2][2][2] = {{{10, 0}, {20, 0}}, {{0, 10}, {0, 20}}};
    (void)state;
    for (int g = 0; g < 2; g++) {
        ds_effect_diagnostics *d = diagnose_groups(none[g], 2, NAN);
        assert_int_equal(d->n_curve, 0);
        assert_int_equal(d->n_sensitivity, 0);
        assert_true(isnan(d->loglik) && isnan(d->largest_after) && isnan(d->score_min[0]));
        assert_int_equal(d->n_balance, 2);
        ds_effect_diagnostics_free(d);
    }
}

static void test_diagnose__levels_with_one_group(void **state) {
    static const double n[][2] = {{50, 10}, {40, 20}, {7, 0}, {0, 5}, {30, 10}};
    ds_effect_diagnostics *d = diagnose_groups(n, 5, 0.06);
    (void)state;
    assert_int_equal(d->n_dropped, 2);
    assert_string_equal(d->dropped[0], "level = 002");
    assert_int_equal(d->dropped_persons[0], 7);
    assert_string_equal(d->dropped[1], "level = 003");
    assert_int_equal(d->dropped_persons[1], 5);
    assert_non_null(d->terms[2].dropped_nl);
    assert_true(isfinite(d->terms[4].coefficient));
    /* 001 beside 000: the odds ratio of the counts. */
    assert_near(d->terms[1].coefficient, log(20.0 / 40 * 50 / 10), 1e-10, "log odds ratio");
    assert_near(d->terms[1].se, sqrt(1.0 / 20 + 1.0 / 40 + 1.0 / 50 + 1.0 / 10), 1e-10, "Woolf");
    assert_int_equal(d->curve[0].off_support, 5);
    for (int g = 0; g < 2; g++) { /* who was left out has no score */
        uint64_t binned = 0;
        for (int b = 0; b < DS_EFFECT_BINS; b++)
            binned += d->bins[g][b];
        assert_int_equal(binned, g == 1 ? 40 : 120);
        assert_near(d->score_min[g], 1.0 / 6, 1e-10, "smallest score");
    }
    ds_effect_diagnostics_free(d);
}

/* 2015 had no treated yet. */
static void test_diagnose__stratum_with_one_group(void **state) {
    const ds_effect_column columns[] = {{"level", DS_EFFECT_FACTOR}, {"year", DS_EFFECT_EXACT}};
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_UNIFORM, 0.06);
    ds_effect_sample *sample = ds_effect_sample_new(columns, 2);
    ds_effect_diagnostics *d;
    ds_error err;
    (void)state;
    assert_non_null(sample);
    for (int level = 0; level < 3; level++) {
        add_level(sample, level, "2014", true, 1, 10 + 3 * level);
        add_level(sample, level, "2014", false, 0, 40);
        add_level(sample, level, "2015", false, 1, 17);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    d = diagnose(sample, &options, 0.06);
    ds_effect_sample_free(sample); /* what is shown has its own memory */
    assert_finite_lists(d);
    assert_int_equal(d->n_dropped, 1);
    assert_string_equal(d->dropped[0], "year = 2015");
    assert_int_equal(d->dropped_persons[0], 51);
    assert_near(curve_at(d, 0.06), 1, 1e-12, "difference");
    ds_effect_diagnostics_free(d);
}

static void test_diagnose__one_pattern(void **state) {
    static const double n[][2] = {{50, 10}};
    ds_effect_diagnostics *d = diagnose_groups(n, 1, 0.06);
    (void)state;
    assert_int_equal(d->n_curve, 9);
    for (size_t i = 0; i < 9; i++)
        assert_near(d->curve[i].difference, 0, 1e-12, "difference");
    assert_true(d->score_sd[1] == 0 && isnan(d->bandwidth_over_spread));
    assert_true(isnan(d->bandwidth_pair));
    assert_int_equal(d->bins[0][0], 50);
    assert_true(isnan(d->balance[0].difference_before) && isnan(d->balance[0].ratio_after));
    ds_effect_diagnostics_free(d);
}

/* Two levels whose controls and treated lie further apart than any bandwidth cannot be: each level
 * has both, so a small bandwidth compares within levels. */
static void test_diagnose__a_bandwidth_that_is_tiny(void **state) {
    static const double n[][2] = {{90, 10}, {10, 90}};
    ds_effect_diagnostics *d = diagnose_groups(n, 2, 1e-9);
    (void)state;
    assert_int_equal(d->n_curve, 10);
    assert_near(d->balance[0].difference_after, 0, 1e-12, "after");
    assert_true(d->balance[0].difference_before < -1);
    ds_effect_diagnostics_free(d);
}

static void test_diagnose__separated(void **state) {
    const ds_effect_column columns[] = {{"age", DS_EFFECT_NUMBER}};
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_UNIFORM, 0.06);
    ds_effect_sample *sample = ds_effect_sample_new(columns, 1);
    ds_effect_diagnostics *d;
    ds_error err;
    (void)state;
    for (int i = 0; i < 20; i++) {
        const ds_effect_value value = {{NULL, 0}, i};
        const ds_effect_group group = {&value, {NULL, 0}, i >= 10, i % 3 == 0, 3};
        assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    d = diagnose(sample, &options, NAN);
    assert_finite_lists(d);
    assert_int_equal(d->n_curve, 0);
    assert_true(isnan(d->terms[0].coefficient) && isnan(d->score_max[1]));
    assert_near(d->balance[0].mean_treated, 14.5, 1e-12, "mean");
    assert_near(d->balance[0].ratio_before, 1, 1e-12, "ratio");
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

static ds_status diagnose_again(void *context, ds_error *err) {
    const ds_effect_options options = rows_options(DS_EFFECT_ATE, DS_EFFECT_BIWEIGHT, 0.06);
    const ds_effect_result result = {.bandwidth = 0.06, .se = 0.05};
    ds_effect_diagnostics *out = NULL;
    const ds_status status = ds_effect_diagnose(context, &options, &result, &out, err);
    assert_true((status == DS_OK) == (out != NULL));
    ds_effect_diagnostics_free(out);
    return status;
}

static void test_diagnose__every_allocation(void **state) {
    rows *r = rows_random(7, true, true);
    ds_effect_sample *sample = rows_sample(r);
    (void)state;
    ds_test_every_allocation(diagnose_again, sample);
    ds_effect_diagnostics_free(NULL);
    ds_effect_sample_free(sample);
    free(r);
}

/* ---- published ---- */

#define LALONDE DS_SOURCE_DIR "/../shared/data/matching/matchit_lalonde.csv"

typedef struct published {
    const char *name;
    double treated, control, difference, ratio; /* difference over the deviation of the treated */
    double digits;
} published;

/* summary(matchit(treat ~ age + educ + race + married + nodegree + re74 + re75)), "Summary of
 * Balance for All Data": Ho, Imai, King and Stuart, MatchIt: Getting Started. */
static const published matchit[] = {
    {"age", 25.8162, 28.0303, -0.3094, 0.4400, 5e-5},
    {"educ", 10.3459, 10.2354, 0.0550, 0.4959, 5e-5},
    {"re74", 2095.5737, 5619.2365, -0.7211, 0.5181, 5e-5},
    {"re75", 1532.0553, 2466.4844, -0.2903, 0.9563, 5e-5},
    {"race = black", 0.8432, 0.2028, 1.7615, NAN, 5e-5},
    {"race = hispan", 0.0595, 0.1422, -0.3498, NAN, 5e-5},
    {"race = white", 0.0973, 0.6550, -1.8819, NAN, 5e-5},
    {"married = 1", 0.1892, 0.5128, -0.8263, NAN, 5e-5},
    {"nodegree = 1", 0.7081, 0.5967, 0.2450, NAN, 5e-5},
};

static ds_effect_sample *lalonde(FILE *file) {
    const ds_effect_column columns[] = {
        {"race", DS_EFFECT_FACTOR}, {"married", DS_EFFECT_FACTOR}, {"nodegree", DS_EFFECT_FACTOR},
        {"age", DS_EFFECT_NUMBER},  {"educ", DS_EFFECT_NUMBER},    {"re74", DS_EFFECT_NUMBER},
        {"re75", DS_EFFECT_NUMBER}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, 7);
    char line[512];
    ds_error err;
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL) {
        char race[16], married[2], nodegree[2];
        int treat;
        double age, educ, re74, re75, re78;
        assert_int_equal(sscanf(line, "%*[^,],%d,%lf,%lf,%15[^,],%1[01],%1[01],%lf,%lf,%lf", &treat,
                                &age, &educ, race, married, nodegree, &re74, &re75, &re78),
                         9);
        const ds_effect_value values[] = {{rows_text(race), 0},     {rows_text(married), 0},
                                          {rows_text(nodegree), 0}, {{NULL, 0}, age},
                                          {{NULL, 0}, educ},        {{NULL, 0}, re74},
                                          {{NULL, 0}, re75}};
        const ds_effect_group group = {values, {NULL, 0}, treat == 1, re78, 1};
        assert_int_equal(ds_effect_sample_add(sample, &group, &err), DS_OK);
    }
    assert_int_equal(ds_effect_sample_finish(sample, &err), DS_OK);
    return sample;
}

/* Our difference stands over the mean variance; the ratio of variances leads from one to the
 * other: s1² = 2 r / (1 + r) of the mean. Of an indicator s1² is m (1 - m). */
static void assert_published(const published *p, const ds_effect_balance *b) {
    double over_treated;
    if (isnan(p->ratio)) {
        over_treated =
            (b->mean_treated - b->mean_control) / sqrt(b->mean_treated * (1 - b->mean_treated));
    } else {
        over_treated = b->difference_before / sqrt(2 * b->ratio_before / (1 + b->ratio_before));
        assert_true(fabs(b->ratio_before - p->ratio) <= p->digits);
    }
    assert_true(fabs(b->mean_treated - p->treated) <= p->digits);
    assert_true(fabs(b->mean_control - p->control) <= p->digits);
    assert_true(fabs(over_treated - p->difference) <= p->digits);
}

static void test_diagnose__balance_of_lalonde_as_published(void **state) {
    const ds_effect_options options = rows_options(DS_EFFECT_ATT, DS_EFFECT_GAUSSIAN, 0.06);
    FILE *file = fopen(LALONDE, "r");
    ds_effect_sample *sample;
    ds_effect_diagnostics *d;
    (void)state;
    if (file == NULL) skip();
    sample = lalonde(file);
    (void)fclose(file);
    d = diagnose(sample, &options, 0.06);
    for (size_t i = 0; i < sizeof matchit / sizeof *matchit; i++) {
        size_t found = 0;
        for (size_t k = 0; k < d->n_balance; k++)
            if (strcmp(d->balance[k].name, matchit[i].name) == 0) {
                assert_published(&matchit[i], &d->balance[k]);
                found++;
            }
        assert_int_equal(found, 1);
    }
    assert_true(d->largest_after < 0.3 * d->largest_before);
    assert_int_equal(d->n_sensitivity, 0); /* re78 is an amount */
    assert_true(isnan(d->gamma_zero));
    ds_effect_diagnostics_free(d);
    ds_effect_sample_free(sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diagnose__is_what_rows_say),
        cmocka_unit_test(test_smooths_all__scores_that_hardly_vary),
        cmocka_unit_test(test_smooths_all__rare_treatment),
        cmocka_unit_test(test_smooths_all__strata_that_lie_apart),
        cmocka_unit_test(test_smooths_all__gaussian),
        cmocka_unit_test(test_smooths_all__one_score),
        cmocka_unit_test(test_smooths_all__treated_of_one_score),
        cmocka_unit_test(test_smooths_all__is_what_rows_say),
        cmocka_unit_test(test_diagnose__agrees_with_the_estimate),
        cmocka_unit_test(test_diagnose__no_treated_or_no_controls),
        cmocka_unit_test(test_diagnose__levels_with_one_group),
        cmocka_unit_test(test_diagnose__stratum_with_one_group),
        cmocka_unit_test(test_diagnose__one_pattern),
        cmocka_unit_test(test_diagnose__a_bandwidth_that_is_tiny),
        cmocka_unit_test(test_diagnose__separated),
        cmocka_unit_test(test_diagnose__every_allocation),
        cmocka_unit_test(test_diagnose__balance_of_lalonde_as_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

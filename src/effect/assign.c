/* effect/assign.c: the assignments of a treatment to locations, one after the other, and the points
 * between which each counts. See assign.h; assign_sweep.c makes p and the interval of them. */
#include "effect/assign.h"

#include <math.h>

#include "base/error.h"
#include "base/memory.h"
#include "effect/assign_parts.h"
#include "effect/resample.h"
#include "effect/roots.h"

/* Σ over units of w, w y, w z, w², w² y, w² y², w² z, w² y z and w² noise; z is 1 for treated. */
typedef struct sums {
    double w, wy, wz, ww, wwy, wwyy, wwz, wwyz, noise;
    double n;
} sums;

/* The mean of a side, value - delta × share, and the variance of that, quadratic in delta. */
typedef struct side {
    double value, share, square[3];
} side;

typedef struct run {
    const ds_assign *of;
    sums total; /* with who stays */
    size_t n_treated;
    side treated, others; /* of what happened */
    double error;         /* their variances together */
    size_t *order;        /* [n]: units, for drawing without replacement */
    size_t *chosen;       /* [n_treated] */
    ds_assign_sweep sweep;
} run;

static void add_unit(sums *to, const ds_assign_unit *u, double sign) {
    const double w = sign * u->weight, ww = w * u->weight, z = u->treated ? 1 : 0;
    to->w += w;
    to->wy += w * u->value;
    to->wz += w * z;
    to->ww += ww;
    to->wwy += ww * u->value;
    to->wwyy += ww * u->value * u->value;
    to->wwz += ww * z;
    to->wwyz += ww * u->value * z;
    to->noise += ww * u->noise;
    to->n += sign;
}

static sums take_away(const sums *all, const sums *some) {
    return (sums){all->w - some->w,     all->wy - some->wy,     all->wz - some->wz,
                  all->ww - some->ww,   all->wwy - some->wwy,   all->wwyy - some->wwyy,
                  all->wwz - some->wwz, all->wwyz - some->wwyz, all->noise - some->noise,
                  all->n - some->n};
}

static side describe_side(const ds_assign *of, const sums *s) {
    const double a = s->wy / s->w, b = s->wz / s->w;
    const double factor = s->n > 1 ? s->n / (s->n - 1) / (s->w * s->w) : 0;
    side out = {.value = a, .share = b, .square = {1, 0, 0}};
    if (of->by_noise) out.square[0] = s->noise / (s->w * s->w);
    if (!of->studentised) return out;
    out.square[0] = factor * fmax(0, s->wwyy - 2 * a * s->wwy + a * a * s->ww);
    out.square[1] = -2 * factor * (s->wwyz - a * s->wwz - b * s->wwy + a * b * s->ww);
    out.square[2] = factor * fmax(0, s->wwz - 2 * b * s->wwz + b * b * s->ww);
    return out;
}

/* Where in x = T - delta this assignment counts: e + b x is its T*, v[0] + v[1] x + v[2] x² the
 * square of its SE over that of what happened. It counts at 0, and not far from it. */
static void count_between(run *r, double e, double b, const double v[3]) {
    const double f[DS_ROOTS_MAX + 1] = {e * e, 2 * e * b, b * b - v[0], -v[1], -v[2]};
    double at[DS_ROOTS_MAX];
    size_t n;
    if (v[2] > 1e-14) {
        n = ds_roots(f, DS_ROOTS_MAX, at);
        for (size_t i = 0; i + 1 < n; i += 2)
            ds_assign_sweep_add(&r->sweep, at[i], at[i + 1]);
    } else if (fabs(b) >= sqrt(v[0]) * (1 - 1e-12)) {
        r->sweep.always++;
    } else {
        const double k = sqrt(v[0]), one = e / (k - b), two = -e / (k + b);
        ds_assign_sweep_add(&r->sweep, fmin(one, two), fmax(one, two));
    }
}

/* The T* of y - delta z is (a0 - a1) - delta (b0 - b1), and delta = T - x. */
static void count_assignment(run *r) {
    const double t = r->treated.value - r->others.value;
    sums some = {0}, rest;
    side in, out;
    double v[3], b;
    size_t same = 0;
    for (size_t i = 0; i < r->n_treated; i++) {
        add_unit(&some, &r->of->units[r->chosen[i]], 1);
        same += r->of->units[r->chosen[i]].treated;
    }
    r->sweep.counted++;
    if (same == r->n_treated) {
        r->sweep.always++;
        return;
    }
    rest = take_away(&r->total, &some);
    in = describe_side(r->of, &some);
    out = describe_side(r->of, &rest);
    b = in.share - out.share;
    for (size_t i = 0; i < 3; i++)
        v[i] = in.square[i] + out.square[i];
    /* From delta to x. */
    v[0] += v[1] * t + v[2] * t * t;
    v[1] = -v[1] - 2 * v[2] * t;
    if (r->of->studentised || r->of->by_noise)
        for (size_t i = 0; i < 3; i++)
            v[i] /= r->error;
    else
        v[0] = 1;
    count_between(r, in.value - out.value - b * t, b, v);
}

/* All of them: the treated units of each in rising order. */
static void count_all(run *r) {
    const size_t n = r->of->n, g = r->n_treated;
    size_t at;
    for (size_t i = 0; i < g; i++)
        r->chosen[i] = i;
    for (;;) {
        count_assignment(r);
        for (at = g; at > 0 && r->chosen[at - 1] == n - g + at - 1; at--)
            ;
        if (at == 0) return;
        r->chosen[at - 1]++;
        for (size_t i = at; i < g; i++)
            r->chosen[i] = r->chosen[i - 1] + 1;
    }
}

static void count_draws(run *r) {
    const size_t n = r->of->n;
    for (size_t i = 0; i < n; i++)
        r->order[i] = i;
    r->sweep.always++; /* what happened */
    r->sweep.counted++;
    for (uint32_t d = 0; d < r->of->draws; d++) {
        ds_random random = ds_random_start(r->of->seed, d, DS_STREAM_PERMUTATION);
        for (size_t g = 0; g < r->n_treated; g++) {
            const size_t i = g + (size_t)ds_random_below(&random, n - g), unit = r->order[i];
            r->order[i] = r->order[g];
            r->order[g] = r->chosen[g] = unit;
        }
        count_assignment(r);
    }
}

/* C(n, g), at most infinite. */
static double count_assignments(size_t n, size_t g) {
    double all = 1;
    for (size_t i = 1; i <= g; i++)
        all = all * (double)(n - g + i) / (double)i;
    return floor(all + 0.5);
}

/* What happened. False where there is nothing to hold against it, or no SE. */
static bool find_observed(run *r) {
    sums treated = {0}, others;
    for (size_t i = 0; i < r->of->n; i++) {
        add_unit(&r->total, &r->of->units[i], 1);
        if (r->of->units[i].treated) add_unit(&treated, &r->of->units[i], 1);
        r->n_treated += r->of->units[i].treated;
    }
    for (size_t i = 0; i < r->of->n_staying; i++)
        add_unit(&r->total, &r->of->staying[i], 1);
    if (r->n_treated == 0 || r->n_treated == r->of->n) return false;
    others = take_away(&r->total, &treated);
    r->treated = describe_side(r->of, &treated);
    r->others = describe_side(r->of, &others);
    r->error = r->treated.square[0] + r->others.square[0];
    return true;
}

static ds_status count_and_sweep(run *r, ds_assign_result *out, ds_error *err) {
    const double all = out->assignments, most = r->of->all;
    const size_t rows = all <= most ? (size_t)all : (size_t)r->of->draws + 1;
    r->order = ds_calloc(r->of->n + 1, sizeof *r->order);
    r->chosen = ds_calloc(r->n_treated + 1, sizeof *r->chosen);
    if (r->order == NULL || r->chosen == NULL || !ds_assign_sweep_init(&r->sweep, rows))
        return ds_error_memory(err);
    if (all <= most)
        count_all(r);
    else
        count_draws(r);
    ds_assign_sweep_end(&r->sweep, r->of, out);
    if (all > most) out->monte_carlo = sqrt(out->p * (1 - out->p) / (double)r->of->draws);
    out->p = fmax(out->p, 1 / all);
    return DS_OK;
}

ds_status ds_assign_run(const ds_assign *assign, ds_assign_result *out, ds_error *err) {
    ds_assign plain = *assign;
    run r = {.of = &plain};
    ds_assign_result found = {.p = NAN, .low = NAN, .high = NAN, .estimate = NAN};
    ds_status status = DS_OK;
    const bool some = find_observed(&r);
    if (some && !(r.error > assign->slack * assign->slack)) { /* all of a side are equal */
        plain.studentised = plain.by_noise = false;
        r.total = (sums){0};
        r.n_treated = 0;
        (void)find_observed(&r);
    }
    if (some) {
        found.estimate = r.treated.value - r.others.value;
        found.assignments = count_assignments(assign->n, r.n_treated);
        found.cannot = found.assignments * assign->alpha <= 1 + 1e-12;
        status = count_and_sweep(&r, &found, err);
    }
    if (status == DS_OK) *out = found;
    ds_assign_sweep_done(&r.sweep);
    ds_free(r.order);
    ds_free(r.chosen);
    return status;
}

/* stat/survey_calibrate.c: weights that add up to the register: linear and raking. See
 * doorstroom/survey_estimates.h. A person's g depends on the class alone, so all is done on
 * classes. Linear: λ = (Σwxx')⁻¹ (T - Σwx), g = 1 + x'λ. Raking: Newton's steps to Σw exp(x'λ) x =
 * T. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "stat/survey_design.h"

enum { RAKING_STEPS_MAX = 200, SURVEY_LEVELS_MAX = 1000 };

/* What one column of x is: a level of a variable, or with crossed a class. */
typedef struct survey_column {
    size_t variable; /* SIZE_MAX: the intercept, or a class */
    ds_text level;
    double total, respondents;
} survey_column;

typedef struct survey_work {
    ds_survey_design *d;
    size_t year;
    survey_model *m;
    survey_column *columns; /* the intercept first; then levels, of a variable after another */
    size_t n;
    double *step, *gram, *lambda;
} survey_work;

static bool same_survey_text(ds_text a, ds_text b) {
    return (a.data == NULL) == (b.data == NULL) && ds_text_equal(a, b);
}

/* ", 2025", or nothing where there are no years. */
static const char *print_survey_year(const survey_work *w, char out[24]) {
    const int year = w->d->years[w->year];
    out[0] = '\0';
    if (year != 0) (void)snprintf(out, 24, ", %d", year);
    return out;
}

/* "niveau=2, leerweg=bol" */
static void name_survey_class(const ds_survey_design *d, const ds_text *keys, char *out,
                              size_t size) {
    size_t at = 0;
    out[0] = 0;
    for (size_t i = 0; i < d->shape.n_calibration && at < size; i++) {
        const ds_text key = keys[i];
        const int n = snprintf(out + at, size - at, "%s%.40s=%.*s", i > 0 ? ", " : "",
                               d->shape.calibration[i], (int)(key.size < 40 ? key.size : 40),
                               key.data == NULL ? "?" : key.data);
        at += n < 0 ? 0 : (size_t)n;
    }
}

static ds_status refuse_survey_class(const survey_work *w, const ds_text *keys, const char *nl,
                                     const char *en, ds_error *err) {
    char name[300], text_nl[700], text_en[700], year[24];
    name_survey_class(w->d, keys, name, sizeof name);
    (void)snprintf(text_nl, sizeof text_nl, "ijken%s, %s: %s", print_survey_year(w, year), name,
                   nl);
    (void)snprintf(text_en, sizeof text_en, "calibration%s, %s: %s", print_survey_year(w, year),
                   name, en);
    return ds_error_texts(err, DS_INPUT, NULL, 0, 0, text_nl, text_en);
}

static ds_status refuse_survey_level(const survey_work *w, const survey_column *c, const char *nl,
                                     const char *en, ds_error *err) {
    char text_nl[700], text_en[700], year[24];
    const int size = (int)(c->level.size < 100 ? c->level.size : 100);
    const char *name = w->d->shape.calibration[c->variable];
    const char *level = c->level.data == NULL ? "?" : c->level.data;
    (void)snprintf(text_nl, sizeof text_nl, "ijken%s, %.100s=%.*s: %s", print_survey_year(w, year),
                   name, size, level, nl);
    (void)snprintf(text_en, sizeof text_en, "calibration%s, %.100s=%.*s: %s",
                   print_survey_year(w, year), name, size, level, en);
    return ds_error_texts(err, DS_INPUT, NULL, 0, 0, text_nl, text_en);
}

/* ---- columns ---- */

static ds_status add_survey_column(survey_work *w, size_t variable, ds_text level, double total,
                                   double respondents, ds_error *err) {
    for (size_t i = 1; i < w->n; i++) {
        survey_column *c = &w->columns[i];
        if (c->variable != variable || !same_survey_text(c->level, level)) continue;
        c->total += total;
        c->respondents += respondents;
        return DS_OK;
    }
    if (w->n == SURVEY_LEVELS_MAX)
        return ds_error_set(err, DS_INPUT, "ijken: meer dan %d klassen",
                            "calibration: more than %d classes", SURVEY_LEVELS_MAX);
    w->columns[w->n++] = (survey_column){variable, level, total, respondents};
    return DS_OK;
}

/* Whether a margin is of this variable alone, and whether it is of all. */
static bool is_survey_margin(const ds_survey_design *d, const ds_survey_margin *m,
                             size_t variable) {
    for (size_t i = 0; i < d->shape.n_calibration; i++)
        if ((m->calibration[i].data != NULL) != (variable == SIZE_MAX || i == variable))
            return false;
    return true;
}

/* The register's totals of a variable: its own margin, else added up out of the full cross. */
static ds_status read_survey_margin(survey_work *w, size_t variable, ds_error *err) {
    const ds_survey_design *d = w->d;
    const size_t n = ds_survey_cells_n_margins(d->cells);
    ds_status status = DS_OK;
    bool any = false;
    char year[24];
    for (size_t pass = 0; !any && pass < 2; pass++)
        for (size_t i = 0; status == DS_OK && i < n; i++) {
            const ds_survey_margin m = ds_survey_cells_margin(d->cells, i);
            if (m.year != d->years[w->year] ||
                !is_survey_margin(d, &m, pass == 0 ? variable : SIZE_MAX))
                continue;
            any = true;
            status =
                add_survey_column(w, variable, m.calibration[variable], (double)m.students, 0, err);
        }
    if (status == DS_OK && !any)
        return ds_error_set(err, DS_INPUT, "ijken%s: geen aantallen van %.200s",
                            "calibration%s: no totals of %.200s", print_survey_year(w, year),
                            d->shape.calibration[variable]);
    return status;
}

static ds_status read_survey_levels(survey_work *w, size_t variable, ds_error *err) {
    const survey_model *m = w->m;
    ds_status status = w->d->options.calibration == DS_SURVEY_DELIVERED
                           ? DS_OK
                           : read_survey_margin(w, variable, err);
    for (size_t c = m->first; status == DS_OK && c < m->end; c++)
        status = add_survey_column(w, variable, w->d->classes[c].calibration[variable], 0,
                                   w->d->classes[c].weight, err);
    return status;
}

/* Both sides must have a level, or neither; what neither has is left out. */
static ds_status check_survey_levels(survey_work *w, size_t first, ds_error *err) {
    size_t kept = first;
    for (size_t i = first; i < w->n; i++) {
        const survey_column *c = &w->columns[i];
        if (w->d->options.calibration != DS_SURVEY_DELIVERED) {
            if (c->total > 0 && !(c->respondents > 0))
                return refuse_survey_level(
                    w, c, "niemand antwoordde, en het register heeft er studenten",
                    "nobody answered, and the register has students there", err);
            if (c->respondents > 0 && !(c->total > 0))
                return refuse_survey_level(w, c, "antwoorden, en in het register niemand",
                                           "answers, and nobody in the register", err);
        }
        if (c->respondents > 0) w->columns[kept++] = *c;
    }
    w->n = kept;
    return DS_OK;
}

/* Every variable adds up to the same; its first level is in the intercept. */
static ds_status fold_survey_levels(survey_work *w, size_t variable, size_t first, ds_error *err) {
    double total = 0;
    char year[24];
    for (size_t i = first; i < w->n; i++)
        total += w->columns[i].total;
    if (variable > 0 && fabs(total - w->columns[0].total) > 0.5)
        return ds_error_set(err, DS_INPUT,
                            "ijken%s: %.200s telt op tot %.0f, een andere variabele tot %.0f",
                            "calibration%s: %.200s adds up to %.0f, another variable to %.0f",
                            print_survey_year(w, year), w->d->shape.calibration[variable], total,
                            w->columns[0].total);
    w->columns[0].total = total;
    if (w->n > first) {
        memmove(&w->columns[first], &w->columns[first + 1],
                (w->n - first - 1) * sizeof *w->columns);
        w->n--;
    }
    return DS_OK;
}

static ds_status list_survey_columns(survey_work *w, ds_error *err) {
    ds_status status = DS_OK;
    w->columns[0] = (survey_column){.variable = SIZE_MAX};
    w->n = 1;
    for (size_t v = 0; status == DS_OK && v < w->d->shape.n_calibration; v++) {
        const size_t first = w->n;
        status = read_survey_levels(w, v, err);
        if (status == DS_OK) status = check_survey_levels(w, first, err);
        if (status == DS_OK) status = fold_survey_levels(w, v, first, err);
    }
    return status;
}

/* Crossed: a column a class. */
static ds_status list_survey_crossed(survey_work *w, ds_error *err) {
    const ds_survey_design *d = w->d;
    const size_t n = ds_survey_cells_n_margins(d->cells);
    w->n = w->m->end - w->m->first;
    if (w->n > SURVEY_LEVELS_MAX)
        return ds_error_set(err, DS_INPUT, "ijken: meer dan %d klassen",
                            "calibration: more than %d classes", SURVEY_LEVELS_MAX);
    for (size_t i = 0; i < w->n; i++)
        w->columns[i] = (survey_column){.variable = SIZE_MAX};
    if (d->options.calibration == DS_SURVEY_DELIVERED) return DS_OK;
    for (size_t i = 0; i < n; i++) {
        const ds_survey_margin m = ds_survey_cells_margin(d->cells, i);
        size_t c = w->m->first;
        if (m.year != d->years[w->year] || !is_survey_margin(d, &m, SIZE_MAX)) continue;
        for (; c < w->m->end; c++) {
            size_t k = 0;
            while (k < d->shape.n_calibration &&
                   same_survey_text(d->classes[c].calibration[k], m.calibration[k]))
                k++;
            if (k == d->shape.n_calibration) break;
        }
        if (c == w->m->end && m.students > 0)
            return refuse_survey_class(w, m.calibration,
                                       "niemand antwoordde, en het register heeft er studenten",
                                       "nobody answered, and the register has students there", err);
        if (c < w->m->end) w->columns[c - w->m->first].total = (double)m.students;
    }
    for (size_t c = w->m->first; c < w->m->end; c++)
        if (!(w->columns[c - w->m->first].total > 0))
            return refuse_survey_class(w, d->classes[c].calibration,
                                       "antwoorden, en in het register niemand",
                                       "answers, and nobody in the register", err);
    return DS_OK;
}

/* ---- the model ---- */

static ds_status fill_survey_x(survey_work *w, ds_error *err) {
    survey_model *m = w->m;
    m->n_x = w->n;
    m->x = ds_calloc((m->end - m->first) * w->n + 1, sizeof *m->x);
    if (m->x == NULL) return ds_error_memory(err);
    for (size_t c = m->first; c < m->end; c++)
        for (size_t j = 0; j < w->n; j++) {
            const survey_column *column = &w->columns[j];
            m->x[(c - m->first) * w->n + j] =
                w->d->options.crossed ? c - m->first == j
                : j == 0              ? 1
                         : same_survey_text(w->d->classes[c].calibration[column->variable],
                                            column->level);
        }
    return DS_OK;
}

/* Σ w g xx' of the classes, factored. */
static bool factor_survey_gram(const survey_work *w, bool weighted, double *out) {
    const survey_model *m = w->m;
    memset(out, 0, m->n_x * m->n_x * sizeof *out);
    for (size_t c = m->first; c < m->end; c++) {
        const double *x = m->x + (c - m->first) * m->n_x;
        const double g = weighted ? w->d->classes[c].g : 1;
        for (size_t i = 0; i < m->n_x; i++)
            for (size_t j = 0; x[i] != 0 && j <= i; j++)
                out[i * m->n_x + j] += w->d->classes[c].weight * g * x[i] * x[j];
    }
    return ds_survey_factor(out, m->n_x);
}

/* step = T - Σ w g x; returns the largest of it, relative to T. */
static double find_survey_gap(const survey_work *w) {
    const survey_model *m = w->m;
    double largest = 0;
    for (size_t j = 0; j < m->n_x; j++)
        w->step[j] = w->columns[j].total;
    for (size_t c = m->first; c < m->end; c++)
        for (size_t j = 0; j < m->n_x; j++)
            w->step[j] -=
                w->d->classes[c].weight * w->d->classes[c].g * m->x[(c - m->first) * m->n_x + j];
    for (size_t j = 0; j < m->n_x; j++) {
        const double gap = fabs(w->step[j]) / w->columns[j].total;
        if (!(gap <= largest)) largest = gap;
    }
    return largest;
}

static void set_survey_g(const survey_work *w, bool raking) {
    const survey_model *m = w->m;
    for (size_t c = m->first; c < m->end; c++) {
        double sum = 0;
        for (size_t j = 0; j < m->n_x; j++)
            sum += m->x[(c - m->first) * m->n_x + j] * w->lambda[j];
        w->d->classes[c].g = raking ? exp(sum) : 1 + sum;
    }
}

static ds_status calibrate_survey_linear(survey_work *w, ds_error *err) {
    (void)find_survey_gap(w);
    memcpy(w->lambda, w->step, w->m->n_x * sizeof *w->lambda);
    ds_survey_solve(w->m->factor, w->m->n_x, w->lambda);
    set_survey_g(w, false);
    for (size_t c = w->m->first; c < w->m->end; c++)
        if (w->d->classes[c].g < 0)
            return refuse_survey_class(w, w->d->classes[c].calibration,
                                       "lineair ijken maakt dit gewicht negatief; raking kan wel",
                                       "linear calibration makes this weight negative; raking "
                                       "can do it",
                                       err);
    return DS_OK;
}

static ds_status refuse_survey_raking(const survey_work *w, ds_error *err) {
    size_t worst = w->m->first;
    for (size_t c = w->m->first; c < w->m->end; c++)
        if (fabs(log(w->d->classes[c].g)) > fabs(log(w->d->classes[worst].g)) ||
            !isfinite(w->d->classes[c].g))
            worst = c;
    return refuse_survey_class(w, w->d->classes[worst].calibration,
                               "raking komt niet uit op deze aantallen",
                               "raking does not reach these totals", err);
}

/* Newton's step, halved while it does not bring the totals nearer. */
static bool step_survey_raking(survey_work *w, double gap, double *before) {
    const size_t n = w->m->n_x;
    double size = 1;
    if (!factor_survey_gram(w, true, w->gram)) return false;
    ds_survey_solve(w->gram, n, w->step);
    memcpy(before, w->step, n * sizeof *before);
    for (int halved = 0; halved < 20; halved++, size /= 2) {
        for (size_t j = 0; j < n; j++)
            w->lambda[j] += size * before[j];
        set_survey_g(w, true);
        if (find_survey_gap(w) < gap) return true;
        for (size_t j = 0; j < n; j++)
            w->lambda[j] -= size * before[j];
    }
    set_survey_g(w, true);
    return false;
}

static ds_status rake_survey(survey_work *w, ds_error *err) {
    double *before = ds_calloc(w->m->n_x + 1, sizeof *before);
    ds_status status = DS_OK;
    double gap = find_survey_gap(w);
    if (before == NULL) return ds_error_memory(err);
    for (int step = 0; step < RAKING_STEPS_MAX && gap > 1e-14; step++) {
        if (!step_survey_raking(w, gap, before)) break;
        gap = find_survey_gap(w);
    }
    if (!(find_survey_gap(w) <= 1e-11)) status = refuse_survey_raking(w, err);
    ds_free(before);
    return status;
}

static ds_status calibrate_survey_year(survey_work *w, ds_error *err) {
    const ds_survey_options *o = &w->d->options;
    char year[24];
    ds_status status = o->crossed ? list_survey_crossed(w, err) : list_survey_columns(w, err);
    if (status == DS_OK) status = fill_survey_x(w, err);
    if (status != DS_OK) return status;
    w->m->factor = ds_calloc(w->n * w->n + 1, sizeof *w->m->factor);
    if (w->m->factor == NULL) return ds_error_memory(err);
    if (!factor_survey_gram(w, false, w->m->factor))
        return ds_error_set(err, DS_INPUT,
                            "ijken%s: klassen van de ene variabele die samenvallen met die van "
                            "een andere",
                            "calibration%s: classes of one variable that coincide with those of "
                            "another",
                            print_survey_year(w, year));
    if (o->calibration == DS_SURVEY_LINEAR) return calibrate_survey_linear(w, err);
    return o->calibration == DS_SURVEY_RAKING ? rake_survey(w, err) : DS_OK;
}

static ds_status check_survey_known(const survey_work *w, ds_error *err) {
    for (size_t c = w->m->first; c < w->m->end; c++)
        for (size_t k = 0; k < w->d->shape.n_calibration; k++)
            if (w->d->classes[c].calibration[k].data == NULL)
                return refuse_survey_class(w, w->d->classes[c].calibration, "niet bekend",
                                           "not known", err);
    return DS_OK;
}

ds_status ds_survey_calibrate(ds_survey_design *d, ds_error *err) {
    survey_work w = {.d = d};
    ds_status status = DS_OK;
    size_t at = 0;
    if (d->options.calibration == DS_SURVEY_UNCALIBRATED) return DS_OK;
    w.columns = ds_calloc(SURVEY_LEVELS_MAX + 1, sizeof *w.columns);
    w.step = ds_calloc(SURVEY_LEVELS_MAX + 1, sizeof *w.step);
    w.lambda = ds_calloc(SURVEY_LEVELS_MAX + 1, sizeof *w.lambda);
    w.gram = ds_calloc((size_t)SURVEY_LEVELS_MAX * SURVEY_LEVELS_MAX, sizeof *w.gram);
    if (w.columns == NULL || w.step == NULL || w.lambda == NULL || w.gram == NULL)
        status = ds_error_memory(err);
    for (w.year = 0; status == DS_OK && w.year < d->n_years; w.year++) {
        w.m = &d->models[w.year];
        w.m->first = at;
        while (at < d->n_classes && d->classes[at].year == d->years[w.year])
            at++;
        w.m->end = at;
        memset(w.lambda, 0, SURVEY_LEVELS_MAX * sizeof *w.lambda);
        status = check_survey_known(&w, err);
        if (status == DS_OK && w.m->end > w.m->first) status = calibrate_survey_year(&w, err);
    }
    ds_free(w.columns);
    ds_free(w.step);
    ds_free(w.lambda);
    ds_free(w.gram);
    return status;
}

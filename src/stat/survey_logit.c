/* stat/survey_logit.c: logistic regression of a share on the breakdowns of a survey, with the
 * errors of the design. See doorstroom/survey_estimates.h. All persons of a group have the same x,
 * so the fit is on groups; V = A⁻¹X'V_e XA⁻¹ with V_e of the groups' Σw(y - μ), A = Σwμ(1-μ)xx' (D.
 * A. Binder, International Statistical Review 51, 1983). */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "stat/survey_design.h"

enum { LOGIT_STEPS_MAX = 50, LOGIT_COLUMNS_MAX = 200 };

typedef struct survey_logit {
    const ds_survey_design *d;
    ds_survey_coefficient columns[LOGIT_COLUMNS_MAX];
    size_t n;
    double *x;      /* [n_domains * n] */
    double *factor; /* [n * n]: of A */
    double *score, *beta, *mu;
    survey_variable *variables; /* [n_domains] */
    double *covariance;         /* [n_domains²] */
} survey_logit;

static bool has_logit_column(const survey_logit *l, size_t by, ds_text class) {
    for (size_t i = 0; i < l->n; i++)
        if (l->columns[i].by == by && ds_text_equal(l->columns[i].level, class)) return true;
    return false;
}

/* Where the classes of a breakdown, of who answered, are there for the first time they are the one
 * compared with: groups are sorted by the first breakdown alone, so the least is looked for. */
static ds_text find_logit_reference(const ds_survey_design *d, size_t by) {
    ds_text least = {NULL, 0};
    bool any = false;
    for (size_t i = 0; i < d->n_domains; i++) {
        const ds_text class = d->domain_keys[i * d->n_kept + by];
        if (d->domains[i].state != DS_SURVEY_SHOWN) continue;
        if (!any || class.data == NULL || (least.data != NULL && ds_text_compare(class, least) < 0))
            least = class;
        any = true;
    }
    return least;
}

static void sort_logit_columns(survey_logit *l, size_t first) {
    for (size_t i = first + 1; i < l->n; i++)
        for (size_t j = i;
             j > first && ds_text_compare(l->columns[j].level, l->columns[j - 1].level) < 0; j--) {
            const ds_survey_coefficient swap = l->columns[j];
            l->columns[j] = l->columns[j - 1];
            l->columns[j - 1] = swap;
        }
}

static ds_status list_logit_columns(survey_logit *l, ds_error *err) {
    const ds_survey_design *d = l->d;
    l->columns[l->n++] = (ds_survey_coefficient){.by = SIZE_MAX};
    for (size_t by = 0; by < d->n_kept; by++) {
        const ds_text reference = find_logit_reference(d, by);
        const size_t first = l->n;
        for (size_t i = 0; i < d->n_domains; i++) {
            const ds_text class = d->domain_keys[i * d->n_kept + by];
            if (d->domains[i].state != DS_SURVEY_SHOWN || ds_text_equal(class, reference) ||
                has_logit_column(l, by, class))
                continue;
            if (l->n == LOGIT_COLUMNS_MAX)
                return ds_error_set(err, DS_INPUT, "meer dan %d klassen", "more than %d classes",
                                    LOGIT_COLUMNS_MAX);
            l->columns[l->n++] = (ds_survey_coefficient){.by = by, .level = class};
        }
        sort_logit_columns(l, first);
    }
    return DS_OK;
}

static ds_status make_logit_room(survey_logit *l, ds_error *err) {
    const size_t n_domains = l->d->n_domains;
    l->x = ds_calloc(n_domains * l->n + 1, sizeof *l->x);
    l->factor = ds_calloc(l->n * l->n + 1, sizeof *l->factor);
    l->score = ds_calloc(l->n + n_domains + 1, sizeof *l->score);
    l->beta = ds_calloc(l->n + 1, sizeof *l->beta);
    l->mu = ds_calloc(n_domains + 1, sizeof *l->mu);
    l->variables = ds_calloc(n_domains + 1, sizeof *l->variables);
    l->covariance = ds_calloc(n_domains * n_domains + 1, sizeof *l->covariance);
    if (l->x == NULL || l->factor == NULL || l->score == NULL || l->beta == NULL || l->mu == NULL ||
        l->variables == NULL || l->covariance == NULL)
        return ds_error_memory(err);
    for (size_t i = 0; i < n_domains; i++)
        for (size_t j = 0; l->d->domains[i].state == DS_SURVEY_SHOWN && j < l->n; j++)
            l->x[i * l->n + j] =
                l->columns[j].by == SIZE_MAX ||
                ds_text_equal(l->d->domain_keys[i * l->d->n_kept + l->columns[j].by],
                              l->columns[j].level);
    return DS_OK;
}

/* A and the score at beta. */
static bool factor_logit(survey_logit *l) {
    memset(l->factor, 0, l->n * l->n * sizeof *l->factor);
    memset(l->score, 0, l->n * sizeof *l->score);
    for (size_t i = 0; i < l->d->n_domains; i++) {
        const survey_domain *domain = &l->d->domains[i];
        const double *x = l->x + i * l->n;
        double sum = 0, weight;
        if (domain->state != DS_SURVEY_SHOWN) continue;
        for (size_t j = 0; j < l->n; j++)
            sum += x[j] * l->beta[j];
        l->mu[i] = 1 / (1 + exp(-sum));
        weight = domain->wx * l->mu[i] * (1 - l->mu[i]);
        for (size_t j = 0; j < l->n; j++) {
            l->score[j] += x[j] * (domain->wy - domain->wx * l->mu[i]);
            for (size_t k = 0; k <= j; k++)
                l->factor[j * l->n + k] += weight * x[j] * x[k];
        }
    }
    return ds_survey_factor(l->factor, l->n);
}

static ds_status fit_logit(survey_logit *l, ds_error *err) {
    for (int step = 0; step < LOGIT_STEPS_MAX; step++) {
        double largest = 0;
        if (!factor_logit(l)) break;
        ds_survey_solve(l->factor, l->n, l->score);
        for (size_t j = 0; j < l->n; j++) {
            l->beta[j] += l->score[j];
            if (!(fabs(l->score[j]) <= largest)) largest = fabs(l->score[j]);
        }
        if (largest < 1e-13 && factor_logit(l)) return DS_OK;
    }
    return ds_error_set(err, DS_INPUT,
                        "de logistische regressie komt niet uit: een klasse waarin allen hetzelfde "
                        "antwoorden, of klassen die samenvallen",
                        "the logistic regression does not converge: a class in which all answer "
                        "the same, or classes that coincide");
}

static ds_status find_logit_errors(survey_logit *l, ds_error *err) {
    const size_t n = l->d->n_domains;
    double *row = l->score + l->n; /* [n_domains] */
    ds_status status;
    for (size_t i = 0; i < n; i++)
        l->variables[i] = l->d->domains[i].state == DS_SURVEY_SHOWN
                              ? (survey_variable){i, 1, -l->mu[i]}
                              : (survey_variable){i, 0, 0};
    status = ds_survey_variance(l->d, l->variables, n, false, l->covariance, err);
    for (size_t c = 0; status == DS_OK && c < l->n; c++) {
        double variance = 0;
        memset(l->score, 0, l->n * sizeof *l->score);
        l->score[c] = 1;
        ds_survey_solve(l->factor, l->n, l->score);
        for (size_t i = 0; i < n; i++) {
            row[i] = 0;
            for (size_t j = 0; j < l->n; j++)
                row[i] += l->x[i * l->n + j] * l->score[j];
        }
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                variance += row[i] * row[j] * l->covariance[i * n + j];
        l->columns[c].test = ds_survey_make_test(l->beta[c], variance > 0 ? sqrt(variance) : 0,
                                                 l->d->facts.df + 1 - (double)l->n);
    }
    return status;
}

static ds_status check_logit(const ds_survey_design *d, ds_error *err) {
    if (d->shape.kind != DS_SURVEY_SHARE || d->options.total)
        return ds_error_set(err, DS_INPUT, "logistische regressie is van een aandeel",
                            "logistic regression is of a share");
    if (d->n_years != 1)
        return ds_error_set(err, DS_INPUT, "logistische regressie is van één jaar",
                            "logistic regression is of one year");
    return DS_OK;
}

ds_status ds_survey_design_logit(const ds_survey_design *d, ds_survey_coefficient **out,
                                 size_t *out_n, ds_error *err) {
    survey_logit *l = NULL;
    ds_survey_coefficient *list = NULL;
    ds_status status = check_logit(d, err);
    if (status != DS_OK) return status;
    l = ds_calloc(1, sizeof *l);
    if (l == NULL) return ds_error_memory(err);
    l->d = d;
    status = list_logit_columns(l, err);
    if (status == DS_OK) status = make_logit_room(l, err);
    if (status == DS_OK) status = fit_logit(l, err);
    if (status == DS_OK) status = find_logit_errors(l, err);
    if (status == DS_OK) list = ds_calloc(l->n, sizeof *list);
    if (status == DS_OK && list == NULL) status = ds_error_memory(err);
    if (status == DS_OK) {
        memcpy(list, l->columns, l->n * sizeof *list);
        *out = list;
        *out_n = l->n;
    }
    ds_free(l->x);
    ds_free(l->factor);
    ds_free(l->score);
    ds_free(l->beta);
    ds_free(l->mu);
    ds_free(l->variables);
    ds_free(l->covariance);
    ds_free(l);
    return status;
}

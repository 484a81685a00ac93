/* stat/survey_solve.c: small symmetric systems, by Cholesky's factor. See survey_design.h. */
#include <math.h>

#include "stat/survey_design.h"

/* A pivot this much smaller than its diagonal was is rounding: the columns depend on each other. */
#define PIVOT_SMALLEST 1e-11

bool ds_survey_factor(double *a, size_t n) {
    for (size_t j = 0; j < n; j++) {
        double pivot = a[j * n + j];
        for (size_t k = 0; k < j; k++)
            pivot -= a[j * n + k] * a[j * n + k];
        if (!(pivot > PIVOT_SMALLEST * a[j * n + j])) return false;
        pivot = sqrt(pivot);
        for (size_t i = j + 1; i < n; i++) {
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = sum / pivot;
        }
        a[j * n + j] = pivot;
    }
    return true;
}

void ds_survey_solve(const double *factor, size_t n, double *b) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= factor[i * n + k] * b[k];
        b[i] /= factor[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= factor[k * n + i] * b[k];
        b[i] /= factor[i * n + i];
    }
}

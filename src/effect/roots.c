/* effect/roots.c: the roots of a polynomial of low degree, between those of its derivative. See
 * roots.h. */
#include "effect/roots.h"

#include <math.h>
#include <stdbool.h>

static double value_at(const double *coefficients, size_t degree, double x) {
    double value = coefficients[degree];
    for (size_t i = degree; i > 0; i--)
        value = value * x + coefficients[i - 1];
    return value;
}

/* All real roots are within this of 0 (Cauchy). */
static double bound_roots(const double *coefficients, size_t degree) {
    double largest = 0;
    for (size_t i = 0; i < degree; i++)
        largest = fmax(largest, fabs(coefficients[i] / coefficients[degree]));
    return 1 + largest;
}

/* The polynomial has one sign at low and the other at high: steps of Newton, and where one would
 * leave what is left, or gains less than half, the middle of that. Ends where low and high are
 * neighbours, or a step no longer moves. */
static double find_between(const double *coefficients, size_t degree, double low, double high) {
    const bool below = value_at(coefficients, degree, low) > 0;
    double x = low + (high - low) / 2, before = high - low;
    for (;;) {
        double value = coefficients[degree], slope = 0, next;
        for (size_t i = degree; i > 0; i--) {
            slope = slope * x + value;
            value = value * x + coefficients[i - 1];
        }
        if ((value > 0) == below)
            low = x;
        else
            high = x;
        next = x - value / slope;
        if (!(next > low && next < high) || fabs(next - x) > before / 2)
            next = low + (high - low) / 2;
        if (next <= low || next >= high || next == x) return x;
        before = fabs(next - x);
        x = next;
    }
}

size_t ds_roots(const double *coefficients, size_t degree, double out[DS_ROOTS_MAX]) {
    double slope[DS_ROOTS_MAX] = {0}, turns[DS_ROOTS_MAX] = {0}, low, high;
    const double bound = bound_roots(coefficients, degree);
    size_t n_turns = 0, top = degree - 1, n = 0;
    for (size_t i = 0; i < degree; i++)
        slope[i] = (double)(i + 1) * coefficients[i + 1];
    if (top > 0) n_turns = ds_roots(slope, top, turns);
    low = -bound;
    for (size_t i = 0; i <= n_turns; i++) {
        high = i < n_turns ? turns[i] : bound;
        if ((value_at(coefficients, degree, low) > 0) != (value_at(coefficients, degree, high) > 0))
            out[n++] = find_between(coefficients, degree, low, high);
        low = high;
    }
    return n;
}

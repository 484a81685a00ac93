/* effect/roots.h: where a polynomial changes its sign. */
#ifndef DS_EFFECT_ROOTS_H
#define DS_EFFECT_ROOTS_H

#include <stddef.h>

enum { DS_ROOTS_MAX = 4 };

/* The real numbers, rising, where coefficients[0] + coefficients[1] x + … changes its sign, to the
 * last digits of a double; where it only touches zero is none. degree from 1 to DS_ROOTS_MAX, the
 * last coefficient not 0. Returns how many. Between two roots of the derivative there is at most
 * one, which Newton and halving find. */
size_t ds_roots(const double *coefficients, size_t degree, double out[DS_ROOTS_MAX]);

#endif

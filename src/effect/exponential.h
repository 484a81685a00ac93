/* effect/exponential.h: an exponential for loops that the compiler makes wide. */
#ifndef DS_EFFECT_EXPONENTIAL_H
#define DS_EFFECT_EXPONENTIAL_H

#include <stdint.h>
#include <string.h>

/* e^x for -700 ≤ x ≤ 0, to 2 units in the last place: x = k ln 2 + r, the series of e^r to r^13
 * (the rest is below 1e-17), and k in the exponent's bits. Unlike exp() the compiler can take
 * several at a time. */
static inline double ds_exp_below_0(double x) {
    const double shift = 0x1.8p52, ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
    const double shifted = x * 0x1.71547652b82fep0 + shift;
    const double k = shifted - shift;
    const double r = (x - k * ln2_high) - k * ln2_low;
    double e = 1.0 / 6227020800, power;
    uint64_t bits;
    e = e * r + 1.0 / 479001600;
    e = e * r + 1.0 / 39916800;
    e = e * r + 1.0 / 3628800;
    e = e * r + 1.0 / 362880;
    e = e * r + 1.0 / 40320;
    e = e * r + 1.0 / 5040;
    e = e * r + 1.0 / 720;
    e = e * r + 1.0 / 120;
    e = e * r + 1.0 / 24;
    e = e * r + 1.0 / 6;
    e = e * r + 0.5;
    e = e * r + 1;
    e = e * r + 1;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 52) + ((uint64_t)1023 << 52);
    memcpy(&power, &bits, sizeof power);
    return e * power;
}

#endif

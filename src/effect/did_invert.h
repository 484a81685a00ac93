/* effect/did_invert.h: what draws of a permutation say of a constant effect. */
#ifndef DS_EFFECT_DID_INVERT_H
#define DS_EFFECT_DID_INVERT_H

#include "doorstroom/base.h"

/* A draw's statistic on the outcomes less an effect δ of those who were treated is value - δ ×
 * unit; what was is observed - δ × observed_unit. Draws that count: all there are, or random ones
 * and what was. */
typedef struct did_invert {
    double observed, observed_unit;
    const double *value, *unit; /* [n] */
    size_t n;
} did_invert;

/* The share of draws with |value| >= |observed|; as much as 1e-12 less counts as equal. */
double ds_did_invert_p(const did_invert *draws);
/* The hull of the δ with p(δ) > 0.05, at its break points; infinite where it has no end. *io_p
 * becomes the largest p(δ) of 0 and beyond it, where that is more: draws that an effect moves more
 * than what was make p(δ) rise again, and 0 is then inside the hull. Cost: n log n. */
ds_status ds_did_invert_limits(const did_invert *draws, double *out_low, double *out_high,
                               double *io_p, ds_error *err) DS_NODISCARD;

#endif

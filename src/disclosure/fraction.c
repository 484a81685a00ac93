/* disclosure/fraction.c: see fraction.h. In whole numbers: the percentage times 10^decimals. */
#include "disclosure/fraction.h"

#include <math.h>

/* Whether 100 · teller / noemer lies within half a unit of the last decimal of units / scale. */
static bool rounds_to(uint64_t teller, uint64_t noemer, int64_t units, int64_t scale) {
    __extension__ typedef __int128 wide;
    const wide exact = (wide)200 * (wide)teller * scale, printed = (wide)2 * units * (wide)noemer;
    const wide off = exact > printed ? exact - printed : printed - exact;
    return off <= (wide)noemer;
}

size_t ds_fractions_of(double percentage, int decimals, uint64_t from, uint64_t to,
                       ds_fraction *out, size_t n_max) {
    int64_t scale = 1, units;
    size_t n = 0;
    for (int i = 0; i < decimals && i < 12; i++)
        scale *= 10;
    units = llround(percentage * (double)scale);
    for (uint64_t noemer = from < 1 ? 1 : from; noemer <= to; noemer++) {
        const double middle = percentage / 100 * (double)noemer;
        const uint64_t first = middle < 2 ? 0 : (uint64_t)middle - 2;
        for (uint64_t teller = first; teller <= first + 5 && teller <= noemer; teller++) {
            if (!rounds_to(teller, noemer, units, scale)) continue;
            if (n < n_max) out[n] = (ds_fraction){teller, noemer};
            n++;
        }
    }
    return n;
}

/* disclosure/percentage.c: see percentage.h. By trying the noemers, since fractions are few. */
#include "disclosure/percentage.h"

#include <math.h>

#include "disclosure/fraction.h"

enum { TRIED_MOST = 200000, FRACTIONS_MOST = 8 };

static uint64_t smaller_of(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static uint64_t larger_of(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static void widen_interval(ds_interval *interval, uint64_t n) {
    interval->low = smaller_of(interval->low, n);
    interval->high = larger_of(interval->high, n);
}

static bool is_within(const ds_interval *interval, uint64_t n) {
    return n >= interval->low && n <= interval->high;
}

/* The noemers that the teller's bounds leave, with one to spare at both ends. */
static ds_interval noemers_to_try(double percentage, int decimals, const ds_percentage_of *of) {
    const double half = 0.5 * pow(10, -decimals);
    ds_interval out = {larger_of(1, of->noemer.low), of->noemer.high};
    const double least = 100 * (double)of->teller.low / (percentage + half) - 1;
    if (least > (double)out.low) out.low = (uint64_t)least;
    if (of->teller.high != UINT64_MAX && percentage > half) {
        const double most = 100 * (double)of->teller.high / (percentage - half) + 1;
        if (most < (double)out.high) out.high = (uint64_t)most;
    }
    return out;
}

/* The fractions of one noemer into *found; how many there were. */
static size_t try_noemer(double percentage, int decimals, uint64_t noemer,
                         const ds_percentage_of *of, ds_percentage_of *found) {
    ds_fraction list[FRACTIONS_MOST];
    const size_t n = ds_fractions_of(percentage, decimals, noemer, noemer, list, FRACTIONS_MOST);
    size_t fit = 0;
    for (size_t i = 0; i < n && i < FRACTIONS_MOST; i++) {
        const uint64_t complement = noemer - list[i].teller;
        if (!is_within(&of->teller, list[i].teller) || !is_within(&of->complement, complement))
            continue;
        widen_interval(&found->teller, list[i].teller);
        widen_interval(&found->complement, complement);
        widen_interval(&found->noemer, noemer);
        fit++;
    }
    return fit;
}

bool ds_percentage_narrow(double percentage, int decimals, ds_percentage_of *of) {
    const ds_interval none = {UINT64_MAX, 0}, tried = noemers_to_try(percentage, decimals, of);
    const bool all = tried.high <= tried.low || tried.high - tried.low < TRIED_MOST;
    const uint64_t last = all ? tried.high : tried.low + TRIED_MOST;
    ds_percentage_of found = {none, none, none};
    size_t fit = 0;
    for (uint64_t noemer = tried.low; noemer <= last && (all || fit == 0); noemer++)
        fit += try_noemer(percentage, decimals, noemer, of, &found);
    if (fit == 0) return !all;
    if (all)
        *of = found;
    else { /* larger ones fit too: teller and complement grow with the noemer */
        of->noemer.low = found.noemer.low;
        of->teller.low = larger_of(of->teller.low, found.teller.low);
        of->complement.low = larger_of(of->complement.low, found.complement.low);
    }
    return true;
}

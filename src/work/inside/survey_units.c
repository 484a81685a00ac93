/* work/inside/survey_units.c: decimals as whole numbers of a unit that is said. See survey_read.h.
 */
#include <math.h>

#include "work/inside/survey_read.h"

/* Σw²y² of all rows must stay below 2^127. */
enum { SUM_BITS = 126 };

int64_t ds_survey_units_in_one(int decimals) {
    int64_t units = 1;
    for (int i = 0; i < decimals; i++)
        units *= 10;
    return units;
}

bool ds_survey_count_units(double value, int decimals, int64_t *out) {
    const double units = round(value * (double)ds_survey_units_in_one(decimals));
    if (!(fabs(units) < 0x1p62)) return false;
    *out = (int64_t)units;
    return true;
}

/* A decimal of up to fifteen digits is the double that its whole number of units over the unit
 * rounds to, so that the fewest decimals that give it back are its own. */
int ds_survey_find_decimals(double value, bool *out_more) {
    int64_t units;
    *out_more = false;
    for (int d = 0; d <= DS_SURVEY_DECIMALS_MAX; d++)
        if (ds_survey_count_units(value, d, &units) &&
            (double)units / (double)ds_survey_units_in_one(d) == value)
            return d;
    *out_more = true;
    return DS_SURVEY_DECIMALS_MAX;
}

static double count_unit_bits(const survey_unit_found *u) {
    const double units = u->largest * (double)ds_survey_units_in_one(u->decimals);
    return units > 1 ? log2(units) : 0;
}

bool ds_survey_fit_units(survey_unit_found *w, survey_unit_found *y, survey_unit_found *x,
                         uint64_t n_rows) {
    for (;;) {
        const double answer = fmax(count_unit_bits(y), count_unit_bits(x));
        const double bits = 2 * count_unit_bits(w) + 2 * answer + log2((double)n_rows + 1);
        survey_unit_found *most = w;
        if (bits <= SUM_BITS) return true;
        if (y->decimals > most->decimals) most = y;
        if (x->decimals > most->decimals) most = x;
        if (most->decimals == 0) return false;
        most->decimals--;
    }
}

/* figure/scale.c: see scale.h. Steps are 1, 2 or 5 times a power of ten (P. Heckbert, "Nice numbers
 * for graph labels", Graphics Gems, 1990). */
#include "figure/scale.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

void ds_extent_add(ds_extent *extent, double value) {
    if (value < extent->low) extent->low = value;
    if (value > extent->high) extent->high = value;
}

bool ds_extent_is_none(ds_extent extent) {
    return !(extent.low <= extent.high);
}

/* The nice step nearest above a rough one; *out_decimals what it needs behind the mark. */
static double find_step(double rough, int *out_decimals) {
    static const double nice[] = {1, 2, 5, 10};
    const double place = floor(log10(rough)); /* of what is all one value: minus infinity */
    int power = place > -6 ? (int)fmin(place, 300) : -6;
    double unit, step;
    size_t i = 0;
    unit = power >= 0 ? pow(10, power) : 1 / pow(10, -power);
    while (i < 3 && nice[i] * unit < rough * (1 - 1e-9))
        i++;
    step = nice[i] * unit;
    if (i == 3) power++;
    *out_decimals = power < 0 ? -power : 0;
    return step;
}

/* What the axis is to hold: at least what is shown, 0 where that costs little. */
static ds_extent find_ends(ds_extent extent, const ds_figure_axis *axis, bool from_zero) {
    if (ds_extent_is_none(extent)) extent = (ds_extent){0, 1};
    if (isfinite(axis->begin) && axis->begin < extent.high)
        extent.low = fmin(axis->begin, extent.low);
    if (isfinite(axis->end) && axis->end > extent.low) extent.high = fmax(axis->end, extent.high);
    if (from_zero || (!isfinite(axis->begin) && !axis->years && extent.low > 0 &&
                      extent.low < 0.4 * extent.high)) {
        ds_extent_add(&extent, 0);
    }
    if (extent.high - extent.low < 1e-6 * fmax(1, fabs(extent.high))) {
        const double more = fmax(1, 0.1 * fabs(extent.high));
        const double low = extent.low;
        if (extent.high != 0) extent.low = low >= 0 ? fmax(0, low - more) : low - more;
        extent.high += more;
        if (from_zero && low >= 0) extent.low = 0;
    }
    return extent;
}

/* An end lies on a part of a step: a whole one where an axis begins above 0, which is said; else a
 * fifth, so that no room is wasted. */
enum { FIFTHS = 5 };
static double round_end(double end, double step, double parts, bool up) {
    const double part = step / parts;
    return part * (up ? ceil(end / part - 1e-9) : floor(end / part + 1e-9));
}

ds_scale ds_scale_make(ds_extent extent, const ds_figure_axis *axis, bool from_zero, size_t about) {
    const ds_extent ends = find_ends(extent, axis, from_zero);
    const bool percent = axis->unit.nl != NULL && strcmp(axis->unit.nl, "%") == 0;
    ds_scale scale = {0, 0, 0, 0, 1, 0};
    scale.step =
        find_step((ends.high - ends.low) / (double)(about < 1 ? 1 : about), &scale.decimals);
    if (axis->years && scale.step < 1) scale.step = 1, scale.decimals = 0;
    scale.low = round_end(ends.low, scale.step, ends.low < 0 ? FIFTHS : 1, false);
    scale.high = round_end(ends.high, scale.step, FIFTHS, true);
    if (percent && ends.high <= 100 && scale.high > 100) scale.high = 100;
    if (!(scale.high > scale.low)) scale.high = scale.low + scale.step;
    return scale;
}

double ds_scale_at(const ds_scale *s, double value) {
    return s->from + (s->to - s->from) * ((value - s->low) / (s->high - s->low));
}

/* The first step that lies on it, in steps from 0. */
static double find_first(const ds_scale *scale) {
    return ceil(scale->low / scale->step - 1e-9);
}

size_t ds_scale_n_steps(const ds_scale *scale) {
    const double n = floor(scale->high / scale->step + 1e-9) - find_first(scale);
    return n >= 0 ? 1 + (size_t)fmin(n, 1000) : 0; /* none lies on one that is within a step */
}

double ds_scale_step(const ds_scale *scale, size_t i) {
    const double value = (find_first(scale) + (double)i) * scale->step;
    return fabs(value) < 1e-9 * scale->step ? 0 : value;
}

/* ---- numbers ---- */

/* "-0,0" is "0,0"; a minus is one. */
static void add_sign(const char *digits, char out[DS_NUMBER_SIZE + 4]) {
    const bool minus = digits[0] == '-' && strspn(digits, "-0.,") != strlen(digits);
    if (digits[0] == '-') digits++;
    (void)snprintf(out, DS_NUMBER_SIZE + 4, "%s%s", minus ? "−" : "", digits);
}

/* Units of at most so many bytes stand at each number; a longer one stands in the title. */
enum { UNIT_SHORT = 4 };

char *ds_figure_number(const ds_figure_axis *axis, double value, int decimals, bool unit,
                       ds_lang lang, char out[DS_NUMBER_TEXT]) {
    const char *word = ds_say_text(axis->unit, lang);
    char digits[DS_NUMBER_SIZE], number[DS_NUMBER_SIZE + 4];
    if (axis->years) {
        (void)snprintf(out, DS_NUMBER_TEXT, "%.0f", value);
        return out;
    }
    ds_number_print_grouped(value, decimals, lang == DS_NL, digits);
    add_sign(digits, number);
    if (!unit || word[0] == '\0' || strlen(word) > UNIT_SHORT)
        (void)snprintf(out, DS_NUMBER_TEXT, "%s", number);
    else if (strcmp(word, "€") == 0)
        (void)snprintf(out, DS_NUMBER_TEXT, "€\u00A0%s", number);
    else
        (void)snprintf(out, DS_NUMBER_TEXT, "%s\u00A0%.4s", number, word);
    return out;
}

/* target/plan_asked.c: bands and thresholds that a user asks in the place of the plan's. See
 * doorstroom/monitor.h. */
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "target/plan.h"

enum { BAND_MAX = 1000 };

/* How a comparison begins, and what it is. */
static const struct {
    const char *sign, *comparison;
} signs[] = {{"<=", "<="},     {">=", ">="}, {"\u2264", "<="},
             {"\u2265", ">="}, {"<", "<"},   {">", ">"}};

bool ds_plan_threshold(ds_text text, ds_threshold *out) {
    text = ds_text_trim(text);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t size = strlen(signs[i].sign);
        if (text.size < size || memcmp(text.data, signs[i].sign, size) != 0) continue;
        memset(out->comparison, 0, sizeof out->comparison);
        memcpy(out->comparison, signs[i].comparison, strlen(signs[i].comparison));
        return ds_number_parse_decimal(ds_text_trim((ds_text){text.data + size, text.size - size}),
                                       &out->value);
    }
    return false;
}

/* The next of a list with commas; *at becomes NULL after the last. */
static ds_text next_asked(const char **at) {
    const char *comma = strchr(*at, ',');
    const ds_text piece = {*at, comma == NULL ? strlen(*at) : (size_t)(comma - *at)};
    *at = comma == NULL ? NULL : comma + 1;
    return ds_text_trim(piece);
}

static ds_status refuse_asked(const char *text, const char *nl, const char *en, ds_error *err) {
    char found[72];
    ds_suggest_excerpt(ds_text_of(text), found, sizeof found);
    return ds_error_set(err, DS_USAGE, "%s%.0s; gevonden: '%s'", "%.0s%s; found: '%s'", nl, en,
                        found);
}

static ds_status read_asked_bands(const char *text, double *out, size_t *n, ds_error *err) {
    for (const char *at = text; at != NULL; (*n)++)
        if (*n == DS_BANDS_MAX || !ds_number_parse_decimal(next_asked(&at), &out[*n]) ||
            out[*n] < 0 || out[*n] > BAND_MAX || (*n > 0 && out[*n] <= out[*n - 1]))
            return refuse_asked(
                text, "--banden: verwacht ten hoogste 16 stijgende getallen van 0 tot 1000",
                "--banden: expected at most 16 rising numbers from 0 to 1000", err);
    return DS_OK;
}

static ds_status read_asked_thresholds(const char *text, ds_threshold *out, size_t *n,
                                       ds_error *err) {
    for (const char *at = text; at != NULL; (*n)++)
        if (*n == DS_BANDS_MAX || !ds_plan_threshold(next_asked(&at), &out[*n]))
            return refuse_asked(text,
                                "--drempels: verwacht ten hoogste 16 van <, <=, > of >= met een "
                                "getal, als '>= 40,> 35'",
                                "--drempels: expected at most 16 of <, <=, > or >= with a number, "
                                "like '>= 40,> 35'",
                                err);
    return DS_OK;
}

static bool is_of_ratios(ds_monitor_kind kind) {
    return kind == DS_MONITOR_SPENDING || kind == DS_MONITOR_SPENDING_WHOLE ||
           kind == DS_MONITOR_SPENDING_STACKED;
}

ds_status ds_monitor_plan_ask(ds_monitor_plan *plan, const char *bands, const char *thresholds,
                              ds_error *err) {
    double cuts[DS_BANDS_MAX] = {0};
    ds_threshold asked[DS_BANDS_MAX] = {0};
    size_t n_cuts = 0, n_asked = 0;
    ds_status status = DS_OK;
    if (bands != NULL) status = read_asked_bands(bands, cuts, &n_cuts, err);
    if (status == DS_OK && thresholds != NULL)
        status = read_asked_thresholds(thresholds, asked, &n_asked, err);
    for (size_t t = 0; status == DS_OK && t < plan->n_tables; t++) {
        ds_monitor_table *table = &plan->tables[t];
        if (!is_of_ratios(table->kind)) continue;
        if (bands != NULL) {
            memcpy(table->cuts, cuts, sizeof cuts);
            table->n_cuts = n_cuts;
        }
        if (thresholds != NULL) {
            memcpy(table->thresholds, asked, sizeof asked);
            table->n_thresholds = n_asked;
        }
    }
    return status;
}

void ds_monitor_plan_single_years(ds_monitor_plan *plan) {
    plan->rules.pool = 1;
}

/* work/inside/growth.c: what each group adds to the growth of an indicator. See
 * doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/shown.h"

/* The years asked; without any the last that can be compared. */
static size_t list_growth_years(const ds_shown *shown, const ds_tally_table *t, int *out) {
    size_t n = ds_shown_years(shown, t->counted, t->n_counted, false, out);
    if (shown->n_years == 0 && n > 1) {
        out[0] = out[n - 1];
        n = 1;
    }
    return n;
}

static ds_status add_growths(const ds_shown *shown, ds_growth_found *found, ds_error *err) {
    const ds_tally_table *t = found->table;
    int years[DS_COMPARISON_YEARS_MAX];
    const size_t n = list_growth_years(shown, t, years);
    ds_status status = DS_OK;
    if (n == 0)
        return ds_error_set(err, DS_INPUT, "van deze schooljaren is er niets geteld",
                            "nothing was counted of these school years");
    found->years = ds_calloc(n, sizeof *found->years);
    if (found->years == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        ds_growth_year *year = &found->years[found->n_years];
        year->after = years[i];
        year->before = shown->options.against > 0 ? shown->options.against : years[i] - 1;
        status = ds_growth_new(t->cells, year->before, year->after, &year->growth, err);
        found->n_years += status == DS_OK;
    }
    return status;
}

static ds_status find_growth(const ds_work *work, const ds_growth_options *options,
                             ds_growth_found *found, ds_error *err) {
    ds_tallies_options asked = DS_TALLIES_OPTIONS_INIT;
    ds_table_options table = DS_TABLE_OPTIONS_INIT;
    ds_tallies *tallies = NULL;
    ds_shown shown = {0};
    size_t n;
    ds_status status;
    table.years = options->years;
    table.compare = options->compare;
    asked.definitions_file = options->definitions_file;
    asked.indicators = options->indicator;
    asked.by = options->by;
    asked.present_codes = options->present_codes;
    asked.narrow.where = options->where;
    status = ds_shown_read(&table, &shown, err);
    if (status == DS_OK) status = ds_work_tally(work, &asked, &tallies, err);
    if (status != DS_OK) return status;
    found->own = tallies;
    found->table = ds_tallies_tables(tallies, &n);
    found->source = ds_tallies_source(tallies);
    return add_growths(&shown, found, err);
}

ds_status ds_work_growth(const ds_work *work, const ds_growth_options *options,
                         ds_growth_found *out, ds_error *err) {
    ds_growth_found found = {0};
    ds_status status =
        ds_error_version(err, "ds_growth_options", options->version, DS_GROWTH_OPTIONS_VERSION);
    if (status == DS_OK && (options->indicator == NULL || strchr(options->indicator, ',') != NULL ||
                            options->by == NULL || options->by[0] == '\0'))
        status = ds_error_set(err, DS_USAGE, "groei vraagt één --indicator en --by",
                              "growth asks for one --indicator and --by");
    if (status != DS_OK) return status;
    status = find_growth(work, options, &found, err);
    if (status == DS_OK)
        *out = found;
    else
        ds_growth_found_done(&found);
    return status;
}

void ds_growth_found_done(ds_growth_found *found) {
    for (size_t i = 0; i < found->n_years; i++)
        ds_growth_free(found->years[i].growth);
    ds_free(found->years);
    ds_tallies_free(found->own);
    *found = (ds_growth_found){0};
}

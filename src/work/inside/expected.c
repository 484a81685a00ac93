/* work/inside/expected.c: what was to be expected given who comes in, over a register. See
 * doorstroom/chances.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/chances.h"
#include "work/inside/counted.h"
#include "work/inside/names.h"

struct ds_expectations {
    ds_counting counting;
    ds_counted counted;
    ds_names covariates;
    size_t keys[COUNTED_KEYS_MAX];
    ds_expected_options options;
    ds_expected_result result;
    char *where;
    ds_expected_block block;
};

void ds_expectations_free(ds_expectations *expectations) {
    if (expectations == NULL) return;
    ds_expected_result_done(&expectations->result);
    ds_counted_done(&expectations->counted);
    ds_names_done(&expectations->covariates);
    ds_counting_done(&expectations->counting);
    ds_free(expectations->where);
    ds_free(expectations);
}

const ds_expected_block *ds_expectations_block(const ds_expectations *expectations) {
    return &expectations->block;
}

static ds_status count_expected_cells(ds_expectations *e, const ds_work_expected_options *o,
                                      ds_error *err) {
    const char *keys[COUNTED_KEYS_MAX] = {"instelling"};
    size_t n_keys = 1;
    for (size_t i = 0; i < e->covariates.n; i++) {
        e->keys[i] = ds_counted_key(e->covariates.names[i], keys, &n_keys);
        if (e->keys[i] == 0 || e->keys[i] == SIZE_MAX)
            return ds_error_set(err, DS_USAGE,
                                "--covariates: hoogstens %d, zonder instelling (zie "
                                "--institution-effects)",
                                "--covariates: at most %d, without instelling (see "
                                "--institution-effects)",
                                COUNTED_KEYS_MAX - 1);
    }
    return ds_counting_count(&e->counting, o->indicator, keys, n_keys, &e->counted, err);
}

static ds_status estimate_expected(ds_expectations *e, const ds_work_expected_options *o,
                                   ds_error *err) {
    size_t year = 0;
    ds_status status = count_expected_cells(e, o, err);
    if (status == DS_OK) status = ds_counted_year(&e->counted, o->year, &year, err);
    e->options = (ds_expected_options)DS_EXPECTED_OPTIONS_INIT;
    e->options.covariates = e->keys;
    e->options.n_covariates = e->covariates.n;
    e->options.year = year;
    e->options.institution_effects = o->institution_effects;
    e->options.minimum = o->minimum;
    if (status != DS_OK) return status;
    return ds_expected_estimate(e->counted.cells, &e->options, &e->result, err);
}

ds_status ds_work_expected(const ds_work *work, const ds_work_expected_options *options,
                           ds_expectations **out, ds_error *err) {
    const char *covariates =
        options->covariates == NULL ? DS_EXPECTED_COVARIATES : options->covariates;
    ds_expectations *e;
    ds_status status = ds_error_version(err, "ds_work_expected_options", options->version,
                                        DS_WORK_EXPECTED_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (options->indicator == NULL)
        return ds_error_set(err, DS_USAGE, "welke indicator? --indicator",
                            "which indicator? --indicator");
    e = ds_calloc(1, sizeof *e);
    if (e == NULL) return ds_error_memory(err);
    status = ds_names_split("--covariates", covariates[0] == '\0' ? NULL : covariates,
                            COUNTED_KEYS_MAX, &e->covariates, err);
    if (status == DS_OK)
        status = ds_counting_open(work, options->definitions_file, NULL, &e->counting, err);
    if (status == DS_OK && options->where != NULL) {
        e->counting.where = e->where = ds_strdup(options->where);
        if (e->where == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = estimate_expected(e, options, err);
    e->block = (ds_expected_block){&e->counted.indicator,
                                   e->counted.cells,
                                   &e->options,
                                   &e->result,
                                   e->counting.source,
                                   e->where,
                                   e->counted.where_unknown[e->options.year]};
    if (status == DS_OK)
        *out = e;
    else
        ds_expectations_free(e);
    return status;
}

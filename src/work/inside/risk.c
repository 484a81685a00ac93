/* work/inside/risk.c: who runs the risk, over a register. See doorstroom/chances.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/chances.h"
#include "work/inside/counted.h"
#include "work/inside/names.h"

struct ds_risks {
    ds_counting counting;
    ds_counted counted;
    ds_names attributes;
    size_t keys[COUNTED_KEYS_MAX];
    ds_risk_options options;
    ds_risk_result result;
    char *where;
    ds_risk_block block;
};

void ds_risks_free(ds_risks *risks) {
    if (risks == NULL) return;
    ds_risk_result_done(&risks->result);
    ds_counted_done(&risks->counted);
    ds_names_done(&risks->attributes);
    ds_counting_done(&risks->counting);
    ds_free(risks->where);
    ds_free(risks);
}

const ds_risk_block *ds_risks_block(const ds_risks *risks) {
    return &risks->block;
}

static ds_status count_risk_cells(ds_risks *r, const ds_work_risk_options *o, ds_error *err) {
    const char *keys[COUNTED_KEYS_MAX] = {"instelling"};
    size_t n_keys = 1;
    for (size_t i = 0; i < r->attributes.n; i++) {
        r->keys[i] = ds_counted_key(r->attributes.names[i], keys, &n_keys);
        if (r->keys[i] == SIZE_MAX)
            return ds_error_set(err, DS_USAGE, "--attributes: hoogstens %d kenmerken",
                                "--attributes: at most %d attributes", DS_RISK_ATTRIBUTES_MAX);
    }
    return ds_counting_count(&r->counting, o->indicator, keys, n_keys, &r->counted, err);
}

static ds_status search_register(ds_risks *r, const ds_work_risk_options *o, ds_error *err) {
    size_t year = 0;
    ds_status status = count_risk_cells(r, o, err);
    if (status == DS_OK) status = ds_counted_year(&r->counted, o->year, &year, err);
    r->options = (ds_risk_options)DS_RISK_OPTIONS_INIT;
    r->options.attributes = r->keys;
    r->options.n_attributes = r->attributes.n;
    r->options.depth = o->depth;
    r->options.minimum = o->minimum;
    r->options.year = year;
    r->options.adjust = o->adjust;
    r->options.rate = o->rate;
    if (status != DS_OK) return status;
    r->options.complement =
        r->counted.indicator.better != NULL && strcmp(r->counted.indicator.better, "higher") == 0;
    return ds_risk_search(r->counted.cells, &r->options, &r->result, err);
}

ds_status ds_work_risk(const ds_work *work, const ds_work_risk_options *options, ds_risks **out,
                       ds_error *err) {
    ds_risks *r;
    ds_status status = ds_error_version(err, "ds_work_risk_options", options->version,
                                        DS_WORK_RISK_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (options->indicator == NULL)
        return ds_error_set(err, DS_USAGE, "welke indicator? --indicator",
                            "which indicator? --indicator");
    r = ds_calloc(1, sizeof *r);
    if (r == NULL) return ds_error_memory(err);
    status = ds_names_split("--attributes",
                            options->attributes == NULL ? DS_RISK_ATTRIBUTES : options->attributes,
                            DS_RISK_ATTRIBUTES_MAX, &r->attributes, err);
    if (status == DS_OK)
        status = ds_counting_open(work, options->definitions_file, NULL, &r->counting, err);
    if (status == DS_OK && options->where != NULL) {
        r->counting.where = r->where = ds_strdup(options->where);
        if (r->where == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = search_register(r, options, err);
    r->block = (ds_risk_block){&r->counted.indicator,
                               r->counted.cells,
                               &r->options,
                               &r->result,
                               r->counting.source,
                               r->where,
                               r->counted.where_unknown[r->options.year]};
    if (status == DS_OK)
        *out = r;
    else
        ds_risks_free(r);
    return status;
}

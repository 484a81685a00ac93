/* work/inside/duration.c: how long until what, on any table: rows → a sample → durations. See
 * doorstroom/inside.h. */
#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/inside.h"
#include "work/inside/match_read.h"

enum { DURATION_CLUSTER_MAX = 16 };

struct ds_work_duration_result {
    ds_duration_block block;
    match_read read; /* the causes are called as in its sample */
    const char *causes[DS_DURATION_CAUSES_MAX];
    char *texts[4]; /* of the block: file, treatment, cluster, none */
    ds_duration_result estimate;
};

void ds_work_duration_free(ds_work_duration_result *r) {
    if (r == NULL) return;
    ds_match_read_done(&r->read);
    for (size_t i = 0; i < sizeof r->texts / sizeof *r->texts; i++)
        ds_free(r->texts[i]);
    ds_duration_result_done(&r->estimate);
    ds_free(r);
}

const ds_duration_block *ds_work_duration_block(const ds_work_duration_result *result) {
    return &result->block;
}

static ds_status check_duration_asked(const ds_work_duration_options *o, ds_error *err) {
    if (o->file == NULL)
        return ds_error_set(err, DS_USAGE, "welke tabel? --data", "which table? --data");
    if (o->time == NULL)
        return ds_error_set(err, DS_USAGE, "welke kolom is het jaar waarin het gebeurde? --time",
                            "which column is the year it happened in? --time");
    if (o->cause == NULL)
        return ds_error_set(err, DS_USAGE, "welke kolom is wat er gebeurde? --cause",
                            "which column is what happened? --cause");
    if (o->treated != NULL && o->treatment == NULL)
        return ds_error_set(err, DS_USAGE, "--treated hoort bij --treatment",
                            "--treated belongs to --treatment");
    return DS_OK;
}

static ds_status keep_duration_texts(const ds_work_duration_options *o, ds_work_duration_result *r,
                                     ds_error *err) {
    const char *const texts[] = {o->file, o->treatment, o->cluster,
                                 o->none == NULL ? "0" : o->none};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i] == NULL) continue;
        r->texts[i] = ds_strdup(texts[i]);
        if (r->texts[i] == NULL) return ds_error_memory(err);
    }
    return DS_OK;
}

static ds_status read_duration_table(const ds_work *work, const ds_work_duration_options *o,
                                     match_read *out, ds_error *err) {
    match_asked asked = {.work = work,
                         .path = o->file,
                         .treatment = o->treatment,
                         .treated = o->treated,
                         .count = o->count,
                         .years = DS_DURATION_YEARS_MAX,
                         .filled = true};
    ds_status status = ds_names_split("--time", o->time, 1, &asked.outcomes, err);
    if (status == DS_OK) status = ds_names_split("--cause", o->cause, 1, &asked.factors, err);
    if (status == DS_OK)
        status = ds_names_split("--cluster", o->cluster, DURATION_CLUSTER_MAX, &asked.cluster, err);
    if (status == DS_OK) status = ds_match_read_table(&asked, out, err);
    ds_names_done(&asked.outcomes);
    ds_names_done(&asked.factors);
    ds_names_done(&asked.cluster);
    return status;
}

static void fill_duration_block(ds_work_duration_result *r, uint64_t nothing) {
    r->block.file = r->texts[0];
    r->block.treatment = r->texts[1];
    r->block.cluster = r->texts[2];
    r->block.none = r->texts[3];
    r->block.causes = r->causes;
    r->block.result = &r->estimate;
    r->block.nothing = nothing;
    r->block.missing_treatment = r->read.missing_treatment;
    r->block.missing_time = r->read.missing_outcome[0];
    r->block.missing_cluster = r->read.missing_cluster;
}

static ds_status run_duration(const ds_work *work, const ds_work_duration_options *o,
                              ds_work_duration_result *r, ds_error *err) {
    ds_duration *duration = NULL;
    ds_status status = check_duration_asked(o, err);
    if (status == DS_OK) status = keep_duration_texts(o, r, err);
    if (status == DS_OK) status = read_duration_table(work, o, &r->read, err);
    if (status == DS_OK)
        status = ds_duration_from_sample(r->read.samples[0], o->none, r->causes, &r->block.n_causes,
                                         &duration, err);
    if (status == DS_INPUT) ds_error_place(err, o->file, 0, 0);
    if (status == DS_OK) status = ds_duration_estimate(duration, o->years, &r->estimate, err);
    if (status == DS_OK) fill_duration_block(r, ds_duration_nothing(duration));
    ds_duration_free(duration);
    return status;
}

ds_status ds_work_duration(const ds_work *work, const ds_work_duration_options *options,
                           ds_work_duration_result **out, ds_error *err) {
    ds_work_duration_result *r;
    ds_status status = ds_error_version(err, "ds_work_duration_options", options->version,
                                        DS_WORK_DURATION_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    r = ds_calloc(1, sizeof *r);
    if (r == NULL) return ds_error_memory(err);
    status = run_duration(work, options, r, err);
    if (status == DS_OK)
        *out = r;
    else
        ds_work_duration_free(r);
    return status;
}

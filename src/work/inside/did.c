/* work/inside/did.c: before and after on any table: rows → samples → panels → estimates. See
 * doorstroom/inside.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/inside.h"
#include "work/inside/match_read.h"

enum { DID_OUTCOMES_MAX = 64, DID_UNIT_MAX = 16 };

struct ds_work_did_result {
    ds_did_block block;
    match_asked asked;
    char *path, *treatment, *count;
    ds_did_row *rows;
    ds_did_result *results;
    ds_did_panel **panels; /* the results name their vestigingen */
    size_t n;
};

void ds_work_did_free(ds_work_did_result *r) {
    if (r == NULL) return;
    for (size_t i = 0; i < r->n; i++) {
        if (r->results != NULL) ds_did_result_done(&r->results[i]);
        if (r->panels != NULL) ds_did_panel_free(r->panels[i]);
    }
    ds_names_done(&r->asked.outcomes);
    ds_names_done(&r->asked.numbers);
    ds_names_done(&r->asked.cluster);
    ds_free(r->path);
    ds_free(r->treatment);
    ds_free(r->count);
    ds_free(r->rows);
    ds_free(r->results);
    ds_free(r->panels);
    ds_free(r);
}

const ds_did_block *ds_work_did_block(const ds_work_did_result *result) {
    return &result->block;
}

/* ---- what is asked ---- */

static ds_status check_did_asked(const ds_work_did_options *o, ds_error *err) {
    if (o->file == NULL)
        return ds_error_set(err, DS_USAGE, "welke tabel? --data", "which table? --data");
    if (o->outcomes == NULL)
        return ds_error_set(err, DS_USAGE, "welke uitkomst? --outcome", "which outcome? --outcome");
    if (o->unit == NULL)
        return ds_error_set(err, DS_USAGE, "welke kolom is de vestiging? --unit",
                            "which column is the vestiging? --unit");
    if (o->time == NULL)
        return ds_error_set(err, DS_USAGE, "welke kolom is het jaar? --time",
                            "which column is the year? --time");
    if ((o->treatment == NULL) == (o->starts == NULL))
        return ds_error_set(err, DS_USAGE,
                            "wanneer begint een vestiging? --treatment of --starts, een van beide",
                            "when does a vestiging start? --treatment or --starts, one of the two");
    return DS_OK;
}

/* The years are the first numbers of the samples. */
static ds_status split_did_names(const ds_work_did_options *o, match_asked *a, ds_error *err) {
    char both[512];
    const int n = snprintf(both, sizeof both, "%s%s%s", o->time, o->starts == NULL ? "" : ",",
                           o->starts == NULL ? "" : o->starts);
    ds_status status =
        ds_names_split("--outcome", o->outcomes, DID_OUTCOMES_MAX, &a->outcomes, err);
    if (n < 0 || (size_t)n >= sizeof both)
        return ds_error_set(err, DS_USAGE, "--time: een naam is te lang",
                            "--time: a name is too long");
    if (status == DS_OK) status = ds_names_split("--unit", o->unit, DID_UNIT_MAX, &a->cluster, err);
    if (status == DS_OK) status = ds_names_split("--time", both, 2, &a->numbers, err);
    if (status == DS_OK && a->numbers.n != (o->starts == NULL ? 1u : 2u))
        status = ds_error_set(err, DS_USAGE, "--time en --starts: elk een kolom",
                              "--time and --starts: one column each");
    return status;
}

static ds_status copy_did_text(const char *text, char **out, ds_error *err) {
    *out = text == NULL ? NULL : ds_strdup(text);
    return text != NULL && *out == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status fill_did_asked(const ds_work *work, const ds_work_did_options *o,
                                ds_work_did_result *r, ds_error *err) {
    ds_status status = check_did_asked(o, err);
    if (status == DS_OK) status = copy_did_text(o->file, &r->path, err);
    if (status == DS_OK) status = copy_did_text(o->treatment, &r->treatment, err);
    if (status == DS_OK) status = copy_did_text(o->count, &r->count, err);
    r->asked.work = work;
    r->asked.path = r->path;
    r->asked.treatment = r->treatment;
    r->asked.count = r->count;
    return status == DS_OK ? split_did_names(o, &r->asked, err) : status;
}

/* ---- the whole ---- */

static ds_status make_did_room(ds_work_did_result *r, size_t n, ds_error *err) {
    r->rows = ds_calloc(n + 1, sizeof *r->rows);
    r->results = ds_calloc(n + 1, sizeof *r->results);
    r->panels = ds_calloc(n + 1, sizeof(ds_did_panel *));
    if (r->rows == NULL || r->results == NULL || r->panels == NULL) return ds_error_memory(err);
    r->n = n;
    return DS_OK;
}

static ds_status estimate_did_outcome(const ds_work_did_options *o, const match_read *read,
                                      size_t i, ds_work_did_result *r, ds_error *err) {
    ds_did_options options = o->estimate;
    ds_status status =
        ds_did_panel_from_sample(read->samples[i], o->starts != NULL, &r->panels[i], err);
    options.share = read->share[i];
    if (status == DS_OK)
        status = ds_did_estimate_effects(r->panels[i], &options, &r->results[i], err);
    r->rows[i] = (ds_did_row){.outcome = r->asked.outcomes.names[i],
                              .name = "",
                              .name_en = "",
                              .year = -1,
                              .share = read->share[i],
                              .unknown = read->missing_outcome[i],
                              .options = options,
                              .result = &r->results[i]};
    return status;
}

static ds_status run_did_table(const ds_work_did_options *o, ds_work_did_result *r, ds_error *err) {
    match_read read = {0};
    ds_status status = ds_match_read_table(&r->asked, &read, err);
    if (status == DS_OK) status = make_did_room(r, read.n_outcomes, err);
    for (size_t i = 0; status == DS_OK && i < read.n_outcomes; i++)
        status = estimate_did_outcome(o, &read, i, r, err);
    r->block = (ds_did_block){.file = r->path,
                              .rows = r->rows,
                              .n_rows = r->n,
                              .missing_treatment = read.missing_treatment};
    if (status == DS_OK && r->n > 0)
        r->block.missing_time = ds_effect_sample_missing(read.samples[0]);
    ds_match_read_done(&read);
    return status;
}

ds_status ds_work_did(const ds_work *work, const ds_work_did_options *options,
                      ds_work_did_result **out, ds_error *err) {
    ds_work_did_result *r;
    ds_status status =
        ds_error_version(err, "ds_work_did_options", options->version, DS_WORK_DID_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    r = ds_calloc(1, sizeof *r);
    if (r == NULL) return ds_error_memory(err);
    status = fill_did_asked(work, options, r, err);
    if (status == DS_OK) status = run_did_table(options, r, err);
    if (status == DS_OK)
        *out = r;
    else
        ds_work_did_free(r);
    return status;
}

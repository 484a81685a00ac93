/* work/inside/report.c: a release of what recipes ask. See doorstroom/inside.h. */
#include "base/error.h"
#include "doorstroom/inside.h"

ds_status ds_work_report(const ds_work *work, const ds_work_report_options *options,
                         ds_work_reported *out, ds_error *err) {
    const ds_status status = ds_error_version(err, "ds_work_report_options", options->version,
                                              DS_WORK_REPORT_OPTIONS_VERSION);
    (void)work;
    (void)out;
    if (status != DS_OK) return status;
    return ds_error_set(err, DS_INPUT, "recepten worden nog niet gelezen",
                        "recipes are not read yet");
}

void ds_work_reported_done(ds_work_reported *reported) {
    *reported = (ds_work_reported){0};
}

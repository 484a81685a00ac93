/* bench/cmd_register.c: 'simulate' and 'simulate-parquet' make the deliveries, 'import' measures
 * what makes a register of them, 'import-sql' what writes its tables for SQL. */
#include <string.h>

#include "base/memory.h"
#include "bench.h"
#include "doorstroom/simulate.h"

static int simulate(const bench_args *args, bool parquet) {
    ds_simulate_options options = {.n_persons = args->number,
                                   .seed = 1,
                                   .n_workers = args->threads,
                                   .parameters = DS_SOURCE_DIR "/simulatie",
                                   .parquet = parquet};
    bench_moment start = bench_now();
    bench_runs runs = {0};
    ds_error err;
    memset(&err, 0, sizeof err);
    bench_check(ds_simulate_write(args->folder, &options, &err), &err);
    bench_note(&runs, start);
    bench_say_runs("", &runs);
    bench_say_memory();
    return 0;
}

int bench_simulate(const bench_args *args) {
    return simulate(args, false);
}

int bench_simulate_parquet(const bench_args *args) {
    return simulate(args, true);
}

int bench_import(const bench_args *args) {
    ds_import_options options = {
        .work_folder = args->folder, .program_folder = DS_SOURCE_DIR, .n_workers = args->threads};
    bench_moment start = bench_now();
    bench_runs runs = {0};
    ds_import_report *report = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    bench_check(ds_import(&options, &report, &err), &err);
    bench_note(&runs, start);
    bench_say_runs("", &runs);
    bench_say("persons", (double)report->totals->n_persons);
    bench_say("states", (double)report->totals->n_enrolments);
    ds_import_report_free(report);
    bench_say_memory();
    return 0;
}

int bench_import_sql(const bench_args *args) {
    ds_import_options options = {
        .work_folder = args->folder, .program_folder = DS_SOURCE_DIR, .n_workers = args->threads};
    bench_moment start = bench_now();
    bench_runs runs = {0};
    ds_import_report *report = NULL;
    char *path = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    bench_check(ds_import_sql(&options, &report, &path, &err), &err);
    bench_note(&runs, start);
    bench_say_runs("", &runs);
    ds_import_report_free(report);
    ds_free(path);
    bench_say_memory();
    return 0;
}

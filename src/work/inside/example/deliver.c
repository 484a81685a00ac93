/* work/inside/example/deliver.c: an example becomes a work folder: its deliveries are written,
 * imported as any other, and the register is opened. See example.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/example/example.h"
#include "work/inside/person.h"

/* ---- the folder ---- */

/* In memory where that can be: an example is small, and an import waits for the disk many times. */
static ds_status make_folder(example_run *run, ds_error *err) {
    const char *said = getenv("TMPDIR"), *folders[] = {said, "/dev/shm", "/tmp"};
    int code = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *where = folders[i];
        int size;
        if (where == NULL || where[0] != '/') continue;
        size = snprintf(run->folder, sizeof run->folder, "%s/doorstroom-voorbeeld-XXXXXX", where);
        if (size > 0 && (size_t)size < sizeof run->folder && mkdtemp(run->folder) != NULL)
            return DS_OK;
        code = errno;
    }
    run->folder[0] = '\0';
    return ds_error_system(err, "TMPDIR", code, "schrijven", "write");
}

static ds_status write_texts(const example_run *run, const char *under, const example_text *texts,
                             size_t n, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    ds_status status = ds_file_join(folder, run->folder, under, err);
    if (status == DS_OK && n > 0) status = ds_file_make_folder(folder, err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        status = ds_file_join(path, folder, texts[i].name, err);
        if (status == DS_OK)
            status = ds_file_write(path, texts[i].text, strlen(texts[i].text), err);
    }
    return status;
}

/* Every refused row is an error of the example. */
static ds_status write_wishes(const example_run *run, ds_error *err) {
    static const char wishes[] = "max_afgekeurd: 0\n";
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, run->folder, "doorstroom.yaml", err);
    return status == DS_OK ? ds_file_write(path, wishes, sizeof wishes - 1, err) : status;
}

/* ---- the import ---- */

static const example_text *find_text(const example *e, const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    for (size_t i = 0; i < e->n_deliveries; i++)
        if (strcmp(e->deliveries[i].name, name) == 0) return &e->deliveries[i];
    return NULL;
}

/* Where in the file of examples a line of a delivery stands. */
static void place_in_example(const example_run *run, const char *path, ds_error *err) {
    const example_text *text;
    uint64_t line = run->example->line, column = run->example->column;
    if (err == NULL) return;
    text = find_text(run->example, err->file);
    if (text != NULL && err->line > 0 && err->line <= text->n_lines) {
        line = text->lines[err->line - 1];
        column = err->column;
    }
    (void)snprintf(err->file, sizeof err->file, "%s", path);
    err->line = line;
    err->column = column;
}

/* A column that nobody knows would be left aside without a word. */
static ds_status check_example_columns(const example_run *run, const ds_import_report *report,
                                       ds_error *err) {
    for (size_t i = 0; i < report->n_deliveries; i++) {
        const ds_import_delivery *d = &report->deliveries[i];
        for (size_t k = 0; k < run->example->n_deliveries; k++) {
            const example_text *text = &run->example->deliveries[k];
            if (!text->by_kind || strcmp(text->name, d->name) != 0 || d->unknown_columns[0] == '\0')
                continue;
            return ds_error_at(err, DS_INPUT, d->name, 1, 0, "%s: onbekende kolom: %s",
                               "%s: unknown column: %s", d->name, d->unknown_columns);
        }
    }
    return DS_OK;
}

static ds_status import_example(const example_run *run, ds_error *err) {
    ds_import_options options = DS_IMPORT_OPTIONS_INIT;
    ds_import_report *report = NULL;
    char *tables = NULL;
    ds_status status;
    options.work_folder = run->folder;
    options.program_folder = run->asked->program_folder;
    options.n_workers = 1;
    status = run->watch != NULL && run->watch->tables
                 ? ds_import_sql(&options, &report, &tables, err)
                 : ds_import(&options, &report, err);
    if (status == DS_OK) status = check_example_columns(run, report, err);
    ds_import_report_free(report);
    ds_free(tables);
    return status;
}

/* ---- definitions with code lists of the example ---- */

/* The file is read once more, beside those lists: they go before the program's. */
static ds_status read_with_codes(example_run *run, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE], *text = NULL;
    const char *slash = strrchr(run->path, '/');
    size_t size = 0;
    ds_status status = ds_file_join(folder, run->folder, "definities", err);
    if (run->example->n_codes == 0) return DS_OK;
    if (status == DS_OK) status = ds_file_make_folder(folder, err);
    if (status == DS_OK)
        status = ds_file_join(path, folder, slash == NULL ? run->path : slash + 1, err);
    if (status == DS_OK) status = ds_file_read(run->path, DS_DEFINITION_MAX, &text, &size, err);
    if (status == DS_OK) status = ds_file_write(path, text, size, err);
    if (status == DS_OK)
        status = ds_work_definitions_read_file(&run->work, path, &run->codes_set, err);
    if (status == DS_OK) run->set = run->codes_set;
    ds_free(text);
    return status;
}

/* ---- the whole ---- */

ds_status ds_example_deliver(example_run *run, const char *path, ds_error *err) {
    const example *e = run->example;
    ds_status status = make_folder(run, err);
    if (status != DS_OK) return status;
    run->work = (ds_work){
        .folder = run->folder, .program_folder = run->asked->program_folder, .n_threads = 1};
    status = write_texts(run, "leveringen", e->deliveries, e->n_deliveries, err);
    if (status == DS_OK) status = write_texts(run, "codes", e->codes, e->n_codes, err);
    if (status == DS_OK) status = write_wishes(run, err);
    if (status == DS_OK) status = read_with_codes(run, err);
    if (status == DS_OK) status = import_example(run, err);
    if (status == DS_OK) status = ds_register_open(run->folder, &run->reg, err);
    if (status == DS_OK) status = ds_inside_trace(&run->work, NULL, run->reg, &run->trace, err);
    if (status == DS_INPUT) place_in_example(run, path, err);
    return status;
}

/* Tried twice, so that a moment without memory leaves nothing behind; that it failed is told. */
static ds_status remove_folder(const example_run *run, ds_error *err) {
    const ds_status first = ds_file_remove(run->folder, err);
    const ds_status second = first == DS_OK ? first : ds_file_remove(run->folder, NULL);
    return second == DS_OK ? first : second;
}

ds_status ds_example_run_close(example_run *run, ds_status status, ds_error *err) {
    ds_status removed;
    ds_trace_free(run->trace);
    ds_register_close(run->reg);
    ds_definitions_free(run->codes_set);
    if (run->folder[0] == '\0') return status;
    removed = remove_folder(run, status == DS_OK ? err : NULL);
    return status == DS_OK ? removed : status;
}

/* tests/intake/import_help.h: what the tests of the import share: a work folder of their own, the
 * summary as JSON, and the register's tables as SQL shows them. */
#ifndef DS_TESTS_INTAKE_IMPORT_HELP_H
#define DS_TESTS_INTAKE_IMPORT_HELP_H

#include <duckdb.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/intake.h"
#include "doorstroom/register.h"
#include "support/work_run.h"

/* Whether imports write the tables for SQL too: false in tests that ask nothing of them. */
#ifndef IMPORT_TABLES
#define IMPORT_TABLES true
#endif

static char *folder;
static const char *program_folder = DS_SOURCE_DIR; /* codes/ and mappings/ */

static inline int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static inline int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static inline void deliver(const char *name, const char *text) {
    char relative[300];
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    ds_free(ds_test_write_string(folder, relative, text));
}

static inline void take_back(const char *name) {
    char path[DS_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/leveringen/%s", folder, name);
    assert_int_equal(unlink(path), 0);
}

static inline void configure(const char *text) {
    ds_free(ds_test_write_string(folder, "doorstroom.yaml", text));
}

static inline ds_status import_with(size_t n_workers, json_t **out, ds_error *err) {
    const ds_import_options options = {
        .work_folder = folder, .program_folder = program_folder, .n_workers = n_workers};
    ds_import_report *report = NULL;
    char *text = NULL, *tables = NULL;
    ds_error ignored;
    ds_status status;
    memset(err, 0, sizeof *err);
    status = IMPORT_TABLES ? ds_import_sql(&options, &report, &tables, err)
                           : ds_import(&options, &report, err);
    ds_free(tables);
    if (report != NULL && out != NULL) {
        assert_int_equal(ds_import_report_json(report, &text, &ignored), DS_OK);
        *out = json_loads(text, 0, NULL);
        assert_non_null(*out);
        assert_int_equal(json_is_true(json_object_get(*out, "geslaagd")), status == DS_OK);
    }
    ds_free(text);
    ds_import_report_free(report);
    return status;
}

/* The summary of an import that must succeed; the caller's (json_decref). */
static inline json_t *import_good(void) {
    json_t *summary = NULL;
    ds_error err;
    if (import_with(2, &summary, &err) != DS_OK)
        fail_msg("%s:%llu: %s", err.file, (unsigned long long)err.line, err.en);
    assert_non_null(summary);
    return summary;
}

static inline void import_quietly(void) {
    json_decref(import_good());
}

/* An import that must be refused; *out may be NULL. */
static inline ds_error import_bad(json_t **out) {
    ds_error err;
    assert_int_equal(import_with(2, out, &err), DS_INPUT);
    assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    return err;
}

static inline long long count_of(const json_t *summary, const char *key) {
    const json_t *value = json_object_get(summary, key);
    if (!json_is_integer(value)) fail_msg("no %s in the summary", key);
    return json_integer_value(value);
}

/* The part of the summary about one delivery. */
static inline const json_t *about(const json_t *summary, const char *name) {
    const json_t *list = json_object_get(summary, "leveringen");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(one, "bestand")), name) == 0) return one;
    }
    fail_msg("no %s in the summary", name);
    return NULL;
}

/* read, taken, refused of one delivery. */
static inline void has_counts(const json_t *summary, const char *name, long long n_read,
                              long long n_taken, long long n_refused) {
    const json_t *d = about(summary, name);
    assert_int_equal(count_of(d, "gelezen"), n_read);
    assert_int_equal(count_of(d, "genomen"), n_taken);
    assert_int_equal(count_of(d, "afgekeurd"), n_refused);
}

static inline void run_sql(const char *path, const char *sql, ds_buffer *out) {
    duckdb_database database;
    duckdb_connection connection;
    duckdb_result result;
    assert_int_equal(duckdb_open(path, &database), DuckDBSuccess);
    assert_int_equal(duckdb_connect(database, &connection), DuckDBSuccess);
    if (duckdb_query(connection, sql, &result) != DuckDBSuccess)
        fail_msg("%s", duckdb_result_error(&result));
    for (idx_t r = 0; out != NULL && r < duckdb_row_count(&result); r++)
        for (idx_t c = 0; c < duckdb_column_count(&result); c++) {
            char *value = duckdb_value_varchar(&result, c, r);
            ds_buffer_addf(out, "%s%s",
                           c > 0   ? "|"
                           : r > 0 ? "\n"
                                   : "",
                           value == NULL ? "-" : value);
            duckdb_free(value);
        }
    duckdb_destroy_result(&result);
    duckdb_disconnect(&connection);
    duckdb_close(&database);
}

/* The rows that sql gives on the register's tables: fields with |, a missing one as -. A copy is
 * asked, so that the register's own file stays as it is. */
static inline void shows(const char *sql, const char *expected) {
    char copy[DS_PATH_SIZE], as_text[2000], tables[300];
    size_t size;
    char *generation = ds_work_pointer(folder), *data;
    char *path;
    (void)snprintf(tables, sizeof tables, "register/sql/%s.duckdb", generation);
    ds_free(generation);
    data = ds_work_read(folder, tables, &size);
    path = ds_test_write(folder, "kopie.duckdb", data, size);
    ds_buffer found;
    (void)snprintf(copy, sizeof copy, "%s", path);
    (void)snprintf(as_text, sizeof as_text, "SELECT COLUMNS(*)::VARCHAR FROM (%s)", sql);
    ds_buffer_init(&found, 1 << 20);
    run_sql(copy, as_text, &found);
    assert_string_equal(ds_buffer_string(&found), expected);
    ds_buffer_done(&found);
    assert_int_equal(unlink(path), 0);
    ds_free(path);
    ds_free(data);
}

#define WITH_PERSON " JOIN persoon USING (nr) "

/* The checksums of the column files, and the words; the caller's (free). */
static inline char *column_sums(void) {
    char *text = ds_work_read(folder, "register/current/manifest.json", NULL), *sums;
    json_t *manifest = json_loads(text, 0, NULL), *files = json_object_get(manifest, "bestanden");
    json_t *both =
        json_pack("{s:[], s:O}", "bestanden", "kolommen", json_object_get(manifest, "kolommen"));
    assert_non_null(both);
    for (size_t i = 0; i < json_array_size(files); i++) {
        json_t *file = json_array_get(files, i);
        if (strncmp(json_string_value(json_object_get(file, "naam")), "kolommen/", 9) == 0)
            (void)json_array_append(json_object_get(both, "bestanden"), file);
    }
    assert_true(json_array_size(json_object_get(both, "bestanden")) > 3);
    sums = json_dumps(both, JSON_SORT_KEYS);
    json_decref(both);
    json_decref(manifest);
    ds_free(text);
    return sums;
}

#endif

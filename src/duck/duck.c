/* duck/duck.c: see duck.h. */
#include "duck/duck.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "duck/judge.h"

/* ---- nothing to let go ---- */

static void skip_config(duckdb_config *config) {
    *config = NULL;
}

static void skip_connection(duckdb_connection *connection) {
    *connection = NULL;
}

static void skip_database(duckdb_database *database) {
    *database = NULL;
}

static void skip_result(duckdb_result *result) {
    (void)result;
}

static void skip_prepared(duckdb_prepared_statement *prepared) {
    *prepared = NULL;
}

static void skip_chunk(duckdb_data_chunk *chunk) {
    *chunk = NULL;
}

static void skip_type(duckdb_logical_type *type) {
    *type = NULL;
}

static duckdb_state skip_appender(duckdb_appender *appender) {
    *appender = NULL;
    return DuckDBSuccess;
}

ds_duck_functions ds_duck = {.destroy_config = skip_config,
                             .disconnect = skip_connection,
                             .close = skip_database,
                             .destroy_result = skip_result,
                             .destroy_prepare = skip_prepared,
                             .destroy_data_chunk = skip_chunk,
                             .destroy_logical_type = skip_type,
                             .appender_destroy = skip_appender};

/* ---- loading ---- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

static bool find_function(void *library, const char *name, void *out) {
    void *found = dlsym(library, name); /* C has no cast from it to a function */
    memcpy(out, &found, sizeof found);
    return found != NULL;
}

/* The loader's own requests for memory are seen by nobody else. */
static void note_loader(const char *trouble) {
    if (trouble == NULL) return;
    if (strstr(trouble, "map segment") != NULL || strstr(trouble, "llocate memory") != NULL ||
        strstr(trouble, "cannot create") != NULL)
        ds_duck_without_memory = true;
}

/* It stays: there is no telling when its own threads are done. */
static void load_library(void) {
    void *library = dlopen("libduckdb.so", RTLD_LAZY | RTLD_LOCAL);
    ds_duck_functions functions;
    bool all = library != NULL;
    if (library == NULL) note_loader(dlerror());
#define FIND(name) all = all && find_function(library, "duckdb_" #name, &functions.name);
    DS_DUCK_FUNCTIONS(FIND)
#undef FIND
    if (all) ds_duck = functions;
    loaded = all;
}

ds_status ds_duck_load(ds_error *err) {
    (void)pthread_once(&once, load_library);
    if (loaded) return DS_OK;
    return ds_error_set(err, DS_FAULT, "libduckdb.so is er niet, of is van een andere versie",
                        "libduckdb.so is not there, or is of another version");
}

static bool set_options(const ds_duck_options *options, duckdb_config config) {
    char threads[16];
    const char *const values[][2] = {
        {"threads", threads},
        /* with it the order of the rows, and so the bytes, hang on nothing */
        {"preserve_insertion_order", options->threads == 1 ? "true" : "false"},
        {"memory_limit", options->memory},
        {"temp_directory", options->temporary == NULL ? "" : options->temporary},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
    };
    bool ok = true;
    (void)snprintf(threads, sizeof threads, "%u", options->threads);
    for (size_t i = 0; ok && i < sizeof values / sizeof *values; i++)
        ok = ds_duck.set_config(config, values[i][0], values[i][1]) == DuckDBSuccess;
    return ok;
}

ds_status ds_duck_open(const ds_duck_options *options, duckdb_database *database,
                       duckdb_connection *connection, char **out_trouble, ds_error *err) {
    duckdb_config config = NULL;
    char *trouble = NULL;
    bool ok;
    if (out_trouble != NULL) *out_trouble = NULL;
    if (ds_duck_load(err) != DS_OK) return DS_FAULT;
    ok = ds_duck.create_config(&config) == DuckDBSuccess && set_options(options, config) &&
         ds_duck.open_ext(options->path, database, config, &trouble) == DuckDBSuccess &&
         ds_duck.connect(*database, connection) == DuckDBSuccess;
    ds_duck.destroy_config(&config);
    if (out_trouble != NULL)
        *out_trouble = trouble;
    else if (trouble != NULL)
        ds_duck.free(trouble);
    if (ok) return DS_OK;
    return ds_error_set(err, DS_FAULT, "DuckDB wil niet starten", "DuckDB does not start");
}

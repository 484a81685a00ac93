/* table/duck.c: see duck.h. */
#include "table/duck.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "base/error.h"

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

/* It stays: there is no telling when its own threads are done. */
static void load_library(void) {
    void *library = dlopen("libduckdb.so", RTLD_LAZY | RTLD_LOCAL);
    ds_duck_functions functions;
    bool all = library != NULL;
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

ds_status ds_duck_open(const char *memory, duckdb_database *database, duckdb_connection *connection,
                       ds_error *err) {
    const char *const options[][2] = {
        {"threads", "1"}, /* the order of the rows, and so the bytes, hang on it */
        {"preserve_insertion_order", "true"},
        {"memory_limit", memory},
        {"temp_directory", ""}, /* nothing is ever sorted */
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
    };
    duckdb_config config = NULL;
    bool ok;
    if (ds_duck_load(err) != DS_OK) return DS_FAULT;
    ok = ds_duck.create_config(&config) == DuckDBSuccess;
    for (size_t i = 0; ok && i < sizeof options / sizeof *options; i++)
        ok = ds_duck.set_config(config, options[i][0], options[i][1]) == DuckDBSuccess;
    ok = ok && ds_duck.open_ext(NULL, database, config, NULL) == DuckDBSuccess &&
         ds_duck.connect(*database, connection) == DuckDBSuccess;
    ds_duck.destroy_config(&config);
    if (ok) return DS_OK;
    return ds_error_set(err, DS_FAULT, "DuckDB wil niet starten", "DuckDB does not start");
}

/* table/duck.c: see duck.h. */
#include "table/duck.h"

#include "base/error.h"

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
    bool ok = duckdb_create_config(&config) == DuckDBSuccess;
    for (size_t i = 0; ok && i < sizeof options / sizeof *options; i++)
        ok = duckdb_set_config(config, options[i][0], options[i][1]) == DuckDBSuccess;
    ok = ok && duckdb_open_ext(NULL, database, config, NULL) == DuckDBSuccess &&
         duckdb_connect(*database, connection) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    if (ok) return DS_OK;
    return ds_error_set(err, DS_FAULT, "DuckDB wil niet starten", "DuckDB does not start");
}

/* bench/duck.c: see duck.h. */
#include "duck.h"

#include <stdio.h>

static void set(duckdb_config config, const char *name, const char *value) {
    if (duckdb_set_config(config, name, value) != DuckDBSuccess)
        bench_die("DuckDB does not take %s = %s", name, value);
}

duck duck_open(const char *path, bool read_only, const bench_args *args) {
    duck d = {0};
    duckdb_config config = NULL;
    char threads[24], temporary[4096], *message = NULL;
    (void)snprintf(threads, sizeof threads, "%zu", args->threads);
    (void)snprintf(temporary, sizeof temporary, "%s/duckdb-tijdelijk", args->folder);
    if (duckdb_create_config(&config) != DuckDBSuccess) bench_die("no memory");
    set(config, "threads", threads);
    set(config, "memory_limit", args->memory);
    set(config, "temp_directory", temporary);
    set(config, "preserve_insertion_order", "false");
    if (read_only) set(config, "access_mode", "READ_ONLY");
    if (duckdb_open_ext(path, &d.database, config, &message) != DuckDBSuccess)
        bench_die("DuckDB: %s", message == NULL ? path : message);
    duckdb_destroy_config(&config);
    if (duckdb_connect(d.database, &d.connection) != DuckDBSuccess) bench_die("no connection");
    return d;
}

void duck_close(duck *d) {
    duckdb_disconnect(&d->connection);
    duckdb_close(&d->database);
}

duckdb_result duck_query(const duck *d, const char *sql) {
    duckdb_result result;
    if (duckdb_query(d->connection, sql, &result) != DuckDBSuccess)
        bench_die("DuckDB: %s\n%s", duckdb_result_error(&result), sql);
    return result;
}

void duck_run(const duck *d, const char *sql) {
    duckdb_result result = duck_query(d, sql);
    duckdb_destroy_result(&result);
}

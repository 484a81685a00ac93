/* bench/duck.h: DuckDB from the outside, for what it is compared with. */
#ifndef DS_BENCH_DUCK_H
#define DS_BENCH_DUCK_H

#include <duckdb.h>

#include "bench.h"

typedef struct duck {
    duckdb_database database;
    duckdb_connection connection;
} duck;

/* Opens path with that many threads and that memory_limit; temporary files go beside it. */
duck duck_open(const char *path, bool read_only, const bench_args *args);
void duck_close(duck *d);
/* Ends the program with DuckDB's message when it fails. */
void duck_run(const duck *d, const char *sql);
duckdb_result duck_query(const duck *d, const char *sql);

#endif

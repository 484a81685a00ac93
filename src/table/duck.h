/* table/duck.h: a DuckDB in memory that reads or writes one file. */
#ifndef DS_TABLE_DUCK_H
#define DS_TABLE_DUCK_H

#include <duckdb.h>

#include "doorstroom/base.h"

/* One thread, rows in order, nothing on disk, nothing from elsewhere; memory as in "512MB". The
 * caller disconnects and closes, also when this fails. */
ds_status ds_duck_open(const char *memory, duckdb_database *database, duckdb_connection *connection,
                       ds_error *err) DS_NODISCARD;

#endif

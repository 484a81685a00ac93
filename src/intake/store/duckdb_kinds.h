/* intake/store/duckdb_kinds.h: what duckdb.c asks of duckdb_kinds.c. */
#ifndef DS_INTAKE_STORE_DUCKDB_KINDS_H
#define DS_INTAKE_STORE_DUCKDB_KINDS_H

#include <duckdb.h>

#include "intake/worker.h"

typedef struct ds_kind_database {
    duckdb_connection connection;
    const char *name; /* of the table */
} ds_kind_database;

/* Makes a table a kind, in the database behind connection, and fills it. False: the database does
 * not take it. */
bool ds_store_kinds_tables(const ds_intake *intake, duckdb_connection connection) DS_NODISCARD;

#endif

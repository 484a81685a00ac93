/* intake/store/duckdb_kinds.h: what duckdb.c asks of duckdb_kinds.c. */
#ifndef DS_INTAKE_STORE_DUCKDB_KINDS_H
#define DS_INTAKE_STORE_DUCKDB_KINDS_H

#include "intake/worker.h"
#include "table/database/database.h"

/* Makes a table a kind, in the database, and fills it. */
ds_status ds_store_kinds_tables(const ds_intake *intake, const ds_database *database,
                                ds_error *err) DS_NODISCARD;

#endif

/* intake/store/duckdb.h: the register's tables into a database that is open already. The tests of
 * the tally keep one for all their registers: to make a file for each costs more than to count in
 * it. */
#ifndef DS_INTAKE_STORE_DUCKDB_H
#define DS_INTAKE_STORE_DUCKDB_H

#include "intake/resolve/resolve.h"
#include "table/database/database.h"

/* Makes and fills the tables of docs/register.md in the database's own schema, where none of them
 * may be yet. Errors are those of the database. */
ds_status ds_store_tables(ds_intake *intake, const ds_resolved *resolved, const ds_database *to,
                          ds_error *err) DS_NODISCARD;

#endif

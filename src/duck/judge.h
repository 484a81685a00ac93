/* duck/judge.h: what DuckDB's troubles are: memory, a disk, or what it was given. */
#ifndef DS_DUCK_JUDGE_H
#define DS_DUCK_JUDGE_H

#include <stdatomic.h>

#include "duck/duck.h"
#include "table/database/frame.h"

/* Whether this process was refused memory, ever (duck/no_memory.c): what went wrong after that is
 * not what it seems to be. */
extern _Atomic bool ds_duck_without_memory;

/* By the kind of error (DUCKDB_ERROR_INVALID where none is told) and the text, NULL for none. */
ds_database_answer ds_duck_judge(duckdb_error_type type, const char *text);

#endif
